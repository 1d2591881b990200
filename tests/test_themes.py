"""Themes from what was found to what changed, and who checks those who found it."""

import re
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any, ClassVar

import pytest
from builders import everything, rendered, settings
from test_pages import EXAMPLE, all_pages, page, render, said

from generator.evidence import (
    Edition,
    Evidence,
    Shown,
    ShownQuantity,
    ShownTable,
    Source,
    assemble,
)
from generator.evidence.derive import between
from generator.evidence.published import record_of
from generator.measures.figures import LearningPoint
from generator.pages.inputs import EditionFiles
from generator.pages.presenters.grades import teams_page
from generator.pages.presenters.impact import actions_page
from generator.pages.presenters.learning import ATTENTION, told_first
from generator.pages.presenters.themes import named_teams, theme_loop, theme_page
from generator.pages.provenance import names_csv
from generator.pages.templating import environment
from generator.settings.model import Settings

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


def evidence(of: Settings | None = None, **rows: Any) -> Evidence:
    known = of or settings()
    measured = everything("pandas", known, **rows)
    return assemble(measured, known, Edition("2023-11", date(2023, 12, 31), date(2023, 12, 21)))


class TestATeamsLesson:
    THEMES = ("a", "b", "c", "d")
    TEAMS = ("duty", "care", "help", "steps")

    def evidence(self, audits: int, met: dict[str, int], others: int = 3) -> Evidence:
        """Duty with so many audits, of which so many met each theme; so many other teams met all of them."""
        teams = ["duty"] * audits + [team for team in self.TEAMS[1 : 1 + others] for _ in range(5)]
        found = [(theme, i) for theme, n in met.items() for i in range(n)]
        found += [(theme, i) for theme in self.THEMES for i in range(audits, len(teams), 5)]
        return evidence(
            settings(themes=self.THEMES, teams=[{"id": team, "name": team} for team in self.TEAMS]),
            audits=[{"team": team} for team in teams],
            learning=[{"audit_id": f"a{i + 1}", "theme": theme} for theme, i in found],
        )

    def line(self, audits: int, met: dict[str, int], others: int = 3) -> tuple[list[str], int | None, bool]:
        """Duty's: the lessons named, in how many audits, if too few to name any."""
        line = teams_page(self.evidence(audits, met, others)).lines[0]
        return [theme.id for theme in line.most], line.met.count if line.met else None, line.few

    @pytest.mark.parametrize(
        ("audits", "met", "named"),
        [
            (5, {"a": 1, "b": 2}, ["b"]),
            (5, {"a": 2, "c": 2}, ["a", "c"]),
            (5, {"a": 1, "b": 1, "c": 1, "d": 1}, []),
            (5, {}, []),
            (4, {"a": 4}, []),
        ],
    )
    def test_is_every_one_that_is_level_and_none_from_fewer_than_five_audits(
        self, audits: int, met: dict[str, int], named: list[str]
    ) -> None:
        counted = max(met.values()) if met and audits >= 5 else None
        assert self.line(audits, met) == (named, counted, audits < 5)

    def test_is_not_named_unless_two_other_teams_met_it(self) -> None:
        assert self.line(5, {"a": 4}, others=2) == (["a"], 4, False)
        assert self.line(5, {"a": 4}, others=1) == ([], None, False)

    def test_is_not_told_where_one_of_its_figures_is_hidden(self) -> None:
        e = self.evidence(5, {"a": 1})
        tables = {
            key: replace(table, parts={"audits": Shown(table["audits"].source, None, None, None, hidden="c")})
            if table.dims.get("theme") == "b" and table.measure == "themes_by_team"
            else table
            for key, table in e.tables.tables.items()
        }
        line = teams_page(replace(e, tables=replace(e.tables, tables=tables))).lines[0]
        assert line.met is not None
        assert (line.most, line.met.hidden) == ((), "c")


class TestWhatIsNotQuoted:
    def test_is_counted_on_a_themes_page_with_its_reason(self) -> None:
        e = evidence(
            settings(themes=("a", "b")),
            audits=[{"quality_assured_on": "2023-12-01"}, {}],
            learning=[
                {"theme": "a", "point": "Quoted."},
                {"audit_id": "a2", "theme": "a", "point": "Waits."},
            ],
            actions=[{"audit_id": audit, "theme": "a"} for audit in ("a1", "a2", "a2")],
        )
        found = theme_page(e, e.settings.themes.themes[0])
        assert (len(found.actions.notes), found.actions_waiting.count, found.points_waiting.count) == (
            1,
            2,
            1,
        )
        other = theme_page(e, e.settings.themes.themes[1])
        assert (other.actions_waiting.count, other.points_waiting.count) == (0, 0)

    def test_is_said(self) -> None:
        macro = environment().get_template("blocks.j2").module.waiting  # type: ignore[attr-defined]
        two = Shown(Source("waiting", ()), 2, 9, 22)
        assert (
            "Two actions are not quoted: the audits they come from are not yet signed off, or were sent back."
            in said(macro(two, "action", "actions"))
        )
        hidden = Shown(two.source, None, None, None, hidden="c")
        assert "is hidden to protect identity" in said(macro(hidden))


class TestTheTeamsOfATheme:
    def teams(self, *teams: str) -> list[str]:
        """Those listed, where each of these teams' five audits asked for it, and those of "few" in one."""
        named = [{"id": team, "name": team} for team in dict.fromkeys(teams)]
        audits = [{"team": team} for team in teams for _ in range(1 if team == "few" else 5)]
        learning = [{"audit_id": f"a{i + 1}"} for i in range(len(audits))]
        e = evidence(settings(teams=named), audits=audits, learning=learning)
        return [line.team.id for line in theme_page(e, e.settings.themes.themes[0]).teams]

    def test_are_those_with_five_audits(self) -> None:
        assert self.teams("duty", "few", "care", "help") == ["duty", "care", "help"]

    def test_are_none_where_they_are_fewer_than_three(self) -> None:
        assert self.teams("duty", "few", "care") == []

    def test_are_left_out_in_words(self, edition: EditionFiles) -> None:
        text = said(page(edition, THEME))
        assert "of the teams with five audits or more, fewer than three have one that asks" in text


class TestATeamsNameBesideALesson:
    """Whatever the records: a team stands beside a lesson only where the lesson's own page lists its team."""

    TEAMS = tuple(f"team-{name}" for name in ("elm", "oak", "ash", "yew", "fir"))
    THEMES = ("chronologies", "plans", "visits")

    def records(self, chance: Random) -> dict[str, list[dict[str, Any]]]:
        """Teams with few audits and many, lessons that one team met, or two, or all."""
        teams = [team for team in self.TEAMS for _ in range(chance.randint(0, 9))]
        likely = {
            (team, theme): chance.choice((0, 0, 0.3, 0.9)) for team in self.TEAMS for theme in self.THEMES
        }
        return {
            "audits": [{"team": team, "quality_assured_on": "2023-12-01"} for team in teams],
            "learning": [
                {"audit_id": f"a{i}", "theme": theme, "point": f"{theme} seen."}
                for i, team in enumerate(teams, 1)
                for theme in self.THEMES
                if chance.random() < likely[team, theme]
            ],
        }

    @pytest.mark.parametrize("seed", range(12))
    def test_is_on_the_lessons_own_page_or_on_none(self, seed: int) -> None:
        named = [{"id": team, "name": team} for team in self.TEAMS]
        known = settings(themes=self.THEMES, teams=named)
        found = self.records(Random(seed))
        pages = all_pages(rendered(known, audits=found["audits"], learning=found["learning"]))
        listed = {theme: self.teams_in(pages[f"themes/{theme}/index.md"]) for theme in self.THEMES}
        assert all(len(teams) == 0 or len(teams) >= 3 for teams in listed.values())
        for name, text in pages.items():
            for block in re.split(r"\n\n|</tr>|</li>|</p>|</blockquote>", text):
                for theme in self.THEMES:
                    if re.search(rf"\b{theme}\b", block):
                        assert self.teams_in(block) <= listed[theme], name

    def test_is_in_no_list_of_figures_by_name(self) -> None:
        named = [{"id": team, "name": team} for team in self.TEAMS]
        known = settings(themes=self.THEMES, teams=named)
        found = self.records(Random(0))
        e = evidence(known, audits=found["audits"], learning=found["learning"])
        assert any(table.measure == "themes_by_team" for table in e.tables.tables.values())
        lines = names_csv(record_of(e, {})).decode().splitlines()
        assert len(lines) > 100
        for line in lines:
            assert not (self.teams_in(line) and any(theme in line for theme in self.THEMES)), line

    def teams_in(self, text: str) -> set[str]:
        return {team for team in self.TEAMS if team in text}

    def test_is_looked_for_where_it_can_be_found(self) -> None:
        """The records above do come to pages that name a lesson's teams, and to pages that name none."""
        named = [{"id": team, "name": team} for team in self.TEAMS]
        of = settings(themes=self.THEMES, teams=named)
        counts = [
            len(named_teams(e, theme))
            for seed in range(12)
            for e in [evidence(of, **self.records(Random(seed)))]
            for theme in e.settings.themes.themes
        ]
        assert 0 in counts
        assert max(counts) >= 3


class TestWhen:
    """An audit's month is never shown as the day of what came later."""

    ACTION: ClassVar = {
        "theme": "chronologies",
        "completed_on": "2023-11-14",
        "impact": "He sleeps.",
        "owner_role": "Social Worker",
    }

    def text(self, address: str, month: str = "2023-10", **rows: Any) -> str:
        audit = {"month": month, "quality_assured_on": "2023-11-01"}
        return " ".join(said(page(rendered(audits=[audit], **rows), address)).split())

    def test_a_check_has_its_own_day(self) -> None:
        checked = {"impact_checked_on": "2023-12-08", "impact_checked_by_role": "Service Manager"}
        actions = [self.ACTION | checked]
        assert (
            "From an audit of October 2023 · done 14 November 2023 · checked 8 December 2023 by the Service "
            "Manager" in self.text("findings/actions/", actions=actions)
        )
        text = self.text("themes/chronologies/", actions=actions)
        assert (
            "Done 14 November 2023 · about the child · Social Worker · from an audit of October 2023" in text
        )
        assert "Change checked 8 December 2023 by the Service Manager: He sleeps." in text

    def test_a_check_without_a_day_has_none(self) -> None:
        actions = [self.ACTION | {"impact_checked_by_role": "Service Manager"}]
        text = self.text("findings/actions/", actions=actions)
        assert "done 14 November 2023 · checked by the Service Manager" in text

    def test_a_report_by_the_owner_has_the_day_of_completion(self) -> None:
        text = self.text("findings/actions/", actions=[self.ACTION])
        assert "done 14 November 2023 · reported by the Social Worker" in text

    def test_later_looks_at_areas_stand_with_the_newest_first(self) -> None:
        better = {"from": "inadequate", "to": "requires-improvement", "reason": "practice-changed"}
        regrades = [better | {"on": f"2023-{day}"} for day in ("11-20", "12-01", "11-27")]
        text = self.text("findings/actions/", regrades=regrades)
        audit = "from an audit of October 2023 Practice changed"
        days = ("1 December", "27 November", "20 November")
        assert in_order(text, *(f"Chronology {day} 2023, {audit}" for day in days))
        assert "Inadequate, then requires improvement" in text


class TestALaterAudit:
    def text(self, *later: str | None) -> str:
        """What the page says of later audits with these moderated grades, of a file moderated as good."""
        audits = [{"month": "2023-10", "moderated_overall": "good"}] + [
            {"type": "re-audit", "revisits": "a1", "primary_overall": "good", "moderated_overall": grade}
            for grade in later
        ]
        text = " ".join(said(page(rendered(audits=audits), "findings/actions/")).split())
        return text.partition("No grade has been looked at again yet.")[2].partition("See the lessons")[0]

    def test_is_one_sentence_where_there_is_one(self) -> None:
        assert self.text("inadequate").strip() == (
            "One later audit looked again at a whole file, and gave it a worse grade."
        )

    def test_is_counted_where_there_are_more(self) -> None:
        assert "None gave a better grade, one the same, one a worse one." in self.text("good", "inadequate")

    def test_says_where_a_managers_grade_stands_beside_a_moderators(self) -> None:
        alone = "a manager’s alone so far, set beside a moderator’s. A moderator may still change it."
        assert f"That is {alone}" in self.text(None)
        assert f"One of these, the same grade, is {alone}" in self.text(None, "inadequate")
        assert "alone" not in self.text("good")


class TestWordsOfOneAndOfMore:
    def macro(self, name: str, *given: object) -> str:
        return " ".join(said(getattr(environment().get_template("figures.j2").module, name)(*given)).split())

    @pytest.mark.parametrize(
        ("days", "of", "words"),
        [
            (8.5, 64, "half of the 64 took nine days or less (the median)"),
            (1, 2, "half of the two took one day or less (the median)"),
            (0, 2, "half of the two came on the same day (the median)"),
            (12, 1, "12 days, counted once"),
        ],
    )
    def test_a_median_is_said_in_plain_words(self, days: float, of: int, words: str) -> None:
        counted = Shown(Source("days", ()), of, of, None)
        assert self.macro("median", ShownQuantity(counted.source, days, "days", counted)) == words

    def regraded(self, *reasons: str) -> str:
        areas = [
            {"audit_id": f"a{i}", "from": "inadequate", "to": "good", "reason": reason or None}
            for i, reason in enumerate(reasons, 1)
        ]
        return self.macro("graded_again", actions_page(evidence(audits=[{}] * len(areas), regrades=areas)))

    def test_areas_graded_again_are_told_by_reason_and_not_as_raised(self) -> None:
        assert self.regraded("record-improved") == (
            "One area was graded again on a later look: the record had been put right."
        )
        assert self.regraded("record-improved", "") == (
            "Of the areas graded again on a later look, practice had changed in none of two. The record had "
            "been put right in one of two. No reason is recorded for one of two."
        )


def test_a_checkers_role_that_names_a_team_is_not_shown_and_the_check_still_counts() -> None:
    checked = {"completed_on": "2023-11-20", "impact": "He sleeps."}
    e = evidence(
        settings(teams=[{"id": "duty", "name": "Duty and Assessment"}]),
        audits=[{"quality_assured_on": "2023-12-01"}],
        actions=[checked | {"impact_checked_by_role": "Manager, Duty and Assessment"}],
    )
    (action,) = e.extracts.actions
    assert (action.impact_checked_by_role, action.checked) == ("", True)
    macro = environment().get_template("figures.j2").module.checker  # type: ignore[attr-defined]
    assert str(macro(action)) == "somebody else"


def test_the_rule_names_each_status_in_the_order_of_the_themes_page(edition: EditionFiles) -> None:
    status = environment().get_template("figures.j2").module.status  # type: ignore[attr-defined]
    rule = said(page(edition, "themes/").rpartition("How a status is decided")[2])
    names = [re.sub(r"^.", lambda first: first[0].upper(), said(status(each))) for each in ATTENTION]
    assert in_order(rule, *(f"**{name}**" for name in names))
    assert "The order: by [status](#how-a-status-is-decided)" in page(edition, "themes/")


def test_no_status_is_said_in_a_statisticians_word(edition: EditionFiles) -> None:
    text = " ".join(said(found) for found in (page(edition, "themes/"), page(edition, THEME)))
    assert not re.search(r"persisting|easing\b|growing", text, re.IGNORECASE)


@pytest.mark.parametrize("address", ["", "themes/"])
def test_no_dot_hangs_at_a_lines_end_before_a_status(edition: EditionFiles, address: str) -> None:
    text = page(edition, address)
    assert '<span class="status">' in text
    assert '· <span class="status">' not in text


def test_good_practice_says_whose_words_and_what_comes_first(edition: EditionFiles) -> None:
    text = " ".join(said(page(edition, "good-practice/")).split())
    assert "where a child, a parent, a carer or a practitioner said it, that is marked" in text
    assert "; these come first" not in text


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
    assert "auditors/" in page(edition, "findings/moderation/")


class TestWhoWasGenerous:
    """The words beside our grade and an outsider's, on the page."""

    def words(self, *grades: tuple[str, str]) -> str:
        """What the page says where a manager and a moderator gave the first grade, an outsider the second."""
        audits = [
            {"primary_overall": ours, "moderated_overall": ours, "quality_assured_on": "2023-12-01"}
            for ours, _ in grades
        ]
        checks = [{"audit_id": f"a{i}", "overall": theirs} for i, (_, theirs) in enumerate(grades, 1)]
        text = page(rendered(audits=audits, external_checks=checks), "findings/auditors/")
        return " ".join(said(text).split())

    def test_we_were_harsh_where_our_grade_is_the_worse_one(self) -> None:
        text = self.words(("inadequate", "requires-improvement"))
        assert "Our grade was the lower one: we were harsher than they were." in text
        assert "generous" not in text
        assert "The moderator none of 1 none of 1 1 of 1 (100%) 1" in text

    def test_we_were_generous_where_our_grade_is_the_better_one(self) -> None:
        text = self.words(("good", "requires-improvement"))
        assert "Our grade was the higher one: we were more generous than they were." in text
        assert "harsh" not in text
        assert "The manager none of 1 1 of 1 (100%) none of 1 1" in text

    def test_several_are_counted_each_way(self) -> None:
        text = self.words(("good", "requires-improvement"), ("good", "inadequate"), ("inadequate", "good"))
        assert "the higher one in two of three: there we were more generous" in text
        assert "the lower one in one of three: there we were harsher" in text


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
