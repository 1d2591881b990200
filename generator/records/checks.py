"""What must hold between the cells of a row and between rows: every rule a function, all in `CHECKS`.

Each looks at whole columns and only then for the rows at fault: a hundred thousand audits cost a second.
What one cell may say is in vocabulary.py, what a file may look like in csv_file.py and yaml_file.py.
"""

from collections.abc import Callable, Iterator
from typing import cast

from generator.problems import Problem
from generator.records.briefing_checks import (
    meetings_after_their_briefing,
    meetings_of_a_team,
    meetings_once,
    notes_name_no_record,
)
from generator.records.copy_checks import learning_is_not_copied
from generator.records.data import Data
from generator.records.date_checks import (
    after_the_audit,
    audited_near_their_month,
    dates_in_order,
    not_in_the_future,
)
from generator.records.force_checks import areas_in_force, grades_in_force, teams_in_force
from generator.records.rows import Value
from generator.records.schema import OF_AN_AUDIT
from generator.records.suggestions.rule import learning_has_a_theme
from generator.records.team_checks import texts_name_no_team

TOGETHER = (
    ("audits", "moderated_overall", "moderated_on", "without a date, every edition counts it as moderated"),
    ("audits", "moderated_on", "moderated_overall", "without a grade, it does not count as moderated"),
    ("audits", "quality_assurance", "quality_assured_on", "without a date, it does not count as signed off"),
    ("audits", "quality_assured_on", "moderated_overall", "an audit is moderated before it is signed off"),
    ("audits", "made_safe_on", "escalated_on", "a child is confirmed safe after the situation was escalated"),
    ("actions", "impact_checked_on", "completed_on", "an impact is checked after the action was done"),
    ("requests", "answered_on", "answer", "write the answer, for those who asked"),
    ("requests", "answer", "answered_on", "without a date, every edition counts it as answered"),
)
"""Table, a column that is recorded, the one that it asks for, and why."""
PARTS = (
    ("training", "attended", "invited"),
    ("programme", "returned", "planned"),
    ("programme", "planned", "open_cases"),
)
"""Table, the count of a part, the count of its whole."""


def check(data: Data) -> list[Problem]:
    """All problems of all rules."""
    return [problem for rule in CHECKS for problem in rule(data)]


def ids_once(data: Data) -> Iterator[Problem]:
    """An audit_id or action_id names one record; both places of a second one are told."""
    for table, column in (("audits", "audit_id"), ("actions", "action_id")):
        ids = data.column(table, column)
        if len(set(ids)) == len(ids):
            continue
        first: dict[Value, int] = {}
        for row, id_ in enumerate(ids):
            earlier = first.setdefault(id_, row)
            if id_ is not None and earlier != row:
                message, hint = (
                    "is used by two records",
                    "give each its own, or delete one if both are the same",
                )
                yield data.problem(
                    (table, row, column), "duplicate-id", message, hint, other=(table, earlier, column)
                )


def their_audits_exist(data: Data) -> Iterator[Problem]:
    """Learning, actions, regrades, external checks and re-audits belong to an audit that is there.

    Left out while a file or row can't be read: the audit may be in it."""
    if not data.whole:
        return
    known = set(data.column("audits", "audit_id"))
    for table, column in (*((table, "audit_id") for table in OF_AN_AUDIT), ("audits", "revisits")):
        ids = data.column(table, column)
        if not set(ids) - known - {None}:
            continue
        folded = {str(id_).casefold(): id_ for id_ in known}
        for row, id_ in enumerate(ids):
            if id_ is not None and id_ not in known:
                near = folded.get(str(id_).casefold())
                meant = "an audit has this id in other letters: small and capital letters differ"
                hint = meant if near else "correct the id, or add the audit"
                yield data.problem((table, row, column), "unknown-audit", "is the id of no audit", hint)


def reaudits_look_back(data: Data) -> Iterator[Problem]:
    """A re-audit revisits an audit of the same or an earlier month, and never itself."""
    own = data.columns("audits", "audit_id", "revisits", "month")
    earlier_months = data.of_audits("audits", "month", by="revisits")
    for row, ((id_, revisits, month), before) in enumerate(zip(own, earlier_months, strict=True)):
        cell = ("audits", row, "revisits")
        if revisits is not None and revisits == id_:
            hint = "name the earlier audit of the same file"
            yield data.problem(cell, "revisits-itself", "names the audit itself", hint)
        elif before is not None and month is not None and cast(str, before) > cast(str, month):
            hint = "name the earlier audit in the later one"
            yield data.problem(cell, "revisits-later", f"names an audit of a later month, {before}", hint)


def halves_come_together(data: Data) -> Iterator[Problem]:
    """A moderated grade comes with its date, and so do others recorded in two halves: see `TOGETHER`."""
    for table, column, half, why in TOGETHER:
        for row, (value, other) in enumerate(data.columns(table, column, half)):
            if value is not None and other is None:
                message = f"is recorded, but {half} is blank"
                yield data.warning((table, row, column), "half-recorded", message, why)


def inadequate_is_escalated(data: Data) -> Iterator[Problem]:
    """An audit at a grade that the settings name is escalated."""
    asking = {grade.id for grade in data.settings.framework.every_grade if grade.make_safe}
    rows = data.columns("audits", "primary_overall", "moderated_overall", "escalated_on")
    for row, (primary, moderated, escalated) in enumerate(rows):
        if escalated is None and (moderated or primary) in asking:
            message = f'is blank, and audits graded "{moderated or primary}" ask for it'
            hint = "is the child known to be safe?"
            yield data.warning(("audits", row, "escalated_on"), "not-escalated", message, hint)


def someone_else_checks(data: Data) -> Iterator[Problem]:
    """The impact of an action is checked by someone other than its owner."""
    rows = data.columns("actions", "owner_role", "impact_checked_by_role")
    for row, (owner, checker) in enumerate(rows):
        if checker is not None and checker == owner:
            message = "is the same role as owner_role"
            hint = "an impact counts as checked when someone else has looked"
            yield data.warning(("actions", row, "impact_checked_by_role"), "checked-by-owner", message, hint)


def parts_within_wholes(data: Data) -> Iterator[Problem]:
    """No count of a part is above the count of its whole: see `PARTS`."""
    for table, part, whole in PARTS:
        for row, (some, all_) in enumerate(data.columns(table, part, whole)):
            if some is not None and all_ is not None and cast(int, some) > cast(int, all_):
                message = f"{some} is more than {whole}, {all_}"
                yield data.warning((table, row, part), "part-above-whole", message, "check both numbers")


def regrades_raise_a_grade(data: Data) -> Iterator[Problem]:
    """A regrade goes from one grade to a better one; moderation is where a grade is moved down."""
    framework = data.settings.framework
    months = data.of_audits("regrades", "month")
    pairs = zip(data.columns("regrades", "from", "to"), months, strict=True)
    for row, ((before, after), month) in enumerate(pairs):
        order = [grade.id for grade in framework.scale(str(month))] if month else []
        if before in order and after in order and order.index(str(before)) > order.index(str(after)):
            hint = "a regrade raises a grade after actions were done: are the two the wrong way round?"
            yield data.problem(
                ("regrades", row, "to"), "grade-lowered", "is the lower of the two grades", hint
            )
        if before is not None and before == after:
            hint = "correct one of the two grades, or delete the row"
            yield data.problem(("regrades", row, "to"), "no-change", f'is "{after}", as before', hint)


def programme_once(data: Data) -> Iterator[Problem]:
    """A month's programme is told once for a team, and once for all."""
    first: dict[tuple[Value, ...], int] = {}
    for row, key in enumerate(data.columns("programme", "month", "team")):
        earlier = first.setdefault(key, row)
        if key[0] is not None and earlier != row:
            message, hint = f"{key[0]} is there twice", "keep one row a month and team"
            other = ("programme", earlier, "month")
            yield data.problem(("programme", row, "month"), "duplicate-row", message, hint, other=other)


CHECKS: tuple[Callable[[Data], Iterator[Problem]], ...] = (
    ids_once,
    their_audits_exist,
    reaudits_look_back,
    areas_in_force,
    grades_in_force,
    teams_in_force,
    dates_in_order,
    after_the_audit,
    not_in_the_future,
    halves_come_together,
    inadequate_is_escalated,
    someone_else_checks,
    parts_within_wholes,
    regrades_raise_a_grade,
    programme_once,
    audited_near_their_month,
    meetings_after_their_briefing,
    meetings_once,
    meetings_of_a_team,
    notes_name_no_record,
    learning_is_not_copied,
    texts_name_no_team,
    learning_has_a_theme,
)
