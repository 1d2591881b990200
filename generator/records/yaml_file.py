"""YAML text -> the rows of its tables, with everything that is wrong with its form."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.problems import Place, Problem
from generator.records.columns import TableSchema, column_meant, name_to_show
from generator.records.files import Found, unknown_table
from generator.records.rows import Chunk
from generator.records.schema import NESTED
from generator.settings.names import fold
from generator.yaml_nodes import Items, Keys, Node, Scalar, kind_of, parse


@dataclass(slots=True)
class YamlRead:
    """`whole`: every row could be made out, so that what is missing is missing indeed."""

    chunks: list[Chunk] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False


def read_yaml(text: str, found: Found, tables: dict[str, TableSchema]) -> YamlRead:
    """The tables of a YAML file: its top-level keys, and what audits hold nested in them."""
    node, problems = parse(text, found.file)
    if node is None:
        if not problems:
            hint = "name a table and list its rows below, or delete the file: audits:"
            problems = [Problem(Place(found.file), "empty-file", "is empty", hint)]
        return YamlRead(problems=problems)
    reader = _Reader(found.file, tables, problems)
    reader.read_tables(node)
    return YamlRead(reader.chunks(), reader.problems, reader.whole)


@dataclass(slots=True)
class _Table:
    """One table's columns as they grow; a cell that is not written is "" on line 0."""

    schema: TableSchema
    names: dict[str, str]
    """Folded name -> column."""
    columns: dict[str, list[str]] = field(default_factory=dict)
    cell_lines: dict[str, "array[int]"] = field(default_factory=dict)
    lines: "array[int]" = field(default_factory=lambda: array("i"))

    def put(self, row: int, name: str, text: str, line: int) -> None:
        if name not in self.columns:
            self.columns[name] = []
            self.cell_lines[name] = array("i")
        column, lines = self.columns[name], self.cell_lines[name]
        missing = row - len(column)
        if missing:
            column.extend([""] * missing)
            lines.extend([0] * missing)
        column.append(text)
        lines.append(line)

    def fill(self) -> None:
        """Makes all columns of one length."""
        for name, column in self.columns.items():
            missing = len(self.lines) - len(column)
            column.extend([""] * missing)
            self.cell_lines[name].extend([0] * missing)


@dataclass(slots=True)
class _Reader:
    file: str
    schemas: dict[str, TableSchema]
    problems: list[Problem]
    whole: bool = True
    _tables: dict[str, _Table] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def chunks(self) -> list[Chunk]:
        for table in self._tables.values():
            table.fill()
        return [Chunk(name, self.file, t.columns, t.lines, t.cell_lines) for name, t in self._tables.items()]

    def read_tables(self, root: Node) -> None:
        if not isinstance(root, Keys):
            hint = 'name the table first, and indent its rows: "audits:"'
            self._refuse(
                root.line, "", "wrong-shape", f"begins with {kind_of(root)} instead of a table's name", hint
            )
            return
        by_name = {fold(name): name for name in self.schemas}
        for key, node in root.values.items():
            name = by_name.get(fold(key))
            if name is None:
                place = Place(self.file, node.line, name_to_show(key, list(self.schemas)))
                self.problems.append(unknown_table(place, key, list(self.schemas)))
                self.whole = False
            else:
                self._read_rows(name, key, node)

    def _read_rows(self, name: str, key: str, node: Node, audit: Scalar | None = None) -> None:
        if not isinstance(node, Items):
            hint = 'begin each row with "- " on a line of its own below the name'
            blank = isinstance(node, Scalar) and not node.text.strip()
            code = "no-rows" if blank else "wrong-shape"
            message = "has no rows" if blank else f"is {kind_of(node)} where a list of rows belongs"
            self._refuse(node.line, key, code, message, hint)
            return
        if not node.items and audit is None:
            hint = "add the rows, or delete the name until there are some"
            self.problems.append(Problem(Place(self.file, node.line, key), "no-rows", "has no rows", hint))
        for item in node.items:
            if isinstance(item, Keys):
                self._read_row(self._table(name), item, audit)
            else:
                hint = 'write its columns below each other, each as "name: value"'
                message = f"is {kind_of(item)} where a row's keys belong"
                self._refuse(item.line, key, "wrong-shape", message, hint)

    def _table(self, name: str) -> _Table:
        if name not in self._tables:
            schema = self.schemas[name]
            self._tables[name] = _Table(schema, {fold(column.name): column.name for column in schema.columns})
        return self._tables[name]

    def _read_row(self, table: _Table, item: Keys, audit: Scalar | None) -> None:
        row = len(table.lines)
        table.lines.append(item.line)
        if audit is not None:
            self._inherit(table, row, item, audit)
        audit_id = item.values.get("audit_id")
        for key, node in item.values.items():
            name = table.names.get(key) or table.names.get(fold(key))
            if name is not None:
                if len(table.columns.get(name, ())) <= row:
                    table.put(row, name, self._text(table, name, node), node.line)
            elif table.schema.name == "audits" and fold(key) in NESTED:
                parent = audit_id if isinstance(audit_id, Scalar) else Scalar("", item.line)
                self._read_rows(NESTED[fold(key)], key, node, parent)
            else:
                self._unknown(table, key, node)

    def _inherit(self, table: _Table, row: int, item: Keys, audit: Scalar) -> None:
        """A nested row belongs to the audit around it; one that says otherwise is a mistake."""
        table.put(row, "audit_id", audit.text, item.line)
        own = item.values.get("audit_id")
        if isinstance(own, Scalar) and own.text.strip() != audit.text.strip():
            hint = "delete the line: a nested row belongs to the audit around it"
            place = Place(self.file, own.line, "audit_id")
            message = "differs from the audit that it stands in"
            self.problems.append(
                Problem(
                    place, "audits-disagree", message, hint, other=Place(self.file, audit.line, "audit_id")
                )
            )

    def _text(self, table: _Table, name: str, node: Node) -> str:
        if isinstance(node, Scalar):
            return node.text
        kind = table.schema.column(name).kind
        texts: Sequence[Node] = node.items if isinstance(node, Items) else ()
        if kind == "themes" and isinstance(node, Items) and all(isinstance(n, Scalar) for n in texts):
            return ";".join(n.text for n in texts if isinstance(n, Scalar))
        self._refuse(
            node.line, name, "wrong-shape", f"has {kind_of(node)} where one value belongs", "write one value"
        )
        return ""

    def _unknown(self, table: _Table, key: str, node: Node) -> None:
        """Told once a file for each name: a misspelt column is misspelt in every row."""
        if (table.schema.name, key) in self._told:
            return
        self._told.add((table.schema.name, key))
        headings = [*table.schema.headings, *(NESTED if table.schema.name == "audits" else ())]
        message = f"is no column of the table {table.schema.name}"
        place = Place(self.file, node.line, name_to_show(key, headings))
        self.problems.append(Problem(place, "unknown-column", message, column_meant(key, headings)))

    def _refuse(self, line: int, column: str, code: str, message: str, hint: str) -> None:
        self.whole = False
        self.problems.append(Problem(Place(self.file, line, column), code, message, hint))
