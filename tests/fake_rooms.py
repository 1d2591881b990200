"""Stand-ins for the rooms before `editions`, so that its tests are about editions only and take no time.

The records are the months' names in audits_data/months.txt; a line "wrong" in it is a problem. The site
builder writes each Markdown file as it is. Real rooms are tested together in test_sample.py.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from generator import pages, records
from generator.editions import inputs as inputs_room
from generator.editions import site
from generator.pages.content import Content
from generator.pages.inputs import EditionFiles, EditionInputs
from generator.pages.papers import making
from generator.problems import Place, Problem
from generator.settings.model import EditionSetting, Publication, Settings

PROJECT = Path(__file__).parents[1]
PUBLISHED = {"2023-09": date(2023, 10, 27), "2023-10": date(2023, 11, 24), "2023-11": date(2023, 12, 21)}


def make_root(folder: Path, months: tuple[str, ...] = tuple(PUBLISHED)) -> Path:
    """A root folder whose audits are of `months`."""
    for name in ("audits_data", "content", "site_config"):
        (folder / name).mkdir(parents=True)
    (folder / "mkdocs.yml").write_text((PROJECT / "mkdocs.yml").read_text())
    (folder / "audits_data" / "months.txt").write_text("\n".join(months))
    return folder


def fake_rooms(patch: pytest.MonkeyPatch, *, sites: bool = True) -> None:
    """Puts the stand-ins in place; `sites=False` leaves MkDocs real."""
    patch.setattr(inputs_room, "read", fake_read)
    patch.setattr(records, "to_tables", lambda _: {})
    patch.setattr(pages, "render_edition", fake_edition)
    patch.setattr(pages, "render_history", fake_history)
    if sites:
        patch.setattr(site.SiteBuilder, "build", write_site)


def fake_papers(patch: pytest.MonkeyPatch) -> None:
    """Reports as files cost seconds: for each stands the text of what it would hold."""
    patch.setattr(making, "pdf", lambda paper: f"{paper}".encode())
    patch.setattr(making, "word", lambda paper, template: f"{paper}{template!r}".encode())


def fake_read(root: Path, _: date) -> tuple[inputs_room.Inputs | None, list[Problem]]:
    lines = (root / "audits_data" / "months.txt").read_text().splitlines()
    problems = [
        Problem(Place("audits_data/months.txt", number), "wrong", "is wrong")
        for number, line in enumerate(lines, start=1)
        if line == "wrong"
    ]
    found: Any = {"audits": SimpleNamespace(columns={"month": lines})}
    pages_: Any = dict.fromkeys(lines)  # how the months reach the stand-in for an edition
    return inputs_room.Inputs(settings(), found, Content({}, pages_)), problems


def settings() -> Settings:
    publication = Publication.model_validate(
        {
            "organisation": {
                "name": "Testshire",
                "service": "Children's Services",
                "performance_data": {"title": "Elsewhere", "url": "https://example.org"},
                "contact": "the team",
            },
            "audiences": [{"id": "staff", "name": "Staff", "reads": "staff"}],
            "report": {"title": "Audits", "report_for": "Panel", "report_by": "Head"},
            "editions": [
                EditionSetting(month=month, published_on=day).model_dump() for month, day in PUBLISHED.items()
            ],
        }
    )
    nothing: Any = None
    return Settings(nothing, nothing, publication)


def fake_edition(inputs: EditionInputs) -> EditionFiles:
    """Two pages, a picture, a download; says what it was asked for."""
    told = f"{inputs.month} as known on {inputs.data_to}, of {', '.join(_months(inputs))}"
    files = {
        "index.md": f"# What we learned\n\n{told}. See [grades](findings/grades/index.md).\n",
        "findings/grades/index.md": "# Five of eight\n\n![Five of eight](../../charts/grades.svg)\n",
        "charts/grades.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 1"/>\n',
        "data/figures.csv": f"month,count\n{inputs.month},8\n",
        "assets/council.css": ":root { --accent-light: #0b5d5b; --accent-dark: #7fc8c1 }\n",
    }
    status = "published" if inputs.published_on else "draft"
    return EditionFiles(
        files=_bytes(files),
        nav=[{"Home": "index.md"}, {"Grades": "findings/grades/index.md"}],
        site_name="Practice learning",
        extra={"month_name": inputs.month, "council": "Testshire"},
        manifest={
            "month": inputs.month,
            "status": status,
            "published_on": inputs.published_on.isoformat() if inputs.published_on else "",
            "feed": [
                {"address": "briefing/", "title": f"Briefing {inputs.month}", "summary": "Short & <plain>"}
            ],
        },
    )


def _months(inputs: EditionInputs) -> list[str]:
    lines = inputs.content.pages
    return sorted(line for line in lines if line <= inputs.month)


def fake_history(inputs: EditionInputs) -> dict[str, bytes]:
    return _bytes({"figures.csv": f"month,count\nall up to {inputs.month},8\n"})


def _bytes(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def write_site(_: site.SiteBuilder, source: site.Source, target: Path) -> None:
    """Each Markdown file as it is, under the name of its page."""
    for path in (path for path in source.docs.rglob("*") if path.is_file()):
        suffix = ".html" if path.suffix == ".md" else path.suffix
        copy = target / path.relative_to(source.docs).with_suffix(suffix)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
