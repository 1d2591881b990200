"""What a rule about a claim's words is given, and what it gives."""

from dataclasses import dataclass

from generator.evidence.claims import Assertion
from generator.problems import Severity
from generator.settings.model import Area, Framework, Grade


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What the words say and the claim does not, and what to do."""

    message: str
    hint: str
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim's words, with what it asserts. `months`: those of all figures that it rests on."""

    assertion: Assertion
    words: str
    framework: Framework
    months: tuple[str, ...]

    @property
    def grades(self) -> tuple[Grade, ...]:
        """Every grade of its months, once."""
        scales = {grade.id: grade for month in self.months for grade in self.framework.scale(month)}
        return tuple(scales.values())

    @property
    def areas(self) -> tuple[Area, ...]:
        """Every area of its months, once."""
        areas = {area.id: area for month in self.months for area in self.framework.areas_in(month)}
        return tuple(areas.values())

    @property
    def grade_ids(self) -> set[str]:
        """The claim's own, as it names them: grades, or groups of some."""
        return {of.grade for of in self.assertion.figures}

    @property
    def own_grades(self) -> set[str]:
        """The same, each group as its grades."""
        group = self.framework.group
        return {grade for id_ in self.grade_ids for month in self.months for grade in group(id_, month)}
