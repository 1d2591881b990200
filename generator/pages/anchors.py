"""Addresses of single learning points: the same for as long as the words are the same."""

import hashlib
import re

from generator.measures.figures import LearningPoint

_POINT = re.compile(r'(?<=id=")point-[0-9a-f]{8}(?=")|(?<=href="#)point-[0-9a-f]{8}(?=")')


def anchor(point: LearningPoint) -> str:
    """From what a reader sees of the point, so that it survives another order and another page."""
    shown = "\0".join((point.month, point.kind, point.point, point.impact))
    return f"point-{hashlib.sha256(shown.encode()).hexdigest()[:8]}"


def each_once(page: str) -> str:
    """A page on which two audits said the same in the same words: the second gets an address of its own."""
    seen: dict[str, int] = {}

    def own(found: re.Match[str]) -> str:
        name = found[0]
        if page.endswith('id="', 0, found.start()):
            seen[name] = seen.get(name, 0) + 1
        times = seen.get(name, 1)
        return name if times == 1 else f"{name}-{times}"

    return _POINT.sub(own, page)
