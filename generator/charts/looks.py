"""Neighbours in a picture that look the same say so once, around them: half of its bytes."""

import re
from itertools import groupby

_LOOK = re.compile(
    r' (?:fill|stroke|stroke-width|stroke-linecap|stroke-dasharray|font-size|font-weight)="[^"]*"'
)
_CIRCLE = re.compile(
    r'<path transform="translate\(([-\d.]+),([-\d.]+)\)"'
    r' d="M([\d.]+),0A\3,\3,0,1,1,-\3,0A\3,\3,0,1,1,\3,0"([^>]*)/>'
)
_SHAPE = re.compile(r"<(?:line|path|circle)\b[^>]*/>|<text\b[^>]*>[^<]*</text>")
_SHAPES = re.compile(rf"(?:{_SHAPE.pattern})+")


def said_once(svg: str) -> str:
    """The same picture, its shapes in the same order; what was drawn as two arcs is a circle."""
    svg = _CIRCLE.sub(r'<circle cx="\1" cy="\2" r="\3"\4/>', svg).replace(' text-anchor="start"', "")
    return _SHAPES.sub(lambda shapes: _grouped(_SHAPE.findall(shapes[0])), svg)


def _grouped(shapes: list[str]) -> str:
    return "".join(_around(look, list(alike)) for look, alike in groupby(shapes, _look))


def _around(look: str, alike: list[str]) -> str:
    if len(alike) == 1:
        return alike[0]
    return f"<g{look}>{''.join(_without_look(shape) for shape in alike)}</g>"


def _look(shape: str) -> str:
    """The attributes that a group hands down to its shapes."""
    tag, _, _ = shape.partition(">")
    return "".join(_LOOK.findall(tag))


def _without_look(shape: str) -> str:
    tag, end, words = shape.partition(">")
    return _LOOK.sub("", tag) + end + words
