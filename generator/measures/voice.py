"""Whether children, parents and carers were heard."""

from collections.abc import Iterator

from generator.measures.counting import combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.known import Known, with_not_recorded
from generator.records.schema import PERSONS


def voice(known: Known) -> Iterator[Distribution]:
    """Feedback given or sought, by whose it is; "not applicable" is left out."""
    for person in PERSONS:
        counted = count_by(known.audits, "month", part=f"{person}_feedback").pooled("month")
        over = combinations(month=known.months_and_all, person=(person,))
        parts = with_not_recorded(("given", "sought", "not-sought"))
        yield from spread("voice", counted.labelled(person=person), over, parts)


def triangulated(known: Known) -> Iterator[Distribution]:
    """Whether the audit compared the file with what others say."""
    counted = count_by(known.audits, "month", part="triangulated").pooled("month")
    over = combinations(month=known.months_and_all)
    yield from spread("triangulated", counted, over, with_not_recorded(("yes", "no")))
