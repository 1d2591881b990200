"""A portal served to the one who works on it: open pages load again after each build, and what keeps a save
from being built stands on top of them. Nothing of this is in what a build leaves."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from generator.editions.config import PUBLISHED, WRITTEN_BY_USERS
from generator.editions.portal import shell_page
from generator.problems import Problem, errors, most_important_first

HOST = "127.0.0.1"
MOST = 20
"""Problems that a page lists; the terminal lists all."""
OFTEN = 0.5
"""Seconds between two looks at the folders of users."""
WATCHED = (*WRITTEN_BY_USERS, PUBLISHED)
_BODY = re.compile(rb"<body\b[^>]*>")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the last save: problems in it, or in a line why its build failed."""

    problems: Sequence[Problem] = ()
    failure: str = ""

    def in_page(self) -> bytes:
        """What stands on top of a page; nothing where nothing is wrong."""
        if not self.problems and not self.failure:
            return b""
        ordered = most_important_first(self.problems)
        return shell_page(
            "problems.html",
            failure=self.failure,
            stopping=len(errors(ordered)),
            problems=ordered[:MOST],
            many=len(ordered),
        )


class LiveServer(LiveReloadServer):
    """MkDocs's server with live reload, on the portal in `out`, which need not be there yet.

    `rebuild` is called after each save and says what is wrong with it. It must not raise: MkDocs would
    answer nothing from then on.
    """

    def __init__(self, root: Path, out: Path, mount: str, port: int, rebuild: Callable[[], Trouble]) -> None:
        super().__init__(self._build_again, HOST, port, str(out), mount_path=mount)
        self.trouble = Trouble()
        self._out = out
        self._rebuild = rebuild
        self.error_handler = self._instead
        # One watch of the root, whose other folders are not looked at: it outlives any folder in it.
        top = str(root.resolve())
        self.observer = PollingObserverVFS(  # type: ignore[assignment]  # any observer will do
            os.stat, _looking_at(top), polling_interval=OFTEN
        )
        self.watch(top)

    def _build_again(self) -> None:
        self.trouble = self._rebuild()

    def _instead(self, code: int) -> bytes | None:
        """The page for an address that is not there: the portal's own, or that there is no portal yet."""
        if code != 404:
            return None
        lost = self._out / "404.html"
        page = lost.read_bytes() if lost.is_file() else shell_page("unbuilt.html")
        return self._inject_js_into_html(page, self._visible_epoch)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        """MkDocs calls this with each page that it serves."""
        trouble = self.trouble.in_page()
        page = _BODY.sub(lambda body: body[0] + trouble, content, count=1)
        injected: bytes = super()._inject_js_into_html(page, epoch)  # type: ignore[no-untyped-call]
        return injected


def _looking_at(top: str) -> Callable[[str | None], Iterator["os.DirEntry[str]"]]:
    """How folders are listed: of the root, `top`, only what users write."""

    def entries(folder: str | None) -> Iterator["os.DirEntry[str]"]:
        with os.scandir(folder) as found:
            yield from (entry for entry in found if folder != top or entry.name in WATCHED)

    return entries
