"""Which figure somebody means: by its whole name, by part of it, or as a text calls it. Pure."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from generator.editions.errors import WrongUsageError
from generator.evidence.published import source_of

MOST = 8
"""Names that are offered where several fit."""
_CALLED = {"count": "grades", "share": "grades", "audits_with": "themes"}
"""What a text calls by name, and the measure that it means."""
_FIRST = re.compile(r"\s*(\w+)\s*[/(]")
_MONTH = re.compile(r"20\d\d-\d\d")


def wanted(given: str) -> list[str]:
    """What is asked for, a part of the name each: `count("good", area="overall")` as much as a name."""
    plain = re.sub(r"['\"]", "", given.casefold())
    return [part for part in re.split(r"[\s,;/()]+", plain) if part]


def measure_of(given: str) -> str | None:
    """The measure that is asked for, where it comes first as in a name or in a text: `grades/`, `count(`."""
    first = _FIRST.match(given.casefold())
    return _CALLED.get(first[1], first[1]) if first else None


def months(parts: Iterable[str]) -> list[str]:
    """The months that are named, in any form."""
    return [found.group() for part in parts if (found := _MONTH.search(part))]


def find(given: str, names: Sequence[str]) -> str:
    """The one of `names` that is meant. Raises WrongUsageError where none is, or several could be.

    Of several, the one that leaves all it does not name at "all" or "overall".
    """
    if given in names:
        return given
    parts = [_CALLED.get(part, part) for part in wanted(given)]
    fits = [name for name in names if set(parts) <= _words(name)] if parts else []
    whole = [name for name in fits if _is_whole(name, parts)]
    chosen = whole if len(whole) == 1 else fits
    if len(chosen) == 1:
        return chosen[0]
    if not chosen:
        raise WrongUsageError(f"no figure is called {given}; {_meant(given, parts, names)}")
    listed = "\n".join(f"  {name}" for name in (whole or chosen)[:MOST])
    more = f"\n  and {len(whole or chosen) - MOST} more" if len(whole or chosen) > MOST else ""
    raise WrongUsageError(f"{len(whole or chosen)} figures fit {given}; name one of them:\n{listed}{more}")


def _words(name: str) -> set[str]:
    """All by which a part of what is asked can speak of a figure."""
    source = source_of(name)
    dims = {word for dim, value in source.where for word in (value, f"{dim}={value}", *value.split("/"))}
    return {source.measure, source.part, *dims}


def _is_whole(name: str, parts: Sequence[str]) -> bool:
    """Whether what is not asked for is the whole service, in a figure of the first measures with grades."""
    source = source_of(name)
    named = {word for part in parts for word in (part, part.partition("=")[2])}
    rest = {value for dim, value in source.where if dim != "month" and value not in named}
    measures = {part for part in parts if part.isidentifier()}
    return rest <= {"all", "overall"} and (source.measure == "grades" or source.measure in measures)


def _meant(given: str, parts: Sequence[str], names: Sequence[str]) -> str:
    """The nearest name; else the names that share most with what is asked."""
    near = get_close_matches(given.casefold(), names, n=3, cutoff=0.6)
    if not near:
        ranked = sorted(names, key=lambda name: (-len(set(parts) & _words(name)), len(name)))
        near = [name for name in ranked[:3] if set(parts) & _words(name)]
    if near:
        return "did you mean\n" + "\n".join(f"  {name}" for name in near)
    return "names are built like grades/area=overall/month=2023-11/stage=moderated/team=all/good"
