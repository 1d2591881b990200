"""Lessons by theme, and what audits show of an event's themes since."""

from typing import Any

from builders import Engine, figures, on_each_engine, settings

pytestmark = on_each_engine


def test_a_theme_noted_twice_on_one_audit_counts_once(engine: Engine) -> None:
    learning = [{"audit_id": "a1", "point": "One."}, {"audit_id": "a1", "point": "Two."}, {"audit_id": "a2"}]
    found = figures("themes", engine, audits=[{}, {}, {}], learning=learning)
    improvement = found(month="2023-11", theme="chronologies", kind="improvement")
    assert (dict(improvement.parts), improvement.total, improvement.exhaustive) == ({"audits": 2}, 3, False)


def test_a_theme_met_in_two_areas_of_one_audit_is_one_audit_everywhere(engine: Engine) -> None:
    learning = [{"area": "chronology"}, {"area": "planning"}, {"area": "planning"}, {}]
    event = {"date": "2023-11-02", "sort_key": "2023-11-02", "title": "A visit", "themes": "chronologies"}
    rows: dict[str, Any] = {"audits": [{}, {}], "learning": learning, "events": [event]}
    of = {"theme": "chronologies"}
    for measure, dims in (
        ("themes", {"month": "all", "kind": "improvement"}),
        ("themes_by_team", {"kind": "improvement", "team": "duty"}),
        ("themes_by_area", {"kind": "improvement", "area": "chronology"}),
        ("themes_by_area", {"kind": "improvement", "area": "planning"}),
        ("findings_since", {}),
    ):
        figure = figures(measure, engine, **rows)(**of, **dims)
        assert (measure, figure.parts["audits"], figure.total) == (measure, 1, 2)
    assert figures("theme_loop", engine, **rows)(**of).total == 1


def test_strength_and_improvement_are_told_apart_and_every_theme_is_there(engine: Engine) -> None:
    found = figures("themes", engine, audits=[{}], learning=[{"kind": "strength"}])
    assert found(month="2023-11", theme="chronologies", kind="strength").parts["audits"] == 1
    assert found(month="2023-11", theme="chronologies", kind="improvement").parts["audits"] == 0
    assert found(month="all", theme="plans", kind="strength").parts["audits"] == 0
    assert found.values("theme") == ["chronologies", "plans"]


def test_learning_of_other_types_is_not_pooled(engine: Engine) -> None:
    audits = [{"type": "dip"}]
    found = figures("themes", engine, audits=audits, learning=[{}])
    assert found(month="all", theme="chronologies", kind="improvement").parts["audits"] == 0


def test_a_blank_area_is_the_one_of_the_theme(engine: Engine) -> None:
    learning = [{}, {"area": "chronology"}, {"area": "planning"}]
    found = figures("themes_by_area", engine, audits=[{}, {}], learning=learning)
    counts = {f.dims["area"]: f.parts["audits"] for f in found if _improvement_of(f.dims, "chronologies")}
    assert counts == {"chronology": 1, "planning": 1}
    assert found(theme="plans", kind="strength", area="planning").total == 2


def test_themes_by_team_are_of_the_teams_audits_of_all_months(engine: Engine) -> None:
    audits = [{"team": "duty"}, {"team": "duty", "month": "2023-10"}, {"team": "care"}]
    learning = [{"audit_id": "a1"}, {"audit_id": "a2"}]
    found = figures("themes_by_team", engine, audits=audits, learning=learning)
    counts = {
        f.dims["team"]: (f.parts["audits"], f.total) for f in found if _improvement_of(f.dims, "chronologies")
    }
    assert counts == {"duty": (2, 2), "care": (0, 1)}


def test_when_in_the_window_counts_points(engine: Engine) -> None:
    learning = [{"when": "earlier"}, {"when": "earlier"}, {}]
    found = figures("learning_when", engine, audits=[{}], learning=learning)(
        month="2023-11", kind="improvement"
    )
    assert dict(found.parts) == {"earlier": 2, "recent": 0, "throughout": 0, "not-recorded": 1}


def test_findings_since_an_event_count_its_month_and_later_ones(engine: Engine) -> None:
    audits = [{"month": "2023-09"}, {"month": "2023-10"}, {}]
    learning = [{"audit_id": a} for a in ("a1", "a2", "a3")] + [{"audit_id": "a3", "kind": "strength"}]
    event = {
        "date": "2023-10-15",
        "sort_key": "2023-10-15",
        "title": "A visit!",
        "themes": "chronologies|unknown",
    }
    found = figures("findings_since", engine, audits=audits, learning=learning, events=[event])
    assert len(found) == 1
    figure = found(event="2023-10-15-a-visit", theme="chronologies")
    assert (figure.parts["audits"], figure.total) == (2, 2)


def test_themes_are_those_of_the_settings_in_their_order(engine: Engine) -> None:
    found = figures("themes", engine, settings(themes=("zeal", "aid")), audits=[{}])
    assert found.values("theme") == ["zeal", "aid"]


def _improvement_of(dims: dict[str, str], theme: str) -> bool:
    return dims["theme"] == theme and dims["kind"] == "improvement"
