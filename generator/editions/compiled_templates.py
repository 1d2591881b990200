"""Compiled templates kept from one build to the next: compiling them takes as long as an edition's figures.

Jinja2 compiles anew what changed. It trusts what it reads, so an entry carries a checksum here, and one that
is damaged is made again. Each version of this program and its libraries has entries of its own.
"""

import hashlib
import io
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.editions.config import WORK
from generator.editions.state import digest_generator

TEMPLATES = "templates"


class CompiledTemplates(BytecodeCache):
    """Those of one environment of Jinja2, called `name`: its settings are no part of an entry's name."""

    def __init__(self, root: Path, name: str) -> None:
        self._every_version = root / WORK / TEMPLATES / name
        self._folder = self._every_version / digest_generator()[:16]

    def load_bytecode(self, bucket: Bucket) -> None:
        """Leaves `bucket` empty where there is no entry, or none that is whole."""
        try:
            checksum, _, body = (self._folder / bucket.key).read_bytes().partition(b"\n")
        except OSError:
            return
        if hashlib.sha256(body).hexdigest().encode() == checksum:
            bucket.load_bytecode(io.BytesIO(body))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """A folder that can't be written costs time, not the build."""
        body = io.BytesIO()
        bucket.write_bytecode(body)
        with suppress(OSError):
            self._make_folder()
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix="half-", delete=False) as half:
                half.write(hashlib.sha256(body.getvalue()).hexdigest().encode() + b"\n" + body.getvalue())
            Path(half.name).replace(self._folder / bucket.key)

    def _make_folder(self) -> None:
        if not self._folder.is_dir():
            shutil.rmtree(self._every_version, ignore_errors=True)  # what other versions left
            self._folder.mkdir(parents=True)
