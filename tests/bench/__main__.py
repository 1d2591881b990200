"""Runs every measure and prints what it costs; exit status 1 where a target is missed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import big, decade, unfiled

PROJECT = Path(__file__).parents[2]
DAY = "1704067200"
"""For SOURCE_DATE_EPOCH: neither git nor the clock has a say in what is measured."""
RUNS = 3
EDITIONS = 24
NOTICING = 0.6
"""Of the seconds from a save to its page, those that MkDocs waits: 0.5 between two looks, 0.1 for more."""


def nothing() -> None:
    """What most measures need done before them."""


@dataclass(frozen=True, slots=True)
class Case:
    """A Python process and what it may cost. `prepare` is called before each run and is not counted.

    `tells`: the last line that the process prints is the part of its CPU seconds that counts.
    """

    what: str
    arguments: tuple[str, ...]
    seconds: float | None = None
    megabytes: float | None = None
    prepare: Callable[[], None] = nothing
    runs: int = RUNS
    tells: bool = False


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, user and system, and the peak of resident memory in MB of 2^20 bytes."""

    seconds: float
    megabytes: float

    def within(self, case: Case) -> bool:
        soon = case.seconds is None or self.seconds < case.seconds
        return soon and (case.megabytes is None or self.megabytes < case.megabytes)


def main() -> int:
    """Measures every case and returns the exit status."""
    missed = False
    print(f"{'CPU s':>7} {'peak MB':>8}  {'target':<16} {'':<5} what", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        for case in cases(Path(scratch)):
            costs = [measure(case) for _ in range(case.runs)]
            cost = Cost(min(each.seconds for each in costs), max(each.megabytes for each in costs))
            missed |= not cost.within(case)
            print(line(case, cost), flush=True)
    return int(missed)


def cases(scratch: Path) -> Iterator[Case]:
    """All that is measured. The order matters: some use what the one before left."""
    sample = scratch / "sample"
    copy = partial(copy_sample, sample)
    portal = ("-m", "generator")
    build = (*portal, "build", "--root", str(sample), "--out", str(sample / "site"))
    yield Case("sample: once, to warm the disk", build, prepare=copy, runs=1)
    yield Case("sample: three editions, cold", build, seconds=12, prepare=copy)
    yield Case("sample: again, nothing changed", build, seconds=1)
    yield Case("sample: portal check", (*portal, "check", "--root", str(sample)), seconds=2)
    points = scratch / "unfiled"
    copy_sample(points)
    unfiled.write(points)
    name = f"suggestions for {unfiled.POINTS:,} learning points without a theme: portal check"
    yield Case(name, (*portal, "check", "--root", str(points)), seconds=5)
    for what in ("words", "record"):
        saved = ("-m", "tests.bench.saved", str(sample), what)
        name = f"sample: portal serve, {what} saved to edition rebuilt"
        yield Case(name, saved, seconds=3 - NOTICING, prepare=copy, tells=True)
    yield from years(scratch / "years", portal)
    for kind, seconds, megabytes, runs in (("csv", 6, 600, RUNS), ("yaml", 60, None, 1)):
        root = scratch / kind
        name = f"{big.AUDITS:,} audits in {big.MONTHS} {kind} files: read, checked, one edition measured"
        measured = ("-m", "tests.bench.measured", str(root))
        big.write(root, kind)
        yield Case(name, measured, seconds, megabytes, runs=runs)
    counted = ("-m", "tests.bench.bare_count", str(scratch / "csv"))
    yield Case("for comparison: DuckDB counts the grades of the same csv files, unchecked", counted)


def years(root: Path, portal: tuple[str, ...]) -> Iterator[Case]:
    """Two years of editions: made at once, then after one audit of the newest month changed, then again."""
    decade.write(root, EDITIONS)
    build = (*portal, "build", "--root", str(root), "--out", str(root / "site"))
    made = f"{EDITIONS} months of {decade.A_MONTH} audits"
    yield Case(f"{made}: all editions, cold", build, runs=1)
    change = partial(decade.change_an_audit, root)
    yield Case(f"{made}: one audit of the newest changed", build, seconds=3, prepare=change)
    yield Case(f"{made}: nothing changed", build, seconds=0.3)


def copy_sample(root: Path) -> None:
    """The project's own portal as in a fresh clone: nothing built, no chart in a cache."""
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("audits_data", "content", "site_config"):
        shutil.copytree(PROJECT / folder, root / folder)
    shutil.copy(PROJECT / "mkdocs.yml", root)


def measure(case: Case) -> Cost:
    """Runs the process once. One that fails ends everything, with what it said."""
    case.prepare()
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": DAY}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles all libraries anew
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *case.arguments], cwd=PROJECT, env=environment, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)  # unlike getrusage's, its peak is of this child alone
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").splitlines()
    if process.returncode:
        sys.exit("\n".join([f"{case.what}: exit status {process.returncode}", *lines[-20:]]))
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Cost(float(lines[-1]) if case.tells else used.ru_utime + used.ru_stime, peak)


def line(case: Case, cost: Cost) -> str:
    """One row of the table."""
    bounds = [(case.seconds, "s"), (case.megabytes, "MB")]
    target = ", ".join(f"< {bound:g} {unit}" for bound, unit in bounds if bound)
    verdict = ("ok" if cost.within(case) else "over") if target else ""
    return f"{cost.seconds:7.2f} {cost.megabytes:8.0f}  {target:<16} {verdict:<5} {case.what}"


if __name__ == "__main__":
    sys.exit(main())
