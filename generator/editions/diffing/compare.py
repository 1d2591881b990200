"""Two sides in, what differs out, what a reviewer must see first in front. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from generator.editions.plan import Planned
from generator.evidence.published import Difference, PublishedRecord, differences, source_of
from generator.problems import Problem, most_important_first

ActionKind = Literal["opened", "closed", "slipped", "brought forward", "opened again", "gone"]
EditionKind = Literal["new", "gone", "published", "no longer published", "dates moved", "record removed"]


@dataclass(frozen=True, slots=True)
class Said:
    """What one edition says. `statuses`: of each theme, by id. `claims`: of change, the verdict by what was
    compared, "inadequate/2023-10" (with a month) or "inadequate/all" (over all months)."""

    record: PublishedRecord
    statuses: Mapping[str, str]
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Action:
    """An action as far as a review needs it: no text of it."""

    month: str
    due: date | None
    done: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its problems, its actions by id, and its editions by month.

    `said`: what editions say; only those that both sides have and that are not made of the same.
    `forgets`: files of the notices that an audit had to be forgotten. `records`: files of what was published.
    """

    problems: tuple[Problem, ...]
    actions: Mapping[str, Action] = field(default_factory=dict)
    editions: Mapping[str, Planned] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    forgets: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """The months of the editions that a difference stands in: those published on either side, and drafts."""

    published: tuple[str, ...]
    drafts: tuple[str, ...]

    @property
    def months(self) -> tuple[str, ...]:
        return (*self.published, *self.drafts)


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure or a text that differs, and where."""

    difference: Difference
    seen: Seen


@dataclass(frozen=True, slots=True)
class Claim:
    """What an edition says of a theme (its status) or of change (a verdict). A side is blank where it says
    nothing."""

    month: str
    published: bool
    key: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class ActionChange:
    kind: ActionKind
    action: str
    month: str
    was_due: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class EditionChange:
    kind: EditionKind
    month: str
    published_on: date | None
    data_to: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs, each list in the order in which it is to be read.

    `figures_compared`: False where a side has errors, so that nothing can be said of its figures.
    `withheld`: how many figures and texts differ that are not listed, since an audit is forgotten here: the
    difference of old and new would be what it said. `problems`: all of the side that is compared.
    """

    since: str
    figures_compared: bool
    editions: tuple[EditionChange, ...]
    figures: tuple[Changed, ...]
    texts: tuple[Changed, ...]
    statuses: tuple[Claim, ...]
    claims: tuple[Claim, ...]
    actions: tuple[ActionChange, ...]
    problems_new: tuple[Problem, ...]
    problems_gone: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    withheld: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing that this looks at differs."""
        told = (self.editions, self.figures, self.texts, self.statuses, self.claims, self.actions)
        return self.figures_compared and not any(
            (*told, self.problems_new, self.problems_gone, self.withheld)
        )


def compare(since: str, was: Side, now: Side, figures_compared: bool) -> Comparison:
    """What differs on `now` from `was`, the side of the revision `since`."""
    changed = _changed(was, now)
    forgets = bool(now.forgets - was.forgets)
    told = [] if forgets else changed
    return Comparison(
        since=since,
        figures_compared=figures_compared,
        editions=(*_records_removed(was, now), *_editions(was.editions, now.editions)),
        figures=tuple(each for each in told if not each.difference.of_words),
        texts=tuple(each for each in told if each.difference.of_words),
        statuses=() if forgets else _claims(was, now, "statuses"),
        claims=() if forgets else _claims(was, now, "claims"),
        actions=tuple(_actions(was.actions, now.actions)) if figures_compared and not forgets else (),
        problems_new=_beyond(now.problems, was.problems),
        problems_gone=_beyond(was.problems, now.problems),
        problems=now.problems,
        withheld=len(changed) - len(told),
    )


def _both(was: Side, now: Side) -> Iterator[tuple[str, Said, Said, bool]]:
    """The editions of both sides, the newest first, and whether either side has published them."""
    for month in sorted(now.said, reverse=True):
        published = any(side.editions[month].published_on for side in (was, now))
        yield month, was.said[month], now.said[month], published


def _changed(was: Side, now: Side) -> list[Changed]:
    """Each difference once, with the editions that it stands in: an edition holds eleven months before its
    own, so a figure may stand in twelve."""
    found: dict[Difference, tuple[list[str], list[str]]] = {}
    for month, before, after, published in _both(was, now):
        for difference in differences(before.record, after.record):
            in_published, in_drafts = found.setdefault(difference, ([], []))
            (in_published if published else in_drafts).append(month)
    changed = [Changed(each, Seen(tuple(p), tuple(d))) for each, (p, d) in found.items()]
    return sorted(changed, key=_order)


def _order(changed: Changed) -> tuple[object, ...]:
    """Published first; then the newest month; then the whole service before its parts."""
    key = changed.difference.key
    where = {} if changed.difference.of_words else dict(source_of(key).where)
    month = where.pop("month", "all")
    parts_of_service = sum(value not in ("all", "overall") for value in where.values())
    newest = -int(month.replace("-", "")) if month != "all" else 0
    return not changed.seen.published, newest, parts_of_service, key


def _claims(was: Side, now: Side, of: Literal["statuses", "claims"]) -> tuple[Claim, ...]:
    found = []
    for month, before, after, published in _both(was, now):
        old: Mapping[str, str] = getattr(before, of)
        new: Mapping[str, str] = getattr(after, of)
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                found.append(Claim(month, published, key, old.get(key, ""), new.get(key, "")))
    return tuple(sorted(found, key=lambda claim: not claim.published))


def _editions(was: Mapping[str, Planned], now: Mapping[str, Planned]) -> Iterator[EditionChange]:
    for month in sorted({*was, *now}, reverse=True):
        before, after = was.get(month), now.get(month)
        if kind := _kind(before, after):
            days = (after.published_on, after.data_to) if after else (None, None)
            yield EditionChange(kind, month, *days)


def _records_removed(was: Side, now: Side) -> Iterator[EditionChange]:
    """Nothing holds an edition to what readers have seen once its record is gone."""
    for file in sorted(was.records - now.records, reverse=True):
        yield EditionChange("record removed", file.rsplit("/", 1)[-1].removesuffix(".json"), None, None)


def _kind(before: Planned | None, after: Planned | None) -> EditionKind | None:
    if before is None or after is None:
        return "gone" if before else "new"
    if before.status != after.status:
        return "published" if after.published_on else "no longer published"
    if not before.published_on:
        return None  # a draft knows what is known today, whatever the day
    return "dates moved" if before != after else None


def _actions(was: Mapping[str, Action], now: Mapping[str, Action]) -> list[ActionChange]:
    changes = [
        ActionChange(kind, name, (now.get(name) or was[name]).month, _due(was, name), _due(now, name))
        for name in sorted({*was, *now})
        if (kind := _became(was.get(name), now.get(name)))
    ]
    order = ("gone", "slipped", "opened again", "opened", "brought forward", "closed")
    return sorted(changes, key=lambda change: order.index(change.kind))


def _due(actions: Mapping[str, Action], name: str) -> date | None:
    return actions[name].due if name in actions else None


def _became(before: Action | None, after: Action | None) -> ActionKind | None:
    if before is None or after is None:
        return "gone" if before else "opened"
    if before.done != after.done:
        return "closed" if after.done else "opened again"
    if after.done or before.due is None or after.due is None or before.due == after.due:
        return None
    return "slipped" if after.due > before.due else "brought forward"


def _beyond(these: Sequence[Problem], those: Iterable[Problem]) -> tuple[Problem, ...]:
    """Of `these` the ones that `those` do not have. Lines don't count: a row further up moves all below."""
    left = Counter(_apart_from_line(problem) for problem in those)
    found = []
    for problem in most_important_first(these):
        name = _apart_from_line(problem)
        if left[name]:
            left[name] -= 1
        else:
            found.append(problem)
    return tuple(found)


def _apart_from_line(problem: Problem) -> tuple[str, ...]:
    return problem.place.file, problem.place.column, problem.code, problem.message
