"""Whether a claim's words say more than it asserts: how often, how much, of how many, and why.

No claim tests a cause, and none but those about every month say what lies between two of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from generator.evidence.claims import EVERY_MONTH, ONE_OF_SEVERAL
from generator.pages.mismatch import Mismatch, Spoken

_EVERY_MONTH = re.compile(
    r"\b(?:(?:every|each)\s+(?:single\s+)?month|month\s+(?:on|by|after)\s+month|steadily|continually"
    r"|continuous(?:ly)?|continue[sd]?\s+to|year\s+on\s+year|consistently)\b",
    re.IGNORECASE,
)
_EXTREME = re.compile(r"\b(?:highest|lowest|fewest|than\s+ever|ever\s+seen|best|worst)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|due\s+to|thanks\s+to|owing\s+to|as\s+a\s+(?:direct\s+)?(?:result|consequence)|result(?:ed|s)?"
    r"\s+(?:of|from)|led\s+to|leads\s+to|caused|driven\s+by|brought\s+about|therefore|prov(?:es?|ed|en|ing)"
    r"|demonstrat\w+|shows?\s+that|showing\s+that|made\s+the\s+difference|ha(?:s|ve)\s+worked"
    r"|(?:is|are)\s+working|impact\s+of)\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\bsignificant(?!\s+(?:harm|events?|others?|adults?|people|persons?|relationships?)\b)"
    r"|\b(?:substantial|considerabl[ey]|huge|massive|enormous|big|large)(?:ly)?\b"
    r"|\b(?:halved|doubled|trebled|tripled|quadrupled|twice|half\s+as\s+(?:many|much)|by\s+half)\b"
    r"|\b(?:clear|clearly|real|genuine|lasting|sustained)\b",
    re.IGNORECASE,
)
_ONE_OF_THEM = (
    r"(?:of\s+)?(?:the\s+|these\s+|those\s+|\w+[’']s\s+)?(?:\w+\s+)?(?:audits?|files?|cases?|them)\b"
)
_OF_HOW_MANY: Mapping[str, re.Pattern[str]] = {
    "majority": re.compile(
        rf"\b(?:most\s+{_ONE_OF_THEM}|(?:the|a)\s+majority|more\s+than\s+half)", re.IGNORECASE
    ),
    "all": re.compile(
        rf"\b(?:(?:nearly|almost|virtually)\s+(?:all|every)|(?<!of )(?<!out of )all\s+{_ONE_OF_THEM}"
        r"|every\s+(?:\w+\s+)?(?:audit|file|case|child)\b)",
        re.IGNORECASE,
    ),
    "none": re.compile(
        r"\b(?:none\s+of|no\s+(?:\w+\s+)?audits?|not\s+one|hardly\s+any|never)\b", re.IGNORECASE
    ),
}
_IMPLIED = {"all": ("majority", "all"), "majority": ("majority",), "none": ("none",)}
_BEYOND = re.compile(
    r"\b(?:saf(?:er|est)|(?:turn|turned|turning)\s+(?:the|a)\s+corner|transformed|outstanding\s+progress"
    r"|children[’']s\s+lives|better\s+(?:outcomes?|lives|served)|outcomes?\s+(?:for\s+children\s+)?(?:have|has|are))\b",
    re.IGNORECASE,
)


def every_month_is_claimed(s: Spoken) -> Iterator[Mismatch]:
    """Two months say nothing of those between them."""
    if s.assertion.name not in EVERY_MONTH and (found := _EVERY_MONTH.search(s.words)):
        said = _said(found)
        yield Mismatch(
            f'its words say "{said}", its claim compares no row of months',
            "claim falls_every_month(...) or rises_every_month(...), or take that out",
        )


def extremes_are_claimed(s: Spoken) -> Iterator[Mismatch]:
    """The most or the least of several is a claim of its own."""
    if s.assertion.name not in ONE_OF_SEVERAL and (found := _EXTREME.search(s.words)):
        hint = "claim highest(...) or lowest(...), or take that out"
        yield Mismatch(f'its words say "{_said(found)}", which its claim does not', hint)


def parts_are_the_claims(s: Spoken) -> Iterator[Mismatch]:
    """Most of them, all of them and none of them are claims of their own; more than a number can say most."""
    allowed = _IMPLIED.get(s.assertion.name, ())
    above_half = (s.assertion.number or 0) >= HALF and s.assertion.kind == "share"
    for name, found in ((name, words.search(s.words)) for name, words in _OF_HOW_MANY.items()):
        if found and name not in allowed and not (name == "majority" and above_half):
            message = f'its words say "{_said(found)}", which its claim does not'
            yield Mismatch(message, f"claim {name}(...), or say what the claim says")


def causes_are_not_claimed(s: Spoken) -> Iterator[Mismatch]:
    """Figures of audits say what was found, never why."""
    if found := _CAUSE.search(s.words):
        hint = "take the reason out of the claim: say beside it what was done, and not that it was why"
        yield Mismatch(f'its words say "{_said(found)}": no claim can show a cause', hint)


def how_much_is_not_claimed(s: Spoken) -> Iterator[Mismatch]:
    """How large or sure a change is stands in the figures and the hedge, which the portal writes."""
    if found := _HOW_MUCH.search(s.words):
        hint = "take it out: the portal puts the figures, and what chance could explain, beside the claim"
        yield Mismatch(f'its words say "{_said(found)}", which no claim tests', hint)


def children_are_not_claimed(s: Spoken) -> Iterator[Mismatch]:
    """A grade is one of an audit: it says neither that children are safer nor that a service is another."""
    if found := _BEYOND.search(s.words):
        hint = "say what the grades of these audits show, and no more"
        yield Mismatch(f'its words say "{_said(found)}", its claim is about grades of audits', hint)


def _said(found: re.Match[str]) -> str:
    return " ".join(found[0].lower().split())


HALF = 50
"""Percent, from which on "more than" a number is most of them."""
RULES: tuple[Callable[[Spoken], Iterator[Mismatch]], ...] = (
    every_month_is_claimed,
    extremes_are_claimed,
    parts_are_the_claims,
    causes_are_not_claimed,
    how_much_is_not_claimed,
    children_are_not_claimed,
)
