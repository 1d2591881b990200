"""A page as a paper holds it: headings, paragraphs, lists, tables, pictures, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Style = Literal["", "small", "quote"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. `href`: an absolute address, or blank."""

    text: str
    bold: bool = False
    italic: bool = False
    raised: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """`level`: 1 to 3, never more than one below the heading before."""

    level: int
    runs: tuple[Run, ...]
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    style: Style = ""
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item holds paragraphs and lists."""

    items: tuple[tuple["Block", ...], ...]
    numbered: bool = False
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Terms:
    """What each term stands for: a term and its paragraphs."""

    terms: tuple[tuple[tuple[Run, ...], tuple["Block", ...]], ...]
    kind: Literal["terms"] = "terms"


@dataclass(frozen=True, slots=True)
class Cell:
    """`heads`: it names its row or column. `number`: it stands to the right. `span`: columns it takes."""

    runs: tuple[Run, ...]
    heads: bool = False
    number: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """`head`: the rows that name the columns, which each side repeats. `caption`: blank for one that says of
    itself what it is."""

    caption: tuple[Run, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: Literal["table"] = "table"

    @property
    def columns(self) -> int:
        return max((sum(cell.span for cell in row) for row in (*self.head, *self.rows)), default=0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its name; `alt` states its values. Width and height in px."""

    name: str
    alt: str
    width: int
    height: int
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Box:
    """Set apart from the text around it."""

    blocks: tuple["Block", ...]
    kind: Literal["box"] = "box"


Block = Heading | Paragraph | Items | Terms | Table | Picture | Box


@dataclass(frozen=True, slots=True)
class Paper:
    """A page that is to be a file of its own.

    `state`: month, whether provisional, when published. `address`: where it is read online, or blank.
    `pictures`: chart name -> SVG with colours of its own.
    """

    title: str
    subject: str
    author: str
    council: str
    state: str
    notice: str
    address: str
    day: date
    blocks: tuple[Block, ...]
    pictures: dict[str, str] = field(default_factory=dict)


def leads_to(block: Block, after: Block | None) -> bool:
    """Whether a paragraph belongs on the side of what follows it."""
    if not isinstance(block, Paragraph):
        return False
    if isinstance(after, Items):
        return "".join(run.text for run in block.runs).endswith(":")
    return isinstance(after, Table | Picture)


def every_block(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks, those inside others too, in reading order."""
    for block in blocks:
        yield block
        match block:
            case Box():
                yield from every_block(block.blocks)
            case Items():
                for item in block.items:
                    yield from every_block(item)
            case Terms():
                for _, of in block.terms:
                    yield from every_block(of)
