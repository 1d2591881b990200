"""An SVG as a PNG, since older versions of Word show no other picture that can be sharp."""

import io
import re
from functools import cache
from typing import Any

from generator.charts.text import FONTS

_SCALE = 2.0
"""Pixels for one of the SVG's: 230 to the inch in a paper's column."""
_COLOURS = 64
"""A chart has a dozen, and those between each of them and the paper."""


def png(svg: str) -> bytes:
    """The picture on white, in as few colours as it needs."""
    from PIL import Image  # noqa: PLC0415 - only where a paper is made

    white = re.sub(r"(<svg [^>]*>)", r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)
    picture = Image.open(io.BytesIO(_converter().svg_to_png(white, scale=_SCALE))).convert("RGB")
    packed = io.BytesIO()
    picture.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        packed, "PNG", optimize=True
    )
    return packed.getvalue()


@cache
def _converter() -> Any:
    import vl_convert  # noqa: PLC0415 - half a second

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert
