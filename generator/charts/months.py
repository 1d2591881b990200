"""Months in a row: the share of each with the range in which the true share may lie."""

from collections.abc import Sequence

from generator.charts.chart import WIDE, Chart, CsvRow, figures
from generator.charts.month_points import EventMark, MonthPoint
from generator.charts.months_narrow import narrow
from generator.charts.months_wide import wide
from generator.charts.plot import target_words
from generator.settings.model import Target

_CAPS = (20, 40, 60, 80, 100)


def months(
    name: str, points: Sequence[MonthPoint], events: Sequence[EventMark] = (), *,
    cap: int | None = None, target: Target | None = None, width: int = WIDE,
) -> Chart:  # fmt: skip
    """Dots with their intervals on a scale from 0, no line between them; events as quiet lines with words.

    A short bar shows a month's rolling share. `points`: in order of months, up to 12; `events` outside of
    them are left out. `cap`: percent at the top (20, 40, 60, 80 or 100) where several charts share one
    scale; else the lowest that holds all.
    """
    inside = [e for e in sorted(events, key=lambda e: e.month) if _within(e, points)]
    cap = cap or _cap(points, target)
    rows = tuple(_csv(point) for point in points)
    reads = "Dot: the month's share. Line: where the true share may lie (95% interval)."
    if any(point.rolling_percent is not None for point in points):
        reads += " Short bar: three months together."
    if target:
        reads += f" Coloured line: the target, {target_words(target)}."
    goal = target.percent if target else None
    return Chart(name, wide(points, inside, cap, width, goal), narrow(points, inside, cap, goal), rows, reads)


def _csv(point: MonthPoint) -> CsvRow:
    shown = figures(point.shown)
    note = shown.pop("note")
    low, high = point.shown.low, point.shown.high
    ends = {"low": None if low is None else round(low, 1), "high": None if high is None else round(high, 1)}
    return {"month": point.month, **shown, **ends, "note": note}


def _cap(points: Sequence[MonthPoint], target: Target | None) -> int:
    goal = [target.percent] if target else []
    ends = [*goal, *(p.shown.high if p.shown.high is not None else p.shown.exact_percent for p in points)]
    most = max((end for end in ends if end is not None), default=100)
    return next((cap for cap in _CAPS if most <= cap), 100)


def _within(event: EventMark, points: Sequence[MonthPoint]) -> bool:
    return bool(points) and points[0].month <= event.month <= points[-1].month
