"""A claim judged: whether the figures bear it out, whether chance could, and what it can't show. Pure.

Whether chance could explain a difference is asked of the shares, also where the claim is about numbers, since
a number falls by itself where fewer audits are done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from generator.evidence.change import FLOOR, MANY, UNEQUAL, Change
from generator.evidence.claims import (
    EVERY_MONTH,
    ONE_OF_SEVERAL,
    THRESHOLDS,
    TWO_MONTHS,
    Assertion,
    Of,
    goal,
    holds,
    target_of,
)
from generator.evidence.derive import pooled
from generator.evidence.edition import Evidence
from generator.evidence.same_month import SameMonth, compared
from generator.evidence.sampling import NotRandom
from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.statistics import exact_share

RECENT = 12
"""Months in a row that pages show: all of them are no choice of some."""

Verdict = Literal["false", "hidden", "no-figures", "within-chance", "beyond-chance", "counted"]
"""`counted`: true of the audits themselves, and not tested. Others are true within or beyond chance."""
Test = Literal["", "two-months", "trend", "one-of-several", "share"] | SameMonth


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what the figures say to it.

    `values`: the figures it rests on, oldest first; none where one of them is hidden. `p`: of `test`; None
    where there is nothing to test, or too few audits. Caveats hold whatever p is: `breaks` lie between its
    months; `not_random`: why it can't speak for other children; `picked_from`: the months out of which its
    own were picked; `other_way`: it is so of the numbers, and not of the shares; `unequal`: totals differ by
    more than a quarter.
    """

    assertion: Assertion
    verdict: Verdict
    values: tuple[Shown, ...] = ()
    test: Test = ""
    p: ShownQuantity | None = None
    breaks: tuple[str, ...] = ()
    not_random: NotRandom = ""
    picked_from: tuple[str, ...] = ()
    other_way: bool = False
    unequal: bool = False

    @property
    def true(self) -> bool:
        return self.verdict in ("within-chance", "beyond-chance", "counted")

    @property
    def hedged(self) -> bool:
        """Whether it may stand only with words beside it that say what it can't show."""
        caveats = (self.breaks, self.not_random, self.picked_from, self.other_way)
        return self.true and (self.verdict == "within-chance" or any(caveats))

    @property
    def few(self) -> bool:
        """So few audits in one of its figures that this may be why chance can't be ruled out."""
        return min((value.total or 0 for value in self.values), default=0) < MANY

    @property
    def summary(self) -> str:
        """Verdict and caveats as records keep them: "within-chance, across a break, picked"."""
        said = {
            "across a break": self.breaks, "not at random": self.not_random,
            "picked": self.picked_from, "the share not so": self.other_way,
        }  # fmt: skip
        return ", ".join([self.verdict, *(words for words, there in said.items() if there)])


def judge(assertion: Assertion, e: Evidence) -> Judged:
    """What the edition's figures say to an assertion. Asks nothing but what is shown."""
    known = [month for month in e.months if month <= e.month]
    of = assertion.of(known)
    values = tuple(_shown(each, e) for each in of)
    if any(value.hidden == "c" for value in values):
        return Judged(assertion, "hidden")
    if any(value.hidden or not value.total for value in values):
        return Judged(assertion, "no-figures", values)
    if not holds(assertion, values, target_of(assertion, e)):
        return Judged(assertion, "false", values)
    return _with_caveats(_judged(assertion, values, known, e), of, known, e)


def _shown(of: Of, e: Evidence) -> Shown:
    return e.graded(of.grade, of.month, of.stage, of.area, of.team)


def _judged(assertion: Assertion, values: tuple[Shown, ...], known: Sequence[str], e: Evidence) -> Judged:
    """A true claim before caveats. One that is so of the numbers alone is counted: a test is of shares."""
    if not _holds_of_shares(assertion, values):
        return Judged(assertion, "counted", values, other_way=True)
    if assertion.name in EVERY_MONTH:
        return _compared(assertion, values, "trend", e.trend(values))
    if assertion.name in ONE_OF_SEVERAL:
        return _picked_out(assertion, values, known, e)
    if len(values) > 1 and _independent(assertion):
        return _compared(assertion, values, "two-months", e.compare(values[0], values[1]))
    return _of_one_month(assertion, values, e) if len(values) > 1 else _of_one_figure(assertion, values, e)


def _holds_of_shares(assertion: Assertion, values: Sequence[Shown]) -> bool:
    """Whether a claim of several figures is true of their shares, too."""
    figures = tuple(replace(of, kind="share") for of in assertion.figures)
    return len(values) == 1 or holds(replace(assertion, figures=figures), values)


def _of_one_figure(assertion: Assertion, values: tuple[Shown, ...], e: Evidence) -> Judged:
    """A share against a number, by its test; what is said of the audits alone is counted."""
    against = _share_against(assertion, e)
    if against is None:
        return Judged(assertion, "counted", values)
    (value,) = values
    count, total = value.count or 0, value.total or 0
    if total < FLOOR:
        return Judged(assertion, "within-chance", values, "share")
    p = exact_share(count, total, float(against))
    shown = ShownQuantity(Source("exact_share", value.source.where), p, "p", of=value)
    beyond = p < e.settings.publication.significance
    return Judged(assertion, "beyond-chance" if beyond else "within-chance", values, "share", shown)


def _of_one_month(assertion: Assertion, values: tuple[Shown, ...], e: Evidence) -> Judged:
    """Two figures of one month, which rest on the same audits: beyond chance only where a test says so."""
    test, p = compared(assertion.figures[0], assertion.figures[1], values, e)
    shown = None if p is None else ShownQuantity(Source(test, values[0].source.where), p, "p", of=values[0])
    beyond = p is not None and p < e.settings.publication.significance
    return Judged(assertion, "beyond-chance" if beyond else "within-chance", values, test, shown)


def _picked_out(assertion: Assertion, values: tuple[Shown, ...], known: Sequence[str], e: Evidence) -> Judged:
    """One month against the others together. It had as many chances to stand out as there are months, in as
    many stretches as could have been chosen: p is multiplied by them (O. J. Dunn (1961), JASA 56:52-64)."""
    own = _place(assertion, values)
    change = e.compare(pooled((*values[:own], *values[own + 1 :]), "others"), values[own])
    if min(value.total or 0 for value in values) < FLOOR:
        change = replace(change, verdict="too-few", p=None)
    judged = _compared(assertion, values, "one-of-several", change)
    if judged.p is None or judged.p.value is None:
        return judged
    chosen = not no_choice({_month(value) for value in values}, known, _starts(e))
    stretches = len(known) - len(values) + 1 if chosen else 1
    p = min(1.0, judged.p.value * len(values) * stretches)
    beyond = judged.verdict == "beyond-chance" and p < e.settings.publication.significance
    verdict: Verdict = "beyond-chance" if beyond else "within-chance"
    return replace(judged, verdict=verdict, p=replace(judged.p, value=p))


def _compared(assertion: Assertion, values: tuple[Shown, ...], test: Test, change: Change) -> Judged:
    """By the test of a change. That it goes the claim's way need not be asked: that is true of the shares."""
    totals = [value.total or 0 for value in values]
    unequal = max(totals) - min(totals) > UNEQUAL * max(totals)
    verdict: Verdict = "beyond-chance" if change.verdict in ("rose", "fell") else "within-chance"
    return Judged(assertion, verdict, values, test, change.p, unequal=unequal)


def _share_against(assertion: Assertion, e: Evidence) -> Fraction | None:
    """The share that one figure is tested against; None where it is counted and no more."""
    if assertion.name == "majority":
        return Fraction(1, 2)
    if target := target_of(assertion, e):
        return goal(target)
    if assertion.name in THRESHOLDS and assertion.kind == "share" and assertion.number is not None:
        return Fraction(assertion.number) / 100
    return None


def _independent(assertion: Assertion) -> bool:
    """Whether its two figures are of different audits: the same ones, graded twice, are no two samples."""
    if assertion.name in TWO_MONTHS:
        return True
    one, other = assertion.figures
    return one.month != other.month or (one.team != other.team and "all" not in (one.team, other.team))


def _place(assertion: Assertion, values: Sequence[Shown]) -> int:
    """Where among the values the month stands that is called highest or lowest."""
    return [_month(value) for value in values].index(assertion.months[0])


def _month(value: Shown) -> str:
    return dict(value.source.where)["month"]


def _starts(e: Evidence) -> list[str]:
    return [month for month, what in e.starts.items() if what]


def _with_caveats(judged: Judged, of: Sequence[Of], known: Sequence[str], e: Evidence) -> Judged:
    months = {each.month for each in of}
    breaks, not_random = e.caveats(months)
    always = judged.assertion.name in ONE_OF_SEVERAL
    counted_alone = judged.verdict == "counted" and not judged.other_way
    free = counted_alone or months == {e.month} or no_choice(months, known, _starts(e))
    picked = always or not free
    return replace(
        judged,
        breaks=tuple(breaks),
        not_random=not_random,
        picked_from=tuple(known) if picked else (),
    )


def no_choice(months: Collection[str], known: Sequence[str], breaks: Sequence[str]) -> bool:
    """The rule for months that nobody picked: they run up to the newest, and are the last two, or every month
    from the first one, from the first of the last twelve, or from a break on."""
    if len(known) < len(months):
        return False
    starts = {*known[-2:-1], known[0], known[-RECENT:][0], *breaks}
    every = ([month for month in known if month >= start] for start in starts)
    return any(months == set(run) for run in every if len(run) > 1)
