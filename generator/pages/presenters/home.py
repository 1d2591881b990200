"""The home page and the briefing: what a reader with ten minutes takes away."""

from dataclasses import dataclass

from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.derive import merged, share_of
from generator.measures.figures import LearningPoint
from generator.pages.presenters.learning import Lesson, ThemeLine, lessons, newest_first, theme_line
from generator.records.schema import STAGES
from generator.settings.model import Grade


@dataclass(frozen=True, slots=True)
class Safety:
    """Audits whose grade asks that the child is made safe: in the month and in all months so far."""

    month: ShownTable
    to_date: ShownTable


@dataclass(frozen=True, slots=True)
class Loop:
    """From found to changed for a child, over all actions so far."""

    stages: ShownTable
    about_child: Shown
    overdue: Shown
    days: ShownQuantity | None


@dataclass(frozen=True, slots=True)
class Glance:
    """The month's grades in brief.

    `worst`, `good`: moderated, of the month; `change`: the worst grade's since the month before.
    """

    primary: ShownTable
    moderated: ShownTable
    worst_grade: Grade
    worst: Shown
    good: Shown
    agreement: ShownTable
    change: Change | None


@dataclass(frozen=True, slots=True)
class HomePage:
    safety: Safety
    lessons: tuple[Lesson, ...]
    loop: Loop
    glance: Glance


@dataclass(frozen=True, slots=True)
class BriefingPage:
    """`focus`: the theme that most audits of the month asked to improve; None where none was recorded.

    `tied`: another one was asked for as often.
    """

    safety: Safety
    focus: ThemeLine | None
    tied: bool
    also: tuple[Lesson, ...]
    strengths: tuple[Lesson, ...]
    strength_points: tuple[LearningPoint, ...]
    improvement_points: tuple[LearningPoint, ...]
    impact: str
    loop: Loop
    teams: Shown
    planned: Shown


def home_page(e: Evidence) -> HomePage:
    return HomePage(safety(e), lessons(e), loop(e), glance(e))


def safety(e: Evidence) -> Safety:
    return Safety(e.table("safety", month=e.month), e.table("safety", month="all"))


def loop(e: Evidence) -> Loop:
    return Loop(
        e.table("loop", month="all", focus="all"),
        _about_child(e),
        e.table("actions_overdue", month="all", focus="all")["overdue"],
        e.tables.quantity("days_to_done", month="all"),
    )


def glance(e: Evidence) -> Glance:
    scale = e.settings.framework.scale(e.month)
    primary, moderated = (
        e.table("grades", month=e.month, stage=stage, area="overall", team="all") for stage in STAGES
    )
    worst = moderated[scale[0].id]
    change = None
    if e.months_before:
        before = e.grades(e.months_before[-1], "moderated")
        if before and scale[0].id in before.parts:
            change = e.compare(before[scale[0].id], worst)
    return Glance(
        primary,
        moderated,
        scale[0],
        worst,
        merged(moderated, [g.id for g in e.settings.framework.good_grades(e.month)], "good-or-better"),
        e.table("agreement", month=e.month, area="overall"),
        change,
    )


def briefing_page(e: Evidence) -> BriefingPage:
    improvements = lessons(e, improvements=3, strengths=0)
    strengths = lessons(e, improvements=0, strengths=2)
    focus = theme_line(e, improvements[0].theme) if improvements else None
    now = [p for p in e.extracts.points if p.month == e.month]
    strong = {lesson.theme.id for lesson in strengths}
    to_improve = newest_first(
        p for p in now if p.kind == "improvement" and focus and p.theme == focus.theme.id
    )
    return BriefingPage(
        safety(e),
        focus,
        len(improvements) > 1 and improvements[1].shown.count == improvements[0].shown.count,
        improvements[1:],
        strengths,
        newest_first(p for p in now if p.kind == "strength" and p.theme in strong)[:2],
        to_improve[:2],
        next((p.impact for p in to_improve if p.impact), ""),
        loop(e),
        e.table("teams_covered", month=e.month)["covered"],
        e.table("programme", month=e.month)["done"],
    )


def _about_child(e: Evidence) -> Shown:
    child, every = (e.table("actions", month="all", focus=focus).total for focus in ("child", "all"))
    return share_of(child, every, "child")
