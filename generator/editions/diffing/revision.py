"""The portal's inputs as at a git revision, in a folder of their own: the work tree is left alone."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.editions.config import PUBLISHED, WRITTEN_BY_USERS
from generator.editions.errors import WrongUsageError
from generator.problems import EnvironmentFailedError

_SLOWEST = 120
"""Seconds that git may take."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit. `folder`: the root's own below the top of the repository, with a slash; blank at the top."""

    commit: str
    day: date
    folder: str

    @property
    def short(self) -> str:
        return self.commit[:10]


def find(root: Path, named: str) -> Revision:
    """The commit that `named` stands for (a branch, a tag, HEAD~1, a hash).

    Raises WrongUsageError where there is none, EnvironmentFailedError where git is missing or fails.
    """
    top = _git(root, "rev-parse", "--show-prefix")
    if top is None:
        raise WrongUsageError(f"{root} is in no git repository that can be read, so nothing earlier is known")
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise WrongUsageError("nothing was committed yet, so there is nothing to compare with")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{named}^{{commit}}")
    if commit is None:
        shallow = " (this copy has only the newest commits)" if _shallow(root) else ""
        raise WrongUsageError(f"git knows no revision {named!r} here{shallow}; name a branch, tag or commit")
    found = commit.decode().strip()
    day = _must(root, "log", "-1", "--format=%cs", found).decode().strip()
    return Revision(found, date.fromisoformat(day), top.decode().strip("\r\n"))


@contextmanager
def laid_out(root: Path, revision: Revision) -> Iterator[Path]:
    """A folder that is a root as it was at `revision`, for as long as it is needed."""
    tree = f"{revision.commit}:{revision.folder}"
    wanted = (*WRITTEN_BY_USERS, PUBLISHED)
    listed = _git(root, "ls-tree", "-z", "--name-only", "--full-tree", tree) or b""
    there = [name for name in listed.decode(errors="replace").split("\0") if name in wanted]
    if not there:
        raise WrongUsageError(f"revision {revision.short} holds no portal here: {', '.join(wanted[:-1])}")
    top = Path(_must(root, "rev-parse", "--show-toplevel").decode().rstrip("\r\n"))  # archives are of the top
    archive = _must(top, "archive", "--format=tar", tree, "--", *there)
    with TemporaryDirectory(prefix="portal-diff-") as made:
        folder = Path(made)
        try:
            with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
                _unpack(packed, folder)
        except tarfile.TarError as error:
            raise EnvironmentFailedError(f"revision {revision.short} can't be laid out: {error}") from None
        yield folder


def _unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Nothing lands outside of `folder`. Python knows the filter for that from 3.11.4 on, and Debian 12 has
    3.11.2: there links are left out, which are all that could lead elsewhere.
    """
    if hasattr(tarfile, "data_filter"):
        packed.extractall(folder, filter="data")
    else:
        packed.extractall(folder, [each for each in packed if each.isfile() or each.isdir()])


def _shallow(root: Path) -> bool:
    return (_git(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def _must(root: Path, *arguments: str) -> bytes:
    said = _git(root, *arguments)
    if said is None:
        raise EnvironmentFailedError(
            f"git {arguments[0]} failed; `git fsck` tells whether all of it is there"
        )
    return said


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git says, or None where it refuses. Raises EnvironmentFailedError where there is no git."""
    try:
        ran = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, timeout=_SLOWEST, check=False
        )
    except FileNotFoundError:
        raise EnvironmentFailedError("git is not installed, and what was before is known from it") from None
    except subprocess.TimeoutExpired:
        raise EnvironmentFailedError(f"git {arguments[0]} took longer than {_SLOWEST} seconds") from None
    return ran.stdout if ran.returncode == 0 else None
