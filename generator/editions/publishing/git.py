"""The repository that a portal's root lies in."""

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.editions.config import WRITTEN_BY_USERS
from generator.editions.errors import WrongUsageError
from generator.editions.today import git_must_say
from generator.problems import EnvironmentFailedError


@dataclass(frozen=True, slots=True)
class Git:
    """Git, asked from the folder `root`."""

    root: Path

    def says(self, *arguments: str, given: bytes = b"") -> str:
        """What git prints; bytes that are no UTF-8 stand there as \\xff, in a name that nothing is called.

        Raises EnvironmentFailedError with git's own words where it refuses.
        """
        return self._run(arguments, given).decode(errors="backslashreplace").strip()

    def tries(self, *arguments: str) -> str | None:
        """The same, or None where git refuses."""
        try:
            return self.says(*arguments)
        except EnvironmentFailedError:
            return None

    def blobs(self, names: Iterable[str]) -> Iterator[bytes | None]:
        """The content of each named object ("HEAD:./file"), in order; None for one that is not there."""
        wanted = list(names)
        told = self._run(["cat-file", "--batch"], "".join(f"{name}\n" for name in wanted).encode())
        at = 0
        for _ in wanted:
            end = told.index(b"\n", at)
            header, at = told[at:end], end + 1
            if header.endswith((b" missing", b" ambiguous")):
                yield None
                continue
            size = int(header.rsplit(b" ", 1)[1])
            yield told[at : at + size]
            at += size + 1

    def _run(self, arguments: Sequence[str], given: bytes) -> bytes:
        command = ["git", "--no-optional-locks", "-C", str(self.root), *arguments]
        try:
            return subprocess.run(command, input=given, capture_output=True, check=True).stdout
        except FileNotFoundError:
            raise EnvironmentFailedError(
                "git is not installed, or not where programs are looked for"
            ) from None
        except subprocess.CalledProcessError as error:
            words = error.stderr.decode(errors="replace").strip() or f"git {arguments[0]} failed"
            raise EnvironmentFailedError(words) from None


def committed(root: Path) -> str:
    """The newest commit, which holds all that users wrote; blank where there is no repository.

    Raises WrongUsageError where something was not committed: what readers saw could not be found again; and
    EnvironmentFailedError where git fails, since then nobody knows.
    """
    told = git_must_say(
        root, "-c", "core.quotePath=false", "status", "--porcelain", "--ignored", "--", *WRITTEN_BY_USERS
    )
    if told is None:
        return ""
    files = [line.split(maxsplit=1)[1] for line in told.split("\n") if line]
    waiting = [file for file in files if not Path(file).name.startswith(".")]
    if waiting:
        more = f" and {len(waiting) - 1} more" if len(waiting) > 1 else ""
        raise WrongUsageError(
            f"{waiting[0]}{more}: not committed; commit first, so that git knows what readers were shown"
        )
    return git_must_say(root, "rev-parse", "--verify", "HEAD") or ""
