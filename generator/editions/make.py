"""Inputs -> the files of editions -> their sites and what stands around them. Heavy to import."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from generator import pages, records
from generator.editions import published
from generator.editions.compiled_templates import CompiledTemplates
from generator.editions.config import MANIFEST, WORK, site_url
from generator.editions.errors import UserProblemsError
from generator.editions.inputs import Inputs
from generator.editions.looked import Looked
from generator.editions.made_of import EditionDigests
from generator.editions.plan import Planned, choose, newest, plan
from generator.editions.portal import Look, surround
from generator.editions.progress import Say
from generator.editions.site import SiteBuilder, Source
from generator.editions.workers import Made, Work, made_by_workers
from generator.evidence.locks import Locked
from generator.evidence.published import PublishedRecord
from generator.garbage import no_garbage_collection
from generator.pages.inputs import EditionFiles, EditionInputs, Hedged
from generator.pages.templating import keep_compiled
from generator.problems import Problem, errors
from generator.settings.meetings import last_meeting


class EditionMaker:
    """Makes editions of one set of inputs, which had no errors."""

    def __init__(self, root: Path, inputs: Inputs, today: date) -> None:
        keep_compiled(partial(CompiledTemplates, root))
        self._root = root
        self._inputs = inputs
        self._today = today
        self._planned = plan(inputs.settings, inputs.months, today)
        self._tables = records.to_tables(inputs.records)
        self._sites = SiteBuilder(root)
        self._url = site_url(root)
        self._digests = EditionDigests(root, inputs, self._tables)

    def choose(self, wanted: Sequence[str]) -> list[Planned]:
        """The `wanted` months' editions, oldest first (none named: all). Raises WrongUsageError."""
        return choose(self._planned, wanted)

    def newest(self) -> Planned:
        """The edition that `latest` stands for."""
        return newest(self._planned)

    def files(self, edition: Planned, *, history: bool = False) -> EditionFiles:
        """The pages, charts and downloads of one edition, those over all months on request."""
        return pages.render_edition(replace(self._edition_inputs(edition), history=history))

    def look(self) -> Looked:
        """All of any edition that was published, has a notice or speaks of figures, without making one."""
        found: dict[str, Sequence[Problem]] = {}
        hedged: dict[str, Sequence[Hedged]] = {}
        content = self._inputs.content
        for edition in self._planned:
            month = edition.month
            spoken = month in content.corrections or content.speaks_of_figures(month)
            try:
                if spoken or self._published(edition):
                    checked = pages.checked(self._edition_inputs(edition))
                    found[month] = [*checked.problems, *self._unlike_published(edition, checked.locked)]
                    hedged |= {month: checked.hedged} if checked.hedged else {}
            except UserProblemsError as error:
                found[month] = error.problems
        return Looked(published.with_notice(self._root, found), hedged)

    def _unlike_published(self, edition: Planned, locked: Locked) -> list[Problem]:
        """What stops `edition`, since it is not as it was published and nothing says why."""
        was = self._published(edition)
        return published.check(self._root, self._inputs.settings, locked, was, edition.status == "draft")

    def _published(self, edition: Planned) -> PublishedRecord | None:
        return self._record(edition.month)

    def _record(self, month: str) -> PublishedRecord | None:
        return published.read_record(self._root, self._inputs.settings.publication.audiences[0].id, month)

    def history(self, edition: Planned) -> Mapping[str, bytes]:
        """The downloads over all months, as one edition knows them."""
        return pages.render_history(self._edition_inputs(edition))

    def briefing_start(self, edition: Planned) -> str:
        """What a month's briefing begins as, for staff to finish."""
        return pages.briefing_start(self._edition_inputs(edition))

    def report_start(self, edition: Planned, *, board: bool = False) -> str:
        """What a month's report begins as, or the board's, for staff to finish."""
        return pages.report_start(self._edition_inputs(edition), board=board)

    def _edition_inputs(self, edition: Planned) -> EditionInputs:
        return EditionInputs(
            settings=self._inputs.settings,
            content=self._inputs.content,
            tables=self._tables,
            month=edition.month,
            data_to=edition.data_to,
            published_on=edition.published_on,
            chart_cache=self._root / WORK / "charts",
            paper_cache=self._root / WORK / "papers",
            published=self._published(edition),
            address=self._address(edition),
            told=self._told(edition),
            before_knew=self._before_knew(edition),
        )

    def _before_knew(self, edition: Planned) -> date | None:
        """See `evidence.Edition`."""
        before = max((each.month for each in self._planned if each.month < edition.month), default="")
        record, day = self._record(before) if before else None, edition.published_on
        known = [each.data_to for each in record.revisions if day and each.on <= day] if record else []
        return known[-1] if known else None

    def _told(self, edition: Planned) -> PublishedRecord | None:
        """What was published of the edition that the last meeting had."""
        publication = self._inputs.settings.publication
        met = last_meeting(publication, edition.month, edition.data_to)
        if met is None or not met.month:
            return None
        return self._record(met.month)

    def digest(self, edition: Planned) -> str:
        """Of all that `edition` is made of."""
        return self._digests.of(edition)

    def make(self, editions: Sequence[Planned], portal: Path, say: Say, jobs: int = 1) -> list[Problem]:
        """Make `editions` in `portal`, where those that are kept lie already, and what goes around them.

        `jobs`: how many processes share the work. Returns warnings of what shows only now; raises
        UserProblemsError for errors.
        """
        there = [each for each in self._planned if each in editions or (portal / each.month).is_dir()]
        latest, history = newest(there), dict[str, bytes]()
        found: dict[str, Sequence[Problem]] = {}
        stopped = False
        for made in self._made(editions, Work(self._root, self._today, portal, latest.month), say, jobs):
            history |= made.history
            found[made.month] = made.problems
            stopped = stopped or bool(errors(made.problems))
            if not stopped:
                say(f"{made.month}: {made.pages} pages")
        problems = published.with_notice(self._root, found)
        if stopped:
            raise UserProblemsError(problems)
        write(portal / "data", history or self.history(latest))
        surround(portal, Look.of(self._inputs.settings.publication.organisation, self._url))
        return problems

    def _made(self, editions: Sequence[Planned], work: Work, say: Say, jobs: int) -> Iterator[Made]:
        if jobs > 1 and len(editions) > 1:
            digests = {edition.month: self.digest(edition) for edition in editions}
            say(f"making {len(editions)} editions by {jobs} processes")
            yield from made_by_workers(work, digests, jobs)
        else:
            for edition in editions:
                yield self.make_one(edition, work.portal, history=edition.month == work.latest)

    def make_one(self, edition: Planned, portal: Path, *, history: bool) -> Made:
        """Make one edition in `portal`, unless something stops it."""
        with no_garbage_collection():
            files = self.files(edition, history=history)
        problems = [*files.problems, *(self._unlike_published(edition, files.locked) if files.locked else ())]
        if not errors(problems):
            self._make_site(edition, files, portal / edition.month)
            if files.locked:
                published.save_record(self._root, self.digest(edition), files.locked.record)
        pages = sum(name.endswith(".md") for name in files.files)
        return Made(edition.month, pages, files.history, problems)

    def _address(self, edition: Planned) -> str:
        return f"{self._url}{edition.month}/"

    def _make_site(self, edition: Planned, files: EditionFiles, site: Path) -> None:
        docs = self._root / WORK / f"docs-{os.getpid()}"
        shutil.rmtree(docs, ignore_errors=True)
        write(docs, files.files)
        self._sites.build(Source(docs, inherited(files), self._address(edition), edition.epoch), site)
        self._sites.assets.write(site.parent)
        manifest = json.dumps(
            {**files.manifest, "assets": self._sites.assets.name}, indent=2, ensure_ascii=False
        )
        (site / MANIFEST).write_bytes(f"{manifest}\n".encode())


def inherited(files: EditionFiles) -> dict[str, Any]:
    """What mkdocs.yml inherits for one edition."""
    return {"site_name": files.site_name, "nav": files.nav, "extra": {"portal": dict(files.extra)}}


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, named by their path below `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.write_bytes(content)
        except OSError as error:
            error.filename = error.filename or str(path)  # a full disk names none
            raise
