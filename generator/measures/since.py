"""What became of actions since the last meeting, against the edition that it had."""

from collections.abc import Iterator, Sequence

import narwhals as nw

from generator.measures.actions import overdue
from generator.measures.counting import ALL, combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.frames import Frame, midnight, recorded
from generator.measures.known import Known
from generator.settings.meetings import LastMeeting, last_meeting

FATES = ("done", "slipped", "still-overdue", "in-time")
"""Done since; went past the day they were due since; past it already then, and not done; not yet due."""


def actions_since(known: Known) -> Iterator[Distribution]:
    """What became of the actions that were open in the edition that the last meeting had."""
    for met, actions in _actions(known):
        then = midnight(met.data_to)
        was_open = nw.col("completed_on").is_null() | (nw.col("completed_on") > then)
        fate = nw.coalesce(
            nw.when(recorded("completed_on")).then(nw.lit("done")),
            nw.when(nw.col("due") < then).then(nw.lit("still-overdue")),
            nw.when(overdue(known)).then(nw.lit("slipped")),
            nw.lit("in-time"),
        )
        known_then = actions.filter(nw.col("agreed") == "before", was_open).with_columns(fate=fate)
        yield from _spread("actions_since", known_then, met, "fate", FATES)


def actions_agreed_since(known: Known) -> Iterator[Distribution]:
    """Of all actions, those that the edition that the last meeting had did not know."""
    for met, actions in _actions(known):
        yield from _spread("actions_agreed_since", actions, met, "agreed", ("since",), rest=("before",))


def _actions(known: Known) -> Iterator[tuple[LastMeeting, Frame]]:
    """The last meeting, and all actions with a column `agreed`: before if its edition knew of them, else
    since. Nothing where it had no edition."""
    met = last_meeting(known.settings.publication, known.month, known.data_to)
    if met is None or not met.month:
        return

    def begun(column: str) -> nw.Expr:
        return nw.col(column).is_null() | (nw.col(column) <= midnight(met.data_to))

    audits = known.audits.filter(nw.col("month") <= met.month, begun("received_on"), begun("audited_on"))
    told = known.actions.join(audits.select("audit_id", told=nw.lit(1)), on="audit_id", how="left")
    before = nw.when(recorded("told"), begun("agreed_on")).then(nw.lit("before"))
    yield met, told.with_columns(agreed=before.otherwise(nw.lit("since")))


def _spread(
    measure: str, frame: Frame, met: LastMeeting, part: str, parts: Sequence[str], *, rest: Sequence[str] = ()
) -> Iterator[Distribution]:
    """By focus and pooled; `since`: the month of the edition that the meeting had."""
    counted = count_by(frame, "focus", part=part).pooled("focus").labelled(month=ALL, since=met.month)
    over = combinations(month=(ALL,), since=(met.month,), focus=(ALL, "child", "process"))
    yield from spread(measure, counted, over, parts, rest=rest)
