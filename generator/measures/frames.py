"""What every measure does with a frame, whichever engine runs it."""

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, SupportsInt

import narwhals as nw

Frame = nw.LazyFrame[Any]

NO_GRADE = "n/a"


def recorded(column: str) -> nw.Expr:
    """Whether a cell is not blank."""
    return ~nw.col(column).is_null()


def is_grade(column: str) -> nw.Expr:
    """Whether a grade was given: neither blank nor n/a."""
    return recorded(column) & (nw.col(column) != NO_GRADE)


def days_between(since: str, until: str) -> nw.Expr:
    """Whole days from one date column to another, neither blank."""
    return (nw.col(until) - nw.col(since)).dt.total_minutes() // (24 * 60)


def midnight(day: date) -> datetime:
    """A day as the tables hold it."""
    return datetime.combine(day, time.min)


def collect(frame: Frame) -> Iterator[tuple[Any, ...]]:
    """The rows of a small result, in no particular order."""
    # by columns: three times as quick as iter_rows on pandas
    return zip(*(column.to_list() for column in frame.collect(backend="pandas").iter_columns()), strict=True)


def collect_texts(frame: Frame) -> list[tuple[str, ...]]:
    """The rows as texts (see `cell_text`), sorted: their order says nothing of the records' order."""
    columns = frame.collect(backend="pandas").iter_columns()
    texts = ([c if isinstance(c, str) else cell_text(c) for c in column.to_list()] for column in columns)
    return sorted(zip(*texts, strict=True))


def cell_text(cell: object) -> str:
    """A cell as text: a date as YYYY-MM-DD, blank where nothing is recorded."""
    if isinstance(cell, str):
        return cell
    # pandas' "not a time" is a date whose year is NaN
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) and not math.isnan(cell.year) else ""


def cell_number(cell: object) -> int | None:
    """A cell as a number; None where nothing is recorded, which engines give as None, NaN or NA."""
    if not isinstance(cell, SupportsInt) or (isinstance(cell, float) and math.isnan(cell)):
        return None
    return int(cell)
