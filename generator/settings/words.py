"""What pydantic found wrong, in the words of someone who edits a settings file."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.problems import Problem, did_you_mean
from generator.settings.model import Address, Colour, Id, Month
from generator.settings.source import Loc, Source


def problems_of(error: ValidationError, source: Source, model: type[BaseModel]) -> list[Problem]:
    """One problem for each mistake that pydantic found, at the line where it stands."""
    schema = model.model_json_schema()
    found = error.errors(include_url=False)
    return [_problem(one, source, schema) for one in found if not _follows(one, found)]


def _follows(found: ErrorDetails, all_found: list[ErrorDetails]) -> bool:
    """A list is called too short because an entry of it is wrong."""
    loc = found["loc"]
    return found["type"] == "too_short" and any(o["loc"][: len(loc)] == loc != o["loc"] for o in all_found)


def _problem(found: ErrorDetails, source: Source, schema: dict[str, Any]) -> Problem:
    loc: Loc = found["loc"]
    kind = found["type"]
    if kind == "missing":
        return Problem(source.place(*loc), "missing-setting", "is missing", _description(schema, loc))
    if kind == "extra_forbidden":
        hint = did_you_mean(str(loc[-1]), _keys_at(schema, loc[:-1]))
        return Problem(source.place(*loc), "unknown-setting", "is no setting", hint)
    message, hint = _wrong_value(found, kind)
    return Problem(source.place(*loc), "wrong-setting", message, hint)


def _wrong_value(found: ErrorDetails, kind: str) -> tuple[str, str]:
    context = found.get("ctx", {})
    given = found["input"] if isinstance(found["input"], str) and len(found["input"]) <= 40 else None
    shown = f'"{given}"' if given else "this"
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]](shown)
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "literal_error":
        return f"{shown} is none of the choices", did_you_mean(given or "", _choices(context["expected"]))
    words, hint = _WORDS.get(kind) or _WORDS[next(k for k in _WORDS if kind.startswith(k) or not k)]
    return words.format(shown=shown, **context), hint.format(**context)


def _choices(expected: str) -> list[str]:
    """The names in pydantic's "'a', 'b' or 'c'"."""
    return [part.strip("' ") for part in expected.replace(" or ", ", ").split(", ")]


def _pattern(alias: Any) -> str:
    return str(alias.__metadata__[0].pattern)


PATTERNS: dict[str, Callable[[str], tuple[str, str]]] = {
    _pattern(Month): lambda shown: (f"{shown} is no month", "months are written YYYY-MM: 2023-11"),
    _pattern(Id): lambda shown: (
        f"{shown} is no id",
        "an id is made of small letters, digits and single hyphens: management-oversight",
    ),
    _pattern(Colour): lambda shown: (f"{shown} is no colour", "a colour is written #0b5d5b"),
    _pattern(Address): lambda shown: (f"{shown} is no address", "an address begins with https:// or mailto:"),
}

_WORDS = {
    "string_too_short": ("is blank", "write it, or delete the line"),
    "string": ("has a list or keys where one text belongs", "write one text after the colon"),
    "too_short": (
        "has {actual_length} of the {min_length} entries that it needs",
        "add what is missing",
    ),
    "too_long": ("has more than {max_length} entries", "keep the ones in use; retire others by a period"),
    "int": ("{shown} is no whole number", "write digits only"),
    "float": ("{shown} is no number", "write digits, and a point before decimals"),
    "bool": ("{shown} is neither yes nor no", "write yes or no"),
    "date": ("{shown} is no date", "dates are written YYYY-MM-DD: 2023-12-21"),
    "greater_than_equal": ("{shown} is less than {ge}", "write {ge} or more"),
    "greater_than": ("{shown} is not more than {gt}", ""),
    "less_than_equal": ("{shown} is more than {le}", ""),
    "less_than": ("{shown} is not less than {lt}", ""),
    "tuple": ("needs a list", 'begin each entry with "- " on a line of its own'),
    "model": ("needs keys with values", "write them below, indented, a line each"),
    "dict": ("needs keys with values", "write them below, indented, a line each"),
    "": ("{shown} can't be used here", "the file in site_config/schema/ says what can"),
}
"""By the beginning of pydantic's error type; a longer one comes first."""


def _at(schema: dict[str, Any], loc: Loc) -> dict[str, Any]:
    """The part of a JSON Schema that describes the value at `loc`; empty where there is none."""
    definitions = schema.get("$defs", {})
    here = schema
    for step in loc:
        inner = here.get("items", {}) if isinstance(step, int) else here.get("properties", {}).get(step, {})
        name = inner.get("$ref", "").rpartition("/")[2]
        here = {**definitions.get(name, {}), **inner}
    return here


def _keys_at(schema: dict[str, Any], loc: Loc) -> list[str]:
    return list(_at(schema, loc).get("properties", {}))


def _description(schema: dict[str, Any], loc: Loc) -> str:
    return str(_at(schema, loc).get("description", "")).partition("\n")[0]
