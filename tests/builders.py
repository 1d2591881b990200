"""Small tables and settings for tests: say what matters, the rest is blank."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any, Literal

import duckdb
import narwhals as nw
import pandas as pd
import pytest

from generator.measures import Measured, measure, measure_by_name
from generator.measures.extracts import extracts
from generator.measures.figures import Extracts
from generator.measures.known import know
from generator.pages import render_edition
from generator.pages.content import Content
from generator.pages.inputs import EditionFiles, EditionInputs
from generator.records.columns import TableSchema
from generator.records.schema import table_schemas
from generator.settings.model import (
    Framework,
    Publication,
    Settings,
    Theme,
    Themes,
)

Engine = Literal["pandas", "duckdb"]
on_each_engine = pytest.mark.parametrize("engine", ["pandas", "duckdb"])
Rows = Sequence[Mapping[str, Any]]

SCALE = [
    {"id": "inadequate", "name": "Inadequate", "make_safe": True},
    {"id": "requires-improvement", "name": "Requires improvement"},
    {"id": "good", "name": "Good", "good_or_better": True},
]
FRAMEWORK: dict[str, Any] = {
    "grades": [{"from": "2023-01", "scale": SCALE}],
    "areas": [
        {
            "from": "2023-01",
            "areas": [{"id": "chronology", "name": "Chronology"}, {"id": "planning", "name": "Planning"}],
        }
    ],
    "teams": [{"id": "duty", "name": "Duty"}, {"id": "care", "name": "Care"}],
    "cohorts": [{"id": "in-care", "name": "In care"}, {"id": "child-in-need", "name": "Child in need"}],
    "types": [
        {"id": "case", "name": "Case audit", "pooled": True},
        {"id": "dip", "name": "Dip sample"},
        {"id": "re-audit", "name": "Re-audit"},
    ],
}
PUBLICATION: dict[str, Any] = {
    "organisation": {
        "name": "Examplewick",
        "service": "Children's Services",
        "performance_data": {"title": "Performance", "url": "https://example.org"},
        "contact": "The quality assurance team",
    },
    "audiences": [{"id": "staff", "name": "Staff", "reads": "staff"}],
    "report": {"title": "Audits", "report_for": "The panel", "report_by": "Head of Quality Assurance"},
}


def settings(themes: Sequence[str] = ("chronologies", "plans"), **framework: Any) -> Settings:
    """Settings of a small council; parts of its framework can be given as in framework.yml."""
    return Settings(
        Framework.model_validate(FRAMEWORK | framework),
        Themes(themes=tuple(_theme(theme) for theme in themes)),
        Publication.model_validate(PUBLICATION),
    )


def tables(engine: Engine, of: Settings, **rows: Rows) -> dict[str, nw.LazyFrame[Any]]:
    """All tables as records give them, from a few rows each: `tables(engine, settings, audits=[{...}])`.

    Dates may be text (YYYY-MM-DD). What an audit doesn't say: its id counts up (a1, a2, ...), it is a case
    audit of Duty in November 2023, its primary grade good; one with a day of sign-off was moderated as good.
    Rows that hang on an audit hang on a1.
    """
    audits = [dict(_audit(i)) | dict(row) for i, row in zip(count(1), rows.get("audits", ()), strict=False)]
    for audit in audits:
        if audit.get("quality_assured_on"):
            audit.setdefault("moderated_overall", "good")
    filled: dict[str, list[dict[str, object]]] = {"audits": audits}
    months = {audit["audit_id"]: audit["month"] for audit in audits}
    for name, given in rows.items():
        if name in HANGING:
            hung = [dict(HANGING[name]) | dict(row) for row in given]
            filled[name] = [row | {"audit_month": months.get(row["audit_id"])} for row in hung]
        elif name != "audits":
            filled[name] = [dict(row) for row in given]
    schemas = table_schemas(of.framework)
    return {name: _frame(engine, name, schema, filled.get(name, [])) for name, schema in schemas.items()}


class Figures(tuple[Any, ...]):
    """Figures that a filter picks from: `figures(month="2023-11", area="overall")` is the one it fits."""

    def __call__(self, **where: str) -> Any:
        fits = [figure for figure in self if where.items() <= figure.dims.items()]
        assert len(fits) == 1, f"{len(fits)} figures fit {where}"
        return fits[0]

    def values(self, dim: str) -> list[str]:
        """The values of a dimension, in the order in which they come."""
        return list(dict.fromkeys(figure.dims[dim] for figure in self))


def figures(
    name: str,
    engine: Engine,
    of: Settings | None = None,
    *,
    month: str = "2023-11",
    data_to: str = "2023-12-31",
    **rows: Rows,
) -> Figures:
    """The figures of one measure from a few rows."""
    known = of or settings()
    given = tables(engine, known, **rows)
    return Figures(measure_by_name(name, given, known, month, date.fromisoformat(data_to)))


def quotes(engine: Engine, *, data_to: str = "2023-12-31", **rows: Rows) -> Extracts:
    """What pages may quote of a few rows in November 2023."""
    given = tables(engine, settings(), **rows)
    return extracts(know(given, settings(), "2023-11", date.fromisoformat(data_to)))


def everything(
    engine: Engine,
    of: Settings | None = None,
    *,
    month: str = "2023-11",
    data_to: str = "2023-12-31",
    **rows: Rows,
) -> Measured:
    """All that is measured of a few rows."""
    known = of or settings()
    return measure(tables(engine, known, **rows), known, month, date.fromisoformat(data_to))


def rendered(
    of: Settings | None = None, *, month: str = "2023-11", data_to: str = "2023-12-31", **rows: Rows
) -> EditionFiles:
    """The pages of an edition of a few rows; `page` of test_pages picks one."""
    known = of or settings()
    given = tables("pandas", known, **rows)
    known_to = date.fromisoformat(data_to)
    return render_edition(EditionInputs(known, Content({}, {}), given, month, known_to, known_to))


HANGING: dict[str, dict[str, object]] = {
    "learning": {"audit_id": "a1", "theme": "chronologies", "kind": "improvement"},
    "actions": {
        "audit_id": "a1",
        "action": "Do it",
        "focus": "child",
        "owner_role": "TM",
        "due": "2023-12-01",
    },
    "regrades": {"audit_id": "a1", "area": "chronology", "on": "2023-11-20"},
    "external_checks": {"audit_id": "a1", "by": "peer", "on": "2023-11-20"},
}
EXTRA: dict[str, dict[str, str]] = {
    "events": {"sort_key": "text"},
    **{name: {"audit_month": "text"} for name in HANGING},
}


def _audit(i: int) -> dict[str, object]:
    return {
        "audit_id": f"a{i}",
        "month": "2023-11",
        "team": "duty",
        "type": "case",
        "primary_overall": "good",
    }


def _frame(engine: Engine, name: str, schema: TableSchema, rows: Rows) -> nw.LazyFrame[Any]:
    kinds = {column.name: str(column.kind) for column in schema.columns} | EXTRA.get(name, {})
    unknown = {key for row in rows for key in row} - set(kinds)
    assert not unknown, f"{name} has no column {unknown}"
    frame = pd.DataFrame(
        {column: _column([row.get(column) for row in rows], kind) for column, kind in kinds.items()}
    )
    return nw.from_native(duckdb.from_df(frame)) if engine == "duckdb" else nw.from_native(frame).lazy()


def _column(cells: list[object], kind: str) -> "pd.Series[Any]":
    if kind == "day":
        return pd.Series([_day(cell) for cell in cells], dtype="datetime64[us]")
    return pd.Series(cells, dtype="Int64" if kind == "count" else "str")


def _day(cell: object) -> datetime | None:
    if cell is None:
        return None
    day = cell if isinstance(cell, date) else date.fromisoformat(str(cell))
    return datetime(day.year, day.month, day.day)


def _theme(theme_id: str) -> Theme:
    return Theme(
        id=theme_id,
        title=theme_id,
        area="chronology",
        lesson=".",
        what=".",
        good=(".",),
        monday=".",
        questions=("?",),
    )
