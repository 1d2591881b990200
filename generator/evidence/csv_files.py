"""Figures as CSV: the one writer of every table that readers download."""

import csv
import io
from collections.abc import Iterable

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """A header and rows in UTF-8, lines ending in LF; no cell is a formula to a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(_dead, row) for row in rows)
    return text.getvalue().encode()


def _dead(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
