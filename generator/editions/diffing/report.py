"""A comparison for people, for a comment on a merge request, and for programs. No text of a record in it."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.editions.diffing.compare import Changed, Claim, Comparison
from generator.editions.published import figure_told
from generator.evidence.published import Figure
from generator.pages.presenters.revisions import figure_name, status_name, text_name, verdict_name
from generator.pages.words import as_markdown, month_name
from generator.problems import Problem
from generator.settings.model import Settings

MOST_ROWS = 40
"""Rows of a section in Markdown that stand open; the others are folded."""
MOST_FOLDED = 500
"""Rows that are folded at most: what takes comments takes no more."""

Row = tuple[str, ...]
_WORDS = {"appeared": "new", "gone": "gone", "text": "changed", "figure": "changed"}


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with a table under it. `published`: readers have seen what it lists."""

    title: str
    columns: Row
    rows: Sequence[Row]


def as_text(found: Comparison, settings: Settings | None) -> str:
    """For a terminal: a paragraph for each kind of difference, a line each."""
    lines = [_summary(found)]
    for section in _sections(found, settings):
        lines += ["", f"{section.title} ({len(section.rows)})"]
        lines += [f"  {'  '.join(filter(None, _labelled(section, row)))}" for row in section.rows]
    return "\n".join(lines)


def as_markdown_comment(found: Comparison, settings: Settings | None) -> str:
    """For a comment or a summary: a table for each kind of difference, what is long folded away."""
    lines = ["## What this changes in the portal", "", as_markdown(_summary(found))]
    for section in _sections(found, settings):
        lines += ["", f"### {section.title} ({len(section.rows)})", ""]
        lines += _table(section.columns, section.rows[:MOST_ROWS])
        if rest := section.rows[MOST_ROWS:]:
            lines += ["", f"<details><summary>{len(rest)} more</summary>", ""]
            lines += [*_table(section.columns, rest[:MOST_FOLDED]), "", "</details>"]
        if len(rest) > MOST_FOLDED:
            lines += ["", f"{len(rest) - MOST_FOLDED} more are not listed here: `portal diff` lists all."]
    return "\n".join(lines)


def as_json(found: Comparison, settings: Settings | None) -> str:
    """For programs. Figures go by their names in records (`key`); a side that has none is null."""
    told = {
        "since": found.since,
        "figures_compared": found.figures_compared,
        "withheld": found.withheld,
        "figures": [
            {
                "key": each.difference.key,
                "name": figure_name(each.difference.key, settings) if settings else None,
                "was": _raw(each.difference.was),
                "is": _raw(each.difference.now),
                "published": each.seen.published,
                "drafts": each.seen.drafts,
            }
            for each in found.figures
        ],
        "words": [
            {
                "name": text_name(each.difference.key, settings) if settings else None,
                "change": _WORDS[each.difference.kind],
                "published": each.seen.published,
                "drafts": each.seen.drafts,
            }
            for each in found.texts
        ],
        "statuses": [_raw_claim(claim, "theme") for claim in found.statuses],
        "claims": [_raw_claim(claim, "of") for claim in found.claims],
        "editions": [
            {"change": e.kind, "month": e.month, "published_on": e.published_on, "data_to": e.data_to}
            for e in found.editions
        ],
        "actions": [
            {"change": a.kind, "action": a.action, "month": a.month, "was_due": a.was_due, "due": a.due}
            for a in found.actions
        ],
        "problems": {
            "new": [_raw_problem(problem) for problem in found.problems_new],
            "gone": [_raw_problem(problem) for problem in found.problems_gone],
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=date.isoformat)


REPORTS: dict[str, Callable[[Comparison, Settings | None], str]] = {
    "text": as_text,
    "markdown": as_markdown_comment,
    "json": as_json,
}


def _summary(found: Comparison) -> str:
    """The one line that a reviewer reads who reads one line."""
    since = f"compared with {found.since}"
    if not found.figures_compared:
        return f"{since}: figures were not compared, since there are problems that stop a build"
    if found.nothing:
        return f"{since}: nothing that the portal says is different"
    if found.withheld:
        many = _many(found.withheld, "figure or text", "figures or texts")
        return f"{since}: an audit is forgotten here, so the {many} that its going changes are not shown"
    changed = [each for each in (*found.figures, *found.texts) if each.seen.published]
    if not changed:
        return f"{since}: no figure and no words of a published edition change"
    of_words = sum(each.difference.of_words for each in changed)
    counted = [_many(len(changed) - of_words, "figure"), _many(of_words, "text")]
    editions = sorted({month for each in changed for month in each.seen.published})
    return (
        f"{since}: {' and '.join(filter(None, counted))} of published editions change ({', '.join(editions)})"
    )


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}" if count else ""


def _sections(found: Comparison, settings: Settings | None) -> list[Section]:
    """What differs, in the order in which it is to be read; nothing of which there is nothing."""
    sections = []
    if settings:  # else nothing was measured
        of_published, of_drafts = (_said(found, settings, published=published) for published in (True, False))
        sections = [*of_published, _editions(found), *of_drafts]
    actions = [(a.kind, a.action, _dues(a.was_due, a.due)) for a in found.actions]
    sections += [
        Section("Actions", ("Change", "Action", "Due"), actions),
        Section("New problems", _PROBLEM, [_problem(p) for p in found.problems_new]),
        Section("Problems that are gone", _PROBLEM, [_problem(p) for p in found.problems_gone]),
    ]
    return [section for section in sections if section.rows]


def _said(found: Comparison, settings: Settings, *, published: bool) -> Iterator[Section]:
    """What editions say: those that readers have seen, or those that they have not."""
    of = "published editions" if published else "drafts"

    def theirs(changes: Iterable[Changed]) -> list[Changed]:
        return [each for each in changes if bool(each.seen.published) == published]

    figures = [
        (figure_name(c.difference.key, settings), *_was_is(c), _months(c)) for c in theirs(found.figures)
    ]
    yield Section(f"Figures of {of}", ("Figure", "Was", "Is", "Editions"), figures)
    texts = Counter(
        (text_name(c.difference.key, settings), _WORDS[c.difference.kind], _months(c))
        for c in theirs(found.texts)
    )
    rows = [(name, change, str(many), months) for (name, change, months), many in texts.items()]
    yield Section(f"Words of {of}", ("Words", "Change", "How many", "Editions"), rows)
    titles = {theme.id: theme.title for theme in settings.themes.themes}
    statuses = [
        _claim(titles.get(c.key, c.key), c, status_name) for c in found.statuses if c.published == published
    ]
    yield Section(f"Status of lessons in {of}", ("Lesson", "Was", "Is", "Edition"), statuses)
    claims = [
        _claim(_compared(c.key, settings), c, partial(verdict_name, over_all=c.key.endswith("/all")))
        for c in found.claims
        if c.published == published
    ]
    yield Section(f"What {of} say of change", ("Compared", "Was", "Is", "Edition"), claims)


def _editions(found: Comparison) -> Section:
    rows = [
        (e.month, e.kind, f"published on {e.published_on}" if e.published_on else "", f"data to {e.data_to}")
        if e.data_to
        else (e.month, e.kind, "", "")
        for e in found.editions
    ]
    return Section("Editions", ("Edition", "Change", "Publication", "What it knows"), rows)


def _was_is(changed: Changed) -> tuple[str, str]:
    return figure_told(changed.difference.was), figure_told(changed.difference.now)


def _months(changed: Changed) -> str:
    return ", ".join(changed.seen.months)


def _claim(name: str, claim: Claim, say: Callable[[str], str]) -> Row:
    return name, say(claim.was) if claim.was else "none", say(claim.now) if claim.now else "none", claim.month


def _compared(key: str, settings: Settings) -> str:
    """ "inadequate/2023-10" -> "Inadequate, against October 2023", by the grade's name in the settings."""
    grade, month = key.split("/")
    names = {each.id: each.name for each in settings.framework.every_grade}
    against = "over all months" if month == "all" else f"against {month_name(month)}"
    return f"{names.get(grade, 'Good or better')}, {against}"


def _dues(was: date | None, now: date | None) -> str:
    if was and now and was != now:
        return f"was {was}, is {now}"
    return str(now or was or "")


_PROBLEM = ("Where", "Kind", "Code")


def _problem(problem: Problem) -> Row:
    """Without its message, which may name a value of a record: `portal check` gives it."""
    column = f" {problem.place.column}" if problem.place.column else ""
    return f"{problem.place}{column}", problem.severity, problem.code


def _labelled(section: Section, row: Row) -> Iterator[str]:
    """Cells for a line of text: what was and is say so."""
    for column, cell in zip(section.columns, row, strict=True):
        yield f"{column.lower()} {cell}" if column in ("Was", "Is") else cell


def _table(columns: Row, rows: Iterable[Row]) -> list[str]:
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    return [*lines, *(f"| {' | '.join(map(_cell, row))} |" for row in rows)]


def _cell(text: str) -> str:
    """Text as it is, in a table: names of settings and files may hold anything."""
    return as_markdown(text).replace("|", "\\|")


def _raw(figure: Figure | str | None) -> Mapping[str, object] | None:
    if figure is None or isinstance(figure, str):
        return None
    return dict(zip(("count", "total", "percent", "note"), figure, strict=True))


def _raw_claim(claim: Claim, of: str) -> Mapping[str, object]:
    return {
        of: claim.key,
        "was": claim.was or None,
        "is": claim.now or None,
        "edition": claim.month,
        "published": claim.published,
    }


def _raw_problem(problem: Problem) -> Mapping[str, object]:
    place = problem.place
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "severity": problem.severity,
        "code": problem.code,
    }
