"""`python -m tests.bench.built ROOT`: builds the portal; prints in JSON the CPU seconds of each edition."""

import json
import os
import re
import sys
from itertools import pairwise
from pathlib import Path

from generator.editions.build import Order, build
from generator.problems import errors

_MADE = re.compile(r"\d{4}-\d{2}: ")
"""How a line begins that says that an edition is made."""


def main(root: Path) -> None:
    moments = [0.0]

    def say(line: str) -> None:
        if _MADE.match(line):
            moments.append(sum(os.times()[:4]))

    outcome = build(Order(root, root / "site"), say)
    if found := errors(outcome.problems):
        sys.exit(f"{found[:3]}")
    print(json.dumps([after - before for before, after in pairwise(moments)]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
