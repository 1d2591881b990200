"""Earlier revisions that stay at a target: a meeting had them, and its minutes speak of what they said."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from generator.editions.config import EARLIER, MANIFEST
from generator.editions.portal import Look, shell_page
from generator.editions.publishing.choose import Edition
from generator.editions.publishing.manifests import ABSENT
from generator.editions.publishing.target import Held
from generator.evidence.published_json import from_json
from generator.evidence.revisions import Revision, folder_of, forgotten_before, kept
from generator.pages.words import date_words, month_name

PLACE = "<!-- earlier revision -->"
"""Where the theme's pages take in that they have been revised."""
NOT_FOUND = "404.html"
_BODY = re.compile(r"<body[^>]*>")


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition as a target still holds it, which is to stay there beside the revision that replaces it.

    `manifest`: what it says of itself. `now`: the folder of the edition that replaces it.
    """

    month: str
    number: int
    meetings: tuple[str, ...]
    manifest: Mapping[str, Any]
    now: Path

    @property
    def name(self) -> str:
        return folder_of(self.month, self.number)


def to_stay(held: Held, changed: Iterable[Edition]) -> tuple[Earlier, ...]:
    """What of a target's editions stays readable where those that are `changed` replace it."""
    return tuple(each for each in _replaced(held, changed) if each.name not in held.earlier)


def _replaced(held: Held, changed: Iterable[Edition]) -> Iterator[Earlier]:
    for edition in changed:
        there = held.manifests.get(edition.month)
        if there is None or there["status"] != "published":
            continue
        number, revisions = int(there["revision"]), from_json(edition.record).revisions
        if number in kept(revisions):
            meetings = revisions[number - 1].meetings
            yield Earlier(edition.month, number, meetings, there, edition.folder)


@dataclass(frozen=True, slots=True)
class Absent:
    """An earlier revision that the present edition leads to, and that a target never held."""

    month: str
    number: int
    revision: Revision

    @property
    def name(self) -> str:
        return folder_of(self.month, self.number)

    @property
    def manifest(self) -> Mapping[str, str]:
        return {"month": self.month, "status": ABSENT, "revision": str(self.number)}


def absent(held: Held, ours: Iterable[Edition], stays: Iterable[Earlier]) -> tuple[Absent, ...]:
    """What a target lacks of the revisions that its editions lead to: their pages must lead somewhere."""
    there = {*held.earlier, *(each.name for each in stays)}
    revised = (edition for edition in ours if edition.manifest["revision"] != "1")
    found = (each for edition in revised for each in _led_to(edition))
    return tuple(each for each in found if each.name not in there)


def _led_to(edition: Edition) -> Iterator[Absent]:
    revisions = from_json(edition.record).revisions
    yield from (Absent(edition.month, number, revisions[number - 1]) for number in kept(revisions))


def say_absent(folder: Path, absent: Absent, look: Look) -> None:
    """Let the new `folder` say that the revision was never there, and where it is kept."""
    folder.mkdir(parents=True)
    page = shell_page(
        "absent.html",
        number=absent.number,
        month=month_name(absent.month),
        meetings=_in_words(absent.revision.meetings),
        commit=absent.revision.commit[:10],
        address=f"../{absent.month}/",
        name=look.name,
        path=urlsplit(look.url).path,
        accent=look.accent,
        accent_dark=look.accent_dark,
    )
    (folder / "index.html").write_bytes(page)
    (folder / MANIFEST).write_text(json.dumps(absent.manifest), encoding="utf-8")


def _in_words(meetings: Iterable[str]) -> list[tuple[str, str]]:
    return [(meeting[11:], date_words(meeting[:10])) for meeting in meetings]


def to_go(held: Held, ours: Iterable[Edition]) -> frozenset[str]:
    """The names of earlier revisions at a target that show an audit which had to be forgotten since."""
    return frozenset(name for edition in ours for name in _forgotten(held, edition))


def _forgotten(held: Held, edition: Edition) -> Iterator[str]:
    found = [match for name in held.earlier if (match := EARLIER.fullmatch(name))]
    mine = [match for match in found if match[1] == edition.month]
    if mine:
        before = forgotten_before(from_json(edition.record).revisions)
        yield from (match[0] for match in mine if int(match[2]) < before)


def say_revised(folder: Path, earlier: Earlier, portal: str) -> None:
    """Let each page in `folder` say that it was revised, and lead to the same page of the present edition.

    Nothing else of it changes. `portal`: the address of all editions; only pages for lost addresses need it.
    """
    meetings = _in_words(earlier.meetings)
    supplements = _supplements(earlier)
    month = month_name(earlier.month)
    for path in sorted(folder.rglob("*.html")):
        page = path.relative_to(folder)
        same = page.name == "index.html" and (earlier.now / page).is_file()
        edition = address = f"{'../' * len(page.parts)}{earlier.month}/"
        if page.name == NOT_FOUND:
            edition = address = f"{urlsplit(portal).path}{earlier.month}/"
        if same and page.parent.parts:
            address += f"{page.parent.as_posix()}/"
        told = shell_page(
            "earlier.html",
            number=earlier.number,
            month=month,
            meetings=meetings,
            address=address,
            same=same,
            supplements=[(day, f"{edition}{way}") for day, way in supplements],
        )
        text = path.read_bytes().decode()
        path.write_bytes(_with(text, told.decode()).encode())


def _supplements(earlier: Earlier) -> list[tuple[str, str]]:
    """The days of its meetings in words, each with the page of the present edition that says what changed."""
    days = dict.fromkeys(meeting[:10] for meeting in earlier.meetings)
    return [(date_words(d), f"meetings/{d}/") for d in days if (earlier.now / "meetings" / d).is_dir()]


def _with(page: str, notice: str) -> str:
    """For readers where the theme has a place for it, else first of all; for search engines in the head."""
    page = page.replace("</head>", '<meta name="robots" content="noindex"></head>', 1)
    if PLACE in page:
        return page.replace(PLACE, notice, 1)
    body = _BODY.search(page)
    at = body.end() if body else 0
    return f"{page[:at]}{notice}{page[at:]}"
