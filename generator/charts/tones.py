"""How grades look: an ordered scale of blues, furthest from the page where most must change."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.charts.drawing import MARK_LINE
from generator.charts.palette import colour

TONES = 6
_OUTLINED = 4
"""From this tone on a fill has less than 3:1 against the page, in light and dark, and needs its outline."""


@dataclass(frozen=True, slots=True)
class GradeStyle:
    """A grade as drawn; `tone` is 1 (worst) to 6."""

    id: str
    name: str
    tone: int

    @property
    def fill(self) -> str:
        return colour(f"grade-{self.tone}")

    @property
    def ink(self) -> str:
        """The colour of a figure on `fill`."""
        return colour(f"grade-ink-{self.tone}")

    @property
    def outline(self) -> str | None:
        return MARK_LINE if self.tone >= _OUTLINED else None


def tones(k: int) -> list[int]:
    """`k` tones spread over the six, worst first; 1 to 6 grades, else ValueError."""
    if not 1 <= k <= TONES:
        raise ValueError(f"a scale has 1 to {TONES} grades, not {k}")
    return [1 + (TONES - 1) * i // max(k - 1, 1) for i in range(k)]


def grade_styles(grades: Sequence[tuple[str, str]]) -> list[GradeStyle]:
    """Styles of the grades (id, name) of a scale, worst first."""
    spread = tones(len(grades))
    return [GradeStyle(id_, name, tone) for (id_, name), tone in zip(grades, spread, strict=True)]
