"""What a page may say of a figure: rounding, what is hidden, words of change, statuses."""

import dataclasses
import types
import typing
from datetime import date

import pytest
from builders import quotes, settings
from hypothesis import given
from hypothesis import strategies as st

from generator import evidence
from generator.evidence import (
    Shown,
    ShownQuantity,
    ShownTable,
    Source,
    change,
    claims,
    compare,
    derive,
    edition,
    protect,
    shown,
    theme_status,
)
from generator.evidence.rounding import half_up, whole_percents
from generator.evidence.sampling import NotRandom, sampled
from generator.measures.figures import (
    Distribution,
    Extracts,
    FileNote,
    Measured,
    ProgrammeNote,
    Quantity,
    where,
)

PUBLISHED = [
    ("September 2023 primary", [5, 9, 3], [29, 53, 18]),
    ("September 2023 moderated", [7, 10, 0], [41, 59, 0]),
    ("October 2023 primary and moderated", [4, 9, 8], [19, 43, 38]),
    ("November 2023 primary", [1, 3, 4], [13, 37, 50]),
    ("November 2023 moderated", [1, 5, 2], [13, 62, 25]),
]
counts = st.lists(st.integers(0, 5000), min_size=1, max_size=7).filter(any)


def a_share(count: int | None, total: int | None, hidden: typing.Literal["", "c", "x"] = "") -> Shown:
    return Shown(Source("grades", where(month="2023-11")), count, total, None, hidden=hidden)


def grades(*parts: int, **options: typing.Any) -> Distribution:
    names = ("inadequate", "requires-improvement", "good")
    counted = dict(zip(names, parts, strict=True))
    return Distribution("grades", where(month="2023-11"), counted, sum(parts), **options)


class TestRounding:
    @pytest.mark.parametrize(("month", "parts", "percents"), PUBLISHED)
    def test_gives_the_percents_of_the_published_report(
        self, month: str, parts: list[int], percents: list[int]
    ) -> None:
        assert whole_percents(parts, sum(parts)) == percents, month

    def test_gives_a_tie_to_the_worse_grade(self) -> None:
        assert whole_percents([1, 7], 8) == [13, 87]
        assert whole_percents([7, 1], 8) == [88, 12]

    @given(counts)
    def test_adds_to_a_hundred_and_moves_no_part_by_a_whole_point(self, parts: list[int]) -> None:
        percents = whole_percents(parts, sum(parts))
        assert sum(percents) == 100
        assert all(abs(p - 100 * c / sum(parts)) < 1 for p, c in zip(percents, parts, strict=True))

    def test_refuses_parts_that_are_not_the_whole(self) -> None:
        with pytest.raises(ValueError, match="add up"):
            whole_percents([1, 2], 4)

    def test_rounds_a_share_that_stands_alone_half_up(self) -> None:
        assert [half_up(1, 8), half_up(1, 3), half_up(5, 8)] == [13, 33, 63]


class TestProtect:
    def test_shows_staff_every_count_with_its_total_and_percent(self) -> None:
        table = protect([grades(1, 5, 2)]).get("grades", month="2023-11")
        assert table is not None
        assert [(s.count, s.total, s.percent) for _, s in table] == [(1, 8, 13), (5, 8, 62), (2, 8, 25)]

    def test_marks_every_figure_of_a_provisional_table(self) -> None:
        table = protect([grades(1, 5, 2, provisional=True)]).get("grades", month="2023-11")
        assert table is not None
        assert {s.note for _, s in table} == {"[p]"}
        assert table.total.note == "[p]"

    def test_gives_no_percent_of_nothing(self) -> None:
        table = protect([grades(0, 0, 0)]).get("grades", month="2023-11")
        assert table is not None
        assert {s.percent for _, s in table} == {None}

    def test_rounds_parts_that_overlap_each_on_its_own(self) -> None:
        met = Distribution("locks", where(month="2023-11"), {"audited": 8, "signed-off": 5}, 8, False)
        table = protect([met]).get("locks", month="2023-11")
        assert table is not None
        assert [s.percent for _, s in table] == [100, 63]

    def test_says_that_a_quantity_that_could_not_be_computed_is_not_available(self) -> None:
        figures = protect([Quantity("kappa", where(month="all"), None, 1, "kappa")])
        kappa = figures.quantity("kappa", month="all")
        assert kappa is not None
        assert kappa.hidden == "x"

    def test_names_a_figure_by_its_measure_and_filter(self) -> None:
        table = protect([grades(1, 5, 2)]).get("grades", month="2023-11")
        assert table is not None
        assert table["good"].source.name == "grades/month=2023-11/good"


class TestDerived:
    def test_good_or_better_adds_the_shown_percents(self) -> None:
        table = protect([grades(1, 5, 2)]).get("grades", month="2023-11")
        assert table is not None
        both = derive.merged(table, ["requires-improvement", "good"], "better")
        assert (both.count, both.total, both.percent) == (7, 8, 87)

    def test_a_merged_figure_is_hidden_where_a_part_is(self) -> None:
        hidden = a_share(None, None, "c")
        table = ShownTable(
            "grades", (), {"good": hidden, "better": a_share(3, 8)}, a_share(8, 8), a_share(0, 8)
        )
        assert derive.merged(table, ["good", "better"], "both").hidden == "c"

    def test_the_rest_and_a_share_of_what_is_hidden_stay_hidden(self) -> None:
        hidden = a_share(None, None, "c")
        assert derive.rest(hidden, "unsigned").hidden == "c"
        assert derive.share_of(hidden, a_share(8, 8), "child").hidden == "c"

    def test_the_rest_counts_the_others(self) -> None:
        assert derive.rest(a_share(5, 8), "unsigned").count == 3


class TestChange:
    @pytest.mark.parametrize(
        ("before", "after", "verdict", "p"),
        [
            ((7, 17), (1, 8), "within-chance", 0.21),
            ((0, 17), (8, 21), "rose", 0.005),
            ((8, 21), (0, 17), "fell", 0.005),
            ((3, 17), (4, 8), "within-chance", 0.16),
            ((4, 8), (8, 16), "same", 1.0),
        ],
    )
    def test_is_said_only_beyond_chance(
        self, before: tuple[int, int], after: tuple[int, int], verdict: str, p: float
    ) -> None:
        found = compare(a_share(*before), a_share(*after), significance=0.05)
        assert found.verdict == verdict
        assert found.p is not None
        assert found.p.value == pytest.approx(p, abs=0.005)

    def test_is_never_said_of_fewer_than_five_audits(self) -> None:
        assert compare(a_share(0, 4), a_share(400, 400), 0.05).verdict == "too-few"

    def test_is_never_said_of_a_hidden_figure(self) -> None:
        assert compare(a_share(None, None, "c"), a_share(1, 8), 0.05).verdict == "hidden"


@pytest.mark.parametrize(
    ("october", "verdict"), [((9, 20), "rose"), ((0, 0), "too-few"), ((2, 4), "too-few"), ((2, 5), "rose")]
)
def test_a_trend_needs_five_audits_in_every_month(october: tuple[int, int], verdict: str) -> None:
    shares = [("2023-09", (1, 20)), ("2023-10", october), ("2023-11", (19, 20))]
    months = [Shown(Source("grades", where(month=m)), *share, None) for m, share in shares]
    assert change.trend(months, 0.05).verdict == verdict


class TestThemeStatus:
    """`now` and `earlier` are audits with the theme, of all audits of the month."""

    def status(self, now: tuple[int, int], *earlier: tuple[int, int]) -> evidence.Status:
        before = [a_share(*e) for e in earlier]
        return theme_status(a_share(*now), before, before[-3:], 0.05)

    def test_needs_two_of_the_three_months_before(self) -> None:
        assert self.status((4, 8)) == "not-available"
        assert self.status((4, 8), (9, 21)) == "not-available"
        assert self.status((4, 8), (8, 17), (9, 21)) == "persisting"

    def test_gives_no_verdict_from_two_audits(self) -> None:
        assert self.status((2, 2), (0, 17), (0, 21)) == "not-available"

    def test_months_of_fewer_than_five_audits_do_not_count_as_months(self) -> None:
        assert self.status((4, 8), (1, 4), (9, 21)) == "not-available"

    def test_not_seen_this_month(self) -> None:
        assert self.status((0, 8), (8, 17), (9, 21)) == "not-seen"

    def test_first_recorded_this_month(self) -> None:
        assert self.status((1, 8), (0, 17), (0, 21)) == "first-recorded"

    def test_growing_and_easing_are_beyond_chance(self) -> None:
        assert self.status((15, 20), (1, 17), (1, 21)) == "growing"
        assert self.status((1, 20), (12, 17), (15, 21)) == "easing"

    def test_looks_at_the_three_months_before_for_change_and_at_all_for_first(self) -> None:
        assert self.status((1, 8), (5, 9), (0, 9), (0, 9), (0, 9)) == "persisting"

    def test_is_not_available_where_a_figure_is_hidden(self) -> None:
        hidden = a_share(None, None, "c")
        before = [hidden, a_share(1, 9)]
        assert theme_status(a_share(4, 8), before, before, 0.05) == "not-available"


def test_no_evidence_type_holds_a_bare_number() -> None:
    """Each number on its way to a reader is a Shown: a bare one would slip past what hides it.

    How many records a file has is for staff alone: no page of another audience has it.
    """
    modules = (shown, change, claims, edition)
    held = [
        f"{name}.{field}"
        for module in modules
        for name, kind in vars(module).items()
        if dataclasses.is_dataclass(kind)
        and kind.__module__ == module.__name__
        and kind not in (Shown, ShownQuantity)
        for field, hint in typing.get_type_hints(kind).items()
        if numbers_in(hint)
    ]
    assert held == []


def numbers_in(hint: object) -> bool:
    if hint in (int, float):
        return True
    if dataclasses.is_dataclass(hint) and hint not in (Shown, ShownQuantity, FileNote):
        return any(numbers_in(held) for held in typing.get_type_hints(hint).values())
    if isinstance(hint, types.UnionType) or typing.get_origin(hint):
        return any(numbers_in(part) for part in typing.get_args(hint))
    return False


def test_a_month_is_random_only_if_every_team_was_sampled_so() -> None:
    def note(month: str, sampling: str) -> ProgrammeNote:
        return ProgrammeNote(month, sampling, "", ())

    ways = {"06": "random", "07": "random volunteered", "08": "random unknown", "09": "stratified random",
            "10": "risk-based", "11": "unknown themed"}  # fmt: skip
    programme = [note(f"2023-{month}", way) for month, used in ways.items() for way in used.split()]
    at_random, not_at_random = sampled(programme)
    assert at_random == {"2023-06", "2023-09"}
    assert not_at_random == {"2023-07", "2023-10", "2023-11"}


@pytest.mark.parametrize(
    ("month", "caveats"),
    [
        ("2023-08", ([], "")),
        ("2023-09", (["files were chosen another way"], "not-random")),
        ("2023-10", (["files were chosen another way", "the framework was refreshed"], "not-random")),
        ("2024-02", ([], "")),
    ],
)
def test_a_status_has_the_caveats_of_the_months_that_it_compares(
    month: str, caveats: tuple[list[str], NotRandom]
) -> None:
    months = ("2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02")
    known = tuple(m for m in months if m <= month)
    ways = [(m, "volunteered" if m == "2023-09" else "random") for m in known]
    programme = tuple(ProgrammeNote(m, sampling, "", ()) for m, sampling in ways)
    e = edition.assemble(
        Measured(month, known, (), (), Extracts(programme=programme)),
        settings(breaks=[{"from": "2023-10", "what": "the framework was refreshed"}]),
        edition.Edition(month, date(2024, 3, 31), None),
    )
    assert e.status_caveats == caveats


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("Team Manager", True),
        ("Team Manager, Children in Care", False),
        ("Team Manager (children-in-care)", False),
        ("CIC Team Manager", False),
        ("Efficiency Lead", True),
    ],
)
def test_a_role_that_names_a_team_never_stands_beside_an_actions_text(role: str, shown: bool) -> None:
    teams = [{"id": "in-care", "name": "Children in Care", "aliases": ["CiC"]}]
    roles = {"owner_role": role, "impact_checked_by_role": role}
    found = quotes("pandas", audits=[{"quality_assured_on": "2023-12-01"}], actions=[roles])
    (action,) = edition._without_teams(found, settings(teams=teams)).actions
    assert [action.owner_role, action.impact_checked_by_role] == [role if shown else ""] * 2
