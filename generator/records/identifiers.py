"""What in a text could say who a child or a worker is.

Only kinds that can be told by their form, most of them by check digits: each is an error, so each must be
rare by chance. The report names the kind and never the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from stdnum.gb import nhs, upn

_POSTCODE_AREAS = """
AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH
EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M
ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST
SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_POSTCODE_AREAS.split())
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
    rf"|{_NTH}[ -](?:of )?{_MONTH}[ ,-]+\d{{2,4}}|{_MONTH} {_NTH},? \d{{4}})"
)
_NHS = re.compile(r"(?<![\d.])\d{3}[ .-]?\d{3}[ .-]?\d{4}(?!\.?\d)", re.ASCII)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b", re.ASCII | re.IGNORECASE)
_NI = re.compile(
    r"\b(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b",
    re.ASCII | re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2})\d[A-Z\d]? ?(\d[ABD-HJLNP-UW-Z]{2})\b", re.ASCII | re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)")
_PHONE = re.compile(
    r"(?<![\d/.-])(?!\d\d?[-/. ]\d\d?[-/. ](?:19|20)\d\d)"  # no date
    r"(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?|\(?0)[127]\d(?:\)?[ -]?\d){7,8}(?![\d/])",
    re.ASCII,
)
"""Numbers of people and places: 01, 02 and 07. Those of organisations (03, 08) identify no one."""
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_BIRTH = re.compile(
    r"\b(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|born)(?!\w)"
    rf"\W{{0,3}}(?:(?:is|was|on|in)\W{{1,3}})?(?:the )?{_DAY}",
    re.IGNORECASE,
)


def _numbers(text: str) -> Iterator[str]:
    return (found[0].replace(".", "") for found in _NHS.finditer(text))


def _nhs_number(text: str) -> bool:
    return any(nhs.is_valid(number) and len(set(number)) > 2 for number in _numbers(text))


def _pupil_number(text: str) -> bool:
    return any(upn.is_valid(found[0]) for found in _UPN.finditer(text))


def _postcode(text: str) -> bool:
    """Not "S47 2nd visit": ordinals in small letters have the form of a postcode's end."""
    return any(
        found[1].upper() in _AREAS and not _ORDINAL.fullmatch(found[2]) for found in _POSTCODE.finditer(text)
    )


def _birth(text: str) -> bool:
    small = text.casefold()
    spoken_of = "born" in small or "birth" in small or "ob" in small.replace(".", "").replace(" ", "")
    return spoken_of and _BIRTH.search(text) is not None


def _found_by(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.search(text) is not None


class Kind(NamedTuple):
    """A kind of identifier: whether a text holds one, and how many digits one has at least."""

    holds: Callable[[str], bool]
    digits: int


IN_IDS: Mapping[str, Kind] = {
    "an NHS number": Kind(_nhs_number, 10),
    "a unique pupil number": Kind(_pupil_number, 11),
    "a National Insurance number": Kind(_found_by(_NI), 6),
}
"""What an id must not be: codes of other systems."""
IN_TEXTS: Mapping[str, Kind] = {
    **IN_IDS,
    "a postcode": Kind(_postcode, 2),
    "a telephone number": Kind(_found_by(_PHONE), 9),
    "an e-mail address": Kind(_found_by(_EMAIL), 0),
    "a date of birth": Kind(_birth, 3),
}
_POSSIBLE = re.compile(r"\d[^\d]{0,3}\d|@")
"""All of them hold two digits near each other or an at sign; most texts hold neither."""
_DIGIT = re.compile(r"\d")


def identifiers(text: str, kinds: Mapping[str, Kind] = IN_TEXTS) -> list[str]:
    """The kinds of identifier in a text, with their article, and nothing of the text."""
    plain = text if text.isascii() and "\n" not in text and "  " not in text else _plain(text)
    if not _POSSIBLE.search(plain):
        return []
    digits = len(_DIGIT.findall(plain))  # searching every text for every kind would take ten times as long
    return [name for name, kind in kinds.items() if kind.digits <= digits and kind.holds(plain)]


_RECORD_ID = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*", re.ASCII)
_ORDINARY = re.compile(r"[a-z]+|\d{1,3}|(?:19|20)\d\d(?:-\d\d){0,2}")
"""What a sentence may well say that is also some record's id: a word, a small number, a year or a date."""


def record_ids(text: str, known: Mapping[str, str]) -> list[str]:
    """The kinds of record whose id stands in a text (each once), and nothing of the text.

    `known`: ids without case -> what each names, as of `Records.ids`. Ids of an ordinary word or number, or
    in the form of a date, can't be told from what a sentence says, and are passed over.
    """
    if not known:
        return []
    found: dict[str, None] = {}
    for whole in _RECORD_ID.findall(_plain(text).casefold()):
        for id_ in (whole, *whole.split("/")):
            if id_ in known and not _ORDINARY.fullmatch(id_):
                found[known[id_]] = None
    return list(found)


def _plain(text: str) -> str:
    """As it would be typed: full-width digits, odd spaces and dashes, line breaks and unseen characters hide
    nothing."""
    return " ".join(_BEYOND_ASCII.sub(_typed, unicodedata.normalize("NFKC", text)).split())


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def _typed(found: re.Match[str]) -> str:
    category = unicodedata.category(found[0])
    if category == "Cf":
        return ""
    return "-" if category == "Pd" or found[0] == "\u2212" else found[0]
