"""What is different since the last meeting, and any month beside any other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from generator.evidence import Change, Evidence, Shown, ShownTable
from generator.evidence.change import FLOOR
from generator.evidence.derive import pooled, rest
from generator.evidence.revisions import Notice
from generator.evidence.told import Restated, restated, table_told
from generator.measures.figures import RequestNote
from generator.pages.presenters.grades import good_or_better
from generator.pages.presenters.home import Safety, safety
from generator.pages.presenters.learning import audits_with
from generator.pages.presenters.revisions import figure_name
from generator.settings.meetings import LastMeeting
from generator.settings.model import Grade, Theme

MOST = 10
"""Restated figures that the page lists; all are counted."""


@dataclass(frozen=True, slots=True)
class ThemeSince:
    """A lesson: in how many audits it was met in the month that the meeting looked at, and in those since."""

    theme: Theme
    then: Shown
    since: Shown


@dataclass(frozen=True, slots=True)
class ThemesSince:
    """`come`: asked for by no audit up to the month that the meeting looked at, and by some since. `gone`:
    the other way round. `met`: all that were met since."""

    come: tuple[ThemeSince, ...]
    gone: tuple[ThemeSince, ...]
    met: tuple[ThemeSince, ...]


@dataclass(frozen=True, slots=True)
class ShareSince:
    """A month's share then and now. `points`: the shown percents' difference; None where they are not to be
    compared. `was`: as the meeting had it, where that is another figure than is known of the month now."""

    name: str
    change: Change
    points: int | None
    was: Shown | None


@dataclass(frozen=True, slots=True)
class ActionsSince:
    """`fates`: what became of the actions that were open then, by focus. `agreed`: those agreed since."""

    fates: Mapping[str, ShownTable]
    agreed: Shown


@dataclass(frozen=True, slots=True)
class Correction:
    month: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class RestatedLine:
    name: str
    figure: Restated


@dataclass(frozen=True, slots=True)
class Unsigned:
    month: str
    audits: Shown


@dataclass(frozen=True, slots=True)
class Since:
    """`shares`: what families and files say first, grades last. `areas`: those whose share of good grades
    differs beyond chance, of all `areas_compared`. `recorded`: what the meeting had is on record; `restated`:
    the figures that are others now, `more` of them not listed. `unsigned`: of that
    month and of each since, the audits that are not signed off yet."""

    months: tuple[str, ...]
    themes: ThemesSince
    actions: ActionsSince
    safety: Safety
    shares: tuple[ShareSince, ...]
    areas: tuple[ShareSince, ...]
    areas_compared: int
    corrections: tuple[Correction, ...]
    recorded: bool
    restated: tuple[RestatedLine, ...]
    more: int
    unsigned: tuple[Unsigned, ...]

    @property
    def tests(self) -> int:
        return len(self.shares) + self.areas_compared


@dataclass(frozen=True, slots=True)
class SincePage:
    """`met`: None where no meeting came before; `since`: None where it had no edition. `papers`: its edition
    has a page of what was sent. `requests`: what they asked that is open, was answered since, or was asked at
    the meeting or since."""

    forum: str
    met: LastMeeting | None
    worst_grade: Grade
    since: Since | None
    papers: bool
    requests: tuple[RequestNote, ...]


def since_page(e: Evidence, corrections: Mapping[str, Sequence[Notice]]) -> SincePage:
    """`corrections`: the notices of each month's edition."""
    met = e.last_meeting
    return SincePage(
        e.settings.publication.report.report_for,
        met,
        e.settings.framework.scale(e.month)[0],
        _since(e, met, corrections) if met and met.month in e.months else None,
        any(met and (met.on, met.month) == (each.on, each.month) for each in e.papers),
        tuple(r for r in e.extracts.requests if met and _to_tell(r, met)),
    )


def _since(e: Evidence, met: LastMeeting, corrections: Mapping[str, Sequence[Notice]]) -> Since:
    months = tuple(month for month in e.months if met.month < month <= e.month)
    areas = [share for share in _areas(e, met.month) if share]
    changed = [*restated(e, e.told or {}, met.month)]
    return Since(
        months,
        _themes(e, met.month, months),
        _actions(e, met.month),
        safety(e),
        tuple(_shares(e, met.month)),
        tuple(share for share in areas if share.change.verdict in ("rose", "fell")),
        len(areas),
        tuple(_corrections(e, met.papers_on, corrections)),
        e.told is not None,
        tuple(RestatedLine(figure_name(r.now.source.name, e.settings), r) for r in islice(changed, MOST)),
        max(0, len(changed) - MOST),
        tuple(_unsigned(e, month) for month in (met.month, *months)),
    )


def _themes(e: Evidence, then: str, since: Sequence[str]) -> ThemesSince:
    """A lesson with a hidden month is told neither as come nor as gone: that would say what is hidden."""
    come, gone, met = [], [], []
    before = [month for month in e.months if month <= then]
    for theme in e.settings.themes.themes:
        shown = {m: audits_with(e, theme.id, "improvement", m) for m in (*before, *since)}
        line = ThemeSince(theme, shown[then], pooled([shown[m] for m in since], "since"))
        if line.since.count:
            met.append(line)
            if all(shown[month].count == 0 for month in before):
                come.append(line)
        elif line.since.count == 0 and line.then.count:
            gone.append(line)
    return ThemesSince(*(tuple(sorted(lines, key=_most_met)) for lines in (come, gone, met)))


def _most_met(line: ThemeSince) -> tuple[int, int]:
    return -(line.since.count or 0), -(line.then.count or 0)


def _actions(e: Evidence, then: str) -> ActionsSince:
    where = {"month": "all", "since": then}
    fates = {focus: e.table("actions_since", focus=focus, **where) for focus in ("all", "child", "process")}
    return ActionsSince(fates, e.table("actions_agreed_since", focus="all", **where)["since"])


def _shares(e: Evidence, then: str) -> Iterator[ShareSince]:
    """What the meeting's month and this one can be compared by."""
    parts = [
        ("child-said", {"measure": "voice", "person": "child"}, "given"),
        ("with-worker", {"measure": "with_practitioner"}, "yes"),
        ("triangulated", {"measure": "triangulated"}, "yes"),
        ("meets", {"measure": "audit_quality"}, "meets"),
        ("agreed", {"measure": "agreement", "area": "overall"}, "same"),
        ("worst", {"measure": "grades", **_MODERATED}, e.settings.framework.scale(e.month)[0].id),
        ("good", {"measure": "grades", **_MODERATED}, ""),
    ]
    for name, where, part in parts:
        if share := _share(e, name, then, where, part):
            yield share


_MODERATED = {"stage": "moderated", "area": "overall", "team": "all"}


def _areas(e: Evidence, then: str) -> Iterator[ShareSince | None]:
    """Good or better by area, of those in force in both months."""
    both = {area.id for area in e.settings.framework.areas_in(then)}
    for area in e.settings.framework.areas_in(e.month):
        if area.id in both:
            where = {"measure": "grades", **_MODERATED, "area": area.id}
            yield _share(e, area.name, then, where, "")


def _share(e: Evidence, name: str, then: str, where: Mapping[str, str], part: str) -> ShareSince | None:
    """A part's share, or of no part the good grades'. None where a month has no such figure."""

    def of(table: ShownTable) -> Shown | None:
        return table.parts.get(part) if part else good_or_better(e, table)

    tables = [e.tables.get(month=month, **where) for month in (then, e.month)]
    before, after = (of(table) if table else None for table in tables)
    if before is None or after is None or not (before.total or before.hidden):
        return None
    change = e.compare(before, after)
    told = table_told(e.told, tables[0]) if e.told and tables[0] else None
    was = of(told) if told else None
    differs = was is not None and (was.count, was.total) != (before.count, before.total)
    return ShareSince(name, change, _points(change), was if differs else None)


def _points(change: Change) -> int | None:
    before, after = change.before, change.after
    few = min(before.total or 0, after.total or 0) < FLOOR
    if few or before.percent is None or after.percent is None:
        return None
    return after.percent - before.percent


def _corrections(
    e: Evidence, sent: date, corrections: Mapping[str, Sequence[Notice]]
) -> Iterator[Correction]:
    """Made after its papers were sent and known to this edition, newest first."""
    edition = e.edition
    day = edition.revisions[-1].on if edition.revised else edition.published_on or edition.data_to
    found = [
        Correction(month, notice)
        for month, notices in corrections.items()
        for notice in notices
        if month <= e.month and sent < notice.on <= day
    ]
    yield from sorted(found, key=lambda each: (each.notice.on, each.month), reverse=True)


def _unsigned(e: Evidence, month: str) -> Unsigned:
    return Unsigned(month, rest(e.table("locks", month=month)["signed-off"], "unsigned"))


def _to_tell(request: RequestNote, met: LastMeeting) -> bool:
    day = met.on.isoformat()
    asked_then = request.asked_on >= day or request.answered_on >= day
    return request.forum == met.forum and (asked_then or request.state != "answered")
