"""The lessons: a page each, with what became of it, and all of them together as a library."""

from dataclasses import dataclass
from itertools import pairwise

from generator.evidence import Evidence, Shown, ShownTable
from generator.evidence.change import FLOOR
from generator.evidence.derive import between
from generator.measures.figures import ActionNote, LearningPoint
from generator.pages.presenters.learning import (
    ThemeLine,
    audits_with,
    figure,
    newest_first,
    recent_months,
    theme_line,
    theme_lines,
)
from generator.pages.presenters.quotes import Quotes, last_news, quotable, quotes
from generator.settings.model import Area, Team, Theme

_LEAST_TEAMS = 3
"""A list of fewer teams would point at them: the quotes of the lesson would be known to be theirs."""


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
class ThemeTeam:
    """A team that may be named with a theme: in how many of its audits it was to improve."""

    team: Team
    improvement: Shown


@dataclass(frozen=True, slots=True)
class ThemeLoop:
    """What became of a theme in the audits that asked to improve it.

    `steps`: found, agreed, acted on, done, change reported, change checked. `gaps`: step -> the audits that
    came as far and no further, where there are any. `few`: too few audits for any verdict.
    """

    steps: ShownTable
    gaps: tuple[tuple[str, Shown], ...]
    regrades: ShownTable
    reaudits: ShownTable
    few: bool


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A lesson for somebody new: the first and the last month in which an audit recorded it, if any did."""

    theme: Theme
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class ThemePage:
    """`met`: audits of all months that ask to improve it; `points_waiting`, `actions_waiting`: not quoted,
    since their audit is not signed off."""

    line: ThemeLine
    met: Shown
    months: tuple[MonthLine, ...]
    areas: tuple[AreaLine, ...]
    teams: tuple[ThemeTeam, ...]
    strengths: Quotes[LearningPoint]
    improvements: Quotes[LearningPoint]
    actions: Quotes[ActionNote]
    points_waiting: Shown
    actions_waiting: Shown
    loop: ThemeLoop


@dataclass(frozen=True, slots=True)
class ThemesPage:
    lines: tuple[ThemeLine, ...]
    audits: Shown
    library: tuple[tuple[Area, tuple[LibraryEntry, ...]], ...]


def theme_page(e: Evidence, theme: Theme) -> ThemePage:
    points = [p for p in e.extracts.points if p.theme == theme.id]
    return ThemePage(
        theme_line(e, theme),
        audits_with(e, theme.id, "improvement", "all"),
        tuple(
            MonthLine(m, audits_with(e, theme.id, "improvement", m), audits_with(e, theme.id, "strength", m))
            for m in recent_months(e)
        ),
        _areas(e, theme),
        named_teams(e, theme),
        strengths=quotes(e, newest_first(p for p in points if p.kind == "strength"), quotable),
        improvements=quotes(e, newest_first(p for p in points if p.kind == "improvement"), quotable),
        actions=quotes(e, (a for a in e.extracts.actions if a.theme == theme.id), last_news),
        points_waiting=e.waiting("points", theme.id),
        actions_waiting=e.waiting("actions", theme.id),
        loop=theme_loop(e, theme.id),
    )


def theme_loop(e: Evidence, theme: str) -> ThemeLoop:
    steps = e.table("theme_loop", month="all", theme=theme)
    names = tuple(steps.parts)
    gaps = ((step, between(steps, step, after, step)) for step, after in pairwise(names))
    return ThemeLoop(
        steps,
        tuple((step, shown) for step, shown in gaps if shown.count),
        e.table("theme_regrades", month="all", theme=theme),
        e.table("theme_reaudits", month="all", theme=theme),
        few=0 < (steps.total.count or 0) < FLOOR,
    )


def themes_page(e: Evidence) -> ThemesPage:
    lines = theme_lines(e)
    return ThemesPage(lines, e.audits, _library(e))


def _library(e: Evidence) -> tuple[tuple[Area, tuple[LibraryEntry, ...]], ...]:
    """All lessons, by area in the order of the settings."""
    found = []
    for area in e.settings.framework.every_area:
        entries = tuple(_entry(e, theme) for theme in e.settings.themes.themes if theme.area == area.id)
        found += [(area, entries)] if entries else []
    return tuple(found)


def _entry(e: Evidence, theme: Theme) -> LibraryEntry:
    met = [
        month
        for month in e.months
        if any(audits_with(e, theme.id, kind, month).count for kind in ("improvement", "strength"))
    ]
    return LibraryEntry(theme, *((met[0], met[-1]) if met else ("", "")))


def _areas(e: Evidence, theme: Theme) -> tuple[AreaLine, ...]:
    lines = []
    for area in e.settings.framework.every_area:
        both = [
            figure(e.tables.get("themes_by_area", month="all", theme=theme.id, kind=kind, area=area.id), e)
            for kind in ("improvement", "strength")
        ]
        if any(shown.count or shown.hidden == "c" for shown in both):
            lines.append(AreaLine(area, *both))
    return tuple(lines)


def named_teams(e: Evidence, theme: Theme) -> tuple[ThemeTeam, ...]:
    """The teams that any page may name with a theme: each with an audit that asks to improve it, of five or
    more. None where these are fewer than three."""
    tables = (
        (team, e.tables.get("themes_by_team", month="all", theme=theme.id, kind="improvement", team=team.id))
        for team in e.settings.framework.teams_in(e.month)
    )
    named = tuple(
        ThemeTeam(team, table["audits"])
        for team, table in tables
        if table
        and (table["audits"].hidden or (table["audits"].count and (table["audits"].total or 0) >= FLOOR))
    )
    return named if len(named) >= _LEAST_TEAMS else ()
