"""The `onereel` command. It imports the rest when it runs: worker processes import this file again, and need nothing of it."""

from __future__ import annotations

from typing import NoReturn


def start() -> NoReturn:
    """The command as a process of its own: it ends as soon as it has said what it has to say."""
    from ui.cli import main
    from ui.terminal import leave

    leave(main)


if __name__ == "__main__":
    start()
