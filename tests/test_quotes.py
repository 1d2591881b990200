"""Which of what auditors wrote a page quotes, and where the rest is."""

from dataclasses import dataclass
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from generator.evidence import Evidence
from generator.pages.presenters.quotes import ENOUGH, Quotes, quotes

MONTHS: tuple[str, ...] = ("2023-01", "2023-03", "2023-04", "2023-05", "2023-06")
"""Nobody audited in February."""


@dataclass(frozen=True)
class Note:
    month: str
    day: str = ""


@dataclass(frozen=True)
class OfMonths:
    """Of an edition's evidence, all that decides what is quoted."""

    months: tuple[str, ...]

    @property
    def month(self) -> str:
        return self.months[-1]


def quoted(*notes: Note, months: tuple[str, ...] = MONTHS) -> Quotes[Note]:
    return quotes(cast(Evidence, OfMonths(months)), notes, lambda note: note.day or note.month)


def test_few_are_all_quoted_however_old() -> None:
    old, new = Note("2023-01"), Note("2023-06")
    assert quoted(old, new) == Quotes((old, new), "")


def test_two_months_are_quoted_however_many_there_are() -> None:
    many = [Note(month) for month in MONTHS for _ in range(ENOUGH)]
    found = quoted(*many)
    assert {note.month for note in found.notes} == {"2023-05", "2023-06"}
    assert found.earlier == "2023-04"


def test_older_months_are_quoted_whole_until_there_are_enough() -> None:
    few = [Note("2023-06")] * (ENOUGH - 1)
    found = quoted(*few, *[Note("2023-03")] * 3, Note("2023-01"))
    assert (len(found.notes), found.earlier) == (ENOUGH + 2, "2023-01")


def test_the_order_is_kept() -> None:
    notes = (Note("2023-05"), Note("2023-06"), Note("2023-04"))
    assert quoted(*notes).notes == notes


def test_what_happened_in_a_month_without_an_edition_is_told_by_the_next() -> None:
    many = [Note(month) for month in MONTHS[3:] for _ in range(ENOUGH)]
    assert quoted(*many, Note("2023-01", "2023-02-11")).earlier == "2023-03"


def test_what_happened_after_the_edition_s_month_is_its_own() -> None:
    late = Note("2023-06", "2023-07-02")
    assert quoted(late) == Quotes((late,), "")


@given(st.lists(st.sampled_from(MONTHS), max_size=200))
def test_from_edition_to_edition_nothing_is_lost(told: list[str]) -> None:
    """Who follows "earlier" from the newest edition comes to every note."""
    read: set[int] = set()
    months, numbered = MONTHS, [(number, Note(month)) for number, month in enumerate(told)]
    while months:
        known = [(number, note) for number, note in numbered if note.month <= months[-1]]
        found = quoted(*(note for _, note in known), months=months)
        since = min((note.month for note in found.notes), default="9999")
        read |= {number for number, note in known if note.month >= since}
        months = tuple(month for month in months if month <= found.earlier)
    assert read == set(range(len(told)))
