"""An edition's revisions: what each of them changed, and why."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from generator.evidence.shown import Shown, ShownQuantity, ShownTable, ShownTables

Figure = Shown | ShownQuantity
S = TypeVar("S", bound=Shown | ShownQuantity)


@dataclass(frozen=True, slots=True)
class Notice:
    """Why published figures or words changed. `file`: where it stands, below the root.

    `forgets`: an audit had to be forgotten, and old values would tell what it said.
    """

    file: str
    on: date
    by_role: str
    why: str
    forgets: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """An edition as it was published once, numbered by its place among all. `on`: the day that it is dated.

    `notices`: why it was corrected; none: it is the first, or a scheduled one, which knows more.
    `was`: the figures that it changed, as they were before; blank where an audit had to be forgotten.
    `words`: the names of texts that it changed. `meetings`: those that had it, as "2024-01-10 Panel"; known
    once the next revision has come.
    `commit`: of what it was made; blank until it is published.
    """

    on: date
    data_to: date
    commit: str = ""
    meetings: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    was: Mapping[str, Figure] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    @property
    def forgets(self) -> bool:
        return any(notice.forgets for notice in self.notices)


def folder_of(month: str, number: int) -> str:
    """The name under which an earlier revision of an edition stays in a portal, beside the present one."""
    return f"{month}-r{number}"


def forgotten_before(revisions: Sequence[Revision]) -> int:
    """The number of the last revision that had to forget an audit, which those before it show; 0 for none."""
    return max((number for number, each in enumerate(revisions, 1) if each.forgets), default=0)


def current_on(revisions: Sequence[Revision], day: date) -> int:
    """The number of the revision that readers had on a day from the first one's on: the one before the first
    that is dated later."""
    return next((n for n, each in enumerate(revisions) if n and each.on > day), len(revisions))


def kept(revisions: Sequence[Revision]) -> tuple[int, ...]:
    """The numbers of the earlier revisions that stay readable: a meeting had them, and they show nothing that
    had to be forgotten since."""
    forgotten = forgotten_before(revisions)
    return tuple(n for n, each in enumerate(revisions[:-1], 1) if each.meetings and n >= forgotten)


def marked(tables: ShownTables, revisions: Sequence[Revision]) -> ShownTables:
    """The tables with what was revised since it was first published marked [r], by whichever revision."""
    were = [revision.was for revision in revisions if revision.was]
    if not were:
        return tables
    names = frozenset(name for was in were for name in was)
    return ShownTables(
        {key: _marked_table(table, names, were) for key, table in tables.tables.items()},
        {key: _marked(quantity, names) for key, quantity in tables.quantities.items()},
    )


def _marked_table(table: ShownTable, names: Set[str], were: Sequence[Mapping[str, Figure]]) -> ShownTable:
    revised = [shown.source.name for _, shown in table if shown.source.name in names]
    if not revised and table.left_out.source.name not in names:
        return table
    other_total = any(_other_total([was[name] for name in revised if name in was], table) for was in were)
    return replace(
        table,
        parts={part: _marked(shown, names) for part, shown in table},
        total=with_mark(table.total) if other_total else table.total,
        left_out=_marked(table.left_out, names),
    )


def _other_total(before: Sequence[Figure], table: ShownTable) -> bool:
    """Whether a table had another total, by its parts as they were before one revision.

    A part that had not appeared yet tells no total; where all had not, the table had none.
    """
    totals = {figure.total for figure in before if isinstance(figure, Shown)}
    return bool(totals) and (totals - {None} or totals) != {table.total.count}


def _marked(shown: S, names: Set[str]) -> S:
    return with_mark(shown) if shown.source.name in names else shown


def with_mark(shown: S) -> S:
    """The same figure, marked as revised since it was first published."""
    return replace(shown, marks=shown.marks | {"r"})
