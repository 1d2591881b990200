"""Claims that staff write: what stands behind the word `claim`, read and checked.

A mistake is told as one of a figure is; then the claim is None and nothing is shown of it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import NoReturn, get_args

from jinja2 import nodes

from generator.evidence.claims import (
    EVERY_MONTH,
    VOCABULARY,
    Assertion,
    Kind,
    Name,
    Of,
    Takes,
    find_target,
)
from generator.evidence.months import months_between
from generator.pages.calls import CallReader, MistakeError, called
from generator.pages.claim_tags import EXAMPLE
from generator.problems import did_you_mean

_SAID: Mapping[Takes, str] = {
    "series": 'count("moderated", "good")',
    "figure": 'count("moderated", "good", "2023-11")',
    "month": '"2023-11"',
    "month?": '"2023-11"',
    "number": "3",
    "target": 'share("moderated", "good", "2023-11")',
}
MOST = 1_000_000
"""Audits: no council does as many, and a number that is read as infinite can't be compared."""


class ClaimReader:
    """Reads the claims of one text, by the reader of its calls."""

    def __init__(self, calls: CallReader) -> None:
        self._calls = calls

    def read(self, node: nodes.Node, line: int) -> Assertion | None:
        """What stands behind the word `claim`."""
        try:
            return self._claim(node, line)
        except MistakeError:
            return None

    def _claim(self, node: nodes.Node, line: int) -> Assertion:
        name = next((known for known in get_args(Name) if known == called(node)), None)
        if name is None or not isinstance(node, nodes.Call):
            hint = did_you_mean(called(node), tuple(VOCABULARY))
            self._calls.mistake(line, "unknown-claim", "this is nothing that a claim can say", hint)
        takes = VOCABULARY[name]
        least = sum(not each.endswith("?") for each in takes)
        if node.kwargs or node.dyn_args or node.dyn_kwargs or not least <= len(node.args) <= len(takes):
            self._wrong_arguments(name, line)
        figures: list[Of] = []
        months: list[str] = []
        number = None
        for wanted, given in zip(takes, node.args, strict=False):
            if isinstance(given, nodes.Call) and not wanted.startswith("month"):
                figures.append(self._of(given, wanted, line))
            elif wanted.startswith("month") and isinstance(given, nodes.Const):
                months.append(self._month(given, line))
            elif wanted == "number" and isinstance(given, nodes.Const):
                number = self._number(given, figures[0].kind, line)
            else:
                self._wrong_arguments(name, line)
        assertion = Assertion(name, tuple(figures), tuple(months), number)
        self._check_claim(assertion, line)
        return assertion

    def _of(self, call: nodes.Call, wanted: Takes, line: int) -> Of:
        """A figure of a claim: with its month, or a series without one."""
        kind: Kind | None = next((known for known in get_args(Kind) if known == called(call)), None)
        if kind is None:
            hint = f"for instance: {_SAID[wanted]}"
            self._calls.mistake(
                line, "unknown-function", "a claim is made of count(...) and share(...)", hint
            )
        given = self._calls.given(call, kind, line)
        if wanted == "series" and "month" in given:
            hint = f"for instance: {EXAMPLE}"
            self._calls.mistake(
                line, "claim-arguments", "this claim names its months behind the figure", hint
            )
        self._calls.check(kind, given, line, series=wanted == "series")
        return Of(kind=kind, **given)

    def _month(self, given: nodes.Const, line: int) -> str:
        month = str(given.value)
        self._calls.known("month", month, self._calls.months, line)
        return month

    def _number(self, given: nodes.Const, kind: Kind, line: int) -> Decimal:
        value = given.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._calls.mistake(line, "claim-arguments", "here a number belongs, without quotation marks",
                          f"for instance: more_than({_SAID['figure']}, 3)")  # fmt: skip
        if value > MOST:
            self._calls.mistake(
                line, "claim-arguments", "this number is larger than any number of audits",
                "name a number of audits, or percent",
            )  # fmt: skip
        if kind == "count" and value != int(value):
            self._calls.mistake(
                line, "claim-arguments", "audits are counted in whole numbers", "write digits only"
            )
        if kind == "share" and not 0 <= value <= 100:
            self._calls.mistake(line, "claim-arguments", "a share is compared with percent, from 0 to 100",
                          f'for instance: more_than({_SAID["target"]}, 50)')  # fmt: skip
        return Decimal(str(value))

    def _check_claim(self, assertion: Assertion, line: int) -> None:
        figures, span = assertion.figures, assertion.span
        if assertion.name == "at_least" and assertion.number == 0:
            message = "at least 0 is always true, so this claim says nothing"
            hint = f"for instance: more_than({figures[0].written}, 0), or none({figures[0].written})"
            self._calls.mistake(line, "claim-arguments", message, hint)
        if len({figure.kind for figure in figures}) > 1:
            message = "a count and a share can't be compared with each other"
            self._calls.mistake(line, "claim-arguments", message, "name two counts, or two shares")
        if len(set(figures)) < len(figures):
            self._calls.mistake(line, "claim-arguments", "names the same figure twice", "name the other one")
        if span and span[0] >= span[1]:
            message = "names its months in the wrong order" if span[0] > span[1] else "names one month twice"
            self._calls.mistake(
                line, "claim-arguments", message, "name the earlier month first, then the later"
            )
        self._check_months(assertion, line)
        if assertion.name == "target_met":
            self._check_target(figures[0], line)

    def _check_months(self, assertion: Assertion, line: int) -> None:
        of = assertion.of(self._calls.months)
        if assertion.months and len(of) < 2:
            message = "with one month there is nothing to compare"
            self._calls.mistake(line, "claim-arguments", message, "wait for the next month")
        span = assertion.span
        if span and assertion.name in EVERY_MONTH and months_between(*span) >= len(of):
            message = "a month between these has no audits, so nothing can be said of every month"
            self._calls.mistake(line, "claim-gap", message, f"months: {', '.join(self._calls.months)}")
        if span and not span[0] <= assertion.months[0] <= span[1]:
            message = "its month is none of those that it names"
            self._calls.mistake(line, "claim-arguments", message, "name a first and a last month around it")
        for each in of:
            self._values(each, line)

    def _check_target(self, figure: Of, line: int) -> None:
        targets = self._calls.settings.publication.targets
        if figure.kind != "share" or figure.team != "all":
            message = "a target is for a share of the whole service's audits"
            self._calls.mistake(
                line, "claim-arguments", message, f"for instance: target_met({_SAID['target']})"
            )
        if find_target(figure, self._calls.settings) is None:
            known = (", ".join(f"{t.stage} {t.grades} {t.area}" for t in targets)) or "none yet"
            message = "the settings have no target for this share"
            hint = f"targets in site_config/publication.yml: {known}"
            self._calls.mistake(line, "no-target", message, hint)

    def _values(self, figure: Of, line: int) -> None:
        """Grade, area and team as they are in the month of one figure of a claim."""
        allowed = self._calls.allowed(figure.month)
        for key in ("grade", "area", "team"):
            self._calls.known(key, getattr(figure, key), allowed[key], line, figure.month)

    def _wrong_arguments(self, name: Name, line: int) -> NoReturn:
        takes = ", ".join(each.rstrip("?") for each in VOCABULARY[name])
        example = ", ".join(_SAID[each] for each in VOCABULARY[name] if not each.endswith("?"))
        if VOCABULARY[name].count("month") == 2:
            example = f'{_SAID["series"]}, "2023-10", "2023-11"'
        self._calls.mistake(line, "claim-arguments", f"{name}(...) takes, in this order: {takes}",
                      f"for instance: {name}({example})")  # fmt: skip
