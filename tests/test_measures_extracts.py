"""What pages may quote."""

from typing import Any

from builders import Engine, figures, on_each_engine, quotes

pytestmark = on_each_engine

SIGNED = {"quality_assured_on": "2023-12-01"}


def test_points_are_quoted_only_from_signed_off_audits(engine: Engine) -> None:
    learning = [
        {"audit_id": "a1", "point": "Quoted."},
        {"audit_id": "a2", "point": "Waits."},
        {"audit_id": "a1"},
    ]
    extracts = quotes(engine, audits=[SIGNED, {}], learning=learning)
    assert [point.point for point in extracts.points] == ["Quoted."]


def test_what_is_not_quoted_is_counted(engine: Engine) -> None:
    learning = [
        {"audit_id": "a1", "point": "Quoted."},
        {"audit_id": "a2", "point": "Waits."},
        {"audit_id": "a2", "point": "A child's words wait.", "said_by": "child", "kind": "strength"},
    ]
    actions = [
        {"audit_id": "a2", "action": "Waits", "theme": "plans"},
        {"audit_id": "a2", "action": "Waits, on no theme"},
        {"audit_id": "a3", "action": "Of another type"},
    ]
    audits = [SIGNED, {}, {"type": "dip"}]
    found = figures("waiting", engine, audits=audits, learning=learning, actions=actions)
    counts = {(f.dims["what"], f.dims["theme"]): (f.parts["waiting"], f.total) for f in found}
    assert counts == {
        ("points", "all"): (2, 3), ("points", "chronologies"): (2, 3), ("points", "plans"): (0, 0),
        ("strengths", "all"): (1, 1), ("strengths", "chronologies"): (1, 1), ("strengths", "plans"): (0, 0),
        ("family-words", "all"): (1, 1), ("family-words", "chronologies"): (1, 1),
        ("family-words", "plans"): (0, 0),
        ("actions", "all"): (2, 2), ("actions", "chronologies"): (0, 0), ("actions", "plans"): (1, 1),
    }  # fmt: skip


def test_points_of_every_type_of_audit_are_quoted(engine: Engine) -> None:
    audits = [SIGNED | {"type": "dip"}, SIGNED]
    learning = [{"audit_id": "a1", "point": "Of a dip."}, {"audit_id": "a2", "point": "Of a case."}]
    points = quotes(engine, audits=audits, learning=learning).points
    assert {point.point: point.uncounted for point in points} == {"Of a dip.": True, "Of a case.": False}


def test_the_order_of_points_says_nothing_of_their_audit(engine: Engine) -> None:
    learning = [
        {"audit_id": "a1", "point": "C"},
        {"audit_id": "a2", "point": "B"},
        {"audit_id": "a1", "point": "A"},
        {"audit_id": "a1", "point": "D", "theme": "assessments"},
    ]
    extracts = quotes(engine, audits=[SIGNED, SIGNED], learning=learning)
    assert [point.point for point in extracts.points] == ["D", "A", "B", "C"]


def test_an_action_is_quoted_with_its_state_on_the_day(engine: Engine) -> None:
    actions = [
        {"action": "A", "completed_on": "2023-12-10", "impact": "Seen.", "due": "2023-12-01"},
        {"action": "B", "started_on": "2023-12-02", "due": "2023-12-06"},
        {"audit_id": "a2", "action": "Waits"},
    ]
    extracts = quotes(engine, data_to="2023-12-05", audits=[SIGNED, {}], actions=actions)
    assert [(a.action, a.state, a.overdue, a.impact, a.due) for a in extracts.actions] == [
        ("A", "not-started", True, "", "2023-12-01"),
        ("B", "started", False, "", "2023-12-06"),
    ]


def test_regrades_are_listed_that_their_figures_count(engine: Engine) -> None:
    regrades = [
        {"audit_id": audit, "area": "planning", "from": "inadequate", "to": "good", "on": day}
        for audit, day in (("a1", "2023-12-01"), ("a2", "2023-12-02"))
    ]
    rows: dict[str, Any] = {"audits": [SIGNED, {"type": "dip"}], "regrades": regrades}
    assert [r.on for r in quotes(engine, **rows).regrades] == ["2023-12-01"]
    assert figures("regrades", engine, **rows)(reason="all", area="all").total == 1


def test_two_events_of_one_day_and_title_have_different_ids(engine: Engine) -> None:
    event = {"date": "2023-10", "sort_key": "2023-10-01", "title": "Focused visit – café"}
    extracts = quotes(engine, events=[event, event])
    assert [e.id for e in extracts.events] == [
        "2023-10-01-focused-visit-cafe",
        "2023-10-01-focused-visit-cafe-2",
    ]


def test_a_month_without_a_programme_is_sampled_nobody_knows_how(engine: Engine) -> None:
    programme = [
        {"month": "2023-10", "planned": 3, "sampling": "random", "reason_short": "Leave"},
        {"month": "2023-10", "team": "duty", "planned": 1, "sampling": "themed"},
    ]
    notes = quotes(engine, audits=[{"month": "2023-10"}, {}], programme=programme).programme
    assert [(n.month, n.sampling, n.reason_short) for n in notes] == [
        ("2023-10", "random", "Leave"),
        ("2023-10", "themed", ""),
        ("2023-11", "unknown", ""),
    ]
    assert notes[-1].teams_not_covered == ("care",)


def test_quoted_points_that_say_what_they_meant_are_counted(engine: Engine) -> None:
    learning = [
        {"audit_id": "a1", "point": "Told.", "kind": "strength", "impact": "She sleeps."},
        {"audit_id": "a1", "point": "Not told.", "kind": "strength"},
        {"audit_id": "a2", "point": "Waits.", "kind": "strength", "impact": "He plays."},
    ]
    found = figures("points_told", engine, audits=[SIGNED, {}], learning=learning)
    assert {f.dims["kind"]: (f.parts["told"], f.total) for f in found} == {
        "strength": (1, 2),
        "improvement": (0, 0),
    }
