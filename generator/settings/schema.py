"""The JSON Schemas that an editor uses while someone types settings: committed beside the files."""

import json
from pathlib import Path

from pydantic import BaseModel

from generator.settings.model import Framework, Publication, Themes

FOLDER = "site_config"
MODELS: dict[str, type[BaseModel]] = {"framework": Framework, "themes": Themes, "publication": Publication}
"""The files of site_config/ by their stems, and what each may say."""


def schemas() -> dict[str, str]:
    """Path relative to the root -> text of the JSON Schema, one a settings file."""
    return {
        f"{FOLDER}/schema/{stem}.schema.json": json.dumps(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()},
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
        for stem, model in MODELS.items()
    }


def write_schemas(root: Path) -> None:
    """Writes `schemas()` under `root`: to be run when the model changes; a test tells when it is due."""
    for path, text in schemas().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
