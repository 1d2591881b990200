"""The committee papers: what they hold, in which order, and what they give reason to ask."""

import html
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import builders
import pytest

from generator import pages, settings
from generator.editions.errors import WrongUsageError
from generator.editions.new import new_report
from generator.pages.inputs import EditionFiles
from generator.problems import errors
from generator.settings.model import Publication, Settings

EXAMPLE = Path(__file__).parent / "example_portal"
UNDONE = {"audit_id": "a1", "due": "2023-11-01", "owner_role": "Team manager"}
FIRST_SECTIONS = ("Introduction and background", "What we have done", "Audit findings", "Conclusion")
SIGNED = {"moderated_overall": "good", "quality_assured_on": "2023-11-20"}


def council(**report: Any) -> Settings:
    """A small council whose reports hold `report` besides what they must."""
    of = builders.settings()
    raw = builders.PUBLICATION | {"report": builders.PUBLICATION["report"] | report}
    return Settings(of.framework, of.themes, Publication.model_validate(raw))


def said(edition: EditionFiles, address: str = "report/") -> str:
    """What a reader sees of a page, on one line."""
    text = edition.files[f"{address}index.md"].decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?a\b[^>]*>", "", text))).split())


def headings(edition: EditionFiles, address: str = "report/") -> list[str]:
    text = edition.files[f"{address}index.md"].decode()
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


class TestThePanelsReport:
    def test_has_the_sections_of_a_committee_paper_in_their_order(self) -> None:
        given = {"recommendations": ["Note it."], "implications": [{"of": "Legal", "text": "None."}],
                 "background_papers": [{"title": "The framework"}]}  # fmt: skip
        assert headings(builders.rendered(council(**given))) == [
            "Recommendations", "1 Introduction and background", "2 What we have done", "3 Audit findings",
            "4 Conclusion", "Implications", "Background papers", "Contact",
            "Appendix: questions you may want to ask",
        ]  # fmt: skip

    def test_leaves_out_the_standing_sections_that_nobody_wrote(self) -> None:
        found = headings(builders.rendered())
        assert not {"Recommendations", "Implications", "Background papers"} & set(found)

    def test_says_whom_to_ask_about_the_report_or_else_the_organisation(self) -> None:
        assert "Contact The quality assurance team" in said(builders.rendered(council()))
        own = said(builders.rendered(council(contact="the clerk, clerk@example.org")))
        assert "Contact The clerk, clerk@example.org" in own

    def test_begins_with_roles_and_dates(self) -> None:
        text = said(builders.rendered())
        assert "Report for The panel Report by Head of Quality Assurance" in text
        assert "Date 31 December 2023" in text

    def test_gives_what_was_learned_and_changed_before_grades(self) -> None:
        text = said(builders.rendered(audits=[SIGNED], learning=[{}]))
        order = ("Children made safe", "What was learned", "What changed", "How files were graded")
        places = [text.index(part) for part in order]
        assert places == sorted(places)

    def test_has_a_table_each_for_the_newest_three_months_and_one_for_those_before(
        self,
    ) -> None:
        audits = [{**SIGNED, "month": f"2023-{month:02}"} for month in range(6, 12)]
        text = said(builders.rendered(audits=audits))
        assert text.count(": audits by grade") == 3
        assert "Moderated audits by grade, the months before" in text
        assert text.index("November 2023: audits") < text.index("September 2023: audits")

    @pytest.mark.parametrize("heading", ["Recommendations", "Implications", "Background papers"])
    def test_takes_a_months_own_words_in_place_of_the_standing_ones(
        self, tmp_path: Path, heading: str
    ) -> None:
        (tmp_path / "content/reports").mkdir(parents=True)
        (tmp_path / "content/reports/2023-11.md").write_text(f"## {heading}\n\nOur own words.\n")
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        content, problems = pages.read_content(tmp_path, loaded, ("2023-11",))
        assert not problems
        assert list(content.reports["2023-11"]) == [heading]


class TestAPublicPaper:
    """Both reports go to committees that meet in public."""

    @pytest.mark.parametrize("address", ["report/", "report/board/"])
    def test_counts_overdue_actions_and_quotes_none(self, address: str) -> None:
        late = [UNDONE | {"action": "Ring the school", "focus": "process", "owner_role": "TM"}, *[UNDONE] * 3]
        edition = builders.rendered(audits=[SIGNED], actions=late)
        text = said(edition, address)
        assert "Ring the school" not in text
        assert "Of actions about the child, three of three not yet done are overdue" in text
        assert "of those about process, one of one." in text
        assert "three of four are with Team manager, one of four is with other roles." in text
        assert "Ring the school" in said(edition, "findings/actions/")

    def test_says_what_its_marks_mean_before_the_first_of_them(self) -> None:
        audits = [{"month": "2023-10"}, SIGNED, {"month": "2023-11", "moderated_overall": "good"}]
        text = said(builders.rendered(audits=audits))
        explained = (
            "[p] provisional: an audit in the total is not signed off yet: so far one of two audits of "
            "November 2023, one of one audit of October 2023. Such figures may still change."
        )
        assert explained in text
        assert text.index("[p]") == text.index("[p] provisional")
        assert "[c]" not in text

    def test_names_no_role_where_none_owns_three(self) -> None:
        assert "other roles" not in said(builders.rendered(audits=[SIGNED], actions=[UNDONE]))

    def test_has_no_word_on_marks_that_it_does_not_have(self) -> None:
        assert "[p]" not in said(builders.rendered(audits=[SIGNED]))

    def test_says_of_what_nobody_recorded_that_it_is_not_recorded(self) -> None:
        text = said(builders.rendered(audits=[SIGNED]))
        assert "Whether it was set beside the file is not recorded." in text
        assert "Whether children were asked for their own feedback is not recorded" in text
        heard = SIGNED | {"child_feedback": "given", "triangulated": "yes"}
        text = said(builders.rendered(audits=[heard, SIGNED]))
        assert (
            "What people said was set beside the file in 1 of 2 (50%) audits. In one of two nothing is"
            in text
        )

    def test_numbers_its_tables_and_charts_in_their_order(self) -> None:
        text = said(builders.rendered(audits=[SIGNED, {**SIGNED, "month": "2023-10"}]))
        named = re.findall(r"(?:Table|Chart) \d+(?=: )", text)
        assert named == ["Table 1", "Table 2", "Chart 1", "Table 3", "Chart 2", "Table 4"]

    def test_tells_what_the_months_show_under_a_heading_of_its_own(self) -> None:
        text = said(builders.rendered(audits=[SIGNED]))
        order = ("How files were graded", "Table 1: ", "What the months show", "Chart 1: ", "Chart 2: Good")
        places = [text.index(part) for part in order]
        assert places == sorted(places)
        assert "No control limits are drawn" in text


class TestInspectionsInAReport:
    def test_say_since_when_audits_speak_of_them_and_what_is_a_strength(self) -> None:
        audits = [{**SIGNED, "month": "2023-09"}, SIGNED]
        learning = [{"audit_id": "a1"}, {"audit_id": "a2", "kind": "strength"}]
        visit = {"date": "2021", "sort_key": "2021", "title": "Visit", "kind": "inspection"}
        events = [visit | {"themes": "chronologies"}]
        text = said(builders.rendered(audits=audits, learning=learning, events=events))
        assert "What audits since September 2023 show of it, with the strengths of November 2023:" in text
        assert "1 of 2 (50%) asked to improve it; a strength in 1 of 1." in text


class TestTheQuestions:
    @pytest.mark.parametrize(
        ("question", "reason"),
        [
            ("What holds up the actions that are overdue", {"actions": [UNDONE]}),
            ("Why were some children not asked?", {"audits": [{**SIGNED, "child_feedback": "not-sought"}]}),
            ("When will what was asked be answered?",
             {"requests": [{"asked_on": "2023-11-01", "forum": "The panel", "request": "What?"}]}),
            ("Which children are not yet confirmed safe",
             {"audits": [{**SIGNED, "moderated_overall": "inadequate"}]}),
        ],
    )  # fmt: skip
    def test_are_asked_where_the_figures_give_reason_and_not_elsewhere(
        self, question: str, reason: dict[str, Any]
    ) -> None:
        assert question in said(builders.rendered(**{"audits": [SIGNED], **reason}))
        assert question not in said(builders.rendered(audits=[SIGNED]))

    def test_name_a_role_only_where_it_owns_three_overdue_actions(self) -> None:
        late = [*[UNDONE] * 3, UNDONE | {"owner_role": "Reviewer"}, UNDONE | {"owner_role": ""}]
        text = said(builders.rendered(audits=[SIGNED], actions=late))
        assert "Five of five actions not yet done are past their date." in text
        assert "Of those of signed-off audits: Team manager three of five, other roles two of five." in text
        assert "Reviewer" not in text

    def test_say_what_is_provisional(self) -> None:
        assert "One of two audits of the month is not signed off" in said(
            builders.rendered(audits=[SIGNED, {}])
        )
        assert "Every audit of the month is signed off." in said(builders.rendered(audits=[SIGNED]))

    def test_say_that_files_not_chosen_at_random_speak_for_no_others(self) -> None:
        chosen = {"month": "2023-11", "planned": 1, "sampling": "volunteered"}
        text = said(builders.rendered(audits=[SIGNED], programme=[chosen]))
        assert "volunteered by teams. So these audits can’t speak for other children." in text


class TestTheBoardsReport:
    def test_shows_lessons_actions_and_areas_in_more_detail(self) -> None:
        text = said(builders.rendered(audits=[SIGNED], learning=[{}], actions=[UNDONE]), "report/board/")
        for part in ("Lessons met in the audits", "Where actions stand, by the month", "Areas of practice"):
            assert part in text

    def test_says_of_a_lesson_that_is_a_strength_that_it_was_met(self) -> None:
        learning = [{"kind": "strength"}, {"kind": "improvement", "audit_id": "a6"}]
        audits = [{**SIGNED, "month": f"2023-{month:02}"} for month in (11, 10, 9) for _ in range(5)]
        text = said(builders.rendered(audits=audits, learning=learning), "report/board/")
        assert "This month as a strength only" in text
        assert "Not met this month" not in text

    def test_is_for_the_forum_that_the_settings_name(self) -> None:
        edition = builders.rendered(council(board_for="Children's Board"))
        assert "Report for Children's Board" in said(edition, "report/board/")

    def test_takes_its_words_from_a_folder_of_their_own(self, tmp_path: Path) -> None:
        (tmp_path / "content/reports/board").mkdir(parents=True)
        words = "## Conclusion\n\nWords.\n\n## Concluson\n\nWords.\n"
        (tmp_path / "content/reports/board/2023-11.md").write_text(words)
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        content, problems = pages.read_content(tmp_path, loaded, ("2023-11",))
        assert [str(problem.place) for problem in problems] == ["content/reports/board/2023-11.md:5"]
        assert "Conclusion" in content.board_reports["2023-11"]
        assert not content.reports
        assert list(content.written_for("2023-11")) == ["board-report/conclusion"]


class TestANewReport:
    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
        shutil.copytree(EXAMPLE, tmp_path / "root")
        return tmp_path / "root"

    def begun(self, root: Path, month: str = "2023-11") -> str:
        started = new_report(root, month, date(2024, 1, 1), lambda _: None)
        assert not errors(started.problems)
        assert started.file == f"content/reports/{month}.md"
        return (root / started.file).read_text(encoding="utf-8")

    def last(self, root: Path, text: str) -> None:
        (root / "content/reports/2023-11.md").unlink()
        (root / "content/reports/2023-10.md").write_text(text)

    def test_holds_the_last_ones_words_with_figures_moved_on(self, root: Path) -> None:
        figure = '{{ share("moderated", "good", "2023-09") }} and {{ count("primary", "good", "2023-10") }}'
        self.last(root, f"## Conclusion\n\nGood: {figure}.\n")
        moved = '{{ share("moderated", "good", "2023-10") }} and {{ count("primary", "good", "2023-11") }}'
        text = self.begun(root)
        assert (
            "Write here: what November 2023 shows. The figures are those of November 2023, the words those of"
            f" October 2023: Good: {moved}." in text
        )
        assert "Write here: what is new in November 2023." in text

    def test_asks_for_claims_anew(self, root: Path) -> None:
        rises = '{% claim rises(count("moderated", "good"), "2023-09", "2023-10") %}'
        claim = f"{rises}\nMore were good.\n{{% endclaim %}}"
        self.last(root, f"## Audit findings\n\n{claim}\n")
        text = self.begun(root)
        assert "{%" not in text
        assert (
            "Write here: what November 2023 shows, as a claim. In October 2023 it read: More were good."
            in text
        )

    def test_asks_for_all_anew_that_speaks_of_figures_or_a_month_and_keeps_the_rest(self, root: Path) -> None:
        """A figure moved on beside words that are not would be a false sentence that nothing finds."""
        graded = '{{ count("primary", "good", "2023-10") }}'
        self.last(
            root,
            f"## Conclusion\n\nIt is about children.\n\nGood in October:\n{graded} audits.\n\n- We wait.\n"
            f"- Of all, {graded}.\n  So far.\n- We met in May 2022.\n\n### In October\n\n> Well done.\n",
        )
        text = self.begun(root)
        blocks = [" ".join(block.split()) for block in re.split(r"\n\n|\n(?=- )", text)]
        moved = graded.replace("-10", "-11")
        asked = (
            "Write here: what November 2023 shows. The figures are those of November 2023, the words those of"
        )
        assert blocks[2:] == [
            "It is about children.",
            f"{asked} October 2023: Good in October: {moved} audits.",
            "- We wait.",
            f"- {asked} October 2023: Of all, {moved}. So far.",
            "- Write here: what is so in November 2023. In October 2023 it read: We met in May 2022.",
            "### Write here: what is so in November 2023. In October 2023 it read: In October",
            "> Well done.",
        ]

    def test_for_the_board_begins_from_the_boards_last_one(self, root: Path) -> None:
        board = root / "content/reports/board"
        board.mkdir()
        (board / "2023-10.md").write_text("## Conclusion\n\nThe board decides.\n")
        started = new_report(root, "2023-11", date(2024, 1, 1), lambda _: None, board=True)
        assert started.file == "content/reports/board/2023-11.md"
        assert "The board decides." in (root / started.file).read_text(encoding="utf-8")

    def test_without_a_last_one_holds_what_the_records_give(self, root: Path) -> None:
        (root / "content/reports/2023-11.md").unlink()
        text = self.begun(root)
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == list(FIRST_SECTIONS)
        assert 'Good: {{ share("moderated", "good", "2023-11") }} audits' in text

    def test_is_never_written_over_one_that_is_there(self, root: Path) -> None:
        with pytest.raises(WrongUsageError, match="is there already"):
            self.begun(root)

    def test_is_not_shown_while_anything_is_left_to_write(self, root: Path) -> None:
        (root / "content/reports/2023-11.md").unlink()
        self.begun(root)
        loaded, _ = settings.load(root)
        assert loaded is not None
        content, problems = pages.read_content(root, loaded, ("2023-09", "2023-10", "2023-11"))
        assert {problem.code for problem in problems} == {"to-be-written"}
        assert content.reports["2023-11"] == {}
