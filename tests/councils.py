"""Councils of many months, made of counts alone: what a page may say of a long row of months."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from builders import PUBLICATION
from builders import settings as small_settings

from generator.evidence import Edition, Evidence, Shown, ShownTables, assemble
from generator.measures.figures import Distribution, Extracts, Measured, ProgrammeNote, Quantity, where
from generator.settings.model import Publication, Settings

FIRST = (2021, 1)
Parts = Sequence[int]
"""How many audits at each grade, worst first."""


def months(number: int) -> list[str]:
    """Calendar months from January 2021 on."""
    return [f"{FIRST[0] + n // 12}-{n % 12 + 1:02}" for n in range(number)]


def settings(publication: dict[str, Any] | None = None, **framework: Any) -> Settings:
    """Settings of a small council, with parts of framework.yml and publication.yml as given."""
    made = small_settings(**framework)
    return replace(made, publication=Publication.model_validate(PUBLICATION | (publication or {})))


def council(
    parts: Sequence[Parts],
    of: Settings | None = None,
    *,
    sampling: Sequence[str] = (),
    days: Sequence[float] = (),
) -> Evidence:
    """A month for each of `parts`, the same in both stages, overall and in the area of chronology.

    `sampling`: of the first months; `days`: from audit to moderation.
    """
    known = of or settings()
    named = months(len(parts))
    grades = [
        Distribution(
            "grades",
            where(month=month, stage=stage, area=area, team="all"),
            dict(zip((grade.id for grade in known.framework.scale(month)), counts, strict=True)),
            sum(counts),
        )
        for month, counts in zip(named, parts, strict=True)
        for stage in ("primary", "moderated")
        for area in ("overall", "chronology")
    ]
    quantities = [
        Quantity("days_to_moderation", where(month=month), value, 20, "days")
        for month, value in zip(named, days, strict=False)
    ]
    notes = tuple(ProgrammeNote(m, way, "", ()) for m, way in zip(named, sampling, strict=False))
    measured = Measured(named[-1], tuple(named), tuple(grades), tuple(quantities), Extracts(programme=notes))
    return assemble(measured, known, Edition(named[-1], date(2031, 1, 1), None))


def hide(e: Evidence, month: str) -> Evidence:
    """The same evidence where nothing of a month may be shown."""

    def hidden(shown: Shown) -> Shown:
        return Shown(shown.source, None, None, None, hidden="c")

    tables = {
        key: table
        if table.dims.get("month") != month
        else replace(table, parts={part: hidden(shown) for part, shown in table}, total=hidden(table.total))
        for key, table in e.tables.tables.items()
    }
    return replace(e, tables=ShownTables(tables, e.tables.quantities))
