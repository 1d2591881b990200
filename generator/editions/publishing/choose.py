"""Which editions of a build go to a target, and what speaks against it."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.editions.config import ASSETS
from generator.editions.errors import WrongUsageError
from generator.editions.publishing.manifests import ABSENT
from generator.editions.publishing.target import Held
from generator.evidence.published import PublishedRecord, differences
from generator.evidence.published_json import from_json


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition of a build: its folder, what it says of itself, and its record as text, in which
    the commit of a new revision is still blank."""

    month: str
    folder: Path
    manifest: Mapping[str, Any]
    record: str

    def agrees_with(self, merged: PublishedRecord) -> bool:
        """Whether it is what a record says, in all figures and words."""
        now = from_json(self.record)
        return merged.revision == now.revision and not differences(merged, now)


def refuse(
    target: str, held: Held, audience: str, changed: Iterable[Edition], recorded: Callable[[str], int]
) -> None:
    """Raises WrongUsageError where publishing would put an edition before the wrong readers, or in the place
    of one that only others recorded. `recorded`: month -> the revision that is recorded here, 0 for none."""
    others = {str(manifest["audience"]) for manifest in held.manifests.values()} - {audience}
    if others:
        raise WrongUsageError(
            f"{target} holds the editions for the audience {min(others)}, and these are for {audience}; "
            "nothing was touched"
        )
    for edition in changed:
        there = held.manifests.get(edition.month)
        if there is None or there["status"] == "draft":
            continue
        if int(there["revision"]) > recorded(edition.month):
            raise WrongUsageError(
                f"{target} holds revision {there['revision']} of {edition.month}, which is not recorded here "
                "and is not what would be published; take in what others committed (git pull), "
                "then publish again. Where nobody has its record, publishing was stopped before it wrote it: "
                "check out the commit that was published, publish that again, and keep the record"
            )


def kept(held: Held, ours: Sequence[Edition], to_go: Container[str]) -> tuple[str, ...]:
    """The names of what stays at the target: published editions that are not ours, earlier revisions but
    those `to_go`, and their assets."""
    mine = {edition.month for edition in ours}
    stay = [
        month
        for month, manifest in held.manifests.items()
        if month not in mine and manifest["status"] == "published"
    ]
    earlier = {name: manifest for name, manifest in held.earlier.items() if name not in to_go}
    needed = assets_of([*(held.manifests[month] for month in stay), *earlier.values()])
    built = assets_of(edition.manifest for edition in ours)
    return (*stay, *earlier, *sorted(needed - built))


def assets_of(manifests: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The names of the sets of assets that editions need, by what they say of themselves."""
    return frozenset(f"{ASSETS}/{each['assets']}" for each in manifests if each["status"] != ABSENT)
