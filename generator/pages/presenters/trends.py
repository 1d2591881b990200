"""Months in a row, and what each of them taught."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from generator.evidence import Change, Evidence, Shown, ShownTable
from generator.evidence.derive import pooled
from generator.evidence.months import months_between
from generator.evidence.series import Starts, new_starts
from generator.measures.figures import EventNote
from generator.pages.presenters.grades import good_or_better, month_lines
from generator.pages.presenters.learning import Lesson, lessons
from generator.pages.words import month_name
from generator.settings.model import Grade

ROLLING = 3
"""Months that are pooled into one share, since a month alone has few audits."""

OPEN = 6
"""Months that stand open on the page of past months, at least: ten years are too many to scroll past."""


@dataclass(frozen=True, slots=True)
class MonthShare:
    """A month's share, and the same over it and the two months before; None with fewer months.

    `starts`: what changed within the three, so that they are not pooled.
    """

    month: str
    shown: Shown
    rolling: Shown | None
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """`changes`: each earlier month against this one, of those shown. Trends run over these, from three on.

    `tests`: how many comparisons that makes, for readers to judge one that stands out.
    """

    worst_grade: Grade
    worst: tuple[MonthShare, ...]
    good: tuple[MonthShare, ...]
    changes: tuple[tuple[str, Change, Change], ...]
    worst_trend: Change | None
    good_trend: Change | None
    events: tuple[EventNote, ...]

    @property
    def tests(self) -> int:
        trends = 2 if self.worst_trend else 0
        return 2 * len(self.changes) + trends


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A past month as this edition knows it: its lessons, its audits, its moderated grades.

    `state`: draft until it is published; then provisional while an audit in it is not signed off.
    """

    month: str
    state: Literal["draft", "provisional", "final"]
    lessons: tuple[Lesson, ...]
    audits: Shown
    moderated: ShownTable
    worst: Shown
    good: Shown

    @property
    def name(self) -> str:
        return month_name(self.month)


@dataclass(frozen=True, slots=True)
class YearPart:
    """The months of a year that were graded on one scale, newest first: what one chart can show.

    `name`: of the year, and of its part where the scale changed within it.
    """

    name: str
    year: str
    scale: tuple[Grade, ...]
    rows: tuple[MonthRow, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year's months, and whether they stand open, with a chart, or are one press away.

    The chart of one that is folded is in the edition of its `last` month (YYYY-MM) alone.
    """

    name: str
    parts: tuple[YearPart, ...]
    is_open: bool

    @property
    def last(self) -> str:
        return self.parts[0].rows[0].month

    @property
    def months(self) -> int:
        return sum(len(part.rows) for part in self.parts)


def trends_page(e: Evidence) -> TrendsPage:
    lines = month_lines(e, "overall")
    worst_grade = e.settings.framework.scale(e.month)[0]
    months = [line.id for line in lines]
    worst = [line.moderated.parts.get(worst_grade.id, e.nothing) for line in lines]
    good = [good_or_better(e, line.moderated) for line in lines]
    changes = tuple(
        (month, e.compare(before, worst[-1]), e.compare(before_good, good[-1]))
        for month, before, before_good in zip(months[:-1], worst, good, strict=False)
    )
    long_enough, starts = len(months) >= ROLLING, new_starts(e)
    return TrendsPage(
        worst_grade,
        _with_rolling(months, worst, starts),
        _with_rolling(months, good, starts),
        changes,
        e.trend(worst) if long_enough else None,
        e.trend(good) if long_enough else None,
        e.extracts.events,
    )


def year_parts(e: Evidence) -> tuple[YearPart, ...]:
    """All months so far, newest first, by year and by the scale that they were graded on."""
    scale = e.settings.framework.scale
    months = sorted((m for m in e.months if m <= e.month), reverse=True)
    parts: list[YearPart] = []
    for year, of_year in groupby(months, key=lambda month: month[:4]):
        runs = [(grades, tuple(run)) for grades, run in groupby(of_year, key=scale)]
        for number, (grades, run) in enumerate(runs, start=1):
            name = year if len(runs) == 1 else f"{year}-{number}"
            parts.append(YearPart(name, year, grades, tuple(_month_row(e, month) for month in run)))
    return tuple(parts)


def years(parts: Iterable[YearPart]) -> tuple[Year, ...]:
    """The same by year: the newest open, and so many more that at least `OPEN` months are."""
    found: list[Year] = []
    for name, of_year in groupby(parts, key=lambda part: part.year):
        before = sum(year.months for year in found)
        found.append(Year(name, tuple(of_year), before < OPEN))
    return tuple(found)


def _month_row(e: Evidence, month: str) -> MonthRow:
    moderated = e.table("grades", month=month, stage="moderated", area="overall", team="all")
    worst = moderated[e.settings.framework.scale(month)[0].id]
    return MonthRow(
        month,
        _state(e, month, worst),
        lessons(e, month=month),
        e.table("locks", month=month)["audited"],
        moderated,
        worst,
        good_or_better(e, moderated),
    )


def _state(e: Evidence, month: str, shown: Shown) -> Literal["draft", "provisional", "final"]:
    dated = {edition.month for edition in e.settings.publication.editions if edition.published_on}
    if month not in dated:
        return "draft"
    return "provisional" if "p" in shown.marks else "final"


def _with_rolling(months: list[str], shown: list[Shown], starts: Starts) -> tuple[MonthShare, ...]:
    return tuple(_month_share(months[: i + 1], shown[: i + 1], starts) for i in range(len(months)))


def _month_share(months: list[str], shown: list[Shown], starts: Starts) -> MonthShare:
    """The last of `months`; with the two before it where they follow each other in the calendar, and nothing
    between them starts anew."""
    if len(months) < ROLLING or months_between(months[-ROLLING], months[-1]) != ROLLING - 1:
        return MonthShare(months[-1], shown[-1], None)
    changed = [what for month in months[1 - ROLLING :] for what in starts.get(month, ())]
    if changed:
        return MonthShare(months[-1], shown[-1], None, tuple(dict.fromkeys(changed)))
    return MonthShare(months[-1], shown[-1], pooled(shown[-ROLLING:], "rolling"))
