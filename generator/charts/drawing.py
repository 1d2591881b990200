"""A picture as plain shapes at pixel positions, which Altair draws.

Positions are worked out here and not by scales: labels must not collide, whatever the counts, and a
picture that is in the cache needs no import of Altair.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from generator.charts.palette import colour
from generator.charts.text import CAP_HEIGHT, clean, measure

Facts = tuple[tuple[str, str | int | float | None], ...]
"""What a mark stands for (row, grade, count, total): part of the specification, not of the picture."""
Align = Literal["left", "center", "right"]
Rows = list[dict[str, Any]]

INK, INK_2, LINE, BAND = colour("ink"), colour("ink-2"), colour("line"), colour("band")
ACCENT, MARK, MARK_LINE = colour("accent"), colour("mark"), colour("mark-line")


class Rect(NamedTuple):
    x: float
    y: float
    x2: float
    y2: float
    fill: str | None
    stroke: str | None = None
    radius: float = 0
    facts: Facts = ()


class Line(NamedTuple):
    x: float
    y: float
    x2: float
    y2: float
    stroke: str
    width: float = 1
    dotted: bool = False


class Dot(NamedTuple):
    x: float
    y: float
    radius: float
    fill: str
    facts: Facts = ()


class Text(NamedTuple):
    """`x` is the left, middle or right end by `align`, `y` the baseline."""

    x: float
    y: float
    text: str
    size: float
    fill: str = INK
    bold: bool = False
    align: Align = "left"

    @property
    def width(self) -> float:
        return measure(self.text, self.size, bold=self.bold)

    @property
    def left(self) -> float:
        return self.x - {"left": 0.0, "center": self.width / 2, "right": self.width}[self.align]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in a box of `width` x `height` px, painted in the order of the fields."""

    width: int
    height: int
    rects: tuple[Rect, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    texts: tuple[Text, ...]

    def datasets(self) -> dict[str, Rows]:
        """The shapes as rows of a specification's data, by kind, in the order of painting."""
        kinds: dict[str, Sequence[Rect | Line | Dot | Text]] = {
            "rects": self.rects, "lines": self.lines, "dots": self.dots, "texts": self.texts,
        }  # fmt: skip
        return {kind: [_row(shape) for shape in shapes] for kind, shapes in kinds.items() if shapes}


@dataclass
class Sheet:
    """A drawing in the making."""

    width: int
    rects: list[Rect] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def write(self, x: float, y: float, text: str, size: float, **style: Any) -> Text:
        """Add a text with its baseline at `y`, unless it is blank; `style` as the further fields of Text."""
        added = Text(round(x, 2), round(y, 2), clean(text), size, **style)
        if added.text:
            self.texts.append(added)
        return added

    def write_middle(self, x: float, middle: float, text: str, size: float, **style: Any) -> Text:
        """Add a text whose capitals are centred on the height `middle`."""
        return self.write(x, middle + CAP_HEIGHT * size / 2, text, size, **style)

    def write_lines(self, x: float, y: float, lines: Iterable[str], size: float, **style: Any) -> float:
        """Add lines of text from the top `y` down; returns the bottom."""
        for line in lines:
            self.write(x, y + size, line, size, **style)
            y += line_height(size)
        return y

    def box(
        self, x: float, y: float, width: float, height: float, fill: str | None, *,
        stroke: str | None = None, radius: float = 0, facts: Facts = (),
    ) -> None:  # fmt: skip
        """Add a rectangle; an outline is drawn inside of it, so that outlined ones are no larger."""
        inset = 0.5 if stroke else 0
        left, top = round(x + inset, 2), round(y + inset, 2)
        right, bottom = round(x + width - inset, 2), round(y + height - inset, 2)
        self.rects.append(Rect(left, top, right, bottom, fill, stroke, radius, facts))

    def line(
        self, x: float, y: float, x2: float, y2: float, stroke: str = LINE, *,
        width: float = 1, dotted: bool = False,
    ) -> None:  # fmt: skip
        self.lines.append(Line(round(x, 2), round(y, 2), round(x2, 2), round(y2, 2), stroke, width, dotted))

    def drawing(self, height: float) -> Drawing:
        shapes = (tuple(self.rects), tuple(self.lines), tuple(self.dots), tuple(self.texts))
        return Drawing(self.width, round(height + 0.49), *shapes)


def line_height(size: float) -> float:
    return round(size * 1.3)


def _row(shape: Rect | Line | Dot | Text) -> dict[str, Any]:
    row = shape._asdict()
    row.update(row.pop("facts", ()))
    return row
