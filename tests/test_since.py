"""What is different since the last meeting: which meeting, which edition it had, what it was told."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import builders
import councils
import pytest
from browser.window import PHONE, OpenWindow
from playwright.sync_api import expect
from test_pages import EXAMPLE, page, render, said

from generator.evidence import Edition, assemble
from generator.evidence.published import PublishedRecord, as_figure, record_of, source_of
from generator.evidence.revisions import Notice, Revision
from generator.evidence.shown import Shown
from generator.evidence.told import Figures, figures_on
from generator.pages.presenters.since import Since, since_page
from generator.settings.meetings import LastMeeting, last_meeting
from generator.settings.model import Publication, Settings

PANEL, BOARD = "The panel", "The board"
EDITIONS = [
    {"month": "2023-09", "published_on": "2023-10-27", "data_to": "2023-10-20"},
    {"month": "2023-10", "published_on": "2023-11-24"},
    {"month": "2023-11", "published_on": "2023-12-21", "data_to": "2023-12-14"},
]


def met(*days: str, forum: str = PANEL) -> list[dict[str, str]]:
    return [{"forum": forum, "date": day} for day in days]


def of(*meetings: dict[str, str]) -> Settings:
    return councils.settings({"editions": EDITIONS, "meetings": meetings})


SETTINGS = of(*met("2023-11-08"))
SEPTEMBER = {"month": "2023-09", "audited_on": "2023-09-20"}


class TestTheLastMeeting:
    def found(self, *meetings: dict[str, str], month: str = "2023-11") -> LastMeeting | None:
        publication: Publication = of(*meetings).publication
        return last_meeting(publication, month, date(2023, 12, 14))

    def test_is_the_newest_before_the_edition_with_the_newest_edition_published_by_then(self) -> None:
        found = self.found(*met("2023-09-13", "2023-11-08", "2023-12-21", "2024-01-10"))
        assert found == LastMeeting(
            PANEL, date(2023, 11, 8), date(2023, 10, 31), "2023-09", date(2023, 10, 20)
        )

    def test_had_an_edition_published_by_the_day_of_its_papers_which_knew_up_to_then_unless_said_otherwise(
        self,
    ) -> None:
        assert self.found(*met("2023-12-01")) == LastMeeting(
            PANEL, date(2023, 12, 1), date(2023, 11, 23), "2023-09", date(2023, 10, 20)
        )
        assert self.found(*met("2023-12-04")) == LastMeeting(
            PANEL, date(2023, 12, 4), date(2023, 11, 24), "2023-10", date(2023, 11, 24)
        )

    def test_is_of_those_whom_the_report_is_for(self) -> None:
        assert self.found(*met("2023-11-08", forum=BOARD)) is None

    def test_may_have_had_no_edition(self) -> None:
        assert self.found(*met("2023-10-31")) == LastMeeting(
            PANEL, date(2023, 10, 31), date(2023, 10, 23), "", date(2023, 10, 31)
        )

    def test_of_a_draft_is_before_the_day_that_it_knows(self) -> None:
        found = self.found(*met("2023-12-13", "2023-12-14"), month="2023-12")
        assert found
        assert found.on == date(2023, 12, 13)


@builders.on_each_engine
class TestActions:
    AUDITS = (SEPTEMBER, {"month": "2023-10", "audited_on": "2023-10-12"})

    def fates(self, engine: builders.Engine, **action: str) -> dict[str, int]:
        actions = [{"audit_id": "a1", "due": "2023-11-01", **action}]
        found = builders.figures(
            "actions_since", engine, SETTINGS, data_to="2023-12-14", audits=self.AUDITS, actions=actions
        )
        return {part: count for part, count in found(focus="all").parts.items() if count}

    def test_that_were_open_then_are_done_or_slipped_or_as_they_were(self, engine: builders.Engine) -> None:
        assert self.fates(engine, completed_on="2023-10-21") == {"done": 1}
        assert self.fates(engine) == {"slipped": 1}
        assert self.fates(engine, due="2023-10-19") == {"still-overdue": 1}
        assert self.fates(engine, due="2023-10-20") == {"slipped": 1}
        assert self.fates(engine, due="2023-12-14") == {"in-time": 1}

    def test_that_were_done_then_or_not_yet_known_are_none_of_them(self, engine: builders.Engine) -> None:
        assert self.fates(engine, completed_on="2023-10-20") == {}
        assert self.fates(engine, agreed_on="2023-10-21") == {}
        assert self.fates(engine, audit_id="a2") == {}

    def test_agreed_since_are_those_that_its_edition_did_not_know(self, engine: builders.Engine) -> None:
        actions = [{"audit_id": "a1"}, {"audit_id": "a1", "agreed_on": "2023-10-21"}, {"audit_id": "a2"}]
        found = builders.figures(
            "actions_agreed_since", engine, SETTINGS, audits=self.AUDITS, actions=actions
        )(focus="child")
        assert (found.parts, found.total) == ({"since": 2}, 3)

    def test_are_not_measured_where_no_meeting_had_an_edition(self, engine: builders.Engine) -> None:
        for meetings in ([], met("2023-10-01")):
            assert builders.figures("actions_since", engine, of(*meetings), audits=self.AUDITS) == ()


def since(
    audits: builders.Rows,
    learning: builders.Rows = (),
    *,
    told: Figures | None = None,
    notices: tuple[Notice, ...] = (),
) -> Since:
    measured = builders.everything("pandas", SETTINGS, data_to="2023-12-14", audits=audits, learning=learning)
    edition = Edition("2023-11", date(2023, 12, 14), date(2023, 12, 21))
    e = replace(assemble(measured, SETTINGS, edition), told=told)
    found = since_page(e, {"2023-09": notices}).since
    assert found is not None
    return found


def audits(month: str, **grades: int) -> list[dict[str, str]]:
    return [
        {"month": month, "moderated_overall": grade.replace("_", "-")}
        for grade, number in grades.items()
        for _ in range(number)
    ]


class TestLessons:
    def test_come_and_go_by_all_months_before_and_all_since(self) -> None:
        months = ("2023-08", "2023-09", "2023-10", "2023-11")
        files = [{"month": month} for month in months]

        def lessons(**by_month: str) -> tuple[list[str], list[str], list[str]]:
            learning = [
                {"audit_id": f"a{months.index(f'2023-{month[1:]}') + 1}", "theme": theme}
                for month, theme in by_month.items()
            ]
            found = since(audits=files, learning=learning).themes
            told = ([line.theme.id for line in lines] for lines in (found.come, found.gone, found.met))
            come, gone, are_met = told
            return come, gone, are_met

        assert lessons(m09="plans", m10="chronologies") == (["chronologies"], ["plans"], ["chronologies"])
        assert lessons(m09="plans", m10="plans") == ([], [], ["plans"])
        assert lessons(m08="plans", m11="plans") == ([], [], ["plans"])


class TestShares:
    def test_are_tested_and_say_by_how_many_points(self) -> None:
        rows = [
            *audits("2023-09", inadequate=7, requires_improvement=10),
            *audits("2023-11", inadequate=1, good=7),
        ]
        found = {share.name: share for share in since(audits=rows).shares}
        assert (found["worst"].change.verdict, found["worst"].points) == ("within-chance", 13 - 41)
        assert (found["good"].change.verdict, found["good"].points) == ("rose", 87)

    def test_of_few_audits_have_no_points(self) -> None:
        found = since(audits=[*audits("2023-09", good=4), *audits("2023-11", inadequate=8)])
        assert {share.points for share in found.shares if share.name == "good"} == {None}


class TestWhatTheMeetingWasTold:
    def record(self, rows: builders.Rows) -> PublishedRecord:
        measured = builders.everything("pandas", SETTINGS, month="2023-09", data_to="2023-10-20", audits=rows)
        edition = Edition("2023-09", date(2023, 10, 20), date(2023, 10, 27))
        return record_of(assemble(measured, SETTINGS, edition), {})

    def test_stands_beside_what_is_known_now(self) -> None:
        told = self.record(audits("2023-09", inadequate=2, good=5))
        rows = [*audits("2023-09", inadequate=3, good=4), *audits("2023-11", good=8)]
        found = since(rows, told=figures_on(told, date(2023, 11, 8)))
        (worst,) = (share for share in found.shares if share.name == "worst")
        assert worst.was
        assert (worst.was.count, worst.was.total) == (2, 7)
        assert (worst.change.before.count, worst.change.before.total) == (3, 7)
        names = [line.figure.now.source.name for line in found.restated]
        assert "grades/area=overall/month=2023-09/stage=moderated/team=all/inadequate" in names
        assert found.recorded

    def test_is_the_revision_of_its_day(self) -> None:
        record = self.record(audits("2023-09", inadequate=2, good=5))
        name = "grades/area=overall/month=2023-09/stage=moderated/team=all/inadequate"
        was = Shown(source_of(name), 3, 7, 43)
        revised = replace(
            record,
            revisions=(*record.revisions, Revision(date(2023, 11, 9), date(2023, 11, 1), was={name: was})),
        )
        on_the_day, later = (figures_on(revised, date(2023, 11, day)) or {} for day in (8, 9))
        assert as_figure(on_the_day[name])[0] == 3
        assert as_figure(later[name])[0] == 2

    def test_is_not_told_where_an_audit_had_to_be_forgotten_since(self) -> None:
        record = self.record(audits("2023-09", inadequate=2, good=5))
        notice = Notice("2023-09-1.md", date(2023, 11, 9), "Head", "A family asked.", forgets=True)
        forgotten = Revision(notice.on, date(2023, 10, 20), notices=(notice,))
        record = replace(record, revisions=(*record.revisions, forgotten))
        assert figures_on(record, date(2023, 11, 8)) is None
        assert figures_on(record, date(2023, 11, 9)) is not None

    def test_counts_a_part_that_a_record_leaves_out_as_none(self) -> None:
        told = self.record(audits("2023-09", good=7))
        rows = [*audits("2023-09", inadequate=1, good=6), *audits("2023-11", good=8)]
        found = since(rows, told=figures_on(told, date(2023, 11, 8)))
        (worst,) = (share for share in found.shares if share.name == "worst")
        assert worst.was
        assert (worst.was.count, worst.was.total) == (0, 7)

    def test_is_not_known_without_a_record(self) -> None:
        found = since(audits=[*audits("2023-09", good=7), *audits("2023-11", good=8)])
        assert not found.recorded
        assert not found.restated

    def test_was_corrected_only_by_notices_after_its_papers_that_the_edition_can_know(self) -> None:
        notices = tuple(
            Notice("f", date.fromisoformat(day), "Head", day)
            for day in ("2023-10-31", "2023-11-01", "2023-12-21", "2023-12-22")
        )
        found = since(notices=notices, audits=[*audits("2023-09", good=7), *audits("2023-11", good=8)])
        assert [each.notice.why for each in found.corrections] == ["2023-12-21", "2023-11-01"]


@pytest.fixture(scope="module")
def meeting_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with two meetings of the panel."""
    root = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("meeting") / "root"))
    with (root / "site_config/publication.yml").open("a") as settings:
        settings.write(
            "meetings:\n"
            "- {forum: Scrutiny Panel, date: 2023-09-13}\n"
            "- {forum: Scrutiny Panel, date: 2023-11-08}\n"
        )
    return root


class TestThePage:
    def test_says_plainly_where_there_is_no_earlier_meeting(self) -> None:
        text = said(page(render(EXAMPLE, "2023-11"), "since-last-meeting/"))
        assert "# No meeting of the Scrutiny Panel came before this edition" in text

    def test_says_plainly_where_nothing_was_published_by_then(self, meeting_root: Path) -> None:
        text = said(page(render(meeting_root, "2023-09"), "since-last-meeting/"))
        assert "No edition was published when the Scrutiny Panel last met" in text

    def test_sets_this_edition_against_the_one_that_the_meeting_had(self, meeting_root: Path) -> None:
        text = " ".join(said(page(render(meeting_root, "2023-11"), "since-last-meeting/")).split())
        assert "They met on 8 November 2023, and their papers went public on 31 October 2023." in text
        assert "The newest edition by then was that of September 2023 (as it was sent)" in text
        assert "Moderated inadequate 7 of 17 (41%) 1 of 8 (13%)" in text
        assert "28 points fewer: too few audits to rule out chance" in text
        assert "What that edition said then is not on record." in text
        assert "No correction was made" not in text
        assert "Nothing of October 2023 is in this table" in text
        assert "grades may still move: " in text
        for month in ("September 2023", "October 2023", "November 2023"):
            assert f"audits of {month}" in text.split("grades may still move: ")[1]
        assert text.index("Lessons that came and went") < text.index("What audits found, then and now")


class TestComparedMonths:
    def test_are_the_portals_own_words_and_verdicts(self) -> None:
        told = json.loads(render(EXAMPLE, "2023-11").files["data/compare.json"])
        (moderated,) = (row for row in told["rows"] if row["name"] == "Overall, moderated")
        assert moderated["months"]["2023-11"][:3] == ["1 of 8 (13%)", "5 of 8 (62%)", "2 of 8 (25%)"]
        assert moderated["months"]["2023-09"][2] == "none of 17"
        assert set(told["pairs"]) == {"2023-09/2023-10", "2023-09/2023-11", "2023-10/2023-11"}
        verdict = told["sentences"][told["pairs"]["2023-09/2023-11"]]
        assert verdict.startswith("Inadequate: too few audits to rule out chance. Good: too few")

    def test_say_the_figures_that_are_judged(self) -> None:
        told = json.loads(render(EXAMPLE, "2023-11").files["data/compare.json"])
        assert told["figures"]["2023-09"].startswith(
            "September 2023, moderated overall grades: inadequate 7 of 17 (41%)"
        )
        assert "good none of 17" in told["figures"]["2023-09"]

    def test_of_a_long_row_are_twelve_and_small(self) -> None:
        rows = [row for month in councils.months(14) for row in audits(month, inadequate=3, good=9)]
        files = builders.rendered(
            councils.settings(), month=councils.months(14)[-1], data_to="2022-03-31", audits=rows
        )
        blob = files.files["data/compare.json"]
        told = json.loads(blob)
        assert len(told["months"]) == 12
        assert len(told["pairs"]) == 66
        assert len(blob) < 13_500
        text = said(page(files, "compare/"))
        assert "The earlier two can’t be chosen here" in text

    def test_of_the_first_month_are_none(self) -> None:
        text = said(page(builders.rendered(audits=audits("2023-11", good=8)), "compare/"))
        assert "This is the first month" in text


@pytest.mark.browser
class TestInABrowser:
    NEWEST = "2023-11"

    def test_two_months_are_chosen_by_keyboard_and_told_to_a_screen_reader(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{self.NEWEST}/compare/")
        first, table = (
            opened.page.get_by_label("Month", exact=True),
            opened.page.locator("form.compare table"),
        )
        expect(table.get_by_role("row", name=re.compile("Overall, moderated"))).to_contain_text(
            "4 of 21 (19%)"
        )
        first.focus()
        opened.page.keyboard.press("ArrowDown")
        expect(first).to_have_value("2023-09")
        expect(table.get_by_role("row", name=re.compile("Overall, moderated"))).to_contain_text(
            "7 of 17 (41%)"
        )
        expect(opened.page.get_by_role("status")).to_contain_text("too few audits to rule out chance")
        first.select_option(self.NEWEST)
        expect(opened.page.get_by_role("status")).to_contain_text("the same month")
        expect(table).to_be_hidden()
        assert not opened.faults, opened.told()

    def test_without_scripts_this_month_stands_against_each_before(self, window: OpenWindow) -> None:
        opened = window(scripts=False, width=PHONE)
        opened.open(f"{self.NEWEST}/compare/")
        expect(opened.page.locator("form.compare")).to_be_hidden()
        expect(opened.page.get_by_role("row", name=re.compile("Sep 2023"))).to_contain_text("7 of 17 (41%)")

    @pytest.mark.parametrize("address", ["compare/", "since-last-meeting/"])
    def test_what_a_test_says_is_seen_beside_its_figures_on_a_phone(
        self, window: OpenWindow, address: str
    ) -> None:
        opened = window(width=PHONE)
        opened.open(f"{self.NEWEST}/{address}")
        says = opened.page.locator("td.says", has_text="chance").first
        box = says.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE

    def test_the_pair_that_was_chosen_is_printed(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{self.NEWEST}/compare/")
        opened.page.get_by_label("Month", exact=True).select_option("2023-09")
        opened.page.emulate_media(media="print")
        expect(opened.page.get_by_role("status")).to_contain_text("7 of 17 (41%)")
        expect(opened.page.locator("form.compare table")).to_be_visible()

    @pytest.mark.parametrize("month", ["2023-09", "2023-10", "2023-11"])
    def test_since_the_last_meeting_prints_on_two_sides(self, window: OpenWindow, month: str) -> None:
        opened = window()
        opened.open(f"{month}/since-last-meeting/")
        printed = opened.page.pdf(format="A4", prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
