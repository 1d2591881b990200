"""What must hold between settings, beyond the type of each: every rule a function, all of them in `CHECKS`.

A rule says nothing while a file that it looks at is not valid by itself.
"""

from collections.abc import Callable, Iterator
from datetime import date

from generator.problems import Place, Problem, did_you_mean, nearest
from generator.settings.files import Files
from generator.settings.model import EditionSetting, Meeting, Theme
from generator.settings.names import fold, no_reserved_words, one_word_one_meaning, twice
from generator.settings.readers import acronyms_are_explained, synonyms_lead_to_one_theme
from generator.settings.source import Loc
from generator.settings.targets import groups_name_grades, targets_make_sense
from generator.stems import stems


def check(files: Files) -> list[Problem]:
    """All problems of all rules."""
    return [problem for rule in CHECKS for problem in rule(files)]


def periods_in_order(files: Files) -> Iterator[Problem]:
    """Periods of grades and areas, and breaks, are listed by the month they start in, each month once."""
    for key in ("grades", "areas", "breaks"):
        months = [period.from_ for period in getattr(files.framework, key, ())]
        for i in range(1, len(months)):
            if months[i] <= months[i - 1]:
                place = files.place("framework", key, i, "from")
                said = "starts in the same month as" if months[i] == months[i - 1] else "starts before"
                message, hint = f"{said} the one above it", "list them by their first month, each month once"
                above = files.place("framework", key, i - 1, "from")
                yield Problem(place, "periods-out-of-order", message, hint, other=above)


def teams_end_after_they_start(files: Files) -> Iterator[Problem]:
    """A team's last month is not before its first."""
    for i, team in enumerate(files.framework.teams if files.framework else ()):
        if team.from_ and team.until and team.until < team.from_:
            place = files.place("framework", "teams", i, "until")
            message = f"{team.until} is before {team.from_}, its first month"
            yield Problem(place, "reversed-period", message, "correct one of the two")


def some_type_is_pooled(files: Files) -> Iterator[Problem]:
    """At least one type of audit is counted in the month's figures."""
    if files.framework and not files.framework.pooled_types:
        place = files.place("framework", "types")
        yield Problem(
            place, "nothing-pooled", "no type of audit is counted", 'give the usual one "pooled: yes"'
        )


def themes_differ(files: Files) -> Iterator[Problem]:
    """Each theme has an id, a title and aliases of its own, and no phrase speaks of two themes."""
    themes = files.themes.themes if files.themes else ()
    ids: dict[str, Place] = {}
    for i, theme in enumerate(themes):
        place = files.place("themes", "themes", i, "id")
        if ids.setdefault(theme.id, place) != place:
            yield twice(place, theme.id, ids[theme.id])
    yield from _shared(files, themes, "two-meanings", "means two themes", _names)
    yield from _shared(files, themes, "same-phrase", "is a phrase of two themes", _phrases, key=_as_matched)


def _shared(
    files: Files,
    themes: tuple[Theme, ...],
    code: str,
    said: str,
    words: Callable[[Theme], Iterator[tuple[Loc, str]]],
    *,
    key: Callable[[str], str] = fold,
) -> Iterator[Problem]:
    first: dict[str, tuple[str, str, Place]] = {}
    for i, theme in enumerate(themes):
        for loc, word in words(theme):
            place = files.place("themes", "themes", i, *loc)
            owner, as_, there = first.setdefault(key(word), (theme.id, word, place))
            if owner != theme.id:
                alike = "" if fold(as_) == fold(word) else f', as "{as_}" says the same'
                hint = "keep it with one of them"
                yield Problem(place, code, f'"{word}" {said}{alike}', hint, other=there)


def _names(theme: Theme) -> Iterator[tuple[Loc, str]]:
    yield ("id",), theme.id
    yield ("title",), theme.title
    for i, alias in enumerate(theme.aliases):
        yield ("aliases", i), alias


def _phrases(theme: Theme) -> Iterator[tuple[Loc, str]]:
    for i, phrase in enumerate(theme.phrases):
        yield ("phrases", i), phrase


def _as_matched(phrase: str) -> str:
    """What phrases that find the same points share: endings, order and little words don't matter."""
    return " ".join(sorted(set(stems(phrase)))) or fold(phrase)


def themes_belong_to_areas(files: Files) -> Iterator[Problem]:
    """A theme's area is an area of the framework, of whatever period."""
    if files.framework is None or files.themes is None:
        return
    areas = [area.id for area in files.framework.every_area]
    for i, theme in enumerate(files.themes.themes):
        if theme.area not in areas:
            place = files.place("themes", "themes", i, "area")
            message = f'"{theme.area}" is no area of the framework'
            yield Problem(place, "unknown-area", message, did_you_mean(theme.area, areas))


def _editions(files: Files) -> tuple[EditionSetting, ...]:
    return files.publication.editions if files.publication else ()


def editions_once(files: Files) -> Iterator[Problem]:
    """A month has one edition."""
    first: dict[str, Place] = {}
    for i, edition in enumerate(_editions(files)):
        place = files.place("publication", "editions", i, "month")
        earlier = first.setdefault(edition.month, place)
        if earlier != place:
            hint = "a later version of an edition is made by moving its data_to, not by a second entry"
            message = f"{edition.month} is listed twice"
            yield Problem(place, "duplicate-edition", message, hint, other=earlier)


def editions_after_their_month_began(files: Files) -> Iterator[Problem]:
    """An edition is published, and its data end, no earlier than its month begins."""
    for i, edition in enumerate(_editions(files)):
        for key in ("published_on", "data_to"):
            day = getattr(edition, key)
            if day and day.isoformat()[:7] < edition.month:
                place = files.place("publication", "editions", i, key)
                message = f"{day} is before the edition's month, {edition.month}"
                yield Problem(place, "edition-too-early", message, "check the year and the month of both")


def data_before_publication(files: Files) -> Iterator[Problem]:
    """An edition can't know what happened after it was published; its revision may, so this only warns."""
    for i, edition in enumerate(_editions(files)):
        if edition.published_on and edition.data_to and edition.data_to > edition.published_on:
            place = files.place("publication", "editions", i, "data_to")
            message = f"{edition.data_to} is after {edition.published_on}, the publication date"
            hint = "right for a revision with later data; a new edition knows nothing after its publication"
            yield Problem(place, "data-after-publication", message, hint, severity="warning")


def meetings_once(files: Files) -> Iterator[Problem]:
    """A forum meets once on a day."""
    first: dict[tuple[str, date], Place] = {}
    for i, meeting in enumerate(_meetings(files)):
        place = files.place("publication", "meetings", i, "date")
        earlier = first.setdefault((meeting.forum, meeting.date), place)
        if earlier != place:
            message = f"the {meeting.forum} meets on {meeting.date} twice"
            yield Problem(place, "duplicate-meeting", message, "keep one of the two", other=earlier)


def papers_before_their_meeting(files: Files) -> Iterator[Problem]:
    """Papers go public before the meeting, or on its day at the latest."""
    for i, meeting in enumerate(_meetings(files)):
        if meeting.papers_on and meeting.papers_on > meeting.date:
            place = files.place("publication", "meetings", i, "papers_on")
            message = f"{meeting.papers_on} is after the meeting, on {meeting.date}"
            hint = "correct one of the two, or delete the line: then it is five clear weekdays before"
            yield Problem(place, "papers-too-late", message, hint)


def meetings_of_those_who_get_a_report(files: Files) -> Iterator[Problem]:
    """No paper goes to any other forum, so a name that is spelt otherwise would go unseen."""
    if files.publication is None:
        return
    report = files.publication.report
    forums = [report.report_for, report.board_for]
    without = [getattr(report, key) for key in _reports_without_meeting(files)]
    for i, meeting in enumerate(files.publication.meetings):
        if meeting.forum not in forums and nearest(meeting.forum, forums) not in without:
            place = files.place("publication", "meetings", i, "forum")
            message = f"no report is for the {meeting.forum}, so nothing goes to this meeting"
            yield Problem(
                place,
                "meeting-without-report",
                message,
                did_you_mean(meeting.forum, forums),
                severity="warning",
            )


def reports_for_those_who_meet(files: Files) -> Iterator[Problem]:
    """Where meetings are given, those whom a report is for are among them: else theirs have none."""
    if files.publication is None:
        return
    for key in _reports_without_meeting(files):
        name = getattr(files.publication.report, key)
        forums = list(dict.fromkeys(meeting.forum for meeting in _meetings(files)))
        place = files.place("publication", "report", key)
        message = f"no meeting is of the {name}, so this report goes to none"
        yield Problem(place, "report-without-meeting", message, did_you_mean(name, forums))


def _reports_without_meeting(files: Files) -> list[str]:
    """Keys of the report that name a forum without a meeting. A name left out asks for no meeting."""
    forums = [meeting.forum for meeting in _meetings(files)]
    if files.publication is None or not forums:
        return []
    report = files.publication.report
    keys = ("report_for", "board_for")
    return [key for key in keys if key in report.model_fields_set and getattr(report, key) not in forums]


def _meetings(files: Files) -> tuple[Meeting, ...]:
    return files.publication.meetings if files.publication else ()


def audiences_once(files: Files) -> Iterator[Problem]:
    """An audience is listed once."""
    first: dict[str, Place] = {}
    for i, audience in enumerate(files.publication.audiences if files.publication else ()):
        place = files.place("publication", "audiences", i, "id")
        if first.setdefault(audience.id, place) != place:
            yield twice(place, audience.id, first[audience.id])


def one_audience_as_yet(files: Files) -> Iterator[Problem]:
    """A portal is built for the first audience alone: of any other, nobody must believe that it has one."""
    audiences = files.publication.audiences if files.publication else ()
    for i, audience in enumerate(audiences):
        if audience.id == audiences[0].id:
            continue
        place = files.place("publication", "audiences", i, "id")
        message = f"nothing is built for {audience.id} yet: the portal is for {audiences[0].id} alone"
        hint = "keep only the first audience; never hand its pages to other readers"
        yield Problem(place, "audience-not-built", message, hint, severity="warning")


CHECKS: tuple[Callable[[Files], Iterator[Problem]], ...] = (
    one_word_one_meaning,
    no_reserved_words,
    periods_in_order,
    teams_end_after_they_start,
    some_type_is_pooled,
    groups_name_grades,
    targets_make_sense,
    themes_differ,
    themes_belong_to_areas,
    synonyms_lead_to_one_theme,
    acronyms_are_explained,
    editions_once,
    editions_after_their_month_began,
    data_before_publication,
    meetings_once,
    papers_before_their_meeting,
    meetings_of_those_who_get_a_report,
    reports_for_those_who_meet,
    audiences_once,
    one_audience_as_yet,
)
