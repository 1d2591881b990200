"""How far the themes that `portal check` suggests can be trusted: not measured on real audits."""

from dataclasses import dataclass

from generator.evidence.rounding import half_up
from generator.evidence.shown import Shown, Source
from generator.records.suggestions.measured import MEASURED


@dataclass(frozen=True, slots=True)
class Suggested:
    """`precision`: right ones of the suggestions made. `recall`: found ones of those that a person chose."""

    precision: Shown
    recall: Shown


def suggested() -> Suggested:
    return Suggested(_share("precision", MEASURED.suggested), _share("recall", MEASURED.labels))


def _share(part: str, of: int) -> Shown:
    percent = half_up(MEASURED.right, of) if of else None
    return Shown(Source("suggested_themes", (), part), MEASURED.right, of, percent)
