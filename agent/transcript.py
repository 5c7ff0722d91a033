"""What was said about a film so far, to be shown: read beside the conversation, also while one goes on."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from agent.turn import Turn
from agent.turns import from_data

MOST = 60
"""Exchanges that are shown."""


@dataclass(frozen=True)
class Exchange:
    """What the person said (in the end an answer to a question), and the turn that came of it; None while it goes on."""

    run: str
    words: str
    answer: str
    turn: Turn | None
    asking: bool = False
    """Whether it waits for a yes or no."""


def transcript(root: Path, most: int = MOST) -> list[Exchange]:
    """The newest exchanges about the film in `root`, oldest first; none where nothing was said or it cannot be read."""
    path = root / "conversation" / "runs.sqlite"
    if not path.is_file():
        return []
    try:
        base = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)
        try:
            rows = base.execute(
                "SELECT id, utterance, answer, state, reply FROM runs ORDER BY number DESC LIMIT ?", (most,)
            ).fetchall()
        finally:
            base.close()
        return [_exchange(*map(str, row)) for row in reversed(rows)]
    except (sqlite3.Error, ValueError):
        return []


def _exchange(run: str, words: str, answer: str, state: str, reply: str) -> Exchange:
    turn = None if state == "open" else from_data(json.loads(reply))
    return Exchange(run, words, answer, turn, state == "asking")
