"""What a look at everything found, and how a terminal is told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.problems import Problem

if TYPE_CHECKING:
    from generator.pages.inputs import Hedged


@dataclass(frozen=True, slots=True)
class Looked:
    """`hedged`: by month, the claims that stand with a hedge. They are no problems: readers are told."""

    problems: list[Problem]
    hedged: "Mapping[str, Sequence[Hedged]]" = field(default_factory=dict)

    def told(self) -> str:
        """The hedged claims of the newest month that has any, and how many more there are; blank: none."""
        if not self.hedged:
            return ""
        newest = max(self.hedged)
        lines = [
            "Claims of these words that readers see with a hedge beside them, since the figures say no more:",
            *(f"  {claim.place}: {claim.written}: {claim.hedge}" for claim in self.hedged[newest]),
        ]
        earlier = sum(map(len, self.hedged.values())) - len(self.hedged[newest])
        return "\n".join([*lines, *([f"  and {earlier} in earlier months"] if earlier else [])])
