"""A paper -> a Word file that opens with real headings, lists, tables and alternatives.

On the council's own template, its styles, margins, headers and footers are kept and all else is left out.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from generator.pages.papers.blocks import (
    Block,
    Box,
    Cell,
    Heading,
    Items,
    Paper,
    Paragraph,
    Picture,
    Run,
    Table,
    Terms,
    leads_to,
)
from generator.pages.papers.pdf import LONG_TABLE, widths
from generator.pages.papers.png import png
from generator.pages.papers.template import opened

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TEXT_CM = 16.0
"""Width of the text on our own page; narrower ones shrink tables to theirs."""
_NARROW_CM = 3.4
_ITEM = 228600
"""How far an item's other paragraphs stand in (in EMU, a quarter of an inch), as its style has it."""
_IN_CELL = 25400
"""Room above and below the text of a cell: 2 points."""
_PX_OF_COLUMN = 720
_DEEPEST_STYLE = 10
"""Styles that rest on one another: Word allows no more, a damaged file has one that rests on itself."""
_LONGEST = 255
"""Characters of a property that Word shows of a file."""


def word(paper: Paper, template: bytes | None) -> bytes:
    """The same bytes for the same paper and template (None: a plain one of our own). Raises TemplateError."""
    return _Writer(opened(template), paper, own=template is None).made()


class _Writer:
    def __init__(self, document: Any, paper: Paper, *, own: bool) -> None:
        self._document, self._paper, self._own = document, paper, own
        self._styles = {style.name: style.style_id for style in document.styles}

    def made(self) -> bytes:
        if self._own:
            house_style(self._document)
        self._about()
        self._head_and_foot()
        self._text(self._added("Title"), [Run(self._paper.title)])
        self._blocks(self._paper.blocks)
        self._end()
        return _saved(self._document.part.package)

    def _about(self) -> None:
        about, day = self._document.core_properties, self._paper.day
        author, state = self._paper.author[:_LONGEST], self._paper.state[:_LONGEST]
        about.title, about.subject = self._paper.title[:_LONGEST], self._paper.subject[:_LONGEST]
        about.author, about.last_modified_by, about.comments, about.keywords = author, author, state, ""
        about.language, about.revision = "en-GB", 1
        about.created = about.modified = about.last_printed = datetime(day.year, day.month, day.day)

    def _head_and_foot(self) -> None:
        """Month, state and number on each side, unless the template has a footer of its own."""
        section = self._document.sections[0]
        if not any(p.text.strip() for p in section.header.paragraphs):
            said = f"{self._paper.council} · {self._paper.title}"
            self._text(section.header.paragraphs[0], [Run(said)])
        if not any(p.text.strip() for p in section.footer.paragraphs):
            foot = section.footer.paragraphs[0]
            self._text(foot, [Run(f"{self._paper.state} · page ")])
            _field(foot, "PAGE")
            self._text(foot, [Run(" of ")])
            _field(foot, "NUMPAGES")

    def _end(self) -> None:
        said = [Run(self._paper.notice)] if self._paper.notice else []
        if self._paper.address:
            said += [Run(" Online, with every figure’s way back to what was counted: ")]
            said += [Run(self._paper.address, href=self._paper.address)]
        if said:
            self._paragraph(Paragraph(tuple(said), "small"))

    def _added(self, style: str = "") -> Any:
        """A new paragraph, in a style where the template has it, else plain."""
        paragraph = self._document.add_paragraph()
        if style in self._styles:
            paragraph._p.style = self._styles[style]
        return paragraph

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self._text(self._added(f"Heading {block.level}"), block.runs)
            case Paragraph():
                self._paragraph(block)
            case Items():
                self._items(block)
            case Terms():
                for term, of in block.terms:
                    paragraph = self._paragraph_that_stays()
                    paragraph.paragraph_format.space_after = 0
                    self._text(paragraph, [_bold(run) for run in term])
                    for each in of:
                        self._block(each)
            case Table():
                self._table(block)
            case Picture():
                self._picture(block)
            case Box():
                self._blocks(block.blocks)

    def _paragraph(self, block: Paragraph) -> None:
        self._text(self._added({"small": "Caption", "quote": "Quote"}.get(block.style, "")), block.runs)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        """What leads to a picture, a table or a list stays on its side."""
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            self._block(block)
            if leads_to(block, after):
                self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _paragraph_that_stays(self, style: str = "") -> Any:
        """With what follows on one side."""
        paragraph = self._added(style)
        paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def _items(self, block: Items) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        marks = _marks_of(self._document, style) if style in self._styles else None
        marked = marks is not None
        numbers = _from_one(self._document, marks) if marks is not None and block.numbered else None
        for number, item in enumerate(block.items, 1):
            first, *others = item
            mark = "" if marked else f"{number}. " if block.numbered else "• "
            if isinstance(first, Paragraph):
                paragraph = self._added(style)
                if numbers is not None:
                    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers
                self._text(paragraph, [Run(mark), *first.runs])
                if others:
                    paragraph.paragraph_format.keep_with_next = True
                    paragraph.paragraph_format.space_after = 0
            else:
                self._block(first)
            for other in others:
                self._block(other)
                if isinstance(other, Paragraph):
                    self._document.paragraphs[-1].paragraph_format.left_indent = _ITEM

    def _table(self, block: Table) -> None:
        if block.caption:
            caption = self._paragraph_that_stays("Caption")
            self._text(caption, block.caption)
        rows = (*block.head, *block.rows)
        together = len(block.rows) <= LONG_TABLE
        table = self._document.add_table(len(rows), block.columns)
        table._tbl.tblStyle_val = self._styles.get("Table Grid")
        _set_widths(table, widths(block))
        for row, cells in zip(table.rows, rows, strict=True):
            _row_stays_whole(row, heads=cells in block.head)
            self._row(row.cells, cells, stays=together and cells is not rows[-1])
        _describe(table, "".join(run.text for run in block.caption) or self._paper.title)
        self._document.add_paragraph()

    def _row(self, places: Sequence[Any], cells: Sequence[Cell], *, stays: bool) -> None:
        """`stays`: on the side of the row below."""
        at = 0
        for cell in cells:
            place = places[at] if cell.span == 1 else places[at].merge(places[at + cell.span - 1])
            paragraph = place.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = _IN_CELL
            paragraph.paragraph_format.keep_with_next = stays or None
            if cell.number:
                paragraph.alignment = 2  # to the right
            self._text(paragraph, [_bold(run) for run in cell.runs] if cell.heads else cell.runs)
            at += cell.span

    def _picture(self, block: Picture) -> None:
        from docx.shared import Cm  # noqa: PLC0415

        width = Cm(_TEXT_CM * min(1.0, block.width / _PX_OF_COLUMN))
        picture = io.BytesIO(png(self._paper.pictures[block.name]))
        shape = self._document.add_picture(picture, width=width)
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("name", block.name)

    def _text(self, paragraph: Any, runs: Sequence[Run]) -> None:
        for run in runs:
            if run.text:
                made = paragraph.add_run(run.text)
                made.bold, made.italic = run.bold or None, run.italic or None
                made.font.superscript = run.raised or None
                if run.href:
                    _link(paragraph, made, run.href)


def _bold(run: Run) -> Run:
    return Run(run.text, True, run.italic, run.raised, run.href)


def house_style(document: Any) -> None:
    """How a paper looks where the council gives no template: plain, dark on white, A4."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415

    ink, quiet = RGBColor(0x1A, 0x23, 0x2D), RGBColor(0x4E, 0x59, 0x65)
    sizes = {"Normal": 11, "Title": 22, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5, "Caption": 9.5}
    sizes |= {"Header": 9, "Footer": 9}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for which in [key for key in fonts.attrib if "heme" in key]:
            del fonts.attrib[which]
        fonts.set(qn("w:eastAsia"), "Arial")
        style.font.color.rgb = quiet if name == "Caption" else ink
        style.font.bold = name.startswith(("Heading", "Title"))
    border = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        document.styles["Title"].element.pPr.remove(border)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _field(paragraph: Any, name: str) -> None:
    """A number that Word works out."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _link(paragraph: Any, run: Any, href: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run.font.underline = True
    paragraph._p.append(link)
    link.append(run._r)


def _set_widths(table: Any, of: Sequence[str]) -> None:
    """Columns of words share what those of numbers leave."""
    from docx.shared import Cm  # noqa: PLC0415

    narrow = min(_NARROW_CM, _TEXT_CM / len(of))
    wide = (_TEXT_CM - narrow * of.count("narrow")) / max(of.count("wide"), 1)
    table.autofit = False
    for column, width in zip(table.columns, of, strict=True):
        column.width = Cm(wide if width == "wide" else narrow)
        for cell in column.cells:
            cell.width = column.width


def _marks_of(document: Any, style: str) -> int | None:
    """What numbers or bullets the paragraphs of a style have. None: none, whatever its name says."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    if not any(rel.reltype == RELATIONSHIP_TYPE.NUMBERING for rel in document.part.rels.values()):
        return None
    known = {num.numId for num in document.part.numbering_part.element.num_lst}
    of = document.styles[style]
    for _ in range(_DEEPEST_STYLE):
        about = of.element.pPr if of is not None else None
        if about is not None and about.numPr is not None and about.numPr.numId is not None:
            marks = int(about.numPr.numId.val)
            return marks if marks in known else None
        of = of.base_style if of is not None else None
    return None


def _from_one(document: Any, marks: int) -> int:
    """Numbers of a list of its own: Word would go on from the list before."""
    numbering = document.part.numbering_part.element
    own = numbering.add_num(numbering.num_having_numId(marks).abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(own.numId)


def _row_stays_whole(row: Any, *, heads: bool) -> None:
    """No row is cut at the end of a side; a head is repeated on each, and told to screen readers as one."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    about = row._tr.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if heads:
        about.append(OxmlElement("w:tblHeader"))


def _describe(table: Any, text: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), text)
        table._tbl.tblPr.append(said)


class _Archive:
    """Takes the parts of a package as python-docx's own writer does, which dates them by the clock: no two
    files would be the same, and before 1980 there would be none.
    """

    def __init__(self, file: io.BytesIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")

    def write(self, name: Any, content: bytes) -> None:
        entry = zipfile.ZipInfo(name.membername, _EPOCH)
        entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
        self._zip.writestr(entry, content, compresslevel=9)

    def close(self) -> None:
        self._zip.close()


def _saved(package: Any) -> bytes:
    from docx.opc.pkgwriter import PackageWriter  # noqa: PLC0415

    made = io.BytesIO()
    archive, write = _Archive(made), cast("Any", PackageWriter)
    for part in package.parts:
        part.before_marshal()
    write._write_content_types_stream(archive, package.parts)
    write._write_pkg_rels(archive, package.rels)
    write._write_parts(archive, package.parts)
    archive.close()
    return made.getvalue()
