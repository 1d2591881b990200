"""What happened to the service: its events, with an id each."""

import re
import unicodedata

from generator.measures.figures import EventNote
from generator.measures.frames import collect_texts
from generator.measures.known import Known

COLUMNS = ("sort_key", "title", "date", "kind", "themes", "judgement", "text", "url")


def events(known: Known) -> tuple[EventNote, ...]:
    """Events up to `data_to`, oldest first. Themes that the taxonomy does not have are left out."""
    rows = collect_texts(known.tables["events"].select(*COLUMNS))
    taxonomy = {theme.id for theme in known.settings.themes.themes}
    notes: dict[str, EventNote] = {}
    for sort_key, title, date, kind, themes, judgement, text, url in rows:
        event_id = _unused(slug(f"{sort_key} {title}"), notes)
        of_taxonomy = tuple(dict.fromkeys(theme for theme in themes.split("|") if theme in taxonomy))
        notes[event_id] = EventNote(event_id, date, sort_key, title, kind, of_taxonomy, judgement, text, url)
    return tuple(notes.values())


def slug(text: str) -> str:
    """Small letters, digits and single hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _unused(wanted: str, taken: dict[str, EventNote]) -> str:
    candidate, n = wanted, 1
    while candidate in taken:
        n += 1
        candidate = f"{wanted}-{n}"
    return candidate
