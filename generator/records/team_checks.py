"""The rule that no text names a team. Listed with all others in checks.py."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from generator.problems import Problem
from generator.records.data import Data
from generator.settings.model import Framework

_TEXTS = (
    ("learning", "point"),
    ("learning", "impact"),
    ("actions", "action"),
    ("actions", "impact"),
)
_SHORTEST = 4
"""Letters of a name, unless it is written unlike any word: CiC is a name, and "the" would be everywhere."""


def texts_name_no_team(data: Data) -> Iterator[Problem]:
    """No learning point, action or impact names a team, whose workers others would then know."""
    called = _called(data.settings.framework)
    named = _naming(called)
    # searching for a pattern of many names is slow, and most texts hold none of them in any letters
    folded = {" ".join(name.casefold().split()) for name in called}
    if named is None:
        return
    for table, column in _TEXTS:
        for row, text in enumerate(data.column(table, column)):
            said = cast(str, text) or ""
            plain = " ".join(said.casefold().split())
            if any(name in plain for name in folded) and named.search(said):
                hint = 'write "the team", or say what was done: readers could tell whose work it was'
                yield data.warning((table, row, column), "names-a-team", "names a team", hint)


def _called(framework: Framework) -> list[str]:
    """What teams are called, the longest first, but for what is no name by itself."""
    called = {name for team in framework.teams for name in (team.id, team.name, *team.aliases)}
    return [name for name in sorted(called, key=lambda name: (-len(name), name)) if _telling(name)]


def _naming(called: Sequence[str]) -> re.Pattern[str] | None:
    """These names as they stand in a sentence; None where there are none."""
    ways = [_way(name) for name in called]
    return re.compile("|".join(ways)) if ways else None


def _telling(name: str) -> bool:
    return len(name) >= _SHORTEST or not (name.islower() or name.istitle())


def _way(name: str) -> str:
    """A name that is an ordinary word ("Duty", "Next Steps") counts where it is written as a name: with its
    capitals, and, if it is one word, not where a sentence begins; before "team" it counts in any letters."""
    words = r"\s+".join(map(re.escape, name.split()))
    before_team = rf"(?i:\b{words}\s+team\b)"
    if name.islower():
        return rf"(?i:\b{words}\b)" if "-" in name else before_team
    begun = "" if " " in name or not name.istitle() else r"(?<=[^\s.!?:“\"‘] )"
    return rf"{before_team}|{begun}\b{words}\b"
