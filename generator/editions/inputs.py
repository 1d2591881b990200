"""Everything that a user of the portal wrote, read and checked once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import pages, records, settings
from generator.editions.config import check_config
from generator.pages.content import Content
from generator.problems import Problem
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
    found_settings, more = settings.load(root)
    problems += more
    if found_settings is None:
        return None, problems
    found_records, more = records.read(root, found_settings, today)
    problems += more
    months = audited_months(found_records)
    ids, points, roles = found_records.ids(), found_records.points(), found_records.roles()
    content, more = pages.read_content(root, found_settings, months, ids, points, roles=roles)
    problems += more
    return Inputs(found_settings, found_records, content), problems
