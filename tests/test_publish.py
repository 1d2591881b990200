"""Publishing: to a folder and to a branch, whole or not at all, nothing of others lost, and recorded."""

import html
import io
import json
import os
import posixpath
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from fake_rooms import PROJECT, fake_papers, write_site
from roots import EXAMPLE, NO_PAPERS, copy_built, quiet

from generator.cli import main
from generator.editions import today as today_room
from generator.editions.build import Order, build
from generator.editions.errors import UserProblemsError, WrongUsageError
from generator.editions.published import record_file
from generator.editions.publishing import folder as folder_room
from generator.editions.publishing.branch import Branch
from generator.editions.publishing.folder import Folder
from generator.editions.publishing.git import committed
from generator.editions.publishing.publish import Published, PublishOrder, publish
from generator.editions.publishing.target import Target, Wanted
from generator.editions.site import SiteBuilder, Source
from generator.evidence.published_json import from_json, to_json
from generator.problems import EnvironmentFailedError

SEPTEMBER, OCTOBER, NOVEMBER = MONTHS = ("2023-09", "2023-10", "2023-11")
SETTINGS = "site_config/publication.yml"
NOVEMBER_AUDITS = "audits_data/2023-11/audits.csv"
A_GRADE = (
    "Team manager,inadequate,inadequate,inadequate,inadequate",
    "Team manager,inadequate,inadequate,inadequate,requires-improvement",
)
NOTICE = """---
edition: 2023-11
on: 2024-01-05
by_role: Head of Quality Assurance
why: One grade was typed wrongly.
---
"""
MEETING = """
meetings:
  - {forum: Scrutiny Panel, date: 2024-01-10}
"""
IDENTITY = {f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(at: Path, *arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=at, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all", ".")
    git(root, "commit", "--quiet", "--message", message)


def unrecord(root: Path, *months: str) -> None:
    """As if these months had never been published from here."""
    for month in months:
        (root / record_file("staff", month)).unlink()
    commit(root, "Not recorded")


def site_with_assets(builder: SiteBuilder, source: Source, target: Path) -> None:
    """An edition without MkDocs, with one shared asset."""
    builder.assets.name = "0123456789abcdef"
    builder.assets._files = {"assets/portal.js": EXAMPLE / "mkdocs.yml"}
    write_site(builder, source, target)


def to(root: Path, folder: Path) -> Target:
    return Folder(root, root / "site", folder)


def published(root: Path, target: Target, *, recorded: bool = False, check: bool = False) -> Published:
    done = publish(PublishOrder(root, root / "site", target, recorded, check), quiet)
    assert not [p for p in done.problems if p.severity == "error"]
    return done


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def of_branch(at: Path, name: str = "portal") -> dict[str, bytes]:
    """What a branch holds, but for the file that hosts of pages need."""
    ran = subprocess.run(["git", "archive", name], cwd=at, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(ran.stdout)) as archive:
        files = [(each.name, archive.extractfile(each)) for each in archive if each.isfile()]
        return {name: file.read() for name, file in files if file and name != ".nojekyll"}


def as_branch(repository: Path, folder: Path) -> None:
    """Let the branch `portal` hold what `folder` does."""
    of = ("--git-dir", str(repository / ".git"), "--work-tree", str(folder))
    index = repository / ".git" / "index"
    before = index.read_bytes() if index.exists() else None
    git(folder, *of, "read-tree", "--empty")
    git(folder, *of, "add", "--all", "--force", ".")
    tree = git(folder, *of, "write-tree")
    if before is not None:
        index.write_bytes(before)
    git(repository, "update-ref", "refs/heads/portal", git(repository, "commit-tree", tree, "-m", "x"))


def edited(file: Path, was: str, now: str) -> None:
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, now))


def make_root(warm: Path, folder: Path, months: tuple[str, ...]) -> Path:
    """The example with these months, each published, recorded and committed, and built."""
    shutil.copytree(warm, folder, ignore=NO_PAPERS)
    for month in {*MONTHS} - {*months}:
        shutil.rmtree(folder / "audits_data" / month)
        for file in (folder / "content").rglob(f"{month}*"):
            file.unlink()
    if months != MONTHS:  # what belongs to no month may name audits of those that are gone
        for file in (folder / "audits_data").glob("*.csv"):
            file.unlink()
    (folder / ".gitignore").write_text(".portal/\nsite/\n.site.lock\n")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Records")
    published(folder, to(folder, folder.parent / f"{folder.name}-first"))
    commit(folder, "Published")
    build(Order(folder, folder / "site"), quiet)
    return folder


@pytest.fixture(scope="module")
def made(warm_example: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Roots that only get copied: all months; the early two; the last one; all, where a meeting had one."""
    at = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        ready(patch)
        kinds = {"all": MONTHS, "early": MONTHS[:2], "last": MONTHS[2:]}
        roots = {name: make_root(warm_example, at / name, months) for name, months in kinds.items()}
        return {**roots, "met": with_a_meeting(copy_built(roots["all"], at / "met"))}


def with_a_meeting(root: Path) -> Path:
    """A built root of all months gets the meeting; a record names it once a revision is replaced."""
    with (root / SETTINGS).open("a") as settings:
        settings.write(MEETING)
    commit(root, "The panel meets")
    build(Order(root, root / "site"), quiet)
    return root


def ready(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("SOURCE_DATE_EPOCH", "1706659200")
    for name, value in IDENTITY.items():
        patch.setenv(name, value)
    patch.setattr(SiteBuilder, "build", site_with_assets)
    fake_papers(patch)


@pytest.fixture(autouse=True)
def _ready(monkeypatch: pytest.MonkeyPatch) -> None:
    ready(monkeypatch)


@pytest.fixture
def root(made: Mapping[str, Path], tmp_path: Path) -> Path:
    return copy_built(made["all"], tmp_path / "root")


@pytest.fixture
def web(tmp_path: Path) -> Path:
    return tmp_path / "web"


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "origin.git")
    return tmp_path / "origin.git"


def clone(made: Mapping[str, Path], name: str, origin: Path) -> Path:
    """A repository of its own whose remote is `origin`."""
    copy = copy_built(made[name], origin.parent / name)
    git(copy, "remote", "add", "origin", str(origin))
    return copy


def start(root: Path, *arguments: str | Path) -> subprocess.Popen[str]:
    """`portal publish` in a process of its own, with all that it starts in one group."""
    command = [sys.executable, "-m", "generator", "publish", "--root", str(root), *map(str, arguments)]
    there = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(
        command,
        env=there,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def killed_at_random_moments(
    run: Callable[[], subprocess.Popen[str]], times: int, check: Callable[[], None]
) -> None:
    """Kill what `run` starts, with all its children, `times` times, and `check` after each."""
    begun = time.monotonic()
    assert run().wait() == 0
    whole, chance = time.monotonic() - begun, random.Random(4)
    for _ in range(times):
        process = run()
        time.sleep(chance.uniform(0.3 * whole, 1.05 * whole))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        check()


class TestToAFolder:
    def test_holds_what_was_built(self, root: Path, web: Path) -> None:
        done = published(root, to(root, web))
        assert done.new == MONTHS
        assert contents(web) == contents(root / "site")

    def test_is_left_alone_where_nothing_changed(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        before = web.stat().st_ino
        assert not published(root, to(root, web)).moved
        assert web.stat().st_ino == before

    def test_shares_no_file_with_the_build(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        assert not (web / NOVEMBER / "index.html").samefile(root / "site" / NOVEMBER / "index.html")

    def test_gets_only_the_edition_that_is_not_as_it_was(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        kept = (web / NOVEMBER / "index.html").stat().st_ino
        (web / OCTOBER / "index.html").write_text("of an older version of the product")
        done = published(root, to(root, web))
        assert (done.new, done.changed) == ((), (OCTOBER,))
        assert contents(web) == contents(root / "site")
        assert (web / NOVEMBER / "index.html").stat().st_ino == kept

    @pytest.mark.parametrize("where", [OCTOBER, "latest"])
    def test_gets_pages_right_that_were_tampered_with_at_their_size_and_time(
        self, root: Path, web: Path, where: str
    ) -> None:
        published(root, to(root, web))
        page = web / where / "index.html"
        found, text = page.stat(), page.read_bytes()
        page.unlink()
        page.write_bytes(text[::-1])
        os.utime(page, ns=(found.st_atime_ns, found.st_mtime_ns))
        published(root, to(root, web))
        assert contents(web) == contents(root / "site")

    def test_loses_folders_and_links_that_were_added(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        (web / OCTOBER / "empty").mkdir()
        (web / SEPTEMBER / "more").symlink_to(root)
        (web / NOVEMBER / "index.html").rename(web.parent / "index.html")
        (web / NOVEMBER / "index.html").symlink_to(web.parent / "index.html")
        assert published(root, to(root, web)).changed == MONTHS
        assert not (web / OCTOBER / "empty").exists()
        assert not [path for path in web.rglob("*") if path.is_symlink()]
        assert contents(web) == contents(root / "site")

    def test_keeps_editions_that_others_published(
        self, made: Mapping[str, Path], tmp_path: Path, web: Path
    ) -> None:
        early, last = (copy_built(made[name], tmp_path / name) for name in ("early", "last"))
        published(last, to(last, web))
        history = (web / "data" / "figures.csv").read_bytes()
        published(early, to(early, web))
        listed = json.loads((web / "versions.json").read_bytes())
        assert [each["version"] for each in listed] == [NOVEMBER, OCTOBER, SEPTEMBER]
        assert contents(web / "latest") == contents(last / "site" / NOVEMBER)
        assert (web / "data" / "figures.csv").read_bytes() == history

    def test_gets_no_draft(self, root: Path, web: Path) -> None:
        shutil.rmtree(root / "published")
        edited(root / SETTINGS, "published_on: 2023-12-21, ", "")
        edited(root / SETTINGS, ", data_to: 2023-12-14", "")
        commit(root, "November waits")
        done = published(root, to(root, web))
        assert done.new == (SEPTEMBER, OCTOBER)
        assert (root / "site" / NOVEMBER).is_dir()
        assert not (web / NOVEMBER).exists()
        assert "2023-11" not in (web / "versions.json").read_text()
        assert contents(web / "latest") == contents(root / "site" / OCTOBER)
        assert not (root / record_file("staff", NOVEMBER)).exists()

    def test_says_what_was_done(self, root: Path, web: Path, capsys: pytest.CaptureFixture[str]) -> None:
        def said(*arguments: str) -> str:
            with pytest.raises(SystemExit) as left:
                main(["publish", "--root", str(root), "--to", str(web), *arguments])
            assert left.value.code == 0
            return capsys.readouterr().out

        unrecord(root, NOVEMBER)
        told = f"published in {web}; new: 2023-09, 2023-10, 2023-11\n"
        assert said("--check").startswith(f"would be {told}would be recorded")
        assert said() == f"{told}recorded, to be committed: published/staff/2023-11.json\n"
        assert said() == f"{web}: no edition is new or changed\n"

    def test_check_writes_nothing(self, root: Path, web: Path) -> None:
        unrecord(root, OCTOBER)
        before = contents(root / "published")
        done = published(root, to(root, web), check=True)
        assert (done.new, done.records) == (MONTHS, (record_file("staff", OCTOBER),))
        assert not web.exists()
        assert contents(root / "published") == before


def corrected(root: Path, number: int, on: str, *grades: str, forgets: str = "no") -> None:
    """November again, with another grade and a notice of it, committed; as revision `number` + 1."""
    edited(root / NOVEMBER_AUDITS, *grades)
    notice = root / "content" / "corrections" / f"2023-11-{number}.md"
    notice.parent.mkdir(exist_ok=True)
    notice.write_text(NOTICE.replace("2024-01-05", on).replace("why:", f"forgets: {forgets}\nwhy:"))
    commit(root, f"Corrected on {on}")


def published_again(root: Path, target: Target) -> Published:
    done = published(root, target)
    commit(root, "Published again")
    return done


AFTER_THE_MEETING = "2024-01-11"
AGAIN = (A_GRADE[1], A_GRADE[1].replace("requires-improvement", "good"))
FIRST = "2023-11-r1"


class TestARevisionThatAMeetingHad:
    """The panel met on 10 January 2024; November was published on 21 December 2023."""

    @pytest.fixture(params=["folder", "branch"])
    def target(self, request: pytest.FixtureRequest, root: Path, web: Path) -> Target:
        return to(root, web) if request.param == "folder" else Branch(root, "portal", push=False)

    def held(self, root: Path, target: Target, web: Path) -> dict[str, bytes]:
        return contents(web) if isinstance(target, Folder) else of_branch(root)

    @pytest.fixture
    def root(self, made: Mapping[str, Path], tmp_path: Path) -> Path:
        return copy_built(made["met"], tmp_path / "root")

    @pytest.fixture
    def before(self, root: Path, target: Target, web: Path) -> dict[str, bytes]:
        published(root, target)
        return self.held(root, target, web)

    def test_stays_beside_the_one_that_replaces_it_and_says_so(
        self, root: Path, target: Target, web: Path, before: dict[str, bytes]
    ) -> None:
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        done = published_again(root, target)
        assert (done.changed, done.stays) == ((NOVEMBER,), (FIRST,))
        now = self.held(root, target, web)
        for name, text in below(before, NOVEMBER).items():
            kept = now[f"{FIRST}/{name}"]
            if name.endswith(".html"):
                here = "../" * (name.count("/") + 1) + NOVEMBER + "/" + name.removesuffix("index.html")
                assert told_of_the_meeting(here) in kept.decode()
                assert supplement(name) in kept.decode()
                assert text in kept
            else:
                assert kept == text
        assert below(now, FIRST).keys() == below(before, NOVEMBER).keys()
        assert below(now, NOVEMBER) == contents(root / "site" / NOVEMBER) != below(before, NOVEMBER)
        assert json.loads(now["versions.json"])[0] == {
            "version": FIRST,
            "title": "November 2023, revision 1",
            "aliases": [],
            "properties": {"hidden": True},
        }
        assert FIRST.encode() not in now["404.html"]

    def test_is_never_changed_again(
        self, root: Path, target: Target, web: Path, before: dict[str, bytes]
    ) -> None:
        assert before
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        published_again(root, target)
        first = below(self.held(root, target, web), FIRST)
        assert not published(root, target).moved
        corrected(root, 2, "2024-01-12", *AGAIN)
        done = published_again(root, target)
        assert (done.changed, done.stays, done.gone) == ((NOVEMBER,), (), ())
        assert below(self.held(root, target, web), FIRST) == first

    def test_goes_where_an_audit_had_to_be_forgotten(
        self, root: Path, target: Target, web: Path, before: dict[str, bytes]
    ) -> None:
        assert before
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        published_again(root, target)
        corrected(root, 2, "2024-01-12", *AGAIN, forgets="yes")
        assert published(root, target, check=True).gone == (FIRST,)
        assert published_again(root, target).gone == (FIRST,)
        now = self.held(root, target, web)
        assert not [name for name in now if FIRST in name]
        assert FIRST.encode() not in b"".join(now.values())
        assert b"It is no longer in the portal" in now[f"{NOVEMBER}/about/index.html"]

    def test_goes_though_what_is_forgotten_was_taken_out_before(
        self, root: Path, target: Target, web: Path, before: dict[str, bytes]
    ) -> None:
        assert before
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        assert published_again(root, target).stays == (FIRST,)
        corrected(root, 2, "2024-01-12", "", "", forgets="yes")
        assert published_again(root, target).gone == (FIRST,)
        assert not below(self.held(root, target, web), FIRST)

    def test_is_linked_from_the_present_edition(
        self, root: Path, target: Target, web: Path, before: dict[str, bytes]
    ) -> None:
        assert before
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        published_again(root, target)
        assert told_of_the_meeting(f"../{NOVEMBER}/") in led_to(self.held(root, target, web))

    @pytest.mark.parametrize(("on", "stays"), [("2024-01-02", ()), ("2024-01-03", (FIRST,))])
    def test_does_not_where_the_papers_hold_the_next_one(
        self, root: Path, web: Path, on: str, stays: tuple[str, ...]
    ) -> None:
        """They went public on 2 January."""
        published(root, to(root, web))
        corrected(root, 1, on, *A_GRADE)
        assert published_again(root, to(root, web)).stays == stays
        assert (web / FIRST).exists() == bool(stays)

    def test_is_said_to_be_elsewhere_where_the_place_never_held_it(
        self, root: Path, target: Target, web: Path
    ) -> None:
        first = from_json((root / record_file("staff", NOVEMBER)).read_text()).commit
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        done = published_again(root, target)
        assert (done.new, done.stays) == (MONTHS, ())
        held = self.held(root, target, web)
        page = led_to(held)
        assert "Revision 1 of November 2023 was never here" in page
        assert "The meeting of the Scrutiny Panel on 10 January 2024 had it." in page
        assert f"commit {first[:10]}." in page
        assert f'href="../{NOVEMBER}/"' in page
        assert not published(root, target).moved
        assert self.held(root, target, web) == held
        corrected(root, 2, "2024-01-12", *AGAIN, forgets="yes")
        assert published_again(root, target).gone == (FIRST,)
        assert not below(self.held(root, target, web), FIRST)

    def test_keeps_the_assets_that_it_needs(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        edited(web / NOVEMBER / "edition.json", "0123456789abcdef", "fedcba9876543210")
        shutil.copytree(web / "assets" / "0123456789abcdef", web / "assets" / "fedcba9876543210")
        corrected(root, 1, AFTER_THE_MEETING, *A_GRADE)
        for publisher in (published_again, published):
            publisher(root, to(root, web))
            assert (web / "assets" / "fedcba9876543210").is_dir()

    @pytest.mark.parametrize("kind", ["folder", "branch"])
    def test_of_another_place_needs_the_assets_there(
        self, made: Mapping[str, Path], tmp_path: Path, web: Path, kind: str
    ) -> None:
        early, last = (copy_built(made[name], tmp_path / name) for name in ("early", "last"))
        published(last, to(last, web))
        edited(web / NOVEMBER / "edition.json", "0123456789abcdef", "fedcba9876543210")
        as_branch(early, web)
        target = to(early, web) if kind == "folder" else Branch(early, "portal", push=False)
        with pytest.raises(WrongUsageError, match=r"lacks assets/fedcba9876543210.*nothing was touched"):
            published(early, target)
        assert not (web / OCTOBER).exists()


def led_to(files: Mapping[str, bytes]) -> str:
    """The page that the link to November's first revision leads to."""
    about = f"{NOVEMBER}/about/"
    (way,) = re.findall(
        r'<a href="([^"]*)">Read revision 1 as that meeting had it</a>',
        html.unescape(files[f"{about}index.html"].decode()),
    )
    return files[posixpath.normpath(posixpath.join(about, way)) + "/index.html"].decode()


def below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {
        name.removeprefix(f"{folder}/"): text for name, text in files.items() if name.startswith(f"{folder}/")
    }


def supplement(page: str) -> str:
    """What leads from a page of the earlier revision to what changed since it was sent."""
    way = f"{'../' * (page.count('/') + 1)}{NOVEMBER}/meetings/2024-01-10/"
    return f' · <a href="{way}">What changed since the papers of 10 January 2024 went out</a></p>'


def told_of_the_meeting(address: str) -> str:
    return (
        "This is revision 1 of November 2023, as the meeting of the Scrutiny Panel on 10 January 2024 "
        "had it. It has been revised since.</strong></p>\n"
        f'<p><a href="{address}">Read this page as it is now</a>'
    )


class TestRefuses:
    def refused(self, root: Path, target: Target, words: str) -> None:
        with pytest.raises(WrongUsageError, match=words):
            published(root, target)

    @pytest.mark.parametrize("file", ["thesis.docx", "index.html", "2023-11/notes.txt", ".git/HEAD"])
    def test_a_folder_that_holds_something_else(self, root: Path, web: Path, file: str) -> None:
        (web / file).parent.mkdir(parents=True)
        (web / file).write_text("dear to someone")
        self.refused(root, to(root, web), "nothing was touched")
        assert contents(web) == {file: b"dear to someone"}

    @pytest.mark.parametrize("place", [".", "..", "site", "site/web", "audits_data/web", "published"])
    def test_a_folder_of_the_portals_own(self, root: Path, place: str) -> None:
        before = contents(root)
        with pytest.raises(WrongUsageError):
            published(root, to(root, root / place))
        assert contents(root) == before

    def test_a_portal_for_another_audience(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        for manifest in web.glob("????-??/edition.json"):
            edited(manifest, '"audience": "staff"', '"audience": "panel"')
        before = contents(web)
        self.refused(root, to(root, web), "for the audience panel, and these are for staff")
        assert contents(web) == before

    def test_to_set_an_edition_back_to_an_earlier_revision(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        edited(web / OCTOBER / "edition.json", '"revision": "1"', '"revision": "2"')
        self.refused(root, to(root, web), "holds revision 2 of 2023-10, which is not recorded here")

    def test_to_replace_an_edition_that_only_others_recorded(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        (web / OCTOBER / "index.html").write_text("theirs")
        unrecord(root, OCTOBER)
        self.refused(root, to(root, web), "holds revision 1 of 2023-10, which is not recorded here")
        assert (web / OCTOBER / "index.html").read_text() == "theirs"

    def test_what_git_does_not_have(self, root: Path, web: Path) -> None:
        git(root, "rm", "--quiet", "--cached", "audits_data/2023-11/audits.csv")
        self.refused(root, to(root, web), r"audits_data/2023-11/audits\.csv.*not committed")
        assert not web.exists()

    def test_what_a_failing_git_says_nothing_of(self, root: Path, web: Path) -> None:
        unrecord(root, *MONTHS)
        report = root / "content" / "reports" / f"{NOVEMBER}.md"
        report.write_text(f"{report.read_text()}\nNot committed.\n")
        (root / ".git" / "index").write_bytes(b"broken")
        with pytest.raises(EnvironmentFailedError, match=r"git can't say what is committed: .*index") as told:
            published(root, to(root, web))
        assert "\n" not in str(told.value)
        assert not web.exists()
        assert not contents(root / "published")

    def test_nothing_that_is_only_looked_at_before_it_is_committed(self, root: Path, web: Path) -> None:
        git(root, "rm", "--quiet", "--cached", "audits_data/2023-11/audits.csv")
        said: list[str] = []
        order = PublishOrder(root, root / "site", to(root, web), check=True)
        assert publish(order, said.append).new
        assert any(line.startswith("note: audits_data/2023-11/audits.csv") for line in said)

    def test_what_git_takes_too_long_to_tell(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(today_room, "PATIENCE", 0)
        with pytest.raises(EnvironmentFailedError, match="git took longer"):
            committed(root)

    def test_a_repository_without_git(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        with pytest.raises(EnvironmentFailedError, match="git is not installed"):
            committed(root)

    def test_a_file_that_git_does_not_have_whatever_its_name(self, root: Path) -> None:
        (root / "audits_data" / os.fsdecode(b"caf\xe9.csv")).write_text("a name of an older computer")
        with pytest.raises(WrongUsageError, match=r"caf\\xe9\.csv: not committed"):
            committed(root)

    def test_another_second_revision_than_the_one_that_readers_saw(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        edited(root / NOVEMBER_AUDITS, *A_GRADE)
        notice = root / "content" / "corrections" / "2023-11-1.md"
        notice.parent.mkdir()
        notice.write_text(NOTICE)
        commit(root, "Corrected")
        done = published(root, to(root, web))
        (record,) = done.records
        assert done.changed == (NOVEMBER,)
        assert [r.commit[:7] for r in from_json((root / record).read_text()).revisions] == [
            git(root, "rev-parse", "--short=7", revision) for revision in ("HEAD~2", "HEAD")
        ]
        git(root, "checkout", "--quiet", record)  # as if the publisher had been killed before
        edited(notice, "typed wrongly", "mistyped")
        commit(root, "Other words")
        self.refused(root, to(root, web), "holds revision 2 of 2023-11, which is not recorded here")

    @pytest.mark.parametrize(
        "arguments", [(), ("--to", "x", "--branch", "y"), ("--to", "x", "--push"), ("--branch", "a..b")]
    )
    def test_an_order_that_makes_no_sense(self, root: Path, arguments: tuple[str, ...]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["publish", "--root", str(root), *arguments])
        assert left.value.code == 2


class TestTheRecord:
    @pytest.fixture
    def unrecorded(self, root: Path) -> Path:
        unrecord(root, *MONTHS)
        return root

    def test_says_what_was_published_and_of_which_commit(self, unrecorded: Path, web: Path) -> None:
        before = git(unrecorded, "rev-parse", "HEAD")
        done = published(unrecorded, to(unrecorded, web))
        assert done.records == tuple(record_file("staff", month) for month in MONTHS)
        record = from_json((unrecorded / done.records[-1]).read_text())
        assert (record.month, record.revision, record.commit) == (NOVEMBER, 1, before)
        assert record.figures

    def test_leaves_the_edition_as_it_is(self, unrecorded: Path, web: Path) -> None:
        published(unrecorded, to(unrecorded, web))
        before = contents(web)
        again = published(unrecorded, to(unrecorded, web))
        assert (again.records, again.moved) == ((), False)
        assert contents(web) == before

    def test_is_written_by_the_next_publisher_where_one_was_killed(self, root: Path, web: Path) -> None:
        published(root, to(root, web))
        unrecord(root, NOVEMBER)
        assert published(root, to(root, web)).records == (record_file("staff", NOVEMBER),)

    def test_lost_by_a_kill_is_got_by_publishing_that_commit_again(self, unrecorded: Path, web: Path) -> None:
        """The way out in docs/publishing.md: the place holds an edition that nobody recorded."""
        published(unrecorded, to(unrecorded, web))
        shutil.rmtree(unrecorded / "published")
        edited(unrecorded / NOVEMBER_AUDITS, *A_GRADE)
        commit(unrecorded, "Another grade")
        with pytest.raises(WrongUsageError, match="check out the commit that was published"):
            published(unrecorded, to(unrecorded, web))
        then, before = web.parent / "then", contents(web)
        git(unrecorded, "worktree", "add", "--quiet", str(then), "HEAD~1")
        done = published(then, to(then, web))
        assert (done.moved, done.records) == (False, tuple(record_file("staff", month) for month in MONTHS))
        assert contents(web) == before

    def test_names_no_commit_where_there_is_no_git(self, unrecorded: Path, web: Path) -> None:
        shutil.rmtree(unrecorded / ".git")
        published(unrecorded, to(unrecorded, web))
        assert from_json((unrecorded / record_file("staff", NOVEMBER)).read_text()).commit == ""


class TestOnlyWhatIsRecorded:
    def test_is_published_and_nothing_else_written(self, root: Path, web: Path) -> None:
        git(root, "rm", "--quiet", record_file("staff", NOVEMBER))
        git(root, "commit", "--quiet", "--message", "November's record is not merged")
        before = contents(root / "published")
        done = published(root, to(root, web), recorded=True)
        assert (done.new, done.left_out, done.records) == ((SEPTEMBER, OCTOBER), (NOVEMBER,), ())
        assert contents(root / "published") == before
        assert not (web / NOVEMBER).exists()

    def test_takes_records_that_publishing_to_a_folder_of_ones_own_made(self, root: Path, web: Path) -> None:
        """The steps "To publish a month" in docs/publishing.md."""
        git(root, "rm", "--quiet", record_file("staff", NOVEMBER))
        git(root, "commit", "--quiet", "--message", "November's record is not there yet")
        mine = web.parent / "to-review"
        assert published(root, to(root, mine)).records == (record_file("staff", NOVEMBER),)
        assert published(root, to(root, web), recorded=True).left_out == (NOVEMBER,)
        commit(root, "To be published")
        done = published(root, to(root, web), recorded=True)
        assert (done.new, done.left_out) == ((NOVEMBER,), ())
        assert contents(web / NOVEMBER) == contents(mine / NOVEMBER)

    def test_shows_nothing_of_a_newer_edition_in_the_whole_history(self, root: Path, web: Path) -> None:
        git(root, "rm", "--quiet", record_file("staff", NOVEMBER))
        git(root, "commit", "--quiet", "--message", "November's record is not merged")
        published(root, to(root, web), recorded=True)
        assert b"2023-10" in (web / "data" / "figures.csv").read_bytes()
        assert b"2023-11" not in (web / "data" / "figures.csv").read_bytes()

    def test_is_a_mistake_where_the_commit_holds_no_record(self, root: Path, web: Path) -> None:
        path = root / record_file("staff", NOVEMBER)
        right = path.read_bytes()
        for broken in (right[:-9], b"\xff", b"{}"):
            path.write_bytes(broken)
            commit(root, "A broken record")
            path.write_bytes(right)
            with pytest.raises(UserProblemsError) as told:
                published(root, to(root, web), recorded=True)
            (problem,) = told.value.problems
            assert (problem.place.file, problem.code) == (record_file("staff", NOVEMBER), "published-record")
            assert "as the newest commit holds it" in problem.message

    def test_is_what_the_commit_holds_not_the_working_tree(self, root: Path, web: Path) -> None:
        path = root / record_file("staff", NOVEMBER)
        right = path.read_text()
        record = from_json(right)
        path.write_text(to_json(replace(record, figures=dict(list(record.figures.items())[1:]))))
        commit(root, "Another record")
        path.write_text(right)
        assert published(root, to(root, web), recorded=True).left_out == (NOVEMBER,)


class TestAFailure:
    @pytest.fixture
    def was(self, root: Path, web: Path) -> dict[str, bytes]:
        published(root, to(root, web))
        (web / OCTOBER / "index.html").write_text("older")
        return contents(web)

    def test_of_the_disk_leaves_the_folder_as_it_was(
        self, root: Path, web: Path, was: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: Path) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(folder_room, "_copy", full)
        with pytest.raises(OSError, match="No space"):
            published(root, to(root, web))
        assert contents(web) == was
        assert {path.name for path in web.parent.glob(".web*")} == {".web.lock"}

    def test_to_write_beside_the_folder_is_explained(
        self, root: Path, web: Path, was: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda path, _: path in (web, root / "site"))
        with pytest.raises(EnvironmentFailedError, match="name a folder inside it"):
            published(root, to(root, web))
        assert contents(web) == was

    def kills(self, root: Path, web: Path, times: int) -> None:
        published(root, to(root, web))
        (web / OCTOBER / "index.html").write_text("older")
        before, after = contents(web), contents(root / "site")

        def run() -> subprocess.Popen[str]:
            (web / OCTOBER / "index.html").unlink()
            (web / OCTOBER / "index.html").write_text("older")
            return start(root, "--to", web)

        killed_at_random_moments(run, times, lambda: self.whole(contents(web), before, after))
        assert run().wait() == 0
        assert contents(web) == after
        assert {path.name for path in web.parent.glob(".web*")} == {".web.lock"}

    def whole(self, now: dict[str, bytes], *states: dict[str, bytes]) -> None:
        assert now in states

    @pytest.mark.slow
    def test_by_kill_leaves_a_whole_portal(self, root: Path, web: Path) -> None:
        self.kills(root, web, 5)

    @pytest.mark.nightly
    def test_by_kill_at_100_moments_leaves_a_whole_portal(self, root: Path, web: Path) -> None:
        self.kills(root, web, 100)


class TestToABranch:
    @pytest.fixture
    def here(self, made: Mapping[str, Path], origin: Path) -> Path:
        return clone(made, "all", origin)

    def test_holds_what_was_built(self, here: Path) -> None:
        published(here, Branch(here, "portal", push=False))
        assert of_branch(here) == contents(here / "site")

    def test_touches_neither_the_working_tree_nor_the_index(self, here: Path) -> None:
        (here / "note.txt").write_text("of my own")
        index, head = (here / ".git" / "index").read_bytes(), git(here, "rev-parse", "HEAD")
        published(here, Branch(here, "portal", push=False))
        assert (here / ".git" / "index").read_bytes() == index
        assert git(here, "rev-parse", "HEAD") == head
        assert git(here, "status", "--porcelain") == "?? note.txt"

    def test_is_read_by_mike(self, here: Path, origin: Path, tmp_path: Path) -> None:
        with (here / SETTINGS).open("a") as settings:
            settings.write(MEETING)
        commit(here, "The panel meets")
        published(here, Branch(here, "portal", push=True))
        corrected(here, 1, AFTER_THE_MEETING, *A_GRADE)
        assert published(here, Branch(here, "portal", push=True)).stays == (FIRST,)
        git(tmp_path, "clone", "--quiet", "--branch", "portal", str(origin), "readers")
        mike = "from mike.driver import main; main()"
        command = [sys.executable, "-c", mike, "list", "--branch", "portal", "--remote", "origin"]
        ran = subprocess.run(command, cwd=tmp_path / "readers", capture_output=True, text=True, check=True)
        assert ran.stdout.splitlines() == [
            '"November 2023, revision 1" (2023-11-r1)',
            '"November 2023" (2023-11) [latest]',
            '"October 2023" (2023-10)',
            '"September 2023" (2023-09)',
        ]

    def test_gets_no_commit_where_nothing_changed(self, here: Path) -> None:
        published(here, Branch(here, "portal", push=True))
        assert not published(here, Branch(here, "portal", push=True)).moved
        assert git(here, "rev-list", "--count", "portal") == "1"

    def test_gets_a_commit_a_publication(self, here: Path) -> None:
        published(here, Branch(here, "portal", push=False))
        self.older(here)
        done = published(here, Branch(here, "portal", push=False))
        assert done.changed == (OCTOBER,)
        assert git(here, "log", "--format=%s", "portal").splitlines()[0] == "Publish 2023-10"
        assert of_branch(here) == contents(here / "site")
        git(here, "fsck", "--strict")

    def test_is_pushed_where_it_was_not_yet(self, here: Path, origin: Path) -> None:
        published(here, Branch(here, "portal", push=False))
        assert git(origin, "branch") == ""
        published(here, Branch(here, "portal", push=True))
        assert git(origin, "rev-parse", "portal") == git(here, "rev-parse", "portal")

    def test_goes_on_from_the_remote_in_a_fresh_clone(self, here: Path, origin: Path, tmp_path: Path) -> None:
        published(here, Branch(here, "portal", push=True))
        fresh = copy_built(here, tmp_path / "fresh")
        git(fresh, "branch", "-D", "portal")
        git(fresh, "update-ref", "-d", "refs/remotes/origin/portal")
        published(fresh, Branch(fresh, "portal", push=True))
        assert git(origin, "rev-list", "--count", "portal") == "1"

    def test_that_is_checked_out_is_refused(self, here: Path) -> None:
        with pytest.raises(WrongUsageError, match="checked out"):
            Branch(here, "main", push=False)

    def test_that_holds_something_else_is_refused(self, here: Path) -> None:
        git(here, "branch", "other")
        before = git(here, "rev-parse", "other")
        with pytest.raises(WrongUsageError, match="nothing was touched"):
            published(here, Branch(here, "other", push=False))
        assert git(here, "rev-parse", "other") == before

    def test_for_another_audience_is_refused(self, here: Path) -> None:
        published(here, Branch(here, "portal", push=False))
        self.older(here, "edition.json", '"audience": "staff"', '"audience": "panel"')
        with pytest.raises(WrongUsageError, match="for the audience panel"):
            published(here, Branch(here, "portal", push=False))

    def test_needs_git(self, here: Path) -> None:
        shutil.rmtree(here / ".git")
        with pytest.raises(EnvironmentFailedError, match="not a git repository"):
            Branch(here, "portal", push=False)

    def older(self, here: Path, name: str = "index.html", was: str = "", now: str = "older") -> None:
        """Let October be another on the branch, as an earlier version of the product might have made it."""
        tree = here.parent / "tree"
        git(here, "worktree", "add", "--quiet", str(tree), "portal")
        path = tree / OCTOBER / name
        path.write_text(path.read_text().replace(was, now) if was else now)
        commit(tree, "Older")
        git(here, "worktree", "remove", str(tree))

    def kills(self, here: Path, times: int) -> None:
        published(here, Branch(here, "portal", push=False))
        self.older(here)
        older, after = git(here, "rev-parse", "portal"), contents(here / "site")

        def run() -> subprocess.Popen[str]:
            git(here, "update-ref", "refs/heads/portal", older)
            return start(here, "--branch", "portal")

        def check() -> None:
            assert git(here, "rev-parse", "portal") == older or of_branch(here) == after

        killed_at_random_moments(run, times, check)
        assert run().wait() == 0
        assert of_branch(here) == after
        git(here, "fsck", "--strict")

    @pytest.mark.slow
    def test_killed_is_as_before_or_done(self, here: Path) -> None:
        self.kills(here, 5)

    @pytest.mark.nightly
    def test_killed_at_100_moments_is_as_before_or_done(self, here: Path) -> None:
        self.kills(here, 100)


class TestTwoPublishers:
    @pytest.fixture
    def early(self, made: Mapping[str, Path], origin: Path) -> Path:
        return clone(made, "early", origin)

    @pytest.fixture
    def last(self, made: Mapping[str, Path], origin: Path) -> Path:
        return clone(made, "last", origin)

    def all_there(self, origin: Path, early: Path, last: Path) -> None:
        held = of_branch(origin)
        for root in (early, last):
            site = contents(root / "site")
            mine = {name: text for name, text in site.items() if name[:7] in MONTHS}
            assert mine.items() <= held.items()
        assert [each["version"] for each in json.loads(held["versions.json"])] == [
            NOVEMBER,
            OCTOBER,
            SEPTEMBER,
        ]
        assert {n[7:]: t for n, t in held.items() if n.startswith("latest/")} == contents(
            last / "site" / NOVEMBER
        )

    @pytest.mark.slow
    def test_at_once_from_two_clones_lose_no_edition(self, origin: Path, early: Path, last: Path) -> None:
        for process in [start(root, "--branch", "portal", "--push") for root in (early, last)]:
            said, _ = process.communicate()
            assert process.returncode == 0, said
        self.all_there(origin, early, last)

    @pytest.mark.parametrize("moment", ["_commit", "_pushed"])
    def test_where_one_is_faster_at_the_worst_moment_lose_no_edition(
        self, origin: Path, early: Path, last: Path, monkeypatch: pytest.MonkeyPatch, moment: str
    ) -> None:
        late, original = [last], getattr(Branch, moment)

        def overtaken(self: Branch, *arguments: object) -> object:
            while late:
                faster = late.pop()
                published(faster, Branch(faster, "portal", push=True))
            return original(self, *arguments)

        monkeypatch.setattr(Branch, moment, overtaken)
        published(early, Branch(early, "portal", push=True))
        self.all_there(origin, early, last)

    def test_where_both_published_at_home_first_lose_no_edition(
        self, origin: Path, early: Path, last: Path
    ) -> None:
        for root in (early, last):
            published(root, Branch(root, "portal", push=False))
        published(last, Branch(last, "portal", push=True))
        published(early, Branch(early, "portal", push=True))
        self.all_there(origin, early, last)

    def test_of_one_branch_in_one_repository_lose_no_edition(self, early: Path, tmp_path: Path) -> None:
        """The branch moves while one of them makes its commit."""
        published(early, Branch(early, "portal", push=False))
        slow, fast = (Branch(early, "portal", push=False) for _ in range(2))
        for target in (slow, fast):
            target.read()
        parts = {name: self.another(tmp_path / name, name) for name in ("2024-01", "2024-02")}
        kept = (SEPTEMBER, OCTOBER, "versions.json")
        assert fast.put(Wanted({"2024-01": parts["2024-01"]}, kept, OCTOBER, "fast")) is True
        assert slow.put(Wanted({"2024-02": parts["2024-02"]}, kept, OCTOBER, "slow")) is None
        assert git(early, "log", "-1", "--format=%s", "portal") == "fast"

    def another(self, folder: Path, month: str) -> Path:
        folder.mkdir()
        (folder / "edition.json").write_text(json.dumps({"month": month}))
        return folder

    def test_a_refused_push_leaves_the_branch_as_it_was(self, origin: Path, early: Path) -> None:
        self.refuse_pushes(origin)
        with pytest.raises(EnvironmentFailedError, match=r"(?s)nothing was published.*closed for the audit"):
            published(early, Branch(early, "portal", push=True))
        assert git(early, "branch", "--list", "portal") == ""
        published(early, Branch(early, "portal", push=False))
        before = git(early, "rev-parse", "portal")
        (origin / "hooks" / "pre-receive").unlink()
        published(early, Branch(early, "portal", push=True))
        assert git(early, "rev-parse", "portal") == git(origin, "rev-parse", "portal") == before

    def refuse_pushes(self, origin: Path) -> None:
        hook = origin / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.write_text("#!/bin/sh\necho closed for the audit >&2\nexit 1\n")
        hook.chmod(0o755)
