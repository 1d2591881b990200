"""A Word file that someone gives as a template, looked through before anything of it is taken for granted.

Sizes first, by the archive's own table of contents, so that nothing large is unpacked; then every part that
is XML, streamed and never kept.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

LARGEST = 50 * 2**20
"""Bytes of all parts together when unpacked. A council's template has one or two pictures: a tenth of it."""
LARGEST_TEXT = 20 * 2**20
"""The same of the parts that are XML, which take many times their size to work with."""
MOST_PARTS = 1000
SAVE_AS_DOCX = "open it in Word and save it as a document of the kind .docx"

_ALIVE = re.compile(
    r"vba|macro|oleobject|activex|embeddings/|/(?:package|control|afchunk|subdocument|attachedtoolbars)$",
    re.IGNORECASE,
)
"""In a part's name, its type or what it is to another: what runs, or is a file of its own."""
_FETCHING = {
    "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD", "EMBED",
    "MACROBUTTON",
}  # fmt: skip
"""Fields that bring in something from another place when they are worked out, or run something."""
_OF_CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_QUOTED = re.compile(r'"[^"\n]*"')


class TemplateError(ValueError):
    """The council's template is none that a paper can be made on. The message says why, `hint` what helps."""

    def __init__(self, message: str, hint: str = SAVE_AS_DOCX) -> None:
        super().__init__(message)
        self.hint = hint


def inspect(given: bytes) -> None:
    """Raises TemplateError for a file that no paper may be made on: no Word document, one too large, one that
    would fetch or run something where it is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(given)) as archive:
            _sizes(archive)
            names = archive.namelist()
            if "word/document.xml" not in names:
                raise TemplateError("is no Word document")
            for name in names:
                _alive(name, name)
                if name.lower().endswith((".xml", ".rels", ".vml")):
                    _Part(name).read(archive.read(name))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise TemplateError("is no Word document") from error


def _sizes(archive: zipfile.ZipFile) -> None:
    """As the table of contents has them: the library reads no more of a part than that."""
    parts = archive.infolist()
    text = sum(part.file_size for part in parts if part.filename.lower().endswith(("xml", "rels")))
    if sum(part.file_size for part in parts) > LARGEST or text > LARGEST_TEXT or len(parts) > MOST_PARTS:
        message = f"unpacks to more than {LARGEST // 2**20} MB, or to far more text than a template has"
        raise TemplateError(message, "take out large pictures and all text: a template needs neither")
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise TemplateError("holds two parts of one name")


def _alive(said: str, part: str) -> None:
    if _ALIVE.search(said):
        message = f"holds macros, controls or files put into it ({part}): readers must not be sent these"
        raise TemplateError(message, "take them out in Word, and save it as a document of the kind .docx")


class _Part:
    """One part, read from its start to its end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._fields: list[str] = []
        self._in_field = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, blob: bytes) -> None:
        try:
            self._parser.Parse(blob, True)
        except (expat.ExpatError, ValueError) as error:
            if isinstance(error, TemplateError):
                raise
            raise TemplateError(f"is damaged: {self._name} in it can't be read") from error
        if any(word in _FETCHING for word in self._field_words()):
            hint = "take the field out, or press Ctrl+Shift+F9 on it in Word, which leaves what it shows"
            raise TemplateError(f"has a field that takes in something from elsewhere ({self._name})", hint)

    def _doctype(self, *_: object) -> None:
        raise TemplateError(f"is no document as Word saves it: {self._name} declares entities of its own")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, kind = tag.rpartition(" ")
        if kind == "Relationship":
            self._leads_to(attributes)
        elif space == _OF_CONTENT_TYPES:
            _alive(attributes.get("ContentType", ""), self._name)
        elif kind in ("instrText", "delInstrText"):
            self._in_field = True
        elif kind == "fldChar":
            self._fields.append("\n")
        elif kind == "fldSimple":
            self._fields += ["\n", attributes.get(f"{_WORDS} instr", ""), "\n"]

    def _end(self, tag: str) -> None:
        self._in_field = self._in_field and not tag.endswith(("instrText", "delInstrText", "InstrText"))

    def _text(self, text: str) -> None:
        if self._in_field:
            self._fields.append(text)

    def _field_words(self) -> Iterator[str]:
        """All words of fields, but those in quotation marks, as an address has them."""
        return iter(re.findall(r"[A-Z]+", _QUOTED.sub("", "".join(self._fields)).upper()))

    def _leads_to(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "")
        _alive(kind, self._name)
        if attributes.get("TargetMode", "").casefold() == "external" and not kind.endswith("/hyperlink"):
            message = f"takes something from another place when it is opened ({kind.rsplit('/', 1)[-1]})"
            hint = (
                "for a linked picture, put the picture itself in; for another template, choose Normal under "
                "Developer, Document Template: nobody can say what readers would be shown"
            )
            raise TemplateError(message, hint)
