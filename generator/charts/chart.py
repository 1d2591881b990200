"""What a chart is, and the files that it becomes."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.charts.drawing import Drawing
from generator.evidence.csv_files import Cell
from generator.evidence.shown import Shown

CsvRow = Mapping[str, Cell]

WORDS_HIDDEN = {"c": "hidden to protect identity", "x": "not available"}
"""What stands where a figure would, by why it is not shown."""
WIDE, NARROW = 720, 320
"""Widths in px that pictures are drawn for: a page's column, and the smallest phone's."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart before it is rendered: two drawings of the same figures, those figures as rows, and how to
    read the drawings in a sentence ("Each square is one audit.")."""

    name: str
    wide: Drawing
    narrow: Drawing
    rows: tuple[CsvRow, ...]
    reads: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chart's files by name, and how large its pictures are (width, height in px)."""

    name: str
    files: Mapping[str, bytes]
    wide_box: tuple[int, int]
    narrow_box: tuple[int, int]


def figures(shown: Shown) -> dict[str, Cell]:
    """The columns of a figure in a chart's CSV; empty where hidden, with the shorthand as note."""
    return {
        "count": shown.count, "total": shown.total, "percent": shown.percent, "note": shown.note,
    }  # fmt: skip
