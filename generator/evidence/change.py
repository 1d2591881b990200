"""What two periods can be said to show: the test behind every word of change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.statistics import exact_difference

FLOOR = 5
"""Fewer audits than this in either period never make a comparison."""

Verdict = Literal["rose", "fell", "within-chance", "same", "too-few", "hidden"]


@dataclass(frozen=True, slots=True)
class Change:
    """A share in two periods. `verdict` is `rose` or `fell` only where chance is an unlikely explanation.

    `breaks`: what changed in between, so that the periods are not simply comparable;
    `not_random`: files were not sampled at random in one of them, so neither speaks for other children.
    """

    before: Shown
    after: Shown
    verdict: Verdict
    p: ShownQuantity | None = None
    breaks: tuple[str, ...] = ()
    not_random: bool = False


def compare(
    before: Shown, after: Shown, significance: float, breaks: Sequence[str] = (), not_random: bool = False
) -> Change:
    """Two shares compared by Fisher's exact test, two-sided, at `significance` (0-1)."""
    verdict, p = _verdict(before, after, significance)
    return Change(before, after, verdict, p, tuple(breaks), not_random)


def _verdict(before: Shown, after: Shown, significance: float) -> tuple[Verdict, ShownQuantity | None]:
    if before.count is None or before.total is None or after.count is None or after.total is None:
        return "hidden", None
    if min(before.total, after.total) < FLOOR:
        return "too-few", None
    p = exact_difference(before.count, before.total, after.count, after.total)
    shown = ShownQuantity(Source("exact_difference", after.source.where), p, "p", of=after)
    left, right = after.count * before.total, before.count * after.total
    if left == right:
        return "same", shown
    if p >= significance:
        return "within-chance", shown
    return ("rose" if left > right else "fell"), shown
