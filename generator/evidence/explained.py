"""How a figure came about, as terminal and page both tell it: its rule of rounding, its tests, its past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.evidence.change import Change
from generator.evidence.derive import merged
from generator.evidence.disclosure import GRADES
from generator.evidence.edition import WITH_INTERVALS, Evidence
from generator.evidence.revisions import Figure, Revision
from generator.evidence.shown import Shown, ShownTable, Source
from generator.settings.model import GOOD_OR_BETTER

Rule = Literal["", "together", "half-up"]
Range = Literal["", "wilson", "not-random", "not-recorded"]
WHOLE = ("total", "left-out")
"""Parts of a table that are no share of it."""


@dataclass(frozen=True, slots=True)
class Once:
    """A figure as readers had it from a day on, in that revision."""

    on: date
    revision: int
    figure: Figure


def rounding(figure: Figure) -> Rule:
    """By which rule its percent is whole: grades of a table together, others half up; blank: no percent."""
    if not isinstance(figure, Shown) or figure.percent is None or figure.exact_percent is None:
        return ""
    return "together" if figure.source.measure in GRADES else "half-up"


def interval(e: Evidence, figure: Figure) -> Range:
    """Whether its share may speak for other files than these, and if not, why; blank where it never does."""
    if figure.source.measure not in WITH_INTERVALS or not isinstance(figure, Shown) or not figure.total:
        return ""
    if figure.low is None or figure.high is None:
        month = dict(figure.source.where)["month"]
        months = {month} if month in e.months else {*e.months}
        return "" if figure.percent is None else e.not_random(months)
    return "wilson"


def part_of(e: Evidence, table: ShownTable | None, part: str) -> Shown | None:
    """A part of a table, the good grades together by their name; None where there is none."""
    if table is None:
        return None
    if part == GOOD_OR_BETTER and table.measure in GRADES:
        return merged(table, e.settings.framework.group(GOOD_OR_BETTER, table.dims["month"]), part)
    return table.parts.get(part)


def in_month(e: Evidence, figure: Figure, month: str) -> Shown | None:
    """The same figure of another month; None where it has none, or is no share."""
    where = dict(figure.source.where)
    if not isinstance(figure, Shown) or figure.source.part in WHOLE or where.get("month") not in e.months:
        return None
    return part_of(e, e.tables.get(figure.source.measure, **{**where, "month": month}), figure.source.part)


def against(e: Evidence, figure: Figure, month: str) -> Change | None:
    """It against the same figure of another month, the earlier first."""
    other = in_month(e, figure, month)
    if other is None or not isinstance(figure, Shown):
        return None
    mine = dict(figure.source.where)["month"]
    if mine == month or not (_is_share(figure) and _is_share(other)):
        return None
    return e.compare(other, figure) if month < mine else e.compare(figure, other)


def _is_share(figure: Shown) -> bool:
    """Some totals are no whole: more audits may be done than were planned."""
    return figure.count is None or figure.total is None or figure.count <= figure.total


def against_before(e: Evidence, figure: Figure) -> Change | None:
    """It against the month before."""
    own = dict(figure.source.where).get("month", "")
    before = [month for month in e.months if month < own]
    return against(e, figure, before[-1]) if before else None


def run_up_to(e: Evidence, figure: Figure) -> tuple[Shown, ...]:
    """The same figure of every month up to its own, oldest first; none where it is of no month."""
    own = dict(figure.source.where).get("month", "")
    found = (in_month(e, figure, month) for month in e.months if month <= own)
    return tuple(shown for shown in found if shown is not None)


def history(revisions: Sequence[Revision], name: str, now: Figure) -> tuple[Once, ...]:
    """A figure by each revision that changed it, oldest first; the last as it is `now`."""
    changes: list[tuple[int, Mapping[str, Figure]]] = [
        (i, revision.was) for i, revision in enumerate(revisions) if name in revision.was
    ]
    starts = [0, *(i for i, _ in changes)]
    figures = [*(was[name] for _, was in changes), now]
    return tuple(
        Once(revisions[start].on, start + 1, figure)
        for start, figure in zip(starts, figures, strict=True)
        if revisions
    )


def tells_of_a_team(source: Source) -> bool:
    """Whether a figure's name sets a team beside a lesson: and so says whose work was quoted."""
    dims = dict(source.where)
    return "theme" in dims and dims.get("team", "all") != "all"
