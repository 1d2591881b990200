"""A claim: what a sentence asserts of figures, judged against them. Pure.

The vocabulary is that of staff's words in content/. Counts and shares are told apart: `count` speaks of the
audits that were done, `share` of a part of them that could hold for other children too. Whether chance could
explain a difference is asked of the shares in either case, since a number falls by itself where fewer audits
are done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from generator.evidence.change import FLOOR, UNEQUAL, Change
from generator.evidence.derive import pooled
from generator.evidence.edition import Evidence
from generator.evidence.same_month import SameMonth, compared
from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.statistics import exact_share
from generator.settings.model import Settings, Target

RECENT = 12
"""Months in a row that pages show: all of them are no choice of some."""

Kind = Literal["count", "share"]
Takes = Literal["series", "figure", "month", "month?", "number", "target"]
Verdict = Literal["false", "hidden", "no-figures", "within-chance", "beyond-chance", "counted"]
"""`counted`: true of the audits themselves, and not tested. Others are true within or beyond chance."""
Test = Literal["", "two-months", "trend", "one-of-several", "share"] | SameMonth
Name = Literal[
    "falls", "rises", "unchanged", "falls_every_month", "rises_every_month", "highest", "lowest",
    "more_than", "at_least", "majority", "none", "all", "difference", "target_met",
]  # fmt: skip

TWO_MONTHS: tuple[Name, ...] = ("falls", "rises", "unchanged")
EVERY_MONTH: tuple[Name, ...] = ("falls_every_month", "rises_every_month")
ONE_OF_SEVERAL: tuple[Name, ...] = ("highest", "lowest")
THRESHOLDS: tuple[Name, ...] = ("more_than", "at_least")
VOCABULARY: Mapping[Name, tuple[Takes, ...]] = {
    **dict.fromkeys((*TWO_MONTHS, *EVERY_MONTH), ("series", "month", "month")),
    **dict.fromkeys(ONE_OF_SEVERAL, ("series", "month", "month?", "month?")),
    **dict.fromkeys(THRESHOLDS, ("figure", "number")),
    **dict.fromkeys(("majority", "none", "all"), ("figure",)),
    "difference": ("figure", "figure"),
    "target_met": ("target",),
}
"""What each claim takes, in this order: a series is a figure without its month; `number` may be a figure
too; `month?` may be left out (then: all months); a target is a share that the settings have a target for."""


@dataclass(frozen=True, slots=True)
class Of:
    """A figure by name; without a month, a series."""

    kind: Kind
    stage: str
    grade: str
    area: str = "overall"
    team: str = "all"
    month: str = ""

    def __str__(self) -> str:
        more = [self.month, *([self.area] if self.area != "overall" else [])]
        more += [self.team] if self.team != "all" else []
        return f"{self.kind}({', '.join(filter(None, [self.stage, self.grade, *more]))})"


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim as it was written, its arguments checked to be known.

    `number` is the writer's: a count, or percent (0-100) where the figure is a share.
    """

    name: Name
    figures: tuple[Of, ...]
    months: tuple[str, ...] = ()
    number: Decimal | None = None

    def __str__(self) -> str:
        given = [*map(str, self.figures), *self.months, *([] if self.number is None else [str(self.number)])]
        return f"{self.name}({', '.join(given)})"

    @property
    def kind(self) -> Kind:
        return self.figures[0].kind

    @property
    def span(self) -> tuple[str, str] | None:
        """The first and the last month that it names as such; None: it speaks of all."""
        from_to = self.months[1:] if self.name in ONE_OF_SEVERAL else self.months
        return (from_to[0], from_to[-1]) if from_to else None

    def of(self, known: Sequence[str]) -> tuple[Of, ...]:
        """Every figure that it rests on, oldest month first; `known`: the months that the edition knows."""
        if not self.months:
            return self.figures
        if self.name in TWO_MONTHS:
            return tuple(replace(self.figures[0], month=month) for month in self.months)
        first, last = self.span or (min(known), max(known))
        named = {self.months[0]} if self.name in ONE_OF_SEVERAL else set()
        months = {month for month in known if first <= month <= last} | named
        return tuple(replace(self.figures[0], month=month) for month in sorted(months))


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with what the figures say to it.

    `values`: the figures it rests on, oldest first; none where one of them is hidden. `p`: of `test`; None
    where there is nothing to test, or too few audits. Caveats hold whatever p is: `breaks` lie between its
    months; `not_random`: files of one of them were not drawn at random; `picked_from`: the months out of
    which its own were picked; `other_way`: the number moved one way and the share not; `unequal`: totals
    differ by more than a quarter.
    """

    assertion: Assertion
    verdict: Verdict
    values: tuple[Shown, ...] = ()
    test: Test = ""
    p: ShownQuantity | None = None
    breaks: tuple[str, ...] = ()
    not_random: bool = False
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
    return _with_caveats(_tested(assertion, values, e), of, known, e)


def holds(assertion: Assertion, values: Sequence[Shown], target: Target | None = None) -> bool:
    """Whether it is true of these figures, none of which is hidden or of nothing."""
    sizes = [size(assertion.kind, value) for value in values]
    name = assertion.name
    if name in ONE_OF_SEVERAL:
        own = _place(assertion, values)
        others = sizes[:own] + sizes[own + 1 :]
        return all(sizes[own] > other if name == "highest" else sizes[own] < other for other in others)
    if name in ("majority", "none", "all"):
        share = size("share", values[0])
        return {"majority": share > Fraction(1, 2), "none": share == 0, "all": share == 1}[name]
    if name == "target_met":
        return target is not None and _meets(size("share", values[0]), target)
    if assertion.number is not None:
        sizes.append(Fraction(assertion.number) / (100 if assertion.kind == "share" else 1))
    return _BETWEEN[name](sizes)


_BETWEEN: Mapping[Name, Callable[[Sequence[Fraction]], bool]] = {
    "falls": lambda sizes: sizes[0] > sizes[1],
    "rises": lambda sizes: sizes[0] < sizes[1],
    "unchanged": lambda sizes: sizes[0] == sizes[1],
    "falls_every_month": lambda sizes: all(a > b for a, b in pairwise(sizes)),
    "rises_every_month": lambda sizes: all(a < b for a, b in pairwise(sizes)),
    "more_than": lambda sizes: sizes[0] > sizes[1],
    "at_least": lambda sizes: sizes[0] >= sizes[1],
    "difference": lambda sizes: sizes[0] != sizes[1],
}


def size(kind: Kind, shown: Shown) -> Fraction:
    """What is compared: the count, or the exact share, since rounded percents can differ by themselves."""
    return Fraction(shown.count or 0, (shown.total or 1) if kind == "share" else 1)


def instead(assertion: Assertion, values: Sequence[Shown]) -> Name | None:
    """What these figures do bear out of that which takes the same arguments; None where nothing does."""
    groups = (TWO_MONTHS, EVERY_MONTH, ONE_OF_SEVERAL)
    alike = next((group for group in groups if assertion.name in group), ())
    others = (name for name in alike if holds(replace(assertion, name=name), values))
    return next(others, None)


def target_of(assertion: Assertion, e: Evidence) -> Target | None:
    """The council's target for the figure of `target_met`."""
    return find_target(assertion.figures[0], e.settings) if assertion.name == "target_met" else None


def find_target(figure: Of, settings: Settings) -> Target | None:
    """One for a group of grades is one for the grade, where in its month the group holds no other."""
    for target in settings.publication.targets:
        alone = settings.framework.group(target.grades, figure.month) == (figure.grade,)
        if alone and (target.stage, target.area) == (figure.stage, figure.area):
            return target
    return None


def _meets(share: Fraction, target: Target) -> bool:
    goal = _percent(target)
    return share >= goal if target.at_least is not None else share <= goal


def _percent(target: Target) -> Fraction:
    return Fraction(str(target.percent)) / 100


def _shown(of: Of, e: Evidence) -> Shown:
    table = e.grades(of.month, of.stage, of.area, of.team)
    return table.parts.get(of.grade, e.nothing) if table else e.nothing


def _tested(assertion: Assertion, values: tuple[Shown, ...], e: Evidence) -> Judged:
    """A true claim with its test, before caveats."""
    if assertion.name in EVERY_MONTH:
        return _compared(assertion, values, "trend", e.trend(values))
    if assertion.name in ONE_OF_SEVERAL:
        return _picked_out(assertion, values, e)
    if len(values) > 1 and _independent(assertion):
        return _compared(assertion, values, "two-months", e.compare(values[0], values[1]))
    return _of_one_month(assertion, values, e) if len(values) > 1 else _of_one_figure(assertion, values, e)


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
    other_way = assertion.kind == "count" and _way("count", *values) != _way("share", *values)
    beyond = p is not None and p < e.settings.publication.significance and not other_way
    verdict: Verdict = "beyond-chance" if beyond else "within-chance"
    return Judged(assertion, verdict, values, test, shown, other_way=other_way)


def _picked_out(assertion: Assertion, values: tuple[Shown, ...], e: Evidence) -> Judged:
    """One month against the others together. It had as many chances to stand out as there are months, so
    p is multiplied by them (O. J. Dunn (1961), JASA 56:52-64)."""
    own = _place(assertion, values)
    change = e.compare(pooled((*values[:own], *values[own + 1 :]), "others"), values[own])
    if min(value.total or 0 for value in values) < FLOOR:
        change = replace(change, verdict="too-few", p=None)
    judged = _compared(assertion, values, "one-of-several", change)
    if judged.p is None or judged.p.value is None:
        return judged
    p = min(1.0, judged.p.value * len(values))
    beyond = judged.verdict == "beyond-chance" and p < e.settings.publication.significance
    verdict: Verdict = "beyond-chance" if beyond else "within-chance"
    return replace(judged, verdict=verdict, p=replace(judged.p, value=p))


def _compared(assertion: Assertion, values: tuple[Shown, ...], test: Test, change: Change) -> Judged:
    """By the test of a change; that the number moved and the share did not is no finding, whatever its p."""
    way = _WAYS.get(assertion.name, _way("count", change.before, change.after))
    against = {"rose": way < 0, "fell": way > 0}.get(change.verdict, False)
    other_way = assertion.kind == "count" and (against or _way("share", change.before, change.after) != way)
    beyond = change.verdict in ("rose", "fell") and not other_way
    totals = [value.total or 0 for value in values]
    unequal = max(totals) - min(totals) > UNEQUAL * max(totals)
    verdict: Verdict = "beyond-chance" if beyond else "within-chance"
    return Judged(assertion, verdict, values, test, change.p, other_way=other_way, unequal=unequal)


_WAYS: Mapping[str, int] = {
    "falls": -1, "falls_every_month": -1, "lowest": -1, "unchanged": 0,
    "rises": 1, "rises_every_month": 1, "highest": 1,
}  # fmt: skip
"""Which way each claim says that a figure went, for those that say it by themselves."""


def _way(kind: Kind, before: Shown, after: Shown) -> int:
    one, other = size(kind, before), size(kind, after)
    return (other > one) - (other < one)


def _share_against(assertion: Assertion, e: Evidence) -> Fraction | None:
    """The share that one figure is tested against; None where it is counted and no more."""
    if assertion.name == "majority":
        return Fraction(1, 2)
    if target := target_of(assertion, e):
        return _percent(target)
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
    return [dict(value.source.where)["month"] for value in values].index(assertion.months[0])


def _with_caveats(judged: Judged, of: Sequence[Of], known: Sequence[str], e: Evidence) -> Judged:
    months = {each.month for each in of}
    breaks, not_random = e.caveats(months)
    alone = judged.verdict == "counted" or months == {e.month}
    always = judged.assertion.name in ONE_OF_SEVERAL
    starts = [b.from_ for b in e.settings.framework.breaks]
    picked = always or not (alone or no_choice(months, known, starts))
    return replace(
        judged,
        breaks=tuple(breaks) if judged.verdict != "counted" else (),
        not_random=not_random,
        picked_from=tuple(known) if picked else (),
    )


def no_choice(months: set[str], known: Sequence[str], breaks: Sequence[str]) -> bool:
    """The rule for months that nobody picked: they run up to the newest, and are the last two, or every month
    from the first one, from the first of the last twelve, or from a break on."""
    if len(known) < len(months):
        return False
    starts = {*known[-2:-1], known[0], known[-RECENT:][0], *breaks}
    every = ([month for month in known if month >= start] for start in starts)
    return any(months == set(run) for run in every if len(run) > 1)
