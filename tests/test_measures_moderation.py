"""Primary against moderated, the triple lock, safety and outsiders' grades."""

import pytest
from builders import SCALE, Engine, figures, on_each_engine, settings

pytestmark = on_each_engine

RI = "requires-improvement"
SCALES = [
    {"from": "2023-01", "scale": [{"id": "poor", "name": "Poor"}, {"id": "good", "name": "Good"}]},
    {"from": "2023-11", "scale": SCALE},
]
TWO_SCALES = [
    {"primary_overall": RI, "moderated_overall": "inadequate"},
    {"month": "2023-10", "primary_overall": "poor", "moderated_overall": "good"},
]


def test_all_pairs_of_grades_row_by_row(engine: Engine) -> None:
    audits = [
        {"primary_overall": "good", "moderated_overall": RI},
        {"primary_overall": "good", "moderated_overall": RI},
        {"primary_overall": "good"},
    ]
    found = figures("moderation", engine, audits=audits)(month="2023-11", area="overall")
    assert list(found.parts)[:4] == [
        "inadequate>inadequate",
        f"inadequate>{RI}",
        "inadequate>good",
        f"{RI}>inadequate",
    ]
    assert found.parts[f"good>{RI}"] == found.total == 2
    assert (len(found.parts), found.left_out) == (9, 1)


def test_all_months_pool_scales_with_every_grade_there_was(engine: Engine) -> None:
    found = figures("moderation", engine, settings(grades=SCALES), audits=TWO_SCALES)
    pooled = found(month="all", area="overall")
    assert (pooled.parts["poor>good"], pooled.parts[f"{RI}>inadequate"], pooled.total) == (1, 1, 2)
    assert len(pooled.parts) == 4 * 4
    assert list(found(month="2023-10", area="overall").parts) == [
        "poor>poor",
        "poor>good",
        "good>poor",
        "good>good",
    ]


def test_up_is_better_on_the_scale_of_the_month(engine: Engine) -> None:
    found = figures("agreement", engine, settings(grades=SCALES), audits=TWO_SCALES)
    assert dict(found(month="2023-10", area="overall").parts) == {"same": 0, "up": 1, "down": 0}
    assert dict(found(month="all", area="overall").parts) == {"same": 0, "up": 1, "down": 1}


def test_agreement_by_area_leaves_out_what_lacks_a_grade(engine: Engine) -> None:
    audits = [
        {"primary_planning": "good", "moderated_planning": "good"},
        {"primary_planning": "good", "moderated_planning": "n/a"},
        {"moderated_planning": "good"},
    ]
    found = figures("agreement", engine, audits=audits)(month="2023-11", area="planning")
    assert (found.parts["same"], found.total, found.left_out) == (1, 1, 2)


def test_coverage_is_of_all_pooled_audits(engine: Engine) -> None:
    audits = [{"moderated_overall": "good"}, {}, {"type": "dip", "moderated_overall": "good"}]
    found = figures("moderation_coverage", engine, audits=audits)(month="2023-11")
    assert (dict(found.parts), found.total, found.exhaustive) == ({"both": 1}, 2, False)


def test_kappa_of_perfect_agreement_is_one(engine: Engine) -> None:
    audits = [{"primary_overall": g, "moderated_overall": g} for g in ("good", "good", RI)]
    found = figures("kappa", engine, audits=audits)(month="2023-11")
    assert (found.value, found.low, found.high, found.of) == (1, None, None, 3)


def test_kappa_is_undefined_where_only_one_grade_was_given(engine: Engine) -> None:
    found = figures("kappa", engine, audits=[{"moderated_overall": "good"}])(month="all")
    assert (found.value, found.of) == (None, 1)


def test_kappa_over_all_months_keeps_to_the_scale_of_the_edition(engine: Engine) -> None:
    found = figures("kappa", engine, settings(grades=SCALES), audits=TWO_SCALES)
    assert found(month="all").of == 1


def test_median_days_from_audit_to_moderation(engine: Engine) -> None:
    audits: list[dict[str, object]] = [
        {"audited_on": "2023-11-01", "moderated_on": "2023-11-03"},
        {"audited_on": "2023-11-01", "moderated_on": "2023-11-06"},
        {"audited_on": "2023-11-01"},
        {"month": "2023-10", "audited_on": "2023-10-01", "moderated_on": "2023-11-10"},
    ]
    found = figures("days_to_moderation", engine, audits=audits)
    assert [(f.dims["month"], f.value, f.of) for f in found] == [
        ("2023-10", 40.0, 1),
        ("2023-11", 3.5, 2),
        ("all", 5.0, 3),
    ]


def test_a_month_without_both_dates_has_no_median(engine: Engine) -> None:
    found = figures("days_to_moderation", engine, audits=[{}])(month="2023-11")
    assert (found.value, found.of) == (None, 0)


def test_the_triple_lock_is_a_funnel(engine: Engine) -> None:
    audits = [
        {"moderated_overall": "good", "quality_assured_on": "2023-12-01"},
        {"moderated_overall": "good"},
        {},
    ]
    found = figures("locks", engine, audits=audits)(month="2023-11")
    assert dict(found.parts) == {"audited": 3, "moderated": 2, "signed-off": 1}
    assert (found.total, found.exhaustive) == (3, False)


def test_the_third_lock_counts_the_audits_that_it_looked_at(engine: Engine) -> None:
    audits = [
        {"quality_assured_on": "2023-12-01", "quality_assurance": "changed"},
        {"quality_assured_on": "2023-12-01"},
        {"quality_assurance": "agreed"},
    ]
    found = figures("third_lock", engine, audits=audits)(month="all")
    assert dict(found.parts) == {"agreed": 0, "changed": 1, "returned": 0, "not-recorded": 1}
    assert (found.total, found.provisional) == (2, False)


def test_an_audit_that_the_third_lock_returned_is_not_signed_off(engine: Engine) -> None:
    audits = [
        {"moderated_overall": "good", "quality_assured_on": "2023-12-01", "quality_assurance": "returned"}
    ]
    assert figures("locks", engine, audits=audits)(month="all").parts["signed-off"] == 0
    assert figures("grades", engine, audits=audits)(
        month="2023-11", stage="moderated", area="overall", team="all"
    ).provisional
    assert figures("third_lock", engine, audits=audits)(month="all").parts["returned"] == 1


def test_an_audit_that_nobody_moderated_is_not_signed_off(engine: Engine) -> None:
    audits = [{"moderated_overall": None, "quality_assured_on": "2023-12-01"}]
    assert figures("locks", engine, audits=audits)(month="all").parts["signed-off"] == 0
    assert figures("grades", engine, audits=audits)(
        month="2023-11", stage="primary", area="overall", team="all"
    ).provisional


def test_safety_counts_audits_of_every_type_at_the_grades_that_ask_for_it(engine: Engine) -> None:
    bad = {"primary_overall": "inadequate"}
    audits = [
        bad | {"escalated_on": "2023-11-02", "made_safe_on": "2023-11-03"},
        bad | {"escalated_to_role": "Head of Service", "type": "dip"},
        bad,
        {"primary_overall": "good"},
    ]
    found = figures("safety", engine, audits=audits)(month="2023-11")
    assert dict(found.parts) == {"made-safe": 1, "escalated": 1, "not-escalated": 1}
    assert (found.total, found.left_out) == (3, 1)


@pytest.mark.parametrize(
    ("primary", "moderated", "asked"),
    [("inadequate", "good", 0), ("good", "inadequate", 1), ("inadequate", None, 1), ("inadequate", "n/a", 1)],
)
def test_the_grade_that_stands_is_the_moderated_one_if_there_is_one(
    engine: Engine, primary: str, moderated: str | None, asked: int
) -> None:
    audits = [{"primary_overall": primary, "moderated_overall": moderated}]
    assert figures("safety", engine, audits=audits)(month="all").total == asked


def test_outsiders_against_each_stage_with_the_latest_check(engine: Engine) -> None:
    audits = [{"primary_overall": "good", "moderated_overall": RI}, {"primary_overall": "inadequate"}]
    checks = [
        {"audit_id": "a1", "overall": "inadequate", "on": "2023-11-01"},
        {"audit_id": "a1", "overall": RI, "on": "2023-11-09"},
        {"audit_id": "a2", "overall": "good"},
    ]
    found = figures("external", engine, audits=audits, external_checks=checks)
    assert dict(found(stage="primary").parts) == {"same": 0, "ours-higher": 1, "ours-lower": 1}
    assert dict(found(stage="moderated").parts) == {"same": 1, "ours-higher": 0, "ours-lower": 0}
    assert found(stage="moderated").left_out == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [("inadequate", RI, "ours-lower"), ("good", RI, "ours-higher"), (RI, RI, "same")],
)
def test_our_grade_is_higher_where_it_is_the_better_one(
    engine: Engine, ours: str, theirs: str, found: str
) -> None:
    checked = figures(
        "external", engine, audits=[{"primary_overall": ours}], external_checks=[{"overall": theirs}]
    )
    assert [part for part, count in checked(stage="primary").parts.items() if count] == [found]
