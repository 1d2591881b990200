"""The names of files and folders, and mkdocs.yml as far as it can be judged without MkDocs."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from generator.problems import NO_RIGHTS, Place, Problem

CONFIG = "mkdocs.yml"
WORK = ".portal"
"""Folder under the root for everything that is made on the way and can be thrown away."""
READ = "read"
"""Folder below it: what records files gave in which nothing was wrong."""
SERVED = f"{WORK}/serve"
"""The portal that `portal serve` shows, the only one that may lie there."""
GENERATED = f"{WORK}/site.yml"
"""What mkdocs.yml inherits: name, navigation and facts of one edition."""
LATEST, MANIFEST, VERSIONS, FEED, ASSETS = "latest", "edition.json", "versions.json", "feed.xml", "assets"
"""What a portal holds beside its editions, and what each edition says of itself."""
EARLIER = re.compile(r"(\d{4}-\d{2})-r(\d+)")
"""The folder of an edition's earlier revision, as of `revisions.folder_of`: its month and number."""
WRITTEN_BY_USERS = ("audits_data", "content", "site_config", CONFIG)
"""What a root folder holds: all that a portal is made of, besides what was published and the generator."""
PUBLISHED = "published"
"""Folder under the root that holds the records of published editions, by audience."""
NEEDED = {
    "INHERIT": GENERATED,
    "docs_dir": f"{WORK}/pages",
    "site_dir": f"{WORK}/preview",
    "theme.name": "material",
    "theme.custom_dir": f"{WORK}/theme",
}
"""What mkdocs.yml must say, so that plain MkDocs finds what `portal pages` writes and spoils nothing else."""

ALLOWED = {
    "": {
        *("INHERIT", "site_url", "docs_dir", "site_dir", "site_description", "site_author", "copyright"),
        *("theme", "extra", "extra_css", "plugins", "markdown_extensions", "validation", "strict"),
    },
    "plugins": {"search"},
    "markdown_extensions": {
        "abbr",
        "admonition",
        "def_list",
        "footnotes",
        "sane_lists",
        "smarty",
        "tables",
        "toc",
    },
}
"""What mkdocs.yml may say: nothing that runs a program, or reads a file that is no page. Whoever may change
it could else do with the publisher's rights whatever they like."""


def check_config(root: Path) -> list[Problem]:
    """A portal needs a readable mkdocs.yml with an address, and with the folders that the commands expect."""
    try:
        text = (root / CONFIG).read_text(encoding="utf-8-sig")
        top = yaml.compose(text, Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        hint = "copy the mkdocs.yml of the sample portal, and set its site_url"
        return [Problem(Place(CONFIG), "missing-file", "there is no mkdocs.yml", hint)]
    except (UnicodeDecodeError, yaml.reader.ReaderError):
        return [Problem(Place(CONFIG), "encoding", "is not UTF-8 text", "save it as UTF-8")]
    except OSError as error:
        return [Problem(Place(CONFIG), NO_RIGHTS, f"can't be read: {error.strerror}")]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return [Problem(Place(CONFIG, line), "yaml", f"is no valid YAML: {error.problem}")]
    if not isinstance(top, yaml.MappingNode):
        return [
            Problem(Place(CONFIG), "yaml", "must be keys and values", "start from the sample's mkdocs.yml")
        ]
    return [*_check_tags(text), *_check_values(top)]


def _check_tags(text: str) -> list[Problem]:
    """MkDocs runs what a !!python tag names, and a portal needs no tag at all."""
    message, hint = "holds a tag, which MkDocs might run", "write plain keys and values"
    tags = (token for token in yaml.scan(text, Loader=yaml.CSafeLoader) if isinstance(token, yaml.TagToken))
    lines = [token.start_mark.line + 1 for token in tags]
    return [Problem(Place(CONFIG, line), "yaml-tag", message, hint) for line in lines]


def site_url(root: Path) -> str:
    """The portal's address, ending in a slash, from a checked mkdocs.yml."""
    top = yaml.compose((root / CONFIG).read_text(encoding="utf-8-sig"), Loader=yaml.CSafeLoader)
    if not isinstance(top, yaml.MappingNode):
        raise ValueError(f"{CONFIG} was not checked")
    return next(str(value.value) for key, value in top.value if key.value == "site_url").rstrip("/") + "/"


def _check_values(top: yaml.MappingNode) -> list[Problem]:
    odd = next((key for key, _ in top.value if not isinstance(key, yaml.ScalarNode)), None)
    if odd is not None:
        return [Problem(Place(CONFIG, odd.start_mark.line + 1), "yaml", "has a list or keys as a key's name")]
    given = {key.value: value for key, value in top.value}
    for key in ("theme", "extra"):
        if key in given and not isinstance(given[key], yaml.MappingNode):
            return [Problem(_place(given, key), "wrong-value", "must be keys and values")]
    if "theme" in given:
        given |= {f"theme.{key.value}": value for key, value in given["theme"].value}
    problems = [
        Problem(_place(given, key), "wrong-value", f"must be {value}", "`portal pages` and MkDocs meet there")
        for key, value in NEEDED.items()
        if key not in given or given[key].value != value
    ]
    return [*problems, *_check_url(given), *_check_allowed(top)]


def _check_allowed(top: yaml.MappingNode) -> Iterator[Problem]:
    keys = [key for key, _ in top.value]
    named = {str(key.value): list(_named(value)) for key, value in top.value if key.value in ALLOWED}
    for part, names in {"": keys, **named}.items():
        for name in names:
            if name.value not in ALLOWED[part]:
                what = f"{part} may not hold {name.value}" if part else f"{name.value} is not for this portal"
                hint = "no page needs a hook, plugin or script, and none may run where it is published"
                yield Problem(Place(CONFIG, name.start_mark.line + 1, part), "not-allowed", what, hint)


def _named(value: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The names of plugins or extensions, in any of the ways that MkDocs takes them."""
    parts = value.value if isinstance(value, yaml.SequenceNode) else [value]
    for part in parts:
        names = [key for key, _ in part.value] if isinstance(part, yaml.MappingNode) else [part]
        yield from (name for name in names if isinstance(name, yaml.ScalarNode))


def _place(given: Mapping[str, yaml.Node], key: str) -> Place:
    return Place(CONFIG, given[key].start_mark.line + 1 if key in given else 0, key)


def _check_url(given: Mapping[str, yaml.Node]) -> list[Problem]:
    node = given.get("site_url")
    try:
        address = urlsplit(str(node.value)) if isinstance(node, yaml.ScalarNode) else urlsplit("")
    except ValueError:
        address = urlsplit("")
    if address.query or address.fragment or re.search(r"[\s\"'<>]", address.geturl()):
        address = urlsplit("")
    if address.scheme in {"http", "https"} and address.netloc:
        return []
    message = "must be the address at which the portal will be read"
    hint = "for instance https://portal.example.gov.uk/audits/"
    return [Problem(_place(given, "site_url"), "wrong-value", message, hint)]
