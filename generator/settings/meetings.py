"""Which meeting came before an edition, and which edition it had."""

from dataclasses import dataclass
from datetime import date

from generator.settings.model import EditionSetting, Publication


@dataclass(frozen=True, slots=True)
class LastMeeting:
    """The last meeting, before an edition, of those whom the report is for.

    `month`: of the newest edition published by that day, which knew up to `data_to`; blank where none was,
    and `data_to` is then the day of the meeting.
    """

    forum: str
    on: date
    month: str
    data_to: date


def last_meeting(publication: Publication, month: str, data_to: date) -> LastMeeting | None:
    """Before the publication of `month`'s edition; of a draft, before its `data_to`.

    None where the settings name no such meeting.
    """
    own = next((each for each in publication.editions if each.month == month), None)
    day = (own and own.published_on) or data_to
    forum = publication.report.report_for
    met = max((m.date for m in publication.meetings if m.forum == forum and m.date < day), default=None)
    if met is None:
        return None
    earlier = (each for each in publication.editions if each.month < month and _published_by(each, met))
    had = max(earlier, key=lambda edition: edition.month, default=None)
    if had is None:
        return LastMeeting(forum, met, "", met)
    return LastMeeting(forum, met, had.month, had.data_to or had.published_on or met)


def _published_by(edition: EditionSetting, day: date) -> bool:
    return edition.published_on is not None and edition.published_on <= day
