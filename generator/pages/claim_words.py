"""Whether a claim's words speak of what it asserts: its months, grades, stage, area, team, way, kind.

A claim binds a sentence to figures; nothing but this would notice that the sentence is about others, or says
more of them (`claim_strength`). Every rule a function; each can err, so what it finds is a warning, unless
the words say the opposite of the claim.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.evidence.claims import Assertion
from generator.pages import claim_strength
from generator.pages.mismatch import Mismatch, Spoken
from generator.pages.names_in_words import (
    is_named,
    months_in,
    months_named,
    others_named,
    pattern,
    stages_in,
    teams_named,
)
from generator.pages.words import listed
from generator.settings.model import Settings

_UP = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|increas(?:e[sd]?|ing)|grew|grown|gr(?:ows|owing)|climbed|doubled"
    r"|(?:went|gone|going) up)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fell|fallen|fall|falls|falling|decreas(?:e[sd]?|ing)|reduc(?:ed|es?|ing|tions?)|declin(?:e[sd]?|ing)"
    r"|dropp(?:ed|ing)|drops?|halved|(?:went|gone|going|come|came) down)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:more|higher)\b", re.IGNORECASE)
_FEWER = re.compile(r"\b(?:fewer|less|lower)\b", re.IGNORECASE)
_SAME = re.compile(r"\b(?:same|unchanged|not? change[sd]?|stayed|remained)\b", re.IGNORECASE)
_NOT = re.compile(
    r"\b(?:not|never|neither|nor|no)(?:\s+(?!only\b)\w+)?\s+$|n[’']t\s+(?:\w+\s+)?$", re.IGNORECASE
)
_WAYS = {"falls": "down", "falls_every_month": "down", "rises": "up", "rises_every_month": "up"}
_ENDS = {
    "highest": re.compile(r"\b(?:highest|the\s+most|largest|more)\b", re.IGNORECASE),
    "lowest": re.compile(r"\b(?:lowest|fewest|smallest|fewer|less)\b", re.IGNORECASE),
}
_KINDS = {
    "count": re.compile(r"\b(?:share|proportion|percentage)\b", re.IGNORECASE),
    "share": re.compile(r"\bnumbers?\b", re.IGNORECASE),
}


def mismatches(assertion: Assertion, words: str, settings: Settings, known: Sequence[str]) -> list[Mismatch]:
    """All that the words say and the claim does not. `known`: the months that the edition knows."""
    months = tuple(dict.fromkeys(of.month for of in assertion.of(known)))
    spoken = Spoken(assertion, words, settings.framework, months)
    found = [mismatch for rule in (*RULES, *claim_strength.RULES) for mismatch in rule(spoken)]
    return found or [*something_of_it_is_named(spoken)]


def months_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """Each month named is one of the claim's; without a year, one of that name is enough."""
    for said, written in months_in(s.words):
        if not any(month.endswith(written) for month in s.months):
            yield Mismatch(f"its words name {said}, its claim does not", _hint(months_named(s.months)))


def grades_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """No other grade is named than the claim's, or those of its group."""
    yield from _others(others_named(s.words, s.grades, s.own_grades), s.grade_ids)


def areas_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """No area of practice is named but the claim's, which is; where it has one, no overall grade."""
    own = {of.area for of in s.assertion.figures}
    yield from _others(others_named(s.words, s.areas, own), own)
    if "overall" in own:
        return
    if re.search(r"\boverall\b", s.words, re.IGNORECASE):
        yield Mismatch("its words speak of overall grades, its claim does not", _hint(sorted(own)))
    elif not any(area.id in own and pattern(area).search(s.words) for area in s.areas):
        yield Mismatch("its words name no area, its claim does", _hint(sorted(own)))


def teams_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """No team is named but the claim's, which is."""
    own = {of.team for of in s.assertion.figures}
    yield from _others(teams_named(s.words, s.framework, own), own)
    theirs = [team for team in s.framework.teams if team.id in own]
    if "all" not in own and not any(pattern(team).search(s.words) for team in theirs):
        yield Mismatch("its words name no team, its claim does", _hint(sorted(own)))


def stages_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """Primary and moderated grades are not taken for each other."""
    own = {of.stage for of in s.assertion.figures}
    for stage, said in stages_in(s.words).items():
        if stage not in own:
            message = f'its words say "{said}", its claim is about another stage'
            yield Mismatch(message, _hint(sorted(own)))


def directions_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """What falls does not rise in words, and what fell has "not fallen" in none: that is an error."""
    name = s.assertion.name
    for end, words in _ENDS.items():
        if name in _ENDS and name != end and not _ENDS[name].search(s.words):
            yield from (_opposite(s, found[0]) for found in [words.search(s.words)] if found)
    if name == "unchanged" and not _SAME.search(s.words):
        found = _said(_UP, s.words) or _said(_DOWN, s.words)
        if found:
            yield _opposite(s, found)
    if way := _WAYS.get(name):
        wrong, right = (_UP, _DOWN) if way == "down" else (_DOWN, _UP)
        weak, ours = (_MORE, _FEWER) if way == "down" else (_FEWER, _MORE)
        if _said(right, s.words):
            return
        if found := _said(wrong, s.words) or _denied(right, s.words):
            yield _opposite(s, found)
        elif (compared := weak.search(s.words)) and not ours.search(s.words):
            message = f'its words say "{compared[0].lower()}", its claim the opposite'
            yield Mismatch(message, _hint([name]))


def _opposite(s: Spoken, said: str) -> Mismatch:
    message = f'its words say "{said.lower()}", its claim the opposite'
    return Mismatch(message, _hint([s.assertion.name]), "error")


def _said(way: re.Pattern[str], words: str) -> str:
    """The first such word that is not denied; blank where there is none."""
    return next((found[0] for found in way.finditer(words) if not _NOT.search(words[: found.start()])), "")


def _denied(way: re.Pattern[str], words: str) -> str:
    """The first such word that is denied, with what denies it."""
    for found in way.finditer(words):
        if denied := _NOT.search(words[: found.start()]):
            return " ".join(f"{denied[0]}{found[0]}".split())
    return ""


def kinds_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """A number of audits is not taken for their share."""
    found = _KINDS[s.assertion.kind].search(s.words)
    if found:
        other = "share" if s.assertion.kind == "count" else "count"
        message = f'its words say "{found[0].lower()}", its claim is about a {s.assertion.kind}'
        yield Mismatch(message, f"write {other}(...) in the claim, or put the words another way")


def something_of_it_is_named(s: Spoken) -> Iterator[Mismatch]:
    """The words name a grade or a month of the claim: else they could be about anything."""
    own = [grade for grade in s.grades if grade.id in s.own_grades]
    target = s.assertion.name == "target_met" and re.search(r"\btargets?\b", s.words, re.IGNORECASE)
    graded = any(pattern(grade).search(s.words) for grade in own)
    if not (target or graded or any(is_named(month, s.words) for month in s.months)):
        message = "its words name neither what it measures nor one of its months"
        yield Mismatch(message, _hint([*sorted(s.grade_ids), *months_named(s.months)]))


def numbers_are_percent(s: Spoken) -> Iterator[Mismatch]:
    """Beside a share stands percent, so what is less than one was hardly meant."""
    number = s.assertion.number
    if s.assertion.kind == "share" and number is not None and 0 < number < 1:
        message = f"{number} is less than one percent: beside a share, a number is percent"
        yield Mismatch(message, f"for {number * 100:.0f}%, write {number * 100:.0f}")


def _others(found: Iterable[tuple[str, str]], own: Iterable[str]) -> Iterator[Mismatch]:
    for _, said in found:
        yield Mismatch(f'its words name "{said}", its claim does not', _hint(sorted(own)))


def _hint(own: Iterable[str]) -> str:
    return f"the claim is about {listed(list(own))}: say that, or claim what the words say"


RULES: tuple[Callable[[Spoken], Iterator[Mismatch]], ...] = (
    months_are_the_claims,
    grades_are_the_claims,
    areas_are_the_claims,
    teams_are_the_claims,
    stages_are_the_claims,
    directions_are_the_claims,
    kinds_are_the_claims,
    numbers_are_percent,
)
