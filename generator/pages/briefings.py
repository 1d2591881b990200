"""A month's briefing as staff write it: a topic, seven headings always in the same order, one printed side.

What would leave readers without a briefing is an error; what makes a briefing a poorer one is a warning,
with what was measured.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from generator.pages.misfiled import Kinds, quoted_of
from generator.pages.prose import Reader, Section
from generator.pages.prose_checks import miswritten_headings
from generator.pages.reading import check_reading_age
from generator.pages.to_write import TO_WRITE, begun_only
from generator.problems import did_you_mean
from generator.settings.names import fold

HEADINGS = (
    "Background",
    "Why it matters",
    "What we looked at",
    "What is working well",
    "What needs to be better",
    "What to do",
    "Questions and resources",
)
"""The same seven every month, so that a manager finds the way in a meeting."""
TO_DO, QUESTIONS = HEADINGS[-2:]
"""What a team takes along from them."""

LEAST, MOST = 350, 500
"""Words of a briefing: what can be read in seven minutes and fits one printed side."""

MOST_ON_MONDAY = 80
"""Words of what is for Monday: what the sheet for a team meeting holds, on one printed side too."""

_GUIDANCE = re.compile(rf"^.*{TO_WRITE}.*(?:\n(?!\s*(?:[-*+>]|\d+[.)])\s).+)*", re.MULTILINE)
"""Such a sentence to the end of its paragraph or of its point in a list."""
_ON_MONDAY = re.compile(r"on monday\b", re.IGNORECASE)
_INSTEAD = "the page says there what the records give"


@dataclass(frozen=True, slots=True)
class Briefing:
    """What staff wrote for a month. `topic`: a theme's id; blank: the lesson that most audits asked for."""

    topic: str
    sections: Mapping[str, Section]


def read_briefing(reader: Reader, kinds: Kinds) -> Briefing:
    """One file of content/briefings/; what is wrong with it is among the reader's problems.

    `kinds`: see `misfiled`; what is quoted of the records is held against them.
    """
    topic = _topic(reader)
    sections = {name: _without_guidance(section) for name, section in reader.sections(HEADINGS).items()}
    _check_order(reader, sections)
    _check_parts(reader, sections)
    _check_length(reader, sections)
    _check_monday(reader, sections)
    _check_kinds(reader, sections, kinds)
    check_reading_age(reader, sections)
    if begun_only(reader):
        return Briefing(topic, {})  # begun and not written: the page stays what the records give
    return Briefing(topic, {name: section for name, section in sections.items() if _written(section)})


def words_in(text: str) -> int:
    """How many words a reader meets in Markdown or plain text; the address of a link is none."""
    return len(re.findall(r"\w[\w’'./,:@%-]*", re.sub(r"\]\([^)]*\)", "]", text)))


def on_monday(blocks: Sequence[Markup]) -> Markup:
    """Of what staff wrote to be done, what is for Monday: the paragraph that begins so, or what stands under
    a heading that does, with the list behind it; where none does, the first one."""
    if not blocks:
        return Markup()
    begins = next((i for i, block in enumerate(blocks) if _ON_MONDAY.match(block.striptags())), 0)
    begins += blocks[begins].startswith("<h") and begins + 1 < len(blocks)
    ends = begins + 1
    while ends < len(blocks) and blocks[ends].startswith(("<ol", "<ul")):
        ends += 1
    return Markup("").join(blocks[begins:ends])


def _topic(reader: Reader) -> str:
    """The lines above the first heading: `topic: <theme>`, with or without lines of --- around it."""
    named: list[tuple[int, str]] = []
    missing = [name for name in HEADINGS if f"## {name}" not in map(str.rstrip, reader.text.splitlines())]
    for number, line in enumerate(reader.before_sections().splitlines(), 1):
        if any(miswritten_headings(line, missing)):
            break  # said of the heading, and what follows stands under it
        key, colon, value = (part.strip() for part in line.partition(":"))
        if key == "topic" and colon:
            named.append((number, value))
        elif line.strip() not in ("", "---"):
            only = "only the topic may stand before the first heading"
            hint = f"topic: the-id-of-a-theme, then the heading ## {HEADINGS[0]}"
            reader.problem(number, "text-outside-section", only, hint)
    for number, _ in named[1:]:
        reader.problem(number, "duplicate-key", "names a second topic", "a briefing has one: keep it")
    number, topic = named[0] if named else (1, "")
    themes = tuple(theme.id for theme in reader.settings.themes.themes)
    if not topic:
        hint = f"so it is about what most audits asked for; to choose, write for instance: topic: {themes[0]}"
        reader.problem(number, "no-topic", "names no topic", hint, warning=True)
    elif topic not in themes:
        reader.problem(number, "unknown-theme", f'"{topic}" is no theme', _theme_meant(reader, topic))
    return topic if topic in themes else ""


def _theme_meant(reader: Reader, topic: str) -> str:
    """A hint for what is no theme's id: the theme called so, else the nearest id, and all there are."""
    themes = reader.settings.themes.themes
    called = {fold(name): theme.id for theme in themes for name in (theme.title, *theme.aliases)}
    return did_you_mean(called.get(fold(topic), topic), tuple(theme.id for theme in themes))


def _check_order(reader: Reader, sections: Mapping[str, Section]) -> None:
    wanted = [name for name in HEADINGS if name in sections]
    for name, expected in zip(sections, wanted, strict=True):
        if name != expected:
            reader.problem(sections[name].line - 1, "heading-order", f'"{expected}" comes before this one',
                           "the page shows them in the order of every month", warning=True)  # fmt: skip
            return


def _check_parts(reader: Reader, sections: Mapping[str, Section]) -> None:
    for name in HEADINGS:
        if name in reader.miswritten:
            continue
        if name not in sections:
            reader.problem(0, "missing-heading", f'has no heading "{name}"', _INSTEAD, warning=True)
        elif not _written(sections[name]):
            reader.problem(sections[name].line - 1, "empty-section", "nothing stands under this heading",
                           _INSTEAD, warning=True)  # fmt: skip


def _check_length(reader: Reader, sections: Mapping[str, Section]) -> None:
    """The least only where every heading is there: elsewhere the page adds what the records give."""
    words = sum(words_in(section.text()) for section in sections.values())
    whole = all(name in sections and _written(sections[name]) for name in HEADINGS)
    if words > MOST or (whole and words < LEAST):
        reader.problem(1, "briefing-length", f"has {words} words, headings left out",
                       f"a briefing of one printed side has {LEAST} to {MOST}", warning=True)  # fmt: skip


def _check_monday(reader: Reader, sections: Mapping[str, Section]) -> None:
    if TO_DO not in sections:
        return
    words = words_in(on_monday(sections[TO_DO].blocks()).striptags())
    if words > MOST_ON_MONDAY:
        said = f"has {words} words of what to do on Monday"
        hint = f"the sheet for a team meeting holds {MOST_ON_MONDAY}: the paragraph of Monday and its list"
        reader.problem(sections[TO_DO].line - 1, "monday-length", said, hint, warning=True)


def _check_kinds(reader: Reader, sections: Mapping[str, Section], kinds: Kinds) -> None:
    """Only what is quoted word for word: that is certain."""
    other = {"What is working well": "improvement", "What needs to be better": "strength"}
    said = {"improvement": "something to improve", "strength": "a strength"}
    for name, kind in other.items():
        if (section := sections.get(name)) is None:
            continue
        for line in quoted_of(kind, section.text(), kinds):
            message = f"an auditor recorded this sentence as {said[kind]}"
            hint = "move it to the other heading, or say both"
            reader.problem(section.line + line, "other-kind", message, hint, warning=True)


def _without_guidance(section: Section) -> Section:
    """A section as readers may see it: nothing of a filled-in start that nobody has replaced."""
    pieces = (_GUIDANCE.sub("", piece) if isinstance(piece, str) else piece for piece in section.pieces)
    return replace(section, pieces=tuple(pieces))


def _written(section: Section) -> bool:
    return bool(section.text().strip())
