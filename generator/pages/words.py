"""Numbers, months and dates as British readers write them, and the one escape for text that is data.

Everything a template prints passes `as_text` (see templating.py): text of records and settings is text,
never Markdown, HTML or a link, whatever it holds.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup

from generator.evidence import Shown, ShownTable
from generator.pages.ways import unmarked

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_LEAST = 0.001
"""Probabilities under this are not told apart."""
_SPAN = 3
"""So many months that follow each other are said as a span."""
_ALIVE = re.compile(r"(?<![A-Za-z])[.\-]|[!-&*+/:-@\[-`{-~]")
"""ASCII punctuation that Markdown or HTML could read; a full stop or hyphen not behind a letter."""
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\uf8ff\ufeff\ufffe\uffff]"
)
"""Control characters, those that turn the direction of writing, what is no character, and private letters: no
typeface has them, and ways.py and notes.py mark figures and claims by them."""
_BREAKS = re.compile("[\x0b\x0c\x1c-\x1f]")
"""White space of old files, which no XML may hold."""


def seen(text: str) -> str:
    """A text without what nobody sees, so that any kind of file can hold it."""
    return _BREAKS.sub(" ", _UNSEEN.sub("", text))


def as_text(value: object) -> Markup:
    """`value` as text that stays text in a paragraph, a table cell, an attribute and a title.

    Punctuation becomes numeric entities, white space one space, so no block of Markdown can begin.
    """
    if isinstance(value, Markup):
        return value
    text = " ".join(seen(str(value)).split())
    return Markup(_ALIVE.sub(lambda found: f"&#{ord(found[0])};", text))


def as_id(name: str) -> Markup:
    """A name of ids (of a figure, a file, an address) as it is, where nothing in it could come alive."""
    return Markup(name) if re.fullmatch(r"[\w/=.-]+", name) else as_text(name)


def as_markdown(text: str) -> str:
    """Text of the settings as Markdown that reads the same and holds no figure."""
    plain = text.translate(str.maketrans("{}", "()"))
    return re.sub(r"([\\`*_\[\]<>#&])", r"\\\1", " ".join(plain.split()))


def month_name(month: str) -> str:
    """2023-11 -> November 2023."""
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def month_short(month: str) -> str:
    """2023-11 -> Nov 2023."""
    return f"{MONTHS[int(month[5:]) - 1][:3]} {month[:4]}"


def month_alone(month: str) -> str:
    """2023-11 -> November, for sentences whose year is plain."""
    return MONTHS[int(month[5:]) - 1]


def months_listed(months: Sequence[str]) -> str:
    """2023-04, 2023-06 -> April and June 2023; 2023-11 to 2024-02 -> November 2023 to February 2024."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _ordinal(month) - _ordinal(runs[-1][-1]) == 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    spans = [(m, m) for run in runs if len(run) < _SPAN for m in run] + [
        (run[0], run[-1]) for run in runs if len(run) >= _SPAN
    ]
    said: list[tuple[str, str]] = []
    for first, last in sorted(spans):
        begun = month_alone(first) if first[:4] == last[:4] else month_name(first)
        said.append((begun if first == last else f"{begun} to {month_alone(last)}", last[:4]))
    return listed([f"{listed([words for words, _ in of])} {year}" for year, of in _by_year(said)])


def _by_year(said: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for year, of in groupby(said, key=lambda each: each[1]):
        yield year, list(of)


def _ordinal(month: str) -> int:
    return 12 * int(month[:4]) + int(month[5:])


def date_words(day: date | str) -> str:
    """2023-12-21 -> 21 December 2023; a month or a year or words stay as near as they are."""
    text = day.isoformat() if isinstance(day, date) else day
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return f"{int(text[8:])} {month_name(text[:7])}"
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return month_name(text)
    return text


def number_words(number: int) -> str:
    """Numbers under ten in words, others in figures with thin groups: 3 -> three, 1200 -> 1,200."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else digits(number)


def digits(number: int) -> str:
    """As a figure among others: 3 -> 3, 1200 -> 1,200."""
    return f"{number:,}"


def whole(number: float) -> int:
    """To the nearest whole number, halves up."""
    return math.floor(number + 0.5)


def p_words(p: float, level: float) -> str:
    """A probability in two decimals, or as many as show its side of `level`: "0.21", "0.0495"."""
    if p < _LEAST:
        return f"less than {_LEAST}"
    digits = 2 if p >= 0.01 else 3
    while p != level and (round(p, digits) == level or (round(p, digits) < level) != (p < level)):
        digits += 1
    return f"{p:.{digits}f}"


def squares(shown: Shown, most: int = 60) -> list[bool]:
    """One for each of the total, True for those counted; none where hidden or more than `most`."""
    if shown.count is None or not shown.total or shown.total > most:
        return []
    return [position < shown.count for position in range(shown.total)]


def shown_two_ways(figures: Iterable[Shown | ShownTable]) -> bool:
    """Whether the same count of the same total stands among them with two percents."""
    percents: dict[tuple[int | None, int | None], int | None] = {}
    for each in figures:
        for shown in (each,) if isinstance(each, Shown) else each.parts.values():
            before = percents.setdefault((shown.count, shown.total), shown.percent)
            if shown.count and before != shown.percent:
                return True
    return False


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    marks, words = unmarked(text)
    return marks + words[:1].upper() + words[1:]


def lower_first(text: str) -> str:
    """The first letter small, unless the first word is an abbreviation."""
    marks, words = unmarked(text)
    first = words.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() else marks + words[:1].lower() + words[1:]


def listed(items: list[str]) -> str:
    """a, b and c."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
