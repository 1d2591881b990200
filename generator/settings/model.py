"""The typed settings of a council: what the files of site_config/ may say.

Each top-level class is one file and one JSON Schema. Field docstrings become the schema's
descriptions, which an editor shows while the officer types. Nothing here reads a file.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
"""A reporting month, YYYY-MM: sorts as text."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Small letters, digits and single hyphens: part of permanent addresses, never changed once published."""


def _plain(text: str) -> str:
    """Names reach headings and navigation, where the theme decodes entities: none may hold code."""
    if re.search(r"[<>\x00-\x1f]|&#|&[A-Za-z]+;", text):
        raise ValueError("must be plain text, without < or > or HTML entities")
    return text


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_plain)]
"""One line or paragraph of plain text."""
Address = Annotated[str, StringConstraints(pattern=r"^(https?://|mailto:)[^\s\"'<>]+$")]
"""Where a link leads: an address that a browser opens, and nothing that it would run."""
Day = date
"""A day, in models with a field called date."""
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Model(BaseModel):
    """Base of all settings: frozen, and a key that nobody knows is a mistake."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, populate_by_name=True
    )


class Named(Model):
    """Anything a record can name: matched by id, name or alias without regard to case."""

    id: Id
    name: Text
    """As readers see it."""
    aliases: tuple[Text, ...] = ()
    """Other spellings that records use."""


class Grade(Named):
    describes: str = ""
    """What practice at this grade looks like, in a sentence."""
    make_safe: bool = False
    """An audit at this grade must be escalated and the child confirmed safe."""
    good_or_better: bool = False
    """Counts towards "good or better"."""


class Area(Named):
    asks: str = ""
    """The question that this area of practice asks of a child's file."""


class ScalePeriod(Model):
    from_: Month = Field(alias="from")
    """First month in which this scale is used; until the next one starts."""
    scale: tuple[Grade, ...] = Field(min_length=2, max_length=6)
    """Grades, worst first."""


class AreaPeriod(Model):
    from_: Month = Field(alias="from")
    areas: tuple[Area, ...] = Field(min_length=1, max_length=25)


P = TypeVar("P", ScalePeriod, AreaPeriod)
N = TypeVar("N", bound=Named)


class Team(Named):
    from_: Month | None = Field(default=None, alias="from")
    """First month in which the team exists; blank: always did."""
    until: Month | None = None
    """Last month in which the team exists; blank: still does."""


class AuditType(Named):
    pooled: bool = False
    """Counted in the month's figures. Audits of other types are never pooled with these."""


class Break(Model):
    """A month from which figures can't simply be compared with those before."""

    from_: Month = Field(alias="from")
    what: Text
    """What changed, as the end of "since ..." (for instance: the framework was refreshed)."""


Better = Literal["more", "fewer", "neither"]
"""Which way a share should move; neither: a grade in between, of which neither more nor fewer is better."""
GOOD_OR_BETTER = "good-or-better"
"""The group that every council has: the grades marked good_or_better."""


class GradeGroup(Model):
    """Grades that the trends page adds up and looks at together."""

    id: Id
    name: Text
    """As the end of "graded ...": for instance inadequate or requires improvement."""
    grades: tuple[Id, ...] = Field(min_length=2)
    """Ids of the grades, of any period's scale."""
    better: Better = "neither"
    """Whether more or fewer audits at these grades are better."""


class Framework(Model):
    """site_config/framework.yml: how this council audits."""

    grades: tuple[ScalePeriod, ...] = Field(min_length=1)
    areas: tuple[AreaPeriod, ...] = Field(min_length=1)
    teams: tuple[Team, ...] = Field(min_length=1)
    cohorts: tuple[Named, ...] = ()
    types: tuple[AuditType, ...] = Field(min_length=1)
    breaks: tuple[Break, ...] = ()
    groups: tuple[GradeGroup, ...] = ()
    """Grades looked at together on the trends page; "good or better" is always there and needs no entry."""
    practice_window_months: int = Field(default=6, ge=1, le=24)
    """Months of practice that an audit looks at."""

    def scale(self, month: str) -> tuple[Grade, ...]:
        """The grades in force in `month`, worst first; the first scale for months before it."""
        return _in_force(self.grades, month).scale

    def good_grades(self, month: str) -> tuple[Grade, ...]:
        """The grades that count as good or better; where the settings mark none, the best one."""
        scale = self.scale(month)
        return tuple(g for g in scale if g.good_or_better) or scale[-1:]

    def areas_in(self, month: str) -> tuple[Area, ...]:
        """The areas in force in `month`, without `overall`, in the order of the settings."""
        return _in_force(self.areas, month).areas

    def teams_in(self, month: str) -> tuple[Team, ...]:
        return tuple(t for t in self.teams if (t.from_ or month) <= month <= (t.until or month))

    def begun_by(self, month: str) -> "Framework":
        """Only the scales, areas and teams that `month` or one before it has; the first where it has none."""
        return self.model_copy(
            update={
                "grades": _begun(self.grades, month),
                "areas": _begun(self.areas, month),
                "teams": tuple(team for team in self.teams if (team.from_ or month) <= month),
            }
        )

    def as_worded_in(self, month: str) -> "Framework":
        """The same, with what later periods call otherwise under the words that it has up to `month`."""
        begun = self.begun_by(month)
        grades = {grade.id: grade for grade in begun.every_grade}
        areas = {area.id: area for area in begun.every_area}
        later = [p for p in self.grades if p not in begun.grades]
        scales = [p.model_copy(update={"scale": tuple(grades.get(g.id, g) for g in p.scale)}) for p in later]
        others = [p for p in self.areas if p not in begun.areas]
        sets = [p.model_copy(update={"areas": tuple(areas.get(a.id, a) for a in p.areas)}) for p in others]
        return self.model_copy(update={"grades": (*begun.grades, *scales), "areas": (*begun.areas, *sets)})

    def group(self, id_: str, month: str) -> tuple[str, ...]:
        """Ids of the grades of `month`'s scale that a grade, a group or good-or-better stands for."""
        if id_ == GOOD_OR_BETTER:
            return tuple(grade.id for grade in self.good_grades(month))
        grades = next((group.grades for group in self.groups if group.id == id_), (id_,))
        return tuple(grade.id for grade in self.scale(month) if grade.id in grades)

    @property
    def every_grade(self) -> tuple[Grade, ...]:
        """Each grade id of any period once (its newest wording), worst first by its place in its scale."""
        periods = sorted(self.grades, key=lambda p: p.from_, reverse=True)
        place = {g.id: i / (len(p.scale) - 1) for p in reversed(periods) for i, g in enumerate(p.scale)}
        return tuple(sorted(_each_once(p.scale for p in periods), key=lambda grade: place[grade.id]))

    @property
    def every_area(self) -> tuple[Area, ...]:
        """Each area id of any period once, newest wording first."""
        return _each_once(p.areas for p in sorted(self.areas, key=lambda p: p.from_, reverse=True))

    @property
    def pooled_types(self) -> tuple[str, ...]:
        return tuple(t.id for t in self.types if t.pooled)


class Resource(Model):
    title: Text
    url: Address | None = None
    """An address on the council's own network or a public one; none for a document on paper."""


class Theme(Model):
    id: Id
    title: Text
    area: Id
    """The area of practice that it belongs to."""
    lesson: Text
    """The lesson in one sentence that someone could repeat in a corridor."""
    what: Text
    """What it is, in two or three sentences."""
    good: tuple[Text, ...] = Field(min_length=1)
    """What good looks like, a sentence each."""
    monday: Text
    """One thing to do on Monday."""
    questions: tuple[Text, ...] = Field(min_length=1)
    """Questions to discuss in a team."""
    resources: tuple[Resource, ...] = ()
    aliases: tuple[Text, ...] = ()
    synonyms: tuple[Text, ...] = ()
    """Words by which readers look for it: shown on its page, where the search finds them."""
    phrases: tuple[Text, ...] = ()
    """Words by which auditors speak of it."""
    unless: tuple[Text, ...] = ()
    """Words that hold a phrase and speak of something else: a supervision order is not supervision."""


class Themes(Model):
    """site_config/themes.yml: the taxonomy of lessons."""

    themes: tuple[Theme, ...] = Field(min_length=1)
    acronyms: dict[Text, Text] = Field(default_factory=dict)
    """Acronyms that the themes use, each with its words; explained where a page first uses one."""


class Link(Model):
    title: Text
    url: Address


class Organisation(Model):
    name: Text
    """The council's name."""
    service: Text
    """The service whose practice is audited."""
    portal: Text = "Practice learning"
    """The portal's own name, in its header."""
    performance_data: Link
    """Where performance data is kept, which this portal does not hold."""
    contact: Text
    """Whom readers ask: a role and a shared address, never a person."""
    accent: Colour = "#0b5d5b"
    """The accent colour on a light page."""
    accent_dark: Colour = "#7fc8c1"
    """The accent colour on a dark page."""


class Audience(Model):
    id: Id
    name: Text
    reads: Text
    """For whom this build is, as the end of "For ..."."""
    disclosure: Literal["none"] = "none"
    """How small numbers are protected. `none`: every count is shown, for readers who may see the records."""


class EditionSetting(Model):
    month: Month
    published_on: date | None = None
    """Blank: the edition is a draft, built and marked, and never published."""
    data_to: date | None = None
    """The day up to which the edition knows; blank: its publication date."""


class Meeting(Model):
    forum: Text
    """Who meets: as in report_for or board_for, so that they get that report."""
    date: date
    papers_on: Day | None = None
    """The day on which its papers go public. Blank: as late as five clear weekdays allow, which do not count
    that day nor the day of the meeting. Bank holidays are not known: give the day where one lies between."""


class Implication(Model):
    """What a committee paper has to say of money, law, equality and the like."""

    of: Text
    """For instance Financial, Legal or Equality."""
    text: Text


class PanelReport(Model):
    """The scrutiny panel's report and the improvement board's: what stands in each of them.

    A month's own words stand in place of recommendations, implications and background papers given here.
    """

    title: Text
    report_for: Text
    report_by: Text
    """A role, never a person."""
    board_for: Text = "Improvement board"
    """For whom the improvement board's report is."""
    recommendations: tuple[Text, ...] = ()
    """What those whom the report is for are asked to do, a sentence each."""
    implications: tuple[Implication, ...] = ()
    background_papers: tuple[Resource, ...] = ()
    contact: Text | None = None
    """Whom to ask about the report: a role and a shared address; blank: the organisation's."""


class Target(Model):
    """A share of a month's audits that the council has set itself; one of at_least and at_most."""

    grades: Id
    """A grade, a group of grades or good-or-better."""
    stage: Literal["primary", "moderated"] = "moderated"
    area: Id = "overall"
    """An area of practice, or overall."""
    at_least: float | None = Field(default=None, ge=0, le=100)
    """In percent of the month's audits."""
    at_most: float | None = Field(default=None, ge=0, le=100)
    """In percent of the month's audits."""

    @property
    def percent(self) -> float:
        return next(end for end in (self.at_least, self.at_most, 0.0) if end is not None)


class ProcessControl(Model):
    """How control limits and signals are worked out."""

    run: int = Field(default=7, ge=6, le=7)
    """Points in a run that make a signal, six or seven."""
    audits: int = Field(default=10, ge=5)
    """A month with fewer audits is drawn, and neither counted for limits nor held against them."""
    baseline: int | None = Field(default=None, ge=12)
    """Months, from the first or a new start, whose audits set the limits for all after; blank: all months."""
    rebase: tuple[Break, ...] = ()
    """Months from which limits start anew, besides the framework's breaks: practice changed for good."""


WORDS_TO_AVOID = (
    "has risen", "have risen", "has fallen", "have fallen", "has increased", "have increased",
    "has decreased", "have decreased", "has improved", "have improved", "improved since", "has declined",
    "have declined", "got better", "got worse", "getting better", "getting worse", "worsened", "deteriorated",
    "has dropped", "have dropped", "has grown", "have grown", "has gone up", "has gone down",
    "is rising", "are rising", "is falling", "are falling", "is improving", "are improving",
    "fell from", "fell to", "rose from", "rose to", "fell by", "rose by", "went up", "went down",
    "up from", "down from", "reduction in", "reduction of", "increase in", "increase of",
    "upward trend", "downward trend", "month on month", "fewer than in", "more than in",
    "gone down", "gone up", "come down", "coming down", "going down", "going up", "climbed", "climbing",
    "doubled", "doubling", "halved", "halving", "trebled", "tripled", "twice as many", "twice as much",
    "half as many", "half as much", "three times as many", "turned the corner", "turned a corner",
    "turning the corner", "turning a corner", "on the mend", "in the right direction", "are safer",
    "is safer",
    "significantly", "sharply", "dramatically", "markedly", "on the rise", "significant improvement",
    "significant improvements", "significant change", "significant progress", "significant reduction",
    "significant increase", "significant rise", "significant fall", "significant drop",
    "significant difference",
    "worst", "best team", "better than", "worse than", "underperforming", "poor performance",
    "failed to", "failing to", "failure to", "neglected to", "to blame",
)  # fmt: skip
"""Change, comparison and blame, as people write them without having tested or meant it."""


class Publication(Model):
    """site_config/publication.yml: who publishes what for whom, and when."""

    organisation: Organisation
    notice: str = ""
    """A sentence shown on every page (for instance that the records are invented)."""
    inferred_counts: str = ""
    """A sentence shown wherever counts of `inferred_months` stand."""
    inferred_months: tuple[Month, ...] = ()
    audiences: tuple[Audience, ...] = Field(min_length=1)
    """For whom a portal is built. As yet only for the first; check warns of any other."""
    significance: float = Field(default=0.05, gt=0, lt=0.5)
    """Two-sided level under which a difference counts as beyond chance."""
    reading_age: float = Field(default=12, ge=8, le=18)
    """The age at which the portal's own words should be easy to read; briefings and tests are held to it."""
    words_to_avoid: tuple[Text, ...] = WORDS_TO_AVOID
    """Words of change, comparison and blame that briefings, reports and pages are warned of; in any case and
    as whole words. Given here, they stand in place of the list that comes with the portal."""
    report: PanelReport
    targets: tuple[Target, ...] = ()
    process_control: ProcessControl = ProcessControl()
    editions: tuple[EditionSetting, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything in site_config/."""

    framework: Framework
    themes: Themes
    publication: Publication

    def as_worded_in(self, month: str) -> "Settings":
        """The settings of an edition: what is called otherwise from a later month on keeps its words."""
        return replace(self, framework=self.framework.as_worded_in(month))


def _begun(periods: Sequence[P], month: str) -> tuple[P, ...]:
    return tuple(p for p in periods if p.from_ <= month) or (_in_force(periods, month),)


def _in_force(periods: Sequence[P], month: str) -> P:
    started = [p for p in periods if p.from_ <= month]
    return max(started, key=lambda p: p.from_) if started else min(periods, key=lambda p: p.from_)


def _each_once(groups: Iterable[Sequence[N]]) -> tuple[N, ...]:
    """The first of each id, in the order of the groups."""
    once: dict[str, N] = {}
    for item in (item for group in groups for item in group):
        once.setdefault(item.id, item)
    return tuple(once.values())
