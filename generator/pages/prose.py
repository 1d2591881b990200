"""Words that staff write, parsed and checked, and never trusted to be more than words.

Markdown of a short list of constructs, with figures by name (`{{ share(...) }}`, see calls.py) and claims
(`{% claim … %}`, see claim_tags.py). The parser that checks it also renders it, with raw HTML off.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from generator.evidence.claims import Assertion
from generator.pages.calls import EXAMPLE, CallReader, Figure
from generator.pages.claim_calls import ClaimReader
from generator.pages.claim_places import marked, out_of_place
from generator.pages.claim_tags import EXAMPLE as EXAMPLE_OF_A_CLAIM
from generator.pages.claim_tags import ClaimTag, misplaced_tags
from generator.pages.claim_words import mismatches
from generator.pages.inner_links import InnerLinks
from generator.pages.prose_checks import curly_calls, miswritten_headings
from generator.problems import Place, Problem, did_you_mean, nearest
from generator.settings.model import Settings

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
_NOT_ONE_PARAGRAPH = re.compile(r"\n[ \t]*\n|^[ \t]*(?:[-*+>#]|\d+[.)])\s", re.MULTILINE)
_DIGITS = re.compile(r"\d[\d_]*")
_A_FIGURE = "0figure0"
"""Stands for a figure while the Markdown is checked; no blank in it, so that an address with one is seen."""

_sandbox = ImmutableSandboxedEnvironment(extensions=[ClaimTag])
_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
_markdown.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
"""Parses raw HTML, tables and any link, so that they can be named in a problem."""
_safe = MarkdownIt("commonmark", {"html": False})


def _any(_: Figure) -> str:
    """Stands for a figure where a text is measured and not shown."""
    return "3 of 8"


def _nothing(_: Figure) -> str:
    """Stands for a figure where only the words around it are looked at."""
    return ""


Say = Callable[[Figure], str]
Said = tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class ClaimText:
    """A claim in a text: what it asserts, its words and those that stand there where a figure is hidden."""

    file: str
    line: int
    assertion: Assertion
    words: Said
    otherwise: Said

    def said(self, say: Say) -> str:
        return _joined(self.words, say)

    def said_instead(self, say: Say) -> str:
        return _joined(self.otherwise, say)


TellClaim = Callable[[ClaimText, Say], str]


def _joined(said: Said, say: Say) -> str:
    return "".join(say(piece) if isinstance(piece, Figure) else piece for piece in said).strip()


def _with_figures(said: Said) -> str:
    return "".join(piece if isinstance(piece, str) else _A_FIGURE for piece in said)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading (or in a whole file): text, figures and claims in turn."""

    file: str
    line: int
    pieces: tuple[str | Figure | ClaimText, ...]

    @property
    def claims(self) -> tuple[ClaimText, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, ClaimText))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, those in claims too."""
        said = (p.words + p.otherwise if isinstance(p, ClaimText) else (p,) for p in self.pieces)
        return tuple(piece for pieces in said for piece in pieces if isinstance(piece, Figure))

    def html(self, say: Say, tell: TellClaim = ClaimText.said) -> Markup:
        """The section as safe HTML, each figure said by `say` and each claim told by `tell` (plain text)."""
        return Markup(_safe.render(self.text(say, tell)))

    def blocks(self, say: Say = _any, tell: TellClaim = ClaimText.said) -> list[Markup]:
        """The same, as its paragraphs, lists, headings and quotations in turn."""
        tokens = _safe.parse(self.text(say, tell))
        ends = [i + 1 for i, token in enumerate(tokens) if not token.level and token.nesting <= 0]
        return [
            Markup(_safe.renderer.render(tokens[start:end], _safe.options, {}))
            for start, end in pairwise([0, *ends])
        ]

    def text(self, say: Say = _any, tell: TellClaim = ClaimText.said) -> str:
        """The section as it was written, each figure said by `say` and each claim told by `tell`."""
        return "".join(
            piece if isinstance(piece, str) else say(piece) if isinstance(piece, Figure) else tell(piece, say)
            for piece in self.pieces
        )


class Reader:
    """One file: its problems are collected, its sections given as far as they can be read.

    `months` have audits; a text may speak of those up to `limit` (blank: of all). `what` names the text
    in problems ("the report"). `links`: where its links may lead; None: that is not checked. `claims`:
    whether it may hold any.
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
        claims: bool = True,
    ) -> None:
        self.file, self.settings, self.what = file, settings, what
        self.text = re.sub("[\ue000-\uf8ff]", "", text)  # private letters: notes.py marks claims by them
        self.months = tuple(m for m in months if not limit or m <= limit)
        self.links, self.claims = links, claims
        self.calls = CallReader(settings, self.months, self.problem)
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

    def _pieces(self, text: str, first_line: int) -> tuple[str | Figure | ClaimText, ...]:
        if self._has_misplaced_tags(text, first_line):
            return (text,)
        try:
            template = _sandbox.parse(text)
        except (TemplateSyntaxError, RecursionError) as error:
            line = first_line + (error.lineno if isinstance(error, TemplateSyntaxError) else 1) - 1
            self._explain_syntax(text, first_line, line)
            return (text,)
        except ValueError:  # Python reads no whole number of over 4,300 digits
            self._explain_digits(text, first_line)
            return (text,)
        pieces: list[str | Figure | ClaimText] = []
        flat: list[str] = []
        lines: list[int] = []
        for part in template.body:
            if isinstance(part, nodes.If):
                claim, said = self._claim(part, first_line)
                pieces += [] if claim is None else [claim]
                flat.append(marked(_with_figures(said), len(lines)))
                lines.append(first_line + part.lineno - 1)
            else:
                said = self._said([part], first_line)
                pieces += said
                flat.append(_with_figures(said))
        self._check_markdown("".join(flat), first_line, lines)
        return tuple(pieces)

    def _said(self, parts: Sequence[nodes.Node], first_line: int) -> Said:
        """Words and the figures in them."""
        found = (
            node for part in parts for node in (part.nodes if isinstance(part, nodes.Output) else [part])
        )
        pieces = (self._piece(node, first_line + node.lineno - 1) for node in found)
        return tuple(piece for piece in pieces if piece is not None)

    def _claim(self, node: nodes.If, first_line: int) -> tuple[ClaimText | None, Said]:
        """A claim, where it is one, and all that is said in it."""
        line = first_line + node.lineno - 1
        words, otherwise = self._said(node.body, first_line), self._said(node.else_, first_line)
        for said in (words, otherwise):
            if _NOT_ONE_PARAGRAPH.search(_joined(said, _any)):
                self.problem(line, "claim-words", "a claim is a sentence or two, in one paragraph",
                             "put lists, headings and blank lines around the claim, not into it")  # fmt: skip
        if not _joined(words, _any):
            self.problem(line, "claim-words", "this claim says nothing", "put its sentence behind it")
        assertion = ClaimReader(self.calls).read(node.test, line)
        if assertion is None:
            return None, words + otherwise
        claim = ClaimText(self.file, line, assertion, words, otherwise)
        for found in mismatches(assertion, _joined(words, _nothing), self.settings, self.months):
            warning = found.severity == "warning"
            self.problem(line, "claim-and-words", found.message, found.hint, warning=warning)
        return claim, words + otherwise

    def _explain_syntax(self, text: str, first_line: int, line: int) -> None:
        """Why a text can't be read as words and figures, `line` being where that showed."""
        curly = [first_line + number for number in curly_calls(text)]
        for number in curly:
            self.problem(number, "curly-quotes", "a figure holds curly quotation marks: use straight ones",
                         f"for instance: {EXAMPLE}")  # fmt: skip
        if curly:
            return
        written = text.splitlines()[max(0, line - first_line)] if text else ""
        if "{%" in written:
            said = "this claim is not well written"
            self.problem(line, "template-syntax", said, f"for instance: {EXAMPLE_OF_A_CLAIM}")
        else:
            said = "a {{ figure }} is not closed or not well written"
            self.problem(line, "template-syntax", said, f"for instance: {EXAMPLE}")

    def _explain_digits(self, text: str, first_line: int) -> None:
        longest = max(_DIGITS.finditer(text), key=lambda found: len(found[0]))
        line = first_line + text.count("\n", 0, longest.start())
        self.problem(line, "template-syntax", "a number here is too long to be read",
                     "name a number of audits, or percent")  # fmt: skip

    def _has_misplaced_tags(self, text: str, first_line: int) -> bool:
        """Tags that are no claims, named as such and not as a figure gone wrong."""
        found = list(misplaced_tags(text, EXAMPLE, claims=self.claims))
        for line, code, message, hint in found:
            self.problem(first_line + line, code, message, hint)
        return bool(found)

    def _piece(self, node: nodes.Node, line: int) -> str | Figure | None:
        return node.data if isinstance(node, nodes.TemplateData) else self.calls.figure(node, line)

    def _check_markdown(self, text: str, first_line: int, claims: Sequence[int]) -> None:
        """`claims`: the line of each, whose words are marked in the text."""
        tokens = _markdown.parse(text)
        for number in out_of_place(text, tokens):
            message = "a claim is a sentence or two of a paragraph, and no part of a heading or a link"
            hint = "end the heading, or the link, before the claim"
            self.problem(claims[number], "claim-words", message, hint)
        for i, token in enumerate(tokens):
            line = first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open" and token.tag != "h3":
                self.problem(line, *_WRONG_LEVEL)
            if token.type == "heading_open" and not tokens[i + 1].content.strip():
                self.problem(line, "heading-empty", "this heading says nothing",
                             "write its words behind the ###, or take it out")  # fmt: skip
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
