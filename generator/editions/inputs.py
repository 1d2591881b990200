"""Everything that a user of the portal wrote, read and checked once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import pages, records, settings
from generator.editions.config import PUBLISHED, READ, WORK, check_config
from generator.editions.late import late_audits
from generator.editions.state import digest_generator
from generator.editions.today import git_says
from generator.kept import Shelf
from generator.pages.content import Content
from generator.problems import Place, Problem
from generator.records import Records
from generator.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Inputs:
    """What can be built of."""

    settings: Settings
    records: Records
    content: Content

    @property
    def months(self) -> tuple[str, ...]:
        """The months that have audits, and so an edition, oldest first."""
        return audited_months(self.records)


def audited_months(records: Records) -> tuple[str, ...]:
    return tuple(sorted({month for month in records["audits"].columns["month"] if isinstance(month, str)}))


def read(root: Path, today: date) -> tuple[Inputs | None, list[Problem]]:
    """Settings, records, words and mkdocs.yml of `root`, and every problem in them. Imports nothing heavy.

    None where the settings can't be read. With any error nothing may be built of what was read.
    """
    problems = check_config(root)
    found, more = read_records(root, today)
    problems += more
    if found is None:
        return None, problems
    found_settings, found_records = found
    months = audited_months(found_records)
    ids, points, roles = found_records.ids(), found_records.points(), found_records.roles()
    content, more = pages.read_content(root, found_settings, months, ids, points, roles=roles, today=today)
    problems += more
    return Inputs(found_settings, found_records, content), problems


def read_records(root: Path, today: date) -> tuple[tuple[Settings, Records] | None, list[Problem]]:
    """Settings and records alone, which figures are made of, and every problem in them.

    None where the settings can't be read.
    """
    problems = [*_lost_records(root)]
    found_settings, more = settings.load(root)
    problems += more
    if found_settings is None:
        return None, problems
    found_records, more = records.read(root, found_settings, today, _shelf(root))
    problems += more
    problems += late_audits(root, found_settings, found_records)
    return (found_settings, found_records), problems


def _shelf(root: Path) -> Shelf | None:
    """Where no build ever was, checking leaves nothing behind."""
    return Shelf(root / WORK / READ, digest_generator()) if (root / WORK).is_dir() else None


def _lost_records(root: Path) -> Iterator[Problem]:
    """Records of published editions that the newest commit has and that are gone: nothing else locks them."""
    names = git_says(
        root, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "HEAD", "--", f"{PUBLISHED}/"
    )
    for file in (names or "").splitlines():
        if file.endswith(".json") and not (root / file).exists():
            message = "is gone, and what was published of this edition is known from it alone"
            yield Problem(Place(file), "record-gone", message, f"take it back: git checkout HEAD -- {file}")
