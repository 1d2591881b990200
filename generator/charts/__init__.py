"""Charts: shown figures in, pictures, specifications and CSV files out. Computes no statistic."""

from generator.charts.chart import NARROW, WIDE, Chart, Rendered
from generator.charts.control import control
from generator.charts.grades import Group, areas, grades
from generator.charts.moderation import moderation
from generator.charts.month_points import EventMark, MonthPoint
from generator.charts.months import months
from generator.charts.panels import Panel, panels
from generator.charts.renderer import render
from generator.charts.strips import Row
from generator.charts.tones import GradeStyle, grade_styles, tones

__all__ = [
    "NARROW", "WIDE", "Chart", "EventMark", "GradeStyle", "Group", "MonthPoint", "Panel", "Rendered",
    "Row", "areas", "control", "grade_styles", "grades", "moderation", "months", "panels", "render",
    "tones",
]  # fmt: skip
