"""The colours of charts: custom properties that the page sets, so that pictures follow light and dark.

Each carries its light value, for a picture that is downloaded and opened on its own. The stylesheet
holds the same values, and the dark ones; a test compares them.
"""

LIGHT = {
    "ink": "#1a232d",
    "ink-2": "#4e5965",
    "line": "#d9d5ca",
    "band": "#f2efe8",
    "accent": "#0b5d5b",
    "mark": "#12436d",
    "mark-line": "#3f7fb5",
    "spc-common": "#767676",
    "spc-better": "#0079ad",
    "spc-concern": "#c75000",
    "spc-neutral": "#490092",
    "grade-1": "#0f3a60",
    "grade-2": "#18598f",
    "grade-3": "#2073bc",
    "grade-4": "#4c96d8",
    "grade-5": "#86bbeb",
    "grade-6": "#bcdaf4",
    "grade-ink-1": "#ffffff",
    "grade-ink-2": "#ffffff",
    "grade-ink-3": "#ffffff",
    "grade-ink-4": "#10202f",
    "grade-ink-5": "#10202f",
    "grade-ink-6": "#10202f",
}


def colour(name: str) -> str:
    """The page's colour of this name, or its light value where there is no page."""
    return f"var(--{name},{LIGHT[name]})"
