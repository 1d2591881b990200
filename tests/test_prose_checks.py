"""What is said of words in content/: the mistakes of a person who writes, each with its line."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from test_briefing import WHOLE
from test_pages import EXAMPLE, MONTHS

from generator import settings
from generator.pages import read_content
from generator.pages.content import BRIEFINGS, PAGES, REPORTS
from generator.problems import Problem
from generator.settings.model import Settings

ROOT = Path(__file__).parents[1]
BRIEFING = f"{BRIEFINGS}/2023-11.md"
REPORT = f"{REPORTS}/2023-11.md"
CALL = 'audits_with("plans", "improvement", "2023-11")'
IDS = {
    "nov-04": "an audit's id",
    "nov-04/a": "an action's id",
    "12": "an audit's id",
    "2023-11": "an audit's id",
}
FIXTURE_IDS: Mapping[str, str] = {}


def example() -> Settings:
    loaded, _ = settings.load(EXAMPLE)
    assert loaded is not None
    return loaded


def problems(
    root: Path,
    text: str,
    file: str = REPORT,
    of: Settings | None = None,
    ids: Mapping[str, str] = FIXTURE_IDS,
) -> list[Problem]:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"## Conclusion\n\n{text}\n" if file == REPORT else text, encoding="utf-8")
    return read_content(root, of or example(), MONTHS, ids)[1]


def found(problems: list[Problem]) -> list[tuple[int, str, str]]:
    return [(p.place.line, p.code, p.severity) for p in problems]


class TestFigures:
    @pytest.mark.parametrize(
        "text",
        [
            f"In {{ {CALL} }} audits.",
            f"In {CALL} audits.",
            'In share("moderated", "good", "2023-11").',
            "In count(“moderated”, “good”, “2023-11”).",
            f"In {{ {CALL.replace('audits', 'audit')} }} audits.",
        ],
    )
    def test_a_figure_outside_double_brackets_is_an_error(self, tmp_path: Path, text: str) -> None:
        assert found(problems(tmp_path, text)) == [(3, "figure-outside-brackets", "error")]

    def test_a_figure_in_double_brackets_is_none(self, tmp_path: Path) -> None:
        text = f"In {{{{ {CALL} }}}} audits we count (and share) what we saw."
        assert problems(tmp_path, text) == []

    @pytest.mark.parametrize(
        "text",
        ["five of eight", "5 of 8", "Three out of the eight", "**5** of **8**", "five\nof eight", "62%",
         "62 per cent", "62 percent", "12.5 %", "7/17", "twenty-one of thirty", "one in three of",
         "half of the", "a third of", "two thirds", "three quarters", "fell from 9 to 2"],
    )  # fmt: skip
    def test_a_figure_typed_by_hand_is_a_warning_that_proposes_one_of_the_records(
        self, tmp_path: Path, text: str
    ) -> None:
        typed = [p for p in problems(tmp_path, f"It was {text} audits.") if p.code == "hand-typed-figure"]
        assert found(typed) == [(3, "hand-typed-figure", "warning")]
        assert '{{ share("moderated", "' in typed[0].hint

    @pytest.mark.parametrize(
        "text",
        ["one of 2023’s audits", "one of us", "seven of those nine", "five of its entries", "two of November",
         "[a page](https://example.org/5%20of%208)", "24/7", "in 2022/23", "three in October", "half an hour",
         "three quarters of an hour", "open from 9 to 5", "for those aged from 5 to 9", "half a page"],
    )  # fmt: skip
    def test_other_numbers_are_none(self, tmp_path: Path, text: str) -> None:
        assert problems(tmp_path, f"It was {text}.") == []

    def test_curly_quotation_marks_are_named_and_the_section_is_not_called_empty(
        self, tmp_path: Path
    ) -> None:
        curly = "{{ audits_with(“plans”, “improvement”, “2023-11”) }}"
        text = WHOLE.replace("word. " * 60, f"{'word. ' * 60}\n{curly}", 1)
        (problem,) = problems(tmp_path, text, BRIEFING)
        assert (problem.place.line, problem.code) == (6, "curly-quotes")
        assert "use straight ones" in problem.message

    def test_a_misspelt_figure_is_told_which_was_meant(self, tmp_path: Path) -> None:
        (problem,) = problems(tmp_path, f"In {{{{ {CALL.replace('audits', 'audit')} }}}} audits.")
        assert problem.code == "unknown-function"
        assert problem.hint.startswith("did you mean audits_with?")


class TestRecords:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("In nov-04 the boy waited.", "an audit's id"),
            ("The boy (NOV-04) waited.", "an audit's id"),
            ("In nov\u201104, he waited.", "an audit's id"),
            ("It was agreed in nov-04/a.", "an action's id"),
            ("It was in nov-03/nov-04.", "an audit's id"),
        ],
    )
    @pytest.mark.parametrize("file", [REPORT, BRIEFING, f"{PAGES}/sampling.md"])
    def test_an_id_is_an_error_that_does_not_repeat_it(
        self, tmp_path: Path, text: str, kind: str, file: str
    ) -> None:
        said = [p for p in problems(tmp_path, text, file, ids=IDS) if p.code == "identifier"]
        assert {p.message.removeprefix("holds ") for p in said} >= {kind}
        assert {p.severity for p in said} == {"error"}
        assert "nov" not in " ".join(p.message + p.hint for p in said).casefold()

    def test_a_number_or_a_month_is_none_although_a_record_is_called_so(self, tmp_path: Path) -> None:
        text = f"In 2023-11, 12 people met: {{{{ {CALL} }}}}; nov-040 is no audit."
        assert problems(tmp_path, text, ids=IDS) == []


class TestWords:
    @pytest.mark.parametrize(
        "text", ["It has risen a lot", "It significantly\ngrew", "The WORST team", "Workers failed to ask"]
    )
    def test_of_change_and_blame_are_warnings_that_name_them(self, tmp_path: Path, text: str) -> None:
        (problem,) = problems(tmp_path, f"{text}.")
        assert found([problem]) == [(3, "word-to-avoid", "warning")]
        assert problem.message.split('"')[1].casefold() in " ".join(text.casefold().split())

    @pytest.mark.parametrize(
        "text",
        ["Inadequate audits decreased", "The share of good audits increased", "The number declined",
         "Good grades doubled", "Inadequate audits halved", "The share dropped", "Grades climbed",
         "Practice is stronger", "Recording is weaker", "Fewer audits were inadequate",
         "More audits were good", "Twice as many were good", "Half as many were", "The number has come down",
         "It has gone down",
         "Standards are up", "Inadequate audits are down", "The service has turned the corner",
         "Children are safer", "We made significant progress"],
    )  # fmt: skip
    def test_of_change_are_found_where_a_sentence_is_about_audits(self, tmp_path: Path, text: str) -> None:
        assert found(problems(tmp_path, f"{text}.")) == [(3, "word-to-avoid", "warning")]

    @pytest.mark.parametrize(
        "text",
        ["The family declined support", "She dropped out of school", "The risk to him increased",
         "Her timetable was reduced", "He was at risk of significant harm", "Fewer moves mean time at home",
         "She needs a stronger plan", "In these audits they asked for a better chronology",
         "The moderator changed the grade, lower", "They improved her plan together",
         "Take one audit, or more audits where there is time"],
    )  # fmt: skip
    def test_of_what_happened_to_a_child_are_none(self, tmp_path: Path, text: str) -> None:
        assert problems(tmp_path, f"{text}.") == []

    def test_are_those_of_the_settings(self, tmp_path: Path) -> None:
        own = example()
        publication = own.publication.model_copy(update={"words_to_avoid": ("not good enough",)})
        of = replace(own, publication=publication)
        assert [p.code for p in problems(tmp_path, "It was not good enough.", of=of)] == ["word-to-avoid"]
        assert problems(tmp_path, "It has risen.", of=of) == []

    def test_of_none_are_looked_for_where_the_list_is_empty(self, tmp_path: Path) -> None:
        own = example()
        of = replace(own, publication=own.publication.model_copy(update={"words_to_avoid": ()}))
        assert problems(tmp_path, "It has risen.", of=of) == []

    @pytest.mark.parametrize("root", [ROOT, EXAMPLE])
    def test_of_the_sample_are_none(self, root: Path) -> None:
        loaded, _ = settings.load(root)
        assert loaded is not None
        assert read_content(root, loaded, MONTHS)[1] == []


class TestHeadings:
    @pytest.mark.parametrize(
        "written", ["### What to do", "# What to do", "##What to do", "**What to do**", "**What to do:**",
                    "#### what to do ##"],
    )  # fmt: skip
    def test_one_in_another_form_is_an_error_with_its_line(self, tmp_path: Path, written: str) -> None:
        text = WHOLE.replace("## What to do", written)
        said = problems(tmp_path, text, BRIEFING)
        line = text.splitlines().index(written) + 1
        assert found(said) == [(line, "heading-form", "error")]
        assert said[0].hint.endswith("## What to do")

    def test_the_first_in_another_form_is_said_once(self, tmp_path: Path) -> None:
        said = problems(tmp_path, WHOLE.replace("## Background", "### Background"), BRIEFING)
        assert found(said) == [(3, "heading-form", "error")]

    def test_words_of_one_inside_a_section_are_no_mistake_where_it_is_there(self, tmp_path: Path) -> None:
        text = WHOLE.replace("word.", "### Background\n\nword.", 1)
        assert problems(tmp_path, text, BRIEFING) == []


class TestLinks:
    @pytest.mark.parametrize(
        ("href", "meant"),
        [
            ("../themes/chronologis/", "../themes/chronologies/"),
            ("../finding/grades/", "../findings/grades/"),
            ("../themes/chronologies.md", "../themes/chronologies/"),
            ("./zzz/", ""),
            ("../../../zzz/", ""),
        ],
    )
    def test_to_no_page_of_the_edition_is_a_problem_with_its_line(
        self, tmp_path: Path, href: str, meant: str
    ) -> None:
        (problem,) = problems(tmp_path, f"See\n[this]({href}).")
        assert found([problem]) == [(4, "link", "error")]
        assert meant in problem.hint

    @pytest.mark.parametrize(
        "href",
        ["../themes/chronologies/", "../themes/chronologies/#x", "../", "../data/", "../data/audits.csv",
         "../../2023-10/briefing/", "../../latest/", "#conclusion", "https://example.org/themes/x/",
         "mailto:qa@example.org"],
    )  # fmt: skip
    def test_to_a_page_are_none(self, tmp_path: Path, href: str) -> None:
        said = problems(tmp_path, f"See [this]({href}).")
        assert [p for p in said if p.code == "link"] == []


class TestForms:
    def test_a_table_is_named_once(self, tmp_path: Path) -> None:
        (problem,) = problems(tmp_path, "| a | b |\n|---|---|\n| 1 | 2 |")
        assert (problem.place.line, problem.code) == (3, "construct")
        assert problem.message.startswith("a table ")

    @pytest.mark.parametrize("file", [f"{BRIEFINGS}/2023-11.txt", f"{REPORTS}/2023-11.docx", "content/a.csv"])
    def test_a_file_of_another_kind_is_said(self, tmp_path: Path, file: str) -> None:
        assert found(problems(tmp_path, "words", file)) == [(0, "other-file", "error")]

    @pytest.mark.parametrize("name", [".gitkeep", "~$2023-11.docx", "Thumbs.db"])
    def test_what_programs_leave_behind_is_none(self, tmp_path: Path, name: str) -> None:
        assert problems(tmp_path, "", f"{BRIEFINGS}/{name}") == []


class TestTopic:
    def test_called_by_its_title_is_told_its_id(self, tmp_path: Path) -> None:
        theme = example().themes.themes[1]
        (problem,) = problems(tmp_path, WHOLE.replace("topic: plans", f"topic: {theme.title}"), BRIEFING)
        assert problem.hint.startswith(f'did you mean "{theme.id}"?')


class TestReadingAge:
    HARD = "Considerations of organisational accountability notwithstanding, practitioners’ responsibilities"

    def measured(self, root: Path, words: str) -> list[Problem]:
        text = f"## Background\n\n{words}\n"
        return [p for p in problems(root, text, BRIEFING) if p.code == "reading-age"]

    def test_names_the_line_of_the_hardest_sentence(self, tmp_path: Path) -> None:
        words = f"We met him.\nWe read it. {self.HARD} {self.HARD}\n{self.HARD}.\n\n- We asked her.\n"
        (problem,) = self.measured(tmp_path, words)
        assert "begins in line 4 and has 21 words" in problem.hint
        assert "accountability" not in problem.message + problem.hint

    def test_leaves_out_links_and_what_themes_say(self, tmp_path: Path) -> None:
        theme = example().themes.themes[0]
        given = "\n".join(f"- {text}" for text in (theme.what, *theme.good, *theme.questions))
        links = f"- [{self.HARD} {self.HARD} {self.HARD}](https://example.org/)\n" * 3
        assert self.measured(tmp_path, f"{given}\n{links}") == []
