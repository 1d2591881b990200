"""The month's briefing, the sheet for a team meeting and the text to send: one topic, from what staff wrote
and, where they did not, from what the records and the themes give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.evidence import Evidence, Shown, ShownTable
from generator.measures.figures import ActionNote, LearningPoint, ProgrammeNote, RegradeNote
from generator.pages.briefings import HEADINGS, MOST, Briefing, words_in
from generator.pages.presenters.home import Safety, safety
from generator.pages.presenters.learning import Lesson, ThemeLine, lessons, newest_first, theme_line
from generator.pages.prose import Section
from generator.settings.model import Theme

Kind = Literal["written", "records", "still", "none"]
"""Written by staff; drawn up from records; the same as last month, so in a few lines; nothing recorded."""

FRAME = 290
"""As many words as the page has of its own, at most, around those of a theme and its learning points."""
LITTLE = 120
"""With fewer words of theme and points the page says more of its own, so as not to be too short."""
MOST_POINTS = 2
"""Learning points quoted of a kind."""
_MONTHS_TO_KNOW = 2
"""Months before, without which nobody can say that nothing is new."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one of the seven headings: `written` by staff, else what the template draws up."""

    heading: str
    id: str
    written: Section | None


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """`topic` is None where no audit of the month has a lesson recorded.

    `alone`: more audits asked for the topic than for any other. `before`: the topic in the month before.
    `roomy`: the data says little, so the page may say more. `loop`: how far audits with the topic came.
    """

    kind: Kind
    topic: ThemeLine | None
    parts: tuple[Part, ...]
    partly: bool
    safety: Safety
    alone: bool
    before: Shown | None
    also: tuple[Lesson, ...]
    strengths: tuple[Lesson, ...]
    strength_points: tuple[LearningPoint, ...]
    improvement_points: tuple[LearningPoint, ...]
    roomy: bool
    teams: Shown
    planned: Shown
    programme: ProgrammeNote | None
    loop: ShownTable
    done: tuple[ActionNote, ...]
    regrades: tuple[RegradeNote, ...]
    used: Shown


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`example`: the topic done well, in an audit's words. `written`: the questions' part, by staff."""

    briefing: BriefingPage
    example: LearningPoint | None
    written: Section | None


def briefing_page(e: Evidence, written: Mapping[str, Briefing]) -> BriefingPage:
    own = written.get(e.month, Briefing("", {}))
    topic = _topic(e, written, e.month)
    improvements = tuple(x for x in lessons(e, improvements=4, strengths=0) if x.theme != topic)
    strengths = lessons(e, improvements=0, strengths=2)
    strength_points, improvement_points, roomy = _points(e, topic, strengths)
    return BriefingPage(
        kind=_kind(e, written, topic),
        topic=theme_line(e, topic) if topic else None,
        parts=tuple(Part(name, _id(name), own.sections.get(name)) for name in HEADINGS),
        partly=bool(own.sections) and len(own.sections) < len(HEADINGS),
        safety=safety(e),
        alone=_alone(e, topic),
        before=_before(e, topic),
        also=improvements[:2],
        strengths=strengths,
        strength_points=strength_points,
        improvement_points=improvement_points,
        roomy=roomy,
        teams=e.table("teams_covered", month=e.month)["covered"],
        planned=e.table("programme", month=e.month)["done"],
        programme=next((p for p in e.extracts.programme if p.month == e.month), None),
        loop=e.table("theme_loop", month="all", theme=topic.id if topic else ""),
        done=_done(e, topic),
        regrades=tuple(
            r
            for r in e.extracts.regrades
            if topic and r.area == topic.area and r.reason == "practice-changed" and _better(e, r)
        )[:2],
        used=e.table("briefing_use", month=e.month)["used"],
    )


def meeting_page(e: Evidence, written: Mapping[str, Briefing]) -> MeetingPage:
    page = briefing_page(e, written)
    questions = next(part.written for part in page.parts if part.heading == HEADINGS[-1])
    topic = page.topic.theme.id if page.topic else ""
    done_well = newest_first(p for p in e.extracts.points if p.theme == topic and p.kind == "strength")
    return MeetingPage(page, done_well[0] if done_well else None, questions)


def _kind(e: Evidence, written: Mapping[str, Briefing], topic: Theme | None) -> Kind:
    """Still the same: no lesson is first recorded or growing, and the topic is that of the month before."""
    own = written.get(e.month)
    if own and own.sections:
        return "written"
    if topic is None:
        return "none"
    known = len(e.months_before) >= _MONTHS_TO_KNOW
    new = any(status in ("first-recorded", "growing") for status in e.statuses.values())
    same = bool(e.months_before) and _topic(e, written, e.months_before[-1]) == topic
    return "still" if known and same and not new else "records"


def _topic(e: Evidence, written: Mapping[str, Briefing], month: str) -> Theme | None:
    """What staff chose for the month, else the lesson that most of its audits asked to improve."""
    chosen = written[month].topic if month in written else ""
    if chosen:
        return next(theme for theme in e.settings.themes.themes if theme.id == chosen)
    most = lessons(e, improvements=1, strengths=0, month=month)
    return most[0].theme if most else None


def _alone(e: Evidence, topic: Theme | None) -> bool:
    first, second = (*lessons(e, improvements=2, strengths=0), None, None)[:2]
    if first is None or first.theme != topic:
        return False
    return second is None or second.shown.count != first.shown.count


def _before(e: Evidence, topic: Theme | None) -> Shown | None:
    if topic is None or not e.months_before:
        return None
    dims = {"theme": topic.id, "kind": "improvement", "area": "all", "team": "all"}
    return e.table("themes", month=e.months_before[-1], **dims)["audits"]


def _points(
    e: Evidence, topic: Theme | None, strengths: Iterable[Lesson]
) -> tuple[tuple[LearningPoint, ...], tuple[LearningPoint, ...], bool]:
    """Learning points of the month as far as one printed side holds them, those with an impact first."""
    strong = {lesson.theme.id for lesson in strengths}
    room = MOST - FRAME - (_words_of(topic) if topic else 0)
    taken: dict[str, list[LearningPoint]] = {"improvement": [], "strength": []}
    for wanted in (1, MOST_POINTS):
        for kind, themes in (("improvement", {topic.id} if topic else set()), ("strength", strong)):
            for point in newest_first(p for p in e.extracts.points if p.month == e.month):
                size = words_in(f"{point.point} {point.impact}") + 4
                fits = size <= room and len(taken[kind]) < wanted
                if point.kind == kind and point.theme in themes and point not in taken[kind] and fits:
                    taken[kind].append(point)
                    room -= size
    return tuple(taken["strength"]), tuple(taken["improvement"]), MOST - FRAME - room < LITTLE


def _words_of(theme: Theme) -> int:
    texts = (theme.what, theme.monday, *theme.good, *theme.questions, *(r.title for r in theme.resources))
    return words_in(" ".join(texts))


def _done(e: Evidence, topic: Theme | None) -> tuple[ActionNote, ...]:
    """Actions on the topic that are done, those whose change somebody checked first."""
    done = [a for a in e.extracts.actions if topic and a.theme == topic.id and a.state == "done"]
    return tuple(sorted(done, key=lambda a: (not a.checked, not a.impact)))[:3]


def _id(heading: str) -> str:
    return heading.lower().replace(" ", "-")


def _better(e: Evidence, regrade: RegradeNote) -> bool:
    order = [grade.id for grade in e.settings.framework.scale(regrade.month)]
    known = regrade.before in order and regrade.after in order
    return known and order.index(regrade.after) > order.index(regrade.before)
