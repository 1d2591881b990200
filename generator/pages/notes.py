"""What stands beside the claims of one page: hedges in its text, and notes with the figures at its end."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from generator.evidence import Evidence, Shown
from generator.evidence.claims import ONE_OF_SEVERAL, Kind, Of, size, target_of
from generator.evidence.judging import Judged, judge
from generator.pages.briefings import on_monday
from generator.pages.prose import ClaimText, Say, Section
from generator.pages.templating import environment
from generator.settings.model import GOOD_OR_BETTER, Target

_MARK = re.compile("\ue000(\\d+)\ue001")
"""Where a claim ends in a text, until it is HTML: letters that no keyboard writes."""
LONG = 4
"""Values that a sentence can still name one by one."""
_EMPTY = re.compile(r"<(p|li)>\s*</\1>\n?")
"""What is left of a paragraph or a point whose only claim is left out."""


@dataclass(frozen=True, slots=True)
class Note:
    """A claim on a page. `number`: of its note; 0 where the page has no notes. `figures_at`: the page that
    shows them; `tables`: of this page, by their anchors, where it shows all of them itself. `values`: each
    figure with its month. `target`: the council's, in a claim about one. `paper`: its page says what the
    marks of provisional figures mean."""

    number: int
    judged: Judged
    values: tuple[tuple[str, Of, Shown], ...]
    figures_at: Markup
    target: Target | None
    level: float
    """Of significance."""
    tables: tuple[str, ...] = ()
    paper: bool = False

    def told(self, kind: Kind) -> tuple[tuple[str, Of, Shown], ...]:
        """The values that a sentence names: all; of a long run of months the first and the last, or the one
        that is called highest or lowest and the next to it."""
        assertion = self.judged.assertion
        if len(self.values) <= LONG:
            return self.values
        if assertion.name not in ONE_OF_SEVERAL:
            return self.values[0], self.values[-1]
        (own,) = (value for value in self.values if value[0] == assertion.months[0])
        others = (value for value in reversed(self.values) if value is not own)
        nearest = max if assertion.name == "highest" else min
        return own, nearest(others, key=lambda value: size(kind, value[2]))


class Notes:
    """The claims of one page, numbered in the order in which its template takes them in.

    `say`: how a figure is said; `base`: from the page to the edition's root; `numbered`: whether the page
    ends with `noted`; where it doesn't, figures stand beside their claim. `tables`: stage and month -> anchor
    of the page's own table of the service's grades, in their order.
    """

    def __init__(
        self,
        e: Evidence,
        say: Say,
        base: str,
        *,
        numbered: bool,
        tables: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._e, self._say, self._base, self._numbered = e, say, base, numbered
        self._tables = tables or {}
        self._notes: dict[int, Note] = {}

    def words(self, section: Section) -> Markup:
        """A section as safe HTML, each claim with what belongs beside it."""
        return self._finished(section.html(self._say, self._told))

    def monday(self, section: Section) -> Markup:
        """What is for Monday of a section of things to do."""
        return on_monday([self._finished(block) for block in section.blocks(self._say, self._told)])

    @property
    def noted(self) -> tuple[Note, ...]:
        """The notes on what was taken in so far."""
        return tuple(note for note in self._notes.values() if note.number)

    def _told(self, claim: ClaimText, say: Say) -> str:
        """A claim's words with a mark behind them; its other words where it is hidden."""
        note = self._note(claim)
        if not note.judged.true:
            return claim.said_instead(say)
        return f"{claim.said(say)}\ue000{[*self._notes].index(id(claim))}\ue001"

    def _note(self, claim: ClaimText) -> Note:
        """The same for the same claim, however often a page takes it in."""
        if id(claim) not in self._notes:
            judged = judge(claim.assertion, self._e)
            number = len(self.noted) + 1 if self._numbered and judged.true else 0
            self._notes[id(claim)] = self._noted(judged, number)
        return self._notes[id(claim)]

    def _noted(self, judged: Judged, number: int) -> Note:
        of = judged.assertion.of([month for month in self._e.months if month <= self._e.month])
        values = tuple((each.month, each, value) for each, value in zip(of, judged.values, strict=False))
        target = target_of(judged.assertion, self._e)
        level = self._e.settings.publication.significance
        tables, paper = self._tables_of(values), bool(self._tables)
        return Note(number, judged, values, self._figures_at(of[0]), target, level, tables, paper)

    def _tables_of(self, values: Sequence[tuple[str, Of, Shown]]) -> tuple[str, ...]:
        """The page's own tables that show all of these; none where one of them is not there."""
        whole = [(of.stage, month) for month, of, _ in values if (of.area, of.team) == ("overall", "all")]
        if len(whole) < len(values) or not self._tables.keys() >= set(whole):
            return ()
        return tuple(dict.fromkeys(anchor for at, anchor in self._tables.items() if at in whole))

    def _figures_at(self, of: Of) -> Markup:
        """The page of the edition that shows a figure, at its table. Ids need no escape."""
        areas = {area.id for area in self._e.settings.framework.areas_in(self._e.month)}
        if of.team != "all":
            return Markup(f"{self._base}findings/teams/#grades")
        if of.area in areas:
            return Markup(f"{self._base}findings/areas/{of.area}/#month-by-month")
        return Markup(f"{self._base}findings/grades/#month-by-month")

    def _finished(self, html: Markup) -> Markup:
        """With hedges and numbers in place of marks."""
        macros: Any = environment().get_template("claims.j2").module
        notes, names = [*self._notes.values()], names_of(self._e)
        with_notes = _MARK.sub(lambda mark: macros.beside(notes[int(mark[1])], names), html)
        return Markup(_EMPTY.sub("", with_notes))


def names_of(e: Evidence) -> dict[str, str]:
    """Grades and groups of them, areas and teams as readers know them, by their ids."""
    framework = e.settings.framework
    groups = {group.id: group.name for group in framework.groups}
    named = (*framework.teams, *framework.every_area, *framework.every_grade)
    least, *better = framework.good_grades(e.month)
    good = f"{least.name} or better" if better else least.name
    return {GOOD_OR_BETTER: good} | groups | {each.id: each.name for each in named}
