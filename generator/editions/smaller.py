"""What MkDocs makes of an edition, in fewer bytes: a portal of ten years holds five thousand pages.

Pages lose what templates leave between their lines and what only the search index asked for. The index, half
a megabyte, is packed; the theme's script unpacks it.
"""

import gzip
import re
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from generator.editions.shared_assets import NoOptions

INDEX = "search/search_index.json"
PACKED = f"{INDEX}.gz"
_AS_IT_IS = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_BETWEEN_LINES = re.compile(r"\s*\n\s*")
_FOR_INDEX = re.compile(r"(<[a-z][^<>]*?) data-search-exclude\b")


class Smaller(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """Comes after the search plugin, whose index it packs."""

    def on_env(self, env: jinja2.Environment, **_: Any) -> jinja2.Environment:
        env.globals["search_index"] = PACKED
        return env

    def on_post_page(self, output: str, **_: Any) -> str:
        return smaller(output)

    def on_post_template(self, output_content: str, *, template_name: str, **_: Any) -> str:
        return smaller(output_content) if template_name.endswith(".html") else output_content

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        index = Path(config.site_dir, INDEX)
        if index.is_file():
            index.with_name(Path(PACKED).name).write_bytes(gzip.compress(index.read_bytes(), mtime=0))
            index.unlink()


def smaller(page: str) -> str:
    """The same page to every browser: of white space only a line's end is left, but inside <pre>."""
    parts = _AS_IT_IS.split(_FOR_INDEX.sub(r"\1", page))
    parts[::2] = [_BETWEEN_LINES.sub("\n", part) for part in parts[::2]]
    return "".join(parts)
