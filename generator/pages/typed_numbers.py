"""Figures that somebody typed: counts of a total, parts, percentages, and numbers of audits."""

import re
from collections.abc import Iterator

from generator.pages.words import MONTHS

_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_NUMBER = rf"(?:\d+|(?:{_TENS})(?:[-\s](?:{_ONES}))?|{_TEENS}|{_ONES})"
_NO_YEAR = r"(?!(?:19|20)\d\d\b)"
_AUDITS = r"(?:audits?|files|children|cases|grades?|them)"
_PART = (
    r"(?:(?:an?|one|two|three|four)[-\s](?:third|quarter|fifth|sixth|eighth|tenth)s?[*_]*\s+of\s+"
    r"(?!an?\s+hour|the\s+(?:way|year|day)|a\s+century)"
    r"|(?:two|three|four)[-\s](?:thirds|quarters|fifths|tenths)\b(?!\s+of\s+an?\s+hour)"
    rf"|\bhalf\s+(?:of\s+)?(?:the\s+|all\s+|these\s+|those\s+|of\s+)*(?:\w+[’']s\s+)?(?:\w+\s+)?{_AUDITS})"
)
_TYPED = re.compile(
    rf"\b{_NUMBER}\b[*_]*\s+(?:out\s+)?of\s+(?:the\s+)?[*_]*{_NO_YEAR}{_NUMBER}\b"
    rf"|\b{_NO_YEAR}{_NUMBER}\s+in\s+(?:every\s+)?(?!one\b|1\b){_NO_YEAR}{_NUMBER}\b(?!\s+(?:{_NO_YEAR}\d|hours?|days?"
    rf"|weeks?|months?|years?|{'|'.join(MONTHS)}))"
    r"|(?<![\d/.])(?P<part>\d{1,3})\s?/\s?(?P<whole>\d{1,3})(?![\d/])"
    r"|\b\d+(?:\.\d+)?[*_]*\s?(?:%|per\s?cent\b)"
    rf"|\b{_NO_YEAR}(?!one\b){_NUMBER}\b[*_]*\s+(?:\w+\s+)?audits\b"
    rf"|\b{_PART}",
    re.IGNORECASE,
)
_FROM_TO = rf"\bfrom\s+{_NO_YEAR}{_NUMBER}\s+to\s+{_NO_YEAR}{_NUMBER}\b"
_A_MOVE = re.compile(
    rf"\b(?:up|down|fell|rose|fallen|risen|went|gone|moved|dropped)\s+{_FROM_TO}", re.IGNORECASE
)
_A_PAIR = re.compile(_FROM_TO, re.IGNORECASE)


def typed(words: str) -> Iterator[re.Match[str]]:
    """Each figure in words."""
    yield from (found for found in _TYPED.finditer(words) if _is_no_date(found))
    yield from _A_MOVE.finditer(words)


def typed_pairs(words: str) -> Iterator[re.Match[str]]:
    """ "from 9 to 2" in words that are about figures anyway, and not already among `typed`."""
    moves = {found.end() for found in _A_MOVE.finditer(words)}
    return (found for found in _A_PAIR.finditer(words) if found.end() not in moves)


def _is_no_date(found: re.Match[str]) -> bool:
    """7/17 may be seven of seventeen; 24/7, 22/23 and 1/1 are something else."""
    if found["part"] is None:
        return True
    part, whole = int(found["part"]), int(found["whole"])
    return part < whole and whole - part != 1
