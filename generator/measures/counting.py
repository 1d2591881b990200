"""Rows of a table counted by columns, and the counts laid out as distributions, zeros included."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import narwhals as nw

from generator.measures.figures import Distribution, Quantity, where
from generator.measures.frames import Frame, collect, days_between, recorded
from generator.measures.marking import ROW, Marked, count_marked, is_marked

ALL = "all"
NOT_RECORDED = "not-recorded"


class Row(NamedTuple):
    """How many there are at these values of the dimensions in this part; `unsigned`: not signed off."""

    values: tuple[str, ...]
    part: str
    number: int
    unsigned: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by dimensions and part. Blank values are "not-recorded"."""

    dims: tuple[str, ...]
    rows: tuple[Row, ...]

    def pooled(self, dim: str) -> "Counted":
        """With each row once more at "all" of a dimension."""
        i = self.dims.index(dim)
        at_all = (Row((*r.values[:i], ALL, *r.values[i + 1 :]), *r[1:]) for r in self.rows)
        return Counted(self.dims, (*self.rows, *at_all))

    def labelled(self, **dims: str) -> "Counted":
        """With further dimensions, the same for all rows."""
        values = tuple(dims.values())
        return Counted((*self.dims, *dims), tuple(Row(r.values + values, *r[1:]) for r in self.rows))

    def parted(self, part: Callable[[Row], str]) -> "Counted":
        """With other parts; rows that then agree become one."""
        sums: dict[tuple[tuple[str, ...], str], tuple[int, int]] = {}
        for row in self.rows:
            key = (row.values, part(row))
            number, unsigned = sums.get(key, (0, 0))
            sums[key] = (number + row.number, unsigned + row.unsigned)
        return Counted(self.dims, tuple(Row(*key, *counts) for key, counts in sums.items()))

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.dims, self.rows + other.rows)

    def seen(self, dim: str, known: Iterable[str]) -> tuple[str, ...]:
        """The known values of a dimension in their order, then any others that rows have."""
        i = self.dims.index(dim)
        return tuple(dict.fromkeys([*known, *sorted({r.values[i] for r in self.rows})]))


def count_by(frame: Frame, *dims: str, part: str | tuple[str, str], weight: nw.Expr | None = None) -> Counted:
    """Counts the rows of `frame` (which has `unsigned`) by columns; two part columns become "<one>><other>".

    `weight` sums an integer column instead of counting rows.
    """
    parts = (part,) if isinstance(part, str) else part
    columns = list(dict.fromkeys([*dims, *parts]))
    number = (nw.len() if weight is None else weight.sum()).alias("count_")
    unsigned = nw.col("unsigned").sum().alias("unsigned_")
    if weight is None and is_marked(frame):
        found = count_marked(frame, columns)
    else:
        found = collect(frame.group_by(*columns).agg(number, unsigned))
    at = [columns.index(dim) for dim in dims]
    of = [columns.index(name) for name in parts]
    rows = []
    for *values, count, not_signed in found:
        words = [word if isinstance(word, str) else NOT_RECORDED for word in values]
        rows.append(
            Row(
                tuple(words[i] for i in at),
                ">".join(words[i] for i in of),
                count if isinstance(count, Marked) else int(count or 0),
                int(not_signed or 0),
            )
        )
    return Counted(tuple(dims), tuple(rows))


def combinations(**dims: Sequence[str]) -> Iterator[dict[str, str]]:
    """Each combination of the dimensions' values, the first dimension changing slowest."""
    for values in product(*dims.values()):
        yield dict(zip(dims, values, strict=True))


Parts = Sequence[str] | Callable[[Mapping[str, str]], Sequence[str]]


def spread(
    measure: str,
    counted: Counted,
    over: Iterable[Mapping[str, str]],
    parts: Parts,
    *,
    rest: Sequence[str] = (),
    nested: bool = False,
) -> Iterator[Distribution]:
    """A distribution for each filter of `over`, with all its `parts`, zeros included.

    `parts` may depend on the filter. `rest`: parts that are in the total only; what is in neither is left
    out. `nested`: a row's part is the furthest step it reached, and each step counts those beyond it too.
    """
    cells: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in counted.rows:
        cells[row.values].append(row)
    for dims in over:
        rows = cells[tuple(dims[dim] for dim in counted.dims)]
        wanted = parts(dims) if callable(parts) else parts
        counts = dict.fromkeys([*wanted, *rest], 0)
        for row in rows:
            if row.part in counts:
                counts[row.part] += row.number
        shown = {part: counts[part] for part in wanted}
        total = sum(counts.values())
        yield Distribution(
            measure,
            where(**dims),
            parts=_reached(shown) if nested else shown,
            total=total,
            exhaustive=not rest and not nested,
            left_out=sum(row.number for row in rows) - total,
            provisional=any(row.unsigned for row in rows if row.part in counts),
        )


def _reached(furthest: Mapping[str, int]) -> dict[str, int]:
    """Step -> how many reached it, from step -> how many came no further."""
    counts = list(furthest.values())
    return {step: sum(counts[i:]) for i, step in enumerate(furthest)}


def median_days(
    measure: str, frame: Frame, months: Sequence[str], *, since: str, until: str, month: str = "month"
) -> Iterator[Quantity]:
    """The median of whole days between two dates, by month and over all; rows with both dates only."""
    both = frame.filter(recorded(since), recorded(until))
    days = both.select(month, "unsigned", days=days_between(since, until))
    figures = [nw.col("days").median().alias("m"), nw.len().alias("n"), nw.col("unsigned").sum().alias("u")]
    by_month = collect(days.group_by(month).agg(*figures))
    found: dict[str, tuple[Any, ...]] = {row[0]: row[1:] for row in by_month}
    found[ALL] = next(collect(days.select(*figures)))
    behind = _behind_each(both, month) if is_marked(both) else {}
    for m in (*months, ALL):
        value, of, unsigned = found.get(m, (None, 0, 0))
        yield Quantity(
            measure,
            where(month=m),
            value=float(value) if of else None,
            of=behind.get(m, int(of)),
            unit="days",
            provisional=int(unsigned or 0) > 0,
        )


def _behind_each(frame: Frame, month: str) -> dict[str, Marked]:
    """Month, or "all" -> its rows."""
    rows: dict[str, set[int]] = defaultdict(set)
    for of, row in collect(frame.select(month, ROW)):
        rows[of].add(row)
        rows[ALL].add(row)
    return {of: Marked.of(len(found), frozenset(found)) for of, found in rows.items()}
