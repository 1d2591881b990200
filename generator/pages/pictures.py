"""Which charts an edition has. Each is made once, by name, and may stand on several pages."""

from generator.charts import (
    Chart,
    EventMark,
    Group,
    MonthPoint,
    Row,
    areas,
    grade_styles,
    grades,
    moderation,
    months,
)
from generator.evidence import Evidence
from generator.pages.presenters.grades import area_lines
from generator.pages.presenters.trends import MonthShare, YearPart, trends_page, year_parts
from generator.pages.words import month_short


def pictures(e: Evidence) -> list[Chart]:
    """The charts of an edition; one without audits is drawn as what it is, empty."""
    scale = grade_styles([(grade.id, grade.name) for grade in e.settings.framework.scale(e.month)])
    lines = area_lines(e)
    trends = trends_page(e)
    return [
        grades("grades", _stages(e, "overall"), scale),
        areas("areas", [Group(line.name, (Row("", line.moderated),)) for line in lines], scale),
        moderation("moderation", e.table("moderation", month=e.month, area="overall"), scale),
        _months(e, "months-worst", trends.worst),
        _months(e, "months-good", trends.good),
        *(_year(part) for part in year_parts(e)),
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


def _months(e: Evidence, name: str, shares: tuple[MonthShare, ...]) -> Chart:
    points = [MonthPoint(s.month, month_short(s.month), s.shown) for s in shares]
    breaks = [
        EventMark(b.from_, b.what)
        for b in e.settings.framework.breaks
        if points[0].month < b.from_ <= e.month
    ]
    return months(name, points, breaks)
