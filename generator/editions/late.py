"""Audits that came in too late for every published edition: somebody must know they wait."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.problems import Problem
from generator.records import Records
from generator.settings.lines import settings_lines
from generator.settings.model import Settings

MOST = 6
"""Months that are named one by one."""


def late_audits(root: Path, settings: Settings, records: Records) -> Iterator[Problem]:
    """One piece of information for all editions. It stops nothing, for an edition may well stay as it is.

    An audit that a later published edition counts does not wait: readers have it there, beside its month.
    """
    editions = [edition for edition in settings.publication.editions if edition.published_on]
    known = {edition.month: edition.data_to or edition.published_on for edition in editions}
    newest_known = max((day for day in known.values() if day), default=date.max)
    audits = records["audits"].columns
    columns = [audits[name] for name in ("audited_on", "received_on") if name in audits]
    late, newest = Counter[str](), date.min
    for month, *days in zip(audits["month"], *columns, strict=True):
        day = max((day for day in days if isinstance(day, date)), default=date.min)
        if known.get(str(month)) and day > newest_known:
            late[str(month)] += 1
            newest = max(newest, day)
    if late:
        first, *_ = months = sorted(late, reverse=True)
        named = [f"{late[month]} of {month} (which knows up to {known[month]})" for month in months[:MOST]]
        more = f" and {sum(late[m] for m in months[MOST:])} of earlier ones" if len(months) > MOST else ""
        message = f"audits wait that came in too late for their published edition: {', '.join(named)}{more}"
        hint = "the next edition counts them beside their month; for a planned revision of the month's own, "
        hint += f"move its data_to to a later day. The newest is of {newest}"
        at = settings_lines(root).edition(first, "data_to")
        yield Problem(at, "late-audits", message, hint, severity="warning")
