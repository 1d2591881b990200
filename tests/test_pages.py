"""The pages as text: what every page says, what staff may write, what records can never do."""

import csv
import html
import io
import os
import re
import shutil
from datetime import date
from pathlib import Path

import builders
import councils
import markdown
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import pages, records, settings
from generator.evidence import Edition, Shown, Source, assemble
from generator.evidence.change import Change
from generator.evidence.csv_files import to_csv
from generator.pages import words
from generator.pages.content import PAGES, REPORTS, Content, read
from generator.pages.inputs import EditionFiles, EditionInputs
from generator.pages.presenters.grades import areas_page
from generator.pages.presenters.report import REPORT_SECTIONS
from generator.pages.templating import environment, quoted
from generator.problems import Problem

EXAMPLE = Path(__file__).parent / "example_portal"
SNAPSHOTS = Path(__file__).parent / "snapshots"
MONTHS = ("2023-09", "2023-10", "2023-11")
PUBLISHED = {
    ("2023-09", "primary"): [(5, 17, 29), (9, 17, 53), (3, 17, 18)],
    ("2023-09", "moderated"): [(7, 17, 41), (10, 17, 59), (0, 17, 0)],
    ("2023-10", "primary"): [(4, 21, 19), (9, 21, 43), (8, 21, 38)],
    ("2023-10", "moderated"): [(4, 21, 19), (9, 21, 43), (8, 21, 38)],
    ("2023-11", "primary"): [(1, 8, 13), (3, 8, 37), (4, 8, 50)],
    ("2023-11", "moderated"): [(1, 8, 13), (5, 8, 62), (2, 8, 25)],
}


def render(
    root: Path, month: str, cache: Path | None = None, address: str = "", papers: Path | None = None
) -> EditionFiles:
    loaded, problems = settings.load(root)
    assert loaded is not None
    found, more = records.read(root, loaded, date(2024, 1, 1))
    months = tuple(sorted({str(m) for m in found["audits"].columns["month"]}))
    content, yet_more = pages.read_content(root, loaded, months)
    assert [p for p in [*problems, *more, *yet_more] if p.severity == "error"] == []
    edition = next(e for e in loaded.publication.editions if e.month == month)
    assert edition.published_on is not None
    return pages.render_edition(
        EditionInputs(
            loaded,
            content,
            records.to_tables(found),
            month,
            edition.data_to or edition.published_on,
            edition.published_on,
            cache,
            papers,
            address=address,
        )
    )


@pytest.fixture(scope="session")
def to_a_meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's root, where its newest edition goes to a meeting."""
    root = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("november") / "root"))
    with (root / "site_config/publication.yml").open("a") as settings:
        settings.write("meetings: [{forum: Scrutiny Panel, date: 2024-01-10}]\n")
    return root


@pytest.fixture(scope="session")
def november(to_a_meeting: Path, tmp_path_factory: pytest.TempPathFactory) -> EditionFiles:
    return render(to_a_meeting, "2023-11", tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="session")
def long_row() -> EditionFiles:
    """Fourteen months of twelve audits; in the last eight far more are good; a target; chosen at random."""
    of = councils.settings({"targets": [{"grades": "good-or-better", "at_least": 20}]})
    months = councils.months(14)
    audits = [
        {
            "month": month, "primary_overall": "good", "primary_chronology": "good",
            "moderated_overall": "good" if audit < (3 if n < 6 else 9) else "requires-improvement",
        }
        for n, month in enumerate(months) for audit in range(12)
    ]  # fmt: skip
    programme = [{"month": month, "planned": 12, "sampling": "random"} for month in months]
    return builders.rendered(of, month=months[-1], data_to="2022-03-31", audits=audits, programme=programme)


def page(edition: EditionFiles, address: str) -> str:
    return edition.files[f"{address}index.md"].decode()


def all_pages(edition: EditionFiles) -> dict[str, str]:
    return {name: text.decode() for name, text in edition.files.items() if name.endswith(".md")}


def said(markdown_text: str) -> str:
    """What a reader sees: entities decoded, tags gone."""
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?a\b[^>]*>", "", markdown_text)))


class TestEveryPage:
    def test_matches_its_snapshot(self, november: EditionFiles) -> None:
        """BLESS=1 rewrites them: read the difference before you commit it."""
        for name, text in all_pages(november).items():
            snapshot = SNAPSHOTS / name
            if os.environ.get("BLESS"):
                snapshot.parent.mkdir(parents=True, exist_ok=True)
                snapshot.write_text(text, encoding="utf-8")
            assert text == snapshot.read_text(encoding="utf-8"), name
        kept = {p.relative_to(SNAPSHOTS).as_posix() for p in SNAPSHOTS.rglob("*.md")}
        assert kept == all_pages(november).keys()

    def test_has_one_heading_of_the_first_level(self, november: EditionFiles) -> None:
        for name, text in all_pages(november).items():
            assert len(re.findall(r"^# \S", text, re.MULTILINE)) == 1, name
            assert "<h1" not in text, name

    def test_shows_a_percentage_only_with_its_count_and_total(self, november: EditionFiles) -> None:
        share = r"\d[\d,]* of \d[\d,]* \(\d+%\)"
        range_ = r"\d+% to \d+%|\(95%\)|95% interval|\d+% level"
        for name, text in all_pages(november).items():
            assert "%" not in re.sub(f"{share}|{range_}", "", said(text)), name

    def test_puts_what_was_learned_before_how_it_was_graded(self, november: EditionFiles) -> None:
        for address, learned, graded in [
            ("", "things learned", "How sure can we be"),
            ("report/", "What was learned", "How files were graded"),
            ("findings/areas/chronology/", "What was learned", 'id="chart-area-chronology"'),
            ("themes/chronologies/", "What good looks like", "How often it was met"),
        ]:
            text = page(november, address)
            assert text.index(learned) < text.index(graded), address

    def test_holds_no_word_of_change_that_is_not_tested(self, november: EditionFiles) -> None:
        """On these counts chance explains every difference, so no page may say that anything moved."""
        for name, text in all_pages(november).items():
            about_grades = re.sub(r"<blockquote.*?</blockquote>", "", text, flags=re.DOTALL)
            assert not re.search(r"\b(improved by|fell|rose|declined|reduction)\b", about_grades), name

    def test_is_the_same_bytes_twice_and_with_a_cold_cache(
        self, to_a_meeting: Path, november: EditionFiles
    ) -> None:
        assert render(to_a_meeting, "2023-11").files == november.files

    def test_links_to_pages_of_the_edition_only(self, november: EditionFiles) -> None:
        there = set(november.files)
        for name, text in all_pages(november).items():
            folder = name.removesuffix("index.md")
            for href in re.findall(r'href="([^"#]+)', html.unescape(text)):
                target = os.path.normpath(f"{folder}{href}")
                if ":" not in href and not target.startswith(".."):
                    wanted = f"{target}/index.md".removeprefix("./") if href.endswith("/") else target
                    assert wanted in there, f"{name}: {href}"


class TestPublishedTables:
    def test_come_out_in_the_downloads(self, november: EditionFiles) -> None:
        rows = list(csv.DictReader(io.StringIO(november.files["data/figures.csv"].decode())))
        for (month, stage), expected in PUBLISHED.items():
            found = [
                (int(r["count"]), int(r["total"]), int(r["percent"]))
                for r in rows
                if (r["month"], r["stage"], r["area"], r["team"]) == (month, stage, "overall", "all")
            ]
            assert found == expected

    def test_come_out_on_the_panel_report_with_the_sentence_that_they_are_inferred(
        self, november: EditionFiles
    ) -> None:
        text = said(page(november, "report/"))
        for counted in ("1 of 8 (13%)", "3 of 8 (37%)", "5 of 8 (62%)", "2 of 8 (25%)", "7 of 17 (41%)"):
            assert counted in text
        assert "none of 17" in text
        assert "inferred from percentages" in text


@pytest.mark.parametrize(
    ("chronology", "planning", "most"),
    [
        (["inadequate"] + ["good"] * 4, ["good"] * 5, "chronology"),
        (["good"] * 5, ["inadequate"] + ["good"] * 4, "planning"),
        (["good"] * 5, ["good"] * 5, None),
        (["inadequate"] * 4, ["good"] * 4, None),
    ],
)
def test_an_area_needs_most_attention_only_by_five_grades_and_alone(
    chronology: list[str], planning: list[str], most: str | None
) -> None:
    graded = [
        {"moderated_chronology": one, "moderated_planning": other}
        for one, other in zip(chronology, planning, strict=True)
    ]
    measured = builders.everything("pandas", audits=graded)
    edition = Edition("2023-11", date(2023, 12, 31), None)
    found = areas_page(assemble(measured, builders.settings(), edition)).most
    assert (found and found.area.id) == most


def test_people_who_came_are_said_of_the_meetings_that_say_how_many(tmp_path: Path) -> None:
    root = Path(shutil.copytree(EXAMPLE, tmp_path / "root"))
    meetings = "2023-10,North,2023-12-11,{}\n2023-10,South,2023-12-12,7\n"
    told = []
    for attended in ("", "5"):
        text = "month,team,held_on,attended\n" + meetings.format(attended)
        (root / "audits_data" / "briefing_use.csv").write_text(text, encoding="utf-8")
        told.append(said(page(render(root, "2023-11"), "findings/teams/")))
    assert "two of two teams; 7 people came to one of two meetings, and the others don’t say" in told[0]
    assert "two of two teams; 12 people came." in told[1]


class TestFreeText:
    def test_is_shown_only_when_its_audit_is_signed_off(self, november: EditionFiles) -> None:
        everything = "".join(all_pages(november).values())
        assert "Two moves are missing" in everything
        assert "Not signed off and not shown" not in everything
        assert "one learning point is not quoted" in said(page(november, "themes/chronologies/")).lower()
        assert "not quoted" not in said(page(november, "findings/voice/"))

    def test_never_stands_on_a_page_of_teams(self, november: EditionFiles) -> None:
        assert "blockquote" not in page(november, "findings/teams/")


ALIVE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![a](http://x/y.png)",
    "{{ 7*7 }}",
    "{% raw %}",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "    code",
    "```\ncode\n```",
    "`code`",
    "**bold** __bold__ *it* _it_",
    "[^1]: note",
    "[a]: http://x",
    "<http://x>",
    "{: onclick=alert(1)}",
    "a | b\n--|--",
    "term\n: definition",
    "*[HTML]: x",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "</blockquote><b>",
    "a\n===",
    "a\n---",
    "***",
    '" onmouseover="alert(1)',
    "' autofocus '",
    "\\<b\\>",
    "=1+1",
    "\u202eabc",
    "--- x",
]
AROUND = ["{}", "<p>{}</p>", "- {}", "| {} |\n| --- |", '<p title="{}">x</p>', "# {}"]


class TestRecordText:
    @pytest.mark.parametrize("text", ALIVE)
    @pytest.mark.parametrize("around", AROUND)
    def test_stays_text_wherever_it_stands(self, text: str, around: str) -> None:
        def tags(value: str) -> list[str]:
            made = markdown.markdown(
                around.format(words.as_text(value)),
                extensions=["abbr", "attr_list", "def_list", "footnotes", "md_in_html", "toc", "tables"],
            )
            return re.findall(r"</?[a-z0-9]+|\son\w+=", re.sub(r'id="[^"]*"', "", made))

        assert tags(text) == tags("plain words")

    @given(st.text())
    def test_reads_as_it_was_written_but_for_white_space(self, text: str) -> None:
        assert html.unescape(words.as_text(text)).split() == words.seen(text).split()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("a\x0bb", "a b"),
            ("a\x1bb", "ab"),
            ("a\ufffeb", "ab"),
            ("a\uffffb", "ab"),
            ("a\u202eb", "ab"),
            ("a\ue002b", "ab"),
        ],
    )
    def test_loses_what_no_reader_sees_and_keeps_its_words_apart(self, text: str, said: str) -> None:
        assert words.as_text(text) == said

    def test_is_no_formula_to_a_spreadsheet(self) -> None:
        assert to_csv(["a"], [["=1+1"], ["@x"], [-1], ["plain"]]) == b"a\n'=1+1\n'@x\n-1\nplain\n"

    @given(st.text())
    def test_reads_as_it_was_written_in_a_file_of_words(self, text: str) -> None:
        assert yaml.safe_load(f"- {{a: {quoted(text)}}}") == [{"a": text}]

    def test_passes_the_escape_in_every_template(self) -> None:
        """finalize is the one escape, so no template may mark text safe by itself."""
        for name in environment().list_templates():
            source = Path(pages.__file__).parent.joinpath("templates", name).read_text(encoding="utf-8")
            assert "| safe" not in source, name
            assert "Markup" not in source, name


class TestWords:
    def test_write_small_numbers_out(self) -> None:
        assert [words.number_words(n) for n in (0, 1, 9, 10, 1234)] == ["no", "one", "nine", "10", "1,234"]

    def test_write_a_probability_in_as_many_digits_as_its_side_of_the_level_needs(self) -> None:
        for p, said in [(0.21, "0.21"), (0.0495, "0.0495"), (0.0505, "0.051"), (0.05004, "0.05004"),
                        (0.05, "0.05"), (0.0049, "0.005"), (0.0009, "less than 0.001")]:  # fmt: skip
            assert words.p_words(p, 0.05) == said
        assert words.p_words(0.0096, 0.01) == "0.0096"

    def test_write_dates_as_far_as_they_are_known(self) -> None:
        assert words.date_words("2023-12-01") == "1 December 2023"
        assert words.date_words("2022-04") == "April 2022"
        assert words.date_words("summer 2023") == "summer 2023"

    def test_make_sentences_of_figures(self) -> None:
        macros = environment().get_template("figures.j2").module

        def say(macro: str, count: int, total: int) -> str:
            percent = round(100 * count / total) if total else None
            return str(getattr(macros, macro)(Shown(Source("m", ()), count, total, percent)))

        assert say("share", 7, 17) == "7 of 17 (41%)"
        assert say("share", 0, 17) == "none of 17"
        assert say("share", 0, 0) == "nothing to count"
        assert say("said", 2, 8) == "two of eight"
        assert say("said", 0, 8) == "none of eight"
        assert say("said", 7, 17) == "7 of 17"
        assert [say("beside", *of) for of in ((7, 17), (1, 8), (0, 0))] == ["7 of 17", "1 of 8", "no"]
        for macro in ("share", "count", "said"):
            assert say(macro, 1329, 12000).startswith("1,329 of 12,000")
        assert say("number", 1329, 12000) == "1,329"

    @pytest.mark.parametrize(
        ("before", "after", "few"), [((0, 24), (0, 12), True), ((100, 200), (200, 400), False)]
    )
    def test_the_same_share_does_not_show_that_nothing_changed(
        self, before: tuple[int, int], after: tuple[int, int], few: bool
    ) -> None:
        macros = environment().get_template("figures.j2").module
        one, other = (Shown(Source("m", ()), *each, 0) for each in (before, after))
        said, short = (
            str(getattr(macros, name)(Change(one, other, "same"))) for name in ("verdict", "verdict_short")
        )
        why = "but so few audits can’t show" if few else "which does not show"
        assert said == f"The share is the same in both months, {why} that nothing changed."
        assert short == f"the same share{', of too few audits to show that nothing changed' if few else ''}"

    def test_say_hidden_in_every_macro_that_shows_a_figure(self) -> None:
        macros = environment().get_template("figures.j2").module
        hidden = Shown(Source("m", ()), None, None, None, hidden="c")
        for macro in ("share", "count", "said", "number"):
            assert "hidden to protect identity" in str(getattr(macros, macro)(hidden))


class TestContent:
    """content/: each mistake is a Problem with its line; nothing is rendered that was not checked."""

    def problems(
        self, tmp_path: Path, text: str, file: str = f"{REPORTS}/2023-11.md"
    ) -> list[tuple[int, str]]:
        return [(p.place.line, p.code) for p in self.read(tmp_path, text, file)[1]]

    def read(self, tmp_path: Path, text: str, file: str) -> tuple[Content, list[Problem]]:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        return read(tmp_path, loaded, MONTHS, REPORT_SECTIONS)

    def test_a_report_is_the_words_under_its_headings(self, tmp_path: Path) -> None:
        text = "## Conclusion\n\nOf them {{ count('moderated', 'good', '2023-11') }} were *good*.\n"
        content, problems = self.read(tmp_path, text, f"{REPORTS}/2023-11.md")
        assert problems == []
        section = content.reports["2023-11"]["Conclusion"]
        assert section.html(lambda figure: figure.name).strip() == "<p>Of them count were <em>good</em>.</p>"

    @pytest.mark.parametrize(
        ("text", "line", "code"),
        [
            ("## Conclusions\n", 1, "unknown-heading"),
            ("words\n## Conclusion\n", 1, "text-outside-section"),
            ("## Conclusion\n## Conclusion\n", 2, "duplicate-heading"),
            ("## Conclusion\n\n{{ share('moderated', 'goood', '2023-11') }}\n", 3, "unknown-value"),
            ("## Conclusion\n\n{{ share('moderated', 'good', '2024-11') }}\n", 3, "unknown-value"),
            ("## Conclusion\n\n{{ share('moderated', 'good') }}\n", 3, "figure-arguments"),
            ("## Conclusion\n\n{{ share('moderated', 'good', '2023-11', x='y') }}\n", 3, "figure-arguments"),
            ("## Conclusion\n\n{{ share('moderated', 1, '2023-11') }}\n", 3, "figure-arguments"),
            ("## Conclusion\n\n{{ shares('moderated', 'good', '2023-11') }}\n", 3, "unknown-function"),
            ("## Conclusion\n\n{{ ''.__class__ }}\n", 3, "unknown-function"),
            ("## Conclusion\n\n{% for x in range(10**9) %}{% endfor %}\n", 3, "template-tag"),
            ("## Conclusion\n\nOne.\n{# to be said later #}\n", 4, "template-tag"),
            ("## Conclusion\n\n{{ share('moderated' \n", 3, "template-syntax"),
            ("## Conclusion\n\n<script>alert(1)</script>\n", 3, "construct"),
            ("## Conclusion\n\na <b>b</b>\n", 3, "construct"),
            ("## Conclusion\n\n![a](b.png)\n", 3, "construct"),
            ("## Conclusion\n\n    code\n", 3, "construct"),
            ("## Conclusion\n\n[a](javascript:alert(1))\n", 3, "link"),
            ("## Conclusion\n\n[a](data:text/html,x)\n", 3, "link"),
            ("## Conclusion\n\nOne,\ntwo and\n[a](javascript:alert(1))\n", 5, "link"),
            ("## Conclusion\n\n- One\n- two and\n  ![a](b.png)\n", 5, "construct"),
            (
                "## Conclusion\n\n[a]({{ share('moderated', 'good', '2023-11') }})\n",
                3,
                "link",
            ),
            ("## Conclusion\n\n# Too large\n", 3, "heading-level"),
            ("## Conclusion\n\n  ## A section that nobody would find\n", 3, "heading-level"),
            ("## Conclusion\n\nA section by its line\n---\n", 3, "heading-level"),
            ("## Conclusion\n\n###\n\nWords.\n", 3, "heading-empty"),
            ("## Conclusion\n\nA line\x0bbroken\n", 3, "unseen-character"),
            ("## Conclusion\n\nOne\x0b\n\n\x1bTwo\n", 5, "unseen-character"),
            ("## Conclusion\n\nNo\ufffecharacter\uffff\n", 3, "unseen-character"),
            ("## Conclusion\n\nA line\x0bbroken\n\n# Too large\n", 5, "heading-level"),
        ],
    )
    def test_mistakes_are_found_at_their_line(self, tmp_path: Path, text: str, line: int, code: str) -> None:
        assert (line, code) in self.problems(tmp_path, text)

    def test_a_figure_of_a_later_month_than_the_report_is_refused(self, tmp_path: Path) -> None:
        text = "## Conclusion\n\n{{ share('moderated', 'good', '2023-11') }}\n"
        assert self.problems(tmp_path, text, f"{REPORTS}/2023-10.md") == [(3, "unknown-value")]

    def test_a_file_that_no_page_takes_in_is_said(self, tmp_path: Path) -> None:
        assert self.problems(tmp_path, "x", f"{REPORTS}/2022-01.md") == [(0, "unknown-month")]
        assert self.problems(tmp_path / "b", "x", f"{PAGES}/samplin.md") == [(0, "unknown-page")]

    def test_a_link_out_of_the_folder_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
        (tmp_path / PAGES).mkdir(parents=True)
        (tmp_path / PAGES / "sampling.md").symlink_to(tmp_path / "secret.txt")
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        content, problems = read(tmp_path, loaded, MONTHS, REPORT_SECTIONS)
        assert ([p.code for p in problems], content.pages) == (["symlink"], {})

    def test_an_identifier_or_a_merge_conflict_is_found_as_in_records(self, tmp_path: Path) -> None:
        file = f"{PAGES}/sampling.md"
        assert self.problems(tmp_path, "Ask\n\nfor 943 476 5919.\n", file) == [(3, "identifier")]
        for hidden in ("943 476\n5919", "943 **476** 5919", "9&#52;3 476 5919", "943 476 5919\nx"):
            assert self.problems(tmp_path, f"Ask\n\n{hidden}\n", file) == [(3, "identifier")], hidden
        assert self.problems(tmp_path, "a\n<<<<<<< HEAD\nb\n", file) == [(2, "merge-conflict")]

    def test_what_is_no_utf_8_is_saved_again_in_an_editor(self, tmp_path: Path) -> None:
        file = tmp_path / PAGES / "sampling.md"
        file.parent.mkdir(parents=True)
        file.write_bytes("She said \u201cno\u201d.".encode("cp1252"))
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        (problem,) = read(tmp_path, loaded, MONTHS, REPORT_SECTIONS)[1]
        assert (problem.code, "Excel" in problem.hint, "Notepad" in problem.hint) == (
            "wrong-encoding",
            False,
            True,
        )

    def test_brackets_without_end_are_a_mistake_and_no_crash(self, tmp_path: Path) -> None:
        text = "{{ " + "(" * 3000 + " }}"
        assert [code for _, code in self.problems(tmp_path, text, f"{PAGES}/sampling.md")] == [
            "template-syntax"
        ]

    @given(st.text())
    def test_nothing_that_is_written_raises(self, text: str) -> None:
        from tempfile import TemporaryDirectory  # noqa: PLC0415

        with TemporaryDirectory() as folder:
            self.read(Path(folder), "## Conclusion\n\n" + text, f"{REPORTS}/2023-11.md")


class TestTrends:
    def test_say_why_there_are_no_limits(self, november: EditionFiles) -> None:
        text = said(page(november, "trends/"))
        assert (
            "No control limits are drawn: they need 12 months of at least 10 audits each since the framework "
            "was refreshed, and there is one so far." in text
        )
        assert "None has control limits yet, so no signal is looked for" in text

    def test_say_how_far_a_share_may_lie_and_that_months_differ_in_size(self, november: EditionFiles) -> None:
        text = said(page(november, "trends/"))
        assert "could be anywhere from 2% to 47%" in text
        assert "the fewest have eight audits, the most 21 audits" in text

    def test_export_no_limits_where_none_are_drawn(self, november: EditionFiles) -> None:
        for row in csv.DictReader(io.StringIO(november.files["data/trends.csv"].decode())):
            assert [row[name] for name in ("centre", "lower_limit", "upper_limit", "signal")] == [""] * 4

    def test_say_what_a_long_row_of_months_shows(self, long_row: EditionFiles) -> None:
        text = said(page(long_row, "trends/"))
        assert "The last seven months or more all lie above the average." in text
        assert "Higher than chance explains, which is better" in text
        assert "Target: at least 20%. Target met or missed by chance" in text
        assert "The average is 90 of 168 (54%)." in text
        assert "These are trial limits, from 14 months: they will still move." in text

    def test_say_how_many_series_they_screen_and_what_chance_marks(self, long_row: EditionFiles) -> None:
        text = said(page(long_row, "trends/"))
        assert "This page looks through 18 series" in text
        assert "chance alone would mark fewer than one of them; two are marked." in text

    def test_keep_p_values_to_where_figures_are_explained(self, long_row: EditionFiles) -> None:
        pages_ = {name: said(text) for name, text in all_pages(long_row).items()}
        found = [name for name, text in pages_.items() if re.search(r"\bp (=|<|is)", text)]
        assert found == ["data/figures/index.md"]

    def test_export_limits_and_signals_in_the_long_form(self, long_row: EditionFiles) -> None:
        rows = csv.DictReader(io.StringIO(long_row.files["data/trends.csv"].decode()))
        newest = [
            r for r in rows if (r["month"], r["stage"], r["area"]) == ("2022-02", "moderated", "overall")
        ]
        assert [(r["grade"], r["percent"], r["centre"], r["signal"]) for r in newest] == [
            ("inadequate", "0.00", "0.00", ""),
            ("requires-improvement", "25.00", "46.43", "one-side-down"),
            ("good", "75.00", "53.57", "one-side-up"),
        ]

    def test_name_an_icon_in_words_beside_it(self, long_row: EditionFiles) -> None:
        text = page(long_row, "trends/")
        icons = re.findall(
            r'<span class="spc-word"><svg[^>]*aria-hidden="true".*?</svg><span>(.*?)</span>', text
        )
        assert len(icons) == text.count('<svg class="spc-icon') >= 3
        assert all(icons)
