"""How children's files were graded: overall, by area, by team."""

from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.change import FLOOR
from generator.evidence.derive import attention, merged
from generator.measures.figures import ActionNote, LearningPoint
from generator.pages.presenters.home import Glance, glance
from generator.pages.presenters.learning import ThemeLine, newest_first, recent_months, theme_line
from generator.pages.presenters.quotes import Quotes, last_news, quotable, quotes
from generator.pages.presenters.themes import named_teams
from generator.pages.words import month_name
from generator.records.schema import STAGES
from generator.settings.model import Area, AuditType, Named, Team, Theme

_LEVEL = 3
"""More lessons than this that are met equally often don't stand out."""
_BRIEFINGS = 3
"""How many months' briefings a table of teams has room for on a phone."""


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A row of grades: a month, an area, a team, a cohort or a type, with both stages."""

    name: str
    primary: ShownTable
    moderated: ShownTable
    id: str = ""


@dataclass(frozen=True, slots=True)
class GradesPage:
    glance: Glance
    months: tuple[GradeLine, ...]
    cohorts: tuple[GradeLine, ...]
    other_types: tuple[GradeLine, ...]


@dataclass(frozen=True, slots=True)
class AreaGrades:
    """An area's grades in the month; `good`: moderated, good or better."""

    area: Area
    name: str
    primary: ShownTable
    moderated: ShownTable
    good: Shown


@dataclass(frozen=True, slots=True)
class AreasPage:
    """Areas of the month, those where most must change first."""

    lines: tuple[AreaGrades, ...]

    @property
    def most(self) -> AreaGrades | None:
        """Where most must change; None where that area has fewer than five grades, or another is level."""
        first, *others = self.lines
        level = bool(others) and attention(others[0].moderated) == attention(first.moderated)
        return None if level or (first.moderated.total.count or 0) < FLOOR else first


@dataclass(frozen=True, slots=True)
class AreaPage:
    area: Area
    line: AreaGrades
    good: Shown
    months: tuple[GradeLine, ...]
    agreement: ShownTable
    themes: tuple[ThemeLine, ...]
    points: Quotes[LearningPoint]
    actions: Quotes[ActionNote]


@dataclass(frozen=True, slots=True)
class TeamLine:
    """`most`: of the lessons that may be named with the team (`named_teams`), those that most of its audits
    so far ask to improve, all that are level; `met`: in how many. None are named from fewer than five audits
    (`few`), where none may be named (`met` is None), or where more are level than stand out."""

    team: Team
    name: str
    moderated: ShownTable
    most: tuple[Theme, ...]
    met: Shown | None
    few: bool


@dataclass(frozen=True, slots=True)
class BriefingUse:
    """A month's briefing: how many teams used it, how many came, and each team's meetings."""

    month: str
    used: Shown
    attended: ShownQuantity | None
    meetings: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class TeamsPage:
    lines: tuple[TeamLine, ...]
    covered: Shown
    not_covered: list[str]
    briefings: tuple[BriefingUse, ...]


def grades_page(e: Evidence) -> GradesPage:
    return GradesPage(
        glance(e),
        month_lines(e, "overall"),
        _named_lines(e, "grades_by_cohort", "cohort", e.settings.framework.cohorts),
        _named_lines(e, "grades_by_type", "type", e.settings.framework.types),
    )


def month_lines(e: Evidence, area: str) -> tuple[GradeLine, ...]:
    """The recent months in which the area was in force, oldest first."""
    lines = []
    for month in recent_months(e):
        primary, moderated = (e.grades(month, stage, area) for stage in STAGES)
        if primary and moderated:
            lines.append(GradeLine(month_name(month), primary, moderated, id=month))
    return tuple(lines)


def areas_page(e: Evidence) -> AreasPage:
    return AreasPage(area_lines(e))


def area_lines(e: Evidence) -> tuple[AreaGrades, ...]:
    """The areas in force, those with most to change first."""
    lines = [_area_grades(e, area) for area in e.settings.framework.areas_in(e.month)]
    return tuple(sorted(lines, key=lambda line: attention(line.moderated)))


def area_page(e: Evidence, area: Area) -> AreaPage:
    line = _area_grades(e, area)
    return AreaPage(
        area,
        line,
        line.good,
        month_lines(e, area.id),
        e.table("agreement", month=e.month, area=area.id),
        tuple(theme_line(e, t) for t in e.settings.themes.themes if t.area == area.id),
        quotes(e, newest_first(p for p in e.extracts.points if p.area == area.id), quotable),
        quotes(e, (a for a in e.extracts.actions if a.area == area.id), last_news),
    )


def teams_page(e: Evidence) -> TeamsPage:
    teams = e.settings.framework.teams_in(e.month)
    missing = next((p.teams_not_covered for p in e.extracts.programme if p.month == e.month), ())
    named = [(theme, line) for theme in e.settings.themes.themes for line in named_teams(e, theme)]
    return TeamsPage(
        tuple(
            _team_line(e, team, [(theme, line.improvement) for theme, line in named if line.team == team])
            for team in teams
        ),
        e.table("teams_covered", month=e.month)["covered"],
        [team.name for team in teams if team.id in missing],
        tuple(_briefing_use(e, month) for month in recent_months(e)[-_BRIEFINGS:]),
    )


def _briefing_use(e: Evidence, month: str) -> BriefingUse:
    return BriefingUse(
        month,
        e.table("briefing_use", month=month)["used"],
        e.tables.quantity("briefing_attended", month=month),
        tuple(
            e.table("briefing_use_by_team", month=month, team=team.id)["meetings"]
            for team in e.settings.framework.teams_in(e.month)
        ),
    )


def good_or_better(e: Evidence, table: ShownTable) -> Shown:
    good = e.settings.framework.good_grades(table.dims.get("month", e.month))
    return merged(table, [grade.id for grade in good], "good-or-better")


def _area_grades(e: Evidence, area: Area) -> AreaGrades:
    primary, moderated = (
        e.table("grades", month=e.month, stage=stage, area=area.id, team="all") for stage in STAGES
    )
    return AreaGrades(area, area.name, primary, moderated, good_or_better(e, moderated))


def _team_line(e: Evidence, team: Team, named: list[tuple[Theme, Shown]]) -> TeamLine:
    """The team's grades, and of the lessons `named` with it those that most of its audits so far recorded."""
    tables = e.tables.of("themes_by_team", month="all", kind="improvement", team=team.id)
    audits = [table["audits"] for table in tables]
    most = max((shown.count or 0 for _, shown in named), default=0)
    level = [(theme, shown) for theme, shown in named if shown.count == most]
    hidden = next((shown for shown in audits if shown.hidden), None)
    return TeamLine(
        team,
        team.name,
        e.table("grades", month=e.month, stage="moderated", area="overall", team=team.id),
        () if hidden or len(level) > _LEVEL else tuple(theme for theme, _ in level),
        hidden or (level[0][1] if level else None),
        few=not hidden and max((shown.total or 0 for shown in audits), default=0) < FLOOR,
    )


def _named_lines(
    e: Evidence, measure: str, dim: str, names: tuple[Named, ...] | tuple[AuditType, ...]
) -> tuple[GradeLine, ...]:
    """A line each for what occurs in the month, in the order of the settings; last, without a name, what
    is not recorded."""
    known = {n.id: n.name for n in names} | {"not-recorded": ""}
    lines = []
    for ident, name in known.items():
        primary, moderated = (
            e.tables.get(measure, month=e.month, stage=stage, **{dim: ident}) for stage in STAGES
        )
        if primary and moderated and (primary.total.count or primary.total.hidden):
            lines.append(GradeLine(name, primary, moderated, id=ident))
    return tuple(lines)
