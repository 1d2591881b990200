"""Inputs -> the files of editions -> their sites and what stands around them. Heavy to import."""

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator import pages, records
from generator.editions.config import MANIFEST, WORK, site_url
from generator.editions.inputs import Inputs
from generator.editions.plan import Planned, choose, newest, plan
from generator.editions.portal import Look, surround
from generator.editions.progress import Say
from generator.editions.site import SiteBuilder, Source
from generator.pages.inputs import EditionFiles, EditionInputs


class EditionMaker:
    """Makes editions of one set of inputs, which had no errors."""

    def __init__(self, root: Path, inputs: Inputs, today: date) -> None:
        self._root = root
        self._inputs = inputs
        self._planned = plan(inputs.settings, inputs.months, today)
        self._tables = records.to_tables(inputs.records)
        self._sites = SiteBuilder(root)
        self._url = site_url(root)

    def choose(self, wanted: Sequence[str]) -> list[Planned]:
        """The `wanted` months' editions, oldest first (none named: all). Raises WrongUsageError."""
        return choose(self._planned, wanted)

    def newest(self) -> Planned:
        """The edition that `latest` stands for."""
        return newest(self._planned)

    def files(self, edition: Planned) -> EditionFiles:
        """The pages, charts and downloads of one edition."""
        return pages.render_edition(self._edition_inputs(edition))

    def briefing_start(self, edition: Planned) -> str:
        """What a month's briefing begins as, for staff to finish."""
        return pages.briefing_start(self._edition_inputs(edition))

    def _edition_inputs(self, edition: Planned) -> EditionInputs:
        return EditionInputs(
            settings=self._inputs.settings,
            content=self._inputs.content,
            tables=self._tables,
            month=edition.month,
            data_to=edition.data_to,
            published_on=edition.published_on,
            months=self._inputs.months,
            chart_cache=self._root / WORK / "charts",
            address=self._address(edition),
        )

    def make(self, editions: Sequence[Planned], portal: Path, say: Say) -> None:
        """Make `editions` in the folder `portal`, and everything around the editions there anew."""
        there = [each for each in self._planned if each in editions or (portal / each.month).is_dir()]
        for edition in editions:
            files = self.files(edition)
            self._make_site(edition, files, portal / edition.month)
            if edition == newest(there):
                shutil.rmtree(portal / "data", ignore_errors=True)
                write(portal / "data", files.history)
            say(f"{edition.month}: {sum(name.endswith('.md') for name in files.files)} pages")
        organisation = self._inputs.settings.publication.organisation
        look = Look(
            organisation.portal, organisation.name, self._url, organisation.accent, organisation.accent_dark
        )
        surround(portal, look)

    def _address(self, edition: Planned) -> str:
        return f"{self._url}{edition.month}/"

    def _make_site(self, edition: Planned, files: EditionFiles, site: Path) -> None:
        docs = self._root / WORK / "docs"
        shutil.rmtree(docs, ignore_errors=True)
        write(docs, files.files)
        self._sites.build(Source(docs, inherited(files), self._address(edition), edition.epoch), site)
        manifest = json.dumps(dict(files.manifest), indent=2, ensure_ascii=False)
        (site / MANIFEST).write_bytes(f"{manifest}\n".encode())


def inherited(files: EditionFiles) -> dict[str, Any]:
    """What mkdocs.yml inherits for one edition."""
    return {"site_name": files.site_name, "nav": files.nav, "extra": {"portal": dict(files.extra)}}


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files`, named by their path below `folder`."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
