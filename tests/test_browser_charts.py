"""Every chart of an edition as a reader without scripts has it: drawn, named, with its table and its file."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from browser.pictures import Picture, look_at
from browser.portal import pages_of
from browser.window import DESKTOP, PHONE, OpenWindow, Window
from playwright.sync_api import Locator, Page

NEWEST = "2023-11"
DRAWING_AT = {DESKTOP: "chart-wide", PHONE: "chart-narrow"}
COUNT = re.compile(r"(?:\d+|none) of \d+")


def pages_with_charts(portal: Path) -> list[str]:
    pages = [portal / address / "index.html" for address in pages_of(portal, NEWEST) if address.endswith("/")]
    return [
        f"{page.parent.relative_to(portal).as_posix()}/"
        for page in pages
        if '<figure class="chart"' in page.read_text(encoding="utf-8")
    ]


def charts(window: Window, portal: Path) -> Iterator[Locator]:
    """The charts of all pages, one after the other; the window shows the page of each."""
    for address in pages_with_charts(portal):
        window.open(address)
        yield from window.page.locator("figure.chart").all()


def drawing(chart: Locator) -> Locator:
    return chart.locator("> svg").filter(visible=True)


def picture(chart: Locator, elsewhere: Page) -> Picture:
    return look_at(drawing(chart).screenshot(animations="disabled"), elsewhere)


def accessible_name(image: Locator) -> str:
    """What a screen reader would say of an image."""
    told = yaml.safe_load(image.aria_snapshot())
    named = re.fullmatch(r'img "(.*)"', told[0] if isinstance(told, list) else "")
    assert named, told
    return named[1]


@pytest.mark.browser
class TestEveryChart:
    def test_is_there(self, portal: Path) -> None:
        """Grades, areas against each other and one by one, moderation, months in a row."""
        pages = {address.removeprefix(f"{NEWEST}/") for address in pages_with_charts(portal)}
        assert {"findings/grades/", "findings/areas/", "findings/moderation/", "trends/", "report/"} <= pages
        areas = [address for address in pages_of(portal, NEWEST) if re.search(r"areas/.+/$", address)]
        assert len([page for page in pages if page.startswith("findings/areas/")]) == 1 + len(areas)

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_is_painted_without_scripts_in_light_and_in_dark(
        self, window: OpenWindow, portal: Path, width: int
    ) -> None:
        opened, elsewhere = window(width=width, scripts=False), window().page
        for chart in charts(opened, portal):
            opened.page.emulate_media(color_scheme="light")
            light = picture(chart, elsewhere)
            opened.page.emulate_media(color_scheme="dark")
            dark = picture(chart, elsewhere)
            for scheme, seen in (("light", light), ("dark", dark)):
                if len(seen.colours()) < 4 or seen.painted < 0.02:
                    opened.note(f"{chart.get_attribute('id')} is empty in {scheme}")
            if light.colours() & dark.colours():
                opened.note(f"{chart.get_attribute('id')} has the same colours in light and dark")
        assert not opened.faults, opened.told()

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_shows_the_one_drawing_that_is_made_for_the_width(
        self, window: OpenWindow, portal: Path, width: int
    ) -> None:
        opened = window(width=width, scripts=False)
        for chart in charts(opened, portal):
            shown = drawing(chart).all()
            if [image.get_attribute("class") for image in shown] != [DRAWING_AT[width]]:
                opened.note(f"{chart.get_attribute('id')} shows {len(shown)} drawings")
            for image in shown:
                box = image.bounding_box()
                if not box or box["width"] < 250 or box["height"] < 80 or box["x"] + box["width"] > width:
                    opened.note(f"{chart.get_attribute('id')} is drawn into {box}")
        assert not opened.faults, opened.told()

    @pytest.mark.parametrize("width", [DESKTOP, PHONE])
    def test_says_its_counts_to_who_cannot_see_it(self, window: OpenWindow, portal: Path, width: int) -> None:
        """The name of the drawing gives counts of its table, each with its total."""
        opened = window(width=width, scripts=False)
        for chart in charts(opened, portal):
            said = Counter(COUNT.findall(accessible_name(drawing(chart))))
            cells = chart.locator("tbody td").all_text_contents()
            tabled = Counter(found for cell in cells for found in COUNT.findall(cell))
            if not said or said - tabled:
                opened.note(f"{chart.get_attribute('id')} says {said}, its table {tabled}")
        assert not opened.faults, opened.told()

    def test_has_its_finding_its_measure_its_table_and_its_file(
        self, window: OpenWindow, portal: Path
    ) -> None:
        opened = window(scripts=False)
        for chart in charts(opened, portal):
            for part in ("h2, h3, h4", ".measure"):
                if not (chart.locator(part).first.inner_text()).strip():
                    opened.note(f"{chart.get_attribute('id')} has no {part}")
            chart.locator("summary").click()
            if not chart.locator("table").is_visible():
                opened.note(f"{chart.get_attribute('id')} has no table under its button")
            file = chart.locator("a[href$='.csv']").evaluate("link => link.href")
            answer = opened.page.request.get(file)
            if answer.status != 200 or len(answer.text().splitlines()) < 2:
                opened.note(f"{file} answers {answer.status}: {answer.text()[:80]}")
        assert not opened.faults, opened.told()
