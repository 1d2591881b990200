"""Small multiples: many series on one scale, each with its verdict in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.charts.chart import NARROW, WIDE, WORDS_HIDDEN, Chart, CsvRow, figures
from generator.charts.drawing import INK_2, LINE, Drawing, Sheet, line_height
from generator.charts.month_points import SMALL
from generator.charts.plot import (
    Label,
    Plot,
    cap,
    draw_dots,
    draw_intervals,
    draw_limits,
    draw_target,
    limits,
    newest,
    target_words,
    write_letters,
    write_months,
)
from generator.charts.text import clean, measure, wrap
from generator.evidence.series import Series
from generator.evidence.shown import Shown

MOST = 12
"""Months: with a picture for each area, more would be too small to see."""
_TITLE = 15
_HEIGHT, _BETWEEN, _GUTTER = 84, 28, 20
_RADIUS, _LETTER = 2.5, 11


@dataclass(frozen=True, slots=True)
class Panel:
    """A series and what it is of ("Chronology"); `says`: its verdict in a few words."""

    label: str
    series: Series
    says: str


def panels(name: str, these: Sequence[Panel], label: Label, *, width: int = WIDE) -> Chart:
    """Panels in the order given, on one scale from 0: the limits of chance, or the range of each month.

    `label`: how months are written.
    """
    top = cap((panel.series, newest(panel.series, MOST)) for panel in these)
    drawings = (_draw(these, label, top, width, 3), _draw(these, label, top, NARROW, 2))
    rows = tuple(row for panel in these for row in _csv(panel))
    return Chart(name, *drawings, rows, _reads(these, label))


def _csv(panel: Panel) -> list[CsvRow]:
    rows: list[CsvRow] = []
    for point in newest(panel.series, MOST):
        shown = figures(point.figure) if isinstance(point.figure, Shown) else {}
        note = shown.pop("note", "")
        rows.append({"area": panel.label, "month": point.month, **shown, **limits(point), "note": note})
    return rows


def _reads(these: Sequence[Panel], label: Label) -> str:
    series = [panel.series for panel in these]
    months = sorted({point.month for one in series for point in newest(one, MOST)})
    ends = " to ".join(label(month) for month in dict.fromkeys((months[0], months[-1])))
    said = [f"{ends}, all on one scale. Dot: a month."]
    if any(panel.series.has_limits for panel in these):
        said.append("Band: as far as chance alone moves it.")
    if any(one.marked for one in series):
        said.append("H: high by more than chance alone explains. L: low by more.")
    if any(not s.has_limits and any(p.figure.low is not None for p in s.points) for s in series):
        said.append("Line: where the true share may lie (95% interval).")
    targets = dict.fromkeys(target_words(one.target) for one in series if one.target)
    if targets:
        said.append(f"Coloured line: a target ({', '.join(targets)}).")
    return " ".join(said)


def _draw(these: Sequence[Panel], label: Label, top: float, width: int, columns: int) -> Drawing:
    sheet, y = Sheet(width), 0.0
    across = (width - _GUTTER * (columns - 1)) / columns
    for start in range(0, len(these), columns):
        row = these[start : start + columns]
        heads = [_head(panel, across) for panel in row]
        head = max(len(lines) for lines, _ in heads) * line_height(_TITLE)
        said = max(len(lines) for _, lines in heads) * line_height(SMALL)
        for n, (panel, (title, says)) in enumerate(zip(row, heads, strict=True)):
            x = n * (across + _GUTTER)
            under = sheet.write_lines(x, y, title, _TITLE, bold=True)
            sheet.write_lines(x, under, says, SMALL, fill=INK_2)
            plotted = y + head + said + 10
            _plot(sheet, panel, label, (x, plotted, x + across), top)
        y += head + said + 10 + _HEIGHT + line_height(SMALL) + 8 + _BETWEEN
    return sheet.drawing(max(y - _BETWEEN, 0))


def _head(panel: Panel, across: float) -> tuple[list[str], list[str]]:
    """Title and verdict, in lines."""
    title = wrap(clean(panel.label), _TITLE, across, bold=True)
    return title, wrap(clean(f"{_newest(panel)}{panel.says}"), SMALL, across)


def _newest(panel: Panel) -> str:
    figure = panel.series.last.figure
    if not isinstance(figure, Shown):
        return ""
    if figure.hidden:
        return f"{WORDS_HIDDEN[figure.hidden]}. "
    return f"{figure.count:,} of {figure.total:,}. " if figure.total else "no figures. "


def _plot(sheet: Sheet, panel: Panel, label: Label, box: tuple[float, float, float], top: float) -> None:
    x, y, right = box
    points = newest(panel.series, MOST)
    left = x + max(measure(text, SMALL) for text in (f"{top:g}%", "0%")) + 8
    plot = Plot(left, right, y, y + _HEIGHT, points[0].month, points[-1].month, top)
    draw_limits(sheet, plot, points, lines=False)
    for at in (0.0, top / 2, top):
        sheet.line(left, plot.y(at), right, plot.y(at), LINE)
        if at != top / 2:
            sheet.write_middle(left - 8, plot.y(at), f"{at:g}%", SMALL, fill=INK_2, align="right")
    draw_target(sheet, plot, panel.series)
    draw_intervals(sheet, plot, panel.series, points)
    draw_dots(sheet, plot, panel.series, points, _RADIUS)
    write_letters(sheet, plot, points, _RADIUS + 1.5, _LETTER)
    if all(point.level is None for point in points):
        sheet.write_middle((left + right) / 2, plot.y(top / 4), "nothing to draw", SMALL, align="center")
    write_months(sheet, plot, label, SMALL)
