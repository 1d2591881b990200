"""Whole percents, by the two rules of the product."""

from collections.abc import Sequence


def whole_percents(counts: Sequence[int], total: int) -> list[int]:
    """Percents of the parts of one whole, rounded by largest remainder so that they add to 100.

    `counts` must add to `total` (> 0). Equal remainders go to the part that comes first: with grades
    listed worst first, to the worse grade. Method: Hamilton's, as in Balinski and Young,
    Fair Representation (1982).
    """
    if total <= 0 or sum(counts) != total:
        raise ValueError("counts must add up to a total above 0")
    floors = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: (-(100 * counts[i] % total), i))
    for i in by_remainder[: 100 - sum(floors)]:
        floors[i] += 1
    return floors


def half_up(count: int, total: int) -> int:
    """The percent of one share that stands alone, halves rounded up; `total` > 0."""
    return (200 * count + total) // (2 * total)
