"""Figures as a page may show them. Every number that reaches a reader is one of these."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Mark = Literal["p", "r", "b", "u", "c", "x", "low"]
"""GSS shorthand: provisional, revised, break in the series, low reliability, confidential,
not available, rounds to zero."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a figure came about: the measure and its filter, and the part counted."""

    measure: str
    where: tuple[tuple[str, str], ...]
    part: str = ""

    @property
    def name(self) -> str:
        """Stable, readable: grades/area=overall/month=2023-11/stage=moderated/team=all/inadequate."""
        dims = "/".join(f"{dim}={value}" for dim, value in self.where)
        return "/".join(filter(None, [self.measure, dims, self.part]))


@dataclass(frozen=True, slots=True)
class Shown:
    """A count of a total, or hidden with its reason.

    `percent` is whole (0-100) and already rounded by the rule of its table; None where the total is 0.
    `low`, `high`: Wilson 95% interval in percent, unrounded; None where it says nothing.
    `hidden`: why it is not shown ("c"); then all numbers are None.
    """

    source: Source
    count: int | None
    total: int | None
    percent: int | None
    low: float | None = None
    high: float | None = None
    marks: frozenset[Mark] = frozenset()
    hidden: Literal["", "c", "x"] = ""

    def __post_init__(self) -> None:
        """A hidden figure holds no number, so that none can slip out with it."""
        if self.hidden and {self.count, self.total, self.percent, self.low, self.high} != {None}:
            raise ValueError(f"{self.source.name} is hidden and yet holds a number")

    @property
    def note(self) -> str:
        """The shorthand for a download's note column: "[p]", "[c]", "[p] [r]" or blank."""
        return _note(self.marks, self.hidden)

    @property
    def exact_percent(self) -> float | None:
        """Percent with its decimals, from what is shown; None where hidden or the total is 0."""
        return 100 * self.count / self.total if self.total and self.count is not None else None


@dataclass(frozen=True, slots=True)
class ShownQuantity:
    """A number that is no count of a total (days, kappa), or hidden. `of`: from how many."""

    source: Source
    value: float | None
    unit: str
    of: Shown
    low: float | None = None
    high: float | None = None
    marks: frozenset[Mark] = frozenset()
    hidden: Literal["", "c", "x"] = ""

    @property
    def note(self) -> str:
        """As a count's."""
        return _note(self.marks, self.hidden)


def _note(marks: frozenset[Mark], hidden: str) -> str:
    return " ".join(f"[{mark}]" for mark in sorted({*marks, *([hidden] if hidden else [])}))


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A distribution as shown: its parts in readers' order, its total, what was left out."""

    measure: str
    where: tuple[tuple[str, str], ...]
    parts: Mapping[str, Shown]
    total: Shown
    left_out: Shown
    exhaustive: bool = True

    def __getitem__(self, part: str) -> Shown:
        return self.parts[part]

    def __iter__(self) -> Iterator[tuple[str, Shown]]:
        return iter(self.parts.items())

    @property
    def dims(self) -> dict[str, str]:
        return dict(self.where)

    @property
    def marks(self) -> frozenset[Mark]:
        return self.total.marks


@dataclass(frozen=True)
class ShownTables:
    """All figures of an edition that passed `protect`."""

    tables: Mapping[tuple[str, tuple[tuple[str, str], ...]], ShownTable]
    quantities: Mapping[tuple[str, tuple[tuple[str, str], ...]], ShownQuantity] = field(default_factory=dict)

    def get(self, measure: str, **where: str) -> ShownTable | None:
        return self.tables.get((measure, tuple(sorted(where.items()))))

    def quantity(self, measure: str, **where: str) -> ShownQuantity | None:
        return self.quantities.get((measure, tuple(sorted(where.items()))))

    def of(self, measure: str, **where: str) -> list[ShownTable]:
        """All tables of a measure whose filter includes `where`, in the order they were measured."""
        wanted = where.items()
        return [t for t in self._by_month[measure, where.get("month")] if wanted <= t.dims.items()]

    @cached_property
    def _by_month(self) -> Mapping[tuple[str, str | None], list[ShownTable]]:
        """Measure and month -> its tables, and at None those of all months: ten years have thousands."""
        found: dict[tuple[str, str | None], list[ShownTable]] = defaultdict(list)
        for table in self.tables.values():
            found[table.measure, None].append(table)
            if month := table.dims.get("month"):
                found[table.measure, month].append(table)
        return found
