"""The pages of an edition: which there are, at which address, from which template, with which evidence.

A new kind of page is a line in `PAGES`, a template, a presenter that gives the template its shape, and its
title in templates/words.yml.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.evidence import Evidence
from generator.pages.content import Content
from generator.pages.presenters import (
    assurance,
    briefing,
    compare,
    control,
    grades,
    home,
    impact,
    learning,
    meetings,
    reference,
    report,
    revisions,
    since,
    themes,
)
from generator.pages.words import date_words
from generator.settings.meetings import every_papers
from generator.settings.model import Settings


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `address`: below the edition, ending in a slash (blank: home). `title`: in the navigation.

    `names`: what search finds it by before any page that merely uses these words; the title comes first.
    """

    address: str
    template: str
    title: str
    description: str
    names: tuple[str, ...]
    page: object

    @property
    def path(self) -> str:
        return f"{self.address}index.md"

    @property
    def base(self) -> str:
        """From this page to the edition's root."""
        return "../" * self.address.count("/") or "./"


@dataclass(frozen=True, slots=True)
class Words:
    """Title and description of a kind of page, and what else readers call it, from templates/words.yml."""

    title: str
    description: str
    also: tuple[str, ...] = ()


Source = tuple[Evidence, Content]
Named = tuple[str, tuple[str, ...], object]
"""Last part of the address, title and other names, context."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """`section` groups pages in the navigation; `each` gives one page or, for a folder of pages, many."""

    section: str
    address: str
    template: str
    each: Callable[[Evidence, Content], Iterator[Named] | object]


def _themes(e: Evidence, _: Content) -> Iterator[Named]:
    for theme in e.settings.themes.themes:
        yield theme.id, (theme.title, *theme.synonyms, *theme.aliases), themes.theme_page(e, theme)


def _areas(e: Evidence, _: Content) -> Iterator[Named]:
    for area in e.settings.framework.areas_in(e.month):
        yield area.id, (area.name,), grades.area_page(e, area)


def _of(presenter: Callable[[Evidence], object]) -> Callable[[Evidence, Content], object]:
    return lambda e, _: presenter(e)


def _report(e: Evidence, content: Content) -> object:
    return report.panel_report(e, content.reports.get(e.month, {}))


def _board(e: Evidence, content: Content) -> object:
    return report.board_report(e, content.board_reports.get(e.month, {}))


def _meetings(e: Evidence, content: Content) -> Iterator[Named]:
    for page in meetings.meeting_pages(e, content):
        yield page.on.isoformat(), (f"Meeting of {date_words(page.on)}",), page


def _since(e: Evidence, content: Content) -> object:
    return since.since_page(e, content.corrections)


def _briefing(e: Evidence, content: Content) -> object:
    return briefing.briefing_page(e, content.briefings)


def _meeting(e: Evidence, content: Content) -> object:
    return briefing.meeting_page(e, content.briefings)


def _months(e: Evidence, content: Content) -> object:
    return reference.months_page(e, content.corrections)


def _method(e: Evidence, content: Content) -> object:
    return reference.method_page(e, content.page("sampling", e.month), content.page("known-limits", e.month))


def _once_all_are_written(_: Evidence, __: Content) -> object:
    """It tells where the figures of the other pages come from, so `render` gives it what it shows."""
    return None


PAGES = (
    PageKind("", "", "home", _of(home.home_page)),
    PageKind("briefings", "briefing/", "briefing", _briefing),
    PageKind("briefings", "briefing/meeting/", "briefing_meeting", _meeting),
    PageKind("briefings", "briefing/text/", "briefing_text", _briefing),
    PageKind("lessons", "themes/", "themes", _of(themes.themes_page)),
    PageKind("lessons", "themes/", "theme", _themes),
    PageKind("lessons", "good-practice/", "good_practice", _of(learning.good_practice_page)),
    PageKind("findings", "findings/grades/", "grades", _of(grades.grades_page)),
    PageKind("findings", "findings/areas/", "areas", _of(grades.areas_page)),
    PageKind("findings", "findings/areas/", "area", _areas),
    PageKind("findings", "findings/moderation/", "moderation", _of(assurance.moderation_page)),
    PageKind("findings", "findings/auditors/", "auditors", _of(assurance.auditors_page)),
    PageKind("findings", "findings/voice/", "voice", _of(impact.voice_page)),
    PageKind("findings", "findings/actions/", "actions", _of(impact.actions_page)),
    PageKind("findings", "findings/teams/", "teams", _of(grades.teams_page)),
    PageKind("findings", "findings/inspections/", "inspections", _of(impact.inspections_page)),
    PageKind("over_time", "trends/", "trends", _of(control.control_page)),
    PageKind("over_time", "since-last-meeting/", "since", _since),
    PageKind("over_time", "compare/", "compare", _of(compare.compare_page)),
    PageKind("over_time", "months/", "months", _months),
    PageKind("reports", "report/", "report", _report),
    PageKind("reports", "report/board/", "board_report", _board),
    PageKind("reports", "meetings/", "meetings", _of(meetings.meetings_page)),
    PageKind("reports", "meetings/", "meeting", _meetings),
    PageKind("reference", "data/", "data", _of(reference.data_page)),
    PageKind("reference", "data/figures/", "origins", _once_all_are_written),
    PageKind("reference", "method/", "method", _method),
    PageKind("reference", "glossary/", "glossary", _of(reference.glossary_page)),
    PageKind("reference", "about/", "about", _of(revisions.about_page)),
)
"""Every kind of page, in the order of the navigation. Addresses are permanent."""


def addresses(settings: Settings, month: str) -> frozenset[str]:
    """The address of every page of a month's edition, from the settings alone."""
    below = {
        "theme": [theme.id for theme in settings.themes.themes],
        "area": [area.id for area in settings.framework.areas_in(month)],
        "meeting": [str(each.on) for each in every_papers(settings.publication) if each.month == month],
    }
    return frozenset(
        f"{kind.address}{last}/" if last else kind.address
        for kind in PAGES
        for last in below.get(kind.template, [""])
    )


def pages(e: Evidence, content: Content, words: Mapping[str, Words]) -> list[tuple[PageKind, Page]]:
    """All pages of an edition with their kinds, in the order of the navigation."""
    built = []
    for kind in PAGES:
        own = words[kind.template]
        found = kind.each(e, content)
        named = found if isinstance(found, Iterator) else iter([("", (own.title, *own.also), found)])
        for last, names, page in named:
            address = f"{kind.address}{last}/" if last else kind.address
            described = own.description.replace("TITLE", names[0])
            built.append((kind, Page(address, kind.template, names[0], described, names, page)))
    return built
