"""How wide words are in the portal's font, so that a label can be placed before it is drawn."""

import struct
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
_FILES = {False: "AtkinsonHyperlegibleNext-Regular.ttf", True: "AtkinsonHyperlegibleNext-Bold.ttf"}
_UNKNOWN = 1.0
"""Ems for a character that the font lacks: the browser takes another font, seldom a wider one."""
CAP_HEIGHT = 0.668
"""Height of a capital or a figure in ems: half of it below the middle is the baseline."""


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Width of `text` in px at `size` px, without kerning (which makes it a little narrower)."""
    advances = _advances(_FILES[bold])
    return size * sum(advances.get(ord(char), _UNKNOWN) for char in text)


def clean(text: str) -> str:
    """`text` on one line and without characters that XML can't hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `width` px; a word that is wider by itself is cut."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.extend(_cut(word, size, width, bold))
    return lines


def _cut(word: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = [""]
    for char in word:
        if pieces[-1] and measure(pieces[-1] + char, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


@cache
def _advances(name: str) -> Mapping[int, float]:
    """Advance widths in ems by code point, read from the tables of a TrueType font.

    Source: the OpenType specification's chapters on head, hhea, hmtx and cmap (format 4).
    """
    data = (FONTS / name).read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * i) for i in range(count))
    at = {tag.decode(): offset for tag, _, offset, _ in records}
    em = struct.unpack_from(">H", data, at["head"] + 18)[0]
    long_metrics = struct.unpack_from(">H", data, at["hhea"] + 34)[0]
    widths = struct.unpack_from(f">{'HH' * long_metrics}", data, at["hmtx"])[::2]
    glyphs = _characters(data, at["cmap"])
    return {code: widths[min(glyph, long_metrics - 1)] / em for code, glyph in glyphs.items()}


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    """Glyph by code point of the first subtable, which our fonts have in format 4."""
    start = cmap + struct.unpack_from(">L", data, cmap + 8)[0]
    n = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{n}H", data, start + 14)
    starts = struct.unpack_from(f">{n}H", data, start + 16 + 2 * n)
    deltas = struct.unpack_from(f">{n}H", data, start + 16 + 4 * n)
    offsets_at = start + 16 + 6 * n
    offsets = struct.unpack_from(f">{n}H", data, offsets_at)
    glyphs: dict[int, int] = {}
    for i in range(n):
        for code in range(starts[i], min(ends[i], 0xFFFE) + 1):
            glyph = code
            if offsets[i]:
                where = offsets_at + 2 * i + offsets[i] + 2 * (code - starts[i])
                glyph = struct.unpack_from(">H", data, where)[0]
            glyphs[code] = (glyph + deltas[i]) & 0xFFFF
    return glyphs
