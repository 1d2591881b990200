"""What a records file gave, as bytes: the next run need not look for identifiers in it again."""

import json
from collections.abc import Sequence
from datetime import date

from generator.records.rows import Chunk, Value

Part = tuple[Chunk, dict[str, list[Value]]]
"""The places of a table's rows in one file, and their cells as read, by column."""


def packed(parts: Sequence[Part]) -> bytes:
    return json.dumps([_packed(*part) for part in parts]).encode()


def _packed(chunk: Chunk, values: dict[str, list[Value]]) -> dict[str, object]:
    days = [name for name, column in values.items() if any(isinstance(value, date) for value in column)]
    as_text = {name: [value and str(value) for value in values[name]] for name in days}
    return {
        "table": chunk.table,
        "file": chunk.file,
        "lines": list(chunk.lines),
        "cell_lines": {name: list(lines) for name, lines in chunk.cell_lines.items()},
        "header": chunk.header,
        "days": days,
        "values": values | as_text,
    }


def unpacked(body: bytes) -> list[Part]:
    """What `packed` was given. `body` is its result, which the shelf's checksum sees to."""
    parts = []
    for told in json.loads(body):
        days, values = told.pop("days"), told.pop("values")
        for name in days:
            values[name] = [value and date.fromisoformat(value) for value in values[name]]
        parts.append((Chunk(columns={}, **told), values))
    return parts
