"""Audits by grade: the published report first."""

import pytest
from builders import SCALE, Engine, Figures, figures, on_each_engine, settings

pytestmark = on_each_engine

WORST_FIRST = ("inadequate", "requires-improvement", "good")
PUBLISHED = {
    "2023-09": {"primary": (5, 9, 3), "moderated": (7, 10, 0)},
    "2023-10": {"primary": (4, 9, 8), "moderated": (4, 9, 8)},
    "2023-11": {"primary": (1, 3, 4), "moderated": (1, 5, 2)},
}
FIVE_STEPS = [*SCALE, {"id": "outstanding", "name": "Outstanding"}]


def published_audits() -> list[dict[str, object]]:
    audits: list[dict[str, object]] = []
    for month, stages in PUBLISHED.items():
        graded = (
            [grade for grade, count in zip(WORST_FIRST, stages[stage], strict=True) for _ in range(count)]
            for stage in ("primary", "moderated")
        )
        audits += [
            {"month": month, "primary_overall": primary, "moderated_overall": moderated}
            for primary, moderated in zip(*graded, strict=True)
        ]
    return audits


@pytest.mark.parametrize("month", PUBLISHED)
@pytest.mark.parametrize("stage", ["primary", "moderated"])
def test_the_published_tables_come_out(engine: Engine, month: str, stage: str) -> None:
    found = figures("grades", engine, audits=published_audits())(
        month=month, stage=stage, area="overall", team="all"
    )
    assert tuple(found.parts.items()) == tuple(zip(WORST_FIRST, PUBLISHED[month][stage], strict=True))
    assert found.total == sum(PUBLISHED[month][stage])


def test_blank_and_not_applicable_are_left_out_and_said(engine: Engine) -> None:
    audits = [{"primary_chronology": "good"}, {"primary_chronology": "n/a"}, {}]
    found = figures("grades", engine, audits=audits)(stage="primary", area="chronology", team="all")
    assert (found.parts["good"], found.total, found.left_out) == (1, 1, 2)


def test_a_month_without_a_moderated_audit_has_zeros(engine: Engine) -> None:
    found = figures("grades", engine, audits=[{}])(stage="moderated", area="overall", team="all")
    assert dict(found.parts) == {"inadequate": 0, "requires-improvement": 0, "good": 0}
    assert (found.total, found.left_out, found.provisional) == (0, 1, False)


def test_an_edition_without_any_audit_has_its_month_in_zeros(engine: Engine) -> None:
    found = figures("grades", engine)
    assert found.values("month") == ["2023-11"]
    assert {figure.total for figure in found} == {0}


def test_other_types_are_never_pooled(engine: Engine) -> None:
    audits = [{}, {"type": "dip"}]
    assert figures("grades", engine, audits=audits)(stage="primary", area="overall", team="all").total == 1
    by_type = figures("grades_by_type", engine, audits=audits)
    assert by_type.values("type") == ["dip", "re-audit"]
    assert by_type(stage="primary", type="dip").parts["good"] == 1


def test_teams_are_told_apart_in_the_editions_month_only(engine: Engine) -> None:
    audits = [{"team": "care"}, {"team": "duty"}, {"month": "2023-10"}]
    found = figures("grades", engine, audits=audits)
    assert found(month="2023-11", stage="primary", area="overall", team="care").total == 1
    assert {f.dims["team"] for f in found if f.dims["month"] == "2023-10"} == {"all"}


def test_a_team_without_an_audit_is_there_and_a_retired_one_only_with_audits(engine: Engine) -> None:
    teams = [
        {"id": "duty", "name": "Duty"},
        {"id": "care", "name": "Care"},
        {"id": "closed", "name": "Closed", "until": "2023-10"},
        {"id": "gone", "name": "Gone", "until": "2022-10"},
    ]
    found = figures("grades", engine, settings(teams=teams), audits=[{}, {"team": "closed"}])
    assert found.values("team") == ["all", "duty", "care", "closed"]
    assert found(stage="primary", area="overall", team="care").total == 0


def test_each_month_has_its_own_scale_and_areas(engine: Engine) -> None:
    of = settings(
        grades=[{"from": "2023-01", "scale": SCALE}, {"from": "2023-11", "scale": FIVE_STEPS}],
        areas=[
            {"from": "2023-01", "areas": [{"id": "chronology", "name": "Chronology"}]},
            {"from": "2023-11", "areas": [{"id": "planning", "name": "Planning"}]},
        ],
    )
    audits = [
        {"primary_planning": "outstanding"},
        {"month": "2023-10", "primary_chronology": "good", "primary_overall": "inadequate"},
    ]
    found = figures("grades", engine, of, audits=audits)
    october = Figures(f for f in found if f.dims["month"] == "2023-10")
    assert october.values("area") == ["overall", "chronology"]
    assert list(october(stage="primary", area="overall").parts) == list(WORST_FIRST)
    assert found(month="2023-11", stage="primary", area="planning", team="all").parts["outstanding"] == 1


def test_a_figure_is_provisional_while_any_audit_in_it_is_not_signed_off(engine: Engine) -> None:
    audits = [
        {"team": "duty", "quality_assured_on": "2023-12-01"},
        {"team": "care"},
        {"month": "2023-10", "quality_assured_on": "2023-11-01"},
    ]
    found = figures("grades", engine, audits=audits)
    marks = {
        (f.dims["month"], f.dims["team"]): f.provisional
        for f in found
        if f.dims["stage"] == "primary" and f.dims["area"] == "overall"
    }
    assert marks == {
        ("2023-10", "all"): False,
        ("2023-11", "all"): True,
        ("2023-11", "duty"): False,
        ("2023-11", "care"): True,
    }


def test_cohorts_of_the_editions_month_with_those_not_recorded(engine: Engine) -> None:
    audits = [{"cohort": "in-care"}, {}, {"cohort": "in-care", "month": "2023-10"}]
    found = figures("grades_by_cohort", engine, audits=audits)
    totals = {f.dims["cohort"]: f.parts["good"] for f in found if f.dims["stage"] == "primary"}
    assert totals == {"in-care": 1, "child-in-need": 0, "not-recorded": 1}
    assert found.values("month") == ["2023-11"]
