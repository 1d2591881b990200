"""Editions made by several processes at once. Each reads the inputs itself: they are too much to send.

A worker ends with the build that started it, also where that is killed: nothing is written behind the back
of the next one.
"""

import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from generator.problems import EnvironmentFailedError, Problem

if TYPE_CHECKING:
    from generator.editions.make import EditionMaker

CHANGED = "records, settings or words were changed while the portal was built; build it again"
KILLED = "a process that made editions was ended; where memory is short, build with --jobs 1"


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was made, unless one of its `problems` stops it. `history`: see `EditionFiles`."""

    month: str
    pages: int
    history: Mapping[str, bytes]
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """What workers share: where they read and write, the day, and the month whose history is wanted."""

    root: Path
    today: date
    portal: Path
    latest: str


def made_by_workers(work: Work, digests: Mapping[str, str], jobs: int) -> Iterator[Made]:
    """The editions of the months of `digests` (what each is made of), in that order, by `jobs` processes.

    Raises EnvironmentFailedError where a worker reads other inputs than this process did, or is killed.
    """
    context = get_context("spawn")  # a copy of this process could inherit locks that nobody gives back
    try:
        with ProcessPoolExecutor(min(jobs, len(digests)), context, _begin, (work,)) as pool:
            yield from pool.map(partial(_make, work), digests, digests.values())
    except BrokenProcessPool:
        raise EnvironmentFailedError(KILLED) from None


_maker: "EditionMaker | None" = None
"""Of this worker; none where the settings can't be read."""


def _begin(work: Work) -> None:
    global _maker  # noqa: PLW0603 (a worker is begun once, and has no other place for what it reads)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the build that began it is stopped, and ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()

    from generator.editions.inputs import read  # noqa: PLC0415
    from generator.editions.make import EditionMaker  # noqa: PLC0415

    inputs, _ = read(work.root, work.today)
    _maker = EditionMaker(work.root, inputs, work.today) if inputs else None


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _make(work: Work, month: str, digest: str) -> Made:
    if _maker is not None:
        for edition in _maker.choose(()):
            if edition.month == month and _maker.digest(edition) == digest:
                return _maker.make_one(edition, work.portal, history=month == work.latest)
    raise EnvironmentFailedError(CHANGED)
