"""Where in the Markdown a claim stands: in a paragraph, a list point or a quotation, and nowhere else.

A hedge is put behind its words, so in a heading it would be one too, and in a link a part of the link.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

_FIRST, _MARKS = 0xE000, 0x1900
"""Private letters, none of which a text has: the Markdown around them is read as without them."""


def marked(words: str, number: int) -> str:
    """The words of a text's claim of that number (from 0), with its mark at both ends."""
    bare = words.strip()
    if not bare:
        return words
    mark = chr(_FIRST + number % _MARKS)
    before, after = words[: words.index(bare)], words[words.index(bare) + len(bare) :]
    return f"{before}{mark}{bare}{mark}{after}"


def out_of_place(text: str, tokens: Sequence[Token]) -> Iterator[int]:
    """The numbers of claims that do not both begin and end in a paragraph and outside of a link.

    `text` has the marks, `tokens` are its Markdown.
    """
    well = Counter(_marks("".join(_plain(tokens))))
    for mark, often in Counter(_marks(text)).items():
        if well[mark] < often:
            yield ord(mark) - _FIRST


def _marks(text: str) -> Iterator[str]:
    return (letter for letter in text if _FIRST <= ord(letter) < _FIRST + _MARKS)


def _plain(tokens: Sequence[Token]) -> Iterator[str]:
    """The text of paragraphs that is part of no link."""
    for i, token in enumerate(tokens):
        if token.type != "inline" or tokens[i - 1].type != "paragraph_open":
            continue
        inside = 0
        for child in token.children or ():
            inside += (child.type == "link_open") - (child.type == "link_close")
            if child.type == "text" and not inside:
                yield child.content
