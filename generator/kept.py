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


class Shelf:
    """What one kind of work gave, kept by what it was made of. Only what the present state of the program
    made, which `made_with` stands for, is found again."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self._folder, self._made_with = folder, made_with
        self._asked: set[str] = set()

    def find(self, made_of: str) -> bytes | None:
        return kept(self._folder, self._name(made_of))

    def keep(self, made_of: str, body: bytes) -> None:
        keep(self._folder, self._name(made_of), body)

    def tidy(self) -> None:
        """Throw away what nobody asked for since this shelf was made: it was made of what is no more, and
        may say what had to be forgotten."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._asked:
                    path.unlink(missing_ok=True)

    def _name(self, made_of: str) -> str:
        name = hashlib.sha256(f"{self._made_with}\0{made_of}".encode(errors="surrogatepass")).hexdigest()
        self._asked.add(name)
        return name


def _checksum(name: str, body: bytes) -> bytes:
    return hashlib.sha256(name.encode() + body).hexdigest().encode()
