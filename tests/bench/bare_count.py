"""`python -m tests.bench.bare_count ROOT`: DuckDB counts the big CSV files' grades and checks nothing."""

import sys
from pathlib import Path

import duckdb


def main(root: Path) -> None:
    database = duckdb.connect()
    audits = f"read_csv('{root}/audits_data/*/audits.csv', filename = true)"
    columns = [name for name, *_ in database.execute(f"describe from {audits}").fetchall()]
    staged = [name for name in columns if name.startswith(("primary_", "moderated_")) and "_on" not in name]
    months = f"select filename[-18:-12] as month, {', '.join(staged)} from {audits}"
    long = f"unpivot ({months}) on {', '.join(staged)} into name stage_and_area value grade"
    counts = f"select month, stage_and_area, grade, count(*) from ({long}) group by all"
    if not database.execute(counts).fetchall():
        sys.exit("nothing was counted")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
