"""Planned and done, of whom, and who was trained."""

from typing import Any

from builders import Engine, figures, on_each_engine, settings

pytestmark = on_each_engine

MONTH: dict[str, Any] = {"month": "2023-11"}


def test_audits_done_of_those_planned(engine: Engine) -> None:
    audits = [{}, {}, {"type": "dip"}, {"month": "2023-10"}]
    found = figures("programme", engine, audits=audits, programme=[MONTH | {"planned": 3}])
    november, pooled = found(month="2023-11"), found(month="all")
    assert (november.parts["done"], november.total, november.exhaustive) == (2, 3, False)
    assert (pooled.parts["done"], pooled.total, pooled.left_out) == (2, 3, 1)


def test_rows_for_all_teams_stand_for_the_month(engine: Engine) -> None:
    programme = [MONTH | {"planned": 10}, MONTH | {"team": "duty", "planned": 4}]
    assert figures("programme", engine, programme=programme)(month="2023-11").total == 10


def test_rows_of_teams_count_those_teams_audits(engine: Engine) -> None:
    audits = [{"team": "duty"}, {"team": "care"}]
    found = figures("programme", engine, audits=audits, programme=[MONTH | {"team": "duty", "planned": 4}])
    figure = found(month="2023-11")
    assert (figure.parts["done"], figure.total, figure.left_out) == (1, 4, 1)


def test_returned_counts_rows_that_say_it(engine: Engine) -> None:
    programme = [
        MONTH | {"team": "duty", "planned": 4, "returned": 3},
        MONTH | {"team": "care", "planned": 5},
    ]
    found = figures("programme_returned", engine, programme=programme)(month="2023-11")
    assert (found.parts["returned"], found.total, found.left_out) == (3, 4, 5)


def test_done_of_open_cases_says_nothing_where_they_are_not_recorded(engine: Engine) -> None:
    programme = [MONTH | {"planned": 4}, {"month": "2023-10", "planned": 4, "open_cases": 1300}]
    found = figures("programme_open", engine, audits=[{}, {"month": "2023-10"}], programme=programme)
    assert (found(month="2023-11").parts["done"], found(month="2023-11").total) == (0, 0)
    assert (found(month="2023-10").parts["done"], found(month="2023-10").total) == (1, 1300)


def test_teams_covered_are_of_those_in_force_that_month(engine: Engine) -> None:
    teams = [
        {"id": "duty", "name": "Duty"},
        {"id": "care", "name": "Care", "from": "2023-11"},
        {"id": "closed", "name": "Closed", "until": "2023-10"},
    ]
    of = settings(teams=teams)
    audits = [{"month": "2023-10"}, {}, {"team": "closed"}]
    found = figures("teams_covered", engine, of, audits=audits)
    assert [(f.dims["month"], f.parts["covered"], f.total) for f in found] == [
        ("2023-10", 1, 2),
        ("2023-11", 1, 2),
    ]


def test_training_counts_where_invited_and_attended_are_both_recorded(engine: Engine) -> None:
    training = [
        {"date": "2023-11-02", "session": "Voice", "invited": 10, "attended": 7},
        {"date": "2023-11-02", "session": "Voice", "invited": 2, "attended": 0},
        {"date": "2023-10-01", "session": "Plans", "attended": 4},
    ]
    found = figures("training", engine, training=training)
    assert found.values("session") == ["2023-10-01/Plans", "2023-11-02/Voice", "all"]
    assert (found(session="2023-11-02/Voice").parts["attended"], found(session="all").total) == (7, 12)
    assert (found(session="2023-10-01/Plans").total, found(session="2023-10-01/Plans").left_out) == (0, 4)
