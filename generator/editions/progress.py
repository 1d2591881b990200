"""What a build tells while it works: on standard error, so that results can be piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Say = Callable[[str], None]
"""Takes one line: a step that begins, or was done."""


@contextmanager
def progress() -> Iterator[Say]:
    """A moving line on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda line: print(line, file=sys.stderr, flush=True)
        return
    from rich.console import Console  # noqa: PLC0415 (only where someone looks on)

    console = Console(stderr=True, highlight=False)
    with console.status("looking for what changed") as status:

        def say(line: str) -> None:
            console.print(line, style="dim", markup=False)
            status.update("working")

        yield say
