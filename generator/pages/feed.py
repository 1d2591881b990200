"""What an edition tells those who follow the portal: its briefing, and lessons whose status changed."""

from dataclasses import dataclass

import yaml

from generator.evidence import Evidence, Status
from generator.pages.templating import template_text
from generator.settings.model import Theme

_ALWAYS_NEWS: tuple[Status, ...] = ("first-recorded", "growing", "easing")


@dataclass(frozen=True, slots=True)
class Changed:
    """A theme whose status is not that of the month before."""

    theme: Theme
    before: Status
    now: Status


def feed_entries(e: Evidence, kind: str) -> list[dict[str, str]]:
    """Address below the edition, title and summary of each, from settings and templates alone.

    `kind`: the briefing's; a month without one has no entry for it.
    """
    entries: list[dict[str, str]] = yaml.safe_load(
        template_text("feed.yml", month=e.month, changes=changed(e), kind=kind)
    )
    return entries


def changed(e: Evidence) -> list[Changed]:
    """The themes with a new status. That it can be told at all for the first time is no news by itself."""
    both = (
        (theme, e.statuses_before.get(theme.id), e.statuses[theme.id]) for theme in e.settings.themes.themes
    )
    return [
        Changed(theme, before, now)
        for theme, before, now in both
        if before and now not in (before, "not-available")
        if before != "not-available" or now in _ALWAYS_NEWS
    ]
