"""The folder of a portal: written whole or not at all, and never over what is none.

A build works in a folder beside the portal's (so on the same file system) and changes places with it: in one
step where the system has one (Linux), else by two renames. What a killed build left is put right by the next.
"""

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from generator.editions.config import (
    FEED,
    LATEST,
    MANIFEST,
    PUBLISHED,
    SERVED,
    VERSIONS,
    WORK,
    WRITTEN_BY_USERS,
)
from generator.editions.errors import WrongUsageError
from generator.editions.progress import Say
from generator.editions.state import GENERATOR
from generator.problems import EnvironmentFailedError

MADE_BY_BUILD = re.compile(
    rf"\d{{4}}-\d{{2}}(?:-r\d+)?|{LATEST}|data|assets|index\.html|404\.html|{re.escape(VERSIONS)}|{re.escape(FEED)}"
)
MARK = ".made-by-portal"
"""In a folder that a build is working on: what may be deleted if the build is killed."""
WAIT = 600
"""Seconds that a build waits for another one of the same root."""


def resolved(path: Path) -> Path:
    """`path` without links. Raises WrongUsageError where they lead round in a circle."""
    try:
        return path.resolve()
    except RuntimeError:
        raise WrongUsageError(f"{path} is a link that leads back to itself") from None


def claim(root: Path, out: Path) -> None:
    """See that a build may write to `out`, touching nothing: `check_place` and `check_contents`."""
    check_place(root, out)
    check_contents(out)


def check_place(root: Path, out: Path) -> None:
    """See that `out` lies apart from what users write and from what makes portals.

    Raises WrongUsageError. Both paths are resolved ones.
    """
    inputs = {name: (root / name).resolve() for name in (*WRITTEN_BY_USERS, PUBLISHED)}
    if any(each.is_relative_to(out) for each in (root, *inputs.values())):
        raise WrongUsageError(f"{out} holds the records themselves; choose a folder of its own")
    for name, folder in {**inputs, "the generator": GENERATOR}.items():
        if out.is_relative_to(folder):
            raise WrongUsageError(f"{out} lies inside {name}, which is read and never written")
    if out.is_relative_to(root / WORK) and out != root / SERVED:
        raise WrongUsageError(f"{out} lies inside {WORK}, where nothing is kept; choose another folder")


def check_contents(out: Path) -> None:
    """See that `out` is missing, empty or a portal. Raises WrongUsageError.

    While another build may be at work there, only under its lock: what is looked at may go meanwhile.
    """
    for leftover in (_beside(out, "building"), _beside(out, "previous")):
        if leftover.exists() and not _is_ours(leftover):
            raise WrongUsageError(f"{leftover} is in the way, and no build made it; nothing was touched")
    if out.exists():
        _check_holds_portal(out)


def check_replaceable(out: Path) -> None:
    """See that something can be put beside `out`, to change places with it.

    Raises EnvironmentFailedError where the machine does not let it, WrongUsageError where there is a file.
    """
    above = next(folder for folder in out.parents if folder.exists())
    if not above.is_dir():
        raise WrongUsageError(f"{out} can't be made, since {above} is not a folder")
    if not out.is_mount() and os.access(above, os.W_OK):
        return
    if out.is_dir() and not os.access(out, os.W_OK):
        raise EnvironmentFailedError(
            f"{out} can't be replaced, since nothing can be written into it or beside it; name another folder"
        )
    if out.is_dir():
        raise EnvironmentFailedError(
            f"{out} can't be replaced in one step, since nothing can be put beside it; "
            f"name a folder inside it, for instance {out / 'portal'}"
        )
    raise EnvironmentFailedError(f"{out} can't be made, since nothing can be written to {above}")


def _check_holds_portal(out: Path) -> None:
    if not out.is_dir():
        raise WrongUsageError(f"{out} is not a folder")
    found = sorted(path.name for path in out.iterdir())
    check_names(str(out), found, lambda month: (out / month / MANIFEST).is_file())


def check_names(place: str, found: Sequence[str], is_edition: Callable[[str], bool]) -> None:
    """See that what lies in `place` is a portal or nothing. Raises WrongUsageError."""
    foreign = [name for name in found if not MADE_BY_BUILD.fullmatch(name)]
    foreign += [name for name in found if re.match(r"\d{4}-", name) and not is_edition(name)]
    if foreign:
        raise WrongUsageError(
            f"{place} holds something that no build made ({foreign[0]}); nothing was touched"
        )
    if found and VERSIONS not in found:
        raise WrongUsageError(f"{place} is not empty and is no portal; nothing was touched")


@contextmanager
def locked(file: Path, say: Say) -> Iterator[None]:
    """One build at a time of what `file` stands for; a second one says so and waits.

    A killed build's lock ends with it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if not file.exists():  # a folder such as /proc takes no files, and says that they are missing
            raise EnvironmentFailedError(f"{file} can't be made") from None
        say("another build of this portal is running: waiting for it to finish")
        _wait_for(lock)
    try:
        yield
    finally:
        lock.release()


def lock_of_root(root: Path) -> Path:
    """For what builds share in .portal/."""
    return root / WORK / "lock"


def lock_of_output(out: Path) -> Path:
    """For the folder that is replaced, whichever root it is built from."""
    return _beside(out, "lock")


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
    (building / MARK).touch()
    try:
        yield building
        (building / MARK).unlink()
        if not (out.exists() and _exchange(building, out)):
            if out.exists():
                out.rename(previous)
            building.rename(out)
    except OSError as error:
        if error.filename is None:  # a full disk is noticed while writing, and then names no file
            error.filename = str(building)
        raise
    finally:
        recover(out)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system has none (only Linux has)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of <linux/fs.h>
    return bool(rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)


def _is_ours(folder: Path) -> bool:
    """A build made it: it carries the mark of one under way, or it is a portal."""
    return (folder / MARK).is_file() or (folder / VERSIONS).is_file() or not any(folder.iterdir())


def recover(out: Path) -> None:
    """Put right what a killed build of `out` left. Only under its lock, and after `claim`."""
    building, previous = _beside(out, "building"), _beside(out, "previous")
    if previous.exists() and not out.exists():
        previous.rename(out)
    for leftover in (building, previous):
        if leftover.exists():
            _remove(leftover)


def _remove(leftover: Path) -> None:
    """What shows that it is ours goes last: if this is killed as well, the next build still knows.

    Writes nothing, since the disk may be full."""
    marks = (leftover / MARK, leftover / VERSIONS)
    for path in leftover.iterdir():
        if path.is_dir() and not path.is_symlink():  # mike may have made latest/ a link
            shutil.rmtree(path)
        elif path not in marks:
            path.unlink()
    for mark in marks:
        mark.unlink(missing_ok=True)
    leftover.rmdir()


def _beside(out: Path, state: str) -> Path:
    return out.with_name(f".{out.name}.{state}")


def keep(source: Path, target: Path) -> None:
    """Put the file or folder `source` of a finished portal into one that is being made, as `target`.

    The files are shared, not copied, where the file system can: nothing that a build made is ever changed
    in place, and a hundred editions cost no time.
    """
    copy(source, target, _share)


def copy(source: Path, target: Path, put: Callable[[Path, Path], object] = shutil.copy2) -> None:
    """Put the file, or each file of the folder, `source` at `target`, by `put`.

    Stops at the first OSError, which tells what failed; shutil.copytree would tell only that something did.
    """
    if not source.is_dir():
        put(source, target)
        return
    for folder, _, files in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(parents=True)
        for file in files:
            put(Path(folder, file), there / file)


def _share(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
