"""What a meeting was told: the figures of a record as they stood on its day, beside what is known now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from generator.evidence.edition import Evidence
from generator.evidence.published import PublishedRecord, as_shown
from generator.evidence.shown import Shown, ShownQuantity, ShownTable

Figures = Mapping[str, Shown | ShownQuantity]


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a month that a meeting looked at, which is another now."""

    was: Shown
    now: Shown


def figures_on(record: PublishedRecord, day: date) -> Figures | None:
    """The figures of the revision that readers had on a day, by name; of the first one before its own.

    None where an audit had to be forgotten since: what was told then is recorded no more.
    """
    if any(revision.forgets and revision.on > day for revision in record.revisions):
        return None
    figures = {key: as_shown(key, figure) for key, figure in record.figures.items()}
    for revision in reversed(record.revisions[1:]):
        if revision.on > day:
            figures |= revision.was
    return figures


def table_told(told: Figures, table: ShownTable) -> ShownTable | None:
    """A table with the figures that the meeting had; None where it had none of them.

    A record leaves out parts that are none where the others of the total say so.
    """
    there = {part: told.get(shown.source.name) for part, shown in table}
    had = {part: figure for part, figure in there.items() if isinstance(figure, Shown)}
    if not had:
        return None
    total = next(iter(had.values())).total
    parts = {
        part: had.get(part) or Shown(shown.source, 0, total, 0 if total else None) for part, shown in table
    }
    hidden = next((figure.hidden for figure in had.values() if figure.hidden), table.total.hidden)
    number = None if hidden else total
    whole = Shown(table.total.source, number, number, None, marks=table.total.marks, hidden=hidden)
    return replace(table, parts=parts, total=whole)


def restated(e: Evidence, told: Figures, month: str) -> Iterator[Restated]:
    """The figures of months up to `month` that the meeting had and that are others now, in the order of
    measures. Figures over all months so far are meant to grow, so they are none of these."""
    for table in e.tables.tables.values():
        if table.dims.get("month", "all") <= month and (was := table_told(told, table)):
            for part, now in table:
                before = was[part]
                if not before.hidden and (before.count, before.total) != (now.count, now.total):
                    yield Restated(before, now)
