"""Looking at an edition while working on it: with plain MkDocs, or served and rebuilt on every save."""

import json
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from mkdocs.livereload import LiveReloadServer

from generator.editions import inputs
from generator.editions.build import Order, build
from generator.editions.config import GENERATED, PUBLISHED, VERSIONS, WORK, WRITTEN_BY_USERS, site_url
from generator.editions.errors import WrongUsageError
from generator.editions.make import EditionMaker, inherited
from generator.editions.output import keep, lock_of_root, locked, replacing
from generator.editions.progress import Say, progress
from generator.editions.site import THEME
from generator.editions.state import digest_output, last_build, remember
from generator.editions.today import today
from generator.problems import EnvironmentFailedError, Problem, errors, exit_status

HOST = "127.0.0.1"


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
    """How the one who serves hears of problems and of failures."""

    report: Callable[[Sequence[Problem]], None]
    explain: Callable[[Exception], int]


def serve(root: Path, built: Path, month: str | None, port: int, tell: Tell) -> int:
    """Show a portal of its own, in .portal/, on this machine until interrupted; returns the exit status.

    After each save the edition of `month` (None: the newest) is made again. While there are problems, or
    a build fails, the last good portal stays. `built`: a portal to start from.
    """
    _check_port(port)
    out = root / WORK / "serve"
    with progress() as say:
        _start_from(root, built, out, say)
        outcome = build(Order(root, out), say)
    tell.report(outcome.problems)
    if not (out / VERSIONS).exists():
        return exit_status(outcome.problems)
    shown = _choose(out, month)
    server = _server(root, out, port, lambda: _rebuild(Order(root, out, (shown,)), tell))
    print(
        f"look at {server.url}{shown}/\n{shown} is made again after each save; stop with Ctrl and C",
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
        with replacing(out) as copy:
            for path in built.iterdir():
                keep(path, copy / path.name)
        remember(root, out, known)


def _choose(out: Path, month: str | None) -> str:
    months = [version["version"] for version in json.loads((out / VERSIONS).read_bytes())]
    if month and month not in months:
        raise WrongUsageError(f"there is no edition {month}; there are {', '.join(months)}")
    return str(month or months[0])


def _server(root: Path, out: Path, port: int, rebuild: Callable[[], None]) -> LiveReloadServer:
    mount = urlsplit(site_url(root)).path
    server = LiveReloadServer(rebuild, HOST, port, str(out), mount_path=mount)
    server.error_handler = lambda code: (out / "404.html").read_bytes() if code == 404 else None
    for path in filter(Path.exists, (root / name for name in (*WRITTEN_BY_USERS, PUBLISHED))):
        server.watch(str(path))
    return server


def _rebuild(order: Order, tell: Tell) -> None:
    try:
        outcome = build(order, _print_line)
    except Exception as error:  # whatever it is, the last good portal is still there to be served
        tell.explain(error)
    else:
        tell.report(outcome.problems)


def _print_line(line: str) -> None:
    print(line, flush=True)
