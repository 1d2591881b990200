"""Days, months and moments as people and spreadsheets write them: what is one, and what was meant."""

import re
from datetime import date, timedelta

from generator.records.cells import Wrong
from generator.records.rows import Value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_SEASON = re.compile(r"(spring|summer|autumn|winter) (20\d\d)", re.ASCII | re.IGNORECASE)
_SPREADSHEET_DAY = re.compile(r"(\d{5})(?:\.0*)?", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3})[a-z]*[- ]'?(\d\d|20\d\d)", re.ASCII)
_MONTH_YEAR = re.compile(r"[A-Za-z]{3}-\d\d", re.ASCII)
_DAY_MONTH = re.compile(r"\d{1,2}-[A-Za-z]{3}", re.ASCII)
_DAY_FIRST = re.compile(
    r"(\d{1,2})[./ -](\d{1,2}|[A-Za-z]{3})[a-z]*[./ -](\d{4}|\d\d)(?:[ T][\d:]+)?", re.ASCII
)
_YEAR_FIRST = re.compile(r"(\d{4})[-./]?(\d{1,2})[-./]?(\d{1,2})(?:[ T][\d:.]+Z?)?", re.ASCII)
_NEARLY_MONTH = re.compile(r"(\d{4})[-./]?(\d{1,2})", re.ASCII)
_WRITTEN = "format the column as text before saving it as CSV"


def read_day(text: str) -> Value | Wrong:
    """A day as YYYY-MM-DD, from 2000 on; None for blank."""
    text = text.strip()
    if not text:
        return None
    found = _DAY.fullmatch(text)
    day = _day(*map(int, found.groups())) if found else None
    if day and day.year >= 2000:
        return day
    return _wrong(text, "date", "dates are written YYYY-MM-DD", _day_meant(text))


def read_month(text: str) -> Value | Wrong:
    """A month as YYYY-MM; None for blank."""
    text = text.strip()
    if not text or _MONTH.fullmatch(text):
        return text or None
    return _wrong(text, "month", "months are written YYYY-MM", _month_meant(text))


def read_moment(text: str) -> Value | Wrong:
    """A day, a month, "summer 2023" or a year, as typed; None for blank."""
    text = text.strip()
    if not text or sort_key(text):
        return text or None
    hint = "write a day (2023-10-02), a month (2023-10), a season (summer 2023) or a year (2023)"
    return Wrong("not-a-date", f"{_shown(text)} is no date", hint)


def sort_key(moment: str) -> str | None:
    """A moment's first day as YYYY-MM-DD, by which events are ordered; None if it is no moment."""
    if found := _DAY.fullmatch(moment):
        day = _day(*map(int, found.groups()))
        return day.isoformat() if day else None
    if found := _SEASON.fullmatch(moment):
        return f"{found[2]}-{_SEASONS[found[1].casefold()]:02d}-01"
    if _MONTH.fullmatch(moment):
        return f"{moment}-01"
    return f"{moment}-01-01" if re.fullmatch(r"(19|20)[0-9]{2}", moment) else None


def _wrong(text: str, what: str, rule: str, meant: str | None) -> Wrong:
    hint = f'did you mean "{meant}"? {rule}' if meant else rule
    if any(form.fullmatch(text) for form in (_SPREADSHEET_DAY, _MONTH_YEAR, _DAY_MONTH)):
        return Wrong(
            "mangled-date", f'"{text}" is a {what} that a spreadsheet has changed', f"{hint}; {_WRITTEN}"
        )
    return Wrong(f"not-a-{what}", f"{_shown(text)} is no {what}", hint)


def _shown(text: str) -> str:
    """The text if it can only be a date or a month, however badly written."""
    forms = (
        _SPREADSHEET_DAY,
        _NAMED_MONTH,
        _DAY_MONTH,
        _DAY_FIRST,
        _YEAR_FIRST,
        _NEARLY_MONTH,
        _SEASON,
    )
    letters = set(re.findall(r"[a-z]{3,}", text.casefold()))
    dated = all(word[:3] in _MONTHS or word in _SEASONS for word in letters)
    return f'"{text}"' if dated and any(form.fullmatch(text) for form in forms) else "this"


def _day_meant(text: str) -> str | None:
    """The ISO day that a spreadsheet's number, a British date or a sloppy one stands for."""
    day = None
    if found := _SPREADSHEET_DAY.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(found[1]))
    elif found := _DAY_FIRST.fullmatch(text):
        day = _day(_year(found[3]), _month_number(found[2]), int(found[1]))
    elif found := _YEAR_FIRST.fullmatch(text):
        day = _day(*map(int, found.groups()))
    return day.isoformat() if day and 2000 <= day.year < 2100 else None


def _month_meant(text: str) -> str | None:
    if found := _NAMED_MONTH.fullmatch(text):
        year, month = _year(found[2]), _month_number(found[1])
    elif not _SPREADSHEET_DAY.fullmatch(text) and (found := _NEARLY_MONTH.fullmatch(text)):
        year, month = int(found[1]), int(found[2])
    else:
        day = _day_meant(text)
        return day and day[:7]
    meant = f"{year:04d}-{month:02d}"
    return meant if _MONTH.fullmatch(meant) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month_number(text: str) -> int:
    """0 if it is none, which is no month of any date."""
    if text.isdigit():
        return int(text)
    name = text[:3].casefold()
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0
