"""Every figure on a page is a way in: while a page is written, each figure that a macro says is marked with
where it comes from; then marks become links in running text, and one link under each table and picture.

So no template names the source of a figure, and no figure can be forgotten.
"""

import re
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from contextvars import ContextVar

from markupsafe import Markup

from generator.evidence import Shown, ShownQuantity, Source
from generator.evidence.explained import tells_of_a_team

ORIGINS = "data/figures/"
"""The page to which all these links lead."""
FROM_WHERE = "Where these figures come from"
_LEAD_NOWHERE = "a|h[1-6]|summary|caption|button|option|label|code"
"""Elements in which a link has no place."""
_TOKEN = re.compile(
    "\ue002(?P<figure>\\d+)\ue003|(?P<end>\ue004)"
    rf"|(?P<closed><(?P<leave>/?)(?:{_LEAD_NOWHERE})\b[^<>]*>)"
    r"|(?P<figures><table\b[^<>]*>)|(?P<table_end></table>(?:\s*</div>)?)"
    r"|(?P<chart><figure\b[^<>]*>)|(?P<chart_links><p class=\"chart-links\">)"
    r"|^#{1,6} .*$",
    re.M,
)
"""What decides where a link may stand; the last is a heading in Markdown."""
_MARK = re.compile("\ue002\\d+\ue003|\ue004")
_IN_TAG = re.compile("<[^<>]*[\ue002\ue004][^<>]*>")
_NO_ID = re.compile(r"[^\w.-]+")


def series_of(source: Source) -> str:
    """The address of a figure's table over all its months: the values of its stable name, dotted."""
    if tells_of_a_team(source):
        return source.measure
    values = [value for dim, value in source.where if dim != "month"]
    return _NO_ID.sub("-", ".".join([source.measure, *values]))


def anchor_of(source: Source) -> str:
    """The address of a figure's table, its month last: grades.overall.moderated.all.2023-11."""
    month = "" if tells_of_a_team(source) else dict(source.where).get("month", "")
    return ".".join(filter(None, [series_of(source), month]))


class Ways:
    """The figures of one page. `base`: from it to the edition's root; `known`: the measures that have
    an entry."""

    def __init__(self, base: str, known: Set[str]) -> None:
        self._address, self._known = f"{base}{ORIGINS}", known
        self.sources: list[Source] = []
        self.linked: set[str] = set()

    def mark(self, source: Source) -> str:
        self.sources.append(source)
        return f"\ue002{len(self.sources) - 1}\ue003"

    @property
    def sources_known(self) -> frozenset[Source]:
        """Those that have an entry."""
        return frozenset(source for source in self.sources if source.measure in self._known)

    @property
    def measures(self) -> frozenset[str]:
        return frozenset(source.measure for source in self.sources) & self._known

    def finished(self, body: str) -> str:
        """The page with links in place of its marks."""
        if not self.sources:
            return body
        plain = _IN_TAG.sub(lambda tag: _MARK.sub("", tag[0]), body)
        return "".join(_Page(self).read(plain))

    def link(self, source: Source) -> str:
        """How a figure's link begins; blank where it has no entry. Only the first to an entry is a stop for
        the keyboard: the others lead to where that one does."""
        if source.measure not in self._known:
            return ""
        anchor = anchor_of(source)
        again = ' tabindex="-1"' if anchor in self.linked else ""
        self.linked.add(anchor)
        return f'<a class="way" href="{self._address}#{anchor}"{again}>'

    def under(self, figures: Iterable[int]) -> str:
        """The link of a table or a picture with these figures; blank where none has an entry."""
        sources = [source for i in figures if (source := self.sources[i]).measure in self._known]
        for addresses in (
            {anchor_of(source) for source in sources},
            {series_of(source) for source in sources},
            {source.measure for source in sources},
        ):
            if len(addresses) == 1:
                (anchor,) = addresses
                self.linked.add(anchor)
                return f'<a href="{self._address}#{anchor}">{FROM_WHERE}</a>'
        return f'<a href="{self._address}">{FROM_WHERE}</a>' if sources else ""


class _Page:
    """One pass over a page: what stands where, and which figures a table holds."""

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._closed, self._depth = 0, 0
        self._in_table = self._in_chart = False
        self._open = ""
        self._figures: list[int] = []

    def read(self, body: str) -> Iterator[str]:
        at = 0
        for found in _TOKEN.finditer(body):
            yield body[at : found.start()]
            at = found.end()
            yield from self._told(found)
        yield body[at:]

    def _told(self, found: re.Match[str]) -> Iterator[str]:
        match found.lastgroup:
            case "figure":
                yield self._begin(int(found["figure"]))
            case "end":
                yield self._end()
            case "figures":
                self._in_table = True
                yield found[0]
            case "table_end":
                self._in_table = False
                yield found[0]
                yield (
                    ""
                    if self._in_chart
                    else self._under('\n<p class="small came-about" data-search-exclude>', "</p>")
                )
            case "chart":
                self._in_chart = True
                yield found[0]
            case "chart_links":
                self._in_chart = False
                yield from (found[0], self._under("", " "))
            case None:
                yield _MARK.sub("", found[0])
            case _:
                self._closed += -1 if found["leave"] else 1
                yield found[0]

    def _begin(self, figure: int) -> str:
        self._depth += 1
        if self._in_table:
            self._figures.append(figure)
        if self._depth > 1 or self._closed or self._in_table:
            return ""
        self._open = self._ways.link(self._ways.sources[figure])
        return self._open

    def _end(self) -> str:
        self._depth -= 1
        if self._depth or not self._open:
            return ""
        self._open = ""
        return "</a>"

    def _under(self, before: str, behind: str) -> str:
        """The link of the table or picture that ends; blank where it has none."""
        way = self._ways.under(self._figures)
        self._figures = []
        return f"{before}{way}{behind}" if way else ""


_writing: ContextVar[Ways | None] = ContextVar("writing", default=None)


@contextmanager
def writing(ways: Ways) -> Iterator[Ways]:
    """While a page is written its figures are marked; what is written else (text, JSON, paper) has none."""
    token = _writing.set(ways)
    try:
        yield ways
    finally:
        _writing.reset(token)


def way_in(figure: object) -> Markup:
    """Before a figure that a macro says."""
    ways = _writing.get()
    if ways is None or not isinstance(figure, Shown | ShownQuantity):
        return Markup("")
    return Markup(ways.mark(figure.source))


def way_out(figure: object) -> Markup:
    """Behind it."""
    if _writing.get() is None or not isinstance(figure, Shown | ShownQuantity):
        return Markup("")
    return Markup("\ue004")


def unmarked(text: str) -> tuple[str, str]:
    """A text's marks before its first letter, and the rest."""
    found = re.match("(?:\ue002\\d+\ue003)*", text)
    end = found.end() if found else 0
    return text[:end], text[end:]
