"""How well the audits themselves were done, and what months of practice they looked at."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import narwhals as nw

from generator.measures.counting import Counted, combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.frames import Frame, days_between, recorded
from generator.measures.known import Known, with_not_recorded


def audit_quality(known: Known) -> Iterator[Distribution]:
    """Whether the audit itself met the standard."""
    yield from _by_month(known, "audit_quality", ("meets", "partly", "does-not"))


def with_practitioner(known: Known) -> Iterator[Distribution]:
    """Whether the audit was done together with the worker."""
    yield from _by_month(known, "with_practitioner", ("yes", "no"))


def practice_window(known: Known) -> Iterator[Distribution]:
    """Audits whose window of practice lies before, across, or since the first day of a break's month."""
    whole = recorded("practice_from") & recorded("practice_to")
    for break_, first_day in _breaks(known):
        before = nw.when(nw.col("practice_to") < first_day).then(nw.lit("before"))
        across = nw.when(whole).then(nw.lit("across"))
        since = nw.when(nw.col("practice_from") >= first_day).then(nw.lit("since"))
        lies = known.audits.with_columns(lies=nw.coalesce(before, since, across))
        counted = count_by(lies, "month", part="lies").labelled(**{"break": break_})
        over = combinations(**{"month": known.months, "break": (break_,)})
        yield from spread("practice_window", counted, over, with_not_recorded(("before", "across", "since")))


def practice_days(known: Known) -> Iterator[Distribution]:
    """Days of the audits' windows (both ends counted) before and since the first day of a break's month.

    `left_out` counts the audits with no whole window.
    """
    whole = recorded("practice_from") & recorded("practice_to")
    windows, without = known.audits.filter(whole), known.audits.filter(~whole)
    all_days = days_between("practice_from", "practice_to") + 1
    for break_, first_day in _breaks(known):
        split = windows.with_columns(first_day=nw.lit(first_day), all_days=all_days)
        split = split.with_columns(until_break=days_between("practice_from", "first_day").clip(0))
        split = split.with_columns(days_before=nw.min_horizontal("until_break", "all_days"))
        split = split.with_columns(days_since=nw.col("all_days") - nw.col("days_before"))
        counted = _summed(split, "days_before", "before") + _summed(split, "days_since", "since")
        counted += count_by(without, "month", part="type").parted(lambda _: "none")
        over = combinations(**{"month": known.months, "break": (break_,)})
        yield from spread("practice_days", counted.labelled(**{"break": break_}), over, ("before", "since"))


def _by_month(known: Known, column: str, parts: Sequence[str]) -> Iterator[Distribution]:
    counted = count_by(known.audits, "month", part=column)
    yield from spread(column, counted, combinations(month=known.months), with_not_recorded(parts))


def _summed(frame: Frame, days: str, part: str) -> Counted:
    counted = count_by(frame, "month", part="type", weight=nw.col(days))
    return counted.parted(lambda _: part)


def _breaks(known: Known) -> Iterator[tuple[str, datetime]]:
    """Each break's number as text, and the first day of its month."""
    for i, break_ in enumerate(known.framework.breaks):
        year, month = map(int, break_.from_.split("-"))
        yield str(i), datetime(year, month, 1)
