"""Records as columns, and where each row and cell stands in the user's files."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from generator.problems import Place
from generator.records.columns import TableSchema, heading

Value = str | int | date | None
"""A cell as read: ids, words and texts as str, counts as int, days as date, None for blank."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of one table in one file, as typed: all columns of one length.

    `lines`: where each row begins. `cell_lines`: where each cell stands, in YAML; 0 where it is not written.
    `header`: the line of the column names; 0 in YAML.
    """

    table: str
    file: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    cell_lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    header: int = 0

    def place(self, row: int, column: str) -> Place:
        cells = self.cell_lines.get(column)
        return Place(self.file, (cells and cells[row]) or self.lines[row], heading(column))

    def without_cells(self) -> "Chunk":
        """The same places, and nothing of what was typed there."""
        return replace(self, columns={})


@dataclass(slots=True)
class Rows:
    """All rows of one table, in the order of the files: `columns` holds every column of the schema."""

    schema: TableSchema
    columns: dict[str, list[Value]] = field(init=False)
    _starts: list[int] = field(default_factory=list)
    _chunks: list[Chunk] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = {column.name: [] for column in self.schema.columns}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def add(self, chunk: Chunk, values: Mapping[str, Sequence[Value]]) -> None:
        """Appends a chunk's cells as read. The chunk gives their places."""
        self._starts.append(len(self))
        self._chunks.append(chunk)
        for name, column in self.columns.items():
            column.extend(values[name])

    def files(self) -> list[str]:
        """Row by row, the file that it stands in."""
        ends = [*self._starts[1:], len(self)]
        chunks = zip(self._chunks, self._starts, ends, strict=True) if self._chunks else ()
        return [chunk.file for chunk, start, end in chunks for _ in range(end - start)]

    def place(self, row: int, column: str = "") -> Place:
        """File, line and column of a cell; of the row where no column is named."""
        chunk = bisect_right(self._starts, row) - 1
        return self._chunks[chunk].place(row - self._starts[chunk], column)


@dataclass(frozen=True, slots=True)
class Records:
    """The tables of DESIGN.md section 4 by name: each is there, with all its columns, even with no row."""

    tables: Mapping[str, Rows]

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def ids(self) -> dict[str, str]:
        """What each id of a record names ("an audit's id"), by the id without regard to case."""
        named = (("actions", "action_id", "an action's id"), ("audits", "audit_id", "an audit's id"))
        return {
            str(id_).casefold(): kind
            for table, column, kind in named
            for id_ in self[table].columns[column]
            if id_ is not None
        }

    def roles(self) -> frozenset[str]:
        """Each role that a record names, without regard to case."""
        found: set[Value] = set()
        for rows in self.tables.values():
            found.update(*(cells for name, cells in rows.columns.items() if name.endswith("_role")))
        return frozenset(str(role).casefold() for role in found - {None})

    def points(self) -> list[tuple[str, str]]:
        """The kind and the words of each learning point."""
        learning = self["learning"].columns
        both = zip(learning["kind"], learning["point"], strict=True)
        return [(kind, point) for kind, point in both if isinstance(kind, str) and isinstance(point, str)]
