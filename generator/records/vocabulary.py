"""How the cells of each kind of column are read, with the words of one council's settings."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from generator.records.cells import Cells, Read, Wrong
from generator.records.columns import Column
from generator.records.dates import read_day, read_moment, read_month
from generator.records.identifiers import IN_IDS, identifiers
from generator.records.rows import Value
from generator.settings.model import Named, Settings
from generator.settings.names import fold

OVERALL = "overall"
NOT_APPLICABLE = "n/a"
_LOOK_ALIKE = str.maketrans(
    "аеорсухіјѕһԁԛԝвнкмтαοορτυνικεАВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijshdqwbhkmtaoopruvikeABEKMHOPCTYXIJSABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_NEW_WORD = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""The form of an id of the settings."""
_SHORTEST_CODE = 9
_QUOTABLE = {
    "?",
    "-",
    "x",
    "tbc",
    "tba",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "unknown",
    "yes",
    "no",
    "true",
    "false",
}
"""Words that people write for "I don't know", which can be quoted as they can't name anyone."""


class Words:
    """A closed list: every id, name and alias, folded, and the id that it stands for."""

    def __init__(self, what: str, words: dict[str, str], allowed: Iterable[str]) -> None:
        self.what = what
        self.allowed = tuple(allowed)
        self._ids = {fold(word): id_ for word, id_ in words.items()}

    def read(self, text: str) -> Value | Wrong:
        """The id; None for blank. What is no word of the list is quoted only if it is nearly one."""
        folded = fold(text)
        if not folded:
            return None
        return self._ids.get(folded) or self._wrong(text.strip(), folded)

    def _wrong(self, text: str, folded: str) -> Wrong:
        allowed = f"allowed: {', '.join(self.allowed)}"
        plain = fold(
            "".join(c for c in unicodedata.normalize("NFKC", text) if c.isprintable()).translate(_LOOK_ALIKE)
        )
        if plain in self._ids and plain != folded:
            others = sorted({f"U+{ord(c):04X}" for c in text if not c.isascii() or not c.isprintable()})
            message = f'looks like "{self._ids[plain]}", but holds other characters: {", ".join(others)}'
            return Wrong("look-alike", message, "delete the cell and type the word anew")
        near = get_close_matches(folded, self._ids, n=1, cutoff=0.6) if len(text) <= 40 else []
        shown = f'"{text}"' if near or folded in _QUOTABLE else "what is written here"
        meant = f'did you mean "{self._ids[near[0]]}"? ' if near else ""
        own = _NEW_WORD.fullmatch(text) and not near and folded not in _QUOTABLE
        word = text if own else ""
        return Wrong("unknown-value", f"{shown} is no {self.what}", meant + allowed, word)


def words_of(what: str, items: Iterable[Named], also: Iterable[str] = ()) -> Words:
    words: dict[str, str] = {word: word for word in also}
    allowed: dict[str, None] = dict.fromkeys(also)
    for item in items:
        words |= dict.fromkeys((item.id, item.name, *item.aliases), item.id)
        allowed[item.id] = None
    return Words(what, words, allowed)


class Vocabulary:
    """The cells of every column, by kind. Columns of one kind share what was read."""

    def __init__(self, settings: Settings) -> None:
        framework = settings.framework
        grades = [grade for period in framework.grades for grade in period.scale]
        areas = [area for period in framework.areas for area in period.areas]
        themes = settings.themes.themes
        theme_words = {w: t.id for t in themes for w in (t.id, t.title, *t.aliases)}
        theme = Words("theme", theme_words, [t.id for t in themes])
        reads: dict[str, Read] = {
            "id": read_id,
            "month": read_month,
            "day": read_day,
            "moment": read_moment,
            "team": words_of("team", framework.teams).read,
            "cohort": words_of("cohort", framework.cohorts).read,
            "type": words_of("type of audit", framework.types).read,
            "area": words_of("area", areas, [OVERALL]).read,
            "overall": words_of("grade", grades).read,
            "grade": words_of("grade", grades, [NOT_APPLICABLE]).read,
            "theme": theme.read,
            "themes": lambda text: _read_themes(text, theme),
            "count": read_count,
            "text": read_text,
            "url": read_url,
        }
        self._cells = {kind: Cells(read) for kind, read in reads.items()}

    def cells(self, column: Column) -> Cells:
        if column.kind != "choice":
            return self._cells[column.kind]
        key = f"{column.name}: {' '.join(column.choices)}"
        if key not in self._cells:
            what = f"choice of {column.name}"
            self._cells[key] = Cells(
                Words(what, dict(zip(column.choices, column.choices, strict=True)), column.choices).read
            )
        return self._cells[key]


def read_id(text: str) -> Value | Wrong:
    """An id as typed, without surrounding space. It is never quoted: it may be the child's number."""
    text = text.strip()
    if len(text) >= _SHORTEST_CODE and (found := identifiers(text, IN_IDS)):
        hint = "give the record an id of no meaning elsewhere: 2023-11-01, or a running number"
        return Wrong("identifier", f"holds what looks like {' and '.join(found)}", hint)
    if text and not _ID.fullmatch(text):
        hint = "use up to 40 letters, digits, hyphens, points, slashes and underscores: no spaces, no names"
        return Wrong("not-an-id", "is no id", hint)
    return text or None


def read_count(text: str) -> Value | Wrong:
    text = text.strip()
    if not text or (text.isascii() and text.isdigit() and len(text) <= 9):
        return int(text) if text else None
    return Wrong("not-a-count", "is no whole number", "write digits only: no comma, point, sign or unit")


def read_text(text: str) -> Value | Wrong:
    """Free text as typed, without surrounding space. It is searched for identifiers and never quoted."""
    text = text.strip()
    if found := identifiers(text):
        hint = "take it out: what this portal must not know, its history must not hold either"
        return Wrong("identifier", f"holds what looks like {' and '.join(found)}", hint)
    return text or None


def read_url(text: str) -> Value | Wrong:
    text = text.strip()
    if not text or re.fullmatch(r"https?://[^\s<>\"']+", text):
        return text or None
    return Wrong("not-an-address", "is no web address", "an address begins with https:// and holds no spaces")


def _read_themes(text: str, theme: Words) -> Value | Wrong:
    """Ids joined by "|"; typed with semicolons, commas or bars between them."""
    values = [theme.read(part) for part in re.split(r"[;,|]", text)]
    wrong = next((value for value in values if isinstance(value, Wrong)), None)
    return wrong or "|".join(dict.fromkeys(str(v) for v in values if v)) or None
