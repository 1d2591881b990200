"""figures -> what a page may say: rounding, disclosure, intervals, tests of change, provenance. Pure."""

from generator.evidence.change import Change, compare
from generator.evidence.disclosure import protect
from generator.evidence.edition import Edition, Evidence, assemble, evidence_of
from generator.evidence.shown import Shown, ShownQuantity, ShownTable, ShownTables, Source
from generator.evidence.status import Status, theme_status

__all__ = [
    "Change",
    "Edition",
    "Evidence",
    "Shown",
    "ShownQuantity",
    "ShownTable",
    "ShownTables",
    "Source",
    "Status",
    "assemble",
    "compare",
    "evidence_of",
    "protect",
    "theme_status",
]
