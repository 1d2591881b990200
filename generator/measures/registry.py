"""All measures, in one list. A new one is a function from `Known` to figures of its own name, added here."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from generator.measures import (
    actions,
    briefings,
    grades,
    impact,
    learning,
    moderation,
    programme,
    quality,
    since,
    theme_loop,
    voice,
)
from generator.measures.extracts import extracts, points_told, waiting
from generator.measures.figures import Distribution, Measured, Quantity, Where
from generator.measures.known import Known, know
from generator.settings.model import Settings

if TYPE_CHECKING:
    from generator.records.tables import Tables

Figure = Distribution | Quantity

MEASURES: tuple[Callable[[Known], Iterable[Figure]], ...] = (
    moderation.safety,
    grades.grades,
    grades.grades_by_cohort,
    grades.grades_by_type,
    moderation.moderation,
    moderation.agreement,
    moderation.moderation_coverage,
    moderation.kappa,
    moderation.days_to_moderation,
    moderation.locks,
    moderation.third_lock,
    moderation.external,
    learning.themes,
    learning.themes_by_area,
    learning.themes_by_team,
    learning.learning_when,
    learning.findings_since,
    quality.audit_quality,
    quality.with_practitioner,
    quality.practice_window,
    quality.practice_days,
    voice.voice,
    voice.triangulated,
    actions.actions,
    actions.actions_overdue,
    actions.loop,
    actions.days_to_done,
    since.actions_since,
    since.actions_agreed_since,
    impact.regrades,
    impact.reaudits,
    impact.reaudits_unmoderated,
    theme_loop.theme_loop,
    theme_loop.theme_regrades,
    theme_loop.theme_reaudits,
    theme_loop.regrades_by_month,
    impact.requests,
    programme.programme,
    programme.programme_returned,
    programme.programme_open,
    programme.teams_covered,
    programme.training,
    briefings.briefing_use,
    briefings.briefing_use_by_team,
    briefings.briefing_attended,
    waiting,
    points_told,
)


def measure(
    tables: "Tables", settings: Settings, month: str, data_to: date, *, only: str | None = None
) -> Measured:
    """Everything measured for the edition of `month`, as known on `data_to`, in the order of `MEASURES`.

    `only`: the name of a measure, for its figures alone.
    """
    known = know(tables, settings, month, data_to)
    asked = [measure_ for measure_ in MEASURES if only in (None, measure_.__name__)]
    figures = [figure for measure_ in asked for figure in measure_(known)]
    return Measured(
        month=month,
        months=known.months,
        distributions=tuple(f for f in figures if isinstance(f, Distribution)),
        quantities=tuple(f for f in figures if isinstance(f, Quantity)),
        extracts=extracts(known),
    )


def measure_by_name(
    name: str, tables: "Tables", settings: Settings, month: str, data_to: date, *, where: Where | None = None
) -> tuple[Figure, ...]:
    """One measure's figures again: those whose filter includes `where`. KeyError for an unknown name."""
    by_name = {measure_.__name__: measure_ for measure_ in MEASURES}
    figures = by_name[name](know(tables, settings, month, data_to))
    wanted = (where or {}).items()
    return tuple(figure for figure in figures if wanted <= figure.dims.items())
