"""The day after which nothing can have happened yet, for editions without a date of their own."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

from generator.editions.config import WRITTEN_BY_USERS
from generator.problems import EnvironmentFailedError

PATIENCE = 20
"""Seconds that git may take."""


def today(root: Path) -> date:
    """The day of SOURCE_DATE_EPOCH; else of the commit, if all is as committed; else the clock's.

    So a commit gives the same drafts whenever it is built, and an officer who has just typed a record of
    today is not told that it lies in the future. Raises EnvironmentFailedError where there is no telling.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), tz=UTC).date()
        except (ValueError, OverflowError, OSError):
            raise EnvironmentFailedError(
                "SOURCE_DATE_EPOCH is not a number of seconds since 1970; unset it or correct it"
            ) from None
    return _commit_day(root) or _clock_day()


def _clock_day() -> date:
    """No record is older than 2000, so a clock that says so has stopped or was never set."""
    day = datetime.now().astimezone().date()
    if day.year < 2000:
        raise EnvironmentFailedError(f"this computer's clock says {day}; set it right")
    return day


def _commit_day(root: Path) -> date | None:
    uncommitted = git_says(root, "status", "--porcelain", "--ignored", "--", *WRITTEN_BY_USERS)
    if uncommitted is None or uncommitted:
        return None
    day = git_says(root, "log", "-1", "--format=%cs")
    return date.fromisoformat(day) if day else None


def git_says(root: Path, *arguments: str) -> str | None:
    """What git says, changing nothing, or None where there is no git, no repository or no commit.

    Bytes that are no UTF-8 stand there as \\xff. For what only helps: a caller to whom silence must not
    mean consent asks `git_must_say`.
    """
    try:
        ran = _ask(root, *arguments)
    except (OSError, subprocess.SubprocessError):
        return None
    return None if ran.returncode else ran.stdout.strip()


def git_must_say(root: Path, *arguments: str) -> str | None:
    """The same, or None only where `root` lies in no repository.

    Raises EnvironmentFailedError where git fails: a broken repository, or one that it takes too long to read.
    """
    above = (root.resolve(), *root.resolve().parents)
    if "GIT_DIR" not in os.environ and not any((folder / ".git").exists() for folder in above):
        return None
    try:
        ran = _ask(root, *arguments)
    except FileNotFoundError:
        raise EnvironmentFailedError("git is not installed, or not where programs are looked for") from None
    except subprocess.TimeoutExpired:
        raise EnvironmentFailedError(
            f"git took longer than {PATIENCE} seconds to say what is committed; try again"
        ) from None
    if ran.returncode:
        words = " ".join(ran.stderr.split()) or f"git {arguments[0]} failed"
        raise EnvironmentFailedError(f"git can't say what is committed: {words}")
    return ran.stdout.strip()


def _ask(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", "--no-optional-locks", "-C", str(root), *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=PATIENCE,
        check=False,
    )
