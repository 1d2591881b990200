"""The portal's feed (Atom): briefings and changed lessons of all published editions that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgen.feed import FeedGenerator

from generator.editions.config import FEED
from generator.pages.words import date_words

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

    An entry is known by its permanent address and dated by its edition's publication, and by the day of its
    newest revision where it has one: a feed never changes but by an edition.
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
    feed.updated(max((_updated(found) for found in published), default=_day("1970-01-01")))
    told = [(found, entry) for found in published for entry in found.get("feed", ())]
    for found, entry in told[:MOST]:
        _add(feed, f"{channel.url}{found['month']}/{entry['address']}", found, entry)
    text: bytes = feed.atom_str(pretty=True)
    return text


def _add(feed: FeedGenerator, address: str, edition: Mapping[str, Any], entry: Mapping[str, str]) -> None:
    added = feed.add_entry(order="append")
    added.id(address)
    added.title(entry["title"])
    added.link(href=address, rel="alternate", type="text/html")
    added.published(_day(edition["published_on"]))
    added.updated(_updated(edition))
    revised = edition.get("revised_on")
    said = f" Revised on {date_words(revised)}." if revised else ""
    added.summary(f"{entry['summary']}{said}")


def _updated(edition: Mapping[str, Any]) -> datetime:
    """Editions that an older version made don't say when they were revised."""
    return _day(edition.get("revised_on") or edition["published_on"])


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
