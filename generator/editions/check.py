"""Everything that could stop a build, found without making anything."""

from datetime import date
from pathlib import Path

from generator.editions import inputs
from generator.editions.config import PUBLISHED, WORK
from generator.editions.looked import Looked
from generator.editions.today import git_says
from generator.problems import Place, Problem, errors


def check(root: Path, today: date) -> list[Problem]:
    """All problems in what users wrote, claims that figures do not bear out, and whatever differs from what
    was published without a reason.
    """
    return look(root, today).problems


def look(root: Path, today: date) -> Looked:
    """The same, with the claims that hold and stand with a hedge.

    Imports nothing heavy where nothing was published and nothing is claimed: then a build tells of figures
    that count nothing.
    """
    found, problems = inputs.read(root, today)
    problems = [*_in_git(root), *problems]
    if found is None or errors(problems):
        return Looked(problems)
    content = found.content
    claimed = any(content.claims(month) for month in found.months)
    if not (claimed or content.corrections or (root / PUBLISHED).is_dir()):
        return Looked(problems)

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)

    looked = EditionMaker(root, found, today).look()
    return Looked(problems + looked.problems, looked.hedged)


def _in_git(root: Path) -> list[Problem]:
    """What builds keep holds compiled code: it comes from this machine, never from others."""
    if not git_says(root, "ls-files", "--", WORK):
        return []
    hint = f"take it out (git rm -r --cached {WORK}) and name it in .gitignore"
    return [
        Problem(Place(WORK), "work-in-git", "is kept in git, and a build would trust what is in it", hint)
    ]
