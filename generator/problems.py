"""What a user got wrong, as values: where, what, and what was probably meant.

Every room that reads (settings, records, content) returns `Problem`s instead of raising, so that one
run reports them all. Reporters turn them into text, JSON or annotations for a code-hosting site.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning"]
NO_RIGHTS = "no-rights"
"""Code of a problem that the environment causes, not the user's text: the exit status is 3, not 1."""


_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


class EnvironmentFailedError(Exception):
    """The machine failed, not the user: disk, rights, a missing tool. Exit status 3."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the user's files: `file` relative to the root with forward slashes, `line` from 1
    (0: the file as a whole), `column` the CSV column or the YAML key."""

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `code` is stable and kebab-case; `hint` says what was meant or what to do;
    `other` is the second place of a clash (the first use of a duplicate id, say). `cause`: what several have
    in common that are mended together, so that a text tells them as one; blank where it stands alone.

    `message` and `hint` never quote free text: it may name a child, and logs have many readers.
    """

    place: Place
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    other: Place | None = None
    cause: str = ""


def most_important_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors before warnings, then by place; the same problem said twice is said once."""
    return sorted(
        dict.fromkeys(problems),
        key=lambda p: (p.severity != "error", p.place, p.code, p.message),
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity == "error"]


def exit_status(problems: Iterable[Problem]) -> int:
    """0 nothing that stops; 1 the user's mistakes; 3 files that may not be read."""
    found = errors(problems)
    if any(p.code == NO_RIGHTS for p in found):
        return 3
    return 1 if found else 0


def did_you_mean(given: str, allowed: Sequence[str]) -> str:
    """A hint for a word that is not in a closed list: the nearest, then the whole list."""
    meant = nearest(given, allowed)
    question = f'did you mean "{meant}"? ' if meant else ""
    return f"{question}allowed: {', '.join(allowed)}"


def nearest(given: str, allowed: Sequence[str]) -> str:
    """The one of a closed list that was probably meant; blank where none is near. Of months: the nearest."""
    if _MONTH.fullmatch(given.strip()) and (months := [name for name in allowed if _MONTH.fullmatch(name)]):
        return min(months, key=lambda month: abs(_number(month) - _number(given.strip())))
    folded = {name.casefold(): name for name in allowed}
    near = get_close_matches(given.strip().casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else ""


def _number(month: str) -> int:
    """Of a month, counted from the year 0."""
    return 12 * int(month[:4]) + int(month[5:])


NOT_WRITTEN = "nothing was written"
"""What came of errors, of a command that would have written something."""


def as_text(problems: Sequence[Problem], outcome: str = NOT_WRITTEN) -> str:
    """For a terminal: a line a problem with its hint under it, a count and `outcome` as the last line."""
    lines = []
    for p, *others in _by_cause(problems):
        column = f" {p.place.column}:" if p.place.column else ""
        warning = " warning:" if p.severity == "warning" else ""
        lines.append(f"{p.place}:{warning}{column} {p.message} [{p.code}]")
        lines += [f"  {other.message}" for other in others]
        if p.other:
            lines.append(f"    the other is at {p.other}")
        if p.hint:
            lines.append(f"    {p.hint}")
    lines.append(summary(problems, outcome))
    return "\n".join(lines)


def _by_cause(problems: Sequence[Problem]) -> list[list[Problem]]:
    """Those of one cause together, where the first of them stands."""
    found: dict[object, list[Problem]] = {}
    for number, p in enumerate(problems):
        found.setdefault(p.cause or number, []).append(p)
    return [*found.values()]


def summary(problems: Sequence[Problem], outcome: str = NOT_WRITTEN) -> str:
    """How many, those of one cause as one, and what came of them where any is an error."""
    stopping = len(_by_cause(errors(problems)))
    warned = len(_by_cause([p for p in problems if p.severity == "warning"]))
    warnings = f"{warned} warning{'s' if warned != 1 else ''}" if warned else ""
    if not stopping:
        return warnings or "no problems"
    counted = f"{stopping} problem{'s' if stopping != 1 else ''}"
    return f"{', '.join(filter(None, [counted, warnings]))}; {outcome}"


def as_json(problems: Sequence[Problem], _outcome: str = NOT_WRITTEN) -> str:
    """For programs: a list of objects, keys as in `Problem`."""

    def place(at: Place | None) -> dict[str, object] | None:
        if at is None:
            return None
        return {"file": at.file, "line": at.line or None, "column": at.column or None}

    return json.dumps(
        [
            {
                "severity": p.severity,
                "code": p.code,
                "message": p.message,
                "hint": p.hint or None,
                "place": place(p.place),
                "other": place(p.other),
            }
            for p in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_github(problems: Sequence[Problem], outcome: str = NOT_WRITTEN) -> str:
    """Workflow commands that annotate a line of a merge request, and the count as `as_text` gives it."""

    def escaped(text: str, also: str = "") -> str:
        return _replaced(text, {char: f"%{ord(char):02X}" for char in "%\r\n" + also})

    lines = []
    for p in problems:
        at = f"file={escaped(p.place.file, ',:')}" + (f",line={p.place.line}" if p.place.line else "")
        lines.append(f"::{p.severity} {at}::{escaped(_in_full(p))}")
    lines.append(summary(problems, outcome))
    return "\n".join(lines)


def as_gitlab(problems: Sequence[Problem], _: str = NOT_WRITTEN) -> str:
    """A code quality report: GitLab shows each at its line of a merge request. No line: at the first."""
    return json.dumps(
        [
            {
                "description": _in_full(p),
                "check_name": p.code,
                "fingerprint": hashlib.sha256(repr((p.place, p.code, p.message)).encode()).hexdigest(),
                "severity": "major" if p.severity == "error" else "minor",
                "location": {"path": p.place.file, "lines": {"begin": p.place.line or 1}},
            }
            for p in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def as_azure(problems: Sequence[Problem], outcome: str = NOT_WRITTEN) -> str:
    """Logging commands that list each with its file and line in the run of an Azure pipeline."""
    signs = {"%": "%AZP25", ";": "%3B", "\r": "%0D", "\n": "%0A", "]": "%5D"}
    lines = []
    for p in problems:
        line = f"linenumber={p.place.line};" if p.place.line else ""
        at = f"sourcepath={_replaced(p.place.file, signs)};{line}code={p.code}"
        lines.append(f"##vso[task.logissue type={p.severity};{at}]{_replaced(_in_full(p), signs)}")
    lines.append(summary(problems, outcome))
    return "\n".join(lines)


def _in_full(p: Problem) -> str:
    """All that is said of a problem but its file and line."""
    column = f"{p.place.column}: " if p.place.column else ""
    return f"{column}{p.message} [{p.code}]" + (f"\n{p.hint}" if p.hint else "")


def _replaced(text: str, signs: Mapping[str, str]) -> str:
    return "".join(signs.get(char, char) for char in text)


REPORTERS: dict[str, Callable[[Sequence[Problem], str], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "azure": as_azure,
}
"""By name: problems, and what came of them."""
