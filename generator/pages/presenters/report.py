"""The committee papers: the scrutiny panel's report, the improvement board's, and what they may ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownTable
from generator.evidence.derive import rest
from generator.evidence.owners import overdue_by_owner
from generator.measures.figures import EventNote, ProgrammeNote, RequestNote, SessionNote
from generator.pages.presenters.assurance import AuditorsPage, ModerationPage, auditors_page, moderation_page
from generator.pages.presenters.control import Graded, every_graded
from generator.pages.presenters.grades import AreasPage, GradeLine, area_lines, month_lines
from generator.pages.presenters.home import Safety, safety
from generator.pages.presenters.impact import (
    ActionsPage,
    FindingLine,
    VoicePage,
    actions_page,
    inspections_page,
    voice_page,
)
from generator.pages.presenters.learning import Lesson, ThemeLine, lessons, theme_lines
from generator.pages.presenters.trends import ROLLING, TrendsPage, trends_page
from generator.pages.prose import Section
from generator.records.schema import STAGES
from generator.settings.meetings import Papers, next_meeting
from generator.settings.model import Meeting, ProcessControl

PAPERS = 3
REPORT_SECTIONS = (
    "Recommendations",
    "Introduction and background",
    "What we have done",
    "Audit findings",
    "Conclusion",
    "Implications",
    "Background papers",
)
"""The headings of content/reports/<YYYY-MM>.md; words on findings go with what the records give."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A committee paper: `words` by heading, where staff wrote some.

    `report_for`: who meets; `meeting`: their next one; `papers`: those of their meetings that this report is
    in, of which at most `PAPERS` are named. `months`: the newest, each to have a table of its own;
    `earlier`: those before. `late`: overdue actions by what they are about; `owners`: by the role that owns
    them. `worst` and `good`: months in a row, as process control sees them. `provisional`: months told that
    have audits not signed off, with how many.
    """

    words: Mapping[str, Section]
    report_for: str
    meeting: Meeting | None
    papers: tuple[Papers, ...]
    safety: Safety
    lessons: tuple[Lesson, ...]
    themes: tuple[ThemeLine, ...]
    events: tuple[EventNote, ...]
    sessions: tuple[SessionNote, ...]
    requests: tuple[RequestNote, ...]
    request_counts: ShownTable
    inspections: tuple[tuple[EventNote, tuple[FindingLine, ...]], ...]
    months: tuple[GradeLine, ...]
    earlier: tuple[GradeLine, ...]
    moderation: ModerationPage
    auditors: AuditorsPage
    voice: VoicePage
    actions: ActionsPage
    late: tuple[Shown, Shown]
    owners: tuple[Shown, ...]
    worst: Graded
    good: Graded
    provisional: tuple[tuple[str, Shown], ...]
    areas: AreasPage
    trends: TrendsPage
    programme: tuple[ProgrammeNote, ...]
    planned: Shown
    open_cases: Shown
    covered: Shown
    control: ProcessControl

    @property
    def at_random(self) -> bool:
        """All files of the month were chosen at random, be it within groups."""
        return all(note.sampling in ("random", "stratified") for note in self.programme)


def panel_report(e: Evidence, words: Mapping[str, Section]) -> ReportPage:
    return _report(e, words, e.settings.publication.report.report_for)


def board_report(e: Evidence, words: Mapping[str, Section]) -> ReportPage:
    return _report(e, words, e.settings.publication.report.board_for)


def _report(e: Evidence, words: Mapping[str, Section], report_for: str) -> ReportPage:
    inspections, actions = inspections_page(e), actions_page(e)
    lines = month_lines(e, "overall")
    worst, good, *_ = every_graded(e)

    def overdue(focus: str) -> Shown:
        return e.table("actions_overdue", month="all", focus=focus)["overdue"]

    return ReportPage(
        words,
        report_for,
        _next_meeting(e, report_for),
        tuple(each for each in e.papers_of_its_own if each.forum == report_for)[:PAPERS],
        safety(e),
        lessons(e, improvements=4, strengths=2),
        tuple(line for line in theme_lines(e) if line.improvement.count or line.strength.count),
        tuple(event for event in e.extracts.events if event.kind != "inspection"),
        e.extracts.sessions,
        inspections.requests,
        inspections.counts,
        inspections.inspections,
        lines[-ROLLING:],
        lines[:-ROLLING],
        moderation_page(e),
        auditors_page(e),
        voice_page(e),
        actions,
        (overdue("child"), overdue("process")),
        overdue_by_owner(e),
        worst,
        good,
        _provisional(e, [line.id for line in lines]),
        AreasPage(area_lines(e)),
        trends_page(e),
        tuple(p for p in e.extracts.programme if p.month == e.month),
        e.table("programme", month=e.month)["done"],
        e.table("programme_open", month=e.month)["done"],
        e.table("teams_covered", month=e.month)["covered"],
        e.settings.publication.process_control,
    )


def _provisional(e: Evidence, months: Sequence[str]) -> tuple[tuple[str, Shown], ...]:
    """The newest first."""
    locks = ((month, e.table("locks", month=month)) for month in reversed(months))
    unsigned = ((month, rest(table["signed-off"], "unsigned")) for month, table in locks)
    return tuple((month, shown) for month, shown in unsigned if shown.count or shown.hidden == "c")


def tables_of(e: Evidence) -> Mapping[tuple[str, str], str]:
    """Stage and month -> the table of a report that has the service's grades, by its anchor; newest first."""
    months = [line.id for line in month_lines(e, "overall")]
    newest = {(stage, m): f"table-{m}" for m in reversed(months[-ROLLING:]) for stage in STAGES}
    return newest | {("moderated", month): "table-before" for month in months[:-ROLLING]}


def _next_meeting(e: Evidence, forum: str) -> Meeting | None:
    """The first that can have it among its papers; of a draft, none."""
    published = e.edition.published_on
    return next_meeting(e.settings.publication, forum, published) if published else None
