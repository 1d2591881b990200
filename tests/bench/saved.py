"""`python -m tests.bench.saved ROOT words|record`: from a save to the edition made again, while serving.

Prints the CPU seconds that the second of two such saves takes in one process, which the first one has warmed.
"""

import csv
import os
import sys
from pathlib import Path

from generator.editions.build import Order, build

MONTH = "2023-11"


def main(root: Path, what: str) -> None:
    save = {"words": save_words, "record": save_record}[what]
    order = Order(root, root / ".portal" / "serve")
    build(order, print)
    for count in (1, 2):
        save(root, count)
        before = sum(os.times()[:4])
        outcome = build(Order(root, order.out, (MONTH,)), print)
        spent = sum(os.times()[:4]) - before
        if outcome.made != (MONTH,):
            sys.exit(f"{MONTH} was not made again: {outcome.problems[:3]}")
    print(spent)


def save_words(root: Path, count: int) -> None:
    """A sentence more in the month's report: no figure changes, and no chart."""
    with (root / "content" / "reports" / f"{MONTH}.md").open("a", encoding="utf-8") as file:
        file.write(f"\nThis was saved as number {count}.\n")


def save_record(root: Path, count: int) -> None:
    """The month's last audit that is no re-audit once more, under another id: many charts change."""
    path = root / "audits_data" / MONTH / "audits.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    added = next(row for row in reversed(rows) if not row["revisits"])
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, added).writerow({**added, "audit_id": f"saved-{count}"})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
