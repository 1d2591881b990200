"""A page's Markdown -> its PDF and its Word file, made only when what they hold has changed."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.charts.text import FONTS
from generator.evidence import Evidence
from generator.kept import keep, kept
from generator.pages.around import Site, extra
from generator.pages.papers.blocks import Paper, Picture, every_block
from generator.pages.papers.pdf import pdf
from generator.pages.papers.reader import read_blocks
from generator.pages.papers.word import word
from generator.pages.words import seen
from generator.problems import EnvironmentFailedError

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_COLOUR = re.compile(r"var\(--[a-z0-9-]+,\s*(#[0-9a-fA-F]{6})\)")
_PACKAGES = ("typst", "pikepdf", "python-docx", "lxml", "vl-convert-python", "pillow")
"""All that have a hand in the bytes of a paper."""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file beside its page: `kind` as readers know it, `content` its bytes."""

    name: str
    kind: str
    content: bytes

    @property
    def size(self) -> int:
        """In kB, no less than it has."""
        return -(-len(self.content) // 1000)


def of_page(markdown: str, site: Site, e: Evidence, address: str, charts: Mapping[str, bytes]) -> Paper:
    """The paper of a page at `address` below the edition; `charts` are the edition's, by file name."""
    online = f"{site.address}{address}" if site.address else ""
    blocks = read_blocks(markdown, online)
    title = _TITLE.search(markdown)
    assert title, address
    organisation = site.organisation
    return Paper(
        title=seen(unescape(title[1])).strip(),
        subject=seen(f"{organisation.service}: audits up to {site.month}"),
        author=seen(e.settings.publication.report.report_by),
        council=seen(organisation.name),
        state=seen(str(extra(site)["state_line"])),
        notice=seen(site.notice),
        address=online,
        day=site.revised_on or site.published_on or site.data_to,
        blocks=blocks,
        pictures={
            block.name: _COLOUR.sub(r"\1", charts[f"{block.name}.svg"].decode())
            for block in every_block(blocks)
            if isinstance(block, Picture)
        },
    )


def make(paper: Paper, template: bytes | None, folder: Path) -> tuple[PaperFile, ...]:
    """The paper as files; `folder` keeps them by what they hold.

    Raises TemplateError where the council's Word template is none, EnvironmentFailedError where a package is
    missing that makes them.
    """
    of = hashlib.sha256(f"{_made_with()}{paper}".encode())
    pdf_file = _kept(folder, f"{of.hexdigest()}.pdf", lambda: pdf(paper))
    of.update(template or b"")
    word_file = _kept(folder, f"{of.hexdigest()}.docx", lambda: word(paper, template))
    return PaperFile("report.pdf", "PDF", pdf_file), PaperFile("report.docx", "Word", word_file)


def _kept(folder: Path, name: str, anew: Callable[[], bytes]) -> bytes:
    found = kept(folder, name)
    if found is None:
        found = anew()
        keep(folder, name, found)
    return found


@cache
def _made_with() -> str:
    """Digest of all that a paper depends on besides what it holds."""
    try:
        packages = " ".join(version(name) for name in _PACKAGES)
    except PackageNotFoundError as error:
        message = f"reports can't be made as PDF and Word: the package {error.name} is not installed"
        raise EnvironmentFailedError(message) from error
    digest = hashlib.sha256(packages.encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *Path(__file__).parent.glob("*.typ"),
                        *FONTS.glob("*.ttf")]):  # fmt: skip
        digest.update(path.read_bytes())
    return digest.hexdigest()
