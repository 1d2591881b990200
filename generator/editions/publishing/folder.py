"""Publishing to a folder: beside it a new one is made, and the two change places."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.editions.config import ASSETS, LATEST, MANIFEST
from generator.editions.errors import WrongUsageError
from generator.editions.output import (
    check_replaceable,
    claim,
    copy,
    keep,
    lock_of_output,
    locked,
    recover,
    replacing,
    resolved,
)
from generator.editions.progress import Say
from generator.editions.publishing.manifests import read_manifest
from generator.editions.publishing.target import Held, Wanted


class Folder:
    """The folder `path`, for the portal of `root` that is built in `site`."""

    def __init__(self, root: Path, site: Path, path: Path) -> None:
        self._root, self._site, self._path = root.resolve(), site.resolve(), resolved(path)
        self._held = Held({}, frozenset())
        self._differs: dict[str, bool] = {}

    def __str__(self) -> str:
        return str(self._path)

    @contextmanager
    def turn(self, say: Say) -> Iterator[None]:
        check_replaceable(self._path)
        with locked(lock_of_output(self._path), say):
            recover(self._path)
            yield

    def read(self) -> Held:
        claim(self._root, self._path)
        if self._path.is_relative_to(self._site) or self._site.is_relative_to(self._path):
            raise WrongUsageError(f"{self._path} is where the portal is built; publish to another folder")
        manifests = {
            path.parent.name: read_manifest(str(self), path.parent.name, path.read_bytes())
            for path in self._path.glob(f"????-??*/{MANIFEST}")
        }
        tops = {path.name for path in self._path.glob("*")} - {ASSETS}
        sets = {f"{ASSETS}/{path.name}" for path in self._path.glob(f"{ASSETS}/*")}
        self._held = Held.of(manifests, frozenset(tops | sets))
        self._differs.clear()
        return self._held

    def differs(self, name: str, part: Path) -> bool:
        if name not in self._differs:
            self._differs[name] = not _same(part, self._path / name)
        return self._differs[name]

    def take(self, name: str, to: Path) -> None:
        _copy(self._path / name, to)

    def put(self, wanted: Wanted) -> bool:
        changed = {name for name, part in wanted.parts.items() if self.differs(name, part)}
        latest = self._path / wanted.latest if wanted.latest in wanted.kept else wanted.parts[wanted.latest]
        as_named = self._held.names == {*wanted.parts, *wanted.kept, LATEST}
        if not changed and as_named and not self.differs(LATEST, latest):
            return False
        with replacing(self._path) as building:
            for name in (*wanted.kept, *wanted.parts):
                (building / name).parent.mkdir(exist_ok=True)
                if name in changed:
                    _copy(wanted.parts[name], building / name)
                else:
                    keep(self._path / name, building / name)
            keep(building / wanted.latest, building / LATEST)
        return True


def _copy(part: Path, to: Path) -> None:
    """No file of a target is shared with the build: whoever serves it may do with it as they like."""
    copy(part, to)


def _same(one: Path, other: Path) -> bool:
    """Whether two files, or two folders with all that is in them, are equal byte for byte. Neither sizes and
    times nor filecmp will do: what was tampered with can have kept them. A link is equal to nothing."""
    if other.is_symlink() or one.is_dir() != other.is_dir():
        return False
    if not one.is_dir():
        return other.is_file() and _equal(one, other)
    names = {path.name for path in one.iterdir()}
    there = {path.name for path in other.iterdir()}
    return names == there and all(_same(one / name, other / name) for name in names)


def _equal(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
