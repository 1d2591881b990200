"""Words that speak of change only where a sentence is about audits: a family may decline help, and risk grow.

They go with the portal's own list of words to avoid (`settings.model.WORDS_TO_AVOID`), which has those that
need no such look around them.
"""

import re
from collections.abc import Iterator
from functools import cache

from generator.settings.model import Framework

_SENTENCE = re.compile(r"(?:[^.?!;\n]|\.(?=\w)|\n(?![ \t]*(?:\n|[-*+>#]|\d+[.)])))+")
_OF_AUDITS = r"audits?|audited|grades?|graded|share|numbers?|proportion|percentages?|figures?|totals?"
_OF_WORK = r"practice|standards?|quality|recording|performance|results?|scores?"
_MOVED = (
    r"rose|risen|fell|fallen|(?:in|de)creas(?:ed|es|ing)|declin(?:ed|es|ing)|dropp(?:ed|ing)|reduced|grew|grown"
    r"|improved|improving|worsen(?:ed|ing)|strengthened|weakened|(?:is|are|was|were)\s+(?:now\s+)?(?:up|down)\b(?!\s+to)"
    r"|(?<!\ba )(?:stronger|weaker)\b"
)
_ALSO_OF_WORK = r"better\b(?!\s+or)|worse\b"
_COMPARED = (
    r"(?<!or )(?:fewer|more(?=\s+(?:\w+\s+)?audits))"
    r"|(?:higher|lower)(?=\s+(?:in|than|share|number|proportion))"
)


def changes_of_figures(text: str, framework: Framework) -> Iterator[re.Match[str]]:
    """Words of change in sentences that name audits, grades, numbers or practice."""
    counted, moved = _patterns(tuple(grade.name for grade in framework.every_grade))
    for sentence in _SENTENCE.finditer(text):
        if counted.search(sentence[0]):
            yield from moved.finditer(text, *sentence.span())
        elif re.search(rf"\b(?:{_OF_WORK})\b", sentence[0], re.IGNORECASE):
            yield from _of_work().finditer(text, *sentence.span())


@cache
def _patterns(grades: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    named = "|".join(rf"(?:were|was|is|are|as|graded)\s+(?i:{re.escape(grade)})" for grade in grades)
    counted = re.compile(rf"\b(?:{_OF_AUDITS}|{named})\b", re.IGNORECASE)
    return counted, re.compile(rf"\b(?:{_MOVED}|{_COMPARED})", re.IGNORECASE)


@cache
def _of_work() -> re.Pattern[str]:
    """Practice and that it moved, side by side: "practice is stronger", not "needs a stronger plan"."""
    between = r"\s+(?:(?:has|have|had|is|are|was|were|been|now|also|clearly|much|become|got|overall)\s+)*"
    return re.compile(rf"\b(?:{_OF_WORK}){between}(?:{_MOVED}|{_ALSO_OF_WORK})", re.IGNORECASE)
