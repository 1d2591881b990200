"""The council's Word template -> a document without its text and without anything else that papers need not
have: old reports are templates too, with comments, notes and pictures of their time in them.

What is kept is a list; what is on none is left out (see docs/reports-as-files.md).
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from generator.pages.papers.inspecting import TemplateError, inspect

_OF_DOCUMENT = {"styles", "theme", "numbering", "fontTable", "settings", "header", "footer"}
_PICTURES = {f"image/{kind}" for kind in ("png", "jpeg", "gif", "bmp", "tiff", "x-emf", "x-wmf")}
_OF_SECTION = {
    "headerReference", "footerReference", "type", "pgSz", "pgMar", "pgBorders", "lnNumType", "pgNumType",
    "cols", "vAlign", "noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
}  # fmt: skip
_SETTINGS = {
    "zoom", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader", "gutterAtTop",
    "bordersDoNotSurroundFooter", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
    "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders", "characterSpacingControl", "compat",
    "mathPr", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
}  # fmt: skip
_CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
}  # fmt: skip
_WORDS = {"t", "instrText"}
_SAID_IN = {"descr", "title", "alt", "string", "tooltip", "instr"}
"""Attributes that hold words: alternatives of pictures, letters drawn as art, what a link or field says."""
_LINKS = re.compile(r"https?://|mailto:|#", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]+:|//|\\\\)", re.IGNORECASE)
_EDIT = "open it in Word, double-click on the header or footer, and"


def opened(given: bytes | None) -> Any:
    """A document of python-docx with nothing but what papers keep. None: a plain one.

    Raises TemplateError.
    """
    import docx  # noqa: PLC0415 - only where a paper is made

    if given is None:
        document = docx.Document()
    else:
        inspect(given)
        try:
            document = docx.Document(io.BytesIO(given))
        except Exception as error:  # the library says in no one way that a file is damaged
            raise TemplateError("can't be opened as a Word document (.docx)") from error
    try:
        _keep_what_papers_need(document)
    except (AttributeError, KeyError, TypeError) as error:
        raise TemplateError("is damaged: parts of it are not what they say they are") from error
    return document


def texts(document: Any) -> list[str]:
    """What headers and footers say, a paragraph or an alternative each, links' addresses too."""
    return [text for part in _heads_and_feet(document.part) for text in (*_said(part), *_addresses(part))]


def _said(part: Any) -> Iterator[str]:
    for element in part.element.iter():
        if _kind(element) == "p":
            yield "".join(each.text or "" for each in element.iter() if _kind(each) in _WORDS)
        yield from (value for name, value in element.attrib.items() if _local(name) in _SAID_IN)


def _addresses(part: Any) -> Iterator[str]:
    return (rel.target_ref for rel in part.rels.values() if rel.is_external)


def _keep_what_papers_need(document: Any) -> None:
    main = document.part
    main.package.rels.pop(_only(main.package.rels, "core-properties"), None)
    _keep(main.package, {"officeDocument"})
    section = _last_section(document)
    _keep(main, _OF_DOCUMENT)
    used = {value for element in section for value in element.attrib.values()}
    for name, kind in [(name, _kind_of(rel)) for name, rel in main.rels.items()]:
        if kind in ("header", "footer") and name not in used:
            del main.rels[name]
    for part in [rel.target_part for rel in main.rels.values()]:
        _keep(part, {"image", "hyperlink"} if part.content_type.endswith(("header+xml", "footer+xml"))
              else {"image"})  # fmt: skip
        _check_pictures(part)
    for part in _heads_and_feet(main):
        _check_text(part)
    _trim_settings(main)
    _trim_fonts(main)


def _last_section(document: Any) -> Any:
    """The one whose margins, headers and footers papers have: of a body without anything else in it."""
    for element in document.element:
        if _kind(element) != "body":
            document.element.remove(element)
    body = document.element.body
    for element in list(body):
        if _kind(element) != "sectPr" or element is not body[-1]:
            body.remove(element)
    section = body.get_or_add_sectPr()
    for element in list(section):
        if _kind(element) not in _OF_SECTION:
            section.remove(element)
    return section


def _keep(source: Any, kinds: set[str]) -> None:
    for name in [name for name, rel in source.rels.items() if _kind_of(rel) not in kinds]:
        del source.rels[name]


def _only(rels: Any, kind: str) -> str:
    return next((name for name, rel in rels.items() if _kind_of(rel) == kind), "")


def _check_pictures(part: Any) -> None:
    for rel in part.rels.values():
        if not rel.is_external and rel.target_part.content_type not in _PICTURES:
            raise TemplateError("has a picture of a kind that papers do not take in",
                                f"{_EDIT} put the picture in as PNG or JPEG")  # fmt: skip
        if not rel.is_external:
            rel.target_part.rels.clear()


def _check_text(part: Any) -> None:
    """Nothing in a header or footer is unfinished, missing or from elsewhere."""
    for element in part.element.iter():
        if _kind(element) in _CHANGES:
            raise TemplateError("has tracked changes in its header or footer",
                                f"{_EDIT} accept or reject them")  # fmt: skip
        for name, value in element.attrib.items():
            if "/relationships}" in name and value:
                _check_use(part, element, _local(name), value)
            elif _local(name) in ("src", "href") and _ELSEWHERE.match(value):
                raise TemplateError("takes something from another place when it is opened",
                                    f"{_EDIT} put the picture itself in")  # fmt: skip
    for address in _addresses(part):
        if not _LINKS.match(address):
            raise TemplateError("has a link in its header or footer that leads to no web or e-mail address",
                                f"{_EDIT} take the link away")  # fmt: skip


def _check_use(part: Any, element: Any, use: str, name: str) -> None:
    rel = part.rels.get(name)
    link = _kind(element) in ("hyperlink", "hlinkClick", "hlinkHover")
    if use not in ("id", "embed") or rel is None or rel.is_external != link:
        raise TemplateError("holds something in its header or footer that is neither text, picture nor link",
                            f"{_EDIT} take it out, or put a picture of it there")  # fmt: skip


def _heads_and_feet(main: Any) -> list[Any]:
    return [rel.target_part for rel in main.rels.values() if _kind_of(rel) in ("header", "footer")]


def _trim_settings(main: Any) -> None:
    """No names of changes' authors, variables, sources of letters or other templates."""
    for rel in main.rels.values():
        if _kind_of(rel) == "settings":
            settings = rel.target_part.element
            for element in [each for each in settings if _kind(each) not in _SETTINGS]:
                settings.remove(element)


def _trim_fonts(main: Any) -> None:
    """Typefaces by their names; files of them are for whoever has the right to pass them on."""
    from docx.opc.oxml import parse_xml, serialize_part_xml  # noqa: PLC0415

    for rel in main.rels.values():
        if _kind_of(rel) == "fontTable":
            fonts = parse_xml(rel.target_part.blob)
            for element in [each for each in fonts.iter() if _kind(each).startswith("embed")]:
                element.getparent().remove(element)
            rel.target_part._blob = serialize_part_xml(fonts)


def _kind_of(rel: Any) -> str:
    return str(rel.reltype).rsplit("/", 1)[-1]


def _kind(element: Any) -> str:
    """Blank for a comment of the XML."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
