"""`make bench`: what things cost, in CPU seconds (user and system, children included) and peak memory.

Each line is a process of its own, so that one warms nothing for the next but the disk. The bounds are
those of the project's aims; a machine's speed differs, so this reports and never fails.
"""

import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1]
AUDITS, MONTHS = 100_000, 120
PORTAL = [sys.executable, "-m", "generator"]

READ_AND_MEASURE = """
import sys
from datetime import date
from pathlib import Path
from generator import measures, records, settings
root, day = Path(sys.argv[1]), date(2024, 6, 1)
found, problems = settings.load(root)
read, more = records.read(root, found, day)
assert not problems + more, (problems + more)[:3]
measures.measure(records.to_tables(read), found, "2023-12", day)
"""
BARE_COUNT = """
import sys, duckdb
files = f"read_csv('{sys.argv[1]}/audits_data/*/audits.csv', filename = true)"
columns = [name for name, *_ in duckdb.sql(f"describe select * from {files}").fetchall()]
graded = [name for name in columns if name.startswith(("primary_", "moderated_")) and name != "moderated_on"]
grades = ", ".join(f'"{name}"' for name in graded)
months = f"select filename[-18:-12] as month, {grades} from {files}"
long = f"unpivot ({months}) on {grades} into name stage_area value grade"
duckdb.sql(f"select month, stage_area, grade, count(*) from ({long}) group by all").fetchall()
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        out = folder / "site"
        build = [*PORTAL, "build", "--root", str(PROJECT), "--out", str(out)]
        spent("a warm disk, for the lines below", build)
        spent("three sample editions, cold (aim: 12 s)", [*build, "--clean"])
        spent("nothing changed (aim: 1 s)", build)
        spent("one edition, charts in the cache", [*build[:-1], str(folder / "one"), "--edition", "2023-11"])
        spent("portal check on the sample (aim: 2 s)", [*PORTAL, "check", "--root", str(PROJECT)])
        for kind, aim in (("csv", "6 s, 600 MB"), ("yaml", "60 s")):
            root = folder / kind
            write_records(root, kind)
            spent(
                f"{AUDITS:,} audits in {MONTHS} {kind} files, read, checked, measured (aim: {aim})",
                [sys.executable, "-c", READ_AND_MEASURE, str(root)],
            )
        spent(
            "for comparison: DuckDB's bare count by month, stage, area and grade over the same csv files",
            [sys.executable, "-c", BARE_COUNT, str(folder / "csv")],
        )


def spent(what: str, command: list[str]) -> None:
    """Runs a command and prints what it cost."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read() if process.stderr else b""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    failed = f"  failed: {said.decode().strip().splitlines()[-1:]}" if process.returncode else ""
    print(f"{used.ru_utime + used.ru_stime:7.2f} s {peak:6.0f} MB  {what}{failed}", flush=True)


def write_records(root: Path, kind: str) -> None:
    """A root with the sample's settings and a file of audits a month, eight grades at each of two stages."""
    shutil.copytree(PROJECT / "site_config", root / "site_config")
    framework = yaml.safe_load((root / "site_config" / "framework.yml").read_text(encoding="utf-8"))
    chance = random.Random(7)
    numbers = iter(range(1, AUDITS + 1))
    for at in range(MONTHS):
        month = date(2014 + at // 12, at % 12 + 1, 1)
        rows = [audit(framework, month, next(numbers), chance) for _ in range(share(at))]
        folder = root / "audits_data" / f"{month:%Y-%m}"
        folder.mkdir(parents=True)
        if kind == "csv":
            with (folder / "audits.csv").open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, rows[0])
                table.writeheader()
                table.writerows(rows)
        else:
            text = "".join(
                "  - " + "\n    ".join(f"{key}: {value}" for key, value in row.items()) + "\n" for row in rows
            )
            (folder / "audits.yaml").write_text(f"audits:\n{text}", encoding="utf-8")


def share(at: int) -> int:
    """How many of all audits the month has."""
    return AUDITS // MONTHS + (at < AUDITS % MONTHS)


def audit(
    framework: dict[str, list[dict[str, object]]], month: date, number: int, chance: random.Random
) -> dict[str, object]:
    audited = month + timedelta(days=chance.randrange(28))
    return {
        "audit_id": f"a{number:06d}",
        "team": chance.choice(framework["teams"])["name"],
        "audited_on": audited,
        **dict(graded(framework, chance)),
        "moderated_on": audited + timedelta(days=9),
        "quality_assured_on": audited + timedelta(days=30),
        "escalated_on": audited,
        "child_feedback": chance.choice(["given", "sought", "not sought"]),
    }


def graded(
    framework: dict[str, list[dict[str, object]]], chance: random.Random
) -> Iterator[tuple[str, object]]:
    """A column and a grade for each stage and area of the settings' first periods."""
    areas, scale = framework["areas"][0]["areas"], framework["grades"][0]["scale"]
    assert isinstance(areas, list)
    assert isinstance(scale, list)
    for stage in ("primary", "moderated"):
        for area in ("overall", *(each["id"] for each in areas)):
            yield f"{stage}_{area}", chance.choice(scale)["name"]


if __name__ == "__main__":
    main()
