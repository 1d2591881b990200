"""Which teams used which month's briefing, in a meeting of their own."""

from collections.abc import Iterator

import narwhals as nw

from generator.measures.counting import combinations, count_by
from generator.measures.figures import Distribution, Quantity, where
from generator.measures.frames import cell_number, collect
from generator.measures.known import Known


def briefing_use(known: Known) -> Iterator[Distribution]:
    """Teams in force in a month that used its briefing. A team that met twice counts once."""
    for month, meetings in _meetings(known).items():
        teams = [team.id for team in known.framework.teams_in(month)]
        used = sum(team in meetings for team in teams)
        others = len(meetings.keys() - set(teams))
        yield Distribution(
            "briefing_use", where(month=month), {"used": used}, len(teams), exhaustive=False, left_out=others
        )


def briefing_use_by_team(known: Known) -> Iterator[Distribution]:
    """Meetings of a team about a month's briefing, of the meetings of all teams about it."""
    found = _meetings(known)
    teams = tuple(team.id for team in known.framework.teams)
    for dims in combinations(month=known.months, team=teams):
        meetings = found[dims["month"]]
        count, total = meetings.get(dims["team"], 0), sum(meetings.values())
        yield Distribution(
            "briefing_use_by_team", where(**dims), {"meetings": count}, total, exhaustive=False
        )


def briefing_attended(known: Known) -> Iterator[Quantity]:
    """People who came to meetings about a month's briefing, over the meetings that say how many."""
    came: dict[str, list[int]] = {month: [] for month in known.months}
    for month, attended in collect(known.tables["briefing_use"].select("month", "attended")):
        number = cell_number(attended)
        if number is not None and month in came:
            came[month].append(number)
    for month, numbers in came.items():
        value = float(sum(numbers)) if numbers else None
        yield Quantity("briefing_attended", where(month=month), value, len(numbers), "people")


def _meetings(known: Known) -> dict[str, dict[str, int]]:
    """Month -> team -> meetings."""
    found: dict[str, dict[str, int]] = {month: {} for month in known.months}
    held = known.tables["briefing_use"].with_columns(unsigned=nw.lit(0))
    for row in count_by(held, "month", "team", part="team").rows:
        month, team = row.values
        if month in found:
            found[month][team] = row.number
    return found
