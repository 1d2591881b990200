"""A figure over all months, as process control sees it: limits, signals, and the verdict on the newest month.

Everything is worked out from shown figures: a hidden month has no limits and lends nothing to others'.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Literal

from generator.evidence.change import UNEQUAL
from generator.evidence.derive import merged, pooled
from generator.evidence.months import months_between
from generator.evidence.sampling import UNKNOWN
from generator.evidence.shown import Shown, ShownQuantity, Source
from generator.measures.process_control import (
    POINTS,
    SETTLED,
    Limits,
    Signal,
    p_limits,
    signals,
    xmr_limits,
)
from generator.settings.model import GOOD_OR_BETTER, Better, Target

if TYPE_CHECKING:
    from generator.evidence.edition import Evidence

Figure = Shown | ShownQuantity
Variation = Literal["concern", "improvement", "higher", "lower", "common-cause", "no-limits"]
"""What the newest month shows, from what most needs a look: `higher` and `lower` where neither is better."""
Assurance = Literal["missed", "hit-and-miss", "met", "no-target", "no-limits"]
"""Whether a target will be met while nothing changes: never, by chance, always."""
Why = Literal["", "hidden", "few-audits", "few-months"]
"""Why the newest month has no limits."""

SCALE_CHANGED = "the scale of grades changed"
SAMPLING_CHANGED = "files were chosen another way"


@dataclass(frozen=True, slots=True)
class Point:
    """A month. `limits`: its centre line as value, its limits as low and high; None where it has none.

    A share's limits are in percent, and their `of` is the audits that the centre line comes from. `starts`:
    what changed so that limits start anew here; then the figure is marked [b].
    """

    month: str
    figure: Figure
    limits: ShownQuantity | None = None
    signal: Signal | None = None
    starts: tuple[str, ...] = ()

    @property
    def level(self) -> float | None:
        """Where it lies: a share in percent, else its value; None where there is nothing to draw."""
        figure = self.figure
        return figure.exact_percent if isinstance(figure, Shown) else figure.value

    @property
    def centre(self) -> float | None:
        return self.limits.value if self.limits else None

    @property
    def lower(self) -> float | None:
        return self.limits.low if self.limits else None

    @property
    def upper(self) -> float | None:
        return self.limits.high if self.limits else None

    @property
    def mark(self) -> str:
        """Its signal in downloads: "one-side-up"; blank where it bears none."""
        return f"{self.signal.rule}-{'up' if self.signal.up else 'down'}" if self.signal else ""


@dataclass(frozen=True, slots=True)
class Series:
    """One figure by month, oldest first, at least one.

    `counted`: the months since the last new start that are fit for limits, of those that it takes;
    `since`: what made that start, blank if it is the first month. `grades`: a grade's id, a group's, or
    good-or-better; blank for what is no share.
    """

    points: tuple[Point, ...]
    better: Better
    counted: Shown
    since: tuple[str, ...] = ()
    why: Why = ""
    target: Target | None = None
    stage: str = ""
    area: str = ""
    grades: str = ""

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def marked(self) -> tuple[Point, ...]:
        """The months that bear a signal, oldest first."""
        return tuple(point for point in self.points if point.signal)

    @property
    def signal_runs(self) -> tuple[tuple[bool, tuple[str, ...]], ...]:
        """The same in stretches that lie on one side: whether they lie high or rise, and their months."""
        sides = ((point.signal.up, point.month) for point in self.points if point.signal)
        return tuple((up, tuple(m for _, m in run)) for up, run in groupby(sides, key=lambda side: side[0]))

    @property
    def has_limits(self) -> bool:
        """Of the newest month: others may have some where this one has none."""
        return self.last.limits is not None

    @property
    def trial(self) -> bool:
        """The limits come from so few months that they will still move."""
        return self.has_limits and (self.counted.count or 0) < SETTLED

    @property
    def variation(self) -> Variation:
        if not self.has_limits:
            return "no-limits"
        return kind(self.last.signal, self.better) or "common-cause"

    @property
    def assurance(self) -> Assurance:
        """By the newest month's limits, as Making Data Count does."""
        if self.target is None:
            return "no-target"
        limits = self.last.limits
        if limits is None or limits.low is None or limits.high is None:
            return "no-limits"
        if limits.low <= self.target.percent <= limits.high:
            return "hit-and-miss"
        above = limits.low > self.target.percent
        return "met" if above == (self.target.at_least is not None) else "missed"

    @property
    def totals(self) -> tuple[Shown, ...]:
        """The months with the fewest and the most audits, of those shown; none where none is."""
        shown = [p.figure for p in self.points if isinstance(p.figure, Shown) and p.figure.total]
        by_total = sorted(shown, key=lambda s: s.total or 0)
        return (by_total[0], by_total[-1]) if by_total else ()

    @property
    def unequal(self) -> bool:
        """Totals differ by more than a quarter, so that limits are wider in some months than in others."""
        totals = [shown.total or 0 for shown in self.totals]
        return bool(totals) and totals[-1] - totals[0] > UNEQUAL * totals[-1]


def kind(signal: Signal | None, better: Better) -> Literal["", "improvement", "concern", "higher", "lower"]:
    """What a signal means where `better` is better; blank where there is none."""
    if signal is None:
        return ""
    if better == "neither":
        return "higher" if signal.up else "lower"
    return "improvement" if signal.up == (better == "more") else "concern"


def shares(e: "Evidence", stage: str, area: str, grades: str) -> Series | None:
    """The share of a grade, a group or good-or-better over all months up to the edition's, as a p-chart.

    None where the edition's month has no such figure.
    """
    figures = []
    for month in e.months:
        table = e.grades(month, stage, area)
        parts = e.settings.framework.group(grades, month) if table else ()
        if table and parts:
            figure = table[grades] if parts == (grades,) else merged(table, parts, grades)
            figures.append((month, figure))
    if not figures or figures[-1][0] != e.month:
        return None
    made = _series(e, figures, _p, better(e, grades))
    target = _target(e, stage, area, parts)
    return replace(made, stage=stage, area=area, grades=grades, target=target)


def _target(e: "Evidence", stage: str, area: str, parts: tuple[str, ...]) -> Target | None:
    """The target for these grades, whether it names them one by one or as a group."""
    framework, targets = e.settings.framework, e.settings.publication.targets
    theirs = (t for t in targets if (t.stage, t.area) == (stage, area))
    return next((t for t in theirs if framework.group(t.grades, e.month) == parts), None)


def quantities(e: "Evidence", measure: str, better: Better) -> Series | None:
    """A quantity that is measured by month, as an XmR chart; None where the edition's month has none."""
    found = [(month, e.tables.quantity(measure, month=month)) for month in e.months]
    figures: list[tuple[str, Figure]] = [(month, quantity) for month, quantity in found if quantity]
    if not figures or figures[-1][0] != e.month:
        return None
    return _series(e, figures, _xmr, better)


def better(e: "Evidence", grades: str) -> Better:
    """Which way the share of a grade or group should move: of a grade in between, neither."""
    framework = e.settings.framework
    group = next((group for group in framework.groups if group.id == grades), None)
    if group:
        return group.better
    scale = framework.scale(e.month)
    if grades == GOOD_OR_BETTER or grades == scale[-1].id:
        return "more"
    return "fewer" if grades == scale[0].id else "neither"


Starts = Mapping[str, tuple[str, ...]]
"""Month -> what changed since the month before, so that the two are not one series."""


def new_starts(e: "Evidence") -> Starts:
    """Where months are no longer one series: at breaks, new starts in the settings, another scale, another
    sampling. Limits start anew there, and a comparison across it says so. `Evidence.starts` keeps them."""
    framework = e.settings.framework
    breaks = (*framework.breaks, *e.settings.publication.process_control.rebase)
    sampling = dict(_sampling_changes(e))
    starts: dict[str, tuple[str, ...]] = {}
    for before, month in pairwise(e.months):
        what = [b.what for b in breaks if before < b.from_ <= month]
        scales = [[grade.id for grade in framework.scale(m)] for m in (before, month)]
        if scales[0] != scales[1]:
            what.append(SCALE_CHANGED)
        starts[month] = tuple(dict.fromkeys([*what, *sampling.get(month, ())]))
    return starts


def _sampling_changes(e: "Evidence") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The months whose files were chosen in another way than the last month of which it is known."""
    ways: dict[str, set[str]] = {}
    for note in e.extracts.programme:
        if note.sampling not in UNKNOWN:
            ways.setdefault(note.month, set()).add(note.sampling)
    for before, month in pairwise(sorted(ways)):
        if ways[before] != ways[month]:
            yield month, (SAMPLING_CHANGED,)


ToLimits = Callable[[Sequence[Figure], int | None], list[Limits]]


def _series(
    e: "Evidence", figures: Sequence[tuple[str, Figure]], to_limits: ToLimits, better: Better
) -> Series:
    phases = _phases(e.months, e.starts)
    points: list[Point] = []
    of_phase: list[Point] = []
    what: tuple[str, ...] = ()
    for (_, what_), group in groupby(figures, key=lambda found: phases[found[0]]):
        what = what_ if points else ()
        of_phase = [Point(month, figure) for month, figure in group]
        of_phase[0] = _started(of_phase[0], what)
        points.extend(_with_limits(e, of_phase, to_limits))
    control = e.settings.publication.process_control
    fit = sum(_size(point.figure) >= control.audits for point in of_phase)
    counted = Shown(Source("control_months", (), "counted"), fit, POINTS, None)
    return Series(tuple(points), better, counted, what, _why(points[-1], control.audits))


def _phases(months: Sequence[str], starts: Starts) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Month -> number of its stretch without a new start, and what started that."""
    phases: dict[str, tuple[int, tuple[str, ...]]] = {}
    number, what = 0, tuple[str, ...]()
    for month in months:
        if starts.get(month):
            number, what = number + 1, starts[month]
        phases[month] = (number, what)
    return phases


def _started(point: Point, what: tuple[str, ...]) -> Point:
    if not what:
        return point
    figure = replace(point.figure, marks=point.figure.marks | {"b"})
    return replace(point, figure=figure, starts=what)


def _with_limits(e: "Evidence", points: Sequence[Point], to_limits: ToLimits) -> list[Point]:
    """A stretch without a new start: months with enough audits get limits, where there are enough of them."""
    control = e.settings.publication.process_control
    fit = [point for point in points if _size(point.figure) >= control.audits]
    if len(fit) < POINTS:
        return list(points)
    limits = to_limits([point.figure for point in fit], control.baseline)
    of = _together([point.figure for point in fit[: control.baseline]])
    marked = _marked(fit, limits, control.run)
    found = {
        point.month: Point(point.month, point.figure, _shown(point.figure, limit, of), signal, point.starts)
        for point, limit, signal in zip(fit, limits, marked, strict=True)
    }
    return [found.get(point.month, point) for point in points]


def _marked(points: Sequence[Point], limits: Sequence[Limits], run: int) -> list[Signal | None]:
    """Signals of months with limits; one between them without limits ends a run: nobody knows its way."""
    ends = [i for i, (one, next_) in enumerate(pairwise(points), 1) if not _follows(one, next_)]
    found: list[Signal | None] = []
    for start, end in pairwise([0, *ends, len(points)]):
        values = [_value(point.figure) for point in points[start:end]]
        found += signals(values, limits[start:end], run)
    return found


def _follows(one: Point, other: Point) -> bool:
    return months_between(one.month, other.month) == 1


def _why(last: Point, floor: int) -> Why:
    if last.limits is not None:
        return ""
    if last.figure.hidden:
        return "hidden"
    return "few-audits" if _size(last.figure) < floor else "few-months"


def _size(figure: Figure) -> int:
    """How many audits a figure rests on; none where it is hidden or says nothing."""
    if figure.hidden:
        return 0
    if isinstance(figure, Shown):
        return figure.total or 0 if figure.count is not None else 0
    return figure.of.count or 0 if figure.value is not None else 0


def _value(figure: Figure) -> float:
    if isinstance(figure, Shown):
        return (figure.count or 0) / (figure.total or 1)
    return figure.value or 0.0


def _p(figures: Sequence[Figure], baseline: int | None) -> list[Limits]:
    counts = [figure.count or 0 for figure in figures if isinstance(figure, Shown)]
    return p_limits(counts, [_size(figure) for figure in figures], baseline)


def _xmr(figures: Sequence[Figure], baseline: int | None) -> list[Limits]:
    return [xmr_limits([_value(figure) for figure in figures], baseline)] * len(figures)


def _together(figures: Sequence[Figure]) -> Shown:
    """The audits that say where the centre line is: of shares how many of all, else how many."""
    shares = [figure for figure in figures if isinstance(figure, Shown)]
    if shares:
        return pooled(shares, "centre")
    total = sum(_size(figure) for figure in figures)
    return Shown(Source("control_limits", figures[-1].source.where, "centre"), total, total, None)


def _shown(figure: Figure, limits: Limits, of: Shown) -> ShownQuantity:
    """Limits as pages show them: of a share in percent, of days none below 0."""
    source = Source("control_limits", figure.source.where, figure.source.part)
    if isinstance(figure, Shown):
        centre, low, high = (100 * end for end in limits[:3])
        return ShownQuantity(source, centre, "percent", of, low, high)
    low = max(0.0, limits.lower)
    return ShownQuantity(source, limits.centre, figure.unit, of, low, limits.upper)
