"""Animals that act: a flat drawing bent like card on joints - legs that trot, tails, nodding heads, wings, swaying fish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from tools.engines.papercut.lexicon import data
from tools.engines.papercut.paper import Pixels, image, unpremultiplied

Floats = np.ndarray[Any, np.dtype[np.float32]]
Part = tuple[Floats, Floats, Floats]
"""Where every pixel of a bent part is taken from - shares of the width (0 tail, 1 nose) and of the height (0 top, 1 foot) - and
by how much that place lies within the part (outside below 0). Parts lie over each other, the last on top."""

GOING = frozenset({"walk", "run", "jump", "climb", "swim", "fly", "dance", "pull", "push"})
"""Acts at which an animal goes its way; at all others it stands, breathes, and looks about."""
_ROUND = tuple(k / 6 for k in range(6)), tuple(range(6))
_BEAT = (0.0, 1 / 6, 2 / 6, 3 / 6), (0, 1, 2, 3, 2, 1)
_ROUNDS = {
    "flap": _BEAT,
    "flutter": _BEAT,
    "hop": (_ROUND[0][:5], (0, 1, 2, 3, 4, 4)),
    "glide": ((0.0, 0.25, 0.75), (0, 1, 1, 0, 2, 2)),
}
"""Phases of the poses of a round of steps, strokes or beats, and their order; those that go as they came take fewer poses."""
COARSE = 4
"""Pixels between the places at which a bend is worked out; it is smooth in between."""
ROOM = 0.24
"""Heights by which a bent drawing may reach beyond its edges."""


@dataclass(frozen=True)
class Way:
    """How an animal moves: the name of its bend, whether it goes or stands, and the numbers of creatures.toml."""

    bend: str
    going: bool
    faces: str
    belly: float = 0.7
    back: float = 0.5
    pace: float = 0.0

    @property
    def poses(self) -> int:
        """Poses of its round, the first of which is the drawing as it is."""
        return len(_ROUNDS.get(self.bend, _ROUND)[0]) if self.going else 4

    @property
    def order(self) -> tuple[int, ...]:
        """The poses in turn: a round, or long holds of one who stands."""
        if self.going:
            return _ROUNDS.get(self.bend, _ROUND)[1]
        return (0,) * 6 + (1,) * 4 + (0,) * 4 + (2,) * 5 + (0, 3, 0, 3, 0) + (1,) * 4 + (0,) * 3

    @property
    def rate(self) -> float:
        """Poses a second."""
        return (
            {"flap": 10.0, "flutter": 10.0, "trot": 9.0, "hop": 9.0, "gallop": 10.0}.get(self.bend, 7.0) if self.going else 6.0
        )


@cache
def _ways() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Every drawing that moves, to the name and the numbers of its way."""
    return {drawing: (name, row) for name, row in data("creatures").items() for drawing in row["drawings"]}


def way_of(drawing: str, doing: str) -> Way | None:
    """How a drawing moves at an act; None for one that has no way of moving."""
    if drawing not in _ways():
        return None
    name, row = _ways()[drawing]
    going = row.get("always", False) or doing in GOING
    numbers = {key: row[key] for key in ("belly", "back") if key in row}
    return Way(name.removesuffix("right").removesuffix("left"), going, row["faces"], pace=row["pace"] * going, **numbers)


def bent(pixels: Pixels, way: Way, k: int) -> tuple[Pixels, tuple[int, int, int, int]]:
    """A drawing (straight alpha) in pose k of its way, with room around it, and the box in which it lay unbent."""
    import cv2
    import skia

    height, width = pixels.shape[:2]
    room = round(ROOM * height)
    flat = np.zeros_like(pixels)
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kPremul_AlphaType)
    image(pixels, True).readPixels(info, flat, width * 4, 0, 0)
    size = (width + 2 * room, height + 2 * room)
    step = COARSE if height > 60 else 1
    xs = ((np.arange(0, size[0], step, dtype=np.float32) + (step - 1) / 2 - room) / width)[None, :]
    ys = ((np.arange(0, size[1], step, dtype=np.float32) + (step - 1) / 2 - room) / height)[:, None]
    xs, ys = xs.repeat(ys.shape[0], 0), ys.repeat(xs.shape[1], 1)
    nose = xs if way.faces != "left" else 1 - xs
    phase = _ROUNDS.get(way.bend, _ROUND)[0][k] if way.going else float(k)
    parts = (BENDS[way.bend] if way.going else _idle)(nose, ys, phase, way)
    moved = np.zeros((size[1], size[0], 4), np.uint8)
    for u, v, kept in parts:
        x = _fine((u if way.faces != "left" else 1 - u) * width, step, size)
        part = cv2.remap(flat, x, _fine(v * height, step, size), cv2.INTER_LINEAR, borderValue=(0, 0, 0, 0))
        if kept.min() <= 0:
            part *= (_fine(kept, step, size) > 0)[..., None]
        under = cv2.multiply(moved, cv2.cvtColor(255 - part[..., 3], cv2.COLOR_GRAY2RGBA), scale=1 / 255)
        moved = np.asarray(cv2.add(part, under), np.uint8)
    return unpremultiplied(np.ascontiguousarray(moved)), (room, room, width, height)


def _fine(coarse: Any, step: int, size: tuple[int, int]) -> Floats:
    """A smooth field known at every `step`th pixel, for all pixels."""
    import cv2

    rows, columns = coarse.shape
    whole = np.asarray(coarse, np.float32)
    if step == 1:
        return whole
    return np.ascontiguousarray(cv2.resize(whole, (columns * step, rows * step))[: size[1], : size[0]])


def _step(value: Floats, start: float, end: float) -> Floats:
    """0 before `start`, 1 beyond `end`, smooth between; falling where the end lies before the start."""
    t = np.clip((value - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def _turn(phase: Floats | float) -> Any:
    return np.sin(2 * np.pi * phase)


def _whole(u: Floats, v: Floats) -> list[Part]:
    """A drawing bent in one piece."""
    return [(u, v, np.ones(u.shape, np.float32))]


def _idle(u: Floats, v: Floats, k: float, way: Way) -> list[Part]:
    """Standing: 0 as drawn, 1 breathing in, 2 with the head lowered, 3 with the tail swung."""
    breath, nod, wag = (k == 1) * 1.0, (k == 2) * 1.0, (k == 3) * 1.0
    head = _step(u, 0.6, 0.95) * _step(v, 0.8, 0.45)
    tail = _step(u, 0.28, 0.0) * _step(v, 0.95, 0.6)
    down = 0.045 * nod * head + 0.03 * wag * tail - 0.016 * breath * (1 - v)
    return _whole(u + 0.05 * wag * tail - 0.012 * nod * head, v - down)


def _trot(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    """Hind legs, fore legs and the body are parts of their own: legs swing from the belly and lift as they come forward."""
    below = np.clip((v - way.belly) / (1 - way.belly), 0, 1.2)
    legs = []
    for fore in (False, True):
        turn = phase + 0.35 * fore
        to = u - (1 - way.belly) * 0.42 * below * float(_turn(turn))
        up = v + (1 - way.belly) * 0.16 * below * max(0.0, float(_turn(turn + 0.25)))
        legs.append((to, up, np.minimum(up - way.belly + 0.03, to - 0.5 if fore else 0.5 - to)))
    head = _step(u, 0.62, 0.95) * _step(v, 0.75, 0.4)
    tail = _step(u, 0.25, 0.0) * _step(v, 0.8, 0.5)
    bob = 0.012 * float(_turn(2 * phase)) * _step(v, 1.0, way.belly)
    at = v - bob - (0.02 * head - 0.03 * tail) * float(_turn(phase))
    return [*legs, (u - 0.03 * tail * float(_turn(phase)), at, way.belly + 0.015 - at)]


def _hop(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    tall = 1 + 0.1 * float(_turn(phase))
    up = 0.16 * max(0.0, float(_turn(phase - 0.1)))
    return _whole(u + 0.06 * (1 - v) * float(_turn(phase)) * 0.4, 1 - (1 - v - up) / tall)


def _gallop(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    """A drawing in full stretch rocks from hind to fore legs, gathers and stretches."""
    long = 1 + 0.05 * float(_turn(phase + 0.25))
    up = 0.035 * max(0.0, float(_turn(phase + 0.1)))
    tilt: Floats = (u - 0.5) * (0.07 * float(_turn(phase)))
    return _whole(0.5 + (u - 0.5) / long, v + tilt + up)


def _waddle(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    lean = 0.05 * float(_turn(phase))
    foot = _step(v, way.belly, 1.0)
    head = _step(v, 0.45, 0.15)
    dy = -0.04 * foot * np.maximum(0, _turn(phase + 1.0 * u))
    return _whole(u - lean * (1 - v) - 0.03 * head * _turn(2 * phase), v - dy)


def _flap(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    tall = 0.76 + 0.26 * np.cos(2 * np.pi * phase)
    down = 0.05 * (1 - tall)
    at = v - down
    wing = way.back - (way.back - at) / float(tall)
    return _whole(u, np.where(at < way.back, wing, at))


def _flutter(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    wide = 0.8 + 0.2 * np.cos(2 * np.pi * phase)
    return _whole(0.5 + (u - 0.5) / wide, v + 0.03 * (1 - wide))


def _swim(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    tail = _step(u, 0.65, 0.0)
    shorter = 0.07 * tail * (1 - np.cos(2 * np.pi * phase)) / 2
    return _whole(u - shorter, v - 0.055 * tail * _turn(phase + 0.35 * u) - 0.008 * _turn(phase - 0.2))


def _glide(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    head = _step(v, 0.5, 0.1) * _step(u, 0.4, 0.8)
    return _whole(u - 0.025 * head * _turn(phase), v)


def _pulse(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    arms = _step(v, 0.4, 1.0)
    tall = 1 + 0.06 * float(_turn(phase))
    wide = 1 - 0.06 * float(_turn(phase))
    across = 0.5 + (u - 0.5) / wide - 0.05 * arms * _turn(phase + 0.8 * v)
    return _whole(across, 1 - (1 - v) / tall + 0.02 * arms * _turn(phase + 2 * u))


def _crawl(u: Floats, v: Floats, phase: float, way: Way) -> list[Part]:
    return _whole(u - 0.025 * _turn(phase + 1.2 * v) * _step(v, 1.0, 0.5), v - 0.012 * _turn(2 * phase + u))


BENDS: dict[str, Callable[[Floats, Floats, float, Way], list[Part]]] = {
    "trot": _trot, "shuffle": _trot, "wade": _trot, "hop": _hop, "gallop": _gallop, "waddle": _waddle, "flap": _flap,
    "flutter": _flutter, "swim": _swim, "glide": _glide, "pulse": _pulse, "crawl": _crawl,
}  # fmt: skip
"""Every way of going: what turns a pixel of a pose into the place of the drawing that it shows."""
