"""A paper -> a tagged PDF (PDF/UA-1), by typst in this process: no system font, no clock, nothing fetched."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.charts.text import FONTS
from generator.pages.papers.blocks import Block, Box, Cell, Items, Paper, Paragraph, Table, Terms, leads_to

TEMPLATE = Path(__file__).with_name("paper.typ")
UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a character that no typeface at hand has; PDF/UA takes no character that can't be seen."""
LONG_TABLE = 14
"""Rows up to which a table is never cut."""
_LONG_BOX = 2600
"""Letters that a box has room for on a side; one with more is cut."""
_FEW_LINES = 10
"""Pieces of text on a last side, head and foot among them, that are not worth a sheet."""
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(paper: Paper) -> bytes:
    """The same bytes for the same paper. Set closer where that saves a last side of a few lines."""
    made = _made(paper, close=False)
    sides, last = _sides(made)
    if sides > 1 and last <= _FEW_LINES:
        closer = _made(paper, close=True)
        if _sides(closer)[0] < sides:
            return _packed(closer)
    return _packed(made)


def _made(paper: Paper, *, close: bool) -> bytes:
    import typst  # noqa: PLC0415 - only where a paper is made

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    compiler = typst.Compiler(str(TEMPLATE), font_paths=fonts)
    told = json.dumps(_told(paper), ensure_ascii=False)
    while True:
        inputs = {"paper": told, "close": "yes" if close else ""}
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0, sys_inputs=inputs)
        except typst.TypstError as error:
            said = f"{error.message} {error.diagnostic}"
            missing = {char for found in _MISSING.findall(said) for char in _plain(found)}
            if not missing & set(told):
                raise
            told = told.translate({ord(char): UNKNOWN for char in missing})
        else:
            assert isinstance(made, bytes)
            return made


def _sides(made: bytes) -> tuple[int, int]:
    """How many sides a PDF has, and how many pieces of text stand on the last."""
    import pikepdf  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(made)) as document:
        shown = pikepdf.parse_content_stream(document.pages[-1], "Tj TJ")
        return len(document.pages), len(shown)


def _packed(made: bytes) -> bytes:
    """The same document in half the bytes: its thousand small objects are packed together."""
    import pikepdf  # noqa: PLC0415

    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as document:
        document.save(
            packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True,
            recompress_flate=True, fix_metadata_version=False,
        )  # fmt: skip
    return packed.getvalue()


def _plain(found: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)


def _told(paper: Paper) -> dict[str, Any]:
    """What paper.typ takes."""
    day = {"year": paper.day.year, "month": paper.day.month, "day": paper.day.day}
    plain = {key: value for key, value in asdict(paper).items() if key not in ("day", "blocks")}
    return {**plain, **day, "blocks": _blocks(paper.blocks)}


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(block, after) for block, after in zip(blocks, [*blocks[1:], None], strict=True)]


def _block(block: Block, after: Block | None) -> dict[str, Any]:
    """`stays`: on the side of what it leads to. `whole`: it fits on a side, and is not cut."""
    made = asdict(block)
    match block:
        case Table():
            return {**made, "widths": widths(block), "whole": len(block.rows) <= LONG_TABLE}
        case Paragraph():
            return {**made, "stays": leads_to(block, after)}
        case Box():
            said = sum(len(run["text"]) for each in made["blocks"] for run in each.get("runs", ()))
            return {**made, "blocks": _blocks(block.blocks), "whole": said <= _LONG_BOX}
        case Items() | Terms():
            return made | {"items" if isinstance(block, Items) else "terms": _inside(block)}
        case _:
            return made


def _inside(block: Items | Terms) -> list[Any]:
    if isinstance(block, Items):
        return [_blocks(item) for item in block.items]
    return [([asdict(run) for run in term], _blocks(of)) for term, of in block.terms]


def widths(table: Table) -> list[str]:
    """`wide` for columns of words, which share the width; `narrow` for numbers and for names of rows beside
    nothing but words."""
    columns = [_column(table, index) for index in range(table.columns)]
    numbers = [any(cell.number for cell in column) for column in columns]
    if any(numbers):
        return ["narrow" if number else "wide" for number in numbers]
    return ["narrow", *["wide"] * (table.columns - 1)]


def _column(table: Table, index: int) -> Sequence[Cell]:
    return [row[index] for row in (*table.head, *table.rows) if len(row) == table.columns]
