"""A portal of up to ten years: months of 100 made-up audits, each with lessons, actions and an edition."""

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml

from . import big

A_MONTH = 100
POINTS = ("Entry {n} has a date and no meaning.", "The plan names who does what by when ({n}).")


def write(root: Path, months: int) -> None:
    """Make the folder `root`: records, words, settings and mkdocs.yml, for the newest `months` months."""
    big.write(root, "csv", A_MONTH * big.MONTHS)
    example = big.SETTINGS.parent
    (root / "mkdocs.yml").write_bytes((example / "mkdocs.yml").read_bytes())
    folders = sorted((root / "audits_data").iterdir())
    for folder in folders[:-months]:
        (folder / "audits.csv").unlink()
        folder.rmdir()
    themes = [each["id"] for each in yaml.safe_load((root / "site_config/themes.yml").read_text())["themes"]]
    chance = random.Random(big.SEED)
    for folder in folders[-months:]:
        _write_lessons(folder, themes, chance)
    _write_editions(root / "site_config/publication.yml", [folder.name for folder in folders[-months:]])


def _write_lessons(folder: Path, themes: list[str], chance: random.Random) -> None:
    """A learning point for each audit, an action for every third."""
    with (folder / "audits.csv").open(newline="", encoding="utf-8") as file:
        audits = [(row["audit_id"], date.fromisoformat(row["audited_on"])) for row in csv.DictReader(file)]
    points = [
        (audit, chance.choice(themes), chance.choice(("improvement", "strength")), "chronology", "recent",
         "auditor", chance.choice(POINTS).format(n=number), "")
        for number, (audit, _) in enumerate(audits)
    ]  # fmt: skip
    header = ("audit_id", "theme", "kind", "area", "when", "said_by", "point", "impact")
    _write_csv(folder / "learning.csv", header, points)
    actions = [
        (f"act-{audit}", audit, "chronology", chance.choice(themes), "Say what each event meant", "child",
         "Social worker", day + timedelta(days=14), day + timedelta(days=40))
        for audit, day in audits[::3]
    ]  # fmt: skip
    columns = ("action_id", "audit_id", "area", "theme", "action", "focus", "owner_role", "agreed_on", "due")
    _write_csv(folder / "actions.csv", columns, actions)


def _write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def _write_editions(path: Path, months: list[str]) -> None:
    """Each month is published on the 28th of the next one."""
    publication = yaml.safe_load(path.read_text(encoding="utf-8"))
    firsts = [date.fromisoformat(f"{month}-01") for month in months]
    days = [(first + timedelta(days=31)).replace(day=28) for first in firsts]
    publication["editions"] = [
        {"month": month, "published_on": day} for month, day in zip(months, days, strict=True)
    ]
    publication.pop("inferred_counts", None)
    publication.pop("inferred_months", None)
    path.write_text(yaml.safe_dump(publication, sort_keys=False), encoding="utf-8")


def change_an_audit(root: Path) -> None:
    """One cell of one row of the newest month says something else than before."""
    path = sorted((root / "audits_data").glob("*/audits.csv"))[-1]
    text = path.read_text(encoding="utf-8")
    now = text.replace("Team Manager", "Service Manager", 1)
    path.write_text(now if now != text else text.replace("Service Manager", "Team Manager"), encoding="utf-8")
