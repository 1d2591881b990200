"""Filled-in starts of what staff write: what the records give, a sentence for each part that they don't."""

import re

from generator.evidence import evidence_of
from generator.pages.inputs import EditionInputs
from generator.pages.presenters.learning import lessons
from generator.pages.templating import template_text


def briefing_start(inputs: EditionInputs) -> str:
    """The Markdown of content/briefings/<month>.md, about the lesson most asked for in the month."""
    e = evidence_of(inputs.tables, inputs.settings, inputs.edition)
    found = lessons(e, improvements=3, strengths=0)
    text = template_text(
        "new_briefing.md.j2",
        month=e.month,
        months_before=e.months_before,
        topic=found[0].theme if found else None,
        also=[lesson.theme for lesson in found[1:]],
        strengths=[lesson.theme for lesson in lessons(e, improvements=0, strengths=2)],
    )
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
