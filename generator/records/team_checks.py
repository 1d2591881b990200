"""The rule that no text names a team. Listed with all others in checks.py."""

import re
from collections.abc import Iterator
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
    named = _naming(data.settings.framework)
    if named is None:
        return
    for table, column in _TEXTS:
        for row, text in enumerate(data.column(table, column)):
            if text is not None and named.search(cast(str, text)):
                hint = 'write "the team", or say what was done: readers could tell whose work it was'
                yield data.warning((table, row, column), "names-a-team", "names a team", hint)


def _naming(framework: Framework) -> re.Pattern[str] | None:
    """What a team is called, as it stands in a sentence; None where there is no team."""
    called = {name for team in framework.teams for name in (team.id, team.name, *team.aliases)}
    ways = [_way(name) for name in sorted(called, key=lambda name: (-len(name), name)) if _telling(name)]
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
