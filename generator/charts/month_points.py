"""The figures and events that a chart of months shows."""

from dataclasses import dataclass

from generator.charts.chart import WORDS_HIDDEN
from generator.charts.drawing import Facts
from generator.charts.text import measure
from generator.evidence.shown import Shown

LABEL, SMALL, MONTH = 16, 14, 15
RADIUS = 6


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """A month's figure; `label` as readers see it ("Nov 2023"); `rolling`: with those just before it."""

    month: str
    label: str
    shown: Shown
    rolling: Shown | None = None

    @property
    def facts(self) -> Facts:
        return (("month", self.month), ("count", self.shown.count), ("total", self.shown.total))

    @property
    def rolling_percent(self) -> float | None:
        return self.rolling.exact_percent if self.rolling else None

    @property
    def of(self) -> str:
        return f"{self.shown.count:,} of {self.shown.total:,}" if self.shown.count is not None else ""

    @property
    def range(self) -> str:
        low, high = self.shown.low, self.shown.high
        return "" if low is None or high is None else f"{low:.0f}–{high:.0f}%"

    @property
    def missing(self) -> str:
        """The words that stand where a dot would; blank where there is one."""
        if self.shown.hidden:
            return WORDS_HIDDEN[self.shown.hidden]
        return "" if self.shown.exact_percent is not None else "no figures"

    @property
    def label_width(self) -> float:
        return max(measure(self.of, LABEL, bold=True), measure(self.range, SMALL))


@dataclass(frozen=True, slots=True)
class EventMark:
    """Something that happened, at the start of a month (YYYY-MM): a break in the series, an inspection."""

    month: str
    words: str


def ordinal(month: str) -> int:
    """A month's place in the calendar: those that follow each other differ by 1."""
    return int(month[:4]) * 12 + int(month[5:7])
