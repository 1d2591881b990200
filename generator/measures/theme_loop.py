"""From a lesson to what became of it: the audits that asked to improve a theme, step by step."""

from collections.abc import Iterator

import narwhals as nw

from generator.measures.actions import impact_checked
from generator.measures.counting import ALL, Counted, Row, combinations, count_by, spread
from generator.measures.figures import Distribution
from generator.measures.frames import Frame, is_grade, recorded
from generator.measures.impact import REASONS, compared
from generator.measures.known import Known, rank, with_not_recorded

STEPS = ("found", "agreed", "acted-on", "done", "impact-reported", "impact-checked")


def theme_loop(known: Known) -> Iterator[Distribution]:
    """Audits that asked to improve a theme, by how far their actions on it came; each of the step before.

    Agreed: it has an action on the theme. Acted on: one of them was begun. Done: all of them are. Reported
    and checked: done, and one of them changed something for the child. Actions on a theme that their audit
    did not ask to improve are no part of this.
    """
    asked = known.learning.filter(nw.col("kind") == "improvement")
    asked = asked.select("audit_id", "theme", "unsigned").unique(subset=["audit_id", "theme"])
    reached = asked.join(_progress(known.actions), on=["audit_id", "theme"], how="left")
    step = nw.coalesce(
        nw.when(nw.col("done") == 1, nw.col("checked") == 1).then(nw.lit("impact-checked")),
        nw.when(nw.col("done") == 1, nw.col("reported") == 1).then(nw.lit("impact-reported")),
        nw.when(nw.col("done") == 1).then(nw.lit("done")),
        nw.when(nw.col("begun") == 1).then(nw.lit("acted-on")),
        nw.when(recorded("done")).then(nw.lit("agreed")),
        nw.lit("found"),
    )
    counted = count_by(reached.with_columns(step=step), "theme", part="step").labelled(month=ALL)
    yield from spread("theme_loop", counted, _themes(known), STEPS, nested=True)


def theme_regrades(known: Known) -> Iterator[Distribution]:
    """Later grades of an area in which the audit had asked to improve a theme: better, and why; or not."""
    asked = _asked(known).select("audit_id", "theme", "area")
    again = known.regrades.join(asked, on=["audit_id", "area"], how="inner")
    counted = count_by(again, "theme", "audit_month", "reason", part=("from", "to"))
    yield from spread("theme_regrades", _why(known, counted, "theme"), _themes(known), _WHY)


def theme_reaudits(known: Known) -> Iterator[Distribution]:
    """Audits that look again at a file which asked to improve a theme: its area's grade better or not.

    Where the file asked for it in several areas, the audit counts once: worse if one area is worse, else
    better if one is better.
    """
    every_later = known.every_audit.filter(recorded("revisits"))
    looked_at = every_later.select(audit_id=nw.col("revisits")).unique()
    every_asked = _asked(known).join(looked_at, on="audit_id", how="inner")
    every_before = known.every_audit.join(looked_at, on="audit_id", how="inner")
    counted = Counted(("month", "before_month", "theme", "audit_id"), ())
    for area in known.framework.every_area:
        asked = every_asked.filter(nw.col("area") == area.id).select("audit_id", "theme")
        before = every_before.select(
            "audit_id",
            nw.col("month").alias("before_month"),
            nw.col("unsigned").alias("before_unsigned"),
            before=_standing(area.id),
        )
        earlier = asked.join(before, on="audit_id", how="inner").with_columns(revisits=nw.col("audit_id"))
        later = every_later.select("audit_id", "revisits", "month", "unsigned", standing=_standing(area.id))
        pairs = later.join(earlier.drop("audit_id"), on="revisits", how="inner")
        pairs = pairs.with_columns(unsigned=nw.max_horizontal("unsigned", "before_unsigned"))
        counted += count_by(pairs, *counted.dims, part=("before", "standing"))
    later_grades = _once(counted.parted(lambda row: compared(known, row))).labelled(month=ALL)
    yield from spread("theme_reaudits", later_grades, _themes(known), ("better", "same", "worse"))


def regrades_by_month(known: Known) -> Iterator[Distribution]:
    """Areas graded again, by the month of their audit: better, and why; or not better."""
    labelled = known.regrades.with_columns(month=nw.col("audit_month"))
    counted = count_by(labelled, "month", "audit_month", "reason", part=("from", "to"))
    by_month = Counted(("month",), _why(known, counted).rows).pooled("month")
    yield from spread("regrades_by_month", by_month, combinations(month=known.months_and_all), _WHY)


def _once(by_area: Counted) -> Counted:
    """Of the verdicts on one audit's areas, the one that its theme counts with."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in by_area.rows:
        found.setdefault(row.values, []).append(row)
    weighed = ("worse", "better", "same", "")
    rows = (min(rows, key=lambda row: weighed.index(row.part)) for rows in found.values())
    return Counted(
        ("theme",), tuple(Row((row.values[2],), row.part, 1, min(row.unsigned, 1)) for row in rows)
    )


_WHY = (*with_not_recorded(REASONS), "no-better")


def _progress(actions: Frame) -> Frame:
    """How far the actions of an audit on a theme came: 1 or 0."""
    done, reported = recorded("completed_on"), recorded("impact")
    flags = actions.filter(recorded("theme")).select(
        "audit_id",
        "theme",
        done=done.cast(nw.Int64),
        begun=(done | recorded("started_on")).cast(nw.Int64),
        reported=(done & reported).cast(nw.Int64),
        checked=impact_checked().cast(nw.Int64),
    )
    return flags.group_by("audit_id", "theme").agg(
        nw.col("done").min(), nw.col("begun").max(), nw.col("reported").max(), nw.col("checked").max()
    )


def _asked(known: Known) -> Frame:
    """Audit, theme and area of each improvement, once. A blank area is the one of the theme."""
    own = {theme.id: theme.area for theme in known.settings.themes.themes}
    area_of_theme = nw.col("theme").replace_strict(own, default=None)
    in_area = nw.when(recorded("area")).then(nw.col("area")).otherwise(area_of_theme)
    asked = known.learning.filter(nw.col("kind") == "improvement")
    asked = asked.select("audit_id", "theme", area=in_area)
    return asked.unique(subset=["audit_id", "theme", "area"])


def _why(known: Known, counted: Counted, dim: str = "") -> Counted:
    """Rows by a dimension, the audit's month and a reason: the reason as part, if the grade is better."""

    def part(row: Row) -> str:
        before, after = row.part.split(">")
        scale = known.grades_in(row.values[1])
        was, now = rank(before, scale), rank(after, scale)
        return row.values[2] if was is not None and now is not None and now > was else "no-better"

    rows = tuple(Row(row.values[:1], *row[1:]) for row in counted.parted(part).rows)
    found = Counted((dim,) if dim else ("month",), rows)
    return found.labelled(month=ALL) if dim else found


def _standing(area: str) -> nw.Expr:
    """The moderated grade of an area, else the primary one."""
    moderated, primary = f"moderated_{area}", f"primary_{area}"
    first = nw.when(is_grade(primary)).then(nw.col(primary))
    return nw.when(is_grade(moderated)).then(nw.col(moderated)).otherwise(first)


def _themes(known: Known) -> Iterator[dict[str, str]]:
    return combinations(theme=tuple(theme.id for theme in known.settings.themes.themes), month=(ALL,))
