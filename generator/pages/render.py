"""One edition, rendered: measures, evidence, charts and words become the files of its docs folder."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from typing import Any

import yaml
from markupsafe import Markup

from generator import __version__, charts
from generator.evidence import Evidence, Source, evidence_of
from generator.evidence.locks import Locked, lock
from generator.evidence.published import record_of
from generator.evidence.told import Figures, figures_on
from generator.pages import around, claims, downloads, papers
from generator.pages.anchors import each_once
from generator.pages.called import called
from generator.pages.calls import Figure
from generator.pages.feed import feed_entries
from generator.pages.glossary import Explainer, Glossary, glossary
from generator.pages.inputs import Checked, EditionFiles, EditionInputs
from generator.pages.notes import Notes, names_of
from generator.pages.numbering import numbered
from generator.pages.pictures import pictures
from generator.pages.plain import plain_lines
from generator.pages.presenters.briefing import BriefingPage, briefing_page
from generator.pages.presenters.compare import ComparePage, as_json
from generator.pages.presenters.origins import origins_page
from generator.pages.presenters.report import tables_of
from generator.pages.presenters.revisions import counted_words, named_measures, revision_lines
from generator.pages.provenance import NAMES, names_csv
from generator.pages.site import Page, PageKind, Words, pages
from generator.pages.templating import environment, template_text
from generator.pages.ways import ORIGINS, Ways, writing
from generator.pages.word_template import template_problem
from generator.pages.words import listed, month_name
from generator.problems import Problem

_PAPERS = ("report", "board_report")
"""Pages that are files of their own as well."""
_MARKS_HERE = Markup("<p>marks</p>")
"""Stands in a paper where its marks are explained, until it is known which of them it has."""
_MARK = re.compile(r"\[([prbcx])\]")
_WITH_NOTES = ("report", "board_report", "briefing")
"""Pages that end with notes on the claims in them."""
_WITH_REVISIONS = ("home", "about")
"""Pages that say themselves what was revised."""
_SCRIPTS = {"compare": "compare"}
"""Page -> its own script among the theme's, which it does more with and can do without."""
_WITHOUT_WAYS = ("briefing_text", "origins")
"""Pages that are for other programs, and the one to which all ways lead."""
COMPARED = "compare.json"
LESSON_FIRST = 2
"""What a lesson's page weighs in search against others of the same name, such as its area's."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page says of a chart: how to read it, and how large its two drawings are (px)."""

    name: str
    reads: str
    wide_box: tuple[int, int]
    narrow_box: tuple[int, int]

    @classmethod
    def of(cls, chart: charts.Chart, rendered: charts.Rendered) -> "Picture":
        return cls(chart.name, chart.reads, rendered.wide_box, rendered.narrow_box)


def render_edition(inputs: EditionInputs) -> EditionFiles:
    """All files of one edition. Raises KeyError where a template links to a page that is not there."""
    e, held = _revised(inputs)
    drawn = pictures(e)
    rendered = charts.render(drawn, inputs.chart_cache)
    words = _words(e)
    built = pages(e, inputs.content, words)
    site = around.site(e, inputs.address)
    shared = _shared(e, site, [Picture.of(chart, rendered[chart.name]) for chart in drawn])
    addresses = {page.address for _, page in built}
    reports = {page.address: page for _, page in built if page.template in _PAPERS}
    chart_files = {name: blob for chart in rendered.values() for name, blob in chart.files.items()}
    written = {address: _markdown(page, addresses, shared) for address, page in reports.items()}
    made, problems = _papers(e, inputs, site, written, chart_files)
    markdown = _pages(e, [page for _, page in built], shared, made)
    texts = {f"{p.address}briefing.txt": _text(p, shared) for _, p in built if p.template == "briefing"}
    data = downloads.files(e)
    compared = {f"data/{COMPARED}": as_json(p.page) for _, p in built if isinstance(p.page, ComparePage)}
    return EditionFiles(
        files={
            **markdown,
            **texts,
            **{f"charts/{name}": blob for name, blob in chart_files.items()},
            **{f"{address}{file.name}": file.content for address, of in made.items() for file in of},
            **compared,
            **{f"data/{name}": blob for name, blob in data.items()},
            "assets/council.css": around.council_css(e).encode(),
        },
        nav=_nav(built, words),
        site_name=site.organisation.portal,
        extra=around.extra(site),
        manifest=_manifest(e, data, briefing_page(e, inputs.content.briefings)),
        locked=held,
        problems=(*claims.problems(e, inputs.content), *problems),
        history=_history(e, held) if inputs.history else {},
    )


def _pages(
    e: Evidence,
    built: Sequence[Page],
    shared: Mapping[str, object],
    made: Mapping[str, tuple[papers.PaperFile, ...]],
) -> dict[str, bytes]:
    """The Markdown of each page by its path; last that of where their figures come from. `made`: the files of
    pages that are papers as well, by address."""
    addresses, known = {page.address for page in built}, counted_words().keys()
    markdown: dict[str, bytes] = {}
    sources, linked = set[Source](), set[str]()
    for page in built:
        if page.template in _WITHOUT_WAYS:
            continue
        with writing(Ways(page.base, known)) as ways:
            own = {**shared, "files": made, "papers": made.get(page.address, ())}
            markdown[page.path] = _markdown(page, addresses, own, ways).encode()
        sources |= ways.sources_known
        linked |= ways.linked
    for page in built:
        if page.template in _WITHOUT_WAYS:
            found = origins_page(e, sources, linked) if page.template == "origins" else page.page
            markdown[page.path] = _markdown(replace(page, page=found), addresses, shared).encode()
    return markdown


def _papers(
    e: Evidence,
    inputs: EditionInputs,
    site: around.Site,
    written: Mapping[str, str],
    chart_files: Mapping[str, bytes],
) -> tuple[dict[str, tuple[papers.PaperFile, ...]], list[Problem]]:
    """Pages, by address, with their Markdown -> the files of each; or what is wrong with the template."""
    made: dict[str, tuple[papers.PaperFile, ...]] = {}
    if inputs.paper_cache is None:
        return made, []
    for address, markdown in written.items():
        paper = papers.of_page(markdown, site, e, address, chart_files)
        try:
            made[address] = papers.make(paper, inputs.content.word_template, inputs.paper_cache)
        except papers.TemplateError as error:
            return {}, [template_problem(error)]
    return made, []


def render_history(inputs: EditionInputs) -> dict[str, bytes]:
    """File name -> the same downloads as the edition's, over all months; and all figures by their names."""
    return _history(*_revised(inputs))


def _history(e: Evidence, held: Locked) -> dict[str, bytes]:
    return {**downloads.files(e, every_month=True), NAMES: names_csv(held.record)}


def checked(inputs: EditionInputs) -> Checked:
    """An edition held against what was published of it, and what its words say, without rendering."""
    e, held = _revised(inputs)
    return Checked(held, claims.problems(e, inputs.content), claims.hedged(e, inputs.content))


def _evidence(inputs: EditionInputs) -> Evidence:
    return evidence_of(inputs.tables, inputs.settings, inputs.edition)


def _revised(inputs: EditionInputs) -> tuple[Evidence, Locked]:
    """An edition's evidence, what its revisions changed marked, and it held against what was published."""
    e = _evidence(inputs)
    words = claims.said_in(e, inputs.content)
    was, before = inputs.published, None
    if was is not None and inputs.data_to > was.data_to:
        as_known = _evidence(replace(inputs, data_to=was.data_to))
        before = record_of(as_known, claims.said_in(as_known, inputs.content))
    notices = inputs.content.corrections.get(inputs.month, ())
    held = lock(was, record_of(e, words), notices, inputs.settings.publication, before)
    return replace(e.revised(held.record.revisions), told=_told(e, inputs)), held


def _told(e: Evidence, inputs: EditionInputs) -> Figures | None:
    """What the last meeting's papers said, where that is recorded and may be told: old beside new would be an
    audit that had to be forgotten, though that is not published yet."""
    met, record = e.last_meeting, inputs.told
    if met is None or record is None:
        return None
    notices = inputs.content.corrections.get(met.month, ())
    forgotten = any(each.forgets and each.on > met.papers_on for each in notices)
    return None if forgotten else figures_on(record, met.papers_on)


def _shared(e: Evidence, site: around.Site, drawn: list[Picture]) -> dict[str, object]:
    framework, lines = e.settings.framework, revision_lines(e)
    return {
        "site": site,
        "pictures": {picture.name: picture for picture in drawn},
        "scale": framework.scale(e.month),
        "every_grade": framework.every_grade,
        "grades_of": {month: framework.scale(month) for month in e.months},
        "grade_names": {grade.id: grade.name for grade in framework.every_grade},
        "grade_list": listed([grade.name for grade in framework.scale(e.month)]),
        "areas": {area.id: area.name for area in framework.every_area},
        "area_pages": {area.id for area in framework.areas_in(e.month)},
        "themes": {theme.id: theme.title for theme in e.settings.themes.themes},
        "window": framework.practice_window_months,
        "report": e.settings.publication.report,
        "notes_of": partial(_notes, e),
        "names": names_of(e),
        "files": {},
        "papers": (),
        "meeting_days": frozenset(each.on.isoformat() for each in e.papers_of_its_own),
        "glossary": glossary(e),
        "revised": lines[-1] if e.edition.revised else None,
        "corrected": [line for line in reversed(lines[:-1]) if line.corrects],
    }


def _words_of(shared: Mapping[str, Any], page: Page, *, numbered: bool) -> dict[str, object]:
    """How a page takes in what staff wrote; `numbered`: whether it ends with notes on that."""
    notes: Notes = shared["notes_of"](page, numbered=numbered)
    return {"words": notes.words, "monday": notes.monday, "notes": notes}


def _notes(e: Evidence, page: Page, *, numbered: bool) -> Notes:
    """Of a paper, whose tables its notes name, and whose words mark what is provisional as its tables do."""
    paper = page.template in _PAPERS
    tables = tables_of(e) if paper else {}
    return Notes(e, partial(_said, e, marked=paper), page.base, numbered=numbered, tables=tables)


def _said(e: Evidence, figure: Figure, *, marked: bool) -> str:
    """A figure that staff call by name, as shown."""
    macros = environment().get_template("figures.j2").module
    macro = "said" if figure.name == "audits_with" else figure.name
    shown = called(e, figure)
    return f"{getattr(macros, macro)(shown)}{' [p]' if marked and 'p' in shown.marks else ''}"


def _markdown(page: Page, addresses: set[str], shared: Mapping[str, object], ways: Ways | None = None) -> str:
    """A page as Markdown; `ways`: its figures are marked, and lead to where they come from."""
    # Material's search weighs a page's tags above all that the page says
    about: dict[str, object] = {
        "title": page.title,
        "description": page.description,
        "tags": list(page.names),
    }
    if page.template == "theme":
        about["search"] = {"boost": LESSON_FIRST}
    if page.template == "origins":
        about["search"] = {"exclude": True}  # it repeats what other pages say
    if page.template in _SCRIPTS:
        about["script"] = _SCRIPTS[page.template]
    front = yaml.safe_dump(about, allow_unicode=True, sort_keys=True, width=1000)
    known = shared["glossary"]
    assert isinstance(known, Glossary)
    explainer = Explainer(known, page.base)
    context = {**shared, **_words_of(shared, page, numbered=page.template in _WITH_NOTES), "page": page.page}
    context |= {"base": Markup(page.base), "here": page.address}
    context |= {"to": _links(page, addresses), "term": explainer.term, "explain": explainer.explain}
    context["marks_here"] = _MARKS_HERE
    body = environment().get_template(f"{page.template}.md.j2").render(context).strip()
    if page.template in _PAPERS:
        body = _as_paper(body, context)
    if shared["revised"] and "[r]" in body and page.template not in _WITH_REVISIONS:
        revisions: Any = environment().get_template("revisions.j2").module
        body += f"\n\n{revisions.explained(shared['revised'], f'{page.base}about/')}"
    if ways and ways.measures:
        explained: Any = environment().get_template("explained.j2").module
        body += f"\n\n{explained.ways(named_measures(ways.measures), Markup(f'{page.base}{ORIGINS}'))}"
        body = ways.finished(body)
    return f"---\n{front}---\n\n{each_once(body.strip())}\n"


def _as_paper(body: str, context: Mapping[str, object]) -> str:
    """A report as it is read on paper, too: its tables and charts numbered, its marks explained."""
    found = sorted(set(_MARK.findall(unescape(body))), key="pbxcr".index)
    marks = environment().get_template("report_marks.j2").render({**context, "marks": found}) if found else ""
    return numbered(body.replace(_MARKS_HERE, marks.strip(), 1))


def _text(page: Page, shared: Mapping[str, object]) -> bytes:
    """A page's words as a file of plain text, which other programs take as it is."""
    context = {**shared, **_words_of(shared, page, numbered=False), "page": page.page}
    mail = environment().get_template("briefing_file.j2").render(context)
    return "\n".join([*plain_lines(mail), ""]).encode()


def _links(page: Page, addresses: set[str]) -> Callable[[str], Markup]:
    """Addresses are made of ids, which need no escape: small letters, digits and hyphens."""

    def to(address: str) -> Markup:
        if address not in addresses:
            raise KeyError(f"{page.template}: there is no page at {address}")
        return Markup(f"{page.base}{address}")

    return to


def _words(e: Evidence) -> dict[str, Words]:
    """Words by kind of page, and titles of the navigation's sections."""
    raw = yaml.safe_load(template_text("words.yml", month=month_name(e.month)))
    return {kind: Words(**{**own, "also": tuple(own.get("also", ()))}) for kind, own in raw.items()}


def _nav(built: list[tuple[PageKind, Page]], words: Mapping[str, Words]) -> list[object]:
    """As mkdocs.yml writes it: pages without a section stand alone, a section's pages together."""
    nav: list[object] = []
    sections: dict[str, list[object]] = {}
    for kind, page in built:
        entry = {page.title: page.path}
        if not kind.section:
            nav.append(entry)
            continue
        if kind.section not in sections:
            sections[kind.section] = []
            nav.append({words[kind.section].title: sections[kind.section]})
        sections[kind.section].append(entry)
    return nav


def _manifest(e: Evidence, data: Mapping[str, bytes], briefing: BriefingPage) -> dict[str, object]:
    """edition.json. The digest is of the figures as shown: nothing hidden can be guessed back from it."""
    shown = b"".join(data[name] for name in sorted(data))
    published = e.edition.published_on
    return {
        "month": e.month,
        "audience": e.settings.publication.audiences[0].id,
        "status": "published" if published else "draft",
        "published_on": published.isoformat() if published else "",
        "data_to": e.edition.data_to.isoformat(),
        "revision": e.edition.revision,
        "revised_on": e.edition.revisions[-1].on.isoformat() if e.edition.revised else "",
        "generator": __version__,
        "figures": hashlib.sha256(shown).hexdigest(),
        "feed": feed_entries(e, briefing),
    }
