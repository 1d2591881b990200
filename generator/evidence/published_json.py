"""A record of a published edition as text for git, and back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any

from generator.evidence.published import Figure, PublishedRecord, as_figure, as_shown
from generator.evidence.revisions import Notice, Revision


def to_json(record: PublishedRecord) -> str:
    """A record as text for git: sorted, one figure or text a line."""
    about = {
        "month": record.month,
        "audience": record.audience,
        "measures": sorted(record.measures),
        "published_on": record.published_on,
        "revisions": [_raw_revision(revision) for revision in record.revisions],
    }
    parts = [f'"{key}": {json.dumps(about[key], **_JSON)}' for key in sorted(about)]
    parts += [
        f'"figures": {{\n{_lines(record.figures)}\n}}',
        f'"texts": {{\n{_lines(record.texts)}\n}}',
    ]
    return "{\n" + ",\n".join(sorted(parts)) + "\n}\n"


def from_json(text: str) -> PublishedRecord:
    """A record as `to_json` wrote it. Raises ValueError where the text is none."""
    try:
        raw = json.loads(text, parse_constant=_no_number)
        return PublishedRecord(
            month=_a_text(raw["month"]),
            audience=_a_text(raw["audience"]),
            published_on=date.fromisoformat(raw["published_on"]),
            revisions=tuple(_revision(each) for each in raw["revisions"]),
            measures=frozenset(raw["measures"]),
            figures={key: _figure(cells) for key, cells in raw["figures"].items()},
            texts={key: _a_text(words) for key, words in raw["texts"].items()},
        )
    except (KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError(f"no record of a published edition: {error}") from None


def _lines(entries: Mapping[str, Figure | str]) -> str:
    return ",\n".join(
        f"{json.dumps(k, **_JSON)}: {json.dumps(v, **_JSON)}" for k, v in sorted(entries.items())
    )


_JSON: dict[str, Any] = {"ensure_ascii": False, "sort_keys": True, "default": date.isoformat}


def _raw_revision(revision: Revision) -> dict[str, object]:
    return {
        "on": revision.on,
        "data_to": revision.data_to,
        "commit": revision.commit,
        "meetings": revision.meetings,
        "notices": [asdict(notice) for notice in revision.notices],
        "was": {key: as_figure(shown) for key, shown in revision.was.items()},
        "words": revision.words,
    }


def _revision(raw: Mapping[str, Any]) -> Revision:
    return Revision(
        on=date.fromisoformat(raw["on"]),
        data_to=date.fromisoformat(raw["data_to"]),
        commit=_a_text(raw["commit"]),
        meetings=tuple(raw["meetings"]),
        notices=tuple(Notice(**{**each, "on": date.fromisoformat(each["on"])}) for each in raw["notices"]),
        was={key: as_shown(key, _figure(cells)) for key, cells in raw["was"].items()},
        words=tuple(raw["words"]),
    )


def _figure(cells: Sequence[Any]) -> Figure:
    count, total, percent, note = cells
    if any(isinstance(cell, float) and not isfinite(cell) for cell in (count, total, percent)):
        raise ValueError("infinite or no number")
    if not all(isinstance(cell, int | None) for cell in (total, percent)):
        raise TypeError(f"{total!r}, {percent!r}: no count, no percent")
    if not isinstance(count, int | float | None):
        raise TypeError(f"{count!r} is no figure")
    return count, total, percent, _a_text(note)


def _no_number(word: str) -> float:
    """Python reads Infinity and NaN, which JSON does not know and no record holds."""
    raise ValueError(f"{word} is no number")


def _a_text(raw: object) -> str:
    if not isinstance(raw, str):
        raise TypeError(f"{raw!r} is no text")
    return raw
