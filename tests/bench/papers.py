"""`python -m tests.bench.papers ROOT pdf|word`: the newest report as a file; prints CPU seconds.

Its page is rendered before the clock starts, as a build has it at hand.
"""

import sys
import time
from datetime import date
from pathlib import Path
from unittest.mock import patch

from generator import pages, records
from generator.editions.inputs import read
from generator.pages import papers
from generator.pages.inputs import EditionInputs
from generator.pages.papers.blocks import Paper
from generator.pages.papers.pdf import pdf
from generator.pages.papers.word import word

TODAY = date(2024, 1, 1)


def main(root: Path, kind: str) -> None:
    paper = _paper(root)
    began = time.process_time()
    if kind == "pdf":
        pdf(paper)
    else:
        word(paper, None)
    print(time.process_time() - began)


def _paper(root: Path) -> Paper:
    found, problems = read(root, TODAY)
    if found is None:
        sys.exit(f"{problems[:3]}")
    month = found.months[-1]
    edition = next(each for each in found.settings.publication.editions if each.month == month)
    tables = records.to_tables(found.records)
    inputs = EditionInputs(
        found.settings,
        found.content,
        tables,
        month,
        edition.data_to or TODAY,
        edition.published_on,
        paper_cache=root,
    )
    with patch.object(papers, "make", return_value=()) as make:
        pages.render_edition(inputs)
    made: Paper = make.call_args_list[0].args[0]
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
