"""Reads every file of audits_data/ into columns, and reports everything that is wrong in one run."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from generator.garbage import no_garbage_collection
from generator.kept import Shelf
from generator.problems import Place, Problem, errors
from generator.records.cells import Wrong
from generator.records.checks import check
from generator.records.columns import Column, TableSchema, heading
from generator.records.csv_file import read_csv
from generator.records.data import Data
from generator.records.files import FOLDER, Found, find_files
from generator.records.read_before import Part, packed, unpacked
from generator.records.rows import Chunk, Records, Rows, Value
from generator.records.schema import table_schemas
from generator.records.vocabulary import Vocabulary
from generator.records.yaml_file import read_yaml
from generator.settings.model import Settings
from generator.text_files import read_text

_LINES_TOLD = 5
"""Places told of a mistake that many records share."""


def read(
    root: Path, settings: Settings, today: date | None = None, shelf: Shelf | None = None
) -> tuple[Records, list[Problem]]:
    """All records under `root`/audits_data, and all problems of all files, in the order of the files.

    `today`: up to which day the records of a draft may be dated; None: they may be dated as they are.
    `shelf`: keeps what files gave in which nothing was wrong; None to read all anew.
    A row is there even if some of its cells are wrong, with None in them.
    """
    with no_garbage_collection():
        loader = _Loader(settings, shelf)
        files, loader.problems = find_files(root)
        for found in files:
            loader.add_file(found)
        if shelf is not None:
            shelf.tidy()
        records = Records(loader.tables)
        problems = [*loader.problems, *_removed_themes(loader.unknown_themes)]
        if files and not errors(problems) and not len(records["audits"]):
            hint = "put a month's audits there, for instance 2023-11/audits.csv"
            problems.append(Problem(Place(FOLDER), "no-records", "holds no audits", hint))
        told = frozenset(p.place for p in chain(problems, *loader.unknown_themes.values()))
        problems += check(Data(records, settings, today, loader.whole, told))
    return records, problems


def _removed_themes(unknown: Mapping[str, list[Problem]]) -> Iterator[Problem]:
    """A theme that several records use was probably taken out of the settings: said once, with the lines."""
    for word, problems in unknown.items():
        if len(problems) == 1:
            yield problems[0]
            continue
        lines = ", ".join(str(problem.place) for problem in problems[:_LINES_TOLD])
        more = f" and {len(problems) - _LINES_TOLD} more" if len(problems) > _LINES_TOLD else ""
        message = f'"{word}" is used by {len(problems)} records and is not in site_config/themes.yml'
        yield replace(
            problems[0], message=message, hint=f"put it back, or file them anew: they are at {lines}{more}"
        )


@dataclass(slots=True)
class _Loader:
    settings: Settings
    shelf: Shelf | None
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True
    unknown_themes: dict[str, list[Problem]] = field(default_factory=dict)
    """What is wrong with cells that name a theme by an id that is not in the settings, by this id."""
    schemas: dict[str, TableSchema] = field(init=False)
    tables: dict[str, Rows] = field(init=False)
    _vocabulary: Vocabulary = field(init=False)
    _read_with: str = field(init=False)

    def __post_init__(self) -> None:
        self._read_with = hashlib.sha256(repr(self.settings).encode()).hexdigest()
        self.schemas = table_schemas(self.settings.framework)
        self._vocabulary = Vocabulary(self.settings)
        self.tables = {name: Rows(schema) for name, schema in self.schemas.items()}

    def add_file(self, found: Found) -> None:
        text, problems = read_text(found.path, found.file)
        self.problems += problems
        if text is None:
            self.whole = False
            return
        for chunk, values in self._parts(text, found):
            self.tables[chunk.table].add(chunk, values)

    def _parts(self, text: str, found: Found) -> list[Part]:
        """What the file gives, from the shelf if it gave the same before."""
        if self.shelf is None:
            return self._read(text, found)
        made_of = f"{self._read_with}{found.file}\0{text}"
        body = self.shelf.find(made_of)
        if body is not None:
            return unpacked(body)
        wrong_before = self._wrong()
        parts = self._read(text, found)
        if self._wrong() == wrong_before:
            self.shelf.keep(made_of, packed(parts))
        return parts

    def _wrong(self) -> tuple[int, int]:
        """How much was found wrong so far."""
        return len(self.problems), sum(map(len, self.unknown_themes.values()))

    def _read(self, text: str, found: Found) -> list[Part]:
        if found.path.suffix == ".csv":
            result = read_csv(text, found, self.schemas)
            chunks = [result.chunk] if result.chunk else []
            self.problems += result.problems
            self.whole &= result.whole
        else:
            in_yaml = read_yaml(text, found, self.schemas)
            chunks = in_yaml.chunks
            self.problems += in_yaml.problems
            self.whole &= in_yaml.whole
        return [(chunk.without_cells(), self._cells(chunk, found.month)) for chunk in chunks]

    def _cells(self, chunk: Chunk, month: str | None) -> dict[str, list[Value]]:
        schema = self.schemas[chunk.table]
        values = {column.name: self._values(column, chunk, month) for column in schema.columns}
        if chunk.table == "audits":
            usual = self.settings.framework.pooled_types[0]
            values["type"] = [given or usual for given in values["type"]]
        return values

    def _values(self, column: Column, chunk: Chunk, month: str | None) -> list[Value]:
        """A column's cells as read; a month that the cell leaves out comes from the file's path."""
        texts = chunk.columns.get(column.name)
        from_path = month if column.name == "month" else None
        if texts is None:
            if column.needed and from_path is None:
                self._missing_column(column, chunk)
            return [from_path] * len(chunk.lines)
        cells = self._vocabulary.cells(column)
        read: list[Value | Wrong] = list(map(cells.__getitem__, texts))
        values: list[Value] = read  # type: ignore[assignment]  # the next lines take each Wrong out
        if not cells.wrong.isdisjoint(texts):
            values = [self._told(value, chunk, i, column) for i, value in enumerate(read)]
        if from_path is not None:
            return [self._same_month(value, from_path, chunk, i) for i, value in enumerate(values)]
        if column.needed and None in values:
            self._missing_values(column, chunk, values)
        return values

    def _told(self, value: Value | Wrong, chunk: Chunk, row: int, column: Column) -> Value:
        if not isinstance(value, Wrong):
            return value
        place = chunk.place(row, column.name)
        of_a_theme = column.kind in ("theme", "themes") and value.word
        told = self.unknown_themes.setdefault(value.word, []) if of_a_theme else self.problems
        told.append(Problem(place, value.code, value.message, value.hint))
        return None

    def _same_month(self, value: Value, month: str, chunk: Chunk, row: int) -> Value:
        if value is not None and value != month:
            message = f"{value} is not the month of the file's path, {month}"
            hint = "move the row to its month's file, or correct one of the two"
            self.problems.append(Problem(chunk.place(row, "month"), "months-disagree", message, hint))
        return value or month

    def _missing_column(self, column: Column, chunk: Chunk) -> None:
        hint = f"it holds {column.about}"
        if chunk.header:
            place = Place(chunk.file, chunk.header, heading(column.name))
            self.problems.append(Problem(place, "missing-column", "is missing from the column names", hint))
        else:
            self._missing_values(column, chunk, [None] * len(chunk.lines))

    def _missing_values(self, column: Column, chunk: Chunk, values: list[Value]) -> None:
        """Says it of each blank cell, not of those that are told to be wrong already."""
        texts = chunk.columns.get(column.name)
        for row, value in enumerate(values):
            if value is None and (texts is None or not texts[row].strip()):
                message = f"is blank, and each row of {chunk.table} needs it"
                self.problems.append(
                    Problem(
                        chunk.place(row, column.name), "missing-value", message, f"it holds {column.about}"
                    )
                )
