"""The theme's files, once for all editions of a portal instead of once in each.

They lie in the portal's assets/<digest of them all>/, so that an edition which is not made anew keeps the
theme that it was made with, and a browser may keep them for ever.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.utils import templates

from generator.editions.config import ASSETS

NAME_LENGTH = 16
"""Hexadecimal digits of a set's name: enough that two sets never share one."""


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """Nothing about it can be set in mkdocs.yml."""


class SharedAssets(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Keeps what lies under the theme's assets/ out of an edition, and leads its pages to the shared copy."""

    def __init__(self) -> None:
        self._files: dict[str, Path] = {}
        self.name = ""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take the theme's files out; what an edition brings under assets/ itself stays in it."""
        docs = Path(config.docs_dir)
        ours = [
            file
            for file in files
            if file.src_uri.startswith(f"{ASSETS}/")
            and file.abs_src_path is not None
            and not Path(file.abs_src_path).is_relative_to(docs)
        ]
        for file in ours:
            files.remove(file)
        if not self.name:
            self._files = {file.src_uri: Path(str(file.abs_src_path)) for file in ours}
            self.name = _digest(self._files)
        return files

    def on_env(self, env: jinja2.Environment, **_: Any) -> jinja2.Environment:
        env.filters["url"] = self._url()
        return env

    def write(self, portal: Path) -> None:
        """Put the set into `portal`, if it is not there yet. Only after an edition was built."""
        folder = portal / ASSETS / self.name
        if folder.is_dir():
            return
        for name, source in self._files.items():
            target = folder / name.removeprefix(f"{ASSETS}/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())

    def _url(self) -> Callable[[Any, str], str]:
        """MkDocs's filter `url`, which leads out of the edition where a shared file is named."""

        @jinja2.pass_context
        def url(context: Any, value: str) -> str:
            text = str(value)
            if text in self._files:
                text = f"../{ASSETS}/{self.name}/{text.removeprefix(f'{ASSETS}/')}"
            return templates.url_filter(context, text)

        return url


def _digest(files: dict[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(f"\0{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:NAME_LENGTH]
