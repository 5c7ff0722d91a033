"""An export under way, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memory.project import Project
from tools.build import Planned
from tools.exporting.making import Crew, MadeFilm, make
from tools.exporting.wish import Delivery, Wish
from tools.publish import slug


@dataclass(frozen=True)
class Exported:
    """What was exported: the file (or folder) to open first, every file, a sentence, and what was made for it."""

    main: Path
    files: tuple[Path, ...]
    said: str
    jobs: tuple[Planned, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0
    """Wall seconds."""
    facts: dict[str, Any] = field(default_factory=dict)
    """Of a film: width, height, fps, aspect, codec, seconds, integrated (LUFS), true_peak (dBTP)."""


@dataclass(frozen=True)
class Work:
    """What is wanted of which project, what that comes to, where to, and how to render."""

    project: Project
    wish: Wish
    wanted: Delivery
    folder: Path
    crew: Crew
    """How many takes are made side by side, who hears of them, and where they are made."""

    @property
    def stem(self) -> str:
        """What the exported files are called, without ending."""
        return f"{slug(self.wanted.film.title)}{f'-{self.wanted.name}' if self.wanted.name else ''}"

    def make(self) -> MadeFilm:
        """The film in its frame, with its takes."""
        return make(self.project, self.wanted, self.crew)
