"""A whole portal from a root folder, or nothing; and nothing to do where nothing changed."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.editions.config import WORK
from generator.editions.errors import UserProblemsError
from generator.editions.output import claim, lock_of_output, lock_of_root, locked, recover, replacing
from generator.editions.progress import Say
from generator.editions.state import Built, digest_inputs, digest_output, forget, last_build, remember
from generator.editions.today import today
from generator.problems import Problem, errors


@dataclass(frozen=True, slots=True)
class Order:
    """Make the portal of `root` in the folder `out`: the `wanted` months (none named: all).

    Months that were not wanted stay as they are in a portal that has them.
    `clean`: trust neither what is there nor any cache.
    """

    root: Path
    out: Path
    wanted: tuple[str, ...] = ()
    clean: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build found and did. With any error among `problems` nothing was written;
    `made` names the editions that were made anew (none: the portal was up to date)."""

    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()


def build(order: Order, say: Say) -> Outcome:
    """Carry out `order`, or find that nothing changed since it was carried out last.

    Whatever is raised, the portal stays as it was: WrongUsageError is the caller's mistake, OSError and
    EnvironmentFailedError the machine's, SiteFailedError and anything else a bug.
    """
    order = replace(order, root=order.root.resolve(), out=order.out.resolve())
    claim(order.root, order.out)
    with locked(lock_of_root(order.root), say), locked(lock_of_output(order.out), say):
        recover(order.out)
        day = today(order.root)
        digest = _digest_or_none(order.root, day)
        known = None if order.clean else _still_true(order, digest)
        if known and known.answers(order.wanted):
            return Outcome()
        if order.clean:
            shutil.rmtree(order.root / WORK / "charts", ignore_errors=True)
        try:
            outcome = _build_anew(order, day, say)
        except UserProblemsError as error:
            return Outcome(error.problems)
        if outcome.made:
            _remember(order, digest, day, known, outcome.made)
        return outcome


def _digest_or_none(root: Path, day: date) -> str | None:
    """None where an input can't be read: reading it properly will say which."""
    try:
        return digest_inputs(root, day)
    except OSError:
        return None


def _still_true(order: Order, digest: str | None) -> Built | None:
    """The last build, where neither what went in nor what came out has changed since."""
    known = last_build(order.root, order.out)
    if known is None or known.inputs != digest or known.output != digest_output(order.out):
        return None
    return known


def _build_anew(order: Order, day: date, say: Say) -> Outcome:
    from generator.editions.inputs import read  # noqa: PLC0415 (the library of the settings takes a while to import)

    say("reading records, settings and words")
    inputs, problems = read(order.root, day)
    if inputs is None or errors(problems):
        return Outcome(tuple(problems))

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)

    maker = EditionMaker(order.root, inputs, day)
    editions = maker.choose(order.wanted)
    with replacing(order.out) as building:
        if order.wanted and order.out.exists():
            shutil.copytree(order.out, building, dirs_exist_ok=True)
        maker.make(editions, building, say)
    return Outcome(tuple(problems), tuple(edition.month for edition in editions))


def _remember(order: Order, digest: str | None, day: date, known: Built | None, made: Sequence[str]) -> None:
    """Note what the portal was made of, unless that changed under way: then the next build looks again."""
    if digest is None or digest != _digest_or_none(order.root, day):
        forget(order.root, order.out)
        return
    months = {*made, *(known.months if known else ())}
    whole = not order.wanted or (known is not None and known.whole)
    remember(order.root, order.out, Built(digest, digest_output(order.out), tuple(sorted(months)), whole))
