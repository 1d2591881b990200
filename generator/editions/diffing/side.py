"""Reads and measures the work tree and a revision with the same generator. Heavy to import."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from generator import evidence, records
from generator.editions.config import PUBLISHED
from generator.editions.diffing.compare import Action, Comparison, Said, Side, compare
from generator.editions.diffing.revision import find, laid_out
from generator.editions.inputs import Inputs, read
from generator.editions.made_of import EditionDigests
from generator.editions.plan import Planned, plan
from generator.evidence.published import record_of
from generator.pages import claims
from generator.pages.presenters.revisions import verdict_of
from generator.pages.presenters.trends import trends_page
from generator.problems import Problem, errors
from generator.settings.model import Settings


def diff(root: Path, named: str, today: date) -> tuple[Comparison, Settings | None]:
    """What differs in `root` from the revision that is `named`, and the settings that name it all.

    Both sides' drafts know what was known `today`, or on the day of the revision where that is later.
    Raises WrongUsageError where there is no such revision.
    """
    revision = find(root, named)
    day = max(today, revision.day)
    with laid_out(root, revision) as before:
        (was, was_problems), (now, now_problems) = read(before, day), read(root, day)
        if was is None or now is None or errors([*was_problems, *now_problems]):
            sides = (
                Side(tuple(was_problems), records=_records(before)),
                Side(tuple(now_problems), records=_records(root)),
            )
            return compare(revision.short, *sides, figures_compared=False), now.settings if now else None
        old, new = _Measured(before, was, day), _Measured(root, now, day)
        months = [month for month in old.made_of if month in new.made_of]
        months = [month for month in months if old.made_of[month] != new.made_of[month]]
        sides = old.side(tuple(was_problems), months), new.side(tuple(now_problems), months)
    return compare(revision.short, *sides, figures_compared=True), now.settings


class _Measured:
    """One side, which had no errors."""

    def __init__(self, root: Path, inputs: Inputs, day: date) -> None:
        self._root, self._inputs = root, inputs
        self._tables = records.to_tables(inputs.records)
        self._planned = {each.month: each for each in plan(inputs.settings, inputs.months, day)}
        digests = EditionDigests(root, inputs, self._tables)
        self.made_of = {month: digests.of(each) for month, each in self._planned.items()}
        """A digest of what each edition is made of: equal ones say the same, and need no measuring."""

    def side(self, problems: tuple[Problem, ...], months: list[str]) -> Side:
        said = {month: self._said(self._planned[month]) for month in months}
        notices = chain.from_iterable(self._inputs.content.corrections.values())
        forgets = frozenset(notice.file for notice in notices if notice.forgets)
        return Side(
            problems, dict(_actions(self._inputs)), self._planned, said, forgets, _records(self._root)
        )

    def _said(self, planned: Planned) -> Said:
        edition = evidence.Edition(planned.month, planned.data_to, planned.published_on)
        e = evidence.evidence_of(self._tables, self._inputs.settings, edition)
        words = claims.said_in(e, self._inputs.content)
        return Said(record_of(e, words), e.statuses, dict(_claims(e)))


def _records(root: Path) -> frozenset[str]:
    return frozenset(path.relative_to(root).as_posix() for path in (root / PUBLISHED).glob("*/*.json"))


def _claims(e: evidence.Evidence) -> Iterator[tuple[str, str]]:
    """What the trends page says of change, as verdicts."""
    page = trends_page(e)
    worst = page.worst_grade.id
    for month, of_worst, of_good in page.changes:
        yield f"{worst}/{month}", verdict_of(of_worst)
        yield f"good-or-better/{month}", verdict_of(of_good)
    for name, over_all in ((worst, page.worst_trend), ("good-or-better", page.good_trend)):
        if over_all:
            yield f"{name}/all", verdict_of(over_all)


def _actions(inputs: Inputs) -> Iterator[tuple[str, Action]]:
    audits, actions = inputs.records["audits"].columns, inputs.records["actions"].columns
    months = dict(zip(audits["audit_id"], audits["month"], strict=True))
    columns = (actions[name] for name in ("action_id", "audit_id", "due", "completed_on"))
    for name, audit, due, completed in zip(*columns, strict=True):
        day = due if isinstance(due, date) else None
        yield str(name), Action(str(months.get(audit) or ""), day, isinstance(completed, date))
