"""Ways into the portal: the feed, readers' own words, explained words, links to one thing, plain English."""

import html
import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import markdown
import pytest
from browser.window import DESKTOP, PHONE, OpenWindow
from fake_rooms import fake_rooms, make_root
from plain_words import hardest, sentences
from playwright.sync_api import expect
from test_briefing import without_learning
from test_pages import EXAMPLE, all_pages, page, render, said

from generator import records, settings
from generator.editions.build import Order, build
from generator.editions.feed import Channel, atom
from generator.evidence import Status
from generator.measures.figures import LearningPoint
from generator.pages.anchors import anchor, each_once
from generator.pages.glossary import Entry, Explainer, Glossary
from generator.pages.inputs import EditionFiles
from generator.pages.presenters.news import changed
from generator.pages.reading_age import reading_age

ROOT = Path(__file__).parents[1]
ATOM = "{http://www.w3.org/2005/Atom}"
BLAME = (
    "blame", "careless", "failed to", "fails to", "failing", "failure", "fault", "lazy", "neglected to",
    "poor practice", "should have", "sloppy", "unacceptable", "underperform", "unfortunately", "weak",
    "wrongly",
)  # fmt: skip
"""Words that would make a reader look for somebody to be at fault."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> EditionFiles:
    return render(ROOT, "2023-11", tmp_path_factory.mktemp("charts"))


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> EditionFiles:
    return render(EXAMPLE, "2023-11", tmp_path_factory.mktemp("charts"))


class TestFeed:
    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
        fake_rooms(monkeypatch)
        return make_root(tmp_path / "root", ("2023-09", "2023-10", "2023-11", "2023-12"))

    def entries(self, root: Path, *wanted: str) -> list[ElementTree.Element]:
        build(Order(root, root / "site", wanted), lambda _: None)
        return ElementTree.parse(root / "site" / "feed.xml").getroot().findall(f"{ATOM}entry")

    def test_has_each_published_edition_newest_first_and_no_draft(self, root: Path) -> None:
        assert [entry.findtext(f"{ATOM}title") for entry in self.entries(root)] == [
            "Briefing 2023-11", "Briefing 2023-10", "Briefing 2023-09",
        ]  # fmt: skip

    def test_dates_an_entry_by_its_edition_and_knows_it_by_its_address(self, root: Path) -> None:
        newest = self.entries(root)[0]
        assert newest.findtext(f"{ATOM}updated") == "2023-12-21T00:00:00+00:00"
        assert str(newest.findtext(f"{ATOM}id")).endswith("/2023-11/briefing/")

    def test_dates_a_revised_edition_by_its_revision_and_says_so(self) -> None:
        entry = {"address": "briefing/", "title": "Briefing", "summary": "Seven minutes."}
        edition = {"month": "2023-11", "status": "published", "published_on": "2023-12-21",
                   "revised_on": "2024-01-15", "feed": [entry]}  # fmt: skip
        feed = ElementTree.fromstring(atom([edition], Channel("Portal", "Council", "https://example.org/")))
        told = feed.find(f"{ATOM}entry")
        assert told is not None
        assert feed.findtext(f"{ATOM}updated") == "2024-01-15T00:00:00+00:00"
        assert told.findtext(f"{ATOM}updated") == "2024-01-15T00:00:00+00:00"
        assert told.findtext(f"{ATOM}published") == "2023-12-21T00:00:00+00:00"
        assert told.findtext(f"{ATOM}summary") == "Seven minutes. Revised on 15 January 2024."

    def test_is_of_the_editions_that_are_there(self, root: Path) -> None:
        assert len(self.entries(root, "2023-10")) == 1
        assert len(self.entries(root, "2023-11")) == 2

    def test_keeps_text_as_text(self, root: Path) -> None:
        assert self.entries(root)[0].findtext(f"{ATOM}summary") == "Short & <plain>"

    def test_is_the_same_bytes_each_time(self, root: Path) -> None:
        self.entries(root)
        first = (root / "site" / "feed.xml").read_bytes()
        build(Order(root, root / "site", clean=True), lambda _: None)
        assert (root / "site" / "feed.xml").read_bytes() == first

    @pytest.mark.usefixtures("root")
    def test_of_a_portal_of_drafts_is_empty(self, tmp_path: Path) -> None:
        assert self.entries(make_root(tmp_path / "drafts", ("2023-12",))) == []

    def test_holds_no_figure_and_no_text_of_a_record(self, sample: EditionFiles) -> None:
        told = json.dumps(sample.manifest["feed"], ensure_ascii=False)
        assert "Briefing: November 2023" in told
        assert not re.search(r"\d+ of \d+|\d%", told)
        assert not [text for text in texts_of(ROOT) if text in told]

    def test_tells_of_a_month_with_nothing_new_under_the_same_address_and_day(
        self, example: EditionFiles
    ) -> None:
        manifest: Any = example.manifest
        (told,) = manifest["feed"]
        assert told["address"] == "briefing/"
        assert told["summary"].startswith("Still our priority: chronologies.")
        channel = Channel("Learning", "Testshire", "https://portal.example/")
        (entry,) = ElementTree.fromstring(atom([manifest], channel)).findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}id") == "https://portal.example/2023-11/briefing/"
        assert entry.findtext(f"{ATOM}updated") == "2023-12-21T00:00:00+00:00"

    def test_has_no_entry_for_a_month_without_a_lesson(self, tmp_path: Path) -> None:
        root = without_learning(EXAMPLE, tmp_path)
        manifest = render(root, "2023-09").manifest
        assert manifest["feed"] == []
        channel = Channel("Learning", "Testshire", "https://portal.example/")
        assert ElementTree.fromstring(atom([manifest], channel)).findall(f"{ATOM}entry") == []

    def test_is_named_on_the_months_page(self, sample: EditionFiles) -> None:
        assert 'href="../../feed.xml"' in page(sample, "months/")

    @pytest.mark.parametrize(
        ("before", "now", "news"),
        [
            ("persisting", "growing", True),
            ("growing", "persisting", True),
            ("persisting", "not-seen", True),
            ("not-available", "growing", True),
            ("not-available", "first-recorded", True),
            ("not-available", "persisting", False),
            ("persisting", "persisting", False),
            ("persisting", "not-available", False),
        ],
    )
    def test_tells_of_a_lesson_when_its_status_changed(self, before: Status, now: Status, news: bool) -> None:
        e: Any = SimpleNamespace(
            settings=settings.load(EXAMPLE)[0],
            statuses_before={"chronologies": before, "plans": "persisting"},
            statuses={"chronologies": now, "plans": "persisting"},
        )
        assert [change.theme.id for change in changed(e)] == ["chronologies"] * news


class TestReadersWords:
    def test_stand_on_the_page_of_their_theme(self, sample: EditionFiles) -> None:
        assert "Readers also look here for: timeline, history" in said(page(sample, "themes/chronologies/"))

    def test_are_not_announced_where_there_are_none(self, example: EditionFiles) -> None:
        assert "also look here" not in page(example, "themes/plans/")

    @pytest.mark.browser
    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    @pytest.mark.parametrize(
        ("typed", "theme"),
        [
            ("IRO", "reviewing-officers"),
            ("CP chair", "child-protection-chairs"),
            ("timeline", "chronologies"),
            ("lived experience", "assessments"),
            ("voice of the child", "direct-work"),
            ("adoption", "permanence"),
        ],
    )
    def test_find_the_theme(self, window: OpenWindow, width: int, typed: str, theme: str) -> None:
        opened = window(width=width)
        opened.open("2023-11/")
        if width == PHONE:
            opened.page.get_by_role("button", name="Menu").click()
        opened.page.get_by_role("button", name="Search").filter(visible=True).click()
        opened.page.get_by_role("searchbox").press_sequentially(typed)
        found = opened.page.get_by_role("dialog").locator(f"a[href*='themes/{theme}/']").first
        expect(found).to_be_visible()
        found.click()
        opened.page.wait_for_url(re.compile(f"themes/{theme}/"))
        assert opened.faults == []


class TestGlossary:
    known = Glossary(
        (Entry("provisional", "Provisional", "Counts an audit that is not signed off", ("not final",)),),
        (Entry("short-iro", "IRO", "Independent reviewing officer"),),
    )

    def test_explains_a_word_once_a_page(self) -> None:
        term = Explainer(self.known, "../").term
        assert str(term("provisional")) == (
            '<a class="term" href="../glossary/#provisional" title="Counts an audit that is not signed off">'
            "provisional</a>"
        )
        assert str(term("not final")) == "not final"

    def test_knows_every_word_that_a_template_asks_for(self) -> None:
        with pytest.raises(KeyError, match="kappa"):
            Explainer(self.known, "../").term("kappa")

    def test_explains_an_acronym_of_the_settings_where_it_first_stands(self) -> None:
        explain = Explainer(self.known, "../").explain
        assert str(explain("Two IROs <b>")).startswith('Two <a class="term" href="../glossary/#short-iro"')
        assert str(explain("Ask the IRO")) == "Ask the IRO"

    @pytest.mark.parametrize(
        ("text", "explained"),
        [
            ("QA comes first, then QA-M.", ["QA", "QA-M"]),
            ("QA-M comes first, then QA.", ["QA-M", "QA"]),
            ("Seen in A&E at night.", ["A&E"]),
            ("The A&E-QA link, NQA and QAT.", []),
            ("A QA-led visit of two QAs.", ["QA"]),
        ],
    )
    def test_explains_the_whole_acronym_and_no_part_of_it(self, text: str, explained: list[str]) -> None:
        terms = ("E", "QA", "QA-M", "A&E")
        known = Glossary((), tuple(Entry(f"short-{i}", term, f"<{i}>") for i, term in enumerate(terms)))
        shown = str(Explainer(known, "../").explain(text))
        assert [html.unescape(found) for found in re.findall(r">([^<]+)</a>", shown)] == explained
        assert html.unescape(re.sub(r"<[^>]*>", "", shown)) == text

    def test_leads_from_each_page_to_a_word_that_is_there(self, sample: EditionFiles) -> None:
        there = set(re.findall(r'<dt id="([^"]+)"', page(sample, "glossary/")))
        used = {name: re.findall(r'class="term" href="[./]*glossary/#([^"]+)"', text)
                for name, text in all_pages(sample).items()}  # fmt: skip
        assert there >= {word for words in used.values() for word in words}
        assert all(len(words) == len(set(words)) for words in used.values())
        assert "provisional" in used["method/index.md"]
        assert "short-iro" in used["themes/reviewing-officers/index.md"]

    @pytest.mark.browser
    def test_opens_a_meaning_by_keyboard_and_by_touch(self, window: OpenWindow) -> None:
        opened = window(scripts=False)
        opened.open("2023-11/method/")
        word = opened.page.locator("a.term", has_text="provisional")
        word.focus()
        opened.page.keyboard.press("Shift+Tab")
        opened.page.keyboard.press("Tab")
        shown = word.evaluate("element => getComputedStyle(element, '::after').content")
        assert "not signed off" in shown
        word.click()
        opened.page.wait_for_url("**/glossary/#provisional")
        expect(opened.page.locator("#provisional")).to_be_in_viewport()


class TestHome:
    def test_leads_to_something_to_do_on_monday_in_one_step(self, sample: EditionFiles) -> None:
        found = re.findall(r'href="[./]*(themes/[a-z-]+/)#([a-z-]+)">([^<]+)<', page(sample, ""))
        assert [words for _, to, words in found if to == "on-monday"] == ["One thing to do on Monday"] * 2
        for address, to, words in found:
            there = page(sample, address)
            assert f'id="{to}"' in there or f"## {to.replace('-', ' ').capitalize()}\n" in there, words

    def test_leads_to_the_briefing_before_any_grade(self, sample: EditionFiles) -> None:
        text = page(sample, "")
        assert text.index('briefing/">the month’s briefing') < text.index('id="chart-grades"')


class TestAddresses:
    point = LearningPoint("2023-11", "plans", "strength", "planning", "", "", "It has dates.", "")

    def test_of_a_learning_point_stays_while_its_words_do(self) -> None:
        same = LearningPoint("2023-11", "permanence", "strength", "", "recent", "", "It has dates.", "")
        other = LearningPoint("2023-11", "plans", "strength", "planning", "", "", "It has names.", "")
        assert anchor(self.point) == anchor(same) != anchor(other)
        assert re.fullmatch("point-[0-9a-f]{8}", anchor(self.point))

    def test_is_its_own_where_two_audits_said_the_same(self) -> None:
        one = f'<i id="{anchor(self.point)}"><a href="#{anchor(self.point)}">'
        again = one.replace(anchor(self.point), f"{anchor(self.point)}-2")
        assert each_once(one * 2) == one + again

    def test_is_one_thing_on_its_page_for_every_point_and_chart(self, sample: EditionFiles) -> None:
        found = 0
        for name, text in all_pages(sample).items():
            ids = re.findall(r'id="((?:point|chart)-[^"]+)"', text)
            assert len(ids) == len(set(ids)), name
            for each in ids:
                assert f'href="#{each}"' in text, (name, each)
            found += len(ids)
        assert found > 50

    def test_of_a_point_is_the_same_on_each_page_that_shows_it(self, sample: EditionFiles) -> None:
        one_page = set(re.findall(r'id="(point-[^"]+)"', page(sample, "good-practice/")))
        another = set(re.findall(r'id="(point-[^"]+)"', page(sample, "themes/plans/")))
        assert one_page & another

    @pytest.mark.browser
    def test_of_a_point_can_be_reached_by_keyboard(self, window: OpenWindow) -> None:
        opened = window()
        opened.open("2023-11/themes/plans/")
        link = opened.page.get_by_role("link", name="Link to this point").first
        opened.page.locator("blockquote.point").first.evaluate(
            "element => { element.tabIndex = -1; element.focus() }"
        )
        opened.page.keyboard.press("Tab")
        expect(link).to_be_focused()
        opened.page.keyboard.press("Enter")
        assert re.search("#point-[0-9a-f]{8}$", opened.page.url)
        box = link.bounding_box()
        assert box
        assert box["height"] >= 24


def texts_of(root: Path) -> set[str]:
    """Every text of the records that is long enough to be told from the portal's own words."""
    loaded, _ = settings.load(root)
    assert loaded is not None
    found, _ = records.read(root, loaded, date(2024, 1, 1))
    columns = (column for table in found.tables.values() for column in table.columns.values())
    return {str(value) for column in columns for value in column if value and len(str(value)) > 20}


def as_html(text: str) -> str:
    body = text.split("---\n", 2)[2]
    return markdown.markdown(body, extensions=["abbr", "attr_list", "def_list", "footnotes", "md_in_html"])


@pytest.mark.slow
class TestPlainEnglish:
    @pytest.mark.parametrize("root", [ROOT, EXAMPLE], ids=["sample", "example"])
    def test_is_read_easily_at_the_age_in_the_settings(
        self, root: Path, sample: EditionFiles, example: EditionFiles
    ) -> None:
        """A page of few sentences measures nothing; the others are rounded to a year."""
        loaded, _ = settings.load(root)
        assert loaded is not None
        target, quoted = loaded.publication.reading_age, texts_of(root)
        edition = sample if root == ROOT else example
        too_hard = []
        for name, text in all_pages(edition).items():
            lines = sentences(as_html(text), quoted)
            if len(lines) >= 5 and round(reading_age(lines)) > target:
                worst = "\n   ".join(hardest(lines))
                too_hard.append(f"{name}: {reading_age(lines):.1f}, the target is {target:g}\n   {worst}")
        assert not too_hard, "\n".join(too_hard)

    def test_looks_for_nobody_at_fault(self, sample: EditionFiles) -> None:
        quoted = texts_of(ROOT)
        blame = re.compile(rf"\b(?:{'|'.join(BLAME)})\b", re.IGNORECASE)
        for name, text in all_pages(sample).items():
            own = " ".join(sentences(as_html(text), quoted))
            assert not blame.findall(own), name
        themes = (ROOT / "site_config" / "themes.yml").read_text(encoding="utf-8")
        assert not blame.findall(themes)
