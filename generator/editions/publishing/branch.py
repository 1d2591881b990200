"""Publishing to a branch by git's plumbing: no checkout, and neither working tree nor index is touched.

A commit is made beside what is there; then the branch moves to it in one step, if it still is where it was
read. Pushing comes first: the branch here moves only once the remote has taken the commit.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.editions.config import ASSETS, LATEST, MANIFEST
from generator.editions.errors import WrongUsageError
from generator.editions.output import check_names, locked
from generator.editions.progress import Say
from generator.editions.publishing.git import Git
from generator.editions.publishing.manifests import read_manifest
from generator.editions.publishing.objects import FILE, Entry, Hasher, Stored, as_text
from generator.editions.publishing.target import Held, Wanted
from generator.problems import EnvironmentFailedError

REMOTE = "origin"
PLAIN = ".nojekyll"
"""An empty file that keeps hosts of pages from rebuilding what is finished, as mike leaves one."""

MODES = ("100644", "100755", "040000")
"""Of files and folders; all others are links, or commits of other repositories."""


@dataclass(frozen=True, slots=True)
class _Tips:
    """Where the branch is: here, and at the remote (None: nowhere)."""

    here: str | None
    there: str | None


class Branch:
    """The branch `name` of the repository of `root`, and with `push` the one of that name at the remote."""

    def __init__(self, root: Path, name: str, push: bool) -> None:
        self._git = Git(root.resolve())
        self._name, self._ref, self._push = name, f"refs/heads/{name}", push
        self._git.says("rev-parse", "--git-dir")
        if self._git.tries("check-ref-format", "--branch", name) is None:
            raise WrongUsageError(f"{name} can't be the name of a branch")
        if f"branch {self._ref}" in self._git.says("worktree", "list", "--porcelain").splitlines():
            raise WrongUsageError(
                f"the branch {name} is checked out; publish to one that holds only the portal"
            )
        self._hasher = Hasher(self._git.says("rev-parse", "--show-object-format"))
        self._stored: dict[Path, Stored] = {}
        self._tips, self._parents = _Tips(None, None), tuple[str, ...]()
        self._entries: dict[str, Entry] = {}

    def __str__(self) -> str:
        return f"the branch {self._name}"

    @contextmanager
    def turn(self, say: Say) -> Iterator[None]:
        folder = self._git.says("rev-parse", "--path-format=absolute", "--git-common-dir")
        with locked(Path(folder, "portal-publish.lock"), say):
            yield

    def read(self) -> Held:
        self._tips = self._find_tips()
        self._parents = self._find_parents()
        self._entries = {}
        self._stored.clear()  # what goes around the editions is made anew for what is there
        for commit in reversed(self._parents):
            self._entries |= self._read_entries(commit)
        months = [name for name in self._entries if name[:1].isdigit()]
        texts = self._git.blobs(f"{self._entries[month].id}:{MANIFEST}" for month in months)
        manifests = {
            month: read_manifest(str(self), month, text)
            for month, text in zip(months, texts, strict=True)
            if text is not None
        }
        tops = {name.split("/")[0] for name in self._entries}
        check_names(str(self), sorted(tops - {PLAIN}), manifests.__contains__)
        return Held.of(manifests, frozenset(self._entries) - {PLAIN})

    def differs(self, name: str, part: Path) -> bool:
        return self._entries.get(name) != self._store(part).entry

    def take(self, name: str, to: Path) -> None:
        files = self._list("-r", self._entries[name].id)
        contents = self._git.blobs(entry.id for entry in files.values())
        for file, content in zip(files, contents, strict=True):
            (to / file).parent.mkdir(parents=True, exist_ok=True)
            (to / file).write_bytes(content or b"")

    def put(self, wanted: Wanted) -> bool | None:
        parts = {name: self._store(part) for name, part in wanted.parts.items()}
        entries = {name: self._entries[name] for name in wanted.kept}
        entries |= {name: stored.entry for name, stored in parts.items()}
        entries[LATEST] = entries[wanted.latest]
        commit = self._commit(entries, parts, wanted.title)
        if commit == self._tips.here and (not self._push or commit == self._tips.there):
            return False
        if self._push and not self._pushed(commit):
            return None
        return self._moved(commit)

    def _find_tips(self) -> _Tips:
        here = self._tip(self._ref)
        if not self._push:
            known = self._tip(f"refs/remotes/{REMOTE}/{self._name}")
            return _Tips(here, None if here else known)
        there = self._at_remote()
        if there and self._git.tries("cat-file", "-e", f"{there}^{{commit}}") is None:
            self._git.says("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", REMOTE, self._ref)
        return _Tips(here, there)

    def _tip(self, ref: str) -> str | None:
        return self._git.tries("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")

    def _at_remote(self) -> str | None:
        pairs = (line.split("\t") for line in self._git.says("ls-remote", REMOTE, self._ref).splitlines())
        return next((commit for commit, ref in pairs if ref == self._ref), None)

    def _find_parents(self) -> tuple[str, ...]:
        """The commits that the next one follows, the one that counts first: two where the branch here and
        the one at the remote went different ways, since both may hold an edition that the other lacks."""
        here, there = self._tips.here, self._tips.there
        if here is None or there is None:
            return tuple(filter(None, (there, here)))
        if self._is_ancestor(there, here):
            return (here,)
        return (there,) if self._is_ancestor(here, there) else (there, here)

    def _is_ancestor(self, early: str, late: str) -> bool:
        return self._git.tries("merge-base", "--is-ancestor", early, late) is not None

    def _read_entries(self, commit: str) -> dict[str, Entry]:
        """The parts of a portal as a commit holds it."""
        found = self._list(commit)
        sets = self._list(f"{commit}:{ASSETS}") if found.pop(ASSETS, None) else {}
        return {**found, **{f"{ASSETS}/{name}": entry for name, entry in sets.items()}}

    def _list(self, *tree: str) -> dict[str, Entry]:
        """What a tree holds, by name. Raises WrongUsageError where that can't be files of a portal: a name
        may lead out of the folder that it is written to."""
        lines = self._git.says("ls-tree", "-z", *tree).split("\0")
        pairs = [line.split("\t", 1) for line in lines if line]
        for about, name in pairs:
            if about.split()[0] not in MODES or _leads_out(name):
                raise WrongUsageError(
                    f"{self} holds something that no build made ({name}); nothing was touched"
                )
        return {name: Entry(about.split()[0].lstrip("0"), about.split()[2]) for about, name in pairs}

    def _store(self, part: Path) -> Stored:
        if part not in self._stored:
            self._stored[part] = self._hasher.stored(part)
        return self._stored[part]

    def _commit(self, entries: Mapping[str, Entry], parts: Mapping[str, Stored], title: str) -> str:
        """A commit that holds `entries`: the one that is there, where it does."""
        tops = {name: entry for name, entry in entries.items() if "/" not in name}
        sets = {name.split("/")[1]: entry for name, entry in entries.items() if "/" in name}
        empty = self._git.says("hash-object", "-w", "--stdin")
        whole = {**tops, ASSETS: self._hasher.tree(sets), PLAIN: Entry(FILE, empty)}
        tree = self._hasher.tree(whole).id
        if len(self._parents) == 1 and self._git.says("rev-parse", f"{self._parents[0]}^{{tree}}") == tree:
            return self._parents[0]
        self._write([stored for name, stored in parts.items() if self._entries.get(name) != stored.entry])
        self._git.says("mktree", "--batch", given=f"{as_text(sets)}\n{as_text(whole)}".encode())
        follows = [part for parent in self._parents for part in ("-p", parent)]
        return self._git.says("commit-tree", tree, *follows, "-m", title)

    def _write(self, new: list[Stored]) -> None:
        files = "".join(f"{path}\n" for stored in new for path in stored.files.values())
        self._git.says("hash-object", "-w", "--no-filters", "--stdin-paths", given=files.encode())
        trees = "\n".join(text for stored in new for text in stored.trees)
        if trees:
            self._git.says("mktree", "--batch", given=trees.encode())

    def _pushed(self, commit: str) -> bool:
        """Whether the remote took `commit`; not, where another publisher was faster. Raises
        EnvironmentFailedError with the remote's words where it refused."""
        try:
            self._git.says("push", "--quiet", REMOTE, f"{commit}:{self._ref}")
        except EnvironmentFailedError as error:
            there = self._at_remote()
            if there == commit:
                return True  # it did, and then the line broke
            if there != self._tips.there:
                return False
            raise EnvironmentFailedError(
                f"the push was refused, and nothing was published:\n{error}"
            ) from None
        return True

    def _moved(self, commit: str) -> bool | None:
        """Move the branch here to `commit`, unless another publisher moved it since it was read."""
        was = self._tips.here or "0" * len(commit)
        try:
            self._git.says("update-ref", "-m", "portal publish", self._ref, commit, was)
        except EnvironmentFailedError:
            if self._tip(self._ref) == self._tips.here:
                raise
            return None
        return True


def _leads_out(name: str) -> bool:
    """Whether a name may stand for something outside the folder that it is put in, on any system."""
    steps = name.split("/")
    return any(step in ("", ".", "..") for step in steps) or any(sign in name for sign in "\\:")
