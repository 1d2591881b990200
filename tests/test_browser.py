"""Every page of an edition in a real browser, under the portal's own policy."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest
from browser.portal import one_of_each_kind, pages_of
from browser.window import DESKTOP, PHONE, OpenWindow, Scheme, Window
from playwright.sync_api import Error

MONTHS = {"2023-09": "September 2023", "2023-10": "October 2023", "2023-11": "November 2023"}
NEWEST = "2023-11"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
NARROWEST = 320
"""What 1280 pixels leave when a reader enlarges everything fourfold (WCAG 1.4.10)."""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

FACTS = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  headings: document.querySelectorAll("h1").length,
})"""

OVERFLOW = """() => document.documentElement.scrollWidth <= innerWidth ? null :
  `${document.documentElement.scrollWidth} px wide in a window of ${innerWidth}: ` +
  [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > innerWidth)
    .map(element => element.outerHTML.slice(0, 80)).slice(0, 5).join(" ")"""

VIOLATIONS = """async () => {
  for (const table of document.querySelectorAll("details")) table.open = true;
  for (const change of document.getAnimations()) change.finish();
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
    preload: false,
  });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
    `${id}: ${html.slice(0, 120)}: ${[...any, ...all, ...none].map(check => check.message).join(" ")}`));
}"""


def visit(window: Window, address: str, month: str) -> str:
    """Open a page and note what is wrong with it as it stands. Gives its title."""
    window.open(address)
    try:
        window.page.locator(".md-version").wait_for(state="attached")
    except Error:
        window.note("no selector of months")
    note_overflow(window)
    if window.width == PHONE:
        window.page.set_viewport_size({"width": NARROWEST, "height": 900})
        note_overflow(window)
        window.page.set_viewport_size({"width": PHONE, "height": 900})
    facts = window.page.evaluate(FACTS)
    if facts["headings"] != 1:
        window.note(f"{facts['headings']} headings of the first level")
    if facts["language"] != "en":
        window.note(f"language {facts['language']!r}")
    if not re.fullmatch(rf"\S.* · {MONTHS[month]} · Sample Council", facts["title"]):
        window.note(f"title {facts['title']!r}")
    return str(facts["title"])


def note_overflow(window: Window) -> None:
    """Note what makes the document scroll sideways, if it does."""
    if too_wide := window.page.evaluate(OVERFLOW):
        window.note(too_wide)


def axe(window: Window) -> None:
    """Note what axe finds on the page as it stands, its tables opened, in light and in dark."""
    window.page.evaluate(AXE)
    for scheme in SCHEMES:
        window.page.emulate_media(color_scheme=scheme)
        for violation in window.page.evaluate(VIOLATIONS):
            window.note(f"in {scheme}: {violation}")


@pytest.mark.browser
class TestEveryPage:
    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_opens_without_a_fault_and_fits(self, window: OpenWindow, portal: Path, width: int) -> None:
        """Nothing in the console, no request to another host, no scrolling sideways; one h1, a true title."""
        opened = window(width=width)
        titles = Counter(visit(opened, address, NEWEST) for address in pages_of(portal, NEWEST))
        assert not opened.faults, opened.told()
        assert not [title for title, pages in titles.items() if pages > 1]

    @pytest.mark.nightly
    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("month", MONTHS)
    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_does_so_in_every_month_and_scheme(
        self, window: OpenWindow, portal: Path, month: str, scheme: Scheme, width: int
    ) -> None:
        opened = window(width=width, scheme=scheme)
        for address in pages_of(portal, month):
            visit(opened, address, month)
        assert not opened.faults, opened.told()

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_fits_without_scripts(self, window: OpenWindow, portal: Path, width: int) -> None:
        opened = window(width=width, scripts=False)
        for address in one_of_each_kind(pages_of(portal, NEWEST)):
            opened.open(address)
            note_overflow(opened)
        assert not opened.faults, opened.told()


@pytest.mark.browser
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
class TestAccessibility:
    """WCAG 2.2 AA as far as axe can tell, in light and in dark."""

    def test_of_a_page_of_each_kind(self, window: OpenWindow, portal: Path, width: int) -> None:
        opened = window(width=width)
        for address in one_of_each_kind(pages_of(portal, NEWEST)):
            opened.open(address)
            axe(opened)
        assert not opened.faults, opened.told()

    def test_of_what_opens(self, window: OpenWindow, width: int) -> None:
        """The list of months, on a phone the menu, and the results of a search."""
        opened = window(width=width)
        page = opened.page
        opened.open(f"{NEWEST}/findings/moderation/")
        page.get_by_role("button", name="choose another month").click()
        axe(opened)
        if width == PHONE:
            page.get_by_role("button", name="Menu").click()
            axe(opened)
        page.get_by_role("button", name="Search").click()
        page.get_by_role("searchbox").fill("chronology")
        page.locator("dialog li").first.wait_for()
        axe(opened)
        assert not opened.faults, opened.told()

    @pytest.mark.nightly
    @pytest.mark.parametrize("month", MONTHS)
    def test_of_every_page(self, window: OpenWindow, portal: Path, width: int, month: str) -> None:
        opened = window(width=width)
        for address in pages_of(portal, month):
            opened.open(address)
            axe(opened)
        assert not opened.faults, opened.told()
