"""What a filled-in start asks a person to write: while any of it is left, nothing of the text is shown."""

from generator.pages.prose import Reader

TO_WRITE = "Write here:"
"""Begins each sentence of a filled-in start that a person has to replace, in a list and a quotation too."""


def begun_only(reader: Reader) -> bool:
    """Whether such a sentence is left; each is a warning."""
    for number, line in enumerate(reader.text.splitlines(), 1):
        if TO_WRITE in line:
            still = f'a sentence that begins "{TO_WRITE}" is still there'
            hint = (
                "replace it by your own words; while one is left, the page is drawn up from the records alone"
            )
            reader.problem(number, "to-be-written", still, hint, warning=True)
    return TO_WRITE in reader.text
