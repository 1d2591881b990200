"""A plot of months from left to right: its scale, and a series drawn on it as process control draws one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.charts.drawing import ACCENT, BAND, INK_2, LINE, MARK, MARK_LINE, Dot, Sheet
from generator.charts.month_points import ordinal
from generator.charts.palette import colour
from generator.charts.text import CAP_HEIGHT, measure
from generator.evidence.csv_files import Cell
from generator.evidence.series import Point, Series, kind
from generator.settings.model import Target

Label = Callable[[str], str]
"""A month as readers see it: "2023-11" -> "Nov 2023"."""

_CAPS = (5, 10, 20, 40, 60, 80, 100, 200, 400, 600, 800, 1000)
_COLOURS = {
    "": "spc-common", "improvement": "spc-better", "concern": "spc-concern",
    "higher": "spc-neutral", "lower": "spc-neutral",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plot:
    """The edges of a plot in px, its first and last month, and what lies at its top."""

    left: float
    right: float
    top: float
    bottom: float
    first: str
    last: str
    cap: float

    @property
    def step(self) -> float:
        return (self.right - self.left) / (ordinal(self.last) - ordinal(self.first) + 1)

    def x(self, month: str) -> float:
        """Where a month begins."""
        return self.left + self.step * (ordinal(month) - ordinal(self.first))

    def middle(self, month: str) -> float:
        return self.x(month) + self.step / 2

    def y(self, level: float) -> float:
        return self.bottom - (self.bottom - self.top) * min(level, self.cap) / self.cap


def newest(series: Series, most: int) -> tuple[Point, ...]:
    """The points that a picture shows: as many calendar months as it has room for."""
    last = ordinal(series.last.month)
    return tuple(point for point in series.points if last - ordinal(point.month) < most)


def cap(these: Iterable[tuple[Series, Sequence[Point]]]) -> float:
    """The lowest top of a scale that holds all points, their limits or intervals, and the targets."""
    ends: list[float | None] = [0]
    for series, points in these:
        ends += [series.target.percent if series.target else None]
        ends += [end for point in points for end in (point.level, point.upper)]
        ends += [point.figure.high for point in points if not series.has_limits]
    most = max(end for end in ends if end is not None)
    return next((cap for cap in _CAPS if most <= cap), most)


def limits(point: Point) -> dict[str, Cell]:
    """The columns of a month's limits and signal in a chart's CSV; empty where it has none."""
    ends = (("centre", point.centre), ("lower_limit", point.lower), ("upper_limit", point.upper))
    return {**{name: rounded(end) for name, end in ends}, "signal": point.mark}


def rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 2)


def target_words(target: Target) -> str:
    """ "at least 60%"."""
    return f"at {'least' if target.at_least is not None else 'most'} {target.percent:g}%"


def draw_limits(sheet: Sheet, plot: Plot, points: Sequence[Point], *, lines: bool) -> None:
    """The band that chance explains, the line in its middle and, with `lines`, its dotted edges."""
    for start, end in _stretches(points):
        if start.centre is None or start.lower is None or start.upper is None:
            continue
        x, x2 = plot.x(start.month), plot.x(end.month) + plot.step
        top, bottom = plot.y(start.upper), plot.y(start.lower)
        sheet.box(x, top, x2 - x, max(bottom - top, 1), BAND)
        sheet.line(x, plot.y(start.centre), x2, plot.y(start.centre), INK_2)
        if lines:
            sheet.line(x, top, x2, top, INK_2, dotted=True)
            sheet.line(x, bottom, x2, bottom, INK_2, dotted=True)


def _stretches(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """First and last of the calendar months in a row that have the same limits."""
    stretches: list[tuple[Point, Point]] = []
    for point in points:
        if stretches and _go_on(stretches[-1][1], point) and _same(stretches[-1][0], point):
            stretches[-1] = (stretches[-1][0], point)
        else:
            stretches.append((point, point))
    return stretches


def _same(one: Point, other: Point) -> bool:
    return (one.centre, one.lower, one.upper) == (other.centre, other.lower, other.upper)


def _go_on(before: Point, after: Point) -> bool:
    return ordinal(after.month) - ordinal(before.month) == 1 and not after.starts


def draw_target(sheet: Sheet, plot: Plot, series: Series) -> None:
    if series.target:
        y = plot.y(series.target.percent)
        sheet.line(plot.left, y, plot.right, y, ACCENT, width=2)


def draw_joins(sheet: Sheet, plot: Plot, points: Sequence[Point]) -> None:
    """A quiet line between months that follow each other and can be compared."""
    for before, after in pairwise(points):
        comparable = before.limits and after.limits and _go_on(before, after)
        if comparable and before.level is not None and after.level is not None:
            x, x2 = plot.middle(before.month), plot.middle(after.month)
            sheet.line(x, plot.y(before.level), x2, plot.y(after.level), LINE, width=2)


def draw_dots(sheet: Sheet, plot: Plot, series: Series, points: Sequence[Point], radius: float) -> None:
    """A dot a month, larger and in its colour where it bears a signal, smaller where it is not counted."""
    counted = any(point.limits for point in points)
    for point in points:
        here = point.level
        if here is None:
            continue
        means = kind(point.signal, series.better)
        size = radius + 1.5 if means else radius if point.limits or not counted else radius * 0.6
        x, y = plot.middle(point.month), plot.y(here)
        facts = (("month", point.month), ("level", round(here, 2)), ("means", means or "common-cause"))
        fill = colour(_COLOURS[means]) if counted else MARK
        sheet.dots.append(Dot(round(x, 2), round(y, 2), size, fill, facts))


def draw_intervals(sheet: Sheet, plot: Plot, series: Series, points: Sequence[Point]) -> None:
    """How far the share of all casework may lie from a month's, where limits don't say what chance does."""
    for point in points if not series.has_limits else ():
        low, high = point.figure.low, point.figure.high
        if low is not None and high is not None and not point.limits:
            x = plot.middle(point.month)
            sheet.line(x, plot.y(high), x, plot.y(low), MARK_LINE, width=1.5)


def write_letters(sheet: Sheet, plot: Plot, points: Sequence[Point], radius: float, size: float) -> None:
    """H above a dot that is high by more than chance, L below one that is low, if there is room."""
    for point in points:
        here = point.level
        if here is None or point.signal is None:
            continue
        x, y = plot.middle(point.month), plot.y(here)
        above, below = y - radius - 4, y + radius + 4 + CAP_HEIGHT * size
        at = above if point.signal.up or below > plot.bottom else below
        sheet.write(x, at, "H" if point.signal.up else "L", size, bold=True, align="center")


def write_months(sheet: Sheet, plot: Plot, label: Label, size: float) -> float:
    """The last month's name under the plot, the first one's and each January's where there is room."""
    firsts = range(int(plot.first[:4]) + 1, int(plot.last[:4]) + 1)
    taken: list[tuple[float, float]] = []
    for month in (plot.last, plot.first, *(f"{year}-01" for year in firsts)):
        half = measure(label(month), size) / 2
        x = min(max(plot.middle(month), plot.left + half), max(plot.right - half, plot.left + half))
        if all(x + half + 8 <= left or right + 8 <= x - half for left, right in taken):
            taken.append((x - half, x + half))
            sheet.write(x, plot.bottom + 8 + size, label(month), size, fill=INK_2, align="center")
    return plot.bottom + 8 + size * 1.3
