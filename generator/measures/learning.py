"""Lessons by theme: audits, never mentions."""

from collections import Counter
from collections.abc import Iterator, Mapping

import narwhals as nw

from generator.measures.counting import ALL, Counted, combinations, count_by, spread
from generator.measures.events import events
from generator.measures.figures import Distribution, where
from generator.measures.frames import recorded
from generator.measures.known import Known, Total, with_not_recorded
from generator.measures.marking import marks, once

KINDS = ("strength", "improvement")
TIMES = ("earlier", "recent", "throughout")


def themes(known: Known) -> Iterator[Distribution]:
    """Audits with a theme as a strength, or as an improvement, by month."""
    counts = _by(known.themes_found.pooled("month"), "month", "theme", "kind")
    totals = {month: known.audits_in(month) for month in known.months} | {ALL: known.audits_in(*known.months)}
    over = combinations(
        month=known.months_and_all, theme=_themes(known), kind=KINDS, area=(ALL,), team=(ALL,)
    )
    for dims in over:
        count = counts[dims["month"], dims["theme"], dims["kind"]]
        yield _audits("themes", dims, count, totals[dims["month"]])


def themes_by_area(known: Known) -> Iterator[Distribution]:
    """Audits with a theme in an area of practice, over all months. A blank area is the one of the theme."""
    own = {theme.id: theme.area for theme in known.settings.themes.themes}
    area_of_theme = nw.col("theme").replace_strict(own, default=None)
    in_area = nw.when(recorded("area")).then(nw.col("area")).otherwise(area_of_theme)
    columns = ("audit_id", "theme", "kind", "unsigned", *marks(known.learning))
    points = known.learning.select(*columns, area=in_area)
    found = count_by(once(points, "audit_id", "theme", "kind", "area"), "theme", "kind", "area", part="kind")
    counts = _by(found, "theme", "kind", "area")
    areas = found.seen("area", (area.id for area in known.framework.every_area))
    total = known.audits_in(*known.months)
    for dims in combinations(month=(ALL,), theme=_themes(known), kind=KINDS, area=areas):
        yield _audits("themes_by_area", dims, counts[dims["theme"], dims["kind"], dims["area"]], total)


def themes_by_team(known: Known) -> Iterator[Distribution]:
    """Audits of a team with a theme, over all months; every team that ever was."""
    counts = _by(known.themes_found, "theme", "kind", "team")
    totals = {team.id: known.audits_of(team.id) for team in known.framework.teams}
    for dims in combinations(month=(ALL,), theme=_themes(known), kind=KINDS, team=tuple(totals)):
        count = counts[dims["theme"], dims["kind"], dims["team"]]
        yield _audits("themes_by_team", dims, count, totals[dims["team"]])


def learning_when(known: Known) -> Iterator[Distribution]:
    """Learning points by when in the practice window the practice was."""
    counted = count_by(known.learning, "audit_month", "kind", part="when")
    by_month = Counted(("month", "kind"), counted.rows).pooled("month")
    over = combinations(month=known.months_and_all, kind=KINDS)
    yield from spread("learning_when", by_month, over, with_not_recorded(TIMES))


def findings_since(known: Known) -> Iterator[Distribution]:
    """Audits that found an event's themes in need of improvement, in the months from the event's own on."""
    counts = _by(known.themes_found, "month", "theme", "kind")
    for event in events(known):
        months = [month for month in known.months if month >= event.sort_key[:7]]
        total = known.audits_in(*months)
        for theme in event.themes:
            count = sum(counts[month, theme, "improvement"] for month in months)
            yield _audits("findings_since", {"event": event.id, "theme": theme}, count, total)


def _themes(known: Known) -> tuple[str, ...]:
    return tuple(theme.id for theme in known.settings.themes.themes)


def _by(counted: Counted, *dims: str) -> Counter[tuple[str, ...]]:
    """Counts by some of the dimensions."""
    at = [counted.dims.index(dim) for dim in dims]
    counts: Counter[tuple[str, ...]] = Counter()
    for row in counted.rows:
        counts[tuple(row.values[i] for i in at)] += row.number
    return counts


def _audits(measure: str, dims: Mapping[str, str], count: int, of: Total) -> Distribution:
    provisional = of.unsigned > 0
    return Distribution(
        measure, where(**dims), {"audits": count}, of.audits, exhaustive=False, provisional=provisional
    )
