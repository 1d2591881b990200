"""Filled-in starts of what staff write: what the records give, a sentence for each part that they don't."""

import re
from collections.abc import Mapping

from generator.evidence import Evidence, evidence_of
from generator.pages.calls import DEFAULTS, FIGURES, Figure
from generator.pages.inputs import EditionInputs
from generator.pages.names_in_words import months_in
from generator.pages.presenters.learning import lessons
from generator.pages.prose import ClaimText, Say, Section
from generator.pages.templating import template_text
from generator.pages.to_write import TO_WRITE
from generator.pages.words import month_name

_FIGURE, _CLAIM = "\ue000", "\ue001"
"""Before each figure and claim of the last report: letters that no text holds (see `Reader`)."""
_UNMARKED = dict.fromkeys(map(ord, (_FIGURE, _CLAIM)))
_BEGINS = re.compile(r"\s*(?:(?:[-*+>]|\d+[.)]|#+)\s+)*")
"""What stands before the words of a paragraph, a point, a heading or a quotation."""
_BLOCK = re.compile(r"(?<=\n)(?=[ \t]*(?:\n|(?:[-*+>]|\d+[.)]|#+)\s))|(?<=\n\n)")
"""Where one of these ends and the next may begin."""


def briefing_start(inputs: EditionInputs) -> str:
    """The Markdown of content/briefings/<month>.md, about the lesson most asked for in the month."""
    e = evidence_of(inputs.tables, inputs.settings, inputs.edition)
    found = lessons(e, improvements=3, strengths=0)
    text = template_text(
        "new_briefing.md.j2",
        month=e.month,
        months_before=e.months_before,
        topic=found[0].theme if found else None,
        also=[lesson.theme for lesson in found[1:]],
        strengths=[lesson.theme for lesson in lessons(e, improvements=0, strengths=2)],
    )
    return _tidy(text)


def report_start(inputs: EditionInputs, *, board: bool = False) -> str:
    """The Markdown of content/reports/<month>.md, or of the board's: the newest of its kind before it, its
    figures moved on by as many months; where there is none, what the records give under the headings.
    """
    e = evidence_of(inputs.tables, inputs.settings, inputs.edition)
    reports = inputs.content.board_reports if board else inputs.content.reports
    before = max((month for month, of in reports.items() if of and month < e.month), default="")
    last = reports.get(before, {})
    return _tidy(_moved_on(e, before, last) if last else _first_report(e))


def _first_report(e: Evidence) -> str:
    found = lessons(e, improvements=1, strengths=0)
    return template_text(
        "new_report.md.j2",
        month=e.month,
        lesson=found[0].theme if found else None,
        scale=e.settings.framework.scale(e.month),
    )


def _moved_on(e: Evidence, before: str, last: Mapping[str, Section]) -> str:
    """Under each heading of `last` what to write anew, then its words for the month `e.month`.

    Its figures are moved on and its words are not, so what speaks of figures or of a month is a thing to
    write. A claim is not taken over: whether it still holds is what the new report has to find.
    """
    months = [*e.months_before, e.month]
    later = dict(zip(months, months[months.index(e.month) - months.index(before) :], strict=False))

    def to_write(what: str) -> str:
        words = template_text("anew.j2", what=what, was=month_name(before), now=month_name(e.month))
        return f"{TO_WRITE} {words.strip()}"

    def call(figure: Figure) -> str:
        given = [(name, figure.arguments[name]) for name in FIGURES[figure.name]]
        while given and DEFAULTS.get(given[-1][0]) == given[-1][1]:
            given.pop()
        moved = (later.get(value, value) if name == "month" else value for name, value in given)
        return _FIGURE + "{{ " + figure.name + "(" + ", ".join(f'"{value}"' for value in moved) + ") }}"

    def claim(text: ClaimText, say: Say) -> str:
        return f"{_CLAIM}{' '.join(text.said(say).split())}"

    def begun(block: str) -> str:
        """A block with what to do before its words, where it can't stand as it is."""
        begins = _BEGINS.match(block)
        at = begins.end() if begins else 0
        what = (
            "claim" if _CLAIM in block else "figure" if _FIGURE in block
            else "month" if any(months_in(block)) else ""
        )  # fmt: skip
        to_do = f"{to_write(what)} " if what else ""
        return f"{block[:at]}{to_do}{block[at:]}".translate(_UNMARKED)

    parts = (
        f"## {heading}\n\n{to_write('section')}\n\n"
        + "".join(begun(block) for block in _BLOCK.split(section.text(call, claim).strip()))
        + "\n"
        for heading, section in last.items()
    )
    return "\n".join(parts)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
