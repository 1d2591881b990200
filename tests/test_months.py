"""The page of past months: a row a month, its edition's state, and years that are folded away."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from test_pages import EXAMPLE, page, render, said

from generator.pages.presenters.trends import YearPart, years


def part(name: str, months: int) -> YearPart:
    rows: Any = (None,) * months
    return YearPart(name, name[:4], (), rows)


@pytest.mark.parametrize(
    ("parts", "open_", "folded"),
    [
        ([("2023", 3)], ["2023"], []),
        ([("2023", 11), ("2022", 12), ("2021", 1)], ["2023"], ["2022", "2021"]),
        ([("2024", 1), ("2023", 12), ("2022", 12)], ["2024", "2023"], ["2022"]),
        ([("2024", 6), ("2023", 12)], ["2024"], ["2023"]),
        ([("2023-1", 4), ("2023-2", 7), ("2022", 12)], ["2023"], ["2022"]),
    ],
)
def test_years_stand_open_until_six_months_do(
    parts: list[tuple[str, int]], open_: list[str], folded: list[str]
) -> None:
    made = years(part(name, months) for name, months in parts)
    assert [year.name for year in made if year.is_open] == open_
    assert [year.name for year in made if not year.is_open] == folded
    assert sum(year.months for year in made) == sum(months for _, months in parts)


def rows(root: Path, month: str) -> dict[str, str]:
    """What the page of an edition says of each month."""
    _, *found = page(render(root, month), "months/").split('<section class="month-row">')
    told = [" ".join(said(row.split("</section>")[0]).split()) for row in found]
    return {row[: row.index("2023") + 4]: row for row in told}


class TestState:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        root = tmp_path / "root"
        shutil.copytree(EXAMPLE, root)
        (root / "content" / "corrections").mkdir()
        return root

    def correct(self, root: Path, on: str) -> None:
        text = f"---\nedition: 2023-10\non: {on}\nby_role: Head\nwhy: A grade was typed in wrongly.\n---\n"
        (root / "content" / "corrections" / "2023-10-1.md").write_text(text)

    def test_is_that_of_its_edition(self, root: Path) -> None:
        found = rows(root, "2023-11")
        assert list(found) == ["November 2023", "October 2023", "September 2023"]
        states = ("Provisional", "Final")
        told = [state for row in found.values() for state in states if f"{state} ·" in row]
        assert told == ["Provisional", "Final", "Final"]

    def test_says_when_it_was_revised(self, root: Path) -> None:
        self.correct(root, "2023-12-01")
        found = rows(root, "2023-11")
        assert "Final, revised 1 December 2023 · " in found["October 2023"]
        assert "revised" not in found["September 2023"]

    def test_says_nothing_of_what_came_after_the_edition(self, root: Path) -> None:
        self.correct(root, "2023-12-22")
        assert "revised" not in rows(root, "2023-11")["October 2023"]
