"""Reports as files of their own: what of a page they hold, what a reader's programs find in them."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from test_pages import EXAMPLE, page, render

from generator import pages, settings
from generator.pages.inputs import EditionFiles
from generator.pages.papers import TemplateError, make, making
from generator.pages.papers import pdf as pdf_module
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
    every_block,
)
from generator.pages.papers.pdf import UNKNOWN, pdf
from generator.pages.papers.reader import read_blocks
from generator.pages.papers.word import word
from generator.problems import EnvironmentFailedError

ADDRESS = "https://audits.example/2023-11/report/"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="60"><circle cx="9" cy="9" r="5"/></svg>'


def words(text: str) -> tuple[Run, ...]:
    return (Run(text),)


def read(markdown: str) -> tuple[Block, ...]:
    return read_blocks(f"---\ntitle: x\n---\n\n# Title\n\n{markdown}\n", ADDRESS)


def a_paper(*blocks: Block, title: str = "Audits, November 2023") -> Paper:
    return Paper(
        title, "Audits", "Head of Quality Assurance", "Examplewick", "November 2023 · final", "", ADDRESS,
        date(2023, 12, 21), blocks, {"months": SVG},
    )  # fmt: skip


PAPER = a_paper(
    Heading(1, words("1 Findings")),
    Paragraph((Run("Seven of "), Run("eight", bold=True), Run(" audits.", href=ADDRESS))),
    Items(
        ((Paragraph(words("First")), Paragraph(words("small"), "small")), (Paragraph(words("Second")),)), True
    ),
    Table(
        words("By grade"),
        ((Cell(words("Grade"), heads=True), Cell(words("Audits"), heads=True, number=True)),),
        ((Cell(words("Good"), heads=True), Cell(words("7 of 8 (88%)"), number=True)),),
    ),
    Heading(2, words("Months")),
    Picture("months", "November 2023: 7 of 8 (88%).", 720, 60),
    Box((Paragraph((Run("How sure?", bold=True),)), Paragraph(words("Too few to tell.")))),
    Terms(((words("Who?"), (Paragraph(words("Us.")),)),)),
    Items(((Paragraph(words("A second list begins at one")),),), True),
)


class TestOfAPage:
    def test_headings_keep_their_order_without_skipping_a_level(self) -> None:
        found = read("## One\n\n#### Deep\n\n### Three\n\n## Two")
        levels = [block.level for block in found if isinstance(block, Heading)]
        assert levels == [1, 2, 2, 1]

    def test_a_heading_that_says_nothing_is_left_out(self) -> None:
        assert read("###\n\nWords.") == (Paragraph(words("Words.")),)

    @pytest.mark.parametrize("hidden", ["\x1b", "&#27;", "\ufffe", "\ufeff", "&#xfeff;", "\u202e"])
    def test_what_nobody_sees_is_left_out(self, hidden: str) -> None:
        assert read(f"<p>Plain{hidden} words</p>") == (Paragraph(words("Plain words")),)

    def test_a_break_of_an_old_file_is_a_blank(self) -> None:
        assert read("<p>Plain&#12;words</p>") == (Paragraph(words("Plain words")),)

    def test_the_title_is_not_repeated(self) -> None:
        assert read("Words.") == (Paragraph(words("Words.")),)

    def test_words_keep_what_is_said_with_weight(self) -> None:
        assert read("<p>A <strong>b</strong> <em>c</em><sup>1</sup></p>") == (
            Paragraph(
                (Run("A "), Run("b", bold=True), Run(" "), Run("c", italic=True), Run("1", raised=True))
            ),
        )

    def test_entities_are_the_characters_that_they_stand_for(self) -> None:
        assert read("<p>What&#63; &#91;p&#93;</p>") == (Paragraph(words("What? [p]")),)

    def test_a_link_within_the_portal_leads_to_the_whole_address(self) -> None:
        (paragraph,) = read('<p><a href="../themes/plans/">Plans</a></p>')
        assert paragraph == Paragraph((Run("Plans", href="https://audits.example/2023-11/themes/plans/"),))

    def test_a_link_out_of_the_portal_has_its_address_beside_it(self) -> None:
        (paragraph,) = read('<p><a href="https://example.org/x">Read more</a></p>')
        assert isinstance(paragraph, Paragraph)
        assert "".join(run.text for run in paragraph.runs) == "Read more (https://example.org/x)"

    def test_a_link_within_the_page_is_its_words(self) -> None:
        assert read('<p><a href="#note-1">1</a></p>') == (Paragraph(words("1")),)

    @pytest.mark.parametrize("name", ["papers", "next", "chart-links", "came-about"])
    def test_what_leads_elsewhere_on_a_screen_is_left_out(self, name: str) -> None:
        assert read(f'<p class="{name}"><a href="../x/">Go there</a></p>\n\n<p>Words.</p>') == (
            Paragraph(words("Words.")),
        )

    def test_lists_hold_what_their_items_hold(self) -> None:
        (found,) = read('<ul><li><p>Do it</p><p class="meta">Due soon</p></li><li>Done</li></ul>')
        assert found == Items(
            ((Paragraph(words("Do it")), Paragraph(words("Due soon"), "small")), (Paragraph(words("Done")),))
        )

    def test_a_list_in_a_list_stays_in_it(self) -> None:
        (found,) = read("<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>")
        inner = Items(((Paragraph(words("Inner")),),))
        assert found == Items(((Paragraph(words("One")), inner), (Paragraph(words("Two")),)))

    def test_a_table_knows_its_caption_heads_and_numbers(self) -> None:
        (found,) = read(
            "<table><caption>By month</caption><thead><tr><th>Month</th><th class='num'>Audits</th></tr>"
            "</thead>"
            "<tbody><tr><th>May</th><td class='num'>8</td></tr></tbody></table>"
        )
        head = (Cell(words("Month"), heads=True), Cell(words("Audits"), heads=True, number=True))
        row = (Cell(words("May"), heads=True), Cell(words("8"), number=True))
        assert found == Table(words("By month"), (head,), (row,))

    def test_of_a_charts_two_drawings_it_takes_the_wide_one_and_its_alternative(self) -> None:
        (found,) = read(
            '<figure><svg class="chart-wide" width="720" height="302" aria-label="May: 1 of 8"><use '
            'href="../charts/months-worst.svg#chart"/></svg>'
            '<svg class="chart-narrow" width="320" height="190" '
            'aria-label="May: 1 of 8"><use href="../charts/months-worst-narrow.svg#chart"/></svg></figure>'
        )
        assert found == Picture("months-worst", "May: 1 of 8", 720, 302)

    def test_what_stands_apart_stands_apart_with_its_heading(self) -> None:
        _, _, found, after = read(
            "## One\n\n### Two\n\n<aside><h5>Sure?</h5><p>No.</p></aside>\n\n##### Deep"
        )
        assert found == Box((Heading(3, words("Sure?")), Paragraph(words("No."))))
        assert after == Heading(3, words("Deep"))

    def test_questions_are_headings_and_what_is_said_of_them(self) -> None:
        found = read('## Appendix\n\n<dl class="questions"><dt>Who?</dt><dd>Us.</dd></dl>')
        assert found[1:] == (Heading(2, words("Who?")), Paragraph(words("Us.")))

    def test_terms_keep_what_they_stand_for(self) -> None:
        (found,) = read("<dl><dt>Who?</dt><dd>Us.</dd></dl>")
        assert found == Terms(((words("Who?"), (Paragraph(words("Us.")),)),))


def structure(element: Any) -> Iterator[Any]:
    """All tags of a PDF below one, in reading order."""
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from structure(kid)


@pytest.fixture(scope="module")
def document() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf(PAPER))) as document:
        yield document


@pytest.fixture(scope="module")
def tags(document: pikepdf.Pdf) -> list[tuple[str, Any]]:
    """Each tag's name, and the tag."""
    return [(str(tag.S), tag) for tag in structure(document.Root.StructTreeRoot) if "/S" in tag]


class TestAsPdf:
    def test_says_that_it_is_tagged_and_accessible(self, document: pikepdf.Pdf) -> None:
        assert document.Root.MarkInfo.Marked
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"

    def test_has_a_title_that_readers_are_shown_and_a_language(self, document: pikepdf.Pdf) -> None:
        assert document.docinfo.Title == "Audits, November 2023"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.Root.Lang) == "en-GB"

    def test_has_headings_as_tags_and_as_bookmarks(
        self, document: pikepdf.Pdf, tags: list[tuple[str, Any]]
    ) -> None:
        assert {"/H1", "/H2"} <= {name for name, _ in tags}
        with document.open_outline() as outline:
            (first,) = outline.root
            assert (first.title, [child.title for child in first.children]) == ("1 Findings", ["Months"])

    def test_says_in_words_what_each_picture_shows(self, tags: list[tuple[str, Any]]) -> None:
        pictures = [str(tag.Alt) for name, tag in tags if name == "/Figure"]
        assert pictures == ["November 2023: 7 of 8 (88%)."]

    def test_has_heads_of_columns_in_each_table(self, tags: list[tuple[str, Any]]) -> None:
        tables = [tag for name, tag in tags if name == "/Table"]
        assert tables
        for table in tables:
            assert "/TH" in {str(tag.S) for tag in structure(table)}

    def test_brings_its_typefaces_along(self, document: pikepdf.Pdf) -> None:
        described = [
            each for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]  # fmt: skip
        assert described
        assert all({"/FontFile2", "/FontFile3"} & set(each.keys()) for each in described)
        assert all("AtkinsonHyperlegible" in str(each.FontName) for each in described)

    def test_is_the_same_each_time(self) -> None:
        assert pdf(PAPER) == pdf(PAPER)

    def test_shows_a_square_for_a_character_that_no_typeface_has(self) -> None:
        strange = a_paper(Paragraph(words("Said \N{GRINNING FACE} and \u4e2d\u6587, then \u4e2d")))
        plain = a_paper(Paragraph(words(f"Said {UNKNOWN} and {UNKNOWN}{UNKNOWN}, then {UNKNOWN}")))
        assert pdf(strange) == pdf(plain)

    def test_keeps_what_leads_to_a_picture_or_a_table_with_it(self) -> None:
        table, picture = Table((), (), ((Cell(words("1")),),)), Picture("months", "May: 1 of 8", 720, 60)
        measure = Paragraph(words("Measure"), "small")
        told = pdf_module._told(a_paper(measure, picture, measure, table, measure))["blocks"]
        assert [block["stays"] for block in told if block["kind"] == "paragraph"] == [True, True, False]

    def test_cuts_no_box_or_table_that_a_side_has_room_for(self) -> None:
        row = (Cell(words("1")),)
        blocks = [Box((Paragraph(words("No. " * n)),)) for n in (99, 999)]
        tables = [Table((), (), (row,) * n) for n in (14, 15)]
        told = pdf_module._told(a_paper(*blocks, *tables))["blocks"]
        assert [block["whole"] for block in told] == [True, False, True, False]

    def test_is_set_closer_where_that_saves_a_last_side_of_a_few_lines(self) -> None:
        paragraph = Paragraph(words("Word " * 40))
        sides = {n: pdf_module._sides(pdf(a_paper(*[paragraph] * n))) for n in (30, 31, 32, 36)}
        assert [count for count, _ in sides.values()] == [2, 2, 2, 3]

    @pytest.mark.parametrize("text", ["#panic()", '"]; #sys', "*bold* _it_ <label> @ref $x$", "\\u{41}"])
    def test_takes_text_as_text(self, text: str) -> None:
        with pikepdf.open(io.BytesIO(pdf(a_paper(Paragraph(words(text)), title=text)))) as document:
            assert document.docinfo.Title == text


def opened(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def template(body: str = "Insert your text", *, without: str = "") -> bytes:
    """A council's template with a header of its own."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Examplewick Council"
    document.add_paragraph(body)
    if without:
        document.styles[without].delete()
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def in_word() -> Any:
    return opened(word(PAPER, None))


class TestAsWordFile:
    def test_has_headings_as_headings(self, in_word: Any) -> None:
        named = [(p.style.name, p.text) for p in in_word.paragraphs if p.style.name.startswith(("H", "T"))]
        assert named == [
            ("Title", "Audits, November 2023"), ("Heading 1", "1 Findings"), ("Heading 2", "Months"),
        ]  # fmt: skip

    def test_has_tables_whose_head_is_one_and_whose_rows_are_not_cut(self, in_word: Any) -> None:
        (table,) = in_word.tables
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            ["Grade", "Audits"], ["Good", "7 of 8 (88%)"],
        ]  # fmt: skip
        assert ["tblHeader" in row._tr.xml for row in table.rows] == [True, False]
        assert all("cantSplit" in row._tr.xml for row in table.rows)
        assert ["keepNext" in row._tr.xml for row in table.rows] == [True, False]

    def test_says_of_each_table_what_it_is(self, in_word: Any) -> None:
        (table,) = in_word.tables
        for name in ("tblCaption", "tblDescription"):
            assert f'<w:{name} w:val="By grade"/>' in table._tbl.tblPr.xml

    def test_says_in_words_what_each_picture_shows(self, in_word: Any) -> None:
        (shape,) = in_word.inline_shapes
        assert shape._inline.docPr.get("descr") == "November 2023: 7 of 8 (88%)."

    def test_says_what_it_is_and_of_which_day(self, in_word: Any) -> None:
        about = in_word.core_properties
        assert (about.title, about.author, about.language) == (
            "Audits, November 2023", "Head of Quality Assurance", "en-GB",
        )  # fmt: skip
        assert (about.created.date(), about.modified.date()) == (date(2023, 12, 21), date(2023, 12, 21))

    def test_says_on_each_side_what_it_is_and_which_side(self, in_word: Any) -> None:
        section = in_word.sections[0]
        assert section.header.paragraphs[0].text == "Examplewick · Audits, November 2023"
        foot = section.footer.paragraphs[0]
        assert foot.text.startswith("November 2023 · final")
        assert re.findall(r'w:instr="(\w+)"', foot._p.xml) == ["PAGE", "NUMPAGES"]

    def test_shows_as_much_of_a_long_title_as_a_property_holds(self) -> None:
        made = opened(word(replace(PAPER, title="Quality " * 50, author="Head " * 60), None))
        assert [len(made.core_properties.title), len(made.core_properties.author)] == [255, 255]
        assert made.paragraphs[0].text == "Quality " * 50

    def test_begins_each_numbered_list_at_one(self, in_word: Any) -> None:
        numbered = [p._p.pPr.numPr.numId.val for p in in_word.paragraphs if p.style.name == "List Number"]
        assert numbered[0] == numbered[1] != numbered[2]

    def test_is_the_same_each_time_and_names_no_moment(self) -> None:
        made = word(PAPER, None)
        assert made == word(PAPER, None)
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            assert {entry.date_time[0] for entry in parts.infolist()} == {1980}

    def test_on_the_councils_template_keeps_its_header_and_leaves_out_its_text(self) -> None:
        document = opened(word(PAPER, template()))
        assert document.sections[0].header.paragraphs[0].text == "Examplewick Council"
        assert "Insert your text" not in "".join(p.text for p in document.paragraphs)
        assert "1 Findings" in [p.text for p in document.paragraphs]

    @pytest.mark.parametrize("style", ["List Number", "Heading 2", "Caption", "Table Grid", "Title"])
    def test_on_a_template_without_a_style_is_still_whole(self, style: str) -> None:
        text = [p.text for p in opened(word(PAPER, template(without=style))).paragraphs]
        assert "Months" in text
        assert any("Second" in line for line in text)

    @pytest.mark.parametrize("wrong", [b"no zip", b""])
    def test_can_not_be_made_on_what_is_no_word_file(self, wrong: bytes) -> None:
        if not wrong:
            empty = io.BytesIO()
            zipfile.ZipFile(empty, "w").close()
            wrong = empty.getvalue()
        with pytest.raises(TemplateError):
            word(PAPER, wrong)


class TestMaking:
    def test_happens_once_for_the_same_paper(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = make(PAPER, None, tmp_path)
        monkeypatch.setattr(making, "pdf", lambda _: pytest.fail("made again"))
        monkeypatch.setattr(making, "word", lambda *_: pytest.fail("made again"))
        assert make(PAPER, None, tmp_path) == first

    def test_happens_again_where_anything_is_another(self, tmp_path: Path) -> None:
        make(PAPER, None, tmp_path)
        make(replace(PAPER, state="November 2023 · provisional"), None, tmp_path)
        assert len(list(tmp_path.iterdir())) == 4
        make(PAPER, template(), tmp_path)
        assert len(list(tmp_path.iterdir())) == 5

    def test_happens_again_where_what_was_kept_is_damaged(self, tmp_path: Path) -> None:
        first = make(PAPER, None, tmp_path)
        for entry in tmp_path.iterdir():
            entry.write_bytes(entry.read_bytes()[:-9])
        assert make(PAPER, None, tmp_path) == first

    def test_leaves_nothing_half_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(making, "word", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make(PAPER, None, tmp_path)
        assert [path.suffix for path in tmp_path.iterdir()] == [".pdf"]

    @pytest.mark.parametrize("package", ["typst", "pikepdf", "python-docx", "vl-convert-python", "pillow"])
    def test_happens_again_with_another_version_of_what_makes_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
    ) -> None:
        monkeypatch.setattr(making, "pdf", lambda _: b"pdf")
        monkeypatch.setattr(making, "word", lambda *_: b"word")
        make(PAPER, None, tmp_path)
        monkeypatch.setattr(making, "version", lambda name: "99" if name == package else version(name))
        making._made_with.cache_clear()
        make(PAPER, None, tmp_path)
        making._made_with.cache_clear()
        assert len(list(tmp_path.iterdir())) == 4

    def test_names_the_package_that_is_missing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> str:
            raise PackageNotFoundError(name)

        monkeypatch.setattr(making, "version", missing)
        making._made_with.cache_clear()
        with pytest.raises(EnvironmentFailedError, match="the package typst is not installed"):
            make(PAPER, None, tmp_path)


@pytest.fixture(scope="module")
def november(tmp_path_factory: pytest.TempPathFactory) -> EditionFiles:
    folder = tmp_path_factory.mktemp("kept")
    address = "https://audits.example/2023-11/"
    return render(EXAMPLE, "2023-11", folder / "charts", address, folder / "papers")


class TestOfAnEdition:
    @pytest.mark.parametrize("address", ["report/", "report/board/"])
    def test_lie_beside_their_page_which_says_how_large_they_are(
        self, november: EditionFiles, address: str
    ) -> None:
        for name, kind in (("report.pdf", "PDF"), ("report.docx", "Word")):
            size = len(november.files[f"{address}{name}"])
            assert size < 150_000
            link = f'<a href="{name}" download>{kind}, {-(-size // 1000)} kB</a>'
            assert link in page(november, address)

    @pytest.mark.parametrize("address", ["report/", "report/board/"])
    def test_hold_every_heading_and_table_of_their_page(self, november: EditionFiles, address: str) -> None:
        text = page(november, address)
        document = opened(november.files[f"{address}report.docx"])
        held = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
        for heading in re.findall(r"^#{2,3} (.+)$", text, re.MULTILINE):
            assert heading in held
        assert len(document.tables) == text.count("<table")
        assert len(document.inline_shapes) == text.count('class="chart-wide"')

    def test_pictures_have_colours_of_their_own(self, november: EditionFiles) -> None:
        charts = {
            name.removeprefix("charts/"): blob for name, blob in november.files.items() if "charts/" in name
        }
        assert b"var(--" in charts["months-worst.svg"]
        with pikepdf.open(io.BytesIO(november.files["report/report.pdf"])) as document:
            drawn = b"".join(side.Contents.read_bytes() for side in document.pages)
        assert re.search(rb"0?\.07\d* 0?\.26\d* 0?\.42\d* ", drawn), "the blue of a mark, #12436d"

    def test_without_a_folder_to_keep_them_there_are_none(self) -> None:
        plain = render(EXAMPLE, "2023-11")
        assert not [name for name in plain.files if name.endswith((".pdf", ".docx"))]
        assert "as a file" not in page(plain, "report/")


class TestATemplateInContent:
    def problems(self, root: Path, given: bytes) -> list[str]:
        (root / "content/reports").mkdir(parents=True)
        (root / "content/reports/template.docx").write_bytes(given)
        loaded, _ = settings.load(EXAMPLE)
        assert loaded is not None
        content, problems = pages.read_content(root, loaded, ("2023-11",))
        assert (content.word_template is None) == bool(problems)
        return [f"{problem.place}: {problem.message}" for problem in problems]

    def test_is_taken_in(self, tmp_path: Path) -> None:
        assert self.problems(tmp_path, template()) == []

    def test_that_is_no_word_file_is_named(self, tmp_path: Path) -> None:
        assert self.problems(tmp_path, b"old .doc") == [
            "content/reports/template.docx: is no Word document"
        ]  # fmt: skip

    def test_that_would_fetch_something_when_it_is_opened_is_refused(self, tmp_path: Path) -> None:
        linked = io.BytesIO(template())
        with zipfile.ZipFile(linked, "a") as parts:
            parts.writestr(
                "word/_rels/settings.xml.rels",
                '<Relationships><Relationship Id="r1" Type="http://x/attachedTemplate" '
                'Target="http://elsewhere/t.dotx" TargetMode="External"/></Relationships>',
            )
        (said,) = self.problems(tmp_path, linked.getvalue())
        assert "takes something from another place" in said


def test_every_block_is_found_in_reading_order() -> None:
    kinds = [block.kind for block in every_block(PAPER.blocks)]
    assert kinds.count("paragraph") == 8
    assert kinds[:2] == ["heading", "paragraph"]
