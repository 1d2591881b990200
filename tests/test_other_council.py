"""Another council's settings, records and words build a portal with no word of the first one left in it."""

import re
from pathlib import Path

import pytest
import yaml
from test_pages import render

from generator.pages.inputs import EditionFiles

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "site_config"
OTHER = HERE / "other_council"
COMMON = {
    "Assessment",
    "Chronology",
    "Good",
    "Staff",
    "Early help",
    "In care",
    "Child protection",
    "Re-audit",
    "re-audit",
    "one to one",
    "supervision",
}
"""Words of the first council's settings that are ordinary words of the field."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[EditionFiles]:
    cache = tmp_path_factory.mktemp("charts")
    return [render(OTHER, month, cache) for month in ("2026-04", "2026-05")]


def names_in(value: object) -> set[str]:
    """Every id, name, title and sentence of a settings file that a page could print."""
    if isinstance(value, dict):
        printed = (part for key, part in value.items() if key not in ("aliases", "phrases"))
        return {name for part in printed for name in names_in(part)}
    if isinstance(value, list):
        return {name for part in value for name in names_in(part)}
    return {value} if isinstance(value, str) and len(value) > 4 and value[0] != "#" else set()


def own_words(folder: Path) -> set[str]:
    files = (folder / f"{name}.yml" for name in ("framework", "themes", "publication"))
    return {name for file in files for name in names_in(yaml.safe_load(file.read_text(encoding="utf-8")))}


def test_no_word_of_the_first_council_is_left(editions: list[EditionFiles]) -> None:
    foreign = own_words(SAMPLE) - own_words(OTHER / "site_config") - COMMON
    assert len(foreign) > 200
    for edition in editions:
        for name, content in edition.files.items():
            text = content.decode()
            found = [w for w in foreign if w in text and re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)]
            assert found == [], name


def test_its_own_grades_areas_and_teams_are_there(editions: list[EditionFiles]) -> None:
    may = editions[-1]
    figures = may.files["data/figures.csv"].decode()
    for grade in ("critical", "poor", "fair", "strong", "excellent"):
        assert f",{grade}," in figures
    assert sum(name.startswith("findings/areas/") for name in may.files) == 1 + 8
    assert "strong or better" in may.files["findings/grades/index.md"].decode()


def test_more_audits_than_squares_can_show_are_drawn_as_bars(editions: list[EditionFiles]) -> None:
    assert "The longer a bar, the more audits" in editions[1].files["index.md"].decode()
    assert "Each square is one audit" in editions[0].files["index.md"].decode()


def test_no_interval_is_drawn_where_files_were_not_sampled_at_random(editions: list[EditionFiles]) -> None:
    text = editions[1].files["findings/grades/index.md"].decode()
    assert "Not all of these files are known to have been sampled at random" in text
    assert "could be anywhere" not in text
