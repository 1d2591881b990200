"""Runs every measure and prints what it costs; exit status 1 where a target is missed."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from . import big, unfiled, years
from .cost import HEADER, PORTAL, PROJECT, Cost, Row, least, run

RUNS = 3
NOTICING = 0.6
"""Of the seconds from a save to its page, those that MkDocs waits: 0.5 between two looks, 0.1 for more."""
NAMED = "grades/area=overall/month=2023-11/stage=moderated/team=all/inadequate"
"""A figure by its whole name: only its measure is counted."""
FEW, MANY = (12,), (12, 60, 120)
"""Months of editions: what takes two minutes, and what shows how costs grow and takes much longer."""


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

    def row(self) -> Row:
        """Runs the process and holds what it costs against what it may."""
        cost = least([self._once() for _ in range(self.runs)])
        bounds = [(self.seconds, "s", cost.seconds), (self.megabytes, "MB", cost.megabytes)]
        target = ", ".join(f"< {most:g} {unit}" for most, unit, _ in bounds if most)
        within = all(found < most for most, _, found in bounds if most)
        return Row(self.what, cost, "", target, within if target else None)

    def _once(self) -> Cost:
        self.prepare()
        cost = run(*self.arguments)
        return Cost(float(cost.said), cost.megabytes) if self.tells else cost


def main(what: str = "") -> int:
    """Prints a row for every measure and returns the exit status. `what`: years, for what takes long."""
    missed = False
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        for row in years.rows(Path(scratch), MANY) if what == "years" else usual(Path(scratch)):
            missed |= row.met is False
            print(row, flush=True)
    return int(missed)


def usual(scratch: Path) -> Iterator[Row]:
    """All but what takes long."""
    return chain((case.row() for case in cases(scratch)), years.rows(scratch, FEW))


def cases(scratch: Path) -> Iterator[Case]:
    """All that is measured. The order matters: some use what the one before left."""
    sample = scratch / "sample"
    copy = partial(copy_sample, sample)
    build = (*PORTAL, "build", "--root", str(sample), "--out", str(sample / "site"))
    yield Case("sample: once, to warm the disk", build, prepare=copy, runs=1)
    yield Case("sample: three editions, cold", build, seconds=12, prepare=copy)
    yield Case("sample: again, nothing changed", build, seconds=1)
    yield Case("sample: portal check", (*PORTAL, "check", "--root", str(sample)), seconds=2)
    for figure in (NAMED, "moderated inadequate 2023-11"):
        explained = (*PORTAL, "explain", figure, "--root", str(sample))
        yield Case(f"sample: portal explain {figure}", explained, seconds=2)
    for kind, seconds in (("pdf", 1), ("word", 3)):
        name = f"sample: a report as {kind} file, its page not counted"
        yield Case(name, ("-m", "tests.bench.papers", str(sample), kind), seconds=seconds, tells=True)
    points = scratch / "unfiled"
    copy_sample(points)
    unfiled.write(points)
    name = f"suggestions for {unfiled.POINTS:,} learning points without a theme: portal check"
    yield Case(name, (*PORTAL, "check", "--root", str(points)), seconds=5)
    for what in ("words", "record"):
        saved = ("-m", "tests.bench.saved", str(sample), what)
        name = f"sample: portal serve, {what} saved to edition rebuilt"
        yield Case(name, saved, seconds=3 - NOTICING, prepare=copy, tells=True)
    series = "limits and signals of 120 months x 8 areas x 2 stages x 3 grades, after imports"
    yield Case(series, ("-m", "tests.bench.series"), seconds=2, tells=True)
    for kind, seconds, megabytes, runs in (("csv", 6, 600, RUNS), ("yaml", 60, None, 1)):
        root = scratch / kind
        name = f"{big.AUDITS:,} audits in {big.MONTHS} {kind} files: read, checked, one edition measured"
        measured = ("-m", "tests.bench.measured", str(root))
        big.write(root, kind)
        yield Case(name, measured, seconds, megabytes, runs=runs)
    counted = ("-m", "tests.bench.bare_count", str(scratch / "csv"))
    yield Case("for comparison: DuckDB counts the grades of the same csv files, unchecked", counted)


def copy_sample(root: Path) -> None:
    """The project's own portal as in a fresh clone: nothing built, no chart in a cache."""
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("audits_data", "content", "site_config"):
        shutil.copytree(PROJECT / folder, root / folder)
    shutil.copy(PROJECT / "mkdocs.yml", root)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
