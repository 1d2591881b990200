"""Readers' words: synonyms lead to one theme, and no acronym stands unexplained."""

import re
from collections.abc import Iterator

from generator.problems import Place, Problem
from generator.settings.files import Files
from generator.settings.model import Theme
from generator.settings.names import fold
from generator.settings.source import Loc

ACRONYM = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)*(?=s?\b)")
"""Two capitals or more, and perhaps the s of a plural; those joined by hyphens are one: QA-M."""
_SEARCHED = re.compile(r"[^\W_]{2,}")
_LITTLE = frozenset(
    """a an and are as at be by for from in is it of on or that the to was what with""".split()  # noqa: SIM905
)
"""Words that the site's search leaves out."""


def synonyms_lead_to_one_theme(files: Files) -> Iterator[Problem]:
    """A synonym belongs to one theme, is no name of another, and holds a word that can be searched for."""
    themes = files.themes.themes if files.themes else ()
    first: dict[str, tuple[Theme, Place]] = {}
    names = {fold(word): (theme, loc) for theme, loc, word in _names(themes)}
    for i, theme in enumerate(themes):
        for k, synonym in enumerate(theme.synonyms):
            place = files.place("themes", "themes", i, "synonyms", k)
            owner, there = first.setdefault(fold(synonym), (theme, place))
            named, loc = names.get(fold(synonym), (theme, ()))
            if not _can_be_found(synonym):
                yield _nowhere(place, synonym)
            elif owner.id != theme.id:
                message = f'"{synonym}" is a synonym of two themes, "{owner.id}" and "{theme.id}"'
                yield Problem(place, "same-synonym", message, "keep it with one of them", other=there)
            elif named.id != theme.id:
                message = f'"{synonym}" is a synonym of "{theme.id}" and a name of "{named.id}"'
                hint = "take it out here: a reader who looks for it means the other theme"
                yield Problem(place, "same-synonym", message, hint, other=files.place("themes", *loc))


def acronyms_are_explained(files: Files) -> Iterator[Problem]:
    """Each acronym that readers of a theme meet is explained; said once, where it first stands."""
    if files.themes is None:
        return
    told = set(files.themes.acronyms)
    for i, theme in enumerate(files.themes.themes):
        for loc, text in _read_by_people(theme):
            for acronym in ACRONYM.findall(text):
                if acronym not in told:
                    told.add(acronym)
                    place = files.place("themes", "themes", i, *loc)
                    hint = f"add it to acronyms in this file, or write it out ({acronym}: what it stands for)"
                    message = f"{acronym} is not explained to readers"
                    yield Problem(place, "unexplained-acronym", message, hint, severity="warning")


def _nowhere(place: Place, synonym: str) -> Problem:
    hint = "use a word of two letters or more that readers would type"
    return Problem(place, "synonym-leads-nowhere", f'no search finds "{synonym}"', hint)


def _can_be_found(synonym: str) -> bool:
    return any(word.lower() not in _LITTLE for word in _SEARCHED.findall(synonym))


def _names(themes: tuple[Theme, ...]) -> Iterator[tuple[Theme, Loc, str]]:
    """What each theme is called, and where that stands."""
    for i, theme in enumerate(themes):
        yield theme, ("themes", i, "id"), theme.id
        yield theme, ("themes", i, "title"), theme.title
        for k, alias in enumerate(theme.aliases):
            yield theme, ("themes", i, "aliases", k), alias


def _read_by_people(theme: Theme) -> Iterator[tuple[Loc, str]]:
    """The texts of a theme that stand on its page."""
    for key in ("title", "lesson", "what", "monday"):
        yield (key,), getattr(theme, key)
    for key in ("good", "questions", "synonyms"):
        for k, text in enumerate(getattr(theme, key)):
            yield (key, k), text
    for k, resource in enumerate(theme.resources):
        yield ("resources", k, "title"), resource.title
