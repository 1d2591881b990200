"""Two figures of one month compared. Mostly they speak of the same audits, which are no two samples.

There is an exact test for three such pairs: two grades of the same audits, one grade given by managers and by
moderators, and a team beside the whole service. Any other pair is not tested.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from generator.evidence.change import FLOOR
from generator.evidence.shown import Shown, ShownTable
from generator.measures.statistics import exact_difference, exact_share

if TYPE_CHECKING:
    from generator.evidence.claims import Of
    from generator.evidence.edition import Evidence

SameMonth = Literal["two-grades", "two-stages", "team-and-others", "same-audits"]
"""`same-audits`: there is no test for such a pair."""


def compared(
    one: "Of", other: "Of", values: Sequence[Shown], e: "Evidence"
) -> tuple[SameMonth, float | None]:
    """The test of two shown figures of one month, and its two-sided p (0-1).

    None where there is no test, where there are too few audits for it, or where it needs what is not shown.
    """
    grades = [set(e.settings.framework.group(of.grade, of.month)) for of in (one, other)]
    if replace(one, grade="") == replace(other, grade="") and not grades[0] & grades[1]:
        return "two-grades", _two_grades(values)
    if replace(one, stage="") == replace(other, stage="") and one.team == "all":
        return "two-stages", _two_stages(one, values, grades[0], e)
    if replace(one, team="") == replace(other, team="") and "all" in (one.team, other.team):
        return "team-and-others", _team_and_others(values)
    return "same-audits", None


def _two_grades(values: Sequence[Shown]) -> float | None:
    """Whether one of two grades is given more often: of the audits with either, by the sign test.

    W. J. Dixon and A. M. Mood (1946), "The statistical sign test", JASA 41:557-566.
    """
    one, other = (value.count or 0 for value in values)
    return None if (values[0].total or 0) < FLOOR else exact_share(one, one + other, 0.5)


def _two_stages(of: "Of", values: Sequence[Shown], grades: set[str], e: "Evidence") -> float | None:
    """Whether moderators give a grade more often than managers: of the audits on which they differ, exactly.

    Q. McNemar (1947), "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12:153-157. None too where the audits that both graded go another way than
    the two shares, which then rest on audits that only one of them graded.
    """
    table = e.tables.get("moderation", month=of.month, area=of.area)
    if table is None or table.total.hidden or any(part.hidden for _, part in table):
        return None
    by_managers, by_moderators = _moved(table, grades)
    first, second = (by_managers, by_moderators) if of.stage == "primary" else (by_moderators, by_managers)
    one, two = (
        (value.count or 0) * (other.total or 0) for value, other in zip(values, values[::-1], strict=True)
    )
    if (table.total.count or 0) < FLOOR or (first > second, first < second) != (one > two, one < two):
        return None
    return exact_share(first, first + second, 0.5)


def _moved(table: ShownTable, grades: set[str]) -> tuple[int, int]:
    """How many audits have one of `grades` from managers alone, and how many from moderators alone."""
    pairs = [(part.split(">"), shown.count or 0) for part, shown in table]
    primary = sum(count for (before, after), count in pairs if before in grades and after not in grades)
    moderated = sum(count for (before, after), count in pairs if after in grades and before not in grades)
    return primary, moderated


def _team_and_others(values: Sequence[Shown]) -> float | None:
    """Whether a team's share differs from all others', by Fisher's test: the service holds its team."""
    (count, total), (all_count, all_total) = sorted(
        ((value.count or 0, value.total or 0) for value in values), key=lambda value: value[1]
    )
    if min(total, all_total - total) < FLOOR:
        return None
    return exact_difference(count, total, all_count - count, all_total - total)
