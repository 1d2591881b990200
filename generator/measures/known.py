"""What measures work on: the tables as an edition knows them, and the settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import narwhals as nw

from generator.measures.as_of import as_of
from generator.measures.counting import ALL, NOT_RECORDED, Counted, count_by
from generator.measures.frames import Frame, collect
from generator.measures.marking import marks, once
from generator.settings.model import Framework, Settings

if TYPE_CHECKING:
    from generator.records.tables import Tables

OVERALL = "overall"


@dataclass(frozen=True, slots=True)
class Total:
    """A number of audits, and how many of them are not signed off."""

    audits: int = 0
    unsigned: int = 0

    def __add__(self, other: "Total") -> "Total":
        return Total(self.audits + other.audits, self.unsigned + other.unsigned)


@dataclass(frozen=True)
class Known:
    """Tables as of `data_to` (see `as_of` for the columns that it adds), with what several measures share.

    Audits, and what hangs on them, are those of pooled types, unless a name says `every_`.
    """

    settings: Settings
    month: str
    data_to: date
    tables: "Tables"

    @property
    def framework(self) -> Framework:
        return self.settings.framework

    @cached_property
    def months(self) -> tuple[str, ...]:
        """Months with audits of any type, and the edition's own; oldest first."""
        tables = (self.tables["audits"],)
        found = {row[0] for table in tables for row in collect(table.select("month").unique())}
        return tuple(sorted(found | {self.month}))

    @property
    def months_and_all(self) -> tuple[str, ...]:
        return (*self.months, ALL)

    @property
    def every_audit(self) -> Frame:
        return self.tables["audits"]

    @cached_property
    def audits(self) -> Frame:
        return self.every_audit.filter(nw.col("type").is_in(self.framework.pooled_types))

    @cached_property
    def learning(self) -> Frame:
        return self._pooled("learning")

    @cached_property
    def actions(self) -> Frame:
        return self._pooled("actions")

    @cached_property
    def regrades(self) -> Frame:
        return self._pooled("regrades")

    @cached_property
    def external_checks(self) -> Frame:
        return self._pooled("external_checks")

    @cached_property
    def audits_by_team(self) -> dict[str, dict[str, Total]]:
        """Month -> team -> audits, of teams with any."""
        counted = count_by(self.audits, "month", "team", part="type")
        teams: dict[str, dict[str, Total]] = {month: {} for month in self.months}
        for row in counted.rows:
            month, team = row.values
            teams[month][team] = teams[month].get(team, Total()) + Total(row.number, row.unsigned)
        return teams

    def audits_in(self, *months: str) -> Total:
        """Audits of all teams in these months together."""
        return sum((total for month in months for total in self.audits_by_team[month].values()), Total())

    def audits_of(self, team: str) -> Total:
        """A team's audits of all months."""
        return sum((teams.get(team, Total()) for teams in self.audits_by_team.values()), Total())

    @cached_property
    def grade_pairs(self) -> Counted:
        """Audits by month and area; parts "<primary>><moderated>", blanks and n/a among them."""
        return self.pairs_of(self.audits, "month")

    def pairs_of(self, audits: Frame, dim: str) -> Counted:
        """Audits by a column and area, the area's primary and moderated grade as part."""
        pairs = Counted((dim, "area"), ())
        for area in (OVERALL, *(a.id for a in self.framework.every_area)):
            by_grade = count_by(audits, dim, part=(f"primary_{area}", f"moderated_{area}"))
            pairs += by_grade.labelled(area=area)
        return pairs

    @cached_property
    def themes_found(self) -> Counted:
        """Audits by month, team, theme and kind; a theme noted twice on one audit counts once."""
        columns = ("audit_id", "audit_month", "audit_team", "theme", "kind", "unsigned")
        points = self.learning.select(*columns, *marks(self.learning))
        found = count_by(
            once(points, "audit_id", "theme", "kind"),
            "audit_month",
            "audit_team",
            "theme",
            "kind",
            part="kind",
        )
        return Counted(("month", "team", "theme", "kind"), found.rows)

    def areas_in(self, month: str) -> tuple[str, ...]:
        """ "overall" and the areas in force; for "all", every area of any period."""
        framework = self.framework
        areas = framework.every_area if month == ALL else framework.areas_in(month)
        return (OVERALL, *(area.id for area in areas))

    def grades_in(self, month: str) -> tuple[str, ...]:
        """The month's scale, worst first; for "all", every grade of any period."""
        framework = self.framework
        grades = framework.every_grade if month == ALL else framework.scale(month)
        return tuple(grade.id for grade in grades)

    def _pooled(self, table: str) -> Frame:
        return self.tables[table].filter(nw.col("audit_type").is_in(self.framework.pooled_types))


def know(tables: "Tables", settings: Settings, month: str, data_to: date) -> Known:
    return Known(settings, month, data_to, as_of(tables, month, data_to))


def rank(grade: str, scale: Sequence[str]) -> int | None:
    """A grade's place on a scale, 0 the worst; None where the scale has no such grade."""
    return scale.index(grade) if grade in scale else None


def with_not_recorded(ids: Sequence[str]) -> tuple[str, ...]:
    return (*ids, NOT_RECORDED)
