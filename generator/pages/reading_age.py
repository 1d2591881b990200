"""How hard a text is to read, as an age."""

import re
from collections.abc import Iterable

_YEARS_BEFORE_SCHOOL = 5
"""Between a school grade of the formula and a reader's age."""


def reading_age(lines: Iterable[str]) -> float:
    """The age at which the lines (at least one word) are easy to read, by the Automated Readability Index.

    It counts letters, words and sentences, so it needs no dictionary and says the same on each machine.
    Source: Smith and Senter, Automated Readability Index, AMRL-TR-66-220 (1967).
    """
    texts = list(lines)
    words = [word for text in texts for word in text.split()]
    letters = sum(char.isalnum() for word in words for char in word)
    ends = sum(max(1, len(re.findall(r"[.?!](?:\s|$)", text))) for text in texts)
    return _YEARS_BEFORE_SCHOOL + 4.71 * letters / len(words) + 0.5 * len(words) / ends - 21.43
