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
from generator.pages.briefings import HEADINGS, LEAST, MOST, MOST_ON_MONDAY, on_monday, words_in
from generator.pages.content import BRIEFINGS, Known, read
from generator.pages.inputs import EditionFiles
from generator.pages.plain import plain_lines, questions
from generator.pages.presenters.report import REPORT_SECTIONS
from generator.pages.prose import Section
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


def problems(
    tmp_path: Path, text: str, month: str = "2023-11", points: list[tuple[str, str]] | None = None
) -> list[Problem]:
    file = tmp_path / BRIEFINGS / f"{month}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    loaded, _ = settings.load(EXAMPLE)
    assert loaded is not None
    return read(tmp_path, loaded, MONTHS, REPORT_SECTIONS, Known(points=points or ()))[1]


def headings(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]*)</h2>", text)


def text_of(files: EditionFiles) -> str:
    return files.files["briefing/briefing.txt"].decode()


def own_words(files: EditionFiles) -> str:
    """The text of the briefing itself: from its title on, without what supervision takes from it."""
    _, _, body = text_of(files).split("\n\n", 2)
    return body.split("\n\nFOR SUPERVISION\n\n")[0]


def without_learning(root: Path, to: Path) -> Path:
    """A root of its own whose audits taught nothing."""
    records = copy_of(root, to) / "audits_data"
    for file in records.rglob("learning.csv"):
        file.unlink()
    for file in records.rglob("audits.yaml"):
        file.write_text(re.sub(r"    learning:\n(      - .*\n)+", "", file.read_text()))
    return to


def edited(root: Path, to: Path, file: str, was: str, becomes: str) -> Path:
    """A root of its own whose records say something else."""
    path = copy_of(root, to) / "audits_data" / file
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes), encoding="utf-8")
    return to


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
            (
                WHOLE.replace(
                    "## What to do\n\n", f"## What to do\n\nOn Monday{' ring' * MOST_ON_MONDAY}.\n\n"
                ),
                WHOLE[: WHOLE.index("## What to do")].count("\n") + 1,
                "monday-length",
                "82 words",
            ),
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

    @pytest.mark.parametrize(
        ("heading", "text", "told"),
        [
            ("What is working well", "Two moves\nare missing. **The years before are still a list.**", 6),
            ("What is working well", "In one file the years before are still a list, and more.", 5),
            ("What is working well", "It begins with her birth and not with us. It was short.", 0),
            ("What is working well", "The years before are still.", 0),
            ("What is working well", "It has dates and it has names.", 0),
            ("What needs to be better", "The years before are still a list.", 0),
            ("What needs to be better", "It begins with her birth and not with us.", 5),
        ],
    )
    def test_a_point_quoted_under_the_heading_of_the_other_kind_is_a_warning(
        self, tmp_path: Path, heading: str, text: str, told: int
    ) -> None:
        points = [
            ("improvement", "Two moves are missing. The years before are still a list."),
            ("strength", "It begins with her birth and not with us. Nine entries."),
            ("strength", "It has dates and it has names."),
            ("improvement", "It has dates and it has names."),
        ]
        written = f"topic: plans\n\n## {heading}\n\n{text}\n"
        found = problems(tmp_path, written, points=points)
        assert [p.place.line for p in found if p.code == "other-kind"] == [told] * bool(told)

    def test_a_start_is_measured_without_what_it_asks_to_be_written(self, tmp_path: Path) -> None:
        start = WHOLE.replace("## What to do\n\n", "## What to do\n\n- Write here: what\n  to do\n- And\n\n")
        long = start.replace("word. " * 60, "word. " * 80)
        (measured,) = [p.message for p in problems(tmp_path, long) if p.code == "briefing-length"]
        assert measured == "has 561 words, headings left out"

    def test_words_are_counted_as_read(self) -> None:
        assert words_in("It's **two** [of them](https://example.org/a/b), 3 of 8.") == 7


class TestThePage:
    @pytest.mark.parametrize(
        ("root", "month"), [(SAMPLE, "2023-09"), (SAMPLE, "2023-11"), (EXAMPLE, "2023-09")]
    )
    def test_has_the_seven_headings_in_their_order_in_350_to_500_words(
        self, edition: Edition, root: Path, month: str
    ) -> None:
        files = edition(root, month)
        assert headings(page(files, "briefing/")) == list(HEADINGS)
        assert LEAST <= words_in(own_words(files)) <= MOST

    def test_says_whether_it_was_written_or_drawn_up(self, edition: Edition) -> None:
        assert "nobody has edited it" in page(edition(SAMPLE, "2023-09"), "briefing/")
        assert "Written by the service" in page(edition(SAMPLE, "2023-11"), "briefing/")

    def test_puts_the_figures_into_what_was_written(self, tmp_path: Path) -> None:
        theme, grade = 'audits_with("plans", "strength", "2023-11")', 'share("moderated", "good", "2023-11")'
        own = f"## Background\n\nIn {{{{ {theme} }}}}, {{{{ {grade} }}}}.\n"
        text = page(written(tmp_path, own), "briefing/")
        assert "In one of eight, 2 of 8 (25%)." in said(text)

    def test_says_first_who_had_to_be_made_safe_and_asks_last(self, edition: Edition) -> None:
        for root in (SAMPLE, EXAMPLE):
            text = own_words(edition(root, "2023-09"))
            assert text.index("Safety first") < text.index("BACKGROUND")
            assert text.rstrip().endswith("?")

    def test_says_of_a_strength_in_how_many_audits_and_whether_as_many_asked_for_it(
        self, edition: Edition, tmp_path: Path
    ) -> None:
        drawn = own_words(edition(SAMPLE, "2023-09"))
        assert "Direct work that shapes the plan: a strength in 2 of 17 audits, and in as many" in drawn
        assert "Summaries that tell the story so far: a strength in 1 of 17 audits, and in as many" in drawn
        assert "One audit is one child’s file. It shows that it can be done here" in drawn
        plans = "sep-10,plans,strength,planning,recent,auditor,Short.,\n"
        root = edited(EXAMPLE, tmp_path, "2023-09/learning.csv", "sep-09,", f"{plans}sep-09,")
        drawn = own_words(render(root, "2023-09"))
        assert "Plans: a strength in 2 of 17 audits\n\nThat shows that it can be done here" in drawn

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


FIRST = ("2023-10/audits.yaml", "{theme: chronologies, kind: improvement", "{theme: plans, kind: improvement")
"""Plans are asked for for the first time, and more than anything else."""
ALSO_FIRST = (
    "2023-10/audits.yaml",
    "    learning:\n      - {theme: chronologies,",
    "    learning:\n      - {theme: plans, kind: improvement}\n      - {theme: chronologies,",
)
"""Plans are asked for for the first time, as often as chronologies, which come first in the settings."""
GROWING = (
    "2023-11/learning.csv",
    "nov-06,plans",
    "".join(f"nov-0{i},chronologies,improvement,chronology,recent,auditor,No.,\n" for i in (2, 3, 4, 6, 7, 8))
    + "nov-06,plans",
)
"""Eight of eight audits ask for what ten of 38 asked for before."""


class TestALaterMonth:
    """Drawn up from records, with something new to learn."""

    @pytest.mark.parametrize(
        ("change", "month", "says"),
        [
            (FIRST, "2023-10", "In September 2023 it was chronologies, which none of 21 audits ask for now."),
            (FIRST, "2023-10", "New this month: no month before asked for this."),
            (ALSO_FIRST, "2023-10", "about one topic, the same as in September 2023: chronologies."),
            (ALSO_FIRST, "2023-10", "New this month: plans, which no month before had (2 of 21 audits)."),
            (ALSO_FIRST, "2023-10", "Plans: 2 of 21 audits, for the first time"),
            (ALSO_FIRST, "2023-10", "New this month, plans: Ask one parent what the plan says."),
            (ALSO_FIRST, "2023-10", "What have we done about this since September, and has a child noticed?"),
            (GROWING, "2023-11", "met more often than before by more than chance would explain."),
        ],
    )
    def test_says_what_is_new_against_the_month_before(
        self, tmp_path: Path, change: tuple[str, str, str], month: str, says: str
    ) -> None:
        files = render(edited(EXAMPLE, tmp_path, *change), month)
        assert headings(page(files, "briefing/")) == list(HEADINGS)
        assert says in own_words(files)

    @pytest.mark.parametrize("theme", ["family-feedback", "plans", "chronologies"])
    def test_repeats_little_of_the_month_before_and_keeps_its_length(
        self, tmp_path: Path, edition: Edition, theme: str
    ) -> None:
        was, becomes = f"{theme},improvement", f"{theme},strength"
        files = render(edited(SAMPLE, tmp_path, "2023-09/learning.csv", was, becomes), "2023-10")
        assert LEAST <= words_in(own_words(files)) <= MOST
        before = set(own_words(edition(SAMPLE, "2023-09")).splitlines())
        again = [line for line in own_words(files).splitlines() if line in before and line not in HEADINGS]
        assert sum(words_in(line) for line in again) < words_in(own_words(files)) / 2

    def test_tells_what_was_done_since_about_its_topic(self, tmp_path: Path) -> None:
        root = edited(SAMPLE, tmp_path, "2023-09/learning.csv", "plans,improvement", "plans,strength")
        text = own_words(render(root, "2023-10"))
        working, better = text.index("WHAT IS WORKING WELL"), text.index("WHAT NEEDS TO BE BETTER")
        assert "Done about this month’s topic since 20 October 2023:" in text[working:better]
        assert "done 14 November 2023. Change reported by its owner:" in text[working:better]


class TestAMonthWithNothingNew:
    """The topic of the month before, every lesson met before, none newly more or less often."""

    @pytest.mark.parametrize(
        ("root", "month"), [(SAMPLE, "2023-10"), (EXAMPLE, "2023-10"), (EXAMPLE, "2023-11")]
    )
    def test_says_still_our_priority_in_a_few_lines_from_the_second_month_on(
        self, edition: Edition, root: Path, month: str
    ) -> None:
        files = edition(root, month)
        assert "# Still our priority: chronologies" in said(page(files, "briefing/"))
        assert words_in(own_words(files)) < LEAST
        assert own_words(files).rstrip().endswith("?")

    def test_says_why_there_is_no_new_briefing_as_far_as_it_can_be_told(self, edition: Edition) -> None:
        why = "Every lesson of {} 2023 was met in an earlier month"
        second, third = (own_words(edition(EXAMPLE, month)) for month in MONTHS[1:])
        assert f"{why.format('October')}. So there is no new briefing." in second
        assert f"{why.format('November')}, and none more or less often than chance would explain." in third

    def test_tells_what_was_done_since_the_edition_before(self, tmp_path: Path) -> None:
        was = "Merge two lists,process,Team manager,2023-09-20,2023-10-10,2023-09-25,,,,"
        done = was.replace("2023-09-25,", "2023-09-25,2023-11-01")
        root = edited(EXAMPLE, tmp_path, "2023-09/actions.csv", was, done)
        october, november = (own_words(render(root, month)) for month in MONTHS[1:])
        since = "Since 20 October 2023, the last day that the edition of September 2023 knew:\n\n"
        assert f"{since}- Merge two lists: done 1 November 2023.\n" in october
        assert "is recorded as done, and no change as checked, since 17 November 2023" in november
        assert "Merge two lists" not in november

    def test_after_a_draft_says_no_more_than_the_month_that_is_over(self, tmp_path: Path) -> None:
        day = "  - {month: 2023-09, published_on: 2023-10-27, data_to: 2023-10-20}\n"
        root = edited(EXAMPLE, tmp_path, "../site_config/publication.yml", day, "")
        october = own_words(render(root, "2023-10"))
        assert "Since 30 September 2023:" in october
        assert "the last day that the edition" not in october

    def test_says_how_far_all_audits_with_it_came(self, edition: Edition) -> None:
        assert (
            "In all, 12 audits have asked for this since September 2023. Two of them led to an action on it. "
            "In one of these, all actions are done; in one, somebody other than the owner has checked what "
            "changed for the child. On a later look, one area was graded better because practice had changed."
        ) in own_words(edition(EXAMPLE, "2023-11"))

    def test_gives_way_to_what_staff_wrote(self, tmp_path: Path) -> None:
        assert "Still our priority" not in page(written(tmp_path, WHOLE), "briefing/")

    def test_is_never_claimed_of_the_first_month(self, edition: Edition) -> None:
        for root in (SAMPLE, EXAMPLE):
            assert "Still our priority" not in page(edition(root, MONTHS[0]), "briefing/")

    def test_a_month_without_learning_says_so(self, tmp_path: Path) -> None:
        files = render(without_learning(EXAMPLE, tmp_path), "2023-11")
        assert "# No lesson is recorded for November 2023 yet" in page(files, "briefing/")
        assert "no sheet to take along" in page(files, "briefing/meeting/")


class TestInATeam:
    def test_the_sheet_has_three_points_two_questions_and_room_for_names(self, edition: Edition) -> None:
        for root, month in ((SAMPLE, "2023-09"), (SAMPLE, "2023-10"), (EXAMPLE, "2023-11")):
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

    def test_the_sheet_asks_first_what_was_done_where_nothing_is_new(self, edition: Edition) -> None:
        asked = plain_lines(page(edition(EXAMPLE, "2023-11"), "briefing/meeting/"))
        assert "- What have we done about this since October, and has a child noticed?" in asked

    def test_the_sheet_says_of_how_many_audits_asked_for_it(self, edition: Edition) -> None:
        text = said(page(edition(SAMPLE, "2023-11"), "briefing/meeting/"))
        assert "Four of eight audits asked for it." in text

    def test_sheet_and_supervision_say_what_the_briefing_says_to_do(self, edition: Edition) -> None:
        files = edition(SAMPLE, "2023-11")
        for address in ("briefing/meeting/", "briefing/text/"):
            text = said(page(files, address))
            assert "On Monday, choose one child and set aside half an hour." in text
            assert "Read the five aloud to a colleague." in text
            assert "the five events that mattered most." not in text
        drawn = edition(SAMPLE, "2023-09")
        for address in ("briefing/meeting/", "briefing/text/"):
            assert "to the five events that mattered most." in said(page(drawn, address))

    @pytest.mark.parametrize(
        ("text", "monday"),
        [
            ("Talk.\n\nOn Monday, ring.\n\n1. One\n2. Two\n\nLater.", ["On Monday, ring.", "One", "Two"]),
            ("Talk.\n\n**On Monday:** ring.\n\nLater.", ["On Monday: ring."]),
            ("Talk.\n\n### On Monday\n\nRing.\n\n- One\n  - Half\n\nLater.", ["Ring.", "One", "Half"]),
            ("Ring.\n\n- One\n\nLater.", ["Ring.", "One"]),
            ("- One\n\nLater.", ["One"]),
            ("### On Monday", ["ON MONDAY"]),
            ("[x]: https://example.org", []),
        ],
    )  # fmt: skip
    def test_what_is_for_monday_is_its_paragraph_with_the_list_behind_it(
        self, text: str, monday: list[str]
    ) -> None:
        lines = plain_lines(on_monday(Section("f", 1, (text,)).blocks()))
        assert [re.sub(r"^(- |\d\. )", "", line) for line in lines if line] == monday

    def test_the_text_is_a_file_and_stands_on_its_page(self, edition: Edition) -> None:
        files = edition(SAMPLE, "2023-11")
        shown = html.unescape(page(files, "briefing/text/")).casefold()
        for line in text_of(files).splitlines():
            assert line.casefold() in shown
        assert re.search(r"<[a-z]|&#|\*\*", text_of(files)) is None

    def test_the_text_says_what_it_knows_and_where_the_briefing_is(self, edition: Edition) -> None:
        state = text_of(edition(SAMPLE, "2023-11")).split("\n\n")[1]
        assert state == (
            "Provisional: 3 of 8 audits not yet signed off. This is what was known on 14 December 2023."
        )
        final = text_of(edition(EXAMPLE, "2023-10")).split("\n\n")[1]
        assert final.startswith("Final: every audit is signed off.")
        files = render(EXAMPLE, "2023-11", address="https://portal.example/audits/2023-11/")
        link = "On the web: the briefing’s page (https://portal.example/audits/2023-11/briefing/)."
        assert link in text_of(files)
        assert link in html.unescape(page(files, "briefing/text/"))

    def test_supervision_gets_three_lines(self, edition: Edition) -> None:
        files = edition(EXAMPLE, "2023-11")
        text = page(files, "briefing/text/")
        item = text[text.index('id="supervision"') :]
        assert item[item.index("<pre") : item.index("</pre>")].strip().count("\n") == 3
        assert text_of(files).split("\n\nFOR SUPERVISION\n\n")[1].strip().count("\n\n") == 2


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
