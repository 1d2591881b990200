"""`{% claim … %} words {% else %} other words {% endclaim %}`: the only tags that staff's words may hold.

They are parsed and never run: a claim is carried as an `If` of Jinja's, whose test is what it asserts.
"""

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

EXAMPLE = '{% claim falls(count("moderated", "inadequate"), "2023-10", "2023-11") %}'
CLAIM = re.compile(
    r"{%[-+]?\s*claim\b(?P<asserted>(?:(?!{%|%}).)*)%}(?P<words>(?:(?!{%).)*){%[-+]?\s*(?:else|endclaim)\b",
    re.DOTALL,
)
"""A claim with what it asserts and its words, as far as its `else` or its end. One that is not closed is
given up at the next tag, so that a text full of them is still read once."""

_TAG = re.compile(r"{(?P<kind>[%#])[-+]?\s*(?P<name>\w*)")
_NAMES = ("claim", "else", "endclaim")
_NOT_CLOSED = ("claim-tags", "this claim is not closed", "close it behind its words: {% endclaim %}")
_OTHER = {"%": "{% … %} can't stand in these words", "#": "{# … #} would be left out without a word"}

Mistake = tuple[int, str, str, str]
"""A line, from 0, with the code, the message and the hint of a problem."""


class ClaimTag(Extension):
    """Reads a claim; nothing else of Jinja's statements is let through to it (`misplaced_tags`)."""

    tags = {"claim"}  # noqa: RUF012 (Jinja's own attribute)

    def parse(self, parser: Parser) -> nodes.Node:
        line = next(parser.stream).lineno
        asserted = parser.parse_expression()
        words = parser.parse_statements(("name:else", "name:endclaim"))
        otherwise: list[nodes.Node] = []
        if next(parser.stream).value == "else":
            otherwise = parser.parse_statements(("name:endclaim",), drop_needle=True)
        return nodes.If(asserted, words, [], otherwise, lineno=line)


def misplaced_tags(text: str, figure: str, *, claims: bool) -> Iterator[Mistake]:
    """What Jinja would read as more than figures and claims, and claims that are not closed or nested.

    `figure`: how a figure is called, for the hint. `claims`: whether these words may hold any.
    """
    open_at, branch = -1, ""
    for tag in _TAG.finditer(text):
        line, name = text.count("\n", 0, tag.start()), tag["name"]
        if tag["kind"] == "#" or name not in _NAMES:
            yield line, "template-tag", _OTHER[tag["kind"]], f"take it out; a figure is called so: {figure}"
        elif not claims:
            yield line, "template-tag", "a claim stands in a report or a briefing only", "say it there"
        elif name == "claim":
            if branch:
                yield line, "claim-tags", "a claim begins inside another one", _NOT_CLOSED[2]
            open_at, branch = line, name
        elif not branch or (name == "else" and branch == "else"):
            hint = f"a claim begins so: {EXAMPLE}"
            yield line, "claim-tags", f"{{% {name} %}} belongs to no claim", hint
        else:
            branch = "" if name == "endclaim" else name
    if branch:
        yield open_at, *_NOT_CLOSED
