"""A portal of up to ten years, the same one every time: months of 100 made-up audits, each with its edition.

Settings are the sample's, so pages are as many as readers of the sample see. A month's records depend on the
month alone: the newest 12 months are the same whether 12 or 120 are written, but for what they revisit.
"""

import csv
import re
import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml

from . import month
from .cost import PROJECT
from .month import Row

MONTHS, A_MONTH = 120, 100
NEWEST = date(2023, 11, 1)
BRIEFING_EVERY = 3
"""Months from one briefing that staff wrote to the next; in between the page says what the records give."""
COMMON = ("mkdocs.yml", "audits_data/events.yaml", "content/pages", "site_config")
"""What is the sample's own, file for file."""
IGNORED = ".portal/\nsite/\n.site.lock\n"
"""What git is not to keep, with all that a build leaves below the root."""


def write(root: Path, months: int = MONTHS, audits: int = A_MONTH) -> list[str]:
    """Make the folder `root` for the newest `months` months, and return them, oldest first."""
    shutil.rmtree(root, ignore_errors=True)
    for name in COMMON:
        source, target = PROJECT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    (root / ".gitignore").write_text(IGNORED)
    firsts = [_before(NEWEST, back) for back in reversed(range(months))]
    sample = month.read_sample()
    for at, first in enumerate(firsts):
        folder = root / "audits_data" / f"{first:%Y-%m}"
        folder.mkdir()
        for table, rows in month.records(first, audits, sample, earlier=at).items():
            if rows:
                _write_csv(folder / f"{table}.csv", rows)
        _write_words(root / "content", first, briefing=at > 0 and at % BRIEFING_EVERY == 0)
    _write_programme(root / "audits_data", firsts, audits)
    _write_editions(root / "site_config" / "publication.yml", firsts)
    return [f"{first:%Y-%m}" for first in firsts]


def _before(first: date, months: int) -> date:
    """The first day of the month that lies `months` earlier."""
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _write_csv(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)


def _write_words(content: Path, first: date, *, briefing: bool) -> None:
    """The sample's newest words, told of this month; its claims are true of its own figures alone."""
    names = ("reports", "briefings") if briefing else ("reports",)
    for name in names:
        text = (PROJECT / "content" / name / "2023-11.md").read_text(encoding="utf-8")
        text = re.sub(r"## Audit findings\n.*?(?=^## |\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
        before = _before(first, 1)
        for was, now in (("2023-11", first), ("2023-10", before)):
            text = text.replace(f'"{was}"', f'"{now:%Y-%m}"')
        text = text.replace("In November ", f"In {first:%B} ").replace("in October it", f"in {before:%B} it")
        (content / name).mkdir(exist_ok=True)
        (content / name / f"{first:%Y-%m}.md").write_text(text, encoding="utf-8")


def _write_programme(folder: Path, firsts: Sequence[date], audits: int) -> None:
    """What was planned each month, and a session for auditors in each."""
    programme: list[Row] = [
        {"month": f"{first:%Y-%m}", "planned": audits + first.month, "returned": audits,
         "open_cases": 1300 + 7 * (first.month - first.year % 10), "sampling": "random"}
        for first in firsts
    ]  # fmt: skip
    training: list[Row] = [
        {"date": first + timedelta(days=14), "session": f"Monthly audit session of {first:%B %Y}",
         "for_role": "Auditing managers", "invited": 28, "attended": 28 - first.month}
        for first in firsts
    ]  # fmt: skip
    _write_csv(folder / "programme.csv", programme)
    _write_csv(folder / "training.csv", training)


def _write_editions(path: Path, firsts: Sequence[date]) -> None:
    """Each month is published on the 28th of the next one, with what was known a week before."""
    publication = yaml.safe_load(path.read_text(encoding="utf-8"))
    publication["editions"] = [
        {"month": f"{first:%Y-%m}", "published_on": day, "data_to": day - timedelta(days=7)}
        for first, day in ((first, (first + timedelta(days=31)).replace(day=28)) for first in firsts)
    ]
    for name in ("inferred_counts", "inferred_months"):
        del publication[name]
    path.write_text(yaml.safe_dump(publication, sort_keys=False), encoding="utf-8")


def change_an_audit(root: Path, number: int) -> None:
    """A moderator grades one area of the newest month's `number`th audit otherwise than before."""
    path = sorted((root / "audits_data").glob("*/audits.csv"))[-1]
    with path.open(newline="", encoding="utf-8") as file:
        audits: list[Row] = list(csv.DictReader(file))
    graded = audits[number]["moderated_planning"]
    audits[number]["moderated_planning"] = "Good" if graded != "Good" else "Requires improvement"
    _write_csv(path, audits)


def give_notice(root: Path, number: int) -> None:
    """The correction that lets a change of the newest month pass once it is published."""
    folder = root / "content" / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / f"{NEWEST:%Y-%m}-{number}.md").write_text(
        f"---\nedition: {NEWEST:%Y-%m}\non: 2023-12-30\nby_role: Head of Quality Assurance\n"
        "why: One grade was typed wrongly.\n---\n"
    )
