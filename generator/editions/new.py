"""`portal new`: writes a filled-in start of what staff write, and never over what is there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal

from generator.editions.config import WORK
from generator.editions.errors import WrongUsageError
from generator.editions.inputs import read
from generator.editions.output import lock_of_root, locked
from generator.editions.plan import Planned
from generator.editions.progress import Say
from generator.problems import Problem, errors


@dataclass(frozen=True, slots=True)
class Started:
    """With any error among `problems` nothing was written; else `file`, relative to the root, is there."""

    problems: tuple[Problem, ...]
    file: str = ""


def new_briefing(root: Path, month: str | None, today: date, say: Say) -> Started:
    """Start the briefing of `month` (None: the newest month that has audits).

    Raises WrongUsageError where the month has no audits or the briefing is there already.
    """
    return _new(root, month, today, say, "briefing")


def new_report(root: Path, month: str | None, today: date, say: Say, *, board: bool = False) -> Started:
    """The same for the month's report, the panel's or the board's."""
    return _new(root, month, today, say, "board-report" if board else "report")


def _new(
    root: Path, month: str | None, today: date, say: Say, what: Literal["briefing", "report", "board-report"]
) -> Started:
    inputs, problems = read(root, today)
    if inputs is None or errors(problems):
        return Started(tuple(problems))

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)
    from generator.pages.content import BOARD_REPORTS, BRIEFINGS, REPORTS  # noqa: PLC0415

    maker = EditionMaker(root, inputs, today)
    (edition,) = maker.choose([month or inputs.months[-1]])
    starts: dict[str, tuple[str, Callable[[Planned], str]]] = {
        "briefing": (BRIEFINGS, maker.briefing_start),
        "report": (REPORTS, maker.report_start),
        "board-report": (BOARD_REPORTS, partial(maker.report_start, board=True)),
    }
    folder, start = starts[what]
    file = f"{folder}/{edition.month}.md"
    if (root / file).exists():
        raise _there(file)
    text = start(edition)
    with locked(lock_of_root(root), say):
        _write_new(root, file, text)
    return Started((), file)


def _write_new(root: Path, file: str, text: str) -> None:
    """Whole or not at all, and never over what somebody else has just written there. Only under the lock."""
    path, unfinished = root / file, root / WORK / "new"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished.unlink(missing_ok=True)  # of a killed run: it may be the very file that somebody now writes in
    try:
        unfinished.write_bytes(text.encode())
        _move_new(unfinished, path)
    except FileExistsError:
        raise _there(file) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _move_new(unfinished: Path, path: Path) -> None:
    """Raises FileExistsError where `path` is there."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # some file shares have no links
        if path.exists():
            raise FileExistsError from None
        unfinished.rename(path)


def _there(file: str) -> WrongUsageError:
    return WrongUsageError(f"{file} is there already; nothing was written")
