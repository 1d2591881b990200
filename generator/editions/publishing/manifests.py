"""edition.json at a place to publish to: others write there, so it is checked before it is trusted."""

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from generator.editions.config import EARLIER, MANIFEST
from generator.editions.errors import WrongUsageError

ASSETS_NAME = re.compile(r"[0-9a-f]{16}")
"""What a set of assets is called: the digest of shared_assets.py."""
REVISION = re.compile(r"[1-9]\d{0,4}")
STATUSES = ("published", "draft")
ABSENT = "absent"
"""The status of an earlier revision that the place never held: a page there says so."""
IN_FEED = ("address", "title", "summary")


def read_manifest(place: str, name: str, content: bytes) -> Mapping[str, Any]:
    """What the edition in the folder `name` of `place` says of itself.

    Raises WrongUsageError where that is damaged, or is of another edition than its folder's name says.
    """
    try:
        found = json.loads(content)
        _check(found, name)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise WrongUsageError(
            f"{place} holds a damaged edition ({name}/{MANIFEST}); nothing was touched; "
            f"put {name} back from a backup, or take it away, and publish again"
        ) from None
    manifest: Mapping[str, Any] = found
    return manifest


def _check(found: Mapping[str, Any], name: str) -> None:
    """Raises ValueError, TypeError, KeyError or AttributeError where it is no manifest."""
    earlier = EARLIER.fullmatch(name)
    if earlier and found["status"] == ABSENT and found["month"] == earlier[1]:
        return
    right = (
        found["month"] == (earlier[1] if earlier else name)
        and found["status"] in STATUSES
        and bool(found["audience"])
        and REVISION.fullmatch(found["revision"])
        and ASSETS_NAME.fullmatch(found["assets"])
        and all(isinstance(each[key], str) for each in found.get("feed", ()) for key in IN_FEED)
    )
    if found["status"] == "published":
        date.fromisoformat(found["published_on"])
    if found.get("revised_on"):
        date.fromisoformat(found["revised_on"])
    if not right:
        raise ValueError(name)
