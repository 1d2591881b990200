"""How names are compared, and the rule that a word of the records means one thing."""

from collections.abc import Iterable, Iterator

from generator.problems import Place, Problem
from generator.settings.files import Files
from generator.settings.model import Framework, Named
from generator.settings.source import Loc

RESERVED = ("overall", "all", "not-recorded", "n/a", "n-a")
"""Words that mean something of their own in figures and records."""


def fold(word: str) -> str:
    """Without case and surrounding space; hyphen, underscore and space are one."""
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


def one_word_one_meaning(files: Files) -> Iterator[Problem]:
    """An id, name or alias means one thing in its list, and over all periods of the scale or of the areas."""
    if files.framework:
        for what, items in _named(files.framework).items():
            yield from _clashes(files, what, items)


def no_reserved_words(files: Files) -> Iterator[Problem]:
    """Nothing is called by a word that means something of its own in figures and records."""
    for items in _named(files.framework).values() if files.framework else ():
        for loc, item in items:
            for steps, word in _words(item):
                if fold(word) in RESERVED:
                    place = files.place("framework", *loc, *steps)
                    message = f'"{word}" has a meaning of its own'
                    yield Problem(place, "reserved-word", message, "choose another word")


def _named(framework: Framework) -> dict[str, list[tuple[Loc, Named]]]:
    """What the records can name, by its kind, with the way to each in framework.yml."""
    return {
        "grade": [
            (("grades", p, "scale", i), grade)
            for p, period in enumerate(framework.grades)
            for i, grade in enumerate(period.scale)
        ],
        "area": [
            (("areas", p, "areas", i), area)
            for p, period in enumerate(framework.areas)
            for i, area in enumerate(period.areas)
        ],
        "team": [(("teams", i), team) for i, team in enumerate(framework.teams)],
        "cohort": [(("cohorts", i), cohort) for i, cohort in enumerate(framework.cohorts)],
        "type": [(("types", i), type_) for i, type_ in enumerate(framework.types)],
    }


def _clashes(files: Files, what: str, items: Iterable[tuple[Loc, Named]]) -> Iterator[Problem]:
    """Words that mean two ids; and ids used twice in one list (in one period, say)."""
    means: dict[str, tuple[str, Place]] = {}
    ids: dict[tuple[Loc, str], Place] = {}
    told: set[str] = set()
    for loc, item in items:
        place = files.place("framework", *loc, "id")
        earlier = ids.setdefault((loc[:-1], item.id), place)
        if earlier != place:
            yield twice(place, item.id, earlier)
            continue
        for steps, word in _words(item):
            here = files.place("framework", *loc, *steps)
            meaning, there = means.setdefault(fold(word), (item.id, here))
            if meaning != item.id and fold(word) not in told:
                told.add(fold(word))
                message = f'"{word}" means two: the {what} "{item.id}" and the {what} "{meaning}"'
                hint = "a word of the records can mean only one"
                yield Problem(here, "two-meanings", message, hint, other=there)


def twice(place: Place, id_: str, earlier: Place) -> Problem:
    return Problem(place, "duplicate-id", f'"{id_}" is used twice', "an id names one thing", other=earlier)


def _words(item: Named) -> Iterator[tuple[Loc, str]]:
    """Everything that the item is called, and where in it that stands."""
    yield ("id",), item.id
    yield ("name",), item.name
    for i, alias in enumerate(item.aliases):
        yield ("aliases", i), alias
