"""Whether managers and moderators agree, and who checks the auditors."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownQuantity, ShownTable
from generator.evidence.derive import together
from generator.evidence.moved import Direction, direction
from generator.measures.figures import SessionNote
from generator.pages.presenters.learning import recent_months
from generator.pages.words import month_name
from generator.records.schema import STAGES
from generator.settings.model import Grade


@dataclass(frozen=True, slots=True)
class AgreementLine:
    name: str
    agreement: ShownTable


@dataclass(frozen=True, slots=True)
class ModerationPage:
    """`within_one`: of the month's, those no more than one step apart. `kept`: by the manager's grade, of all
    so far, those that the moderator left as they were. `same_totals`: months in which both gave each grade as
    often, with the files on which they differed. `external`: ours after moderation beside an outsider's.
    `moved`, `moved_to_date`: which way moderators move grades, of the month's audits and of all so far."""

    matrix: ShownTable
    agreement: ShownTable
    to_date: ShownTable
    coverage: Shown
    within_one: Shown
    kept: tuple[tuple[Grade, Shown], ...]
    same_totals: tuple[tuple[AgreementLine, Shown], ...]
    third_lock: ShownTable
    external: ShownTable
    months: tuple[AgreementLine, ...]
    areas: tuple[AgreementLine, ...]
    areas_to_date: tuple[AgreementLine, ...]
    days: ShownQuantity | None
    moved: Direction
    moved_to_date: Direction


@dataclass(frozen=True, slots=True)
class SessionLine:
    note: SessionNote
    attended: Shown


@dataclass(frozen=True, slots=True)
class AuditorsPage:
    """`agreement`, `locks`: the month's. `meets`: the month's audits that met the standard of an audit."""

    meets: Shown
    quality: tuple[tuple[str, ShownTable], ...]
    with_practitioner: tuple[tuple[str, ShownTable], ...]
    agreement: ShownTable
    to_date: ShownTable
    locks: ShownTable
    third_lock: ShownTable
    days: ShownQuantity | None
    external_primary: ShownTable
    external_moderated: ShownTable
    training: Shown
    sessions: tuple[SessionLine, ...]


def moderation_page(e: Evidence) -> ModerationPage:
    months = recent_months(e)
    agreement, to_date = (e.table("agreement", month=month, area="overall") for month in (e.month, "all"))
    level = e.settings.publication.significance
    return ModerationPage(
        e.table("moderation", month=e.month, area="overall"),
        agreement,
        to_date,
        e.table("moderation_coverage", month=e.month, area="overall")["both"],
        _within_one(e),
        _kept(e),
        tuple(_same_totals(e, months)),
        e.table("third_lock", month="all"),
        e.table("external", month="all", stage="moderated"),
        tuple(AgreementLine(month_name(m), e.table("agreement", month=m, area="overall")) for m in months),
        tuple(_by_area(e, e.month)),
        tuple(_by_area(e, "all")),
        e.tables.quantity("days_to_moderation", month=e.month),
        direction(agreement, level),
        direction(to_date, level),
    )


def _by_area(e: Evidence, month: str) -> Iterator[AgreementLine]:
    """Of a month, or "all", the areas in force in the edition's month."""
    for area in e.settings.framework.areas_in(e.month):
        yield AgreementLine(area.name, e.table("agreement", month=month, area=area.id))


def _within_one(e: Evidence) -> Shown:
    scale = [grade.id for grade in e.settings.framework.scale(e.month)]
    near = [f"{a}>{b}" for i, a in enumerate(scale) for j, b in enumerate(scale) if abs(i - j) <= 1]
    return together(e.table("moderation", month=e.month, area="overall"), near, "within-one")


def _kept(e: Evidence) -> tuple[tuple[Grade, Shown], ...]:
    """By grade of the edition's scale, worst first, over all months."""
    scale = e.settings.framework.scale(e.month)
    every = [grade.id for grade in e.settings.framework.every_grade]
    matrix = e.table("moderation", month="all", area="overall")
    return tuple(
        (grade, together(matrix, [f"{grade.id}>{grade.id}"], grade.id, [f"{grade.id}>{to}" for to in every]))
        for grade in scale
    )


def _same_totals(e: Evidence, months: Sequence[str]) -> Iterator[tuple[AgreementLine, Shown]]:
    for month in months:
        primary, moderated = (e.table("grades", month=month, **_OVERALL, stage=s) for s in STAGES)
        agreement = e.table("agreement", month=month, area="overall")
        differs = together(agreement, ("up", "down"), "differs")
        counts = [[shown.count for _, shown in table] for table in (primary, moderated)]
        if differs.count and counts[0] == counts[1] and None not in counts[0]:
            yield AgreementLine(month_name(month), agreement), differs


_OVERALL = {"area": "overall", "team": "all"}


def auditors_page(e: Evidence) -> AuditorsPage:
    months = recent_months(e)
    return AuditorsPage(
        e.table("audit_quality", month=e.month)["meets"],
        tuple((month_name(m), e.table("audit_quality", month=m)) for m in months),
        tuple((month_name(m), e.table("with_practitioner", month=m)) for m in months),
        e.table("agreement", month=e.month, area="overall"),
        e.table("agreement", month="all", area="overall"),
        e.table("locks", month=e.month),
        e.table("third_lock", month="all"),
        e.tables.quantity("days_to_moderation", month=e.month),
        e.table("external", month="all", stage="primary"),
        e.table("external", month="all", stage="moderated"),
        e.table("training", session="all")["attended"],
        tuple(_session(e, note) for note in e.extracts.sessions),
    )


def _session(e: Evidence, note: SessionNote) -> SessionLine:
    return SessionLine(note, e.table("training", session=f"{note.date}/{note.session}")["attended"])
