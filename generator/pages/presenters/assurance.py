"""Whether managers and moderators agree, and who checks the auditors."""

from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownQuantity, ShownTable
from generator.measures.figures import SessionNote
from generator.pages.presenters.learning import recent_months
from generator.pages.words import month_name


@dataclass(frozen=True, slots=True)
class AgreementLine:
    name: str
    agreement: ShownTable


@dataclass(frozen=True, slots=True)
class ModerationPage:
    matrix: ShownTable
    agreement: ShownTable
    to_date: ShownTable
    coverage: Shown
    months: tuple[AgreementLine, ...]
    areas: tuple[AgreementLine, ...]
    days: ShownQuantity | None


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
    return ModerationPage(
        e.table("moderation", month=e.month, area="overall"),
        e.table("agreement", month=e.month, area="overall"),
        e.table("agreement", month="all", area="overall"),
        e.table("moderation_coverage", month=e.month, area="overall")["both"],
        tuple(AgreementLine(month_name(m), e.table("agreement", month=m, area="overall")) for m in months),
        tuple(
            AgreementLine(area.name, e.table("agreement", month=e.month, area=area.id))
            for area in e.settings.framework.areas_in(e.month)
        ),
        e.tables.quantity("days_to_moderation", month=e.month),
    )


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
