"""The status of a theme, by a rule that is printed wherever a status stands."""

from collections.abc import Sequence
from typing import Literal

from generator.evidence.change import FLOOR, compare
from generator.evidence.shown import Shown, Source

Status = Literal["first-recorded", "persisting", "growing", "easing", "not-seen", "not-available"]

MONTHS_BEFORE = 3
"""Calendar months before this one that it is compared with."""
MONTHS_NEEDED = 2
"""Of these, how many must have audits enough."""


def theme_status(
    now: Shown, earlier: Sequence[Shown], recent: Sequence[Shown], significance: float
) -> Status:
    """The status of a theme as an improvement, from `now` (audits of the month with it, of all audits),
    `earlier` (the same for every month before) and `recent` (those of them within three calendar months).

    - not-available: fewer than two of the three months before have five audits, or this month has not,
      or a figure is hidden
    - not-seen: in no audit this month
    - first-recorded: this month, and in no month before
    - growing, easing: its share differs from that of the three months before pooled, beyond chance
    - persisting: recorded this month and before, and the difference is within what chance explains
    """
    if any(figure.count is None or figure.total is None for figure in [now, *earlier]):
        return "not-available"
    comparable = [figure for figure in recent if (figure.total or 0) >= FLOOR]
    if (now.total or 0) < FLOOR or len(comparable) < MONTHS_NEEDED:
        return "not-available"
    if not now.count:
        return "not-seen"
    if not any(figure.count for figure in earlier):
        return "first-recorded"
    pooled = Shown(
        Source("themes", now.source.where, "months-before"),
        count=sum(figure.count or 0 for figure in recent),
        total=sum(figure.total or 0 for figure in recent),
        percent=None,
    )
    verdict = compare(pooled, now, significance).verdict
    if verdict == "rose":
        return "growing"
    return "easing" if verdict == "fell" else "persisting"
