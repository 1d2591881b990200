"""What many editions cost: made, made again, published; against plain MkDocs and mike in the same run."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from . import decade
from .cost import PORTAL, Cost, Row, commit, git, least, run

SAMPLED = 6
"""Editions that plain MkDocs makes; its cost of all is scaled from theirs."""
RUNS = 3
MIKE = ("-c", "from mike.driver import main; main()")


@dataclass(frozen=True, slots=True)
class Made:
    """A portal of `months`, as it was measured: what it cost with nothing in any cache, what each of its
    newest 11 editions cost then."""

    months: int
    cold: Cost
    newest: float


def rows(scratch: Path, counts: Sequence[int]) -> Iterator[Row]:
    """Portals of so many months, one after the other, and how the last compares with the first."""
    made: list[Made] = []
    for count in counts:
        root = scratch / f"months-{count}"
        months = decade.write(root, count)
        git(root, "init", "--quiet", "--initial-branch", "main")
        commit(root, "Records")
        yield from _portal(root, months, made)
        shutil.rmtree(root)
    if len(made) > 1:
        yield from _growth(made[0], made[-1])


def _portal(root: Path, months: list[str], made: list[Made]) -> Iterator[Row]:
    """All that is measured of one portal. The order matters: each needs what the one before left."""
    name = f"{len(months)} editions"
    cold = run("-m", "tests.bench.built", str(root))
    made.append(Made(len(months), cold, _newest(cold)))
    yield _each(f"{name}: built, with nothing in a cache", cold, months)
    yield from _size(root / "site", name, months)
    yield from _again(root, name)
    yield from _published(root, name, months)
    yield from _against_plain(root, name, months, cold)


def _each(what: str, cost: Cost, months: list[str]) -> Row:
    return Row(what, cost, f"{cost.seconds / len(months):.2f} s each")


def _newest(cold: Cost) -> float:
    """CPU seconds of each of the newest 11: of 12, the first bears all imports and the reading."""
    each: list[float] = json.loads(cold.said)[-11:]
    return sum(each) / len(each)


def _size(site: Path, name: str, months: list[str]) -> Iterator[Row]:
    """What the portal takes on disk: the files of `latest` are the newest edition's, linked."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for month in months for path in (site / month).rglob("*"))
    size = _bytes(site)
    target, met = ("<= 150 MB", size <= 150e6) if len(months) == decade.MONTHS else ("", None)
    what = f"{name} on disk: {pages} pages, {len(files)} files, {size / pages / 1000:.0f} kB a page"
    yield Row(what, None, f"{size / 1e6:.0f} MB", target, met)


def _bytes(folder: Path) -> int:
    """Apparent size, linked files once."""
    told = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum({(each.st_dev, each.st_ino): each.st_size for each in told}.values())


def _again(root: Path, name: str) -> Iterator[Row]:
    """One audit of the newest month changed; nothing changed."""
    build = (*PORTAL, "build", "--root", str(root))
    costs = []
    for number in range(RUNS):
        decade.change_an_audit(root, number)
        costs.append(run(*build))
    yield _limited(f"{name}: one audit of the newest changed", least(costs), 3)
    yield _limited(f"{name}: nothing changed", least([run(*build) for _ in range(RUNS)]), 0.3)


def _limited(what: str, cost: Cost, seconds: float) -> Row:
    return Row(what, cost, "", f"<= {seconds:g} s", cost.seconds <= seconds)


def _published(root: Path, name: str, months: list[str]) -> Iterator[Row]:
    """All editions published to a branch; then a corrected one, by the portal and by mike."""
    publish = (*PORTAL, "publish", "--root", str(root), "--branch", "portal")
    commit(root, "Changed")
    yield Row(f"{name}: published to an empty branch", run(*publish))
    git(root, "branch", "mike", "portal")
    costs = []
    for number in range(1, RUNS + 1):
        commit(root, "Published")
        decade.change_an_audit(root, RUNS + number)
        decade.give_notice(root, number)
        commit(root, "Corrected")
        run(*PORTAL, "build", "--root", str(root))
        costs.append(run(*publish))
    what = f"{name} on a branch: a corrected one published, which was built before"
    yield _limited(what, least(costs), 1)
    commit(root, "Published")
    run(*PORTAL, "pages", "--root", str(root))
    built = least([run("-m", "mkdocs", "build", cwd=root) for _ in range(RUNS)])
    deploy = (*MIKE, "deploy", "--branch", "mike", "--update-aliases", months[-1], "latest")
    deployed = least([run(*deploy, cwd=root) for _ in range(RUNS)])
    more = deployed.seconds - built.seconds
    yield Row(
        f"{name} on a branch: for comparison, mike deploy; more: than mkdocs build",
        deployed,
        f"{more:.2f} s more",
    )


def _against_plain(root: Path, name: str, months: list[str], cold: Cost) -> Iterator[Row]:
    """Built with only the charts in a cache; and both against plain MkDocs on the same pages.

    What is cold has no record of publications to hold figures against; with the charts in the cache it has.
    """
    _forget_all_but_charts(root)
    cached = run("-m", "tests.bench.built", str(root))
    yield _each(f"{name}: built, with only the charts in a cache", cached, months)
    apart, together = _plain(root, months)
    yield _each(f"{name}: for comparison, mkdocs build of each", apart, months)
    yield _each(f"{name}: for comparison, MkDocs builds them in one process", together, months)
    # One process is the stricter judge, and the fair one: ours too starts Python and imports MkDocs once.
    for what, cost, most in (("with only the charts in a cache", cached, 1.5), ("with nothing", cold, 3)):
        times = cost.seconds / together.seconds
        told = (
            f"{name}: {what}, to MkDocs in one process; to mkdocs build: {cost.seconds / apart.seconds:.2f} x"
        )
        yield Row(told, None, f"{times:.2f} x", f"<= {most:g} x", times <= most)


def _forget_all_but_charts(root: Path) -> None:
    shutil.rmtree(root / "site")
    for path in (root / ".portal").iterdir():
        if path.is_dir() and path.name != "charts":
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def _plain(root: Path, months: list[str]) -> tuple[Cost, Cost]:
    """Plain MkDocs on all editions, reckoned from a few: by `mkdocs build` of each, and in one process."""
    count = len(months)
    sampled = [months[at * (count - 1) // (SAMPLED - 1)] for at in range(SAMPLED)]
    folders = [_write_pages(root, month) for month in sampled]
    build = ("-m", "mkdocs", "build", "--config-file")
    runs = [run(*build, str(folder / "mkdocs.yml")) for folder in folders]
    apart = sum(each.seconds for each in runs) / SAMPLED * count
    once = run("-m", "tests.bench.plain", *map(str, folders))
    first, *others = json.loads(once.said)
    together = first + sum(others) / len(others) * (count - 1)
    return Cost(apart, max(each.megabytes for each in runs)), Cost(together, once.megabytes)


def _write_pages(root: Path, month: str) -> Path:
    """A folder with one edition's pages, and the project's mkdocs.yml without its own theme over Material."""
    run(*PORTAL, "pages", "--root", str(root), "--edition", month)
    folder = root.parent / "plain" / f"{root.name}-{month}"
    shutil.copytree(root / ".portal" / "pages", folder / "pages")
    shutil.copy(root / ".portal" / "site.yml", folder)
    config = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    del config["theme"]["custom_dir"]
    config |= {"INHERIT": "site.yml", "docs_dir": "pages", "site_dir": "site"}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return folder


def _growth(few: Made, many: Made) -> Iterator[Row]:
    """Whether an edition costs the same, and a build as much memory, however many there are."""
    times, memory = many.newest / few.newest, many.cold.megabytes / few.cold.megabytes
    than = f"with {many.months} editions against {few.months}"
    each = f"{many.newest:.2f} s against {few.newest:.2f} s"
    yield Row(f"each of the newest 11, {than}: {each}", None, f"{times:.2f} x", "<= 1.25 x", times <= 1.25)
    yield Row(f"peak memory {than}", None, f"{memory:.2f} x", "<= 1.1 x", memory <= 1.1)
