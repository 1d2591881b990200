"""Months in a row as process control sees them: the service as a whole, then every area beside the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, get_args

from generator.charts.control import MOST_WIDE
from generator.charts.plot import newest
from generator.evidence import Evidence
from generator.evidence.sampling import NotRandom
from generator.evidence.screen import Screen, name_of
from generator.evidence.series import Point, Series, Variation, quantities
from generator.pages.presenters.grades import area_lines
from generator.pages.presenters.trends import TrendsPage, trends_page
from generator.settings.model import GOOD_OR_BETTER, ProcessControl

ATTENTION: tuple[Variation, ...] = get_args(Variation)
"""Verdicts, from what most needs a look."""
WHOLE = "overall"
MODERATED = "moderated"


class _Grades(NamedTuple):
    """Grades looked at together: what the page calls them, what their series is called, their words."""

    id: str
    series: str
    name: str


@dataclass(frozen=True, slots=True)
class AreaSeries:
    """An area's series; `name`: blank for the service as a whole."""

    name: str
    series: Series


@dataclass(frozen=True, slots=True)
class Graded:
    """The share of some grades after moderation. `id`: worst, good, or a group's; `name`: of the grades, for
    a group. `areas`: the whole service first, then areas, those with a signal to look at before others."""

    id: str
    name: str
    whole: Series
    areas: tuple[AreaSeries, ...]
    not_random: NotRandom

    @property
    def chart(self) -> str:
        return f"panels-{self.id}"


@dataclass(frozen=True, slots=True)
class ControlPage:
    """`days`: from audit to moderation, where that has limits. `worst` and `good` are of `graded`, too."""

    trends: TrendsPage
    worst: Graded
    good: Graded
    graded: tuple[Graded, ...]
    days: Series | None
    screen: Screen
    control: ProcessControl
    group_names: Mapping[str, str]

    def newest(self, series: Series) -> tuple[Point, ...]:
        """The months that a table shows: those of the picture beside it."""
        return newest(series, MOST_WIDE)


def control_page(e: Evidence) -> ControlPage:
    graded = every_graded(e)
    return ControlPage(
        trends_page(e),
        graded[0],
        graded[1],
        graded,
        days_to_moderation(e),
        e.screen,
        e.settings.publication.process_control,
        {group.id: group.name for group in e.settings.framework.groups},
    )


def every_graded(e: Evidence) -> tuple[Graded, ...]:
    """The worst grade, good or better and each group of the settings, after moderation."""
    framework = e.settings.framework
    worst = framework.scale(e.month)[0]
    groups = [g for g in framework.groups if framework.group(g.id, e.month)]
    of = [
        _Grades("worst", worst.id, worst.name),
        _Grades("good", name_of(e, GOOD_OR_BETTER), ""),
        *(_Grades(group.id, name_of(e, group.id), group.name) for group in groups),
    ]
    order = _order(e, [grades.series for grades in of])
    found = (_graded(e, grades, order) for grades in of)
    return tuple(graded for graded in found if graded)


def days_to_moderation(e: Evidence) -> Series | None:
    """Sooner is not always better, so neither way is."""
    series = quantities(e, "days_to_moderation", "neither")
    return series if series and series.has_limits else None


def _graded(e: Evidence, of: _Grades, order: Iterable[tuple[str, str]]) -> Graded | None:
    areas = [(name, e.screen.of(MODERATED, area, of.series)) for area, name in order]
    lines = tuple(AreaSeries(name, series) for name, series in areas if series)
    whole = e.screen.of(MODERATED, WHOLE, of.series)
    if whole is None:
        return None
    not_random = e.not_random({point.month for point in whole.points})
    return Graded(of.id, of.name, whole, lines, not_random)


def _order(e: Evidence, grades: list[str]) -> list[tuple[str, str]]:
    """The whole, then areas by their most pressing moderated verdict, then by how they are graded this month.

    One order for all pictures of the page.
    """

    def pressing(area: str) -> int:
        series = (e.screen.of("moderated", area, of) for of in grades)
        return min((ATTENTION.index(one.variation) for one in series if one), default=len(ATTENTION))

    areas = [(line.area.id, line.name) for line in area_lines(e)]
    return [(WHOLE, ""), *sorted(areas, key=lambda area: pressing(area[0]))]
