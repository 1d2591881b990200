"""Intervals and tests, each with the source of its method. Proportions and probabilities are 0 to 1."""

import math
from collections import defaultdict
from collections.abc import Sequence
from statistics import NormalDist
from typing import NamedTuple

TIES = 1 + 1e-7
"""Probabilities this close to the observed one count as equal to it, as in R's fisher.test."""
EXACT_WORK = 10_000_000
"""Most steps that an exact trend may cost before the normal approximation takes over."""


def wilson(count: int, total: int, level: float = 0.95) -> tuple[float, float] | None:
    """The score interval for a proportion; None where there is no total, or the count is no share of it.

    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
    JASA 22:209-212.
    """
    if not 0 <= count <= total or total == 0:
        return None
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    share = count / total
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = math.sqrt(z2 * (share * (1 - share) / total + z2 / (4 * total**2))) / (1 + z2 / total)
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == total else min(1.0, centre + half)
    return low, high


def exact_difference(count_a: int, total_a: int, count_b: int, total_b: int) -> float:
    """Two-sided p that two counts come from one proportion: Fisher's exact test.

    R. A. Fisher (1935), "The logic of inductive inference", JRSS 98:39-82. Two-sided by the sum of the
    probabilities not above the observed one. 1 where either total is 0; ValueError for a count above its
    total.
    """
    _check((count_a, count_b), (total_a, total_b))
    both = count_a + count_b
    lowest, highest = max(0, both - total_b), min(both, total_a)
    weights = _hypergeometric(both, total_a, total_b, lowest, highest)
    return _two_sided(weights, weights[count_a - lowest])


class Trend(NamedTuple):
    """Two-sided p of a trend, and whether it is exact or of the normal approximation."""

    p: float
    exact: bool


def linear_trend(counts: Sequence[int], totals: Sequence[int], at: Sequence[int] | None = None) -> Trend:
    """Whether a proportion has a linear trend over periods.

    `at`: where each period lies, rising from 0 in whole steps (months since the first); None: 0, 1, 2, ...

    The trend test of W. G. Cochran (1954), Biometrics 10:417-451, and P. Armitage (1955), Biometrics
    11:375-386, by its exact conditional distribution (all ways in which as many could have fallen on the
    periods), two-sided by the sum of the probabilities not above the observed one. With two periods it is
    Fisher's test. Where that would be too much work (many periods with large counts), by its normal
    approximation. p is 1 where nothing can differ; ValueError for a count above its total, or another number
    of counts than of totals.
    """
    _check(counts, totals)
    at = range(len(totals)) if at is None else at
    if 2 * sum(counts) > sum(totals):  # the others have the same trend, the other way, at less work
        counts = [total - count for count, total in zip(counts, totals, strict=True)]
    observed = sum(period * count for period, count in zip(at, counts, strict=True))
    count = sum(counts)
    if count**2 * (max(at, default=0) + 1) * sum(min(total, count) for total in totals) > EXACT_WORK:
        return Trend(_normal_trend(observed, count, totals, at), exact=False)
    ways = _ways(count, totals, at)
    return Trend(_two_sided(list(ways.values()), ways[observed]), exact=True)


def exact_share(count: int, total: int, share: float) -> float:
    """Two-sided p that a count comes from a proportion of `share` (0-1): the exact binomial test.

    C. J. Clopper and E. S. Pearson (1934), Biometrika 26:404-413. Two-sided by the sum of the probabilities
    not above the observed one. 1 where the total is 0; ValueError for a count above its total.
    """
    _check((count,), (total,))
    if share in (0, 1):
        return 1.0 if count == share * total else 0.0
    weights = _binomial(total, share)
    return _two_sided(weights, weights[count])


def weighted_kappa(matrix: Sequence[Sequence[int]]) -> tuple[float, float | None, float | None] | None:
    """Agreement beyond chance of two raters on an ordered scale, with linear weights, and its 95% interval.

    `matrix[i][j]`: how many were rated i by the first and j by the second. None where it is undefined: no
    ratings, or both raters used one and the same grade only. The interval is cut off at 1 and -1. It is None
    where it would say too much: under twice the square of the number of grades, where it is no approximation
    yet, and where its width would be nought, as where all agree.

    J. Cohen (1968), Psychological Bulletin 70:213-220; standard error by J. L. Fleiss, J. Cohen and
    B. S. Everitt (1969), Psychological Bulletin 72:323-327; number needed by D. V. Cicchetti (1981),
    Applied Psychological Measurement 5:101-104.
    """
    total = sum(map(sum, matrix))
    size = range(len(matrix))
    if total == 0:
        return None
    share = [[count / total for count in row] for row in matrix]
    first = [sum(row) for row in share]
    second = [sum(column) for column in zip(*share, strict=True)]
    weight = [[1 - abs(i - j) / (len(matrix) - 1) for j in size] for i in size]
    chance = sum(weight[i][j] * first[i] * second[j] for i in size for j in size)
    if math.isclose(chance, 1):
        return None
    observed = sum(weight[i][j] * share[i][j] for i in size for j in size)
    by_first = [sum(weight[i][j] * second[j] for j in size) for i in size]
    by_second = [sum(weight[i][j] * first[i] for i in size) for j in size]
    spread = sum(
        share[i][j] * (weight[i][j] * (1 - chance) - (by_first[i] + by_second[j]) * (1 - observed)) ** 2
        for i in size
        for j in size
    )
    variance = (spread - (observed * chance - 2 * chance + observed) ** 2) / (total * (1 - chance) ** 4)
    kappa = (observed - chance) / (1 - chance)
    if total < 2 * len(matrix) ** 2 or math.isclose(variance, 0, abs_tol=1e-9):
        return kappa, None, None
    half = NormalDist().inv_cdf(0.975) * math.sqrt(max(0.0, variance))
    return kappa, max(-1.0, kappa - half), min(1.0, kappa + half)


def _check(counts: Sequence[int], totals: Sequence[int]) -> None:
    if len(counts) != len(totals) or any(not 0 <= c <= t for c, t in zip(counts, totals, strict=True)):
        raise ValueError(f"counts {list(counts)} are no shares of totals {list(totals)}")


def _two_sided(weights: Sequence[float], observed: float) -> float:
    """The share of the weights that are not above the observed one."""
    return min(1.0, sum(w for w in weights if w <= observed * TIES) / sum(weights))


def _hypergeometric(drawn: int, total_a: int, total_b: int, lowest: int, highest: int) -> list[float]:
    """Weights of lowest..highest of `drawn` falling on a, relative to the likeliest, which is 1.

    Each from its neighbour nearer the likeliest one, so that nothing overflows, whatever the totals.
    """
    likeliest = min(highest, max(lowest, (drawn + 1) * (total_a + 1) // (total_a + total_b + 2)))
    weights = {likeliest: 1.0}
    for k in range(likeliest, highest):
        weights[k + 1] = weights[k] * (total_a - k) * (drawn - k) / ((k + 1) * (total_b - drawn + k + 1))
    for k in range(likeliest, lowest, -1):
        weights[k - 1] = weights[k] * k * (total_b - drawn + k) / ((total_a - k + 1) * (drawn - k + 1))
    return [weights[k] for k in range(lowest, highest + 1)]


def _binomial(total: int, share: float) -> list[float]:
    """Weights of 0..total, relative to the likeliest; each from its neighbour, as of `_hypergeometric`."""
    likeliest = min(total, int((total + 1) * share))
    odds = share / (1 - share)
    weights = {likeliest: 1.0}
    for k in range(likeliest, total):
        weights[k + 1] = weights[k] * odds * (total - k) / (k + 1)
    for k in range(likeliest, 0, -1):
        weights[k - 1] = weights[k] * k / (odds * (total - k + 1))
    return [weights[k] for k in range(total + 1)]


def _ways(count: int, totals: Sequence[int], at: Sequence[int]) -> dict[int, int]:
    """Sum of the periods that the counted fall on -> the ways in which `count` of all can fall so."""
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    for period, total in zip(at, totals, strict=True):
        further: dict[tuple[int, int], int] = defaultdict(int)
        choices = [math.comb(total, k) for k in range(min(total, count) + 1)]
        for (used, score), before in ways.items():
            for k, choice in enumerate(choices[: count - used + 1]):
                further[used + k, score + period * k] += before * choice
        ways = further
    return {score: number for (used, score), number in ways.items() if used == count}


def _normal_trend(observed: int, count: int, totals: Sequence[int], at: Sequence[int]) -> float:
    everything = sum(totals)
    mean = sum(period * total for period, total in zip(at, totals, strict=True)) / everything
    squares = sum(total * (period - mean) ** 2 for period, total in zip(at, totals, strict=True))
    variance = count * (everything - count) / (everything * (everything - 1)) * squares
    return math.erfc(abs(observed - count * mean) / math.sqrt(2 * variance)) if variance else 1.0
