"""Any month beside any other: this month against those before, and what a browser needs for any two."""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from generator.evidence import Change, Evidence, ShownTable
from generator.pages.presenters.grades import good_or_better
from generator.pages.presenters.learning import recent_months
from generator.pages.templating import environment
from generator.pages.words import month_short
from generator.records.schema import STAGES
from generator.settings.model import Grade


@dataclass(frozen=True, slots=True)
class Pair:
    """Two months, the earlier first: the moderated overall grades' share of the worst and of good ones."""

    earlier: str
    later: str
    worst: Change
    good: Change


@dataclass(frozen=True, slots=True)
class Row:
    """What was graded, by stage and area, in each month that has it; `name`: the area's; blank: overall."""

    stage: str
    area: str
    name: str
    months: dict[str, ShownTable]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """`months`: oldest first, with `earlier` ones left out. `pairs`: each two of them; `of_this_month`: those
    with the edition's, newest first. `grades`: every grade of these months, worst first. `good_grade`: the
    lowest that counts as good; `better_grades`: there are better ones."""

    months: tuple[str, ...]
    earlier: int
    worst_grade: Grade
    good_grade: str
    better_grades: bool
    grades: tuple[Grade, ...]
    rows: tuple[Row, ...]
    pairs: tuple[Pair, ...]

    @property
    def of_this_month(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in reversed(self.pairs) if pair.later == self.months[-1])


def compare_page(e: Evidence) -> ComparePage:
    """Over the edition's month and up to eleven before: each two are tested here, and nowhere else."""
    months = recent_months(e)
    used = {grade.id for month in months for grade in e.settings.framework.scale(month)}
    good, *better = e.settings.framework.good_grades(e.month)
    return ComparePage(
        months,
        sum(month < months[0] for month in e.months),
        e.settings.framework.scale(e.month)[0],
        good.name,
        bool(better),
        tuple(grade for grade in e.settings.framework.every_grade if grade.id in used),
        tuple(_rows(e, months)),
        tuple(_pair(e, *two) for two in combinations(months, 2)),
    )


def as_json(page: ComparePage) -> bytes:
    """The page's figures and words for a script that only puts them into a table: nothing is left to count,
    to round or to judge there."""
    words: Any = environment().get_template("compare.j2").module
    pairs = [(f"{pair.earlier}/{pair.later}", _text(words.judged(page, pair))) for pair in page.pairs]
    sentences = [*dict.fromkeys(said for _, said in pairs)]
    told = {
        "months": {month: month_short(month) for month in page.months},
        "grades": [grade.name for grade in page.grades],
        "rows": [
            {
                "name": _text(words.row_name(row)),
                "months": {month: _cells(words, page, table) for month, table in row.months.items()},
            }
            for row in page.rows
        ],
        "figures": _figures(words, page),
        "sentences": sentences,
        "pairs": {name: sentences.index(said) for name, said in pairs},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _figures(words: Any, page: ComparePage) -> dict[str, str]:
    """What is judged of each month that has another beside it, in words."""
    told = {}
    for pair in page.pairs:
        for month, worst, good in (
            (pair.earlier, pair.worst.before, pair.good.before),
            (pair.later, pair.worst.after, pair.good.after),
        ):
            told[month] = _text(words.figures_of(page, month, worst, good))
    return told


def _rows(e: Evidence, months: tuple[str, ...]) -> Iterator[Row]:
    """Overall at both stages, then each area in force in one of the months, moderated."""
    areas = [
        a for a in e.settings.framework.every_area if any(e.grades(m, "moderated", a.id) for m in months)
    ]
    wanted = [*(("overall", "", stage) for stage in STAGES), *((a.id, a.name, "moderated") for a in areas)]
    for area, name, stage in wanted:
        tables = {month: e.grades(month, stage, area) for month in months}
        yield Row(stage, area, name, {month: table for month, table in tables.items() if table})


def _pair(e: Evidence, earlier: str, later: str) -> Pair:
    """By the worst grade of the edition's month: where a month did not have it, it can't be compared."""
    before, after = (e.table("grades", month=m, **_OVERALL) for m in (earlier, later))
    worst = e.settings.framework.scale(e.month)[0].id
    return Pair(
        earlier,
        later,
        e.compare(before.parts.get(worst, e.nothing), after.parts.get(worst, e.nothing)),
        e.compare(good_or_better(e, before), good_or_better(e, after)),
    )


_OVERALL = {"stage": "moderated", "area": "overall", "team": "all"}


def _cells(words: Any, page: ComparePage, table: ShownTable) -> list[str]:
    """A share for each grade, then the total."""
    shares = (words.share_of(table, grade) for grade in page.grades)
    return [_text(said) for said in (*shares, words.total_of(table))]


def _text(said: str) -> str:
    """What a macro says, as text: a script puts it where nothing is read as markup."""
    return html.unescape(" ".join(said.split()))
