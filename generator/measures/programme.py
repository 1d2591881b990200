"""Whether the audits that were planned were done, of whom, and who was trained."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.measures.counting import ALL
from generator.measures.figures import Distribution, ProgrammeNote, SessionNote, where
from generator.measures.frames import cell_number, cell_text, collect
from generator.measures.known import Known

COLUMNS = ("month", "team", "sampling", "reason_short", "planned", "returned", "open_cases")
Share = tuple[int, int, int]
"""A count, its total, and what could not be counted."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the programme; None where a number was not recorded. Team blank: all."""

    month: str
    team: str
    sampling: str
    reason_short: str
    planned: int | None
    returned: int | None
    open_cases: int | None


def programme(known: Known) -> Iterator[Distribution]:
    """Audits done, of those planned; `left_out` are audits for which no number was planned.

    A month's rows for all teams give its numbers, where there are any; else the rows of its teams, against
    the audits of those teams.
    """
    plan = _plan(known)
    shares = {month: _done(known, month, plan[month], lambda row: row.planned) for month in known.months}
    for month, share in [*shares.items(), (ALL, _added(shares.values()))]:
        yield _of("programme", {"month": month}, "done", share)


def programme_returned(known: Known) -> Iterator[Distribution]:
    """Audits returned of those planned, from rows that say both; `left_out`: planned in the other rows."""
    plan = _plan(known)
    for month in known.months:
        said = [(row.returned, row.planned) for row in plan[month] if row.returned is not None]
        shares = [(returned, planned or 0, 0) for returned, planned in said]
        unsaid = [(0, 0, row.planned or 0) for row in plan[month] if row.returned is None]
        yield _of("programme_returned", {"month": month}, "returned", _added([*shares, *unsaid]))


def programme_open(known: Known) -> Iterator[Distribution]:
    """Audits done, of the open cases; `left_out` are audits where nobody says how many were open."""
    plan = _plan(known)
    for month in known.months:
        share = _done(known, month, plan[month], lambda row: row.open_cases)
        yield _of("programme_open", {"month": month}, "done", share)


def teams_covered(known: Known) -> Iterator[Distribution]:
    """Teams in force with at least one audit in the month."""
    for month in known.months:
        teams = known.framework.teams_in(month)
        share = (len(teams) - len(teams_not_covered(known, month)), len(teams), 0)
        yield _of("teams_covered", {"month": month}, "covered", share)


def training(known: Known) -> Iterator[Distribution]:
    """Who came, of those invited, by session and over all sessions.

    Only where both are recorded; else whichever number is known is left out.
    """
    columns = ("date", "session", "invited", "attended")
    found: dict[str, list[Share]] = defaultdict(list)
    for date, session, invited, attended in collect(known.tables["training"].select(*columns)):
        came, asked = cell_number(attended), cell_number(invited)
        share = (0, 0, came or asked or 0) if came is None or asked is None else (came, asked, 0)
        found[f"{date:%Y-%m-%d}/{session}"].append(share)
    by_session = {name: _added(shares) for name, shares in sorted(found.items())}
    for name, share in [*by_session.items(), (ALL, _added(by_session.values()))]:
        yield _of("training", {"session": name}, "attended", share)


def teams_not_covered(known: Known, month: str) -> tuple[str, ...]:
    """Teams in force without an audit in the month."""
    covered = known.audits_by_team[month]
    return tuple(team.id for team in known.framework.teams_in(month) if team.id not in covered)


def programme_notes(known: Known) -> tuple[ProgrammeNote, ...]:
    """How each month's audits were sampled ("unknown" where it isn't said), one note for each way."""
    plan = _plan(known, whole=True)
    return tuple(
        ProgrammeNote(month, sampling, reason, teams_not_covered(known, month))
        for month in known.months
        for sampling, reason in dict.fromkeys((row.sampling, row.reason_short) for row in plan[month])
        or [("unknown", "")]
    )


def session_notes(known: Known) -> tuple[SessionNote, ...]:
    """Training sessions, oldest first."""
    rows = collect(known.tables["training"].select("date", "session", "for_role"))
    notes = {SessionNote(f"{date:%Y-%m-%d}", session, cell_text(role)) for date, session, role in rows}
    return tuple(sorted(notes, key=lambda note: (note.date, note.session, note.for_role)))


def _plan(known: Known, whole: bool = False) -> dict[str, list[Planned]]:
    """The programme's rows by month, in a stable order; unless `whole`, those for all teams only, if any."""
    plan: dict[str, list[Planned]] = defaultdict(list)
    for month, team, sampling, reason, *numbers in collect(known.tables["programme"].select(*COLUMNS)):
        texts = (cell_text(team), cell_text(sampling) or "unknown", cell_text(reason))
        plan[month].append(Planned(month, *texts, *map(cell_number, numbers)))
    for month, rows in plan.items():
        rows.sort(key=lambda row: (row.team, row.sampling, row.reason_short))
        for_all = [row for row in rows if not row.team]
        plan[month] = rows if whole else for_all or rows
    return plan


def _done(known: Known, month: str, rows: Sequence[Planned], of: Callable[[Planned], int | None]) -> Share:
    """A month's audits against a number of the programme, those of teams for which it is recorded."""
    teams = {row.team for row in rows if of(row) is not None}
    total = sum(of(row) or 0 for row in rows)
    counted = [t.audits for team, t in known.audits_by_team[month].items() if {team, ""} & teams]
    return sum(counted), total, known.audits_in(month).audits - sum(counted)


def _added(shares: Iterable[Share]) -> Share:
    count, total, left_out = (sum(column) for column in zip((0, 0, 0), *shares, strict=True))
    return count, total, left_out


def _of(measure: str, dims: Mapping[str, str], part: str, share: Share) -> Distribution:
    count, total, left_out = share
    return Distribution(measure, where(**dims), {part: count}, total, exhaustive=False, left_out=left_out)
