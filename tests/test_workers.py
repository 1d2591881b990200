"""Editions made by several processes: the same portal, and nobody left behind."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from roots import EXAMPLE, quiet

from generator.editions.build import Order, build
from generator.problems import EnvironmentFailedError

PROJECT = EXAMPLE.parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture
def root(warm_example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(warm_example, tmp_path / "root"))


@pytest.fixture
def cold_root(tmp_path: Path) -> Path:
    """One where the two processes make and keep at once all that builds keep."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "root"))


def contents(site: Path) -> dict[str, bytes]:
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_two_processes_make_the_portal_that_one_makes(cold_root: Path) -> None:
    root = cold_root
    said: list[str] = []
    outcome = build(Order(root, root / "two", jobs=2), said.append)
    records = contents(root / ".portal" / "records")
    build(Order(root, root / "one", clean=True), quiet)
    assert contents(root / "two") == contents(root / "one")
    assert len(records) == len(outcome.made)
    assert records == contents(root / ".portal" / "records")
    assert outcome.made == ("2023-09", "2023-10", "2023-11")
    assert [line[:7] for line in said[-3:]] == ["2023-09", "2023-10", "2023-11"]
    assert build(Order(root, root / "two"), quiet).changed is False


def test_what_stops_an_edition_stops_the_build_and_leaves_the_portal(root: Path) -> None:
    build(Order(root, root / "site"), quiet)
    before = contents(root / "site")
    config = root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("anchors: warn", "anchors: loudly"), "utf-8")
    problems = build(Order(root, root / "site", jobs=2), quiet).problems
    assert [problem.place.file for problem in problems] == ["mkdocs.yml"]
    assert contents(root / "site") == before


def test_a_worker_that_reads_other_records_makes_nothing(root: Path) -> None:
    records = root / "audits_data" / "2023-11"

    def meddle(line: str) -> None:
        """Between what the build read and what its workers read."""
        if line.startswith("making"):
            shutil.rmtree(records)

    with pytest.raises(EnvironmentFailedError, match="changed while"):
        build(Order(root, root / "site", jobs=2), meddle)
    assert not (root / "site").exists()


def test_workers_end_with_a_build_that_is_killed(root: Path) -> None:
    command = [sys.executable, "-m", "generator", "build", "--root", str(root), "--jobs", "2"]
    started = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert eventually(lambda: len(children(started.pid)) >= 2)
    workers = children(started.pid)
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    assert eventually(lambda: not any(alive(worker) for worker in workers))
    assert build(Order(root, root / "site"), quiet).changed


def children(process: int) -> list[int]:
    return [pid for pid, (parent, _) in processes().items() if parent == process]


def alive(process: int) -> bool:
    _, state = processes().get(process, (0, "Z"))
    return state != "Z"


def processes() -> dict[int, tuple[int, str]]:
    """Process -> its parent and its state."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent, *_ = path.read_text().rpartition(")")[2].split()
            found[int(path.parent.name)] = (int(parent), state)
    return found


def eventually(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False
