"""What became of a lesson, theme by theme, and which teams used which briefing."""

from typing import Any

import pytest
from builders import Engine, figures, on_each_engine, quotes, settings

pytestmark = on_each_engine

DONE: dict[str, Any] = {"theme": "chronologies", "started_on": "2023-11-20", "completed_on": "2023-11-21"}
TOLD: dict[str, Any] = DONE | {"impact": "She knows why she moved."}


def test_a_theme_is_followed_audit_by_audit_to_a_checked_change(engine: Engine) -> None:
    actions = [
        {"audit_id": "a2", "theme": "chronologies"},
        {"audit_id": "a3", "theme": "chronologies", "started_on": "2023-11-20"},
        DONE | {"audit_id": "a4"},
        TOLD | {"audit_id": "a5"},
        TOLD | {"audit_id": "a6", "impact_checked_on": "2023-11-30", "impact_checked_by_role": "Head"},
    ]
    learning = [{"audit_id": f"a{i}"} for i in range(1, 7)]
    found = figures("theme_loop", engine, audits=[{}] * 6, learning=learning, actions=actions)
    loop = found(month="all", theme="chronologies")
    assert list(loop.parts) == ["found", "agreed", "acted-on", "done", "impact-reported", "impact-checked"]
    assert list(loop.parts.values()) == [6, 5, 4, 3, 2, 1]
    assert (loop.total, loop.exhaustive) == (6, False)


def test_an_audit_with_an_action_still_open_is_not_done(engine: Engine) -> None:
    actions = [TOLD, {"theme": "chronologies"}]
    loop = figures("theme_loop", engine, audits=[{}], learning=[{}, {}], actions=actions)(
        theme="chronologies"
    )
    assert (loop.total, loop.parts["acted-on"], loop.parts["done"], loop.parts["impact-reported"]) == (
        1,
        1,
        0,
        0,
    )


def test_a_process_action_does_not_hide_the_change_that_another_made(engine: Engine) -> None:
    actions = [TOLD | {"impact_checked_by_role": "Head"}, DONE | {"focus": "process"}]
    loop = figures("theme_loop", engine, audits=[{}], learning=[{}], actions=actions)(theme="chronologies")
    assert loop.parts["impact-checked"] == 1


@pytest.mark.parametrize(
    ("check", "checked"),
    [
        ({}, False),
        ({"impact_checked_on": "2023-11-30"}, True),
        ({"impact_checked_by_role": "Head"}, True),
        ({"impact_checked_by_role": "TM", "impact_checked_on": "2023-11-30"}, False),
        ({"impact_checked_by_role": "Head", "completed_on": None}, False),
        ({"impact_checked_by_role": "Head", "impact": None}, False),
    ],
)
def test_checked_means_the_same_in_a_themes_loop_in_that_of_actions_and_in_a_quote(
    engine: Engine, check: dict[str, Any], checked: bool
) -> None:
    rows: dict[str, Any] = {
        "audits": [{"quality_assured_on": "2023-12-01"}], "learning": [{}], "actions": [TOLD | check],
    }  # fmt: skip
    theme = figures("theme_loop", engine, **rows)(theme="chronologies")
    actions = figures("loop", engine, **rows)(month="all", focus="all")
    assert theme.parts["impact-checked"] == actions.parts["impact-checked"] == int(checked)
    assert [action.checked for action in quotes(engine, **rows).actions] == [checked]


def test_actions_on_other_themes_and_strengths_are_no_part_of_the_loop(engine: Engine) -> None:
    learning = [{}, {"audit_id": "a2", "kind": "strength"}]
    actions = [DONE | {"theme": "plans"}, DONE | {"theme": None}, DONE | {"audit_id": "a2"}]
    found = figures("theme_loop", engine, audits=[{}, {}], learning=learning, actions=actions)
    loop = found(theme="chronologies")
    assert (loop.total, loop.parts["agreed"]) == (1, 0)
    assert found(theme="plans").total == 0


def test_practice_changed_and_record_improved_are_told_apart(engine: Engine) -> None:
    better = {"from": "inadequate", "to": "good"}
    regrades = [
        better | {"reason": "practice-changed"},
        better | {"reason": "record-improved", "area": "planning"},
        better | {"audit_id": "a2", "reason": "record-improved"},
        {"audit_id": "a3", "from": "good", "to": "inadequate", "reason": "practice-changed"},
    ]
    audits = [{"month": "2023-10"}, {}, {}]
    learning = [{}, {"audit_id": "a2", "area": "chronology"}, {"audit_id": "a3"}]
    found = figures("theme_regrades", engine, audits=audits, learning=learning, regrades=regrades)
    assert dict(found(theme="chronologies").parts) == {
        "practice-changed": 1, "record-improved": 1, "not-recorded": 0, "no-better": 1,
    }  # fmt: skip
    months = figures("regrades_by_month", engine, audits=audits, regrades=regrades)
    assert months(month="2023-10").parts["record-improved"] == 1
    assert months(month="all").parts["record-improved"] == 2


@pytest.mark.parametrize(("later", "verdict"), [("good", "better"), ("inadequate", "worse")])
def test_a_re_audit_is_held_against_the_grade_of_the_themes_area(
    engine: Engine, later: str, verdict: str
) -> None:
    audits = [
        {"month": "2023-10", "primary_chronology": "good", "moderated_chronology": "requires-improvement"},
        {"type": "re-audit", "revisits": "a1", "primary_chronology": later},
    ]
    found = figures("theme_reaudits", engine, audits=audits, learning=[{}])(theme="chronologies")
    assert (found.parts[verdict], found.total) == (1, 1)


@pytest.mark.parametrize(
    ("planning", "verdict"),
    [("good", "better"), ("requires-improvement", "better"), ("inadequate", "worse"), (None, "better")],
)
def test_a_re_audit_of_a_theme_met_in_two_areas_counts_once(
    engine: Engine, planning: str | None, verdict: str
) -> None:
    before: dict[str, Any] = dict.fromkeys(["primary_chronology", "primary_planning"], "requires-improvement")
    later: dict[str, Any] = {"primary_chronology": "good", "primary_planning": planning}
    audits = [before | {"month": "2023-10"}, later | {"type": "re-audit", "revisits": "a1"}]
    learning = [{"area": "chronology"}, {"area": "planning"}]
    found = figures("theme_reaudits", engine, audits=audits, learning=learning)(theme="chronologies")
    assert (found.parts[verdict], found.total) == (1, 1)


def test_an_area_without_a_grade_on_either_look_is_no_pair(engine: Engine) -> None:
    audits = [{"month": "2023-10"}, {"type": "re-audit", "revisits": "a1", "primary_chronology": "good"}]
    found = figures("theme_reaudits", engine, audits=audits, learning=[{}])(theme="chronologies")
    assert (found.total, found.left_out) == (0, 1)


USE: list[dict[str, Any]] = [
    {"month": "2023-11", "team": "care", "held_on": "2023-12-01", "attended": 7},
    {"month": "2023-11", "team": "care", "held_on": "2023-12-08"},
    {"month": "2023-11", "team": "duty", "held_on": "2024-01-08", "attended": 9},
]


def test_a_team_that_met_twice_used_the_briefing_once(engine: Engine) -> None:
    found = figures("briefing_use", engine, audits=[{}], briefing_use=USE)(month="2023-11")
    assert (dict(found.parts), found.total) == ({"used": 1}, 2)
    came = figures("briefing_attended", engine, audits=[{}], briefing_use=USE)(month="2023-11")
    assert (came.value, came.of) == (7.0, 1)


def test_meetings_by_team_stand_in_the_order_of_the_settings(engine: Engine) -> None:
    found = figures("briefing_use_by_team", engine, audits=[{}], briefing_use=USE)
    assert [(f.dims["team"], f.parts["meetings"]) for f in found] == [("duty", 0), ("care", 2)]


def test_a_team_that_no_longer_was_is_left_out(engine: Engine) -> None:
    of = settings(teams=[{"id": "duty", "name": "Duty"}, {"id": "care", "name": "Care", "until": "2023-10"}])
    found = figures("briefing_use", engine, of, audits=[{}], briefing_use=USE)(month="2023-11")
    assert (dict(found.parts), found.total, found.left_out) == ({"used": 0}, 1, 1)
