"""`portal serve`, in a process of its own, as its user meets it."""

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
from fake_rooms import PROJECT, make_root

SCRIPT = """
import sys
import pytest
from fake_rooms import fake_rooms
from generator.cli import main
fake_rooms(pytest.MonkeyPatch(), sites=False)
main(["serve", "--root", sys.argv[1], "--port", sys.argv[2]])
"""


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
    served = Served(make_root(tmp_path / "root"))
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
def test_stops_where_there_never_was_a_good_portal(tmp_path: Path) -> None:
    served = Served(make_root(tmp_path / "root", ("wrong",)))
    assert served.process.wait(timeout=60) == 1
    assert served.said("months.txt:1: is wrong")
