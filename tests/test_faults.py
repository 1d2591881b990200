"""Whatever happens to the machine, the last good portal stays whole, and the next build is as if nothing had.

"A moment" is one at which the disk is about to be changed: all that others can ever see of a build lies
between two of these. A sample of them is tried by default, each of them in the nightly run; besides, real
processes are killed at random.
"""

import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from fake_rooms import PROJECT, make_root
from faults import Fault, Machine, Order, Ran, count_changes, sample

Tree = Mapping[str, bytes]
EXAMPLE = Path(__file__).parent / "example_portal"
THE_LAST_DAY = {"SOURCE_DATE_EPOCH": "1704067200"}
ENVIRONMENT = {**os.environ, **THE_LAST_DAY, "PYTHONPATH": str(PROJECT)}
BRIEFING = "content/briefings/2023-11.md"
EACH = pytest.mark.parametrize("every", [120, pytest.param(1, marks=pytest.mark.nightly)])
"""One moment of so many is tried."""


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def add(root: Path, line: str) -> None:
    with (root / "audits_data" / "months.txt").open("a") as months:
        months.write(f"\n{line}")


def leftovers(root: Path) -> list[str]:
    """What lies beside the portal or in .portal/ though no build is running."""
    beside = {path.name for path in root.glob(".site.*")} - {".site.lock"}
    made = {path.name for path in (root / ".portal").iterdir()} - {
        "charts",
        "papers",
        "read",
        "templates",
        "lock",
        "records",
        "state",
    }
    halves = {path.name for path in (root / ".portal").rglob("half-*")}
    return sorted(beside | made | halves)


def build(root: Path, *more: str, fault: Fault = "none", moment: int = 10**9, exchange: bool = True) -> Order:
    arguments = ["build", "--root", str(root), "--out", str(root / "site"), *more]
    return Order(arguments, fault, moment, exchange=exchange, environment=THE_LAST_DAY)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    machine = Machine(tmp_path_factory.mktemp("machine") / "said.txt")
    yield machine
    machine.stop()


@pytest.fixture
def another_machine(tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(tmp_path / "said.txt")
    yield machine
    machine.stop()


class Council:
    """A root folder that can be set back to how it was before a build, which then does one kind of work."""

    def __init__(self, machine: Machine, folder: Path, work: str) -> None:
        self.root, self.machine = folder / "root", machine
        self.arguments = {"clean": ("--clean",), "one month": ("--edition", "2023-11")}.get(work, ())
        self.kept = folder / "kept"
        make_root(self.root)
        if work != "first":
            assert machine.run(build(self.root)).status == 0
            if work != "clean":
                (self.root / "audits_data" / "months.txt").write_text("2023-09\n2023-11\n2023-12")
        shutil.copytree(self.root, self.kept)
        self.before = contents(self.root / "site")
        self.changes = count_changes(machine, build(self.root, *self.arguments))
        self.after = contents(self.root / "site")

    def run(self, fault: Fault, moment: int, *, exchange: bool = True) -> Ran:
        """The work as it goes when `fault` happens."""
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)
        order = build(self.root, *self.arguments, fault=fault, moment=moment, exchange=exchange)
        return self.machine.run(order)

    def is_whole(self) -> bool:
        return contents(self.root / "site") in (self.before, self.after)

    def recovers(self) -> bool:
        """Whether the next build leaves what it would have left without the fault, and nothing else."""
        ran = self.machine.run(build(self.root, *self.arguments))
        assert ran.status == 0, ran.said
        return contents(self.root / "site") == self.after and not leftovers(self.root)


WORK = ("first", "rebuild", "one month", "clean")


@pytest.mark.slow
class TestKilled:
    @EACH
    @pytest.mark.parametrize("work", WORK)
    def test_at_a_moment_leaves_a_whole_portal(
        self, machine: Machine, tmp_path: Path, work: str, every: int
    ) -> None:
        council = Council(machine, tmp_path, work)
        for moment in sample(len(work), every, council.changes):
            assert council.run("killed", moment).status == -signal.SIGKILL
            assert council.is_whole(), moment
            assert council.recovers(), moment

    @EACH
    def test_where_folders_can_not_change_places_the_next_build_puts_it_right(
        self, machine: Machine, tmp_path: Path, every: int
    ) -> None:
        council = Council(machine, tmp_path, "rebuild")
        for moment in sample(5, every, council.changes):
            council.run("killed", moment, exchange=False)
            assert council.is_whole() or not (council.root / "site").exists(), moment
            assert council.recovers(), moment

    @EACH
    def test_while_it_is_put_right_the_next_build_still_knows_what_is_ours(
        self, machine: Machine, tmp_path: Path, every: int
    ) -> None:
        council = Council(machine, tmp_path, "rebuild")
        for moment in sample(6, every, council.changes):
            council.run("killed", council.changes - 20)  # while the old portal is thrown away
            machine.run(build(council.root, fault="killed", moment=moment))
            assert council.is_whole(), moment
            assert council.recovers(), moment

    @pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.nightly)])
    def test_a_new_briefing_is_there_whole_or_not_at_all(
        self, machine: Machine, tmp_path: Path, every: int
    ) -> None:
        root = tmp_path / "root"
        shutil.copytree(EXAMPLE, root)
        arguments = ["new", "briefing", "--root", str(root)]

        def order(moment: int = 10**9) -> Order:
            return Order(arguments, "killed", moment, "all but MkDocs", environment=THE_LAST_DAY)

        (root / ".portal").mkdir()
        machine.run(order())  # it leaves compiled templates and what it read, which later ones find
        (root / BRIEFING).unlink()
        changes = count_changes(machine, order())
        whole = (root / BRIEFING).read_bytes()
        for moment in sample(7, every, changes):
            (root / BRIEFING).unlink(missing_ok=True)
            assert machine.run(order(moment)).status == -signal.SIGKILL
            assert not (root / BRIEFING).exists() or (root / BRIEFING).read_bytes() == whole
            assert [path.name for path in root.glob("content/briefings/*")] in ([], ["2023-11.md"])
            there = (root / BRIEFING).exists()
            assert machine.run(order()).status == (2 if there else 0)
            assert (root / BRIEFING).read_bytes() == whole

    def test_a_new_briefing_never_touches_one_that_a_killed_run_has_begun(
        self, machine: Machine, tmp_path: Path
    ) -> None:
        root = tmp_path / "root"
        shutil.copytree(EXAMPLE, root)
        words = "## Background\n\nIn somebody's own words.\n"
        (root / "content" / "briefings").mkdir()
        (root / BRIEFING).write_text(words)
        (root / ".portal").mkdir()
        (root / ".portal" / "new").hardlink_to(root / BRIEFING)  # killed before it could take this away
        arguments = ["new", "briefing", "--edition", "2023-10", "--root", str(root)]
        ran = machine.run(Order(arguments, rooms="all but MkDocs", environment=THE_LAST_DAY))
        assert ran.status == 0, ran.said
        assert (root / BRIEFING).read_text() == words


@pytest.mark.slow
class TestARefusingDisk:
    @EACH
    @pytest.mark.parametrize("fault", ["disk full", "read-only", "no rights"])
    @pytest.mark.parametrize("work", ["first", "rebuild"])
    def test_is_told_in_a_sentence_and_leaves_a_whole_portal(
        self, machine: Machine, tmp_path: Path, work: str, fault: Fault, every: int
    ) -> None:
        council = Council(machine, tmp_path, work)
        for moment in sample(len(fault), every, council.changes):
            ran = council.run(fault, moment)
            assert council.is_whole(), moment
            if ran.status != 0:  # what is only there to be quicker next time may fail unheard
                assert ran.status == 3, ran.said
                told = ran.said.split("changes: ")[0].splitlines()[-1]
                assert os.strerror(28 if fault == "disk full" else 30 if "only" in fault else 13) in told
                assert "Traceback" not in ran.said
                assert "bug" not in ran.said
            assert council.recovers(), moment

    def test_that_is_read_only_from_the_start_builds_nothing(self, machine: Machine, tmp_path: Path) -> None:
        council = Council(machine, tmp_path, "rebuild")
        assert council.run("read-only", 1).status == 3
        assert contents(council.root / "site") == council.before

    def test_that_is_full_in_the_middle_of_a_file_leaves_the_portal(self, real: "Real") -> None:
        """With real pages: no file may be larger than 30 kB, so some are cut short."""
        real.restore("after a change")
        ran = subprocess.run(
            real.command(), env=ENVIRONMENT, capture_output=True, text=True, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000)),
        )  # fmt: skip
        assert ran.returncode == 3
        assert ran.stderr.splitlines()[-1].endswith("File too large")
        assert contents(real.root / "site") == real.before
        real.recovers(real.after)


class Real:
    """The example with everything real, before and after a change."""

    def __init__(self, folder: Path) -> None:
        self.root, self._folder = folder / "root", folder
        shutil.copytree(EXAMPLE, self.root)
        self._keep("never built")
        self.build()
        self.before = contents(self.root / "site")
        self._keep("built")
        point = self.root / "audits_data" / "2023-11" / "learning.csv"
        point.write_text(point.read_text().replace("Two moves", "Three moves"))
        self._keep("after a change")
        self.build()
        self.after = contents(self.root / "site")
        assert self.before != self.after

    def command(self, *more: str) -> list[str]:
        return [sys.executable, "-m", "generator", "build", "--root", str(self.root), *more]

    def build(self) -> None:
        ran = subprocess.run(self.command(), env=ENVIRONMENT, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr

    def _keep(self, state: str) -> None:
        shutil.copytree(self.root, self._folder / state, copy_function=shutil.copy2)

    def restore(self, state: str) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(self._folder / state, self.root)

    def recovers(self, tree: Tree) -> None:
        self.build()
        assert contents(self.root / "site") == tree
        assert not leftovers(self.root)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    return Real(tmp_path_factory.mktemp("real"))


@pytest.mark.slow
class TestARealBuildKilled:
    """Any time, with a reader who looks all the while."""

    def kill(self, real: Real, state: str, times: int, seed: int, *more: str) -> None:
        chance = random.Random(seed)
        portals = {"never built": ({}, real.before), "built": (real.before,)}
        states: tuple[Tree, ...] = portals.get(state, (real.before, real.after))
        for _ in range(times):
            real.restore(state)
            process = subprocess.Popen(
                real.command(*more), env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            until = time.monotonic() + chance.uniform(0.1, 4)
            while time.monotonic() < until and process.poll() is None:
                self.look(real.root / "site", states)
            process.kill()
            process.wait()
            assert contents(real.root / "site") in states
        real.recovers(states[-1])

    def look(self, site: Path, states: tuple[Tree, ...]) -> None:
        """Each page that a reader asks for is one of a whole portal, and there is always one."""
        for name in ("versions.json", "2023-11/index.html", "2023-09/findings/grades/index.html"):
            try:
                seen: bytes | None = (site / name).read_bytes()
            except FileNotFoundError:
                seen = None
            assert seen in [state.get(name) for state in states]
        inode = site.stat().st_ino if {} not in states else 0
        tree = contents(site) if inode else {}
        if inode and site.stat().st_ino == inode:
            assert tree in states

    @pytest.mark.parametrize("times", [1, pytest.param(34, marks=pytest.mark.nightly)])
    @pytest.mark.parametrize(
        ("state", "more"), [("never built", ()), ("after a change", ()), ("built", ("--clean",))]
    )
    def test_leaves_the_last_good_portal(
        self, real: Real, state: str, more: tuple[str, ...], times: int
    ) -> None:
        self.kill(real, state, times, times + len(state), *more)


@pytest.mark.slow
class TestTwoAtOnce:
    def both(self, one: Machine, other: Machine, orders: tuple[Order, Order]) -> tuple[Ran, Ran]:
        one.start(orders[0])
        other.start(orders[1])
        return one.end(), other.end()

    @pytest.fixture
    def roots(self, tmp_path: Path) -> tuple[Path, Path]:
        return make_root(tmp_path / "one"), make_root(tmp_path / "other", ("2023-10",))

    def test_of_one_root_to_one_folder_leave_what_one_leaves(
        self, machine: Machine, another_machine: Machine, roots: tuple[Path, Path]
    ) -> None:
        root = roots[0]
        ran = self.both(machine, another_machine, (build(root), build(root, "--clean")))
        assert [each.status for each in ran] == [0, 0], ran
        assert "2023-11" in (root / "site" / "versions.json").read_text()
        assert not leftovers(root)

    def test_of_one_root_to_two_folders_leave_the_same(
        self, machine: Machine, another_machine: Machine, roots: tuple[Path, Path]
    ) -> None:
        root = roots[0]
        ran = self.both(machine, another_machine, (build(root), build(root, "--out", str(root / "new"))))
        assert [each.status for each in ran] == [0, 0], ran
        assert contents(root / "site") == contents(root / "new")

    def test_of_two_roots_to_one_folder_leave_the_portal_of_one(
        self, machine: Machine, another_machine: Machine, roots: tuple[Path, Path]
    ) -> None:
        shared = roots[0].parent / "shared"
        alone = []
        for root in roots:
            assert machine.run(build(root)).status == 0
            alone.append(contents(root / "site"))
        one, other = (build(root, "--out", str(shared)) for root in roots)
        for _ in range(5):
            ran = self.both(machine, another_machine, (one, other))
            assert [each.status for each in ran] == [0, 0], ran
            assert contents(shared) in alone

    def test_a_lock_of_a_dead_process_is_no_lock(self, machine: Machine, roots: tuple[Path, Path]) -> None:
        root = roots[0]
        machine.run(build(root, fault="killed", moment=20))
        (root / ".portal" / "lock").write_text("4711")
        ran = machine.run(build(root))
        assert ran.status == 0
        assert "waiting" not in ran.said

    def test_what_somebody_put_into_the_folder_meanwhile_is_not_deleted(
        self, machine: Machine, roots: tuple[Path, Path]
    ) -> None:
        root = roots[0]
        assert machine.run(build(root)).status == 0
        add(root, "2023-12")
        with (root / ".portal" / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            machine.start(build(root))
            time.sleep(0.5)  # it has looked at the folder, and now waits
            (root / "site" / "thesis.docx").write_text("dear to someone")
        assert machine.end().status == 2
        assert (root / "site" / "thesis.docx").read_text() == "dear to someone"


HARSH = {
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "4",
}
"""Among them that text files are taken for ASCII where a program does not say what they are."""
CLOCK = """
import datetime, sys, time
import altair, pandas, yaml  # need the true class of dates
true, now = datetime.datetime, time.time
offset = true(int(sys.argv[1]), 6, 1, tzinfo=datetime.UTC).timestamp() - now()
time.time = lambda: now() + offset
class Wrong(true):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    utcnow = today = now
datetime.datetime = Wrong
from generator.cli import main
main(["build", "--root", sys.argv[2]])
"""


@pytest.mark.slow
class TestSameInSameOut:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        root = tmp_path / "a longer path" / "ő" / "root"
        shutil.copytree(EXAMPLE, root)
        return root

    def built(self, root: Path, *more: str, umask: int = 0o022, **environment: str) -> Tree:
        ran = subprocess.run(
            [sys.executable, "-m", "generator", "build", "--root", str(root), *more],
            env=ENVIRONMENT | environment, capture_output=True, text=True, check=False, umask=umask,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return contents(root / "site")

    def test_whatever_is_different_around_it(self, root: Path, real: Real) -> None:
        for number, path in enumerate(sorted(path for path in root.rglob("*") if path.is_file())):
            os.utime(path, (number, number))
        self.built(root, "--edition", "2023-11", "--edition", "2023-09", umask=0o077, **HARSH)
        assert self.built(root, umask=0o077, **HARSH) == real.before

    @pytest.mark.nightly
    @pytest.mark.parametrize("name", HARSH)
    def test_with_one_thing_different(self, root: Path, real: Real, name: str) -> None:
        assert self.built(root, umask=0o022, **{name: HARSH[name]}) == real.before

    @pytest.mark.nightly
    @pytest.mark.parametrize("order", ["2023-09 2023-10 2023-11", "2023-11 2023-10 2023-09", "2023-10"])
    def test_in_any_order_of_editions_with_a_cold_cache_and_a_warm_one(
        self, root: Path, real: Real, order: str
    ) -> None:
        for month in order.split():
            self.built(root, "--edition", month)
        assert self.built(root) == real.before
        assert self.built(root, "--clean") == real.before
        shutil.rmtree(root / "site")
        assert self.built(root) == real.before

    def with_clock(self, root: Path, year: int) -> subprocess.CompletedProcess[str]:
        without = {name: value for name, value in ENVIRONMENT.items() if name not in THE_LAST_DAY}
        return subprocess.run(
            [sys.executable, "-c", CLOCK, str(year), str(root)],
            env=without, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def test_whatever_the_clock_says_where_all_is_published(self, root: Path, real: Real) -> None:
        ran = self.with_clock(root, 2099)
        assert ran.returncode == 0, ran.stderr
        assert contents(root / "site") == real.before

    @pytest.mark.parametrize("year", [1970, 2010, 2099])
    def test_a_draft_is_not_dated_by_a_clock_that_is_wrong(self, root: Path, year: int) -> None:
        settings = root / "site_config" / "publication.yml"
        settings.write_text(settings.read_text().replace("  - {month: 2023-11", "#"))
        ran = self.with_clock(root, year)
        assert ran.returncode == 3
        (told,) = [line for line in ran.stderr.splitlines() if not line.startswith("reading")]
        assert f"{year}-06-01" in told
        assert "clock" in told
        assert not (root / "site").exists()


class TestAFolderThatCanNotBe:
    """Refused with nothing touched; see also TestRefusedFolders in test_editions.py."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        return make_root(tmp_path / "root")

    def refused(self, machine: Machine, root: Path, out: Path, words: str, status: int = 2) -> None:
        before = contents(root.parent)
        ran = machine.run(build(root, "--out", str(out)))
        assert ran.status == status, ran.said
        assert words in ran.said
        after = contents(root.parent)
        assert {name: each for name, each in after.items() if "lock" not in name} == before

    def test_inside_records_that_lie_elsewhere(self, machine: Machine, root: Path) -> None:
        (root / "audits_data").rename(root.parent / "records")
        (root / "audits_data").symlink_to(root.parent / "records")
        self.refused(machine, root, root.parent / "records" / "site", "lies inside audits_data")
        self.refused(machine, root, root.parent / "records", "holds the records themselves")

    def test_inside_the_generator(self, machine: Machine, root: Path) -> None:
        self.refused(machine, root, PROJECT / "generator" / "site", "lies inside the generator")

    @pytest.mark.parametrize("name", [".portal", ".portal/charts", ".portal/serve/2023-11"])
    def test_inside_the_folder_for_what_can_be_thrown_away(
        self, machine: Machine, root: Path, name: str
    ) -> None:
        self.refused(machine, root, root / name, "lies inside .portal")

    def test_below_a_file(self, machine: Machine, root: Path) -> None:
        (root / "file").touch()
        self.refused(machine, root, root / "file" / "site", "file is not a folder")

    def test_a_link_to_itself(self, machine: Machine, root: Path) -> None:
        (root / "round").symlink_to("round")
        self.refused(machine, root, root / "round", "leads back to itself")

    def test_a_mount_point(self, machine: Machine, root: Path) -> None:
        self.refused(machine, root, Path("/dev/shm"), "nothing can be put beside it", status=3)

    def test_a_folder_of_the_system(self, machine: Machine, root: Path) -> None:
        self.refused(machine, root, Path("/proc/site"), "can't be made", status=3)

    def test_a_link_to_a_folder_stays_a_link(self, machine: Machine, root: Path) -> None:
        (root / "web").symlink_to(root.parent / "elsewhere")
        assert machine.run(build(root, "--out", str(root / "web"))).status == 0
        assert (root / "web").is_symlink()
        assert (root.parent / "elsewhere" / "versions.json").is_file()

    def test_of_a_portal_by_mike_with_a_link_inside_is_replaced(self, machine: Machine, root: Path) -> None:
        assert machine.run(build(root)).status == 0
        shutil.rmtree(root / "site" / "latest")
        (root / "site" / "latest").symlink_to("2023-11")
        ran = machine.run(build(root))
        assert ran.status == 0, ran.said
        assert not (root / "site" / "latest").is_symlink()
        assert not leftovers(root)


def test_serving_goes_on_from_what_a_killed_server_left(tmp_path: Path) -> None:
    from generator.editions.preview import _start_from  # noqa: PLC0415

    root = make_root(tmp_path / "root")
    machine = Machine(tmp_path / "said.txt")
    assert machine.run(build(root)).status == 0
    machine.stop()
    (root / ".portal" / ".serve.building").mkdir()
    _start_from(root, root / "site", root / ".portal" / "serve", print)
    assert contents(root / ".portal" / "serve") == contents(root / "site")
