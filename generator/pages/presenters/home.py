"""The home page: what a reader with ten minutes takes away."""

from dataclasses import dataclass

from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.derive import merged, share_of
from generator.pages.presenters.learning import Lesson, lessons
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


def _about_child(e: Evidence) -> Shown:
    child, every = (e.table("actions", month="all", focus=focus).total for focus in ("child", "all"))
    return share_of(child, every, "child")
