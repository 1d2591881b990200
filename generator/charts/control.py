"""A control chart: a long row of months, the limits of chance, and the months that lie outside of it."""

from collections.abc import Sequence

from generator.charts.chart import NARROW, WIDE, Chart, CsvRow, figures
from generator.charts.drawing import ACCENT, INK, INK_2, Drawing, Sheet, line_height
from generator.charts.event_words import dotted, event_places
from generator.charts.month_points import LABEL, SMALL, EventMark
from generator.charts.plot import (
    Label,
    Plot,
    cap,
    draw_dots,
    draw_joins,
    draw_limits,
    draw_target,
    limits,
    newest,
    rounded,
    target_words,
    write_letters,
    write_months,
)
from generator.charts.text import clean, measure, wrap
from generator.evidence.series import Point, Series
from generator.evidence.shown import Shown

MOST_WIDE, MOST_NARROW = 36, 24
"""Months that a picture has room for; the table and the downloads have them all."""
_HEIGHT, _GAP = 240, 18
_RADIUS = 4.0

Unit = tuple[str, str]
"""What follows a level: one and many, such as "%" or " days"."""


def control(name: str, series: Series, label: Label, *, unit: Unit = ("%", "%"), width: int = WIDE) -> Chart:
    """Dots on a band of limits with its centre line; what is more than chance in colour and with a letter.

    `label`: how months are written. The series has limits in at least one month.
    """
    rows = tuple(_csv(point) for point in newest(series, MOST_WIDE))
    drawings = (_wide(series, label, unit, width), _narrow(series, label, unit))
    return Chart(name, *drawings, rows, _reads(series))


def _csv(point: Point) -> CsvRow:
    figure = point.figure
    if isinstance(figure, Shown):
        shown = figures(figure)
        note = shown.pop("note")
        return {"month": point.month, **shown, **limits(point), "note": note}
    return {"month": point.month, figure.unit: rounded(figure.value), "of": figure.of.count, **limits(point)}


def _reads(series: Series) -> str:
    colours = (
        "purple marks what chance alone does not explain"
        if series.better == "neither"
        else "blue marks better and orange worse than chance alone explains"
    )
    small = any(point.limits is None and point.level is not None for point in newest(series, MOST_WIDE))
    return (
        "Dot: a month. Solid line: the average. Band: as far as chance alone moves a month. "
        f"{colours.capitalize()}, H high, L low." + (" A small dot has no limits." if small else "")
    )


def _wide(series: Series, label: Label, unit: Unit, width: int) -> Drawing:
    sheet, points = Sheet(width), newest(series, MOST_WIDE)
    notes = _notes(series, unit)
    gutter = max(measure(text, LABEL if bold else SMALL, bold=bold) for _, text, bold, _ in notes) + 14
    events = _events(points)
    bare = Plot(48, width - gutter, 0, 0, points[0].month, points[-1].month, 1)
    places, words = event_places(events, bare.x, width)
    slot = max((len(lines) for lines in words), default=0) * line_height(SMALL)
    above = slot * (1 + max((place.line for place in places), default=-1))
    plot = Plot(
        bare.left,
        bare.right,
        above + 22,
        above + 22 + _HEIGHT,
        bare.first,
        bare.last,
        cap([(series, points)]),
    )
    _grid(sheet, plot, unit)
    _draw(sheet, plot, series, points, size=12)
    tops = [above - slot * (place.line + 1) for place in places]
    for place, lines, top in zip(places, words, tops, strict=True):
        sheet.write_lines(place.left + 8, top, lines, SMALL, fill=INK_2)
    for event, top in zip(events, tops, strict=True):
        dotted(sheet, plot.x(event.month), top + 2, plot.bottom)
    heights = _apart([plot.y(at) for at, *_ in notes], plot.bottom)
    for (_, text, bold, fill), y in zip(notes, heights, strict=True):
        size = LABEL if bold else SMALL
        sheet.write_middle(plot.right + 10, y, text, size, bold=bold, fill=fill)
    return sheet.drawing(write_months(sheet, plot, label, SMALL))


def _narrow(series: Series, label: Label, unit: Unit) -> Drawing:
    """The same without room at the side: what the lines are is said underneath."""
    sheet, points = Sheet(NARROW), newest(series, MOST_NARROW)
    events, y = _events(points), 0.0
    for event in events:
        lines = wrap(f"{label(event.month)}: {clean(event.words)}", SMALL, NARROW)
        y = sheet.write_lines(0, y, lines, SMALL, fill=INK_2)
    top = y + 20
    plot = Plot(48, NARROW - 8, top, top + 200, points[0].month, points[-1].month, cap([(series, points)]))
    _grid(sheet, plot, unit)
    _draw(sheet, plot, series, points, size=11)
    for event in events:
        dotted(sheet, plot.x(event.month), top - 8, plot.bottom)
    y = write_months(sheet, plot, label, SMALL) + 8
    for _, text, bold, fill in sorted(_notes(series, unit), key=lambda note: not note[2]):
        said = f"{label(series.last.month)}: {text}" if bold else text
        y = sheet.write_lines(0, y, wrap(said, SMALL, NARROW, bold=bold), SMALL, bold=bold, fill=fill)
    return sheet.drawing(y)


def _draw(sheet: Sheet, plot: Plot, series: Series, points: Sequence[Point], size: float) -> None:
    draw_limits(sheet, plot, points, lines=True)
    draw_target(sheet, plot, series)
    draw_joins(sheet, plot, points)
    draw_dots(sheet, plot, series, points, _RADIUS)
    write_letters(sheet, plot, points, _RADIUS + 1.5, size)


def _grid(sheet: Sheet, plot: Plot, unit: Unit) -> None:
    for part in range(5):
        at = plot.cap * part / 4
        sheet.line(plot.left, plot.y(at), plot.right, plot.y(at))
        text = f"{at:g}{unit[1] if unit[1] == '%' else ''}"
        sheet.write_middle(plot.left - 8, plot.y(at), text, SMALL, fill=INK_2, align="right")


def _events(points: Sequence[Point]) -> list[EventMark]:
    return [EventMark(point.month, "; ".join(point.starts)) for point in points[1:] if point.starts]


Note = tuple[float, str, bool, str]
"""The level that a note belongs to, its words, whether it is bold, its colour."""


def _notes(series: Series, unit: Unit) -> list[Note]:
    """The newest month, and what the lines are, from the highest down."""
    here, notes = series.last.level, list[Note]()
    if here is not None:
        figure = series.last.figure
        said = f"{figure.count:,} of {figure.total:,}" if isinstance(figure, Shown) else _said(here, unit)
        notes.append((here, said, True, INK))
    ends = (series.last.upper, series.last.centre, series.last.lower)
    for words, at in zip(("upper limit", "average", "lower limit"), ends, strict=True):
        if at is not None:
            notes.append((at, f"{words} {_said(at, unit)}", False, INK_2))
    if series.target:
        said = f"target {target_words(series.target)}"
        notes.append((series.target.percent, said, False, ACCENT))
    return sorted(notes, key=lambda note: -note[0])


def _said(level: float, unit: Unit) -> str:
    return f"{level:.0f}{unit[0] if round(level) == 1 else unit[1]}"


def _apart(heights: Sequence[float], bottom: float) -> list[float]:
    """Heights from the top down, moved so that no two are closer than a line of text."""
    placed: list[float] = []
    for height in heights:
        placed.append(max([height, *(y + _GAP for y in placed[-1:])]))
    for i in range(len(placed) - 1, -1, -1):
        below = placed[i + 1] - _GAP if i + 1 < len(placed) else bottom
        placed[i] = min(placed[i], below)
    return placed
