"""Labels that hang from their marks on several lines, so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple


class Tag(NamedTuple):
    """A label that belongs to position `x` and is `width` px wide."""

    x: float
    width: float


class Place(NamedTuple):
    """Where a label goes: the line (0 is next to the marks), its left end, whether a leader can reach it."""

    line: int
    left: float
    leader: bool = False


def stagger(tags: Sequence[Tag], right: float, *, gap: float = 10, lines: int = 3) -> list[Place] | None:
    """Places of `tags` (given from left to right), none past `right`; None where they don't fit.

    The rightmost label comes next to the marks; one that would run into it moves a line away, so that of
    two labels above each other the left one is the lower, in every row of a chart. It keeps
    its left end under its mark, and a leader to it where that crosses no other label. A label moves left
    only where the edge demands it.
    """
    placed: list[tuple[Tag, Place]] = []
    for tag in reversed(tags):
        left = min(tag.x, right - tag.width)
        places = (Place(n, left) for n in range(lines))
        place = next((p for p in places if _free(tag, p, placed, gap)), None)
        if place is None or left < 0:
            return None
        placed.append((tag, place))
    return [_with_leader(tag, place, placed) for tag, place in reversed(placed)]


def _free(tag: Tag, place: Place, placed: list[tuple[Tag, Place]], gap: float) -> bool:
    """Whether nothing is there, and nothing nearer to the marks hides which mark it belongs to."""
    end = place.left + tag.width + gap
    beside = (other.left for _, other in placed if other.line >= place.line)
    nearer = (other.left for _, other in placed if other.line < place.line)
    return all(end <= left for left in beside) and all(tag.x <= left - 2 for left in nearer)


def _with_leader(tag: Tag, place: Place, placed: list[tuple[Tag, Place]]) -> Place:
    crossed = any(
        other.line < place.line and other.left - 2 < tag.x < other.left + of.width for of, other in placed
    )
    return place._replace(leader=place.line > 0 and place.left == tag.x and not crossed)
