"""The folder of a portal: written whole or not at all, and never over what is none.

A build works in a folder beside the portal's (so on the same file system) and takes its place by two
renames. What a killed build left is put right by the next one.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from generator.editions.config import LATEST, MANIFEST, VERSIONS, WORK, WRITTEN_BY_USERS
from generator.editions.errors import WrongUsageError
from generator.editions.progress import Say
from generator.problems import EnvironmentFailedError

MADE_BY_BUILD = re.compile(
    rf"\d{{4}}-\d{{2}}|{LATEST}|data|assets|index\.html|404\.html|{re.escape(VERSIONS)}"
)
WAIT = 600
"""Seconds that a build waits for another one of the same root."""


def claim(root: Path, out: Path) -> None:
    """See that a build may write to `out`, and put right there what a killed one left.

    Raises WrongUsageError unless it is missing, empty or a portal, and apart from what users write.
    Both paths are resolved ones.
    """
    if root.is_relative_to(out):
        raise WrongUsageError(f"{out} holds the records themselves; choose a folder of its own")
    for name in WRITTEN_BY_USERS:
        if out.is_relative_to(root / name):
            raise WrongUsageError(f"{out} lies inside {name}, which is read and never written")
    _recover(out)
    if out.exists():
        _check_holds_portal(out)


def _check_holds_portal(out: Path) -> None:
    if not out.is_dir():
        raise WrongUsageError(f"{out} is not a folder")
    found = sorted(path.name for path in out.iterdir())
    foreign = [name for name in found if not MADE_BY_BUILD.fullmatch(name)]
    foreign += [name for name in found if re.match(r"\d{4}-", name) and not (out / name / MANIFEST).is_file()]
    if foreign:
        raise WrongUsageError(f"{out} holds something that no build made ({foreign[0]}); nothing was touched")
    if found and VERSIONS not in found:
        raise WrongUsageError(f"{out} is not empty and is no portal; nothing was touched")


@contextmanager
def locked(root: Path, say: Say) -> Iterator[None]:
    """One build of a root at a time; a second one says so and waits. A killed build's lock ends with it."""
    folder = root / WORK
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("another build of this portal is running: waiting for it to finish")
        _wait_for(lock)
    try:
        yield
    finally:
        lock.release()


def _wait_for(lock: BaseFileLock) -> None:
    try:
        lock.acquire(timeout=WAIT)
    except Timeout:
        raise EnvironmentFailedError(
            f"another build of this portal has been running for {WAIT // 60} minutes"
        ) from None


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A new, empty folder that takes the place of `out` if the block succeeds; else `out` stays as it was."""
    building, previous = _beside(out, "building"), _beside(out, "previous")
    out.parent.mkdir(parents=True, exist_ok=True)
    building.mkdir()
    try:
        yield building
        if out.exists():
            out.rename(previous)
        building.rename(out)
    finally:
        _recover(out)


def _recover(out: Path) -> None:
    building, previous = _beside(out, "building"), _beside(out, "previous")
    if previous.exists() and not out.exists():
        previous.rename(out)
    for leftover in (building, previous):
        if leftover.exists():
            shutil.rmtree(leftover)


def _beside(out: Path, state: str) -> Path:
    return out.with_name(f".{out.name}.{state}")
