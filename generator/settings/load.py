"""Reads and checks the files of site_config/."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from generator.problems import Place, Problem, errors
from generator.settings.checks import check
from generator.settings.files import Files
from generator.settings.model import Framework, Publication, Settings, Themes
from generator.settings.schema import FOLDER, MODELS
from generator.settings.source import Source, plain
from generator.settings.words import problems_of
from generator.text_files import read_text
from generator.yaml_nodes import Keys, parse


def load(root: Path) -> tuple[Settings | None, list[Problem]]:
    """The settings under `root`/site_config, and everything wrong with them. None if that holds an error."""
    files = Files()
    problems: list[Problem] = []
    for stem, model in MODELS.items():
        source, found = _read(root, stem)
        problems += found
        if source:
            files.sources[stem] = source
            problems += _validate(source, model, files)
    problems += check(files)
    framework, themes, publication = (files.models.get(stem) for stem in MODELS)
    if (
        errors(problems)
        or not isinstance(framework, Framework)
        or not isinstance(themes, Themes)
        or not isinstance(publication, Publication)
    ):
        return None, problems
    return Settings(framework, themes, publication), problems


def _read(root: Path, stem: str) -> tuple[Source | None, list[Problem]]:
    file = f"{FOLDER}/{stem}.yml"
    path = root / file
    if not path.exists():
        return None, [_missing(path, file)]
    text, problems = read_text(path, file)
    if text is None:
        return None, problems
    node, found = parse(text, file)
    problems += found
    if isinstance(node, Keys):
        return Source(file, node), problems
    if not found:
        hint = f"{FOLDER}/schema/{stem}.schema.json says what it may hold"
        problems.append(Problem(Place(file), "empty-file", "says nothing: it needs keys with values", hint))
    return None, problems


def _missing(path: Path, file: str) -> Problem:
    others = (path.with_suffix(end) for end in (".yaml", ".YML", ".YAML"))
    other = next((each for each in others if each.exists()), None)
    hint = (
        f"rename {other.name} to {path.name}"
        if other
        else f"copy it from the sample portal and change it to yours; {FOLDER}/schema/ says what it may hold"
    )
    return Problem(Place(file), "missing-file", "is missing", hint)


def _validate(source: Source, model: type[BaseModel], files: Files) -> list[Problem]:
    """Puts the typed settings into `files`, or says why they are not."""
    try:
        stem = next(stem for stem, known in MODELS.items() if known is model)
        files.models[stem] = model.model_validate(plain(source.root))
    except ValidationError as error:
        return problems_of(error, source, model)
    return []
