"""All figures of an edition by their names, as a file."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.evidence import Shown, ShownQuantity, ShownTable
from generator.evidence.csv_files import to_csv
from generator.evidence.explained import tells_of_a_team
from generator.evidence.published import PublishedRecord, source_of

NAMES = "names.csv"
"""Every figure of the newest edition by its stable name, beside the history: too long for each edition."""


def names_shown(page: object) -> frozenset[str]:
    """The names of all figures that a presenter gave to a page, those of a table too."""
    found = [*_figures(page)]
    tables = (figure for figure in found if isinstance(figure, ShownTable))
    single = (figure for figure in found if not isinstance(figure, ShownTable))
    return frozenset(f.source.name for f in (*single, *(part for table in tables for _, part in table)))


def _figures(value: Any) -> Iterator[Shown | ShownQuantity | ShownTable]:
    if isinstance(value, Shown | ShownQuantity | ShownTable):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _figures(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _figures(each)
    else:
        for name in getattr(value, "__dataclass_fields__", ()):
            yield from _figures(getattr(value, name))


def names_csv(record: PublishedRecord) -> bytes:
    """What an edition says, a figure a line. Left out: parts that are none, where the others say so, and a
    team's lessons, which stand on a lesson's page or nowhere."""
    figures = sorted(record.figures.items())
    return to_csv(
        ("name", "count", "total", "percent", "note"),
        ((name, *figure) for name, figure in figures if not tells_of_a_team(source_of(name))),
    )
