"""A desk to call tools at: a film of six scenes in a folder of its own, a memory of its own, a mark for every call."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

from memory.compare import Change
from memory.film import Film
from memory.project import Project
from tools.settings import Settings
from tools.vocabulary import TOOLS, Desk, Done

FILM = Path(__file__).parent / "data" / "utterances" / "film.json"


def six_scenes() -> Film:
    """The film that the utterances of the tests are said about: Mara, Pip and the lamp, scenes s1 to s6."""
    return Film.model_validate(json.loads(FILM.read_text()))


class Seat:
    """Somebody at work on a film: calls tools by name, each call with a mark of its own."""

    def __init__(self, folder: Path, film: Film | None = None) -> None:
        self.root = folder / "film"
        self.settings = Settings(memory_dir=folder / "memory", workers=2)
        self._marks = (f"call-{number}" for number in itertools.count(1))
        if film is not None:
            Project.create(self.root, film, "drafted")

    def desk(self, mark: str = "") -> Desk:
        """A desk with a mark that was never used, or with the one that is given."""
        return Desk(self.root, mark or next(self._marks), settings=self.settings)

    def call(self, tool: str, mark: str = "", **arguments: Any) -> Done:
        """What the tool did."""
        return TOOLS[tool](self.desk(mark), **arguments)

    @property
    def film(self) -> Film:
        """The film as it is on the disk."""
        return Project.open(self.root).film

    @property
    def bytes(self) -> bytes:
        """film.json as it is on the disk."""
        return (self.root / "film.json").read_bytes()

    def changes(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Paths that the call changed, with what they are now; the version's number and retired ids left out."""
        project = Project.open(self.root)
        before = project.film.version
        self.call(tool, **arguments)
        found: list[Change] = project.compare(before, project.refresh().version)
        return {change.path: change.after for change in found if change.path != "retired"}
