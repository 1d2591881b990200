"""The words that need explaining, from one source, and the links from their first use on a page.

Only templates ask for a word, and only texts of settings are searched for acronyms: what records say is
left as it was written.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

import yaml
from markupsafe import Markup

from generator.evidence import Evidence
from generator.pages.templating import template_text
from generator.pages.words import as_text, capital, listed

GLOSSARY = "glossary/"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the glossary; `id` is its anchor, `words` the other forms that templates use."""

    id: str
    term: str
    means: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Glossary:
    words: tuple[Entry, ...]
    acronyms: tuple[Entry, ...]


def glossary(e: Evidence) -> Glossary:
    """Every word in the order of the alphabet; the acronyms are the council's own."""
    scale = e.settings.framework.scale(e.month)
    raw = yaml.safe_load(template_text("glossary.yml", grade_list=listed([grade.name for grade in scale])))
    entries = (Entry(**{**own, "words": tuple(own.get("words", ()))}) for own in raw)
    return Glossary(
        tuple(sorted(entries, key=lambda entry: entry.term.casefold())),
        tuple(
            Entry(f"short-{re.sub('[^a-z0-9]+', '-', short.casefold())}", short, capital(means))
            for short, means in sorted(e.settings.themes.acronyms.items())
        ),
    )


@dataclass(slots=True)
class Explainer:
    """Explains each word once on one page, whose way to the edition's root is `base`."""

    known: Glossary
    base: str
    _told: set[str] = field(default_factory=set)

    def term(self, word: str) -> Markup:
        """`word`, with its meaning where the page uses it for the first time. KeyError if nobody knows it."""
        entry = _entry(self.known.words, word)
        if entry.id in self._told:
            return as_text(word)
        return self._link(entry, word)

    def explain(self, text: str) -> Markup:
        """A text of the settings, its acronyms explained where the page first uses them."""
        by_text = {str(as_text(entry.term)): entry for entry in self.known.acronyms}
        if not by_text:
            return as_text(text)
        return Markup(_acronyms(tuple(by_text)).sub(partial(self._first, by_text), as_text(text)))

    def _first(self, by_text: Mapping[str, Entry], found: re.Match[str]) -> str:
        entry = by_text[found[0]]
        return found[0] if entry.id in self._told else str(self._link(entry, entry.term))

    def _link(self, entry: Entry, word: str) -> Markup:
        self._told.add(entry.id)
        return Markup('<a class="term" href="{0}{1}#{2}" title="{3}">{4}</a>').format(
            Markup(self.base), GLOSSARY, entry.id, as_text(entry.means), as_text(word)
        )


@cache
def _acronyms(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these acronyms, as `as_text` writes them, with or without the s of a plural; not as a part of a
    longer one, so neither the QA of QA-M nor the A of A&E."""
    any_of = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True))
    joint = "-|&#38;"
    return re.compile(rf"(?<!\w)(?<!\w-)(?<!\w&#38;)(?:{any_of})(?=s?(?!\w))(?!s?(?:{joint})[A-Z])")


def _entry(words: Sequence[Entry], word: str) -> Entry:
    for entry in words:
        if word.casefold() in {entry.id, *(form.casefold() for form in entry.words)}:
            return entry
    raise KeyError(f"{word}: not in templates/glossary.yml")
