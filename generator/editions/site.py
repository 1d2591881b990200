"""One edition's files -> a static site, by MkDocs in this process.

MkDocs reads its pages from a folder and complains to a logger; both are hidden here.
"""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.theme import Theme
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from generator.editions.compiled_templates import CompiledTemplates
from generator.editions.config import CONFIG
from generator.editions.errors import SiteFailedError, UserProblemsError
from generator.editions.shared_assets import SharedAssets
from generator.editions.smaller import Smaller
from generator.problems import Place, Problem

THEME = Path(__file__).parent / "theme"
"""The portal's own templates, styles and scripts, over Material's."""


@dataclass(frozen=True, slots=True)
class Source:
    """One edition before MkDocs: the folder `docs` of its Markdown, what mkdocs.yml inherits for it,
    the address where it will live, and the moment that its sitemap names, in seconds since 1970."""

    docs: Path
    inherited: Mapping[str, Any]
    url: str
    epoch: int


class SiteBuilder:
    """Builds editions one after the other with one set of compiled templates."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._theme: _OneEnvironment | None = None
        self.assets = SharedAssets()

    def build(self, source: Source, site: Path) -> None:
        """Make the folder `site`. Whatever MkDocs warns of (a broken link, say) is a SiteFailedError."""
        with _complaints() as complaints, _dated(source.epoch):
            config = self._config(source, site)
            try:
                build(config)
            except MkDocsException as error:
                complaints.append(str(error))
        if complaints:
            raise SiteFailedError("\n".join(dict.fromkeys(complaints)))

    def _config(self, source: Source, site: Path) -> MkDocsConfig:
        """As MkDocs loads mkdocs.yml, but with what it inherits from memory, and with folders of this build.

        Raises UserProblemsError: mkdocs.yml is the user's.
        """
        path = self._root / CONFIG
        config = MkDocsConfig(config_file_path=str(path))
        try:
            own = yaml_load(path.read_text(encoding="utf-8-sig"), get_yaml_loader(config=config))
        except MkDocsException as error:
            raise UserProblemsError([_problem("", str(error))]) from error
        del own["INHERIT"]
        own["theme"] = {**own["theme"], "custom_dir": str(THEME)}
        own["extra"] = {**source.inherited["extra"], **own.get("extra", {})}
        config.load_dict({**source.inherited, **own})
        config.load_dict({"docs_dir": str(source.docs), "site_dir": str(site), "site_url": source.url})
        failed, warned = config.validate()
        if failed or warned:
            raise UserProblemsError([_problem(key, str(what)) for key, what in [*failed, *warned]])
        if self._theme is None:
            self._theme = _OneEnvironment(**own["theme"])
            self._theme.compiled = CompiledTemplates(self._root, "theme")
        config.theme = self._theme
        config.plugins["portal/shared_assets"] = self.assets
        config.plugins["portal/smaller"] = Smaller()
        return config


def _problem(key: str, message: str) -> Problem:
    return Problem(
        Place(CONFIG, 0, key), "mkdocs", message, "see https://www.mkdocs.org/user-guide/configuration/"
    )


class _OneEnvironment(Theme):
    """A theme whose templates are compiled once, not once an edition."""

    compiled: CompiledTemplates

    @cached_property
    def _environment(self) -> jinja2.Environment:
        environment = super().get_env()
        environment.bytecode_cache = self.compiled
        return environment

    def get_env(self) -> jinja2.Environment:
        return self._environment


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What MkDocs and its plugins warn of while the block runs, kept from the terminal."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    logger, keep = logging.getLogger("mkdocs"), Keep(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(keep)
    try:
        yield found
    finally:
        logger.removeHandler(keep)
        logger.propagate = propagated


@contextmanager
def _dated(epoch: int) -> Iterator[None]:
    """MkDocs takes its date from the environment."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
