"""Bytes that someone saved -> text, or the problem that they are: rights, encoding, other kinds of file.

The one way by which settings, records and content read text from disk.
"""

import re
import stat
from pathlib import Path

from generator.problems import NO_RIGHTS, Place, Problem

SAVE_AS_UTF8 = {
    ".csv": 'save it again as UTF-8 (in Excel: Save As, "CSV UTF-8 (comma delimited)")',
    "": 'save it again as UTF-8 (in Notepad: Save As, with "UTF-8" as Encoding)',
}
"""By the end of the file's name; others are written in an editor."""
SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or Word document"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
LARGEST = 500 * 2**20
"""Bytes; a council's ten years of audits are a fiftieth of it."""
CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
MERGE_MARKER = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


def read_text(path: Path, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, without a byte order mark. None when there is no telling what it says;
    with problems and text, the text is a best guess, so that its other problems can be told too.

    `file` is the name to report.
    """
    refused = not_regular(path, file)
    if refused:
        return None, [refused]
    try:
        data = path.read_bytes()
    except PermissionError:
        return None, [no_rights(file)]
    except OSError as error:
        found = f"can't be read: {error.strerror or 'the disk failed'}"
        return None, [Problem(Place(file), "unreadable", found, "try to open it, and save it again")]
    return decode(data, file)


def not_regular(path: Path, file: str) -> Problem | None:
    """A link may lead out of what is published, and a pipe or device never ends: neither is read."""
    if path.is_symlink():
        message, hint = "is a link, which is not followed", "put the file itself there"
        return Problem(Place(file), "symlink", message, hint)
    try:
        found = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        message, hint = "is no file", "rename it, or move what is in it one level up and delete it"
        return Problem(Place(file), "not-a-file", message, hint)
    if found.st_size > LARGEST:
        message = f"is larger than {LARGEST // 2**20} MB, which no file of a portal is"
        return Problem(Place(file), "too-large", message, "split it by month")
    return None


def no_rights(file: str) -> Problem:
    hint = "ask whoever runs this computer for the right to read it, or change it with chmod"
    return Problem(Place(file), NO_RIGHTS, "may not be read by this user", hint)


def decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """As `read_text`, of bytes."""
    refused = _other_kind(data, file)
    if refused:
        return None, [refused]
    text: str | None
    problems: list[Problem]
    try:
        text, problems = _utf16(data, file) if _is_utf16(data) else (data.decode("utf-8-sig"), [])
    except UnicodeDecodeError as error:
        text, problems = _other_encoding(data, file, error.start)
    marker = MERGE_MARKER.search(text) if text else None
    if text and marker:
        place = Place(file, text.count("\n", 0, marker.start()) + 1)
        hint = "keep the lines that are right, delete the others and those of <<<<<<<, ======= and >>>>>>>"
        return None, [Problem(place, "merge-conflict", "holds a merge conflict that nobody resolved", hint)]
    return text, problems


def _other_kind(data: bytes, file: str) -> Problem | None:
    """What is no text at all, whatever its name says."""
    if data.startswith(b"version https://git-lfs.github.com/spec/"):
        hint = 'fetch the file itself with "git lfs pull", or keep it in git without LFS'
        return Problem(
            Place(file, 1), "lfs-pointer", "is a Git LFS pointer, not the file that it stands for", hint
        )
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            hint = "open it in the program that made it, and export it as CSV (UTF-8)"
            return Problem(Place(file), "binary-file", f"is {kind}, whatever its name says", hint)
    if b"\0" in data and not _is_utf16(data):
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        hint = "the file is damaged or no text: export it again"
        return Problem(Place(file, line), "nul-byte", "holds a NUL byte, which no text does", hint)
    return None


def _is_utf16(data: bytes) -> bool:
    """By its byte order mark, or because every other byte of its beginning is zero, as in ASCII as UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = data[:64]
    return len(start) >= 8 and (not any(start[1::2]) or not any(start[::2]))


def _utf16(data: bytes, file: str) -> tuple[str, list[Problem]]:
    little_endian = data[1:2] == b"\0"
    by_mark = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if by_mark else "utf-16-le" if little_endian else "utf-16-be"
    problem = Problem(Place(file, 1), "wrong-encoding", "is UTF-16, not UTF-8", _save_as_utf8(file))
    return data.decode(encoding, "replace").replace("\0", ""), [problem]


def _other_encoding(data: bytes, file: str, bad: int) -> tuple[str | None, list[Problem]]:
    """Text that is no UTF-8 from byte `bad` on: which encoding it seems to be, and the text by that."""
    if len(CONTROL.findall(data[:4096])) > 8:
        hint = "open it in the program that made it, and export it as CSV (UTF-8)"
        return None, [Problem(Place(file), "binary-file", "is no text, whatever its name says", hint)]
    line = data.count(b"\n", 0, bad) + 1
    message = "is not UTF-8: it seems to be Windows-1252, and this is the first line with another letter"
    problem = Problem(Place(file, line), "wrong-encoding", message, _save_as_utf8(file))
    return data.decode("cp1252", "replace"), [problem]


def _save_as_utf8(file: str) -> str:
    return SAVE_AS_UTF8.get(Path(file).suffix.lower(), SAVE_AS_UTF8[""])
