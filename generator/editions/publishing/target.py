"""What any place to publish to can do."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from generator.editions.config import EARLIER
from generator.editions.progress import Say


@dataclass(frozen=True, slots=True)
class Held:
    """What a target holds now: what its editions say of themselves, by month, and the names of its parts
    ("2023-11", "index.html", "assets/<set>"). `earlier`: what earlier revisions that stayed say of
    themselves, by name ("2023-11-r1")."""

    manifests: Mapping[str, Mapping[str, Any]]
    names: frozenset[str]
    earlier: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, manifests: Mapping[str, Mapping[str, Any]], names: frozenset[str]) -> "Held":
        """`manifests` by folder, of editions and of earlier revisions."""
        earlier = {name: each for name, each in manifests.items() if EARLIER.fullmatch(name)}
        return cls({k: each for k, each in manifests.items() if k not in earlier}, names, earlier)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A whole portal: `parts` of the build by name, the names `kept` of what lies at the target already, and
    the month that `latest` stands for. `title`: what a history calls the change."""

    parts: Mapping[str, Path]
    kept: tuple[str, ...]
    latest: str
    title: str


class Target(Protocol):
    """A place that holds a portal, or nothing yet."""

    def __str__(self) -> str:
        """As the user knows it."""

    def turn(self, say: Say) -> AbstractContextManager[None]:
        """One publisher at a time, as far as the system can see to it. Puts right what a killed one left."""

    def read(self) -> Held:
        """What is there. Raises WrongUsageError where that is something else than a portal."""

    def differs(self, name: str, part: Path) -> bool:
        """Whether `part` of a build is not what lies at the target under `name`. After `read`."""

    def take(self, name: str, to: Path) -> None:
        """Copy the folder that lies at the target under `name` to `to`, which is new. After `read`."""

    def put(self, wanted: Wanted) -> "bool | None":
        """Make the target hold exactly `wanted`, in one step. After `read`.

        True: done; False: it was so already; None: another publisher was faster, so read again.
        """
