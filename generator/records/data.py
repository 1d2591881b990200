"""What checks look at: the columns of all tables, with the settings that they must keep to."""

from dataclasses import dataclass
from datetime import date

from generator.problems import Place, Problem
from generator.records.rows import Records, Value
from generator.settings.model import Settings

Cell = tuple[str, int, str]
"""Table, row from 0, column."""


@dataclass(frozen=True, slots=True)
class Data:
    """`whole`: no file or row had to be left out, so that what isn't there doesn't exist.

    `told`: the places of which something wrong was said already: a cell there is None, and not blank."""

    records: Records
    settings: Settings
    today: date | None
    whole: bool
    told: frozenset[Place] = frozenset()

    def column(self, table: str, name: str) -> list[Value]:
        return self.records[table].columns[name]

    def columns(self, table: str, *names: str) -> "zip[tuple[Value, ...]]":
        """The rows of a table, of some of its columns."""
        return zip(*(self.column(table, name) for name in names), strict=True)

    def of_audits(self, table: str, name: str, by: str = "audit_id") -> list[Value]:
        """For each row of a table, a column of the audit that it names in `by`; None where there is none."""
        ids = self.column(table, by)
        named = set(ids) - {None}
        if not named:
            return [None] * len(ids)
        values = {id_: value for id_, value in self.columns("audits", "audit_id", name) if id_ in named}
        return [values.get(id_) for id_ in ids]

    def problem(
        self, cell: Cell, code: str, message: str, hint: str, *, other: Cell | None = None
    ) -> Problem:
        return Problem(self.place(cell), code, message, hint, other=self.place(other) if other else None)

    def warning(self, cell: Cell, code: str, message: str, hint: str) -> Problem:
        return Problem(self.place(cell), code, message, hint, severity="warning")

    def place(self, cell: Cell) -> Place:
        """Where a cell stands in the user's files."""
        table, row, column = cell
        return self.records[table].place(row, column)
