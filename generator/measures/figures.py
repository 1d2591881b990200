"""What measures give to evidence: exact figures, named by measure and filter, with nothing rounded.

A figure never carries the records behind it: its measure and filter are a recipe that can be run again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Where = Mapping[str, str]
"""The filter of a figure: dimension -> value (`month`, `stage`, `area`, `team`, ...)."""


def where(**dims: str) -> tuple[tuple[str, str], ...]:
    """A filter in its canonical, hashable form."""
    return tuple(sorted(dims.items()))


@dataclass(frozen=True, slots=True)
class Distribution:
    """Counts of one total.

    `parts`: part id -> count, in the order in which readers see them.
    `exhaustive`: the parts share the total out among them (each counted thing is in exactly one); otherwise
    each part is a share of its own.
    `left_out`: what was not counted because it was blank or not applicable.
    `provisional`: the total includes an audit that is not signed off.
    """

    measure: str
    where: tuple[tuple[str, str], ...]
    parts: Mapping[str, int]
    total: int
    exhaustive: bool = True
    left_out: int = 0
    provisional: bool = False

    @property
    def dims(self) -> dict[str, str]:
        return dict(self.where)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number that is no count of a total: a median of days, a kappa.

    `value` is None where it can't be computed; `of` counts what it was computed from;
    `low`, `high` bound its 95% interval where there is one. `unit` names it ("days", "kappa").
    """

    measure: str
    where: tuple[tuple[str, str], ...]
    value: float | None
    of: int
    unit: str
    low: float | None = None
    high: float | None = None
    provisional: bool = False

    @property
    def dims(self) -> dict[str, str]:
        return dict(self.where)


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured for one edition."""

    month: str
    months: tuple[str, ...]
    """All months with records up to the edition's, oldest first."""
    distributions: tuple[Distribution, ...]
    quantities: tuple[Quantity, ...]
    extracts: "Extracts"


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """An auditor's sentence behind a theme. Only of audits that are signed off; never with its team.

    `uncounted`: its audit is of a type that is not pooled, so no figure beside it counts it.
    `signed_on`: from which day it may be quoted; no page says it.
    """

    month: str
    theme: str
    kind: str
    area: str
    when: str
    said_by: str
    point: str
    impact: str
    uncounted: bool = False
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class ActionNote:
    """An action as pages may quote it; `state` is not-started, started or done as of the edition.

    `month` is its audit's; `due`, `completed_on` and `impact_checked_on` are its own days, blank where not
    recorded. `signed_on`: its audit's. `checked`: somebody else than its owner looked at the impact; who
    that was may be blank.
    """

    month: str
    area: str
    theme: str
    action: str
    focus: str
    owner_role: str
    due: str
    state: str
    impact: str
    completed_on: str
    impact_checked_on: str
    impact_checked_by_role: str
    overdue: bool
    checked: bool
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class RegradeNote:
    """An area graded again `on` a day; `month` is its audit's."""

    month: str
    area: str
    before: str
    after: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class RequestNote:
    """`state`: answered, open or overdue as of the edition. Dates are ISO text, blank where not recorded."""

    asked_on: str
    forum: str
    request: str
    owner_role: str
    due: str
    answered_on: str
    answer: str
    state: str


@dataclass(frozen=True, slots=True)
class EventNote:
    """`date` is as written: a day, a month, a season ("summer 2023") or a year; `sort_key` orders them."""

    id: str
    date: str
    sort_key: str
    title: str
    kind: str
    themes: tuple[str, ...]
    judgement: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class SessionNote:
    date: str
    session: str
    for_role: str


@dataclass(frozen=True, slots=True)
class ProgrammeNote:
    month: str
    sampling: str
    reason_short: str
    teams_not_covered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileNote:
    """How many records of a table and month an edition knows from one file; `month` is blank where records
    have none."""

    file: str
    table: str
    month: str
    records: int


@dataclass(frozen=True, slots=True)
class Extracts:
    """Rows that pages quote, as of the edition's `data_to`; texts are record text, not yet escaped."""

    points: tuple[LearningPoint, ...] = ()
    actions: tuple[ActionNote, ...] = ()
    regrades: tuple[RegradeNote, ...] = ()
    requests: tuple[RequestNote, ...] = ()
    events: tuple[EventNote, ...] = ()
    sessions: tuple[SessionNote, ...] = ()
    programme: tuple[ProgrammeNote, ...] = ()
    files: tuple[FileNote, ...] = ()
