"""`python -m tests.bench.series`: evidence and limits of ten years of made-up grades; prints CPU seconds."""

import random
import sys
import time
from datetime import date
from itertools import product

from generator import settings
from generator.evidence import Edition, assemble
from generator.measures.figures import Distribution, Extracts, Measured, where

from . import big

MONTHS, AREAS = 120, 8


def main() -> None:
    known, _ = settings.load(big.SETTINGS.parent)
    if known is None:
        sys.exit("the example's settings are not valid")
    period = known.framework.areas[0]
    areas = [period.areas[0].model_copy(update={"id": f"area-{n}"}) for n in range(1, AREAS)]
    framework = known.framework.model_copy(
        update={"areas": (period.model_copy(update={"areas": tuple(areas)}),), "breaks": ()}
    )
    known = settings.Settings(framework, known.themes, known.publication)
    chance = random.Random(big.SEED)
    months = [f"{2014 + n // 12}-{n % 12 + 1:02}" for n in range(MONTHS)]
    grades = [grade.id for grade in framework.scale(months[-1])]
    figures = []
    for month, stage, area in product(
        months, ("primary", "moderated"), ("overall", *(area.id for area in areas))
    ):
        parts = {grade: chance.randrange(10, 40) for grade in grades}
        dims = where(month=month, stage=stage, area=area, team="all")
        figures.append(Distribution("grades", dims, parts, sum(parts.values())))
    measured = Measured(months[-1], tuple(months), tuple(figures), (), Extracts())
    began = time.process_time()
    screen = assemble(measured, known, Edition(months[-1], date(2024, 1, 1), None)).screen
    took = time.process_time() - began
    if sum(len(series.points) for series in screen.series if series.has_limits) != len(figures) * len(grades):
        sys.exit("a series has no limits")
    print(f"{took:.3f}")


if __name__ == "__main__":
    main()
