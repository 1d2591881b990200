"""The figure that a text calls by name."""

from generator.evidence import Evidence, Shown
from generator.pages.calls import Figure


def called(e: Evidence, figure: Figure) -> Shown:
    """As the edition shows it; not available where there is none."""
    wanted = figure.arguments
    if figure.name == "audits_with":
        dims = {"theme": wanted["theme"], "kind": wanted["kind"], "area": "all", "team": "all"}
        return e.table("themes", month=wanted["month"], **dims)["audits"]
    return e.graded(wanted["grade"], wanted["month"], wanted["stage"], wanted["area"], wanted["team"])
