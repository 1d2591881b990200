"""Themes from what was found to what changed, and who checks those who found it."""

import re
from datetime import date
from typing import Any

import pytest
from builders import everything, settings
from test_pages import EXAMPLE, page, render, said

from generator.evidence import Edition, Evidence, Shown, ShownTable, Source, assemble
from generator.evidence.derive import between
from generator.measures.figures import LearningPoint
from generator.pages.inputs import EditionFiles
from generator.pages.presenters.learning import told_first
from generator.pages.presenters.themes import theme_loop

THEME = "themes/chronologies/"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> EditionFiles:
    return render(EXAMPLE, "2023-11", tmp_path_factory.mktemp("charts"))


def headings(text: str) -> list[str]:
    return re.findall(r"^##+ (.+)$|<h2[^>]*>(.+)</h2>", text, re.MULTILINE) and [
        a or b for a, b in re.findall(r"^## (.+)$|<h2[^>]*>(.+)</h2>", text, re.MULTILINE)
    ]


def in_order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


class TestAThemesPage:
    def test_teaches_before_it_counts_and_ends_with_the_loop(self, edition: EditionFiles) -> None:
        assert headings(page(edition, THEME)) == [
            "What good looks like",
            "On Monday",
            "Questions to discuss",
            "How often it was met",
            "What auditors saw",
            "From lesson to change",
        ]
        assert in_order(
            page(edition, THEME), "In which areas of practice", "What auditors saw",
            "From lesson to change", "Where it is still open", "Looked at again", "How the status is decided",
        )  # fmt: skip

    def test_says_in_words_where_the_loop_is_open(self, edition: EditionFiles) -> None:
        text = " ".join(said(page(edition, THEME)).split())
        assert "audits, no action on this is recorded." in text
        assert "an action is begun, and not all are done." in text
        assert "A better grade because practice changed: 1 of 1." in text

    def test_says_so_where_no_audit_has_asked_for_it(self, edition: EditionFiles) -> None:
        text = said(page(edition, "themes/plans/"))
        assert "No audit has asked to improve this so far, so there is nothing to follow up." in text


class TestTheLoop:
    def of(self, audits: int, *actions: dict[str, Any]) -> Evidence:
        learning = [{"audit_id": f"a{i + 1}"} for i in range(audits)]
        measured = everything("pandas", audits=[{}] * audits, learning=learning, actions=actions)
        return assemble(measured, settings(), Edition("2023-11", date(2023, 12, 31), date(2023, 12, 21)))

    def test_names_each_step_at_which_audits_stopped(self) -> None:
        done = {"action_id": "x", "theme": "chronologies", "completed_on": "2023-11-20"}
        loop = theme_loop(self.of(3, done), "chronologies")
        assert [(step, s.count, s.total) for step, s in loop.gaps] == [("found", 2, 3), ("done", 1, 3)]

    @pytest.mark.parametrize(("audits", "few"), [(0, False), (1, True), (4, True), (5, False)])
    def test_is_no_verdict_from_fewer_than_five_audits(self, audits: int, few: bool) -> None:
        assert theme_loop(self.of(audits), "chronologies").few is few


def test_the_library_names_the_first_and_last_month_of_each_lesson(edition: EditionFiles) -> None:
    text = said(page(edition, "themes/"))
    assert "First recorded in September 2023, last in November 2023." in text
    assert in_order(text, "All lessons so far", "A chronology lists the events of a life.")


def test_actions_keep_child_process_and_reasons_apart_by_month(edition: EditionFiles) -> None:
    text = page(edition, "findings/actions/")
    assert in_order(
        text, "Children made safe", "Actions about the child, by the month",
        "Actions about process, by the month", "Areas graded again later, by the month",
    )  # fmt: skip
    assert "No action about process is recorded." in said(text)
    assert "Nothing is recorded as looked at again." in said(text)


def test_what_meant_something_for_a_child_is_read_first() -> None:
    def point(month: str, impact: str) -> LearningPoint:
        return LearningPoint(month, "plans", "strength", "", "", "", "Point.", impact)

    points = [point("2023-11", ""), point("2023-09", "She slept."), point("2023-10", "He laughed.")]
    assert [p.month for p in told_first(points)] == ["2023-10", "2023-09", "2023-11"]


def test_voice_says_who_was_not_asked(edition: EditionFiles) -> None:
    text = said(page(edition, "findings/voice/"))
    assert "not asked in six of eight audits of November 2023" in text
    assert "asked with no answer recorded in eight of eight" in text


def test_a_panel_member_can_follow_who_checks_the_auditors(edition: EditionFiles) -> None:
    text = page(edition, "findings/auditors/")
    assert "# All audits of November 2023 met the standard for an audit" in text
    assert headings(text) == [
        "A second person looks",
        "A third person signs off",
        "Somebody from outside looks",
        "How good are the audits themselves?",
        "Who was trained",
    ]
    assert "too generous" in text
    assert "too harsh" in text
    assert "auditors/" in page(edition, "findings/moderation/")


def test_teams_and_their_briefings_are_in_the_order_of_the_settings(edition: EditionFiles) -> None:
    text = page(edition, "findings/teams/")
    table = text[text.index("<caption>Team meetings about") :]
    assert in_order(table, "North", "South", "</table>")
    assert "no team meeting is recorded" in text


def test_a_gap_is_hidden_where_a_step_is() -> None:
    source = Source("theme_loop", ())
    open_, hidden = Shown(source, 4, 4, 100), Shown(source, None, None, None, hidden="c")
    table = ShownTable("theme_loop", (), {"found": open_, "done": hidden}, open_, open_)
    assert between(table, "found", "done", "found").hidden == "c"


@pytest.mark.parametrize(
    "address",
    [
        THEME, "themes/", "good-practice/", "findings/voice/", "findings/actions/", "findings/auditors/",
        "findings/moderation/", "findings/teams/", "findings/areas/chronology/",
    ],
)  # fmt: skip
def test_a_page_ends_with_reasons_to_go_on(edition: EditionFiles, address: str) -> None:
    last = page(edition, address).rpartition('<p class="next">')[2]
    assert last.count("<a href=") >= 2
