"""Primary against moderated grades, the triple lock, and outsiders' grades against ours."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

import narwhals as nw

from generator.measures.counting import (
    ALL,
    Counted,
    Row,
    combinations,
    count_by,
    median_days,
    spread,
)
from generator.measures.figures import Distribution, Quantity, where
from generator.measures.frames import collect, is_grade, recorded
from generator.measures.known import OVERALL, Known, rank, with_not_recorded
from generator.measures.statistics import weighted_kappa
from generator.records.schema import STAGES

_OURS = {"": "", "same": "same", "up": "ours-higher", "down": "ours-lower"}
"""Where our grade stands, by the step from an outsider's grade to ours."""


def moderation(known: Known) -> Iterator[Distribution]:
    """Audits by primary and moderated grade: all pairs of the month's scale, for "all" of every scale."""

    def pairs(dims: Mapping[str, str]) -> list[str]:
        scale = known.grades_in(dims["month"])
        return [f"{primary}>{moderated}" for primary in scale for moderated in scale]

    yield from spread("moderation", known.grade_pairs.pooled("month"), _months_and_areas(known), pairs)


def agreement(known: Known) -> Iterator[Distribution]:
    """Audits moderated at their primary grade, a better (up) or worse one (down), by their month's scale."""
    scales = {month: known.grades_in(month) for month in known.months}
    moved = known.grade_pairs.parted(lambda row: _moved(row.part, scales[row.values[0]]))
    yield from spread("agreement", moved.pooled("month"), _months_and_areas(known), ("same", "up", "down"))


def moderation_coverage(known: Known) -> Iterator[Distribution]:
    """Audits with both a primary and a moderated overall grade, of all audits of the month."""
    scales = {month: known.grades_in(month) for month in known.months}
    has_both = known.grade_pairs.parted(
        lambda row: "both" if _moved(row.part, scales[row.values[0]]) else "not-both"
    )
    over = combinations(month=known.months, area=(OVERALL,))
    yield from spread("moderation_coverage", has_both, over, ("both",), rest=("not-both",))


def kappa(known: Known) -> Iterator[Quantity]:
    """Weighted kappa (linear weights) of primary and moderated overall grades.

    Over all months: those with the scale of the edition's month, as grades of two scales have no order.
    """
    scale = known.grades_in(known.month)
    same_scale = {month for month in known.months if known.grades_in(month) == scale}
    rows = [row for row in known.grade_pairs.rows if row.values[1] == OVERALL]
    for month in known.months:
        yield _kappa([row for row in rows if row.values[0] == month], month, known.grades_in(month))
    yield _kappa([row for row in rows if row.values[0] in same_scale], ALL, scale)


def days_to_moderation(known: Known) -> Iterator[Quantity]:
    """The median of days from audit to moderation."""
    yield from median_days(
        "days_to_moderation", known.audits, known.months, since="audited_on", until="moderated_on"
    )


def locks(known: Known) -> Iterator[Distribution]:
    """The triple lock as a funnel: audited; of these moderated; of these signed off."""
    moderated = nw.when(is_grade("moderated_overall"))
    steps = (
        nw.when(is_grade("moderated_overall"), nw.col("unsigned") == 0)
        .then(nw.lit("signed-off"))
        .otherwise(moderated.then(nw.lit("moderated")).otherwise(nw.lit("audited")))
    )
    counted = count_by(known.audits.with_columns(step=steps), "month", part="step").pooled("month")
    over = combinations(month=known.months_and_all)
    yield from spread("locks", counted, over, ("audited", "moderated", "signed-off"), nested=True)


def third_lock(known: Known) -> Iterator[Distribution]:
    """What the Head of Quality Assurance found, of the audits looked at; a returned one is not signed off."""
    looked_at = known.audits.filter(~nw.col("quality_assured_on").is_null())
    counted = count_by(looked_at, "month", part="quality_assurance").pooled("month")
    over = combinations(month=known.months_and_all)
    yield from spread("third_lock", counted, over, with_not_recorded(("agreed", "changed", "returned")))


def safety(known: Known) -> Iterator[Distribution]:
    """Audits at a grade that asks for it: child confirmed safe; escalated, not yet confirmed; neither.

    Counts audits of every type, since a child found unsafe matters in whatever audit it was found.
    The grade is the standing one: moderated overall, else primary. `left_out` are audits at other
    grades, or at none.
    """
    happened = recorded("escalated_on") | recorded("escalated_to_role")
    escalated = nw.when(happened).then(nw.lit("escalated")).otherwise(nw.lit("not-escalated"))
    state = nw.when(recorded("made_safe_on")).then(nw.lit("made-safe")).otherwise(escalated)
    counted = count_by(known.every_audit.with_columns(state=state), "month", part=("standing", "state"))
    unsafe = {m: {g.id for g in known.framework.scale(m) if g.make_safe} for m in known.months}

    def asked(row: Row) -> str:
        grade, state = row.part.split(">")
        return state if grade in unsafe[row.values[0]] else ""

    parts = ("made-safe", "escalated", "not-escalated")
    over = combinations(month=known.months_and_all)
    yield from spread("safety", counted.parted(asked).pooled("month"), over, parts)


def external(known: Known) -> Iterator[Distribution]:
    """Our overall grade of each stage against the one that an outsider gave to the same audit.

    `same`; `ours-higher`: ours is the better grade, so we were too generous; `ours-lower`: ours is the worse
    one, so we were too harsh. An audit checked more than once counts with its latest check.
    """
    graded = known.audits.select("audit_id", "month", "primary_overall", "moderated_overall")
    checks = known.external_checks.select("audit_id", "on", "by", "overall", "unsigned")
    found = checks.join(graded, on="audit_id", how="inner")
    columns = ("audit_id", "on", "by", "overall", "month", "unsigned", "primary_overall", "moderated_overall")
    rows = sorted(collect(found.select(*columns)), key=lambda row: tuple(map(str, row)))
    compared = []
    for _, of_audit in groupby(rows, key=lambda row: row[0]):
        *_, overall, month, unsigned, primary, moderated = list(of_audit)[-1]
        scale = known.grades_in(month)
        for stage, ours in zip(STAGES, (primary, moderated), strict=True):
            ours_is = _OURS[_moved(f"{overall}>{ours}", scale)]
            compared.append(Row((ALL, stage), ours_is, 1, int(unsigned)))
    over = combinations(month=(ALL,), stage=STAGES)
    yield from spread(
        "external", Counted(("month", "stage"), tuple(compared)), over, ("same", "ours-higher", "ours-lower")
    )


def _months_and_areas(known: Known) -> Iterator[dict[str, str]]:
    for month in known.months_and_all:
        yield from combinations(month=(month,), area=known.areas_in(month))


@cache
def _moved(pair: str, scale: tuple[str, ...]) -> str:
    """same, up or down for "<before>><after>"; blank where either is no grade of the scale."""
    before, after = (rank(grade, scale) for grade in pair.split(">"))
    if before is None or after is None:
        return ""
    return "same" if after == before else "up" if after > before else "down"


def _kappa(rows: Sequence[Row], month: str, scale: Sequence[str]) -> Quantity:
    counts = dict.fromkeys([(i, j) for i in scale for j in scale], 0)
    unsigned = 0
    for row in rows:
        primary, moderated = row.part.split(">")
        if (primary, moderated) in counts:
            counts[primary, moderated] += row.number
            unsigned += row.unsigned
    value, low, high = weighted_kappa([[counts[i, j] for j in scale] for i in scale]) or (None, None, None)
    return Quantity(
        "kappa",
        where(month=month, area=OVERALL),
        value=value,
        of=sum(counts.values()),
        unit="kappa",
        low=low,
        high=high,
        provisional=unsigned > 0,
    )
