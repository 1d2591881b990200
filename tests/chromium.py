"""The Chromium of the browser tests: the system's, else one installed by apt-get, else playwright's own.

`python -m tests.chromium` sees to it that there is one, and fails where there can't be: no test is skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


class NoChromiumError(Exception):
    """There is none and none could be installed; says what was tried."""


def find() -> Path | None:
    """A Chromium that starts; CHROMIUM=path names one."""
    return next((path for path in _candidates() if _starts(path)), None)


def find_or_install() -> Path:
    """As `find`, after installing one where there was none. Raises NoChromiumError."""
    tried = []
    for way, install in (("nothing", None), ("apt-get", _by_apt), ("playwright", _by_playwright)):
        if install is not None:
            print(f"no Chromium yet: trying {way}", file=sys.stderr, flush=True)
            tried.append(f"{way}: {install()}")
        if found := find():
            return found
    raise NoChromiumError("the browser tests need Chromium; name one by CHROMIUM=path\n" + "\n".join(tried))


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("CHROMIUM"):
        yield Path(named)
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield ON_A_MAC
    if own := _playwrights_own():
        yield own


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and only where nothing else is)

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _starts(path: Path) -> bool:
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except (OSError, subprocess.SubprocessError):
        return False


def _by_apt() -> str:
    if not shutil.which("apt-get"):
        return "there is none"
    if os.geteuid() == 0:
        rights: list[str] = []
    elif _run(["sudo", "-n", "true"]) == "done":
        rights = ["sudo", "-n"]
    else:
        return "no rights to install"
    _run([*rights, "apt-get", "update"])
    return _run([*rights, "apt-get", "install", "--yes", "--no-install-recommends", "chromium"])


def _by_playwright() -> str:
    return _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _run(command: list[str]) -> str:
    """ "done", or why not."""
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "done" if ran.returncode == 0 else (ran.stderr.strip().splitlines() or ["failed"])[-1]


if __name__ == "__main__":
    try:
        find_or_install()
    except NoChromiumError as error:
        sys.exit(str(error))
