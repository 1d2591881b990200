"""A paper's tables and charts, numbered in their order, so that words can name them where no link leads."""

import re
from html import unescape
from itertools import count

_NAMED = re.compile(
    r'<table(?: id="(?P<table>[^"]+)")?>\n<caption>(?P<caption>)'
    r'|(?P<figure><figure class="chart" id="(?P<chart>[^"]+)">\n<h[2-6]>)'
)
_SHEET = re.compile(r'<div class="sheet">.*?</table>', re.DOTALL)
"""The table that a paper begins with: it says of itself what it is, and nothing names it."""
_TO = re.compile(r'(<a class="to-table" href="#(?P<to>[^"]+)">)[^<]*(?=</a>)')


def numbered(html: str) -> str:
    """`html` with "Table 1: " in captions, "Chart 1: " in headings of charts, and the same in links to them.

    Raises KeyError for a link of class `to-table` to a table that is not there.
    """
    tables, charts = count(1), count(1)
    names: dict[str, str] = {}
    sheets = [found.span() for found in _SHEET.finditer(html)]

    def name(found: re.Match[str]) -> str:
        if any(start <= found.start() < end for start, end in sheets):
            return found[0]
        named = f"Chart {next(charts)}" if found["figure"] else f"Table {next(tables)}"
        names[unescape(found["chart"] or found["table"] or "")] = named
        return f"{found[0]}{named}: "

    with_numbers = _NAMED.sub(name, html)
    return _TO.sub(lambda found: f"{found[1]}{names[unescape(found['to'])]}", with_numbers)
