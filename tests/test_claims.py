"""Claims: sentences that the figures must bear out, with what they can't show beside them."""

import csv
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact  # type: ignore[import-untyped]
from test_pages import page, said

from generator.editions.build import Order, build
from generator.editions.check import check
from generator.editions.inputs import read as read_inputs
from generator.editions.make import EditionMaker
from generator.evidence import Edition, Evidence, Shown, assemble
from generator.evidence.claims import VOCABULARY, Assertion, Name, Of
from generator.evidence.judging import Judged, judge, no_choice
from generator.evidence.series import shares as shares_over_months
from generator.measures.figures import Distribution, Extracts, Measured, ProgrammeNote, where
from generator.measures.statistics import exact_share, linear_trend
from generator.pages import claims, read_content
from generator.pages.calls import Figure
from generator.pages.content import BRIEFINGS, PAGES, REPORTS, Content
from generator.pages.notes import Notes, names_of
from generator.pages.prose import ClaimText, Section
from generator.pages.templating import environment
from generator.problems import Problem, errors
from generator.settings.model import GradeGroup, ProcessControl, Settings, Target

ROOT = Path(__file__).parents[1]
GRADES = ("inadequate", "requires-improvement", "good")
MONTHS = ("2023-09", "2023-10", "2023-11")
REFRESHED = [{"from": "2023-10", "what": "the framework was refreshed"}]
Grades = tuple[int, int, int]
Table = Mapping[str, tuple[Grades, Grades]]
REPORT: Table = {
    "2023-09": ((5, 9, 3), (7, 10, 0)),
    "2023-10": ((4, 9, 8), (4, 9, 8)),
    "2023-11": ((1, 3, 4), (1, 5, 2)),
}
"""The published report, as counts: month -> primary and moderated, worst grade first."""


def council(*targets: Target, breaks: Sequence[Mapping[str, str]] = ()) -> Settings:
    settings = builders.settings(breaks=breaks)
    return replace(settings, publication=settings.publication.model_copy(update={"targets": targets}))


def grouped() -> Settings:
    """A council with a group of grades."""
    settings = council()
    group = GradeGroup(id="not-yet-good", name="not yet good", grades=("inadequate", "requires-improvement"))
    return replace(settings, framework=settings.framework.model_copy(update={"groups": (group,)}))


def evidence(
    table: Table,
    settings: Settings | None = None,
    *,
    month: str = "",
    sampling: str | Sequence[str] = "random",
    hidden: Sequence[tuple[str, str, str]] = (),
) -> Evidence:
    """What an edition may say of a table; `hidden`: month, stage and grade that its audience may not see."""
    of = settings or council()
    distributions = [
        Distribution(
            "grades",
            where(month=m, stage=stage, area="overall", team="all"),
            dict(zip(GRADES, counts, strict=True)),
            sum(counts),
        )
        for m, stages in table.items()
        for stage, counts in zip(("primary", "moderated"), stages, strict=True)
    ]
    ways = [sampling] * len(table) if isinstance(sampling, str) else sampling
    programme = tuple(ProgrammeNote(m, way, "", ()) for m, way in zip(table, ways, strict=True))
    own = month or max(table)
    measured = Measured(own, tuple(table), tuple(distributions), (), Extracts(programme=programme))
    e = assemble(measured, of, Edition(own, date(2023, 12, 14), date(2023, 12, 21)))
    tables = {
        key: replace(
            shown,
            parts={
                grade: Shown(part.source, None, None, None, hidden="c")
                if (shown.dims["month"], shown.dims["stage"], grade) in hidden
                else part
                for grade, part in shown
            },
        )
        for key, shown in e.tables.tables.items()
    }
    return replace(e, tables=replace(e.tables, tables=tables))


def of_moderated(*inadequate: tuple[int, int]) -> Table:
    """Months from September on with so many inadequate of so many, moderated; the others are good."""
    counts = [(count, 0, total - count) for count, total in inadequate]
    return {f"2023-{9 + i:02}": (each, each) for i, each in enumerate(counts)}


def months_of(*inadequate: tuple[int, int]) -> Table:
    """The same from January on."""
    return {f"2023-{i:02}": each for i, each in enumerate(of_moderated(*inadequate).values(), 1)}


def figure(kind: str, stage: str = "moderated", grade: str = "inadequate", month: str = "") -> Of:
    return Of(kind, stage, grade, month=month)  # type: ignore[arg-type]


INSTEAD = "This is not shown here."


def section_of(asserted: Assertion, otherwise: str = INSTEAD) -> Section:
    return Section(
        "f.md", 1, (ClaimText("f.md", 1, asserted, ("So it is.",), (otherwise,) if otherwise else ()),)
    )


def page_of(asserted: Assertion, e: Evidence, *, numbered: bool = True) -> tuple[str, str]:
    """A claim's words as a page shows them, and the notes on them."""
    notes = Notes(e, lambda _: "", "../", numbered=numbered)
    words = notes.words(section_of(asserted))
    macros: Any = environment().get_template("claims.j2").module
    return words, str(macros.notes(notes.noted, names_of(e)))


def shown(asserted: Assertion, e: Evidence, *, numbered: bool = True) -> str:
    """What a reader sees of a claim in its text."""
    return " ".join(said(page_of(asserted, e, numbered=numbered)[0]).split())


def problems_of(asserted: Assertion, e: Evidence, otherwise: str = INSTEAD) -> list[Problem]:
    return claims.problems(e, Content({e.month: {"Conclusion": section_of(asserted, otherwise)}}, {}))


def claim(name: Name, of: Of, *months: str) -> Assertion:
    return Assertion(name, (of,), months)


INADEQUATE, GOOD = figure("count"), figure("share", grade="good")
GOOD_TO_MANAGERS = figure("share", "primary", "good")


class TestTheReportsThirdSection:
    """The sentences of the published report, as claims over its own counts."""

    @pytest.mark.parametrize(
        ("asserted", "verdict", "p", "picked"),
        [
            (claim("falls_every_month", INADEQUATE, "2023-09", "2023-11"), "within-chance", 0.10, False),
            (claim("falls", INADEQUATE, "2023-09", "2023-11"), "within-chance", 0.21, True),
            (claim("falls", INADEQUATE, "2023-10", "2023-11"), "within-chance", 1, False),
            (claim("rises", GOOD, "2023-09", "2023-10"), "beyond-chance", 0.005, True),
            (claim("rises", GOOD, "2023-09", "2023-11"), "within-chance", 0.09, True),
            (claim("rises", GOOD_TO_MANAGERS, "2023-09", "2023-11"), "within-chance", 0.16, True),
        ],
    )  # fmt: skip
    def test_is_true_and_hedged(self, asserted: Assertion, verdict: str, p: float, picked: bool) -> None:
        judged = judge(asserted, evidence(REPORT, council(breaks=REFRESHED)))
        assert judged.verdict == verdict
        assert judged.p is not None
        assert judged.p.value == pytest.approx(p, abs=0.005 if p > 0.01 else 0.0005)
        assert bool(judged.breaks) == ("2023-09" in asserted.months)
        assert bool(judged.picked_from) == picked
        assert judged.hedged

    @pytest.mark.parametrize(
        ("stage", "grade", "one", "other"),
        [("moderated", "inadequate", (7, 17), (1, 8)), ("moderated", "good", (0, 17), (2, 8)),
         ("primary", "good", (3, 17), (4, 8))],
    )  # fmt: skip
    def test_has_the_p_that_scipy_gives(
        self, stage: str, grade: str, one: tuple[int, int], other: tuple[int, int]
    ) -> None:
        judged = judge(
            claim("unchanged", figure("share", stage, grade), "2023-09", "2023-11"), evidence(REPORT)
        )
        assert judged.verdict == "false"
        name: Name = "falls" if one[0] * other[1] > other[0] * one[1] else "rises"
        judged = judge(claim(name, figure("share", stage, grade), "2023-09", "2023-11"), evidence(REPORT))
        table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
        assert judged.p is not None
        assert judged.p.value == pytest.approx(fisher_exact(table).pvalue)

    def test_in_octobers_edition_compares_its_month_with_the_one_before(self) -> None:
        asserted = claim("rises", figure("count", grade="good"), "2023-09", "2023-10")
        october = evidence(REPORT, council(breaks=REFRESHED), month="2023-10")
        judged = judge(asserted, replace(october, months=("2023-09", "2023-10")))
        assert (judged.verdict, judged.picked_from) == ("beyond-chance", ())
        assert judged.breaks == ("the framework was refreshed",)
        assert judged.hedged


TWO_GRADES = [{"id": "inadequate", "name": "Inadequate"}, {"id": "good", "name": "Good"}]
SCALE_CHANGED = [{"from": "2023-01", "scale": TWO_GRADES}, {"from": "2023-10", "scale": builders.SCALE}]
REBASED = {"rebase": [{"from": "2023-10", "what": "a new way of working began"}]}


class TestWhatChangedBetweenMonths:
    """One list for claims, comparisons and series."""

    @pytest.mark.parametrize(
        ("framework", "control", "sampling", "what"),
        [
            ({"breaks": REFRESHED}, {}, ("random", "random"), ("the framework was refreshed",)),
            ({"grades": SCALE_CHANGED}, {}, ("random", "random"), ("the scale of grades changed",)),
            ({}, REBASED, ("random", "random"), ("a new way of working began",)),
            ({}, {}, ("random", "stratified"), ("files were chosen another way",)),
            ({"breaks": REFRESHED}, REBASED, ("random", "random"),
             ("the framework was refreshed", "a new way of working began")),
            ({}, {}, ("random", "random"), ()),
        ],
    )  # fmt: skip
    def test_is_a_caveat_whatever_the_test_says(
        self,
        framework: dict[str, Any],
        control: dict[str, Any],
        sampling: tuple[str, str],
        what: tuple[str, ...],
    ) -> None:
        of = builders.settings(**framework)
        publication = of.publication.model_copy(
            update={"process_control": ProcessControl.model_validate(control)}
        )
        table = of_moderated((60, 100), (10, 100))
        e = evidence(table, replace(of, publication=publication), sampling=sampling)
        judged = judge(claim("falls", figure("share"), "2023-09", "2023-10"), e)
        assert judged.breaks == what
        assert judged.hedged == bool(what)
        before, after = judged.values
        assert e.compare(before, after).breaks == what
        assert e.trend([before, after]).breaks == what
        series = shares_over_months(e, "moderated", "overall", "inadequate")
        assert series is not None
        assert series.last.starts == what


LEVEL: Table = of_moderated((4, 20), (4, 20), (4, 20))
MANY: Table = of_moderated((60, 100), (30, 100), (10, 100))


class TestTheVocabulary:
    @pytest.mark.parametrize(
        ("name", "table", "true"),
        [
            ("falls", MANY, True), ("falls", LEVEL, False),
            ("rises", MANY, False), ("rises", of_moderated((1, 9), (2, 9), (3, 9)), True),
            ("unchanged", LEVEL, True), ("unchanged", MANY, False),
            ("falls_every_month", MANY, True),
            ("falls_every_month", of_moderated((9, 9), (3, 9), (3, 9)), False),
            ("rises_every_month", MANY, False),
            ("rises_every_month", of_moderated((1, 9), (2, 9), (3, 9)), True),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("kind", ["count", "share"])
    def test_between_months(self, name: Name, table: Table, true: bool, kind: str) -> None:
        judged = judge(claim(name, figure(kind), "2023-09", "2023-11"), evidence(table))
        assert judged.true == true

    @pytest.mark.parametrize(
        ("name", "month", "true"),
        [("highest", "2023-09", True), ("highest", "2023-10", False), ("lowest", "2023-11", True)],
    )
    def test_one_of_several(self, name: Name, month: str, true: bool) -> None:
        judged = judge(claim(name, figure("share"), month), evidence(MANY))
        assert judged.true == true
        assert bool(judged.picked_from) == true

    def test_a_month_that_shares_the_highest_figure_is_not_the_highest(self) -> None:
        assert judge(claim("highest", figure("count"), "2023-09"), evidence(LEVEL)).verdict == "false"

    def test_a_month_picked_as_the_highest_had_as_many_chances_as_there_are_months(self) -> None:
        table = of_moderated((9, 20), (3, 20), (3, 20))
        judged = judge(claim("highest", figure("share"), "2023-09"), evidence(table))
        alone = fisher_exact([[9, 11], [6, 34]]).pvalue
        assert judged.p is not None
        assert judged.p.value == pytest.approx(3 * alone)
        assert (alone < 0.05, judged.verdict) == (True, "within-chance")

    def test_months_that_were_chosen_too_had_more_chances(self) -> None:
        """The highest of three of five: three stretches of three months could have been chosen."""
        table = of_moderated((9, 20), (9, 20), (19, 20), (3, 20), (3, 20))
        table = {f"2023-{7 + i:02}": grades for i, grades in enumerate(table.values())}
        alone = fisher_exact([[19, 1], [12, 28]]).pvalue
        judged = judge(claim("highest", figure("share"), "2023-09", "2023-08", "2023-10"), evidence(table))
        assert judged.p is not None
        assert judged.p.value == pytest.approx(9 * alone)

    @pytest.mark.parametrize(
        ("name", "kind", "number", "true"),
        [("more_than", "count", 3, True), ("more_than", "count", 4, False), ("at_least", "count", 4, True),
         ("at_least", "count", 5, False), ("more_than", "share", 19, True), ("more_than", "share", 20, False),
         ("at_least", "share", 20, True), ("at_least", "share", 21, False)],
    )  # fmt: skip
    def test_against_a_number(self, name: Name, kind: str, number: int, true: bool) -> None:
        asserted = Assertion(name, (figure(kind, month="2023-11"),), number=Decimal(number))
        assert judge(asserted, evidence(LEVEL)).true == true

    @pytest.mark.parametrize(
        ("count", "majority", "none", "all_"),
        [(0, False, True, False), (4, False, False, False), (5, True, False, False), (8, True, False, True)],
    )
    def test_of_one_total(self, count: int, majority: bool, none: bool, all_: bool) -> None:
        e = evidence(of_moderated((count, 8)))
        names: tuple[Name, ...] = ("majority", "none", "all")
        found = [judge(Assertion(name, (figure("share", month="2023-09"),)), e).true for name in names]
        assert found == [majority, none, all_]

    def test_between_two_figures(self) -> None:
        one, other = (figure("share", month=month) for month in ("2023-09", "2023-11"))
        e = evidence(MANY)
        assert judge(Assertion("difference", (one, other)), e).verdict == "beyond-chance"
        assert judge(Assertion("more_than", (one, other)), e).verdict == "beyond-chance"
        assert judge(Assertion("more_than", (other, one)), e).verdict == "false"
        assert judge(Assertion("difference", (one, other)), evidence(LEVEL)).verdict == "false"

    def test_the_same_audits_graded_twice_are_no_two_samples(self) -> None:
        figures = tuple(figure("share", stage, month="2023-09") for stage in ("moderated", "primary"))
        judged = judge(Assertion("more_than", figures), evidence(REPORT))
        assert (judged.verdict, judged.test, judged.hedged) == ("within-chance", "two-stages", True)

    @pytest.mark.parametrize(
        ("target", "verdict"),
        [({"at_least": 20}, "within-chance"), ({"at_least": 1}, "beyond-chance"), ({"at_least": 26}, "false"),
         ({"at_most": 25}, "within-chance"), ({"at_most": 90}, "beyond-chance"), ({"at_most": 24}, "false")],
    )  # fmt: skip
    def test_a_target_of_the_settings(self, target: dict[str, float], verdict: str) -> None:
        e = evidence(REPORT, council(Target(grades="good", **target)))
        judged = judge(Assertion("target_met", (figure("share", grade="good", month="2023-11"),)), e)
        assert judged.verdict == verdict

    def test_a_target_for_good_or_better_is_one_for_good_where_nothing_is_better(self) -> None:
        asserted = Assertion("target_met", (figure("share", grade="good", month="2023-11"),))
        targets = [Target(grades="good-or-better", at_least=20), Target(grades="inadequate", at_most=5)]
        met = [judge(asserted, evidence(REPORT, council(target))).true for target in targets]
        assert met == [True, False]

    def test_a_share_against_a_number_has_the_p_that_scipy_gives(self) -> None:
        for count, total, share in product((0, 2, 5, 9), (9, 40), (0.1, 0.5, 0.8)):
            assert exact_share(count, total, share) == pytest.approx(binomtest(count, total, share).pvalue)
        assert [exact_share(0, 9, 0), exact_share(1, 9, 0), exact_share(9, 9, 1)] == [1, 0, 1]


class TestCountsAndShares:
    def test_are_told_apart(self) -> None:
        """Fewer audits were graded inadequate, since fewer were done: of those done it was a larger part."""
        e = evidence(of_moderated((8, 40), (6, 10)))
        assert judge(claim("falls", figure("count"), "2023-09", "2023-10"), e).true
        assert judge(claim("falls", figure("share"), "2023-09", "2023-10"), e).verdict == "false"

    @pytest.mark.parametrize(
        ("name", "rows", "other_way"),
        [
            ("falls", [(8, 40), (6, 10)], True), ("falls", [(8, 40), (4, 20)], True),
            ("falls", [(8, 40), (3, 20)], False), ("unchanged", [(10, 60), (10, 12)], True),
            ("falls_every_month", [(7, 17), (6, 10), (1, 8)], True),
            ("falls_every_month", [(7, 17), (4, 21), (1, 8)], False),
        ],
    )  # fmt: skip
    def test_what_is_so_of_numbers_and_not_of_shares_is_counted_and_hedged(
        self, name: Name, rows: list[tuple[int, int]], other_way: bool
    ) -> None:
        judged = judge(claim(name, figure("count"), "2023-09", f"2023-{8 + len(rows):02}"),
                       evidence(of_moderated(*rows)))  # fmt: skip
        assert judged.other_way == other_way
        assert (judged.verdict == "counted") == other_way
        assert judged.hedged
        assert judged.summary == ("counted, the share not so" if other_way else "within-chance")

    def test_exact_shares_are_compared_and_no_rounded_percents(self) -> None:
        e = evidence(of_moderated((334, 1000), (333, 1000)))
        assert judge(claim("falls", figure("share"), "2023-09", "2023-10"), e).true

    @pytest.mark.parametrize(("kind", "verdict"), [("count", "counted"), ("share", "within-chance")])
    def test_a_count_speaks_of_its_audits_and_a_share_of_more(self, kind: str, verdict: str) -> None:
        asserted = Assertion("at_least", (figure(kind, month="2023-11"),), number=Decimal(1))
        assert judge(asserted, evidence(of_moderated((1, 8), (1, 8), (1, 8)))).verdict == verdict


class TestGroupsOfGrades:
    """Grades added up: good or better, and those that the settings name."""

    NOT_YET_GOOD = figure("share", grade="not-yet-good", month="2023-11")

    def test_are_figures_as_grades_are(self) -> None:
        e = evidence(REPORT, grouped())
        judged = judge(Assertion("majority", (self.NOT_YET_GOOD,)), e)
        assert [(value.count, value.total, value.percent) for value in judged.values] == [(6, 8, 75)]
        assert judged.true
        note = said(page_of(judged.assertion, e)[1])
        assert "Audits graded not yet good by moderators: November 2023, 6 of 8 (75%)" in " ".join(
            note.split()
        )

    def test_are_hidden_where_one_of_their_grades_is(self) -> None:
        e = evidence(REPORT, grouped(), hidden=[("2023-11", "moderated", "inadequate")])
        assert judge(Assertion("majority", (self.NOT_YET_GOOD,)), e).verdict == "hidden"

    def test_of_one_grade_are_that_grade(self) -> None:
        good = Assertion(
            "at_least", (figure("count", grade="good-or-better", month="2023-11"),), (), Decimal(2)
        )
        assert judge(good, evidence(REPORT)).true

    def test_are_named_by_their_grades_in_words(self, tmp_path: Path) -> None:
        begin = '{%% claim majority(share("moderated", "not-yet-good", "2023-11")) %%}'
        text = f"{begin}Most audits %s.{{%% endclaim %%}}"
        fine = "were inadequate or requires improvement"
        assert reading(tmp_path, text % fine, of=grouped()) == []
        (problem,) = reading(tmp_path, text % "were good", of=grouped())
        assert 'name "good"' in problem.message


class TestMonthsPickedOutOfSeveral:
    """The rule: they run up to the newest month, and are the last two, or every month from the first one,
    from the first of the last twelve, or from a break on."""

    YEAR = tuple(f"2023-{month:02}" for month in range(1, 13))

    @pytest.mark.parametrize(
        ("months", "free"),
        [
            (["2023-11", "2023-12"], True), (["2023-10", "2023-12"], False), (["2023-10", "2023-11"], False),
            (YEAR, True), (YEAR[1:], False), (YEAR[8:], True), (YEAR[9:], False), (["2023-12"], False),
        ],
    )  # fmt: skip
    def test_are_all_but_these(self, months: Sequence[str], free: bool) -> None:
        assert no_choice(set(months), self.YEAR, ["2023-09"]) == free

    def test_a_month_by_itself_is_picked_where_it_is_tested_and_not_the_editions_own(self) -> None:
        def picked(kind: str, month: str) -> bool:
            asserted = Assertion("more_than", (figure(kind, month=month),), number=Decimal(0))
            return bool(judge(asserted, evidence(MANY)).picked_from)

        assert [picked("share", "2023-09"), picked("share", "2023-11"), picked("count", "2023-09")] == [
            True, False, False,
        ]  # fmt: skip


class TestFiguresThatSayNothing:
    def test_a_hidden_one_hides_the_claim_whether_it_is_true_or_false(self) -> None:
        e = evidence(MANY, hidden=[("2023-10", "moderated", "inadequate")])
        for name in ("falls_every_month", "rises_every_month"):
            judged = judge(claim(name, figure("count"), "2023-09", "2023-11"), e)
            assert (judged.verdict, judged.values, judged.p) == ("hidden", (), None)

    def test_a_total_of_none_is_told(self) -> None:
        e = evidence(of_moderated((3, 9), (0, 0)))
        assert judge(claim("falls", figure("count"), "2023-09", "2023-10"), e).verdict == "no-figures"

    @pytest.mark.parametrize(
        ("asserted", "table"),
        [
            (claim("falls", figure("share"), "2023-09", "2023-10"), of_moderated((4, 4), (0, 99))),
            (claim("falls_every_month", figure("share"), "2023-09", "2023-11"),
             of_moderated((4, 4), (2, 4), (0, 4))),
            (claim("falls_every_month", figure("share"), "2023-09", "2023-11"),
             of_moderated((40, 40), (2, 4), (0, 40))),
            (claim("highest", figure("share"), "2023-09"), of_moderated((40, 40), (1, 4), (0, 40))),
            (claim("highest", figure("share"), "2023-09"), of_moderated((4, 4), (1, 40), (0, 40))),
        ],
    )  # fmt: skip
    def test_with_fewer_than_five_audits_in_a_month_nothing_is_compared(
        self, asserted: Assertion, table: Table
    ) -> None:
        judged = judge(asserted, evidence(table))
        assert (judged.verdict, judged.p, judged.hedged) == ("within-chance", None, True)

    def test_files_not_drawn_at_random_are_said_to_be_so(self) -> None:
        asserted = claim("falls_every_month", figure("share"), "2023-09", "2023-11")
        for sampling, why in [("volunteered", "not-random"), ("unknown", "not-recorded"), ("stratified", "")]:
            judged = judge(asserted, evidence(MANY, sampling=sampling))
            assert judged.not_random == why
            assert judged.hedged == bool(why)


shares = st.integers(0, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
of_five = st.integers(5, 60).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
tables = st.lists(shares, min_size=2, max_size=4).map(lambda months: of_moderated(*months))
names = st.sampled_from([*VOCABULARY])


def any_claim(name: Name, kind: str, known: Sequence[str], number: int) -> Assertion:
    """A claim of any kind over the months that there are."""
    takes = VOCABULARY[name]
    if takes[0] == "series":
        months = (known[-1],) if "month?" in takes else (known[0], known[-1])
        return Assertion(name, (figure(kind),), months)
    last = figure("share" if takes == ("target",) else kind, month=known[-1])
    if takes == ("figure", "figure"):
        return Assertion(name, (figure(kind, month=known[0]), last))
    return Assertion(name, (last,), number=Decimal(number) if "number" in takes else None)


class TestAlways:
    @given(tables, names, st.sampled_from(["count", "share"]), st.integers(0, 50))
    def test_a_claim_above_the_level_of_significance_is_hedged(
        self, table: Table, name: Name, kind: str, number: int
    ) -> None:
        settings = council(Target(grades="inadequate", at_most=20))
        judged = judge(any_claim(name, kind, [*table], number), evidence(table, settings))
        if not judged.true:
            return
        above = judged.p is not None and judged.p.value is not None and judged.p.value >= 0.05
        untested = judged.p is None and judged.verdict != "counted"
        if above or untested:
            assert judged.hedged
            assert "claim-hedge" in page_of(judged.assertion, evidence(table, settings))[0]
        if judged.verdict == "beyond-chance":
            assert not above
            assert not untested

    @given(tables, st.sampled_from(["count", "share"]))
    def test_of_falling_rising_and_unchanged_one_is_true(self, table: Table, kind: str) -> None:
        names: tuple[Name, ...] = ("falls", "rises", "unchanged")
        months = (min(table), max(table))
        verdicts = [judge(claim(name, figure(kind), *months), evidence(table)) for name in names]
        nothing = any(judged.verdict == "no-figures" for judged in verdicts)
        assert sum(judged.true for judged in verdicts) == (0 if nothing else 1)

    @given(tables, names, st.sampled_from(["count", "share"]), st.integers(0, 50), st.data())
    def test_a_hidden_count_never_shows(
        self, table: Table, name: Name, kind: str, number: int, data: st.DataObject
    ) -> None:
        """Whatever the hidden figure is, what is judged, said and told of the claim is the same."""
        settings = council(Target(grades="inadequate", at_most=20))
        asserted = any_claim(name, kind, [*table], number)
        month = data.draw(st.sampled_from([of.month for of in asserted.of([*table])]))
        hidden = [(month, "moderated", "inadequate")]
        (_, (count, _, others)) = table[month]
        other = (others, 0, count), (others, 0, count)
        seen = [evidence(t, settings, hidden=hidden) for t in (table, {**table, month: other})]
        told = [(judge(asserted, e), page_of(asserted, e), problems_of(asserted, e)) for e in seen]
        assert told[0] == told[1]
        assert told[0][0] == Judged(asserted, "hidden")
        assert said(told[0][1][0]).strip() == INSTEAD

    @given(st.lists(of_five, min_size=3, max_size=3, unique_by=lambda share: Fraction(*share)))
    def test_a_trend_of_shares_that_fall_every_month_is_a_fall(self, months: list[tuple[int, int]]) -> None:
        falling = sorted(months, key=lambda share: Fraction(*share), reverse=True)
        asserted = claim("falls_every_month", figure("share"), "2023-09", "2023-11")
        judged = judge(asserted, evidence(of_moderated(*falling)))
        p = linear_trend([count for count, _ in falling], [total for _, total in falling]).p
        assert judged.verdict == ("beyond-chance" if p < 0.05 else "within-chance")


class TestBesideAClaim:
    """What a reader finds at a claim, and in its note."""

    FALLS = claim("falls_every_month", figure("count"), "2023-09", "2023-11")

    def test_chance_is_a_hedge_with_the_figures_and_a_link_to_them(self) -> None:
        words, notes = page_of(self.FALLS, evidence(REPORT, council(breaks=REFRESHED)))
        assert " ".join(said(words).split()) == (
            "So it is. 1 7 of 17, then 4 of 21, then 1 of 8: too few audits to rule out chance; this does not"
            " show that nothing changed. In between, the framework was refreshed, so the months are not"
            " simply comparable. The figures month by month, online."
        )
        assert 'href="../findings/grades/#month-by-month"' in words
        assert (
            "September 2023, 7 of 17 (41%); October 2023, 4 of 21 (19%); November 2023, 1 of 8 (13%)."
            in said(notes)
        )

    def test_beyond_chance_is_the_sentence_with_its_note(self) -> None:
        words, notes = page_of(self.FALLS, evidence(MANY))
        assert " ".join(said(words).split()) == "So it is. 1"
        assert 'href="#note-1"' in words
        assert 'id="claim-1"' in words
        assert 'id="note-1"' in notes
        assert 'href="#claim-1"' in notes
        assert "p less than 0.001" in said(notes).replace("\xa0", " ")

    @pytest.mark.parametrize(
        ("rows", "words"),
        [([(7, 17), (4, 21), (1, 8)], "Exact Cochran-Armitage test for a trend, two-sided: p = 0.10."),
         ([(60, 200), (50, 200), (40, 200), (30, 200)],
          "Cochran-Armitage test for a trend, by its normal approximation, two-sided: p less than 0.001.")],
    )  # fmt: skip
    def test_a_note_says_which_test_of_a_trend_was_used(
        self, rows: list[tuple[int, int]], words: str
    ) -> None:
        asserted = claim("falls_every_month", figure("share"), "2023-09", f"2023-{8 + len(rows):02}")
        assert words in said(page_of(asserted, evidence(of_moderated(*rows)))[1]).replace("\xa0", " ")

    @pytest.mark.parametrize(
        ("one", "other", "p", "hedged"),
        [((5, 8), (1, 9), "0.0498", False), ((13, 14), (5, 10), "0.0501", True)],
    )
    def test_a_p_stands_on_its_own_side_of_the_level(
        self, one: tuple[int, int], other: tuple[int, int], p: str, hedged: bool
    ) -> None:
        judged = judge(
            claim("falls", figure("share"), "2023-09", "2023-10"), evidence(of_moderated(one, other))
        )
        assert judged.hedged == hedged
        assert f"p = {p}." in said(page_of(judged.assertion, evidence(of_moderated(one, other)))[1]).replace(
            "\xa0", " "
        )

    def test_where_a_page_has_no_notes_the_figures_stand_in_brackets(self) -> None:
        assert shown(self.FALLS, evidence(MANY), numbered=False) == (
            "So it is. (60 of 100, then 30 of 100, then 10 of 100)"
        )

    def test_no_p_stands_in_the_text(self) -> None:
        for table, numbered in product((REPORT, MANY), (True, False)):
            assert not re.search(r"\bp\b", shown(self.FALLS, evidence(table), numbered=numbered))

    def test_files_not_drawn_at_random_speak_for_no_other_children_and_no_interval_is_drawn(self) -> None:
        asserted = Assertion("majority", (figure("share", grade="requires-improvement", month="2023-11"),))
        e = evidence(REPORT, sampling="volunteered")
        assert "can’t speak for other children" in shown(asserted, e)
        assert "%" not in shown(asserted, e)
        assert "p" + chr(160) not in said(page_of(asserted, e)[1])
        assert "could be anywhere from 31% to 86%" in shown(asserted, evidence(REPORT))

    @pytest.mark.parametrize(
        ("asserted", "table", "words"),
        [
            (claim("falls", figure("count"), "2023-09", "2023-10"), of_moderated((8, 40), (6, 10)),
             "8 of 40, then 6 of 10. That is so of the numbers, and not of the shares, since the totals"
             " differ: 8 of 40 (20%), then 6 of 10 (60%)."),
            (claim("falls", figure("count"), "2023-09", "2023-10"), of_moderated((8, 40), (4, 20)),
             "That is so of the numbers, and not of the shares, since the totals differ: 8 of 40 (20%)"),
            (claim("falls", figure("share"), "2023-09", "2023-10"), of_moderated((500, 1000), (499, 1000)),
             "499 of 1,000: no more of a difference than chance could explain; this does not show that"),
            (claim("unchanged", figure("share"), "2023-09", "2023-10"), of_moderated((100, 600), (200, 1200)),
             "200 of 1,200: the same in these audits, which does not show that nothing changed."),
            (claim("highest", figure("share"), "2023-09", "2023-09", "2023-10"), MANY,
             "With two months, one is always the highest. These two are not all of the three known."),
            (claim("falls", figure("share"), "2023-09", "2023-10"), MANY,
             "These months were picked out of three; others may say something else."),
            (claim("highest", figure("share"), "2023-09"), MANY,
             "With three months, one is always the highest."),
            (claim("unchanged", figure("count"), "2023-10", "2023-11"), LEVEL,
             "4 of 20, then 4 of 20: so few audits can’t show that nothing changed."),
        ],
    )  # fmt: skip
    def test_other_caveats(self, asserted: Assertion, table: Table, words: str) -> None:
        assert words in shown(asserted, evidence(table))

    @pytest.mark.parametrize(
        ("asserted", "words", "noted"),
        [
            (claim("highest", figure("count"), "2023-02"),
             "9 of 40 in February 2023; next highest of the six months, 8 of 40 in June 2023. That is so of"
             " the numbers, and not of the shares, since the totals differ: 9 of 40 (23%) in February 2023;"
             " next highest of the six months, 5 of 10 (50%) in March 2023. ", 6),
            (claim("falls_every_month", figure("share"), "2023-03", "2023-05"),
             "5 of 10, then 7 of 20, then 6 of 40", 3),
        ],
    )  # fmt: skip
    def test_of_a_long_run_the_text_names_two_months_and_the_note_all(
        self, asserted: Assertion, words: str, noted: int
    ) -> None:
        months = months_of((4, 40), (9, 40), (5, 10), (7, 20), (6, 40), (8, 40))
        read, notes = page_of(asserted, evidence(months))
        assert words in " ".join(said(read).split())
        assert len(re.findall(r"\d of \d", said(notes))) == noted

    def test_of_a_long_way_down_the_text_names_both_ends(self) -> None:
        asserted = claim("falls_every_month", figure("share"), "2023-01", "2023-05")
        e = evidence(months_of((30, 40), (25, 40), (20, 40), (15, 40), (5, 40)))
        ends = "30 of 40 in January 2023, then month by month to 5 of 40 in May 2023"
        assert shown(asserted, e, numbered=False) == f"So it is. ({ends})"

    @pytest.mark.parametrize(
        ("target", "words"), [({"at_least": 20}, True), ({"at_least": 1}, False), ({"at_most": 25}, True)]
    )
    def test_a_target_that_chance_may_have_met(self, target: dict[str, float], words: bool) -> None:
        e = evidence(REPORT, council(Target(grades="good", **target)))
        read = shown(Assertion("target_met", (figure("share", grade="good", month="2023-11"),)), e)
        assert ("It can’t be ruled out that the share in all casework misses the target." in read) == words

    @pytest.mark.parametrize(
        ("sampling", "words"),
        [
            ("risk-based", "then 3 of 10: these files were not all drawn at random, so they can’t speak"),
            (
                "unknown",
                "then 3 of 10: it is not recorded that these files were all drawn at random, so",
            ),
            ("random", "then 3 of 10. That is so of the numbers"),
        ],
    )
    def test_how_files_were_chosen_hides_no_other_caveat(self, sampling: str, words: str) -> None:
        e = evidence(of_moderated((4, 40), (3, 10)), sampling=sampling)
        read = shown(claim("falls", figure("count"), "2023-09", "2023-10"), e)
        assert words in read
        assert "not of the shares, since the totals differ: 4 of 40 (10%), then 3 of 10 (30%)." in read

    def test_a_hidden_claim_is_its_other_words_or_nothing(self) -> None:
        e = evidence(REPORT, hidden=[("2023-10", "moderated", "inadequate")])
        notes = Notes(e, lambda _: "", "../", numbered=True)
        assert notes.words(section_of(self.FALLS)) == f"<p>{INSTEAD}</p>\n"
        assert notes.words(section_of(self.FALLS, "")) == ""
        assert notes.noted == ()


class TestWhatTheEditorIsTold:
    FALLS = claim("falls_every_month", figure("count"), "2023-09", "2023-11")

    def test_a_false_claim_stops_the_build_and_names_the_values(self) -> None:
        table = {**REPORT, "2023-11": ((1, 3, 4), (5, 1, 2))}
        (problem,) = problems_of(self.FALLS, evidence(table))
        assert (problem.place.file, problem.place.line, problem.code) == ("f.md", 1, "claim-false")
        assert problem.message == (
            'the figures do not bear out falls_every_month(count("moderated", "inadequate"), "2023-09",'
            ' "2023-11"): September 2023 7 of 17, October 2023 4 of 21, November 2023 5 of 8'
        )
        assert problem.severity == "error"

    def test_it_is_told_what_the_figures_bear_out(self) -> None:
        (problem,) = problems_of(claim("rises", figure("share"), "2023-09", "2023-11"), evidence(REPORT))
        assert problem.message.endswith("September 2023 7 of 17 (41%), November 2023 1 of 8 (13%)")
        assert problem.hint == (
            'they bear out: falls(share("moderated", "inadequate"), "2023-09", "2023-11")'
        )

    @pytest.mark.parametrize(
        ("otherwise", "hint"), [(INSTEAD, "its other words stand there"), ("", "it is left out")]
    )
    def test_a_hidden_one_is_listed_without_its_values(self, otherwise: str, hint: str) -> None:
        e = evidence(REPORT, hidden=[("2023-10", "moderated", "inadequate")])
        (problem,) = problems_of(self.FALLS, e, otherwise)
        assert (problem.code, problem.severity) == ("claim-hidden", "warning")
        assert "hidden from Staff" in problem.message
        assert problem.hint.startswith(hint)
        assert not re.search(r"\d", problem.message + problem.hint)

    def test_a_month_of_nothing_is_named(self) -> None:
        (problem,) = problems_of(
            claim("falls", figure("share"), "2023-09", "2023-10"), evidence(of_moderated((3, 9), (0, 0)))
        )
        assert (problem.code, problem.severity) == ("claim-of-nothing", "error")
        assert "2023-10" in problem.message

    def test_a_claim_that_is_hedged_is_listed_as_readers_see_it(self) -> None:
        content = Content({"2023-11": {"Conclusion": section_of(self.FALLS)}}, {})
        (hedged,) = claims.hedged(evidence(REPORT, council(breaks=REFRESHED)), content)
        assert (hedged.place.line, hedged.hedge) == (1, "chance could explain it (p 0.10); across a break")
        assert hedged.written == 'falls_every_month(count("moderated", "inadequate"), "2023-09", "2023-11")'
        assert claims.hedged(evidence(MANY), content) == []

    def test_a_figure_in_the_words_that_counts_nothing_is_a_warning(self) -> None:
        given = {"stage": "moderated", "grade": "good", "month": "2023-10", "area": "overall", "team": "all"}
        section = Section("f.md", 1, ("Of all, ", Figure("share", given, 4), " were good."))
        e = evidence({**of_moderated((3, 9), (0, 0), (1, 8))})
        (problem,) = claims.problems(e, Content({"2023-11": {"Conclusion": section}}, {}))
        assert (problem.place.line, problem.code, problem.severity) == (4, "figure-of-nothing", "warning")

    def test_records_keep_what_the_figures_say_to_it(self) -> None:
        content = Content({"2023-11": {"Conclusion": section_of(self.FALLS)}}, {})
        kept = claims.said_in(evidence(REPORT, council(breaks=REFRESHED)), content)
        assert kept == {
            "report/conclusion": "So it is. [falls_every_month(count(moderated, inadequate),"
            " 2023-09, 2023-11): within-chance, across a break]"
        }
        e = evidence(REPORT, hidden=[("2023-10", "moderated", "inadequate")])
        assert claims.said_in(e, content) == {"report/conclusion": INSTEAD}


SERIES = 'count("moderated", "inadequate")'
FALLS = f'falls({SERIES}, "2023-09", "2023-11")'
BEGIN, END = f"{{% claim {FALLS} %}}", "{% endclaim %}"
COUNT, SHARE = (f'{kind}("moderated", "good", "2023-11")' for kind in ("count", "share"))


def falls(arguments: str) -> str:
    return f'falls(count({arguments}), "2023-09", "2023-11")'


def reading(
    folder: Path, text: str, file: str = f"{REPORTS}/2023-11.md", of: Settings | None = None
) -> list[Problem]:
    """What is said of a text; a report's begins in line 3."""
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"## Conclusion\n\n{text}\n" if file.startswith(REPORTS) else text, encoding="utf-8")
    return read_content(folder, of or council(), MONTHS)[1]


class TestHowAClaimIsWritten:
    @pytest.mark.parametrize(
        "asserted",
        [
            FALLS, f'rises_every_month({SERIES}, "2023-09", "2023-11")', f'highest({SERIES}, "2023-10")',
            f'lowest({SERIES}, "2023-10", "2023-10", "2023-11")',
            'more_than(count("moderated", "good", "2023-11"), 3)',
            'at_least(share("moderated", "good", "2023-11", area="chronology"), 62.5)',
            'more_than(share("primary", "good", "2023-11"), share("moderated", "good", "2023-11"))',
            'none(count("moderated", "good", "2023-11"))', 'all(count("moderated", "good", "2023-11"))',
            'majority(count("moderated", "good", "2023-11", team="duty"))',
            'difference(share("primary", "good", "2023-09"), share("primary", "good", "2023-11"))',
            'majority(share("moderated", "good-or-better", "2023-11"))',
            f'falls({SERIES.replace("inadequate", "not-yet-good")}, "2023-09", "2023-11")',
        ],
    )  # fmt: skip
    def test_in_each_of_these_ways(self, tmp_path: Path, asserted: str) -> None:
        place = {"chronology": " for chronology", "duty": " in Duty"}
        words = "".join(
            ["of November's audits it is so", *(place[name] for name in place if name in asserted)]
        )
        text = f"{{% claim {asserted} %}}\n{words}.\n{{% else %}}\nNot shown.\n{END}"
        assert reading(tmp_path, text, of=grouped()) == []
        assert reading(tmp_path, f"And {{% claim {asserted} %}}{words}.{END} Yes.", of=grouped()) == []

    @pytest.mark.parametrize(
        ("asserted", "code", "told"),
        [
            ("fall()", "unknown-claim", 'did you mean "falls"?'),
            ("1 > 0", "unknown-claim", "allowed: falls"),
            (f'falls({SERIES}, "2023-11")', "claim-arguments", "takes, in this order: series, month, month"),
            (f'falls({SERIES}, since="2023-09")', "claim-arguments", "takes, in this order"),
            (f'falls({SERIES}, "2023-11", "2023-09")', "claim-arguments", "earlier month first"),
            (f'falls({SERIES}, "2023-11", "2023-11")', "claim-arguments", "names one month twice"),
            (f'falls({SERIES}, "2023-09", "2023-12")', "unknown-value", "later than this edition"),
            (f'falls({SERIES}, "2023-09", "November")', "unknown-value", "is no month of this edition"),
            (falls('"moderated", "poor"'), "unknown-value", '"poor" is no grade of 2023-09'),
            (falls('"moderatd", "good"'), "unknown-value", 'did you mean "moderated"?'),
            (falls('"moderated", "good", area="plans"'), "unknown-value", "is no area of 2023-09"),
            (
                falls('"moderated", "good", team="duty"'),
                "unknown-value",
                "the report's own month only, 2023-11",
            ),
            (falls('"moderated", "good", team="dutty"'), "unknown-value", "is no team of 2023-09"),
            (falls('"moderated", "good", "2023-09"'), "claim-arguments", "behind the figure"),
            ('none(audits_with("plans", "strength"))', "unknown-function", "count(...) and share(...)"),
            ('none(count("moderated", "good"))', "figure-arguments", "needs a month"),
            (f'more_than({COUNT}, "3")', "claim-arguments", "without quotation marks"),
            (f"more_than({COUNT}, 2.5)", "claim-arguments", "whole numbers"),
            (f"more_than({SHARE}, 120)", "claim-arguments", "from 0 to 100"),
            (f"more_than({COUNT}, 1e999)", "claim-arguments", "larger than any number of audits"),
            (f"more_than({SHARE}, {'9' * 400})", "claim-arguments", "larger than any number of audits"),
            (f"more_than({COUNT}, {'9' * 5000})", "template-syntax", "too long to be read"),
            (f"at_least({COUNT}, 0)", "claim-arguments", "at least 0 is always true"),
            (f"at_least({SHARE}, 0.0)", "claim-arguments", f"none({SHARE})"),
            (f"more_than({COUNT}, {SHARE})", "claim-arguments", "a count and a share"),
            (f"difference({COUNT}, {COUNT})", "claim-arguments", "same figure twice"),
            (f"target_met({SHARE})", "no-target", "none yet"),
            (f"target_met({COUNT})", "claim-arguments", "a target is for a share"),
            ("falls(count(“moderated”, “good”), “2023-09”, “2023-11”)", "curly-quotes", "straight ones"),
            (f'falls({SERIES} "2023-09")', "template-syntax", "for instance: {% claim falls("),
        ],
    )
    def test_a_mistake_is_told_with_what_was_meant(
        self, tmp_path: Path, asserted: str, code: str, told: str
    ) -> None:
        (problem, *_) = reading(tmp_path, f"First.\n\n{{% claim {asserted} %}}\nSo it is.\n{END}")
        assert (problem.place.line, problem.code, problem.severity) == (5, code, "error")
        assert told in f"{problem.message} {problem.hint}"

    @pytest.mark.parametrize(
        ("text", "line", "code"),
        [
            (f"{BEGIN}\nSo.", 3, "claim-tags"),
            ("So.\n{% endclaim %}", 4, "claim-tags"),
            ("So.\n{% else %}", 4, "claim-tags"),
            (f"{BEGIN}\n{BEGIN}So.{END}\n{END}", 4, "claim-tags"),
            (f"{BEGIN}\nA.\n\nB.\n{END}", 3, "claim-words"),
            (f"{BEGIN}\n- A.\n- B.\n{END}", 3, "claim-words"),
            (f"{BEGIN}{END}", 3, "claim-words"),
            (f"First.\n\n### {BEGIN}So.{END}", 5, "claim-words"),
            (f"{BEGIN}So.{END}\n---------", 3, "claim-words"),
            (f"Read [{BEGIN}so{END}](#here).", 3, "claim-words"),
            (f"Read [here, {BEGIN}so](#here) it is.{END}", 3, "claim-words"),
            (f"Read [here](#{BEGIN}so{END}).", 3, "claim-words"),
            (f"{BEGIN}\n<b>So</b>.\n{END}", 4, "construct"),
            ("{% for x in range(10**9) %}{% endfor %}", 3, "template-tag"),
            ("{% if 1 %}So.{% endif %}", 3, "template-tag"),
            (f"{BEGIN}\n{{{{ share('moderated', 'god', '2023-11') }}}}\n{END}", 4, "unknown-value"),
        ],
    )  # fmt: skip
    def test_tags_and_words_that_make_no_claim(self, tmp_path: Path, text: str, line: int, code: str) -> None:
        assert (line, code) in [(p.place.line, p.code) for p in reading(tmp_path, text)]

    @pytest.mark.parametrize(
        "text",
        [
            f"- A point.\n- {BEGIN}\n  [So](#here) it is of audits inadequate.\n  {END}\n",
            f"> **{BEGIN}So it is of audits inadequate.{END}** Yes.",
            f"Read [here](#here). {BEGIN}So it is of audits inadequate.{END}\n### A heading",
        ],
    )
    def test_beside_links_and_headings_it_may_stand(self, tmp_path: Path, text: str) -> None:
        assert reading(tmp_path, text) == []

    @pytest.mark.parametrize(
        "text", [f"{BEGIN} So.\n" * 2000, "{{" * 40_000, "{% claim " * 10_000, "{{ “" + "”" * 40_000]
    )
    def test_a_text_of_calls_that_are_not_closed_is_read_once(self, tmp_path: Path, text: str) -> None:
        before = process_time()
        assert errors(reading(tmp_path, text))
        assert process_time() - before < 5

    def test_as_the_guide_for_writers_shows_it(self, tmp_path: Path) -> None:
        guide = (ROOT / "generator/pages/docs/writing-claims.md").read_text(encoding="utf-8")
        examples = re.findall(r"^    ({% claim .*?{% endclaim %})", guide, re.MULTILINE | re.DOTALL)
        settings = council(Target(grades="inadequate", at_most=10))
        assert len(examples) == 6
        for example in examples:
            assert reading(tmp_path, re.sub("^    ", "", example, flags=re.MULTILINE), of=settings) == []

    def test_nothing_but_a_call_is_read_of_what_it_asserts(self, tmp_path: Path) -> None:
        for asserted in ("''.__class__.__mro__", "falls.__globals__", "cycler.__init__", "lipsum()"):
            text = f"{{% claim {asserted} %}}\nSo.\n{END}"
            assert [p.code for p in reading(tmp_path, text)] == ["unknown-claim"]

    def test_it_stands_in_reports_and_briefings_only(self, tmp_path: Path) -> None:
        text = f"{BEGIN}\nSo.\n{END}\n"
        (problem, *_) = reading(tmp_path, text, f"{PAGES}/sampling.md")
        assert (problem.place.line, problem.code) == (1, "template-tag")
        briefing = f"topic: plans\n\n## Background\n\n{text}"
        assert [p.place.file for p in errors(reading(tmp_path, briefing, f"{BRIEFINGS}/2023-11.md"))] == [
            f"{PAGES}/sampling.md"
        ] * 2


class TestWordsOfAClaim:
    """What the words name and the claim does not is a warning, since a sentence can't be understood."""

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("It has fallen since September.", ""),
            ("It fell from September 2023 to November 2023: fewer were inadequate.", ""),
            ("Moderators graded fewer audits inadequate.", ""),
            ("Of inadequate it may have fallen. May it last.", ""),
            ("It fell in October.", "name October"),
            ("It fell by November 2022.", "name November 2022"),
            ("It fell since May.", "name May"),
            ("Fewer were good.", 'name "good"'),
            ("Fewer were requires-improvement.", 'name "requires-improvement"'),
            ("Fewer chronologies, and fewer for Chronology.", 'name "chronology"'),
            ("Fewer were inadequate in Duty.", 'name "Duty"'),
            ("Fewer were inadequate in the duty team.", 'name "duty"'),
            ("Those on duty graded fewer inadequate.", ""),
            ("In primary audits it fell.", 'say "primary"'),
            ("More were inadequate.", 'say "more", its claim the opposite'),
            ("The share of inadequate audits fell.", 'say "share", its claim is about a count'),
            ("Things are well.", "name neither what it measures nor one of its months"),
        ],
    )
    def test_name_what_it_asserts(self, tmp_path: Path, words: str, told: str) -> None:
        found = reading(tmp_path, f"{BEGIN}\n{words}\n{END}")
        assert [(p.place.line, p.code, p.severity) for p in found] == (
            [(3, "claim-and-words", "warning")] if told else []
        )
        assert all(told in problem.message for problem in found)

    @pytest.mark.parametrize(
        ("asserted", "words", "told"),
        [
            (FALLS, "The number of inadequate audits has risen.", "risen"),
            (FALLS, "The number of inadequate audits has not fallen.", "not fallen"),
            (FALLS, "The number of inadequate audits didn’t fall.", "n’t fall"),
            (FALLS.replace("falls", "unchanged"), "The number of inadequate audits fell.", "fell"),
            (f'highest({SERIES}, "2023-09")', "September had the fewest inadequate audits.", "fewest"),
        ],
    )
    def test_that_say_the_opposite_are_an_error(
        self, tmp_path: Path, asserted: str, words: str, told: str
    ) -> None:
        (problem,) = reading(tmp_path, f"{{% claim {asserted} %}}\n{words}\n{END}")
        assert (problem.code, problem.severity) == ("claim-and-words", "error")
        assert f'say "{told}", its claim the opposite' in problem.message

    @pytest.mark.parametrize(
        ("asserted", "words"),
        [
            (FALLS, "The number of inadequate audits has not risen."),
            (FALLS, "Fewer were inadequate, though the number had risen before: it has fallen."),
            (FALLS.replace("falls", "unchanged"), "The number of inadequate audits stayed the same."),
        ],
    )
    def test_that_deny_the_opposite_are_none(self, tmp_path: Path, asserted: str, words: str) -> None:
        assert reading(tmp_path, f"{{% claim {asserted} %}}\n{words}\n{END}") == []

    @pytest.mark.parametrize(
        ("asserted", "words", "told"),
        [
            (FALLS, "Since September it has fallen every month.", 'say "every month"'),
            (FALLS, "Since September it has fallen month on month.", 'say "month on month"'),
            (
                FALLS,
                "Since September it fell because of training.",
                'say "because": no claim can show a cause',
            ),
            (FALLS, "Since September it fell, thanks to training.", 'say "thanks to"'),
            (FALLS, "Since September it fell, which proves that training works.", 'say "proves"'),
            (
                FALLS,
                "Since September there was a significant fall.",
                'say "significant", which no claim tests',
            ),
            (FALLS, "Fewer were inadequate: children are safer.", 'say "safer", its claim is about grades'),
            (FALLS, "Of November's audits the lowest number was inadequate.", 'say "lowest"'),
            (f"majority({SHARE})", "In November, nearly all were good.", 'say "nearly all"'),
            (f"at_least({SHARE}, 20)", "In November, most audits were good.", 'say "most audits"'),
            (f"none({SHARE})", "In November, all moderated audits were good.", 'say "all moderated audits"'),
            (f"at_least({SHARE}, 0.2)", "At least 0.2% were good.", "0.2 is less than one percent"),
            (f"none({SHARE[:-1]}, team='duty'))", "In November none were good.", "name no team"),
            (f"none({SHARE[:-1]}, area='chronology'))", "In November none were good.", "name no area"),
        ],
    )
    def test_that_say_more_than_it_does_are_warnings(
        self, tmp_path: Path, asserted: str, words: str, told: str
    ) -> None:
        found = reading(tmp_path, f"{{% claim {asserted} %}}\n{words}\n{END}")
        (problem,) = [p for p in found if p.code == "claim-and-words"]
        assert problem.severity == "warning"
        assert told in problem.message

    def test_the_number_that_it_is_against_may_stand_in_its_words(self, tmp_path: Path) -> None:
        text = "{%% claim at_least(%s, 20) %%}In November, at least %s were good.{%% endclaim %%}"
        assert reading(tmp_path, text % (SHARE, "20%")) == []
        assert [p.code for p in reading(tmp_path, text % (SHARE, "30%"))] == ["hand-typed-figure"]

    def test_a_word_of_change_stands_in_a_claim_and_a_warning_names_it_outside_one(
        self, tmp_path: Path
    ) -> None:
        inside = f"{BEGIN}\nIt has fallen since September.\n{END}\n"
        assert reading(tmp_path, inside) == []
        (problem,) = reading(tmp_path, f"{inside}\nThat is a reduction in harm.")
        assert (problem.place.line, problem.code, problem.severity) == (7, "word-to-avoid", "warning")
        assert '"reduction in"' in problem.message

    @pytest.mark.parametrize(
        "words", ["Since September it fell sharply.", "Since September those failing to write fell."]
    )
    def test_how_much_and_whose_fault_is_tested_by_no_claim(self, tmp_path: Path, words: str) -> None:
        (problem,) = reading(tmp_path, f"{BEGIN}\n{words}\n{END}")
        assert problem.code == "word-to-avoid"

    def test_a_word_of_change_in_the_other_words_is_outside(self, tmp_path: Path) -> None:
        text = f"{BEGIN}\nFor September so.\n{{% else %}}\nIt has risen.\n{END}"
        assert [(p.place.line, p.code) for p in reading(tmp_path, text)] == [(6, "word-to-avoid")]

    @pytest.mark.parametrize(
        "number",
        ["17 audits", "seven moderated audits", "7 of 17", "41%", "from 9 to 2", "half of the audits"],
    )
    def test_a_number_typed_by_hand_is_named(self, tmp_path: Path, number: str) -> None:
        (problem,) = reading(tmp_path, f"{BEGIN}\nIn September it was {number}.\n{END}")
        assert (problem.place.line, problem.code) == (4, "hand-typed-figure")
        assert f'"{number}"' in problem.message


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample, to be changed."""
    for name in ("audits_data", "content", "site_config"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


class TestTheSample:
    def test_says_the_reports_third_section_with_its_hedges(self) -> None:
        inputs, problems = read_inputs(ROOT, date(2024, 1, 1))
        assert inputs is not None
        assert not problems
        maker = EditionMaker(ROOT, inputs, date(2024, 1, 1))
        (edition,) = maker.choose(["2023-11"])
        files = maker.files(edition)
        assert files.problems == ()
        report = " ".join(said(page(files, "report/")).split()).replace(" [p] ", "")
        broken = "In between, the quality assurance framework was refreshed in October 2023"
        picked = "These months were picked out of three"
        for figures, hedge, caveats in [
            ("7 of 17, then 4 of 21, then 1 of 8", ": too few audits to rule out chance", [broken]),
            ("None of 17, then 8 of 21", ".", [broken, picked]),
            ("None of 17, then 2 of 8", ": too few audits to rule out chance", [broken, picked]),
            ("3 of 17, then 4 of 8", ": too few audits to rule out chance", [broken, picked]),
        ]:
            hedged = report.partition(f"{figures}{hedge}")[2].partition(" Table ")[0]
            assert all(caveat in hedged for caveat in caveats), figures
        notes = report.partition("Notes on the figures")[2]
        assert re.findall(r"p\s=\s([\d.]+\d)", notes) == ["0.10", "0.005", "0.09", "0.16", "0.73"]
        assert not re.search(r"p\s=\s", report.partition("Notes on the figures")[0])

    def test_a_briefing_has_notes_and_what_is_sent_of_it_the_hedge_alone(self, sample: Path) -> None:
        briefing = sample / "content/briefings/2023-11.md"
        text = briefing.read_text(encoding="utf-8")
        claimed = f'{{% claim falls({SERIES}, "2023-10", "2023-11") %}}So it is.{END}'
        on_monday = text.replace("On Monday, choose", f"{claimed} On Monday, choose")
        briefing.write_text(on_monday, encoding="utf-8")
        inputs, _ = read_inputs(sample, date(2024, 1, 1))
        assert inputs is not None
        maker = EditionMaker(sample, inputs, date(2024, 1, 1))
        (edition,) = maker.choose(["2023-11"])
        files = maker.files(edition)
        assert 'href="#note-1"' in page(files, "briefing/")
        assert 'id="note-1"' in page(files, "briefing/")
        sent = (page(files, "briefing/text/"), page(files, "briefing/meeting/"))
        for words in (*sent, files.files["briefing/briefing.txt"].decode()):
            read = " ".join(said(words).split())
            assert "So it is. 4 of 21, then 1 of 8: too few audits to rule out chance" in read
            assert "note-1" not in words

    @pytest.mark.parametrize(
        ("month", "claimed", "counted"),
        [
            ("2023-09", 'none(count("moderated", "good", "2023-09"))', "September 2023 1 of 17"),
            (
                "2023-11",
                'majority(count("moderated", "requires-improvement", "2023-11"))',
                "November 2023 4 of 8",
            ),
        ],
    )
    def test_one_changed_record_stops_check_and_build_with_file_line_and_values(
        self, sample: Path, month: str, claimed: str, counted: str
    ) -> None:
        assert check(sample, date(2024, 1, 1)) == []
        audits = sample / f"audits_data/{month}/audits.csv"
        with audits.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        grade = header.index("moderated_overall")
        next(row for row in rows if row[grade].startswith("R"))[grade] = "Good"
        with audits.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        outcome = build(Order(sample, sample / "site", (month,)), lambda _: None)
        for found in (errors(check(sample, date(2024, 1, 1))), errors(outcome.problems)):
            (problem,) = [p for p in found if p.place.file == f"content/reports/{month}.md"]
            line = problem_line(sample / problem.place.file, f"{claimed.partition('(')[0]}(")
            assert (problem.place.line, problem.code) == (line, "claim-false")
            assert problem.message == f"the figures do not bear out {claimed}: {counted}"
        assert not (sample / "site").exists()


def problem_line(file: Path, words: str) -> int:
    lines = file.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)
