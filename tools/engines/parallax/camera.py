"""The camera: where it is at each moment of a shot. A pinhole before paper sheets, so nearer ones shift and grow more."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from memory.parts import Easing


@dataclass(frozen=True)
class Pose:
    """Camera at one moment; lengths are shares of the frame (x of its width, y of its height), y downwards.

    A sheet of nearness w is scaled by zoom / (1 - dolly * w) about the vanishing point and shifted by
    -(truck * w * that scale + turn).
    """

    truck_x: float = 0
    truck_y: float = 0
    dolly: float = 0
    turn_x: float = 0
    turn_y: float = 0
    zoom: float = 1
    toward_focus: float = 0
    """0: the vanishing point is the frame's centre; 1: it is the composition's focus."""
    focus_w: float | None = None
    """Nearness that is sharp; None when everything is."""
    blur: float = 0
    """Strength 0..1 of the blur away from `focus_w`."""

    def scale(self, w: float) -> float:
        """Magnification of a sheet of nearness w."""
        return self.zoom / (1 - self.dolly * w)


@dataclass(frozen=True)
class Moment:
    """What a move may depend on: progress 0..1 (eased and as the clock goes), seconds, the shot's length, and the set."""

    eased: float
    t: float
    length: float
    amount: float
    margin: tuple[float, float]
    """Spare canvas beside the frame, as shares of the frame: how far a pure turn may go."""
    subject_w: float
    other_w: float
    """Nearness of the sheets farthest in depth from the subject: where a rack of focus begins."""
    seed: int


def ease(p: float, easing: Easing) -> float:
    """Progress 0..1 bent by an easing; sines, so that speed has no corner."""
    p = min(max(p, 0.0), 1.0)
    if easing == "ease_in":
        return 1 - math.cos(p * math.pi / 2)
    if easing == "ease_out":
        return math.sin(p * math.pi / 2)
    if easing == "ease_in_out":
        return (1 - math.cos(p * math.pi)) / 2
    return p


def noise(t: float, seed: int, rate: float = 1.0) -> float:
    """Smooth noise -1..1 of seconds: four sines of unrelated rates and seeded phases."""
    return sum(a * math.sin(2 * math.pi * (rate * f * t + phase)) for f, a, phase in _sines(seed))


@lru_cache(1024)
def _sines(seed: int) -> tuple[tuple[float, float, float], ...]:
    """Rates, amplitudes and phases of a seed's noise."""
    dice = random.Random(seed)
    return tuple((f, a, dice.random()) for f, a in ((0.31, 0.45), (0.73, 0.3), (1.37, 0.17), (2.11, 0.08)))


def _way(m: Moment, down: float) -> float:
    """From -1 to 1 times the amount; where the way leads `down` frame heights at 1, never deep below the canvas' foot.

    What lies above the picture goes on well (sky), what lies below does not (the foot of a hill), so a high amount
    leads farther up instead.
    """
    way = (2 * m.eased - 1) * m.amount
    return way - max(m.amount - m.margin[1] / down, 0) if down else way


def _across(m: Moment, x: float) -> Pose:
    """A pan through the frame as composed: half the way before it, half after; x is 1 to the right, -1 to the left."""
    way, turn = (2 * m.eased - 1) * m.amount * x, min(m.margin[0], 0.06)
    return Pose(truck_x=0.13 * way, turn_x=turn * way)


def _tilt(m: Moment, y: float) -> Pose:
    """A tilt through the frame as composed; y is 1 downwards, -1 upwards."""
    turn = min(m.margin[1], 0.07)
    way = _way(m if y > 0 else replace(m, eased=1 - m.eased), 0.13 * 0.65 + turn)
    return Pose(truck_y=0.13 * way, turn_y=turn * way)


def _push(m: Moment, way: float) -> Pose:
    return Pose(dolly=0.5 * m.amount * way, zoom=1 + 0.08 * m.amount * way, toward_focus=1)


def _crane(m: Moment, y: float) -> Pose:
    way = _way(m if y > 0 else replace(m, eased=1 - m.eased), 0.24 * 0.35)
    return Pose(truck_y=0.24 * way, turn_y=-0.24 * 0.3 * way, dolly=0.08 * m.amount * m.eased)


def _orbit(m: Moment) -> Pose:
    """Sideways with the subject held in place: the front and the back of the scene turn about it."""
    pose = Pose(truck_x=0.3 * (2 * m.eased - 1) * m.amount)
    return replace(pose, turn_x=-pose.truck_x * m.subject_w)


def _handheld(m: Moment) -> Pose:
    a = m.amount
    return Pose(
        truck_x=0.022 * a * noise(m.t, m.seed),
        truck_y=0.022 * a * noise(m.t, m.seed + 1),
        turn_x=0.009 * a * noise(m.t, m.seed + 2, 1.3),
        turn_y=0.014 * a * noise(m.t, m.seed + 3, 1.3),
        dolly=0.04 * a * m.eased + 0.02 * a * noise(m.t, m.seed + 4, 0.6),
        zoom=1 + 0.03 * a,
    )


def _rack(m: Moment) -> Pose:
    p = ease((m.eased - 0.15) / 0.6, "ease_in_out")
    return Pose(
        dolly=0.05 * m.amount * m.eased, toward_focus=1, focus_w=m.other_w + (m.subject_w - m.other_w) * p, blur=m.amount
    )


def _dolly_zoom(m: Moment) -> Pose:
    """Away with the camera, in with the lens: the subject keeps its size while the world behind it grows (Vertigo, 1958)."""
    back = 0.8 * m.amount * m.eased
    return Pose(dolly=-back, zoom=1 + back * m.subject_w, toward_focus=1)


def _whip(m: Moment) -> Pose:
    """Swings in from the side within half a second and settles; the footage smears the fast part over its shutter."""
    p = min(m.t / min(0.5, max(0.4 * m.length, 1e-6)), 1.0)
    left = (1 - p) ** 3 * (1 + 2 * p)
    drift = 0.02 * m.amount * (m.eased - 1)
    return Pose(turn_x=-1.1 * m.amount * left, truck_x=drift)


def _breathe(m: Moment) -> Pose:
    """Standing still as a living camera does: a sway of a few pixels in some nine seconds, so that no frame is frozen."""
    turn = 2 * math.pi * m.t
    return Pose(
        truck_x=0.005 * math.sin(turn / 9.1), truck_y=0.003 * math.sin(turn / 7.3), dolly=0.006 * (1 - math.cos(turn / 11))
    )


MOVES: dict[str, Callable[[Moment], Pose]] = {
    "static": _breathe,
    "push_in": lambda m: _push(m, m.eased),
    "pull_out": lambda m: _push(m, 1 - m.eased),
    "pan_left": lambda m: _across(m, -1),
    "pan_right": lambda m: _across(m, 1),
    "tilt_up": lambda m: _tilt(m, -1),
    "tilt_down": lambda m: _tilt(m, 1),
    "orbit": _orbit,
    "handheld": _handheld,
    "rack_focus": _rack,
    "crane_up": lambda m: _crane(m, -1),
    "crane_down": lambda m: _crane(m, 1),
    "dolly_zoom": _dolly_zoom,
    "whip_pan": _whip,
}
"""Every move this camera can make, by its name in the film."""


def pose(move: str, moment: Moment) -> Pose:
    """The camera's pose; a move of amount 0 breathes like a static one. KeyError for a move it cannot make."""
    return MOVES["static" if moment.amount <= 0 else move](moment)
