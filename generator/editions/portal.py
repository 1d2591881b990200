"""What stands around the editions of a portal, made from the editions that are there."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.editions.config import ASSETS, EARLIER, FEED, LATEST, MANIFEST, VERSIONS
from generator.editions.feed import Channel, atom
from generator.editions.output import keep
from generator.pages.words import month_name
from generator.settings.model import Organisation

SHELL = Path(__file__).parent / "shell"
PAGES = ("index.html", "404.html")
AROUND = (*PAGES, VERSIONS, FEED)
"""The files that stand around the editions."""


@dataclass(frozen=True, slots=True)
class Version:
    """An edition as the version selector lists it; hidden: an earlier revision, which it only names."""

    version: str
    title: str
    aliases: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What the pages outside the editions need to look like the portal: name, council, address, colours."""

    name: str
    council: str
    url: str
    accent: str
    accent_dark: str

    @classmethod
    def of(cls, organisation: Organisation, url: str) -> "Look":
        return cls(organisation.portal, organisation.name, url, organisation.accent, organisation.accent_dark)


def surround(portal: Path, look: Look) -> None:
    """Write latest/, versions.json, the feed, index.html and 404.html for the editions in `portal`."""
    versions = list_versions(portal)
    latest = next(version for version in versions if LATEST in version.aliases)
    keep(portal / latest.version, portal / LATEST)
    _drop_unused_assets(portal)
    (portal / VERSIONS).write_bytes(as_mike(versions).encode())
    (portal / FEED).write_bytes(atom(_manifests(portal), Channel(look.name, look.council, look.url)))
    for page in PAGES:
        content = shell_page(
            page,
            versions=[version for version in versions if not version.hidden],
            latest=latest,
            name=look.name,
            url=look.url,
            path=urlsplit(look.url).path,
            accent=look.accent,
            accent_dark=look.accent_dark,
        )
        (portal / page).write_bytes(content)


def shell_page(template: str, /, **values: object) -> bytes:
    """A page that is outside every edition, or a piece of one, by its template in shell/."""
    return f"{_shell().get_template(template).render(**values)}\n".encode()


@cache
def _shell() -> Environment:
    return Environment(
        loader=FileSystemLoader(SHELL), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def list_versions(portal: Path) -> list[Version]:
    """The editions in `portal`, newest first. `latest` is the newest published one, else the newest draft.

    Those before revisions are hidden: Material's selector leaves them out, and on their own pages names them.
    """
    newest_first = _manifests(portal)
    published = [found for found in newest_first if found["status"] == "published"]
    latest = (published or newest_first)[0]["month"]
    listed = [
        Version(found["month"], _title(found), (LATEST,) if found["month"] == latest else ())
        for found in newest_first
    ]
    return sorted([*listed, *_earlier(portal)], key=_as_mike_sorts, reverse=True)


def _earlier(portal: Path) -> Iterator[Version]:
    for path in portal.glob(f"????-??-r*/{MANIFEST}"):
        if name := EARLIER.fullmatch(path.parent.name):
            title = f"{month_name(name[1])}, revision {name[2]}"
            yield Version(path.parent.name, title, hidden=True)


def _as_mike_sorts(version: Version) -> tuple[str, int]:
    name = EARLIER.fullmatch(version.version)
    return (name[1], int(name[2])) if name else (version.version, 0)


def _manifests(portal: Path) -> list[dict[str, Any]]:
    """What each edition in `portal` says of itself, the newest month first."""
    manifests = [json.loads(path.read_bytes()) for path in portal.glob(f"????-??/{MANIFEST}")]
    return sorted(manifests, key=lambda found: str(found["month"]), reverse=True)


def as_mike(versions: Sequence[Version]) -> str:
    """versions.json byte for byte as mike writes it."""
    listed = [
        {"version": version.version, "title": version.title, "aliases": list(version.aliases)}
        | ({"properties": {"hidden": True}} if version.hidden else {})
        for version in versions
    ]
    return json.dumps(listed, indent=2)


def _title(manifest: Mapping[str, str]) -> str:
    draft = " (draft)" if manifest["status"] == "draft" else ""
    return month_name(manifest["month"]) + draft


def _drop_unused_assets(portal: Path) -> None:
    """Sets of the theme's files that no edition there was made with any more."""
    used = {manifest["assets"] for manifest in _manifests(portal)}
    for folder in (portal / ASSETS).glob("*"):
        if folder.name not in used:
            shutil.rmtree(folder)
