"""The rules of dates between cells and rows. Listed with all others in checks.py."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import cast

from generator.problems import Problem
from generator.records.data import Cell, Data
from generator.records.dates import sort_key
from generator.records.rows import Value

IN_ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("audits", ("audited_on", "moderated_on", "quality_assured_on")),
    ("audits", ("audited_on", "received_on")),
    ("audits", ("escalated_on", "made_safe_on")),
    ("audits", ("practice_from", "practice_to", "audited_on")),
    ("actions", ("agreed_on", "started_on", "completed_on", "impact_checked_on")),
    ("actions", ("agreed_on", "due")),
    ("requests", ("asked_on", "answered_on")),
    ("requests", ("asked_on", "due")),
)
"""Dates of one row that follow each other."""


def dates_in_order(data: Data) -> Iterator[Problem]:
    """What follows is not dated before the last thing that it follows: see `IN_ORDER`."""
    for table, columns in IN_ORDER:
        at_fault: set[int] = set()
        for before, after in combinations((data.column(table, column) for column in columns), 2):
            at_fault.update(_rows_before(before, after))
        for row in sorted(at_fault):
            dated = [(column, day) for column in columns if (day := data.column(table, column)[row])]
            for (before_column, earlier), (column, day) in pairwise(dated):
                if cast(date, day) < cast(date, earlier):
                    yield _too_early(data, (table, row, column), day, before_column, earlier)


def _rows_before(starts: list[Value], days: list[Value]) -> list[int]:
    """The rows in which both days are there, and the second is before the first."""
    pairs = zip(cast("list[date | None]", starts), cast("list[date | None]", days), strict=True)
    return [row for row, (start, day) in enumerate(pairs) if start and day and day < start]


def after_the_audit(data: Data) -> Iterator[Problem]:
    """An action is done, an area regraded and a file checked from outside no earlier than it was audited."""
    for table, column in (("actions", "completed_on"), ("regrades", "on"), ("external_checks", "on")):
        audited, days = data.of_audits(table, "audited_on"), data.column(table, column)
        for row in _rows_before(audited, days):
            yield _too_early(data, (table, row, column), days[row], "audited_on", audited[row])


def _too_early(data: Data, cell: Cell, day: Value, before: str, earlier: Value) -> Problem:
    message, hint = f"{day} is before {before}, {earlier}", "check the year and the month of both"
    return data.problem(cell, "dates-out-of-order", message, hint)


def not_in_the_future(data: Data) -> Iterator[Problem]:
    """Only a due date lies after today: what is recorded has happened.

    After an edition's `data_to` it may well have happened; that edition just doesn't know it yet.
    """
    limit = _limit(data)
    if limit is None:
        return
    last, which = limit
    for table, rows in data.records.tables.items():
        for column in rows.schema.columns:
            if column.kind not in ("day", "month", "moment") or column.future:
                continue
            values = rows.columns[column.name]
            late = {value for value in set(values) - {None} if _first_day(value) > last.isoformat()}
            for row, value in enumerate(values if late else ()):
                if value in late:
                    message, hint = f"{value} is after {last}, {which}", "check the year and the month"
                    yield data.problem((table, row, column.name), "in-the-future", message, hint)


def _first_day(value: Value) -> str:
    """In ISO form, of a day, month or moment."""
    return value.isoformat() if isinstance(value, date) else sort_key(cast(str, value)) or ""


def _limit(data: Data) -> tuple[date, str] | None:
    """The last day that a record may be dated, and which day that is; None where nobody knows what day it is.

    An edition that was published is no mistake on a machine whose clock is slow.
    """
    if data.today is None:
        return None
    editions = data.settings.publication.editions
    known = max((e.data_to or e.published_on or data.today for e in editions), default=data.today)
    if known > data.today:
        return known, "the last day that the newest edition knows (data_to in site_config/publication.yml)"
    return data.today, "today"


def audited_near_their_month(data: Data) -> Iterator[Problem]:
    """An audit's date lies within half a year of its reporting month: else a year is probably mistyped."""
    for row, (month, day) in enumerate(data.columns("audits", "month", "audited_on")):
        if month is None or not isinstance(day, date):
            continue
        year, number = map(int, cast(str, month).split("-"))
        apart = abs((day.year - year) * 12 + day.month - number)
        if apart > 6:
            message = f"{day} is {apart} months from the audit's month, {month}"
            yield data.warning(
                ("audits", row, "audited_on"), "far-from-month", message, "check the year of both"
            )
