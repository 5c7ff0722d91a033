"""What goes on behind the page, whoever looks: the queue of renders, the turns of conversations, the pictures being drawn."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path

from memory.project import DOCUMENT
from ui.studio.pictures import Pictures
from ui.studio.renders import Renders, Work
from ui.studio.talks import Talks

_BREATH = 0.2
"""Seconds in which what the first page holds is sent, before anything else is begun: then the browser has its own to do."""


@dataclass
class Backstage:
    """One a server."""

    renders: Renders = field(default_factory=Renders)
    pictures: Pictures = field(default_factory=Pictures)

    def __post_init__(self) -> None:
        self.talks = Talks(self.renders)
        self._lock, self._woken = threading.Lock(), False

    def mark(self, root: Path) -> str:
        """Changes with the film's version, with every take that is made and with every turn that ends."""
        document, telling = root / DOCUMENT, self.talks.of(root)
        written = document.stat().st_mtime_ns if document.exists() else 0
        works = "".join(self._worked(self.renders.of(root, export)) for export in (False, True))
        return f"{written} {works} {telling.mark if telling else ''}"

    def _worked(self, work: Work | None) -> str:
        return f"{work.number}.{work.state}.{self.renders.place(work)}.{work.made}.{len(work.now)}." if work else ""

    def wake(self) -> None:
        """Let what the first words need be loaded before they come: once, while the first page is put together."""
        with self._lock:
            woken, self._woken = self._woken, True
        if not woken:
            later = threading.Timer(_BREATH, self.talks.wake)
            later.daemon = True
            later.start()

    def close(self) -> None:
        """End what is going on; finished takes are kept."""
        self.renders.close()
        self.pictures.close()
