"""Where a sound stands: left or right, near or far, in the open or in a room; on the circle, so that the tile keeps no seam."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.circle import RATE, Circle, Curve, sides, stereo

Loop = NDArray[np.float32]
ROOMS: dict[str, tuple[float, float, float]] = {
    "room": (0.45, 0.28, 4000),
    "hall": (1.6, 0.45, 3500),
    "church": (3.6, 0.6, 2600),
    "cave": (3.0, 0.65, 1800),
    "tunnel": (1.9, 0.7, 1500),
    "street": (1.0, 0.25, 3000),
    "forest": (1.2, 0.22, 2500),
    "underwater": (1.4, 0.5, 700),
}
"""Reverberation time in seconds, how loud the answer is, and where its highs fall off in hertz."""
CLOSED = frozenset({"room", "hall", "church", "tunnel"})
"""Rooms with walls, from which the outside is heard muffled."""
WALL: Curve = ((60, -1), (250, 0), (700, -8), (2000, -19), (8000, -36))
DEEP: Curve = ((40, 0), (300, 0), (800, -10), (2500, -30), (9000, -54))
EAR = 0.00026
"""Seconds by which the far ear hears later, for something quite at the side."""
FALL = 12.0
"""dB that the farthest sound lies below the nearest."""


def place(c: Circle, loop: Loop, pan: float, far: float, room: str, wide: bool, outside: bool) -> Loop:
    """Put a loop at `pan` (-1 left, 1 right), `far` (0 beside the ear, 1 at the horizon), in a room of ROOMS ("" the open).

    An ambience (`wide`) stays around the listener and only leans to its side. Loudness is for the mix (`farther_db`).
    """
    if room == "underwater":
        loop = _shaped(c, loop, DEEP)
    elif outside and room in CLOSED:
        loop = _shaped(c, loop, WALL)
    if far > 0:
        loop = _shaped(c, loop, _air(far))
    loop = _leaning(loop, pan) if wide else _pointed(loop, pan, far)
    if room in ROOMS:
        seconds, wet, dark = ROOMS[room]
        loop = c.room(loop, seconds, wet * (0.6 + 0.9 * far), dark)
    elif far > 0.4 and not wide:
        loop = c.room(loop, 1.1, 0.3 * far, 2200)
    return loop


def farther_db(far: float) -> float:
    """How many dB a sound at that distance lies below the same sound beside the ear."""
    return FALL * far


def _air(far: float) -> Curve:
    """What the way takes away: highs most, the lowest lows a little."""
    return ((40, -5 * far), (150, 0), (900, -1.5 * far), (2500, -7 * far), (6000, -16 * far), (14000, -30 * far))


def _shaped(c: Circle, loop: Loop, curve: Curve) -> Loop:
    return stereo(c.filter(loop[:, 0], curve), c.filter(loop[:, 1], curve))


def _leaning(loop: Loop, pan: float) -> Loop:
    """Lean an ambience over: the side away from `pan` gets quieter, neither side is lost."""
    if not pan:
        return loop
    left, right = sides(0.6 * pan) * np.sqrt(2)
    return np.asarray(loop * np.array([left, right], np.float32), np.float32)


def _pointed(loop: Loop, pan: float, far: float) -> Loop:
    """Gather a thing at its place: its own width shrinks with distance, the far ear hears it later."""
    middle, side = loop.mean(axis=1), (loop[:, 0] - loop[:, 1]) / 2 * np.float32((1 - 0.8 * far) * (1 - 0.6 * abs(pan)))
    left, right = sides(0.85 * pan) * np.sqrt(2)
    late = round(abs(pan) * EAR * RATE)
    ears = (np.roll(middle, late if pan > 0 else 0), np.roll(middle, late if pan < 0 else 0))
    return stereo(np.float32(left) * ears[0] + side, np.float32(right) * ears[1] - side)
