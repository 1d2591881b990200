"""Which tables and columns there are: the one place to add a column.

A column's kind says how its cells are read (generator/records/vocabulary.py) and what they become in tables
(generator/records/tables.py). Its description is also the data dictionary's.
"""

from generator.records.columns import Column, Kind, TableSchema
from generator.settings.model import Framework

STAGES = ("primary", "moderated")
"""Whose grade it is: the manager's, the moderator's."""
PERSONS = ("child", "parent", "carer")
"""Whose feedback an audit records."""
OF_AN_AUDIT = ("learning", "actions", "regrades", "external_checks")
"""Tables whose rows hang on an audit, and are known only with it."""
FEEDBACK = ("given", "sought", "not-sought", "not-applicable")
YES_NO = ("yes", "no")


def _needed(name: str, kind: Kind, about: str, *choices: str, future: bool = False) -> Column:
    return Column(name, kind, about, needed=True, choices=choices, future=future)


def _choice(name: str, about: str, *choices: str) -> Column:
    return Column(name, "choice", about, choices=choices)


AUDIT_ID = _needed("audit_id", "id", "the audit that it belongs to")

AUDITS = TableSchema(
    "audits",
    "one child's file audited in one month",
    (
        _needed("audit_id", "id", "the audit's own id, never the child's number"),
        _needed("month", "month", "the reporting month; may come from the folder's or file's name"),
        _needed("team", "team", "the team whose practice was audited"),
        Column("cohort", "cohort", "the kind of help that the child had"),
        Column("type", "type", "the kind of audit; blank: the usual one"),
        Column("audited_on", "day", "when the file was audited"),
        Column("received_on", "day", "when the record came in"),
        Column("auditor_role", "text", "who audited: a role, never a name"),
        _needed("primary_overall", "overall", "the auditor's overall grade"),
        Column("moderated_overall", "overall", "the moderator's overall grade"),
        Column("moderated_on", "day", "when the audit was moderated"),
        Column("moderator_role", "text", "who moderated: a role, never a name"),
        Column("quality_assured_on", "day", "when the audit was signed off"),
        _choice("quality_assurance", "what sign-off found", "agreed", "changed", "returned"),
        _choice(
            "audit_quality", "whether the audit itself meets the standard", "meets", "partly", "does-not"
        ),
        Column("practice_from", "day", "first day of the practice that the audit looked at"),
        Column("practice_to", "day", "last day of the practice that the audit looked at"),
        _choice("with_practitioner", "done together with the worker", *YES_NO),
        _choice("child_feedback", "whether the child was asked, and answered", *FEEDBACK),
        _choice("parent_feedback", "whether a parent was asked, and answered", *FEEDBACK),
        _choice("carer_feedback", "whether a carer was asked, and answered", *FEEDBACK),
        _choice("triangulated", "what the file says was held against what people say", *YES_NO),
        Column("escalated_on", "day", "when the child's situation was escalated"),
        Column("escalated_to_role", "text", "to whom: a role, never a name"),
        Column("made_safe_on", "day", "when the child was confirmed safe"),
        Column("revisits", "id", "the earlier audit of the same file"),
    ),
)

LEARNING = TableSchema(
    "learning",
    "a lesson that an audit recorded",
    (
        AUDIT_ID,
        Column("theme", "theme", "the lesson, of the taxonomy; blank: not filed yet, and not counted"),
        _needed("kind", "choice", "what was good, or what must get better", "strength", "improvement"),
        Column("area", "area", "the area of practice"),
        _choice("when", "when in the practice window", "earlier", "recent", "throughout"),
        _choice("said_by", "whose point it is", "child", "parent", "carer", "practitioner", "auditor"),
        Column("point", "text", "the lesson in a sentence"),
        Column("impact", "text", "what it meant for the child"),
    ),
)

ACTIONS = TableSchema(
    "actions",
    "what was agreed after an audit",
    (
        _needed("action_id", "id", "the action's own id, of no meaning elsewhere"),
        AUDIT_ID,
        Column("area", "area", "the area of practice"),
        Column("theme", "theme", "the lesson that it answers"),
        _needed("action", "text", "what will be done"),
        _needed("focus", "choice", "for the child, or about the process", "child", "process"),
        _needed("owner_role", "text", "who does it: a role, never a name"),
        Column("agreed_on", "day", "when it was agreed"),
        _needed("due", "day", "by when", future=True),
        Column("started_on", "day", "when it was begun"),
        Column("completed_on", "day", "when it was done"),
        Column("impact", "text", "what it changed for the child"),
        Column("impact_checked_on", "day", "when someone else checked the impact"),
        Column("impact_checked_by_role", "text", "who checked: a role, never a name"),
    ),
)

REGRADES = TableSchema(
    "regrades",
    "an area's grade changed on a later look, after its actions were done",
    (
        AUDIT_ID,
        _needed("area", "area", "the area of practice, or overall"),
        _needed("from", "overall", "the grade before"),
        _needed("to", "overall", "the grade after"),
        _needed("on", "day", "when"),
        _choice("reason", "what changed", "practice-changed", "record-improved"),
    ),
)

PROGRAMME = TableSchema(
    "programme",
    "how many audits a month planned, and how the files were chosen",
    (
        _needed("month", "month", "the reporting month; may come from the folder's or file's name"),
        Column("team", "team", "blank: all teams"),
        _needed("planned", "count", "audits planned"),
        Column("returned", "count", "audits returned"),
        Column("open_cases", "count", "open cases that could have been chosen"),
        _choice(
            "sampling",
            "how files were chosen",
            "random",
            "stratified",
            "themed",
            "risk-based",
            "volunteered",
            "unknown",
        ),
        Column("reason_short", "text", "why fewer were done than planned"),
    ),
)

TRAINING = TableSchema(
    "training",
    "sessions for auditors and moderators",
    (
        _needed("date", "day", "when"),
        _needed("session", "text", "what it was about"),
        Column("for_role", "text", "for whom"),
        Column("invited", "count", "people invited"),
        Column("attended", "count", "people who came"),
    ),
)

EXTERNAL_CHECKS = TableSchema(
    "external_checks",
    "a grade given to an audited file by someone from outside",
    (
        AUDIT_ID,
        _needed("by", "choice", "who checked", "inspectorate", "peer", "commissioned"),
        _needed("overall", "overall", "the overall grade that they gave"),
        _needed("on", "day", "when"),
    ),
)

REQUESTS = TableSchema(
    "requests",
    "what a panel or board asked for",
    (
        _needed("asked_on", "day", "when"),
        _needed("forum", "text", "who asked"),
        _needed("request", "text", "what they asked for"),
        Column("owner_role", "text", "who answers: a role, never a name"),
        Column("due", "day", "by when", future=True),
        Column("answered_on", "day", "when it was answered"),
        Column("answer", "text", "the answer"),
    ),
)

EVENTS = TableSchema(
    "events",
    "what happened around the audits",
    (
        _needed("date", "moment", "a day, a month, a season or a year"),
        _needed("title", "text", "what happened"),
        _choice(
            "kind",
            "what kind of event",
            "framework",
            "inspection",
            "diagnostic",
            "training",
            "peer-review",
            "governance",
            "learning",
        ),
        Column("themes", "themes", "the lessons that it bears on, with semicolons between them"),
        Column("judgement", "text", "an inspection's judgement"),
        Column("text", "text", "what was found or done"),
        Column("url", "url", "where to read more"),
    ),
)

BRIEFING_USE = TableSchema(
    "briefing_use",
    "team meetings that used a briefing",
    (
        _needed("month", "month", "the briefing's month; may come from the folder's or file's name"),
        _needed("team", "team", "the team that met"),
        _needed("held_on", "day", "when"),
        Column("attended", "count", "people who came"),
        Column("note", "text", "what the team made of it"),
    ),
)

BASE: tuple[TableSchema, ...] = (
    AUDITS,
    LEARNING,
    ACTIONS,
    REGRADES,
    PROGRAMME,
    TRAINING,
    EXTERNAL_CHECKS,
    REQUESTS,
    EVENTS,
    BRIEFING_USE,
)
NESTED = {
    table.name.replace("_", "-"): table.name for table in (LEARNING, ACTIONS, REGRADES, EXTERNAL_CHECKS)
}
NESTED["themes"] = "learning"
"""Key under which an audit in YAML may hold its own rows of another table -> that table."""


def table_schemas(framework: Framework) -> dict[str, TableSchema]:
    """The tables by name; audits with a grade column for each stage and area of any period."""
    return {table.name: table for table in (_with_areas(AUDITS, framework), *BASE[1:])}


def _with_areas(audits: TableSchema, framework: Framework) -> TableSchema:
    columns: list[Column] = []
    for column in audits.columns:
        columns.append(column)
        stage = column.name.removesuffix("_overall")
        if stage in STAGES:
            columns += [
                Column(f"{stage}_{area.id}", "grade", f"the grade of {area.name.lower()}")
                for area in framework.every_area
            ]
    return TableSchema(audits.name, audits.about, tuple(columns))
