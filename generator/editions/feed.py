"""The portal's feed (Atom): briefings and changed lessons of all published editions that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgen.feed import FeedGenerator

from generator.editions.config import FEED

MOST = 60
"""Entries; older ones are in their editions."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Whose feed it is, and the portal's address, ending in a slash."""

    name: str
    council: str
    url: str


def atom(manifests: Sequence[Mapping[str, Any]], channel: Channel) -> bytes:
    """The feed of editions by what they say of themselves, newest month first. Drafts are not in it.

    An entry is known by its permanent address and dated by its edition's publication: a feed never
    changes but by an edition.
    """
    published = [found for found in manifests if found["status"] == "published"]
    feed = FeedGenerator()
    feed.id(channel.url)
    feed.title(f"{channel.name} · {channel.council}")
    feed.author(name=channel.council)
    feed.link(href=f"{channel.url}{FEED}", rel="self", type="application/atom+xml")
    feed.link(href=channel.url, rel="alternate", type="text/html")
    feed.language("en-GB")
    feed.generator("QA evidence portal")
    feed.updated(max((_day(found["published_on"]) for found in published), default=_day("1970-01-01")))
    told = [(found, entry) for found in published for entry in found.get("feed", ())]
    for found, entry in told[:MOST]:
        _add(feed, f"{channel.url}{found['month']}/{entry['address']}", _day(found["published_on"]), entry)
    text: bytes = feed.atom_str(pretty=True)
    return text


def _add(feed: FeedGenerator, address: str, day: datetime, entry: Mapping[str, str]) -> None:
    added = feed.add_entry(order="append")
    added.id(address)
    added.title(entry["title"])
    added.link(href=address, rel="alternate", type="text/html")
    added.published(day)
    added.updated(day)
    added.summary(entry["summary"])


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
