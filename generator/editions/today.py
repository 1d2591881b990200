"""The day after which nothing can have happened yet, for editions without a date of their own."""

import os
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

from generator.editions.config import WRITTEN_BY_USERS
from generator.problems import EnvironmentFailedError


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
    """What git says, changing nothing, or None where there is no git, no repository or no commit."""
    try:
        ran = subprocess.run(
            ["git", "--no-optional-locks", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=20,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.strip()
