"""What was sent to a meeting stays as it was; what has changed since stands beside it, on one side."""

import html
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import builders
import councils
import pytest
from browser.portal import serving
from browser.window import DESKTOP, open_window
from fake_rooms import fake_papers
from playwright.sync_api import Browser
from roots import NO_PAPERS
from test_pages import page, said
from test_published import TODAY, Change, data_to, git, noticed, publish, replaced

from generator.editions import inputs as inputs_room
from generator.editions.build import Order, build
from generator.editions.make import EditionMaker
from generator.evidence import Edition, assemble
from generator.evidence.published import source_of
from generator.evidence.revisions import Notice, Revision, current_on
from generator.evidence.shown import Shown
from generator.pages.inputs import EditionFiles
from generator.pages.presenters.revisions import ChangesSince, changes_since
from generator.pages.site import addresses
from generator.settings.meetings import every_papers, papers_day, papers_known, sent_to
from generator.settings.model import Meeting, Settings

PANEL, BOARD = "The panel", "Improvement board"
EDITIONS = [
    {"month": "2023-09", "published_on": "2023-10-27"},
    {"month": "2023-10", "published_on": "2023-11-24"},
    {"month": "2023-11", "published_on": "2023-12-21"},
    {"month": "2023-12"},
]


def day(text: str) -> date:
    return date.fromisoformat(text)


def of(*meetings: tuple[str, str], editions: int = 4, **papers_on: str) -> Settings:
    """Settings with meetings as forum and day; `papers_on` by forum."""
    listed = [{"forum": forum, "date": on} for forum, on in meetings]
    return councils.settings({"editions": EDITIONS[:editions], "meetings": listed} | papers_on)


class TestPapersGoPublic:
    @pytest.mark.parametrize(
        ("meeting", "public"),
        [
            ("2024-01-10", "2024-01-02"),  # Wednesday: Wednesday to Tuesday are the five days between
            ("2024-01-15", "2024-01-05"),  # Monday
            ("2024-01-12", "2024-01-04"),  # Friday
            ("2024-01-13", "2024-01-05"),  # Saturday
        ],
    )
    def test_five_clear_weekdays_before(self, meeting: str, public: str) -> None:
        assert papers_day(Meeting(forum=PANEL, date=day(meeting))) == day(public)

    def test_on_the_day_that_the_settings_give(self) -> None:
        meeting = Meeting(forum=BOARD, date=day("2023-11-29"), papers_on=day("2023-11-24"))
        assert papers_day(meeting) == day("2023-11-24")


class TestAMeetingGets:
    @pytest.mark.parametrize(
        ("on", "month", "settled"),
        [
            ("2023-11-03", "", True),  # papers on 26 October, the day before the first edition
            ("2023-11-06", "2023-09", True),  # on its day of publication
            ("2023-12-01", "2023-09", True),  # on 23 November
            ("2023-12-04", "2023-10", True),
            ("2024-01-10", "2023-11", False),
        ],
    )
    def test_the_newest_edition_published_by_the_day_of_its_papers(
        self, on: str, month: str, settled: bool
    ) -> None:
        (papers,) = every_papers(of((PANEL, on)).publication)
        assert (papers.month, papers.settled) == (month, settled)

    def test_nothing_where_no_report_is_for_its_forum(self) -> None:
        assert every_papers(of(("Cabinet", "2024-01-10")).publication) == ()

    def test_a_page_in_that_edition(self) -> None:
        settings = of((PANEL, "2023-12-04"), (BOARD, "2023-12-04"), (PANEL, "2024-01-10"))
        assert "meetings/2023-12-04/" in addresses(settings, "2023-10")
        assert "meetings/2023-12-04/" not in addresses(settings, "2023-11")
        assert {"meetings/", "meetings/2024-01-10/"} <= addresses(settings, "2023-11")


class TestAnEditionTellsOf:
    MEETINGS = tuple(
        (PANEL, on) for on in ("2023-11-03", "2023-11-08", "2023-12-04", "2024-01-10", "2024-02-07")
    )

    def known(self, month: str, data_to: str, editions: int = 4) -> list[str]:
        publication = of(*self.MEETINGS, editions=editions).publication
        own = next(each for each in publication.editions if each.month == month)
        known = papers_known(every_papers(publication), month, own.published_on, day(data_to))
        return [f"{each.on:%d %b} {each.month}".strip() for each in known]

    def test_its_own_meetings_and_those_before(self) -> None:
        assert self.known("2023-09", "2023-10-20") == ["03 Nov", "08 Nov 2023-09"]
        assert self.known("2023-10", "2023-11-17") == ["03 Nov", "08 Nov 2023-09", "04 Dec 2023-10"]

    def test_those_to_come_until_a_newer_edition_takes_them_over(self) -> None:
        alone = self.known("2023-10", "2023-11-17", editions=2)
        assert alone[2:] == ["04 Dec 2023-10", "10 Jan 2023-10", "07 Feb 2023-10"]

    def test_as_a_draft_the_next_one_of_each_forum(self) -> None:
        assert self.known("2023-12", "2024-01-04") == [
            "03 Nov", "08 Nov 2023-09", "04 Dec 2023-10", "10 Jan 2023-11", "07 Feb 2023-11",
        ]  # fmt: skip
        assert self.known("2023-12", "2024-01-02")[3:] == ["10 Jan 2023-11"]


class TestARevision:
    """November was published on 21 December; the panel meets on 10 January with papers of 2 January."""

    @pytest.mark.parametrize(
        ("since", "until", "had_it"),
        [
            ("2023-12-21", "2024-01-02", False),  # replaced on the day of the papers: they hold the next one
            ("2023-12-21", "2024-01-03", True),
            ("2024-01-03", "2024-01-09", True),  # between papers and meeting: it was put beside them
            ("2024-01-10", "2024-02-01", True),
            ("2024-01-11", "2024-02-01", False),
        ],
    )
    def test_goes_to_a_meeting_from_its_papers_up_to_its_day(
        self, since: str, until: str, had_it: bool
    ) -> None:
        publication = of((PANEL, "2024-01-10")).publication
        told = sent_to(publication, "2023-11", day(since), day(until))
        assert told == (("2024-01-10 The panel",) if had_it else ())
        assert sent_to(publication, "2023-10", day(since), day(until)) == ()

    @pytest.mark.parametrize(
        ("papers", "sent"), [("2023-12-21", 1), ("2024-01-04", 1), ("2024-01-05", 2), ("2024-01-20", 3)]
    )
    def test_is_sent_where_it_is_the_last_by_the_day_of_the_papers(self, papers: str, sent: int) -> None:
        days = ("2023-12-21", "2024-01-05", "2024-01-20")
        assert current_on([Revision(day(on), day(on)) for on in days], day(papers)) == sent

    def test_dated_before_a_later_one_hides_none_of_them(self) -> None:
        """A planned revision is dated by what it knows: that may be before the correction that it follows."""
        days = ("2023-12-21", "2024-01-15", "2024-01-03")
        assert current_on([Revision(day(on), day(on)) for on in days], day("2024-01-10")) == 1


class TestChangedSince:
    GRADES = "grades/area=overall/month=2023-11/stage=moderated/team=all"

    def changed(self, *was: dict[str, int], number: int = 1, forgets: int = 0) -> ChangesSince:
        """Three of eight are good now; `was`: what was before the second revision, the third and so on."""
        settings = councils.settings()
        grades = ["good"] * 3 + ["requires-improvement"] * 5
        measured = builders.everything(
            "pandas",
            settings,
            audits=[{"moderated_overall": grade, "quality_assured_on": "2023-12-01"} for grade in grades],
        )
        notice = Notice("n", day("2024-01-05"), "Head", "Why.", forgets=True)
        revisions = [Revision(day("2023-12-21"), day("2023-12-14"))]
        for n, figures in enumerate(was, start=2):
            shown = {
                f"{self.GRADES}/{part}": Shown(source_of(f"{self.GRADES}/{part}"), count, 8, 100 * count // 8)
                for part, count in figures.items()
            }
            revisions.append(
                Revision(day("2024-01-05"), day("2023-12-14"), was=shown, notices=(notice,) * (n == forgets))
            )
        edition = Edition("2023-11", day("2023-12-14"), day("2023-12-21"))
        e = assemble(measured, settings, edition).revised(tuple(revisions))
        return changes_since(e, number, {f"{self.GRADES}/good"})

    def lines(self, found: ChangesSince) -> list[tuple[str, int | None, int | None]]:
        counts = [(f.name.split(" · ")[-1], f.before, f.after) for f in found.figures]
        return [
            (name, before.count, after.count)
            for name, before, after in counts
            if isinstance(before, Shown) and isinstance(after, Shown)
        ]

    def test_are_figures_as_they_were_sent_whatever_came_between(self) -> None:
        found = self.changed({"good": 1}, {"good": 2, "requires-improvement": 6})
        assert self.lines(found) == [("Good", 1, 3), ("Requires improvement", 6, 5)]
        assert found.first == 1
        assert all("r" in figure.after.marks for figure in found.figures)

    def test_are_none_that_are_as_they_were_sent_again(self) -> None:
        assert self.lines(self.changed({"good": 3}, {"good": 2})) == []

    def test_are_those_of_later_revisions_alone(self) -> None:
        found = self.changed({"good": 1}, {"good": 2}, number=2)
        assert self.lines(found) == [("Good", 2, 3)]
        assert "r" in found.figures[0].before.marks

    def test_are_not_told_where_an_audit_had_to_be_forgotten_by_then_or_later(self) -> None:
        for forgets in (2, 3):
            found = self.changed({"good": 1}, {"good": 2}, forgets=forgets)
            assert (found.figures, found.texts, found.forgotten) == ((), (), True)
        assert self.lines(self.changed({"good": 1}, {"good": 2}, number=2, forgets=2)) == [("Good", 2, 3)]


MEETINGS = {
    "Scrutiny Panel": ["2023-09-13", "2023-11-08", "2024-01-10"],
    "Improvement board": ["2023-11-08", "2024-01-10"],
}
"""Of the example's editions those of September and November go to two forums on one day."""
LISTED = "".join(f"  - {{forum: {forum}, date: {on}}}\n" for forum, days in MEETINGS.items() for on in days)
NOVEMBERS = "meetings/2024-01-10/"
a_grade_altered = replaced(
    "audits_data/2023-11/audits.csv",
    "Team manager,inadequate,inadequate,inadequate,inadequate",
    "Team manager,inadequate,inadequate,inadequate,requires-improvement",
)


def corrected(on: str, **notice: str) -> Change:
    def change(root: Path) -> None:
        a_grade_altered(root)
        noticed(on=on, **notice)(root)

    return change


@pytest.fixture(scope="module")
def as_sent(warm_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The example with meetings, committed and published: only to be copied. Texts stand for its files."""
    root = tmp_path_factory.mktemp("meetings") / "root"
    shutil.copytree(warm_example, root, ignore=NO_PAPERS)
    with pytest.MonkeyPatch.context() as patch:
        fake_papers(patch)
        with (root / "site_config/publication.yml").open("a") as settings:
            settings.write(f"meetings:\n{LISTED}")
        (root / ".gitignore").write_text(".portal/\nsite/\n")
        git(root, "init", "--quiet")
        git(root, "add", ".")
        git(root, "commit", "--quiet", "--message", "As published")
        publish(root)
        yield root


@pytest.fixture
def edition(as_sent: Path, tmp_path: Path) -> Callable[..., EditionFiles]:
    """An edition as it would be published after some changes."""

    def made(*changes: Change, month: str = "2023-11") -> EditionFiles:
        root = Path(shutil.copytree(as_sent, tmp_path / "root"))
        for change in changes:
            change(root)
        found, problems = inputs_room.read(root, TODAY)
        assert found is not None, problems
        maker = EditionMaker(root, found, TODAY)
        return maker.files(maker.choose([month])[0])

    return made


Editions = Callable[..., EditionFiles]


def read(edition: EditionFiles, address: str) -> str:
    return " ".join(said(page(edition, address)).split())


def raw(edition: EditionFiles, address: str) -> str:
    return html.unescape(page(edition, address))


class TestAMeetingsPage:
    def test_leads_to_the_reports_as_they_are_while_nothing_has_changed(self, edition: Editions) -> None:
        made = edition()
        text = raw(made, NOVEMBERS)
        assert "Papers go public on 2 January 2024: this edition, unless a newer one" in read(made, NOVEMBERS)
        assert "No figure and no word has changed." in text
        for address in ("report/", "report/board/"):
            for name in ("", "report.pdf", "report.docx"):
                assert f'href="../../{address}{name}"' in text
        assert text.count("Supplement") == 1

    def test_says_flatly_what_was_sent_once_a_newer_edition_came(self, edition: Editions) -> None:
        text = read(edition(month="2023-09"), "meetings/2023-11-08/")
        assert (
            "Papers went public on 31 October 2023: the edition of September 2023, as first published on"
            in text
        )

    @pytest.mark.parametrize(
        ("on", "when"),
        [
            ("2024-01-03", "before the meeting"),
            ("2024-01-10", "on the day of the meeting"),
            ("2024-01-11", "after the meeting"),
        ],
    )
    def test_leads_to_what_was_sent_and_says_what_changed_since(
        self, edition: Editions, on: str, when: str
    ) -> None:
        made = edition(corrected(on))
        text, told = raw(made, NOVEMBERS), read(made, NOVEMBERS)
        for address in ("report/", "report/board/"):
            for name in ("", "report.pdf", "report.docx"):
                assert f'href="../../../2023-11-r1/{address}{name}"' in text
        assert f"January 2024: {when} One grade was typed wrongly." in told
        assert "Grades · overall · November 2023 · moderated · Inadequate 1 of 8 (13%) none of 8 [r]" in told
        assert "South" not in told  # a team's figures stand in no report
        assert "2023-11-r1" in raw(made, "about/")

    def test_has_no_supplement_to_what_was_corrected_by_the_day_of_the_papers(
        self, edition: Editions
    ) -> None:
        told = read(edition(corrected("2024-01-02")), NOVEMBERS)
        assert "the edition of November 2023, revision 2 of 2 January 2024" in told
        assert "No figure and no word has changed." in told

    def test_tells_a_planned_revision_as_one(self, edition: Editions) -> None:
        told = read(edition(data_to("2024-01-12")), NOVEMBERS)
        assert (
            "after the meeting A planned revision: it knows what was recorded up to 12 January 2024" in told
        )

    def test_shows_nothing_of_what_had_to_be_forgotten(self, edition: Editions) -> None:
        made = edition(corrected("2024-01-11", forgets="yes"))
        text = raw(made, NOVEMBERS)
        assert "It is no longer in the portal" in text
        assert "An audit had to be forgotten." in text
        assert "<table" not in text
        assert "2023-11-r1" not in text
        assert "[r]" not in text

    def test_of_two_forums_with_papers_of_two_days_has_two_supplements(self, edition: Editions) -> None:
        board = "{forum: Improvement board, date: 2024-01-10"
        later = replaced("site_config/publication.yml", board, f"{board}, papers_on: 2024-01-08")
        panels, boards = read(edition(later, corrected("2024-01-05")), NOVEMBERS).split(
            "for the Scrutiny Panel"
        )
        assert "1 of 8 (13%) none of 8 [r]" in boards.split("Improvement board")[0]
        assert "Supplement for the Improvement board" in boards
        assert "2 January 2024" in panels
        assert "Papers go public on 8 January 2024: this edition" in boards
        assert "No figure and no word has changed." in boards

    def test_is_where_other_pages_lead(self, edition: Editions) -> None:
        made = edition()
        assert 'href="../meetings/2024-01-10/"' in raw(made, "report/")
        assert 'href="../../meetings/2024-01-10/"' in raw(made, "report/board/")
        assert 'href="../meetings/2024-01-10/"' in raw(made, "about/")
        assert 'href="../../2023-09/meetings/2023-11-08/"' in raw(made, "since-last-meeting/")


class TestTheListOfMeetings:
    def test_leads_to_the_edition_that_each_had(self, edition: Editions) -> None:
        made = edition()
        text = read(made, "meetings/")
        assert "Still to come" in text
        assert "10 January 2024 Improvement board 2 January 2024 This edition, unless a newer one" in text
        assert "13 September 2023 Scrutiny Panel 5 September 2023 None had been published by then" in text
        assert 'href="../../2023-09/meetings/2023-11-08/"' in raw(made, "meetings/")

    def test_of_a_draft_says_when_papers_are_due(self, edition: Editions) -> None:
        draft = replaced(
            "site_config/publication.yml", "month: 2023-11, published_on: 2023-12-21, ", "month: 2023-11, "
        )

        def forgotten(root: Path) -> None:
            (root / "published/staff/2023-11.json").unlink()

        made = edition(draft, forgotten)
        text = read(made, "meetings/")
        assert "This edition is a draft" in text
        assert "Papers are due on" in text
        assert "That of October 2023, unless a newer edition is published by then" in text
        assert not [name for name in made.files if name.startswith("meetings/2")]

    def test_folds_earlier_years(self) -> None:
        days = [f"{year}-{month}-10" for year in range(2014, 2024) for month in ("02", "06", "10")]
        settings = of(*((PANEL, on) for on in days))
        text = page(builders.rendered(settings, audits=[{}]), "meetings/")
        assert text.count('<details class="year"') == 8
        assert len(text) < 20_000

    def test_says_so_where_there_is_none(self) -> None:
        assert "No meeting that this edition could tell of" in page(
            builders.rendered(audits=[{}]), "meetings/"
        )


@pytest.mark.browser
def test_a_long_supplement_prints_on_one_side(as_sent: Path, tmp_path: Path, browser: Browser) -> None:
    """Many figures, more than it lists, and a notice of several lines."""
    root = Path(shutil.copytree(as_sent, tmp_path / "root"))
    audits = root / "audits_data/2023-11/audits.csv"
    audits.write_text(re.sub("inadequate|requires-improvement", "good", audits.read_text()))
    noticed(on="2024-01-11", why="Grades were typed wrongly, and nobody saw it. " * 12)(root)
    outcome = build(Order(root, root / "site", ("2023-11",)), lambda _: None)
    assert (root / "site").is_dir(), outcome.problems
    with serving(root / "site") as address, ExitStack() as after:
        opened = open_window(browser, address, width=DESKTOP, scheme="light", scripts=True)
        after.callback(opened.page.context.close)
        opened.open(f"2023-11/{NOVEMBERS}")
        assert opened.page.get_by_role("row").count() == 11
        printed = opened.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
