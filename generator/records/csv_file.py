"""CSV text -> the rows of its table, with everything that is wrong with its form."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.problems import Place, Problem
from generator.records.columns import TableSchema, column_meant, heading, name_to_show
from generator.records.files import Found, unknown_table
from generator.records.rows import Chunk
from generator.settings.names import fold

_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_TOTALS = {"total", "totals", "grand-total", "sum", "average", "mean", "count"}
_TITLE_ROWS = 20
"""How far down the column names are looked for."""

Line = tuple[int, list[str]]
"""The line on which a row begins, and its cells."""


@dataclass(slots=True)
class CsvRead:
    """`whole`: every row could be made out, so that what is missing is missing indeed."""

    chunk: Chunk | None = None
    problems: list[Problem] = field(default_factory=list)
    whole: bool = False


def read_csv(text: str, found: Found, tables: dict[str, TableSchema]) -> CsvRead:
    """The table of a CSV file, with the columns that it has of the table's schema."""
    file = found.file
    schema = tables.get(found.table)
    if schema is None:
        return CsvRead(problems=[unknown_table(Place(file), found.table, list(tables))])
    if not text.strip():
        hint = f"put the column names on its first line, or delete it: {', '.join(_needed(schema))}, ..."
        return CsvRead(problems=[Problem(Place(file), "empty-file", "is empty", hint)])
    delimiter, problems = _delimiter(text, file, schema)
    lines, broken = _lines(text, file, delimiter)
    at, found_problems = _header_at(lines, file, schema)
    problems += broken + found_problems
    if at is None:
        return CsvRead(problems=problems)
    columns, wrong = _columns(lines[at], file, schema)
    rows, ragged = _rows(lines[at + 1 :], lines[at], file)
    problems += wrong + ragged
    if not rows and not ragged and not broken:
        hint = "add the rows, or delete the file until there are some"
        problems.append(Problem(Place(file, lines[at][0]), "no-rows", "has column names and no rows", hint))
    cells = list(zip(*(cells for _, cells in rows), strict=True)) if rows else []
    by_name: dict[str, Sequence[str]] = {name: cells[i] if cells else () for name, i in columns.items()}
    chunk = Chunk(schema.name, file, by_name, [line for line, _ in rows], header=lines[at][0])
    return CsvRead(chunk, problems, whole=not (broken or ragged))


def _needed(schema: TableSchema) -> list[str]:
    return [column.name for column in schema.columns if column.needed]


def _known(cells: Iterable[str], schema: TableSchema) -> int:
    """How many of the cells are names of the table's columns."""
    names = {fold(column.name) for column in schema.columns}
    return sum(fold(cell) in names for cell in cells)


def _delimiter(text: str, file: str, schema: TableSchema) -> tuple[str, list[Problem]]:
    """What stands between cells, judged by the lines that could hold the column names."""
    if _known(text.partition("\n")[0].replace('"', "").split(","), schema):
        return ",", []
    start = text.splitlines()[:_TITLE_ROWS]
    best = max(
        _DELIMITERS, key=lambda mark: max(_known(line.replace('"', "").split(mark), schema) for line in start)
    )
    if best == ",":
        return best, []
    line = next(i for i, line in enumerate(start, 1) if best in line)
    message = f"has {_DELIMITERS[best]} between its cells instead of commas"
    hint = 'save it again as "CSV UTF-8 (comma delimited)"'
    return best, [Problem(Place(file, line), "wrong-delimiter", message, hint)]


def _lines(text: str, file: str, delimiter: str) -> tuple[list[Line], list[Problem]]:
    """All rows with something in them. A row of which the quotation marks make no sense ends the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    begins = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                lines.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error) or "unexpected end" in str(error):
            message = "a quotation mark is opened and never closed"
        else:
            message = "a quotation mark is not closed, or stands inside a text without being doubled"
        hint = 'inside a text in quotation marks, write each quotation mark twice: "He said ""no"" twice"'
        return lines, [Problem(Place(file, begins), "open-quote", f"{message}, from this row on", hint)]
    return lines, []


def _header_at(lines: list[Line], file: str, schema: TableSchema) -> tuple[int | None, list[Problem]]:
    """Which row holds the column names: the one with the most of them."""
    if lines and 2 * _known(lines[0][1], schema) > len(lines[0][1]):
        return 0, []
    counts = [_known(cells, schema) for _, cells in lines[:_TITLE_ROWS]]
    if not counts or max(counts) == 0:
        hint = f"the first line names the columns: {', '.join(_needed(schema))}, ..."
        return None, [
            Problem(Place(file, 1), "no-header", f"has no column names of the table {schema.name}", hint)
        ]
    at = counts.index(max(counts))
    if at == 0:
        return 0, []
    message = f"has lines above its column names, which stand on line {lines[at][0]}"
    return at, [Problem(Place(file, lines[0][0]), "title-rows", message, "delete the lines above them")]


def _columns(header: Line, file: str, schema: TableSchema) -> tuple[dict[str, int], list[Problem]]:
    """Column -> its position, and the names that are none, are missing or stand there twice."""
    line, cells = header
    names = {fold(column.name): column.name for column in schema.columns}
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for i, cell in enumerate(cells):
        name = names.get(fold(cell))
        if name is None and cell.strip():
            hint = column_meant(cell, schema.headings)
            place = Place(file, line, name_to_show(cell, schema.headings, f"column {i + 1}"))
            problems.append(
                Problem(place, "unknown-column", f"is no column of the table {schema.name}", hint)
            )
        elif name in columns:
            message = f"stands twice: as columns {columns[name] + 1} and {i + 1}"
            place, hint = Place(file, line, heading(name)), "delete or rename one of the two"
            problems.append(Problem(place, "duplicate-column", message, hint))
        elif name is not None:
            columns[name] = i
    return columns, problems


def _rows(lines: list[Line], header: Line, file: str) -> tuple[list[Line], list[Problem]]:
    """The rows below the header, each as wide as it. Others are told and left out."""
    width = len(header[1])
    rows: list[Line] = []
    problems: list[Problem] = []
    for line, cells in lines:
        if len(cells) != width:
            cells = _trimmed(cells, width)  # noqa: PLW2901
        if len(cells) != width:
            problems.append(_ragged(Place(file, line), len(cells), width))
        elif fold(next(filter(str.strip, cells))) in _TOTALS:
            hint = "delete the row: totals are counted from the records"
            problems.append(Problem(Place(file, line), "total-row", "is a row of totals, not a record", hint))
        else:
            rows.append((line, cells))
    for i, name in enumerate(header[1]):
        if not name.strip() and any(cells[i].strip() for _, cells in rows):
            message = f"column {i + 1} has no name, and its cells are not blank"
            hint = "give it one of the table's column names, or delete it"
            problems.append(Problem(Place(file, header[0]), "nameless-column", message, hint))
    return rows, problems


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without the blank cells that spreadsheets leave beyond the last column."""
    return cells[:width] if len(cells) > width and not any(cells[width:]) else cells


def _ragged(place: Place, cells: int, width: int) -> Problem:
    message = f"has {cells} cell{'s' if cells != 1 else ''}, and the column names are {width}"
    hint = (
        "a text that holds a comma needs quotation marks around it"
        if cells > width
        else "cells are missing: a blank one still needs its comma"
    )
    return Problem(place, "ragged-row", message, hint)
