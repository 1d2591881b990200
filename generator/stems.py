"""Text -> the stems of its words, so that "supervised", "Supervision" and "supervision's" are one word.

The stemmer is taken by its class: its library's own choice would be a faster one where that is installed,
perhaps of another version, and a check must say the same on each machine.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Protocol, cast

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
"""Letters, with apostrophes between them. Hyphens part words: "long-term" is two."""
_LITTLE = """
a an the of to in on at by for with from and or as is are was were be been being has have had it its
this that these those there which who
"""
LITTLE = frozenset(_LITTLE.split())
"""Words that say nothing of what a text is about. "not" is none of them: "not sought" says something."""
_BRITISH = (
    (re.compile(r"(?<=\w{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "is"),
    (re.compile(r"(?<=al)yz(?=(?:e|ed|es|er|ing)$)"), "ys"),
    (re.compile(r"(?<=aly)sis$"), "se"),
    (re.compile(r"(?<=^behavi|^neighb)or"), "our"),
    (re.compile(r"^judgement"), "judgment"),
    (re.compile(r"^center"), "centre"),
    (re.compile(r"^program(?=s?$)"), "programme"),
)
"""Other spellings, and the one that stands for both."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802


@lru_cache(maxsize=1)
def _english() -> _Stemmer:
    from snowballstemmer.english_stemmer import (  # type: ignore[import-untyped]  # noqa: PLC0415
        EnglishStemmer,
    )

    return cast(_Stemmer, EnglishStemmer())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one word, whatever its case, of British spelling; "n't" is "not"."""
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    if word.endswith("n't"):
        return "not"
    for other, british in _BRITISH:
        word = other.sub(british, word)
    return _english().stemWord(word)


def words(text: str) -> list[str]:
    """The words of a text in its order and in small letters, without the little ones."""
    return [word for word in map(str.casefold, WORD.findall(text)) if word not in LITTLE]


def stems(text: str) -> list[str]:
    """The stems of a text in its order, without its little words."""
    return [stem(word) for word in words(text)]
