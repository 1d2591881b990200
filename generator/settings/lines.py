"""Where a theme, a team or an edition stands in site_config/, for what is told of it later."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Place
from generator.settings.schema import FOLDER, MODELS
from generator.settings.source import Loc, Source
from generator.text_files import read_text
from generator.yaml_nodes import Items, Keys, Node, Scalar, parse

_LISTS = {
    "theme": "themes",
    "area": "areas",
    "grade": "grades",
    "team": "teams",
    "cohort": "cohorts",
    "type": "types",
    "edition": "editions",
}
_IN_PERIODS = {"area": "areas", "grade": "scale"}


@dataclass(frozen=True, slots=True)
class SettingsLines:
    """The files of the settings, as far as they can be read."""

    sources: dict[str, Source]

    def place(self, key: str) -> Place:
        """The line of "theme/chronologies/lesson" or "team/north/name"; the newest, where periods have it
        several times; the file as a whole where it is gone."""
        kind, id_, what = key.split("/")
        return self._place("themes" if kind == "theme" else "framework", kind, ("id", id_), what)

    def edition(self, month: str, what: str) -> Place:
        """The line of what the settings say of an edition."""
        return self._place("publication", "edition", ("month", month), what)

    def _place(self, stem: str, kind: str, called: tuple[str, str], what: str) -> Place:
        source, (key, value) = self.sources.get(stem), called
        found = [loc for loc, item in _items(source, kind) if _text(item, key) == value] if source else []
        if source is None or not found:
            return Place(f"{FOLDER}/{stem}.yml")
        return source.place(*found[-1], what)


def settings_lines(root: Path) -> SettingsLines:
    sources = {}
    for stem in MODELS:
        file = f"{FOLDER}/{stem}.yml"
        text, _ = read_text(root / file, file)
        node, _ = parse(text, file) if text is not None else (None, [])
        if node:
            sources[stem] = Source(file, node)
    return SettingsLines(sources)


def _items(source: Source, kind: str) -> Iterator[tuple[Loc, Node]]:
    key = _LISTS[kind]
    for i, entry in enumerate(_list(source.root, key)):
        if kind not in _IN_PERIODS:
            yield (key, i), entry
            continue
        of_period = _IN_PERIODS[kind]
        for j, item in enumerate(_list(entry, of_period)):
            yield (key, i, of_period, j), item


def _list(node: Node, key: str) -> list[Node]:
    below = node.values.get(key) if isinstance(node, Keys) else None
    return below.items if isinstance(below, Items) else []


def _text(node: Node, key: str) -> str:
    found = node.values.get(key) if isinstance(node, Keys) else None
    return found.text if isinstance(found, Scalar) else ""
