"""Pictures being drawn."""

from __future__ import annotations


class Pictures:
    """What is being drawn."""

    def close(self) -> None:
        """End it."""
