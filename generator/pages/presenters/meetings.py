"""What was sent to meetings, and what has changed in it since: the supplement to its papers."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.evidence import Evidence
from generator.evidence.revisions import current_on
from generator.pages.content import Content
from generator.pages.presenters.report import board_report, panel_report
from generator.pages.presenters.revisions import ChangesSince, RevisionLine, changes_since, revision_lines
from generator.pages.provenance import names_shown
from generator.settings.meetings import Papers

OPEN = 6
"""Meetings that stand open in the list, at least; those of earlier years are one press away."""
PANEL, BOARD = "report/", "report/board/"


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list. `ahead`: as far as this edition knows, its papers are not public yet."""

    papers: Papers
    ahead: bool


@dataclass(frozen=True, slots=True)
class MeetingYear:
    name: str
    lines: tuple[MeetingLine, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class MeetingsPage:
    """`ahead`: the next one first. `years`: of the other meetings, the newest first."""

    ahead: tuple[MeetingLine, ...]
    years: tuple[MeetingYear, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """A revision that was sent to meetings of one day, and what has changed in it since.

    `reports`: the address of each report that was sent, with its meeting. `later`: the revisions since,
    newest first; of them and of `changes` a page lists so many that it stays on one printed side.
    """

    line: RevisionLine
    meetings: tuple[MeetingLine, ...]
    reports: tuple[tuple[str, MeetingLine], ...]
    later: tuple[RevisionLine, ...]
    changes: ChangesSince


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """The meetings of a day that this edition went to, by the revision that was sent; mostly it is one."""

    on: date
    sent: tuple[Sent, ...]


def meetings_page(e: Evidence) -> MeetingsPage:
    lines = [_line(e, each) for each in e.papers]
    past = [line for line in reversed(lines) if not line.ahead]
    return MeetingsPage(tuple(line for line in lines if line.ahead), tuple(_years(past)))


def meeting_pages(e: Evidence, content: Content) -> Iterator[MeetingPage]:
    """One for each day of a meeting that the edition goes to."""
    for day, of_day in groupby(e.papers_of_its_own, key=lambda each: each.on):
        by_revision: dict[int, list[Papers]] = {}
        for each in of_day:
            by_revision.setdefault(current_on(e.edition.revisions, each.papers_on), []).append(each)
        yield MeetingPage(day, tuple(_sent(e, content, *each) for each in by_revision.items()))


def _line(e: Evidence, papers: Papers) -> MeetingLine:
    """An edition can't know today: it knows the day of its newest revision, and whether a newer one came."""
    edition = e.edition
    if edition.published_on is None:
        return MeetingLine(papers, papers.papers_on >= edition.data_to)
    day = edition.revisions[-1].on if edition.revised else edition.published_on
    return MeetingLine(papers, not papers.settled and papers.papers_on > day)


def _years(lines: Iterable[MeetingLine]) -> Iterator[MeetingYear]:
    before = 0
    for name, of_year in groupby(lines, key=lambda line: str(line.papers.on.year)):
        meetings = tuple(of_year)
        yield MeetingYear(name, meetings, before < OPEN)
        before += len(meetings)


def _sent(e: Evidence, content: Content, number: int, papers: Iterable[Papers]) -> Sent:
    lines = revision_lines(e)
    meetings = tuple(_line(e, each) for each in papers)
    reports = tuple((address, line) for line in meetings for address in _addresses(e, line.papers.forum))
    later = tuple(reversed(lines[number:]))
    named = _in_reports(e, content, {address for address, _ in reports}) if later else frozenset()
    return Sent(lines[number - 1], meetings, reports, later, changes_since(e, number, named))


def _addresses(e: Evidence, forum: str) -> Iterator[str]:
    report = e.settings.publication.report
    if forum == report.report_for:
        yield PANEL
    if forum == report.board_for:
        yield BOARD


def _in_reports(e: Evidence, content: Content, addresses: Container[str]) -> frozenset[str]:
    """The names of the figures that reports are made of."""
    panel = panel_report(e, content.reports.get(e.month, {})) if PANEL in addresses else None
    board = board_report(e, content.board_reports.get(e.month, {})) if BOARD in addresses else None
    return names_shown((panel, board))
