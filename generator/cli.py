"""The `portal` command. Exit status: 0 done; 1 problems in records, settings or words, all listed;
2 wrong usage; 3 the machine or the generator failed. Libraries are imported by the command that needs them.
"""

import errno
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from generator import __version__
from generator.editions.errors import SiteFailedError, UserProblemsError, WrongUsageError
from generator.editions.progress import progress
from generator.problems import (
    REPORTERS,
    EnvironmentFailedError,
    Problem,
    as_text,
    exit_status,
    most_important_first,
)

if TYPE_CHECKING:
    from datetime import date

    from generator.editions.new import Started
    from generator.editions.progress import Say
    from generator.editions.publishing.target import Target

SITE = "site"
DONE, USAGE, FAILED, INTERRUPTED = 0, 2, 3, 130
P = ParamSpec("P")


class Month(click.ParamType[str]):
    """A month as it is written in records, settings and file names: 2023-11."""

    name = "YYYY-MM"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
            self.fail(f'"{value}" is no month; write the year and the month, like 2023-11', param, ctx)
        return value


MONTH = Month()
one_edition = click.option(
    "--edition",
    "--month",
    "edition",
    type=MONTH,
    metavar="YYYY-MM",
    help="The month's edition. Without it: the newest month.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line (None: the process's own) and leave with its exit status."""
    try:
        status = portal.main(arguments, prog_name="portal", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was there before is as it was", err=True)
        status = INTERRUPTED
    sys.exit(status)


def command(run: Callable[Concatenate[Path, P], int]) -> Callable[..., int]:
    """A command of `portal`; see `guard`."""
    return portal.command()(guard(run))


def guard(run: Callable[Concatenate[Path, P], int]) -> Callable[..., int]:
    """What runs a command: gets the root folder, returns its exit status, and never shows a traceback
    for what a user or the machine caused."""

    @click.option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=".",
        help="The folder that holds audits_data, content, site_config, mkdocs.yml. Without it: this folder.",
    )
    @click.option(
        "--verbose", is_flag=True, help="When something fails, show everything that is known of it."
    )
    @wraps(run)
    def guarded(root: Path, verbose: bool, *args: P.args, **kwargs: P.kwargs) -> int:
        try:
            return run(root, *args, **kwargs)
        except Exception as error:
            if verbose:
                traceback.print_exc()
            return explain(error)

    return guarded


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="portal %(version)s")
def portal() -> None:
    """Turn the audit records of a children's service into a website that its staff learn from.

    The records lie in the folder audits_data, the words in content, the settings in site_config.
    To publish a month: put its records there, run "portal check" until it finds nothing, then
    "portal build". The website is then in the folder "site". "portal serve" shows it to you first.
    """


@command
@click.option(
    "--format",
    "as_",
    type=click.Choice(list(REPORTERS)),
    default="text",
    show_default=True,
    help="How problems are listed: for people, for programs, or as notes on the lines of a change.",
)
def check(root: Path, as_: str) -> int:
    """Look for mistakes in records, settings and words. Writes nothing.

    Names the file and the line of each mistake and says what was probably meant. Then lists the claims that
    hold, but that chance could explain: they are no mistakes, and readers see it beside them.
    """
    from generator.editions.check import look  # noqa: PLC0415
    from generator.editions.today import today  # noqa: PLC0415

    looked = look(root, today(root))
    outcome = "the portal can be built once no problem is left"
    click.echo(REPORTERS[as_](most_important_first(looked.problems), outcome))
    if as_ == "text" and (hedged := looked.told()):
        click.echo(f"\n{hedged}")
    return exit_status(looked.problems)


@command
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to build into. It may hold an earlier portal, nothing else. Without it: site.",
)
@click.option(
    "--edition",
    "--month",
    "editions",
    type=MONTH,
    metavar="YYYY-MM",
    multiple=True,
    help="Build only this month's edition and keep the others. May be given several times.",
)
@click.option("--clean", is_flag=True, help="Build everything anew, even what did not change.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    help="How many editions to make at once. Where many are to be made: as many as there are processors.",
)
def build(root: Path, out: Path | None, editions: Sequence[str], clean: bool, jobs: int) -> int:
    """Build the website: an edition for every month, with all that goes around them.

    Does nothing where nothing changed. Stops at any mistake, and then leaves the website as it was.
    """
    from generator.editions.build import Order  # noqa: PLC0415
    from generator.editions.build import build as build_portal  # noqa: PLC0415

    out = out or root / SITE
    with progress() as say:
        outcome = build_portal(Order(root, out, tuple(editions), clean, jobs), say)
    report(outcome.problems)
    status = exit_status(outcome.problems)
    if status == DONE:
        anew = f"built {', '.join(outcome.made)}" if outcome.made else "no edition had to be made anew"
        done = anew if outcome.changed else "nothing changed"
        click.echo(f"{done}; the portal is in {out}")
    return status


@command
@one_edition
def pages(root: Path, edition: str | None) -> int:
    """Write one edition's pages as Markdown, for those who know MkDocs.

    Afterwards "mkdocs build" and "mkdocs serve" work as usual. They never touch what "portal build" made.
    """
    from generator.editions.preview import write_pages  # noqa: PLC0415

    with progress() as say:
        problems = write_pages(root, edition, say)
    report(problems)
    return exit_status(problems)


@command
@one_edition
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Another, if it is taken."
)
def serve(root: Path, edition: str | None, port: int) -> int:
    """Show the website on this computer, and show each change as soon as you save it.

    Open the address that it prints. Only this computer can see it. Stop it with Ctrl and C.
    """
    from generator.editions.preview import Tell  # noqa: PLC0415
    from generator.editions.preview import serve as serve_portal  # noqa: PLC0415

    return serve_portal(root, root / SITE, edition, port, Tell(report, why))


@command
@click.option(
    "--to", type=click.Path(path_type=Path), metavar="DIR", help="The folder that readers' web server shows."
)
@click.option("--branch", metavar="NAME", help="The branch that holds nothing but the portal.")
@click.option("--push", is_flag=True, help="Push the branch to the remote origin; it moves here only then.")
@click.option(
    "--recorded",
    is_flag=True,
    help="Only editions whose record is in the newest commit. Writes no record. For CI.",
)
@click.option("--check", "only_check", is_flag=True, help="Only say what would change.")
def publish(
    root: Path, *, to: Path | None, branch: str | None, push: bool, recorded: bool, only_check: bool
) -> int:
    """Put the editions that have a publication date where readers find them: a folder or a branch.

    Builds the website first. New and changed editions go there all together or not at all; what others
    published stays. What readers now see is recorded in the folder "published": commit that.
    """
    from generator.editions.publishing.publish import PublishOrder  # noqa: PLC0415
    from generator.editions.publishing.publish import publish as publish_portal  # noqa: PLC0415

    target = _target(root, to, branch, push)
    with progress() as say:
        done = publish_portal(PublishOrder(root, root / SITE, target, recorded, only_check), say)
    report(done.problems)
    status = exit_status(done.problems)
    if status == DONE:
        click.echo(done.told(str(target), only_check))
    return status


def _target(root: Path, to: Path | None, branch: str | None, push: bool) -> "Target":
    if (to is None) == (branch is None):
        raise click.UsageError("name either a folder with --to or a branch with --branch")
    if to is not None:
        if push:
            raise click.UsageError("--push goes with --branch")
        from generator.editions.publishing.folder import Folder  # noqa: PLC0415

        return Folder(root, root / SITE, to)
    from generator.editions.publishing.branch import Branch  # noqa: PLC0415

    return Branch(root, str(branch), push)


@command
@click.argument("revision", metavar="[REV]", default="HEAD")
@click.option(
    "--format",
    "as_",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for a comment on a merge request, or for programs.",
)
def diff(root: Path, revision: str, as_: str) -> int:
    """Say what differs from an earlier state: figures, lessons, actions, words and mistakes.

    REV is a branch, a tag or a commit of git; without it, the newest commit. Published figures that change
    come first. Nothing is written, and no text of a record is shown.
    """
    from generator.editions.diffing.report import REPORTS  # noqa: PLC0415
    from generator.editions.diffing.side import diff as differ  # noqa: PLC0415 (pandas)
    from generator.editions.today import today  # noqa: PLC0415

    found, settings = differ(root, revision, today(root))
    click.echo(REPORTS[as_](found, settings))
    return exit_status(found.problems)


@portal.command("explain")
@guard
@click.argument("figure", nargs=-1, required=True)
@one_edition
def explain_figure(root: Path, figure: Sequence[str], edition: str | None) -> int:
    """Say how a figure came about: its records by file and line, rounding, the test behind its words.

    FIGURE is its name, any part of it that fits no other figure, or what a text calls it:
    grades/area=overall/month=2023-11/stage=moderated/team=all/good, "moderated good 2023-11" or
    'count("moderated", "good", "2023-11")'. Shows ids and places of records, and no text of them.
    """
    from generator.editions.explaining.explain import explain as explain_it  # noqa: PLC0415 (pandas)
    from generator.editions.explaining.report import as_text as told  # noqa: PLC0415
    from generator.editions.today import today  # noqa: PLC0415

    click.echo(told(explain_it(root, " ".join(figure), edition, today(root))))
    return DONE


@portal.group()
def new() -> None:
    """Begin something that you write, filled in as far as the records allow.

    Never writes over what is there.
    """


@new.command("briefing")
@guard
@one_edition
def new_briefing(root: Path, edition: str | None) -> int:
    """Begin the month's briefing, in content/briefings.

    Replace each sentence that begins "Write here:" by your own; "portal check" names those that are left.
    """
    from generator.editions.new import new_briefing as start  # noqa: PLC0415

    return _begun(root, edition, start)


@new.command("report")
@guard
@one_edition
@click.option("--board", is_flag=True, help="The improvement board's, in content/reports/board.")
def new_report(root: Path, edition: str | None, *, board: bool) -> int:
    """Begin the month's report for the scrutiny panel, in content/reports, from the last one.

    Its figures are moved on to the month. What is said of them, and its claims, are to be written anew, since
    they may no longer hold.
    """
    from generator.editions.new import new_report as start  # noqa: PLC0415

    return _begun(root, edition, partial(start, board=board))


def _begun(root: Path, edition: str | None, start: "Callable[[Path, str | None, date, Say], Started]") -> int:
    """Write a start of something, and say where it is."""
    from generator.editions.today import today  # noqa: PLC0415

    with progress() as say:
        started = start(root, edition, today(root), say)
    report(started.problems)
    if started.file:
        click.echo(f"{root / started.file} is ready for your words; portal check says what is left to write")
    return exit_status(started.problems)


def report(problems: Sequence[Problem]) -> None:
    """List problems, where there are any, apart from what a command gives out."""
    if problems:
        click.echo(as_text(most_important_first(problems)), err=True)


def explain(error: Exception) -> int:
    """Say what went wrong, in a line where it can be, and give the exit status for it."""
    match error:
        case UserProblemsError():
            report(error.problems)
            return exit_status(error.problems)
        case click.ClickException():
            raise error
    click.echo(why(error), err=True)
    return USAGE if isinstance(error, WrongUsageError) else FAILED


def why(error: Exception) -> str:
    """What went wrong, in a line where it can be.

    The words of an unforeseen error are kept back: they may quote a record.
    """
    match error:
        case WrongUsageError() | EnvironmentFailedError():
            return str(error)
        case OSError():
            said = ": ".join(
                filter(None, [str(error.filename or ""), error.strerror or "the system refused"])
            )
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            return f"{said}; make room and run it again; the last portal is as it was" if full else said
        case SiteFailedError():
            return f"the pages have faults, which is a bug in the generator:\n{error}"
    return f"a bug in the generator: {_where(error)}; --verbose shows more, and may quote records"


def _where(error: Exception) -> str:
    """The kind of an error and the last line of ours on the way to it."""
    found, at = "", error.__traceback__
    while at:
        path = Path(at.tb_frame.f_code.co_filename)
        if path.is_relative_to(Path(__file__).parent):
            found = f"{path.relative_to(Path(__file__).parents[1]).as_posix()}:{at.tb_lineno}"
        at = at.tb_next
    return f"{type(error).__name__} at {found}"
