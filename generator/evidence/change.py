"""What two periods can be said to show: the test behind every word of change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.statistics import exact_difference, exact_trend

FLOOR = 5
"""Fewer audits than this in either period never make a comparison."""

UNEQUAL = 0.25
"""Totals that differ by more than this share of the larger are said to differ much."""

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

    @property
    def unequal(self) -> bool:
        """The two totals differ by more than a quarter."""
        totals = (self.before.total or 0, self.after.total or 0)
        return max(totals) - min(totals) > UNEQUAL * max(totals)


def compare(
    before: Shown, after: Shown, significance: float, breaks: Sequence[str] = (), not_random: bool = False
) -> Change:
    """Two shares compared by Fisher's exact test, two-sided, at `significance` (0-1)."""
    verdict, p = _verdict(before, after, significance)
    return Change(before, after, verdict, p, tuple(breaks), not_random)


def trend(
    months: Sequence[Shown], significance: float, breaks: Sequence[str] = (), not_random: bool = False
) -> Change:
    """A share over months (oldest first, at least two), by the exact test for a linear trend, two-sided.

    Months under the floor count too: the test weighs them by their audits.
    """
    verdict, p = _trend_verdict(months, significance)
    return Change(months[0], months[-1], verdict, p, tuple(breaks), not_random)


def _verdict(before: Shown, after: Shown, significance: float) -> tuple[Verdict, ShownQuantity | None]:
    if before.count is None or before.total is None or after.count is None or after.total is None:
        return "hidden", None
    if min(before.total, after.total) < FLOOR:
        return "too-few", None
    p = exact_difference(before.count, before.total, after.count, after.total)
    direction = after.count * before.total - before.count * after.total
    return _judge(p, direction, significance), _shown("exact_difference", p, after)


def _trend_verdict(months: Sequence[Shown], significance: float) -> tuple[Verdict, ShownQuantity | None]:
    if any(shown.count is None or shown.total is None for shown in months):
        return "hidden", None
    counts, totals = [m.count or 0 for m in months], [m.total or 0 for m in months]
    if sum(totals) < FLOOR or not all(totals):
        return "too-few", None
    p = exact_trend(counts, totals)
    place = sum(i * c for i, c in enumerate(counts)) * sum(totals)
    expected = sum(i * t for i, t in enumerate(totals)) * sum(counts)
    return _judge(p, place - expected, significance), _shown("exact_trend", p, months[-1])


def _judge(p: float, direction: int, significance: float) -> Verdict:
    if direction == 0:
        return "same"
    if p >= significance:
        return "within-chance"
    return "rose" if direction > 0 else "fell"


def _shown(test: str, p: float, of: Shown) -> ShownQuantity:
    return ShownQuantity(Source(test, of.source.where), p, "p", of=of)
