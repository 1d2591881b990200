"""A build makes the editions that a change reaches and no others, and leaves what a whole build would."""

import csv
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_rooms import fake_papers, write_site
from roots import copy_built

from generator.editions.build import Order, Outcome, build
from generator.editions.site import SiteBuilder
from generator.problems import errors

SEPTEMBER, OCTOBER, NOVEMBER = "2023-09", "2023-10", "2023-11"
AUDIT = (
    "nov-09,south,in-care,2023-11-06,Team manager,good,good,good,good,good,good,2023-11-12,2023-11-14,"
    "agreed,meets,2023-05-01,2023-11-01,given,given,not applicable,yes,,,"
)


@pytest.fixture
def root(built_example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal built of the example's records, everything real but MkDocs and what makes reports as files."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    monkeypatch.setattr(SiteBuilder, "build", write_site)
    fake_papers(monkeypatch)
    return copy_built(built_example, tmp_path / "root")


def ordered(root: Path, out: str = "site") -> Outcome:
    return build(Order(root, root / out), lambda _: None)


def made(root: Path) -> tuple[str, ...]:
    outcome = ordered(root)
    assert not errors(outcome.problems)
    return outcome.made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def replace(file: str, was: str, now: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / file
        text = path.read_text()
        assert was in text
        path.write_text(text.replace(was, now, 1))

    return change


def add(file: str, line: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + line + "\n")

    return change


def a_new_month(root: Path) -> None:
    (root / "audits_data/2023-12").mkdir()
    audits = (root / "audits_data/2023-11/audits.csv").read_text()
    later = audits.replace("nov-", "dec-").replace("2023-11", "2023-12").replace("2023-05", "2023-06")
    (root / "audits_data/2023-12/audits.csv").write_text(later)


def november_leaves(root: Path) -> None:
    shutil.rmtree(root / "audits_data/2023-11")
    (root / "content/reports/2023-11.md").unlink()


MEETINGS = "".join(
    f"  - {{forum: Scrutiny Panel, date: {day}}}\n" for day in ("2023-11-08", "2024-01-10", "2024-03-13")
)
WHOLE = (SEPTEMBER, OCTOBER, NOVEMBER)
CHANGES = {
    "an audit of the newest month": (add("audits_data/2023-11/audits.csv", AUDIT), (NOVEMBER,)),
    "a point of the oldest month": (
        replace("audits_data/2023-09/learning.csv", "no meaning", "no sense"), WHOLE),
    "a new month": (a_new_month, ("2023-12",)),
    "a month is gone": (november_leaves, ()),
    "the day of one edition, of which the next one tells": (
        replace("site_config/publication.yml", "data_to: 2023-11-17", "data_to: 2023-11-20"),
        (OCTOBER, NOVEMBER)),
    "an edition that is still to come": (
        add("site_config/publication.yml", "  - {month: 2023-12, published_on: 2024-01-26}"), ()),
    "an event after the two older editions": (
        add("audits_data/events.csv", "2023-12-04,Visit,inspection,plans,,Plans again."), (NOVEMBER,)),
    "a check after the two older editions": (
        add("audits_data/external_checks.csv", "oct-02,peer,good,2023-11-25"), (NOVEMBER,)),
    "the report of the newest month": (
        add("content/reports/2023-11.md", "\nAnother sentence."), (NOVEMBER,)),
    "a page of all editions": (add("content/pages/sampling.md", "\nAnother sentence."), WHOLE),
    "the name of a theme": (replace("site_config/themes.yml", "title: ", "title: The "), WHOLE),
    "a comment in the settings": (add("site_config/themes.yml", "# to be discussed"), ()),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_makes_what_a_change_reaches(root: Path, what: str) -> None:
    change, reached = CHANGES[what]
    change(root)
    assert made(root) == reached
    ordered(root, "whole")
    assert contents(root / "site") == contents(root / "whole")


def test_an_edition_reaches_the_one_that_it_takes_a_meeting_from(root: Path) -> None:
    """And that which it shows to be settled; with that, older ones stay as they are."""
    replace("site_config/publication.yml", "editions:", f"meetings:\n{MEETINGS}editions:")(root)
    assert made(root) == WHOLE
    a_new_month(root)
    assert made(root) == ("2023-12",)
    add("site_config/publication.yml", "  - {month: 2023-12, published_on: 2024-01-26}")(root)
    assert made(root) == (NOVEMBER, "2023-12")
    ordered(root, "whole")
    assert contents(root / "site") == contents(root / "whole")
    assert not (root / "site" / NOVEMBER / "meetings/2024-03-13").exists()


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(4, 100))]
)
def test_leaves_what_a_whole_build_would_whatever_changed(root: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(3):
        swap_two_cells(root, chance)
    outcome = ordered(root)
    if errors(outcome.problems):
        return
    ordered(root, "whole")
    assert contents(root / "site") == contents(root / "whole")


def swap_two_cells(root: Path, chance: random.Random) -> None:
    """Two rows of a random file exchange what stands in a random column."""
    path = chance.choice(sorted(root.glob("audits_data/**/*.csv")))
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    one, other = chance.choice(rows[1:]), chance.choice(rows[1:])
    column = chance.randrange(1, len(rows[0]))
    one[column], other[column] = other[column], one[column]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)


def test_files_of_kept_editions_are_shared_not_copied(root: Path) -> None:
    page = root / "site" / SEPTEMBER / "index.html"
    was = page.stat().st_ino
    CHANGES["an audit of the newest month"][0](root)
    made(root)
    assert page.stat().st_ino == was
