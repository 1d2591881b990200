"""How well audits were done, the window of practice, voice, actions, and what later looks found."""

import pytest
from builders import Engine, figures, on_each_engine, settings

pytestmark = on_each_engine

REFRESHED = settings(breaks=[{"from": "2023-10", "what": "the framework was refreshed"}])


@pytest.mark.parametrize(
    ("column", "says", "parts"),
    [
        ("audit_quality", "partly", ["meets", "partly", "does-not", "not-recorded"]),
        ("with_practitioner", "no", ["yes", "no", "not-recorded"]),
        ("triangulated", "yes", ["yes", "no", "not-recorded"]),
    ],
)
def test_a_question_about_the_audit(engine: Engine, column: str, says: str, parts: list[str]) -> None:
    found = figures(column, engine, audits=[{column: says}, {}, {"type": "dip"}])(month="2023-11")
    assert list(found.parts) == parts
    assert (found.parts[says], found.parts["not-recorded"], found.total) == (1, 1, 2)


def test_practice_windows_before_across_and_since_a_break(engine: Engine) -> None:
    windows = [
        ("2023-04-01", "2023-09-30"),
        ("2023-04-01", "2023-10-01"),
        ("2023-10-01", "2023-11-01"),
        ("2023-10-01", None),
        (None, "2023-10-01"),
    ]
    audits = [{"practice_from": start, "practice_to": end} for start, end in windows]
    found = figures("practice_window", engine, REFRESHED, audits=audits)(**{"break": "0"})
    assert dict(found.parts) == {"before": 1, "across": 1, "since": 2, "not-recorded": 1}


def test_days_of_the_windows_count_both_ends(engine: Engine) -> None:
    windows = [
        ("2023-09-29", "2023-10-01"),
        ("2023-10-01", "2023-10-01"),
        ("2023-09-01", "2023-09-01"),
        (None, None),
    ]
    audits = [{"practice_from": start, "practice_to": end} for start, end in windows]
    found = figures("practice_days", engine, REFRESHED, audits=audits)(month="2023-11")
    assert (dict(found.parts), found.total, found.left_out) == ({"before": 3, "since": 2}, 5, 1)


def test_feedback_by_person_leaves_out_where_it_does_not_apply(engine: Engine) -> None:
    audits = [
        {"child_feedback": "given", "carer_feedback": "not-applicable"},
        {"child_feedback": "sought", "carer_feedback": "not-sought"},
        {},
    ]
    found = figures("voice", engine, audits=audits)
    child, carer = found(month="all", person="child"), found(month="all", person="carer")
    assert dict(child.parts) == {"given": 1, "sought": 1, "not-sought": 0, "not-recorded": 1}
    assert (carer.total, carer.left_out) == (2, 1)


def test_actions_by_state_and_focus_in_the_month_of_their_audit(engine: Engine) -> None:
    actions = [
        {"completed_on": "2023-11-20"},
        {"started_on": "2023-11-20", "focus": "process"},
        {"audit_id": "a2"},
    ]
    found = figures("actions", engine, audits=[{}, {"month": "2023-10"}], actions=actions)
    assert dict(found(month="2023-11", focus="all").parts) == {"done": 1, "started": 1, "not-started": 0}
    assert dict(found(month="2023-11", focus="process").parts) == {"done": 0, "started": 1, "not-started": 0}
    assert found(month="all", focus="child").total == 2
    assert found(month="2023-10", focus="all").parts["not-started"] == 1


def test_overdue_is_due_before_the_editions_day_and_not_done(engine: Engine) -> None:
    actions = [
        {"due": "2023-11-29"},
        {"due": "2023-11-30"},
        {"due": "2023-11-01", "completed_on": "2023-11-30"},
        {"due": "2023-11-01", "completed_on": "2023-12-01"},
    ]
    found = figures("actions_overdue", engine, data_to="2023-11-30", audits=[{}], actions=actions)(
        month="all", focus="all"
    )
    assert (dict(found.parts), found.total, found.exhaustive) == ({"overdue": 2}, 3, False)


def test_only_a_checked_impact_closes_the_loop(engine: Engine) -> None:
    done: dict[str, object] = {"completed_on": "2023-11-20"}
    impact: dict[str, object] = done | {"impact": "She sleeps well."}
    actions: list[dict[str, object]] = [
        {},
        {"started_on": "2023-11-20"},
        done,
        impact,
        impact | {"impact_checked_on": "2023-11-21"},
        impact | {"impact_checked_by_role": "Head"},
        impact | {"owner_role": "Worker", "impact_checked_by_role": "Worker"},
        done | {"impact_checked_on": "2023-11-21"},
    ]
    found = figures("loop", engine, audits=[{}], actions=actions)(month="all", focus="all")
    assert dict(found.parts) == {
        "found": 8,
        "acted-on": 7,
        "done": 6,
        "impact-reported": 4,
        "impact-checked": 2,
    }


def test_median_days_from_agreed_to_done(engine: Engine) -> None:
    actions = [{"agreed_on": "2023-11-01", "completed_on": "2023-11-08"}, {"agreed_on": "2023-11-01"}]
    found = figures("days_to_done", engine, audits=[{}], actions=actions)(month="all")
    assert (found.value, found.of, found.unit) == (7.0, 1, "days")


def test_regrades_show_the_pairs_seen_by_reason_and_area(engine: Engine) -> None:
    regrades = [
        {"from": "requires-improvement", "to": "good", "reason": "practice-changed"},
        {"from": "inadequate", "to": "good", "area": "planning"},
    ]
    found = figures("regrades", engine, audits=[{}], regrades=regrades)
    assert dict(found(reason="all", area="all").parts) == {
        "inadequate>good": 1,
        "requires-improvement>good": 1,
    }
    assert found(reason="practice-changed", area="chronology").total == 1
    assert found(reason="not-recorded", area="planning").parts["inadequate>good"] == 1


def test_a_re_audit_is_held_against_the_earlier_audit_of_any_month_and_type(engine: Engine) -> None:
    audits = [
        {"month": "2023-09", "primary_overall": "inadequate"},
        {"primary_overall": "requires-improvement", "revisits": "a1", "type": "re-audit"},
        {"primary_overall": "good", "moderated_overall": "inadequate", "revisits": "a1"},
        {"primary_overall": "good", "revisits": "a4"},
        {"primary_overall": "good", "revisits": "unknown"},
    ]
    found = figures("reaudits", engine, audits=audits)(month="all")
    assert dict(found.parts) == {"better": 1, "same": 2, "worse": 0}


@pytest.mark.parametrize(
    ("before", "after", "alone"),
    [("good", None, 1), ("good", "n/a", 1), ("good", "good", 0), (None, None, 0), (None, "good", 0)],
)
def test_a_managers_grade_alone_beside_a_moderated_one_is_counted(
    engine: Engine, before: str | None, after: str | None, alone: int
) -> None:
    audits = [
        {"month": "2023-10", "moderated_overall": before},
        {"moderated_overall": after, "revisits": "a1"},
    ]
    found = figures("reaudits_unmoderated", engine, audits=audits)(month="all")
    assert (found.parts["same"], found.total) == (alone, alone)


def test_a_re_audit_on_another_scale_is_compared_only_where_one_scale_has_both_grades(engine: Engine) -> None:
    old = [{"id": "poor", "name": "Poor"}, {"id": "good", "name": "Good"}]
    new = [{"id": "weak", "name": "Weak"}, {"id": "good", "name": "Good"}]
    of = settings(grades=[{"from": "2023-01", "scale": old}, {"from": "2023-11", "scale": new}])
    audits = [
        {"month": "2023-10", "primary_overall": "poor"},
        {"primary_overall": "weak", "revisits": "a1"},
        {"primary_overall": "good", "revisits": "a1"},
    ]
    found = figures("reaudits", engine, of, audits=audits)(month="all")
    assert (dict(found.parts), found.left_out) == ({"better": 1, "same": 0, "worse": 0}, 1)


def test_requests_are_answered_open_or_overdue(engine: Engine) -> None:
    asked = {"asked_on": "2023-11-01", "forum": "Panel", "request": "How many?"}
    requests = [
        asked | {"answered_on": "2023-11-10", "due": "2023-11-05"},
        asked | {"answer": "Twelve."},
        asked | {"due": "2023-11-29"},
        asked | {"due": "2023-11-30"},
        asked,
    ]
    found = figures("requests", engine, data_to="2023-11-30", requests=requests)(month="all")
    assert dict(found.parts) == {"answered": 2, "open": 2, "overdue": 1}
