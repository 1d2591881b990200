"""Everything that could stop a build, found without making anything."""

from datetime import date
from pathlib import Path

from generator.editions import inputs
from generator.editions.config import PUBLISHED
from generator.problems import Problem, errors


def check(root: Path, today: date) -> list[Problem]:
    """All problems in what users wrote, and whatever differs from what was published without a reason.

    Imports nothing heavy where nothing was published.
    """
    found, problems = inputs.read(root, today)
    if found is None or errors(problems):
        return problems
    if not (root / PUBLISHED).is_dir() and not found.content.corrections:
        return problems

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)

    return problems + EditionMaker(root, found, today).check_published()
