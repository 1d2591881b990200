"""The sample's portal, built from a copy of its root and served as a plain web server would."""

import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path

from filelock import FileLock

from generator.editions.build import Order, build

PROJECT = Path(__file__).parents[2]
WRITTEN = ("audits_data", "content", "site_config")
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
"""The Content-Security-Policy under which the portal must work."""


def build_sample(folder: Path) -> Path:
    """The sample's portal under `folder`: built by the first of the test processes that asks."""
    root, out = folder / "sample", folder / "portal"
    with FileLock(folder / "sample.lock"):
        if not root.exists():
            for name in WRITTEN:
                shutil.copytree(PROJECT / name, root / name)
            shutil.copy(PROJECT / "mkdocs.yml", root)
        problems = build(Order(root, out), print).problems
        assert out.exists(), problems
    return out


def pages_of(portal: Path, month: str) -> list[str]:
    """Addresses of an edition's pages, its 404.html included."""
    files = (path.relative_to(portal).as_posix() for path in (portal / month).rglob("*.html"))
    return sorted(file.removesuffix("index.html") for file in files)


def one_of_each_kind(addresses: list[str]) -> list[str]:
    """The first practice area and the first theme stand for all."""
    kinds = {re.sub(r"(areas|themes)/[^/]+/$", r"\1/*/", address): address for address in reversed(addresses)}
    return sorted(kinds.values())


@contextmanager
def serving(portal: Path) -> Iterator[str]:
    """The address of a web server on this machine that has the portal, ending in a slash."""
    handler = partial(_Handler, directory=str(portal))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files as they are, under the policy; 404.html for what is not there."""

    protocol_version = "HTTP/1.1"

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that leaves a page drops what it had asked for
            super().handle()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests say what they saw."""
