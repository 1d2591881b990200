"""A whole portal from a root folder, or nothing; and nothing to do where nothing changed."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.editions.config import ASSETS, MANIFEST, READ, WORK
from generator.editions.errors import UserProblemsError
from generator.editions.output import (
    check_contents,
    check_place,
    check_replaceable,
    keep,
    lock_of_output,
    lock_of_root,
    locked,
    recover,
    replacing,
    resolved,
)
from generator.editions.progress import Say
from generator.editions.state import (
    Built,
    digest_inputs,
    digest_output,
    digests_in_use,
    forget,
    last_build,
    remember,
)
from generator.editions.today import today
from generator.problems import Problem, errors

SCRATCH = ("docs*", "publish", "record-*.new", "earlier", "new", "*/half-*", "templates/*/*/half-*")
"""What lies in .portal/ only while a command runs."""
CACHES = ("charts", "papers", "templates", READ)
"""Folders of .portal/ that save time and are trusted only as far as their checksums go."""


@dataclass(frozen=True, slots=True)
class Order:
    """Make the portal of `root` in the folder `out`: the `wanted` months (none named: all).

    Months that were not wanted stay as they are in a portal that has them.
    `clean`: trust neither what is there nor any cache. `jobs`: how many processes share the work.
    """

    root: Path
    out: Path
    wanted: tuple[str, ...] = ()
    clean: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build found and did. With any error among `problems` nothing was written;
    `made` names the editions that were made anew. `changed`: the portal is another than before, be it only
    that a month is gone."""

    problems: tuple[Problem, ...] = ()
    made: tuple[str, ...] = ()
    changed: bool = False


def build(order: Order, say: Say) -> Outcome:
    """Carry out `order`, or find that nothing changed since it was carried out last.

    Whatever is raised, the portal stays as it was: WrongUsageError is the caller's mistake, OSError and
    EnvironmentFailedError the machine's, SiteFailedError and anything else a bug.
    """
    with built(order, say) as outcome:
        return outcome


@contextmanager
def built(order: Order, say: Say) -> Iterator[Outcome]:
    """The same; no other build touches the portal while the block runs."""
    order = replace(order, root=resolved(order.root), out=resolved(order.out))
    check_place(order.root, order.out)
    check_replaceable(order.out)
    if not lock_of_output(order.out).exists():
        check_contents(order.out)  # no build was ever there: leave no lock beside what is not ours
    with locked(lock_of_root(order.root), say), locked(lock_of_output(order.out), say):
        check_contents(order.out)
        recover(order.out)
        try:
            yield _build(order, say)
        finally:
            _sweep(order.root / WORK)


def _sweep(work: Path) -> None:
    """Throw away what was needed on the way, of this build and of killed ones. Only under the root's lock."""
    for path in (path for name in SCRATCH for path in work.glob(name)):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _build(order: Order, say: Say) -> Outcome:
    day = today(order.root)
    digest = _digest_or_none(order.root, day)
    known = None if order.clean else _untouched(order)
    if known and known.inputs == digest and known.answers(order.wanted):
        return Outcome()
    if order.clean:
        for cache in CACHES:
            shutil.rmtree(order.root / WORK / cache, ignore_errors=True)
    try:
        return _build_anew(order, day, digest, known, say)
    except UserProblemsError as error:
        return Outcome(error.problems)


def _digest_or_none(root: Path, day: date) -> str | None:
    """None where an input can't be read: reading it properly will say which."""
    try:
        return digest_inputs(root, day)
    except OSError:
        return None


def _untouched(order: Order) -> Built | None:
    """The last build, where what came out of it is as it was left."""
    known = last_build(order.root, order.out)
    return known if known and known.output == digest_output(order.out) else None


def _build_anew(order: Order, day: date, digest: str | None, known: Built | None, say: Say) -> Outcome:
    from generator.editions.inputs import read  # noqa: PLC0415 (the library of the settings takes a while to import)

    say("reading records, settings and words")
    inputs, problems = read(order.root, day)
    if inputs is None or errors(problems):
        return Outcome(tuple(problems))

    from generator.editions.make import EditionMaker  # noqa: PLC0415 (MkDocs, pandas and altair)
    from generator.editions.published import drop_records  # noqa: PLC0415

    maker = EditionMaker(order.root, inputs, day)
    digests = {edition.month: maker.digest(edition) for edition in maker.choose(())}
    have = known.editions if known else {}
    editions = [each for each in maker.choose(order.wanted) if have.get(each.month) != digests[each.month]]
    made = tuple(edition.month for edition in editions)
    kept = _kept(order, have, digests, made)
    with replacing(order.out) as building:
        for name in (*kept, ASSETS):
            if (order.out / name).is_dir():
                keep(order.out / name, building / name)
        problems += maker.make(editions, building, say, order.jobs)
    if digest is None or digest != _digest_or_none(order.root, day):
        forget(order.root, order.out)  # what was saved under way is for the next build
    else:
        left = {month: have.get(month, "") for month in kept} | {month: digests[month] for month in made}
        right = tuple(sorted(month for month, made_of in left.items() if digests.get(month) == made_of))
        as_it_was = {month: known.output[month] for month in kept if known and month in known.output}
        output = digest_output(order.out, as_it_was)
        done = Built(digest, output, right, set(digests) <= set(right), left)
        remember(order.root, order.out, done)
        drop_records(order.root, digests_in_use(order.root))
    return Outcome(tuple(problems), made, changed=True)


def _kept(
    order: Order, have: Mapping[str, str], digests: Mapping[str, str], made: Sequence[str]
) -> tuple[str, ...]:
    """The months whose editions stay: those that are right and, where only some were wanted, all others."""
    if not order.wanted:
        return tuple(month for month in digests if month not in made and month in have)
    there = (path.parent.name for path in order.out.glob(f"????-??/{MANIFEST}"))
    return tuple(sorted(month for month in there if month not in made))
