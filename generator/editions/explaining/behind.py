"""The records behind a figure, found by asking its own measure: there is no second definition of what counts.

Once with marked rows (measures/marking.py), which most measures carry through. Where one does not, since it
joins tables or tells of an audit once for all its rows, a record counts if the figure, of it and no other of
its table, is more than of none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import narwhals as nw

from generator.evidence import Evidence, Source
from generator.measures import registry
from generator.measures.as_of import as_of
from generator.measures.counted_in import COUNTED_IN
from generator.measures.counting import ALL
from generator.measures.figures import Distribution
from generator.measures.known import Known
from generator.measures.marking import ROW, rows_of
from generator.records.schema import OF_AN_AUDIT
from generator.settings.model import Framework, Settings

if TYPE_CHECKING:
    import pandas as pd

    from generator.records.tables import Tables

_SAME = {"month": ("month", "audit_month"), "team": ("team", "audit_team"), "theme": ("theme",),
         "kind": ("kind",), "focus": ("focus",)}  # fmt: skip
"""Dimension -> columns that hold its value: rows with another one can't be behind the figure."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Rows of a table by their place among its rows: those counted, and the others of the total."""

    table: str
    counted: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def behind(tables: "Tables", e: Evidence, source: Source, parts: Sequence[str]) -> list[Behind]:
    """The records behind a figure of an edition. `parts`: those of its table that it adds up."""
    numbered = {name: _numbered(frame) for name, frame in tables.items()}
    found = as_of(numbered, e.month, e.edition.data_to)
    known = {name: frame.collect().to_native().set_index(ROW) for name, frame in found.items()}
    settings = _narrowed(e.settings, dict(source.where))
    asked = _Asked(known, partial(Known, settings, e.month, e.edition.data_to), source, parts)
    return [asked.rows_of(table) for table in counted_in(source.measure)]


def counted_in(measure: str) -> tuple[str, ...]:
    return COUNTED_IN.get(measure, ("audits",))


def _numbered(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    rows: pd.DataFrame = frame.collect().to_native()
    return nw.from_native(rows.assign(**{ROW: range(len(rows))})).lazy()


def _narrowed(settings: Settings, where: Mapping[str, str]) -> Settings:
    """Only the area that the figure is of, so that the measure need not count the others each time."""
    area = where.get("area", ALL)
    if area == ALL:
        return settings
    framework: Framework = settings.framework
    periods = [
        period.model_copy(update={"areas": tuple(a for a in period.areas if a.id == area)})
        for period in framework.areas
    ]
    return Settings(
        framework.model_copy(update={"areas": tuple(periods)}), settings.themes, settings.publication
    )


class _Asked:
    """A figure that is asked for of some of the records."""

    def __init__(
        self,
        known: "dict[str, pd.DataFrame]",
        know: "Callable[[Tables], Known]",
        source: Source,
        parts: Sequence[str],
    ) -> None:
        self._tables, self._know, self._source, self._parts = known, know, source, parts
        self._measure = next(each for each in registry.MEASURES if each.__name__ == source.measure)
        if counted_in(source.measure) == ("audits", "learning"):  # none of them looks beyond its month
            self._tables = {
                **known,
                **{name: self._candidates(known[name]) for name in ("audits", "learning")},
            }

    def rows_of(self, table: str) -> Behind:
        found = Behind("audits" if table == "revisits" else table)
        frame = self._tables[found.table]
        rows = self._candidates(frame)
        if table == "revisits":
            rows = rows[rows["revisits"].notna()]
        places, none = [int(row) for row in rows.index], self._numbers(table, [])
        if not self._marked(table, places, none, found):
            self._split(table, places, none, found)
        if table == "audits" and self._source.measure.startswith("programme"):
            found.others.clear()  # their total is a number of the programme, and no audit is in it
        return found

    def _candidates(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        for dim, value in self._source.where:
            for column in _SAME.get(dim, ()):
                if value != ALL and column in frame:
                    frame = frame[frame[column] == value]
        return frame

    def _marked(self, table: str, rows: list[int], none: tuple[int, int], found: Behind) -> bool:
        """Whether the figure, counted once, knows all its records."""
        if table == "revisits":
            return False
        figure = self._figure(self._with_marks(table, self._only(table, rows)))
        count, total = (a - b for a, b in zip(figure, none, strict=True))
        counted, every = rows_of(count), rows_of(total)
        if (len(counted), len(every)) != (count, total):
            return False
        found.counted.extend(row for row in rows if row in counted)
        found.others.extend(row for row in rows if row in every - counted)
        return True

    @staticmethod
    def _with_marks(table: str, only: "dict[str, pd.DataFrame]") -> "dict[str, pd.DataFrame]":
        """The rows of the table marked, and what hangs on an audit by its audit's."""
        marked = {**only, table: only[table].assign(**{ROW: only[table].index})}
        if table == "audits":
            rows = marked[table].set_index("audit_id")[ROW]
            for name in OF_AN_AUDIT:
                marked[name] = only[name].assign(**{ROW: only[name]["audit_id"].map(rows)})
        return marked

    def _split(self, table: str, rows: list[int], none: tuple[int, int], found: Behind) -> None:
        """Halve until it is plain of each row whether it counts."""
        if not rows:
            return
        count, total = (a - b for a, b in zip(self._numbers(table, rows), none, strict=True))
        if not count and not total:
            return
        if count == len(rows) or (len(rows) == 1 and count):
            found.counted.extend(rows)
        elif not count and (total == len(rows) or len(rows) == 1):
            found.others.extend(rows)
        else:
            middle = len(rows) // 2
            self._split(table, rows[:middle], none, found)
            self._split(table, rows[middle:], none, found)

    def _numbers(self, table: str, rows: list[int]) -> tuple[int, int]:
        """Count and total of the figure if only these rows of the table were there."""
        return self._figure(self._only(table, rows))

    def _figure(self, tables: "dict[str, pd.DataFrame]") -> tuple[int, int]:
        """Count and total."""
        known = self._know({name: nw.from_native(f).lazy() for name, f in tables.items()})
        for figure in self._measure(known):
            if figure.where == self._source.where:
                if not isinstance(figure, Distribution):
                    return figure.of, figure.of
                sums = {**figure.parts, "total": figure.total, "left-out": figure.left_out}
                whole = figure.total + (figure.left_out if "left-out" in self._parts else 0)
                return sum(sums.get(part, 0) for part in self._parts), whole
        return 0, 0

    def _only(self, table: str, rows: list[int]) -> "dict[str, pd.DataFrame]":
        if table == "revisits":
            audits = self._tables["audits"]
            alone = audits["revisits"].where(audits.index.isin(rows))
            return {**self._tables, "audits": audits.assign(revisits=alone)}
        kept = self._tables[table][self._tables[table].index.isin(rows)]
        only = {**self._tables, table: kept}
        if table == "audits":
            for name in OF_AN_AUDIT:
                hangs = self._tables[name]
                only[name] = hangs[hangs["audit_id"].isin(kept["audit_id"])]
        return only
