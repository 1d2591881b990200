"""Series of months: which have limits, what the newest month shows, and what hidden months never tell."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from councils import Parts, council, hide, months, settings
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from generator.evidence import Evidence, Shown, ShownQuantity, Source
from generator.evidence.screen import name_of, screened
from generator.evidence.series import (
    SAMPLING_CHANGED,
    SCALE_CHANGED,
    Point,
    Series,
    better,
    quantities,
    shares,
)
from generator.measures.process_control import Signal, p_limits
from generator.settings.model import GOOD_OR_BETTER, Target

OUTSIDE: dict[str, Any] = json.loads((Path(__file__).parent / "spc_values.json").read_text(encoding="utf-8"))
STEADY: Parts = (6, 8, 6)
FOUR = [
    {"id": "inadequate", "name": "Inadequate"},
    {"id": "requires-improvement", "name": "Requires improvement"},
    {"id": "good", "name": "Good", "good_or_better": True},
    {"id": "outstanding", "name": "Outstanding", "good_or_better": True},
]
MONTHS = st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=1, max_size=30)


def good(e: Evidence) -> Series:
    found = shares(e, "moderated", "overall", "good")
    assert found
    return found


def limited(series: Series) -> list[str]:
    return [point.month for point in series.points if point.limits]


class TestLimits:
    def test_are_those_of_a_p_chart_in_percent(self) -> None:
        parts = [(1, 2, 10 + n % 4) for n in range(14)]
        found = [(p.lower, p.centre, p.upper) for p in good(council(parts)).points]
        expected = p_limits([part[2] for part in parts], [sum(part) for part in parts])
        assert found == [
            pytest.approx((100 * limits.lower, 100 * limits.centre, 100 * limits.upper))
            for limits in expected
        ]

    def test_say_from_how_many_audits_their_centre_comes(self) -> None:
        limits = good(council([STEADY] * 12)).last.limits
        assert limits
        assert (limits.of.count, limits.of.total, limits.of.percent) == (72, 240, 30)

    @pytest.mark.parametrize(("number", "why"), [(1, "few-months"), (11, "few-months"), (12, "")])
    def test_need_twelve_months(self, number: int, why: str) -> None:
        series = good(council([STEADY] * number))
        assert series.why == why
        assert len(limited(series)) == (number if number >= 12 else 0)
        assert (series.counted.count, series.counted.total) == (number, 12)

    def test_need_enough_audits_in_a_month(self) -> None:
        series = good(council([(3, 3, 3)] * 20))
        assert limited(series) == []
        assert (series.why, series.counted.count) == ("few-audits", 0)

    def test_leave_a_small_month_out_and_keep_the_others(self) -> None:
        with_small = good(council([*[STEADY] * 6, (9, 0, 0), *[STEADY] * 6]))
        assert with_small.points[6].limits is None
        assert {point.centre for point in with_small.points if point.limits} == {30.0}
        assert len(limited(with_small)) == 12

    def test_of_the_newest_month_are_missing_where_it_is_small(self) -> None:
        series = good(council([*[STEADY] * 12, (1, 1, 1)]))
        assert (series.has_limits, series.why, series.variation) == (False, "few-audits", "no-limits")

    def test_are_on_trial_under_twenty_months(self) -> None:
        assert [good(council([STEADY] * number)).trial for number in (11, 12, 19, 20)] == [
            False, True, True, False,
        ]  # fmt: skip

    def test_come_from_the_baseline_of_the_settings(self) -> None:
        of = settings({"process_control": {"baseline": 12}})
        series = good(council([*[STEADY] * 12, *[(0, 0, 20)] * 6], of))
        assert {point.centre for point in series.points} == {30.0}

    @effort(max_examples=60, deadline=None)
    @given(MONTHS)
    def test_hold_for_any_counts(self, parts: list[Parts]) -> None:
        series = good(council(parts))
        fit = [month for month, part in zip(months(len(parts)), parts, strict=True) if sum(part) >= 10]
        assert limited(series) == (fit if len(fit) >= 12 else [])
        for point in series.points:
            if point.limits:
                assert point.lower is not None
                assert point.centre is not None
                assert point.upper is not None
                assert 0 <= point.lower <= point.centre <= point.upper <= 100
            else:
                assert point.signal is None

    @effort(max_examples=40, deadline=None)
    @given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), min_size=14, max_size=24), st.data())
    def test_tell_nothing_of_a_hidden_month(self, parts: list[Parts], data: st.DataObject) -> None:
        """Its count changes no limit of another month, and it has none itself: they would give its total."""
        at = data.draw(st.integers(0, len(parts) - 1))
        other = data.draw(st.tuples(*[st.integers(0, 40)] * 3))
        month = months(len(parts))[at]
        changed = [*parts[:at], other, *parts[at + 1 :]]
        before, after = (hide(council(given_), month) for given_ in (parts, changed))
        assert before.screen == after.screen
        hidden = next(point for point in good(before).points if point.month == month)
        assert (hidden.limits, hidden.signal, hidden.level) == (None, None, None)

    def test_of_days_are_those_of_an_xmr_chart_and_never_below_nought(self) -> None:
        days = [4, 0, 6, 2, 5, 1, 7, 3, 0, 6, 2, 4.5]
        series = quantities(council([STEADY] * 12, days=days), "days_to_moderation", "neither")
        assert series
        assert series.last.lower == 0
        assert series.last.centre == pytest.approx(sum(days) / 12)


class TestNewStarts:
    def test_at_a_break_limits_start_anew_and_the_month_is_marked(self) -> None:
        of = settings(breaks=[{"from": "2022-02", "what": "the framework was refreshed"}])
        series = good(council([*[STEADY] * 13, *[(0, 0, 20)] * 12], of))
        assert [point.centre for point in series.points] == [30.0] * 13 + [100.0] * 12
        assert [p.month for p in series.points if "b" in p.figure.marks] == ["2022-02"]
        assert series.points[13].starts == series.since == ("the framework was refreshed",)

    def test_after_a_break_there_are_no_limits_until_there_are_months_enough(self) -> None:
        of = settings(breaks=[{"from": "2022-02", "what": "the framework was refreshed"}])
        series = good(council([STEADY] * 15, of))
        assert limited(series) == months(13)
        assert (series.why, series.counted.count) == ("few-months", 2)

    def test_a_break_in_a_month_without_audits_counts_from_the_next(self) -> None:
        e = council([STEADY] * 14, settings(breaks=[{"from": "2021-02", "what": "it changed"}]))
        without = replace(e, months=tuple(month for month in e.months if month != "2021-02"))
        assert [point.month for point in good(without).points if point.starts] == ["2021-03"]

    def test_where_the_settings_say_so(self) -> None:
        rebase = [{"from": "2021-06", "what": "supervision was doubled"}]
        series = good(council([STEADY] * 8, settings({"process_control": {"rebase": rebase}})))
        assert series.since == ("supervision was doubled",)

    def test_where_the_scale_of_grades_changed(self) -> None:
        scales = [{"from": "2020-01", "scale": FOUR[:3]}, {"from": "2021-03", "scale": FOUR}]
        series = good(council([STEADY, STEADY, (*STEADY, 1)], settings(grades=scales)))
        assert series.since == (SCALE_CHANGED,)

    def test_where_files_are_known_to_be_chosen_another_way(self) -> None:
        ways = ["random", "unknown", "random", "risk-based"]
        series = good(council([STEADY] * 5, sampling=ways))
        assert [(point.month, point.starts) for point in series.points if point.starts] == [
            ("2021-04", (SAMPLING_CHANGED,))
        ]


def a_series(lower: float, upper: float, target: Target | None, signal: Signal | None = None) -> Series:
    figure = Shown(Source("grades", ()), 3, 10, 30)
    limits = ShownQuantity(Source("control_limits", ()), (lower + upper) / 2, "percent", figure, lower, upper)
    counted = Shown(Source("control_months", ()), 12, 12, None)
    return Series((Point("2023-11", figure, limits, signal),), "more", counted, target=target)


class TestVerdicts:
    @pytest.mark.parametrize("case", OUTSIDE["rules"]["assurance"]["cases"])
    @pytest.mark.parametrize("way", ["increase", "decrease"])
    def test_of_assurance_agree_with_nhsrplotthedots(self, case: dict[str, Any], way: str) -> None:
        end = "at_least" if way == "increase" else "at_most"
        target = Target.model_validate({"grades": "good", end: case["target"]})
        found = a_series(case["lpl"], case["upl"], target).assurance
        names = {"consistent_fail": "missed", "consistent_pass": "met", "inconsistent": "hit-and-miss"}
        assert found == names[case[way]]

    def test_of_assurance_need_a_target_and_limits(self) -> None:
        assert a_series(1, 3, None).assurance == "no-target"
        target = {"targets": [{"grades": "good", "at_least": 50}]}
        assert good(council([STEADY], settings(target))).assurance == "no-limits"

    @pytest.mark.parametrize(
        ("grades", "up", "verdict"),
        [
            ("good", True, "improvement"), ("good", False, "concern"),
            ("inadequate", True, "concern"), ("inadequate", False, "improvement"),
            ("requires-improvement", True, "higher"), ("requires-improvement", False, "lower"),
        ],
    )  # fmt: skip
    def test_of_variation_depend_on_what_is_better(self, grades: str, up: bool, verdict: str) -> None:
        series = replace(a_series(1, 3, None, Signal("trend", up)), better=better(council([STEADY]), grades))
        assert series.variation == verdict

    def test_of_variation_is_common_cause_without_a_signal(self) -> None:
        assert good(council([STEADY] * 12)).variation == "common-cause"

    def test_of_variation_sees_a_run_below_the_average(self) -> None:
        fell = [*[(6, 4, 10)] * 10, *[(6, 8, 6)] * 7]
        series = good(council(fell))
        assert series.last.signal == Signal("one-side", up=False)
        assert (series.last.mark, series.variation) == ("one-side-down", "concern")

    @pytest.mark.parametrize(
        ("gap", "variation"),
        [(STEADY, "concern"), ((1, 1, 1), "common-cause"), ((0, 0, 0), "common-cause")],
        ids=["no gap", "a small month", "a month without audits"],
    )
    def test_of_variation_see_no_run_over_a_gap(self, gap: Parts, variation: str) -> None:
        low = (7, 9, 4)
        parts = [*[(4, 6, 10)] * 8, *[low] * 4, low if gap == STEADY else gap, *[low] * 4]
        assert good(council(parts)).variation == variation

    def test_six_in_a_run_are_enough_where_the_settings_say_so(self) -> None:
        fell = [*[(6, 4, 10)] * 10, *[(6, 8, 6)] * 6]
        six = settings({"process_control": {"run": 6}})
        assert good(council(fell)).variation == "common-cause"
        assert good(council(fell, six)).variation == "concern"

    @pytest.mark.parametrize(("most", "unequal"), [(28, False), (29, True)])
    def test_say_where_totals_differ_by_more_than_a_quarter(self, most: int, unequal: bool) -> None:
        series = good(council([(7, 7, 7), (0, 0, most)]))
        assert series.unequal == unequal
        assert [shown.total for shown in series.totals] == [21, most]


class TestGroups:
    FOUR_GRADES = settings(grades=[{"from": "2020-01", "scale": FOUR}])

    def test_of_several_good_grades_are_added_up(self) -> None:
        e = council([(1, 2, 3, 4)], self.FOUR_GRADES)
        series = shares(e, "moderated", "overall", GOOD_OR_BETTER)
        assert series
        assert isinstance(series.last.figure, Shown)
        assert (series.last.figure.count, series.last.figure.total) == (7, 10)
        assert screened(e)[-1] == GOOD_OR_BETTER
        assert [better(e, grades) for grades in ("good", "outstanding", GOOD_OR_BETTER)] == [
            "neither", "more", "more",
        ]  # fmt: skip

    def test_of_one_grade_are_that_grade(self) -> None:
        e = council([STEADY])
        assert name_of(e, GOOD_OR_BETTER) == "good"
        assert screened(e) == ("inadequate", "requires-improvement", "good")

    def test_of_the_settings_have_series_and_targets_of_their_own(self) -> None:
        group = {
            "id": "not-good", "name": "Not good", "grades": ["inadequate", "requires-improvement"],
            "better": "fewer",
        }  # fmt: skip
        targets = {
            "targets": [{"grades": "not-good", "at_most": 50}, {"grades": "good-or-better", "at_least": 40}]
        }
        e = council([STEADY], settings(targets, groups=[group]))
        found = e.screen.of("moderated", "overall", "not-good")
        assert found
        assert found.target
        assert isinstance(found.last.figure, Shown)
        assert (found.last.figure.count, found.better, found.target.at_most) == (14, "fewer", 50)
        of_good = good(e).target
        assert of_good, "a target for good or better is one for good, where no grade is better"


class TestScreen:
    def test_counts_every_stage_area_and_grade_that_is_measured(self) -> None:
        screen = council([STEADY] * 12).screen
        assert len(screen.series) == 2 * 2 * 3
        assert (screen.with_limits.count, screen.with_limits.total) == (12, 12)
        assert (screen.with_signal.count, screen.marked) == (0, ())

    def test_says_how_many_signals_chance_would_give(self) -> None:
        by_chance = council([STEADY] * 12).screen.by_chance.value
        assert by_chance == pytest.approx(12 * 0.02, rel=0.05)
        assert council([STEADY]).screen.by_chance.value == 0

    def test_is_worked_out_once(self) -> None:
        e = council([STEADY])
        assert e.screen is e.screen
