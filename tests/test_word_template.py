"""A council's Word template: what of it papers keep, what is refused, and that no build trips on one."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from test_papers import PAPER, template

from generator.pages.papers.word import word
from generator.pages.word_template import WORD_TEMPLATE, read_word_template

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKED = (
    "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    f"<Relationship Id='r1' Type='{OFFICE}/attachedTemplate' Target='https://elsewhere.example/t.dotm' "
    "TargetMode='External'/></Relationships>"
)
FIELD = (
    '<w:p xmlns:w="{space}"><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def parts(made: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(
    given: bytes,
    part: str = "",
    change: Callable[[bytes], bytes] = bytes,
    new: Mapping[str, bytes | str] = {},
) -> bytes:
    """The same file with one part changed and others added."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts(given).items():
            archive.writestr(name, change(blob) if name == part else blob)
        for name, more in new.items():
            archive.writestr(name, more)
    return made.getvalue()


def without(pattern: str, part: str) -> bytes:
    """A plain template that lacks what the pattern finds in a part."""
    return changed(template(), part, lambda blob: re.sub(pattern.encode(), b"", blob, flags=re.DOTALL))


def with_field(*instruction: str) -> bytes:
    """A footer with a field whose words stand in runs of their own."""
    document = docx.Document()
    runs = "".join(f"<w:r><w:instrText>{words}</w:instrText></w:r>" for words in instruction)
    document.sections[0].footer._element.append(parse_xml(FIELD.format(space=WORDS, runs=runs)))
    return saved(document)


def problems(root: Path, given: bytes, ids: Mapping[str, str] = {}) -> list[str]:
    path = root / WORD_TEMPLATE
    path.parent.mkdir(parents=True)
    path.write_bytes(given)
    found, said = read_word_template(root, ids)
    assert (found is None) == any(problem.severity == "error" for problem in said)
    assert all(problem.hint for problem in said)
    return [f"{problem.place}: {problem.message}" for problem in said]


def refused(root: Path, given: bytes, why: str) -> None:
    (said,) = problems(root, given)
    assert said.startswith(f"{WORD_TEMPLATE}: ")
    assert why in said


class TestWhatIsKept:
    def an_old_report(self) -> bytes:
        """With a secret in every part that a report of last year may have."""
        document = docx.Document()
        run = document.add_paragraph("secret in the text").add_run("more")
        document.add_comment(run, text="secret in a comment", author="secret author")
        document.core_properties.category = "secret category"
        document.core_properties.content_status = "secret state"
        document.sections[0].header.paragraphs[0].text = "secret of an earlier section"
        header = document.add_section().header
        header.is_linked_to_previous = False
        header.paragraphs[0].text = "Examplewick Council"
        for kind in ("footnotes", "endnotes", "glossaryDocument", "customXml", "webSettings", "image"):
            blob = f"<x xmlns='urn:x'>secret in {kind}</x>".encode()
            part = Part(PackURI(f"/word/{kind}9.xml"), "application/xml", blob, document.part.package)
            document.part.relate_to(part, f"{OFFICE}/{kind}")
        properties = Part(
            PackURI("/docProps/custom.xml"), "application/xml", b"<x>secret", document.part.package
        )
        document.part.package.relate_to(properties, RT.CUSTOM_PROPERTIES)
        variables = f'<w:docVars xmlns:w="{WORDS}"><w:docVar w:name="a" w:val="secret variable"/></w:docVars>'
        document.settings.element.append(parse_xml(variables))
        return changed(saved(document), "docProps/custom.xml", lambda _: b"<x>secret</x>")

    def test_nothing_of_an_old_report_is_in_a_paper_but_its_looks(self) -> None:
        old = self.an_old_report()
        assert sum(b"secret" in blob for blob in parts(old).values()) > 8
        made = parts(word(PAPER, old))
        assert [name for name, blob in made.items() if b"secret" in blob] == []
        assert [name for name, blob in made.items() if b"Examplewick Council" in blob] == ["word/header2.xml"]

    def test_parts_are_those_of_a_list(self) -> None:
        kinds = {re.sub(r"\d+", "", name) for name in parts(word(PAPER, self.an_old_report()))}
        assert kinds == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
            "word/_rels/document.xml.rels", "word/styles.xml", "word/theme/theme.xml", "word/numbering.xml",
            "word/fontTable.xml", "word/settings.xml", "word/header.xml", "word/footer.xml",
            "word/media/image.png",
        }  # fmt: skip

    def test_a_picture_in_the_header_stays(self, tmp_path: Path) -> None:
        picture = next(blob for name, blob in parts(word(PAPER, None)).items() if name.endswith(".png"))
        document = docx.Document()
        document.sections[0].header.paragraphs[0].add_run("Council").add_picture(io.BytesIO(picture))
        assert problems(tmp_path, saved(document)) == []
        assert "word/_rels/header1.xml.rels" in parts(word(PAPER, saved(document)))


class TestWhatIsRefused:
    def test_another_template_even_in_single_quotation_marks(self, tmp_path: Path) -> None:
        linked = changed(template(), new={"word/_rels/settings.xml.rels": LINKED})
        refused(tmp_path, linked, "takes something from another place")

    @pytest.mark.parametrize(
        "instruction",
        [
            ['INCLUDEPICTURE "https://elsewhere.example/x.png" \\d'],
            ["INCLU", "DEPICTURE https://elsewhere.example/x.png"],
            [" includetext file.docx"],
            ["DDEAUTO cmd"],
        ],
    )
    def test_a_field_that_fetches(self, tmp_path: Path, instruction: list[str]) -> None:
        refused(tmp_path, with_field(*instruction), "has a field that takes in something from elsewhere")

    def test_a_field_that_does_not_is_fine(self, tmp_path: Path) -> None:
        assert problems(tmp_path, with_field('HYPERLINK "https://council.example/link/"')) == []

    @pytest.mark.parametrize(
        "name", ["word/vbaProject.bin", "word/embeddings/a.xlsx", "word/activeX/activeX1.xml"]
    )
    def test_what_runs_or_is_a_file_of_its_own(self, tmp_path: Path, name: str) -> None:
        refused(tmp_path, changed(template(), new={name: "x"}), "holds macros, controls or files put into it")

    def test_what_is_said_to_run(self, tmp_path: Path) -> None:
        alive = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        given = changed(template(), "[Content_Types].xml", lambda blob: blob.replace(b"</Types>", alive))
        refused(tmp_path, given, "holds macros, controls or files put into it")

    def test_a_file_that_unpacks_to_far_more_than_it_is(self, tmp_path: Path) -> None:
        bomb = changed(template(), new={"word/media/x.png": bytes(60 * 2**20)})
        assert len(bomb) < 200_000
        refused(tmp_path, bomb, "unpacks to more than 50 MB")

    def test_entities(self, tmp_path: Path) -> None:
        declared = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:styles'
        given = changed(template(), "word/styles.xml", lambda blob: blob.replace(b"<w:styles", declared, 1))
        refused(tmp_path, given, "declares entities of its own")

    def test_tracked_changes_in_a_header(self, tmp_path: Path) -> None:
        document = docx.Document()
        deleted = f'<w:del xmlns:w="{WORDS}" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>'
        document.sections[0].header.paragraphs[0]._p.append(parse_xml(deleted))
        refused(tmp_path, saved(document), "tracked changes in its header or footer")

    def test_a_link_that_leads_into_a_computer(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.sections[0].header.part.relate_to("file:///C:/x", RT.HYPERLINK, is_external=True)
        refused(tmp_path, saved(document), "leads to no web or e-mail address")

    def test_a_link_to_another_file(self, tmp_path: Path) -> None:
        other = tmp_path / "elsewhere.docx"
        other.write_bytes(template())
        path = tmp_path / WORD_TEMPLATE
        path.parent.mkdir(parents=True)
        path.symlink_to(other)
        ((problem,),) = [read_word_template(tmp_path, {})[1]]
        assert problem.code == "symlink"


class TestWhatIsDamaged:
    @pytest.mark.parametrize(
        ("given", "why"),
        [
            (changed(template(), "word/document.xml", lambda _: b"<w:document"), "is damaged"),
            (changed(template(), "word/styles.xml", lambda _: b"<x/>"), "is damaged"),
            (without("<w:body>.*</w:body>", "word/document.xml"), "is damaged"),
            (without('<Override [^>]*"/word/document.xml"[^>]*>', "[Content_Types].xml"), "can't be opened"),
        ],
        ids=["broken XML", "wrong styles", "no body", "no kind"],
    )
    def test_is_refused_where_it_is_checked(self, tmp_path: Path, given: bytes, why: str) -> None:
        refused(tmp_path, given, why)

    @pytest.mark.parametrize(
        "given",
        [
            without("<Relationship [^>]*numbering.xml[^>]*/>", "word/_rels/document.xml.rels"),
            without("<Relationship [^>]*styles.xml[^>]*/>", "word/_rels/document.xml.rels"),
            without("<Relationship [^>]*core.xml[^>]*/>", "_rels/.rels"),
            without("<w:sectPr.*</w:sectPr>", "word/document.xml"),
        ],
        ids=["no numbers", "no styles", "no properties", "no section"],
    )
    def test_does_no_harm_where_a_paper_can_be_made_all_the_same(self, tmp_path: Path, given: bytes) -> None:
        assert problems(tmp_path, given) == []
        lines = [p.text for p in docx.Document(io.BytesIO(word(PAPER, given))).paragraphs]
        assert any("Second" in line for line in lines)

    def test_lists_of_a_style_without_numbers_are_numbered_in_their_text(self) -> None:
        given = without("<Relationship [^>]*numbering.xml[^>]*/>", "word/_rels/document.xml.rels")
        lines = [p.text for p in docx.Document(io.BytesIO(word(PAPER, given))).paragraphs]
        assert {"1. First", "2. Second"} <= {*lines}


class TestWhoItNames:
    def with_header(self, text: str) -> bytes:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = text
        return saved(document)

    def test_an_identifier_in_a_header_is_an_error(self, tmp_path: Path) -> None:
        refused(tmp_path, self.with_header("NHS 943 476 5919"), "holds what looks like an NHS number")

    def test_the_id_of_a_record_is_an_error(self, tmp_path: Path) -> None:
        (said,) = problems(tmp_path, self.with_header("About QA-2023-1"), {"qa-2023-1": "the id of an audit"})
        assert said.endswith("holds the id of an audit")

    def test_a_councils_own_address_is_a_warning(self, tmp_path: Path) -> None:
        (said,) = problems(tmp_path, self.with_header("Town Hall, AB10 1AB"))
        assert said.endswith("holds what looks like a postcode")
