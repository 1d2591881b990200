"""The words of the settings that an edition's pages show, by names that last: they are locked as others are.

What readers look for (synonyms) and what records are matched by (aliases, phrases) may change freely.
"""

import hashlib
from collections.abc import Iterator

from generator.settings.model import Framework, Settings, Theme

THEME_WORDS = ("title", "lesson", "what", "good", "monday", "questions", "resources")
KINDS = ("theme", "area", "grade", "team", "cohort", "type")
"""What the name of such a text begins with: "theme/chronologies/lesson"."""


def settings_words(settings: Settings, month: str) -> Iterator[tuple[str, str]]:
    """Name -> a digest of the words, of all themes and of whatever the framework has had up to `month`.

    Words that are blank have a digest too, so that it shows where some are added later.
    """
    for theme in settings.themes.themes:
        for what in THEME_WORDS:
            yield f"theme/{theme.id}/{what}", _digest(*_words(theme, what))
    for kind, id_, what, words in _of_framework(settings.framework.begun_by(month)):
        yield f"{kind}/{id_}/{what}", _digest(words)


def of_settings(key: str) -> bool:
    """Whether the text of this name stands in the settings."""
    return key.split("/", 1)[0] in KINDS


def _of_framework(framework: Framework) -> Iterator[tuple[str, str, str, str]]:
    for area in framework.every_area:
        yield "area", area.id, "name", area.name
        yield "area", area.id, "asks", area.asks
    for grade in framework.every_grade:
        yield "grade", grade.id, "name", grade.name
        yield "grade", grade.id, "describes", grade.describes
    for kind, all_ in (("team", framework.teams), ("cohort", framework.cohorts), ("type", framework.types)):
        for each in all_:
            yield kind, each.id, "name", each.name


def _words(theme: Theme, what: str) -> tuple[str, ...]:
    if what == "resources":
        return tuple(f"{each.title} {each.url or ''}" for each in theme.resources)
    words: str | tuple[str, ...] = getattr(theme, what)
    return (words,) if isinstance(words, str) else words


def _digest(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]
