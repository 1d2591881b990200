"""Figures that staff call by name: their arguments read and checked, whatever stands in a text.

A mistake is told through `Tell`; then the call is None and nothing is shown of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from jinja2 import nodes

from generator.problems import did_you_mean, nearest
from generator.records.schema import STAGES
from generator.settings.model import GOOD_OR_BETTER, Settings

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
Tell = Callable[[int, str, str, str], None]
"""Takes the line, code, message and hint of a mistake."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure called by name in a text, in a line: `name` as in `FIGURES`, with all of its arguments."""

    name: str
    arguments: Mapping[str, str]
    line: int = field(default=0, compare=False)


class MistakeError(Exception):
    """Told already; what it stands in can't be read further."""


class CallReader:
    """Reads the calls of one text, which may speak of `months`."""

    def __init__(self, settings: Settings, months: Sequence[str], tell: Tell) -> None:
        self.settings, self.months, self._tell = settings, tuple(months), tell

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
            given = self.given(node, name, line)
            self.check(name, given, line)
        except MistakeError:
            return None
        return Figure(name, given, line)

    def given(self, call: nodes.Call, name: str, line: int) -> dict[str, str]:
        """The arguments of a figure by name, those with a default filled in."""
        wanted = FIGURES[name]
        plain = [*call.args, *(keyword.value for keyword in call.kwargs)]
        names = [*wanted[: len(call.args)], *(keyword.key for keyword in call.kwargs)]
        if (
            call.dyn_args or call.dyn_kwargs or len(call.args) > len(wanted) or len(set(names)) < len(names)
            or not all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in plain)
        ):  # fmt: skip
            self.mistake(line, "figure-arguments", f"{name}(...) takes texts in quotation marks",
                          f"in this order: {', '.join(wanted)}")  # fmt: skip
        return {key: value for key, value in DEFAULTS.items() if key in wanted} | {
            key: node.value for key, node in zip(names, plain, strict=True) if isinstance(node, nodes.Const)
        }

    def check(self, name: str, given: Mapping[str, str], line: int, *, series: bool = False) -> None:
        """Tells all that is wrong with a figure's arguments, then stops. A series has no month."""
        wanted = FIGURES[name]
        wrong = False
        for key in sorted(given.keys() - set(wanted)):
            wrong = True
            self._tell(line, "figure-arguments", f'{name}(...) has no "{key}"', did_you_mean(key, wanted))
        allowed = self.allowed(given.get("month", ""))
        for key in wanted:
            if key not in given and key not in DEFAULTS and not (series and key == "month"):
                wrong = True
                self._tell(line, "figure-arguments", f"{name}(...) needs a {key}",
                           f"in this order: {', '.join(wanted)}")  # fmt: skip
            elif key in given and key in allowed and not self._is_known(key, given[key], allowed[key], line):
                wrong = True
        if wrong:
            raise MistakeError

    def allowed(self, month: str) -> dict[str, tuple[str, ...]]:
        """The values of each argument; where the month is none, only those that no month changes."""
        themes = tuple(theme.id for theme in self.settings.themes.themes)
        always = {"stage": STAGES, "month": self.months, "theme": themes, "kind": _KINDS}
        if month not in self.months:
            return always
        framework = self.settings.framework
        groups = [GOOD_OR_BETTER, *(g.id for g in framework.groups if framework.group(g.id, month))]
        teams = tuple(t.id for t in framework.teams_in(month)) if month == self.months[-1] else ()
        return always | {
            "grade": (*(g.id for g in framework.scale(month)), *groups),
            "area": ("overall", *(a.id for a in framework.areas_in(month))),
            "team": ("all", *teams),
        }

    def known(self, key: str, value: str, allowed: Sequence[str], line: int, month: str = "") -> None:
        if not self._is_known(key, value, allowed, line, month):
            raise MistakeError

    def _is_known(self, key: str, value: str, allowed: Sequence[str], line: int, month: str = "") -> bool:
        if value in allowed:
            return True
        message = f'"{value}" is no {key} of {month or "this edition"}'
        if key == "month" and allowed and value[:1].isdigit() and value > allowed[-1]:
            message = f'"{value}" is later than this edition, which ends with {allowed[-1]}'
        if key == "team" and month in self.months[:-1] and self._is_team(value):
            message = f"figures of teams are for the report's own month only, {self.months[-1]}, not {month}"
            self._tell(line, "unknown-value", message, "name that month, or leave the team out")
            return False
        self._tell(line, "unknown-value", message, did_you_mean(value, allowed))
        return False

    def _is_team(self, value: str) -> bool:
        return any(team.id == value for team in self.settings.framework.teams)

    def mistake(self, line: int, code: str, message: str, hint: str) -> NoReturn:
        self._tell(line, code, message, hint)
        raise MistakeError


def called(node: nodes.Node) -> str:
    """The name that is called; Jinja reads the one of `none(...)` as its constant."""
    if not isinstance(node, nodes.Call):
        return ""
    if isinstance(node.node, nodes.Const) and node.node.value is None:
        return "none"
    return node.node.name if isinstance(node.node, nodes.Name) else ""
