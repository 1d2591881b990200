"""Fixtures of all tests: the sample's portal and a browser, each once a session."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.portal import build_sample, serving
from browser.window import DESKTOP, PATIENCE, OpenWindow, Scheme, Window, open_window
from chromium import find_or_install
from fake_rooms import fake_papers, write_site
from hypothesis import settings
from playwright.sync_api import Browser, expect, sync_playwright
from roots import NO_PAPERS, make_warm, quiet

from generator.editions.build import Order, build
from generator.editions.site import SiteBuilder

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
"""How long an example takes says more of the machine than of the code."""

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's portal: the same for all test processes, so only to be read."""
    return build_sample(of_all_processes(tmp_path_factory))


def of_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the test processes of this run share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def warm_example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's root, not built, with the caches of earlier builds: only to be copied."""
    return make_warm(of_all_processes(tmp_path_factory))


@pytest.fixture(scope="session")
def built_example(warm_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's root, built on the first of 2024, everything real but MkDocs and what makes reports as
    files: only to be copied, by `roots.copy_built`."""
    root = tmp_path_factory.mktemp("built") / "root"
    shutil.copytree(warm_example, root, ignore=NO_PAPERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1704067200")
        patch.setattr(SiteBuilder, "build", write_site)
        fake_papers(patch)
        assert build(Order(root, root / "site"), quiet).made == ("2023-09", "2023-10", "2023-11")
    return root


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
