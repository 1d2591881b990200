"""What a council's records go through in years: each is told as it was, and kept editions are as new ones."""

import re
import shutil
from pathlib import Path

import pytest
from fake_rooms import fake_papers, write_site
from roots import NO_PAPERS, copy_built

from generator.editions.build import Order, build
from generator.editions.site import SiteBuilder
from generator.problems import errors

SEPTEMBER, OCTOBER, NOVEMBER = "2023-09", "2023-10", "2023-11"
FRAMEWORK = "site_config/framework.yml"


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is real but MkDocs and what makes reports as files."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    monkeypatch.setattr(SiteBuilder, "build", write_site)
    fake_papers(monkeypatch)


@pytest.fixture
def root(built_example: Path, tmp_path: Path) -> Path:
    """The example, built."""
    return copy_built(built_example, tmp_path / "root")


@pytest.fixture
def new_root(warm_example: Path, tmp_path: Path) -> Path:
    """The example, not yet built."""
    return Path(shutil.copytree(warm_example, tmp_path / "root", ignore=NO_PAPERS))


def made(root: Path, out: str = "site") -> tuple[str, ...]:
    outcome = build(Order(root, root / out), lambda _: None)
    assert not errors(outcome.problems)
    return outcome.made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def as_if_new(root: Path) -> bool:
    """Whether the portal is what a build into an empty folder makes."""
    made(root, "new")
    return contents(root / "site") == contents(root / "new")


def edit(file: Path, was: str, now: str) -> None:
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, now, 1))


def page(root: Path, month: str, name: str) -> str:
    return (root / "site" / month / name / "index.html").read_text()


def october_away(root: Path, elsewhere: Path) -> None:
    """Takes a month in the middle away, with all that names it."""
    (root / "audits_data" / OCTOBER).rename(elsewhere / OCTOBER)
    (root / "audits_data" / "external_checks.csv").rename(elsewhere / "external_checks.csv")


def october_back(root: Path, elsewhere: Path) -> None:
    (elsewhere / OCTOBER).rename(root / "audits_data" / OCTOBER)
    (elsewhere / "external_checks.csv").rename(root / "audits_data" / "external_checks.csv")


def test_a_month_that_is_gone_is_neither_shown_nor_compared_with(root: Path, tmp_path: Path) -> None:
    assert '<th scope="row">October 2023' in page(root, NOVEMBER, "trends")
    october_away(root, tmp_path)
    made(root)
    assert not (root / "site" / OCTOBER).exists()
    assert as_if_new(root)
    history = page(root, NOVEMBER, "months")
    assert "September 2023" in history
    assert '<th scope="row">October 2023' not in page(root, NOVEMBER, "trends")


def test_a_month_that_comes_between_two_is_told_in_the_later_one_only(new_root: Path, tmp_path: Path) -> None:
    root = new_root
    october_away(root, tmp_path)
    made(root)
    first = contents(root / "site" / SEPTEMBER)
    october_back(root, tmp_path)
    assert made(root) == (OCTOBER, NOVEMBER)
    assert contents(root / "site" / SEPTEMBER) == first
    assert as_if_new(root)
    assert "October 2023" in page(root, NOVEMBER, "months")


def test_a_team_that_is_renamed_is_known_by_the_new_name_with_all_its_audits(root: Path) -> None:
    assert "North" in page(root, NOVEMBER, "findings/teams")
    edit(root / FRAMEWORK, "{id: north, name: North}", "{id: north, name: Riverside}")
    assert made(root) == (SEPTEMBER, OCTOBER, NOVEMBER)
    assert as_if_new(root)
    pages = b"".join(text for name, text in contents(root / "site").items() if name.endswith(".html"))
    assert not re.search(rb"\bNorth\b", pages)
    assert "Riverside" in page(root, SEPTEMBER, "findings/teams")


def test_a_team_that_gives_way_to_another_keeps_its_months(root: Path) -> None:
    edit(
        root / FRAMEWORK,
        "{id: north, name: North}",
        "{id: north, name: North, until: 2023-10}\n  - {id: riverside, name: Riverside, from: 2023-11}",
    )
    for file in (root / "audits_data" / NOVEMBER / "audits.csv", root / "audits_data" / "programme.csv"):
        file.write_text(re.sub(r"^(nov-\d+),north,", r"\1,riverside,", file.read_text(), flags=re.M))
    made(root)
    assert as_if_new(root)
    teams = "findings/teams"
    assert "North" in page(root, OCTOBER, teams)
    assert "Riverside" not in page(root, OCTOBER, teams)
    assert "Riverside" in page(root, NOVEMBER, teams)


def test_an_area_that_is_retired_stays_in_its_months_and_is_compared_no_more(root: Path) -> None:
    framework = (root / FRAMEWORK).read_text()
    planning = '\n      - {id: planning, name: Planning, asks: "What will change?" }'
    assert planning in framework
    chronology = '      - {id: chronology, name: Chronology, asks: "What happened to this child?" }'
    later = f"\n  - from: 2023-11\n    areas:\n{chronology}"
    (root / FRAMEWORK).write_text(framework.replace(planning, planning + later, 1))
    november = root / "audits_data" / NOVEMBER
    header, *rows = (november / "audits.csv").read_text().splitlines()
    names = header.split(",")
    blank = {names.index("primary_planning"), names.index("moderated_planning")}
    kept = [",".join("" if i in blank else cell for i, cell in enumerate(row.split(","))) for row in rows]
    (november / "audits.csv").write_text("\n".join([header, *kept]) + "\n")
    points = (november / "learning.csv").read_text()
    (november / "learning.csv").write_text(points.replace(",planning,", ",chronology,"))
    made(root)
    assert as_if_new(root)
    areas = "findings/areas"
    assert "Planning" in page(root, OCTOBER, areas)
    assert (root / "site" / OCTOBER / areas / "planning").is_dir()
    assert "Planning" not in page(root, NOVEMBER, areas)
    assert not (root / "site" / NOVEMBER / areas / "planning").exists()
    assert "September 2023 · Planning" in page(root, NOVEMBER, "good-practice")
