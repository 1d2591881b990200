"""How far the first grade can be trusted, and what became of what was asked: said from the counts alone."""

import builders
import pytest
from test_pages import EXAMPLE, page, render, said

MODERATION, INSPECTIONS = "findings/moderation/", "findings/inspections/"


def graded(**pairs: int) -> list[dict[str, str]]:
    """Audits by manager's and moderator's grade, by first letter: i, r, g."""
    grades = {"i": "inadequate", "r": "requires-improvement", "g": "good"}
    return [
        {"primary_overall": grades[pair[0]], "moderated_overall": grades[pair[1]]}
        for pair, number in pairs.items()
        for _ in range(number)
    ]


def text(address: str, audits: builders.Rows, requests: builders.Rows = ()) -> str:
    return " ".join(said(page(builders.rendered(audits=audits, requests=requests), address)).split())


class TestModeration:
    def test_of_equal_totals_that_hide_differences_is_told_so(self) -> None:
        told = text(MODERATION, audits=graded(rg=2, gr=2, gg=4))
        assert "gave each grade as often, and yet differed on 4 of 8 files: two moved down, two up." in told
        assert "Equal totals are not agreement." in told

    def test_of_equal_totals_that_agree_is_not(self) -> None:
        assert "gave each grade as often" not in text(MODERATION, audits=graded(gg=4, rr=4))

    def test_says_how_often_they_were_no_more_than_one_step_apart(self) -> None:
        assert "no more than one step apart: 6 of 8 (75%)" in text(
            MODERATION, audits=graded(gi=2, gr=2, gg=4)
        )

    def test_says_of_each_grade_how_often_the_moderator_left_it(self) -> None:
        told = text(MODERATION, audits=graded(gr=3, gg=2, rr=1))
        assert "Inadequate nothing to count Requires improvement 1 of 1 (100%) [p]" in told
        assert "Good 2 of 5 (40%)" in told

    @pytest.mark.parametrize(
        ("pairs", "words"),
        [
            ({"gr": 6, "gg": 4}, "More moved down than up, by more than chance alone would explain"),
            ({"rg": 6, "gg": 4}, "More moved up than down, by more than chance alone would explain"),
            ({"gr": 5, "gg": 5}, "More moved one way than the other, but chance could explain that."),
            ({"gr": 2, "rg": 2, "gg": 4}, "As many moved down as up."),
            ({"gr": 4}, "Fewer than five audits can’t show a direction."),
        ],
    )
    def test_says_which_way_grades_move_where_the_sign_test_does(
        self, pairs: dict[str, int], words: str
    ) -> None:
        told = text(MODERATION, audits=graded(**pairs))
        assert told.count(words) == 2
        assert "both directions" not in told

    def test_stands_beside_the_third_lock_and_external_checks(self) -> None:
        told = " ".join(said(page(render(EXAMPLE, "2023-11"), MODERATION)).split())
        assert "third lock looked at" in told
        assert "People from outside looked at" in told
        assert "Nobody from outside has looked" in text(MODERATION, audits=graded(gg=1))


class TestRequests:
    @pytest.mark.parametrize(("answer", "heading"), [("Yes.", "Answered"), (None, "Still open")])
    def test_stand_under_what_became_of_them(self, answer: str | None, heading: str) -> None:
        asked = {"asked_on": "2023-11-01", "forum": "The panel", "request": "Tell us.", "answer": answer}
        told = text(INSPECTIONS, audits=graded(gg=1), requests=[asked])
        assert f"### {heading}" in told
        assert told.count("### ") == 1

    def test_that_are_overdue_come_first(self) -> None:
        asked = [
            {"asked_on": "2023-11-01", "forum": "The panel", "request": name, "due": due}
            for name, due in (("Later.", "2024-02-01"), ("Overdue.", "2023-12-01"))
        ]
        told = text(INSPECTIONS, audits=graded(gg=1), requests=asked)
        assert told.index("Overdue.") < told.index("Later.")
