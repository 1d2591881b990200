"""What mkdocs.yml may say: nothing that runs a program."""

import subprocess
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from generator.editions.check import check
from generator.editions.config import check_config

EXAMPLE = Path(__file__).parent / "example_portal"


def said(tmp_path: Path, old: str, new: str) -> list[tuple[int, str]]:
    """The problems of the example's mkdocs.yml with some of its text replaced: line and message."""
    text = (EXAMPLE / "mkdocs.yml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "mkdocs.yml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return [(problem.place.line, problem.message) for problem in check_config(tmp_path)]


def test_the_examples_is_as_it_should_be(tmp_path: Path) -> None:
    assert said(tmp_path, "site_url", "site_url") == []


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("hooks: [run.py]\nplugins: [search]", "hooks is not for this portal"),
        ("extra_javascript: [https://elsewhere.example/x.js]\nplugins: [search]",
         "extra_javascript is not for this portal"),
        ("plugins: [search, macros]", "plugins may not hold macros"),
        ("plugins: [search, {macros: {}}]", "plugins may not hold macros"),
        ("plugins: {search: {}, macros: {}}", "plugins may not hold macros"),
        ("plugins: macros", "plugins may not hold macros"),
    ],
)  # fmt: skip
def test_what_could_run_a_program_is_refused(tmp_path: Path, new: str, message: str) -> None:
    assert [what for _, what in said(tmp_path, "plugins: [search]", new)] == [message]


@pytest.mark.parametrize("name", ["pymdownx.snippets", "run", "./run"])
def test_an_extension_could_run_or_read_anything(tmp_path: Path, name: str) -> None:
    found = said(tmp_path, "markdown_extensions:\n", f"markdown_extensions:\n  - {name}\n")
    assert [what for _, what in found] == [f"markdown_extensions may not hold {name}"]


def test_what_builds_keep_never_comes_from_others(tmp_path: Path) -> None:
    root = Path(copytree(EXAMPLE, tmp_path / "root"))
    (root / ".portal" / "templates").mkdir(parents=True)
    (root / ".portal" / "templates" / "x").write_text("", encoding="utf-8")
    for arguments in (["init", "-q"], ["add", "-f", ".portal"]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)
    problems = check(root, date(2024, 1, 31))
    assert [(p.place.file, p.code) for p in problems if p.code == "work-in-git"] == [
        (".portal", "work-in-git")
    ]
