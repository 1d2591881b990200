"""How an edition differs from what it was: each revision with its reasons, and what was beside what is."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import yaml

from generator.evidence import Change, Evidence, Shown, ShownQuantity, Source
from generator.evidence.published import as_figure, source_of
from generator.evidence.revisions import Revision, folder_of, forgotten_before, kept, with_mark
from generator.evidence.sampling import NotRandom
from generator.evidence.settings_words import of_settings
from generator.pages.templating import environment, template_text
from generator.pages.words import capital, month_name
from generator.settings.meetings import Papers
from generator.settings.model import Settings


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as it was before a revision, and as that revision had it, whatever a later one made of it."""

    name: str
    before: Shown | ShownQuantity
    after: Shown | ShownQuantity


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """`name`: its number. `texts`: names of texts that it changed, with how many there are of each.

    `folder`: where it stays in the portal as a meeting had it; blank where it does not stay. `forgotten`: it
    shows an audit that had to be forgotten since.
    """

    name: str
    revision: Revision
    first: bool
    folder: str
    forgotten: bool
    figures: tuple[FigureLine, ...]
    texts: tuple[tuple[str, str], ...]

    @property
    def corrects(self) -> bool:
        """It was not planned: a notice says why it differs."""
        return bool(self.revision.notices)


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What is otherwise than in an earlier revision. `figures`: as they were then and are now, the `first`
    of them those that were asked for first. `forgotten`: nothing is told, since an audit had to be forgotten.
    """

    figures: tuple[FigureLine, ...]
    first: int
    texts: tuple[tuple[str, str], ...]
    forgotten: bool


@dataclass(frozen=True, slots=True)
class AboutPage:
    """`revisions`: newest first. `papers`: those of the meetings that the edition goes to."""

    revisions: tuple[RevisionLine, ...]
    papers: tuple[Papers, ...]


def about_page(e: Evidence) -> AboutPage:
    return AboutPage(tuple(reversed(revision_lines(e))), e.papers_of_its_own)


def revision_lines(e: Evidence) -> list[RevisionLine]:
    """All revisions of an edition, oldest first."""
    revisions = e.edition.revisions
    after = {shown.source.name: shown for shown in _figures(e)}
    stay, forgotten = kept(revisions), forgotten_before(revisions)
    lines = []
    for number, revision in reversed([*enumerate(revisions, 1)]):
        changed_before = frozenset(key for earlier in revisions[: number - 1] for key in earlier.was)
        figures = tuple(
            FigureLine(
                figure_name(key, e.settings),
                with_mark(was) if key in changed_before else was,
                with_mark(after.get(key, _none_like(was))),
            )
            for key, was in sorted(revision.was.items(), key=lambda entry: _importance(e, entry[0]))
        )
        after |= revision.was
        told = _named_texts(revision.words, e.settings)
        folder = folder_of(e.month, number) if number in stay else ""
        first, gone = number == 1, number < forgotten
        lines.append(RevisionLine(str(number), revision, first, folder, gone, figures, told))
    return lines[::-1]


def changes_since(e: Evidence, number: int, first: Container[str] = ()) -> ChangesSince:
    """What differs now from revision `number` of the edition, figures whose names are in `first` first."""
    before, later = e.edition.revisions[:number], e.edition.revisions[number:]
    if number < forgotten_before(e.edition.revisions):
        return ChangesSince((), 0, (), forgotten=True)
    sent: dict[str, Shown | ShownQuantity] = {}
    for revision in later:
        sent = {**revision.was, **sent}
    now = {shown.source.name: shown for shown in _figures(e)}
    changed_before = frozenset(key for revision in before for key in revision.was)
    differing = [
        key for key, was in sent.items() if as_figure(was) != as_figure(now.get(key, _none_like(was)))
    ]
    differing.sort(key=lambda key: (key not in first, _importance(e, key)))
    figures = (
        FigureLine(
            figure_name(key, e.settings),
            with_mark(sent[key]) if key in changed_before else sent[key],
            with_mark(now.get(key, _none_like(sent[key]))),
        )
        for key in differing
    )
    words = dict.fromkeys(key for revision in later for key in revision.words)
    return ChangesSince(
        tuple(figures),
        sum(key in first for key in differing),
        _named_texts(words, e.settings),
        forgotten=False,
    )


def _named_texts(keys: Iterable[str], settings: Settings) -> tuple[tuple[str, str], ...]:
    """Names of texts, with how many there are of each."""
    return tuple((name, str(many)) for name, many in Counter(text_name(k, settings) for k in keys).items())


def figure_name(key: str, settings: Settings) -> str:
    """A figure's name in words: "Grades · Chronology · November 2023 · moderated · Inadequate"."""
    source = source_of(key)
    parts = [measure_name(source.measure), filter_name(source, settings), part_name(source.part, settings)]
    return " · ".join(filter(None, parts))


def filter_name(source: Source, settings: Settings) -> str:
    """What a figure is of, in words: "Chronology · November 2023 · moderated"."""
    return " · ".join(filter(None, [_said(dim, value, settings) for dim, value in source.where]))


def measure_name(measure: str) -> str:
    return str(_words()["measures"].get(measure, capital(measure.replace("_", " "))))


def named_measures(measures: Iterable[str]) -> list[tuple[str, str]]:
    """Measures with their names in words, in the order in which all pages list them."""
    return [(measure, measure_name(measure)) for measure in counted_words() if measure in measures]


def text_name(key: str, settings: Settings) -> str:
    """A text's name in words, without the text: "Learning point · Chronologies · November 2023"."""
    kind, *rest = key.split("/")
    named = [str(_words()["texts"][kind])]
    if kind in ("learning", "action"):
        named += [_said("theme", rest[1], settings), month_name(rest[0])]
    elif of_settings(key):
        named += [_said(kind, rest[0], settings), str(_words()["settings"][rest[1]])]
    else:
        named += [capital(rest[0].replace("-", " "))]
    return " · ".join(filter(None, named))


def status_name(status: str) -> str:
    """A lesson's status in the words of the pages."""
    return str(_figure_words().status(status))


def verdict_of(change: Change) -> str:
    """What pages say of a change: its verdict, unless nothing can be said whatever the test found."""
    return (change.verdict != "hidden" and change.not_random) or change.verdict


def verdict_name(verdict: str, *, over_all: bool) -> str:
    """The same in the words of the pages: between two months, or over all of them."""
    not_random = verdict if verdict in get_args(NotRandom) else ""
    change = {"verdict": verdict, "not_random": not_random, "few": True, "unequal": False, "breaks": ()}
    words = _figure_words()
    return str(words.trend(change) if over_all else words.change(change)).strip().rstrip(".")


def _none_like(was: Shown | ShownQuantity) -> Shown:
    """None, under the name of a figure that has gone."""
    return Shown(was.source, 0, None, None)


def _figures(e: Evidence) -> Iterator[Shown | ShownQuantity]:
    for table in e.tables.tables.values():
        yield from (shown for _, shown in table)
        yield table.left_out
    yield from e.tables.quantities.values()


def _importance(e: Evidence, key: str) -> tuple[int, bool, str]:
    """The edition's own month first, measures in the order of the words."""
    source, order = source_of(key), [*_words()["measures"]]
    place = order.index(source.measure) if source.measure in order else len(order)
    return place, dict(source.where).get("month") != e.month, key


def _said(dim: str, value: str, settings: Settings) -> str:
    if dim == "since":
        return f"since {month_name(value)}"
    if dim == "month" and value != "all":
        return month_name(value)
    if value == "all":
        return "all months so far" if dim == "month" else ""
    return _names(settings).get((dim, value), value.replace("-", " "))


def part_name(part: str, settings: Settings) -> str:
    """A part of a table in words; blank for none."""
    steps = [_names(settings).get(("grade", step), step.replace("-", " ")) for step in part.split(">")]
    return str(_words()["parts"].get(part, " to ".join(steps)))


def _names(settings: Settings) -> dict[tuple[str, str], str]:
    framework = settings.framework
    named = {"area": framework.every_area, "team": framework.teams, "cohort": framework.cohorts,
             "type": framework.types, "grade": framework.every_grade}  # fmt: skip
    names = {(dim, each.id): each.name for dim, all_ in named.items() for each in all_}
    themes = {("theme", theme.id): theme.title for theme in settings.themes.themes}
    return {("area", "overall"): "overall", ("theme", "no-theme"): "", **names, **themes}


def _figure_words() -> Any:
    """The macros by which pages say figures."""
    return environment().get_template("figures.j2").module


@cache
def counted_words() -> Mapping[str, str]:
    """Measure -> what it counts, in a sentence."""
    words: Mapping[str, str] = yaml.safe_load(template_text("counted.yml"))
    return words


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    words: Mapping[str, Mapping[str, Any]] = yaml.safe_load(template_text("revised.yml"))
    return words
