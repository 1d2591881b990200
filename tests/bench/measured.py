"""`python -m tests.bench.measured ROOT`: reads and checks the big records and measures one edition."""

import sys
from pathlib import Path

from generator import measures, records, settings

from .big import AUDITS, DATA_TO, EDITION


def main(root: Path) -> None:
    found, problems = settings.load(root)
    if found is None:
        sys.exit(f"{problems[:3]}")
    read, more = records.read(root, found, DATA_TO)
    if problems + more or len(read["audits"]) != AUDITS:
        sys.exit(f"{len(read['audits'])} audits, {len(problems + more)} problems: {(problems + more)[:3]}")
    measured = measures.measure(records.to_tables(read), found, EDITION, DATA_TO)
    if not measured.distributions:
        sys.exit("nothing was measured")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
