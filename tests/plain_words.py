"""What the portal itself says on a page, without records and tables, and how hard that is to read."""

import html
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from generator.pages.reading_age import reading_age

_BLOCKS = {"p", "li", "dd", "dt", "h1", "h2", "h3", "h4", "summary", "figcaption", "div"}
_SENTENCES = {"p", "li", "dd"}
_LEFT_OUT = {"table", "blockquote", "svg", "script", "style", "nav"}
_LEFT_OUT_CLASSES = {"chart-links", "meta", "state", "evidence", "actions", "request", "also-called"}
_ENDS = (".", "?", "!")
"""A line with none of them at its end is a label, a title or a list and no sentence."""
FEW_WORDS = 4


def sentences(page: str, records: Iterable[str] = ()) -> list[str]:
    """The lines of a page (HTML) that templates, settings and staff wrote as sentences.

    `records`: what records say. A line that quotes one is left out.
    """
    quoted = [_spaced(text) for text in records if len(text) > 12]
    lines = (_spaced(line) for line in _Lines.of(page))
    own = [line for line in lines if not any(text in line for text in quoted)]
    return [line for line in own if line.endswith(_ENDS) and len(line.split()) >= FEW_WORDS]


def hardest(lines: Iterable[str], how_many: int = 5) -> list[str]:
    """The sentences that make a page hard, with the age that each needs."""
    split = [one for line in lines for one in re.split(r"(?<=[.?!]) ", line) if len(one.split()) >= FEW_WORDS]
    worst = sorted(split, key=lambda one: -reading_age([one]))[:how_many]
    return [f"{reading_age([one]):.0f}: {one}" for one in worst]


def _spaced(text: str) -> str:
    return " ".join(html.unescape(text).split())


class _Lines(HTMLParser):
    """The text of paragraphs, list items and definitions."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] = []
        self._found: list[str] = []

    @classmethod
    def of(cls, page: str) -> Iterator[str]:
        parser = cls()
        parser.feed(page)
        parser.close()
        return iter(parser._found)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "img", "use", "link", "meta", "input", "path", "circle", "hr"}:
            return
        if tag in _BLOCKS:
            self._text = []
        classes = set((dict(attrs).get("class") or "").split())
        self._open.append((tag, tag in _LEFT_OUT or bool(classes & _LEFT_OUT_CLASSES)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SENTENCES and not self._left_out():
            self._found.append("".join(self._text))
            self._text = []
        if any(opened == tag for opened, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._left_out():
            self._text.append(data)

    def _left_out(self) -> bool:
        return any(left_out for _, left_out in self._open)
