"""Months from top to bottom, so that a phone has room for every month's figures."""

from collections.abc import Sequence

from generator.charts.chart import NARROW
from generator.charts.drawing import ACCENT, INK_2, MARK, MARK_LINE, Dot, Drawing, Sheet, line_height
from generator.charts.month_points import LABEL, RADIUS, SMALL, EventMark, MonthPoint
from generator.charts.text import clean, measure, wrap

_BAR = 9


def narrow(
    points: Sequence[MonthPoint], events: Sequence[EventMark], cap: int, goal: float | None
) -> Drawing:
    sheet = Sheet(NARROW)
    left = max((measure(clean(p.label), SMALL) for p in points), default=0) + 12
    half = measure(f"{cap}%", SMALL) / 2
    right = NARROW - max(half, *(p.label_width + 12 for p in points), 0)
    y = float(line_height(SMALL) + 8)
    top, due = y, list(events)
    for point in points:
        while due and due[0].month <= point.month:
            y = _event_between(sheet, due.pop(0), y)
        _point_row(sheet, point, y + 22, (left, right, cap))
        y += 44
    for percent in (0, cap // 2, cap):
        x = left + (right - left) * percent / cap
        sheet.line(x, top, x, y)
        sheet.write(x, SMALL, f"{percent}%", SMALL, fill=INK_2, align="center")
    if goal is not None:
        x = left + (right - left) * goal / cap
        sheet.line(x, top, x, y, ACCENT, width=2)
    return sheet.drawing(y)


def _event_between(sheet: Sheet, event: EventMark, y: float) -> float:
    y = sheet.write_lines(0, y + 6, wrap(clean(event.words), SMALL, NARROW), SMALL, fill=INK_2) + 4
    sheet.line(0, y, NARROW, y, INK_2, dotted=True)
    return y + 4


def _point_row(sheet: Sheet, point: MonthPoint, y: float, plot: tuple[float, float, int]) -> None:
    left, right, cap = plot
    sheet.write_middle(0, y, point.label, SMALL)
    percent, low, high = point.shown.exact_percent, point.shown.low, point.shown.high
    if percent is None:
        sheet.write_middle(left + 6, y, point.missing, SMALL, fill=INK_2)
        return
    if low is not None and high is not None:
        ends = (left + (right - left) * end / cap for end in (low, high))
        sheet.line(next(ends), y, next(ends), y, MARK_LINE, width=3)
    if point.rolling_percent is not None:
        at = left + (right - left) * point.rolling_percent / cap
        sheet.line(at, y - _BAR, at, y + _BAR, INK_2, width=3)
    x = left + (right - left) * percent / cap
    sheet.dots.append(Dot(round(x, 2), round(y, 2), RADIUS, MARK, point.facts))
    sheet.write(right + 12, y - 2, point.of, LABEL, bold=True)
    sheet.write(right + 12, y + 16, point.range, SMALL, fill=INK_2)
