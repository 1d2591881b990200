"""Which way moderators move grades: whether they move more down than up, or up than down, beyond chance."""

from typing import Literal

from generator.evidence.change import FLOOR
from generator.evidence.shown import ShownTable
from generator.measures.statistics import exact_share

Direction = Literal["down", "up", "within-chance", "even", "too-few", "hidden"]
"""`even`: as many down as up. `too-few`: of fewer audits than a month needs to be compared."""


def direction(agreement: ShownTable, significance: float) -> Direction:
    """Of the audits that a moderator moved, by the exact sign test (McNemar's), two-sided, at `significance`.

    `agreement`: audits moderated at their primary grade, a better (up) or a worse one (down).

    W. J. Dixon and A. M. Mood (1946), "The statistical sign test", JASA 41:557-566; Q. McNemar (1947),
    Psychometrika 12:153-157.
    """
    down, up = (agreement[part].count for part in ("down", "up"))
    if agreement.total.count is None or down is None or up is None:
        return "hidden"
    if agreement.total.count < FLOOR:
        return "too-few"
    if down == up:
        return "even"
    if exact_share(down, down + up, 0.5) >= significance:
        return "within-chance"
    return "down" if down > up else "up"
