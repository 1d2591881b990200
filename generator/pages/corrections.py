"""content/corrections/: why figures or words that were published have changed, a file each.

---
edition: 2023-09, 2023-10          (or: 2023-09 and later)
on: 2024-01-12
by_role: Head of Safeguarding and Quality Assurance
why: One audit was counted twice.
forgets: yes                       (only where an audit had to be forgotten)
---
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from generator.evidence.revisions import Notice
from generator.problems import Place, Problem, Severity, did_you_mean, errors
from generator.settings.model import Settings

KEYS = ("edition", "on", "by_role", "why", "forgets")
NEEDED: Mapping[str, tuple[str, str]] = {
    "edition": ("which edition it corrects", "edition: 2023-11"),
    "on": ("the day of the correction", "on: 2024-01-12"),
    "by_role": ("the role of whoever answers for it", "by_role: Head of Safeguarding and Quality Assurance"),
    "why": ("why it was published otherwise", "why: One audit was counted twice."),
}
"""What each key says, and an example."""
FILE_NAME = re.compile(r"(20\d\d-(?:0[1-9]|1[0-2]))-\d+")
AND_LATER = " and later"
_ROLE_WORDS = re.compile(
    r"\b(?:head|manager|officer|lead|director|team|service|worker|practitioner|assistant|principal|senior|"
    r"quality|assurance|auditor|moderator|analyst|coordinator|co-ordinator|chair|chief|board|panel|group|"
    r"\w+worker|commissioner|ombudsman|guardian|inspector|reviewer|"
    r"partner|adviser|advisor|administrator|executive|clerk|data|performance|information|safeguarding)\b",
    re.IGNORECASE,
)
_BEGINS_ANEW = re.compile(r"^([^,(]*),.*|[()]")
"""What stands before a comma, and what stands in brackets, must each be a role."""
_TITLES = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|cllr)\b", re.IGNORECASE)


def read_notice(
    file: str,
    text: str,
    settings: Settings,
    months: Sequence[str],
    roles: Collection[str] = (),
    *,
    today: date | None = None,
) -> tuple[dict[str, Notice], list[Problem]]:
    """Month -> the notice, for each edition that it corrects; none where it can't be understood.

    `roles`: those of the records, as of `Records.roles`. `today`: the last day that a notice may have.
    """
    reader = _Reader(file, text)
    problems = reader.problems
    problems += _wrong_name(file)
    problems += [_missing(file, key) for key in NEEDED if key not in reader.values]
    on = reader.day()
    if on and today and on > today:
        hint = "date it the day on which the correction is made; readers see it"
        reader.problem("on", "notice-too-late", f"{on} is after {today}, today", hint)
    editions = tuple(_editions(reader, settings, months, on))
    reader.check_role({*roles, settings.publication.report.report_by.casefold()})
    reader.check_forgets()
    if errors(problems) or on is None:
        return {}, problems
    forgets = reader.values.get("forgets", (0, ""))[1] == "yes"
    notice = Notice(file, on, reader.values["by_role"][1], reader.values["why"][1], forgets)
    return dict.fromkeys(editions, notice), problems


class _Reader:
    """The lines of a notice as keys and values; what is wrong with them is among its problems."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.values: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and line.strip() != "---":
                self._take(number, *(part.strip() for part in line.partition(":")))

    def problem(self, key: str, code: str, message: str, hint: str, *, severity: Severity = "error") -> None:
        line = self.values[key][0] if key in self.values else 0
        self.problems.append(Problem(Place(self.file, line, key), code, message, hint, severity=severity))

    def day(self) -> date | None:
        if "on" not in self.values:
            return None
        try:
            return date.fromisoformat(self.values["on"][1])
        except ValueError:
            self.problem(
                "on", "not-a-date", "is no day", "days are written YYYY-MM-DD, for instance 2024-01-12"
            )
            return None

    def check_role(self, roles: Collection[str]) -> None:
        """Nobody's name; only what surely is one stops, since a notice may be written on the last day."""
        role = self.values.get("by_role", (0, ""))[1]
        strange = [] if role.casefold() in roles else [part for part in _parts(role) if not _has_role(part)]
        hint = "write a role, with a word such as manager, officer or lead, and nobody's name"
        if _TITLES.search(role) or any(_like_a_name(part) for part in strange):
            self.problem("by_role", "person-not-role", "looks like a person, and readers see it", hint)
        elif strange:
            self.problem(
                "by_role", "person-not-role", "may be a person, and readers see it", hint, severity="warning"
            )

    def check_forgets(self) -> None:
        forgets = self.values.get("forgets", (0, "no"))[1]
        if forgets not in ("yes", "no"):
            self.problem("forgets", "unknown-value", "is neither yes nor no", "allowed: yes, no")

    def _take(self, number: int, key: str, colon: str, value: str) -> None:
        place = Place(self.file, number)
        value = value.strip("\"'").strip()
        if not colon or key not in KEYS:
            hint = f"a notice has only these lines: {', '.join(KEYS)}; put all of the reason on the line why:"
            hint = did_you_mean(key, KEYS) if colon and re.fullmatch(r"\w+", key) else hint
            self.problems.append(Problem(place, "unknown-key", "this line is no part of a notice", hint))
        elif key in self.values:
            other = Place(self.file, self.values[key][0])
            self.problems.append(
                Problem(place, "duplicate-key", f"{key} stands twice", "keep one", other=other)
            )
        elif value:
            self.values[key] = (number, value)


def _parts(role: str) -> list[str]:
    return [part for part in _BEGINS_ANEW.split(role) if part and part.strip()]


def _has_role(part: str) -> bool:
    return _ROLE_WORDS.search(part) is not None


def _like_a_name(part: str) -> bool:
    """ "Jane Example": two words or more, each with a capital."""
    words = part.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _missing(file: str, key: str) -> Problem:
    says, example = NEEDED[key]
    return Problem(Place(file, 0, key), "missing-value", f"does not say {says}", f"for instance {example}")


def _wrong_name(file: str) -> Iterator[Problem]:
    if not FILE_NAME.fullmatch(_stem(file)):
        hint = "name it by the first edition that it corrects, and a number: 2023-11-1.md"
        yield Problem(Place(file), "notice-name", "is not named as a notice", hint)


def _editions(reader: _Reader, settings: Settings, months: Sequence[str], on: date | None) -> Iterator[str]:
    """The editions that it corrects: named one by one, or one and all later ones that were out by then."""
    dated = ((e.month, e.published_on) for e in settings.publication.editions if e.month in months)
    out = {month: day for month, day in sorted(dated) if day}
    said = reader.values.get("edition", (0, ""))[1].strip("[]")
    first = said.removesuffix(AND_LATER).strip()
    named = (first,) if said.endswith(AND_LATER) else tuple(m.strip() for m in said.split(",") if m.strip())
    for month in named:
        if month not in out:
            hint = did_you_mean(month, tuple(out)) if out else "no edition is published yet"
            reader.problem("edition", "unknown-edition", f'"{month}" is no published edition', hint)
            return
        if on and on < out[month]:
            message = f"{on} is before edition {month} was published, on {out[month]}"
            reader.problem("on", "notice-too-early", message, "what is wrong until then is simply put right")
    name = FILE_NAME.fullmatch(_stem(reader.file))
    if name and named and min(named) != name.group(1):
        hint = f"its name says {name.group(1)}: the first edition that it corrects"
        reader.problem("edition", "notice-name", f"begins with {min(named)}", hint)
    later = (month for month, day in out.items() if month > first and on and day <= on)
    yield from (first, *later) if said.endswith(AND_LATER) else named


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[1].removesuffix(".md")
