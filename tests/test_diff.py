"""`portal diff`: what a change does to the portal, for whoever reviews it."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from generator.cli import main
from generator.editions.diffing.compare import Action, Side, compare
from generator.editions.plan import Planned
from generator.evidence import Status
from generator.pages.presenters.revisions import status_name, verdict_name
from generator.problems import Place, Problem

EXAMPLE = Path(__file__).parent / "example_portal"
SETTINGS = "site_config/publication.yml"
NOVEMBER = "audits_data/2023-11"
Show = Callable[..., str]
DAY = date(2023, 12, 14)


def git(root: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    ran = subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return ran.stdout


def commit(root: Path) -> None:
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Records")


def replace(root: Path, file: str, was: str, now: str) -> None:
    text = (root / file).read_text()
    assert was in text
    (root / file).write_text(text.replace(was, now, 1))


def regrade(root: Path) -> None:
    """One moderated overall grade of November is Requires improvement, and was Inadequate."""
    row = "inadequate,inadequate,inadequate,{},inadequate,inadequate,2023-11-12"
    replace(root, f"{NOVEMBER}/audits.csv", row.format("inadequate"), row.format("requires-improvement"))


def as_draft(root: Path) -> None:
    replace(root, SETTINGS, "  - {month: 2023-11, published_on: 2023-12-21, data_to: 2023-12-14}\n", "")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example's three editions, all published and committed."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    root = tmp_path / "top" / "council"
    shutil.copytree(EXAMPLE, root)
    (root / ".gitignore").write_text(".portal/\nsite/\n")
    git(root.parent, "init", "--quiet")
    commit(root.parent)
    return root


@pytest.fixture
def show(root: Path, capsys: pytest.CaptureFixture[str]) -> Show:
    def run(*arguments: str, status: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            main(["diff", "--root", str(root), *arguments])
        assert left.value.code == status
        said = capsys.readouterr()
        return said.err if status > 1 else said.out

    return run


@pytest.fixture
def told(show: Show) -> Callable[..., dict[str, Any]]:
    return lambda *arguments, **named: json.loads(show("--format", "json", *arguments, **named))


Told = Callable[..., dict[str, Any]]


class TestFigures:
    def test_nothing_differs_from_what_was_committed(self, show: Show) -> None:
        assert show().endswith(": nothing that the portal says is different\n")

    def test_of_published_editions_come_first_with_what_they_were_and_are(
        self, root: Path, show: Show
    ) -> None:
        regrade(root)
        first, _, heading, *lines = show().splitlines()
        assert re.fullmatch(
            r"compared with [0-9a-f]{10}: 21 figures of published editions change \(2023-11\)", first
        )
        assert heading == "Figures of published editions (21)"
        assert (
            "  Grades · overall · November 2023 · moderated · Requires improvement"
            "  was 5 of 8 (62%) [p]  is 6 of 8 (75%) [p]  2023-11"
        ) in lines

    def test_of_the_whole_service_stand_before_its_parts(self, root: Path, told: Told) -> None:
        regrade(root)
        names = [figure["key"] for figure in told()["figures"]]
        overall = "grades/area=overall/month=2023-11/stage=moderated/team=all/inadequate"
        assert names.index(overall) < names.index(overall.replace("team=all", "team=south"))

    def test_of_drafts_come_after_and_say_that_nothing_published_changes(
        self, root: Path, show: Show
    ) -> None:
        as_draft(root)
        commit(root)
        regrade(root)
        said = show()
        assert "no figure and no words of a published edition change" in said
        assert "Figures of drafts (" in said
        assert "published editions (" not in said

    def test_that_stand_in_several_editions_are_told_once(self, root: Path, told: Told) -> None:
        replace(root, "audits_data/2023-09/audits.csv", "requires-improvement", "good")
        figures = told()["figures"]
        assert len({figure["key"] + str(figure["was"]) for figure in figures}) == len(figures)
        assert ["2023-11", "2023-10", "2023-09"] in [figure["published"] for figure in figures]

    def test_from_records_to_words_of_change(self, root: Path, told: Told) -> None:
        regrade(root)
        (claim,) = told()["claims"]
        assert claim == {
            "of": "inadequate/all",
            "was": "within-chance",
            "is": "fell",
            "edition": "2023-11",
            "published": True,
        }

    def test_name_grades_as_the_council_does(self, root: Path, show: Show) -> None:
        replace(root, "site_config/framework.yml", "name: Inadequate", "name: Not Good Enough")
        commit(root)
        regrade(root)
        assert (
            "  Not Good Enough, over all months  was nothing beyond what chance explains"
            "  is the share fell over these months by more than chance alone would explain  2023-11"
        ) in show().splitlines()


class TestPagesWords:
    """What editions say of lessons and of change is told as their pages say it."""

    @pytest.mark.parametrize("status", get_args(Status))
    def test_of_a_status(self, status: Status) -> None:
        words = status_name(status)
        assert words.count(" ") >= 2
        assert status not in words

    @pytest.mark.parametrize(
        ("verdict", "of_two", "over_all"),
        [
            ("fell", "The share fell by more than chance alone", "the share fell over these months"),
            ("within-chance", "too few audits to rule out chance", "nothing beyond what chance explains"),
            ("too-few", "Fewer than five audits", "not tested"),
            ("hidden", "a figure is hidden", "not tested"),
            ("not-random", "Not all files were sampled at random", "not tested, since not all files"),
            ("not-recorded", "It is not recorded that files were sampled", "since it is not recorded"),
        ],
    )
    def test_of_change(self, verdict: str, of_two: str, over_all: str) -> None:
        assert of_two in verdict_name(verdict, over_all=False)
        assert over_all in verdict_name(verdict, over_all=True)

    def test_of_a_lesson_whose_status_changes(self, root: Path, show: Show) -> None:
        points = root / NOVEMBER / "learning.csv"
        header, *rows = points.read_text().splitlines()
        points.write_text("\n".join([header, *(row for row in rows if ",chronologies," not in row), ""]))
        assert "  Chronologies  was still met, no clear change  is not met this month  2023-11" in show()


class TestWords:
    def test_that_changed_are_named_and_never_shown(self, root: Path, show: Show) -> None:
        replace(root, f"{NOVEMBER}/learning.csv", "Two moves are missing.", "Hope moved twice.")
        for form in ("text", "markdown", "json"):
            said = show("--format", form)
            assert "Learning point · Chronologies · November 2023" in said
            assert "moves" not in said
            assert "Hope" not in said

    def test_of_templates_are_none_of_a_councils(self, root: Path, told: Told) -> None:
        replace(root, "content/reports/2023-11.md", "what audits find", "what audits teach")
        (words,) = told()["words"]
        assert words["name"].startswith("Panel report · ")
        assert words["change"] == "changed"


class TestForgetting:
    def test_shows_no_figure_whose_change_would_tell_what_the_audit_said(
        self, root: Path, show: Show
    ) -> None:
        regrade(root)
        notice = {
            "edition": "2023-11",
            "on": "2023-12-28",
            "by_role": "Head",
            "why": "By law.",
            "forgets": "yes",
        }
        (root / "content" / "corrections").mkdir()
        lines = "".join(f"{key}: {value}\n" for key, value in notice.items())
        (root / "content" / "corrections" / "2023-11-1.md").write_text(f"---\n{lines}---\n")
        for form in ("text", "markdown", "json"):
            said = show("--format", form)
            assert "21" in said
            assert "moderated" not in said
            assert "within" not in said


class TestEditions:
    def test_one_that_is_published_now_says_when(self, root: Path, told: Told) -> None:
        as_draft(root)
        commit(root)
        git(root, "checkout", "--quiet", "HEAD~1", "--", SETTINGS)
        assert told()["editions"] == [
            {"change": "published", "month": "2023-11", "published_on": "2023-12-21", "data_to": "2023-12-14"}
        ]

    def test_a_new_and_a_removed_month(self, root: Path, told: Told) -> None:
        shutil.rmtree(root / NOVEMBER)
        shutil.rmtree(root / "content/briefings", ignore_errors=True)
        (root / "content/reports/2023-11.md").unlink()
        replace(root, SETTINGS, "  - {month: 2023-11, published_on: 2023-12-21, data_to: 2023-12-14}\n", "")
        replace(root, SETTINGS, ", 2023-11]", "]")
        assert [(e["change"], e["month"]) for e in told()["editions"]] == [("gone", "2023-11")]
        commit(root)
        git(root, "checkout", "--quiet", "HEAD~1", "--", ".")
        assert [(e["change"], e["month"]) for e in told()["editions"]] == [("new", "2023-11")]

    def test_data_to_that_moved(self, root: Path, told: Told) -> None:
        replace(root, SETTINGS, "data_to: 2023-12-14", "data_to: 2023-12-18")
        assert [e["change"] for e in told()["editions"]] == ["dates moved"]


class TestProblems:
    def test_stop_the_figures_and_are_listed_by_place(self, root: Path, show: Show) -> None:
        replace(root, f"{NOVEMBER}/audits.csv", "nov-01,south", "nov-01,sooth")
        said = show(status=1)
        assert "figures were not compared" in said
        assert "New problems (1)\n  audits_data/2023-11/audits.csv:2 team  error  " in said
        assert "sooth" not in said

    def test_that_were_there_before_stop_the_figures_too_and_are_told_as_gone(
        self, root: Path, told: Told
    ) -> None:
        replace(root, f"{NOVEMBER}/audits.csv", "nov-01,south", "nov-01,sooth")
        commit(root)
        replace(root, f"{NOVEMBER}/audits.csv", "nov-01,sooth", "nov-01,south")
        found = told()
        assert not found["figures_compared"]
        assert [problem["line"] for problem in found["problems"]["gone"]] == [2]

    def test_on_a_line_that_moved_are_the_same(self) -> None:
        def side(line: int) -> Side:
            return Side((Problem(Place("audits.csv", line), "wrong-grade", "is no grade"),))

        found = compare("abc", side(2), side(7), figures_compared=False)
        assert not found.problems_new
        assert not found.problems_gone

    def test_a_second_one_of_the_same_kind_is_new(self) -> None:
        one = Problem(Place("audits.csv", 2), "wrong-grade", "is no grade")
        other = Problem(Place("audits.csv", 3), "wrong-grade", "is no grade")
        assert compare("abc", Side((one,)), Side((one, other)), figures_compared=False).problems_new == (
            other,
        )


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        (None, Action("2023-11", DAY, False), "opened"),
        (Action("2023-11", DAY, False), Action("2023-11", DAY, True), "closed"),
        (Action("2023-11", DAY, False), Action("2023-11", date(2024, 1, 4), False), "slipped"),
        (Action("2023-11", DAY, False), Action("2023-11", date(2023, 12, 1), False), "brought forward"),
        (Action("2023-11", DAY, True), Action("2023-11", DAY, False), "opened again"),
        (Action("2023-11", DAY, True), None, "gone"),
        (Action("2023-11", DAY, False), Action("2023-11", DAY, False), None),
        (Action("2023-11", DAY, True), Action("2023-11", date(2024, 1, 4), True), None),
    ],
)
def test_actions(was: Action | None, now: Action | None, kind: str | None) -> None:
    before, after = (Side((), {"a1": action} if action else {}) for action in (was, now))
    found = compare("abc", before, after, figures_compared=True)
    assert [change.kind for change in found.actions] == ([kind] if kind else [])


def test_an_edition_dated_anew_while_a_draft_is_no_change() -> None:
    one, other = (Side((), {}, {"2023-11": Planned("2023-11", None, day)}) for day in (DAY, date(2024, 1, 4)))
    assert compare("abc", one, other, figures_compared=True).nothing


class TestMarkdown:
    def test_is_tables_with_what_is_long_folded_away(
        self, root: Path, show: Show, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generator.editions.diffing.report.MOST_ROWS", 5)
        monkeypatch.setattr("generator.editions.diffing.report.MOST_FOLDED", 10)
        regrade(root)
        said = show("--format", "markdown")
        assert "### Figures of published editions (21)\n\n| Figure | Was | Is | Editions |\n| --- |" in said
        assert "<details><summary>16 more</summary>" in said
        assert "6 more are not listed here" in said

    def test_names_stay_text(self, root: Path, show: Show) -> None:
        replace(root, "site_config/framework.yml", "name: South", 'name: "S|*x*"')
        commit(root)
        regrade(root)
        assert "S\\|\\*x\\*" in show("--format", "markdown")


class TestRevision:
    def test_is_laid_out_by_an_older_python_too_without_links(
        self, root: Path, show: Show, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (root / "content" / "elsewhere").symlink_to("/etc")
        commit(root)
        (root / "content" / "elsewhere").unlink()
        monkeypatch.delattr("tarfile.data_filter", raising=False)
        regrade(root)
        assert "21 figures of published editions change (2023-11)" in show()

    @pytest.mark.parametrize("named", ["nowhere", "HEAD~9", "", "--output=x", "HEAD:council"])
    def test_unknown_is_said(self, show: Show, named: str) -> None:
        assert "git knows no revision" in show("--", named, status=2)

    def test_may_be_a_branch_a_tag_or_a_hash(self, root: Path, show: Show) -> None:
        git(root, "tag", "as-published")
        git(root, "branch", "before")
        regrade(root)
        commit(root)
        for named in ("as-published", "before", "HEAD~1", git(root, "rev-parse", "HEAD~1").strip()):
            assert "21 figures of published editions" in show(named)

    def test_that_held_no_portal_is_said(self, root: Path, show: Show) -> None:
        tree = git(root, "hash-object", "-t", "tree", "-w", os.devnull).strip()
        bare = git(root, "commit-tree", "-m", "Nothing yet", tree).strip()
        assert f"revision {bare[:10]} holds no portal here" in show(bare, status=2)

    def test_without_a_repository_or_a_commit(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        alone = Path(shutil.copytree(EXAMPLE, tmp_path / "alone"))
        for said in ("is in no git repository", "nothing was committed yet"):
            with pytest.raises(SystemExit) as left:
                main(["diff", "--root", str(alone)])
            assert left.value.code == 2
            assert said in capsys.readouterr().err
            git(alone, "init", "--quiet")

    def test_without_git(self, show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "/nowhere")
        assert "git is not installed" in show(status=3)

    def test_work_tree_index_and_branch_stay_as_they_are(self, root: Path, show: Show) -> None:
        regrade(root)
        (root / "audits_data" / "notes.tmp~").write_text("of someone")

        def state() -> list[object]:
            files = sorted(path for path in root.parent.rglob("*") if path.is_file())
            return [(path, path.read_bytes(), path.stat().st_mtime_ns) for path in files]

        git(root, "status")  # git freshens its index by itself
        before = state()
        show(status=0)
        assert state() == before
