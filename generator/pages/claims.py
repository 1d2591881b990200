"""The claims of an edition: what stops its build, what its editor must know, what records keep of them."""

from collections.abc import Iterator
from dataclasses import replace

from generator.evidence import Evidence, Shown
from generator.evidence.claims import Kind, instead
from generator.evidence.judging import Judged, judge
from generator.pages.called import called
from generator.pages.calls import Figure
from generator.pages.content import Content
from generator.pages.inputs import Hedged
from generator.pages.prose import ClaimText, Say, Section
from generator.pages.words import month_name, p_words
from generator.problems import Place, Problem


def problems(e: Evidence, content: Content) -> list[Problem]:
    """What is wrong with each claim of the edition, which are not shown to its audience, and which figures
    have nothing to count."""
    found: list[Problem] = []
    for claim in content.claims(e.month):
        found += _problems(claim, judge(claim.assertion, e), e)
    for section in content.written_for(e.month).values():
        found += (_of_nothing(section, figure) for figure in section.figures if not _counts(e, figure))
    return found


def hedged(e: Evidence, content: Content) -> list[Hedged]:
    """The claims that stand with words beside them that say what they can't show."""
    judged = ((claim, judge(claim.assertion, e)) for claim in content.claims(e.month))
    return [
        Hedged(
            Place(claim.file, claim.line),
            claim.assertion.written,
            _hedge(of, e.settings.publication.significance),
        )
        for claim, of in judged
        if of.hedged
    ]


def _hedge(judged: Judged, level: float) -> str:
    """ "chance could explain it (p 0.21); across a break"."""
    first, *caveats = judged.summary.split(", ")
    p = judged.p.value if judged.p is not None else None
    tested = "not tested" if p is None else f"p {p_words(p, level)}"
    chance = {"within-chance": "chance could explain it", "beyond-chance": "chance hardly explains it"}
    said = f"{chance[first]} ({tested})" if first in chance else ""
    return "; ".join(filter(None, [said, *caveats]))


def _counts(e: Evidence, figure: Figure) -> bool:
    shown = called(e, figure)
    return shown.hidden == "c" or bool(shown.total)


def _of_nothing(section: Section, figure: Figure) -> Problem:
    place, given = Place(section.file, figure.line), ", ".join(figure.arguments.values())
    message = (
        f'{figure.name}({given}) has nothing to count, and readers see "nothing to count" in its sentence'
    )
    return Problem(place, "figure-of-nothing", message, "name another month, or take it out", "warning")


def said_in(e: Evidence, content: Content) -> dict[str, str]:
    """Staff's words as records keep them, each claim with what the figures say to it.

    Of a claim that is hidden its audience is shown the other words alone, so nothing else is kept.
    """

    def tell(claim: ClaimText, say: Say) -> str:
        judged = judge(claim.assertion, e)
        if judged.verdict == "hidden":
            return claim.said_instead(say)
        return f"{claim.said(say)} [{claim.assertion}: {judged.summary}]"

    return content.said_in(e.month, tell)


def _problems(claim: ClaimText, judged: Judged, e: Evidence) -> Iterator[Problem]:
    place = Place(claim.file, claim.line)
    if judged.verdict == "hidden":
        audience = e.settings.publication.audiences[0].name
        message = f"this claim rests on a figure that is hidden from {audience}"
        stands = "its other words stand there" if claim.otherwise else "it is left out there"
        yield Problem(
            place, "claim-hidden", message, f"{stands}: read whether the text still makes sense", "warning"
        )
    elif judged.verdict == "no-figures":
        empty = [_month(value) for value in judged.values if value.hidden or not value.total]
        message = f"nothing is counted in {', '.join(empty)}, so nothing can be claimed of it"
        yield Problem(place, "claim-of-nothing", message, "name another month, or take the claim out")
    elif judged.verdict == "false":
        message = f"the figures do not bear out {claim.assertion.written}: {_values(judged)}"
        other = instead(claim.assertion, judged.values)
        hint = (
            f"they bear out: {replace(claim.assertion, name=other).written}"
            if other
            else "say what they show"
        )
        yield Problem(place, "claim-false", message, hint)


def _values(judged: Judged) -> str:
    """Each figure with its count and total: "2023-09 7 of 17, 2023-10 4 of 21"."""
    assertion = judged.assertion
    of = ", ".join(f"{month_name(_month(value))} {_value(assertion.kind, value)}" for value in judged.values)
    against = "" if assertion.number is None else f", against {assertion.number}"
    percent = "%" if against and assertion.kind == "share" else ""
    return f"{of}{against}{percent}"


def _value(kind: Kind, value: Shown) -> str:
    percent = f" ({value.percent}%)" if kind == "share" else ""
    return f"{value.count} of {value.total}{percent}"


def _month(value: Shown) -> str:
    return dict(value.source.where).get("month", "a month without records")
