"""Where each figure of an edition comes from: an entry for each table of figures that a page shows."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable, Source
from generator.evidence.explained import (
    Once,
    Range,
    Rule,
    against_before,
    history,
    interval,
    rounding,
    tells_of_a_team,
)
from generator.measures.counted_in import records_of
from generator.measures.figures import FileNote
from generator.pages.presenters.revisions import (
    counted_words,
    filter_name,
    measure_name,
    part_name,
)
from generator.pages.ways import anchor_of, series_of


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a table: its name in words, and its figure."""

    name: str
    figure: Shown


@dataclass(frozen=True, slots=True)
class Tested:
    """`parts`: what could be tested, with the change since the month before; the same months for all."""

    month: str
    parts: tuple[tuple[str, Change], ...]

    @property
    def one(self) -> Change:
        return self.parts[0][1]


@dataclass(frozen=True, slots=True)
class MonthOrigin:
    """A month of an entry. `anchor`: where a link on a page leads; blank where none does. `name`: of its
    table, as files and commands say it. `tested`, `changed` (part, and it by each revision): of the edition's
    own month."""

    month: str
    anchor: str
    name: str
    parts: tuple[Part, ...]
    total: Shown | None
    left_out: Shown | None
    quantity: ShownQuantity | None
    range: Range
    tested: Tested | None
    changed: tuple[tuple[str, tuple[Once, ...]], ...]

    @property
    def provisional(self) -> bool:
        figure = self.total or self.quantity
        return figure is not None and "p" in figure.marks


@dataclass(frozen=True, slots=True)
class Entry:
    """A table of figures by month, newest first: the edition's own, and those to which a text leads."""

    anchor: str
    name: str
    months: tuple[MonthOrigin, ...]


@dataclass(frozen=True, slots=True)
class MeasureOrigin:
    """A measure: what it counts, the tables of records that it counts, how its shares are rounded."""

    id: str
    name: str
    counts: str
    records: tuple[str, ...]
    rule: Rule
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OriginsPage:
    """`files`: by month, newest first (blank last: of no month), how many records the edition knows from each
    file; none where its readers may not see records. `tests`: how many this page holds, of which chance alone
    calls one in `one_in` a change: those under `level`."""

    measures: tuple[MeasureOrigin, ...]
    files: tuple[tuple[str, tuple[FileNote, ...]], ...]
    tests: int
    one_in: int
    level: float


def origins_page(e: Evidence, sources: Iterable[Source], linked: Set[str]) -> OriginsPage:
    """`sources`: of every figure on a page. `linked`: the addresses that pages lead to."""
    measures = tuple(_measures(e, {replace(source, part="") for source in sources}, linked))
    months = (month for measure in measures for entry in measure.entries for month in entry.months)
    tests = sum(len(month.tested.parts) for month in months if month.tested)
    level = e.settings.publication.significance
    return OriginsPage(measures, _files(e), tests, round(1 / level), level)


def _measures(e: Evidence, sources: Set[Source], linked: Set[str]) -> Iterator[MeasureOrigin]:
    shown: dict[str, list[Source]] = {}
    for source in sources:
        shown.setdefault(source.measure, []).append(source)
    for measure, counts in counted_words().items():
        if measure not in shown:
            continue
        entries = tuple(_entries(e, [s for s in shown[measure] if not tells_of_a_team(s)], linked))
        figures = [part.figure for entry in entries for month in entry.months for part in month.parts]
        rules = [rule for figure in figures if (rule := rounding(figure))]
        yield MeasureOrigin(
            measure, measure_name(measure), counts, records_of(measure), rules[0] if rules else "", entries
        )


def _entries(e: Evidence, sources: Iterable[Source], linked: Set[str]) -> Iterator[Entry]:
    by_series: dict[str, list[Source]] = {}
    for source in sorted(sources, key=lambda s: s.where):
        by_series.setdefault(series_of(source), []).append(source)
    for anchor, found in by_series.items():
        of = tuple((dim, value) for dim, value in found[0].where if dim != "month")
        name = filter_name(Source(found[0].measure, of), e.settings)
        months = tuple(filter(None, (_month(e, source, linked) for source in reversed(found))))
        yield Entry(anchor, name, months)


def _month(e: Evidence, source: Source, linked: Set[str]) -> MonthOrigin | None:
    where = dict(source.where)
    month = where.get("month", "")
    table = e.tables.get(source.measure, **where)
    quantity = e.tables.quantity(source.measure, **where)
    if table is None and quantity is None:
        return None
    anchor = anchor_of(source)
    own = month in (e.month, "")
    if not own and month != "all" and anchor not in linked:
        return None
    parts = _parts(e, table) if table else ()
    return MonthOrigin(
        month,
        anchor if anchor in linked and anchor != series_of(source) else "",
        source.name,
        parts,
        table.total if table else None,
        table.left_out if table else None,
        quantity,
        next((found for part in parts if (found := interval(e, part.figure))), ""),
        _tested(e, parts) if own and month else None,
        tuple(_changed(e, table, quantity)),
    )


def _parts(e: Evidence, table: ShownTable) -> tuple[Part, ...]:
    """Without those that are none where the others say so."""
    shown = (shown for _, shown in table if shown.hidden or shown.count or not table.exhaustive)
    return tuple(Part(part_name(figure.source.part, e.settings), figure) for figure in shown)


def _tested(e: Evidence, parts: Iterable[Part]) -> Tested | None:
    found = [(part.name, change) for part in parts if (change := against_before(e, part.figure))]
    if not found:
        return None
    return Tested(dict(found[0][1].before.source.where)["month"], tuple(found))


def _changed(
    e: Evidence, table: ShownTable | None, quantity: ShownQuantity | None
) -> Iterator[tuple[str, tuple[Once, ...]]]:
    revisions = e.edition.revisions
    figures = (*table.parts.values(), table.left_out) if table else (quantity,)
    for figure in figures:
        if figure and any(figure.source.name in revision.was for revision in revisions):
            name = part_name(figure.source.part, e.settings)
            yield name, history(revisions, figure.source.name, figure)


def _files(e: Evidence) -> tuple[tuple[str, tuple[FileNote, ...]], ...]:
    if e.settings.publication.audiences[0].disclosure != "none":
        return ()
    by_month: dict[str, list[FileNote]] = {}
    for note in e.extracts.files:
        by_month.setdefault(note.month, []).append(note)
    return tuple((month, tuple(by_month[month])) for month in sorted(by_month, reverse=True))
