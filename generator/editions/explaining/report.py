"""What is known of a figure, for a terminal."""

from collections.abc import Iterator, Sequence

from generator.editions.explaining.explain import Explained, Record
from generator.editions.published import figure_told
from generator.evidence import Shown
from generator.evidence.disclosure import GRADES
from generator.evidence.edition import WITH_INTERVALS
from generator.evidence.published import as_figure
from generator.pages.presenters.revisions import counted_words, figure_name, verdict_name, verdict_of
from generator.pages.words import date_words, month_name, p_words

_HIDDEN = {
    "c": "hidden to protect identity",
    "x": "not available: not measured, or too few months to tell",
}
_NOT_RANDOM = {
    "not-random": "these files were not all sampled at random",
    "not-recorded": "it is not recorded that these files were sampled at random",
}


def as_text(found: Explained) -> str:
    """A paragraph for each thing that is to be known of it."""
    e = found.evidence
    lines = [found.name, figure_name(found.name, e.settings), ""]
    lines += [
        f"In the edition of {month_name(e.month)}, as known on {date_words(e.edition.data_to)}:",
        f"  {figure_told(as_figure(found.figure))}",
        *(f"  {line}" for line in _state(found)),
        "",
        f"What it counts: {counted_words()[found.figure.source.measure]}",
    ]
    for part in (_rounding(found), _range(found), _test(found), _history(found)):
        lines += [""] * bool(part) + list(part)
    lines += ["", *_records("Counted", found.counted)]
    if found.others:
        lines += _records("The others of the total", found.others)
    return "\n".join(lines)


def _state(found: Explained) -> Iterator[str]:
    figure = found.figure
    if figure.hidden:
        yield f"[{figure.hidden}] {_HIDDEN[figure.hidden]}"
    if "p" in figure.marks:
        yield "[p] provisional: an audit in the total is not signed off"
    if found.table and found.table.left_out.count and figure.source.part != "left-out":
        yield f"{found.table.left_out.count} more left out: blank or not applicable"


def _rounding(found: Explained) -> list[str]:
    figure = found.figure
    if not isinstance(figure, Shown) or figure.percent is None or figure.exact_percent is None:
        return []
    rule = "rounded half up"
    if figure.source.measure in GRADES:
        rule = "grades are rounded together to add to 100: largest remainders up, ties to the worse grade"
    return [f"Rounding: {figure.exact_percent:.2f}% is shown as {figure.percent}%; {rule}"]


def _range(found: Explained) -> list[str]:
    figure = found.figure
    if figure.source.measure not in WITH_INTERVALS or not isinstance(figure, Shown) or not figure.total:
        return []
    if figure.low is None or figure.high is None:
        if figure.percent is None:
            return []
        month = dict(figure.source.where)["month"]
        months = {month} if month in found.evidence.months else {*found.evidence.months}
        return [f"Range: none, since {_NOT_RANDOM[found.evidence.not_random(months)]}"]
    return [f"Range: {figure.low:.1f}% to {figure.high:.1f}% of all casework (Wilson, 95%)"]


def _test(found: Explained) -> list[str]:
    change = found.change
    if change is None:
        return []
    month = dict(change.before.source.where)["month"]
    lines = [
        f"Against {month_name(month)}, {figure_told(as_figure(change.before))}: "
        f"{verdict_name(verdict_of(change), over_all=False)}",
    ]
    if change.p is not None and change.p.value is not None:
        level = found.evidence.settings.publication.significance
        said = p_words(change.p.value, level)
        equals = "= " if said[0].isdigit() else ""
        lines.append(f"  Fisher's exact test, two-sided: p {equals}{said}; beyond chance under {level}")
    lines += [f"  In between: {what}" for what in change.breaks]
    return lines


def _history(found: Explained) -> list[str]:
    if not found.published:
        return ["Published: nothing of this edition is recorded yet"]
    lines = [
        f"Published {date_words(once.on)}, revision {once.revision}: {figure_told(as_figure(once.figure))}"
        for once in found.published
    ]
    if as_figure(found.published[-1].figure)[:2] != as_figure(found.figure)[:2]:
        lines.append("  It is another figure now: portal check says what to do")
    return lines


def _records(title: str, these: Sequence[Record]) -> list[str]:
    if not these:
        return [f"{title}: no record"]
    many = "one record" if len(these) == 1 else f"{len(these)} records"
    width = max(len(each.id) for each in these)
    return [f"{title}: {many}", *(f"  {each.id:{width}}  {each.place}" for each in these)]
