"""`portal serve`, in a process of its own, as its user meets it: problems in the terminal and in the page."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser.window import DESKTOP, PHONE, Scheme, open_window
from fake_rooms import PROJECT, make_root
from playwright.sync_api import Browser, expect

from generator.editions.live import Trouble
from generator.problems import Place, Problem, Severity

SCRIPT = """
import signal
import sys
import pytest
from fake_rooms import fake_rooms
from generator.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
fake_rooms(pytest.MonkeyPatch(), sites=False)
main(["serve", "--root", sys.argv[1], "--port", sys.argv[2]])
"""
"""Ctrl and C is heard as it is on a terminal: a shell that runs the tests in the background (`make test &`)
lets all that it starts be deaf to it."""


class Served:
    """A running `portal serve`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.months = root / "audits_data" / "months.txt"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = str(free.getsockname()[1])
        paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
        self.log = root.with_name("log.txt")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SCRIPT, str(root), self.port],
                env={**os.environ, "PYTHONPATH": paths, "SOURCE_DATE_EPOCH": "1704067200"},
                stdout=log,
                stderr=log,
            )

    def get(self, address: str) -> str:
        """The page at an address; of a wrong one, what is served in its place."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/{address}", timeout=30) as page:
                return str(page.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            return ""

    def said(self, words: str) -> bool:
        return words in self.log.read_text()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    yield from running(make_root(tmp_path / "root"))


@pytest.fixture
def served_wrong(tmp_path: Path) -> Iterator[Served]:
    yield from running(make_root(tmp_path / "root", ("wrong",)))


def running(root: Path) -> Iterator[Served]:
    served = Served(root)
    yield served
    if served.process.poll() is None:
        served.process.kill()
        served.process.wait()


def eventually(true: Callable[[], bool]) -> bool:
    """Whether it comes true in a time that is long even for a busy machine."""
    until = time.monotonic() + 60
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.slow
def test_shows_each_save_and_the_last_good_portal_meanwhile(served: Served) -> None:
    assert eventually(lambda: "2023-11 as known" in served.get("2023-11/"))
    assert "2023-09 as known" in served.get("2023-09/")
    assert "This page is not here" in served.get("2023-11/nowhere/")

    served.months.write_text("2023-10\n2023-11")
    assert eventually(lambda: "of 2023-10, 2023-11." in served.get("2023-11/"))

    served.months.write_text("2023-10\n2023-11\nwrong")
    assert eventually(lambda: served.said("audits_data/months.txt:3: is wrong"))
    assert "of 2023-10, 2023-11." in served.get("2023-11/")

    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(timeout=60) == 0
    assert served.said(f"look at http://127.0.0.1:{served.port}/2023-11/")
    assert not (served.root / "site").exists()


@pytest.mark.slow
def test_says_what_is_wrong_where_there_never_was_a_good_portal(served_wrong: Served) -> None:
    assert eventually(lambda: "The portal is not built yet" in served_wrong.get("2023-11/"))
    assert "audits_data/months.txt, line 1" in served_wrong.get("")
    assert served_wrong.said("months.txt:1: is wrong")
    served_wrong.months.write_text("2023-11")
    assert eventually(lambda: "of 2023-11." in served_wrong.get("2023-11/"))
    assert "is wrong" not in served_wrong.get("2023-11/")


@pytest.mark.slow
def test_stops_where_it_is_not_said_at_which_address_to_serve(tmp_path: Path) -> None:
    root = make_root(tmp_path / "root", ("wrong",))
    (root / "mkdocs.yml").write_text("site_url: nowhere")
    served = Served(root)
    assert served.process.wait(timeout=60) == 1
    assert served.said("months.txt:1: is wrong")


@pytest.mark.slow
def test_notices_a_folder_that_goes_and_comes_back(served: Served) -> None:
    assert eventually(lambda: "2023-11 as known" in served.get("2023-11/"))
    away = served.root.with_name("away")
    served.months.parent.rename(away)
    assert eventually(lambda: "could not be built" in served.get("2023-11/"))
    away.rename(served.months.parent)
    assert eventually(lambda: "could not be built" not in served.get("2023-11/"))
    served.months.write_text("2023-10\n2023-11")
    assert eventually(lambda: "of 2023-10, 2023-11." in served.get("2023-11/"))


def problem(number: int, severity: Severity = "error") -> Problem:
    return Problem(Place("audits.csv", number, "team"), "wrong", "is wrong", "did you mean right?", severity)


@pytest.mark.parametrize(
    ("trouble", "said", "not_said"),
    [
        (Trouble(), [], ["<"]),
        (
            Trouble([problem(3)]),
            ["1 problem to mend.", "audits.csv, line 3, team", "is wrong", "did you mean right?", "alert"],
            ["more"],
        ),
        (Trouble([problem(n) for n in range(1, 22)]), ["21 problems", "line 20,", "1 more is"], ["line 21,"]),
        (Trouble([problem(n) for n in range(1, 31)]), ["10 more are"], []),
        (
            Trouble([problem(1, "warning"), problem(2)]),
            ["1 problem to mend, 1 warning.", "Warning: is wrong"],
            [],
        ),
        (
            Trouble([problem(1, "warning")]),
            ["1 warning. Pages are up to date.", "status"],
            ["alert", "open>"],
        ),
        (Trouble(failure="the disk is full"), ["could not be built", "the disk is full", "alert"], ["<ol>"]),
        (
            Trouble([Problem(Place("<b>.csv"), "wrong", "<script>", "&")]),
            ["&lt;b&gt;.csv<", "&lt;script&gt;", "&amp;"],
            [", line", "<b>"],
        ),
    ],
)
def test_on_top_of_a_page(trouble: Trouble, said: list[str], not_said: list[str]) -> None:
    page = trouble.in_page().decode()
    assert [words for words in said if words not in page] == []
    assert [words for words in not_said if words in page] == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")])
def test_an_open_page_shows_problems_until_they_are_mended(
    served: Served, browser: Browser, width: int, scheme: Scheme
) -> None:
    assert eventually(lambda: "2023-11 as known" in served.get("2023-11/"))
    opened = open_window(
        browser, f"http://127.0.0.1:{served.port}/", width=width, scheme=scheme, scripts=True
    )
    page = opened.page
    opened.open("2023-11/findings/grades/")
    good = served.months.read_text()
    served.months.write_text(good + "\nwrong" * 25)
    banner = page.get_by_role("region", name="Problems in the last save")
    expect(banner).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("25 problems to mend")
    expect(banner.get_by_role("listitem")).to_have_count(20)
    expect(page.get_by_role("heading", level=1)).to_have_text("Five of eight")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(banner).to_be_in_viewport()

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(banner.get_by_role("list")).to_be_hidden()

    opened.open("2023-11/")
    expect(banner).to_be_visible()
    served.months.write_text(good)
    expect(banner).to_have_count(0)
    assert opened.at() == "2023-11/"
    assert not opened.faults, opened.told()
    page.context.close()
