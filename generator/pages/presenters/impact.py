"""What families said, what was done, what it changed, what inspectors and forums asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownTable
from generator.evidence.derive import share_of
from generator.measures.figures import ActionNote, EventNote, LearningPoint, RegradeNote, RequestNote
from generator.measures.impact import REASONS
from generator.measures.known import with_not_recorded
from generator.pages.presenters.home import Loop, Safety, loop, safety
from generator.pages.presenters.learning import audits_with, newest_first, recent_months
from generator.pages.presenters.quotes import Quotes, last_news, looked_again, quotable, quotes
from generator.pages.words import month_name
from generator.records.schema import PERSONS
from generator.settings.model import Theme

LONGEST_OVERDUE = 30
"""Overdue actions that a page quotes; all are counted."""


@dataclass(frozen=True, slots=True)
class VoicePage:
    month: Mapping[str, ShownTable]
    to_date: Mapping[str, ShownTable]
    triangulated: ShownTable
    triangulated_to_date: ShownTable
    said: tuple[tuple[str, Quotes[LearningPoint]], ...]
    waiting: Shown


@dataclass(frozen=True, slots=True)
class MonthLoop:
    """What became of one month's audits: actions about the child and about process, and later grades."""

    month: str
    child: ShownTable
    process: ShownTable
    regrades: ShownTable


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """`overdue`: the longest overdue first; `more_overdue`: they are not all. `regrades`: the newest first.
    `unmoderated`: of `reaudits`, those that a manager alone has graded so far, set beside a moderated grade.
    """

    safety: Safety
    loop: Loop
    focuses: Mapping[str, ShownTable]
    months: tuple[tuple[str, ShownTable], ...]
    checked: Quotes[ActionNote]
    reported: Quotes[ActionNote]
    overdue: tuple[ActionNote, ...]
    more_overdue: bool
    practice_changed: Shown
    record_improved: Shown
    reason_unknown: Shown
    regrades: Quotes[RegradeNote]
    reaudits: ShownTable
    unmoderated: ShownTable
    waiting: Shown
    by_month: tuple[MonthLoop, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What audits show of a finding: to improve `since` it and in the `month`, and as a `strength` then;
    `checked`: of all audits that asked for it so far, those whose change somebody else checked."""

    theme: Theme
    since: Shown
    month: Shown
    strength: Shown
    checked: Shown


@dataclass(frozen=True, slots=True)
class InspectionsPage:
    """`requests`: oldest first; `to_answer`: those of them that are open, what is overdue first."""

    inspections: tuple[tuple[EventNote, tuple[FindingLine, ...]], ...]
    requests: tuple[RequestNote, ...]
    to_answer: tuple[RequestNote, ...]
    counts: ShownTable


def voice_page(e: Evidence) -> VoicePage:
    said = ((person, newest_first(p for p in e.extracts.points if p.said_by == person)) for person in PERSONS)
    return VoicePage(
        {person: e.table("voice", month=e.month, person=person) for person in PERSONS},
        {person: e.table("voice", month="all", person=person) for person in PERSONS},
        e.table("triangulated", month=e.month),
        e.table("triangulated", month="all"),
        tuple((person, quotes(e, points, quotable)) for person, points in said if points),
        e.waiting("family-words"),
    )


def actions_page(e: Evidence) -> ActionsPage:
    overdue = sorted((a for a in e.extracts.actions if a.overdue), key=lambda a: a.due)
    done = [a for a in e.extracts.actions if a.state == "done" and a.impact]
    regrades = e.table("regrades", month="all", reason="all", area="all")
    changed, recorded, unexplained = (
        share_of(e.table("regrades", month="all", reason=reason, area="all").total, regrades.total, reason)
        for reason in with_not_recorded(REASONS)
    )
    return ActionsPage(
        safety(e),
        loop(e),
        {focus: e.table("actions", month="all", focus=focus) for focus in ("all", "child", "process")},
        tuple((month_name(m), e.table("actions", month=m, focus="all")) for m in recent_months(e)),
        checked=quotes(e, (a for a in done if a.checked), last_news),
        reported=quotes(e, (a for a in done if not a.checked), last_news),
        overdue=tuple(overdue[:LONGEST_OVERDUE]),
        more_overdue=len(overdue) > LONGEST_OVERDUE,
        practice_changed=changed,
        record_improved=recorded,
        reason_unknown=unexplained,
        regrades=quotes(e, sorted(e.extracts.regrades, key=lambda r: r.on, reverse=True), looked_again),
        reaudits=e.table("reaudits", month="all"),
        unmoderated=e.table("reaudits_unmoderated", month="all"),
        waiting=e.waiting("actions"),
        by_month=tuple(month_loop(e, month) for month in recent_months(e)),
    )


def month_loop(e: Evidence, month: str) -> MonthLoop:
    child, process = (e.table("loop", month=month, focus=focus) for focus in ("child", "process"))
    return MonthLoop(month, child, process, e.table("regrades_by_month", month=month))


def inspections_page(e: Evidence) -> InspectionsPage:
    themes = {t.id: t for t in e.settings.themes.themes}
    inspections = []
    for event in e.extracts.events:
        if event.kind == "inspection":
            lines = tuple(_finding(e, event, themes[t]) for t in event.themes if t in themes)
            inspections.append((event, lines))
    waiting = (request for request in e.extracts.requests if request.state != "answered")
    return InspectionsPage(
        tuple(inspections),
        e.extracts.requests,
        tuple(sorted(waiting, key=lambda request: (request.state != "overdue", request.due))),
        e.table("requests", month="all"),
    )


def _finding(e: Evidence, event: EventNote, theme: Theme) -> FindingLine:
    return FindingLine(
        theme,
        e.table("findings_since", event=event.id, theme=theme.id)["audits"],
        audits_with(e, theme.id, "improvement", e.month),
        audits_with(e, theme.id, "strength", e.month),
        e.table("theme_loop", month="all", theme=theme.id)["impact-checked"],
    )
