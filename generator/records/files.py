"""Which files of audits_data/ hold records, and what their names say of table and month."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Place, Problem, did_you_mean, errors
from generator.settings.names import fold
from generator.text_files import no_rights

FOLDER = "audits_data"
_ENDS = (".csv", ".yaml", ".yml")
_SPREADSHEETS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers")
IGNORED = re.compile(r"\.|~\$|readme|thumbs\.db$|desktop\.ini$", re.IGNORECASE)
"""Beginnings of names that are no records and no mistakes: hidden, a spreadsheet's lock, a note to people."""
_MONTH = re.compile(r"(?<!\d)(\d{4})-(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """`file`: as reported, relative to the root. `month`: that of its folder or name, if they hold one."""

    path: Path
    file: str
    month: str | None

    @property
    def table(self) -> str:
        """The name of the table that a CSV's name means: its stem without the month, with underscores."""
        return _MONTH.sub("", self.path.stem).strip(" -_").casefold().replace("-", "_").replace(" ", "_")


def find_files(root: Path) -> tuple[list[Found], list[Problem]]:
    """All files to read, in the order of their names, and what is wrong with what lies there."""
    folder = root / FOLDER
    if not folder.is_dir():
        hint = f"make a folder called {FOLDER} beside site_config, with a folder for each month in it"
        return [], [Problem(Place(FOLDER), "no-records", "is missing: there is nothing to publish", hint)]
    found: list[Found] = []
    problems: list[Problem] = []
    for item in _walk(folder, root):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            month, wrong = _month_of(item, root)
            problems += wrong
            found.append(Found(item, item.relative_to(root).as_posix(), month))
    if not found and not errors(problems):
        hint = "put a month's audits there, for instance 2023-11/audits.csv; README.md shows its columns"
        problems.append(Problem(Place(FOLDER), "no-records", "holds no records", hint))
    return found, problems


def _walk(folder: Path, root: Path) -> Iterator[Path | Problem]:
    """Everything under a folder, sorted by name so that no run differs from another."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except PermissionError:
        yield no_rights(folder.relative_to(root).as_posix())
        return
    for entry in entries:
        path = folder / entry.name
        if IGNORED.match(entry.name):
            continue
        if entry.is_symlink():
            yield _symlink(path, root)
        elif entry.is_dir():
            if path.suffix.lower() in _ENDS:
                yield _not_a_file(path, root, "is a folder, though it is named like a file")
            else:
                yield from _walk(path, root)
        elif not entry.is_file():
            yield _not_a_file(path, root, "is neither a file nor a folder")
        elif path.suffix in _ENDS:
            yield path
        else:
            yield _other_kind(path, root)


def _not_a_file(path: Path, root: Path, message: str) -> Problem:
    place = Place(path.relative_to(root).as_posix())
    return Problem(
        place, "not-a-file", message, "rename it, or move what is in it one level up and delete it"
    )


def _symlink(path: Path, root: Path) -> Problem:
    """No link is followed: what a build reads must lie where the checkout lies, once."""
    place = Place(path.relative_to(root).as_posix())
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return Problem(
            place, "symlink", "is a link that leads nowhere", "delete it, or put the file itself there"
        )
    hint = "put the file itself there"
    if target.is_relative_to((root / FOLDER).resolve()):
        return Problem(place, "symlink", "is a link to what is read anyway", "delete it", severity="warning")
    return Problem(place, "symlink", f"is a link that leads out of {FOLDER}", hint)


def _other_kind(path: Path, root: Path) -> Problem:
    """A file that is not read, which may surprise whoever put it there."""
    place = Place(path.relative_to(root).as_posix())
    end = path.suffix
    if end.lower() in _ENDS:
        message = f"is not read: its name ends in {end}, in capitals"
        return Problem(
            place, "other-file", message, f"rename it to {path.stem}{end.lower()}", severity="warning"
        )
    if end.lower() in _SPREADSHEETS:
        hint = 'save each sheet as "CSV UTF-8 (comma delimited)", named after its table: audits.csv'
        return Problem(place, "other-file", "is not read: it is a spreadsheet", hint, severity="warning")
    hint = f"records are files that end in {', '.join(_ENDS)}; keep others outside {FOLDER}"
    return Problem(
        place, "other-file", "is not read: it is no kind of file that holds records", hint, severity="warning"
    )


def _month_of(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """The month that the folders and the name of a file hold, which must be one."""
    file = path.relative_to(root).as_posix()
    months = list(dict.fromkeys(found[0] for found in _MONTH.finditer(file)))
    wrong = [month for month in months if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month)]
    if wrong:
        hint = "months are written YYYY-MM: 2023-11"
        return None, [
            Problem(Place(file), "not-a-month", f'its path holds "{wrong[0]}", which is no month', hint)
        ]
    if len(months) > 1:
        message = f"its path names more than one month: {', '.join(months)}"
        return None, [Problem(Place(file), "months-disagree", message, "move the file, or rename it")]
    return (months[0] if months else None), []


def unknown_table(place: Place, given: str, tables: list[str]) -> Problem:
    """For a CSV whose name, or a YAML key that, is no table. Quoted only when it is nearly a table's name."""
    hint = did_you_mean(given, tables)
    near = next((t for t in tables if fold(t) in fold(given) or fold(given) in fold(t)), None)
    if near and "did you mean" not in hint:
        hint = f'did you mean "{near}"? {hint}'
    return Problem(place, "unknown-table", "is no table", hint)
