"""published/<audience>/<YYYY-MM>.json: what was published, and that nothing of it changes unseen.

A build holds each edition against its record: what differs and no notice explains stops it, with what it
was, what it is, and which records or settings did it.
"""

import os
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from generator.editions.config import PUBLISHED, WORK
from generator.editions.errors import UserProblemsError
from generator.editions.today import git_says
from generator.evidence.locks import Locked
from generator.evidence.published import Difference, Figure, PublishedRecord
from generator.evidence.published_json import from_json, to_json
from generator.evidence.settings_words import of_settings
from generator.pages.content import BRIEFINGS, CORRECTIONS, PAGES, REPORTS
from generator.pages.corrections import AND_LATER
from generator.pages.presenters.revisions import figure_name, text_name
from generator.problems import EnvironmentFailedError, Place, Problem
from generator.settings.lines import settings_lines
from generator.settings.model import Settings
from generator.text_files import read_text

MOST = 25
"""Differences of an edition that are listed one by one; `portal diff` shows all."""
MOST_PLACES = 6
"""Lines of records that are named with each."""
UNLIKE = ("published-figure", "published-words")
"""Codes of what differs from what was published, and nothing says why."""
OF_TEXT = {"learning": "learning", "action": "actions", "event": "events"}
"""A kind of text -> the file of records that it most likely comes from."""
_DIFF = ("-c", "core.quotePath=false", "diff", "--relative", "--unified=0", "--no-color", "--no-ext-diff",
         "--no-textconv", "--no-renames", "--src-prefix=a/", "--dst-prefix=b/")  # fmt: skip
_FROM_A_MONTH_ON = {
    "area": "for other words from a month on, list all areas again in a new period (from:)",
    "grade": "for other words from a month on, list the whole scale again in a new period (from:)",
    "team": "for another name from a month on, give this team until: and list the new one with its own id "
    "and from:",
}
_MONTH = re.compile(r"\b20\d\d-\d\d\b")
_HUNK = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")


def record_file(audience: str, month: str) -> str:
    """The name of an edition's record, below the root."""
    return f"{PUBLISHED}/{audience}/{month}.json"


def read_record(root: Path, audience: str, month: str) -> PublishedRecord | None:
    """What was published of an edition; None where nothing was.

    Raises UserProblemsError where its record can't be read: then nothing can be told of what changed.
    """
    file = record_file(audience, month)
    if not (root / file).exists():
        return None
    text, problems = read_text(root / file, file)
    if text is None or problems:
        raise UserProblemsError(problems)
    return parsed_record(text, audience, month)


def parsed_record(text: str | bytes, audience: str, month: str, where: str = "") -> PublishedRecord:
    """A record of an edition from its text. `where`: which of its texts it is, where it is not that on disk.

    Raises UserProblemsError where it is none, or is of another edition.
    """
    try:
        record = from_json(text if isinstance(text, str) else text.decode())
        if (record.audience, record.month) != (audience, month) or not record.revisions:
            raise ValueError("it is of another edition")
    except ValueError:
        hint = "take it from git again (git checkout -- published); what was published is known from it alone"
        if where:
            hint = "commit it as it was before; git log -- published tells when that was"
        place = Place(record_file(audience, month))
        message = f"{where}is no record of this edition"
        raise UserProblemsError([Problem(place, "published-record", message, hint)]) from None
    return record


def write_record(root: Path, file: str, text: str) -> None:
    """Put a record in its place below the root, whole or not at all."""
    path, new = root / file, root / WORK / f"record-{os.getpid()}.new"
    path.parent.mkdir(parents=True, exist_ok=True)
    new.write_text(text, encoding="utf-8", newline="\n")
    new.replace(path)


def save_record(root: Path, digest: str, record: PublishedRecord) -> None:
    """Keep what an edition says until it is published. `digest`: of all that it is made of."""
    write_record(root, _saved(digest), to_json(record))


def saved_record(root: Path, digest: str) -> str:
    """What the edition made of `digest` says, as a record's text. Raises EnvironmentFailedError."""
    try:
        return (root / _saved(digest)).read_text(encoding="utf-8")
    except OSError:
        raise EnvironmentFailedError(
            f"what an edition says is no longer known, since {WORK} was changed; use portal build --clean"
        ) from None


def drop_records(root: Path, needed: Container[str]) -> None:
    """Forget what is said by editions that are in no portal any more; `needed`: the digests of the others."""
    for path in (root / WORK / "records").glob("*.json"):
        if path.stem not in needed:
            path.unlink()


def _saved(digest: str) -> str:
    return f"{WORK}/records/{digest}.json"


def check(
    root: Path, settings: Settings, locked: Locked, was: PublishedRecord | None, draft: bool
) -> list[Problem]:
    """What stops an edition from being built, since it is not as it was published.

    `was`: what was published. `draft`: the settings say that it is not published.
    """
    now = locked.record
    if was and draft:
        message = f"edition {was.month} was published on {was.published_on}, and has no publication date now"
        hint = "give it its date again: what readers have seen can be corrected, not taken back"
        at = settings_lines(root).edition(now.month, "published_on")
        return [Problem(at, "published-edition", message, hint)]
    problems = [
        _idle(notice.file, now.month, was) for notice in locked.idle if _begins_with(notice.file, now)
    ]
    if was:
        problems += _redated(root, settings, was)
    if was and locked.unexplained:
        problems += _unexplained(root, settings, was, locked.unexplained)
    return problems


def _redated(root: Path, settings: Settings, was: PublishedRecord) -> Iterator[Problem]:
    """The day of publication is what readers were told: a correction has a day of its own."""
    days = {each.month: each.published_on for each in settings.publication.editions}
    day = days.get(was.month)
    if day and day != was.published_on:
        message = f"edition {was.month} was published on {was.published_on}, and its date is now {day}"
        hint = f"give it its date again: {record_file(was.audience, was.month)} says what readers have seen"
        at = settings_lines(root).edition(was.month, "published_on")
        yield Problem(at, "published-edition", message, hint)


def _begins_with(file: str, now: PublishedRecord) -> bool:
    """Of the editions that a notice is for, the first must have changed; the figures of others may not hold
    what it corrects."""
    return file.startswith(f"{CORRECTIONS}/{now.month}")


def _idle(file: str, month: str, was: PublishedRecord | None) -> Problem:
    message = f"nothing of edition {month} differs from what was published"
    hint = "correct the records first, or take the notice away"
    if was is None:
        message = f"edition {month} is not recorded as published yet"
        hint = "take the notice away: what is put right before publication needs none"
    return Problem(Place(file), "notice-without-change", message, hint)


def with_notice(root: Path, found: Mapping[str, Sequence[Problem]]) -> list[Problem]:
    """Problems of editions by month; those of a change that nothing explains say how one notice explains it
    for all of them."""
    unlike = sorted(month for month, problems in found.items() if any(p.code in UNLIKE for p in problems))
    if not unlike:
        return [p for problems in found.values() for p in problems]
    first, *later = unlike
    edition = f"{first}{AND_LATER}" if later else first
    file = _free_name(root, first)
    notice = f"say why in one file, {file}, of four lines: edition: {edition}, on: (the day), by_role:, why:"
    return [
        replace(p, hint=f"{p.hint}, or {notice}") if p.code in UNLIKE else p
        for problems in found.values()
        for p in problems
    ]


def _unexplained(
    root: Path, settings: Settings, was: PublishedRecord, differences: Sequence[Difference]
) -> Iterator[Problem]:
    places = _changed_since(root, was)
    lines = settings_lines(root)
    ordered = sorted(differences, key=lambda d: (not _of_month(d.key, was.month), d.of_words, d.key))
    for difference in ordered[:MOST]:
        message = f"edition {was.month}, {_told(difference, settings)}"
        code = "published-words" if difference.of_words else "published-figure"
        if of_settings(difference.key):
            at, hint = lines.place(difference.key), _back_or_later(difference.key)
        else:
            at, hint = _back(difference.key, places, was)
        yield Problem(at, code, message, hint, cause=f"{code} {at}")
    if len(ordered) > MOST:
        more = (
            f"edition {was.month}: {len(ordered) - MOST} more figures or words differ from what was published"
        )
        file = Place(record_file(was.audience, was.month))
        yield Problem(file, "published-more", more, "`portal diff` lists them all", cause="published-more")


def _back(key: str, places: Sequence[Place], was: PublishedRecord) -> tuple[Place, str]:
    """Where a figure or text may have been changed, and that it may be put back."""
    theirs = _places_of(key, places, was.month)
    hint = f"{_who(theirs)}; put it back"
    if key.startswith("method/"):
        hint += f"; words for later editions alone go into {PAGES}/<YYYY-MM>-<name>.md"
    return theirs[0] if theirs else Place(record_file(was.audience, was.month)), hint


def _back_or_later(key: str) -> str:
    """What may be done about words of the settings that are not as published, besides a notice."""
    later = _FROM_A_MONTH_ON.get(key.split("/", 1)[0])
    return f"{later}; else put the words back" if later else "put the words back"


def _places_of(key: str, places: Sequence[Place], month: str) -> list[Place]:
    """Where a figure or text may have been changed: what staff wrote in its own file, and there alone."""
    kind, _, name = key.partition("/")
    if kind in (named := {"report": REPORTS, "briefing": BRIEFINGS}):
        file = f"{named[kind]}/{month}.md"
        return [p for p in places if p.file == file] or [Place(file)]
    if kind == "method":
        return [p for p in places if p.file.startswith(f"{PAGES}/") and p.file.endswith(f"{name}.md")]
    by_staff = (f"{REPORTS}/", f"{BRIEFINGS}/", f"{PAGES}/")
    records = [place for place in places if not place.file.startswith(by_staff)]
    return sorted(records, key=lambda place: Path(place.file).stem != OF_TEXT.get(kind))


def _told(difference: Difference, settings: Settings) -> str:
    """What it was and is; words are named and never quoted, since they may have to go."""
    if difference.of_words:
        what = {"text": "has changed", "appeared": "was not published", "gone": "is no longer there"}
        kind = what.get(difference.kind, "has changed")
        return f"{text_name(difference.key, settings)}: the published text {kind}"
    name = figure_name(difference.key, settings)
    return f"{name}: was {figure_told(difference.was)}, is {figure_told(difference.now)}"


def figure_told(figure: Figure | str | None) -> str:
    """A figure of a record in a line: "2 of 8 (25%)", its note, or "none"."""
    if figure is None or isinstance(figure, str):
        return "none"
    count, total, percent, note = figure
    if count is None:
        return note or "not available"
    of = f" of {total}" if total is not None and (percent is not None or total != count) else ""
    number = str(count) if isinstance(count, int) else f"{count:.2f}"
    return f"{number}{of}" + (f" ({percent}%)" if percent is not None else "") + (f" {note}" if note else "")


def _of_month(key: str, month: str) -> bool:
    return f"month={month}/" in key


def _who(places: Sequence[Place]) -> str:
    if not places:
        return "git does not tell which records changed since"
    more = f" and {len(places) - MOST_PLACES} more" if len(places) > MOST_PLACES else ""
    return f"changed since: {', '.join(map(str, places[:MOST_PLACES]))}{more}"


def _free_name(root: Path, month: str) -> str:
    number = 1
    while (root / CORRECTIONS / f"{month}-{number}.md").exists():
        number += 1
    return f"{CORRECTIONS}/{month}-{number}.md"


def _changed_since(root: Path, was: PublishedRecord) -> list[Place]:
    """The lines of records, settings and words that are not as in the commit that was published, but for
    those of later months; files as a whole that git does not know. Records first."""
    own = (f"{REPORTS}/{was.month}.md", f"{BRIEFINGS}/{was.month}.md")
    watched = ("audits_data", "site_config", *own, PAGES)
    if not re.fullmatch(r"[0-9a-f]{7,64}", was.commit):
        return []
    told = git_says(root, *_DIFF, was.commit, "--", *watched)
    new = git_says(
        root, "-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard", "--", *watched
    )
    places = [*_lines_of(told or ""), *(Place(file) for file in (new or "").splitlines())]
    return [place for place in places if max(_MONTH.findall(place.file), default="") <= was.month]


def _lines_of(diff: str) -> Iterator[Place]:
    file = ""
    for line in diff.splitlines():
        if line.startswith(("--- a/", "+++ b/")):
            file = line[6:].rstrip("\t")
        elif found := _HUNK.match(line):
            yield Place(file, int(found[1]))
