"""Audits by grade. Blank and n/a grades are left out, and how many is said."""

from collections.abc import Callable, Iterator, Mapping

import narwhals as nw

from generator.measures.counting import ALL, Counted, Row, combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.frames import Frame
from generator.measures.known import Known, with_not_recorded
from generator.records.schema import STAGES


def grades(known: Known) -> Iterator[Distribution]:
    """By month, stage and area in force; by team in the edition's month only."""
    by_month = _by_stage(known.grade_pairs).labelled(team=ALL)
    of_month = known.audits.filter(nw.col("month") == known.month)
    by_team = _by_stage(known.pairs_of(of_month, "team")).labelled(month=known.month)
    teams = by_team.seen("team", (team.id for team in known.framework.teams_in(known.month)))
    yield from spread("grades", by_month, _every_month(known), lambda dims: known.grades_in(dims["month"]))
    over = combinations(month=(known.month,), stage=STAGES, area=known.areas_in(known.month), team=teams)
    yield from spread("grades", by_team, over, known.grades_in(known.month))


def grades_by_cohort(known: Known) -> Iterator[Distribution]:
    """Overall grades of the edition's month, by cohort."""
    cohorts = with_not_recorded([cohort.id for cohort in known.framework.cohorts])
    yield from _overall_by(known, "grades_by_cohort", known.audits, "cohort", cohorts)


def grades_by_type(known: Known) -> Iterator[Distribution]:
    """Overall grades of the edition's month, by each type of audit that is not pooled."""
    types = tuple(kind.id for kind in known.framework.types if not kind.pooled)
    yield from _overall_by(known, "grades_by_type", known.every_audit, "type", types)


def _overall_by(
    known: Known, measure: str, audits: Frame, dim: str, values: tuple[str, ...]
) -> Iterator[Distribution]:
    of_month = audits.filter(nw.col("month") == known.month)
    pairs = count_by(of_month, dim, part=("primary_overall", "moderated_overall"))
    over: Mapping[str, tuple[str, ...]] = {"month": (known.month,), "stage": STAGES, dim: values}
    counted = _by_stage(pairs).labelled(month=known.month)
    yield from spread(measure, counted, combinations(**over), known.grades_in(known.month))


def _every_month(known: Known) -> Iterator[dict[str, str]]:
    for month in known.months:
        yield from combinations(month=(month,), stage=STAGES, area=known.areas_in(month), team=(ALL,))


def _by_stage(pairs: Counted) -> Counted:
    """From pairs of grades, each stage's own grades."""
    staged = [pairs.parted(_grade_at(i)).labelled(stage=stage) for i, stage in enumerate(STAGES)]
    return staged[0] + staged[1]


def _grade_at(i: int) -> Callable[[Row], str]:
    return lambda row: row.part.split(">")[i]
