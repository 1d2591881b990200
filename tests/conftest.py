"""Fixtures of all tests: the sample's portal and a browser, each once a session."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.portal import build_sample, serving
from browser.window import DESKTOP, PATIENCE, OpenWindow, Scheme, Window, open_window
from chromium import find_or_install
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
"""How long an example takes says more of the machine than of the code."""

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's portal: the same for all test processes, so only to be read."""
    folder = tmp_path_factory.getbasetemp()
    return build_sample(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder)


@pytest.fixture(scope="session")
def site(portal: Path) -> Iterator[str]:
    """The address at which the sample's portal is served."""
    with serving(portal) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_or_install()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def window(browser: Browser, site: str) -> Iterator[OpenWindow]:
    opened: list[Window] = []

    def opening(*, width: int = DESKTOP, scheme: Scheme = "light", scripts: bool = True) -> Window:
        opened.append(open_window(browser, site, width=width, scheme=scheme, scripts=scripts))
        return opened[-1]

    yield opening
    for one in opened:
        one.page.context.close()
