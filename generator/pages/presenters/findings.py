"""The evidence: grades, areas, moderation, voice, actions, teams, inspections, trends."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.derive import attention, merged, pooled, share_of
from generator.measures.figures import (
    ActionNote,
    EventNote,
    LearningPoint,
    RegradeNote,
    RequestNote,
    SessionNote,
)
from generator.pages.presenters.home import Glance, Loop, Safety, glance, loop, safety
from generator.pages.presenters.learning import (
    Lesson,
    ThemeLine,
    lessons,
    newest_first,
    recent_months,
    theme_line,
)
from generator.pages.words import month_name
from generator.settings.model import Area, AuditType, Grade, Named, Team, Theme

PEOPLE = ("child", "parent", "carer")
STAGES = ("primary", "moderated")
ROLLING = 3
"""Months that are pooled into one share, since a month alone has few audits."""


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
class AreasPage:
    """Areas of the month, those where most must change first. `good`: moderated, good or better."""

    lines: tuple["AreaGrades", ...]


@dataclass(frozen=True, slots=True)
class AreaGrades:
    """An area's grades in the month; `good`: moderated, good or better."""

    area: Area
    name: str
    primary: ShownTable
    moderated: ShownTable
    good: Shown


@dataclass(frozen=True, slots=True)
class AreaPage:
    area: Area
    line: AreaGrades
    good: Shown
    months: tuple[GradeLine, ...]
    agreement: ShownTable
    themes: tuple[ThemeLine, ...]
    points: tuple[LearningPoint, ...]
    actions: tuple[ActionNote, ...]


@dataclass(frozen=True, slots=True)
class AgreementLine:
    name: str
    agreement: ShownTable


@dataclass(frozen=True, slots=True)
class ModerationPage:
    matrix: ShownTable
    agreement: ShownTable
    to_date: ShownTable
    coverage: Shown
    months: tuple[AgreementLine, ...]
    areas: tuple[AgreementLine, ...]
    locks: ShownTable
    third_lock: ShownTable
    days: ShownQuantity | None
    external_primary: ShownTable
    external_moderated: ShownTable
    quality: tuple[tuple[str, ShownTable], ...]
    with_practitioner: tuple[tuple[str, ShownTable], ...]
    training: Shown
    sessions: tuple[SessionNote, ...]


@dataclass(frozen=True, slots=True)
class VoicePage:
    month: Mapping[str, ShownTable]
    to_date: Mapping[str, ShownTable]
    triangulated: ShownTable
    triangulated_to_date: ShownTable
    said: tuple[tuple[str, tuple[LearningPoint, ...]], ...]
    waiting: Shown


@dataclass(frozen=True, slots=True)
class ActionsPage:
    safety: Safety
    loop: Loop
    focuses: Mapping[str, ShownTable]
    months: tuple[tuple[str, ShownTable], ...]
    checked: tuple[ActionNote, ...]
    reported: tuple[ActionNote, ...]
    overdue: tuple[ActionNote, ...]
    practice_changed: Shown
    record_improved: Shown
    regrades: tuple[RegradeNote, ...]
    reaudits: ShownTable
    waiting: Shown


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: Team
    name: str
    moderated: ShownTable
    lesson: ThemeLine | None
    lesson_shown: Shown


@dataclass(frozen=True, slots=True)
class TeamsPage:
    lines: tuple[TeamLine, ...]
    covered: Shown
    not_covered: list[str]


@dataclass(frozen=True, slots=True)
class FindingLine:
    theme: Theme
    since: Shown


@dataclass(frozen=True, slots=True)
class InspectionsPage:
    inspections: tuple[tuple[EventNote, tuple[FindingLine, ...]], ...]
    requests: tuple[RequestNote, ...]
    counts: ShownTable


@dataclass(frozen=True, slots=True)
class MonthShare:
    """A month's share, and the same over it and the two months before; None with fewer months."""

    month: str
    shown: Shown
    rolling: Shown | None


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """`changes`: each earlier month against this one. Trends run over all months, from three on."""

    worst_grade: Grade
    worst: tuple[MonthShare, ...]
    good: tuple[MonthShare, ...]
    changes: tuple[tuple[str, Change, Change], ...]
    worst_trend: Change | None
    good_trend: Change | None
    events: tuple[EventNote, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A past month. `published`: the edition's own publication, by its address."""

    month: str
    lessons: tuple[Lesson, ...]
    audits: Shown
    worst: Shown
    good: Shown


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
        primary, moderated = (e.grades(month, stage, area) for stage in ("primary", "moderated"))
        if primary and moderated:
            lines.append(GradeLine(month_name(month), primary, moderated, id=month))
    return tuple(lines)


def area_lines(e: Evidence) -> tuple[AreaGrades, ...]:
    """The areas in force, those with most to change first."""
    lines = [_area_grades(e, area) for area in e.settings.framework.areas_in(e.month)]
    return tuple(sorted(lines, key=lambda line: attention(line.moderated)))


def _area_grades(e: Evidence, area: Area) -> AreaGrades:
    primary, moderated = (
        e.table("grades", month=e.month, stage=stage, area=area.id, team="all") for stage in STAGES
    )
    return AreaGrades(area, area.name, primary, moderated, good_or_better(e, moderated))


def good_or_better(e: Evidence, table: ShownTable) -> Shown:
    good = e.settings.framework.good_grades(table.dims.get("month", e.month))
    return merged(table, [grade.id for grade in good], "good-or-better")


def areas_page(e: Evidence) -> AreasPage:
    return AreasPage(area_lines(e))


def area_page(e: Evidence, area: Area) -> AreaPage:
    line = _area_grades(e, area)
    return AreaPage(
        area,
        line,
        line.good,
        month_lines(e, area.id),
        e.table("agreement", month=e.month, area=area.id),
        tuple(theme_line(e, t) for t in e.settings.themes.themes if t.area == area.id),
        newest_first(p for p in e.extracts.points if p.area == area.id),
        tuple(a for a in e.extracts.actions if a.area == area.id),
    )


def moderation_page(e: Evidence) -> ModerationPage:
    months = recent_months(e)
    return ModerationPage(
        e.table("moderation", month=e.month, area="overall"),
        e.table("agreement", month=e.month, area="overall"),
        e.table("agreement", month="all", area="overall"),
        e.table("moderation_coverage", month=e.month, area="overall")["both"],
        tuple(AgreementLine(month_name(m), e.table("agreement", month=m, area="overall")) for m in months),
        tuple(
            AgreementLine(area.name, e.table("agreement", month=e.month, area=area.id))
            for area in e.settings.framework.areas_in(e.month)
        ),
        e.table("locks", month=e.month),
        e.table("third_lock", month="all"),
        e.tables.quantity("days_to_moderation", month=e.month),
        e.table("external", month="all", stage="primary"),
        e.table("external", month="all", stage="moderated"),
        tuple((month_name(m), e.table("audit_quality", month=m)) for m in months),
        tuple((month_name(m), e.table("with_practitioner", month=m)) for m in months),
        e.table("training", session="all")["attended"],
        e.extracts.sessions,
    )


def voice_page(e: Evidence) -> VoicePage:
    said = ((person, newest_first(p for p in e.extracts.points if p.said_by == person)) for person in PEOPLE)
    return VoicePage(
        {person: e.table("voice", month=e.month, person=person) for person in PEOPLE},
        {person: e.table("voice", month="all", person=person) for person in PEOPLE},
        e.table("triangulated", month=e.month),
        e.table("triangulated", month="all"),
        tuple((person, points) for person, points in said if points),
        e.points_waiting,
    )


def actions_page(e: Evidence) -> ActionsPage:
    done = [a for a in e.extracts.actions if a.state == "done" and a.impact]
    regrades = e.table("regrades", month="all", reason="all", area="all")
    changed, recorded = (
        share_of(e.table("regrades", month="all", reason=reason, area="all").total, regrades.total, reason)
        for reason in ("practice-changed", "record-improved")
    )
    return ActionsPage(
        safety(e),
        loop(e),
        {focus: e.table("actions", month="all", focus=focus) for focus in ("all", "child", "process")},
        tuple((month_name(m), e.table("actions", month=m, focus="all")) for m in recent_months(e)),
        checked=tuple(a for a in done if a.impact_checked_by_role),
        reported=tuple(a for a in done if not a.impact_checked_by_role),
        overdue=tuple(a for a in e.extracts.actions if a.overdue),
        practice_changed=changed,
        record_improved=recorded,
        regrades=e.extracts.regrades,
        reaudits=e.table("reaudits", month="all"),
        waiting=e.actions_waiting,
    )


def teams_page(e: Evidence) -> TeamsPage:
    teams = e.settings.framework.teams_in(e.month)
    missing = next((p.teams_not_covered for p in e.extracts.programme if p.month == e.month), ())
    return TeamsPage(
        tuple(_team_line(e, team) for team in teams),
        e.table("teams_covered", month=e.month)["covered"],
        [team.name for team in teams if team.id in missing],
    )


def _team_line(e: Evidence, team: Team) -> TeamLine:
    """The team's grades, and the improvement that most of its audits so far recorded."""
    tables = e.tables.of("themes_by_team", month="all", kind="improvement", team=team.id)
    best = max(tables, key=lambda table: table["audits"].count or 0, default=None)
    shown = best["audits"] if best else e.nothing
    theme = next((t for t in e.settings.themes.themes if best and t.id == best.dims["theme"]), None)
    return TeamLine(
        team,
        team.name,
        e.table("grades", month=e.month, stage="moderated", area="overall", team=team.id),
        theme_line(e, theme) if theme and shown.count else None,
        shown,
    )


def inspections_page(e: Evidence) -> InspectionsPage:
    themes = {t.id: t for t in e.settings.themes.themes}
    inspections = []
    for event in e.extracts.events:
        if event.kind == "inspection":
            lines = tuple(
                FindingLine(themes[t], e.table("findings_since", event=event.id, theme=t)["audits"])
                for t in event.themes
                if t in themes
            )
            inspections.append((event, lines))
    return InspectionsPage(tuple(inspections), e.extracts.requests, e.table("requests", month="all"))


def trends_page(e: Evidence) -> TrendsPage:
    lines = month_lines(e, "overall")
    worst_grade = e.settings.framework.scale(e.month)[0]
    months = [line.id for line in lines]
    worst = [line.moderated.parts.get(worst_grade.id, e.nothing) for line in lines]
    good = [good_or_better(e, line.moderated) for line in lines]
    changes = tuple(
        (month, e.compare(before, worst[-1]), e.compare(before_good, good[-1]))
        for month, before, before_good in zip(months[:-1], worst, good, strict=False)
    )
    long_enough = len(months) >= ROLLING
    return TrendsPage(
        worst_grade,
        _with_rolling(months, worst),
        _with_rolling(months, good),
        changes,
        e.trend(worst) if long_enough else None,
        e.trend(good) if long_enough else None,
        e.extracts.events,
    )


def _with_rolling(months: list[str], shown: list[Shown]) -> tuple[MonthShare, ...]:
    return tuple(
        MonthShare(
            month,
            figure,
            pooled(shown[i + 1 - ROLLING : i + 1], "rolling") if i + 1 >= ROLLING else None,
        )
        for i, (month, figure) in enumerate(zip(months, shown, strict=True))
    )


def _named_lines(
    e: Evidence, measure: str, dim: str, names: tuple[Named, ...] | tuple[AuditType, ...]
) -> tuple[GradeLine, ...]:
    """A line each for what occurs in the month, in the order of the settings, `not-recorded` last."""
    known = {n.id: n.name for n in names} | {"not-recorded": "Not recorded"}
    lines = []
    for ident, name in known.items():
        primary, moderated = (
            e.tables.get(measure, month=e.month, stage=stage, **{dim: ident}) for stage in STAGES
        )
        if primary and moderated and (primary.total.count or primary.total.hidden):
            lines.append(GradeLine(name, primary, moderated, id=ident))
    return tuple(lines)


def month_rows(e: Evidence) -> tuple[MonthRow, ...]:
    """All months so far, newest first, each as this edition knows it."""
    rows = []
    for month in sorted((m for m in e.months if m <= e.month), reverse=True):
        moderated = e.table("grades", month=month, stage="moderated", area="overall", team="all")
        worst = e.settings.framework.scale(month)[0]
        rows.append(
            MonthRow(
                month,
                lessons(e, month=month),
                e.table("locks", month=month)["audited"],
                moderated[worst.id],
                good_or_better(e, moderated),
            )
        )
    return tuple(rows)
