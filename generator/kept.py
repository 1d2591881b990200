"""What costs time to make, kept in a folder by what it was made of: whole or not at all, and never trusted
further than its checksum goes."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path


def kept(folder: Path, name: str) -> bytes | None:
    """What is kept under `name`; None where there is nothing, or its checksum says that it is not whole or
    that it was kept under another name."""
    try:
        checksum, _, body = (folder / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if checksum == _checksum(name, body) else None


def keep(folder: Path, name: str, body: bytes) -> None:
    """Keep `body` under `name`. Two builds may do so at once; a folder that can't be written costs time."""
    half = folder / f"half-{os.getpid()}-{name}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            half.write_bytes(_checksum(name, body) + b"\n" + body)
            half.replace(folder / name)
        finally:
            half.unlink(missing_ok=True)


def _checksum(name: str, body: bytes) -> bytes:
    return hashlib.sha256(name.encode() + body).hexdigest().encode()
