"""Which of what auditors wrote a page quotes: the newest in full, so that pages stay short for ten years."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.evidence import Evidence
from generator.measures.figures import ActionNote, LearningPoint, RegradeNote

ENOUGH = 12
"""A page goes on to older months until it quotes as many."""
LEAST_MONTHS = 2
"""What comes when a month's edition is out already is quoted by the next one with its own."""


N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class Quotes(Generic[N]):
    """`notes`: those quoted, in the order given. `earlier`: the month (YYYY-MM) whose edition quotes the
    newest of those that are not; blank where all are quoted."""

    notes: tuple[N, ...]
    earlier: str = ""


def quotes(e: Evidence, notes: Iterable[N], when: Callable[[N], str]) -> Quotes[N]:
    """All `notes` of the newest months: of two, and of as many more as it takes to quote twelve.

    `when`: the month or day in which a note became what can be quoted.
    """
    editions = [month for month in e.months if month <= e.month]

    def first_told(note: N) -> str:
        month = when(note)[:7]
        return editions[min(bisect_left(editions, month), len(editions) - 1)]

    dated = [(first_told(note), note) for note in notes]
    many = Counter(month for month, _ in dated)
    quoted, since = 0, ""
    for nth, month in enumerate(reversed(editions)):
        if nth >= LEAST_MONTHS and quoted >= ENOUGH:
            break
        quoted, since = quoted + many[month], month
    earlier = max((month for month in many if month < since), default="")
    return Quotes(tuple(note for month, note in dated if month >= since), earlier)


def quotable(point: LearningPoint) -> str:
    """The day from which it may be quoted, or its audit's month."""
    return max(point.month, point.signed_on)


def last_news(action: ActionNote) -> str:
    """The day of the last thing known of an action, or its audit's month."""
    return max(action.month, action.signed_on, action.completed_on, action.impact_checked_on)


def looked_again(regrade: RegradeNote) -> str:
    """The day of the later look."""
    return regrade.on
