"""Whether audits can speak for other children, by how their files were chosen."""

from collections.abc import Iterable
from typing import Literal

from generator.measures.figures import ProgrammeNote

NotRandom = Literal["", "not-random", "not-recorded"]
"""Why audits can't speak for other children: their files were not all drawn at random, or it is not recorded
that they were; blank where they were, be it within groups."""

AT_RANDOM = frozenset({"random", "stratified"})
UNKNOWN = frozenset({"", "unknown"})
"""What is noted where nobody knows how files were chosen."""


def sampled(programme: Iterable[ProgrammeNote]) -> tuple[frozenset[str], frozenset[str]]:
    """The months all of whose files were drawn at random, of whichever team, and those of which it is
    recorded that some were not. Of other months neither is recorded."""
    ways: dict[str, set[str]] = {}
    for note in programme:
        ways.setdefault(note.month, set()).add(note.sampling)
    return (
        frozenset(month for month, used in ways.items() if used <= AT_RANDOM),
        frozenset(month for month, used in ways.items() if used - AT_RANDOM - UNKNOWN),
    )
