"""Points that fit no theme -> groups that speak of the same, so that a new theme can be seen coming.

What is said of a group may be read by many, and a point may name a child: see ../docs/words-of-a-group.md.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.stems import LITTLE, WORD, stem

SMALLEST = 3
"""Points that make a group, and audits that a word must come from."""
ALIKE = 0.3
"""Cosine of a point and a group from which on the point belongs to it."""
WORDS = 4
"""How many words are told of a group."""
_COMMON = 0.25
"""A word in more of the points than this tells none of them apart."""
_EMPTY_WORDS = """
after again all also although another any anything because before between both but can cannot could
did do does doing during each either else even every few first he her hers herself him himself his how i
if into just last least less many may me might more most much must my never next no nobody none nor not
nothing now off often old once one only other our out over own per put said same saw say see seen several
she should since so some still such take taken than their them themselves then they thing though three
through time too took two under until up us very was we week weeks well went what when where whether
while whose why will within without would year years you your child children file record recorded
evidence worker family month months day days
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words of any subject, and those that every audit holds."""


@dataclass(frozen=True, slots=True)
class Point:
    """`audit`: the same for all audits of one child's file."""

    row: int
    audit: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """`words`: those that may be told, the most frequent first; none where all could name someone."""

    rows: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(slots=True)
class _Cluster:
    members: list[int] = field(default_factory=list)
    sums: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    square: float = 0.0

    def add(self, member: int, vector: dict[str, float]) -> None:
        self.members.append(member)
        for word, weight in vector.items():
            before = self.sums[word]
            self.sums[word] = before + weight
            self.square += weight * (2 * before + weight)


def groups(points: Sequence[Point], capitals: Iterable[str] = ()) -> list[Group]:
    """Groups of points of at least three audits, the largest first; `capitals`: stems seen as names."""
    vectors = _vectors([frozenset(_stems(point.text)) for point in points], points)
    found = [[points[i] for i in cluster.members] for cluster in _clusters(vectors)]
    never = {stem(w) for point in points for w in WORD.findall(point.text) if not w.islower()} | set(capitals)
    large = [group for group in found if len({point.audit for point in group}) >= SMALLEST]
    told = [Group(tuple(p.row for p in group), _words(group, never)) for group in large]
    return sorted(told, key=lambda group: (-len(group.rows), group.rows))


def names_in(texts: Iterable[str]) -> set[str]:
    """Stems of words with a capital inside a sentence, where it may make a name."""
    return {
        stem(found[0])
        for text in texts
        for found in WORD.finditer(text)
        if not found[0].islower() and text[: found.start()].rstrip(" \"'“‘(")[-1:].strip(".!?:\n")
    }


def _stems(text: str) -> list[str]:
    words = (word.casefold() for word in WORD.findall(text))
    return [stem(word) for word in words if len(word) > 3 and word not in LITTLE and word not in _EMPTY]


def _vectors(said: Sequence[frozenset[str]], points: Sequence[Point]) -> list[dict[str, float]]:
    """Each point's words by weight: the rarer a word among the points, the more. Words of fewer than three
    audits can't make a group; sorted, so that sums come out the same on each machine."""
    audits: defaultdict[str, set[str]] = defaultdict(set)
    count: Counter[str] = Counter()
    for words, point in zip(said, points, strict=True):
        count.update(words)
        for word in words:
            audits[word].add(point.audit)
    most = max(_COMMON * len(points), 2 * SMALLEST)
    weight = {
        word: math.log(1 + len(points) / number)
        for word, number in count.items()
        if len(audits[word]) >= SMALLEST and number <= most
    }
    return [_unit({word: weight[word] for word in sorted(words) if word in weight}) for words in said]


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()}


def _clusters(vectors: Sequence[dict[str, float]]) -> list[_Cluster]:
    """Each point in turn to the group that it is most like, or to one of its own."""
    clusters: list[_Cluster] = []
    holding: defaultdict[str, set[int]] = defaultdict(set)
    for member, vector in enumerate(vectors):
        if not vector:
            continue
        likeness: defaultdict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            for number in holding[word]:
                likeness[number] += weight * clusters[number].sums[word]
        alike = ((dot / math.sqrt(clusters[n].square), -n) for n, dot in likeness.items())
        best, at = max(alike, default=(0.0, 0))
        if best < ALIKE:
            clusters.append(_Cluster())
            at = 1 - len(clusters)
        clusters[-at].add(member, vector)
        for word in vector:
            holding[word].add(-at)
    return clusters


def _words(group: Sequence[Point], never: set[str]) -> tuple[str, ...]:
    """The most frequent words of three audits or more of the group, never written with a capital."""
    audits: defaultdict[str, set[str]] = defaultdict(set)
    for point in group:
        for word in set(WORD.findall(point.text)):
            if word.isascii() and word.isalpha() and len(word) > 3 and word.islower():
                audits[word].add(point.audit)
    shared = [word for word, of in audits.items() if len(of) >= SMALLEST and stem(word) not in never]
    telling = [word for word in shared if word not in LITTLE and word not in _EMPTY]
    by_stem: dict[str, str] = {}
    for word in sorted(telling, key=lambda word: (-len(audits[word]), word)):
        by_stem.setdefault(stem(word), word)
    return tuple(by_stem.values())[:WORDS]
