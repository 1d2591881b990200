"""Build, choose what goes to a target, put it there in one step, and record what readers now see."""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from generator import settings
from generator.editions.build import Order, built
from generator.editions.config import MANIFEST, WORK, site_url
from generator.editions.errors import WrongUsageError
from generator.editions.portal import AROUND, Look, surround
from generator.editions.progress import Say
from generator.editions.published import parsed_record, read_record, record_file, saved_record, write_record
from generator.editions.publishing.choose import Edition, assets_of, kept, refuse
from generator.editions.publishing.earlier import (
    Absent,
    Earlier,
    absent,
    say_absent,
    say_revised,
    to_go,
    to_stay,
)
from generator.editions.publishing.git import Git, committed
from generator.editions.publishing.target import Held, Target, Wanted
from generator.editions.state import last_build
from generator.editions.today import today
from generator.evidence.published_json import from_json, to_json
from generator.problems import EnvironmentFailedError, Problem, errors
from generator.settings.model import Settings

DATA = "data"
CHANGED = "something was saved while the portal was built; publish again"
TRIES = 20
"""Times that a publisher begins again because another one was faster."""


@dataclass(frozen=True, slots=True)
class PublishOrder:
    """Publish the portal of `root`, which is built in `site`.

    `recorded`: only editions whose record is in the newest commit, and write no record. `check`: only say
    what would be done.
    """

    root: Path
    site: Path
    target: Target
    recorded: bool = False
    check: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What was done, or with `check` would be. With any error among `problems`, nothing.

    `new` and `changed`: months of editions; `left_out`: those that no merged commit has recorded;
    `stays` and `gone`: earlier revisions that stay as a meeting had them, and those that no longer do;
    `records`: files that were written, below the root. `moved`: the target is not as it was.
    """

    problems: tuple[Problem, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    moved: bool = False

    def told(self, target: str, check: bool) -> str:
        """For the one who publishes, a line each."""
        would = "would be " if check else ""
        named = (("new", self.new), ("changed", self.changed))
        parts = [f"{word}: {', '.join(months)}" for word, months in named if months]
        what = "; ".join(parts) or ("no edition is new or changed here" if self.moved else "")
        lines = [
            f"{would}published in {target}; {what}" if what else f"{target}: no edition is new or changed"
        ]
        if self.stays:
            lines.append(f"{would}kept beside it, as its meeting had it: {', '.join(self.stays)}")
        if self.gone:
            lines.append(
                f"{would}taken away, since it shows an audit that is forgotten: {', '.join(self.gone)}"
            )
        if self.left_out:
            lines.append(
                f"left out, since no commit holds their record as they are now: {', '.join(self.left_out)}"
            )
        if self.records:
            lines.append(f"{would}recorded, to be committed: {', '.join(self.records)}")
        return "\n".join(lines)


def publish(order: PublishOrder, say: Say) -> Published:
    """Carry out `order`. Whatever is raised, the target is as it was, or holds the whole of what was ordered.

    WrongUsageError: the target is another's, or holds what these editions must not replace. OSError and
    EnvironmentFailedError: the machine, git or a remote refused.
    """
    order.target.read()  # a wrong target is told before a build takes its time
    with built(Order(order.root, order.site), say) as outcome:
        if errors(outcome.problems):
            return Published(outcome.problems)
        commit = _commit(order, say)
        publisher = _Publisher(order)
        with nullcontext() if order.check else order.target.turn(say):
            done = publisher.publish()
        if order.recorded:
            return done
        records = publisher.record(commit, write=not order.check)
    return replace(done, problems=outcome.problems, left_out=(), records=records)


def _commit(order: PublishOrder, say: Say) -> str:
    """What is published is committed; what would be published need not be yet, and that is said."""
    try:
        return committed(order.root)
    except WrongUsageError as error:
        if not order.check:
            raise
        say(f"note: {error}")
        return ""


@dataclass(frozen=True, slots=True)
class _Change:
    """What is to change at a target that holds `held`: the editions that differ there, earlier revisions."""

    held: Held
    differing: Sequence[Edition]
    stays: tuple[Earlier, ...]
    absent: tuple[Absent, ...]
    gone: frozenset[str]

    @property
    def months(self) -> tuple[str, ...]:
        told = self.told()
        return (*told.new, *told.changed)

    def told(self) -> Published:
        there = self.held.manifests
        return Published(
            new=tuple(e.month for e in self.differing if e.month not in there),
            changed=tuple(e.month for e in self.differing if e.month in there),
            stays=tuple(each.name for each in self.stays),
            gone=tuple(sorted(self.gone)),
        )


class _Publisher:
    """What an order is made of, once built."""

    def __init__(self, order: PublishOrder) -> None:
        self._order = order
        found, _ = settings.load(order.root)
        if found is None:
            raise EnvironmentFailedError(CHANGED)
        self._settings: Settings = found
        self._look = Look.of(found.publication.organisation, site_url(order.root))
        self._audience = found.publication.audiences[0].id
        every = self._editions()
        self._ours = self._merged(every) if order.recorded else every
        self._left_out = tuple(e.month for e in every if e not in self._ours)
        self._newest = max((e.month for e in every), default="")

    def publish(self) -> Published:
        for _ in range(TRIES):
            held = self._order.target.read()
            differing = [e for e in self._ours if self._order.target.differs(e.month, e.folder)]
            refuse(str(self._order.target), held, self._audience, differing, self._recorded)
            stays = to_stay(held, differing)
            lacking = absent(held, self._ours, stays)
            change = _Change(held, differing, stays, lacking, to_go(held, self._ours))
            done = replace(change.told(), left_out=self._left_out)
            if self._order.check or not self._ours:
                return done
            moved = self._order.target.put(self._wanted(change))
            if moved is not None:
                return replace(done, moved=moved)
        raise EnvironmentFailedError(
            f"{self._order.target} is being published by others all the time; try again"
        )

    def record(self, commit: str, *, write: bool) -> tuple[str, ...]:
        """Record what readers see of each edition; the files that had to be written."""
        files = []
        for edition in self._ours:
            file = record_file(self._audience, edition.month)
            path = self._order.root / file
            if path.is_file() and path.read_text(encoding="utf-8") == edition.record:
                continue
            record = from_json(edition.record)
            text = to_json(record.made_of(record.commit or commit))
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            files.append(file)
            if write:
                write_record(self._order.root, file, text)
        return tuple(files)

    def _editions(self) -> list[Edition]:
        """The published editions of the build, oldest first. Drafts are for those who write them."""
        known = last_build(self._order.root, self._order.site)
        if known is None:
            raise EnvironmentFailedError(CHANGED)
        editions = []
        for path in sorted(self._order.site.glob(f"????-??/{MANIFEST}")):
            manifest, month = json.loads(path.read_bytes()), path.parent.name
            if manifest["status"] == "published":
                record = saved_record(self._order.root, known.editions.get(month, ""))
                editions.append(Edition(month, path.parent, manifest, record))
        return editions

    def _recorded(self, month: str) -> int:
        record = read_record(self._order.root, self._audience, month)
        return record.revision if record else 0

    def _merged(self, editions: Sequence[Edition]) -> list[Edition]:
        """Those whose record the newest commit holds."""
        names = [f"HEAD:./{record_file(self._audience, edition.month)}" for edition in editions]
        texts = Git(self._order.root).blobs(names)
        return [
            edition
            for edition, text in zip(editions, texts, strict=True)
            if text is not None and (text == edition.record.encode() or self._is_in(text, edition))
        ]

    def _is_in(self, text: bytes, edition: Edition) -> bool:
        where = "as the newest commit holds it, "
        return edition.agrees_with(parsed_record(text, self._audience, edition.month, where))

    def _wanted(self, change: "_Change") -> Wanted:
        held, stay = change.held, kept(change.held, self._ours, change.gone)
        manifests = {month: held.manifests[month] for month in stay if month in held.manifests}
        manifests |= {edition.month: edition.manifest for edition in self._ours}
        latest = max(manifests)
        site = self._order.site
        parts = {edition.month: edition.folder for edition in self._ours}
        sets = assets_of(edition.manifest for edition in self._ours)
        parts |= {name: site / name for name in sorted(sets)}
        parts |= {each.name: self._as_it_was(each) for each in change.stays}
        stay = (*stay, *sorted(assets_of(each.manifest for each in change.stays) - sets - {*stay}))
        self._check_there(held, stay)
        around = manifests | {name: held.earlier[name] for name in stay if name in held.earlier}
        around |= {each.name: each.manifest for each in change.stays}
        frame = self._frame(around | {each.name: each.manifest for each in change.absent})
        parts |= {each.name: self._never_here(each) for each in change.absent}
        parts |= {name: frame / name for name in AROUND}
        if latest in stay or (latest != self._newest and latest not in change.months and DATA in held.names):
            stay = (*stay, DATA)
        elif latest == self._newest:
            parts[DATA] = site / DATA
        else:
            parts[DATA] = self._history(latest)
        return Wanted(parts, stay, latest, " ".join(["Publish", ", ".join(change.months)]).strip())

    def _check_there(self, held: Held, stay: Sequence[str]) -> None:
        lacking = sorted({*stay} - held.names)
        if lacking:
            raise WrongUsageError(
                f"{self._order.target} lacks {lacking[0]}, which editions that stay there need; nothing was "
                "touched; put it back from a backup, or take these editions away, and publish again"
            )

    def _as_it_was(self, earlier: Earlier) -> Path:
        """A folder with the edition that the target holds, saying that it was revised."""
        folder = self._order.root / WORK / "earlier" / earlier.name
        shutil.rmtree(folder, ignore_errors=True)
        self._order.target.take(earlier.month, folder)
        say_revised(folder, earlier, site_url(self._order.root))
        return folder

    def _never_here(self, absent: Absent) -> Path:
        folder = self._order.root / WORK / "publish" / "absent" / absent.name
        say_absent(folder, absent, self._look)
        return folder

    def _frame(self, manifests: Mapping[str, Mapping[str, object]]) -> Path:
        """What goes around the editions at the target, ours and those that stay, by their folders."""
        frame = self._order.root / WORK / "publish"
        shutil.rmtree(frame, ignore_errors=True)
        for month, manifest in manifests.items():
            (frame / month).mkdir(parents=True)
            (frame / month / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        surround(frame, self._look)
        return frame

    def _history(self, month: str) -> Path:
        """The downloads over all months as the edition of `month` knows them, where the build's know more."""
        from generator.editions.inputs import read  # noqa: PLC0415
        from generator.editions.make import EditionMaker, write  # noqa: PLC0415 (pandas)

        day = today(self._order.root)
        inputs, _ = read(self._order.root, day)
        if inputs is None:
            raise EnvironmentFailedError(CHANGED)
        maker = EditionMaker(self._order.root, inputs, day)
        folder = self._order.root / WORK / "publish" / DATA
        write(folder, maker.history(maker.choose([month])[0]))
        return folder
