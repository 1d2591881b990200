"""Whether a claim's words speak of what it asserts: its months, grades, stage, area, direction, kind.

A claim binds a sentence to figures; nothing but this would notice that the sentence is about others. Every
rule a function, all of them in `RULES`; each can err, so what it finds is a warning.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.evidence.claims import Assertion
from generator.pages.words import listed, month_name
from generator.records.schema import STAGES
from generator.settings.model import Framework, Named, Settings

Mismatch = tuple[str, str]
"""A message, and what to do."""

_MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b(?:\s+(\d{{4}}))?")
_ALSO_VERBS = ("March", "May")
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|from|to|by|of|and|until|between|for|during|after|before)\s+$", re.I
)
_STAGES: Mapping[str, re.Pattern[str]] = {
    "primary": re.compile(r"\bprimary\b|(?<!senior )\bmanagers\b", re.IGNORECASE),
    "moderated": re.compile(r"\bmoderat(?:ed|ors?|ion)\b", re.IGNORECASE),
}
_UP = re.compile(r"\b(?:rose|risen|rise|rises|rising|increas\w*|grew|grown|went up|more)\b", re.IGNORECASE)
_DOWN = re.compile(
    r"\b(?:fell|fallen|fall|falls|falling|decreas\w*|reduc\w*|declin\w*|dropp?\w*|went down|fewer|less)\b",
    re.IGNORECASE,
)
_WAYS = {"falls": "down", "falls_every_month": "down", "rises": "up", "rises_every_month": "up"}
_KINDS = {
    "count": re.compile(r"\b(?:share|proportion|percentage)\b", re.IGNORECASE),
    "share": re.compile(r"\bnumbers?\b", re.IGNORECASE),
}
_SHORT = 3
"""Letters up to which an alias could be any word."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim's words, with what it asserts. `months`: those of all figures that it rests on."""

    assertion: Assertion
    words: str
    framework: Framework
    months: tuple[str, ...]


def mismatches(
    assertion: Assertion, words: str, settings: Settings, known: Sequence[str]
) -> Iterator[Mismatch]:
    """All that the words name and the claim does not. `known`: the months that the edition knows."""
    months = tuple(dict.fromkeys(of.month for of in assertion.of(known)))
    spoken = Spoken(assertion, words, settings.framework, months)
    return (mismatch for rule in RULES for mismatch in rule(spoken))


def months_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """Each month named is one of the claim's; without a year, one of that name is enough."""
    for found in _MONTH.finditer(s.words):
        name, year = found[1], found[2]
        if name in _ALSO_VERBS and not year and not _BEFORE_A_MONTH.search(s.words[: found.start()]):
            continue
        number = f"{_MONTHS.index(name) + 1:02}"
        if not any(m[5:] == number and year in (None, m[:4]) for m in s.months):
            yield f"its words name {found[0]}, its claim does not", _hint(map(month_name, s.months))


def grades_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """No other grade is named than the claim's."""
    grades = {grade.id: grade for month in s.months for grade in s.framework.scale(month)}
    yield from _others(s, grades, {of.grade for of in s.assertion.figures})


def areas_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """No area of practice is named but the claim's, and no overall grade where the claim is about an area."""
    areas = {area.id: area for month in s.months for area in s.framework.areas_in(month)}
    own = {of.area for of in s.assertion.figures}
    yield from _others(s, areas, own)
    if "overall" not in own and re.search(r"\boverall\b", s.words, re.IGNORECASE):
        yield "its words speak of overall grades, its claim does not", _hint(sorted(own))


def stages_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """Primary and moderated grades are not taken for each other."""
    own = {of.stage for of in s.assertion.figures}
    for stage in STAGES:
        if stage not in own and (found := _STAGES[stage].search(s.words)):
            yield f'its words say "{found[0].lower()}", its claim is about another stage', _hint(sorted(own))


def directions_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """What falls does not rise in words."""
    way = _WAYS.get(s.assertion.name)
    wrong, right = (_UP, _DOWN) if way == "down" else (_DOWN, _UP)
    if way and (found := wrong.search(s.words)) and not right.search(s.words):
        yield f'its words say "{found[0].lower()}", its claim the opposite', _hint([s.assertion.name])


def kinds_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """A number of audits is not taken for their share."""
    found = _KINDS[s.assertion.kind].search(s.words)
    if found:
        other = "share" if s.assertion.kind == "count" else "count"
        message = f'its words say "{found[0].lower()}", its claim is about a {s.assertion.kind}'
        yield message, f"write {other}(...) in the claim, or put the words another way"


def _others(s: Spoken, known: Mapping[str, Named], own: set[str]) -> Iterator[Mismatch]:
    """Names that the words hold and the claim does not; a name inside one of the claim's is none."""
    rest = s.words
    for name in own & known.keys():
        rest = _named(known[name]).sub(" ", rest)
    for id_, named in known.items():
        if id_ not in own and (found := _named(named).search(rest)):
            yield f'its words name "{found[0].lower()}", its claim does not', _hint(sorted(own))


def _named(named: Named) -> re.Pattern[str]:
    """Its name and aliases as whole words, however they are spaced or hyphened, singular or plural."""
    names = [named.name, named.id, *(alias for alias in named.aliases if len(alias) > _SHORT)]
    said = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
    longest = sorted(set(said), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})s?(?!\w)", re.IGNORECASE)


def _hint(own: Iterable[str]) -> str:
    return f"the claim is about {listed(list(own))}: say that, or claim what the words say"


RULES: tuple[Callable[[Spoken], Iterator[Mismatch]], ...] = (
    months_are_the_claims,
    grades_are_the_claims,
    areas_are_the_claims,
    stages_are_the_claims,
    directions_are_the_claims,
    kinds_are_the_claims,
)
