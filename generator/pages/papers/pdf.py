"""A paper -> a tagged PDF (PDF/UA-1), by typst in this process: no system font, no clock, nothing fetched."""

import io
import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from generator.charts.text import FONTS
from generator.pages.papers.blocks import Block, Cell, Paper, Table

TEMPLATE = Path(__file__).with_name("paper.typ")
UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a character that no typeface at hand has; PDF/UA takes no character that can't be seen."""
_MISSING = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(paper: Paper) -> bytes:
    """The same bytes for the same paper."""
    import typst  # noqa: PLC0415 - only where a paper is made

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    compiler = typst.Compiler(str(TEMPLATE), font_paths=fonts)
    told = json.dumps(_told(paper), ensure_ascii=False)
    while True:
        try:
            made = compiler.compile(
                format="pdf", pdf_standards=["ua-1"], timestamp=0, sys_inputs={"paper": told}
            )
        except typst.TypstError as error:
            said = f"{error.message} {error.diagnostic}"
            missing = {char for found in _MISSING.findall(said) for char in _plain(found)}
            if not missing & set(told):
                raise
            told = told.translate({ord(char): UNKNOWN for char in missing})
        else:
            assert isinstance(made, bytes)
            return _packed(made)


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
    return {**plain, **day, "blocks": [_block(block) for block in paper.blocks]}


def _block(block: Block) -> dict[str, Any]:
    made = asdict(block)
    return {**made, "widths": widths(block)} if isinstance(block, Table) else made


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
