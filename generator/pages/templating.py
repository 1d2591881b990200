"""The templates: Jinja2 that loops, tests and prints, and computes nothing.

Whatever a template prints is escaped as text unless a macro made it (`finalize`), a name that does not
exist is an error with its file and line (StrictUndefined), and nothing here reads but the templates.
"""

import math
from collections.abc import Callable, Iterable
from functools import cache

import yaml
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined

from generator.pages import anchors, plain, ways, words


@cache
def environment() -> Environment:
    """The one environment of all pages; compiling its templates is the costly part, so it is kept."""
    env = Environment(
        loader=PackageLoader("generator.pages"),
        autoescape=True,
        finalize=words.as_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {
        "month_name": words.month_name,
        "month_short": words.month_short,
        "month_alone": words.month_alone,
        "months_listed": words.months_listed,
        "date_words": words.date_words,
        "number_words": words.number_words,
        "digits": words.digits,
        "pairs": pairs,
        "whole": words.whole,
        "p_words": words.p_words,
        "squares": words.squares,
        "shown_two_ways": words.shown_two_ways,
        "capital": words.capital,
        "anchor": anchors.anchor,
        "lower_first": words.lower_first,
        "listed": words.listed,
        "plain_lines": plain.plain_lines,
        "questions": plain.questions,
        "text": words.as_text,
        "as_id": words.as_id,
        "way_in": ways.way_in,
        "way_out": ways.way_out,
    }
    return env


def pairs(lines: Iterable[object], name: str, value: str) -> list[tuple[object, object]]:
    """Two fields of each line, as the table macros take them."""
    return [(getattr(line, name), getattr(line, value)) for line in lines]


def quoted(text: object) -> str:
    """A text as YAML reads it back, whatever its characters: JSON would write an emoji as two halves."""
    return yaml.safe_dump(str(text), allow_unicode=True, default_style='"', width=math.inf).strip()


def template_text(template: str, **context: object) -> str:
    """A file of words that is no page (YAML of titles), filled in: values stand as they are."""
    return _plain().get_template(template).render(context)


def keep_compiled(cache: Callable[[str], BytecodeCache]) -> None:
    """Take compiled templates from caches, and leave them there: one for each environment, by its name."""
    environment().bytecode_cache = cache("pages")
    _plain().bytecode_cache = cache("words")


@cache
def _plain() -> Environment:
    env = Environment(loader=PackageLoader("generator.pages"), autoescape=False, undefined=StrictUndefined)
    env.filters |= {**environment().filters, "quoted": quoted, "markdown": words.as_markdown}
    return env
