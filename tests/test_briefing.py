"""The month's briefing: what staff may write, what the records give, and what a meeting takes along."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.portal import WRITTEN
from playwright.sync_api import Browser
from test_pages import EXAMPLE, MONTHS, page, render, said

from generator import settings
from generator.cli import main
from generator.pages import words
from generator.pages.briefings import HEADINGS, LEAST, MOST, words_in
from generator.pages.content import BRIEFINGS, read
from generator.pages.inputs import EditionFiles
from generator.pages.plain import plain_lines, questions
from generator.pages.presenters.reference import REPORT_SECTIONS
from generator.problems import Problem

SAMPLE = Path(__file__).parents[1]
WHOLE = "topic: plans\n\n" + "\n".join(f"## {heading}\n\n{'word. ' * 60}\n" for heading in HEADINGS)
Edition = Callable[[Path, str], EditionFiles]


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """Editions by root and month, each rendered once."""
    cache, made = tmp_path_factory.mktemp("charts"), dict[tuple[Path, str], EditionFiles]()

    def get(root: Path, month: str) -> EditionFiles:
        if (root, month) not in made:
            made[root, month] = render(root, month, cache)
        return made[root, month]

    return get


def copy_of(root: Path, to: Path) -> Path:
    """A root of its own, without briefings."""
    for name in (*WRITTEN, "mkdocs.yml"):
        for path in [root / name] if (root / name).is_file() else (root / name).rglob("*"):
            if path.is_file() and "briefings" not in path.parts:
                target = to / path.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    return to


def written(root: Path, text: str) -> EditionFiles:
    """The example's November with a briefing that says `text`."""
    file = copy_of(EXAMPLE, root) / BRIEFINGS / "2023-11.md"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    return render(root, "2023-11")


def problems(tmp_path: Path, text: str, month: str = "2023-11") -> list[Problem]:
    file = tmp_path / BRIEFINGS / f"{month}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    loaded, _ = settings.load(EXAMPLE)
    assert loaded is not None
    return read(tmp_path, loaded, MONTHS, REPORT_SECTIONS)[1]


def headings(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", text)


def text_of(files: EditionFiles) -> str:
    return files.files["briefing/briefing.txt"].decode()


class TestWhatStaffWrite:
    def test_a_whole_briefing_has_no_problem(self, tmp_path: Path) -> None:
        assert problems(tmp_path, WHOLE) == []
        assert problems(tmp_path, WHOLE.replace("topic: plans\n", "---\ntopic: plans\n---\n")) == []

    @pytest.mark.parametrize(
        ("was", "becomes", "line", "code"),
        [
            ("topic: plans", "topic: planz", 1, "unknown-theme"),
            ("topic: plans", "words", 1, "text-outside-section"),
            ("## Background", "## Backgrounds", 3, "unknown-heading"),
            (
                "## Background",
                '## Background\n{{ share("moderated", "goood", "2023-11") }}',
                4,
                "unknown-value",
            ),
            (
                "## Background",
                '## Background\n{{ audits_with("x", "strength", "2023-11") }}',
                4,
                "unknown-value",
            ),
            (
                "## Background",
                '## Background\n{{ audits_with("plans", "s", "2023-11") }}',
                4,
                "unknown-value",
            ),
            ("## Background", '## Background\n{{ audits_with("plans") }}', 4, "figure-arguments"),
            ("## Background", '## Background\n{{ audits("plans") }}', 4, "unknown-function"),
            ("## Background", "## Background\n<script>alert(1)</script>", 4, "construct"),
        ],
    )
    def test_a_mistake_is_an_error_with_its_line(
        self, tmp_path: Path, was: str, becomes: str, line: int, code: str
    ) -> None:
        found = problems(tmp_path, WHOLE.replace(was, becomes, 1))
        assert (line, code, "error") in [(p.place.line, p.code, p.severity) for p in found]

    def test_a_figure_of_a_later_month_is_refused(self, tmp_path: Path) -> None:
        later = f'{WHOLE}\n{{{{ audits_with("plans", "strength", "2023-11") }}}}'
        assert [p.code for p in problems(tmp_path, later, "2023-10")] == ["unknown-value"]

    @pytest.mark.parametrize("text", ["", "topic: plans\n", "topic: plans\ntopic: chronologies\n"])
    def test_a_file_without_a_heading_is_no_crash(self, tmp_path: Path, text: str) -> None:
        assert {p.code for p in problems(tmp_path, text)} <= {
            "missing-heading",
            "duplicate-key",
            "empty-file",
            "no-topic",
        }

    def test_an_argument_given_twice_is_refused(self, tmp_path: Path) -> None:
        twice = f'{WHOLE}\n{{{{ audits_with("plans", "strength", "2023-11", month="2023-10") }}}}'
        assert [p.code for p in problems(tmp_path, twice)] == ["figure-arguments"]

    def test_a_month_without_audits_has_none(self, tmp_path: Path) -> None:
        assert [p.code for p in problems(tmp_path, WHOLE, "2022-01")] == ["unknown-month"]

    @pytest.mark.parametrize(
        ("text", "line", "code", "measured"),
        [
            (WHOLE.replace("## What to do\n", ""), 0, "missing-heading", "What to do"),
            (WHOLE.replace("word. " * 60, "", 1), 3, "empty-section", ""),
            (WHOLE.replace("word. " * 60, "word. " * 200), 1, "briefing-length", "1400 words"),
            (WHOLE.replace("word. " * 60, "word. " * 20), 1, "briefing-length", "140 words"),
            (WHOLE + "\nWrite here: more.\n", WHOLE.count("\n") + 2, "to-be-written", ""),
            (WHOLE + "\n- Write here: more.\n", WHOLE.count("\n") + 2, "to-be-written", ""),
            (WHOLE + "\n> 1. Write here: more.\n", WHOLE.count("\n") + 2, "to-be-written", ""),
            ("## What to do\n\nwords\n\n## Background\n\nwords\n", 1, "heading-order", "Background"),
            (f"## Background\n\n{'considerations ' * 30}.\n", 2, "reading-age", "years of age"),
            (WHOLE.removeprefix("topic: plans\n\n"), 1, "no-topic", "names no topic"),
            (WHOLE.replace("topic: plans", "topic:"), 1, "no-topic", "names no topic"),
        ],
    )
    def test_what_makes_it_poorer_is_a_warning_with_what_was_measured(
        self, tmp_path: Path, text: str, line: int, code: str, measured: str
    ) -> None:
        found = problems(tmp_path, text)
        assert {p.severity for p in found} == {"warning"}
        assert [measured in p.message for p in found if (p.place.line, p.code) == (line, code)] == [True]

    def test_a_misspelt_heading_is_told_once_and_its_text_is_checked(self, tmp_path: Path) -> None:
        misspelt = WHOLE.replace("## What to do\n", "## What to doo\n\n<br>\n")
        found = problems(tmp_path, misspelt)
        assert [p.code for p in found] == ["unknown-heading", "construct"]
        assert 'did you mean "What to do"?' in found[0].hint

    def test_a_start_is_measured_without_what_it_asks_to_be_written(self, tmp_path: Path) -> None:
        start = WHOLE.replace("## What to do\n\n", "## What to do\n\n- Write here: what\n  to do\n- And\n\n")
        long = start.replace("word. " * 60, "word. " * 80)
        (measured,) = [p.message for p in problems(tmp_path, long) if p.code == "briefing-length"]
        assert measured == "has 561 words, headings left out"

    def test_words_are_counted_as_read(self) -> None:
        assert words_in("It's **two** [of them](https://example.org/a/b), 3 of 8.") == 7


class TestThePage:
    @pytest.mark.parametrize(
        ("root", "month"), [(SAMPLE, m) for m in MONTHS] + [(EXAMPLE, m) for m in MONTHS[:2]]
    )
    def test_has_the_seven_headings_in_their_order_in_350_to_500_words(
        self, edition: Edition, root: Path, month: str
    ) -> None:
        files = edition(root, month)
        assert headings(page(files, "briefing/")) == list(HEADINGS)
        title, *body = text_of(files).split("\n\n")[1:]
        assert LEAST <= words_in("\n".join([title, *body])) <= MOST

    def test_says_whether_it_was_written_or_drawn_up(self, edition: Edition) -> None:
        assert "nobody has edited it" in page(edition(SAMPLE, "2023-10"), "briefing/")
        assert "Written by the service" in page(edition(SAMPLE, "2023-11"), "briefing/")

    def test_puts_the_figures_into_what_was_written(self, tmp_path: Path) -> None:
        theme, grade = 'audits_with("plans", "strength", "2023-11")', 'share("moderated", "good", "2023-11")'
        own = f"## Background\n\nIn {{{{ {theme} }}}}, {{{{ {grade} }}}}.\n"
        text = page(written(tmp_path, own), "briefing/")
        assert "In one of eight, 2 of 8 (25%)." in said(text)

    def test_says_first_who_had_to_be_made_safe_and_asks_last(self, edition: Edition) -> None:
        for month in MONTHS[:2]:
            text = text_of(edition(EXAMPLE, month))
            assert text.index("Safety first") < text.index("BACKGROUND")
            assert text.rstrip().endswith("?")

    def test_fills_from_the_records_what_staff_left_out(self, tmp_path: Path) -> None:
        text = page(written(tmp_path, "topic: plans\n\n## Background\n\nOur own *words*.\n"), "briefing/")
        assert headings(text) == list(HEADINGS)
        assert "Our own <em>words</em>." in text
        assert "Ask one parent what the plan says." in html.unescape(text)
        assert "Partly written" in text

    def test_stays_drawn_up_from_records_while_a_start_is_not_finished(self, tmp_path: Path) -> None:
        start = "## Background\n\nOurs.\n\nWrite here: more\nand more.\n"
        text = page(written(tmp_path, start), "briefing/")
        assert "Still our priority" in text
        assert "Ours." not in text
        assert "Write here" not in text
        assert "and more" not in text


class TestAMonthWithNothingNew:
    """The topic of the month before, no lesson first recorded or growing, nothing written."""

    def test_says_still_our_priority_in_a_few_lines_with_what_was_done(self, edition: Edition) -> None:
        files = edition(EXAMPLE, "2023-11")
        text = said(page(files, "briefing/"))
        assert "# Still our priority: chronologies" in text
        assert "Add what each event meant" in text
        assert "Change checked by the Principal social worker" in text
        assert words_in(text_of(files)) < LEAST / 2
        assert text_of(files).rstrip().endswith("?")

    def test_gives_way_to_what_staff_wrote(self, tmp_path: Path) -> None:
        assert "Still our priority" not in page(written(tmp_path, WHOLE), "briefing/")

    def test_is_never_claimed_of_the_first_months(self, edition: Edition) -> None:
        for month in MONTHS[:2]:
            assert "Still our priority" not in page(edition(EXAMPLE, month), "briefing/")

    def test_a_month_without_learning_says_so(self, tmp_path: Path) -> None:
        root = copy_of(EXAMPLE, tmp_path)
        for file in (root / "audits_data").rglob("learning.csv"):
            file.unlink()
        for file in (root / "audits_data").rglob("audits.yaml"):
            file.write_text(re.sub(r"    learning:\n(      - .*\n)+", "", file.read_text()))
        files = render(root, "2023-11")
        assert "# No lesson is recorded for November 2023 yet" in page(files, "briefing/")
        assert "no sheet to take along" in page(files, "briefing/meeting/")


class TestInATeam:
    def test_the_sheet_has_three_points_two_questions_and_room_for_names(self, edition: Edition) -> None:
        for root, month in ((SAMPLE, "2023-10"), (SAMPLE, "2023-11"), (EXAMPLE, "2023-11")):
            text = page(edition(root, month), "briefing/meeting/")
            points, asked = (text[text.index(f'id="{part}"') :] for part in ("three-points", "two-questions"))
            assert points[: points.index("</ol>")].count("<li>") == 3
            assert asked[: asked.index("</ul>")].count("<li>") == 2
            for field in ("Month", "Team", "Held on", "How many came", "Note"):
                assert f'<th scope="row">{field}</th>' in text

    def test_the_sheet_asks_what_the_briefing_asks(self, tmp_path: Path) -> None:
        files = written(
            tmp_path, "## Questions and resources\n\nA book.\n\n- Why now?\n- Who else?\n- Third?\n"
        )
        asked = plain_lines(page(files, "briefing/meeting/"))
        assert "- Why now?" in asked
        assert "- Who else?" in asked
        assert "- Third?" not in asked

    def test_the_text_is_a_file_and_stands_on_its_page(self, edition: Edition) -> None:
        files = edition(SAMPLE, "2023-11")
        shown = html.unescape(page(files, "briefing/text/"))
        for line in text_of(files).splitlines():
            assert line in shown
        assert re.search(r"<[a-z]|&#|\*\*", text_of(files)) is None

    def test_supervision_gets_three_lines(self, edition: Edition) -> None:
        text = page(edition(EXAMPLE, "2023-11"), "briefing/text/")
        item = text[text.index('id="supervision"') :]
        assert item[item.index("<pre") : item.index("</pre>")].strip().count("\n") == 3


@pytest.mark.browser
@pytest.mark.slow
class TestOnPaper:
    @pytest.mark.parametrize("month", MONTHS)
    @pytest.mark.parametrize("address", ["briefing/", "briefing/meeting/"])
    def test_is_one_side_of_a4(self, site: str, browser: Browser, month: str, address: str) -> None:
        window = browser.new_page()
        window.goto(f"{site}{month}/{address}")
        printed = window.pdf(format="A4", prefer_css_page_size=True)
        window.close()
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


class TestPlainText:
    def test_reads_as_the_page_does(self) -> None:
        source = '<h2>A &amp; b</h2><p>One <a href="https://x.org/">two</a>, <a href="../y/">three</a>.</p>'
        assert plain_lines(source) == ["A & B", "", "One two (https://x.org/), three (…/y/)."]
        lists = "<p>First</p><ul><li>a?</li><li><p>b</p></li></ul><ol><li>c</li><li>d?</li></ol><p>End</p>"
        assert plain_lines(lists) == ["First", "", "- a?", "- b", "1. c", "2. d?", "", "End"]
        assert questions(lists) == ["a?", "d?"]

    def test_leaves_text_that_looks_like_markup_as_text(self) -> None:
        assert plain_lines(f"<p>{words.as_text('<b>x</b> & *y*')}</p>") == ["<b>x</b> & *y*"]


class TestNewBriefing:
    def run(self, *arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(left.value.code or 0)

    def test_is_a_start_that_passes_check_and_says_what_is_left_to_write(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = copy_of(SAMPLE, tmp_path)
        assert self.run("new", "briefing", "--root", root, "--month", "2023-10") == 0
        text = (root / BRIEFINGS / "2023-10.md").read_text(encoding="utf-8")
        assert text.startswith("topic: chronologies\n")
        assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(HEADINGS)
        capsys.readouterr()
        assert self.run("check", "--root", root) == 0
        assert capsys.readouterr().out.count("[to-be-written]") == len(HEADINGS)

    def test_is_of_the_newest_month_unless_told(self, tmp_path: Path) -> None:
        root = copy_of(EXAMPLE, tmp_path)
        assert self.run("new", "briefing", "--root", root) == 0
        assert [path.name for path in (root / BRIEFINGS).iterdir()] == ["2023-11.md"]

    def test_never_writes_over_what_is_there(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = copy_of(EXAMPLE, tmp_path)
        (root / BRIEFINGS).mkdir()
        (root / BRIEFINGS / "2023-11.md").write_text(WHOLE)
        assert self.run("new", "briefing", "--root", root) == 2
        assert "2023-11.md is there already; nothing was written" in capsys.readouterr().err
        assert (root / BRIEFINGS / "2023-11.md").read_text() == WHOLE

    def test_is_refused_for_a_month_without_audits(self, tmp_path: Path) -> None:
        root = copy_of(EXAMPLE, tmp_path)
        assert self.run("new", "briefing", "--root", root, "--month", "2022-01") == 2
        assert not (root / BRIEFINGS).exists()

    def test_reads_as_it_was_written_in_the_settings(self) -> None:
        assert words.as_markdown("a {{ b }} *c* <d>\n- e") == r"a (( b )) \*c\* \<d\> - e"
