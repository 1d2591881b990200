"""Rows that pages quote. Free text of an audit only once it is signed off, and never beside its team."""

from collections import Counter
from collections.abc import Iterator

import narwhals as nw

from generator.measures.actions import impact_checked, overdue, state
from generator.measures.counting import ALL, count_by
from generator.measures.events import events
from generator.measures.figures import (
    ActionNote,
    Distribution,
    Extracts,
    FileNote,
    LearningPoint,
    RegradeNote,
    RequestNote,
    where,
)
from generator.measures.frames import Frame, collect, collect_texts, recorded
from generator.measures.impact import request_state
from generator.measures.known import Known
from generator.measures.learning import KINDS
from generator.measures.programme import programme_notes, session_notes
from generator.records.schema import PERSONS

MONTHS_TOLD = 12
"""Months of which an edition tells: its own and those before it."""


def extracts(known: Known) -> Extracts:
    """All that pages may quote, in orders that say nothing of the audit.

    Points are of audits of every type; actions and regrades of those types that their figures count.
    """
    written = known.tables["learning"].filter(recorded("point"))
    return Extracts(
        points=_points(written, known.framework.pooled_types),
        actions=_actions(known),
        regrades=_regrades(known),
        requests=_requests(known),
        events=events(known),
        sessions=session_notes(known),
        programme=programme_notes(known),
        files=tuple(_files(known)),
    )


def _files(known: Known) -> Iterator[FileNote]:
    """Of the last months that an edition tells of."""
    first = known.months[-MONTHS_TOLD:][0]
    for table, frame in sorted(known.tables.items()):
        columns = frame.collect_schema().names()
        month = next((column for column in ("month", "audit_month") if column in columns), "")
        if "file" not in columns:
            continue  # frames that come from no file
        told = frame.filter(nw.col(month) >= first).select("file", month) if month else frame.select("file")
        for (file, *of), records in sorted(Counter(collect(told)).items()):
            yield FileNote(file, table, of[0] if of else "", records)


def waiting(known: Known) -> Iterator[Distribution]:
    """Of what pages could quote, by theme, that which they don't: its audit is not signed off.

    `points`, of which `strengths` and `family-words` are parts, and `actions`.
    """
    points = known.tables["learning"].filter(recorded("point"))
    texts = {
        "points": points,
        "strengths": points.filter(nw.col("kind") == "strength"),
        "family-words": points.filter(nw.col("said_by").is_in(PERSONS)),
        "actions": known.actions,
    }
    for what, rows in texts.items():
        counted = count_by(rows, "theme", part="theme").pooled("theme")
        for theme in (ALL, *(theme.id for theme in known.settings.themes.themes)):
            found = [row for row in counted.rows if row.values == (theme,)]
            parts = {"waiting": sum(row.unsigned for row in found)}
            every = sum(row.number for row in found)
            yield Distribution("waiting", where(what=what, theme=theme), parts, every, exhaustive=False)


def points_told(known: Known) -> Iterator[Distribution]:
    """Of the points that pages quote, by kind, those that say what they meant for the child."""
    written = known.tables["learning"].filter(recorded("point"))
    points = _points(written, known.framework.pooled_types)
    for kind in KINDS:
        impacts = [bool(point.impact) for point in points if point.kind == kind]
        parts = {"told": sum(impacts)}
        yield Distribution("points_told", where(kind=kind), parts, len(impacts), exhaustive=False)


def _points(written: Frame, pooled: tuple[str, ...]) -> tuple[LearningPoint, ...]:
    signed = written.filter(nw.col("unsigned") == 0)
    columns = ("theme", "kind", "point", "audit_month", "area", "when", "said_by", "impact")
    rows = collect_texts(signed.select(*columns, "audit_type", "audit_signed_on"))
    return tuple(
        LearningPoint(month, theme, kind, area, when, said_by, point, impact, of not in pooled, signed_on)
        for theme, kind, point, month, area, when, said_by, impact, of, signed_on in rows
    )


def _actions(known: Known) -> tuple[ActionNote, ...]:
    late = nw.when(overdue(known)).then(nw.lit("overdue")).otherwise(nw.lit(""))
    checked = nw.when(impact_checked()).then(nw.lit("checked")).otherwise(nw.lit(""))
    signed = known.actions.filter(nw.col("unsigned") == 0)
    signed = signed.with_columns(state=state(), late=late, checked=checked)
    told = ("audit_month", "area", "theme", "action", "focus", "owner_role", "due", "state")
    changed = ("impact", "completed_on", "impact_checked_on", "impact_checked_by_role")
    rows = collect_texts(signed.select(*told, *changed, "late", "checked", "audit_signed_on"))
    return tuple(
        ActionNote(
            month, area, theme, action, focus, owner, due, now, impact, done_on, checked_on, by,
            bool(is_late), bool(is_checked), signed_on,
        )
        for month, area, theme, action, focus, owner, due, now,
            impact, done_on, checked_on, by, is_late, is_checked, signed_on in rows
    )  # fmt: skip


def _regrades(known: Known) -> tuple[RegradeNote, ...]:
    columns = ("audit_month", "area", "from", "to", "on", "reason")
    return tuple(RegradeNote(*cells) for cells in collect_texts(known.regrades.select(*columns)))


def _requests(known: Known) -> tuple[RequestNote, ...]:
    asked = known.tables["requests"].with_columns(state=request_state(known))
    columns = ("asked_on", "forum", "request", "owner_role", "due", "answered_on", "answer", "state")
    return tuple(RequestNote(*cells) for cells in collect_texts(asked.select(*columns)))
