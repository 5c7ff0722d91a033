"""Turns of conversations, each in a thread of the server's."""

from __future__ import annotations

from ui.studio.renders import Renders


class Talks:
    """All turns."""

    def __init__(self, renders: Renders) -> None:
        self.renders = renders
