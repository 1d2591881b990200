"""Ten years of made-up audits, the same ones every time: 100,000 in 120 months."""

import csv
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

SETTINGS = Path(__file__).parents[1] / "example_portal" / "site_config"
AUDITS, MONTHS, TEAMS = 100_000, 120, 12
EDITION, DATA_TO = "2023-11", date(2023, 12, 14)
"""The newest month, with its `data_to` in the example's settings."""
AREAS = 7
"""With the overall grade they make eight grades, at each of two stages."""
SEED = 20231221


@dataclass(frozen=True, slots=True)
class Words:
    """What may stand in the cells: ids of areas, names of teams and of grades, the worst first."""

    areas: tuple[str, ...]
    teams: tuple[str, ...]
    scale: tuple[str, ...]


def write(root: Path, kind: str, audits: int = AUDITS) -> None:
    """Make the folder `root` with settings and a file of audits a month; `kind` is csv or yaml."""
    words = _write_settings(root / "site_config")
    chance = random.Random(SEED)
    numbers = iter(range(audits))
    for at in range(MONTHS):
        first = date(2013 + (at + 11) // 12, (at + 11) % 12 + 1, 1)
        count = audits // MONTHS + (at < audits % MONTHS)
        rows = [_audit(next(numbers), first, words, chance) for _ in range(count)]
        folder = root / "audits_data" / f"{first:%Y-%m}"
        folder.mkdir(parents=True)
        if kind == "csv":
            _write_csv(folder / "audits.csv", rows)
        else:
            _write_yaml(folder / "audits.yaml", rows)


def _write_settings(folder: Path) -> Words:
    """The example's settings with more areas and teams, and what they allow in a cell."""
    shutil.copytree(SETTINGS, folder)
    file = folder / "framework.yml"
    framework = yaml.safe_load(file.read_text(encoding="utf-8"))
    areas, teams = framework["areas"][0]["areas"], framework["teams"]
    areas += [
        {"id": f"area-{n}", "name": f"Area {n}", "asks": "How is it done?"}
        for n in range(len(areas) + 1, AREAS + 1)
    ]
    teams += [{"id": f"team-{n}", "name": f"Team {n}"} for n in range(len(teams) + 1, TEAMS + 1)]
    file.write_text(yaml.safe_dump(framework, sort_keys=False), encoding="utf-8")
    scale = framework["grades"][0]["scale"]
    return Words(
        areas=tuple(area["id"] for area in areas),
        teams=tuple(team["name"] for team in teams),
        scale=tuple(grade["name"] for grade in scale),
    )


def _audit(number: int, month: date, words: Words, chance: random.Random) -> dict[str, str]:
    """One row of a month's audits, as an officer types it, worst grades escalated."""
    audited = month + timedelta(days=chance.randrange(28))
    grades = dict(_grades(words, chance))
    unsafe = words.scale[0] in (grades["primary_overall"], grades["moderated_overall"])
    return {
        "audit_id": f"a{number:06d}",
        "team": chance.choice(words.teams),
        "cohort": "In care",
        "audited_on": f"{audited}",
        "received_on": f"{audited + timedelta(days=1)}",
        "auditor_role": "Team Manager",
        **grades,
        "moderated_on": f"{audited + timedelta(days=chance.randrange(3, 10))}",
        "moderator_role": "Quality Assurance Manager",
        "quality_assured_on": f"{audited + timedelta(days=12)}",
        "quality_assurance": chance.choice(("agreed", "agreed", "changed")),
        "audit_quality": chance.choice(("meets", "partly", "does not")),
        "practice_from": f"{audited - timedelta(days=190)}",
        "practice_to": f"{audited - timedelta(days=7)}",
        "child_feedback": chance.choice(("given", "sought", "not sought")),
        "escalated_on": f"{audited}" if unsafe else "",
    }


def _grades(words: Words, chance: random.Random) -> Iterator[tuple[str, str]]:
    """A column and its grade for each stage and area. Some areas did not apply."""
    for stage in ("primary", "moderated"):
        yield f"{stage}_overall", chance.choice(words.scale)
        for area in words.areas:
            yield f"{stage}_{area.replace('-', '_')}", chance.choice((*words.scale * 3, "n/a"))


def _write_csv(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)


def _write_yaml(path: Path, rows: Sequence[dict[str, str]]) -> None:
    items = ("\n    ".join(f"{key}: {value}".rstrip() for key, value in row.items()) for row in rows)
    path.write_text("audits:\n" + "".join(f"  - {item}\n" for item in items), encoding="utf-8")
