"""Which records each measure counts."""

from collections.abc import Mapping

_ACTIONS = ("actions", "actions_overdue", "actions_since", "actions_agreed_since", "loop", "days_to_done")
_THEMES = ("themes", "themes_by_area", "themes_by_team", "findings_since")
COUNTED_IN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(_ACTIONS, ("actions",)),
    **dict.fromkeys(_THEMES, ("audits", "learning")),
    **dict.fromkeys(("learning_when", "points_told", "theme_loop"), ("learning",)),
    **dict.fromkeys(("regrades", "regrades_by_month", "theme_regrades"), ("regrades",)),
    **dict.fromkeys(("briefing_use", "briefing_use_by_team", "briefing_attended"), ("briefing_use",)),
    **dict.fromkeys(("programme", "programme_open"), ("programme", "audits")),
    "programme_returned": ("programme",),
    **dict.fromkeys(("reaudits", "reaudits_unmoderated", "theme_reaudits"), ("revisits",)),
    "waiting": ("learning", "actions"),
    "external": ("external_checks",),
    "requests": ("requests",),
    "training": ("training",),
}
"""Measure -> the tables whose rows it counts; else audits. `revisits`: audits that revisit an earlier one,
which itself stays."""


def records_of(measure: str) -> tuple[str, ...]:
    """The tables whose records a measure counts, by the names of the files' tables."""
    return tuple("audits" if table == "revisits" else table for table in COUNTED_IN.get(measure, ("audits",)))
