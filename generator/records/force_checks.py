"""The rules of what was in force in a month: areas, grades, teams. Listed with all others in checks.py."""

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from generator.problems import Problem
from generator.records.data import Data
from generator.records.rows import Value
from generator.records.schema import STAGES
from generator.records.vocabulary import NOT_APPLICABLE, OVERALL

InForce = Callable[[str], set[str]]
"""Month -> the ids that may be used in it."""

_RENAMED = "; a team with a new name ends (until:), and one with an id of its own begins (from:)"


def areas_in_force(data: Data) -> Iterator[Problem]:
    """An area is graded or named only in months in which the framework has it."""
    framework = data.settings.framework

    def allowed(month: str) -> set[str]:
        return {OVERALL, *(area.id for area in framework.areas_in(month))}

    months = data.column("audits", "month")
    for stage in STAGES:
        for area in framework.every_area:
            column = f"{stage}_{area.id}"
            grades = data.column("audits", column)
            graded = [area.id if grade and grade != NOT_APPLICABLE else None for grade in grades]
            yield from _not_in_force(data, ("audits", column), zip(months, graded, strict=True), allowed)
    for table in ("learning", "actions", "regrades"):
        pairs = zip(data.of_audits(table, "month"), data.column(table, "area"), strict=True)
        yield from _not_in_force(data, (table, "area"), pairs, allowed)


def grades_in_force(data: Data) -> Iterator[Problem]:
    """A grade is one of the scale of the audit's month."""
    framework = data.settings.framework

    def allowed(month: str) -> set[str]:
        return {NOT_APPLICABLE, *(grade.id for grade in framework.scale(month))}

    months = data.column("audits", "month")
    for column in data.records["audits"].schema.columns:
        if column.kind in ("grade", "overall"):
            pairs = zip(months, data.column("audits", column.name), strict=True)
            yield from _not_in_force(data, ("audits", column.name), pairs, allowed)
    for table, name in (("regrades", "from"), ("regrades", "to"), ("external_checks", "overall")):
        pairs = zip(data.of_audits(table, "month"), data.column(table, name), strict=True)
        yield from _not_in_force(data, (table, name), pairs, allowed)


def teams_in_force(data: Data) -> Iterator[Problem]:
    """A team is audited, planned for or briefed only in months in which it exists."""
    framework = data.settings.framework

    def allowed(month: str) -> set[str]:
        return {team.id for team in framework.teams_in(month)}

    for table in ("audits", "programme", "briefing_use"):
        pairs = zip(data.column(table, "month"), data.column(table, "team"), strict=True)
        yield from _not_in_force(data, (table, "team"), pairs, allowed)


def _not_in_force(
    data: Data, where: tuple[str, str], pairs: Iterable[tuple[Value, Value]], allowed: InForce
) -> Iterator[Problem]:
    """`where`: table and column; `pairs`: for each row, its month and the id that it uses."""
    rows = list(pairs)
    used = {(cast(str, month), cast(str, id_)) for month, id_ in set(rows) if month and id_}
    outside = {(month, id_) for month, id_ in used if id_ not in allowed(month)}
    for row, pair in enumerate(rows if outside else ()):
        if pair in outside:
            month, id_ = pair
            table, column = where
            hint = f"in force then: {', '.join(sorted(allowed(month)))}"
            hint += _RENAMED if column == "team" else ""
            message = f'"{id_}" is not in force in {month}'
            yield data.problem((table, row, column), "not-in-force", message, hint)
