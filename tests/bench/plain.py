"""`python -m tests.bench.plain FOLDER...`: plain MkDocs builds the sites of some folders in one process.

Prints in JSON the CPU seconds of each; those of the first include the start of Python and all imports.
"""

import json
import logging
import os
import sys
from itertools import pairwise
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def main(folders: list[Path]) -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    spent = [0.0]
    for folder in folders:
        build(load_config(str(folder / "mkdocs.yml")))
        spent.append(sum(os.times()[:4]))
    print(json.dumps([after - before for before, after in pairwise(spent)]))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
