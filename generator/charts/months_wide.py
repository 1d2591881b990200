"""Months from left to right, for a page."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.charts.drawing import ACCENT, INK_2, MARK, MARK_LINE, Align, Dot, Drawing, Sheet, line_height
from generator.charts.event_words import dotted, event_places
from generator.charts.month_points import LABEL, MONTH, RADIUS, SMALL, EventMark, MonthPoint, ordinal
from generator.charts.text import clean, measure, wrap

_HEIGHT = 240
_BAR, _SECOND, _BESIDE = 10, 18, 18
"""Half a short bar; from a label's first baseline to its second; from a dot to a label beside it: px."""
_ALL_LABELLED = 6
"""With more months than this, the wide picture labels the first, the last, the highest and the lowest."""


class _Frame(NamedTuple):
    """The wide picture's plot: its edges in px, the px of a month and the percent at its top."""

    left: float
    right: float
    top: float
    bottom: float
    step: float
    first: int
    cap: int

    def x(self, month: str) -> float:
        """Where a month begins."""
        return self.left + self.step * (ordinal(month) - self.first)

    def y(self, percent: float) -> float:
        return self.bottom - (self.bottom - self.top) * percent / self.cap


def wide(
    points: Sequence[MonthPoint], events: Sequence[EventMark], cap: int, width: int, goal: float | None
) -> Drawing:
    sheet = Sheet(width)
    left, right = 48.0, float(width)
    first = ordinal(points[0].month) if points else 0
    span = ordinal(points[-1].month) - first + 1 if points else 1
    step = (right - left) / span
    beside = all(p.label_width + _BESIDE + 4 <= step / 2 for p in points)
    at = _Frame(left, right, 0, 0, step, first, cap)
    places, words = event_places(events, at.x, right)
    slot = max((len(lines) for lines in words), default=0) * line_height(SMALL)
    above = slot * (1 + max((place.line for place in places), default=-1))
    frame = _Frame(left, right, above + (16 if beside else 44), above + 16 + _HEIGHT, step, first, cap)
    _grid(sheet, frame)
    if goal is not None:
        sheet.line(left, frame.y(goal), right, frame.y(goal), ACCENT, width=2)
    labelled = _labelled(points, frame)
    for point in points:
        at_goal = None if goal is None else frame.y(goal)
        _point(sheet, point, frame, beside=beside, labelled=point in labelled, goal=at_goal)
    tops = [above - slot * (place.line + 1) for place in places]
    for place, lines, top in zip(places, words, tops, strict=True):
        sheet.write_lines(place.left + 8, top, lines, SMALL, fill=INK_2)
    for event, top in zip(events, tops, strict=True):
        dotted(sheet, frame.x(event.month), top + 2, frame.bottom)
    return sheet.drawing(_month_names(sheet, points, frame))


def _grid(sheet: Sheet, frame: _Frame) -> None:
    for percent in range(0, frame.cap + 1, 5 if frame.cap == 20 else 10 if frame.cap == 40 else 20):
        y = frame.y(percent)
        sheet.line(frame.left, y, frame.right, y)
        sheet.write_middle(frame.left - 10, y, f"{percent}%", SMALL, fill=INK_2, align="right")


def _labelled(points: Sequence[MonthPoint], frame: _Frame) -> list[MonthPoint]:
    """The points whose figures are written: all, or the last, first and extremes that have room."""
    there = [point for point in points if not point.missing]
    if len(points) <= _ALL_LABELLED or not there:
        return there
    by_share = sorted(there, key=lambda point: point.shown.exact_percent or 0)
    chosen: list[MonthPoint] = []
    for point in (there[-1], there[0], by_share[-1], by_share[0]):
        x, width = frame.x(point.month), point.label_width
        if all(abs(x - frame.x(c.month)) >= (width + c.label_width) / 2 + 8 for c in chosen):
            chosen.append(point)
    return chosen


def _point(
    sheet: Sheet, point: MonthPoint, frame: _Frame, *, beside: bool, labelled: bool, goal: float | None
) -> None:
    """`goal`: where the target's line lies, in px."""
    x = frame.x(point.month) + frame.step / 2
    percent, low, high = point.shown.exact_percent, point.shown.low, point.shown.high
    if percent is None:
        lines = wrap(point.missing, SMALL, frame.step - 8)
        start = frame.bottom - 6 - len(lines) * line_height(SMALL)
        sheet.write_lines(x, start, lines, SMALL, fill=INK_2, align="center")
        return
    y = frame.y(percent)
    top = y - RADIUS
    if low is not None and high is not None:
        top = min(top, frame.y(high))
        sheet.line(x, frame.y(high), x, frame.y(low), MARK_LINE, width=3)
    if point.rolling_percent is not None:
        at = frame.y(point.rolling_percent)
        top = min(top, at)
        sheet.line(x - _BAR, at, x + _BAR, at, INK_2, width=3)
    sheet.dots.append(Dot(round(x, 2), round(y, 2), RADIUS, MARK, point.facts))
    if not labelled:
        return
    align: Align = "left" if beside else "center"
    if beside:
        at, baseline = x + _BESIDE, min(y + 2, frame.bottom - 22)
    else:
        half = point.label_width / 2
        at, baseline = min(max(x, half), sheet.width - half), top - 24
    baseline = _clear_of(goal, baseline)
    sheet.write(at, baseline, point.of, LABEL, bold=True, align=align)
    sheet.write(at, baseline + _SECOND, point.range, SMALL, fill=INK_2, align=align)


def _clear_of(goal: float | None, baseline: float) -> float:
    """A label's first baseline, raised where the target's line, at `goal`, would strike through it."""
    if goal is None or not baseline - LABEL < goal < baseline + _SECOND + 4:
        return baseline
    return max(goal - _SECOND - 6, LABEL)


def _month_names(sheet: Sheet, points: Sequence[MonthPoint], frame: _Frame) -> float:
    """Names of the months under the plot, a year only where it is new if there is little room; the bottom."""
    roomy = all(measure(clean(p.label), MONTH) + 12 <= frame.step for p in points)
    bottom, year = frame.bottom, ""
    for point in points:
        lines = [clean(point.label)]
        if not roomy:
            month, _, new = clean(point.label).rpartition(" ")
            lines = [line for line in (month, new if new != year else "") if line]
            year = new
        x = frame.x(point.month) + frame.step / 2
        bottom = max(bottom, sheet.write_lines(x, frame.bottom + 8, lines, MONTH, align="center"))
    return bottom
