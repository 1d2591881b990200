"""Past months, data, method and glossary: what stands behind the findings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.evidence import Change, Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.explained import tells_of_a_team
from generator.evidence.revisions import Notice
from generator.evidence.screen import false_alarms
from generator.evidence.suggested import Suggested, suggested
from generator.measures.figures import ProgrammeNote
from generator.measures.process_control import POINTS, SETTLED
from generator.pages.downloads import DOWNLOADS
from generator.pages.glossary import Glossary, glossary
from generator.pages.presenters.grades import month_lines
from generator.pages.presenters.revisions import counted_words, named_measures
from generator.pages.presenters.trends import Year, trends_page, year_parts, years
from generator.pages.prose import Section
from generator.pages.words import lower_first, month_name
from generator.settings.model import Area, Break, Grade, ProcessControl


@dataclass(frozen=True, slots=True)
class MonthsPage:
    """`revised`: months whose editions were revised, as far as this edition can know, and when last."""

    years: tuple[Year, ...]
    revised: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    month: str
    notes: tuple[ProgrammeNote, ...]
    planned: Shown
    returned: Shown
    open_cases: Shown
    covered: Shown


@dataclass(frozen=True, slots=True)
class MethodPage:
    sampling: Section | None
    limits: Section | None
    grades: tuple[Grade, ...]
    areas: tuple[Area, ...]
    pooled: list[str]
    not_pooled: list[str]
    breaks: tuple[tuple[Break, ShownTable, ShownTable], ...]
    when: tuple[tuple[str, ShownTable], ...]
    programme: tuple[ProgrammeLine, ...]
    kappa: ShownQuantity | None
    kappa_to_date: ShownQuantity | None
    changes: tuple[tuple[str, Change, Change], ...]
    level: float
    worst_grade: Grade
    control: ProcessControl
    limits_need: int
    limits_settle: int
    false_alarms: ShownQuantity
    suggested: Suggested


def months_page(e: Evidence, corrections: Mapping[str, Sequence[Notice]]) -> MonthsPage:
    """`corrections`: the notices of each month's edition. Later ones than this edition are not yet known."""
    edition = e.edition
    day = edition.revisions[-1].on if edition.revised else edition.published_on or edition.data_to
    known = {month: [n.on for n in notices if n.on <= day] for month, notices in corrections.items()}
    revised = {month: max(days) for month, days in known.items() if days}
    return MonthsPage(years(year_parts(e)), revised | ({e.month: day} if edition.revised else {}))


def method_page(e: Evidence, sampling: Section | None, limits: Section | None) -> MethodPage:
    framework = e.settings.framework
    trends = trends_page(e)
    return MethodPage(
        sampling,
        limits,
        framework.scale(e.month),
        framework.areas_in(e.month),
        [lower_first(t.name) for t in framework.types if t.pooled],
        [lower_first(t.name) for t in framework.types if not t.pooled],
        tuple(
            (
                b,
                e.table("practice_window", month=e.month, **{"break": str(i)}),
                e.table("practice_days", month=e.month, **{"break": str(i)}),
            )
            for i, b in enumerate(framework.breaks)
            if b.from_ <= e.month
        ),
        tuple((k, e.table("learning_when", month=e.month, kind=k)) for k in ("improvement", "strength")),
        tuple(
            ProgrammeLine(
                month_name(line.id),
                tuple(p for p in e.extracts.programme if p.month == line.id),
                e.table("programme", month=line.id)["done"],
                e.table("programme_returned", month=line.id)["returned"],
                e.table("programme_open", month=line.id)["done"],
                e.table("teams_covered", month=line.id)["covered"],
            )
            for line in month_lines(e, "overall")
        ),
        e.tables.quantity("kappa", month=e.month, area="overall"),
        e.tables.quantity("kappa", month="all", area="overall"),
        trends.changes,
        e.settings.publication.significance,
        trends.worst_grade,
        e.settings.publication.process_control,
        POINTS,
        SETTLED,
        false_alarms(e),
        suggested(),
    )


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure: its id in the names of figures, its name in words, what it counts."""

    id: str
    name: str
    counts: str
    example: str


@dataclass(frozen=True, slots=True)
class DataPage:
    """The downloads: file name and columns. `measures`: what each counts, and one of its figures."""

    files: tuple[tuple[str, tuple[str, ...]], ...]
    measures: tuple[MeasureLine, ...]


def data_page(e: Evidence) -> DataPage:
    examples = _examples(e)
    return DataPage(
        tuple((download.file, download.columns) for download in DOWNLOADS),
        tuple(
            MeasureLine(id_, name, counted_words()[id_], examples[id_])
            for id_, name in named_measures(examples)
        ),
    )


def _examples(e: Evidence) -> dict[str, str]:
    """The name of a figure of each measure, of the edition's month where it has one; blank for what is named
    only on a lesson's page."""
    found: dict[str, str] = {}
    figures = [shown.source for table in e.tables.tables.values() for _, shown in table]
    for source in (*figures, *(quantity.source for quantity in e.tables.quantities.values())):
        if source.measure not in found or dict(source.where).get("month") == e.month:
            found[source.measure] = "" if tells_of_a_team(source) else source.name
    return found


def glossary_page(e: Evidence) -> Glossary:
    """All words, as pages explain them where they first stand."""
    return glossary(e)
