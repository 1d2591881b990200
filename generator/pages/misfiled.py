"""Learning points that a briefing quotes, word for word, under the heading of the other kind."""

import re
from collections.abc import Iterable, Iterator, Mapping

LEAST_WORDS = 6
"""Of a sentence: a shorter one may be anybody's."""
_MOST_WORDS = 40
_WORD = re.compile(r"\w+")
_END = re.compile(r"[.?!]")

Kinds = Mapping[str, frozenset[str]]
"""Sentences of learning points, as `_folded`, with the kinds under which they are recorded."""


def kinds_of_sentences(points: Iterable[tuple[str, str]]) -> Kinds:
    """From the kind and the words of each learning point."""
    kinds: dict[str, frozenset[str]] = {}
    for kind, point in points:
        for sentence in _END.split(point):
            words = _WORD.findall(sentence.casefold())
            if LEAST_WORDS <= len(words) <= _MOST_WORDS:
                key = " ".join(words)
                kinds[key] = kinds.get(key, frozenset()) | {kind}
    return kinds


def quoted_of(kind: str, text: str, kinds: Kinds) -> Iterator[int]:
    """Lines of `text`, from 0, at which a sentence begins that is recorded as `kind` and as nothing else."""
    found = [
        (word, line) for line, of in enumerate(text.casefold().splitlines()) for word in _WORD.findall(of)
    ]
    words, at, only = [word for word, _ in found], 0, frozenset([kind])
    while at < len(words):
        for length in range(min(_MOST_WORDS, len(words) - at), LEAST_WORDS - 1, -1):
            if kinds.get(" ".join(words[at : at + length])) == only:
                yield found[at][1]
                at += length - 1
                break
        at += 1
