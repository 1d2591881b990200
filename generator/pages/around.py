"""What stands around every page: which edition this is, what it knows, for whom it is."""

from dataclasses import dataclass
from datetime import date

import yaml

from generator import __version__
from generator.evidence import Evidence, Shown
from generator.evidence.derive import rest
from generator.evidence.sampling import NotRandom
from generator.pages.presenters.learning import recent_months
from generator.pages.templating import template_text
from generator.settings.model import Audience, Grade, Organisation


@dataclass(frozen=True, slots=True)
class Site:
    """What every template may say of its edition. Months are YYYY-MM.

    `audited`: the audits counted; `unsigned`: those of them not signed off. `good_grade`: the lowest grade
    that counts as good; `better_grades`: there are better ones. `inferred`: blank where no count is.
    `status_breaks`, `status_not_random`: caveats of the months that a lesson's status compares.
    """

    month: str
    address: str
    first_month: str
    month_before: str
    audited: Shown
    unsigned: Shown
    data_to: date
    published_on: date | None
    revision: str
    revised_on: date | None
    make_safe_grades: tuple[Grade, ...]
    good_grade: str
    better_grades: bool
    significance: str
    status_breaks: tuple[str, ...]
    status_not_random: NotRandom
    inferred: str
    notice: str
    audience: Audience
    organisation: Organisation
    generator: str = __version__


def site(e: Evidence, address: str = "") -> Site:
    """What all pages of this edition share; `address`: see `EditionInputs`."""
    publication = e.settings.publication
    locks = e.table("locks", month=e.month)
    months = recent_months(e)
    inferred = set(months) & set(publication.inferred_months)
    status_breaks, status_not_random = e.status_caveats
    good, *better = e.settings.framework.good_grades(e.month)
    return Site(
        month=e.month,
        address=address,
        first_month=e.months[0],
        month_before=e.months_before[-1] if e.months_before else "",
        audited=locks["audited"],
        unsigned=rest(locks["signed-off"], "unsigned"),
        data_to=e.edition.data_to,
        published_on=e.edition.published_on,
        revision=e.edition.revision,
        revised_on=e.edition.revisions[-1].on if e.edition.revised else None,
        good_grade=good.name,
        better_grades=bool(better),
        make_safe_grades=tuple(grade for grade in e.settings.framework.scale(e.month) if grade.make_safe),
        significance=f"{publication.significance:.0%}",
        status_breaks=tuple(status_breaks),
        status_not_random=status_not_random,
        inferred=publication.inferred_counts if inferred else "",
        notice=publication.notice,
        audience=publication.audiences[0],
        organisation=publication.organisation,
    )


def extra(site: Site) -> dict[str, object]:
    """What the theme says around every page, in plain words."""
    raw = yaml.safe_load(template_text("around.yml", site=site))
    return {**raw, "performance_data": site.organisation.performance_data.model_dump()}


def council_css(e: Evidence) -> str:
    """The council's accent colours, as the theme's stylesheet takes them."""
    o = e.settings.publication.organisation
    return f":root{{--accent-light:{o.accent};--accent-dark:{o.accent_dark}}}\n"
