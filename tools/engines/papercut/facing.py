"""Facing: who is drawn looking to the right turns to whom or what is beside them, and into the picture when alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tools.engines.papercut.compose import Placed
from tools.engines.papercut.creatures import way_of
from tools.engines.papercut.drawings import PUPPETS
from tools.engines.papercut.joints import IDLE
from tools.engines.papercut.world import World

BEYOND = 0.58
"""Share of the picture's width from which on somebody alone looks back to the left."""


def faced(w: World, placed: Sequence[Placed]) -> list[Placed]:
    """The placed subjects, puppets and right-facing animals turned to the nearest other thing of some importance."""
    return [replace(p, flip=_turns(w, p, placed)) if _looks_right(p) else p for p in placed]


def _looks_right(p: Placed) -> bool:
    way = way_of(p.subject.drawing, IDLE)
    return p.subject.drawing in PUPPETS or (way is not None and way.faces == "right")


def _turns(w: World, p: Placed, placed: Sequence[Placed]) -> bool:
    others = [q for q in placed if q is not p and q.stand.place not in ("air", "sky", "wall") and abs(q.x - p.x) > 0.02]
    if not others:
        return p.x > BEYOND * w.a
    return min(others, key=lambda q: abs(q.x - p.x)).x < p.x
