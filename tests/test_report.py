"""The committee papers: what they hold, in which order, and what they give reason to ask."""

import html
import re
from pathlib import Path
from typing import Any

import builders
import pytest

from generator import pages, settings
from generator.pages.inputs import EditionFiles
from generator.settings.model import Publication, Settings

EXAMPLE = Path(__file__).parent / "example_portal"
UNDONE = {"audit_id": "a1", "due": "2023-11-01", "owner_role": "Team manager"}
SIGNED = {"moderated_overall": "good", "quality_assured_on": "2023-11-20"}


def council(**report: Any) -> Settings:
    """A small council whose reports hold `report` besides what they must."""
    of = builders.settings()
    raw = builders.PUBLICATION | {"report": builders.PUBLICATION["report"] | report}
    return Settings(of.framework, of.themes, Publication.model_validate(raw))


def said(edition: EditionFiles, address: str = "report/") -> str:
    """What a reader sees of a page, on one line."""
    text = edition.files[f"{address}index.md"].decode()
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


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

    def test_name_the_roles_that_overdue_actions_are_with(self) -> None:
        later = UNDONE | {"owner_role": "Reviewer", "due": "2023-11-02"}
        text = said(builders.rendered(audits=[SIGNED], actions=[later, UNDONE]))
        assert "Two of two actions not yet done are past their date." in text
        assert "are with: Team manager and Reviewer." in text

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
