"""What holds for all measures."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from builders import everything, figures, settings, tables
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from generator.measures import Distribution, Measured, measure_by_name
from generator.measures.as_of import as_of
from generator.measures.frames import collect
from generator.measures.registry import MEASURES
from generator.measures.since import actions_agreed_since, actions_since

DIMS = {
    "safety": {"month"},
    "grades": {"month", "stage", "area", "team"},
    "grades_by_cohort": {"month", "stage", "cohort"},
    "grades_by_type": {"month", "stage", "type"},
    "moderation": {"month", "area"},
    "agreement": {"month", "area"},
    "moderation_coverage": {"month", "area"},
    "kappa": {"month", "area"},
    "days_to_moderation": {"month"},
    "locks": {"month"},
    "third_lock": {"month"},
    "external": {"month", "stage"},
    "themes": {"month", "theme", "kind", "area", "team"},
    "themes_by_area": {"month", "theme", "kind", "area"},
    "themes_by_team": {"month", "theme", "kind", "team"},
    "learning_when": {"month", "kind"},
    "findings_since": {"event", "theme"},
    "audit_quality": {"month"},
    "with_practitioner": {"month"},
    "practice_window": {"month", "break"},
    "practice_days": {"month", "break"},
    "voice": {"month", "person"},
    "triangulated": {"month"},
    "actions": {"month", "focus"},
    "actions_overdue": {"month", "focus"},
    "loop": {"month", "focus"},
    "days_to_done": {"month"},
    "regrades": {"month", "reason", "area"},
    "reaudits": {"month"},
    "reaudits_unmoderated": {"month"},
    "requests": {"month"},
    "programme": {"month"},
    "programme_returned": {"month"},
    "programme_open": {"month"},
    "teams_covered": {"month"},
    "training": {"session"},
    "theme_loop": {"month", "theme"},
    "theme_regrades": {"month", "theme"},
    "theme_reaudits": {"month", "theme"},
    "regrades_by_month": {"month"},
    "briefing_use": {"month"},
    "briefing_use_by_team": {"month", "team"},
    "briefing_attended": {"month"},
    "waiting": {"what", "theme"},
    "points_told": {"kind"},
}
OF = settings(breaks=[{"from": "2023-10", "what": "the framework was refreshed"}])
GRADES = st.sampled_from(["inadequate", "requires-improvement", "good", "n/a", None])
DAYS = st.none() | st.dates(date(2023, 9, 1), date(2024, 1, 31))
AUDITS = st.fixed_dictionaries(
    {
        "month": st.sampled_from(["2023-09", "2023-11", "2023-12"]),
        "team": st.sampled_from(["duty", "care"]),
        "type": st.sampled_from(["case", "dip"]),
        "primary_overall": GRADES,
        "moderated_overall": GRADES,
        "primary_planning": GRADES,
        "received_on": DAYS,
        "moderated_on": DAYS,
        "quality_assured_on": DAYS,
        "practice_from": DAYS,
        "practice_to": DAYS,
        "child_feedback": st.sampled_from(["given", "sought", "not-applicable", None]),
        "revisits": st.sampled_from(["a1", "a2", None]),
    }
)
LEARNING = st.fixed_dictionaries(
    {
        "audit_id": st.sampled_from(["a1", "a2", "a3"]),
        "theme": st.sampled_from(["chronologies", "plans"]),
        "kind": st.sampled_from(["strength", "improvement"]),
        "area": st.sampled_from(["planning", None]),
    }
)
ACTIONS = st.fixed_dictionaries(
    {
        "agreed_on": DAYS,
        "started_on": DAYS,
        "completed_on": DAYS,
        "focus": st.sampled_from(["child", "process"]),
    }
)
RECORDS = st.fixed_dictionaries(
    {
        "audits": st.lists(AUDITS, max_size=8),
        "learning": st.lists(LEARNING, max_size=5),
        "actions": st.lists(ACTIONS, max_size=3),
    }
)
few = effort(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
some = effort(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def in_a_month(records: dict[str, Any]) -> Measured:
    return everything("pandas", OF, **records)


@some
@given(RECORDS)
def test_parts_of_an_exhaustive_distribution_add_up_to_its_total(records: dict[str, Any]) -> None:
    for found in in_a_month(records).distributions:
        if found.exhaustive:
            assert sum(found.parts.values()) == found.total, found


@some
@given(RECORDS)
def test_teams_add_up_to_all(records: dict[str, Any]) -> None:
    found = [f for f in figures("grades", "pandas", OF, **records) if f.dims["month"] == "2023-11"]
    of_teams: dict[tuple[str, ...], int] = {}
    of_all: dict[tuple[str, ...], int] = {}
    for figure in found:
        assert isinstance(figure, Distribution)
        sums = of_all if figure.dims["team"] == "all" else of_teams
        for part, count in figure.parts.items():
            key = (figure.dims["stage"], figure.dims["area"], part)
            sums[key] = sums.get(key, 0) + count
    assert of_teams == of_all


@few
@given(RECORDS)
def test_both_engines_measure_the_same(records: dict[str, Any]) -> None:
    assert everything("duckdb", OF, **records) == in_a_month(records)


@few
@given(RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_makes_no_difference(records: dict[str, Any], chance: random.Random) -> None:
    numbered = [{"audit_id": f"a{i}"} | audit for i, audit in enumerate(records["audits"], 1)]
    named = records | {"audits": numbered}
    shuffled = {table: chance.sample(rows, len(rows)) for table, rows in named.items()}
    assert in_a_month(shuffled) == in_a_month(named)


@some
@given(st.lists(AUDITS, max_size=8), st.dates(date(2023, 9, 1), date(2024, 1, 31)), st.integers(0, 60))
def test_an_edition_that_knows_more_never_loses_an_audit(
    audits: list[dict[str, object]], data_to: date, days: int
) -> None:
    def known(on: date) -> set[str]:
        found = as_of(tables("pandas", OF, audits=audits), "2023-11", on)
        return {row[0] for row in collect(found["audits"].select("audit_id"))}

    assert known(data_to) <= known(data_to + timedelta(days=days))


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.__name__)
def test_a_measure_gives_figures_of_its_own_name_and_dimensions_each_once(measure: Any) -> None:
    events = [{"date": "2023", "sort_key": "2023-01-01", "title": "Visit", "themes": "plans"}]
    found = figures(measure.__name__, "pandas", OF, audits=[{}], events=events)
    if measure in (actions_since, actions_agreed_since):
        assert not found  # no meeting had an edition; test_since.py has those that did
        return
    assert found
    assert {figure.measure for figure in found} == {measure.__name__}
    assert {frozenset(figure.dims) for figure in found} == {frozenset(DIMS[measure.__name__])}
    assert len({figure.where for figure in found}) == len(found)


def test_a_figure_is_explained_by_running_its_measure_again() -> None:
    audits = [{}, {"team": "care"}]
    whole = everything("pandas", OF, audits=audits)
    of_care = next(f for f in whole.distributions if f.measure == "grades" and f.dims["team"] == "care")
    again = measure_by_name(
        of_care.measure,
        tables("pandas", OF, audits=audits),
        OF,
        "2023-11",
        date(2023, 12, 31),
        where=of_care.dims,
    )
    assert again == (of_care,)


def test_an_unknown_measure_is_no_measure() -> None:
    with pytest.raises(KeyError, match="grade"):
        figures("grade", "pandas")
