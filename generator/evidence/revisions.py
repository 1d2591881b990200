"""An edition's revisions: what each of them changed, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from generator.evidence.shown import Shown, ShownQuantity, ShownTable, ShownTables

Figure = Shown | ShownQuantity
S = TypeVar("S", Shown, ShownQuantity)


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
    `words`: the names of texts that it changed. `meetings`: those that it went to.
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


def kept(revisions: Sequence[Revision]) -> tuple[int, ...]:
    """The numbers of the earlier revisions that stay readable: a meeting had them, and they show nothing that
    had to be forgotten since."""
    forgotten = forgotten_before(revisions)
    return tuple(n for n, each in enumerate(revisions[:-1], 1) if each.meetings and n >= forgotten)


def marked(tables: ShownTables, revisions: Sequence[Revision]) -> ShownTables:
    """The tables with what was revised since it was first published marked [r]."""
    was = {key: figure for revision in revisions for key, figure in revision.was.items()}
    if not was:
        return tables
    return ShownTables(
        {key: _marked_table(table, was) for key, table in tables.tables.items()},
        {key: _marked(quantity, was) for key, quantity in tables.quantities.items()},
    )


def _marked_table(table: ShownTable, was: Mapping[str, Figure]) -> ShownTable:
    revised = {shown.source.name: shown for _, shown in table if shown.source.name in was}
    if not revised and table.left_out.source.name not in was:
        return table
    befores = ((was[name], shown) for name, shown in revised.items())
    other_total = any(isinstance(old, Shown) and old.total != new.total for old, new in befores)
    return replace(
        table,
        parts={part: _marked(shown, was) for part, shown in table},
        total=_with_mark(table.total) if other_total else table.total,
        left_out=_marked(table.left_out, was),
    )


def _marked(shown: S, was: Mapping[str, Figure]) -> S:
    return _with_mark(shown) if shown.source.name in was else shown


def _with_mark(shown: S) -> S:
    return replace(shown, marks=shown.marks | {"r"})
