"""Looking at an edition while working on it: with plain MkDocs, or served and rebuilt on every save."""

import json
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.editions import inputs
from generator.editions.build import Order, build
from generator.editions.config import GENERATED, SERVED, VERSIONS, WORK, check_config, site_url
from generator.editions.errors import WrongUsageError
from generator.editions.live import HOST, LiveServer, Trouble
from generator.editions.make import EditionMaker, inherited
from generator.editions.output import keep, lock_of_root, locked, recover, replacing
from generator.editions.progress import Say, progress
from generator.editions.site import THEME
from generator.editions.state import digest_output, last_build, remember
from generator.editions.today import today
from generator.problems import EnvironmentFailedError, Problem, errors, exit_status


def write_pages(root: Path, month: str | None, say: Say) -> list[Problem]:
    """Write one edition (None: the newest) where mkdocs.yml expects it, for plain MkDocs.

    Returns the problems of the inputs; with any error among them nothing was written.
    Raises as `build.build` does.
    """
    with locked(lock_of_root(root), say):
        day = today(root)
        found, problems = inputs.read(root, day)
        if found is None or errors(problems):
            return problems
        maker = EditionMaker(root, found, day)
        edition = maker.choose([month] if month else [])[-1]
        files = maker.files(edition)
        problems += files.problems
        if errors(problems):
            return problems
        sync(root / WORK / "pages", files.files)
        sync(root / WORK / "theme", _theme_files())
        settings = yaml.safe_dump(inherited(files), allow_unicode=True, sort_keys=False)
        (root / GENERATED).write_text(settings, encoding="utf-8")
        say(f"{edition.month}: {len(files.files)} files in {root / WORK / 'pages'}, ready for mkdocs")
    return problems


def sync(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly `files`. What is the same already is left alone, so that a running
    `mkdocs serve` sees only what changed."""
    if folder.is_symlink():
        raise WrongUsageError(f"{folder} is a link; delete it: what it leads to is not ours to change")
    wanted = {folder / name: content for name, content in files.items()}
    for path in [path for path in folder.rglob("*") if path.is_file() and path not in wanted]:
        path.unlink()
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _theme_files() -> dict[str, bytes]:
    files = (path for path in THEME.rglob("*") if path.is_file())
    return {path.relative_to(THEME).as_posix(): path.read_bytes() for path in files}


@dataclass(frozen=True, slots=True)
class Tell:
    """How the one who serves hears of problems, and what is said of a failure."""

    report: Callable[[Sequence[Problem]], None]
    why: Callable[[Exception], str]


def serve(root: Path, built: Path, month: str | None, port: int, tell: Tell) -> int:
    """Show a portal of its own, in .portal/, on this machine until interrupted; returns the exit status.

    After each save the edition of `month` (None: the newest) is made again. While there are problems, or
    a build fails, the last good portal stays and its pages say what is wrong; where there never was one, a
    page says so. `built`: a portal to start from.
    """
    _check_port(port)
    out = root / SERVED
    with progress() as say:
        _start_from(root, built, out, say)
        outcome = build(Order(root, out), say)
    tell.report(outcome.problems)
    if errors(check_config(root)):
        return exit_status(outcome.problems)  # it says at which address pages expect to be
    shown = _choose(out, month) if _is_portal(out) else month
    server = LiveServer(
        root, out, urlsplit(site_url(root)).path, port, lambda: _rebuild(root, out, shown, tell)
    )
    server.trouble = Trouble(outcome.problems)
    page = f"{shown}/" if shown and _is_portal(out) else ""
    print(
        f"look at {server.url}{page}\n{shown or 'the newest month'} is made again after each save; "
        "stop with Ctrl and C",
        flush=True,
    )
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
    return 0


def _check_port(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            raise EnvironmentFailedError(f"port {port} is taken: name another one with --port") from None


def _start_from(root: Path, built: Path, out: Path, say: Say) -> None:
    """Copy what `portal build` made, where it is newer, so that only what changed since is made again."""
    with locked(lock_of_root(root), say):
        known = last_build(root, built)
        if known in (None, last_build(root, out)) or known.output != digest_output(built):
            return
        recover(out)
        with replacing(out) as copy:
            for path in built.iterdir():
                keep(path, copy / path.name)
        remember(root, out, known)


def _choose(out: Path, month: str | None) -> str:
    months = [version["version"] for version in json.loads((out / VERSIONS).read_bytes())]
    if month and month not in months:
        raise WrongUsageError(f"there is no edition {month}; there are {', '.join(months)}")
    return str(month or months[0])


def _is_portal(out: Path) -> bool:
    return (out / VERSIONS).exists()


def _rebuild(root: Path, out: Path, month: str | None, tell: Tell) -> Trouble:
    """Build the whole portal until there is one, then the edition of `month` alone."""
    try:
        wanted = (_choose(out, month),) if _is_portal(out) else ()
        outcome = build(Order(root, out, wanted), _print_line)
    except Exception as error:  # whatever it is, the last good portal is still there to be served
        failure = tell.why(error)
        print(failure, file=sys.stderr, flush=True)
        return Trouble(failure=failure)
    tell.report(outcome.problems)
    return Trouble(outcome.problems)


def _print_line(line: str) -> None:
    print(line, flush=True)
