"""The one gate between exact figures and readers: `protect`.

Everything that leaves (pages, charts, downloads, claims) is made from what comes out of here, so a rule
that hides a number needs to be written once. It takes all figures of an edition together, and what the
same audience was shown before, since hiding one cell is undone by a total, another page or an older edition.
"""

from collections.abc import Iterable

from generator.evidence.rounding import half_up, whole_percents
from generator.evidence.shown import Mark, Shown, ShownQuantity, ShownTable, ShownTables, Source
from generator.measures.figures import Distribution, Quantity

GRADES = frozenset({"grades", "grades_by_cohort", "grades_by_type"})
"""Measures whose percents are rounded together, so that they add to 100; other shares round half up."""


def protect(
    figures: Iterable[Distribution | Quantity], shown_before: ShownTables | None = None
) -> ShownTables:
    """Figures as this audience may see them.

    The staff audience, the only one so far, sees every count, so `shown_before` changes nothing for it;
    it is part of the signature because no other rule can be kept without it.
    """
    del shown_before
    tables: dict[tuple[str, tuple[tuple[str, str], ...]], ShownTable] = {}
    quantities: dict[tuple[str, tuple[tuple[str, str], ...]], ShownQuantity] = {}
    for figure in figures:
        key = (figure.measure, figure.where)
        if isinstance(figure, Distribution):
            tables[key] = _table(figure)
        else:
            quantities[key] = _quantity(figure)
    return ShownTables(tables, quantities)


def _table(figure: Distribution) -> ShownTable:
    marks: frozenset[Mark] = frozenset({"p"} if figure.provisional else ())
    percents = _percents(figure)

    def shown(part: str, count: int, total: int, percent: int | None) -> Shown:
        return Shown(Source(figure.measure, figure.where, part), count, total, percent, marks=marks)

    return ShownTable(
        figure.measure,
        figure.where,
        {part: shown(part, count, figure.total, percents[part]) for part, count in figure.parts.items()},
        total=shown("total", figure.total, figure.total, None),
        left_out=shown("left-out", figure.left_out, figure.total + figure.left_out, None),
        exhaustive=figure.exhaustive,
    )


def _percents(figure: Distribution) -> dict[str, int | None]:
    if not figure.total:
        return dict.fromkeys(figure.parts)
    if figure.measure in GRADES:
        return dict(zip(figure.parts, whole_percents([*figure.parts.values()], figure.total), strict=True))
    return {part: half_up(count, figure.total) for part, count in figure.parts.items()}


def _quantity(figure: Quantity) -> ShownQuantity:
    source = Source(figure.measure, figure.where)
    marks: frozenset[Mark] = frozenset({"p"} if figure.provisional else ())
    return ShownQuantity(
        source,
        figure.value,
        figure.unit,
        of=Shown(source, figure.of, figure.of, None, marks=marks),
        low=figure.low,
        high=figure.high,
        marks=marks,
        hidden="" if figure.value is not None else "x",
    )
