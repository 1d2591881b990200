"""A template is tried out where it is checked: what `check` lets through, `build` can make papers on."""

from datetime import date
from functools import lru_cache

from generator.pages.papers.blocks import Box, Cell, Heading, Items, Paper, Paragraph, Run, Table, Terms
from generator.pages.papers.inspecting import TemplateError
from generator.pages.papers.template import opened, texts
from generator.pages.papers.word import word

_WORDS = (Run("Words", href="https://audits.example/"),)
_LINE = Paragraph(_WORDS)
_ROW = (Cell(_WORDS, heads=True), Cell(_WORDS, number=True))
TRIAL = Paper(
    "Title", "Subject", "Author", "Council", "State", "Notice", "https://audits.example/", date(2023, 12, 21),
    (
        Heading(1, _WORDS), Heading(2, _WORDS), Heading(3, _WORDS), _LINE, Paragraph(_WORDS, "small"),
        Paragraph(_WORDS, "quote"), Items(((_LINE, _LINE),), numbered=True), Items(((_LINE,),)),
        Table(_WORDS, (_ROW,), (_ROW,)), Box((_LINE,)), Terms(((_WORDS, (_LINE,)),)),
    ),
)  # fmt: skip
"""Everything that a paper holds, but for pictures, which no template can stand in the way of."""


@lru_cache(maxsize=1)
def try_out(template: bytes) -> tuple[str, ...]:
    """What headers and footers of a template say, once a paper has been made on it. Raises TemplateError."""
    said = tuple(texts(opened(template)))
    try:
        word(TRIAL, template)
    except TemplateError:
        raise
    except Exception as error:  # of a damaged file, the library says in no one way what is wrong
        raise TemplateError("is damaged: no paper can be made on it") from error
    return said
