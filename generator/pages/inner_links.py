"""Links in staff's words to other pages of the same edition: whether there is such a page."""

import posixpath
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.problems import nearest

_FILES = ("data/", "charts/", "assets/")
"""Folders of an edition whose files are no pages."""


@dataclass(frozen=True, slots=True)
class InnerLinks:
    """`at`: the address below the edition of the page that shows the words; `pages`: those there are.

    `editions`: the other months, whose pages nobody can know here.
    """

    at: str
    pages: Collection[str]
    editions: Collection[str]

    def leads_nowhere(self, href: str) -> str | None:
        """None where a relative link leads to a page; else what was probably meant, as it is to be written
        (blank: nothing is near)."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        address = posixpath.normpath(posixpath.join("edition", self.at, parts.path))
        first, _, below = address.partition("/")
        if first != "edition":
            return None if first in (*self.editions, "latest") else ""
        if below.startswith(_FILES) or f"{below}/".lstrip("/") in self.pages:
            return None
        meant = nearest(f"{below}/", [page for page in self.pages if page])
        return f"{'../' * self.at.count('/')}{meant}" if meant else ""
