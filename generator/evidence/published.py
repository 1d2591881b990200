"""What an edition published, as figures and words by a stable name, and how it differs from what it says now.

A record is what locks an edition: figures as readers were shown them, and the words of audits, of staff and
of the settings.
The words of templates are not in it, so that a new version of the product may put things better.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from generator.evidence.edition import Evidence
from generator.evidence.revisions import Revision
from generator.evidence.settings_words import KINDS, of_settings, settings_words
from generator.evidence.shown import Mark, Shown, ShownQuantity, Source

MONTHS = 12
"""Months of figures and words that an edition answers for: its own and those before it."""
WORDS = ("learning", "action", "event", "briefing", "report", "board-report", "method", *KINDS)
"""What the name of a text begins with; no measure is called so."""

Figure = tuple[int | float | None, int | None, int | None, str]
"""Count, total, percent and note, as in the downloads; of a quantity: value, from how many, nothing, note."""
Kind = Literal["figure", "text", "appeared", "gone"]


@dataclass(frozen=True, slots=True)
class PublishedRecord:
    """What an edition says. `revisions`: oldest first; the last is this one.

    `measures`: all that were measured. A figure that is not listed, of one of these, was nothing.
    """

    month: str
    audience: str
    published_on: date
    revisions: tuple[Revision, ...]
    measures: frozenset[str]
    figures: Mapping[str, Figure]
    texts: Mapping[str, str]

    @property
    def revision(self) -> int:
        return len(self.revisions)

    @property
    def data_to(self) -> date:
        return self.revisions[-1].data_to

    @property
    def commit(self) -> str:
        return self.revisions[-1].commit

    def made_of(self, commit: str) -> "PublishedRecord":
        """The same, naming the commit that its last revision was made of."""
        *earlier, last = self.revisions
        return replace(self, revisions=(*earlier, replace(last, commit=commit)))


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure or text that is no longer as published. A side is None where it has none."""

    key: str
    was: Figure | str | None
    now: Figure | str | None
    kind: Kind

    @property
    def of_words(self) -> bool:
        return is_text(self.key)

    @property
    def figure_before(self) -> Shown | ShownQuantity:
        """The published figure, as pages show one; of none published, none."""
        nothing: Figure = (0, None, None, "")
        return as_shown(self.key, nothing if self.was is None or isinstance(self.was, str) else self.was)


def is_text(key: str) -> bool:
    """Whether a name is that of words; else it is a figure's."""
    return key.split("/", 1)[0] in WORDS


def as_shown(key: str, figure: Figure) -> Shown | ShownQuantity:
    """A figure of a record as pages show it; what has no part is a quantity."""
    count, total, percent, note = figure
    source = source_of(key)
    found = set(note.replace("[", " ").replace("]", " ").split())
    hidden: Literal["", "c", "x"] = "c" if "c" in found else "x" if "x" in found else ""
    marks: frozenset[Mark] = frozenset(mark for mark in ("p", "b", "u", "low") if mark in found)
    if source.part:
        return Shown(
            source, None if count is None else int(count), total, percent, marks=marks, hidden=hidden
        )
    of = Shown(source, total, total, None, marks=marks)
    return ShownQuantity(source, count, "", of, marks=marks, hidden=hidden)


def source_of(key: str) -> Source:
    """A figure's source, from its name. A value may hold a slash; a part holds none."""
    measure, *rest = key.split("/")
    where: list[tuple[str, str]] = []
    for segment in rest[:-1] if rest and "=" not in rest[-1] else rest:
        dim, is_dim, value = segment.partition("=")
        if is_dim:
            where.append((dim, value))
        elif where:
            where[-1] = (where[-1][0], f"{where[-1][1]}/{segment}")
    part = rest[-1] if rest and "=" not in rest[-1] else ""
    return Source(measure, tuple(where), part)


def record_of(e: Evidence, words: Mapping[str, str]) -> PublishedRecord:
    """What an edition says, as its first revision. `words`: those of staff, by section.

    A draft's is dated by what it knows; it is for comparing, and never published.
    """
    day = e.edition.published_on or e.edition.data_to
    first = Revision(day, e.edition.data_to)
    texts = {**dict(_texts(e)), **dict(settings_words(e.settings, e.month)), **words}
    return PublishedRecord(
        e.month, e.settings.publication.audiences[0].id, day, (first,), _measures(e), dict(_figures(e)), texts
    )


def differences(was: PublishedRecord, now: PublishedRecord) -> tuple[Difference, ...]:
    """What differs, figures first, each kind by name.

    Measures that only one of them knows came or went with the product, and "none" where nothing was said
    (of a theme that is new, for instance) is no news: neither is a difference. Nor are the words of a theme
    or team that is new, or that records did not hold yet. A learning point or action whose words changed is
    one difference, not one gone and one new.
    """
    known = was.measures & now.measures
    figures = _compare(_of(was.figures, known), _of(now.figures, known), "figure")
    told = (d for d in figures if d.kind == "figure" or _says_something(d))
    texts = _reworded(_compare(was.texts, now.texts, "text"))
    return (*told, *(d for d in texts if d.kind != "appeared" or not of_settings(d.key)))


def _measures(e: Evidence) -> frozenset[str]:
    tables, quantities = e.tables.tables.values(), e.tables.quantities.values()
    return frozenset([*(t.measure for t in tables), *(q.source.measure for q in quantities)])


def _figures(e: Evidence) -> Iterator[tuple[str, Figure]]:
    """Without parts that are none where the others of the total say so."""
    months = _window(e)
    for table in e.tables.tables.values():
        if table.dims.get("month", "all") in months:
            for part, shown in (*table, ("left-out", table.left_out)):
                implied = shown.count == 0 and (table.exhaustive or part == "left-out")
                if shown.hidden or (shown.total and not implied):
                    yield shown.source.name, as_figure(shown)
    for quantity in e.tables.quantities.values():
        if dict(quantity.source.where).get("month", "all") in months:
            yield quantity.source.name, as_figure(quantity)


def as_figure(shown: Shown | ShownQuantity) -> Figure:
    """A figure as records hold it."""
    if isinstance(shown, Shown):
        return shown.count, shown.total, shown.percent, _note(shown)
    value = None if shown.value is None else round(shown.value, 6)
    return value, shown.of.count, None, _note(shown)


def _window(e: Evidence) -> frozenset[str]:
    return frozenset([*[m for m in e.months if m <= e.month][-MONTHS:], "all"])


def _note(shown: Shown | ShownQuantity) -> str:
    """As in the downloads, but for [r], which is what comparing records is for."""
    marks = {*shown.marks, *([shown.hidden] if shown.hidden else [])} - {"r"}
    return " ".join(f"[{mark}]" for mark in sorted(marks))


def _texts(e: Evidence) -> Iterator[tuple[str, str]]:
    """The words of the edition's month, and those of the months before as a digest a subject: they stand in
    those months' own records, and ten years of records must stay small."""
    months = _window(e)
    own: dict[str, list[str]] = {}
    earlier: dict[str, list[str]] = {}
    for name, text in _quoted(e):
        kind, month, theme, what, _ = name.split("/")
        if month == e.month:
            own.setdefault(name, []).append(text)
        elif month in months:
            earlier.setdefault(f"{kind}/{month}/{theme}/{what}", []).append(text)
    for name, texts in own.items():
        yield name, "\n".join(sorted(texts))  # two audits may teach the same, in the same words
    for subject, texts in earlier.items():
        yield subject, f"{len(texts)} · {_digest(*sorted(texts))}"
    for event in e.extracts.events:
        yield f"event/{event.id}", _joined(event.title, event.judgement, event.text)


def _quoted(e: Evidence) -> Iterator[tuple[str, str]]:
    for p in e.extracts.points:
        yield _name("learning", p.month, p.theme, p.kind, p.point), _joined(p.point, p.impact, p.said_by)
    for a in e.extracts.actions:
        said = _joined(a.action, a.owner_role, a.due, a.state, a.impact)
        yield _name("action", a.month, a.theme, a.focus, a.action), said


def _name(kind: str, month: str, theme: str, what: str, words: str) -> str:
    """A name that no other record's coming or going changes, and that says nothing of the audit."""
    return "/".join([kind, month, theme or "no-theme", what or "none", _digest(words)])


def _digest(*words: str) -> str:
    """Of words that readers may see: of hidden ones it would give them away."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:12]


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _of(figures: Mapping[str, Figure], measures: frozenset[str]) -> dict[str, Figure]:
    return {key: figure for key, figure in figures.items() if key.split("/", 1)[0] in measures}


def _says_something(difference: Difference) -> bool:
    figure = difference.was if difference.now is None else difference.now
    return figure is not None and (figure[0] not in (0, None) or "[c]" in figure[3])


def _compare(
    was: Mapping[str, Figure | str], now: Mapping[str, Figure | str], kind: Kind
) -> Iterator[Difference]:
    for key in sorted({*was, *now}):
        if key not in now:
            yield Difference(key, was[key], None, "gone")
        elif key not in was:
            yield Difference(key, None, now[key], "appeared")
        elif was[key] != now[key]:
            yield Difference(key, was[key], now[key], kind)


def _reworded(found: Iterable[Difference]) -> Iterator[Difference]:
    """One gone and one new of the same kind, month and theme are one text that changed."""
    by_subject: dict[str, list[Difference]] = {}
    for each in found:
        quoted = each.key.startswith(("learning/", "action/")) and each.key.count("/") == 4
        by_subject.setdefault(each.key.rsplit("/", 1)[0] if quoted else each.key, []).append(each)
    for subject in by_subject.values():
        gone = [d for d in subject if d.kind == "gone"]
        new = [d for d in subject if d.kind == "appeared"]
        pairs = list(zip(gone, new, strict=False))
        yield from (d for d in subject if d.kind == "text")
        yield from (Difference(old.key, old.was, one.now, "text") for old, one in pairs)
        yield from (*gone[len(pairs) :], *new[len(pairs) :])
