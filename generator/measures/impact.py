"""What later looks found: areas graded again, audits done again, and what was asked of the service."""

from collections.abc import Iterator

import narwhals as nw

from generator.measures.counting import ALL, Counted, Row, combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.frames import Frame, is_grade, midnight, recorded
from generator.measures.known import Known, rank, with_not_recorded

REASONS = ("practice-changed", "record-improved")


def regrades(known: Known) -> Iterator[Distribution]:
    """Regraded areas by grade before and after: the pairs that occur, in the order of the scale."""
    counted = count_by(known.regrades, "reason", "area", part=("from", "to")).labelled(month=ALL)
    counted = counted.pooled("reason").pooled("area")
    order = {grade: i for i, grade in enumerate(known.grades_in(ALL))}
    pairs = sorted(
        {row.part for row in counted.rows}, key=lambda p: [order.get(g, len(order)) for g in p.split(">")]
    )
    areas = counted.seen("area", (ALL, *known.areas_in(ALL)))
    over = combinations(month=(ALL,), reason=(ALL, *with_not_recorded(REASONS)), area=areas)
    yield from spread("regrades", counted, over, pairs)


def reaudits(known: Known) -> Iterator[Distribution]:
    """Audits that revisit an earlier one: overall grade better, the same or worse than the earlier audit's.

    Of any type; each by its standing grade (moderated, else primary). Left out are pairs without
    both grades, or whose grades stand on no common scale. With an earlier audit that the edition does not
    know there is no pair.
    """
    yield from _against_earlier(known, "reaudits", _reaudited(known))


def reaudits_unmoderated(known: Known) -> Iterator[Distribution]:
    """Of `reaudits`, those that only a manager has graded, set beside a moderated grade."""
    alone = _reaudited(known).filter(~is_grade("moderated_overall"), is_grade("before_moderated"))
    yield from _against_earlier(known, "reaudits_unmoderated", alone)


def requests(known: Known) -> Iterator[Distribution]:
    """What a panel or board asked for: answered, open, or open and overdue."""
    asked = known.tables["requests"].with_columns(state=request_state(known), unsigned=nw.lit(0))
    counted = count_by(asked, part="state").labelled(month=ALL)
    yield from spread("requests", counted, [{"month": ALL}], ("answered", "open", "overdue"))


def request_state(known: Known) -> nw.Expr:
    """answered (with or without the date), open, or overdue: due before the edition's `data_to`."""
    answered = recorded("answered_on") | recorded("answer")
    late = nw.when(nw.col("due") < midnight(known.data_to)).then(nw.lit("overdue")).otherwise(nw.lit("open"))
    return nw.when(answered).then(nw.lit("answered")).otherwise(late)


def _reaudited(known: Known) -> Frame:
    """Each audit that revisits an earlier one, with the earlier one's month and grades."""
    earlier = known.every_audit.select(
        nw.col("audit_id").alias("revisits"),
        nw.col("month").alias("before_month"),
        nw.col("standing").alias("before"),
        nw.col("moderated_overall").alias("before_moderated"),
        nw.col("unsigned").alias("before_unsigned"),
    )
    later = known.every_audit.filter(recorded("revisits"))
    later = later.select("revisits", "month", "standing", "moderated_overall", "unsigned")
    pairs = later.join(earlier, on="revisits", how="inner")
    return pairs.with_columns(unsigned=nw.max_horizontal("unsigned", "before_unsigned"))


def _against_earlier(known: Known, measure: str, pairs: Frame) -> Iterator[Distribution]:
    counted = count_by(pairs, "month", "before_month", part=("before", "standing"))
    later_grades = counted.parted(lambda row: compared(known, row))
    rows = tuple(Row((ALL,), *row[1:]) for row in later_grades.rows)
    yield from spread(measure, Counted(("month",), rows), [{"month": ALL}], ("better", "same", "worse"))


def compared(known: Known, row: Row) -> str:
    """By the scale of the later audit's month; where it lacks the earlier grade, by the earlier month's.

    These two months are the row's first values.
    """
    before, after = row.part.split(">")
    for month in row.values[:2]:
        scale = known.grades_in(month)
        was, now = rank(before, scale), rank(after, scale)
        if was is not None and now is not None:
            return "same" if now == was else "better" if now > was else "worse"
    return ""
