"""How hard a briefing is to read, under each heading: of its writer's own words alone."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from generator.pages.prose import Reader, Section
from generator.pages.reading_age import reading_age
from generator.pages.words import as_markdown
from generator.settings.model import Theme

_FEWEST_WORDS = 25
"""A section of fewer says too little of how it is written."""
_FEWEST_IN_A_SENTENCE = 4
_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_ITEM = re.compile(r"\s*(?:[-*+>]|\d+[.)]|#+)\s")
_END = re.compile(r"(?<=[.?!])\s+")


def check_reading_age(reader: Reader, sections: Mapping[str, Section]) -> None:
    """Says it under each heading on its own, with the line of the sentence that is the hardest."""
    target = reader.settings.publication.reading_age
    given = _given(reader.settings.themes.themes)
    for name, section in sections.items():
        sentences = list(_sentences(section, given))
        words = sum(len(text.split()) for _, text in sentences)
        if words < _FEWEST_WORDS or (age := round(reading_age(text for _, text in sentences))) <= target:
            continue
        line, hardest = max(sentences, key=lambda one: _hardness(one[1]))
        message = f'"{name}" is easy to read at {age} years of age'
        hint = (
            f"the target is {target:g}: write shorter sentences and plainer words;"
            f" the hardest sentence begins in line {line} and has {len(hardest.split())} words"
        )
        reader.problem(section.line, "reading-age", message, hint, warning=True)


def _hardness(sentence: str) -> float:
    return reading_age([sentence]) if len(sentence.split()) >= _FEWEST_IN_A_SENTENCE else 0


def _sentences(section: Section, given: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Each sentence with the line on which it begins, without links and what the settings gave."""
    text = given.sub(" ", _LINK.sub(" ", section.text()))
    start, paragraph = section.line, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], section.line):
        if paragraph and (not line.strip() or _ITEM.match(line)):
            yield from _split(start, paragraph)
            paragraph = []
        if line.strip():
            start = start if paragraph else number
            paragraph.append(_ITEM.sub("", line, count=1))


def _split(start: int, lines: list[str]) -> Iterator[tuple[int, str]]:
    text, at = "\n".join(lines), 0
    for sentence in _END.split(text):
        at = text.index(sentence, at)
        own = " ".join(sentence.replace("*", " ").split())
        if re.search(r"\w", own):
            yield start + text.count("\n", 0, at), own
        at += len(sentence)


@cache
def _given(themes: tuple[Theme, ...]) -> re.Pattern[str]:
    """What a filled-in start takes over from themes: it is not the writer who chose these words."""
    texts = (
        text
        for theme in themes
        for text in (theme.title, theme.lesson, theme.what, theme.monday, *theme.good, *theme.questions,
                     *(resource.title for resource in theme.resources))
    )  # fmt: skip
    longest_first = sorted({as_markdown(text) for text in texts}, key=lambda text: (-len(text), text))
    return re.compile("|".join(re.escape(text) for text in longest_first))
