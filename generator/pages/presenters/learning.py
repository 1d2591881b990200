"""What was learned: themes, lessons of the month, good practice."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownTable, Status
from generator.measures.figures import LearningPoint
from generator.pages.presenters.quotes import Quotes, quotable, quotes
from generator.settings.model import Theme

RECENT = 12
"""Months that a page shows in a row; older ones are in the downloads."""
ATTENTION: tuple[Status, ...] = (
    "growing", "first-recorded", "persisting", "not-available", "easing", "not-seen",
)  # fmt: skip
"""Statuses, from what most needs attention now to what least does; templates/status_rule.j2 says the same."""


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
class GoodPracticePage:
    """`told`: the strengths quoted that say what they meant for the child."""

    themes: tuple[tuple[ThemeLine, Quotes[LearningPoint]], ...]
    told: Shown
    waiting: Shown


def recent_months(e: Evidence) -> tuple[str, ...]:
    return tuple(m for m in e.months if m <= e.month)[-RECENT:]


def theme_line(e: Evidence, theme: Theme) -> ThemeLine:
    return ThemeLine(
        theme,
        audits_with(e, theme.id, "improvement", e.month),
        audits_with(e, theme.id, "strength", e.month),
        e.statuses[theme.id],
    )


def theme_lines(e: Evidence) -> tuple[ThemeLine, ...]:
    """All themes, what needs attention now first: by status, by audits with it, as in the settings."""
    lines = [theme_line(e, theme) for theme in e.settings.themes.themes]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                ATTENTION.index(line.status),
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
            Lesson(theme, kind, audits_with(e, theme.id, kind, month or e.month), e.statuses[theme.id])
            for theme in e.settings.themes.themes
            if theme.id not in not_these
        ]
        return sorted((f for f in found if f.shown.count), key=lambda f: -(f.shown.count or 0))[:how_many]

    to_improve = most_met("improvement", improvements)
    return (*to_improve, *most_met("strength", strengths, {lesson.theme.id for lesson in to_improve}))


def good_practice_page(e: Evidence) -> GoodPracticePage:
    """By theme; what is known to have meant something for a child before what is not."""
    strengths = [p for p in e.extracts.points if p.kind == "strength"]
    by_theme = (
        (line, told_first(p for p in strengths if p.theme == line.theme.id)) for line in theme_lines(e)
    )
    ordered = sorted(
        (entry for entry in by_theme if entry[1]),
        key=lambda entry: (-sum(bool(p.impact) for p in entry[1]), -len(entry[1])),
    )
    told = e.table("points_told", kind="strength")["told"]
    return GoodPracticePage(
        tuple((line, quotes(e, points, quotable)) for line, points in ordered), told, e.waiting("strengths")
    )


def newest_first(points: Iterable[LearningPoint]) -> tuple[LearningPoint, ...]:
    """The newest month first; within a month those that say what it meant for the child first."""
    return tuple(sorted(points, key=lambda p: (p.month, bool(p.impact)), reverse=True))


def told_first(points: Iterable[LearningPoint]) -> tuple[LearningPoint, ...]:
    """Those that say what it meant for the child first; among them the newest month first."""
    return tuple(sorted(points, key=lambda p: (bool(p.impact), p.month), reverse=True))


def audits_with(e: Evidence, theme: str, kind: str, month: str) -> Shown:
    return figure(e.tables.get("themes", month=month, theme=theme, kind=kind, area="all", team="all"), e)


def figure(table: ShownTable | None, e: Evidence) -> Shown:
    return table["audits"] if table else e.nothing
