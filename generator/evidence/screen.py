"""All series of an edition looked at together: how many signals there are, and how many chance would give."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.evidence.rounding import half_up
from generator.evidence.series import Series, shares
from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures import process_control
from generator.records.schema import STAGES
from generator.settings.model import GOOD_OR_BETTER

if TYPE_CHECKING:
    from generator.evidence.edition import Evidence


@dataclass(frozen=True, slots=True)
class Screen:
    """`with_limits`: of all series, those that have limits this month; `with_signal`: of these, those whose
    newest month bears a signal; `by_chance`: how many would, if nothing had changed anywhere."""

    series: tuple[Series, ...]
    with_limits: Shown
    with_signal: Shown
    by_chance: ShownQuantity

    @property
    def marked(self) -> tuple[Series, ...]:
        """Those whose newest month bears a signal."""
        return tuple(series for series in self.series if series.last.signal)

    def of(self, stage: str, area: str, grades: str) -> Series | None:
        """One of the series; None where there is none."""
        wanted = (stage, area, grades)
        return next((s for s in self.series if (s.stage, s.area, s.grades) == wanted), None)


def screen(e: "Evidence") -> Screen:
    """Each stage, area in force, and grade or group of grades."""
    series = every_series(e, screened(e))
    limited = [each for each in series if each.has_limits]
    marked = [each for each in limited if each.last.signal]
    with_limits = _of("with-limits", len(limited), len(series))
    expected = len(limited) * process_control.false_alarms(e.settings.publication.process_control.run)
    by_chance = ShownQuantity(Source("screen", (), "by-chance"), expected, "series", with_limits)
    return Screen(series, with_limits, _of("with-signal", len(marked), len(limited)), by_chance)


def false_alarms(e: "Evidence") -> ShownQuantity:
    """In a series where nothing changes, one of how many months bears a signal while it is the newest."""
    rate = process_control.false_alarms(e.settings.publication.process_control.run)
    return ShownQuantity(Source("screen", (), "false-alarms"), 1 / rate, "months", e.nothing)


def screened(e: "Evidence") -> tuple[str, ...]:
    """The grades of the month's scale, then the groups that are more than one grade, in readers' order."""
    framework = e.settings.framework
    groups = (GOOD_OR_BETTER, *(group.id for group in framework.groups if framework.group(group.id, e.month)))
    return tuple(dict.fromkeys([*(g.id for g in framework.scale(e.month)), *(name_of(e, g) for g in groups)]))


def name_of(e: "Evidence", group: str) -> str:
    """What series call a group of grades: its only grade, where it has no more than one."""
    grades = e.settings.framework.group(group, e.month)
    return grades[0] if len(grades) == 1 else group


def every_series(e: "Evidence", grades: tuple[str, ...]) -> tuple[Series, ...]:
    """The series of these grades in every stage and area in force."""
    areas = ("overall", *(area.id for area in e.settings.framework.areas_in(e.month)))
    found = (shares(e, stage, area, of) for stage in STAGES for area in areas for of in grades)
    return tuple(series for series in found if series)


def _of(part: str, count: int, total: int) -> Shown:
    return Shown(Source("screen", (), part), count, total, half_up(count, total) if total else None)
