"""Months in a row, and what each of them taught."""

from dataclasses import dataclass

from generator.evidence import Change, Evidence, Shown
from generator.evidence.derive import pooled
from generator.evidence.edition import months_between
from generator.measures.figures import EventNote
from generator.pages.presenters.grades import good_or_better, month_lines
from generator.pages.presenters.learning import Lesson, lessons
from generator.settings.model import Grade

ROLLING = 3
"""Months that are pooled into one share, since a month alone has few audits."""


@dataclass(frozen=True, slots=True)
class MonthShare:
    """A month's share, and the same over it and the two months before; None with fewer months."""

    month: str
    shown: Shown
    rolling: Shown | None


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
    """A past month as this edition knows it: its lessons, its audits, the worst and the good grades."""

    month: str
    lessons: tuple[Lesson, ...]
    audits: Shown
    worst: Shown
    good: Shown


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
    long_enough = len(months) >= ROLLING
    return TrendsPage(
        worst_grade,
        _with_rolling(months, worst),
        _with_rolling(months, good),
        changes,
        e.trend(worst) if long_enough else None,
        e.trend(good) if long_enough else None,
        e.extracts.events,
    )


def _rolling(months: list[str], shown: list[Shown]) -> Shown | None:
    """The last three months together; None unless they follow each other in the calendar."""
    if len(months) < ROLLING or months_between(months[-ROLLING], months[-1]) != ROLLING - 1:
        return None
    return pooled(shown[-ROLLING:], "rolling")


def month_rows(e: Evidence) -> tuple[MonthRow, ...]:
    """All months so far, newest first, each as this edition knows it."""
    rows = []
    for month in sorted((m for m in e.months if m <= e.month), reverse=True):
        moderated = e.table("grades", month=month, stage="moderated", area="overall", team="all")
        worst = e.settings.framework.scale(month)[0]
        rows.append(
            MonthRow(
                month,
                lessons(e, month=month),
                e.table("locks", month=month)["audited"],
                moderated[worst.id],
                good_or_better(e, moderated),
            )
        )
    return tuple(rows)


def _with_rolling(months: list[str], shown: list[Shown]) -> tuple[MonthShare, ...]:
    return tuple(
        MonthShare(
            month,
            figure,
            _rolling(months[: i + 1], shown[: i + 1]),
        )
        for i, (month, figure) in enumerate(zip(months, shown, strict=True))
    )
