"""Statistical process control: the limits within which chance alone moves a series, and what lies outside.

Two charts, as NHS England's Making Data Count draws them (Making Data Count: Getting started, 2019; "Plot the
dots"), with the formulas of D. C. Montgomery, Introduction to Statistical Quality Control (8th edition, 2019;
chapter 7.2 for p, chapter 6.4 for individuals and moving ranges). Values agree with
nhs-r-community/NHSRplotthedots and the NIST/SEMATECH e-Handbook of Statistical Methods, chapter 6.3.3.

Plain Python on purpose: the longest series has some hundred points, and turning it into arrays would cost as
much as working it out.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from statistics import NormalDist, fmean
from typing import Literal, NamedTuple

POINTS = 12
"""Fewer points than this have no limits: they would move too much with each new one."""
SETTLED = 20
"""Limits from fewer points than this are trial limits. Montgomery asks for 20 to 25."""
RUNS = (6, 7)
"""Points in a run that make a signal: both are in use; a setting chooses."""

Rule = Literal["beyond-limits", "trend", "two-in-three", "one-side"]
"""In the order of precedence: a point that several rules mark bears the first of them."""

_XMR = 2.66
"""Three standard deviations, from the mean moving range of two: 3 / 1.128."""
_SCREEN = 3.267
"""Upper limit of the moving ranges, in mean ranges: larger ones are left out of the mean."""
_NEAR = 2 / 3
_TINY = 1e-12
"""Shares of up to a million audits differ by more than this, rounding errors by less."""


class Limits(NamedTuple):
    """Of one point, in the unit of the series. `near_*`: two thirds of the way, never cut off."""

    centre: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float


class Signal(NamedTuple):
    """What marks a point as more than chance; `up`: it lies high, or rises."""

    rule: Rule
    up: bool


def p_limits(counts: Sequence[int], totals: Sequence[int], baseline: int | None = None) -> list[Limits]:
    """Limits of each share counts[i] / totals[i] (0 to 1), cut off at 0 and 1; each by its own total.

    The p-chart (Montgomery 7.2): pbar +- 3 sqrt(pbar (1 - pbar) / n). `baseline`: how many points, from the
    first, say what pbar is; None: all. ValueError for a total of 0 or a count above its total.
    """
    if any(not 0 <= count <= total or not total for count, total in zip(counts, totals, strict=True)):
        raise ValueError(f"counts {list(counts)} are no shares of totals {list(totals)}")
    centre = sum(counts[:baseline]) / sum(totals[:baseline])
    spread = math.sqrt(centre * (1 - centre))
    return [_shares(centre, 3 * spread / math.sqrt(total)) for total in totals]


def xmr_limits(values: Sequence[float], baseline: int | None = None, *, screen: bool = True) -> Limits:
    """The limits of single values, the same for each: mean +- 2.66 mean moving ranges.

    The XmR or individuals chart (Montgomery 6.4). `screen`: moving ranges over 3.267 mean ranges are left out
    of that mean, so that one outlier does not hide others. `baseline` as in `p_limits`. ValueError for fewer
    than two values.
    """
    known = values[:baseline]
    if len(known) < 2:
        raise ValueError("a moving range needs two values")
    centre = fmean(known)
    ranges = [abs(after - before) for before, after in pairwise(known)]
    mean_range = fmean(ranges)
    if screen:
        mean_range = fmean(r for r in ranges if r <= _SCREEN * mean_range)
    return _around(centre, _XMR * mean_range)


def signals(values: Sequence[float], limits: Sequence[Limits], run: int = 7) -> list[Signal | None]:
    """What marks each point, by the first rule of `Rule` that does.

    Beyond its limits; one of `run` strictly rising or falling; one of two in three that lie beyond two
    thirds of the way to a limit, all three on one side of the centre; one of `run` on one side of the centre.
    A point on the centre, or equal to the one before it, ends a run.
    """
    sides = [_sign(value - limit.centre) for value, limit in zip(values, limits, strict=True)]
    steps = [0, *(_sign(after - before) for before, after in pairwise(values))]
    found: list[Signal | None] = [None] * len(values)
    # the weakest rule first: a stronger one writes over it
    _mark(found, "one-side", _runs(sides, run), sides)
    _mark(found, "two-in-three", _two_in_three(values, limits, sides), sides)
    for start, end in _spans(steps, run - 1):
        for i in range(start - 1, end):
            found[i] = Signal("trend", steps[start] > 0)
    _mark(found, "beyond-limits", _beyond(values, limits), sides)
    return found


def false_alarms(run: int = 7) -> float:
    """The share of stable series (0 to 1) whose newest point bears a signal all the same: about 1 in 50.

    The sum over the rules for normal values with known limits; rules overlap a little, so it is an upper
    bound. For few audits it is rough: simulated p-charts of 12 to 60 months of 10 to 20 audits, with limits
    drawn from them, bore between about 1 in 220 and 1 in 17.
    """
    normal = NormalDist()
    beyond, near = 2 * normal.cdf(-3), normal.cdf(3) - normal.cdf(2)
    two_in_three = 2 * near * (0.25 - (0.5 - near) ** 2)
    return beyond + 2 / math.factorial(run) + two_in_three + 2 * 0.5**run


def _around(centre: float, reach: float) -> Limits:
    near = _NEAR * reach
    return Limits(centre, centre - reach, centre + reach, centre - near, centre + near)


def _shares(centre: float, reach: float) -> Limits:
    limits = _around(centre, reach)
    return limits._replace(lower=max(0.0, limits.lower), upper=min(1.0, limits.upper))


def _sign(number: float) -> int:
    return 0 if abs(number) < _TINY else 1 if number > 0 else -1


def _mark(found: list[Signal | None], rule: Rule, at: Sequence[int], sides: Sequence[int]) -> None:
    for i in at:
        found[i] = Signal(rule, sides[i] > 0)


def _beyond(values: Sequence[float], limits: Sequence[Limits]) -> list[int]:
    return [
        i
        for i, (value, limit) in enumerate(zip(values, limits, strict=True))
        if value < limit.lower - _TINY or value > limit.upper + _TINY
    ]


def _runs(sides: Sequence[int], length: int) -> list[int]:
    return [i for start, end in _spans(sides, length) for i in range(start, end)]


def _spans(signs: Sequence[int], length: int) -> list[tuple[int, int]]:
    """Start and end of each run of at least `length` equal signs, none of them 0."""
    spans, start = [], 0
    for i in range(1, len(signs) + 1):
        if i == len(signs) or signs[i] != signs[start]:
            if signs[start] and i - start >= length:
                spans.append((start, i))
            start = i
    return spans


def _two_in_three(values: Sequence[float], limits: Sequence[Limits], sides: Sequence[int]) -> list[int]:
    beyond = set(_beyond(values, limits))
    near = [
        i not in beyond and (value < limit.near_lower - _TINY or value > limit.near_upper + _TINY)
        for i, (value, limit) in enumerate(zip(values, limits, strict=True))
    ]
    marked: set[int] = set()
    for i in range(len(values) - 2):
        three = range(i, i + 3)
        if sum(near[j] for j in three) >= 2 and abs(sum(sides[j] for j in three)) == 3:
            marked.update(j for j in three if near[j])
    return sorted(marked)
