"""Facing: who is drawn looking to the right turns to whom or what is beside them, as their mount, or into the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tools.engines.papercut.compose import Placed
from tools.engines.papercut.creatures import way_of
from tools.engines.papercut.drawings import PUPPETS
from tools.engines.papercut.joints import IDLE
from tools.engines.papercut.plan import split_relation
from tools.engines.papercut.world import World

BEYOND = 0.58
"""Share of the picture's width from which on somebody alone looks back to the left."""


def faced(w: World, placed: Sequence[Placed]) -> list[Placed]:
    """The placed subjects, puppets and right-facing animals turned to the nearest other, riders to where their mount looks."""
    turned = [replace(p, flip=_turns(w, p, placed)) if _looks_right(p) else p for p in placed]
    return [_as_mount(p, turned) for p in turned]


def _faces(p: Placed) -> str:
    """Which way it is drawn: "left", "right", or empty where it faces us or is no being."""
    way = way_of(p.subject.drawing, IDLE)
    return "right" if p.subject.drawing in PUPPETS else way.faces if way is not None else ""


def _looks_right(p: Placed) -> bool:
    return _faces(p) == "right"


def _rides(p: Placed, q: Placed) -> bool:
    return p is not q and split_relation(p.subject.relation) == ("on", (q.subject.word,))


def _as_mount(p: Placed, placed: Sequence[Placed]) -> Placed:
    """A rider looks where the being looks that carries them."""
    mount = next((q for q in placed if _rides(p, q) and _faces(q)), None)
    if mount is None or not _looks_right(p):
        return p
    return replace(p, flip=(_faces(mount) == "left") != mount.flip)


def _turns(w: World, p: Placed, placed: Sequence[Placed]) -> bool:
    """Whether what looks right turns round: to the nearest other, but for who rides on it and what it rides."""
    apart = [q for q in placed if q is not p and not _rides(p, q) and not _rides(q, p)]
    others = [q for q in apart if q.stand.place not in ("air", "sky", "wall") and abs(q.x - p.x) > 0.02]
    if not others:
        return p.x > BEYOND * w.a
    return min(others, key=lambda q: abs(q.x - p.x)).x < p.x
