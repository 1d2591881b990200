"""A machine that fails when it is told to, below our code: Python tells of each change of the disk before it
makes it (see sys.addaudithook), and here the process dies at that moment, or the disk refuses.

Run as a program, it is such a machine: it carries out one order a line, each in a process of its own that
shares what is imported, so that a whole build with stand-ins takes a twentieth of a second.
"""

import errno
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

import pytest
from fake_rooms import PROJECT, fake_rooms, write_site

Fault = Literal["none", "killed", "disk full", "read-only", "no rights"]
Rooms = Literal["fake", "all but MkDocs"]
NEVER = 10**9
_MAKING = {"os.mkdir", "os.link"}
_OTHERS = {"os.rename", "os.remove", "os.rmdir"}
_EXCHANGE = "ctypes.dlsym"
"""Asked for just before two folders change places: Python tells nothing of that change itself."""
_REFUSED: Mapping[str, int] = {
    "disk full": errno.ENOSPC, "read-only": errno.EROFS, "no rights": errno.EACCES
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """`portal` with `arguments`, in the `rooms`; from the `moment`-th change of the disk on (the first is 1)
    `fault` happens. `exchange`: whether two folders can change places in one step."""

    arguments: Sequence[str]
    fault: Fault = "none"
    moment: int = NEVER
    rooms: Rooms = "fake"
    exchange: bool = True
    environment: Mapping[str, str] = field(default_factory=dict)


class Ran(NamedTuple):
    """Exit status (negative: the signal that killed it) and all that was said."""

    status: int
    said: str


class Machine:
    """Carries out orders, one at a time."""

    def __init__(self, log: Path) -> None:
        self._log = log
        paths = os.pathsep.join([str(PROJECT), str(PROJECT / "tests")])
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(log)],
            env={**os.environ, "PYTHONPATH": paths},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        self._process.stdout.readline()  # it is ready

    def start(self, order: Order) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()

    def end(self) -> Ran:
        assert self._process.stdout
        return Ran(int(self._process.stdout.readline()), self._log.read_text())

    def run(self, order: Order) -> Ran:
        self.start(order)
        return self.end()

    def stop(self) -> None:
        self._process.communicate()


def sample(seed: int, every: int, total: int) -> list[int]:
    """Of the moments 1 to `total`, a random one of each `every` that follow each other."""
    chance = random.Random(seed)
    starts = range(1, total + 1, every)
    return [chance.randrange(start, min(start + every, total + 1)) for start in starts]


def count_changes(machine: Machine, order: Order) -> int:
    """How often `order` changes the disk; it is carried out."""
    ran = machine.run(order)
    assert ran.status == 0, ran.said
    return int(ran.said.rsplit("changes: ", 1)[1])


def _carry_out(order: Order) -> NoReturn:
    from generator import cli  # noqa: PLC0415
    from generator.editions import made_of, output, site, state  # noqa: PLC0415

    patch = pytest.MonkeyPatch()
    if order.rooms == "fake":
        fake_rooms(patch)
        for room in (state, made_of):  # a tenth of a second each time, and it does not change here
            patch.setattr(room, "digest_generator", lambda: "")
    else:
        patch.setattr(site.SiteBuilder, "build", write_site)
    if not order.exchange:
        patch.setattr(output, "_exchange", lambda *_: False)
    os.environ.update(order.environment)
    count = _watch(order)
    try:
        cli.main(order.arguments)
    except SystemExit as left:
        print(f"changes: {count()}")
        sys.stdout.flush()
        os._exit(int(left.code or 0))
    os._exit(99)


def _watch(order: Order) -> Callable[[], int]:
    """Let the fault happen at its moment; returns what tells how many changes there were."""
    count = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal count
        making = event in _MAKING or _opens_to_write(event, arguments)
        exchanging = event == _EXCHANGE and arguments[1] == "renameat2"
        if not (making or event in _OTHERS or exchanging):
            return
        count += 1
        if count < order.moment:
            return
        if order.fault == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if order.fault in _REFUSED and not exchanging and (making or order.fault != "disk full"):
            number = _REFUSED[order.fault]
            raise OSError(number, os.strerror(number), str(arguments[0]))

    sys.addaudithook(hook)
    return lambda: count


def _opens_to_write(event: str, arguments: tuple[Any, ...]) -> bool:
    if event != "open" or isinstance(arguments[0], int):
        return False
    path, flags = os.fsdecode(arguments[0]), arguments[2]
    return bool(flags & (os.O_WRONLY | os.O_RDWR)) and "__pycache__" not in path and path != os.devnull


def _obey(log: str) -> None:
    import generator.editions.make  # noqa: F401, PLC0415 (once for all children)

    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            _carry_out(Order(**json.loads(line)))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    _obey(sys.argv[1])
