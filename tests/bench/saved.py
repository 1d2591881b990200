"""`python -m tests.bench.saved ROOT words|record`: what `portal serve` spends from a save to the edition rebuilt.

Prints the CPU seconds of the second of two such saves in one process, for the first one warms it.
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
    """The month's last audit once more under another id: most of the edition's charts change."""
    path = root / "audits_data" / MONTH / "audits.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, *_, last = list(csv.reader(file))
    last[header.index("audit_id")] = f"saved-{count}"
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(last)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
