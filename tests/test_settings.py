"""How settings are read. What is said of wrong ones is in tests/bad/settings-*."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator import settings
from generator.problems import NO_RIGHTS, Problem
from generator.settings.model import Settings
from generator.settings.schema import schemas
from generator.settings.words import PATTERNS

ROOT = Path(__file__).parents[1]
BAD = Path(__file__).parent / "bad"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A portal with the tiny council's settings."""
    shutil.copytree(BAD / "site_config", tmp_path / "site_config")
    return tmp_path


def loaded(root: Path) -> Settings:
    found, problems = settings.load(root)
    assert found is not None, problems
    return found


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_yes_and_no_are_read_as_such_only_where_they_are_asked_for(root: Path) -> None:
    framework = loaded(root).framework
    assert framework.scale("2023-11")[0].make_safe is True
    assert framework.areas_in("2023-11")[1].aliases == ("no",)


def test_dates_and_numbers_are_read_from_what_was_typed(root: Path) -> None:
    with (root / "site_config/publication.yml").open("a") as file:
        file.write("significance: 0.01\n")
    publication = loaded(root).publication
    assert publication.editions[1].data_to == date(2023, 12, 20)
    assert publication.significance == 0.01


def test_a_key_with_nothing_after_it_is_as_if_it_were_not_there(root: Path) -> None:
    path = root / "site_config/publication.yml"
    path.write_text(path.read_text() + "notice:\nmeetings:\n")
    assert loaded(root).publication.notice == ""


def test_a_missing_file_is_told_with_what_to_do(root: Path) -> None:
    (root / "site_config/themes.yml").rename(root / "site_config/themes.yaml")
    found, (problem,) = settings.load(root)
    assert found is None
    assert (problem.place.file, problem.code) == ("site_config/themes.yml", "missing-file")
    assert problem.hint == "rename themes.yaml to themes.yml"


def test_no_settings_at_all_are_three_problems(tmp_path: Path) -> None:
    assert codes(settings.load(tmp_path)[1]) == ["missing-file"] * 3


def test_a_file_that_may_not_be_read_is_the_environments_fault(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert set(codes(settings.load(root)[1])) == {NO_RIGHTS}


def test_a_warning_lets_the_settings_through(root: Path) -> None:
    path = root / "site_config/publication.yml"
    path.write_text(path.read_text().replace("data_to: 2023-12-20", "data_to: 2024-02-20"))
    found, problems = settings.load(root)
    assert found is not None
    assert codes(problems) == ["data-after-publication"]


def test_the_settings_of_the_sample_are_valid() -> None:
    assert settings.load(ROOT)[1] == []


def test_the_committed_schemas_are_those_of_the_models() -> None:
    for path, text in schemas().items():
        rewrite = (
            'python -c "from pathlib import Path; from generator.settings import *; write_schemas(Path())"'
        )
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"run {rewrite}"


def test_every_form_that_settings_ask_for_has_words_for_when_it_is_missed() -> None:
    forms = {form for text in schemas().values() for form in re.findall(r'"pattern": (".*")', text)}
    assert {json.loads(form) for form in forms} == set(PATTERNS)
