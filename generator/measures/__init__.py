"""records -> measures: from checked tables to figures, exact and unworded. Pure; touches no disk.

`measure` gives all figures of an edition, `measure_by_name` one measure's figures again: a figure's
measure and filter are the recipe by which it can be explained. `registry.MEASURES` lists all measures.
"""

from generator.measures.figures import Distribution, Measured, Quantity
from generator.measures.registry import measure, measure_by_name

__all__ = ["Distribution", "Measured", "Quantity", "measure", "measure_by_name"]
