"""Which of what auditors wrote a page quotes: the newest in full, so that pages stay short for ten years."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from generator.evidence import Evidence
from generator.measures.figures import ActionNote, RegradeNote

ENOUGH = 12
"""A page goes on to older months until it quotes as many."""
LEAST_MONTHS = 2
"""What is signed off a month or two late is still quoted by the editions after it."""


class OfAMonth(Protocol):
    @property
    def month(self) -> str: ...


N = TypeVar("N", bound=OfAMonth)


@dataclass(frozen=True, slots=True)
class Quotes(Generic[N]):
    """`notes`: those quoted, in the order given. `earlier`: the month (YYYY-MM) whose edition quotes the
    newest of those that are not; blank where all are quoted."""

    notes: tuple[N, ...]
    earlier: str = ""


def quotes(e: Evidence, notes: Iterable[N], when: Callable[[N], str] | None = None) -> Quotes[N]:
    """All `notes` of the newest months: of two, and of as many more as it takes to quote twelve.

    `when`: the month or day in which a note became one; by default its audit's month.
    """
    editions = [month for month in e.months if month <= e.month]

    def first_told(note: N) -> str:
        month = (when(note) if when else note.month)[:7]
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


def last_news(action: ActionNote) -> str:
    """The day of the last thing known of an action, or its audit's month."""
    return max(action.month, action.completed_on, action.impact_checked_on)


def looked_again(regrade: RegradeNote) -> str:
    """The day of the later look."""
    return regrade.on
