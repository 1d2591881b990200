"""What staff's words may not say, whatever they are about: figures that no record gives, words of change.

Every rule a function, all of them in `CHECKS`. Each looks at the words alone: figures called by name, the
tags of claims and the addresses of links are blanked out first, line for line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from generator.pages.change_words import changes_of_figures
from generator.pages.claim_tags import CLAIM
from generator.pages.typed_numbers import typed, typed_pairs
from generator.problems import Place, Problem
from generator.settings.model import WORDS_TO_AVOID, Settings

_CALLED = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}", re.DOTALL)
"""What is not closed is given up where the next one begins, so that each letter is looked at once."""
_ADDRESS = re.compile(r"(?<=\])\([^)\s]*\)")
_OUTSIDE_BRACKETS = re.compile(r"\{\s*[a-z_]+\s*\(|\baudits_with\s*\(|\b(?:count|share)\s*\(\s*[\"'“”‘’]")
_OF_CHANGE = re.compile(
    r"ris|rose|fall|fell|increas|decreas|improv|declin|deteriorat|reduc|drop|grow|grew|went|gone|going|come|came|climb"
    r"|month on month|trend|better|worse|stronger|weaker|higher|lower|(?:down|up) from|\b(?:fewer|more)\b",
    re.IGNORECASE,
)
"""Of the words to avoid, those that a claim tests; others blame, or say how much."""
_LAST_NUMBER = re.compile(r",\s*(\d+(?:\.\d+)?)\s*\)\s*$")
"""What a claim is against, where that is a number."""
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_CURLY = re.compile(r"\{[{%][^{}“”„‟‘’‚‛«»]*[“”„‟‘’‚‛«»][^{}]*[%}]\}")
_HEADING = re.compile(r"#{1,6}\s*(?P<name>.*?)\s*#*\s*|(?P<bold>\*\*|__)(?P<own>.+?)(?P=bold):?\s*")


@dataclass(frozen=True)  # no slots: what is found in the text is kept
class Words:
    """One file's text, with its month (of a page without one: the newest that has audits)."""

    file: str
    text: str
    settings: Settings
    month: str

    @cached_property
    def plain(self) -> str:
        """The text with blanks for figures called by name, tags and addresses: each letter where it was."""
        return _ADDRESS.sub(_blank, _CALLED.sub(_blank, self.text))

    @cached_property
    def claims(self) -> list[tuple[int, int, str]]:
        """Where the words of each claim begin and end, and what it asserts."""
        return [(*found.span("words"), found["asserted"]) for found in CLAIM.finditer(self.text)]

    def problem(self, at: int, code: str, message: str, hint: str, *, warning: bool = False) -> Problem:
        """A problem at the line of character `at` of `plain`."""
        place = Place(self.file, self.plain.count("\n", 0, at) + 1)
        return Problem(place, code, message, hint, "warning" if warning else "error")


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def check_words(words: Words) -> list[Problem]:
    """All problems of all rules."""
    return [problem for rule in CHECKS for problem in rule(words)]


def figures_in_brackets(words: Words) -> Iterator[Problem]:
    """A figure is called in double brackets: else readers would see it as it is typed."""
    for found in _OUTSIDE_BRACKETS.finditer(words.plain):
        message = "a figure is called outside double brackets, so readers would see how it is typed"
        yield words.problem(found.start(), "figure-outside-brackets", message, f"write {_examples(words)}")


def figures_from_records(words: Words) -> Iterator[Problem]:
    """Counts of a total and percentages come from the records, and stay right when those change. The number
    that a claim is against may stand in its words."""
    claims = words.claims
    inside = (
        (found.start() + first, found[0])
        for first, last, _ in claims
        for found in typed_pairs(words.plain[first:last])
    )
    told_to = 0
    for at, said in sorted([*((found.start(), found[0]) for found in typed(words.plain)), *inside]):
        if at < told_to:  # a part of the one before
            continue
        told_to = at + len(said)
        asserted = next((asserted for first, last, asserted in claims if first <= at < last), "")
        against = _LAST_NUMBER.search(asserted)
        if against and {float(number) for number in _DIGITS.findall(said)} == {float(against[1])}:
            continue
        told = " ".join(re.sub(r"[*_]", "", said).split())
        message = f'"{told}" is typed by hand: nothing keeps it right when the records change'
        hint = f"if it is a figure of the audits, let the records say it: {_examples(words)}"
        yield words.problem(at, "hand-typed-figure", message, hint, warning=True)


def words_of_change_and_blame(words: Words) -> Iterator[Problem]:
    """A word of change asks for a test against the data, as a claim is; a word of blame for another word."""
    avoid = _any_of(words.settings.publication.words_to_avoid)
    found = {match.span(): match[0] for match in (avoid.finditer(words.plain) if avoid else ())}
    if words.settings.publication.words_to_avoid == WORDS_TO_AVOID:
        taken = [range(*span) for span in found]
        of_figures = changes_of_figures(words.plain, words.settings.framework)
        found |= {
            m.span(): m[0] for m in of_figures if not any(m.start() in r or m.end() - 1 in r for r in taken)
        }
    for (start, _), said in sorted(found.items()):
        tested = any(first <= start < last for first, last, _ in words.claims)
        if tested and _OF_CHANGE.search(said):
            continue
        message = f'"{" ".join(said.split())}" speaks of change, compares or blames'
        hint = (
            "say what was found, and in how many audits; a change of grades inside a claim, which is tested"
            " (the list: words_to_avoid in site_config/publication.yml)"
        )
        yield words.problem(start, "word-to-avoid", message, hint, warning=True)


def curly_calls(text: str) -> Iterator[int]:
    """The lines, from 0, of figures and claims that hold curly quotation marks."""
    return (text.count("\n", 0, found.start()) for found in _CURLY.finditer(text))


def miswritten_headings(text: str, headings: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines, from 1, that are one of the headings in another form than `## Heading`, with the heading."""
    known = {heading.casefold(): heading for heading in headings}
    for number, line in enumerate(text.splitlines(), 1):
        found = None if line.startswith("## ") else _HEADING.fullmatch(line)
        name = (found["name"] or found["own"] or "").strip("*_: ").casefold() if found else ""
        if name in known:
            yield number, known[name]


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of these as whole words, however they are spaced; None where there is none."""
    said = (r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases)
    joined = "|".join(sorted(said, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None


def _examples(words: Words) -> str:
    """Two figures that the file's month has, as they are called."""
    theme, month = words.settings.themes.themes[0].id, words.month
    grade = words.settings.framework.scale(month)[-1].id
    of_lesson = f'{{{{ audits_with("{theme}", "improvement", "{month}") }}}}'
    return f'{{{{ share("moderated", "{grade}", "{month}") }}}}, or of a lesson {of_lesson}'


CHECKS: tuple[Callable[[Words], Iterator[Problem]], ...] = (
    figures_in_brackets,
    figures_from_records,
    words_of_change_and_blame,
)
