"""What is likely to happen where: the setting of a scene whose words name no place, by the meaning of what happens.

Scenes by setting stand in likely.txt; their vectors are kept in likely.npz beside it (`python -m tools.engines.papercut.likely`
writes them anew). Scenes that it lacks are embedded when first needed.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.meaning import embed
from tools.engines.papercut.vectors import keep_vectors, vectors_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCENES = Path(__file__).with_name("likely.txt")
BANK = SCENES.with_suffix(".npz")

_NEAREST = 5
"""How many known scenes are asked."""
_ALIKE = 0.47
"""Cosine that the nearest one must have: below it, what happens says nothing of where."""


def likeliest(text: str, among: Container[str]) -> str:
    """The setting, one of `among`, in which what a text tells most likely happens; empty where nothing like it is known."""
    settings, bank = _bank()
    likeness = bank @ embed([text])[0]
    likeness[[name not in among for name in settings]] = 0.0
    near = np.argsort(-likeness)[:_NEAREST]
    if likeness[near[0]] < _ALIKE:
        return ""
    votes: dict[str, float] = {}
    for i in near:
        votes[settings[i]] = votes.get(settings[i], 0.0) + float(likeness[i]) ** 3
    return max(votes, key=lambda name: votes[name])


def scenes() -> tuple[tuple[str, str], ...]:
    """Every known scene as (setting, text)."""
    rows = (line.split(": ", 1) for line in SCENES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple((name, text) for name, texts in rows for text in texts.split("|"))


@cache
def _bank() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    known = scenes()
    return tuple(name for name, _ in known), vectors_of([text for _, text in known], BANK)


if __name__ == "__main__":
    keep_vectors([text for _, text in scenes()], BANK)
