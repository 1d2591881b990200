"""The rule that one month's learning is not another's again. Listed with all others in checks.py."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from generator.problems import Problem
from generator.records.data import Data

_SEVERAL = 3
"""Learning points alike in two months; one or two may be chance, or a sentence that auditors like."""


def learning_is_not_copied(data: Data) -> Iterator[Problem]:
    """No month repeats several learning points of an earlier one word for word: said once a month, of the
    earlier month that it repeats most."""
    rows = _rows_by_text(data)
    months = sorted(rows)
    for place, month in enumerate(months):
        alike = {earlier: rows[earlier].keys() & rows[month].keys() for earlier in months[:place]}
        source = max(alike, key=lambda earlier: (len(alike[earlier]), earlier), default="")
        if source and len(alike[source]) >= _SEVERAL:
            shared = alike[source]
            here, there = (min(rows[m][text] for text in shared) for m in (month, source))
            message = f"{len(shared)} learning points are word for word those of {source}"
            hint = f"was {source} copied into {month}? put in the month's own records, or delete the copies"
            warned = data.warning(("learning", here, "point"), "copied-month", message, hint)
            yield replace(warned, other=data.place(("learning", there, "point")))


def _rows_by_text(data: Data) -> dict[str, dict[str, int]]:
    """Month -> each text of a learning point, without case and spacing -> the first row that says it."""
    found: dict[str, dict[str, int]] = {}
    points = zip(data.of_audits("learning", "month"), data.column("learning", "point"), strict=True)
    for row, (month, point) in enumerate(points):
        if month is not None and point is not None:
            text = " ".join(cast(str, point).casefold().split())
            found.setdefault(cast(str, month), {}).setdefault(text, row)
    return found
