"""What goes on behind the page, whoever looks: the queue of renders, the turns of conversations, the pictures being drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from memory.project import DOCUMENT
from ui.studio.pictures import Pictures
from ui.studio.renders import Renders
from ui.studio.talks import Talks


@dataclass
class Backstage:
    """One a server."""

    renders: Renders = field(default_factory=Renders)
    pictures: Pictures = field(default_factory=Pictures)

    def __post_init__(self) -> None:
        self.talks = Talks(self.renders)

    def mark(self, root: Path) -> str:
        """Changes with the film's version, with every take that is made and with every turn that ends."""
        work = self.renders.of(root)
        document = root / DOCUMENT
        written = document.stat().st_mtime_ns if document.exists() else 0
        return f"{written} {work.number if work else 0} {work.state if work else ''} {work.made if work else 0}"

    def close(self) -> None:
        """End what is going on; finished takes are kept."""
        self.renders.close()
        self.pictures.close()
