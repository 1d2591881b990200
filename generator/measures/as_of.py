"""What an edition knows: the records as they stood on its `data_to`.

What is dated later has not happened. A missing date means that it is known.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import narwhals as nw

from generator.measures.frames import Frame, is_grade, midnight, recorded
from generator.records.schema import OF_AN_AUDIT

if TYPE_CHECKING:
    from generator.records.tables import Tables

LATER_STEPS: dict[str, dict[str, tuple[str, ...]]] = {
    "audits": {
        "quality_assured_on": ("quality_assured_on", "quality_assurance"),
        "escalated_on": ("escalated_on", "escalated_to_role"),
        "made_safe_on": ("made_safe_on",),
    },
    "actions": {
        "started_on": ("started_on",),
        "completed_on": ("completed_on", "impact"),
        "impact_checked_on": ("impact_checked_on", "impact_checked_by_role"),
    },
    "requests": {"answered_on": ("answered_on", "answer")},
}
"""Table -> date -> the columns that are blank until that day."""

BEGINS: dict[str, tuple[str, ...]] = {
    "audits": ("received_on", "audited_on"),
    "actions": ("agreed_on",),
    "regrades": ("on",),
    "external_checks": ("on",),
    "training": ("date",),
    "requests": ("asked_on",),
    "briefing_use": ("held_on",),
}
"""Table -> the dates before which a row does not exist."""


def as_of(tables: "Tables", month: str, data_to: date) -> dict[str, Frame]:
    """The tables of months up to `month`, as known on `data_to` (inclusive).

    Adds to audits `unsigned` (1 if it is not signed off, else 0) and `standing` (the moderated overall grade,
    else the primary one; null where neither is a grade), and to the tables that hang on an audit its
    `audit_team`, `audit_type`, `audit_signed_on` and `unsigned`. A learning point without a theme is not
    known yet: it is in no figure and on no page until somebody files it.
    """
    known = {name: _begun(name, frame, data_to) for name, frame in tables.items()}
    for name in ("audits", "programme", "briefing_use"):
        known[name] = known[name].filter(nw.col("month") <= month)
    known = {name: _not_yet(frame, _later_steps(name, frame), data_to) for name, frame in known.items()}
    known["audits"] = _with_standing(known["audits"])
    known["actions"] = known["actions"].with_columns(
        impact=nw.when(recorded("completed_on")).then(nw.col("impact"))
    )
    known["learning"] = known["learning"].filter(recorded("theme"))
    known["events"] = known["events"].filter(nw.col("sort_key") <= data_to.isoformat())
    return known | {name: _of_known_audits(known[name], known["audits"]) for name in OF_AN_AUDIT}


def _happened(column: str, data_to: date) -> nw.Expr:
    return nw.col(column).is_null() | (nw.col(column) <= midnight(data_to))


def _begun(name: str, frame: Frame, data_to: date) -> Frame:
    dates = BEGINS.get(name, ())
    return frame.filter(*(_happened(column, data_to) for column in dates)) if dates else frame


def _later_steps(name: str, frame: Frame) -> dict[str, Sequence[str]]:
    steps: dict[str, Sequence[str]] = dict(LATER_STEPS.get(name, {}))
    if name == "audits":
        moderator = [c for c in frame.collect_schema().names() if c.startswith("moderat")]
        steps["moderated_on"] = [*moderator, "audit_quality"]
    return steps


def _not_yet(frame: Frame, steps: dict[str, Sequence[str]], data_to: date) -> Frame:
    """Blanks what had not happened on `data_to`."""
    blanked = [
        nw.when(_happened(on, data_to)).then(nw.col(column)).alias(column)
        for on, columns in steps.items()
        for column in columns
    ]
    return frame.with_columns(*blanked) if blanked else frame


def _with_standing(audits: Frame) -> Frame:
    primary = nw.when(is_grade("primary_overall")).then(nw.col("primary_overall"))
    waits = nw.col("quality_assured_on").is_null() | ~is_grade("moderated_overall")
    returned = (nw.col("quality_assurance") == "returned").fill_null(False)
    return audits.with_columns(
        unsigned=(waits | returned).cast(nw.Int64),
        standing=nw.when(is_grade("moderated_overall")).then(nw.col("moderated_overall")).otherwise(primary),
    )


def _of_known_audits(frame: Frame, audits: Frame) -> Frame:
    of_audit = audits.select(
        "audit_id",
        "unsigned",
        audit_team=nw.col("team"),
        audit_type=nw.col("type"),
        audit_signed_on=nw.col("quality_assured_on"),
    )
    return frame.join(of_audit, on="audit_id", how="inner")
