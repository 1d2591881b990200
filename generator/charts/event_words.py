"""Events above a row of months: words that do not cover each other, and the lines that hang from them."""

from collections.abc import Callable, Sequence

from generator.charts.drawing import INK_2, Sheet
from generator.charts.month_points import SMALL, EventMark
from generator.charts.stagger import Place, Tag, stagger
from generator.charts.text import clean, measure, wrap


def event_places(
    events: Sequence[EventMark], x: Callable[[str], float], right: float
) -> tuple[list[Place], list[list[str]]]:
    """Lines above the plot for the events' words (0 is the lowest), and those words wrapped.

    `x`: where a month begins; `right`: what no words may cross.
    """
    words = [wrap(clean(event.words), SMALL, 220) for event in events]
    widths = [max((measure(line, SMALL) for line in lines), default=0) + 8 for lines in words]
    tags = [Tag(x(event.month), width) for event, width in zip(events, widths, strict=True)]
    placed = stagger(tags, right, lines=len(tags))
    if placed is None:
        last = len(tags) - 1
        placed = [Place(last - n, min(tag.x, right - tag.width)) for n, tag in enumerate(tags)]
    return placed, words


def dotted(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """A dotted line downwards, interrupted where it would cross words."""
    crossed = [t for t in sheet.texts if t.left - 4 < x < t.left + t.width + 4 and top < t.y < bottom]
    for text in sorted(crossed, key=lambda text: text.y):
        if text.y - text.size > top:
            sheet.line(x, top, x, text.y - text.size, INK_2, dotted=True)
        top = text.y + text.size / 3
    sheet.line(x, top, x, bottom, INK_2, dotted=True)
