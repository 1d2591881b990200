"""The Markdown of a page -> the blocks of a paper: what a reader sees, without what only a screen can do.

It knows the HTML that templates and staff's words make, and takes the words of anything else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, TreeBuilder

from generator.pages.papers.blocks import (
    Block,
    Box,
    Cell,
    Heading,
    Items,
    Paragraph,
    Picture,
    Run,
    Style,
    Table,
    Terms,
)
from generator.pages.words import seen

_VOID = {"br", "hr", "img", "use", "wbr"}
_ON_SCREEN_ONLY = {
    "papers", "next", "chart-links", "came-about", "chart-narrow", "squares", "small-link", "point-link",
}  # fmt: skip
"""Classes of what leads elsewhere or repeats what stands there already."""
_NEVER = {"summary", "button", "nav", "script", "style", "hr"}
_BLOCKS = {
    "p", "div", "section", "figure", "details", "aside", "blockquote", "ul", "ol", "dl", "table", "svg",
    "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_SMALL = {"measure", "meta", "small"}
_DEEPEST = 3


def read_blocks(markdown_text: str, page: str) -> tuple[Block, ...]:
    """The blocks below the page's title. `page`: its address, against which links are made whole; blank:
    links within the portal are left out, their words stay."""
    from markdown import markdown  # noqa: PLC0415 - only where a paper is made

    body = re.sub(r"\A---\n.*?\n---\n", "", markdown_text, flags=re.DOTALL)
    tree = _Tree()
    tree.feed(f"<div>{markdown(body, extensions=['tables'])}</div>")
    blocks = [block for block in _Reader(page).blocks(tree.root()) if not _is_title(block)]
    return tuple(_levels(blocks))


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 0


def _levels(blocks: Iterable[Block], before: int = 0) -> Iterator[Block]:
    """Headings of which none skips a level: a tagged PDF is refused otherwise. `before`: the last one's."""
    for block in blocks:
        if isinstance(block, Heading):
            if not block.runs:
                continue  # a tagged PDF takes no heading that says nothing
            before = min(block.level, before + 1, _DEEPEST)
            yield replace(block, level=before)
        elif isinstance(block, Box):
            inside = tuple(_levels(block.blocks, before))
            before = max([before, *(b.level for b in inside if isinstance(b, Heading))])
            yield replace(block, blocks=inside)
        else:
            yield block


class _Tree(HTMLParser):
    """HTML of our own making as a tree."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: seen(value or "") for name, value in attrs})
        if tag in _VOID:
            self._builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {name: seen(value or "") for name, value in attrs})
        self._builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(seen(data))

    def root(self) -> Element:
        self.close()
        return self._builder.close()


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())


def _left_out(element: Element) -> bool:
    if element.get("href", "").startswith("#claim-"):
        return True  # back from a note to the text
    return element.tag in _NEVER or bool(_classes(element) & _ON_SCREEN_ONLY)


class _Reader:
    def __init__(self, page: str) -> None:
        self._page = page

    def blocks(self, element: Element) -> Iterator[Block]:
        """What stands in `element`; loose text between blocks is a paragraph."""
        loose: list[Run] = [*self._text(element.text, Run(""))]
        for child in element:
            if child.tag in _BLOCKS and not _left_out(child):
                yield from _paragraph(loose)
                loose = []
                yield from self._block(child)
            else:
                loose += self._inline(child, Run(""))
            loose += self._text(child.tail, Run(""))
        yield from _paragraph(loose)

    def _block(self, element: Element) -> Iterator[Block]:
        match element.tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
                yield Heading(int(tag[1]) - 1, self._runs(element))
            case "p":
                small = bool(_classes(element) & _SMALL)
                yield from _paragraph(self._runs(element), "small" if small else "")
            case "ul" | "ol" as tag:
                items = (tuple(self.blocks(item)) for item in element.findall("li"))
                yield Items(tuple(item for item in items if item), tag == "ol")
            case "dl":
                yield from self._terms(element)
            case "table":
                yield self._table(element, named="sheet" not in _classes(element))
            case "svg":
                yield _picture(element)
            case "aside":
                yield Box(tuple(self.blocks(element)))
            case "blockquote":
                for block in self.blocks(element):
                    yield replace(block, style="quote") if isinstance(block, Paragraph) else block
            case _ if "sheet" in _classes(element):
                for table in element.iter("table"):
                    yield self._table(table, named=False)
            case _:
                yield from self.blocks(element)

    def _terms(self, element: Element) -> Iterator[Block]:
        """Questions are headings, so that a reader finds each of them in the outline."""
        terms: list[tuple[tuple[Run, ...], tuple[Block, ...]]] = []
        for child in element:
            if child.tag == "dt":
                terms.append((self._runs(child), ()))
            elif child.tag == "dd" and terms:
                term, before = terms[-1]
                terms[-1] = (term, (*before, *self.blocks(child)))
        if "questions" not in _classes(element):
            yield Terms(tuple(terms))
            return
        for term, of in terms:
            yield from (Heading(_DEEPEST, term), *of)

    def _table(self, element: Element, *, named: bool) -> Table:
        caption = element.find("caption")
        head, rows = element.find("thead"), element.find("tbody")
        return Table(
            self._runs(caption) if named and caption is not None else (),
            tuple(self._row(row) for row in head.iter("tr")) if head is not None else (),
            tuple(self._row(row) for row in (rows if rows is not None else element).iter("tr")),
        )

    def _row(self, row: Element) -> tuple[Cell, ...]:
        return tuple(
            Cell(self._runs(cell), cell.tag == "th", "num" in _classes(cell), int(cell.get("colspan", "1")))
            for cell in row
        )

    def _runs(self, element: Element) -> tuple[Run, ...]:
        return _tidy(list(self._within(element, Run(""))))

    def _within(self, element: Element, look: Run) -> Iterator[Run]:
        yield from self._text(element.text, look)
        for child in element:
            yield from self._inline(child, look)
            yield from self._text(child.tail, look)

    def _inline(self, element: Element, look: Run) -> Iterator[Run]:
        if _left_out(element):
            return
        match element.tag:
            case "br":
                yield replace(look, text="\n")
            case "strong" | "b":
                yield from self._within(element, replace(look, bold=True))
            case "em" | "i":
                yield from self._within(element, replace(look, italic=True))
            case "sup":
                yield from self._within(element, replace(look, raised=True))
            case "a":
                yield from self._link(element, look)
            case _:
                yield from self._within(element, look)

    def _link(self, element: Element, look: Run) -> Iterator[Run]:
        """A link out of the portal is followed by its address, for those who read on paper."""
        href = element.get("href", "")
        whole = urljoin(self._page, href) if not href.startswith("#") else ""
        yield from self._within(element, replace(look, href=whole if ":" in whole else ""))
        if re.match("https?:", href) and href not in "".join(element.itertext()):
            yield replace(look, text=f" ({href})")

    @staticmethod
    def _text(text: str | None, look: Run) -> Iterator[Run]:
        if text:
            yield replace(look, text=re.sub(r"[ \t\r\n]+", " ", text))


def _paragraph(runs: Iterable[Run], style: Style = "") -> Iterator[Paragraph]:
    tidy = _tidy(list(runs))
    if tidy:
        yield Paragraph(tidy, style)


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """One blank where several met, none at either end and around a line break; neighbours alike joined."""
    joined: list[Run] = []
    for run in runs:
        at_start = not joined or joined[-1].text[-1] in " \n"
        text = run.text.lstrip(" ") if at_start and run.text != "\n" else run.text
        if not text:
            continue
        if joined and replace(run, text="") == replace(joined[-1], text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    while joined and not joined[-1].text.strip():
        joined.pop()
    if joined:
        joined[-1] = replace(joined[-1], text=joined[-1].text.rstrip())
    return tuple(joined)


def _picture(element: Element) -> Picture:
    use = element.find("use")
    href = use.get("href", "") if use is not None else ""
    name = re.sub(r".*/|\.svg.*", "", href)
    return Picture(name, element.get("aria-label", "").strip(), int(element.get("width", "0")),
                   int(element.get("height", "0")))  # fmt: skip
