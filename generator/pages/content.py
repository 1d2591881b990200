"""content/: what staff write, read once, checked, and never trusted to be more than words.

Markdown of a short list of constructs, with figures by name: `{{ count(...) }}`, `{{ share(...) }}`.
The parser that checks it also renders it, with raw HTML off; the figures put in are plain words.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from generator.problems import Place, Problem, did_you_mean, errors
from generator.records.identifiers import identifiers
from generator.records.schema import STAGES
from generator.settings.model import Settings
from generator.text_files import read_text

REPORTS = "content/reports"
PAGES = "content/pages"
KNOWN_PAGES = ("known-limits", "sampling")
"""Pages of words that the method page takes in, by file name."""

FIGURES = ("count", "share")
_ARGUMENTS = ("stage", "grade", "month", "area", "team")
_ALLOWED_BLOCKS = {
    "paragraph_open", "paragraph_close", "inline", "bullet_list_open", "bullet_list_close",
    "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close",
    "blockquote_open", "blockquote_close", "heading_open", "heading_close", "hr",
}  # fmt: skip
_ALLOWED_INLINE = {
    "text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close",
    "link_open", "link_close",
}  # fmt: skip
_LINKS = ("https://", "http://", "mailto:", "#", "./", "../")
_NAMES_OF_CONSTRUCTS = {
    "html_block": "raw HTML", "html_inline": "raw HTML", "image": "a picture",
    "code_block": "a code block", "code_inline": "code", "fence": "a code block",
}  # fmt: skip

_sandbox = ImmutableSandboxedEnvironment()
_markdown = MarkdownIt("commonmark", {"html": True})
_markdown.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
"""Parses raw HTML and any link, so that they can be named in a problem; `Section.html` renders neither."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure called by name in a text: `name` is count or share, `arguments` all five."""

    name: str
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading (or in a whole file): text and figures in turn."""

    file: str
    line: int
    pieces: tuple[str | Figure, ...]

    def html(self, say: Callable[[Figure], str]) -> Markup:
        """The section as safe HTML, each figure said by `say` (plain text)."""
        text = "".join(say(piece) if isinstance(piece, Figure) else piece for piece in self.pieces)
        return Markup(MarkdownIt("commonmark", {"html": False}).render(text))


@dataclass(frozen=True, slots=True)
class Content:
    """Everything in content/: reports by month and heading, pages by name."""

    reports: Mapping[str, Mapping[str, Section]]
    pages: Mapping[str, Section]


def read(
    root: Path, settings: Settings, months: tuple[str, ...], headings: tuple[str, ...]
) -> tuple[Content, list[Problem]]:
    """content/ below `root`; `months` have records, `headings` are the report's own sections."""
    problems: list[Problem] = []
    reports: dict[str, Mapping[str, Section]] = {}
    pages: dict[str, Section] = {}
    for file, text in _texts(root, problems):
        folder, stem = file.rsplit("/", 1)[0], file.rsplit("/", 1)[1].removesuffix(".md")
        reader = _Reader(file, text, settings, months, limit=stem if folder == REPORTS else "")
        if folder == REPORTS and stem in months:
            reports[stem] = reader.sections(headings)
        elif folder == PAGES and stem in KNOWN_PAGES:
            pages[stem] = reader.whole()
        else:
            problems.append(_misplaced(file, folder, months))
        problems += reader.problems
    return Content(reports, pages), problems


def _texts(root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "content").rglob("*.[mM][dD]")):
        file = path.relative_to(root).as_posix()
        text, found = read_text(path, file)
        problems += found
        problems += _identifiers(text or "", file)
        if text is not None and not errors(found):
            yield file, text


def _identifiers(text: str, file: str) -> Iterator[Problem]:
    """What is shown to readers may say who a child is no more than a record may."""
    for number, line in enumerate(text.splitlines(), 1):
        for kind in identifiers(line):
            hint = "take it out; readers can't be told who somebody is"
            yield Problem(Place(file, number), "identifier", f"holds what looks like {kind}", hint)


def _misplaced(file: str, folder: str, months: tuple[str, ...]) -> Problem:
    if folder == REPORTS:
        return Problem(
            Place(file),
            "unknown-month",
            "is named after no month that has audits",
            f"months: {', '.join(months)}",
        )
    return Problem(
        Place(file),
        "unknown-page",
        "no page takes these words in",
        f"known: {REPORTS}/<YYYY-MM>.md, {', '.join(f'{PAGES}/{name}.md' for name in KNOWN_PAGES)}",
    )


class _Reader:
    """One file: its problems are collected, its sections given as far as they can be read."""

    def __init__(
        self, file: str, text: str, settings: Settings, months: tuple[str, ...], limit: str = ""
    ) -> None:
        self.file, self.text, self.settings = file, text, settings
        self.months = tuple(m for m in months if not limit or m <= limit)
        self.problems: list[Problem] = []

    def problem(self, line: int, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(Place(self.file, line), code, message, hint))

    def whole(self) -> Section:
        return Section(self.file, 1, self._pieces(self.text, 1))

    def sections(self, headings: tuple[str, ...]) -> dict[str, Section]:
        """The text under each level-2 heading; other headings of that level are problems."""
        found: dict[str, Section] = {}
        lines = self.text.splitlines(keepends=True)
        starts = [(i, line[3:].strip()) for i, line in enumerate(lines) if line.startswith("## ")]
        if "".join(lines[: starts[0][0] if starts else None]).strip():
            self.problem(1, "text-outside-section", "text stands before the first heading",
                         f"put it under one of: {', '.join(headings)}")  # fmt: skip
        for (start, heading), (end, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
            if heading not in headings:
                self.problem(start + 1, "unknown-heading", "this heading is no section of the report",
                             did_you_mean(heading, headings))  # fmt: skip
            elif heading in found:
                self.problem(start + 1, "duplicate-heading", f'"{heading}" stands twice')
            else:
                body = "".join(lines[start + 1 : end])
                found[heading] = Section(self.file, start + 2, self._pieces(body, start + 2))
        return found

    def _pieces(self, text: str, first_line: int) -> tuple[str | Figure, ...]:
        try:
            template = _sandbox.parse(text)
        except (TemplateSyntaxError, RecursionError) as error:
            line = error.lineno if isinstance(error, TemplateSyntaxError) else 1
            self.problem(
                first_line + line - 1,
                "template-syntax",
                "a {{ figure }} is not closed or not well written",
                'for instance: {{ share("moderated", "good", "2023-11") }}',
            )
            return ()
        pieces: list[str | Figure] = []
        for part in template.body:
            for node in part.nodes if isinstance(part, nodes.Output) else [part]:
                piece = self._piece(node, first_line + node.lineno - 1)
                pieces += [] if piece is None else [piece]
        self._check_markdown("".join(p if isinstance(p, str) else "0 of 0" for p in pieces), first_line)
        return tuple(pieces)

    def _piece(self, node: nodes.Node, line: int) -> str | Figure | None:
        if isinstance(node, nodes.TemplateData):
            return node.data
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in FIGURES:
            return self._figure(node, node.node.name, line)
        self.problem(line, "unknown-function", "only figures may stand in double brackets",
                     f"known: {', '.join(f'{name}(stage, grade, month)' for name in FIGURES)}")  # fmt: skip
        return None

    def _figure(self, call: nodes.Call, name: str, line: int) -> Figure | None:
        plain = [*call.args, *(keyword.value for keyword in call.kwargs)]
        names = [*_ARGUMENTS[: len(call.args)], *(keyword.key for keyword in call.kwargs)]
        if (
            call.dyn_args or call.dyn_kwargs or len(call.args) > len(_ARGUMENTS)
            or not all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in plain)
        ):  # fmt: skip
            self.problem(line, "figure-arguments", f"{name}(...) takes texts in quotation marks",
                         f"in this order: {', '.join(_ARGUMENTS)}")  # fmt: skip
            return None
        given = {"area": "overall", "team": "all"} | {
            key: node.value for key, node in zip(names, plain, strict=True) if isinstance(node, nodes.Const)
        }
        before = len(self.problems)
        self._check_arguments(name, given, line)
        return Figure(name, given) if len(self.problems) == before else None

    def _check_arguments(self, name: str, given: dict[str, str], line: int) -> None:
        month = given.get("month", "")
        allowed: dict[str, tuple[str, ...]] = {"stage": STAGES, "month": self.months}
        if month in self.months:
            framework = self.settings.framework
            allowed |= {
                "grade": tuple(g.id for g in framework.scale(month)),
                "area": ("overall", *(a.id for a in framework.areas_in(month))),
                "team": ("all",) if month != self.months[-1] else (
                    "all", *(t.id for t in framework.teams_in(month))
                ),
            }  # fmt: skip
        for key in given.keys() - set(_ARGUMENTS):
            self.problem(
                line, "figure-arguments", f'{name}(...) has no "{key}"', did_you_mean(key, _ARGUMENTS)
            )
        for key, values in allowed.items():
            if key not in given:
                self.problem(line, "figure-arguments", f"{name}(...) needs a {key}",
                             f"in this order: {', '.join(_ARGUMENTS)}")  # fmt: skip
            elif given[key] not in values:
                self.problem(line, "unknown-value", f'"{given[key]}" is no {key} of this edition',
                             did_you_mean(given[key], values))  # fmt: skip

    def _check_markdown(self, text: str, first_line: int) -> None:
        for token in _markdown.parse(text):
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open" and token.tag not in ("h2", "h3"):
                self.problem(line, "heading-level", "headings inside a section have three #", "### Like this")
            if token.type not in _ALLOWED_BLOCKS:
                self._not_allowed(token.type, line)
            for child in token.children or ():
                if child.type not in _ALLOWED_INLINE:
                    self._not_allowed(child.type, line)
                href = str(child.attrs.get("href", "")) if child.type == "link_open" else _LINKS[0]
                if not href.startswith(_LINKS):
                    self.problem(line, "link", "this link leads to no address that a page may have",
                                 f"begin it with one of: {' '.join(_LINKS)}")  # fmt: skip

    def _not_allowed(self, kind: str, line: int) -> None:
        name = _NAMES_OF_CONSTRUCTS.get(kind, kind.replace("_", " "))
        self.problem(line, "construct", f"{name} can't stand in these words",
                     "use paragraphs, lists, headings, quotations, bold, italics and links")  # fmt: skip
