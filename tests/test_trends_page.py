"""The trends page: what it says of the newest month, of months before, and of all of them together."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import builders
import councils
import pytest
from test_pages import said as read

from generator.pages.inputs import EditionFiles
from generator.pages.words import months_listed

FOUR_GRADES = [
    {"id": "inadequate", "name": "Inadequate", "make_safe": True},
    {"id": "requires-improvement", "name": "Requires improvement"},
    {"id": "good", "name": "Good", "good_or_better": True},
    {"id": "outstanding", "name": "Outstanding", "good_or_better": True},
]


def council(good: Sequence[int], **framework: Any) -> EditionFiles:
    """The newest edition of a row of months with 20 audits each, of which so many are good."""
    months = councils.months(len(good))
    audits = [
        {"month": month, "moderated_overall": "good" if audit < count else "requires-improvement"}
        for month, count in zip(months, good, strict=True)
        for audit in range(20)
    ]
    programme = [{"month": month, "planned": 20, "sampling": "random"} for month in months]
    of = councils.settings(**framework)
    return builders.rendered(of, month=months[-1], data_to="2024-12-31", audits=audits, programme=programme)


def said(edition: EditionFiles, address: str = "trends/") -> str:
    return " ".join(read(edition.files[f"{address}index.md"].decode()).split())


STABLE = [6] * 14
ONE_HIGH = [*[6] * 9, 17, *[6] * 4]
SHIFT = [*[4] * 6, *[10] * 7]


class TestTheVerdict:
    def test_is_chance_only_where_no_month_bears_a_signal(self) -> None:
        text = said(council(STABLE))
        assert "Chance alone explains how it moves" in text
        assert "Good: nothing beyond chance" in text

    def test_speaks_of_the_newest_month_and_names_the_last_signals(self) -> None:
        text = said(council(ONE_HIGH))
        assert "Good: no signal in February; the last, in October 2021, was high (better)" in text
        assert "February 2022 bears no signal; other months do, which chance alone seldom gives." in text
        assert "Signals: low in January to September 2021 (worse); high in October 2021 (better)." in text

    def test_names_months_before_of_a_signal_that_goes_on(self) -> None:
        text = said(council(SHIFT))
        assert "Higher than chance explains, which is better" in text
        assert "high in July 2021 to January 2022 (better)" in text

    def test_stands_beside_the_test_of_all_months_together(self) -> None:
        text = said(council(SHIFT))
        assert "Over the 12 months from February 2021 to January 2022 together" in text
        assert "Good: the share rose over these months by more than chance alone would explain." in text
        assert "The first three months: 12 of 60; the last three: 30 of 60." in text


class TestThreeMonthsTogether:
    def test_are_not_pooled_across_a_change(self) -> None:
        breaks = [{"from": "2021-03", "what": "the framework was refreshed"}]
        text = said(council([5] * 4, breaks=breaks))
        assert text.count("not pooled [b]") == 4  # two months of two charts
        assert "[b] Not pooled across a change: the framework was refreshed." in text

    def test_are_provisional_where_one_is(self) -> None:
        assert "15 of 60 (25%) [p]" in said(council([5] * 4))


class TestPictures:
    def test_of_areas_say_what_their_colours_mean_in_letters(self) -> None:
        assert "H: high by more than chance alone explains." in said(council(SHIFT))
        assert "H: high" not in said(council(STABLE))

    def test_of_areas_come_with_their_limits(self) -> None:
        rows = list(csv.DictReader(io.StringIO(council(SHIFT).files["charts/panels-good.csv"].decode())))
        assert {"centre", "lower_limit", "upper_limit", "signal"} <= set(rows[-1])
        (newest,) = [row for row in rows if row["area"].endswith("a whole") and row["month"] == "2022-01"]
        assert newest["signal"] == "one-side-up"
        assert float(newest["upper_limit"]) > float(newest["centre"]) > 0


class TestDownloads:
    def test_hold_groups_of_grades_as_the_page_counts_them(self) -> None:
        edition = council(SHIFT, grades=[{"from": "2021-01", "scale": FOUR_GRADES}])
        rows = list(csv.DictReader(io.StringIO(edition.files["data/trends.csv"].decode())))
        newest = [r for r in rows if (r["month"], r["stage"], r["area"])
                  == ("2022-01", "moderated", "overall")]  # fmt: skip
        assert [r["grade"] for r in newest][-1] == "good-or-better"
        assert (newest[-1]["count"], newest[-1]["total"], newest[-1]["signal"]) == ("10", "20", "one-side-up")


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (["2023-04"], "April 2023"),
        (["2023-04", "2023-06"], "April and June 2023"),
        (["2023-04", "2023-05", "2023-06", "2023-09"], "April to June and September 2023"),
        (["2023-06", "2023-11", "2023-12", "2024-01"], "June 2023 and November 2023 to January 2024"),
    ],
)
def test_months_are_listed_with_each_year_once(months: list[str], words: str) -> None:
    assert months_listed(months) == words
