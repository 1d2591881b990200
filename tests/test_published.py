"""What was published stays as it was: a change stops a build, a notice or more data makes a revision."""

import html
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import starmap
from pathlib import Path

import builders
import pytest
from fake_rooms import fake_papers, write_site
from roots import EXAMPLE, NO_PAPERS, copy_built

from generator.editions import inputs as inputs_room
from generator.editions.build import Order, Outcome, build
from generator.editions.check import check
from generator.editions.diffing.report import as_text as report_text
from generator.editions.diffing.side import diff
from generator.editions.make import EditionMaker
from generator.editions.published import record_file
from generator.editions.site import SiteBuilder
from generator.evidence import Edition, assemble
from generator.evidence.locks import lock
from generator.evidence.published import Figure, PublishedRecord, differences, record_of
from generator.evidence.published_json import from_json, to_json
from generator.evidence.revisions import Notice, Revision, forgotten_before, marked
from generator.evidence.settings_words import of_settings
from generator.evidence.shown import Shown, ShownTable, ShownTables, Source
from generator.measures.figures import LearningPoint
from generator.pages.corrections import read_notice
from generator.problems import Problem, as_text, most_important_first, nearest, summary
from generator.settings import load

MONTHS = ("2023-09", "2023-10", "2023-11")
NOVEMBER = "audits_data/2023-11/audits.csv"
TODAY = date(2024, 1, 31)
SAMPLING = "content/pages/sampling.md"
CORRECTED = "corrections/2023-11-1.md"
NOTICE = {
    "edition": "2023-11",
    "on": "2024-01-05",
    "by_role": "Head of Quality Assurance",
    "why": "One grade was typed wrongly.",
}
Change = Callable[[Path], None]


def replaced(file: str, was: str, now: str) -> Change:
    def change(root: Path) -> None:
        text = (root / file).read_text()
        assert was in text
        (root / file).write_text(text.replace(was, now, 1))

    return change


def noticed(**changed: str) -> Change:
    """A notice of correction, as NOTICE but for what is `changed`."""
    lines = [f"{key}: {value}\n" for key, value in (NOTICE | changed).items() if value]

    def change(root: Path) -> None:
        folder = root / "content" / "corrections"
        folder.mkdir(exist_ok=True)
        (folder / "2023-11-1.md").write_text(f"---\n{''.join(lines)}---\n")

    return change


def data_to(day: str) -> Change:
    return replaced("site_config/publication.yml", "data_to: 2023-12-14", f"data_to: {day}")


def git(root: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    ran = subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def publish(root: Path) -> None:
    """Record each edition as it is now, as published from the newest commit."""
    found, _ = inputs_room.read(root, TODAY)
    assert found is not None
    maker = EditionMaker(root, found, TODAY)
    commit = git(root, "rev-parse", "HEAD")
    for edition in maker.choose(()):
        locked = maker.files(edition).locked
        assert locked is not None
        path = root / record_file("staff", edition.month)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(to_json(locked.record.made_of(commit)))


def built(root: Path) -> Outcome:
    return build(Order(root, root / "site"), lambda _: None)


def problems(root: Path, code: str = "") -> list[Problem]:
    return [p for p in built(root).problems if p.severity == "error" and code in p.code]


def page(root: Path, address: str = "", month: str = "2023-11") -> str:
    text = (root / "site" / month / address / "index.html").read_text()
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(text)).split())


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def recorded(root: Path, month: str = "2023-11") -> PublishedRecord:
    return from_json((root / record_file("staff", month)).read_text())


@pytest.fixture(scope="module")
def as_published(warm_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's three editions, committed, published and built: only to be copied."""
    root = tmp_path_factory.mktemp("published") / "root"
    shutil.copytree(warm_example, root, ignore=NO_PAPERS)
    (root / ".gitignore").write_text(".portal/\nsite/\n")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "As published")
    with pytest.MonkeyPatch.context() as patch:
        ready(patch)
        publish(root)
        assert built(root).made == MONTHS
    return root


def ready(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("SOURCE_DATE_EPOCH", "1706659200")
    patch.setattr(SiteBuilder, "build", write_site)
    fake_papers(patch)


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    ready(monkeypatch)


@pytest.fixture
def root(as_published: Path, tmp_path: Path) -> Path:
    return copy_built(as_published, tmp_path / "root")


a_grade_altered = replaced(
    NOVEMBER,
    "Team manager,inadequate,inadequate,inadequate,inadequate",
    "Team manager,inadequate,inadequate,inadequate,requires-improvement",
)
a_point_reworded = replaced(
    "audits_data/2023-11/learning.csv", "Two moves are missing.", "Moves are missing."
)


def sampling_reworded(root: Path) -> None:
    (root / SAMPLING).write_text("Files are drawn by team.\n")


the_report_reworded = replaced("content/reports/2023-11.md", "what audits find", "what audits teach")
RECEIVED_LATE = (
    "nov-09,south,in-care,2023-12-10,Team manager,good,good,good,good,good,good,2023-12-21,2023-12-22,"
    "agreed,meets,2023-05-01,2023-11-01,given,given,not applicable,yes,,,,2023-12-20"
)


class TestAChange:
    def test_none_leaves_every_edition_as_published(self, root: Path) -> None:
        shutil.rmtree(root / "site")
        assert built(root).made == MONTHS
        assert "Revision" not in page(root)

    def test_of_a_value_stops_with_what_it_was_and_is(self, root: Path) -> None:
        a_grade_altered(root)
        found = [p.message for p in problems(root, "published-figure")]
        assert (
            "edition 2023-11, Grades · overall · November 2023 · moderated · Inadequate: "
            "was 1 of 8 (13%) [p], is none" in found
        )
        assert any("Requires improvement: was 5 of 8 (62%) [p], is 6 of 8 (75%) [p]" in m for m in found)

    def test_names_the_records_that_did_it(self, root: Path) -> None:
        a_grade_altered(root)
        found = problems(root, "published-figure")
        assert {str(p.place) for p in found} == {f"{NOVEMBER}:2"}
        assert all("content/corrections/2023-11-1.md" in p.hint for p in found)

    def test_says_so_where_git_does_not_know_them(self, root: Path) -> None:
        a_grade_altered(root)
        shutil.rmtree(root / ".git")
        found = problems(root, "published-figure")
        assert {p.place.file for p in found} == {"published/staff/2023-11.json"}
        assert "git does not tell" in found[0].hint

    @pytest.mark.parametrize("change", [a_point_reworded, the_report_reworded])
    def test_of_words_stops_and_quotes_none_of_them(self, root: Path, change: Change) -> None:
        change(root)
        (found,) = problems(root)
        assert found.code == "published-words"
        assert "the published text has changed" in found.message
        assert "moves" not in f"{found.message} {found.hint}".lower()

    def test_of_words_on_how_audits_are_done_stops_each_edition_that_has_them(self, root: Path) -> None:
        (root / SAMPLING).write_text("Files are drawn by team.\n")
        found = problems(root)
        assert [p.message for p in found] == [
            f"edition {month}, How audits are done · Sampling: the published text has changed"
            for month in MONTHS
        ]
        assert all("<YYYY-MM>-<name>.md" in p.hint for p in found)

    def test_of_those_words_for_later_editions_alone_is_none(self, root: Path) -> None:
        shutil.rmtree(root / "published" / "staff")
        (root / "content/pages/2023-10-sampling.md").write_text("Files are drawn by team.\n")
        built(root)
        told = {month: "Files are drawn by team." in page(root, "method", month) for month in MONTHS}
        assert told == {"2023-09": False, "2023-10": True, "2023-11": True}

    def test_leaves_the_last_good_portal(self, root: Path) -> None:
        built(root)
        before = page(root, "findings/grades")
        a_grade_altered(root)
        assert problems(root)
        assert page(root, "findings/grades") == before

    def test_of_an_early_month_stops_each_edition_that_shows_it(self, root: Path) -> None:
        replaced("audits_data/2023-09/audits.csv", "inadequate,2023-09-12", "good,2023-09-12")(root)
        told = {p.message.split(",")[0] for p in problems(root)}
        assert told == {"edition 2023-09", "edition 2023-10", "edition 2023-11"}

    def test_is_looked_for_in_no_later_month(self, root: Path) -> None:
        a_grade_altered(root)
        replaced("audits_data/2023-09/audits.csv", "inadequate,2023-09-12", "good,2023-09-12")(root)
        told = [p for p in problems(root) if "edition 2023-09" in p.message]
        assert told
        assert all("2023-11/" not in p.hint for p in told)

    def test_in_the_taxonomy_that_adds_a_theme_is_none(self, root: Path) -> None:
        with (root / "site_config" / "themes.yml").open("a") as themes:
            themes.write(NEW_THEME)
        assert not problems(root)

    def test_into_a_draft_is_refused(self, root: Path) -> None:
        replaced("site_config/publication.yml", "published_on: 2023-12-21, ", "")(root)
        replaced("site_config/publication.yml", ", data_to: 2023-12-14", "")(root)
        assert [p.code for p in problems(root)] == ["published-edition"]

    def test_of_the_day_of_publication_is_refused(self, root: Path) -> None:
        replaced("site_config/publication.yml", "published_on: 2023-11-24", "published_on: 2023-11-23")(root)
        (found,) = problems(root)
        assert found.place.file == "site_config/publication.yml"
        line = (root / found.place.file).read_text().splitlines()[found.place.line - 1]
        assert "2023-11-23" in line
        assert found.message == "edition 2023-10 was published on 2023-11-24, and its date is now 2023-11-23"

    def test_of_the_record_itself_is_told(self, root: Path) -> None:
        (root / record_file("staff", "2023-11")).write_text("{}")
        assert [p.code for p in problems(root)] == ["published-record"]


class TestWhatIsToldOfAChange:
    @pytest.mark.parametrize(
        ("change", "file"),
        [
            (the_report_reworded, "reports/2023-11.md"),
            (sampling_reworded, "pages/sampling.md"),
        ],
    )  # fmt: skip
    def test_in_words_of_staff_is_their_own_file_and_no_record_that_came_late(
        self, root: Path, change: Change, file: str
    ) -> None:
        an_audit_received_late(root)
        change(root)
        found = problems(root)
        assert {p.place.file for p in found} == {f"content/{file}"}
        assert all("audits.csv" not in p.hint for p in found)

    def test_in_a_figure_is_no_file_of_words(self, root: Path) -> None:
        the_report_reworded(root)
        a_grade_altered(root)
        found = problems(root, "published-figure")
        assert {p.place.file for p in found} == {NOVEMBER}
        assert all("content/reports" not in p.hint for p in found)

    def test_of_one_record_in_three_editions_is_one_problem_and_one_notice(self, root: Path) -> None:
        replaced("audits_data/2023-09/audits.csv", "inadequate,2023-09-12", "good,2023-09-12")(root)
        found = problems(root)
        told = as_text(most_important_first(found))
        assert len(found) > len({p.cause for p in found})
        assert summary([p for p in found if p.code == "published-figure"]).startswith("1 problem;")
        assert told.count("say why in one file, content/corrections/2023-09-1.md") == 1
        assert "edition: 2023-09 and later, on: (the day), by_role:, why:" in told
        assert "2023-10-1.md" not in told

    def test_is_mended_by_that_one_notice(self, root: Path) -> None:
        replaced("audits_data/2023-09/audits.csv", "inadequate,2023-09-12", "good,2023-09-12")(root)
        noticed(edition="2023-09 and later")(root)
        shutil.move(root / "content" / CORRECTED, root / "content/corrections/2023-09-1.md")
        assert not problems(root)


LESSON = replaced(
    "site_config/themes.yml", "Say what each thing meant for the child.", "Say why each thing matters."
)


class TestARecordThatIsGone:
    @pytest.fixture
    def gone(self, root: Path) -> Path:
        git(root, "add", "published")
        git(root, "commit", "--quiet", "--message", "Published")
        (root / record_file("staff", "2023-10")).unlink()
        return root

    def test_stops_and_says_how_to_take_it_back(self, gone: Path) -> None:
        (found,) = check(gone, TODAY)
        assert found.place.file == "published/staff/2023-10.json"
        assert found.hint == "take it back: git checkout HEAD -- published/staff/2023-10.json"

    def test_is_told_by_what_differs(self, gone: Path) -> None:
        found, settings = diff(gone, "HEAD", TODAY)
        assert "2023-10  record removed" in report_text(found, settings)
        git(gone, "add", "published")
        git(gone, "commit", "--quiet", "--message", "Gone")
        found, settings = diff(gone, "HEAD~1", TODAY)
        assert "2023-10  record removed" in report_text(found, settings)
        assert not found.nothing

    def test_is_not_known_without_a_repository(self, gone: Path) -> None:
        shutil.rmtree(gone / ".git")
        assert check(gone, TODAY) == []


class TestWordsOfTheSettings:
    @pytest.mark.parametrize(
        ("file", "was", "now", "name"),
        [
            (
                "themes",
                "lesson: Say what each",
                "lesson: Say each",
                "Chronologies · the lesson in a sentence",
            ),
            ("themes", "title: Chronologies", "title: Life stories", "Lesson · Life stories · its title"),
            ("themes", "what: A chronology lists", "what: It is", "Lesson · Chronologies · what it is"),
            ("themes", "{title: Plans in plain words}", "{title: P}", "Lesson · Plans · where to read more"),
            ("framework", "name: Planning", "name: Plans", "Area of practice · Plans · its name"),
            ("framework", "What happened to", "What of", "Area of practice · Chronology · what it asks"),
            ("framework", "name: North", "name: Riverside", "Team · Riverside · its name"),
            ("framework", "name: Inadequate", "name: Not enough", "Grade · Not enough · its name"),
        ],
    )
    def test_stop_each_edition_that_shows_them(
        self, root: Path, file: str, was: str, now: str, name: str
    ) -> None:
        before = (root / "site_config" / f"{file}.yml").read_text()
        line = before[: before.index(was)].count("\n") + 1
        replaced(f"site_config/{file}.yml", was, now)(root)
        found = problems(root, "published-words")
        assert [p.message.split(",")[0] for p in found] == [f"edition {month}" for month in MONTHS]
        assert all(name in p.message for p in found)
        assert {str(p.place) for p in found} == {f"site_config/{file}.yml:{line}"}
        assert all("put the words back, or say why in one file" in p.hint for p in found)
        assert all("2023-09-1.md, of four lines: edition: 2023-09 and later" in p.hint for p in found)
        assert all(was not in f"{p.message} {p.hint}" for p in found)

    def test_pass_with_one_notice_as_the_next_revision(self, root: Path) -> None:
        LESSON(root)
        noticed(edition="2023-09 and later")(root)
        shutil.move(root / "content" / CORRECTED, root / "content/corrections/2023-09-1.md")
        assert not problems(root)
        assert "Lesson · Chronologies · the lesson in a sentence" in page(root, "about", "2023-09")
        publish(root)
        assert [recorded(root, month).revision for month in MONTHS] == [2, 2, 2]
        assert not problems(root)

    def test_are_listed_by_what_differs_since_a_commit(self, root: Path) -> None:
        LESSON(root)
        found, settings = diff(root, "HEAD", TODAY)
        assert "Lesson · Chronologies · the lesson in a sentence" in report_text(found, settings)

    def test_may_be_others_from_a_period_on(self, root: Path) -> None:
        built(root)
        before = contents(root / "site")
        later = (
            "  - from: 2023-12\n    areas:\n      - {id: chronology, name: Life story}\n"
            "      - {id: planning, name: Plans}\nteams:\n"
        )
        replaced("site_config/framework.yml", "teams:\n", later)(root)
        assert not problems(root)
        assert contents(root / "site") == before

    def test_that_readers_look_for_may_change(self, root: Path) -> None:
        replaced("site_config/themes.yml", "    area: planning", "    synonyms: [goals]\n    area: planning")(
            root
        )
        assert not problems(root)

    def test_are_not_missed_in_records_that_do_not_hold_them_yet(self, root: Path) -> None:
        for month in MONTHS:
            record = recorded(root, month)
            texts = {key: text for key, text in record.texts.items() if not of_settings(key)}
            (root / record_file("staff", month)).write_text(to_json(replace(record, texts=texts)))
        assert not problems(root)


class TestANotice:
    def test_lets_a_change_pass_as_the_second_revision(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        assert not problems(root)
        manifest = (root / "site" / "2023-11" / "edition.json").read_text()
        assert '"revision": "2"' in manifest

    def test_stands_on_the_pages_with_old_figures_beside_new(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        built(root)
        for address in ("", "report", "about"):
            told = page(root, address)
            assert "One grade was typed wrongly." in told
            assert "5 January 2024, Head of Quality Assurance" in told
        assert (
            "Grades · overall · November 2023 · moderated · Requires improvement "
            "5 of 8 (62%) 6 of 8 (75%) [r]" in page(root, "about")
        )

    def test_marks_what_it_changed_and_nothing_else(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        built(root)
        grades = page(root, "findings/grades")
        assert "6 of 8 (75%) [r]" in grades
        assert "3 of 8 (37%) [r]" not in grades
        figures = (root / "site/2023-11/data/figures.csv").read_text()
        assert "2023-11,moderated,overall,all,requires-improvement,6,8,75,[p] [r]" in figures
        assert "[r]" not in (root / "site/2023-10/data/figures.csv").read_text()
        assert "[r]" in (root / "site/data/figures.csv").read_text()

    def test_marks_a_figure_in_a_sentence_as_in_a_table(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        built(root)
        grades = page(root, "findings/grades")
        assert "None of eight [r] stand at inadequate." in grades
        assert "Moderators graded two of eight audits good" in grades
        assert "Figures marked [r] have been revised" in grades

    def test_is_the_same_before_and_after_it_is_published(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        built(root)
        before = page(root, "about")
        publish(root)
        assert not problems(root)
        assert page(root, "about") == before
        assert [len(r.was) > 0 for r in recorded(root).revisions] == [False, True]

    def test_dated_after_today_is_a_mistake(self, root: Path) -> None:
        a_grade_altered(root)
        noticed(on="2024-02-01")(root)
        assert [p.message for p in problems(root, "notice")] == ["2024-02-01 is after 2024-01-31, today"]

    def test_that_is_published_explains_no_later_change(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        publish(root)
        a_point_reworded(root)
        assert [p.code for p in problems(root)] == ["published-words"]

    def test_names_the_earlier_revision_and_its_commit(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        built(root)
        about = page(root, "about")
        assert "Revision 1, 21 December 2023" in about
        assert f"commit {recorded(root).commit[:10]}" in about

    def test_of_a_change_that_is_none_is_a_mistake(self, root: Path) -> None:
        noticed()(root)
        assert [p.code for p in problems(root)] == ["notice-without-change"]

    def test_of_changed_words_names_them_and_keeps_no_old_ones(self, root: Path) -> None:
        a_point_reworded(root)
        noticed()(root)
        built(root)
        assert "Words that changed: Learning point · Chronologies · November 2023" in page(root, "about")
        publish(root)
        assert "Two moves" not in (root / record_file("staff", "2023-11")).read_text()


class TestAForgottenAudit:
    @pytest.fixture
    def told(self, root: Path) -> Path:
        a_grade_altered(root)
        noticed(why="A family asked us to forget.", forgets="yes")(root)
        built(root)
        return root

    def test_gives_no_old_values(self, told: Path) -> None:
        about = page(told, "about")
        assert "A family asked us to forget." in about
        assert "the earlier figures are not shown" in about
        assert "5 of 8" not in about

    def test_marks_nothing_since_a_mark_tells_which_grade_it_had(self, told: Path) -> None:
        assert "[r]" not in (told / "site/2023-11/data/figures.csv").read_text()
        assert "[r]" not in page(told, "findings/grades")

    def test_takes_the_old_values_of_earlier_revisions_along(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        publish(root)
        replaced(NOVEMBER, "inadequate,requires-improvement", "inadequate,good")(root)
        noticed(on="2024-01-08", forgets="yes")(root)
        shutil.move(root / "content" / CORRECTED, root / "content/corrections/2023-11-2.md")
        publish(root)
        key = "grades/area=overall/month=2023-11/stage=moderated/team=all/requires-improvement"
        assert all(key not in revision.was for revision in recorded(root).revisions)

    def test_makes_a_revision_though_the_present_edition_shows_it_no_longer(self, root: Path) -> None:
        a_grade_altered(root)
        noticed()(root)
        publish(root)
        noticed(on="2024-01-08", forgets="yes")(root)
        shutil.move(root / "content" / CORRECTED, root / "content/corrections/2023-11-2.md")
        assert not problems(root)
        publish(root)
        revisions = recorded(root).revisions
        assert forgotten_before(revisions) == len(revisions) == 3
        assert not any(revision.was or revision.words for revision in revisions)
        assert page(root, "about").count("the earlier figures are not shown") == 2

    def test_makes_one_in_each_edition_that_the_notice_is_for(self, root: Path) -> None:
        noticed(edition="2023-09 and later", forgets="yes")(root)
        shutil.move(root / "content" / CORRECTED, root / "content/corrections/2023-09-1.md")
        assert not problems(root)
        publish(root)
        assert [forgotten_before(recorded(root, month).revisions) for month in MONTHS] == [2, 2, 2]
        assert not problems(root)

    def test_leaves_other_notices_that_change_nothing_mistakes(self) -> None:
        day = date(2024, 1, 5)
        forgets, other = Notice("a", day, "Head", "x", forgets=True), Notice("b", day, "Head", "y")
        record = a_record({}, {})
        found, _ = load(EXAMPLE)
        assert found is not None
        held = lock(record, record, (forgets, other), found.publication)
        assert (held.record.revisions[-1].notices, held.idle) == ((forgets,), (other,))


def an_audit_received_late(root: Path) -> None:
    head, *rows = (root / NOVEMBER).read_text().splitlines()
    rows = [f"{head},received_on", *(f"{row}," for row in rows), RECEIVED_LATE]
    (root / NOVEMBER).write_text("\n".join(rows) + "\n")


def added(file: str, line: str) -> Change:
    def change(root: Path) -> None:
        (root / file).write_text(f"{(root / file).read_text().rstrip()}\n{line}\n")

    return change


LATE: Mapping[str, Change] = {
    "a sign-off": replaced(NOVEMBER, "2023-11-12,,,meets", "2023-11-12,2023-12-18,agreed,meets"),
    "a child made safe": replaced(NOVEMBER, ",Head of Service,", ",Head of Service,2023-12-15"),
    "an audit with its moderation": an_audit_received_late,
    "a completion": replaced(
        "audits_data/2023-09/actions.csv", "2023-10-10,2023-09-25,,", "2023-10-10,2023-09-25,2023-12-28,"
    ),
    "a regrade": added("audits_data/regrades.csv", "nov-01,chronology,inadequate,good,2024-01-01,"),
    "an event": added("audits_data/events.csv", "2023-12-15,Visit,inspection,plans,,Plans again."),
    "an answer": replaced("audits_data/requests.csv", ",2023-12-21,,", ",2023-12-21,2023-12-21,Trends."),
}
"""What came after the newest edition's data_to, while no later month has an audit."""


class TestWhatIsTypedInAfterTheNewestEdition:
    @pytest.mark.parametrize("what", LATE)
    def test_changes_no_byte_of_it(self, root: Path, what: str) -> None:
        built(root)
        before = contents(root / "site")
        LATE[what](root)
        assert not problems(root)
        assert contents(root / "site") == before

    def test_is_a_mistake_where_it_lies_after_today(self, root: Path) -> None:
        added("audits_data/events.csv", "2024-02-01,Visit,inspection,plans,,Plans again.")(root)
        (found,) = problems(root)
        assert found.message == "2024-02-01 is after 2024-01-31, today"


class TestWhatArrivesLate:
    @pytest.fixture
    def late(self, root: Path) -> Path:
        """An audit of November that came in on 20 December, when December's had begun."""
        an_audit_received_late(root)
        december = root / "audits_data" / "2023-12" / "audits.csv"
        december.parent.mkdir()
        december.write_text("audit_id,team,audited_on,primary_overall\ndec-01,south,2023-12-19,good\n")
        return root

    def test_changes_nothing_until_the_edition_is_to_know_more(self, late: Path) -> None:
        found = [p for p in built(late).problems if p.code == "late-audits"]
        assert [(p.severity, p.place.file) for p in found] == [("warning", "site_config/publication.yml")]
        assert "1 of 2023-11 (which knows up to 2023-12-14)" in found[0].message
        assert not problems(late)
        assert "Revision" not in page(late)

    def test_then_comes_as_a_planned_revision_without_a_notice(self, late: Path) -> None:
        data_to("2024-01-10")(late)
        assert not [p for p in built(late).problems if p.code in ("late-audits", "published-figure")]
        about = page(late, "about")
        assert "Revision 2, 10 January 2024" in about
        assert "A planned revision: it knows what was recorded up to 10 January 2024." in about
        assert "2 of 8 (25%) 3 of 9 (33%) [r]" in about

    def test_in_one_edition_changes_nothing_in_the_next(self, root: Path) -> None:
        """Which tells what was done since the day that the one before knew, when it was published."""
        built(root)
        before = contents(root / "site" / "2023-11")
        moved = replaced(
            "site_config/publication.yml",
            "month: 2023-10, published_on: 2023-11-24, data_to: 2023-11-17",
            "month: 2023-10, published_on: 2023-11-24, data_to: 2023-12-31",
        )
        moved(root)
        assert not problems(root)
        assert contents(root / "site" / "2023-11") == before

    def test_covers_no_record_that_was_altered_meanwhile(self, late: Path) -> None:
        data_to("2024-01-10")(late)
        a_grade_altered(late)
        assert problems(late, "published-figure")

    def test_may_bring_new_words_of_staff_with_it(self, late: Path) -> None:
        data_to("2024-01-10")(late)
        the_report_reworded(late)
        assert not problems(late)
        assert "Words that changed: Panel report · Introduction and background" in page(late, "about")


@pytest.fixture(scope="class")
def revised(as_published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Path]]:
    """Gives roots to be revised, which the tests of a class share: they only read them."""
    with pytest.MonkeyPatch.context() as patch:
        ready(patch)
        yield lambda: copy_built(as_published, tmp_path_factory.mktemp("revised") / "root")


@pytest.fixture(scope="class")
def corrected_last(revised: Callable[[], Path]) -> Path:
    """A late audit makes November nine audits, and then one of them is corrected."""
    root = revised()
    an_audit_received_late(root)
    data_to("2024-01-04")(root)
    publish(root)
    a_grade_altered(root)
    noticed()(root)
    assert not problems(root)
    return root


@pytest.fixture(scope="class")
def planned_last(revised: Callable[[], Path]) -> Path:
    """The other way round."""
    root = revised()
    a_grade_altered(root)
    noticed()(root)
    publish(root)
    an_audit_received_late(root)
    data_to("2024-01-10")(root)
    assert not problems(root)
    return root


class TestAThirdRevision:
    def test_lists_each_change_as_the_revision_made_it(self, planned_last: Path) -> None:
        third, second = page(planned_last, "about").split("What revision 2 changed")
        grade = "Grades · overall · November 2023 · moderated · Requires improvement"
        assert "Figure Before Revision 3" in third
        assert f"{grade} 6 of 8 (75%) [r] 6 of 9 (67%) [r]" in third
        assert second.strip().startswith("Figure Before Revision 2")
        assert f"{grade} 5 of 8 (62%) 6 of 8 (75%) [r]" in second

    def test_keeps_what_the_second_changed_marked(self, corrected_last: Path) -> None:
        assert "3 of 9 (33%) [r]" in page(corrected_last, "findings/grades")

    def test_keeps_a_total_that_the_second_changed_marked(self, corrected_last: Path) -> None:
        assert "9 [r]" in page(corrected_last, "findings/grades")

    def test_that_is_planned_leaves_the_way_to_the_correction_on_the_first_page(
        self, planned_last: Path
    ) -> None:
        home = (planned_last / "site/2023-11/index.html").read_text()
        assert "Revision 3, 10 January 2024" in home
        assert 'Corrected before: <a href="./about/#revision-2-5-january-2024">' in home

    def test_folds_a_long_table(self, planned_last: Path) -> None:
        about = (planned_last / "site/2023-11/about/index.html").read_text()
        assert re.search(r"<summary>\d\d+ figures changed</summary>", about)

    def test_says_first_where_the_one_of_a_meeting_stays(self, root: Path) -> None:
        with (root / "site_config" / "publication.yml").open("a") as settings:
            settings.write("meetings: [{forum: Scrutiny Panel, date: 2024-01-03}]\n")
        publish(root)
        a_grade_altered(root)
        noticed()(root)
        assert not problems(root)
        first = page(root, "about").split("Revision 1, 21 December 2023")[1]
        assert first.strip().startswith("It went to the Scrutiny Panel on 3 January 2024.")


class TestTheTotalOfARevisedTable:
    """Count and total of a part before each revision -> whether the total of 9 is marked now."""

    @pytest.mark.parametrize(
        ("before", "is_marked"),
        [
            ([{"good": (1, 9)}], False),
            ([{"good": (1, 8)}], True),
            ([{"good": (1, 8)}, {"good": (2, 9)}], True),
            ([{"good": (1, 9)}, {"good": (2, 8)}], True),
            ([{"good": (0, None), "poor": (1, 9)}], False),
            ([{"good": (0, None)}], True),
        ],
    )
    def test_is_marked_once_any_revision_changed_it(
        self, before: list[dict[str, tuple[int, int | None]]], is_marked: bool
    ) -> None:
        where = (("month", "2023-11"),)

        def figure(part: str, count: int, total: int | None) -> Shown:
            return Shown(Source("grades", where, part), count, total, None)

        parts = {part: figure(part, count, 9) for part, count in (("good", 3), ("poor", 6))}
        table = ShownTable("grades", where, parts, figure("total", 9, 9), figure("left-out", 0, 9))
        day = date(2023, 12, 14)
        revisions = [
            Revision(day, day, was={as_was.source.name: as_was for as_was in starmap(figure, olds)})
            for olds in ([(part, *old) for part, old in was.items()] for was in before)
        ]
        (now,) = marked(ShownTables({("grades", where): table}), revisions).tables.values()
        assert ("r" in now.total.marks) is is_marked


@pytest.fixture(scope="module")
def read() -> Callable[..., list[str]]:
    settings, _ = load(EXAMPLE)
    assert settings is not None

    def codes(name: str = "2023-11-1.md", extra: str = "", **changed: str) -> list[str]:
        lines = (f"{key}: {value}\n" for key, value in (NOTICE | changed).items() if value)
        text = f"---\n{''.join(lines)}---\n{extra}"
        file, roles = f"content/corrections/{name}", {"named nurse"}
        found = read_notice(file, text, settings, MONTHS, roles, today=TODAY)[1]
        return [f"{p.code}?" if p.severity == "warning" else p.code for p in found]

    return codes


class TestAMalformedNotice:
    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"edition": "2023-12"}, "unknown-edition"),
            ({"edition": ""}, "missing-value"),
            ({"why": ""}, "missing-value"),
            ({"by_role": ""}, "missing-value"),
            ({"on": ""}, "missing-value"),
            ({"on": "5 January"}, "not-a-date"),
            ({"on": "2023-12-01"}, "notice-too-early"),
            ({"on": "2031-01-15"}, "notice-too-late"),
            ({"by_role": "Jane Example"}, "person-not-role"),
            ({"by_role": "Mrs Example, Quality Manager"}, "person-not-role"),
            ({"by_role": "Manager (Jane Example)"}, "person-not-role"),
            ({"forgets": "perhaps"}, "unknown-value"),
            ({"edition": "2023-09 and later"}, "notice-name"),
            ({"name": "mistake.md"}, "notice-name"),
            ({"extra": "More words.\n"}, "unknown-key"),
            ({"extra": "why: Another.\n"}, "duplicate-key"),
        ],
    )
    def test_is_told(self, read: Callable[..., list[str]], changed: Mapping[str, str], code: str) -> None:
        assert read(**changed) == [code]

    @pytest.mark.parametrize(
        "changed",
        [
            {},
            {"by_role": "Team Manager, Safeguarding"},
            {"by_role": "Head of Service (Quality Assurance)"},
            {"by_role": "Caseworker"},
            {"by_role": "Local Government Ombudsman"},
            {"by_role": "Named Nurse"},
            {"forgets": "yes"},
            {"edition": "2023-10, 2023-11", "name": "2023-10-2.md"},
            {"edition": "2023-09 and later", "name": "2023-09-1.md"},
        ],
    )
    def test_is_none_of_these(self, read: Callable[..., list[str]], changed: Mapping[str, str]) -> None:
        assert read(**changed) == []

    def test_of_a_month_without_edition_means_the_nearest(self) -> None:
        assert nearest("2023-08", MONTHS) == "2023-09"
        assert nearest("2024-02", MONTHS) == "2023-11"

    @pytest.mark.parametrize("role", ["Buddy", "Custodian of records"])
    def test_stops_nobody_by_a_role_that_the_product_has_not_heard_of(
        self, read: Callable[..., list[str]], role: str
    ) -> None:
        assert read(by_role=role) == ["person-not-role?"]


class TestARecord:
    def test_comes_back_from_its_text_as_it_was(self, as_published: Path) -> None:
        record = recorded(as_published)
        assert from_json(to_json(record)) == record

    @pytest.mark.parametrize("count", ["Infinity", "-Infinity", "NaN", "1e999", '"8"', "[]"])
    def test_is_none_where_a_figure_is_no_number(self, count: str) -> None:
        text = to_json(a_record({"grades/a": (8, 8, 100, "")}, {})).replace("[8, 8,", f"[{count}, 8,")
        with pytest.raises(ValueError, match=r"number|figure"):
            from_json(text)

    def test_holds_each_of_two_points_with_the_same_words(self) -> None:
        def texts_of(*points: LearningPoint) -> Mapping[str, str]:
            measured = builders.everything("pandas")
            edition = Edition("2023-11", date(2023, 12, 14), date(2023, 12, 21))
            e = assemble(measured, builders.settings(), edition)
            texts = record_of(replace(e, extracts=replace(e.extracts, points=points)), {}).texts
            return {key: text for key, text in texts.items() if not of_settings(key)}

        plain = LearningPoint("2023-11", "plans", "improvement", "", "", "auditor", "Two moves.", "")
        told = replace(plain, impact="He told it again.")
        (both,) = texts_of(plain, told).values()
        assert (both.count("Two moves."), both.count("He told it again.")) == (2, 1)
        assert texts_of(told, plain) == texts_of(plain, told) != texts_of(told)
        assert texts_of(plain, plain) != texts_of(plain)

    def test_holds_one_figure_a_line_sorted(self, as_published: Path) -> None:
        text = (as_published / record_file("staff", "2023-11")).read_text()
        lines = [line for line in text.splitlines() if line.startswith('"grades/')]
        assert lines == sorted(lines)
        assert (
            '"grades/area=overall/month=2023-11/stage=moderated/team=all/good": [2, 8, 25, "[p]"],' in lines
        )

    def test_holds_nothing_of_an_audit_that_is_not_signed_off(self, as_published: Path) -> None:
        assert (
            "Not signed off and not shown" not in (as_published / record_file("staff", "2023-11")).read_text()
        )

    def test_differs_by_what_changed_appeared_and_went(self) -> None:
        was = a_record({"grades/a": (1, 8, 13, ""), "grades/b": (2, 8, 25, "")}, {"report/x": "Old"})
        now = a_record({"grades/a": (2, 8, 25, ""), "grades/c": (1, 8, 13, "")}, {"report/y": "New"})
        assert [(d.key, d.kind) for d in differences(was, now)] == [
            ("grades/a", "figure"), ("grades/b", "gone"), ("grades/c", "appeared"),
            ("report/x", "gone"), ("report/y", "appeared"),
        ]  # fmt: skip

    def test_does_not_differ_by_a_measure_that_is_new_in_the_product(self) -> None:
        was, now = a_record({}, {}, "grades"), a_record({"news/a": (1, 8, 13, "")}, {}, "grades", "news")
        assert differences(was, now) == ()

    def test_reworded_points_of_a_theme_are_one_difference(self) -> None:
        was = a_record({}, {"learning/2023-11/plans/strength/aaaa": "Old."})
        now = a_record({}, {"learning/2023-11/plans/strength/bbbb": "New."})
        assert [(d.was, d.now, d.kind) for d in differences(was, now)] == [("Old.", "New.", "text")]


def a_record(figures: Mapping[str, Figure], texts: Mapping[str, str], *measures: str) -> PublishedRecord:
    first = Revision(date(2023, 12, 21), date(2023, 12, 14))
    known = frozenset(measures or ("grades",))
    return PublishedRecord("2023-11", "staff", date(2023, 12, 21), (first,), known, figures, texts)


NEW_THEME = """
  - id: supervision
    title: Supervision
    area: planning
    lesson: Supervision helps us think.
    what: Time to think about a child with a manager.
    good: [It is regular.]
    monday: Book the next one.
    questions: [When was yours?]
"""
