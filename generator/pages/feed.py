"""What an edition tells those who follow the portal: its briefing, and lessons whose status changed."""

import yaml

from generator.evidence import Evidence
from generator.pages.presenters.briefing import BriefingPage
from generator.pages.presenters.news import changed
from generator.pages.templating import template_text


def feed_entries(e: Evidence, page: BriefingPage) -> list[dict[str, str]]:
    """Address below the edition, title and summary of each, from settings and templates alone.

    `page`: the month's briefing; a month without a lesson has no entry for it.
    """
    breaks, not_random = e.status_caveats
    text = template_text(
        "feed.yml",
        month=e.month,
        before=e.months_before[-1:],
        changes=changed(e),
        page=page,
        breaks=breaks,
        not_random=not_random,
    )
    entries: list[dict[str, str]] | None = yaml.safe_load(text)
    return entries or []
