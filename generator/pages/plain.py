"""Plain text of a page's HTML, to paste into an e-mail or a chat."""

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "li", "h1", "h2", "h3", "blockquote", "ul", "ol"}


class _Lines(HTMLParser):
    """Lines of text: headings in capitals, but for the title; list items with hyphen or number."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._item = self._marked = self._heading = self._in_list = False
        self._address = ""
        self._number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.end_line()
        if tag == "li":
            self._item = self._marked = True
        if tag in ("ol", "ul"):
            self._number = int(tag == "ol")
        self._heading = tag in ("h2", "h3")
        if tag == "a":
            self._address = _shown(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self._words.append(f" ({self._address})")
        if tag in _BLOCKS:
            self.end_line()
        if tag == "li":
            self._item = False

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if not text:
            return
        together = self._item and self._in_list
        if self.lines and not together:
            self.lines.append("")
        self.lines.append(f"{self._mark()}{text}" if self._item else text.upper() if self._heading else text)
        self._heading, self._in_list = False, self._item

    def _mark(self) -> str:
        """What a line of a list begins with: a hyphen, or its number; its further lines stand below."""
        if not self._marked:
            return "  "
        self._marked = False
        if not self._number:
            return "- "
        self._number += 1
        return f"{self._number - 1}. "


def _shown(href: str) -> str:
    """Where a link leads, as text shows it; blank for a place on the same page, which a text doesn't have.

    Of another page of the portal its end, since a text may be read anywhere.
    """
    if href.startswith(("http://", "https://")):
        return href
    if href.startswith("mailto:"):
        return href.removeprefix("mailto:")
    below = re.sub(r"^(\.{1,2}/)+", "", href)
    return f"…/{below}" if below != href and below else ""


def plain_lines(html: str) -> list[str]:
    """The lines of `html` as a reader sees them. Text that looked like markup in a record stays text."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    parser.end_line()
    return parser.lines


def questions(html: str) -> list[str]:
    """The lines of `html` that ask something, without what a list puts before them."""
    return [re.sub(r"^(-|\d+\.) ", "", line) for line in plain_lines(html) if line.endswith("?")]
