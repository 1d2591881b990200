"""Limits and signals against values from outside, and what must hold of any series."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.measures.process_control import (
    RUNS,
    Limits,
    Signal,
    false_alarms,
    p_limits,
    signals,
    xmr_limits,
)

OUTSIDE: dict[str, Any] = json.loads((Path(__file__).parent / "spc_values.json").read_text(encoding="utf-8"))
SHARES = st.lists(
    st.integers(1, 40).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))),
    min_size=1,
    max_size=40,
)
VALUES = st.lists(st.integers(-5, 5).map(float), min_size=2, max_size=40)
FLAT = Limits(0, -3, 3, -2, 2)


def rules(values: list[float], limits: Limits = FLAT, run: int = 7) -> list[str]:
    found = signals(values, [limits] * len(values), run)
    return [f"{signal.rule} {'up' if signal.up else 'down'}" if signal else "" for signal in found]


class TestLimits:
    @pytest.mark.parametrize("case", OUTSIDE["xmr"], ids=("20 points", "screened", "not screened"))
    def test_of_xmr_agree_with_nhsrplotthedots_to_four_digits(self, case: dict[str, Any]) -> None:
        found = xmr_limits(case["y"], screen=case["screen_outliers"])
        expected = (case["mean"], case["lpl"], case["upl"])
        assert found[:3] == pytest.approx(expected, rel=5e-5)

    @pytest.mark.parametrize("case", OUTSIDE["p_chart"], ids=("wafers",))
    def test_of_p_agree_with_the_nist_handbook_to_four_digits(self, case: dict[str, Any]) -> None:
        for limits in p_limits(case["y"], [case["n"]] * len(case["y"])):
            found = tuple(round(number, 4) for number in limits[:3])
            assert found == (case["centre"], case["lower"], case["upper"])

    def test_of_p_are_wider_where_fewer_were_audited(self) -> None:
        few, many = p_limits((2, 20), (10, 100))
        assert few.lower < many.lower < many.centre == few.centre < many.upper < few.upper

    def test_come_from_the_baseline_alone(self) -> None:
        counts, totals = (5, 5, 5, 19), (20, 20, 20, 20)
        assert {limits.centre for limits in p_limits(counts, totals, baseline=3)} == {0.25}
        assert xmr_limits((1, 3, 1, 90), baseline=3) == xmr_limits((1, 3, 1))

    def test_need_totals_and_two_values(self) -> None:
        with pytest.raises(ValueError, match="no shares"):
            p_limits((1, 0), (3, 0))
        with pytest.raises(ValueError, match="two values"):
            xmr_limits((1.0,))

    @given(SHARES)
    def test_of_p_lie_within_nought_and_one_around_the_centre(self, shares: list[tuple[int, int]]) -> None:
        counts, totals = zip(*shares, strict=True)
        for limits in p_limits(counts, totals):
            assert 0 <= limits.lower <= limits.centre <= limits.upper <= 1

    @given(SHARES, st.randoms())
    def test_of_p_do_not_depend_on_the_order_of_months(
        self, shares: list[tuple[int, int]], chance: random.Random
    ) -> None:
        shuffled = chance.sample(shares, len(shares))
        before, after = (p_limits([c for c, _ in each], [t for _, t in each]) for each in (shares, shuffled))
        by_total = dict(zip((total for _, total in shares), before, strict=True))
        for (_, total), limits in zip(shuffled, after, strict=True):
            assert limits == pytest.approx(by_total[total])

    @given(VALUES)
    def test_of_xmr_do_not_depend_on_the_direction_of_time(self, values: list[float]) -> None:
        assert xmr_limits(values) == pytest.approx(xmr_limits(values[::-1]))


class TestSignals:
    @pytest.mark.parametrize("case", OUTSIDE["rules"]["shift"]["cases"], ids=("six", "seven"))
    def test_of_one_side_begin_at_the_seventh_and_mark_the_whole_run(self, case: dict[str, Any]) -> None:
        sides = [float(sign) for sign in case["sign"]]
        for end in range(1, len(sides) + 1):
            marked = rules(sides[:end])
            assert bool(marked[-1]) == bool(case["flag_at"][end - 1])
        last = max((i for i, flag in enumerate(case["flag_at"]) if flag), default=-1)
        assert rules(sides) == ["one-side up" if i <= last else "" for i in range(len(sides))]

    @pytest.mark.parametrize("case", OUTSIDE["rules"]["trend"]["cases"], ids=("six", "rising", "falling"))
    def test_of_a_trend_need_seven_strictly_rising_or_falling(self, case: dict[str, Any]) -> None:
        wide = Limits(3.5, -90, 90, -60, 60)
        flag = case["flag_at"][-1]
        direction = {0: "", 1: "trend up", -1: "trend down"}[flag]
        assert rules(case["y"], wide) == [direction] * len(case["y"])

    def test_of_a_trend_end_at_a_tie(self) -> None:
        wide = Limits(4.5, -90, 90, -60, 60)
        assert not any(rules([1, 2, 3, 4, 4, 5, 6, 7], wide))

    @pytest.mark.parametrize("case", OUTSIDE["rules"]["two_in_three"]["cases"])
    def test_of_two_in_three_mark_the_close_points(self, case: dict[str, Any]) -> None:
        sides = case.get("side", [1] * len(case["close"]))
        values = [side * (2.5 if close else 1.0) for close, side in zip(case["close"], sides, strict=True)]
        # twenty in a run: the rule of one side stays out of it
        marked = [int(rule.startswith("two-in-three")) for rule in rules(values, run=20)]
        assert marked == case.get("coloured", [0] * len(sides))

    def test_of_several_rules_the_strongest_stands(self) -> None:
        rising = [0.1, 0.2, 0.3, 0.4, 0.5, 2.5, 3.5]
        assert rules(rising) == ["trend up"] * 6 + ["beyond-limits up"]
        close = [0.5, 0.4, 2.5, 2.4, 0.6, 0.5, 0.6]
        assert rules(close) == ["two-in-three up" if value > 2 else "one-side up" for value in close]

    def test_on_a_limit_is_not_beyond_it(self) -> None:
        assert rules([3.0, -3.0]) == ["", ""]
        assert rules([3.01, -3.01]) == ["beyond-limits up", "beyond-limits down"]

    @pytest.mark.parametrize("run", RUNS)
    def test_take_six_or_seven_as_set(self, run: int) -> None:
        assert not any(rules([1.0] * (run - 1), run=run))
        assert all(rules([1.0] * run, run=run))

    @given(VALUES, st.sampled_from(RUNS))
    def test_mirrored_are_the_same_the_other_way(self, values: list[float], run: int) -> None:
        there = signals(values, [FLAT] * len(values), run)
        mirrored = signals([-value for value in values], [FLAT] * len(values), run)
        assert [signal and Signal(signal.rule, not signal.up) for signal in mirrored] == there

    @given(VALUES, st.sampled_from(RUNS))
    def test_are_the_same_backwards_but_that_what_rose_falls(self, values: list[float], run: int) -> None:
        there = signals(values, [FLAT] * len(values), run)
        back = signals(values[::-1], [FLAT] * len(values), run)[::-1]
        assert [signal and signal.rule for signal in there] == [signal and signal.rule for signal in back]

    @given(st.integers(0, 20), st.lists(st.integers(1, 30), min_size=12, max_size=40))
    def test_of_a_share_that_never_moves_there_are_none(self, tenths: int, totals: list[int]) -> None:
        counts = [min(tenths, 10) * total for total in totals]
        totals = [10 * total for total in totals]
        shares = [count / total for count, total in zip(counts, totals, strict=True)]
        assert not any(signals(shares, p_limits(counts, totals)))

    @pytest.mark.parametrize("run", RUNS)
    def test_by_chance_are_as_rare_as_said(self, run: int) -> None:
        """The newest of 20 normal values, with known limits."""
        chance, trials = random.Random(run), 40_000
        series = ([chance.gauss(0, 1) for _ in range(20)] for _ in range(trials))
        marked = sum(signals(values, [FLAT] * 20, run)[-1] is not None for values in series)
        assert marked / trials == pytest.approx(false_alarms(run), rel=0.1)

    @pytest.mark.parametrize(
        ("months", "audits", "share"), [(12, 20, 0.4), (24, 15, 0.05), (60, 10, 0.1), (24, 20, 0.2)]
    )
    def test_are_rough_for_few_audits_as_pages_say(self, months: int, audits: int, share: float) -> None:
        """Limits are drawn from the months themselves: about one in 220 to one in 17."""
        chance, trials, marked = random.Random(months), 2_000, 0
        for _ in range(trials):
            counts = [sum(chance.random() < share for _ in range(audits)) for _ in range(months)]
            limits = p_limits(counts, [audits] * months)
            marked += signals([count / audits for count in counts], limits, 7)[-1] is not None
        assert 1 / 400 < marked / trials < 1 / 14
