"""Plain text of lists."""

import pytest

from generator.pages.plain import plain_lines


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", ["- a", "  b", "- c"]),
        ("<ol><li><p>a</p><p>b</p></li><li>c</li></ol>", ["1. a", "  b", "2. c"]),
    ],
)
def test_an_item_has_one_mark_for_all_its_paragraphs(html: str, lines: list[str]) -> None:
    assert plain_lines(html) == lines
