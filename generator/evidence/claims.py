"""A claim: what a sentence asserts of figures, and whether it is true of them. Pure.

The vocabulary is that of staff's words in content/. Counts and shares are told apart: `count` speaks of the
audits that were done, `share` of a part of them that could hold for other children too. What chance could
explain is asked in judging.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from generator.evidence.edition import Evidence
from generator.evidence.shown import Shown
from generator.settings.model import Settings, Target

Kind = Literal["count", "share"]
Takes = Literal["series", "figure", "month", "month?", "number", "target"]
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


def _quoted(value: str) -> str:
    return f'"{value}"'


@dataclass(frozen=True, slots=True)
class Of:
    """A figure by name; without a month, a series."""

    kind: Kind
    stage: str
    grade: str
    area: str = "overall"
    team: str = "all"
    month: str = ""

    @property
    def written(self) -> str:
        """As it stands in a text."""
        given = [_quoted(value) for value in (self.stage, self.grade, self.month) if value]
        named = [("area", self.area, "overall"), ("team", self.team, "all")]
        given += [f"{name}={_quoted(value)}" for name, value, usual in named if value != usual]
        return f"{self.kind}({', '.join(given)})"

    def __str__(self) -> str:
        """As records of what was published keep it."""
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

    @property
    def written(self) -> str:
        """As it stands in a text, so that it can be taken over."""
        given = [*(figure.written for figure in self.figures), *map(_quoted, self.months)]
        given += [] if self.number is None else [str(self.number)]
        return f"{self.name}({', '.join(given)})"

    def __str__(self) -> str:
        """As records of what was published keep it."""
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


def holds(assertion: Assertion, values: Sequence[Shown], target: Target | None = None) -> bool:
    """Whether it is true of these figures, none of which is hidden or of nothing."""
    sizes = [size(assertion.kind, value) for value in values]
    name = assertion.name
    if name in ONE_OF_SEVERAL:
        own = [dict(value.source.where)["month"] for value in values].index(assertion.months[0])
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
    """One for a group of grades is one for the figure, where in its month they stand for the same."""
    group = settings.framework.group
    for target in settings.publication.targets:
        alike = group(target.grades, figure.month) == group(figure.grade, figure.month)
        if alike and (target.stage, target.area) == (figure.stage, figure.area):
            return target
    return None


def _meets(share: Fraction, target: Target) -> bool:
    return share >= goal(target) if target.at_least is not None else share <= goal(target)


def goal(target: Target) -> Fraction:
    """The share (0-1) that a target is about."""
    return Fraction(str(target.percent)) / 100
