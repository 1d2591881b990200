"""content/reports/template.docx: the council's own, on which reports are made as Word files."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from generator.pages.papers import TemplateError, try_out
from generator.problems import NO_RIGHTS, Place, Problem, errors
from generator.records.identifiers import identifiers, record_ids
from generator.text_files import not_regular

WORD_TEMPLATE = "content/reports/template.docx"
_OF_A_LETTERHEAD = {"a postcode", "a telephone number", "an e-mail address"}
"""What the council's own address holds as well: a warning, so that somebody looks."""


def read_word_template(root: Path, ids: Mapping[str, str]) -> tuple[bytes | None, list[Problem]]:
    """Its bytes, or None; and what is wrong with it. `ids`: those of all records, with what each names.

    It is opened, and tried out, as the build would.
    """
    path = root / WORD_TEMPLATE
    if not path.exists() and not path.is_symlink():
        return None, []
    if refused := not_regular(path, WORD_TEMPLATE):
        return None, [refused]
    try:
        template = path.read_bytes()
        said = try_out(template)
    except OSError as error:
        return None, [Problem(Place(WORD_TEMPLATE), NO_RIGHTS, f"can't be read: {error.strerror}")]
    except TemplateError as error:
        return None, [template_problem(error)]
    problems = list(_identifiers(said, ids))
    return None if errors(problems) else template, problems


def template_problem(error: TemplateError) -> Problem:
    return Problem(Place(WORD_TEMPLATE), "word-template", str(error), error.hint)


def _identifiers(said: Sequence[str], ids: Mapping[str, str]) -> Iterator[Problem]:
    """What stands on every side of a paper may say who a child is no more than its text may."""
    found: set[str] = set()
    records: set[str] = set()
    for text, after in pairwise([*said, ""]):
        found |= {*identifiers(text), *(set(identifiers(f"{text} {after}")) - set(identifiers(after)))}
        records |= set(record_ids(text, ids))
    where = "its header or footer, or the description of a picture there,"
    for kind in sorted(found - _OF_A_LETTERHEAD):
        hint = "take it out; readers can't be told who somebody is"
        yield Problem(Place(WORD_TEMPLATE), "identifier", f"{where} holds what looks like {kind}", hint)
    for kind in sorted(found & _OF_A_LETTERHEAD):
        hint = "make sure that it is the council's own, and nobody's home"
        message = f"{where} holds what looks like {kind}"
        yield Problem(Place(WORD_TEMPLATE), "identifier", message, hint, "warning")
    for kind in sorted(records):
        hint = "take it out; readers are not led from a paper to one child's record"
        yield Problem(Place(WORD_TEMPLATE), "identifier", f"{where} holds {kind}", hint)
