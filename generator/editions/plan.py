"""Which editions there are, and what each of them may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from generator.editions.errors import WrongUsageError
from generator.problems import EnvironmentFailedError
from generator.settings.model import Settings

LATE = 10
"""Years after its month in which nobody drafts an edition any more."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One edition to build: a draft until the settings give it a publication date."""

    month: str
    published_on: date | None
    data_to: date

    @property
    def status(self) -> Literal["published", "draft"]:
        return "published" if self.published_on else "draft"

    @property
    def epoch(self) -> int:
        """Seconds since 1970 at which everything that this edition writes is dated."""
        day = self.published_on or self.data_to
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def plan(settings: Settings, months: Iterable[str], today: date) -> list[Planned]:
    """An edition for every month that has audits, oldest first. A draft knows what is known `today`.

    Raises EnvironmentFailedError where that can't be the day on which a draft is made.
    """
    dated = {edition.month: edition for edition in settings.publication.editions}
    planned = []
    for month in sorted(months):
        published = dated[month].published_on if month in dated else None
        data_to = dated[month].data_to if month in dated else None
        planned.append(Planned(month, published, data_to or published or today))
    _check_day(planned, today)
    return planned


def _check_day(planned: Sequence[Planned], today: date) -> None:
    """Drafts name the day on which they are made: a clock that is wrong would show in them."""
    drafts = [edition.month for edition in planned if edition.status == "draft" and edition.data_to == today]
    if not drafts:
        return
    newest_month = planned[-1].month
    if f"{today:%Y-%m}" < drafts[-1] or today.year > int(newest_month[:4]) + LATE:
        raise EnvironmentFailedError(
            f"today is {today}, as this computer's clock or SOURCE_DATE_EPOCH says, and the newest audits "
            f"are of {newest_month}; set the clock right, or give the drafts their dates of publication"
        )


def choose(planned: Sequence[Planned], wanted: Sequence[str]) -> list[Planned]:
    """The `wanted` editions, oldest first (none named: all). WrongUsageError for a month that has none."""
    months = [edition.month for edition in planned]
    for month in wanted:
        if month not in months:
            raise WrongUsageError(f"no audits in {month}, so no edition; there are {', '.join(months)}")
    return [edition for edition in planned if not wanted or edition.month in wanted]


def newest(planned: Sequence[Planned]) -> Planned:
    """The edition that `latest` stands for: the newest published one, else the newest draft."""
    return max(planned, key=lambda edition: (edition.status == "published", edition.month))
