"""When the papers of meetings go public, and which edition goes to a meeting."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.settings.model import Meeting, Publication

CLEAR_DAYS = 5
"""Days between that on which papers go public and the meeting (Local Government Act 1972, section 100B)."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Papers:
    """What goes to a meeting of those whom a report is for.

    `month`: of the newest edition published by `papers_on`, the day on which papers go public; blank where
    none is. `settled`: a newer edition has come since, so that no other can go to it any more.
    """

    forum: str
    on: date
    papers_on: date
    month: str
    settled: bool


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """The last meeting, before an edition, of those whom the report is for.

    `month`: of the newest edition published by the day on which its papers went public, `papers_on`; that
    edition knew up to `data_to`. Blank where none was, and `data_to` is then the day of the meeting.
    """

    forum: str
    on: date
    papers_on: date
    month: str
    data_to: date


def papers_day(meeting: Meeting) -> date:
    """The last day on which papers can go public; that and the day of the meeting are no clear days."""
    if meeting.papers_on:
        return meeting.papers_on
    day = meeting.date
    for _ in range(CLEAR_DAYS + 1):
        day -= timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day -= timedelta(days=1)
    return day


def every_papers(publication: Publication) -> tuple[Papers, ...]:
    """Those of all meetings in the settings that get a report, by their day; on one day the panel first."""
    forums = (publication.report.report_for, publication.report.board_for)
    theirs = [meeting for meeting in publication.meetings if meeting.forum in forums]
    theirs.sort(key=lambda meeting: (meeting.date, forums.index(meeting.forum)))
    newest = _newest_by(publication, date.max)
    papers = []
    for meeting in theirs:
        day = papers_day(meeting)
        month = _newest_by(publication, day)
        papers.append(Papers(meeting.forum, meeting.date, day, month, month < newest))
    return tuple(papers)


def papers_known(
    papers: Iterable[Papers], month: str, published_on: date | None, data_to: date
) -> tuple[Papers, ...]:
    """Those that `month`'s edition tells of: its own, and of meetings that had an earlier edition or none.

    A draft has none of its own, and tells of the next meeting of each forum. What a newer edition takes over
    is told by that one alone, so that older editions stay as they are.
    """
    earlier = tuple(each for each in papers if each.month < month)
    if published_on:
        known = [each for each in earlier if each.papers_on < published_on]
        return (*known, *(each for each in papers if each.month == month))
    return (*(each for each in earlier if each.papers_on < data_to), *_next(earlier, data_to))


def sent_to(publication: Publication, month: str, since: date, until: date) -> tuple[str, ...]:
    """The meetings, as "2024-01-10 Panel", that had the revision of `month`'s edition which readers had from
    `since` on, and before `until`: on the day when papers went public, or later up to the meeting."""
    papers = (each for each in every_papers(publication) if each.month == month)
    return tuple(f"{each.on} {each.forum}" for each in papers if since <= each.on and each.papers_on < until)


def next_meeting(publication: Publication, forum: str, published_on: date) -> Meeting | None:
    """The first one of `forum` whose papers can hold what is published on that day."""
    theirs = (m for m in publication.meetings if m.forum == forum and papers_day(m) >= published_on)
    return min(theirs, key=lambda meeting: meeting.date, default=None)


def last_meeting(publication: Publication, month: str, data_to: date) -> LastMeeting | None:
    """Before the publication of `month`'s edition; of a draft, before its `data_to`.

    None where the settings name no such meeting.
    """
    own = next((each for each in publication.editions if each.month == month), None)
    day = (own and own.published_on) or data_to
    forum = publication.report.report_for
    theirs = (each for each in publication.meetings if each.forum == forum and each.date < day)
    met = max(theirs, key=lambda meeting: meeting.date, default=None)
    if met is None:
        return None
    papers_on = papers_day(met)
    had_month = _newest_by(publication, papers_on, before=month)
    had = next((each for each in publication.editions if each.month == had_month), None)
    if had is None:
        return LastMeeting(forum, met.date, papers_on, "", met.date)
    return LastMeeting(forum, met.date, papers_on, had.month, had.data_to or had.published_on or met.date)


def _newest_by(publication: Publication, day: date, before: str = "9999") -> str:
    """The month of the newest edition published by a day, of those before a month; blank where none is."""
    out = (each.month for each in publication.editions if each.published_on and each.published_on <= day)
    return max((month for month in out if month < before), default="")


def _next(papers: Iterable[Papers], day: date) -> Iterator[Papers]:
    """The first of each forum whose papers go public on `day` or later."""
    forums = set()
    for each in papers:
        if each.papers_on >= day and each.forum not in forums:
            forums.add(each.forum)
            yield each
