"""Links of the portal's files, read without a browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ORIGIN = "http://portal.test/"
LOADED = {"link", "script", "img", "use", "source", "iframe", "object", "embed", "video", "audio"}
"""Elements that make a browser fetch what they name, but for a link that says where the page belongs."""


@dataclass(frozen=True)
class Link:
    """`target`: as written. `loaded`: the browser fetches it with the page."""

    target: str
    loaded: bool


@dataclass
class Document(HTMLParser):
    """Ids and links of an HTML or SVG file."""

    ids: set[str] = field(default_factory=set)
    links: list[Link] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        loaded = tag in LOADED and given.get("rel") != "canonical"
        named = [given[name] for name in ("href", "src", "xlink:href", "action", "poster") if name in given]
        if given.get("http-equiv", "").lower() == "refresh":
            named.append(given["content"].partition("url=")[2])
        self.links += [Link(target, loaded) for target in named]


@cache
def read(file: Path) -> Document:
    document = Document()
    document.feed(file.read_text(encoding="utf-8"))
    return document


def broken(portal: Path, file: Path, published_at: str) -> Iterator[str]:
    """What is wrong with the links of a page. `published_at`: the portal's own address on the web."""
    here = urljoin(ORIGIN, file.relative_to(portal).as_posix())
    for link in read(file).links:
        target = re.sub(f"^{re.escape(published_at)}", ORIGIN, link.target)
        address = urljoin(here, target)
        if not address.startswith(ORIGIN):
            if link.loaded:
                yield f"fetches {link.target}"
        elif fault := _fault(portal, address):
            yield f"{link.target}: {fault}"


def _fault(portal: Path, address: str) -> str | None:
    parts = urlsplit(address)
    found = portal / unquote(parts.path).lstrip("/")
    if parts.path.endswith("/"):
        found /= "index.html"
    if not found.is_file():
        return "a folder without its slash" if found.is_dir() else "nothing is there"
    anchor = unquote(parts.fragment)
    if anchor and anchor not in read(found).ids:
        return f"no #{anchor} there"
    return None
