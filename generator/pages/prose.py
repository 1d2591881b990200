"""Words that staff write, parsed and checked, and never trusted to be more than words.

Markdown of a short list of constructs, with figures by name: `{{ count(...) }}`, `{{ share(...) }}`,
`{{ audits_with(...) }}`. The parser that checks it also renders it, with raw HTML off.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from generator.pages.inner_links import InnerLinks
from generator.pages.prose_checks import curly_figures, miswritten_headings
from generator.problems import Place, Problem, did_you_mean, nearest
from generator.records.schema import STAGES
from generator.settings.model import Settings

FIGURES = {
    "count": ("stage", "grade", "month", "area", "team"),
    "share": ("stage", "grade", "month", "area", "team"),
    "audits_with": ("theme", "kind", "month"),
}
"""The figures that a text may call by name, each with its arguments in their order."""

_DEFAULTS = {"area": "overall", "team": "all"}
_KINDS = ("strength", "improvement")
_EXAMPLE = '{{ share("moderated", "good", "2023-11") }}'
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
_PARTS_OF_TABLES = ("thead_", "tbody_", "tr_", "th_", "td_", "table_close")
_NAMES_OF_CONSTRUCTS = {
    "table_open": "a table",
    "html_block": "raw HTML", "html_inline": "raw HTML", "image": "a picture",
    "code_block": "a code block", "code_inline": "code", "fence": "a code block",
}  # fmt: skip

_WRONG_LEVEL = ("heading-level", "headings inside a section have three #", "### Like this")
_TAG = re.compile(r"{([%#])")
_TAGS = {"%": "{% … %} can't stand in these words", "#": "{# … #} would be left out without a word"}
_A_FIGURE = "0figure0"
"""Stands for a figure while the Markdown is checked; no blank in it, so that an address with one is seen."""

_sandbox = ImmutableSandboxedEnvironment()
_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
_markdown.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
"""Parses raw HTML, tables and any link, so that they can be named in a problem."""
_safe = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure called by name in a text: `name` as in `FIGURES`, with all of its arguments."""

    name: str
    arguments: Mapping[str, str]


def _any(_: Figure) -> str:
    """Stands for a figure where a text is measured and not shown."""
    return "3 of 8"


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading (or in a whole file): text and figures in turn."""

    file: str
    line: int
    pieces: tuple[str | Figure, ...]

    def html(self, say: Callable[[Figure], str]) -> Markup:
        """The section as safe HTML, each figure said by `say` (plain text)."""
        return Markup(_safe.render(self.text(say)))

    def blocks(self, say: Callable[[Figure], str] = _any) -> list[Markup]:
        """The same, as its paragraphs, lists, headings and quotations in turn."""
        tokens = _safe.parse(self.text(say))
        ends = [i + 1 for i, token in enumerate(tokens) if not token.level and token.nesting <= 0]
        return [
            Markup(_safe.renderer.render(tokens[start:end], _safe.options, {}))
            for start, end in pairwise([0, *ends])
        ]

    def text(self, say: Callable[[Figure], str] = _any) -> str:
        """The section as it was written, each figure said by `say`."""
        return "".join(say(piece) if isinstance(piece, Figure) else piece for piece in self.pieces)


class Reader:
    """One file: its problems are collected, its sections given as far as they can be read.

    `months` have audits; a text may speak of those up to `limit` (blank: of all). `what` names the text
    in problems ("the report"). `links`: where its links may lead; None: that is not checked.
    """

    def __init__(
        self,
        file: str,
        text: str,
        settings: Settings,
        months: tuple[str, ...],
        limit: str = "",
        *,
        what: str = "the report",
        links: InnerLinks | None = None,
    ) -> None:
        self.file, self.text, self.settings, self.what = file, text, settings, what
        self.months = tuple(m for m in months if not limit or m <= limit)
        self.links = links
        self.problems: list[Problem] = []
        self.miswritten: set[str] = set()

    def problem(self, line: int, code: str, message: str, hint: str = "", warning: bool = False) -> None:
        place = Place(self.file, line)
        self.problems.append(Problem(place, code, message, hint, "warning" if warning else "error"))

    def whole(self) -> Section:
        return Section(self.file, 1, self._pieces(self.text, 1))

    def before_sections(self) -> str:
        """What stands above the first heading of the second level."""
        lines = self.text.splitlines(keepends=True)
        first = next((i for i, line in enumerate(lines) if line.startswith("## ")), None)
        return "".join(lines[:first])

    def sections(self, headings: tuple[str, ...]) -> dict[str, Section]:
        """The text under each level-2 heading; other headings of that level are problems.

        What stands under a misspelt one is given under the one that was meant, so that it is checked too.
        `miswritten` holds those that are there in another form than a heading's.
        """
        found: dict[str, Section] = {}
        lines = self.text.splitlines(keepends=True)
        starts = [(i, line[3:].strip()) for i, line in enumerate(lines) if line.startswith("## ")]
        ends = [start for start, _ in starts[1:]] + [len(lines)] * bool(starts)
        there = {heading for _, heading in starts}
        for (start, written), end in zip(starts, ends, strict=True):
            heading = written
            if written not in headings:
                self.problem(start + 1, "unknown-heading", f"this heading is no section of {self.what}",
                             did_you_mean(written, headings))  # fmt: skip
                heading = nearest(written, [name for name in headings if name not in there])
            if heading in found:
                self.problem(start + 1, "duplicate-heading", f'"{heading}" stands twice')
            elif heading:
                body = "".join(lines[start + 1 : end])
                found[heading] = Section(self.file, start + 2, self._pieces(body, start + 2))
        self._check_miswritten([heading for heading in headings if heading not in found])
        return found

    def _check_miswritten(self, missing: list[str]) -> None:
        for line, heading in miswritten_headings(self.text, missing):
            self.miswritten.add(heading)
            said = f'"{heading}" is no heading as it is written here'
            self.problem(line, "heading-form", said, f"write it so, on a line of its own: ## {heading}")
            level = Problem(Place(self.file, line), *_WRONG_LEVEL)
            self.problems = [problem for problem in self.problems if problem != level]

    def _pieces(self, text: str, first_line: int) -> tuple[str | Figure, ...]:
        if self._has_tags(text, first_line):
            return (text,)
        try:
            template = _sandbox.parse(text)
        except (TemplateSyntaxError, RecursionError) as error:
            line = first_line + (error.lineno if isinstance(error, TemplateSyntaxError) else 1) - 1
            self._explain_syntax(text, first_line, line)
            return (text,)
        pieces: list[str | Figure] = []
        for part in template.body:
            for node in part.nodes if isinstance(part, nodes.Output) else [part]:
                piece = self._piece(node, first_line + node.lineno - 1)
                pieces += [] if piece is None else [piece]
        self._check_markdown("".join(p if isinstance(p, str) else _A_FIGURE for p in pieces), first_line)
        return tuple(pieces)

    def _explain_syntax(self, text: str, first_line: int, line: int) -> None:
        """Why a text can't be read as words and figures, `line` being where that showed."""
        curly = [first_line + number for number in curly_figures(text)]
        for number in curly:
            self.problem(number, "curly-quotes", "a figure holds curly quotation marks: use straight ones",
                         f"for instance: {_EXAMPLE}")  # fmt: skip
        if not curly:
            said = "a {{ figure }} is not closed or not well written"
            self.problem(line, "template-syntax", said, f"for instance: {_EXAMPLE}")

    def _has_tags(self, text: str, first_line: int) -> bool:
        """What Jinja would read as more than a figure, named as such and not as a figure gone wrong."""
        found = [
            (line, tag[1]) for line, text_of in enumerate(text.splitlines(), first_line)
            for tag in _TAG.finditer(text_of)
        ]  # fmt: skip
        for line, kind in found:
            self.problem(line, "template-tag", _TAGS[kind], f"take it out; a figure is called so: {_EXAMPLE}")
        return bool(found)

    def _piece(self, node: nodes.Node, line: int) -> str | Figure | None:
        if isinstance(node, nodes.TemplateData):
            return node.data
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in FIGURES:
            return self._figure(node, node.node.name, line)
        called = node.node.name if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) else ""
        meant = f"did you mean {near}? " if (near := nearest(called, tuple(FIGURES))) else ""
        known = (f"{name}({', '.join(arguments[:3])})" for name, arguments in FIGURES.items())
        self.problem(line, "unknown-function", "only figures may stand in double brackets",
                     f"{meant}known: {', '.join(known)}")  # fmt: skip
        return None

    def _figure(self, call: nodes.Call, name: str, line: int) -> Figure | None:
        wanted = FIGURES[name]
        plain = [*call.args, *(keyword.value for keyword in call.kwargs)]
        names = [*wanted[: len(call.args)], *(keyword.key for keyword in call.kwargs)]
        if (
            call.dyn_args or call.dyn_kwargs or len(call.args) > len(wanted) or len(set(names)) < len(names)
            or not all(isinstance(a, nodes.Const) and isinstance(a.value, str) for a in plain)
        ):  # fmt: skip
            self.problem(line, "figure-arguments", f"{name}(...) takes texts in quotation marks",
                         f"in this order: {', '.join(wanted)}")  # fmt: skip
            return None
        given = {key: value for key, value in _DEFAULTS.items() if key in wanted} | {
            key: node.value for key, node in zip(names, plain, strict=True) if isinstance(node, nodes.Const)
        }
        before = len(self.problems)
        self._check_arguments(name, given, line)
        return Figure(name, given) if len(self.problems) == before else None

    def _check_arguments(self, name: str, given: dict[str, str], line: int) -> None:
        wanted = FIGURES[name]
        for key in given.keys() - set(wanted):
            self.problem(line, "figure-arguments", f'{name}(...) has no "{key}"', did_you_mean(key, wanted))
        for key, values in self._allowed(given.get("month", "")).items():
            if key not in wanted:
                continue
            if key not in given:
                self.problem(line, "figure-arguments", f"{name}(...) needs a {key}",
                             f"in this order: {', '.join(wanted)}")  # fmt: skip
            elif given[key] not in values:
                self.problem(line, "unknown-value", f'"{given[key]}" is no {key} of this edition',
                             did_you_mean(given[key], values))  # fmt: skip

    def _allowed(self, month: str) -> dict[str, tuple[str, ...]]:
        """The values of each argument; where the month is none, only those that no month changes."""
        themes = tuple(theme.id for theme in self.settings.themes.themes)
        always = {"stage": STAGES, "month": self.months, "theme": themes, "kind": _KINDS}
        if month not in self.months:
            return always
        framework = self.settings.framework
        teams = tuple(t.id for t in framework.teams_in(month)) if month == self.months[-1] else ()
        return always | {
            "grade": tuple(g.id for g in framework.scale(month)),
            "area": ("overall", *(a.id for a in framework.areas_in(month))),
            "team": ("all", *teams),
        }

    def _check_markdown(self, text: str, first_line: int) -> None:
        for token in _markdown.parse(text):
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open" and token.tag != "h3":
                self.problem(line, *_WRONG_LEVEL)
            if token.type not in _ALLOWED_BLOCKS and not token.type.startswith(_PARTS_OF_TABLES):
                self._not_allowed(token.type, line)
            for child in token.children or ():
                line += child.type in ("softbreak", "hardbreak")
                self._check_inline(child, line)

    def _check_inline(self, token: Token, line: int) -> None:
        if token.type not in _ALLOWED_INLINE:
            self._not_allowed(token.type, line)
        if token.type != "link_open":
            return
        href = str(token.attrs.get("href", ""))
        if _A_FIGURE in href:
            self.problem(line, "link", "a figure stands in a link's address", "put it into the link's words")
        elif not href.startswith(_LINKS):
            self.problem(line, "link", "this link leads to no address that a page may have",
                         f"begin it with one of: {' '.join(_LINKS)}")  # fmt: skip
        elif self.links and (meant := self.links.leads_nowhere(href)) is not None:
            hint = f"did you mean {meant}? " if meant else "open the page in the portal to see its address"
            self.problem(line, "link", "this link leads to no page of the edition", hint.strip())

    def _not_allowed(self, kind: str, line: int) -> None:
        name = _NAMES_OF_CONSTRUCTS.get(kind, kind.replace("_", " "))
        self.problem(line, "construct", f"{name} can't stand in these words",
                     "use paragraphs, lists, headings, quotations, bold, italics and links")  # fmt: skip
