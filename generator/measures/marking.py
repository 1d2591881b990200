"""Counts that know what they counted, for whoever asks which records are behind a figure.

A table with the column `ROW` is counted so. Measures need not know: what they add and take away stays known.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.measures.frames import Frame, collect

ROW = "row_"
"""A record's place among the rows of its table."""


class Marked(int):
    """A number of records, and their places in `rows`."""

    rows: frozenset[int] = frozenset()

    @classmethod
    def of(cls, number: int, rows: frozenset[int]) -> "Marked":
        made = cls(number)
        made.rows = rows
        return made

    def __add__(self, other: int) -> "Marked":
        return Marked.of(int(self) + int(other), self.rows | rows_of(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> "Marked":
        return Marked.of(int(self) - int(other), self.rows - rows_of(other))


def rows_of(number: int) -> frozenset[int]:
    """The records behind a number, as far as it knows them."""
    return number.rows if isinstance(number, Marked) else frozenset()


def is_marked(frame: Frame) -> bool:
    return bool(marks(frame))


def marks(frame: Frame) -> tuple[str, ...]:
    """The column of marks, for a measure that takes some columns only."""
    return (ROW,) if ROW in frame.collect_schema().names() else ()


def once(frame: Frame, *columns: str) -> Frame:
    """Of rows that agree in `columns`, one; where they are marked, all, since a mark counts once anyhow."""
    return frame if is_marked(frame) else frame.unique(subset=list(columns))


def count_marked(frame: Frame, columns: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The values of each group of columns that occurs, its number of marks, and of rows not signed off."""
    groups: dict[tuple[str | None, ...], list[tuple[int, int]]] = {}
    for *found, row, unsigned in collect(frame.select(*columns, ROW, unsigned_="unsigned")):
        words = tuple(word if isinstance(word, str) else None for word in found)
        groups.setdefault(words, []).append((row, unsigned))
    for words, group in groups.items():
        rows = frozenset(row for row, _ in group)
        yield (*words, Marked.of(len(rows), rows), sum(unsigned for _, unsigned in group))
