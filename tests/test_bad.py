"""One bad portal a rule in tests/bad/, with everything that is said of it in its expected.txt.

A case holds audits_data/, or settings that replace some of tests/bad/site_config/, or both.
`BLESS=1 pytest tests/test_bad.py` rewrites what is expected: read the diff before committing it.
"""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import records, settings
from generator.problems import as_text, exit_status, most_important_first

BAD = Path(__file__).parent / "bad"
CASES = sorted(path.parent for path in BAD.glob("*/*") if path.is_dir() and path.parent.name != "site_config")
TODAY = date(2024, 2, 1)
ONLY_WARNINGS = {
    "other-files", "halves", "not-escalated", "checked-by-owner", "far-from-month", "no-theme",
    "settings-acronyms", "settings-audiences", "briefing-many-attended", "copied-month", "names-a-team",
}  # fmt: skip


def portal_of(case: Path, folder: Path) -> Path:
    """The case as a root that can be read, with the common settings where it has none of its own."""
    shutil.copytree(BAD / "site_config", folder / "site_config")
    shutil.copytree(case, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("case", dict.fromkeys(CASES), ids=lambda case: case.name)
def test_everything_that_is_wrong_is_said_in_these_words(case: Path, tmp_path: Path) -> None:
    root = portal_of(case, tmp_path)
    found, problems = settings.load(root)
    if found is not None:
        problems += records.read(root, found, TODAY)[1]
    said = as_text(most_important_first(problems)) + "\n"
    expected = case / "expected.txt"
    if os.environ.get("BLESS"):
        expected.write_text(said, encoding="utf-8", newline="\n")
    assert said == expected.read_text(encoding="utf-8")
    assert exit_status(problems) == (0 if case.name in ONLY_WARNINGS else 1)


def test_the_common_settings_of_the_cases_are_valid() -> None:
    assert settings.load(BAD)[1] == []
