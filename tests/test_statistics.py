"""Intervals and tests against known values, scipy and statsmodels, and what must hold of each."""

from itertools import product
from math import comb, isclose, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import Table  # type: ignore[import-untyped]
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]
from statsmodels.stats.proportion import proportion_confint  # type: ignore[import-untyped]

from generator.measures.statistics import exact_difference, linear_trend, weighted_kappa, wilson

SHARES = st.integers(0, 40).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
PERIODS = st.lists(
    st.integers(0, 5).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=4
)
MATRICES = st.integers(2, 4).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 9), min_size=size, max_size=size), min_size=size, max_size=size
    )
)


@pytest.mark.parametrize(
    ("count", "total", "low", "high"), [(7, 17, 22, 64), (4, 21, 8, 40), (1, 8, 2, 47), (0, 17, 0, 18)]
)
def test_wilson_intervals_of_the_published_counts(count: int, total: int, low: int, high: int) -> None:
    found = wilson(count, total)
    assert found
    assert tuple(round(100 * bound) for bound in found) == (low, high)


def test_wilson_of_nothing_says_nothing() -> None:
    assert wilson(0, 0) is None
    assert wilson(3, 2) is None


@given(SHARES, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_as_statsmodels(share: tuple[int, int], level: float) -> None:
    count, total = share
    found = wilson(count, total, level)
    if found is None:
        assert total == 0
        return
    assert found == pytest.approx(proportion_confint(count, total, 1 - level, "wilson"), abs=1e-9)
    low, high = found
    assert 0 <= low <= count / total <= high <= 1
    mirrored = wilson(total - count, total, level)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("one", "other", "p"), [((7, 17), (1, 8), 0.21), ((0, 17), (8, 21), 0.005), ((0, 0), (3, 9), 1)]
)
def test_differences_of_the_published_counts(one: tuple[int, int], other: tuple[int, int], p: float) -> None:
    assert exact_difference(*one, *other) == pytest.approx(p, abs=0.005 if p > 0.01 else 0.0005)


@given(SHARES, SHARES)
def test_difference_as_scipy_and_the_same_both_ways(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = exact_difference(*one, *other)
    table = [[count, total - count] for count, total in (one, other)]
    assert found == pytest.approx(fisher_exact(table).pvalue)
    assert 0 <= found <= 1
    assert found == pytest.approx(exact_difference(*other, *one))


def test_difference_of_large_counts_as_scipy() -> None:
    found = exact_difference(30_300, 100_000, 29_700, 100_000)
    assert found == pytest.approx(fisher_exact([[30_300, 69_700], [29_700, 70_300]]).pvalue, rel=1e-6)


def test_a_trend_over_two_periods_is_a_difference() -> None:
    assert linear_trend((7, 1), (17, 8)).p == pytest.approx(exact_difference(7, 17, 1, 8))


def every_way(counts: list[int], totals: list[int]) -> float:
    """The trend's p by listing all ways."""
    weights: dict[int, int] = {}
    for way in product(*(range(total + 1) for total in totals)):
        if sum(way) == sum(counts):
            score = sum(i * k for i, k in enumerate(way))
            weights[score] = weights.get(score, 0) + prod(map(comb, totals, way))
    observed = weights[sum(i * k for i, k in enumerate(counts))]
    return sum(w for w in weights.values() if w <= observed) / sum(weights.values())


@given(PERIODS)
def test_trend_as_by_listing_all_ways_and_the_same_both_ways(periods: list[tuple[int, int]]) -> None:
    counts, totals = [c for c, _ in periods], [t for _, t in periods]
    found, exact = linear_trend(counts, totals)
    assert exact
    assert found == pytest.approx(every_way(counts, totals))
    assert 0 <= found <= 1
    assert found == pytest.approx(linear_trend(counts[::-1], totals[::-1]).p)
    assert found == pytest.approx(linear_trend([t - c for c, t in periods], totals).p)


def test_periods_lie_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """A month without audits between two is as none of none, by the exact test and by the approximation."""
    gap = ([7, 5, 1], [17, 21, 8], [0, 1, 4])
    filled = ([7, 5, 0, 0, 1], [17, 21, 0, 0, 8])
    assert linear_trend(*gap) == pytest.approx(linear_trend(*filled))
    assert linear_trend(*gap) != linear_trend(*gap[:2])
    monkeypatch.setattr("generator.measures.statistics.EXACT_WORK", 0)
    assert linear_trend(*gap) == pytest.approx(linear_trend(*filled))


def test_a_trend_too_large_for_all_ways_is_approximated() -> None:
    counts, totals = [60, 66, 71, 75, 90, 95], [200, 190, 210, 200, 205, 195]
    table = Table([counts, [t - c for c, t in zip(counts, totals, strict=True)]])
    normal = table.test_ordinal_association().pvalue
    found = linear_trend(counts, totals)
    assert found.p == pytest.approx(normal)
    assert not found.exact


def test_where_the_approximation_begins_it_is_close_to_the_exact_trend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts, totals = [9, 7, 6, 5, 3], [20, 20, 20, 20, 20]
    exact = linear_trend(counts, totals)
    monkeypatch.setattr("generator.measures.statistics.EXACT_WORK", 0)
    normal = linear_trend(counts, totals)
    assert isclose(exact.p, normal.p, abs_tol=0.015)
    assert (exact.exact, normal.exact) == (True, False)


@pytest.mark.parametrize("counts", [(0, 0, 0), (4, 5, 6)])
def test_where_nothing_can_differ_there_is_no_trend(counts: tuple[int, ...]) -> None:
    assert linear_trend(counts, (4, 5, 6)).p == 1


@pytest.mark.parametrize(("counts", "totals"), [((2, 1), (1, 1)), ((-1, 1), (1, 1)), ((1, 1, 1), (1, 1))])
def test_counts_must_be_shares_of_their_totals(counts: tuple[int, ...], totals: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no shares"):
        linear_trend(counts, totals)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # theirs, for a statistic not used here
@given(MATRICES)
def test_kappa_as_statsmodels_and_the_same_both_ways(matrix: list[list[int]]) -> None:
    matrix = [[count * 2 * len(matrix) ** 2 for count in row] for row in matrix]  # enough for an interval
    found = weighted_kappa(matrix)
    used = {(i, j) for i, row in enumerate(matrix) for j, count in enumerate(row) if count}
    if not used or (len(used) == 1 and all(i == j for i, j in used)):
        assert found is None
        return
    assert found
    kappa, low, high = found
    theirs = cohens_kappa(matrix, wt="linear")
    assert kappa == pytest.approx(theirs.kappa, abs=1e-9)
    if low is not None and high is not None:
        assert low == pytest.approx(max(-1, theirs.kappa_low), abs=1e-6)
        assert high == pytest.approx(min(1, theirs.kappa_upp), abs=1e-6)
        assert -1 <= low <= kappa <= high <= 1
    transposed = [list(column) for column in zip(*matrix, strict=True)]
    assert weighted_kappa(transposed) == pytest.approx(found)


@pytest.mark.parametrize(
    ("matrix", "has"),
    [([[9, 4], [2, 9]], True), ([[2, 1], [1, 3]], False), ([[9, 0], [0, 9]], False)],
    ids=["enough", "under twice the square of the grades", "all agree"],
)
def test_kappa_has_an_interval_only_where_it_holds(matrix: list[list[int]], has: bool) -> None:
    found = weighted_kappa(matrix)
    assert found
    assert (found[1] is not None) == (found[2] is not None) == has
