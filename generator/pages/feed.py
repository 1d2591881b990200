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
    entries: list[dict[str, str]] | None = yaml.safe_load(
        template_text("feed.yml", month=e.month, changes=changed(e), page=page)
    )
    return entries or []
