"""Charts to files: Altair makes the specification, vl-convert the picture, a folder remembers both."""

import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from generator.charts.chart import Chart, Rendered
from generator.charts.drawing import Drawing
from generator.charts.looks import said_once
from generator.charts.text import FAMILY
from generator.evidence.csv_files import to_csv
from generator.kept import keep, kept

_DROPPED = re.compile(
    r'\s(?:aria-[a-z]+|role|class|font-family|opacity|xmlns:xlink|version|stroke-miterlimit)="[^"]*"'
)
_EMPTY = re.compile(r'<path(?: d="[^"]*")?(?: fill="none")?(?: d="")?(?: display="none")?/>')
_TEXT = re.compile(r"(<text[^>]*)/>")
_LONG_NUMBER = re.compile(r"\d+\.\d{3,}")


class _Drawn(NamedTuple):
    """What costs time: the pictures and the specification of the wide one."""

    wide: str
    narrow: str
    spec: str


def render(charts: Iterable[Chart], cache: Path | None = None) -> dict[str, Rendered]:
    """The files of each chart, by the chart's name.

    `cache`: a folder that keeps what was drawn, by content; None to draw all anew. An entry that is
    damaged is made again; a folder that can't be written costs time, not the build.
    Raises ValueError where two charts have one name.
    """
    rendered: dict[str, Rendered] = {}
    for chart in charts:
        if chart.name in rendered:
            raise ValueError(f"two charts are called {chart.name}")
        rendered[chart.name] = _files(chart, _drawn(chart, cache))
    return rendered


def _files(chart: Chart, drawn: _Drawn) -> Rendered:
    files = {
        f"{chart.name}.svg": drawn.wide.encode(),
        f"{chart.name}-narrow.svg": drawn.narrow.encode(),
        f"{chart.name}.vl.json": drawn.spec.encode(),
        f"{chart.name}.csv": to_csv(
            chart.rows[0] if chart.rows else (), (row.values() for row in chart.rows)
        ),
    }
    wide, narrow = chart.wide, chart.narrow
    return Rendered(chart.name, files, (wide.width, wide.height), (narrow.width, narrow.height))


def _drawn(chart: Chart, cache: Path | None) -> _Drawn:
    if cache is None:
        return _draw(chart)
    name = hashlib.sha256(f"{_made_with()}{chart.wide}{chart.narrow}".encode()).hexdigest()
    found = kept(cache, name)
    if found is not None:
        return _Drawn(*json.loads(found))
    drawn = _draw(chart)
    keep(cache, name, json.dumps(drawn).encode())
    return drawn


@cache
def _made_with() -> str:
    """Digest of all that a picture depends on besides its shapes."""
    digest = hashlib.sha256(f"{version('altair')} {version('vl-convert-python')}".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _draw(chart: Chart) -> _Drawn:
    wide, narrow = _spec(chart.wide), _spec(chart.narrow)
    text = json.dumps(wide, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _Drawn(_svg(wide), _svg(narrow), text + "\n")


def _spec(drawing: Drawing) -> dict[str, Any]:
    from generator.charts.layers import to_spec  # noqa: PLC0415 - Altair takes a second to import

    return to_spec(drawing)


def _svg(spec: dict[str, Any]) -> str:
    """The picture, with the id that pages refer to and nothing that names itself to a screen reader.

    Texts are put in last: vl-convert measures each letter (three quarters of the time) though no size or
    position depends on it, and in whatever font a machine has.
    """
    import vl_convert  # noqa: PLC0415 - only where a picture isn't in the cache

    texts = iter([escape(row["text"]) for row in spec["datasets"].get("texts", ())])
    svg: str = vl_convert.vegalite_to_svg(_without_texts(spec), allowed_base_urls=[])
    svg = _DROPPED.sub("", _EMPTY.sub("", _DROPPED.sub("", svg)))
    svg = _LONG_NUMBER.sub(_shorter, svg)
    svg = said_once(_TEXT.sub(lambda tag: f"{tag[1]}>{next(texts)}</text>", svg))
    return svg.replace("<svg ", f'<svg id="chart" font-family="{FAMILY}, sans-serif" ', 1)


def _without_texts(spec: dict[str, Any]) -> dict[str, Any]:
    texts = [{**row, "text": ""} for row in spec["datasets"].get("texts", ())]
    return {**spec, "datasets": {**spec["datasets"], "texts": texts}}


def _shorter(number: "re.Match[str]") -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
