"""What two periods can be said to show: the test behind every word of change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.evidence.months import months_between
from generator.evidence.sampling import NotRandom
from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.statistics import exact_difference, linear_trend

FLOOR = 5
"""With fewer audits than this in a month nothing is compared: not two months, not many."""

UNEQUAL = 0.25
"""Totals that differ by more than this share of the larger are said to differ much."""

MANY = 100
"""From this many audits on it is not their number that leaves a difference to chance."""

Verdict = Literal["rose", "fell", "within-chance", "same", "too-few", "hidden"]


@dataclass(frozen=True, slots=True)
class Change:
    """A share in two periods. `verdict` is `rose` or `fell` only where chance is an unlikely explanation.

    `breaks`: what changed in between, so that the periods are not simply comparable;
    `not_random`: why neither speaks for other children, where files of one were not drawn at random.
    """

    before: Shown
    after: Shown
    verdict: Verdict
    p: ShownQuantity | None = None
    breaks: tuple[str, ...] = ()
    not_random: NotRandom = ""

    @property
    def unequal(self) -> bool:
        """The two totals differ by more than a quarter."""
        totals = (self.before.total or 0, self.after.total or 0)
        return max(totals) - min(totals) > UNEQUAL * max(totals)

    @property
    def few(self) -> bool:
        """So few audits in one of them that this may be why chance can't be ruled out."""
        return min(self.before.total or 0, self.after.total or 0) < MANY


def compare(
    before: Shown, after: Shown, significance: float, breaks: Sequence[str] = (), not_random: NotRandom = ""
) -> Change:
    """Two shares compared by Fisher's exact test, two-sided, at `significance` (0-1)."""
    verdict, p = _verdict(before, after, significance)
    return Change(before, after, verdict, p, tuple(breaks), not_random)


def trend(
    months: Sequence[Shown], significance: float, breaks: Sequence[str] = (), not_random: NotRandom = ""
) -> Change:
    """A share over months (oldest first, at least two), by the test for a linear trend, two-sided.

    Months lie as far apart as in the calendar. The source of `p` says whether the test was exact
    ("exact_trend") or approximated ("normal_trend").
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
    if min(totals) < FLOOR:
        return "too-few", None
    names = [dict(shown.source.where)["month"] for shown in months]
    at = [months_between(names[0], name) for name in names]
    p, exact = linear_trend(counts, totals, at)
    place = sum(i * c for i, c in zip(at, counts, strict=True)) * sum(totals)
    expected = sum(i * t for i, t in zip(at, totals, strict=True)) * sum(counts)
    name = "exact_trend" if exact else "normal_trend"
    return _judge(p, place - expected, significance), _shown(name, p, months[-1])


def _judge(p: float, direction: int, significance: float) -> Verdict:
    if direction == 0:
        return "same"
    if p >= significance:
        return "within-chance"
    return "rose" if direction > 0 else "fell"


def _shown(test: str, p: float, of: Shown) -> ShownQuantity:
    return ShownQuantity(Source(test, of.source.where), p, "p", of=of)
