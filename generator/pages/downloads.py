"""The CSV files of an edition: what the pages show, one row a figure, and what each column holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.evidence import Evidence, Shown, ShownTable
from generator.evidence.csv_files import Cell, to_csv
from generator.evidence.series import Point
from generator.measures.counting import ALL

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Download:
    """A file of data/: its columns, and its rows over some months (oldest first)."""

    file: str
    columns: tuple[str, ...]
    rows: Callable[[Evidence, Sequence[str]], Iterable[tuple[Cell, ...]]]


def files(e: Evidence, every_month: bool = False) -> dict[str, bytes]:
    """File name -> CSV in UTF-8: this month and the eleven before it, or every month up to it."""
    months = [m for m in e.months if m <= e.month]
    chosen = months if every_month else months[-_MONTHS:]
    return {d.file: to_csv(d.columns, d.rows(e, chosen)) for d in DOWNLOADS}


def _figures(e: Evidence, months: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    for table in _grades(e, months):
        d = table.dims
        for grade, shown in table:
            yield (d["month"], d["stage"], d["area"], d["team"], grade, *_counted(shown))


def _grades(e: Evidence, months: Sequence[str]) -> Iterable[ShownTable]:
    """All grade distributions of `months`; teams are measured for the edition's month only."""
    for month in months:
        yield from e.tables.of("grades", month=month)


def _themes(e: Evidence, months: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    for month in months:
        for table in e.tables.of("themes", month=month):
            d, shown = table.dims, table["audits"]
            current = month == e.month and d["kind"] == "improvement"
            status = e.statuses.get(d["theme"], "") if current else ""
            yield (month, d["theme"], d["kind"], *_counted(shown)[:3], status, shown.note)


def _actions(e: Evidence, months: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    for month in months:
        for focus in ("child", "process"):
            table = e.table("actions", month=month, focus=focus)
            overdue = e.table("actions_overdue", month=month, focus=focus)["overdue"]
            for status, shown in (*table, ("overdue", overdue)):
                yield (month, focus, status, *_counted(shown))


def _moderation(e: Evidence, months: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    for month in months:
        for table in e.tables.of("moderation", month=month):
            for pair, shown in table:
                primary, moderated = pair.split(">")
                yield (month, table.dims["area"], primary, moderated, shown.count, shown.note)


def _trends(e: Evidence, months: Sequence[str]) -> Iterable[tuple[Cell, ...]]:
    """A series a grade or group of grades, with its limits where it has some: empty under twelve months."""
    drawn: dict[tuple[str, ...], dict[str, Point]] = defaultdict(dict)
    for series in e.screen.series:
        for point in series.points:
            drawn[point.month, series.stage, series.area][series.grades] = point
    for table in _grades(e, months):
        d = table.dims
        if d["team"] != ALL:
            continue
        key = (d["month"], d["stage"], d["area"])
        for grade, point in ({grade: Point(d["month"], s) for grade, s in table} | drawn[key]).items():
            yield (*key, grade, *_drawn(point))


def _drawn(point: Point) -> Iterator[Cell]:
    """A month of a series of shares, as a row goes on."""
    shown = point.figure
    assert isinstance(shown, Shown)
    yield from (shown.count, shown.total)
    ends = (shown.exact_percent, shown.low, shown.high, point.centre, point.lower, point.upper)
    yield from map(_decimals, ends)
    yield from (point.mark, shown.note)


def _counted(shown: Shown) -> tuple[Cell, Cell, Cell, Cell]:
    return shown.count, shown.total, shown.percent, shown.note


def _decimals(number: float | None) -> str | None:
    return None if number is None else f"{number:.2f}"


DOWNLOADS = (
    Download("figures.csv", ("month", "stage", "area", "team", "grade", "count", "total", "percent", "note"),
             _figures),
    Download("themes.csv", ("month", "theme", "kind", "audits", "total", "percent", "status", "note"),
             _themes),
    Download("actions.csv", ("month", "focus", "status", "count", "total", "percent", "note"), _actions),
    Download("moderation.csv", ("month", "area", "primary", "moderated", "count", "note"), _moderation),
    Download("trends.csv", ("month", "stage", "area", "grade", "count", "total", "percent", "low", "high",
                            "centre", "lower_limit", "upper_limit", "signal", "note"), _trends),
)  # fmt: skip
