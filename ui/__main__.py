"""The `onereel` command. It imports the rest when it runs: worker processes import this file again, and need nothing of it."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn

_MAKING = ("make", "render", "ui")
"""Commands that draw."""


def start() -> NoReturn:
    """The command as a process of its own: it ends as soon as it has said what it has to say.

    What workers need is loaded beside what the command needs. Nothing of what is loaded is garbage, so that none is looked for.
    """
    if sys.argv[1:2] and sys.argv[1] in _MAKING and "--dry-run" not in sys.argv:
        from tools.crew import fork_server

        fork_server()
    gc.disable()
    if sys.argv[1:2] == ["ui"]:
        from ui.studio_cli import main
    else:
        from ui.cli import main
    from ui.terminal import leave

    gc.freeze()
    gc.enable()
    leave(main)


if __name__ == "__main__":
    start()
