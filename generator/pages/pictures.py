"""Which charts an edition has. Each is made once, by name, and may stand on several pages."""

from html import unescape
from typing import Any

from generator.charts import (
    Chart,
    EventMark,
    Group,
    MonthPoint,
    Panel,
    Row,
    areas,
    control,
    grade_styles,
    grades,
    moderation,
    months,
    panels,
)
from generator.evidence import Evidence
from generator.evidence.series import Series
from generator.pages.presenters.control import Graded, days_to_moderation, every_graded
from generator.pages.presenters.grades import area_lines
from generator.pages.presenters.trends import MonthShare, YearPart, trends_page, year_parts, years
from generator.pages.templating import environment
from generator.pages.words import capital, month_short

WHOLE = "The service as a whole"


def pictures(e: Evidence) -> list[Chart]:
    """The charts of an edition; one without audits is drawn as what it is, empty."""
    scale = grade_styles([(grade.id, grade.name) for grade in e.settings.framework.scale(e.month)])
    lines = area_lines(e)
    return [
        grades("grades", _stages(e, "overall"), scale),
        areas("areas", [Group(line.name, (Row("", line.moderated),)) for line in lines], scale),
        moderation("moderation", e.table("moderation", month=e.month, area="overall"), scale),
        *_months_in_a_row(e),
        *(_year(part) for year in years(year_parts(e)) if year.is_open for part in year.parts),
        *(grades(f"area-{line.area.id}", _stages(e, line.area.id), scale) for line in lines),
    ]


def _stages(e: Evidence, area: str) -> list[Row]:
    return [
        Row(label, e.table("grades", month=e.month, stage=stage, area=area, team="all"))
        for label, stage in (("Primary", "primary"), ("Moderated", "moderated"))
    ]


def _year(part: YearPart) -> Chart:
    """A year at a glance: a row of grades for each of its months."""
    rows = [Row(month_short(row.month), row.moderated) for row in reversed(part.rows)]
    return grades(f"year-{part.name}", rows, grade_styles([(grade.id, grade.name) for grade in part.scale]))


def _months_in_a_row(e: Evidence) -> list[Chart]:
    """Dots for the reports; on the trends page limits where there are some, else the same dots."""
    trends, graded, days = trends_page(e), every_graded(e), days_to_moderation(e)
    worst, good, *_ = graded
    return [
        _months(e, "months-worst", trends.worst, worst.whole),
        _months(e, "months-good", trends.good, good.whole),
        *(control(f"control-{g.id}", g.whole, month_short) for g in (worst, good) if g.whole.has_limits),
        *([control("control-days", days, month_short, unit=(" day", " days"))] if days else []),
        *(_panels(of) for of in graded),
    ]


def _months(e: Evidence, name: str, shares: tuple[MonthShare, ...], series: Series) -> Chart:
    points = [MonthPoint(s.month, month_short(s.month), s.shown, s.rolling) for s in shares]
    breaks = [
        EventMark(b.from_, b.what)
        for b in e.settings.framework.breaks
        if points[0].month < b.from_ <= e.month
    ]
    return months(name, points, breaks, target=series.target)


def _panels(of: Graded) -> Chart:
    lines = [Panel(line.name or WHOLE, line.series, _in_short(line.series)) for line in of.areas]
    return panels(of.chart, lines, month_short)


def _in_short(series: Series) -> str:
    """A verdict as templates word it."""
    macros: Any = environment().get_template("control.j2").module
    return capital(unescape(str(macros.in_short(series))))
