"""What comes into this room and what leaves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.evidence import Edition
from generator.evidence.locks import Locked
from generator.evidence.published import PublishedRecord
from generator.pages.content import Content
from generator.problems import Place, Problem
from generator.settings.model import Settings

if TYPE_CHECKING:
    from generator.records.tables import Tables


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """One edition to be rendered.

    `published`: what was published of it, if anything was. `told`: what was published of the edition that the
    last meeting had. `before_knew`: see `Edition`. `address`: where it will be read, ending in a
    slash; blank where that is not known. `paper_cache`: the folder that keeps PDF and Word files by what they
    hold; None: the edition has none of them. `history`: whether its downloads over all months are wanted too.
    """

    settings: Settings
    content: Content
    tables: "Tables"
    month: str
    data_to: date
    published_on: date | None
    chart_cache: Path | None = None
    paper_cache: Path | None = None
    published: PublishedRecord | None = None
    address: str = ""
    history: bool = False
    told: PublishedRecord | None = None
    before_knew: date | None = None

    @property
    def edition(self) -> Edition:
        return Edition(self.month, self.data_to, self.published_on, before_knew=self.before_knew)


@dataclass(frozen=True, slots=True)
class EditionFiles:
    """A rendered edition.

    `files`: path below the docs folder -> bytes (Markdown, charts/, data/, assets/).
    `nav`: as in mkdocs.yml. `extra`: what the theme shows on every page. `manifest`: edition.json,
    with this edition's entries of the portal's feed. `locked`: it held against what was published of it.
    `history`: file name -> bytes, the downloads of data/ over all months, where they were wanted.
    `problems`: of claims that staff make; with any error these files are not to be published.
    """

    files: Mapping[str, bytes]
    nav: list[Any]
    site_name: str
    extra: Mapping[str, object]
    manifest: Mapping[str, object] = field(default_factory=dict)
    locked: Locked | None = None
    history: Mapping[str, bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Hedged:
    """A claim as it was written, with what stands beside it: "chance could explain it (p 0.21)"."""

    place: Place
    written: str
    hedge: str


@dataclass(frozen=True, slots=True)
class Checked:
    """An edition that was not rendered: held against what was published of it, with the problems of its
    words, and the claims in them that stand with a hedge."""

    locked: Locked
    problems: Sequence[Problem] = ()
    hedged: Sequence[Hedged] = ()
