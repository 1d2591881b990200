"""What was learned: themes, lessons of the month, good practice."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownTable, Status
from generator.measures.figures import ActionNote, LearningPoint
from generator.settings.model import Area, Team, Theme

RECENT = 12
"""Months that a page shows in a row; older ones are in the downloads."""
_ATTENTION = ("growing", "first-recorded", "persisting", "not-available", "easing", "not-seen")


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme in the month: in how many audits it was met, as improvement and as strength."""

    theme: Theme
    improvement: Shown
    strength: Shown
    status: Status


@dataclass(frozen=True, slots=True)
class Lesson:
    """One thing learned, fit for the home page."""

    theme: Theme
    kind: str
    shown: Shown
    status: Status


@dataclass(frozen=True, slots=True)
class MonthLine:
    month: str
    improvement: Shown
    strength: Shown


@dataclass(frozen=True, slots=True)
class AreaLine:
    area: Area
    improvement: Shown
    strength: Shown


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: Team
    improvement: Shown


@dataclass(frozen=True, slots=True)
class ThemePage:
    line: ThemeLine
    months: tuple[MonthLine, ...]
    areas: tuple[AreaLine, ...]
    teams: tuple[TeamLine, ...]
    strengths: tuple[LearningPoint, ...]
    improvements: tuple[LearningPoint, ...]
    actions: tuple[ActionNote, ...]


@dataclass(frozen=True, slots=True)
class ThemesPage:
    lines: tuple[ThemeLine, ...]
    audits: Shown


@dataclass(frozen=True, slots=True)
class GoodPracticePage:
    themes: tuple[tuple[ThemeLine, tuple[LearningPoint, ...]], ...]
    waiting: Shown


def recent_months(e: Evidence) -> tuple[str, ...]:
    return tuple(m for m in e.months if m <= e.month)[-RECENT:]


def theme_line(e: Evidence, theme: Theme) -> ThemeLine:
    return ThemeLine(
        theme,
        _audits(e, theme.id, "improvement", e.month),
        _audits(e, theme.id, "strength", e.month),
        e.statuses[theme.id],
    )


def theme_lines(e: Evidence) -> tuple[ThemeLine, ...]:
    """All themes, what needs attention now first: by status, by audits with it, as in the settings."""
    lines = [theme_line(e, theme) for theme in e.settings.themes.themes]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                _ATTENTION.index(line.status),
                -(line.improvement.count or 0),
                -(line.strength.count or 0),
            ),
        )
    )


def lessons(e: Evidence, improvements: int = 2, strengths: int = 1, month: str = "") -> tuple[Lesson, ...]:
    """The most met improvements and the most met strength of the month; fewer where fewer were recorded.

    Statuses are the edition's own month's, whatever `month` (default: the edition's) is looked at.
    """

    def most_met(kind: str, how_many: int, not_these: Iterable[str] = ()) -> list[Lesson]:
        found = [
            Lesson(theme, kind, _audits(e, theme.id, kind, month or e.month), e.statuses[theme.id])
            for theme in e.settings.themes.themes
            if theme.id not in not_these
        ]
        return sorted((f for f in found if f.shown.count), key=lambda f: -(f.shown.count or 0))[:how_many]

    to_improve = most_met("improvement", improvements)
    return (*to_improve, *most_met("strength", strengths, {lesson.theme.id for lesson in to_improve}))


def theme_page(e: Evidence, theme: Theme) -> ThemePage:
    points = [p for p in e.extracts.points if p.theme == theme.id]
    return ThemePage(
        theme_line(e, theme),
        tuple(
            MonthLine(m, _audits(e, theme.id, "improvement", m), _audits(e, theme.id, "strength", m))
            for m in recent_months(e)
        ),
        _areas(e, theme),
        _teams(e, theme),
        strengths=newest_first(p for p in points if p.kind == "strength"),
        improvements=newest_first(p for p in points if p.kind == "improvement"),
        actions=tuple(a for a in e.extracts.actions if a.theme == theme.id),
    )


def themes_page(e: Evidence) -> ThemesPage:
    lines = theme_lines(e)
    return ThemesPage(lines, e.audits)


def good_practice_page(e: Evidence) -> GoodPracticePage:
    strengths = [p for p in e.extracts.points if p.kind == "strength"]
    by_theme = (
        (line, newest_first(p for p in strengths if p.theme == line.theme.id)) for line in theme_lines(e)
    )
    ordered = sorted((entry for entry in by_theme if entry[1]), key=lambda entry: -len(entry[1]))
    return GoodPracticePage(tuple(ordered), e.waiting("points"))


def newest_first(points: Iterable[LearningPoint]) -> tuple[LearningPoint, ...]:
    """The newest month first; within a month those that say what it meant for the child first."""
    return tuple(sorted(points, key=lambda p: (p.month, bool(p.impact)), reverse=True))


def _audits(e: Evidence, theme: str, kind: str, month: str) -> Shown:
    return _figure(e.tables.get("themes", month=month, theme=theme, kind=kind, area="all", team="all"), e)


def _figure(table: ShownTable | None, e: Evidence) -> Shown:
    return table["audits"] if table else e.nothing


def _areas(e: Evidence, theme: Theme) -> tuple[AreaLine, ...]:
    lines = []
    for area in e.settings.framework.every_area:
        both = [
            _figure(e.tables.get("themes_by_area", month="all", theme=theme.id, kind=kind, area=area.id), e)
            for kind in ("improvement", "strength")
        ]
        if any(shown.count for shown in both):
            lines.append(AreaLine(area, *both))
    return tuple(lines)


def _teams(e: Evidence, theme: Theme) -> tuple[TeamLine, ...]:
    tables = (
        (team, e.tables.get("themes_by_team", month="all", theme=theme.id, kind="improvement", team=team.id))
        for team in e.settings.framework.teams_in(e.month)
    )
    return tuple(TeamLine(team, table["audits"]) for team, table in tables if table and table["audits"].count)
