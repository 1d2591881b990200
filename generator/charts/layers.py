"""The Altair charts behind a drawing. Importing this imports Altair, so it happens late."""

from collections.abc import Callable
from functools import cache
from typing import Any

import altair as alt

from generator.charts.drawing import Drawing
from generator.charts.text import FAMILY

_X, _X2 = alt.X("x", type="quantitative", scale=None), alt.X2("x2")
_Y, _Y2 = alt.Y("y", type="quantitative", scale=None), alt.Y2("y2")
"""Pixels as they are, from the top left."""
_FILL = alt.Fill("fill", type="nominal", scale=None)
_STROKE = alt.Stroke("stroke", type="nominal", scale=None)


def to_spec(drawing: Drawing) -> dict[str, Any]:
    """The Vega-Lite specification of a drawing, its shapes as datasets `rects`, `lines`, `dots`, `texts`."""
    datasets = drawing.datasets()
    size = {"width": drawing.width, "height": drawing.height}
    return {**_template(tuple(datasets)), **size, "datasets": datasets}


@cache
def _template(kinds: tuple[str, ...]) -> dict[str, Any]:
    """The specification of all drawings that have these kinds of shapes, without its data.

    Altair takes 24 ms to build one, so it builds one for all; tests validate it.
    """
    chart = (
        alt.layer(*(_LAYERS[kind](alt.Chart(alt.NamedData(kind))) for kind in kinds))
        .properties(padding=0, autosize="none")
        # Nothing names itself to a screen reader: the page gives the whole picture one alternative.
        .configure(background="transparent", font=f"{FAMILY}, sans-serif", aria=False)
        .configure_view(stroke=None, fill=None)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec


def _rects(data: alt.Chart) -> alt.Chart:
    marks = data.mark_rect(cornerRadius=alt.ExprRef("datum.radius"), invalid="show")
    layer: alt.Chart = marks.encode(x=_X, x2=_X2, y=_Y, y2=_Y2, fill=_FILL, stroke=_STROKE)
    return layer


def _lines(data: alt.Chart) -> alt.Chart:
    marks = data.mark_rule(
        strokeWidth=alt.ExprRef("datum.width"),
        strokeDash=alt.ExprRef("datum.dotted ? [1, 4] : null"),
        strokeCap="round",
        invalid="show",
    )
    layer: alt.Chart = marks.encode(x=_X, x2=_X2, y=_Y, y2=_Y2, stroke=_STROKE)
    return layer


def _dots(data: alt.Chart) -> alt.Chart:
    size = alt.ExprRef("4 * datum.radius * datum.radius")
    marks = data.mark_point(shape="circle", filled=True, opacity=1, size=size, invalid="show")
    layer: alt.Chart = marks.encode(x=_X, y=_Y, fill=_FILL)
    return layer


def _texts(data: alt.Chart) -> alt.Chart:
    marks = data.mark_text(
        align=alt.ExprRef("datum.align"),
        baseline="alphabetic",
        fontSize=alt.ExprRef("datum.size"),
        fontWeight=alt.ExprRef("datum.bold ? 700 : 400"),
        invalid="show",
    )
    layer: alt.Chart = marks.encode(x=_X, y=_Y, text=alt.Text("text", type="nominal"), fill=_FILL)
    return layer


_LAYERS: dict[str, Callable[[alt.Chart], alt.Chart]] = {
    "rects": _rects, "lines": _lines, "dots": _dots, "texts": _texts,
}  # fmt: skip
