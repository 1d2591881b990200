"""Pages in fewer bytes are the same pages to a browser."""

import pytest

from generator.editions.smaller import smaller


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ("<ul>\n\n    <li>\n  One</li>\n  </ul>\n", "<ul>\n<li>\nOne</li>\n</ul>\n"),
        ("<p>two  words\n  and a line</p>", "<p>two  words\nand a line</p>"),
        (
            "<i>a</i>\n\n  <pre class='x'>\n  kept\n\n</pre>\n  <b>",
            "<i>a</i>\n<pre class='x'>\n  kept\n\n</pre>\n<b>",
        ),
        ('<a class="x" href="#y" data-search-exclude>z</a>', '<a class="x" href="#y">z</a>'),
        ("<p>say data-search-exclude, then</p>", "<p>say data-search-exclude, then</p>"),
    ],
)
def test_only_what_no_reader_sees_goes(made: str, left: str) -> None:
    assert smaller(made) == left
