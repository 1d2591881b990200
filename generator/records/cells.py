"""Text of a cell -> value, each distinct text once."""

from collections.abc import Callable
from dataclasses import dataclass

from generator.records.rows import Value


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a cell has no value: a `Problem` that doesn't know its place yet.

    `word`: the id that the cell uses, where it has the form of one and is nearly none of the list's.
    """

    code: str
    message: str
    hint: str = ""
    word: str = ""


Read = Callable[[str], Value | Wrong]


class Cells(dict[str, Value | Wrong]):
    """What each text met so far says. A column of a hundred thousand grades holds a handful of texts."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self._read = read
        self.wrong: set[str] = set()

    def __missing__(self, text: str) -> Value | Wrong:
        value = self[text] = self._read(text)
        if isinstance(value, Wrong):
            self.wrong.add(text)
        return value
