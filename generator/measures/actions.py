"""Actions, and whether they changed anything. An action counts in the month of its audit."""

from collections.abc import Iterator, Sequence

import narwhals as nw

from generator.measures.counting import ALL, Counted, combinations, count_by, median_days, spread
from generator.measures.figures import Distribution, Quantity
from generator.measures.frames import Frame, midnight, recorded
from generator.measures.known import Known

STATES = ("done", "started", "not-started")
LOOP = ("found", "acted-on", "done", "impact-reported", "impact-checked")


def actions(known: Known) -> Iterator[Distribution]:
    """Done, started, not started."""
    yield from _spread(known, "actions", known.actions.with_columns(state=state()), "state", STATES)


def actions_overdue(known: Known) -> Iterator[Distribution]:
    """Of the actions not done, those due before `data_to`."""
    open_actions = known.actions.filter(nw.col("completed_on").is_null())
    late = open_actions.with_columns(
        late=nw.when(overdue(known)).then(nw.lit("overdue")).otherwise(nw.lit("in-time"))
    )
    yield from _spread(known, "actions_overdue", late, "late", ("overdue",), rest=("in-time",))


def loop(known: Known) -> Iterator[Distribution]:
    """How far actions came: acted on, done, impact reported, that impact checked; each of the step before."""
    done = recorded("completed_on")
    step = nw.coalesce(
        nw.when(impact_checked()).then(nw.lit("impact-checked")),
        nw.when(done, recorded("impact")).then(nw.lit("impact-reported")),
        nw.when(done).then(nw.lit("done")),
        nw.when(recorded("started_on")).then(nw.lit("acted-on")),
        nw.lit("found"),
    )
    yield from _spread(known, "loop", known.actions.with_columns(step=step), "step", LOOP, nested=True)


def days_to_done(known: Known) -> Iterator[Quantity]:
    """The median of days from agreement to completion."""
    yield from median_days(
        "days_to_done",
        known.actions,
        known.months,
        since="agreed_on",
        until="completed_on",
        month="audit_month",
    )


def state() -> nw.Expr:
    """done, started or not-started."""
    started = nw.when(recorded("started_on")).then(nw.lit("started")).otherwise(nw.lit("not-started"))
    return nw.when(recorded("completed_on")).then(nw.lit("done")).otherwise(started)


def impact_checked() -> nw.Expr:
    """The one meaning of a checked change: of an action that is done and whose owner reports an impact, a
    day or a role of a check is recorded, and that role is not the owner's own."""
    own = (nw.col("impact_checked_by_role") == nw.col("owner_role")).fill_null(False)
    looked_at = recorded("impact_checked_on") | recorded("impact_checked_by_role")
    return recorded("completed_on") & recorded("impact") & looked_at & ~own


def overdue(known: Known) -> nw.Expr:
    """Due before the day up to which the edition knows, and not done."""
    return nw.col("completed_on").is_null() & (nw.col("due") < midnight(known.data_to))


def _spread(
    known: Known,
    measure: str,
    frame: Frame,
    part: str,
    parts: Sequence[str],
    *,
    rest: Sequence[str] = (),
    nested: bool = False,
) -> Iterator[Distribution]:
    """By month and focus, both also pooled."""
    counted = count_by(frame, "audit_month", "focus", part=part)
    by_month = Counted(("month", "focus"), counted.rows).pooled("month").pooled("focus")
    over = combinations(month=known.months_and_all, focus=(ALL, "child", "process"))
    yield from spread(measure, by_month, over, parts, rest=rest, nested=nested)
