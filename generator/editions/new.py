"""`portal new`: writes a filled-in start of what staff write, and never over what is there."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.editions.errors import WrongUsageError
from generator.editions.inputs import read
from generator.problems import Problem, errors


@dataclass(frozen=True, slots=True)
class Started:
    """With any error among `problems` nothing was written; else `file`, relative to the root, is there."""

    problems: tuple[Problem, ...]
    file: str = ""


def new_briefing(root: Path, month: str | None, today: date) -> Started:
    """Start the briefing of `month` (None: the newest month that has audits).

    Raises WrongUsageError where the month has no audits or the briefing is there already.
    """
    inputs, problems = read(root, today)
    if inputs is None or errors(problems):
        return Started(tuple(problems))

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)
    from generator.pages.content import BRIEFINGS  # noqa: PLC0415

    maker = EditionMaker(root, inputs, today)
    (edition,) = maker.choose([month or inputs.months[-1]])
    file = f"{BRIEFINGS}/{edition.month}.md"
    if (root / file).exists():
        raise WrongUsageError(f"{file} is there already; nothing was written")
    _write_new(root / file, maker.briefing_start(edition))
    return Started((), file)


def _write_new(path: Path, text: str) -> None:
    """Whole or not at all, and never over what somebody else has just written there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(text.encode())
        path.hardlink_to(unfinished)
    finally:
        unfinished.unlink(missing_ok=True)
