"""content/: what staff write, read once and checked: reports, briefings, words that pages take in."""

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from generator.evidence.revisions import Notice
from generator.pages.briefings import Briefing, read_briefing
from generator.pages.calls import Figure
from generator.pages.corrections import read_notice
from generator.pages.inner_links import InnerLinks
from generator.pages.misfiled import kinds_of_sentences
from generator.pages.prose import ClaimText, Reader, Section, TellClaim
from generator.pages.prose_checks import Words, check_words
from generator.pages.to_write import begun_only
from generator.pages.word_template import WORD_TEMPLATE, read_word_template
from generator.problems import Place, Problem, errors
from generator.records.files import IGNORED
from generator.records.identifiers import identifiers, record_ids
from generator.settings.model import Settings
from generator.text_files import read_text

REPORTS = "content/reports"
BOARD_REPORTS = "content/reports/board"
BRIEFINGS = "content/briefings"
CORRECTIONS = "content/corrections"
PAGES = "content/pages"
KNOWN_PAGES = ("known-limits", "sampling")
"""Words that the method page takes in, by file name; 2024-01-sampling.md is for editions from then on."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SINCE = re.compile(rf"(?:20\d\d-(?:0[1-9]|1[0-2])-)?(?:{'|'.join(KNOWN_PAGES)})")

SHOWN_AT = {REPORTS: "report/", BOARD_REPORTS: "report/board/", BRIEFINGS: "briefing/", PAGES: "method/"}
"""The page of an edition that takes in the words of a folder."""


@dataclass(frozen=True, slots=True)
class Known:
    """What words are held against: `ids` of all records, with what each names; kind and words of all learning
    `points`; `addresses` gives those of the pages of a month's edition (None: nobody knows, so links are not
    followed); `roles` are those that records name; `today` is the last day of a notice (None: any)."""

    ids: Mapping[str, str] = field(default_factory=dict)
    points: Collection[tuple[str, str]] = ()
    addresses: Callable[[str], Collection[str]] | None = None
    roles: Collection[str] = ()
    today: date | None = None

    def links(self, folder: str, month: str, months: tuple[str, ...]) -> InnerLinks | None:
        """Where words of a folder may lead."""
        if self.addresses is None or folder not in SHOWN_AT:
            return None
        return InnerLinks(SHOWN_AT[folder], self.addresses(month), months)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in content/: reports by month and heading, the board's too, pages by file name, briefings by
    month, notices of correction by the month of the edition that they are about."""

    reports: Mapping[str, Mapping[str, Section]]
    pages: Mapping[str, Section]
    briefings: Mapping[str, Briefing] = field(default_factory=dict)
    corrections: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)
    board_reports: Mapping[str, Mapping[str, Section]] = field(default_factory=dict)
    word_template: bytes | None = None

    def page(self, name: str, month: str) -> Section | None:
        """One of `KNOWN_PAGES` as a month's edition has it: of the newest file that is for it."""
        dated = [stem for stem in self.pages if stem[8:] == name and stem[:7] <= month]
        return self.pages.get(max(dated, default=name))

    def written_for(self, month: str) -> dict[str, Section]:
        """What staff wrote for a month's edition, by a name that lasts."""
        briefing = self.briefings[month].sections if month in self.briefings else {}
        written = {
            "briefing": briefing,
            "report": self.reports.get(month, {}),
            "board-report": self.board_reports.get(month, {}),
            "method": {name: page for name in KNOWN_PAGES if (page := self.page(name, month))},
        }
        return {
            f"{what}/{heading.lower().replace(' ', '-')}": section
            for what, sections in written.items()
            for heading, section in sections.items()
        }

    def said_in(self, month: str, tell: TellClaim) -> dict[str, str]:
        """The same as text: figures stay the calls they are, claims are told by `tell`."""
        written = self.written_for(month)
        return {name: section.text(_call, tell).strip() for name, section in written.items()}

    def speaks_of_figures(self, month: str) -> bool:
        """Whether a month's edition has words that claim or call any."""
        return any(section.claims or section.figures for section in self.written_for(month).values())

    def claims(self, month: str) -> tuple[ClaimText, ...]:
        """Every claim of a month's edition, in the order of the text."""
        return tuple(claim for section in self.written_for(month).values() for claim in section.claims)


def read(
    root: Path,
    settings: Settings,
    months: tuple[str, ...],
    headings: tuple[str, ...],
    known: Known | None = None,
) -> tuple[Content, list[Problem]]:
    """content/ below `root`; `months` have records, `headings` are the report's own sections."""
    known = known or Known()
    problems = list(_not_read(root))
    kinds = kinds_of_sentences(known.points if (root / BRIEFINGS).is_dir() else ())
    reports: dict[str, Mapping[str, Section]] = {}
    board_reports: dict[str, Mapping[str, Section]] = {}
    briefings: dict[str, Briefing] = {}
    pages: dict[str, Section] = {}
    corrections: dict[str, tuple[Notice, ...]] = {}
    for file, text in _texts(root, known.ids, problems):
        folder, stem = file.rsplit("/", 1)[0], file.rsplit("/", 1)[1].removesuffix(".md")
        month = stem if stem in months else max(months, default="")
        links = known.links(folder, month, months)
        if folder in (REPORTS, BOARD_REPORTS) and stem in months:
            reader = Reader(file, text, settings, months, stem, links=links)
            (reports if folder == REPORTS else board_reports)[stem] = _report(reader, headings)
        elif folder == BRIEFINGS and stem in months:
            reader = Reader(file, text, settings, months, stem, what="a briefing", links=links)
            briefings[stem] = read_briefing(reader, kinds)
        elif folder == PAGES and _SINCE.fullmatch(stem):
            reader = Reader(file, text, settings, months, links=links, claims=False)
            pages[stem] = reader.whole()
        elif folder == CORRECTIONS:
            notices, found = read_notice(file, text, settings, months, known.roles, today=known.today)
            problems += found
            for month, notice in notices.items():
                corrections[month] = (*corrections.get(month, ()), notice)
            continue
        else:
            problems.append(_misplaced(file, folder, months))
            continue
        problems += [*reader.problems, *check_words(Words(file, text, settings, month))]
    template, found = read_word_template(root, known.ids)
    problems += found
    return Content(reports, pages, briefings, corrections, board_reports, template), problems


def _call(figure: Figure) -> str:
    return f"{figure.name}({', '.join(figure.arguments.values())})"


def _report(reader: Reader, headings: tuple[str, ...]) -> dict[str, Section]:
    if reader.before_sections().strip():
        reader.problem(1, "text-outside-section", "text stands before the first heading",
                       f"put it under one of: {', '.join(headings)}")  # fmt: skip
    sections = reader.sections(headings)
    return {} if begun_only(reader) else sections


def _texts(root: Path, ids: Mapping[str, str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "content").rglob("*.[mM][dD]")):
        file = path.relative_to(root).as_posix()
        text, found = read_text(path, file)
        problems += found
        problems += _identifiers(text or "", file, ids)
        problems += _unseen(text or "", file)
        if text is not None and not errors(found):
            yield file, _NO_TEXT.sub(" ", text)  # some would end a line


def _unseen(text: str, file: str) -> Iterator[Problem]:
    """Characters that no page, PDF or Word file may hold. Word leaves one where a line was broken by hand."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := _NO_TEXT.search(line):
            which = f"U+{ord(found[0]):04X}, the {found.start() + 1}. of its line"
            message, hint = (
                f"holds a character that nobody can see ({which})",
                "write the line again without it",
            )
            yield Problem(Place(file, number), "unseen-character", message, hint)


def _not_read(root: Path) -> Iterator[Problem]:
    """Files that no page takes in, which may surprise whoever put them there."""
    for path in sorted((root / "content").rglob("*")):
        known = path.suffix.lower() == ".md" or path == root / WORD_TEMPLATE
        if not known and not path.is_dir() and not IGNORED.match(path.name):
            hint = f"words are files that end in .md: {path.stem}.md; keep others outside content"
            place = Place(path.relative_to(root).as_posix())
            yield Problem(place, "other-file", "is not read, so nothing of it is published", hint)


def _identifiers(text: str, file: str, ids: Mapping[str, str]) -> Iterator[Problem]:
    """What is shown to readers may say who a child is no more than a record may, nor lead to its record.

    Looked for as readers see it: without the marks of Markdown, and on across the end of a line.
    """
    lines = [html.unescape(re.sub(r"[*_`\\]", "", line)) for line in text.splitlines()]
    for number, (line, after) in enumerate(pairwise([*lines, ""]), 1):
        across = set(identifiers(f"{line} {after}")) - set(identifiers(after))
        for kind in sorted({*identifiers(line), *across}):
            hint = "take it out; readers can't be told who somebody is"
            yield Problem(Place(file, number), "identifier", f"holds what looks like {kind}", hint)
        for kind in record_ids(line, ids):
            hint = "take it out; readers are not led from a sentence to one child's record"
            yield Problem(Place(file, number), "identifier", f"holds {kind}", hint)


def _misplaced(file: str, folder: str, months: tuple[str, ...]) -> Problem:
    if folder in (REPORTS, BOARD_REPORTS, BRIEFINGS):
        return Problem(
            Place(file),
            "unknown-month",
            "is named after no month that has audits",
            f"months: {', '.join(months)}",
        )
    pages = (f"{PAGES}/{name}.md" for name in KNOWN_PAGES)
    return Problem(
        Place(file),
        "unknown-page",
        "no page takes these words in",
        f"known: {REPORTS}/<YYYY-MM>.md, {BOARD_REPORTS}/<YYYY-MM>.md, {BRIEFINGS}/<YYYY-MM>.md, "
        f"{CORRECTIONS}/<YYYY-MM>-<n>.md, {', '.join(pages)}",
    )
