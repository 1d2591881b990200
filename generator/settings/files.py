"""The settings files while they are checked: where values stand, and the models of the valid ones."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from generator.problems import Place
from generator.settings.model import Framework, Publication, Themes
from generator.settings.source import Source


@dataclass(slots=True)
class Files:
    """By stem. A model is missing where its file is, or is wrong."""

    sources: dict[str, Source] = field(default_factory=dict)
    models: dict[str, BaseModel] = field(default_factory=dict)

    def place(self, stem: str, *loc: int | str) -> Place:
        return self.sources[stem].place(*loc)

    @property
    def framework(self) -> Framework | None:
        model = self.models.get("framework")
        return model if isinstance(model, Framework) else None

    @property
    def themes(self) -> Themes | None:
        model = self.models.get("themes")
        return model if isinstance(model, Themes) else None

    @property
    def publication(self) -> Publication | None:
        model = self.models.get("publication")
        return model if isinstance(model, Publication) else None
