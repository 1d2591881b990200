"""How moderation changed grades: a matrix of primary against moderated grade."""

from collections.abc import Iterator, Sequence
from math import ceil, sqrt
from typing import NamedTuple

from generator.charts.chart import NARROW, WIDE, WORDS_HIDDEN, Chart, figures
from generator.charts.drawing import (
    ACCENT,
    BAND,
    INK,
    INK_2,
    LINE,
    MARK_LINE,
    Drawing,
    Facts,
    Sheet,
    line_height,
)
from generator.charts.text import clean, measure, wrap
from generator.charts.tones import GradeStyle
from generator.evidence.shown import Shown, ShownTable

_MOST_SQUARES = 12
"""Above this many audits in a cell, a square's area stands for its audits instead of one an audit."""
_LABEL, _SMALL = 15, 14
_INSET, _PITCH, _SQUARE = 11, 26, 22
_GAP = 4
_LARGEST_CELL = 136


class _Cell(NamedTuple):
    primary: GradeStyle
    moderated: GradeStyle
    shown: Shown

    @property
    def agreed(self) -> bool:
        return self.primary == self.moderated

    @property
    def fill(self) -> str:
        return MARK_LINE if self.agreed else ACCENT

    @property
    def words(self) -> str:
        if self.shown.hidden:
            return WORDS_HIDDEN[self.shown.hidden]
        return f"{self.shown.count:,}" if self.shown.count else "none"

    @property
    def facts(self) -> Facts:
        return (
            ("primary", self.primary.name), ("moderated", self.moderated.name),
            ("count", self.shown.count), ("total", self.shown.total),
        )  # fmt: skip


class _Grid(NamedTuple):
    """Where a matrix lies: left end and top of its cells, and their size in px."""

    x: float
    y: float
    width: float
    height: float
    most: int


def moderation(
    name: str, table: ShownTable, scale: Sequence[GradeStyle], *,
    titles: tuple[str, str] = ("Primary grade", "Moderated grade"), width: int = WIDE,
    unit_words: tuple[str, str] = ("audit", "audits"),
) -> Chart:  # fmt: skip
    """Cells of squares, one an audit: agreed on the tinted diagonal, changed beside it in the accent.

    `table`: parts "<primary>>{moderated}" of ids in `scale` (worst first); raises KeyError where one lacks.
    On a phone whose cells can't hold the grades' names, a list of what became of each primary grade.
    """
    cells = [_Cell(p, m, table[f"{p.id}>{m.id}"]) for p in scale for m in scale]
    rows = tuple(
        {"primary": c.primary.name, "moderated": c.moderated.name, **figures(c.shown)} for c in cells
    )  # fmt: skip
    words = [word for grade in scale for word in clean(grade.name).split()]
    widest = max(measure(word, _SMALL) for word in words)
    fits = widest <= NARROW / len(scale) - _GAP - 4
    narrow = _matrix(cells, scale, titles, NARROW, above=True) if fits else _list(cells, scale, titles)
    wide = _matrix(cells, scale, titles, width, above=False)
    many = max((c.shown.count or 0 for c in cells), default=0) > _MOST_SQUARES
    one, more = unit_words
    reads = f"The larger a square, the more {more}." if many else f"Each square is one {one}."
    return Chart(name, wide, narrow, rows, reads)


def _matrix(
    cells: Sequence[_Cell], scale: Sequence[GradeStyle], titles: tuple[str, str], width: int, *, above: bool
) -> Drawing:
    sheet = Sheet(width)
    names = [clean(grade.name) for grade in scale]
    side = 0 if above else _side(names, titles[0], width)
    cell = min(_LARGEST_CELL, (width - side + _GAP) // len(scale))
    most = max((c.shown.count or 0 for c in cells), default=0)
    top = _header(sheet, names, titles, side, cell, above=above)
    grid = _Grid(side, top, cell - _GAP, _cell_height(cell - _GAP, most), most)
    y = top
    for n, name in enumerate(names):
        if above:
            y = sheet.write_lines(0, y, wrap(f"{titles[0]}: {name}", _SMALL, width), _SMALL, fill=INK_2) + 4
        else:
            lines = wrap(name, _LABEL, side - 16)
            start = y + (grid.height - len(lines) * line_height(_LABEL)) / 2
            sheet.write_lines(side - 12, start, lines, _LABEL, align="right")
        for m, each in enumerate(cells[n * len(scale) : (n + 1) * len(scale)]):
            _cell(sheet, each, grid._replace(x=side + m * cell, y=y))
        y += grid.height + (14 if above else _GAP)
    return sheet.drawing(y - (14 if above else _GAP))


def _side(names: list[str], title: str, width: int) -> int:
    """Room for the rows' names, wrapped where they are long, and for what they are."""
    longest = max(measure(name, _LABEL) for name in names)
    return ceil(max(min(longest, 0.22 * width), measure(title, _SMALL))) + 16


def _header(
    sheet: Sheet, names: list[str], titles: tuple[str, str], side: float, cell: float, *, above: bool
) -> float:
    """The titles of both sides and the columns' names, on the cells' top; returns where the cells begin."""
    y = sheet.write_lines(side, 0, [titles[1]], _SMALL, fill=INK_2)
    if not above:
        sheet.write(side - 12, _SMALL, titles[0], _SMALL, fill=INK_2, align="right")
    wrapped = [wrap(name, _SMALL if above else _LABEL, cell - _GAP) for name in names]
    size = _SMALL if above else _LABEL
    bottom = y + 4 + max(len(lines) for lines in wrapped) * line_height(size)
    for m, lines in enumerate(wrapped):
        middle = side + m * cell + (cell - _GAP) / 2
        sheet.write_lines(middle, bottom - len(lines) * line_height(size), lines, size, align="center")
    return bottom + (12 if above else 8)


def _cell_height(width: float, most: int) -> float:
    if most > _MOST_SQUARES:
        return max(width, 72)
    lines = ceil(most / _per_line(width))
    return max(_INSET + lines * _PITCH + 26, round(0.62 * width), 64)


def _per_line(width: float) -> int:
    return max(1, int((width - 2 * _INSET + _PITCH - _SQUARE) // _PITCH))


def _cell(sheet: Sheet, cell: _Cell, grid: _Grid) -> None:
    x, y = grid.x, grid.y
    sheet.box(x, y, grid.width, grid.height, BAND if cell.agreed else None, stroke=LINE, radius=4)
    count = cell.shown.count or 0
    if grid.most > _MOST_SQUARES:
        side = max(3.0, sqrt(count / grid.most) * (grid.height - 2 * _INSET - 22)) if count else 0
        if side:
            sheet.box(x + _INSET, y + _INSET, side, side, cell.fill, radius=2, facts=cell.facts)
    else:
        for i in range(count):
            line, column = divmod(i, _per_line(grid.width))
            left, top = x + _INSET + column * _PITCH, y + _INSET + line * _PITCH
            sheet.box(left, top, _SQUARE, _SQUARE, cell.fill, radius=2, facts=cell.facts)
    lines = wrap(cell.words, _SMALL, grid.width - 2 * 8)
    start = y + grid.height - 8 - len(lines) * line_height(_SMALL)
    ink = INK if count else INK_2
    sheet.write_lines(x + grid.width - 10, start, lines, _SMALL, fill=ink, bold=bool(count), align="right")


def _list(cells: Sequence[_Cell], scale: Sequence[GradeStyle], titles: tuple[str, str]) -> Drawing:
    """For each primary grade what became of it, for a screen that can't hold the matrix."""
    sheet, y = Sheet(NARROW), 0.0
    most = max((c.shown.count or 0 for c in cells), default=0)
    for grade in scale:
        heading = wrap(clean(f"{titles[0]}: {grade.name}"), _LABEL, NARROW, bold=True)
        y = sheet.write_lines(0, y, heading, _LABEL, bold=True)
        said = [c for c in cells if c.primary == grade and (c.shown.count or c.shown.hidden)]
        if not said:
            y = sheet.write_lines(0, y, ["none"], _SMALL, fill=INK_2)
        for cell in said:
            y = _became(sheet, cell, most, y)
        y += 14
    return sheet.drawing(y - 14)


def _became(sheet: Sheet, cell: _Cell, most: int, y: float) -> float:
    became = "agreed" if cell.agreed else f"changed to {cell.moderated.name}"
    text = f"{became}: {cell.words}" if cell.shown.hidden else f"{cell.words} {became}"
    y = sheet.write_lines(0, y + 2, wrap(clean(text), _SMALL, NARROW), _SMALL) + 2
    for x, width in _marks(cell.shown.count or 0, most):
        sheet.box(x, y, width, _SQUARE, cell.fill, radius=2, facts=cell.facts)
    return y + (_SQUARE + 6 if cell.shown.count else 2)


def _marks(count: int, most: int) -> Iterator[tuple[float, float]]:
    """Left end and width of the marks of a count: squares, or one bar where there are too many of them."""
    if most <= _MOST_SQUARES:
        yield from ((i * _PITCH, _SQUARE) for i in range(count))
    elif count:
        yield 0, max(3, NARROW * count / most)
