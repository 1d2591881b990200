"""Charts of grades: one distribution above another, and areas against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from generator.charts.chart import NARROW, WIDE, Chart, CsvRow, figures
from generator.charts.drawing import INK_2, LINE, Drawing, Sheet, line_height
from generator.charts.stagger import Place, Tag, stagger
from generator.charts.strips import MOST_SQUARES, Mark, Row, Run, Unit, draw, marks, notes, runs, unit
from generator.charts.text import clean, measure, wrap
from generator.charts.tones import GradeStyle

_LABEL, _SMALL = 16, 14
_TAG_LINE = 19
_MOST_DIRECT = 3
"""Rows whose marks carry their grades' names; with more, the names stand once above them all."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together under one label: an area's primary and moderated grades."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Look:
    """A drawing's columns in px: labels of groups (0: they stand above), labels of rows, marks."""

    width: int
    labels: int
    row_labels: int
    smallest: float
    largest: float
    unit_words: tuple[str, str]

    @property
    def x0(self) -> float:
        return self.labels + self.row_labels

    @property
    def room(self) -> float:
        return self.width - self.x0


@dataclass(frozen=True, slots=True)
class _Planned:
    """A row before it is drawn: marks, labels that hang from them, words beside or under them."""

    unit: Unit
    marks: list[Mark]
    tags: list[tuple[str, Mark, Place]]
    words: list[str]
    height: float

    @property
    def tag_lines(self) -> int:
        return 1 + max(place.line for _, _, place in self.tags) if self.tags else 0


def grades(
    name: str, rows: Sequence[Row], scale: Sequence[GradeStyle], *,
    width: int = WIDE, unit_words: tuple[str, str] = ("audit", "audits"),
) -> Chart:  # fmt: skip
    """A row of squares for each distribution, one square an audit, worst grade first.

    `scale`: worst first. `width`: px of the wide picture. `unit_words`: what is counted, one and many.
    Raises ValueError where a row has a grade that `scale` lacks.
    """
    groups = [Group(row.label, (row,)) for row in rows]
    longest = max((measure(clean(row.label), _LABEL, bold=True) for row in rows), default=0)
    wide = _Look(width, ceil(min(longest, 0.28 * width)) + 20, 0, 22, 40, unit_words)
    narrow = _Look(NARROW, 0, 0, 22, 36, unit_words)
    drawings = (_draw(groups, scale, wide), _draw(groups, scale, narrow))
    figures_ = tuple(row for each in rows for row in _csv({"row": each.label}, each, scale))
    return Chart(name, *drawings, figures_, _reads(groups, scale, unit_words))


def areas(
    name: str, groups: Sequence[Group], scale: Sequence[GradeStyle], *,
    width: int = WIDE, unit_words: tuple[str, str] = ("audit", "audits"),
) -> Chart:  # fmt: skip
    """Areas (or teams) against each other on one scale, in the order given, each with one row or more.

    Parameters and errors as in `grades`; a group's only row may have a blank label.
    """
    inner = max((measure(clean(r.label), _SMALL) for group in groups for r in group.rows), default=0)
    row_labels = ceil(inner) + 12 if inner else 0
    wide = _Look(width, ceil(0.26 * width) + 20, row_labels, 20, 26, unit_words)
    narrow = _Look(NARROW, 0, row_labels, 20, 26, unit_words)
    drawings = (_draw(groups, scale, wide), _draw(groups, scale, narrow))
    figures_ = tuple(
        row for group in groups for each in group.rows
        for row in _csv({"area": group.label, **({"row": each.label} if inner else {})}, each, scale)
    )  # fmt: skip
    return Chart(name, *drawings, figures_, _reads(groups, scale, unit_words))


def _reads(groups: Sequence[Group], scale: Sequence[GradeStyle], unit_words: tuple[str, str]) -> str:
    totals = [sum(run.count for run in runs(row, scale)) for group in groups for row in group.rows]
    if max(totals, default=0) > MOST_SQUARES:
        return f"The longer a bar, the more {unit_words[1]}."
    return f"Each square is one {unit_words[0]}."


def _csv(of: dict[str, str], row: Row, scale: Sequence[GradeStyle]) -> list[CsvRow]:
    names = {grade.id: grade.name for grade in scale}
    return [{**of, "grade": names[id_], **figures(shown)} for id_, shown in row.table]


def _draw(groups: Sequence[Group], scale: Sequence[GradeStyle], look: _Look) -> Drawing:
    rows = [
        (runs(row, scale, "" if group.label == row.label else group.label), notes(row, scale))
        for group in groups for row in group.rows
    ]  # fmt: skip
    shared = unit((drawn for drawn, _ in rows), look.room, look.smallest, look.largest)
    planned = _plan(rows, look, shared, named=True) if len(rows) <= _MOST_DIRECT else None
    sheet, y = Sheet(look.width), 0.0
    if planned is None:
        y = _key(sheet, scale, look)
        planned = _plan(rows, look, shared, named=False) or []
    left = iter(planned)
    for group in groups:
        y = _group(sheet, group, [next(left) for _ in group.rows], look, y) + 22
    return sheet.drawing(y - 20)


def _plan(
    rows: Sequence[tuple[list[Run], list[str]]], look: _Look, shared: Unit, *, named: bool
) -> list[_Planned] | None:
    """All rows, or None where the names of grades (`named`) don't fit under their marks."""
    planned = []
    for drawn, words in rows:
        placed = marks(drawn, look.x0, shared)
        texts = [(_tag(mark, named), mark) for mark in placed]
        texts = [(text, mark) for text, mark in texts if text]
        places = stagger([Tag(mark.x, measure(text, _SMALL)) for text, mark in texts], look.width)
        if places is None and named:
            return None
        small = ", ".join(f"{mark.run.count:,} {mark.run.grade.name}" for _, mark in texts)
        said = [small, *words] if places is None else words
        tags = [(text, mark, place) for (text, mark), place in zip(texts, places or (), strict=False)]
        planned.append(_Planned(shared, placed, tags, said, shared.height(drawn)))
    return planned


def _tag(mark: Mark, named: bool) -> str:
    """What hangs from a mark: its grade's name, and its count where the mark is too small to hold it."""
    count = "" if mark.inside else f"{mark.run.count:,}"
    return clean(f"{count} {mark.run.grade.name}" if named else count)


def _totals(group: Group, unit_words: tuple[str, str]) -> str:
    """How many audits a group's rows have, in their order where they differ; blank where hidden or none."""
    totals = [row.table.total.count for row in group.rows]
    if None in totals or not any(totals):
        return ""
    counts = [f"{total:,}" for total in (totals[:1] if len(set(totals)) == 1 else totals)]
    return f"{' and '.join(counts)} {unit_words[totals != [1] * len(totals)]}"


def _group(sheet: Sheet, group: Group, rows: list[_Planned], look: _Look, y: float) -> float:
    """Draw a group from the top `y`; returns its bottom."""
    count = _totals(group, look.unit_words)
    if look.labels:
        lines = wrap(clean(group.label), _LABEL, look.labels - 20, bold=True)
        block = len(lines) * line_height(_LABEL) + (line_height(_SMALL) if count else 0)
        top = y + max(0.0, (rows[0].height - block) / 2) if len(rows) == 1 else y - 2
        top = sheet.write_lines(0, top, lines, _LABEL, bold=True)
        bottom = sheet.write_lines(0, top, [count] if count else [], _SMALL, fill=INK_2)
    else:
        y = bottom = _label_above(sheet, clean(group.label), count, y) + 4
    for n, (row, of) in enumerate(zip(rows, group.rows, strict=True)):
        y += 6 if n else 0
        middle = y + row.unit.first_height / 2
        if look.row_labels:
            sheet.write_middle(look.labels, middle, clean(of.label), _SMALL, fill=INK_2)
        y = _row(sheet, row, look, y)
    return max(y, bottom)


def _label_above(sheet: Sheet, label: str, count: str, y: float) -> float:
    lines = wrap(label, _LABEL, sheet.width, bold=True)
    bottom = sheet.write_lines(0, y, lines, _LABEL, bold=True)
    end = measure(lines[-1], _LABEL, bold=True) + 10 if lines else 0
    if not count or end + measure(count, _SMALL) <= sheet.width:
        sheet.write(end, bottom - line_height(_LABEL) + _LABEL, count, _SMALL, fill=INK_2)
        return bottom
    return sheet.write_lines(0, bottom, [count], _SMALL, fill=INK_2)


def _row(sheet: Sheet, row: _Planned, look: _Look, y: float) -> float:
    draw(sheet, row.marks, row.unit, y)
    words = [line for said in row.words for line in wrap(said, _SMALL, look.room)]
    if not row.marks:
        for n, line in enumerate(words):
            middle = y + row.unit.first_height / 2 + n * line_height(_SMALL)
            sheet.write_middle(look.x0, middle, line, _SMALL, fill=INK_2)
        return y + max(row.unit.first_height, len(words) * line_height(_SMALL))
    y += row.height
    for text, mark, place in row.tags:
        if place.leader:
            sheet.line(mark.x + 0.5, y + 3, mark.x + 0.5, y + 3 + place.line * _TAG_LINE + 2, LINE)
        indent = min(5, look.width - place.left - measure(text, _SMALL)) if place.leader else 0
        sheet.write(place.left + indent, y + 17 + place.line * _TAG_LINE, text, _SMALL, fill=INK_2)
    y += row.tag_lines * _TAG_LINE + (3 if row.tags else 0)
    return sheet.write_lines(look.x0, y + 2, words, _SMALL, fill=INK_2) if words else y


def _key(sheet: Sheet, scale: Sequence[GradeStyle], look: _Look) -> float:
    """The grades' names with their colours in lines across the marks' column; returns the bottom."""
    left = look.labels
    x, y, chip = float(left), 0.0, 14
    for grade in scale:
        name = clean(grade.name)
        width = chip + 7 + measure(name, _SMALL)
        if x > left and x + width > look.width:
            x, y = left, y + 22
        sheet.box(x, y + 2, chip, chip, grade.fill, stroke=grade.outline, radius=2)
        for n, line in enumerate(wrap(name, _SMALL, look.width - left - chip - 7)):
            y += 18 if n else 0
            sheet.write_middle(x + chip + 7, y + 2 + chip / 2, line, _SMALL, fill=INK_2)
        x += width + 20
    return y + 36
