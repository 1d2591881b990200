"""An edition knows what had happened on its `data_to`. Each rule once."""

from datetime import date
from typing import Any

import pytest
from builders import Engine, Rows, figures, on_each_engine, settings, tables

from generator.measures.as_of import as_of
from generator.measures.frames import cell_number, cell_text, collect

pytestmark = on_each_engine

DATA_TO = "2023-11-30"
THAT_DAY, NEXT_DAY = DATA_TO, "2023-12-01"


def known(engine: Engine, table: str, *columns: str, **rows: Rows) -> list[tuple[Any, ...]]:
    """Columns of a table as known on the day; None for blank."""
    found = as_of(tables(engine, settings(), **rows), "2023-11", date.fromisoformat(DATA_TO))
    rows_found = collect(found[table].select(*columns))
    return sorted(tuple(cell_text(c) or cell_number(c) for c in row) for row in rows_found)


def test_later_months_are_not_known(engine: Engine) -> None:
    audits = [{"month": "2023-10"}, {"month": "2023-11"}, {"month": "2023-12"}]
    assert known(engine, "audits", "audit_id", audits=audits) == [("a1",), ("a2",)]


@pytest.mark.parametrize("dated", ["received_on", "audited_on"])
def test_an_audit_that_came_later_is_not_known(engine: Engine, dated: str) -> None:
    audits: Rows = [{dated: THAT_DAY}, {dated: NEXT_DAY}, {dated: None}]
    assert known(engine, "audits", "audit_id", audits=audits) == [("a1",), ("a3",)]


@pytest.mark.parametrize("table", ["learning", "actions", "regrades", "external_checks"])
def test_what_hangs_on_an_unknown_audit_is_not_known(engine: Engine, table: str) -> None:
    audits = [{}, {"received_on": NEXT_DAY}, {"month": "2023-12"}]
    rows = {table: [{"audit_id": "a1"}, {"audit_id": "a2"}, {"audit_id": "a3"}]}
    assert known(engine, table, "audit_id", audits=audits, **rows) == [("a1",)]


def test_a_later_moderation_has_not_happened(engine: Engine) -> None:
    columns = ("moderated_overall", "moderated_chronology", "moderator_role", "standing")
    moderated = {
        "primary_overall": "good",
        "moderated_overall": "inadequate",
        "moderated_chronology": "good",
        "moderator_role": "Moderator",
    }
    assert known(engine, "audits", *columns, audits=[moderated | {"moderated_on": NEXT_DAY}]) == [
        (None, None, None, "good")
    ]
    for on in (THAT_DAY, None):
        assert known(engine, "audits", *columns, audits=[moderated | {"moderated_on": on}]) == [
            ("inadequate", "good", "Moderator", "inadequate")
        ]


@pytest.mark.parametrize(
    ("table", "dated", "values"),
    [
        ("audits", "quality_assured_on", {"quality_assurance": "agreed"}),
        ("audits", "escalated_on", {"escalated_to_role": "Head"}),
        ("audits", "made_safe_on", {}),
        ("actions", "started_on", {}),
        ("actions", "completed_on", {"impact": "She is safe."}),
        ("actions", "impact_checked_on", {"impact_checked_by_role": "Head"}),
        ("requests", "answered_on", {"answer": "Yes."}),
    ],
)
def test_a_later_step_has_not_happened(
    engine: Engine, table: str, dated: str, values: dict[str, str]
) -> None:
    def step(on: str) -> list[tuple[Any, ...]]:
        rows: dict[str, Rows] = {"audits": [{}], table: [values | {dated: on}]}
        return known(engine, table, dated, *values, **rows)

    assert step(NEXT_DAY) == [(None, *(None for _ in values))]
    assert [row[1:] for row in step(THAT_DAY)] == [tuple(values.values())]


@pytest.mark.parametrize(
    ("table", "dated"),
    [
        ("actions", "agreed_on"),
        ("regrades", "on"),
        ("external_checks", "on"),
        ("training", "date"),
        ("requests", "asked_on"),
        ("briefing_use", "held_on"),
    ],
)
def test_a_row_that_came_later_is_not_known(engine: Engine, table: str, dated: str) -> None:
    month = {"month": "2023-11"} if table == "briefing_use" else {}
    rows: Rows = [month | {dated: THAT_DAY}, month | {dated: NEXT_DAY}]
    assert len(known(engine, table, dated, audits=[{}], **{table: rows})) == 1


def test_the_impact_of_an_action_counts_only_when_it_is_done(engine: Engine) -> None:
    actions = [{"impact": "She is safe."}]
    assert known(engine, "actions", "impact", audits=[{}], actions=actions) == [(None,)]


def test_later_events_are_not_known(engine: Engine) -> None:
    events = [
        {"title": title, "date": "?", "sort_key": sort_key}
        for title, sort_key in (("year", "2023-01-01"), ("day", THAT_DAY), ("later", NEXT_DAY))
    ]
    assert known(engine, "events", "title", events=events) == [("day",), ("year",)]


def test_the_programme_of_later_months_is_not_known(engine: Engine) -> None:
    programme = [{"month": "2023-11", "planned": 1}, {"month": "2023-12", "planned": 2}]
    assert known(engine, "programme", "planned", programme=programme) == [(1,)]


def test_a_later_sign_off_leaves_the_figures_provisional(engine: Engine) -> None:
    audits = [{"quality_assured_on": NEXT_DAY}]
    found = figures("grades", engine, data_to=DATA_TO, audits=audits)(
        stage="primary", area="overall", team="all"
    )
    assert found.provisional


def test_months_are_those_with_audits_and_the_editions(engine: Engine) -> None:
    audits = [{"month": "2023-09", "type": "dip"}, {"month": "2023-06", "received_on": NEXT_DAY}]
    programme = [{"month": "2023-08", "planned": 1}]
    found = figures("locks", engine, data_to=DATA_TO, audits=audits, programme=programme)
    assert found.values("month") == ["2023-09", "2023-11", "all"]
