"""What a drawn-up briefing and the feed say of small records."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from builders import everything, settings

from generator.evidence import Edition, Evidence
from generator.evidence.edition import assemble
from generator.pages.feed import feed_entries
from generator.pages.presenters.briefing import briefing_page
from generator.pages.templating import environment


def evidence(**rows: Any) -> Evidence:
    of = settings()
    return assemble(
        everything("pandas", of, **rows), of, Edition("2023-11", date(2023, 12, 31), date(2023, 12, 21))
    )


def macro(name: str, *given: Any) -> str:
    found = getattr(environment().get_template("figures.j2").module, name)
    return str(found(*given)).strip()


def test_the_month_before_is_the_one_that_has_audits_and_is_named() -> None:
    audits = [{"month": "2023-08"}] * 6 + [{"month": "2023-11"}] * 6
    e = evidence(audits=audits, learning=[{"audit_id": f"a{i}"} for i in (1, 2, 7, 8, 9, 10, 11, 12)])
    page = briefing_page(e, {})
    assert page.news is not None
    assert page.news.before == "2023-08"
    said = " ".join(entry["summary"] for entry in feed_entries(e, page))
    assert "month before" not in said


@pytest.mark.parametrize(
    ("ways", "sampling"),
    [(("random", "volunteered"), {"random", "volunteered"}), (("random", "random"), {"random"})],
)
def test_every_way_of_sampling_is_told_once(ways: tuple[str, str], sampling: set[str]) -> None:
    programme = [
        {"month": "2023-11", "team": team, "planned": 1, "sampling": way}
        for team, way in zip(("care", "duty"), ways, strict=True)
    ]
    page = briefing_page(evidence(audits=[{}], learning=[{}], programme=programme), {})
    assert set(page.sampling) == sampling
    assert len(page.sampling) == len(sampling)


def test_a_month_of_audits_alone_adds_nothing_to_the_feed() -> None:
    e = evidence(audits=[{}])
    assert feed_entries(e, briefing_page(e, {})) == []


@pytest.mark.parametrize(
    ("status", "breaks", "not_random", "said"),
    [
        ("growing", [], "", "met more often than before"),
        ("growing", [], "not-random", "met more often than before; not all files were sampled at random"),
        ("growing", [], "not-recorded",
         "met more often than before; it is not recorded that files were sampled at random"),
        ("easing", ["refresh"], "", "met less often than before; how files are audited changed between"),
        ("persisting", ["refresh"], "not-random", "still met, no clear change"),
    ],
)  # fmt: skip
def test_a_word_of_change_has_its_caveats_beside_it(
    status: str, breaks: list[str], not_random: str, said: str
) -> None:
    assert macro("status_alone", status, breaks, not_random) == said


def test_a_point_of_an_audit_that_no_figure_counts_says_so() -> None:
    signed = {"quality_assured_on": "2023-12-01"}
    learning = [{"point": "Counted."}, {"audit_id": "a2", "point": "Of another kind."}]
    e = evidence(audits=[signed, {**signed, "type": "dip"}], learning=learning)
    page = briefing_page(e, {})
    given = {
        "page": replace(page, kind="none", topic=None),
        "site": SimpleNamespace(audited=e.nothing, month=e.month),
    }
    body = environment().get_template("briefing_body.j2").make_module(vars=given)
    said = {p.point: "not among those counted" in body.quoted(p) for p in page.improvement_points}  # type: ignore[attr-defined]
    assert said == {"Counted.": False, "Of another kind.": True}
