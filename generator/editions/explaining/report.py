"""What is known of a figure, for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.editions.explaining.explain import Explained, Record
from generator.editions.published import figure_told
from generator.evidence import Shown
from generator.evidence.explained import interval, rounding
from generator.evidence.published import as_figure
from generator.pages.presenters.revisions import counted_words, figure_name, verdict_name, verdict_of
from generator.pages.templating import environment
from generator.pages.words import date_words, month_name, p_words


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
    figure, words = found.figure, _words()
    if figure.hidden:
        yield f"[{figure.hidden}] {words.hidden(figure.hidden)}"
    if "p" in figure.marks:
        yield f"[p] {words.provisional()}"
    if found.table and found.table.left_out.count and figure.source.part != "left-out":
        yield str(words.left_out(found.table.left_out))


def _rounding(found: Explained) -> list[str]:
    figure, rule = found.figure, rounding(found.figure)
    if not rule or not isinstance(figure, Shown):
        return []
    return [f"Rounding: {figure.exact_percent:.2f}% is shown as {figure.percent}%; {_words().rounding(rule)}"]


def _range(found: Explained) -> list[str]:
    figure, said = found.figure, interval(found.evidence, found.figure)
    if said == "wilson":
        return [f"Range: {figure.low:.1f}% to {figure.high:.1f}% of all casework (Wilson, 95%)"]
    return [f"Range: none, since {_words().not_random(said)}"] if said else []


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


def _words() -> Any:
    """The words of the page that tells where figures come from."""
    return environment().get_template("explained.j2").module
