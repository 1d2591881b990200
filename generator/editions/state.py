"""What the last build of a portal was made of, to tell at once that nothing changed.

Lies in .portal/, not in the portal: a digest of inputs could be guessed back to what a portal hides.
Imports nothing heavy.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from generator.editions.config import PUBLISHED, WORK, WRITTEN_BY_USERS

GENERATOR = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build: digests of what went in and, by name, of what lies in the folder that came out.

    `months`: the editions made of exactly these inputs; `whole`: they are all that there are.
    `editions`: month -> digest of what its edition was made of, for every edition in the folder.
    """

    inputs: str
    output: Mapping[str, str]
    months: tuple[str, ...]
    whole: bool
    editions: Mapping[str, str]

    def answers(self, wanted: Sequence[str]) -> bool:
        """Whether it holds the editions `wanted` (none named: all)."""
        return set(wanted) <= set(self.months) if wanted else self.whole


def last_build(root: Path, out: Path) -> Built | None:
    """What the state file says of `out`; None where it says nothing, or nothing that can be read."""
    return _read(_state_file(root, out))


def _read(path: Path) -> Built | None:
    try:
        known = json.loads(path.read_bytes())
        by_name = {key: dict(known[key]) for key in ("output", "editions")}
        return Built(**{**known, **by_name, "months": tuple(known["months"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def remember(root: Path, out: Path, built: Built) -> None:
    path = _state_file(root, out)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(built), indent=2), encoding="utf-8")


def forget(root: Path, out: Path) -> None:
    _state_file(root, out).unlink(missing_ok=True)


def digests_in_use(root: Path) -> frozenset[str]:
    """Of what the editions are made of that the portals of `root` hold, wherever these lie."""
    states = (_read(path) for path in (root / WORK / "state").glob("*.json"))
    return frozenset(digest for state in states if state for digest in state.editions.values())


def digest_inputs(root: Path, today: date) -> str:
    """Of everything that a portal is made of: what users wrote, the generator, its libraries, the day.

    Raises OSError where something can't be read.
    """
    written = [(root / name, name) for name in (*WRITTEN_BY_USERS, PUBLISHED)]
    return hashlib.sha256(f"{today} {digest_generator()} {digest_files(written)}".encode()).hexdigest()


def digest_generator() -> str:
    """Of what makes editions: this program, its libraries, the Python that runs them."""
    made_by = f"{sys.version} {' '.join(_libraries())} {digest_files([(GENERATOR, 'generator')])}"
    return hashlib.sha256(made_by.encode()).hexdigest()


def digest_files(tops: Iterable[tuple[Path, str]]) -> str:
    """Of the names and the content of all files under the folders `tops` (or the file itself), each with
    the name to be known by. Raises OSError where one can't be read."""
    digest = hashlib.sha256()
    for path, name in sorted(_files(tops), key=lambda pair: pair[1]):
        digest.update(f"\0{name}\0".encode(errors="surrogateescape"))
        digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return digest.hexdigest()


def digest_output(out: Path, kept: Mapping[str, str] | None = None) -> dict[str, str]:
    """Name -> digest of each file or folder in `out`, from the names, sizes and times of the files in it:
    notices what was lost, added or edited, without reading it. `kept`: those that are known already."""
    found = sorted(path for path in out.iterdir() if not path.is_symlink()) if out.is_dir() else []
    return {path.name: (kept or {}).get(path.name) or _digest_of_times(path) for path in found}


def _digest_of_times(top: Path) -> str:
    digest = hashlib.sha256()
    for path, name in sorted(_files([(top, "")]), key=lambda pair: pair[1]):
        found = Path(path).stat()
        digest.update(f"\0{name}\0{found.st_size} {found.st_mtime_ns}".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _files(tops: Iterable[tuple[Path, str]]) -> Iterator[tuple[str, str]]:
    """The path of every file under the given folders (or of the file itself), and its name to be known by.

    As texts: a portal of ten years has fourteen thousand files, and objects take three times as long.
    """
    for top, name in tops:
        if top.is_file():
            yield str(top), name
        else:
            yield from _files_below(str(top), name)


def _files_below(folder: str, name: str) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return  # as where there is no such folder: reading it properly will say so
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files_below(entry.path, f"{name}/{entry.name}")
        elif entry.is_file(follow_symlinks=False):  # reading refuses a link; a pipe would never end
            yield entry.path, f"{name}/{entry.name}"


def _libraries() -> list[str]:
    """Name and version of every installed package, as their folders are called."""
    places = [Path(place) for place in sys.path if place]
    return sorted({info.name for place in places if place.is_dir() for info in place.glob("*.dist-info")})


def _state_file(root: Path, out: Path) -> Path:
    """One a portal folder, so that building into another one forgets nothing."""
    name = hashlib.sha256(str(out.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
    return root / WORK / "state" / f"{name}.json"
