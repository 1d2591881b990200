"""The rule of learning points without a theme. Listed with all others in ../checks.py."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from generator.problems import Place, Problem
from generator.records.data import Data

if TYPE_CHECKING:
    from generator.records.suggestions.groups import Group, Point
    from generator.records.suggestions.match import Suggestion

_TOLD = 8
"""How many places of a group are named."""


def learning_has_a_theme(data: Data) -> Iterator[Problem]:
    """A learning point is filed under a theme, else it is not counted. Suggests which, where one fits."""
    blank = [row for row, theme in enumerate(data.column("learning", "theme")) if theme is None]
    unfiled = [row for row in blank if not _told(data, row)]
    if not unfiled:
        return
    from generator.records.suggestions.match import Matcher, fitting  # noqa: PLC0415  # for those who need it

    matcher = Matcher(data.settings.themes.themes)
    points = data.column("learning", "point")
    fit_none: list[int] = []
    for row in unfiled:
        point = str(points[row] or "")
        touched = matcher.touched(point)
        suggested = fitting(touched)
        if point and not suggested:
            fit_none.append(row)
        hint = _hint(point, suggested, touched)
        yield data.warning(("learning", row, "theme"), "no-theme", "is blank: not counted until filed", hint)
    yield from _new_themes(data, fit_none)


def _told(data: Data, row: int) -> bool:
    """Something else is wrong with the theme or the point, and only looks like a blank."""
    return any(data.place(("learning", row, column)) in data.told for column in ("theme", "point"))


def _hint(point: str, suggested: Sequence["Suggestion"], touched: Sequence["Suggestion"]) -> str:
    if not point:
        return "choose a theme: there is no point to suggest one from"
    if suggested:
        return f"perhaps {_named(suggested)}"
    if touched:
        return f"one word alone is no more than a sign of {_named(touched)}: choose that theme, or another"
    return "no theme's phrases fit the point: choose one, or leave it until there are more like it"


def _named(themes: Sequence["Suggestion"]) -> str:
    return ", or ".join(f'{each.theme} ("{each.phrase}")' for each in themes)


def _new_themes(data: Data, rows: Sequence[int]) -> Iterator[Problem]:
    """A warning for each group of points that fit no theme and speak of the same."""
    from generator.records.suggestions.groups import SMALLEST, groups, names_in  # noqa: PLC0415

    if len(rows) < SMALLEST:
        return
    texts = (str(text) for name in ("point", "impact") for text in data.column("learning", name) if text)
    for group in groups(_points(data, rows), names_in(texts)):
        what = f"speak of: {', '.join(group.words)}" if group.words else "speak of the same"
        message = f"{len(group.rows)} learning points without a theme {what}"
        hint = f"a new theme for site_config/themes.yml? {_places(data, group)}"
        yield data.warning(("learning", group.rows[0], "theme"), "alike-without-theme", message, hint)


def _points(data: Data, rows: Sequence[int]) -> list["Point"]:
    """The rows' points; those of a re-audit as of the audit that it revisits, for the child is the same."""
    from generator.records.suggestions.groups import Point  # noqa: PLC0415

    revisits = {str(of): str(audit) for of, audit in data.columns("audits", "audit_id", "revisits") if audit}
    audits, points = data.column("learning", "audit_id"), data.column("learning", "point")
    return [Point(row, _first(str(audits[row]), revisits), str(points[row])) for row in rows]


def _first(audit: str, revisits: dict[str, str]) -> str:
    """The first audit of the same file; of audits that name each other, any one and always the same."""
    seen = {audit}
    while (earlier := revisits.get(audit)) is not None:
        if earlier in seen:
            return min(seen)
        seen.add(earlier)
        audit = earlier
    return audit


def _places(data: Data, group: "Group") -> str:
    """Where the points stand: lines by file."""
    by_file: dict[str, list[str]] = {}
    for row in group.rows[:_TOLD]:
        place: Place = data.place(("learning", row, "theme"))
        by_file.setdefault(place.file, []).append(str(place.line))
    told = "; ".join(
        f"{file} {'line' if len(lines) == 1 else 'lines'} {', '.join(lines)}"
        for file, lines in by_file.items()
    )
    more = len(group.rows) - _TOLD
    return f"{told} and {more} more" if more > 0 else told
