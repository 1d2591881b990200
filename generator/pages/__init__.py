"""evidence, charts, words -> the Markdown of an edition. Reads content/ and its templates; writes nothing."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from generator.pages import content
from generator.pages.content import Content
from generator.pages.inputs import Checked, EditionFiles, EditionInputs
from generator.pages.presenters.report import REPORT_SECTIONS
from generator.pages.site import addresses
from generator.problems import Problem
from generator.settings.model import Settings


def read_content(
    root: Path,
    settings: Settings,
    months: tuple[str, ...],
    ids: Mapping[str, str] | None = None,
    points: Collection[tuple[str, str]] = (),
    *,
    roles: Collection[str] = (),
    today: date | None = None,
) -> tuple[Content, list[Problem]]:
    """What staff wrote in content/, and every problem in it. Imports nothing heavy.

    `ids`: those of all records, as of `Records.ids`, which no words may hold. `points`: kind and words of
    each learning point, as of `Records.points`. `roles`: those that records name, as of `Records.roles`.
    `today`: the day after which nothing can have been corrected yet.
    """
    known = content.Known(ids or {}, points, partial(addresses, settings), roles, today)
    return content.read(root, settings, months, REPORT_SECTIONS, known)


def render_edition(inputs: EditionInputs) -> EditionFiles:
    """All files of one edition; see `render`, which is imported late because charts and tables are heavy."""
    from generator.pages.render import render_edition as render  # noqa: PLC0415

    return render(inputs)


def render_history(inputs: EditionInputs) -> dict[str, bytes]:
    """The downloads of an edition over all months up to its own, by file name."""
    from generator.pages.render import render_history as render  # noqa: PLC0415

    return render(inputs)


def checked(inputs: EditionInputs) -> Checked:
    """An edition held against what was published of it, and what its words say, without its pages."""
    from generator.pages.render import checked as found  # noqa: PLC0415

    return found(inputs)


def briefing_start(inputs: EditionInputs) -> str:
    """What the month's file in content/briefings/ begins as, for staff to finish."""
    from generator.pages.starts import briefing_start as start  # noqa: PLC0415

    return start(inputs)


def report_start(inputs: EditionInputs, *, board: bool = False) -> str:
    """What the month's file in content/reports/ begins as, or the board's, for staff to finish."""
    from generator.pages.starts import report_start as start  # noqa: PLC0415

    return start(inputs, board=board)


__all__ = [
    "Checked",
    "Content",
    "EditionFiles",
    "EditionInputs",
    "briefing_start",
    "checked",
    "read_content",
    "render_edition",
    "render_history",
]
