"""Charts: what is drawn is what was shown, readable at any size, and the same bytes each time."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from councils import council, hide
from councils import settings as council_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import charts
from generator.charts import (
    Chart,
    EventMark,
    GradeStyle,
    Group,
    MonthPoint,
    Panel,
    Row,
    grade_styles,
    render,
)
from generator.charts import renderer as renderer_module
from generator.charts.drawing import ACCENT, Drawing
from generator.charts.looks import said_once
from generator.charts.palette import LIGHT, colour
from generator.charts.stagger import Tag, stagger
from generator.charts.text import CAP_HEIGHT, measure, wrap
from generator.evidence.series import Series, quantities
from generator.evidence.shown import Shown, ShownTable, Source
from generator.pages.words import month_short
from generator.settings.model import Target

SOURCE = Source("grades", ())
THREE = grade_styles(
    [("inadequate", "Inadequate"), ("requires-improvement", "Requires improvement"), ("good", "Good")]
)
FIVE = grade_styles(
    [
        ("a", "Significantly below what we expect"), ("b", "Below what we expect"), ("c", "Adequate"),
        ("d", "Good enough for any child in our care"), ("e", "Exemplary and worth sharing"),
    ]
)  # fmt: skip
SIX = grade_styles([(f"grade-{n}", f"Practice grade {n}") for n in range(1, 7)])


def shown(count: int, total: int, low: float | None = None, high: float | None = None) -> Shown:
    return Shown(SOURCE, count, total, round(100 * count / total) if total else None, low, high)


HIDDEN = Shown(SOURCE, None, None, None, hidden="c")


def table(scale: Sequence[GradeStyle], counts: Sequence[int], hide: Iterable[str] = ()) -> ShownTable:
    total = sum(counts)
    hidden = set(hide)
    parts = {
        grade.id: HIDDEN if grade.id in hidden else shown(n, total)
        for grade, n in zip(scale, counts, strict=True)
    }
    whole = HIDDEN if hidden else shown(total, total)
    return ShownTable("grades", (), parts, whole, shown(0, total))


def grades_chart(scale: Sequence[GradeStyle], *rows: Sequence[int], name: str = "grades") -> Chart:
    labels = ("Primary", "Moderated", *(f"Team {n} of the safeguarding service" for n in range(24)))
    return charts.grades(
        name, [Row(label, table(scale, row)) for label, row in zip(labels, rows, strict=False)], scale
    )


def matrix(scale: Sequence[GradeStyle], counts: Sequence[Sequence[int]], hide: str = "") -> ShownTable:
    total = sum(map(sum, counts))
    parts = {
        f"{p.id}>{m.id}": shown(counts[i][j], total) for i, p in enumerate(scale) for j, m in enumerate(scale)
    }
    if hide:
        parts[hide] = HIDDEN
    return ShownTable("moderation", (), parts, shown(total, total), shown(0, total))


def points(figures: Sequence[Shown]) -> list[MonthPoint]:
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    months = [(2023 + (8 + n) // 12, (8 + n) % 12) for n in range(len(figures))]
    return [
        MonthPoint(f"{year}-{month + 1:02}", f"{names[month]} {year}", figure)
        for (year, month), figure in zip(months, figures, strict=True)
    ]


def a_series(number: int) -> Series:
    """Months with a run at the end, a small month, a new start and a target."""
    of = council_settings(
        {"targets": [{"grades": "good", "at_least": 45}]},
        breaks=[{"from": "2021-03", "what": "the quality assurance framework was refreshed"}],
    )
    parts = [(4 + n % 3, 5, 11 + 9 * (n > number - 8) - n % 3) for n in range(number)]
    parts[number // 2] = (1, 1, 1)
    found = council(parts, of).screen.of("moderated", "overall", "good")
    assert found
    return found


def days_series() -> Series:
    found = quantities(council([(5, 5, 5)] * 14, days=[*range(13), 90]), "days_to_moderation", "neither")
    assert found
    return found


def hidden_series() -> Series:
    return hide(council([(5, 5, 5)]), "2021-01").screen.series[0]


def each_kind() -> list[Chart]:
    areas = [
        Group("Management oversight and supervision!!!!", (
            Row("Primary", table(THREE, (1, 3, 4))), Row("Moderated", table(THREE, (1, 5, 1)))
        )),
        Group("Chronology", (
            Row("Primary", table(THREE, (0, 0, 0))), Row("Moderated", table(THREE, (8, 9, 4)))
        )),
    ]  # fmt: skip
    months = [shown(7, 17, 21.6, 64.0), shown(4, 21, 7.7, 40.0), shown(1, 8, 2.2, 47.1), HIDDEN, shown(0, 0)]
    dense = [shown(n, 20, 4.0 * n, 4.0 * n + 30) for n in range(12)]
    events = [EventMark("2023-10", "framework refreshed"), EventMark("2023-12", "a focused visit " * 4)]
    return [
        grades_chart(THREE, (1, 3, 4), (1, 5, 2), name="eight"),
        grades_chart(THREE, (0, 1, 0), (1, 0, 0), name="one"),
        grades_chart(THREE, (10, 30, 20), (12, 33, 15), name="sixty"),
        grades_chart(THREE, (1, 40, 20), (2, 39, 20), name="sixty-one"),
        grades_chart(THREE, (3, 2997, 2000), (1200, 2600, 1200), name="five-thousand"),
        grades_chart(FIVE, (1, 1, 1, 4, 1), (1, 2, 1, 3, 1), name="five-grades"),
        grades_chart(FIVE, (1, 1, 4000, 997, 1), (1, 2000, 3, 2996, 0), name="five-grades-bars"),
        grades_chart(SIX, *[(n % 3, n % 5, 1, 0, n % 4, 2) for n in range(26)], name="teams"),
        charts.areas("areas", areas, THREE),
        charts.moderation("moderation", matrix(THREE, [[1, 0, 0], [0, 3, 0], [0, 2, 2]]), THREE),
        charts.moderation("scaled", matrix(THREE, [[7, 0, 0], [5, 4000, 2], [0, 4, 8]]), THREE),
        charts.moderation("list", matrix(FIVE, [[1] * 5] * 5, hide="b>a"), FIVE),
        charts.moderation("six", matrix(SIX, [[0, 1, 2, 3, 12, 0]] * 6), SIX),
        charts.months("months", points(months), events),
        charts.months("year", points(dense), [EventMark("2024-08", "a new grading scale"), *events]),
        charts.months("a-month", points([shown(1204, 5000)])),
        charts.months("aimed", points(months[:3]), target=Target(grades="good", at_least=90)),
        charts.control("control", a_series(40), month_short),
        charts.control("control-short", a_series(12), month_short),
        charts.control("control-days", days_series(), month_short, unit=(" day", " days")),
        charts.panels(
            "panels",
            [
                Panel(f"Area {n}: management oversight", a_series(9 + 5 * n), "Nothing beyond chance")
                for n in range(8)
            ],
            month_short,
        ),
        charts.panels("panel", [Panel("Hidden", hidden_series(), "Hidden")], month_short),
    ]


KINDS = {chart.name: chart for chart in each_kind()}
each_chart = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(scope="module")
def rendered() -> dict[str, charts.Rendered]:
    return render(KINDS.values())


def boxes(drawing: Drawing) -> list[tuple[float, float, float, float, str]]:
    """Left, top, right, bottom of each text's capitals, and the text."""
    return [(t.left, t.y - 0.7 * t.size, t.left + t.width, t.y, t.text) for t in drawing.texts]


def assert_readable(drawing: Drawing) -> None:
    for left, top, right, bottom, text in boxes(drawing):
        inside = left >= -0.5 and top >= 0 and right <= drawing.width + 0.5 and bottom <= drawing.height - 2
        assert inside, f"{text!r} leaves the picture"
    for a, b in combinations(boxes(drawing), 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{a[4]!r} and {b[4]!r} collide"


@each_chart
def test_labels_are_inside_and_do_not_collide(name: str) -> None:
    assert_readable(KINDS[name].wide)
    assert_readable(KINDS[name].narrow)


COUNTS = st.sampled_from([0, 1, 2, 3, 9, 17, 40, 700, 3000])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([THREE, FIVE, SIX]), st.lists(st.tuples(*[COUNTS] * 6), min_size=1, max_size=4))
def test_labels_hold_for_any_counts(scale: list[GradeStyle], rows: list[tuple[int, ...]]) -> None:
    chart = grades_chart(scale, *[row[: len(scale)] for row in rows])
    assert_readable(chart.wide)
    assert_readable(chart.narrow)


FIGURES = st.lists(st.tuples(COUNTS, COUNTS, st.booleans()), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(FIGURES, st.sets(st.integers(0, 11)))
def test_months_hold_for_any_counts(figures: list[tuple[int, int, bool]], breaks: set[int]) -> None:
    drawn = [HIDDEN if hide else shown(min(a, b), max(a, b), 0.0, 100.0) for a, b, hide in figures]
    events = [EventMark(point.month, "the framework was refreshed") for point in points([HIDDEN] * 12)]
    chart = charts.months("m", points(drawn), [events[n] for n in sorted(breaks)[:3]])
    assert_readable(chart.wide)
    assert_readable(chart.narrow)


MANY = st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(MANY, st.integers(0, 100), st.sampled_from(["2021-05", "2021-12", "2023-02"]))
def test_control_charts_hold_for_any_counts(
    parts: list[tuple[int, ...]], target: int, new_start: str
) -> None:
    of = council_settings(
        {"targets": [{"grades": "good", "at_least": target}]},
        breaks=[{"from": new_start, "what": "the quality assurance framework was refreshed"}],
    )
    series = council(parts, of).screen.of("moderated", "overall", "good")
    assert series
    these = [Panel("Direct work and the child’s voice", series, "Higher than chance explains")] * 2
    for chart in (charts.control("c", series, month_short), charts.panels("p", these, month_short)):
        assert_readable(chart.wide)
        assert_readable(chart.narrow)


def looks_of_texts(element: ET.Element, above: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each text of an SVG with its attributes, those that groups hand down included."""
    look = above | element.attrib
    if element.tag == "{http://www.w3.org/2000/svg}text":
        yield element.text or "", look
    for inner in element:
        yield from looks_of_texts(inner, look)


@pytest.mark.parametrize("name", ["eight", "one", "sixty", "five-thousand"])
def test_texts_of_the_svg_are_in_its_view_box(name: str, rendered: dict[str, charts.Rendered]) -> None:
    for file, (width, height) in (
        (f"{name}.svg", rendered[name].wide_box), (f"{name}-narrow.svg", rendered[name].narrow_box),
    ):  # fmt: skip
        root = ET.fromstring(rendered[name].files[file])
        assert root.get("viewBox") == f"0 0 {width} {height}"
        texts = list(looks_of_texts(root, {}))
        assert texts
        for words, look in texts:
            x, y = map(float, re.findall(r"[-\d.]+", look["transform"]))
            size = float(look["font-size"][:-2])
            across = measure(words, size, bold=look["font-weight"] == "700")
            left = x - across * {"start": 0, "middle": 0.5, "end": 1}[look.get("text-anchor", "start")]
            assert left >= -0.5
            assert left + across <= width + 0.5
            assert size <= y <= height - 2


@each_chart
def test_specification_is_valid(name: str, rendered: dict[str, charts.Rendered]) -> None:
    import altair as alt  # noqa: PLC0415

    spec = json.loads(rendered[name].files[f"{name}.vl.json"])
    alt.LayerChart.from_dict(spec)


@each_chart
def test_svg_can_be_used_by_a_page(name: str, rendered: dict[str, charts.Rendered]) -> None:
    for file in (f"{name}.svg", f"{name}-narrow.svg"):
        svg = rendered[name].files[file].decode()
        assert ET.fromstring(svg).get("id") == "chart"
        assert "aria" not in svg
        assert "role=" not in svg
        colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
        assert colours
        assert all(c == "none" or re.fullmatch(r"var\(--[a-z0-9-]+,#[0-9a-f]{6}\)", c) for c in colours)


def test_neighbours_that_look_the_same_say_so_once() -> None:
    dot = '<path transform="translate(1,2)" d="M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0" fill="red"/>'
    text = '<text text-anchor="start" fill="{}">a line, a &gt;path></text>'
    assert said_once(f"<g>{dot}{dot}{text.format('red')}{text.format('blue')}</g>") == (
        '<g><g fill="red"><circle cx="1" cy="2" r="3"/><circle cx="1" cy="2" r="3"/>'
        "<text>a line, a &gt;path></text></g>"
        '<text fill="blue">a line, a &gt;path></text></g>'
    )


def test_one_square_is_one_audit() -> None:
    drawing = grades_chart(THREE, (1, 3, 4), (1, 5, 2)).narrow
    squares = [dict(rect.facts) for rect in drawing.rects if rect.facts]
    assert len(squares) == 16
    assert sum(s["row"] == "Moderated" and s["grade"] == "Requires improvement" for s in squares) == 5
    sides = {round(rect.x2 - rect.x) for rect in drawing.rects if not rect.stroke}
    assert len(sides) == 1


def test_more_than_sixty_audits_are_bars() -> None:
    assert grades_chart(THREE, (20, 20, 20)).reads == "Each square is one audit."
    bars = grades_chart(THREE, (20, 20, 21))
    assert bars.reads == "The longer a bar, the more audits."
    assert len(bars.wide.rects) == 3


def test_a_row_with_an_unknown_grade_is_refused() -> None:
    with pytest.raises(ValueError, match="good"):
        charts.grades("x", [Row("Primary", table(THREE, (1, 1, 1)))], THREE[:2])


def test_hidden_figures_are_words_and_nowhere_else() -> None:
    row = table(THREE, (123, 3, 4), hide=("inadequate",))
    chart = charts.grades("hidden", [Row("Primary", row)], THREE)
    files = render([chart])["hidden"].files
    assert not any(dict(r.facts).get("grade") == "Inadequate" for r in chart.wide.rects + chart.narrow.rects)
    for name, data in files.items():
        assert b"123" not in data, name
    assert b"Inadequate: hidden to protect identity" in files["hidden.svg"]
    assert next(csv.DictReader(io.StringIO(files["hidden.csv"].decode()))) == {
        "row": "Primary", "grade": "Inadequate", "count": "", "total": "", "percent": "", "note": "[c]",
    }  # fmt: skip


def test_a_hidden_month_changes_nothing_but_its_words() -> None:
    others = [shown(1, 8, 2.2, 47.1), HIDDEN, shown(2, 9, 6.3, 54.7)]
    chart = charts.months("m", points(others))
    assert len(chart.wide.dots) == len(chart.narrow.dots) == 2
    assert "hidden to" in " ".join(text.text for text in chart.wide.texts)
    assert chart.rows[1] == {
        "month": "2023-10", "count": None, "total": None, "percent": None, "low": None, "high": None,
        "note": "[c]",
    }  # fmt: skip


def test_moderation_says_which_cells_agree() -> None:
    chart = KINDS["moderation"]
    moved = [dict(r.facts) for r in chart.wide.rects if r.fill == colour("accent")]
    assert [(m["primary"], m["moderated"]) for m in moved] == [("Good", "Requires improvement")] * 2
    assert sum(text.text == "none" for text in chart.wide.texts) == 5


def test_a_control_chart_marks_what_is_more_than_chance_in_colour_and_with_a_letter() -> None:
    chart = KINDS["control"]
    marked = [dot for dot in chart.wide.dots if dict(dot.facts)["means"] == "improvement"]
    assert {dot.fill for dot in marked} == {colour("spc-better")}
    assert len(marked) == sum(text.text == "H" for text in chart.wide.texts) >= 7
    assert {row["signal"] for row in chart.rows[-7:]} == {"one-side-up"}


def test_a_control_chart_names_its_lines() -> None:
    for drawing in (KINDS["control"].wide, KINDS["control"].narrow):
        said = " ".join(text.text for text in drawing.texts)
        for words in ("upper limit", "average", "lower limit", "target at least 45%"):
            assert words in said


def test_where_there_are_no_limits_a_chart_has_no_limits_in_any_form() -> None:
    chart = charts.panels("few", [Panel("Few", council([(5, 5, 5)] * 11).screen.series[0], "")], month_short)
    assert (chart.wide.rects, chart.narrow.rects) == ((), ())
    assert "Band" not in chart.reads


def test_months_name_their_target() -> None:
    target = Target.model_validate({"grades": "good", "at_most": 10})
    assert (
        "Coloured line: the target, at most 10%."
        in charts.months("m", points([shown(1, 8)]), target=target).reads
    )


def test_months_share_a_scale_that_is_given() -> None:
    alone = charts.months("m", points([shown(1, 8, 2.2, 15.0)]))
    given_ = charts.months("m", points([shown(1, 8, 2.2, 15.0)]), cap=100)
    assert "20%" in {text.text for text in alone.wide.texts}
    assert "100%" in {text.text for text in given_.wide.texts}


@pytest.mark.parametrize("months", [3, 12])
@pytest.mark.parametrize("goal", [5, 20, 35, 50, 65, 80, 95])
def test_no_label_of_a_month_is_struck_by_the_targets_line_or_a_short_bar(goal: int, months: int) -> None:
    target = Target.model_validate({"grades": "good", "at_least": goal})
    figures = [shown(2 * n, 24, 8.0 * n, min(8.0 * n + 20, 100)) for n in range(months)]
    row = [replace(point, rolling=shown(20, 24)) for point in points(figures)]
    drawing = charts.months("m", row, target=target).wide
    struck = [
        line for line in drawing.lines if line.y == line.y2 and (line.width == 3 or line.stroke == ACCENT)
    ]
    assert len([line for line in struck if line.stroke == ACCENT]) == 1
    labels = [text for text in drawing.texts if text.bold or "–" in text.text]
    assert labels
    for text, line in product(labels, struck):
        beside = text.left + text.width <= line.x or line.x2 <= text.left
        assert beside or not text.y - text.size * CAP_HEIGHT < line.y < text.y, text


@pytest.mark.parametrize("name", sorted(LIGHT.keys() - {"accent"}))  # the accent is the council's
def test_the_stylesheet_has_the_palette(name: str) -> None:
    css = (Path(charts.__file__).parents[1] / "editions/theme/assets/stylesheets/portal.css").read_text()
    values = re.findall(rf"--{name}:\s*(#[0-9a-fA-F]+)", css)
    assert LIGHT[name] in {re.sub(r"^#(.)(.)(.)$", r"#\1\1\2\2\3\3", value.lower()) for value in values}


@pytest.mark.parametrize(
    ("k", "spread"), [(1, [1]), (2, [1, 6]), (3, [1, 3, 6]), (4, [1, 2, 4, 6]), (6, [1, 2, 3, 4, 5, 6])]
)
def test_tones_spread_from_the_worst(k: int, spread: list[int]) -> None:
    assert charts.tones(k) == spread


@pytest.mark.parametrize("k", [0, 7])
def test_tones_refuse_what_the_palette_cannot_tell_apart(k: int) -> None:
    with pytest.raises(ValueError, match="1 to 6"):
        charts.tones(k)


def test_labels_are_text_and_stay_on_their_line() -> None:
    label = "<script>alert('x')</script> & \x00 \"aria-label=\"\nco"
    svg = render([charts.grades("x", [Row(label, table(THREE, (1, 0, 0)))], THREE)])["x"].files[
        "x-narrow.svg"
    ]
    words = "".join(ET.fromstring(svg).itertext())
    assert "<script>alert('x')</script>" in words
    assert 'aria-label="' in words.replace(" ", "")
    assert b"<script" not in svg


def test_texts_are_where_vega_would_have_put_them(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = render([KINDS["moderation"]])["moderation"].files
    monkeypatch.setattr(renderer_module, "_without_texts", lambda spec: spec)
    slow = render([KINDS["moderation"]])["moderation"].files
    assert quick == slow


def test_same_in_same_out(tmp_path: Path, rendered: dict[str, charts.Rendered]) -> None:
    backwards = list(reversed(KINDS.values()))
    assert render(backwards, tmp_path) == rendered
    assert render(backwards, tmp_path) == rendered
    assert render(each_kind()) == rendered


def test_cached_charts_need_no_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render([KINDS["one"]], tmp_path)
    monkeypatch.setattr(renderer_module, "_draw", lambda _: pytest.fail("drawn again"))
    assert render([KINDS["one"]], tmp_path) == first
    with pytest.raises(pytest.fail.Exception):
        render([KINDS["eight"]], tmp_path)


@pytest.mark.parametrize("damage", ["half", "empty", "changed"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    first = render([KINDS["one"]], tmp_path)
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    damaged = {"half": whole[:900], "empty": b"", "changed": whole.replace(b"Primary", b"Primarx")}
    entry.write_bytes(damaged[damage])
    assert render([KINDS["one"]], tmp_path) == first
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [whole]


def test_an_entry_that_is_another_charts_is_made_again(tmp_path: Path) -> None:
    first = render([KINDS["one"]], tmp_path / "cache")
    render([KINDS["eight"]], tmp_path / "other")
    (entry,), (other,) = (tmp_path / "cache").iterdir(), (tmp_path / "other").iterdir()
    entry.write_bytes(other.read_bytes())
    assert render([KINDS["one"]], tmp_path / "cache") == first


def test_a_folder_in_the_place_of_an_entry_costs_only_time(tmp_path: Path) -> None:
    first = render([KINDS["one"]], tmp_path)
    (entry,) = tmp_path.iterdir()
    entry.unlink()
    entry.mkdir()
    assert render([KINDS["one"]], tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == [entry.name]


def test_an_entry_that_may_not_be_read_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = render([KINDS["one"]], tmp_path)

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:  # whoever runs this may be allowed to read all
        patch.setattr(Path, "read_bytes", refused)
        assert render([KINDS["one"]], tmp_path) == first


def test_a_disk_that_fills_up_while_an_entry_is_written_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        first = render([KINDS["one"]], tmp_path)
    assert not list(tmp_path.iterdir())
    assert render([KINDS["one"]], tmp_path) == first


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("no folder")
    assert render([KINDS["one"]], tmp_path / "cache") == render([KINDS["one"]])


def test_two_charts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="one"):
        render([KINDS["one"], KINDS["one"]])


def test_text_is_measured_in_our_font() -> None:
    assert measure("Requires improvement", 16) == pytest.approx(162, abs=8)
    assert measure("ŵŷ", 16, bold=True) == pytest.approx(measure("wy", 16, bold=True), abs=1)
    assert wrap("Requires improvement", 14, 100) == ["Requires", "improvement"]
    assert "".join(wrap("Unabbreviatable", 14, 40)) == "Unabbreviatable"
    assert all(measure(line, 14) <= 40 for line in wrap("Unabbreviatable", 14, 40))


@pytest.mark.parametrize("starts", [(0, 22, 91), (0, 22, 137), (0, 23, 46), (0, 200, 400)])
def test_of_two_labels_above_each_other_the_left_one_is_the_lower(starts: tuple[int, ...]) -> None:
    """So Inadequate never stands above Requires improvement in one row and below it in the next."""
    tags = [Tag(x, width) for x, width in zip(starts, (40, 78, 28), strict=True)]
    places = stagger(tags, 600)
    assert places is not None
    for (left, place), (right, other) in combinations(zip(tags, places, strict=True), 2):
        if left.x + left.width > right.x:
            assert place.line > other.line
