"""From what somebody asks to all that is known of the figure. Heavy to import."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from generator import evidence, records
from generator.editions.errors import UserProblemsError, WrongUsageError
from generator.editions.explaining import names
from generator.editions.explaining.behind import Behind, behind
from generator.editions.inputs import audited_months, read_records
from generator.editions.plan import Planned, choose, newest, plan
from generator.editions.published import read_record
from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.derive import merged
from generator.evidence.explained import Once, against_before, history
from generator.evidence.published import PublishedRecord, as_shown
from generator.measures.registry import MEASURES
from generator.problems import Place, errors
from generator.records import Records
from generator.settings.model import GOOD_OR_BETTER, Settings

if TYPE_CHECKING:
    from generator.records.tables import Tables

Figure = Shown | ShownQuantity


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its table, its id (that of its audit, where it has none; blank: neither), where it stands."""

    table: str
    id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Explained:
    """`table`: the one that it is a part of; None of a quantity. `change`: against the month before, where
    both can be compared. `counted`, `others`: the records counted, and the others of the total. `published`:
    each published revision's, where it changed; none where nothing is published."""

    name: str
    evidence: Evidence
    figure: Figure
    table: ShownTable | None
    change: Change | None
    counted: tuple[Record, ...]
    others: tuple[Record, ...]
    published: tuple[Once, ...]


def explain(root: Path, given: str, month: str | None, today: date) -> Explained:
    """The figure that `given` means, in the edition of `month`.

    None: in the newest; where that does not hold the figure, in the edition of the month that it names.

    Raises UserProblemsError where records or settings stop a build, WrongUsageError where no one figure is
    meant.
    """
    found, problems = read_records(root, today)
    if found is None or errors(problems):
        raise UserProblemsError(problems)
    settings, read = found
    tables = records.to_tables(read)
    planned = plan(settings, audited_months(read), today)
    e, name, figure = _found(settings, tables, planned, given, month)
    source = figure.source
    parts: tuple[str, ...] = (source.part,)
    if source.part == GOOD_OR_BETTER:
        parts = e.settings.framework.group(GOOD_OR_BETTER, dict(source.where)["month"])
    rows = behind(tables, e, source, parts)
    record = read_record(root, settings.publication.audiences[0].id, e.month)
    return Explained(
        name,
        e,
        figure,
        e.tables.get(source.measure, **dict(source.where)),
        against_before(e, figure),
        tuple(_records(read, rows, counted=True)),
        tuple(_records(read, rows, counted=False)),
        _published(record, name) if record else (),
    )


def _found(
    settings: Settings, tables: "Tables", planned: list[Planned], given: str, month: str | None
) -> tuple[Evidence, str, Figure]:
    editions = choose(planned, (month,)) if month else [newest(planned)]
    named = [each for each in planned if each.month in names.months(names.wanted(given))]
    measure = names.measure_of(given)
    only = measure if measure in {each.__name__ for each in MEASURES} else None
    missing: WrongUsageError | None = None
    for edition in [*editions, *(named if not month else [])]:
        about = evidence.Edition(edition.month, edition.data_to, edition.published_on)
        e = evidence.evidence_of(tables, settings, about, only=only)
        figures = dict(_figures(e))
        try:
            name = names.find(given, [*figures])
        except WrongUsageError as error:
            missing = missing or error
        else:
            return e, name, figures[name]
    raise missing or WrongUsageError(f"no figure is called {given}")


def _figures(e: Evidence) -> Iterator[tuple[str, Figure]]:
    """All figures of an edition by name, with the good grades together."""
    for table in e.tables.tables.values():
        for shown in (*table.parts.values(), table.total, table.left_out):
            yield shown.source.name, shown
        if table.measure == "grades":
            good = e.settings.framework.group(GOOD_OR_BETTER, table.dims["month"])
            both = merged(table, good, GOOD_OR_BETTER)
            yield both.source.name, both
    for quantity in e.tables.quantities.values():
        yield quantity.source.name, quantity


def _records(found: Records, rows: list[Behind], *, counted: bool) -> Iterator[Record]:
    for each in rows:
        table = found[each.table]
        ids = table.columns.get("action_id") or table.columns.get("audit_id") or [None] * len(table)
        for row in sorted(each.counted if counted else each.others):
            yield Record(each.table, str(ids[row] or ""), replace(table.place(row), column=""))


def _published(record: PublishedRecord, name: str) -> tuple[Once, ...]:
    """As published by each revision that changed it; none now is none."""
    now = as_shown(name, record.figures.get(name, (0, None, None, "")))
    return history(record.revisions, name, now)
