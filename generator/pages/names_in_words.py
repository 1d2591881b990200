"""What words name: months, stages, grades, areas and teams, as people write them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.pages.words import MONTHS, month_name
from generator.records.schema import STAGES
from generator.settings.model import Framework, Named, Team

_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?:\s+(\d{{4}}))?")
_ALSO_VERBS = ("March", "May")
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|from|to|by|of|and|until|between|for|during|after|before)\s+$", re.I
)
_STAGES: Mapping[str, re.Pattern[str]] = {
    "primary": re.compile(r"\bprimary\b|(?<!senior )\bmanagers\b", re.IGNORECASE),
    "moderated": re.compile(r"\bmoderat(?:ed|ors?|ion)\b", re.IGNORECASE),
}
_FEW = 4
_SHORT = 3
"""Letters up to which an alias could be any word."""


def months_in(words: str) -> Iterator[tuple[str, str]]:
    """Each month as it is written, and as YYYY-MM ends for it: "-11" where no year stands there."""
    for found in _MONTH.finditer(words):
        name, year = found[1], found[2] or ""
        if name in _ALSO_VERBS and not year and not _BEFORE_A_MONTH.search(words[: found.start()]):
            continue
        yield found[0], f"{year}-{MONTHS.index(name) + 1:02}"


def is_named(month: str, words: str) -> bool:
    """Whether words name a month, with its year or without one."""
    return any(month.endswith(written) for _, written in months_in(words))


def stage_in(words: str, stage: str) -> str:
    """The word by which a stage is named; blank where it is not."""
    found = _STAGES[stage].search(words)
    return found[0].lower() if found else ""


def stages_in(words: str) -> dict[str, str]:
    """Each stage that is named, with the word."""
    return {stage: said for stage in STAGES if (said := stage_in(words, stage))}


def others_named(words: str, known: Iterable[Named], own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Id and words of what is named and is not `own`; a name inside one of its own is none."""
    named, ours, rest = tuple(known), set(own), words
    for each in named:
        if each.id in ours:
            rest = pattern(each).sub(" ", rest)
    for each in named:
        if each.id not in ours and (found := pattern(each).search(rest)):
            yield each.id, found[0].lower()


def teams_named(words: str, framework: Framework, own: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The same of teams, whose names are everyday words too: capitals or the word team must show it."""
    ours, rest = set(own), words
    for team in framework.teams:
        if team.id in ours:
            rest = pattern(team).sub(" ", rest)
    for team in framework.teams:
        if team.id not in ours and (found := _team(team).search(rest)):
            yield team.id, found[0]


def _team(team: Team) -> re.Pattern[str]:
    written = _any_of([team.name, *_aliases(team)])
    named = _any_of([team.name, team.id, *_aliases(team)])
    return re.compile(rf"(?<!Head of )(?<!\w)(?:(?i:{named})(?=\s+(?i:team)\b)|{written})(?!\w)")


def pattern(named: Named) -> re.Pattern[str]:
    """Its name and aliases as whole words, however they are spaced or hyphened, singular or plural."""
    names = _any_of([named.name, named.id, *_aliases(named)])
    return re.compile(rf"(?<!\w)(?:{names})s?(?!\w)", re.IGNORECASE)


def _aliases(named: Named) -> list[str]:
    return [alias for alias in named.aliases if len(alias) > _SHORT]


def _any_of(names: Iterable[str]) -> str:
    said = (r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", name))) for name in names)
    return "|".join(sorted(set(said), key=len, reverse=True))


def months_named(months: Sequence[str]) -> list[str]:
    """As a hint lists them: of many the first and the last."""
    if len(months) <= _FEW:
        return [month_name(month) for month in months]
    return [f"the months from {month_name(months[0])} to {month_name(months[-1])}"]
