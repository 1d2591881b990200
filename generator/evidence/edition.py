"""All evidence of one edition, from its figures: protected, with intervals, statuses and comparisons."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from generator.evidence.change import Change, compare, trend
from generator.evidence.derive import merged, with_interval
from generator.evidence.disclosure import protect
from generator.evidence.months import months_between
from generator.evidence.revisions import Revision, marked
from generator.evidence.sampling import NotRandom, sampled
from generator.evidence.screen import Screen, screen
from generator.evidence.series import Starts, new_starts
from generator.evidence.shown import Shown, ShownQuantity, ShownTable, ShownTables, Source
from generator.evidence.status import MONTHS_BEFORE, Status, theme_status
from generator.measures import measure
from generator.measures.figures import Extracts, Measured
from generator.settings.meetings import LastMeeting, Papers, every_papers, last_meeting, papers_known
from generator.settings.model import Settings

if TYPE_CHECKING:
    from generator.records.tables import Tables

WITH_INTERVALS = frozenset({"grades", "agreement", "themes"})
"""Measures whose shares stand for the service's casework, so that an interval says something."""

_SHORT = 3
"""Letters up to which a team's name may stand inside another word."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which edition this is. `draft`: it has no publication date yet. `data_to`: it knows up to this day.

    `before_knew`: the last day that the edition of the month before knew when this one was published; None
    where nothing was published of it, and the settings say.

    `revisions`: as it was published, oldest first, and as it is now; none: it is the first.
    """

    month: str
    data_to: date
    published_on: date | None
    revisions: tuple[Revision, ...] = ()
    before_knew: date | None = None

    @property
    def revised(self) -> bool:
        return len(self.revisions) > 1

    @property
    def revision(self) -> str:
        return str(len(self.revisions) or 1)

    @property
    def draft(self) -> bool:
        return self.published_on is None


class Absent(dict[str, Shown]):
    """The parts of a table that was not measured: each is not available."""

    def __init__(self, nothing: Shown) -> None:
        super().__init__()
        self.nothing = nothing

    def __missing__(self, part: str) -> Shown:
        return self.nothing


@dataclass(frozen=True)
class Evidence:
    """What the pages, charts and downloads of one edition may say, and nothing else."""

    edition: Edition
    settings: Settings
    months: tuple[str, ...]
    tables: ShownTables
    extracts: Extracts
    statuses: Mapping[str, Status]
    statuses_before: Mapping[str, Status]
    """Those of the month before, by what this edition knows; empty in the first month."""
    random_months: frozenset[str]
    chosen_months: frozenset[str]
    """Those of which it is recorded that files were not all drawn at random. Of others it is not known."""
    told: Mapping[str, Shown | ShownQuantity] | None = None
    """What the edition that the last meeting had said to it, by the figures' names; None where no record of
    it is kept."""

    @property
    def month(self) -> str:
        return self.edition.month

    @cached_property
    def screen(self) -> Screen:
        """All shares of grades over the months: worked out once, for pages, pictures and downloads."""
        return screen(self)

    @cached_property
    def starts(self) -> Starts:
        """What changed between months: one list for claims, comparisons and series."""
        return new_starts(self)

    @property
    def audits(self) -> Shown:
        """The audits of the month that its figures count."""
        return self.table("locks", month=self.month)["audited"]

    def waiting(self, what: str, theme: str = "all") -> Shown:
        """What is not quoted, since its audit is not signed off: see `waiting` of measures/extracts.py."""
        return self.table("waiting", what=what, theme=theme)["waiting"]

    @property
    def nothing(self) -> Shown:
        """What stands where no figure was measured: not available."""
        return Shown(Source("none", ()), None, None, None, hidden="x")

    @property
    def last_meeting(self) -> LastMeeting | None:
        """The one before this edition, of those whom the report is for."""
        return last_meeting(self.settings.publication, self.month, self.edition.data_to)

    @cached_property
    def papers(self) -> tuple[Papers, ...]:
        """Those of meetings that this edition tells of, the oldest meeting first."""
        edition = self.edition
        every = every_papers(self.settings.publication)
        known = papers_known(every, self.month, edition.published_on, edition.data_to)
        return tuple(sorted(known, key=lambda each: each.on))

    @property
    def papers_of_its_own(self) -> tuple[Papers, ...]:
        """Those of the meetings that this edition goes to."""
        return tuple(each for each in self.papers if each.month == self.month)

    @property
    def months_before(self) -> tuple[str, ...]:
        return tuple(m for m in self.months if m < self.month)

    def table(self, measure: str, **where: str) -> ShownTable:
        """A table that is always measured; an empty one where there was nothing to measure."""
        found = self.tables.get(measure, **where)
        return found or ShownTable(
            measure, tuple(sorted(where.items())), Absent(self.nothing), self.nothing, self.nothing
        )

    def grades(self, month: str, stage: str, area: str = "overall", team: str = "all") -> ShownTable | None:
        return self.tables.get("grades", month=month, stage=stage, area=area, team=team)

    def graded(self, grade: str, month: str, stage: str, area: str = "overall", team: str = "all") -> Shown:
        """A grade's figure, or that of a group of grades, as `Framework.group`; not available where the month
        has none of them."""
        table, parts = self.grades(month, stage, area, team), self.settings.framework.group(grade, month)
        if table is None or not any(part in table.parts for part in parts):
            return self.nothing
        return table[grade] if parts == (grade,) else merged(table, parts, grade)

    def compare(self, before: Shown, after: Shown) -> Change:
        """Two monthly shares, with the caveats that lie between their months."""
        breaks, not_random = self.caveats(_months_of([before, after]))
        return compare(before, after, self.settings.publication.significance, breaks, not_random)

    def trend(self, months: Sequence[Shown]) -> Change:
        """A monthly share over all of `months`, oldest first, with the caveats that lie between them."""
        breaks, not_random = self.caveats(_months_of(months))
        return trend(months, self.settings.publication.significance, breaks, not_random)

    def revised(self, revisions: tuple[Revision, ...]) -> "Evidence":
        """The same evidence as the last of `revisions`, what they changed marked [r]."""
        edition = replace(self.edition, revisions=revisions)
        return replace(self, edition=edition, tables=marked(self.tables, revisions))

    @property
    def status_caveats(self) -> tuple[list[str], NotRandom]:
        """What lies between the months that a status compares, and whether one was not sampled at random."""
        return self.caveats({m for m in self.months if 0 <= months_between(m, self.month) <= MONTHS_BEFORE})

    def caveats(self, months: Set[str]) -> tuple[list[str], NotRandom]:
        """What changed between the first and last of `months`, and whether one was not drawn at random."""
        first, last = min(months), max(months)
        breaks = (what for month, changes in self.starts.items() if first < month <= last for what in changes)
        return list(dict.fromkeys(breaks)), self.not_random(months)

    def not_random(self, months: Set[str]) -> NotRandom:
        """Why the audits of these months can't speak for other children; blank where they can."""
        if months & self.chosen_months:
            return "not-random"
        return "" if months <= self.random_months else "not-recorded"


def _months_of(figures: Sequence[Shown]) -> set[str]:
    return {dict(figure.source.where)["month"] for figure in figures if figure.source.where}


def evidence_of(
    tables: "Tables", settings: Settings, edition: Edition, *, only: str | None = None
) -> Evidence:
    """Evidence from checked tables: measures all that the edition may know.

    `only`: the one measure that is asked for. Lessons have no status then: nothing may be published of it.
    """
    # Once `protect` hides a figure for another's sake, `only` must name all measures that it links to.
    settings = settings.as_worded_in(edition.month)
    measured = measure(tables, settings, edition.month, edition.data_to, only=only)
    return assemble(measured, settings, edition)


def assemble(measured: Measured, settings: Settings, edition: Edition) -> Evidence:
    """Evidence from measures: the only way from figures to pages."""
    random_months, chosen_months = sampled(measured.extracts.programme)
    shown = protect([*measured.distributions, *measured.quantities])
    tables = ShownTables(
        {key: _with_intervals(table, random_months, measured.months) for key, table in shown.tables.items()},
        shown.quantities,
    )

    return Evidence(
        edition,
        settings,
        measured.months,
        tables,
        _without_teams(measured.extracts, settings),
        _statuses(tables, settings, measured.months, edition.month),
        _statuses_before(tables, settings, measured.months, edition.month),
        random_months,
        chosen_months,
    )


def _statuses_before(
    tables: ShownTables, settings: Settings, months: Sequence[str], month: str
) -> dict[str, Status]:
    before = [m for m in months if m < month]
    return _statuses(tables, settings, months, before[-1]) if before else {}


def _without_teams(extracts: Extracts, settings: Settings) -> Extracts:
    """An action's text never stands beside its team, which the role of its owner or checker may name.

    However a name is spaced or hyphened; one of two or three letters only as a word of its own.
    """
    teams = settings.framework.teams
    names = {_words(name) for team in teams for name in (team.id, team.name, *team.aliases)}

    def named(name: str, role: str) -> bool:
        return name in role if len(name) > _SHORT else f" {name} " in f" {role} "

    @cache  # ten years of actions have a handful of roles
    def said(role: str) -> str:
        return "" if any(named(name, _words(role)) for name in names) else role

    actions = (
        replace(a, owner_role=said(a.owner_role), impact_checked_by_role=said(a.impact_checked_by_role))
        for a in extracts.actions
    )
    return replace(extracts, actions=tuple(actions))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _with_intervals(table: ShownTable, random_months: frozenset[str], months: Sequence[str]) -> ShownTable:
    """Wilson intervals on the shares of audits that were sampled at random; on no others."""
    month = table.dims.get("month", "")
    covered = set(months) if month == "all" else {month}
    if table.measure not in WITH_INTERVALS or not covered <= random_months:
        return table
    return replace(table, parts={part: with_interval(shown) for part, shown in table})


def _statuses(
    tables: ShownTables, settings: Settings, months: Sequence[str], month: str
) -> dict[str, Status]:
    def shown(theme: str, of: str) -> Shown | None:
        table = tables.get("themes", month=of, theme=theme, kind="improvement", area="all", team="all")
        return table["audits"] if table else None

    statuses: dict[str, Status] = {}
    for theme in settings.themes.themes:
        now = shown(theme.id, month)
        by_month = {m: s for m in months if m < month if (s := shown(theme.id, m)) is not None}
        recent = [s for m, s in by_month.items() if months_between(m, month) <= MONTHS_BEFORE]
        level = settings.publication.significance
        statuses[theme.id] = (
            theme_status(now, [*by_month.values()], recent, level) if now else "not-available"
        )
    return statuses
