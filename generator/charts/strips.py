"""A row of grades as marks: one square is one audit; above sixty audits, a bar with its counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from generator.charts.chart import WORDS_HIDDEN
from generator.charts.drawing import Facts, Sheet
from generator.charts.text import measure
from generator.charts.tones import GradeStyle
from generator.evidence.shown import ShownTable

MOST_SQUARES = 60
"""A row of more audits than this is a bar: squares could no longer be counted."""
_DEEPEST = 6
_BAR_HEIGHT = 32
_BAR_GAP = 2
_THINNEST = 2
"""A grade that was given at all is at least this many px wide in a bar."""


@dataclass(frozen=True, slots=True)
class Row:
    """A distribution over grades, and what it is of ("Primary", a team's name)."""

    label: str
    table: ShownTable


@dataclass(frozen=True, slots=True)
class Run:
    """Audits of one grade, next to each other in a row."""

    grade: GradeStyle
    count: int
    facts: Facts


class Mark(NamedTuple):
    """A run in its place; `inside`: the size of the count that its first square holds, 0 if none fits."""

    run: Run
    x: float
    width: float
    inside: int


@dataclass(frozen=True, slots=True)
class Unit:
    """How one audit is drawn all over a chart: squares `pitch` px apart in columns of `depth`, or, where
    `depth` is 0, `pitch` px of a bar."""

    pitch: float
    depth: int

    @property
    def gap(self) -> int:
        if not self.depth:
            return _BAR_GAP
        return 4 if self.pitch >= 30 else 3 if self.pitch >= 24 else 2

    @property
    def square(self) -> float:
        return self.pitch - self.gap

    @property
    def first_height(self) -> float:
        """Height of a row's first line of squares, or of its bar."""
        return self.square if self.depth else _BAR_HEIGHT

    def width(self, count: int) -> float:
        if self.depth:
            return ceil(count / self.depth) * self.pitch - self.gap
        return max(_THINNEST, count * self.pitch)

    def height(self, runs: Sequence[Run]) -> float:
        if not self.depth:
            return _BAR_HEIGHT
        return max(min(self.depth, max((run.count for run in runs), default=1)), 1) * self.pitch - self.gap


def runs(row: Row, scale: Sequence[GradeStyle], area: str = "") -> list[Run]:
    """The shown parts of a row that are not zero, in the order of the scale.

    Raises ValueError where the row has a part that the scale lacks: audits would vanish silently.
    """
    unknown = set(row.table.parts) - {grade.id for grade in scale}
    if unknown:
        raise ValueError(f"grades that the scale lacks: {', '.join(sorted(unknown))}")
    of: Facts = (("area", area), ("row", row.label)) if area else (("row", row.label),)
    found = ((grade, row.table.parts.get(grade.id)) for grade in scale)
    return [
        Run(grade, shown.count, (
            *of, ("grade", grade.name), ("count", shown.count), ("total", shown.total),
        ))
        for grade, shown in found if shown and not shown.hidden and shown.count
    ]  # fmt: skip


def notes(row: Row, scale: Sequence[GradeStyle]) -> list[str]:
    """What a reader must be told of a row in words: what is hidden, or that there is nothing."""
    parts = [(grade, row.table.parts[grade.id]) for grade in scale if grade.id in row.table.parts]
    said = []
    for reason, words in WORDS_HIDDEN.items():
        names = [grade.name for grade, shown in parts if shown.hidden == reason]
        if names:
            said.append(words if len(names) == len(parts) else f"{', '.join(names)}: {words}")
    if not said and row.table.total.hidden and not parts:
        said.append(WORDS_HIDDEN[row.table.total.hidden])
    if not said and not any(shown.count for _, shown in parts):
        said.append("none")
    return said


def unit(rows: Iterable[Sequence[Run]], room: float, smallest: float, largest: float) -> Unit:
    """The largest squares at which the longest row fits into `room` px, on as few lines as that takes."""
    rows = list(rows)
    most = max((sum(run.count for run in row) for row in rows), default=0)
    if most > MOST_SQUARES:
        gaps = max(len(row) for row in rows) * (_BAR_GAP + _THINNEST)
        return Unit((room - gaps) / most, 0)
    for depth in range(1, _DEEPEST + 1):
        columns = max((sum(ceil(run.count / depth) for run in row) for row in rows), default=1)
        pitch = min(largest, floor((room + 2) / max(columns, 1)))
        if pitch >= smallest or depth == _DEEPEST:
            return Unit(pitch, depth)
    raise AssertionError("the deepest is always taken")


def marks(row: Sequence[Run], x: float, unit: Unit) -> list[Mark]:
    """A row's runs from `x` rightwards."""
    placed = []
    for run in row:
        width = unit.width(run.count)
        placed.append(Mark(run, x, width, _size_inside(run.count, unit.square if unit.depth else width - 10)))
        x += width + unit.gap
    return placed


def draw(sheet: Sheet, row: Sequence[Mark], unit: Unit, y: float) -> None:
    """Draw a row's marks from the top `y`, each run's count on its first square."""
    for mark in row:
        grade, facts = mark.run.grade, mark.run.facts
        if unit.depth:
            radius = 3 if unit.square >= 24 else 2 if unit.square >= 14 else 1
            for i in range(mark.run.count):
                column, line = divmod(i, unit.depth)
                x, top = mark.x + column * unit.pitch, y + line * unit.pitch
                sheet.box(
                    x, top, unit.square, unit.square, grade.fill,
                    stroke=grade.outline, radius=radius, facts=facts,
                )  # fmt: skip
        else:
            sheet.box(mark.x, y, mark.width, _BAR_HEIGHT, grade.fill, stroke=grade.outline, facts=facts)
        if mark.inside:
            _write_count(sheet, mark, unit, y)


def _write_count(sheet: Sheet, mark: Mark, unit: Unit, y: float) -> None:
    style = {"fill": mark.run.grade.ink, "bold": True}
    text, middle = f"{mark.run.count:,}", y + unit.first_height / 2
    if unit.depth:
        sheet.write_middle(mark.x + unit.square / 2, middle, text, mark.inside, align="center", **style)
    else:
        sheet.write_middle(mark.x + 8, middle, text, mark.inside, **style)


def _size_inside(count: int, width: float) -> int:
    sizes = (16, 14, 12)
    return next((size for size in sizes if measure(f"{count:,}", size, bold=True) + size / 6 <= width), 0)
