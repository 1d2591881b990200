"""What records files gave is kept for the next run: it gives the same again, and nothing that is no more."""

import shutil
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from generator import records, settings
from generator.kept import Shelf
from generator.problems import Problem
from generator.records.files import Found
from generator.settings.model import Settings

EXAMPLE = Path(__file__).parent / "example_portal"
LEARNING = "audits_data/2023-11/learning.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "root"))


@pytest.fixture
def council(root: Path) -> Settings:
    found, _ = settings.load(root)
    assert found is not None
    return found


def read(
    root: Path, council: Settings, made_with: str | None = "this program"
) -> tuple[list[object], list[Problem]]:
    """Every cell with its place, and all problems. `made_with`: None to keep nothing."""
    shelf = Shelf(root / "kept", made_with) if made_with is not None else None
    found, problems = records.read(root, council, date(2024, 2, 1), shelf)
    cells: list[object] = [
        (table, name, cell, rows.place(row, name))
        for table, rows in found.tables.items()
        for name, column in rows.columns.items()
        for row, cell in enumerate(column)
    ]
    return cells, problems


def kept(root: Path) -> list[Path]:
    return sorted((root / "kept").iterdir())


@pytest.fixture
def looked_into(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were read as CSV or YAML, and not from what is kept."""
    files: list[str] = []
    loader = import_module("generator.records.read")  # the room has a function of this name
    for name in ("read_csv", "read_yaml"):
        monkeypatch.setattr(loader, name, partial(_noting, files, getattr(loader, name)))
    return files


def _noting(files: list[str], read_: Callable[..., object], text: str, found: Found, *rest: object) -> object:
    files.append(found.file)
    return read_(text, found, *rest)


def test_the_next_run_finds_the_same_and_looks_into_no_file(
    root: Path, council: Settings, looked_into: list[str]
) -> None:
    anew = read(root, council, made_with=None)
    assert read(root, council) == anew
    looked_into.clear()
    assert read(root, council) == anew
    assert looked_into == []


def test_only_a_changed_file_is_looked_into_and_nothing_of_what_it_said_is_kept(
    root: Path, council: Settings, looked_into: list[str]
) -> None:
    read(root, council)
    looked_into.clear()
    text = (root / LEARNING).read_text()
    (root / LEARNING).write_text(text.replace("Two moves are missing.", "It ends in May."))
    assert read(root, council) == read(root, council, made_with=None)
    assert looked_into[0] == LEARNING
    assert not any(b"Two moves" in path.read_bytes() for path in kept(root))


def test_a_mistake_is_told_each_time(root: Path, council: Settings) -> None:
    with (root / LEARNING).open("a") as file:
        file.write("nov-01,chronologies,strength,chronology,recent,auditor,Call 07700 900123.,\n")
    anew = read(root, council, made_with=None)
    assert "identifier" in {problem.code for problem in anew[1]}
    assert read(root, council) == anew
    assert read(root, council) == anew
    assert not any(b"07700" in path.read_bytes() for path in kept(root))


@pytest.mark.parametrize("damage", [b"", b"half", None])
def test_what_is_damaged_is_read_again(root: Path, council: Settings, damage: bytes | None) -> None:
    anew = read(root, council)
    for path in kept(root):
        path.write_bytes(path.read_bytes()[:-9] if damage is None else damage)
    assert read(root, council) == anew
    assert read(root, council) == anew


def test_another_program_and_other_settings_read_all_anew(
    root: Path, council: Settings, looked_into: list[str]
) -> None:
    read(root, council)
    files = sorted(looked_into)
    looked_into.clear()
    read(root, council, made_with="another program")
    assert sorted(looked_into) == files
    looked_into.clear()
    themes = council.themes.model_copy(update={"themes": council.themes.themes[:-1]})
    read(root, type(council)(council.framework, themes, council.publication), "another program")
    assert sorted(looked_into) == files


def test_a_folder_that_takes_nothing_costs_time_only(root: Path, council: Settings) -> None:
    (root / "kept").write_text("no folder")
    assert read(root, council) == read(root, council, made_with=None)
