"""The month's briefing, the sheet for a team meeting and the text to send: one topic, from what staff wrote
and, where they did not, from what the records and the themes give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.evidence import Evidence, Shown
from generator.measures.figures import ActionNote, LearningPoint
from generator.pages.briefings import HEADINGS, MOST, QUESTIONS, TO_DO, Briefing, words_in
from generator.pages.presenters.home import Safety, safety
from generator.pages.presenters.learning import (
    ThemeLine,
    audits_with,
    lessons,
    newest_first,
    theme_line,
    theme_lines,
)
from generator.pages.presenters.news import News, done_since, news
from generator.pages.presenters.themes import ThemeLoop, theme_loop
from generator.pages.prose import Section
from generator.settings.model import Theme

Kind = Literal["written", "records", "still", "none"]
"""Written by staff; drawn up from records; nothing new to learn, so in a few lines; nothing recorded."""

FRAME = 290
"""As many words as the page has of its own, at most, around those of a theme and its learning points."""
LITTLE = 120
"""With fewer words of theme and points the page says more of its own, so as not to be too short."""
MOST_POINTS, MOST_DONE = 2, 3
"""Learning points quoted of a kind, and actions told."""
_WORDS_OF_UNCOUNTED = 10
"""That a point's audit is of a type that no figure counts."""
_WORDS_TO_NAME_THE_LAST = 10
"""Of a month whose topic is another than that of the month before."""
_WORDS_AROUND_ACTION, _WORDS_AROUND_NEWS = 16, 45
"""When it was done and who says what changed; which month had the topic before, and what is new."""


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one of the seven headings: `written` by staff, else what the template draws up."""

    heading: str
    id: str
    written: Section | None


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """`topic` is None where no audit of the month has a lesson recorded.

    `alone`: more audits asked for the topic than for any other. `news`: None in the first month. `before`:
    the topic in the month before; `topic_before`: what that month was about. `also`: other lessons asked for,
    those that are new first. `done`: what was done about the topic since the edition before; `loop`: how far
    audits with it came. `sampling`: how files were chosen, each way once. `roomy`: the data says little, so
    the page may say more.
    """

    kind: Kind
    topic: ThemeLine | None
    parts: tuple[Part, ...]
    partly: bool
    safety: Safety
    alone: bool
    news: News | None
    before: Shown | None
    topic_before: ThemeLine | None
    also: tuple[ThemeLine, ...]
    strengths: tuple[ThemeLine, ...]
    strength_points: tuple[LearningPoint, ...]
    improvement_points: tuple[LearningPoint, ...]
    roomy: bool
    teams: Shown
    planned: Shown
    sampling: tuple[str, ...]
    loop: ThemeLoop | None
    done: tuple[ActionNote, ...]
    used: Shown

    @property
    def to_do(self) -> Section | None:
        """What staff wrote to be done; None where they did not."""
        return self._written(TO_DO)

    @property
    def questions(self) -> Section | None:
        """What staff wrote to be discussed; None where they did not."""
        return self._written(QUESTIONS)

    def _written(self, heading: str) -> Section | None:
        return next(part.written for part in self.parts if part.heading == heading)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """`example`: the topic done well, in an audit's words."""

    briefing: BriefingPage
    example: LearningPoint | None


def briefing_page(e: Evidence, written: Mapping[str, Briefing]) -> BriefingPage:
    own = written.get(e.month, Briefing("", {}))
    topic, new = _topic(e, written, e.month), news(e)
    topic_before = _topic(e, written, new.before) if new else None
    strengths = _strengths(e)
    kind = _kind(own, topic, topic_before, new)
    room = MOST - FRAME - _words_of(topic, new, again=topic == topic_before)
    done = done_since(e, topic, new.since)[:MOST_DONE] if topic and new else ()
    told = done if kind == "still" else _fitting(done, room)
    room -= sum(_words_of_action(action) for action in told)
    strength_points, improvement_points, room = _points(e, topic, strengths, room)
    return BriefingPage(
        kind=kind,
        topic=theme_line(e, topic) if topic else None,
        parts=tuple(Part(name, _id(name), own.sections.get(name)) for name in HEADINGS),
        partly=bool(own.sections) and len(own.sections) < len(HEADINGS),
        safety=safety(e),
        alone=_alone(e, topic),
        news=new,
        before=audits_with(e, topic.id, "improvement", new.before) if topic and new else None,
        topic_before=theme_line(e, topic_before) if topic_before else None,
        also=_also(e, topic, new),
        strengths=strengths,
        strength_points=strength_points,
        improvement_points=improvement_points,
        roomy=MOST - FRAME - room < LITTLE,
        teams=e.table("teams_covered", month=e.month)["covered"],
        planned=e.table("programme", month=e.month)["done"],
        sampling=tuple(dict.fromkeys(p.sampling for p in e.extracts.programme if p.month == e.month)),
        loop=theme_loop(e, topic.id) if topic else None,
        done=told,
        used=e.table("briefing_use", month=e.month)["used"],
    )


def meeting_page(e: Evidence, written: Mapping[str, Briefing]) -> MeetingPage:
    page = briefing_page(e, written)
    topic = page.topic.theme.id if page.topic else ""
    done_well = newest_first(p for p in e.extracts.points if p.theme == topic and p.kind == "strength")
    return MeetingPage(page, done_well[0] if done_well else None)


def _kind(own: Briefing, topic: Theme | None, topic_before: Theme | None, new: News | None) -> Kind:
    """Still the same: the topic is that of the month before, no lesson is asked for for the first time, and
    none is newly met more, or less, often than before. What was done since is told in those few lines."""
    if own.sections:
        return "written"
    if topic is None:
        return "none"
    nothing_new = new is not None and not new.first and not new.shifted
    return "still" if nothing_new and topic == topic_before else "records"


def _also(e: Evidence, topic: Theme | None, new: News | None) -> tuple[ThemeLine, ...]:
    found = [*(new.first if new else ()), *lessons(e, improvements=4, strengths=0)]
    once = {lesson.theme.id: lesson.theme for lesson in found if lesson.theme != topic}
    return tuple(theme_line(e, theme) for theme in [*once.values()][:2])


def _strengths(e: Evidence) -> tuple[ThemeLine, ...]:
    """The most met strengths of the month; of those met as often, what fewest audits asked to improve."""
    met = [line for line in theme_lines(e) if line.strength.count]
    return tuple(sorted(met, key=lambda x: (-(x.strength.count or 0), x.improvement.count or 0))[:2])


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


def _points(
    e: Evidence, topic: Theme | None, strengths: Iterable[ThemeLine], room: int
) -> tuple[tuple[LearningPoint, ...], tuple[LearningPoint, ...], int]:
    """Learning points of the month, of strengths and of the topic, those with an impact first, as far as
    `room` words hold them; and the words that are left."""
    strong = {line.theme.id for line in strengths}
    taken: dict[str, list[LearningPoint]] = {"improvement": [], "strength": []}
    for wanted in (1, MOST_POINTS):
        for kind, themes in (("improvement", {topic.id} if topic else set()), ("strength", strong)):
            for point in newest_first(p for p in e.extracts.points if p.month == e.month):
                size = words_in(f"{point.point} {point.impact}") + 4 + _WORDS_OF_UNCOUNTED * point.uncounted
                fits = size <= room and len(taken[kind]) < wanted
                if point.kind == kind and point.theme in themes and point not in taken[kind] and fits:
                    taken[kind].append(point)
                    room -= size
    return tuple(taken["strength"]), tuple(taken["improvement"]), room


def _fitting(actions: Iterable[ActionNote], room: int) -> tuple[ActionNote, ...]:
    """As many as `room` words hold."""
    taken = []
    for action in actions:
        if (size := _words_of_action(action)) <= room:
            taken.append(action)
            room -= size
    return tuple(taken)


def _words_of(theme: Theme | None, new: News | None, *, again: bool) -> int:
    """Of a theme, as the page tells it. Told `again`, it leaves what good looks like and what to read to the
    month before, and says what is new beside it."""
    if theme is None:
        return 0
    texts = [theme.what, theme.monday, *theme.questions]
    if not again:
        around = _WORDS_TO_NAME_THE_LAST if new else 0
        return words_in(" ".join([*texts, *theme.good, *(r.title for r in theme.resources)])) + around
    first = [new.first[0].theme.monday] if new and new.first else []
    return words_in(" ".join([*texts, *first])) + _WORDS_AROUND_NEWS


def _words_of_action(action: ActionNote) -> int:
    return words_in(f"{action.action} {action.impact}") + _WORDS_AROUND_ACTION


def _id(heading: str) -> str:
    return heading.lower().replace(" ", "-")
