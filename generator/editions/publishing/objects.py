"""Folders and files as git would store them, with the names that it would give them, without asking it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FILE, FOLDER = "100644", "40000"


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder of a tree: git's mode and the name of its content."""

    mode: str
    id: str

    def line(self, name: str) -> str:
        """As `git mktree` takes it."""
        return f"{self.mode:0>6} {'tree' if self.mode == FOLDER else 'blob'} {self.id}\t{name}\n"


@dataclass(frozen=True, slots=True)
class Stored:
    """What git needs to store a file or a folder: `files` by the names of their content, and `trees` as
    `git mktree --batch` takes them, inner ones first."""

    entry: Entry
    files: Mapping[str, Path] = field(default_factory=dict)
    trees: tuple[str, ...] = ()


class Hasher:
    """Names content as a repository does: `algorithm` is "sha1" or "sha256"."""

    def __init__(self, algorithm: str) -> None:
        self._algorithm = algorithm

    def stored(self, path: Path) -> Stored:
        """A file or a folder with all that is in it."""
        if not path.is_dir():
            found = self._name("blob", path.read_bytes())
            return Stored(Entry(FILE, found), {found: path})
        inner = {each.name: self.stored(each) for each in path.iterdir()}
        entries = {name: stored.entry for name, stored in inner.items()}
        trees = [text for stored in inner.values() for text in stored.trees]
        files = {found: file for stored in inner.values() for found, file in stored.files.items()}
        return Stored(self.tree(entries), files, (*trees, as_text(entries)))

    def tree(self, entries: Mapping[str, Entry]) -> Entry:
        """A folder of `entries`."""
        content = b"".join(
            f"{entry.mode} {name}\0".encode() + bytes.fromhex(entry.id) for name, entry in _in_order(entries)
        )
        return Entry(FOLDER, self._name("tree", content))

    def _name(self, kind: str, content: bytes) -> str:
        digest = hashlib.new(self._algorithm, f"{kind} {len(content)}\0".encode(), usedforsecurity=False)
        digest.update(content)
        return digest.hexdigest()


def as_text(entries: Mapping[str, Entry]) -> str:
    """A folder as `git mktree` takes it."""
    return "".join(entry.line(name) for name, entry in _in_order(entries))


def _in_order(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """Git sorts a folder as if its name ended in a slash."""
    yield from sorted(entries.items(), key=lambda pair: (pair[0] + "/" * (pair[1].mode == FOLDER)).encode())
