"""What each edition is made of, as a digest: an edition whose digest is as it was need not be made again.

It may take in more than an edition shows (a step dated after its `data_to`, say): then an edition is made
again to the same bytes. It must never take in less; a test holds what such builds leave against whole ones.
"""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.editions.config import CONFIG
from generator.editions.inputs import Inputs
from generator.editions.plan import Planned
from generator.editions.published import record_file
from generator.editions.state import digest_files, digest_generator
from generator.measures.as_of import BEGINS
from generator.settings.meetings import every_papers, last_meeting, papers_known

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from generator.records.tables import Tables

CONTENT = "content"
_MONTH = re.compile(r"\d{4}-\d{2}")


class EditionDigests:
    """Digests of the editions of one set of inputs."""

    def __init__(self, root: Path, inputs: Inputs, tables: "Tables") -> None:
        self._root, self._audience = root, inputs.settings.publication.audiences[0].id
        self._months, self._publication = inputs.months, inputs.settings.publication
        self._days = inputs.settings.publication.editions
        self._papers = every_papers(inputs.settings.publication)
        self._common = digest_generator() + digest_files([(root / CONFIG, CONFIG)]) + _settings(inputs)
        self._words = [
            (path, path.relative_to(root).as_posix())
            for path in sorted((root / CONTENT).rglob("*"))
            if path.is_file()
        ]
        self._rows = [_Rows(name, frame.collect().to_native()) for name, frame in sorted(tables.items())]

    def of(self, edition: Planned) -> str:
        """Of the records that `edition` knows, the words up to its month, and all that editions share."""
        months = [month for month in self._months if month <= edition.month]
        days = [each for each in self._days if each.month <= edition.month]
        papers = papers_known(self._papers, edition.month, edition.published_on, edition.data_to)
        digest = hashlib.sha256(f"{edition} {months} {days} {papers} {self._common}".encode())
        words = [(path, name) for path, name in self._words if _said_by(name, edition.month)]
        digest.update(digest_files([*words, *self._records(edition)]).encode())
        for rows in self._rows:
            digest.update(rows.known(edition))
        return digest.hexdigest()

    def _records(self, edition: Planned) -> list[tuple[Path, str]]:
        """What was published of it, of the month before, and of the edition that the last meeting had."""
        met = last_meeting(self._publication, edition.month, edition.data_to)
        before = max((month for month in self._months if month < edition.month), default="")
        months = sorted({edition.month, before, met.month if met else ""} - {""})
        files = [record_file(self._audience, month) for month in months]
        return [(self._root / file, file) for file in files]


def _settings(inputs: Inputs) -> str:
    """Without the days of editions, which later ones tell of: those before a new month stay as they are."""
    settings = inputs.settings
    publication = settings.publication.model_copy(update={"editions": ()})
    return hashlib.sha256(repr((settings.framework, settings.themes, publication)).encode()).hexdigest()


def _said_by(name: str, month: str) -> bool:
    """Words of a later month are nothing to an edition; words of no month are of all."""
    own = _MONTH.match(Path(name).name)
    return own is None or own.group() <= month


class _Rows:
    """A table's rows, each as a digest, with what decides when it becomes known."""

    def __init__(self, table: str, frame: "pd.DataFrame") -> None:
        import pandas as pd  # noqa: PLC0415

        self._name = table.encode()
        self._digests = pd.util.hash_pandas_object(frame, index=False).to_numpy()
        self._months = [_Limited(frame[column]) for column in ("month", "audit_month") if column in frame]
        self._days = [_Limited(frame[column]) for column in BEGINS.get(table, ())]
        self._keys = [_Limited(frame[column]) for column in ("sort_key",) if column in frame]

    def known(self, edition: Planned) -> bytes:
        """The digests of the rows that may be known to `edition`, in their order."""
        import numpy as np  # noqa: PLC0415
        import pandas as pd  # noqa: PLC0415

        known = np.ones(len(self._digests), dtype=bool)
        for columns, limit in (
            (self._months, edition.month),
            (self._days, pd.Timestamp(edition.data_to)),
            (self._keys, edition.data_to.isoformat()),
        ):
            for column in columns:
                known &= column.up_to(limit)
        return self._name + self._digests[known].tobytes()


class _Limited:
    """A column whose values are numbered in their order once, since every edition has a limit of its own."""

    def __init__(self, column: "pd.Series[Any]") -> None:
        import pandas as pd  # noqa: PLC0415

        self._numbers, self._values = pd.factorize(column, sort=True)

    def up_to(self, limit: "str | pd.Timestamp") -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Row by row, whether it is blank or at most `limit`."""
        return self._numbers < self._values.searchsorted(limit, side="right")
