"""Figures made from shown figures, so that nothing hidden comes back through arithmetic."""

from collections.abc import Iterable
from dataclasses import replace

from generator.evidence.rounding import half_up
from generator.evidence.shown import Shown, ShownTable, Source
from generator.measures.statistics import wilson


def rest(shown: Shown, part: str) -> Shown:
    """Those of the total that `shown` does not count, under the name `part`; hidden where it is hidden."""
    if shown.hidden or shown.count is None or shown.total is None:
        return replace(shown, source=replace(shown.source, part=part))
    percent = None if shown.percent is None else 100 - shown.percent
    return Shown(
        replace(shown.source, part=part), shown.total - shown.count, shown.total, percent, marks=shown.marks
    )


def between(table: ShownTable, wider: str, narrower: str, name: str) -> Shown:
    """Of a table of steps, what came as far as one step and not to the next; hidden where either is."""
    come, gone = table[wider], table[narrower]
    source = Source(table.measure, table.where, name)
    if come.count is None or gone.count is None:
        return Shown(source, None, None, None, hidden=come.hidden or gone.hidden or "x")
    count, total = come.count - gone.count, table.total.count
    marks = table.marks | come.marks | gone.marks
    return Shown(source, count, total, half_up(count, total) if total else None, marks=marks)


def merged(table: ShownTable, parts: Iterable[str], name: str) -> Shown:
    """Several parts of an exhaustive table as one ("good or better"): counts and shown percents added.

    Hidden where one of them is hidden.
    """
    chosen = [table[part] for part in parts if part in table.parts]
    source = Source(table.measure, table.where, name)
    hidden = next((s.hidden for s in chosen if s.hidden), table.total.hidden)
    if hidden:
        return Shown(source, None, None, None, marks=table.marks, hidden=hidden)
    percents = [s.percent for s in chosen]
    marks = table.marks.union(*(s.marks for s in chosen))
    both = Shown(
        source,
        sum(s.count or 0 for s in chosen),
        table.total.count,
        None if None in percents else sum(p or 0 for p in percents),
        marks=marks,
    )
    return with_interval(both) if any(s.low is not None for s in chosen) else both


def together(table: ShownTable, parts: Iterable[str], name: str, of: Iterable[str] = ()) -> Shown:
    """Several parts of a table as one share: of its total or, where named, of those of its parts.

    Rounded half up; hidden where a part that it needs is.
    """
    chosen, whole = [table[part] for part in parts], [table[part] for part in of] or [table.total]
    source = Source(table.measure, table.where, name)
    if hidden := next((shown.hidden for shown in (*chosen, *whole) if shown.hidden), table.total.hidden):
        return Shown(source, None, None, None, marks=table.marks, hidden=hidden)
    count, total = sum(s.count or 0 for s in chosen), sum(s.count or 0 for s in whole)
    marks = table.marks.union(*(s.marks for s in (*chosen, *whole)))
    return Shown(source, count, total, half_up(count, total) if total else None, marks=marks)


def pooled(months: Iterable[Shown], name: str) -> Shown:
    """One share over several months' audits together; hidden where one of them is."""
    these = list(months)
    source = Source(these[-1].source.measure, these[-1].source.where, name)
    if any(s.hidden for s in these):
        return Shown(source, None, None, None, hidden=next(s.hidden for s in these if s.hidden))
    count, total = sum(s.count or 0 for s in these), sum(s.total or 0 for s in these)
    marks = frozenset(mark for s in these for mark in s.marks)
    both = Shown(source, count, total, half_up(count, total) if total else None, marks=marks)
    return with_interval(both) if all(s.low is not None for s in these) else both


def with_interval(shown: Shown) -> Shown:
    """`shown` with the Wilson 95% interval of its share; as it is where hidden or of nothing."""
    if not shown.total or shown.count is None:
        return shown
    bounds = wilson(shown.count, shown.total)
    return shown if bounds is None else replace(shown, low=100 * bounds[0], high=100 * bounds[1])


def share_of(part: Shown, whole: Shown, name: str) -> Shown:
    """One shown count as a share of another that includes it; hidden where either is."""
    source = Source(whole.source.measure, whole.source.where, name)
    hidden = part.hidden or whole.hidden
    if hidden or part.count is None or whole.count is None:
        return Shown(source, None, None, None, hidden=hidden or "x")
    percent = half_up(part.count, whole.count) if whole.count else None
    return Shown(source, part.count, whole.count, percent, marks=part.marks | whole.marks)


def attention(table: ShownTable | None) -> tuple[int, ...]:
    """A sort key: what has the larger shown shares of the worse parts comes first; hidden and empty last."""
    if table is None:
        return (1,)
    return (0, *(-(s.percent if s.percent is not None else -1) for s in table.parts.values()))
