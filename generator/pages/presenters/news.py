"""What a month brings that the month before did not: lessons, their status, what was done since."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from generator.evidence import Evidence, Status
from generator.measures.figures import ActionNote
from generator.pages.presenters.learning import Lesson, audits_with
from generator.settings.model import Theme

_SHIFTED: tuple[Status, ...] = ("growing", "easing")
_ALWAYS_NEWS: tuple[Status, ...] = ("first-recorded", *_SHIFTED)


@dataclass(frozen=True, slots=True)
class Changed:
    """A theme whose status is not that of the month before."""

    theme: Theme
    before: Status
    now: Status


@dataclass(frozen=True, slots=True)
class News:
    """What a month teaches that the month `before` (YYYY-MM) did not.

    `since`: the last day that the edition before knew (YYYY-MM-DD); of one without a date (`dated` is False),
    which knows of every day, the last of its month. `first`: lessons that no audit of an
    earlier month asked for. `shifted`: those newly met more, or less, often than before, beyond chance.
    `steady`: that can be told of every lesson, and of none is it so.
    """

    before: str
    since: str
    dated: bool
    first: tuple[Lesson, ...]
    shifted: tuple[Changed, ...]
    steady: bool


def news(e: Evidence) -> News | None:
    """None in the first month. What was not met this month, or is met again, is no news: months are small."""
    if not e.months_before:
        return None
    known = _known_before(e)
    first = (_lesson(e, theme) for theme in e.settings.themes.themes if _first(e, theme))
    return News(
        before=e.months_before[-1],
        since=(known or _last_day(e.months_before[-1])).isoformat(),
        dated=known is not None,
        first=tuple(sorted(first, key=lambda lesson: -(lesson.shown.count or 0))),
        shifted=tuple(c for c in changed(e) if c.now in _SHIFTED),
        steady=not {*_SHIFTED, "not-available"} & set(e.statuses.values()),
    )


def changed(e: Evidence) -> list[Changed]:
    """The themes with a new status. That it can be told at all for the first time is no news by itself."""
    both = (
        (theme, e.statuses_before.get(theme.id), e.statuses[theme.id]) for theme in e.settings.themes.themes
    )
    return [
        Changed(theme, before, now)
        for theme, before, now in both
        if before and now not in (before, "not-available")
        if before != "not-available" or now in _ALWAYS_NEWS
    ]


def done_since(e: Evidence, theme: Theme, since: str) -> tuple[ActionNote, ...]:
    """Actions on a theme that were done, or whose change was checked, after a day; checked ones first."""
    done = [
        action
        for action in e.extracts.actions
        if action.theme == theme.id and max(action.completed_on, action.impact_checked_on) > since
    ]
    return tuple(sorted(done, key=lambda action: (not action.checked, not action.impact)))


def _first(e: Evidence, theme: Theme) -> bool:
    """By counts alone, so that it can be told from the second month on, and of months of few audits."""
    now, *before = (audits_with(e, theme.id, "improvement", m) for m in (e.month, *e.months_before))
    return bool(now.count) and all(shown.count == 0 for shown in before if shown.hidden != "x")


def _lesson(e: Evidence, theme: Theme) -> Lesson:
    shown = audits_with(e, theme.id, "improvement", e.month)
    return Lesson(theme, "improvement", shown, e.statuses[theme.id])


def _known_before(e: Evidence) -> date | None:
    """The last day that the edition before knew; None where it is a draft."""
    if e.edition.before_knew:
        return e.edition.before_knew  # what it knows now, if it was revised since, readers could not know
    dated = {each.month: each.data_to or each.published_on for each in e.settings.publication.editions}
    return dated.get(e.months_before[-1])


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, monthrange(year, number)[1])
