"""YAML text -> nodes that know their lines, every scalar as the text that was typed.

No value is interpreted: `no`, `012` and `2023-10-01` are texts. What a person doesn't need and a machine can
be hurt by (anchors and aliases, tags, several documents, deep nesting) is refused.
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from generator.problems import Place, Problem

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
"""A key that is surely a name of ours; any other may be a text that slipped, and is not repeated."""
DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where the wheel has one: about five times as fast."""


@dataclass(slots=True)
class Scalar:
    """`line`, here and below, is that of the key when the node is a key's value."""

    text: str
    line: int


@dataclass(slots=True)
class Items:
    items: list["Node"]
    line: int


@dataclass(slots=True)
class Keys:
    values: dict[str, "Node"]
    line: int


Node = Scalar | Items | Keys


def kind_of(node: Node) -> str:
    """In the words of a person."""
    return {Scalar: "one value", Items: "a list", Keys: "keys with values"}[type(node)]


def parse(text: str, file: str) -> tuple[Node | None, list[Problem]]:
    """The root of the document. None without problems: the file says nothing. None with problems: refused.

    A duplicate key is a problem and its first value stays, so that everything else can be checked too.
    """
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, text, file)]
    except RefusedError as refused:
        return None, [*builder.problems, refused.problem]
    return builder.root, builder.problems


class RefusedError(Exception):
    """Ends the reading of a document at something that is allowed in YAML and not here."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Builder:
    """Nodes from the parser's events, with a stack of its own: no depth of nesting can exhaust Python's."""

    file: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    _open: list[Items | Keys] = field(default_factory=list)
    _keys: list[Scalar | None] = field(default_factory=list)
    """For each open node: the key that still waits for its value."""

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event, line)
            self._put(Scalar(event.value, line))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._refuse_marks(event, line)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._start(Keys({}, line) if is_mapping else Items([], line))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(line)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            hint = "put it into a file of its own, or delete the line"
            self._refuse(line, "yaml-documents", 'starts a second document with "---"', hint)

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, Items):
            parent.items.append(node)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._as_key(node, parent)
            return
        node.line = key.line
        parent.values.setdefault(key.text, node)
        self._keys[-1] = None

    def _as_key(self, node: Node, parent: Keys) -> Scalar:
        if not isinstance(node, Scalar):
            message = "has a list or keys where a key's name belongs"
            self._refuse(node.line, "yaml-syntax", message, "write a name and a colon")
        first = parent.values.get(node.text)
        if first is not None:
            named = node.text if _NAME.fullmatch(node.text) else ""
            place, other = (Place(self.file, line, named) for line in (node.line, first.line))
            message, hint = "stands twice in the same place", "keep one of the two"
            self.problems.append(Problem(place, "duplicate-key", message, hint, other=other))
        return node

    def _start(self, node: Items | Keys) -> None:
        if len(self._open) == DEEPEST:
            hint = "no file of this portal needs that: look for brackets that never close"
            self._refuse(node.line, "yaml-nesting", f"is nested more than {DEEPEST} deep", hint)
        self._put(node)
        self._open.append(node)
        self._keys.append(None)

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
        if event.anchor is not None:
            self._refuse_alias(line)
        if event.tag is not None:
            hint = "delete it, or put the whole text into quotation marks"
            self._refuse(line, "yaml-tag", "has a tag (a word after an exclamation mark)", hint)

    def _refuse_alias(self, line: int) -> None:
        hint = "write the text out, or put it into quotation marks"
        self._refuse(line, "yaml-alias", "has an anchor or an alias (a word after & or *)", hint)

    def _refuse(self, line: int, code: str, message: str, hint: str) -> NoReturn:
        raise RefusedError(Problem(Place(self.file, line), code, message, hint))


def _syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The parser's complaint at its line, in words that need no knowledge of parsers."""
    line = _line_of(error, text)
    lines = text.splitlines()
    at = lines[line - 1] if 0 < line <= len(lines) else ""
    if re.match(r" *\t", at):
        hint = "use spaces: two for each level"
        return Problem(
            Place(file, line), "yaml-tab", "is indented with a tab, which YAML does not allow", hint
        )
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
    message, hint = next(
        (words for part, words in _SYNTAX.items() if part in said),
        (
            "is no YAML from here on",
            "look at the indentation, colons and quotation marks of this line and the last",
        ),
    )
    return Problem(Place(file, line), "yaml-syntax", message, hint)


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if "end of stream" in (getattr(error, "problem", None) or ""):
        mark = getattr(error, "context_mark", None) or mark  # where the quotation mark was opened
    if mark is not None:
        return int(min(mark.line, max(0, len(text.splitlines()) - 1))) + 1
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position) + 1


_SYNTAX = {
    "control characters": ("holds a control character", "delete it, or export the file again"),
    "mapping values are not allowed": (
        "has a second colon, or is indented deeper than the line before",
        'put a text that holds ": " into quotation marks; begin keys of one level in one column',
    ),
    "end of stream": ("a quotation mark or a bracket is never closed", "close it"),
    "cannot start any token": (
        "begins with a character that means something else in YAML",
        "put the text into quotation marks",
    ),
    "did not find expected key": (
        "is indented unlike the lines before it, or a quotation mark before it is not closed",
        "begin keys of one level in one column; a text with quotation marks inside needs others around it",
    ),
    "did not find expected ','": ("a bracket is never closed, or a comma is missing", "close it"),
    "did not find expected '-' indicator": (
        "is no entry of the list that it stands in",
        'begin each entry with "- " in one column',
    ),
}
