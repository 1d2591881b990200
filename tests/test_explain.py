"""`portal explain`: which figure is meant, how it came about, and the records behind it."""

import html
import re
import shutil
from datetime import date
from pathlib import Path

import builders
import pytest
from test_pages import EXAMPLE, page, render, said

from generator import evidence, records
from generator.cli import main
from generator.editions.errors import WrongUsageError
from generator.editions.explaining import names
from generator.editions.explaining.behind import _Asked, behind
from generator.editions.explaining.names import find, measure_of
from generator.editions.inputs import read
from generator.evidence import Evidence, Shown, Source
from generator.evidence.published import PublishedRecord
from generator.measures.counted_in import COUNTED_IN
from generator.measures.registry import MEASURES
from generator.pages.presenters.revisions import counted_words
from generator.pages.provenance import names_csv
from generator.pages.ways import ORIGINS, Ways, way_in, writing
from generator.pages.words import capital
from generator.records.tables import Tables

SAMPLE = Path(__file__).parents[1]
NAME = "grades/area=overall/month=2023-11/stage=moderated/team=all/inadequate"
NAMES = [
    f"grades/area={area}/month={month}/stage={stage}/team={team}/{grade}"
    for area in ("overall", "chronology")
    for month in ("2023-10", "2023-11")
    for stage in ("primary", "moderated")
    for team in ("all", "north")
    for grade in ("inadequate", "good")
] + [
    "agreement/area=overall/month=2023-11/same",
    "themes/area=all/kind=improvement/month=2023-11/team=all/theme=plans/audits",
    "training/session=2023-10-11/The refreshed framework/attended",
]


class TestNames:
    @pytest.mark.parametrize(
        "given",
        [
            NAME,
            "count(overall, all, moderated, inadequate, 2023-11)",
            'count("moderated", "inadequate", "2023-11")',
            "share('moderated', 'inadequate', month='2023-11')",
            "grades/month=2023-11/stage=moderated/inadequate",
            "Moderated Inadequate 2023-11",
        ],
    )
    def test_may_be_whole_or_in_part_or_as_a_text_calls_it(self, given: str) -> None:
        assert find(given, NAMES) == NAME

    @pytest.mark.parametrize(
        ("given", "name"),
        [
            ("agreement 2023-11 same", "agreement/area=overall/month=2023-11/same"),
            ('audits_with("plans", "improvement", "2023-11")', NAMES[-2]),
            (
                "moderated good 2023-11 north chronology",
                NAMES[NAMES.index(NAME.replace("overall", "chronology")) + 3],
            ),
        ],
    )
    def test_of_any_measure(self, given: str, name: str) -> None:
        assert find(given, NAMES) == name

    def test_that_fit_several_list_them(self) -> None:
        with pytest.raises(WrongUsageError, match="2 figures fit moderated inadequate") as error:
            find("moderated inadequate", NAMES)
        assert NAME in str(error.value)

    def test_that_fit_none_say_what_was_probably_meant(self) -> None:
        for given in (NAME.replace("inadequate", "inadequat"), "moderated inadequat 2023-11"):
            with pytest.raises(WrongUsageError, match="did you mean") as error:
                find(given, NAMES)
            assert "month=2023-11/stage=moderated" in str(error.value)

    @pytest.mark.parametrize("given", ["", "???", "()"])
    def test_that_are_none_show_how_names_are_built(self, given: str) -> None:
        with pytest.raises(WrongUsageError, match="names are built like"):
            find(given, NAMES)

    def test_may_begin_with_the_one_measure_that_is_asked_for(self) -> None:
        assert measure_of(NAME) == measure_of("count(good)") == "grades"
        assert measure_of(' audits_with("plans")') == "themes"
        assert measure_of("moderated good 2023-11") is None


@pytest.fixture(scope="module")
def sample() -> tuple[Tables, Evidence]:
    inputs, _ = read(SAMPLE, date(2024, 2, 1))
    assert inputs is not None
    edition = evidence.Edition("2023-11", date(2023, 12, 14), date(2023, 12, 21))
    tables = records.to_tables(inputs.records)
    return tables, evidence.evidence_of(tables, inputs.settings, edition)


SUMS = {"practice_days", "training", "programme_returned", "briefing_attended"}
"""Measures that add up numbers of their records; `teams_covered` counts teams."""
ROWS = sorted(measure.__name__ for measure in MEASURES if measure.__name__ not in {*SUMS, "teams_covered"})
ASKED_ONCE = (
    "grades",
    "agreement",
    "kappa",
    "locks",
    "safety",
    "voice",
    "themes",
    "actions",
    "loop",
    "days_to_done",
)
"""Measures of many records, in which looking for each record by itself would take long."""


class TestRecordsBehind:
    @pytest.mark.parametrize("measure", ROWS)
    def test_are_as_many_as_the_figure_says(self, sample: tuple[Tables, Evidence], measure: str) -> None:
        tables, e = sample
        figures: list[tuple[Shown, str]] = [
            (shown, part)
            for table in e.tables.of(measure)
            for part, shown in table
            if shown.count and dict(shown.source.where).get("month", e.month) == e.month
        ]
        figures = figures or [(s, part) for table in e.tables.of(measure) for part, s in table if s.count]
        figures += [
            (q.of, "") for q in e.tables.quantities.values() if q.source.measure == measure and q.of.count
        ]
        shown, part = min(figures, key=lambda figure: (figure[0].count or 0, figure[0].total or 0))
        found = behind(tables, e, shown.source, (part,))
        assert shown.count in {len(rows.counted) for rows in found}
        if measure not in ("programme", "programme_open", "briefing_use", "briefing_use_by_team"):
            assert shown.total in {len(rows.counted) + len(rows.others) for rows in found}

    @pytest.mark.parametrize("measure", ["grades", "actions", "loop", "regrades", "kappa", "days_to_done"])
    def test_are_the_same_asked_once_and_asked_one_by_one(
        self, sample: tuple[Tables, Evidence], measure: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tables, e = sample
        figures = [(shown, part) for table in e.tables.of(measure) for part, shown in table if shown.count]
        figures += [(q.of, "") for q in e.tables.quantities.values() if q.source.measure == measure]
        shown, part = max(figures, key=lambda figure: figure[0].count or 0)
        once = behind(tables, e, shown.source, (part,))
        monkeypatch.setattr(_Asked, "_marked", lambda *_: False)
        one_by_one = behind(tables, e, shown.source, (part,))
        assert [(b.table, sorted(b.counted), sorted(b.others)) for b in once] == [
            (b.table, sorted(b.counted), sorted(b.others)) for b in one_by_one
        ]

    @pytest.mark.parametrize("measure", ASKED_ONCE)
    def test_are_found_without_asking_again_for_each(
        self, sample: tuple[Tables, Evidence], measure: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tables, e = sample
        monkeypatch.setattr(_Asked, "_split", lambda *_: pytest.fail("asked again"))
        parts = [shown for table in e.tables.of(measure) for _, shown in table]
        figures = parts or [q.of for q in e.tables.quantities.values() if q.source.measure == measure]
        largest = max(figures, key=lambda shown: shown.count or 0)
        assert any(rows.counted for rows in behind(tables, e, largest.source, (largest.source.part,)))

    def test_are_told_of_every_measure(self) -> None:
        assert counted_words().keys() == {measure.__name__ for measure in MEASURES}
        assert COUNTED_IN.keys() <= counted_words().keys()


class TestCommand:
    def run(self, *arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return int(left.value.code or 0)

    def test_says_how_a_figure_came_about_and_no_text_of_a_record(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run("explain", NAME, "--root", SAMPLE) == 0
        told = capsys.readouterr().out
        for line in (
            "  1 of 8 (13%) [p]",
            "[p] provisional",
            "Rounding: 12.50% is shown as 13%",
            "Range: 2.2% to 47.1% of all casework (Wilson, 95%)",
            "Against October 2023, 4 of 21 (19%) [p]: That is too few audits to rule out chance",
            "Counted: one record\n  nov-01  audits_data/2023-11/audits.csv:2",
            "The others of the total: 7 records",
        ):
            assert line in told, line
        assert "Team Manager" not in told

    def test_finds_a_teams_figure_in_the_edition_of_its_month(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert (
            self.run(
                "explain", "moderated", "2023-09", "team=safeguarding", "overall", "good", "--root", SAMPLE
            )
            == 0
        )
        assert "In the edition of September 2023" in capsys.readouterr().out

    def test_of_an_unknown_figure_says_what_was_meant_and_is_wrong_usage(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run("explain", NAME.replace("moderated", "moderate"), "--root", SAMPLE) == 2
        assert f"did you mean\n  {NAME}" in capsys.readouterr().err

    def test_does_not_look_at_words_which_may_be_half_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = Path(shutil.copytree(SAMPLE / "tests/example_portal", tmp_path / "root"))
        (root / "content/reports/2023-11.md").write_text('## 2. What\n\n{% claim falls("good" %}')
        assert self.run("explain", NAME, "--root", root) == 0
        assert NAME in capsys.readouterr().out

    @pytest.mark.parametrize(
        "given", [NAME, "count(moderated, good, 2023-11)", "agreement/area=overall/month=2023-11/same"]
    )
    def test_is_the_same_whether_all_is_measured_or_what_is_named(
        self, given: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.run("explain", given, "--root", SAMPLE) == 0
        told = capsys.readouterr().out
        monkeypatch.setattr(names, "measure_of", lambda _: None)
        assert self.run("explain", given, "--root", SAMPLE) == 0
        assert capsys.readouterr().out == told

    def test_with_mistakes_in_the_records_lists_them(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = Path(shutil.copytree(SAMPLE / "tests/example_portal", tmp_path / "root"))
        (root / "audits_data/2023-11/learning.csv").write_text("audit_id,theme,kind\nnone,plans,strength\n")
        assert self.run("explain", NAME, "--root", root) == 1
        assert "audits_data/2023-11/learning.csv:2" in capsys.readouterr().err


class TestWaysIn:
    def test_lead_from_every_figure_to_an_entry_that_is_there(self) -> None:
        files = render(EXAMPLE, "2023-11").files
        origins = files["data/figures/index.md"].decode()
        entries = set(re.findall(r' id="([^"]+)"', origins))
        for name, blob in files.items():
            for anchor in re.findall(
                r'href="[./]*data/figures/#([^"]+)"', blob.decode() if name.endswith(".md") else ""
            ):
                assert html.unescape(anchor) in entries, name
        assert "\ue002" not in "".join(text.decode() for name, text in files.items() if name.endswith(".md"))
        home, grades = files["index.md"].decode(), files["findings/grades/index.md"].decode()
        assert '<a class="way" href="./data/figures/#safety.all">9 of 12</a> confirmed safe' in home
        assert f'</div>\n<p class="small came-about" data-search-exclude><a href="../../{ORIGINS}#' in grades
        assert f'<p class="chart-links"><a href="../../{ORIGINS}#grades' in grades
        assert "came-about" not in files["glossary/index.md"].decode()

    def test_say_how_a_figure_came_about_and_from_which_files(self) -> None:
        text = said(render(EXAMPLE, "2023-11").files["data/figures/index.md"].decode())
        for words in (
            "November 2023: inadequate 1 of 8 (13%), requires improvement 5 of 8 (62%), good 2 of",
            "Against October 2023: inadequate 4 of 21 then, p = 1.00",
            "2 more left out: blank or not applicable.",
            "largest remainders up, ties to the worse grade",
            "audits: 8 in  audits_data/2023-11/audits.csv",
            "grades/area=overall/month=2023-11/stage=moderated/team=all",
        ):
            assert words in text, words

    def test_name_no_team_beside_a_lesson(self) -> None:
        text = render(EXAMPLE, "2023-11").files["data/figures/index.md"].decode()
        assert "themes_by_team/" not in text
        assert "themes_by_team." not in text

    def test_list_every_figure_by_its_name_beside_the_history(self) -> None:
        names = names_csv(
            PublishedRecord("", "", date(2024, 1, 1), (), frozenset(), {NAME: (1, 8, 13, "[p]")}, {})
        )
        assert names.decode() == f"name,count,total,percent,note\n{NAME},1,8,13,[p]\n"


class TestMarks:
    """What becomes of the figures in a page, by where they stand."""

    SOURCE = Source("grades", (("area", "overall"), ("month", "2023-11")), "good")
    LINK = '<a class="way" href="../data/figures/#grades.overall.2023-11">'

    def finished(self, body: str) -> str:
        ways = Ways("../", {"grades"})
        return ways.finished(
            re.sub("{(.*?)}", lambda found: f"{ways.mark(self.SOURCE)}{found[1]}\ue004", body)
        )

    @pytest.mark.parametrize(
        "body",
        [
            "# In a heading {2 of 8}\n",
            "<h2>In a heading {2 of 8}</h2>",
            '<svg role="img" aria-label="In an attribute {2 of 8}"></svg>',
            '<a href="x">In a link {2 of 8}</a>',
            "<summary>In what opens {2 of 8}</summary>",
        ],
    )
    def test_leave_what_can_hold_no_link_as_it_is(self, body: str) -> None:
        assert self.finished(body) == re.sub("[{}]", "", body)

    @pytest.mark.parametrize("mark", ["\ue00299999\ue003", "\ue0020\ue003", "\ue004"])
    def test_are_none_that_a_record_holds(self, mark: str) -> None:
        """A record's text can neither stop a page nor put a link into it."""
        point = {"audit_id": "a1", "theme": "plans", "kind": "improvement"}
        signed = {"moderated_overall": "good", "quality_assured_on": "2023-11-20"}
        hostile, plain = (
            page(builders.rendered(audits=[signed], learning=[point | {"point": text}]), "themes/plans/")
            for text in (f"Said {mark}here{mark}.", "Said here.")
        )
        ways = [re.findall('<a class="way"[^>]*>', text) for text in (hostile, plain)]
        assert ways[0] == ways[1] != []
        assert "here" in said(hostile)

    def test_are_links_in_running_text_and_one_stop_for_the_keyboard(self) -> None:
        again = self.LINK.replace(">", ' tabindex="-1">')
        assert self.finished("<p>{2 of 8}, {8}</p>") == f"<p>{self.LINK}2 of 8</a>, {again}8</a></p>"

    def test_are_one_link_under_a_table_and_a_picture(self) -> None:
        way = (
            f"{self.LINK.replace(' class=' + chr(34) + 'way' + chr(34), '')}Where these figures come from</a>"
        )
        table = "<table><td>{2}</td><td>{8}</td></table>\n</div>"
        assert self.finished(table).endswith(
            f'</div>\n<p class="small came-about" data-search-exclude>{way}</p>'
        )
        chart = f'<figure class="chart">{table}<p class="chart-links">More</p></figure>'
        assert self.finished(chart).endswith(f'</div><p class="chart-links">{way} More</p></figure>')

    def test_stand_inside_each_other_as_one(self) -> None:
        ways = Ways("../", {"grades"})
        inner, outer = ways.mark(self.SOURCE), ways.mark(self.SOURCE)
        body = f"<p>{outer}about {inner}8\ue004 audits\ue004</p>"
        assert ways.finished(body) == f"<p>{self.LINK}about 8 audits</a></p>"

    def test_are_made_only_while_a_page_is_written(self) -> None:
        figure = Shown(self.SOURCE, 2, 8, 25)
        assert way_in(figure) == ""
        with writing(Ways("", {"grades"})) as ways:
            assert way_in(figure) == "\ue0020\ue003"
        assert ways.measures == {"grades"}

    def test_leave_the_first_letter_to_be_made_large(self) -> None:
        assert capital("\ue0020\ue003two\ue004") == "\ue0020\ue003Two\ue004"
