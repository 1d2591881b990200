"""The ways through the portal: from month to month, by search, in the dark, on paper, and when lost."""

import gzip
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.portal import one_of_each_kind, pages_of
from browser.window import DESKTOP, PHONE, OpenWindow, Window
from playwright.sync_api import Locator, Page, Route, expect

from generator.editions.smaller import PACKED

NEWEST = "2023-11"
MODERATION = "findings/moderation/"
READERS_QUERIES = {
    "voice of the child": "themes/direct-work/",
    "child's voice": "themes/direct-work/",
    "Child’s voice": "themes/direct-work/",
    "chronology": "themes/chronologies/",
    "chronologies": "themes/chronologies/",
    "supervision": "themes/supervision/",
    "dads": "themes/assessments/",
    "IRO": "themes/reviewing-officers/",
    "plans": "themes/plans/",
    "moderation": MODERATION,
    "actions overdue": "findings/actions/",
    "who checks the auditors": "findings/auditors/",
    "what families said": "findings/voice/",
    "good practice": "good-practice/",
    "seven minute briefing": "briefing/",
    "glossary": "glossary/",
}
"""What readers type, and the page that they mean."""
LEFT = "wanted => wanted.map(each => document.querySelector(each).getBoundingClientRect().left)"


def months_button(page: Page) -> Locator:
    return page.get_by_role("button", name="choose another month")


def choose(window: Window, month: str) -> None:
    """Another month, by pointer, in the selector of the header."""
    months_button(window.page).click()
    window.page.get_by_role("banner").get_by_role("link", name=month).click()


def arrives_at(window: Window, address: str) -> None:
    window.page.wait_for_url(window.site + address)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has the focus. It is looked for once: by its role and name that is slow."""
    element = wanted.element_handle()
    for _ in range(60):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"no Tab leads to {wanted}")


def choose_by_keyboard(page: Page, month: str) -> None:
    """Another month, with no pointer at all."""
    tab_to(page, months_button(page))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("banner").get_by_role("link", name=month))
    page.keyboard.press("Enter")


def walk(opened: Window, portal: Path, addresses: list[str]) -> None:
    """From each page of the newest month to the same page of September and back."""
    for address in (address for address in addresses if not address.endswith("404.html")):
        place = address.removeprefix(f"{NEWEST}/")
        earlier = f"2023-09/{nearest(portal / '2023-09', place)}"
        opened.open(address)
        choose_by_keyboard(opened.page, "September 2023")
        arrives_at(opened, earlier)
        choose_by_keyboard(opened.page, "November 2023")
        arrives_at(opened, f"{NEWEST}/{earlier.removeprefix('2023-09/')}")
    assert not opened.faults, opened.told()


def nearest(edition: Path, place: str) -> str:
    """The page at `place`, else the nearest above it that the edition has."""
    while place and not (edition / place / "index.html").is_file():
        place = re.sub(r"[^/]*/?$", "", place)
    return place


@pytest.mark.browser
class TestMonths:
    def test_are_listed_newest_first(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{NEWEST}/{MODERATION}")
        links = opened.page.get_by_role("banner").locator(".md-version__link")
        expect(months_button(opened.page)).to_have_attribute("aria-expanded", "false")
        expect(links.first).to_be_hidden()
        months_button(opened.page).click()
        expect(months_button(opened.page)).to_have_attribute("aria-expanded", "true")
        expect(links).to_have_text(["November 2023", "October 2023", "September 2023"])
        expect(links.first).to_have_attribute("aria-current", "true")

    def test_are_a_closed_list_even_when_the_portals_script_comes_late(self, window: OpenWindow) -> None:
        """Material's script may have put its selector there before ours could watch for it."""
        opened = window()
        page = opened.page
        opened.page.route("**/portal.js", after_the_selector)
        opened.open(f"{NEWEST}/{MODERATION}")
        expect(months_button(page)).to_have_attribute("aria-expanded", "false")
        choose(opened, "September 2023")
        arrives_at(opened, f"2023-09/{MODERATION}")

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_lead_to_the_same_page_and_back(self, window: OpenWindow, width: int) -> None:
        opened = window(width=width)
        opened.open(f"{NEWEST}/{MODERATION}")
        choose(opened, "September 2023")
        arrives_at(opened, f"2023-09/{MODERATION}")
        expect(opened.page.locator(".state")).to_contain_text("September 2023")
        choose(opened, "November 2023")
        arrives_at(opened, f"{NEWEST}/{MODERATION}")
        assert not opened.faults, opened.told()

    def test_lead_there_from_the_latest_edition_too(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"latest/{MODERATION}")
        choose(opened, "October 2023")
        arrives_at(opened, f"2023-10/{MODERATION}")

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_can_be_chosen_by_keyboard_alone(self, window: OpenWindow, width: int) -> None:
        opened = window(width=width)
        page = opened.page
        opened.open(f"{NEWEST}/{MODERATION}")
        tab_to(page, months_button(page))
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        expect(months_button(page)).to_be_focused()
        expect(months_button(page)).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("banner").get_by_role("link", name="September 2023"))
        page.keyboard.press("Enter")
        arrives_at(opened, f"2023-09/{MODERATION}")

    @pytest.mark.nightly
    def test_lead_from_every_page_to_the_same_and_back_by_keyboard_alone(
        self, window: OpenWindow, portal: Path
    ) -> None:
        walk(window(), portal, pages_of(portal, NEWEST))

    def test_lead_from_each_kind_of_page_to_the_same_and_back_by_keyboard_alone(
        self, window: OpenWindow, portal: Path
    ) -> None:
        walk(window(), portal, one_of_each_kind(pages_of(portal, NEWEST)))

    @pytest.mark.parametrize(
        ("lacking", "instead"),
        [("themes/chronologies/", "themes/"), ("good-practice/", ""), (MODERATION, "")],
    )
    def test_that_lack_the_page_lead_to_the_nearest_one_above(
        self, window: OpenWindow, lacking: str, instead: str
    ) -> None:
        opened = window()
        opened.page.route("**/2023-09/sitemap.xml", without(f"2023-09/{lacking}"))
        opened.open(f"{NEWEST}/{lacking}")
        choose(opened, "September 2023")
        arrives_at(opened, f"2023-09/{instead}")
        assert not opened.faults, opened.told()

    def test_are_one_link_away_without_scripts(self, window: OpenWindow) -> None:
        opened = window(scripts=False)
        opened.open(f"{NEWEST}/{MODERATION}")
        opened.page.get_by_role("banner").get_by_role("link", name="November 2023").click()
        arrives_at(opened, f"{NEWEST}/months/")
        opened.page.get_by_role("main").get_by_role("link", name="September 2023").click()
        arrives_at(opened, "2023-09/")


def after_the_selector(route: Route) -> None:
    """Hold a script back as a slow network would, until Material's selector of months is there."""
    route.request.frame.page.locator(".md-version").wait_for(state="attached")
    route.continue_()


def without(page: str) -> Callable[[Route], None]:
    """A sitemap as it would be, had that month no such page."""

    def answer(route: Route) -> None:
        response = route.fetch()
        places = re.sub(rf"<url>\s*<loc>\S*{page}</loc>.*?</url>", "", response.text(), flags=re.DOTALL)
        assert places != response.text()
        route.fulfill(response=response, body=places)

    return answer


def test_every_page_has_a_lasting_address_in_the_latest_edition(portal: Path, site: str) -> None:
    for address in pages_of(portal, NEWEST):
        place = address.removeprefix(f"{NEWEST}/")
        with urllib.request.urlopen(f"{site}latest/{place}", timeout=30) as page:
            file = portal / f"{address}index.html" if address.endswith("/") else portal / address
            assert page.read() == file.read_bytes()


@pytest.mark.browser
class TestStart:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_is_the_newest_edition(self, window: OpenWindow, scripts: bool) -> None:
        opened = window(scripts=scripts)
        opened.page.goto(opened.site)
        arrives_at(opened, "latest/")
        expect(opened.page.locator(".state")).to_contain_text("November 2023")
        latest = opened.page.get_by_role("main").inner_text()
        opened.open(f"{NEWEST}/")
        assert opened.page.get_by_role("main").inner_text() == latest

    @pytest.mark.parametrize("address", ["nowhere/", "2023-09/themes/nowhere/", "2022-01/"])
    def test_is_offered_where_nothing_is(self, window: OpenWindow, address: str) -> None:
        page = window().page
        response = page.goto(window().site + address)
        assert response
        assert response.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("This page is not here")
        main = page.get_by_role("main")
        expect(main).to_contain_text("each month has an edition of its own")
        expect(main.get_by_role("link", name="September 2023")).to_have_attribute("href", "/2023-09/")
        addresses = main.get_by_role("link").evaluate_all("links => links.map(link => link.href)")
        assert [a for a in addresses if page.request.get(a).status != 200] == []
        main.get_by_role("link", name="newest edition").click()
        page.wait_for_url("**/latest/")

    def test_is_offered_with_the_past_months_and_the_search(self, window: OpenWindow) -> None:
        opened = window()
        page = opened.page
        page.goto(f"{opened.site}{NEWEST}/x/y/")
        page.get_by_role("link", name="all past months").click()
        arrives_at(opened, "latest/months/")
        page.go_back()
        page.get_by_role("link", name="search it").click()
        page.get_by_role("searchbox").press_sequentially("chronolog")
        page.get_by_role("dialog").locator("a[href*='themes/chronologies/']").first.wait_for()
        page.keyboard.press("Escape")
        expect(page.get_by_role("banner").get_by_role("button", name="Search")).to_be_focused()


def open_search(opened: Window, width: int) -> None:
    opened.open(f"{NEWEST}/")
    if width == PHONE:
        opened.page.get_by_role("button", name="Menu").click()
    opened.page.get_by_role("button", name="Search").filter(visible=True).click()


@pytest.mark.browser
class TestSearch:
    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_finds_a_theme(self, window: OpenWindow, width: int) -> None:
        opened = window(width=width)
        page = opened.page
        open_search(opened, width)
        page.get_by_role("searchbox").press_sequentially("chronolog")
        page.get_by_role("dialog").locator("a[href*='themes/chronologies/']").first.click()
        page.wait_for_url(re.compile("/(themes/chronologies/|.*#chronologies)"))
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("chronolog", re.IGNORECASE))
        assert not opened.faults, opened.told()

    def test_takes_an_index_that_the_server_unpacked(self, window: OpenWindow, portal: Path) -> None:
        opened = window()
        index = gzip.decompress((portal / NEWEST / PACKED).read_bytes())
        opened.page.route(f"**/{PACKED}", lambda asked: asked.fulfill(body=index))
        open_search(opened, DESKTOP)
        opened.page.get_by_role("searchbox").fill("chronologies")
        opened.page.get_by_role("dialog").locator("a[href*='themes/chronologies/']").first.wait_for()

    def test_works_by_keyboard_alone(self, window: OpenWindow) -> None:
        opened = window()
        page = opened.page
        opened.open(f"{NEWEST}/")
        tab_to(page, page.get_by_role("banner").get_by_role("button", name="Search"))
        page.keyboard.press("Enter")
        page.keyboard.type("Chronologies that mean something")
        first = page.get_by_role("dialog").get_by_role("link").first
        expect(first).to_have_attribute("href", re.compile("/themes/chronologies/"))
        page.keyboard.press("Enter")
        expect(first).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/(themes/chronologies/|.*#chronologies)"))

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_finds_first_what_readers_call_it(self, window: OpenWindow, width: int) -> None:
        opened = window(width=width)
        page = opened.page
        open_search(opened, width)
        for typed, address in READERS_QUERIES.items():
            page.get_by_role("searchbox").fill(typed)
            first = page.get_by_role("dialog").get_by_role("listitem").first.get_by_role("link")
            expect(first, typed).to_have_attribute("href", re.compile(f"/{NEWEST}/{address}$"))
        assert not opened.faults, opened.told()

    def test_names_the_page_above_the_place_on_it(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{NEWEST}/")
        opened.page.get_by_role("banner").get_by_role("button", name="Search").click()
        opened.page.get_by_role("searchbox").fill("voice of the child")
        expect(opened.page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text(
            "Direct work that shapes the plan"
        )

    def test_says_when_nothing_is_found(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{NEWEST}/")
        opened.page.get_by_role("banner").get_by_role("button", name="Search").click()
        opened.page.get_by_role("searchbox").fill("zyzzyva")
        expect(opened.page.get_by_role("dialog").get_by_role("status")).to_contain_text("No ")


@pytest.mark.browser
class TestFrame:
    def test_keeps_the_readers_choice_of_dark(self, window: OpenWindow) -> None:
        opened = window()
        page = opened.page
        opened.open(f"{NEWEST}/")
        page.get_by_role("banner").get_by_role("button", name="Dark colours").click()
        opened.open(f"2023-09/{MODERATION}")
        expect(page.get_by_role("banner").get_by_role("button", name="Dark colours")).to_have_attribute(
            "aria-pressed", "true"
        )
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"

    @pytest.mark.parametrize("scripts", [True, False])
    def test_opens_its_menu_on_a_phone(self, window: OpenWindow, scripts: bool) -> None:
        opened = window(width=PHONE, scripts=scripts)
        page = opened.page
        opened.open(f"{NEWEST}/")
        menu = page.get_by_role("navigation", name="Pages")
        expect(menu).to_be_hidden()
        page.get_by_role("button", name="Menu").press("Enter")
        menu.get_by_role("link", name="Reports").press("Enter")
        arrives_at(opened, f"{NEWEST}/report/")

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_keeps_lessons_and_actions_at_the_margin(self, window: OpenWindow, width: int) -> None:
        opened = window(width=width)
        for address, listed in (("themes/", ".theme-list > li"), ("findings/actions/", ".actions > li")):
            opened.open(f"{NEWEST}/{address}")
            margins = opened.page.evaluate(LEFT, ["h1", listed])
            assert margins[0] == margins[1], address

    def test_starts_with_a_way_past_itself(self, window: OpenWindow) -> None:
        opened = window()
        opened.open(f"{NEWEST}/{MODERATION}")
        opened.page.keyboard.press("Tab")
        expect(opened.page.get_by_role("link", name="Skip to content").last).to_be_focused()
        opened.page.keyboard.press("Enter")
        expect(opened.page.locator("#content")).to_be_focused()


def sides(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.browser
class TestPaper:
    @pytest.mark.parametrize(("address", "most"), [("briefing/", 2), ("report/", 12)])
    def test_holds_the_page_and_no_navigation(self, window: OpenWindow, address: str, most: int) -> None:
        opened = window()
        page = opened.page
        opened.open(f"{NEWEST}/{address}")
        heading = page.get_by_role("heading", level=1).inner_text()
        page.emulate_media(media="print")
        printed = page.locator("body").inner_text()
        assert heading in printed
        assert page.locator("nav, header, button, input, dialog").filter(visible=True).all_inner_texts() == []
        assert "Skip to content" not in printed
        assert 1 <= sides(page) <= most

    def test_takes_light_colours_from_a_dark_screen(self, window: OpenWindow) -> None:
        opened = window(scheme="dark")
        opened.open(f"{NEWEST}/report/")
        opened.page.emulate_media(media="print", color_scheme="dark")
        assert opened.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
