"""A learning point -> the themes that it probably speaks of, each with the phrase that says so.

A phrase is found in whatever inflection, with a letter wrong in a long word, in any order, and with a word or
two in between. The numbers below were chosen on tests/suggestions/train.yml.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from generator.settings.model import Theme
from generator.stems import stem, stems, words

THRESHOLD = 0.8
"""From which score on a theme is suggested."""
MARGIN = 0.1
"""How near a second theme must be to the best one to be suggested too."""
ONE_WORD, MORE_WORDS = 0.7, 1.0
"""What a phrase of one word says, and one of more. One word late in a sentence is not enough by itself: where
"assessment" only stands somewhere, a third of such points were about something else."""
APART = 0.15
"""What is taken off where words stand apart or in another order. A mistyped word takes nothing off."""
ANOTHER = 0.1
"""What each further phrase of the theme adds."""
EARLY, SOON = 0.1, 3
"""What is added where the phrase begins within the first words, and how many those are."""
BETWEEN = 2
"""How many other words may stand between those of a phrase."""
LONG = 6
"""Letters that a word must have for one of them to be wrong: of shorter ones too many make another word."""
_SENTENCES = re.compile(r"[.;:!?](?:\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`phrase`: the one that says most, as the settings have it."""

    theme: str
    phrase: str
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    theme: str
    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    phrase: _Phrase
    at: frozenset[int]
    score: float


class Matcher:
    """The phrases of a taxonomy, ready to be looked for in thousands of points."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        themes = tuple(themes)
        self._phrases = [p for theme in themes for p in _phrases(theme.id, theme.phrases)]
        self._unless = [p for theme in themes for p in _phrases(theme.id, theme.unless)]
        self._stems = {word: stem(word) for theme in themes for word in _written(theme)}
        self._known = set(self._stems.values())
        self._long = sorted({(word, s) for word, s in self._stems.items() if len(word) >= LONG})
        self._as_written = lru_cache(maxsize=50_000)(self._look_up)

    def suggest(self, point: str) -> list[Suggestion]:
        """The theme that fits best and any that fits nearly as well; none below the threshold."""
        return fitting(self.touched(point))

    def touched(self, point: str) -> list[Suggestion]:
        """The themes of which the point holds any phrase, however little that says; what says most first."""
        found = [one for sentence in _SENTENCES.split(point) for one in self._in_sentence(sentence)]
        return sorted(_by_theme(found), key=lambda s: (-s.score, s.theme))

    def _in_sentence(self, sentence: str) -> Iterator[_Found]:
        said = [self._as_written(word) for word in words(sentence)]
        there = set(said)
        not_meant = [at for phrase in self._unless for at, _ in _places(phrase, said, there)]
        for phrase in self._phrases:
            for at, score in _places(phrase, said, there):
                if not any(at <= other for other in not_meant):
                    yield _Found(phrase, at, score)

    def _look_up(self, word: str) -> str:
        """A word's stem; where a letter of the word is wrong, the stem that a phrase has."""
        own = stem(word)
        if own in self._known or len(word) < LONG:
            return own
        near = (s for long, s in self._long if _one_letter_off(word, long) or _one_letter_off(own, s))
        return next(near, own)


def fitting(touched: Sequence[Suggestion]) -> list[Suggestion]:
    """Of the themes that a point touches, what says most first, those that are worth suggesting."""
    return [s for s in touched if s.score >= max(THRESHOLD, touched[0].score - MARGIN) - 1e-9]


def _one_letter_off(word: str, other: str) -> bool:
    """Any letter but the first and the last: those are seldom mistyped, and other words differ by them."""
    long = min(len(word), len(other)) >= LONG
    ends = word[0] == other[0] and word[-1] == other[-1]
    return long and ends and OSA.distance(word, other, score_cutoff=1) <= 1


def _written(theme: Theme) -> Iterator[str]:
    return (word for text in (*theme.phrases, *theme.unless) for word in words(text))


def _phrases(theme: str, texts: Iterable[str]) -> Iterator[_Phrase]:
    for text in texts:
        if found := tuple(dict.fromkeys(stems(text))):
            yield _Phrase(theme, text, found)


def _places(phrase: _Phrase, said: Sequence[str], there: set[str]) -> Iterator[tuple[frozenset[int], float]]:
    """Where in a sentence a phrase stands, and what it says there."""
    if not there.issuperset(phrase.stems):
        return
    reach = len(phrase.stems) + BETWEEN if len(phrase.stems) > 1 else 1
    for start, first in enumerate(said):
        if first not in phrase.stems:
            continue
        at: dict[str, int] = {}
        for i in range(start, min(start + reach, len(said))):
            if said[i] in phrase.stems:
                at.setdefault(said[i], i)
        if len(at) == len(phrase.stems):
            yield frozenset(at.values()), _score([at[s] for s in phrase.stems])


def _score(at: Sequence[int]) -> float:
    together = list(at) == list(range(at[0], at[0] + len(at)))
    return (
        (MORE_WORDS if len(at) > 1 else ONE_WORD)
        - (0 if together else APART)
        + (EARLY if min(at) < SOON else 0)
    )


def _by_theme(found: Iterable[_Found]) -> Iterator[Suggestion]:
    """Each theme's best phrase; further ones add to its score."""
    themes: dict[str, list[_Found]] = {}
    for one in found:
        themes.setdefault(one.phrase.theme, []).append(one)
    for theme, of_theme in themes.items():
        best = max(of_theme, key=lambda one: (one.score, len(one.phrase.stems)))
        more = {one.phrase for one in of_theme if one.at.isdisjoint(best.at)} - {best.phrase}
        yield Suggestion(theme, best.phrase.text, best.score + ANOTHER * len(more))
