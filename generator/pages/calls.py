"""Figures and claims that staff call by name: their arguments read and checked, whatever stands in a text.

A mistake is told through `Tell`; then the call is None and nothing is shown of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from generator.pages.claim_tags import EXAMPLE as EXAMPLE_OF_A_CLAIM
from generator.problems import did_you_mean, nearest
from generator.records.schema import STAGES
from generator.settings.model import Settings

FIGURES = {
    "count": ("stage", "grade", "month", "area", "team"),
    "share": ("stage", "grade", "month", "area", "team"),
    "audits_with": ("theme", "kind", "month"),
}
"""The figures that a text may call by name, each with its arguments in their order."""
EXAMPLE = '{{ share("moderated", "good", "2023-11") }}'

DEFAULTS = {"area": "overall", "team": "all"}
"""Arguments of a figure that names none."""
_KINDS = ("strength", "improvement")
_SAID: Mapping[Takes, str] = {
    "series": 'count("moderated", "good")',
    "figure": 'count("moderated", "good", "2023-11")',
    "month": '"2023-11"',
    "month?": '"2023-11"',
    "number": "3",
    "target": 'share("moderated", "good", "2023-11")',
}

Tell = Callable[[int, str, str, str], None]
"""Takes the line, code, message and hint of a mistake."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure called by name in a text: `name` as in `FIGURES`, with all of its arguments."""

    name: str
    arguments: Mapping[str, str]


class MistakeError(Exception):
    """Told already; what it stands in can't be read further."""


class CallReader:
    """Reads the calls of one text, which may speak of `months`."""

    def __init__(self, settings: Settings, months: Sequence[str], tell: Tell) -> None:
        self._settings, self._months, self._tell = settings, tuple(months), tell

    def figure(self, node: nodes.Node, line: int) -> Figure | None:
        """A figure in double brackets."""
        name = called(node)
        if name not in FIGURES or not isinstance(node, nodes.Call):
            meant = f"did you mean {near}? " if (near := nearest(name, tuple(FIGURES))) else ""
            known = (f"{name}({', '.join(arguments[:3])})" for name, arguments in FIGURES.items())
            self._tell(line, "unknown-function", "only figures may stand in double brackets",
                       f"{meant}known: {', '.join(known)}")  # fmt: skip
            return None
        try:
            given = self._given(node, name, line)
            self._check(name, given, line)
        except MistakeError:
            return None
        return Figure(name, given)

    def claim(self, node: nodes.Node, line: int) -> Assertion | None:
        """What stands behind the word `claim`."""
        try:
            return self._claim(node, line)
        except MistakeError:
            return None

    def _claim(self, node: nodes.Node, line: int) -> Assertion:
        name = next((known for known in get_args(Name) if known == called(node)), None)
        if name is None or not isinstance(node, nodes.Call):
            hint = did_you_mean(called(node), tuple(VOCABULARY))
            self._mistake(line, "unknown-claim", "this is nothing that a claim can say", hint)
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
            self._mistake(line, "unknown-function", "a claim is made of count(...) and share(...)", hint)
        given = self._given(call, kind, line)
        if wanted == "series" and "month" in given:
            hint = f"for instance: {EXAMPLE_OF_A_CLAIM}"
            self._mistake(line, "claim-arguments", "this claim names its months behind the figure", hint)
        self._check(kind, given, line, series=wanted == "series")
        return Of(kind=kind, **given)

    def _month(self, given: nodes.Const, line: int) -> str:
        month = str(given.value)
        self._known("month", month, self._months, line)
        return month

    def _number(self, given: nodes.Const, kind: Kind, line: int) -> Decimal:
        value = given.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._mistake(line, "claim-arguments", "here a number belongs, without quotation marks",
                          f"for instance: more_than({_SAID['figure']}, 3)")  # fmt: skip
        if kind == "count" and value != int(value):
            self._mistake(line, "claim-arguments", "audits are counted in whole numbers", "write digits only")
        if kind == "share" and not 0 <= value <= 100:
            self._mistake(line, "claim-arguments", "a share is compared with percent, from 0 to 100",
                          f'for instance: more_than({_SAID["target"]}, 50)')  # fmt: skip
        return Decimal(str(value))

    def _check_claim(self, assertion: Assertion, line: int) -> None:
        figures, span = assertion.figures, assertion.span
        if len({figure.kind for figure in figures}) > 1:
            message = "a count and a share can't be compared with each other"
            self._mistake(line, "claim-arguments", message, "name two counts, or two shares")
        if len(set(figures)) < len(figures):
            self._mistake(line, "claim-arguments", "names the same figure twice", "name the other one")
        if span and span[0] >= span[1]:
            message = "names its months in the wrong order" if span[0] > span[1] else "names one month twice"
            self._mistake(line, "claim-arguments", message, "name the earlier month first, then the later")
        self._check_months(assertion, line)
        if assertion.name == "target_met":
            self._check_target(figures[0], line)

    def _check_months(self, assertion: Assertion, line: int) -> None:
        of = assertion.of(self._months)
        if assertion.months and len(of) < 2:
            message = "with one month there is nothing to compare"
            self._mistake(line, "claim-arguments", message, "wait for the next month")
        span = assertion.span
        if span and assertion.name in EVERY_MONTH and months_between(*span) >= len(of):
            message = "a month between these has no audits, so nothing can be said of every month"
            self._mistake(line, "claim-gap", message, f"months: {', '.join(self._months)}")
        if span and not span[0] <= assertion.months[0] <= span[1]:
            message = "its month is none of those that it names"
            self._mistake(line, "claim-arguments", message, "name a first and a last month around it")
        for each in of:
            self._values(each, line)

    def _check_target(self, figure: Of, line: int) -> None:
        targets = self._settings.publication.targets
        if figure.kind != "share" or figure.team != "all":
            message = "a target is for a share of the whole service's audits"
            self._mistake(line, "claim-arguments", message, f"for instance: target_met({_SAID['target']})")
        if find_target(figure, self._settings) is None:
            known = (", ".join(f"{t.stage} {t.grades} {t.area}" for t in targets)) or "none yet"
            message = "the settings have no target for this share"
            hint = f"targets in site_config/publication.yml: {known}"
            self._mistake(line, "no-target", message, hint)

    def _given(self, call: nodes.Call, name: str, line: int) -> dict[str, str]:
        """The arguments of a figure by name, those with a default filled in."""
        wanted = FIGURES[name]
        plain = [*call.args, *(keyword.value for keyword in call.kwargs)]
        names = [*wanted[: len(call.args)], *(keyword.key for keyword in call.kwargs)]
        if (
            call.dyn_args or call.dyn_kwargs or len(call.args) > len(wanted) or len(set(names)) < len(names)
            or not all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in plain)
        ):  # fmt: skip
            self._mistake(line, "figure-arguments", f"{name}(...) takes texts in quotation marks",
                          f"in this order: {', '.join(wanted)}")  # fmt: skip
        return {key: value for key, value in DEFAULTS.items() if key in wanted} | {
            key: node.value for key, node in zip(names, plain, strict=True) if isinstance(node, nodes.Const)
        }

    def _check(self, name: str, given: Mapping[str, str], line: int, *, series: bool = False) -> None:
        """Tells all that is wrong with a figure's arguments, then stops. A series has no month."""
        wanted = FIGURES[name]
        wrong = False
        for key in sorted(given.keys() - set(wanted)):
            wrong = True
            self._tell(line, "figure-arguments", f'{name}(...) has no "{key}"', did_you_mean(key, wanted))
        allowed = self._allowed(given.get("month", ""))
        for key in wanted:
            if key not in given and key not in DEFAULTS and not (series and key == "month"):
                wrong = True
                self._tell(line, "figure-arguments", f"{name}(...) needs a {key}",
                           f"in this order: {', '.join(wanted)}")  # fmt: skip
            elif key in given and key in allowed and not self._is_known(key, given[key], allowed[key], line):
                wrong = True
        if wrong:
            raise MistakeError

    def _values(self, figure: Of, line: int) -> None:
        """Grade, area and team as they are in the month of one figure of a claim."""
        allowed = self._allowed(figure.month)
        for key in ("grade", "area", "team"):
            self._known(key, getattr(figure, key), allowed[key], line, figure.month)

    def _allowed(self, month: str) -> dict[str, tuple[str, ...]]:
        """The values of each argument; where the month is none, only those that no month changes."""
        themes = tuple(theme.id for theme in self._settings.themes.themes)
        always = {"stage": STAGES, "month": self._months, "theme": themes, "kind": _KINDS}
        if month not in self._months:
            return always
        framework = self._settings.framework
        teams = tuple(t.id for t in framework.teams_in(month)) if month == self._months[-1] else ()
        return always | {
            "grade": tuple(g.id for g in framework.scale(month)),
            "area": ("overall", *(a.id for a in framework.areas_in(month))),
            "team": ("all", *teams),
        }

    def _known(self, key: str, value: str, allowed: Sequence[str], line: int, month: str = "") -> None:
        if not self._is_known(key, value, allowed, line, month):
            raise MistakeError

    def _is_known(self, key: str, value: str, allowed: Sequence[str], line: int, month: str = "") -> bool:
        if value in allowed:
            return True
        message = f'"{value}" is no {key} of {month or "this edition"}'
        if key == "month" and allowed and value[:1].isdigit() and value > allowed[-1]:
            message = f'"{value}" is later than this edition, which ends with {allowed[-1]}'
        self._tell(line, "unknown-value", message, did_you_mean(value, allowed))
        return False

    def _wrong_arguments(self, name: Name, line: int) -> NoReturn:
        takes = ", ".join(each.rstrip("?") for each in VOCABULARY[name])
        example = ", ".join(_SAID[each] for each in VOCABULARY[name] if not each.endswith("?"))
        if VOCABULARY[name].count("month") == 2:
            example = f'{_SAID["series"]}, "2023-10", "2023-11"'
        self._mistake(line, "claim-arguments", f"{name}(...) takes, in this order: {takes}",
                      f"for instance: {name}({example})")  # fmt: skip

    def _mistake(self, line: int, code: str, message: str, hint: str) -> NoReturn:
        self._tell(line, code, message, hint)
        raise MistakeError


def called(node: nodes.Node) -> str:
    """The name that is called; Jinja reads the one of `none(...)` as its constant."""
    if not isinstance(node, nodes.Call):
        return ""
    if isinstance(node.node, nodes.Const) and node.node.value is None:
        return "none"
    return node.node.name if isinstance(node.node, nodes.Name) else ""
