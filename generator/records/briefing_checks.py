"""The rules of how teams used a briefing. Listed with all others in checks.py."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from generator.problems import Problem
from generator.records.data import Data
from generator.records.identifiers import record_ids
from generator.records.rows import Value

_MANY = 200
"""More people than come to one team's meeting."""


def meetings_after_their_briefing(data: Data) -> Iterator[Problem]:
    """A team uses a briefing from the day on which its edition is published; a draft's, from its month on."""
    published = {e.month: e.published_on for e in data.settings.publication.editions if e.published_on}
    for row, (month, day) in enumerate(data.columns("briefing_use", "month", "held_on")):
        if month is None or not isinstance(day, date):
            continue
        since = published.get(cast(str, month))
        if since is not None and day < since:
            message = f"{day} is before {since}, when the briefing of {month} was published"
        elif since is None and day.isoformat()[:7] < cast(str, month):
            message = f"{day} is before the briefing's month, {month}"
        else:
            continue
        hint = "check the year and the month of the meeting, and which briefing it used"
        yield data.problem(("briefing_use", row, "held_on"), "briefing-too-early", message, hint)


def meetings_once(data: Data) -> Iterator[Problem]:
    """A team's meeting about a briefing is told once."""
    first: dict[tuple[Value, ...], int] = {}
    for row, key in enumerate(data.columns("briefing_use", "month", "team", "held_on")):
        earlier = first.setdefault(key, row)
        if None not in key and earlier != row:
            message, hint = "tells of the same meeting twice", "keep one row a month, team and day"
            other = ("briefing_use", earlier, "held_on")
            yield data.problem(("briefing_use", row, "held_on"), "duplicate-row", message, hint, other=other)


def meetings_of_a_team(data: Data) -> Iterator[Problem]:
    """Nobody holds a team meeting of hundreds."""
    for row, attended in enumerate(data.column("briefing_use", "attended")):
        if isinstance(attended, int) and attended > _MANY:
            message = f"{attended} people is more than a team"
            hint = "check the number: a digit too many, or several meetings in one row?"
            yield data.warning(("briefing_use", row, "attended"), "many-attended", message, hint)


def notes_name_no_record(data: Data) -> Iterator[Problem]:
    """What a team made of a briefing is read by all: it leads to no audit and no action."""
    notes = data.column("briefing_use", "note")
    known = data.records.ids() if any(notes) else {}
    for row, note in enumerate(notes):
        for kind in record_ids(cast(str, note or ""), known):
            hint = "take it out: readers are not led from a sentence to one child's record"
            cell = ("briefing_use", row, "note")
            yield data.problem(cell, "identifier", f"holds {kind}", hint)
