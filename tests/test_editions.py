"""Editions: which there are, the folder they leave, and that it is left whole or not at all."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from fake_rooms import PROJECT, fake_edition, fake_rooms, make_root, settings

from generator import pages
from generator.editions import output, site
from generator.editions.build import Order, build
from generator.editions.errors import SiteFailedError, UserProblemsError, WrongUsageError
from generator.editions.plan import newest, plan
from generator.editions.preview import write_pages
from generator.editions.today import today
from generator.pages.inputs import EditionFiles, EditionInputs
from generator.problems import EnvironmentFailedError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
    fake_rooms(monkeypatch)
    return make_root(tmp_path / "root")


def made(root: Path, *wanted: str, out: Path | None = None, clean: bool = False) -> tuple[str, ...]:
    return build(Order(root, out or root / "site", wanted, clean), lambda _: None).made


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def add(root: Path, line: str) -> None:
    with (root / "audits_data" / "months.txt").open("a") as months:
        months.write(f"\n{line}")


class TestPlan:
    def test_a_month_with_a_publication_date_is_published_and_knows_up_to_it(self) -> None:
        (edition,) = plan(settings(), ["2023-11"], date(2024, 1, 1))
        assert (edition.status, edition.data_to) == ("published", date(2023, 12, 21))

    def test_a_month_without_one_is_a_draft_and_knows_what_is_known_today(self) -> None:
        (edition,) = plan(settings(), ["2023-12"], date(2024, 1, 1))
        assert (edition.status, edition.data_to) == ("draft", date(2024, 1, 1))

    def test_latest_is_the_newest_published_one(self) -> None:
        assert (
            newest(plan(settings(), ["2023-10", "2023-11", "2023-12"], date(2024, 1, 1))).month == "2023-11"
        )

    def test_latest_is_a_draft_where_nothing_is_published(self) -> None:
        assert newest(plan(settings(), ["2024-01", "2024-02"], date(2024, 3, 1))).month == "2024-02"


class TestToday:
    def test_is_the_day_of_source_date_epoch(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704067200")
        assert today(tmp_path) == date(2024, 1, 1)

    def test_refuses_an_epoch_that_is_no_number(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
        with pytest.raises(EnvironmentFailedError):
            today(tmp_path)

    def test_is_the_day_of_the_commit_until_something_is_typed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
        root = make_root(tmp_path / "root")
        committed = {
            "GIT_AUTHOR_DATE": "2023-12-21T12:00:00Z",
            "GIT_COMMITTER_DATE": "2023-12-21T12:00:00Z",
            **{f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "records"]):
            subprocess.run(["git", *command], cwd=root, env={**os.environ, **committed}, check=True)
        assert today(root) == date(2023, 12, 21)
        add(root, "2023-12")
        assert today(root) > date(2023, 12, 21)


class TestPortal:
    def test_holds_an_edition_a_month_with_what_goes_around_them(self, root: Path) -> None:
        assert made(root) == ("2023-09", "2023-10", "2023-11")
        assert sorted(path.name for path in (root / "site").iterdir()) == [
            "2023-09", "2023-10", "2023-11", "404.html", "data", "feed.xml", "index.html", "latest",
            "versions.json",
        ]  # fmt: skip

    def test_versions_are_as_mike_writes_them(self, root: Path) -> None:
        add(root, "2023-12")
        made(root)
        listed = [
            {"version": "2023-12", "title": "December 2023 (draft)", "aliases": []},
            {"version": "2023-11", "title": "November 2023", "aliases": ["latest"]},
            {"version": "2023-10", "title": "October 2023", "aliases": []},
            {"version": "2023-09", "title": "September 2023", "aliases": []},
        ]
        assert (root / "site" / "versions.json").read_text() == json.dumps(listed, indent=2)

    def test_latest_is_the_newest_published_edition_and_the_history_is_its(self, root: Path) -> None:
        add(root, "2023-12")
        made(root)
        assert contents(root / "site" / "latest") == contents(root / "site" / "2023-11")
        assert b"all up to 2023-11" in (root / "site" / "data" / "figures.csv").read_bytes()

    def test_each_edition_says_what_it_is(self, root: Path) -> None:
        made(root)
        manifest = json.loads((root / "site" / "2023-10" / "edition.json").read_bytes())
        assert (manifest["month"], manifest["status"]) == ("2023-10", "published")

    def test_leads_to_the_newest_edition_and_explains_a_wrong_address_without_a_script(
        self, root: Path
    ) -> None:
        config = root / "mkdocs.yml"
        config.write_text(
            config.read_text().replace("sample-council.example/", "sample-council.example/audits")
        )
        made(root)
        index = (root / "site" / "index.html").read_text()
        lost = (root / "site" / "404.html").read_text()
        assert 'content="0; url=latest/"' in index
        assert 'href="/audits/latest/"' in lost
        assert 'href="/audits/2023-09/">September 2023' in lost
        assert "<script" not in index + lost

    def test_a_portal_that_lost_a_month_loses_its_edition(self, root: Path) -> None:
        made(root)
        (root / "audits_data" / "months.txt").write_text("2023-10\n2023-11")
        made(root)
        assert not (root / "site" / "2023-09").exists()


class TestOnlySome:
    def test_builds_the_wanted_month_and_keeps_the_others_as_they_were(self, root: Path) -> None:
        made(root)
        before = contents(root / "site" / "2023-09")
        add(root, "2023-12")
        assert made(root, "2023-12") == ("2023-12",)
        assert contents(root / "site" / "2023-09") == before
        assert (root / "site" / "2023-12" / "index.html").exists()

    def test_the_next_whole_build_makes_what_was_left_out(self, root: Path) -> None:
        made(root)
        add(root, "2023-12")
        made(root, "2023-12")
        assert made(root) == ()
        assert made(root, clean=True) == ("2023-09", "2023-10", "2023-11", "2023-12")

    def test_alone_in_a_new_folder_it_is_the_latest_with_its_history(self, root: Path) -> None:
        made(root, "2023-10")
        assert contents(root / "site" / "latest") == contents(root / "site" / "2023-10")
        assert b"all up to 2023-10" in (root / "site" / "data" / "figures.csv").read_bytes()

    def test_a_month_without_audits_is_refused(self, root: Path) -> None:
        with pytest.raises(WrongUsageError, match="no audits in 2022-01"):
            made(root, "2022-01")


class TestNothingChanged:
    def test_a_second_build_does_nothing(self, root: Path) -> None:
        made(root)
        assert made(root) == ()
        assert made(root, "2023-10") == ()

    @pytest.mark.parametrize("changed", ["content/word.md", "mkdocs.yml"])
    def test_what_all_editions_share_is_built_into_all(self, root: Path, changed: str) -> None:
        made(root)
        with (root / changed).open("a") as file:
            file.write("\n# changed\n")
        assert made(root) == ("2023-09", "2023-10", "2023-11")

    def test_another_day_makes_the_drafts_anew_since_they_know_more(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add(root, "2023-12")
        made(root)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1706745600")
        assert made(root) == ("2023-12",)

    @pytest.mark.parametrize("damage", ["lost", "edited", "added"])
    def test_a_portal_that_is_not_as_it_was_left_is_built_again(self, root: Path, damage: str) -> None:
        made(root)
        was = contents(root / "site")
        page = root / "site" / "2023-10" / "index.html"
        if damage == "lost":
            page.unlink()
        else:
            (page if damage == "edited" else page.with_name("new.html")).write_text("x")
        assert made(root) != ()
        assert contents(root / "site") == was

    def test_clean_builds_all_the_same(self, root: Path) -> None:
        made(root)
        was = contents(root / "site")
        assert made(root, clean=True) == ("2023-09", "2023-10", "2023-11")
        assert contents(root / "site") == was

    def test_a_damaged_state_file_is_no_reason_to_stop(self, root: Path) -> None:
        made(root)
        (state,) = (root / ".portal" / "state").iterdir()
        state.write_text('{"inputs": ')
        assert made(root) != ()

    def test_no_digest_of_the_records_is_in_the_portal(self, root: Path) -> None:
        made(root)
        (state,) = (root / ".portal" / "state").iterdir()
        digest = json.loads(state.read_bytes())["inputs"].encode()
        assert not [name for name, content in contents(root / "site").items() if digest in content]

    def test_what_is_saved_during_a_build_is_built_by_the_next(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def saved_meanwhile(inputs: EditionInputs) -> EditionFiles:
            (root / "content" / "word.md").write_text("saved")
            return fake_edition(inputs)

        monkeypatch.setattr(pages, "render_edition", saved_meanwhile)
        made(root)
        assert made(root) != ()


class TestRefusedFolders:
    @pytest.mark.parametrize("place", [".", "..", "audits_data", "content/site", "site_config/new"])
    def test_none_that_users_write_in_or_around(self, root: Path, place: str) -> None:
        before = contents(root)
        with pytest.raises(WrongUsageError):
            made(root, out=root / place)
        after = {name: content for name, content in contents(root).items() if not name.startswith(".portal")}
        assert after == before

    @pytest.mark.parametrize("file", ["thesis.docx", "index.html", "2023-11/notes.txt", ".git/HEAD"])
    def test_none_that_holds_something_else(self, root: Path, file: str) -> None:
        foreign = root.parent / "desktop" / file
        foreign.parent.mkdir(parents=True)
        foreign.write_text("dear to someone")
        with pytest.raises(WrongUsageError):
            made(root, out=root.parent / "desktop")
        assert foreign.read_text() == "dear to someone"

    def test_a_portal_with_something_put_beside_its_editions(self, root: Path) -> None:
        made(root)
        (root / "site" / "CNAME").write_text("portal.example")
        add(root, "2023-12")
        with pytest.raises(WrongUsageError, match="CNAME"):
            made(root)

    def test_a_file(self, root: Path) -> None:
        (root.parent / "file").write_text("")
        with pytest.raises(WrongUsageError):
            made(root, out=root.parent / "file")

    def test_an_empty_folder_is_taken(self, root: Path) -> None:
        (root.parent / "new").mkdir()
        assert made(root, out=root.parent / "new") != ()


class TestWholeOrNotAtAll:
    @pytest.fixture
    def was(self, root: Path) -> dict[str, bytes]:
        made(root)
        add(root, "2023-12")
        return contents(root / "site")

    def left(self, root: Path) -> dict[str, bytes]:
        assert [path.name for path in root.iterdir() if path.name.startswith(".site")] == [".site.lock"]
        return contents(root / "site")

    def test_problems_leave_the_last_good_portal(self, root: Path, was: dict[str, bytes]) -> None:
        add(root, "wrong")
        assert made(root) == ()
        assert self.left(root) == was

    def test_a_full_disk_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match="No space") as raised, output.replacing(tmp_path / "site"):
            raise OSError(28, "No space left on device")
        assert raised.value.filename == str(tmp_path / ".site.building")

    def test_a_folder_that_takes_nothing_is_not_suggested(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "site").mkdir()
        monkeypatch.setattr(os, "access", lambda *_: False)
        with pytest.raises(EnvironmentFailedError, match="into it or beside it; name another folder"):
            output.check_replaceable(tmp_path / "site")

    @pytest.mark.parametrize(
        "failure", [OSError(28, "No space left on device"), KeyError("bug"), KeyboardInterrupt()]
    )
    def test_a_failure_in_the_last_edition_leaves_it(
        self, root: Path, was: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, failure: BaseException
    ) -> None:
        def fails_late(inputs: EditionInputs) -> EditionFiles:
            if inputs.month == "2023-12":
                raise failure
            return fake_edition(inputs)

        monkeypatch.setattr(pages, "render_edition", fails_late)
        with pytest.raises(type(failure)):
            made(root)
        assert self.left(root) == was

    @pytest.mark.parametrize("broken", [1, 2])
    def test_a_failure_in_either_rename_leaves_it(
        self, root: Path, was: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, broken: int
    ) -> None:
        rename, calls = Path.rename, iter(range(1, 9))

        def fails(self: Path, target: Path) -> Path:
            if next(calls) == broken:
                raise PermissionError(13, "Permission denied", str(target))
            return rename(self, target)

        monkeypatch.setattr(output, "_exchange", lambda *_: False)
        monkeypatch.setattr(Path, "rename", fails)
        with pytest.raises(PermissionError):
            made(root)
        assert self.left(root) == was

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets two folders change places at once")
    def test_the_folder_changes_in_one_step(self, root: Path, was: dict[str, bytes]) -> None:
        """Killed at any moment, there is a portal: none of the two folders is ever missing."""
        assert was
        (root / "new").mkdir()
        (root / "new" / "page").touch()
        assert output._exchange(root / "new", root / "site")
        assert (root / "site" / "page").is_file()
        assert (root / "new" / "versions.json").is_file()

    @pytest.mark.parametrize("name", [".site.building", ".site.previous"])
    def test_what_lies_in_the_way_and_no_build_made_is_refused(self, root: Path, name: str) -> None:
        (root / name).mkdir()
        (root / name / "precious").touch()
        with pytest.raises(WrongUsageError, match="in the way"):
            build(Order(root, root / "site"), print)
        assert (root / name / "precious").exists()

    def test_what_a_killed_build_left_is_put_right_by_the_next(
        self, root: Path, was: dict[str, bytes]
    ) -> None:
        (root / "site").rename(root / ".site.previous")
        (root / ".site.building").mkdir()
        add(root, "wrong")
        made(root)
        assert self.left(root) == was

    def test_a_repair_that_was_killed_as_well_is_put_right_by_the_next(
        self, root: Path, was: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shutil.copytree(root / "site", root / ".site.building")
        (root / ".site.building" / "versions.json").unlink()
        (root / ".site.building" / output.MARK).touch()

        def killed(folder: Path) -> None:
            for path in filter(Path.is_file, folder.iterdir()):
                path.unlink()
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(shutil, "rmtree", killed)
            with pytest.raises(KeyboardInterrupt):
                made(root)
        assert contents(root / "site") == was
        assert made(root) == ("2023-12",)

    def test_a_second_build_says_so_and_waits(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(output, "WAIT", 0.05)
        said: list[str] = []
        for lock in (output.lock_of_root(root), output.lock_of_output(root / "site")):
            said.clear()
            with output.locked(lock, said.append), pytest.raises(EnvironmentFailedError):
                build(Order(root, root / "site"), said.append)
            assert said == ["another build of this portal is running: waiting for it to finish"]
        assert made(root) != ()


@pytest.mark.slow
class TestMkDocs:
    """With the real MkDocs and the real theme."""

    @pytest.fixture
    def root(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        fake_rooms(monkeypatch, sites=False)
        return make_root(tmp_path / "root", ("2023-10", "2023-11"))

    def test_makes_a_site_of_an_edition_under_its_own_address(self, root: Path) -> None:
        made(root)
        page = (root / "site" / "2023-11" / "findings" / "grades" / "index.html").read_text()
        sitemap = (root / "site" / "2023-11" / "sitemap.xml").read_text()
        assert "Five of eight" in page
        assert "https://practice-learning.sample-council.example/2023-11/findings/grades/" in sitemap
        assert "<lastmod>2023-12-21</lastmod>" in sitemap

    def test_a_broken_link_stops_the_build_and_is_named(
        self, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(inputs: EditionInputs) -> EditionFiles:
            files = fake_edition(inputs)
            return EditionFiles(
                {**files.files, "index.md": b"[gone](gone/index.md)"},
                files.nav, files.site_name, files.extra, files.manifest,
            )  # fmt: skip

        monkeypatch.setattr(pages, "render_edition", broken)
        with pytest.raises(SiteFailedError, match=r"gone/index\.md"):
            made(root)
        assert not (root / "site").exists()

    def test_a_mistake_in_mkdocs_yml_is_the_users(self, root: Path) -> None:
        config = root / "mkdocs.yml"
        config.write_text(config.read_text().replace("plugins: [search]", "plugins: [serch]"))
        with pytest.raises(UserProblemsError) as caught:
            site.SiteBuilder(root).build(
                site.Source(root, {"site_name": "x", "nav": [], "extra": {}}, "https://x.example/", 0),
                root / "out",
            )
        assert caught.value.problems[0].place.file == "mkdocs.yml"
        assert "serch" in caught.value.problems[0].message

    def test_the_same_bytes_in_another_place_time_zone_hash_seed_and_order(self, root: Path) -> None:
        made(root)
        elsewhere = make_root(root.parent / "a longer path" / "ő" / "root", ("2023-11", "2023-10"))
        script = (
            "import pytest, sys; from pathlib import Path; from fake_rooms import fake_rooms;"
            "fake_rooms(pytest.MonkeyPatch(), sites=False);"
            "from generator.editions.build import Order, build; root = Path(sys.argv[1]);"
            "[build(Order(root, root / 'site', wanted), print) for wanted in (('2023-11',), ())]"
        )
        environment = {
            **os.environ,
            "TZ": "Pacific/Kiritimati",
            "PYTHONHASHSEED": "4",
            "LC_ALL": "C",
            "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "tests")]),
        }
        subprocess.run([sys.executable, "-c", script, str(elsewhere)], env=environment, check=True)
        assert contents(elsewhere / "site") == contents(root / "site")

    def test_plain_mkdocs_works_on_what_pages_wrote_and_leaves_the_portal_alone(self, root: Path) -> None:
        made(root)
        was = contents(root / "site")
        write_pages(root, "2023-10", lambda _: None)
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"], cwd=root, check=True)
        assert "2023-10 as known" in (root / ".portal" / "preview" / "index.html").read_text()
        assert contents(root / "site") == was

    def test_pages_again_leaves_alone_what_is_the_same(self, root: Path) -> None:
        write_pages(root, None, lambda _: None)
        page = root / ".portal" / "pages" / "index.md"
        (root / ".portal" / "pages" / "old.md").write_text("of another edition")
        os.utime(page, (1, 1))
        write_pages(root, None, lambda _: None)
        assert page.stat().st_mtime == 1
        assert not page.with_name("old.md").exists()
