"""Who overdue actions are with, as far as a public paper may say: never so few that they are one person's."""

from collections import Counter
from typing import TYPE_CHECKING

from generator.evidence.rounding import half_up
from generator.evidence.shown import Shown, Source

if TYPE_CHECKING:
    from generator.evidence.edition import Evidence

FEWEST = 3
"""Actions that a role must own to be named: with fewer, its figure tells of one action, and whose it is."""
OTHER = ""
"""The part of those whose role is not named."""


def overdue_by_owner(e: "Evidence") -> tuple[Shown, ...]:
    """Overdue actions of signed-off audits, by the role that owns them: most first, then those of `OTHER`.

    None where no role is named. A figure's part is its role, as recorded. A role that is not recorded, or
    that names a team, is an other.
    """
    late = Counter(action.owner_role for action in e.extracts.actions if action.overdue)
    named = {role: count for role, count in late.items() if role and count >= FEWEST}
    if not named:
        return ()
    others = late.total() - sum(named.values())
    ranked = sorted(named.items(), key=lambda item: (-item[1], item[0]))
    counts = [*ranked, *([(OTHER, others)] if others else [])]
    return tuple(_of(role, count, late.total()) for role, count in counts)


def _of(role: str, count: int, total: int) -> Shown:
    return Shown(Source("actions_overdue", (), role), count, total, half_up(count, total))
