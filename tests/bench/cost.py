"""What a process costs, and a row of the table that is printed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT = Path(__file__).parents[2]
DAY = "1704067200"
"""For SOURCE_DATE_EPOCH: neither git nor the clock has a say in what is measured."""
GIT = {f"GIT_{who}_{what}": "bench" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
PORTAL = ("-m", "generator")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds, user and system, with those of children; the peak of resident memory in MB of 2^20 bytes;
    and the last line that the process printed."""

    seconds: float
    megabytes: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. `figure`: what was measured, where it is neither of the first two columns.
    `met`: whether the `target` is; None where there is none."""

    what: str
    cost: Cost | None = None
    figure: str = ""
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        cost = (f"{self.cost.seconds:.2f}", f"{self.cost.megabytes:.0f}") if self.cost else ("", "")
        verdict = {True: "ok", False: "over", None: ""}[self.met]
        return LINE.format(*cost, self.figure, self.target, verdict, self.what)


LINE = "{:>7} {:>8} {:>11}  {:<16} {:<5} {}"
HEADER = LINE.format("CPU s", "peak MB", "figure", "target", "", "what")


def run(*arguments: str, cwd: Path = PROJECT) -> Cost:
    """Runs a Python process once. One that fails ends everything, with what it said."""
    environment = {**os.environ, **GIT, "PYTHONPATH": str(PROJECT), "SOURCE_DATE_EPOCH": DAY}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles all libraries anew
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=cwd, env=environment, stdout=said, stderr=said
        )
        _, status, used = os.wait4(process.pid, 0)  # unlike getrusage's, its peak is of this child alone
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().decode(errors="replace").splitlines()
    if process.returncode:
        sys.exit("\n".join([f"{' '.join(arguments)}: exit status {process.returncode}", *lines[-20:]]))
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Cost(used.ru_utime + used.ru_stime, peak, lines[-1] if lines else "")


def least(costs: Sequence[Cost]) -> Cost:
    """Of several runs of the same: the least CPU time, and the most memory."""
    cheapest = min(costs, key=lambda each: each.seconds)
    return replace(cheapest, megabytes=max(each.megabytes for each in costs))


def git(root: Path, *arguments: str) -> None:
    """Git in the folder `root`, quietly; not counted."""
    subprocess.run(["git", *arguments], cwd=root, env={**os.environ, **GIT}, check=True, capture_output=True)


def commit(root: Path, what: str) -> None:
    git(root, "add", "--all", ".")
    git(root, "commit", "--quiet", "--message", what)
