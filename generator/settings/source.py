"""A settings file as nodes: what it says as plain values, and where each value stands."""

from dataclasses import dataclass
from typing import Any

from generator.problems import Place
from generator.yaml_nodes import Items, Keys, Node, Scalar

Loc = tuple[int | str, ...]
"""The way to a value: keys and positions, as pydantic gives it."""


@dataclass(frozen=True, slots=True)
class Source:
    file: str
    root: Node

    def place(self, *loc: int | str) -> Place:
        """The line of the value at `loc`, or of what it would stand in if it is missing."""
        node = self.root
        for step in loc:
            below = _child(node, step)
            if below is None:
                break
            node = below
        return Place(self.file, node.line, ".".join(map(str, _counted(loc))))

    def text(self, *loc: int | str) -> str | None:
        """What was typed at `loc`; None where there is no single value."""
        node: Node | None = self.root
        for step in loc:
            node = _child(node, step) if node else None
        return node.text if isinstance(node, Scalar) else None


def plain(node: Node) -> Any:
    """Texts, lists and dicts. A key with nothing after its colon is as if it were not there."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items() if not _blank(value)}


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _child(node: Node, step: int | str) -> Node | None:
    if isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    if isinstance(node, Keys) and isinstance(step, str):
        return node.values.get(step)
    return None


def _counted(loc: Loc) -> Loc:
    """Positions from 1, as people count."""
    return tuple(step + 1 if isinstance(step, int) else step for step in loc)
