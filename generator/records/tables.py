"""Records -> data frames for the measures. The only place that imports pandas."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import narwhals as nw

from generator.records.columns import Kind
from generator.records.dates import sort_key
from generator.records.rows import Records, Value
from generator.records.schema import OF_AN_AUDIT

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, nw.LazyFrame[Any]]
"""Every table of the schema by name, with all its columns even without rows.

Ids, grades, choices and texts are nullable strings (a grade is `n/a` where it did not apply), days nullable
datetimes at midnight, counts nullable integers.
"""


def build(records: Records) -> Tables:
    """The tables, with three columns more: `audit_month` for what hangs on an audit, `sort_key` for events,
    and `file`, where each row stands."""
    import pandas as pd  # noqa: PLC0415

    months = dict(zip(records["audits"].columns["audit_id"], records["audits"].columns["month"], strict=True))
    tables = {}
    for name, rows in records.tables.items():
        columns = {
            column.name: _series(column.kind, rows.columns[column.name]) for column in rows.schema.columns
        }
        columns["file"] = _series("id", [*rows.files()])
        if name in OF_AN_AUDIT:
            columns["audit_month"] = _series("id", [months.get(id_) for id_ in rows.columns["audit_id"]])
        if name == "events":
            columns["sort_key"] = _series("id", [sort_key(str(moment)) for moment in rows.columns["date"]])
        tables[name] = nw.from_native(pd.DataFrame(columns)).lazy()
    return tables


def _series(kind: Kind, values: list[Value]) -> "pd.Series[Any]":
    import pandas as pd  # noqa: PLC0415

    if kind == "day":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object"))).astype("datetime64[us]")
    return pd.Series(values, dtype="Int64" if kind == "count" else "str")
