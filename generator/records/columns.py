"""What a column and a table of records are. Which there are is in schema.py."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Kind = Literal[
    "id",  # of a record; no meaning elsewhere
    "month",
    "day",
    "moment",  # a day, a month, a season or a year
    "team",
    "cohort",
    "type",
    "area",
    "overall",  # a grade that always applies
    "grade",  # a grade, or n/a
    "theme",
    "themes",
    "choice",
    "count",
    "text",
    "url",
]


@dataclass(frozen=True, slots=True)
class Column:
    """`choices`: all that a cell of kind `choice` may say. `future`: the date may lie ahead."""

    name: str
    kind: Kind
    about: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    future: bool = False


@dataclass(frozen=True, slots=True)
class TableSchema:
    name: str
    about: str
    columns: tuple[Column, ...]

    @property
    def headings(self) -> list[str]:
        """The names of the columns as users write them."""
        return [heading(column.name) for column in self.columns]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def heading(name: str) -> str:
    """A column's name as users write it: with underscores, those of an area's id too."""
    return name.replace("-", "_")


def name_to_show(given: str, headings: list[str], otherwise: str = "") -> str:
    """A name that is no column's, if it is nearly one; else it may be a note that slipped."""
    near = get_close_matches(given.strip().casefold(), headings, n=1, cutoff=0.6)
    return given.strip()[:40] if near else otherwise


def column_meant(given: str, headings: list[str]) -> str:
    """A hint for a name that is no column's: the nearest, else all, which are many."""
    near = get_close_matches(given.strip().casefold(), headings, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else f"columns: {', '.join(headings)}"
