"""audits_data/ -> checked tables that know their lines, with every mistake as a problem. Reads the disk."""

from typing import TYPE_CHECKING

from generator.records.read import read
from generator.records.rows import Records, Rows

if TYPE_CHECKING:
    from generator.records.tables import Tables

__all__ = ["Records", "Rows", "read", "to_tables"]


def to_tables(records: Records) -> "Tables":
    """The records as data frames: see `generator.records.tables`. Only this imports the frames' libraries,
    so that `portal check` doesn't wait for them."""
    from generator.records.tables import build  # noqa: PLC0415

    return build(records)
