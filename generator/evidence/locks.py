"""What was published stays as it was, unless a notice or a later `data_to` says why it does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.evidence.published import Difference, PublishedRecord, differences
from generator.evidence.revisions import Notice, Revision
from generator.settings.meetings import sent_to
from generator.settings.model import Publication

BY_STAFF = ("briefing/", "report/", "method/")
"""Words that tell of figures, and so may change with them when the edition is made to know more."""


@dataclass(frozen=True, slots=True)
class Locked:
    """An edition held against what was published of it.

    `record`: what it says now, with its revisions. `unexplained`: what differs and nothing says why; any of
    it stops a build. `idle`: notices of a change that is none.
    """

    record: PublishedRecord
    unexplained: tuple[Difference, ...] = ()
    idle: tuple[Notice, ...] = ()


def lock(
    was: PublishedRecord | None,
    now: PublishedRecord,
    notices: Sequence[Notice],
    publication: Publication,
    as_known_before: PublishedRecord | None = None,
) -> Locked:
    """Hold `now` against what was published, if anything was.

    A notice that an audit is forgotten makes a revision even where nothing differs: an earlier one may still
    show that audit, and only a revision takes it away.
    `notices`: all that are there for the edition; those that a published revision had are done with.
    `as_known_before`: what it says as known on the published `data_to`, where that was moved: a record that
    was altered under cover of a later `data_to` shows there.
    """
    if was is None:
        return Locked(now, idle=tuple(notices))
    done = {notice.file for revision in was.revisions for notice in revision.notices}
    waiting = tuple(notice for notice in notices if notice.file not in done)
    altered = _altered(was, now, as_known_before)
    if altered and not waiting:
        return Locked(_as(now, was, was.revisions), altered)
    telling = tuple(notice for notice in waiting if altered or notice.forgets)
    idle = tuple(notice for notice in waiting if notice not in telling)
    if telling or now.data_to != was.data_to:
        revision = _next(was, now, telling)
        earlier = _forgotten(_superseded(was, revision, publication), revision)
        return Locked(_as(now, was, (*earlier, revision)), idle=idle)
    return Locked(_as(now, was, was.revisions), idle=idle)


def _altered(
    was: PublishedRecord, now: PublishedRecord, as_known_before: PublishedRecord | None
) -> tuple[Difference, ...]:
    """What differs from what was published, and not because the edition was made to know more."""
    if as_known_before is None or now.data_to <= was.data_to:
        return differences(was, now)
    return tuple(d for d in differences(was, as_known_before) if not d.key.startswith(BY_STAFF))


def _as(now: PublishedRecord, was: PublishedRecord, revisions: Iterable[Revision]) -> PublishedRecord:
    return replace(now, published_on=was.published_on, revisions=tuple(revisions))


def _next(was: PublishedRecord, now: PublishedRecord, notices: tuple[Notice, ...]) -> Revision:
    changed = differences(was, now)
    on = max((notice.on for notice in notices), default=now.data_to)
    told = not any(notice.forgets for notice in notices)
    return Revision(
        on=on,
        data_to=now.data_to,
        notices=notices,
        was={d.key: d.figure_before for d in changed if not d.of_words} if told else {},
        words=tuple(d.key for d in changed if d.of_words) if told else (),
    )


def _superseded(was: PublishedRecord, newest: Revision, publication: Publication) -> tuple[Revision, ...]:
    """What the last revision went to is settled now: papers of later days hold the next one."""
    *earlier, last = was.revisions
    return (*earlier, replace(last, meetings=sent_to(publication, was.month, last.on, newest.on)))


def _forgotten(revisions: tuple[Revision, ...], newest: Revision) -> tuple[Revision, ...]:
    """Earlier revisions, without old values where an audit is forgotten.

    All of them go: an earlier one may have taken that audit out, and then nothing of what differs now tells
    which old values were its.
    """
    return tuple(replace(each, was={}, words=()) for each in revisions) if newest.forgets else revisions
