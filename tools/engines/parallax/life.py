"""The life of a sheet: what it does by itself, and what a motion stroke makes it do, by seconds since the shot began."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from tools.engines.parallax.camera import noise
from tools.engines.parallax.model import Plate, Push, Rig

TRAVEL = 1 / 3 / 5
"""Frames a second that a stroke of 1 travels: a third of the frame in five seconds."""
REACH = 0.5
"""Frames that a sheet which does not wrap eases out at, however long the shot."""
UNPUSHED = Push()
SPEEDS = {"drift": 0.008, "wave": 0.13, "sway": 0.22, "bob": 0.2, "flicker": 1.6, "burn": 1.4, "twinkle": 0.35, "shimmer": 0.6}
"""Cycles (drift: screens) a second for sheets that do not say."""


@dataclass(frozen=True)
class Motion:
    """A sheet's own motion at a moment, in canvas pixels: shift, growth about the pivot, bend at the far end; and its light."""

    dx: float = 0
    dy: float = 0
    sx: float = 1
    sy: float = 1
    lean: float = 0
    ripple: float = 0
    alpha: float = 1

    def __add__(self, other: Motion) -> Motion:
        return Motion(
            self.dx + other.dx,
            self.dy + other.dy,
            self.sx * other.sx,
            self.sy * other.sy,
            self.lean + other.lean,
            self.ripple + other.ripple,
            self.alpha * other.alpha,
        )


RESTING = Motion()


@dataclass(frozen=True)
class Beat:
    """What an ambient motion may depend on: radians of its cycle, seconds, amount, the frame in canvas pixels, its plate."""

    angle: float
    t: float
    speed: float
    amount: float
    frame: tuple[float, float]
    plate: Plate
    seed: int


def _wave(b: Beat) -> Motion:
    dx = 0.016 * b.frame[0] * (math.sin(b.angle) + 0.35 * math.sin(0.53 * b.angle + 1)) * b.amount
    return Motion(
        dx=dx, dy=0.008 * b.frame[1] * math.sin(2 * b.angle + 0.6) * b.amount, sy=1 + 0.012 * b.amount * math.cos(b.angle)
    )


def _sway(b: Beat) -> Motion:
    reach = max(abs(b.plate.pivot[1] - b.plate.y), abs(b.plate.y + b.plate.height - b.plate.pivot[1]))
    return Motion(lean=0.05 * reach * b.amount * (math.sin(b.angle) + 0.4 * math.sin(1.71 * b.angle + 0.5)))


def _bob(b: Beat) -> Motion:
    lean = 0.035 * b.plate.height * b.amount * math.sin(0.5 * b.angle + 0.9)
    return Motion(dy=0.012 * b.frame[1] * b.amount * math.sin(b.angle), lean=lean)


def _flicker(b: Beat) -> Motion:
    return Motion(alpha=1 - 0.45 * b.amount * (0.5 + 0.5 * noise(b.t * b.speed, b.seed, 2)))


def _burn(b: Beat) -> Motion:
    """A flame licks: it stretches and leans about its foot, never the same way twice."""
    reach = 0.06 * b.amount
    return Motion(
        sy=1 + reach * noise(b.t * b.speed, b.seed, 2.2),
        sx=1 - 0.5 * reach * noise(b.t * b.speed, b.seed + 1, 2.2),
        lean=0.05 * b.plate.height * b.amount * noise(b.t * b.speed, b.seed + 2, 1.4),
    )


def _shimmer(b: Beat) -> Motion:
    return Motion(ripple=0.006 * b.frame[0] * b.amount, alpha=1 - 0.2 * b.amount * (0.5 + 0.5 * math.sin(b.angle)))


AMBIENTS: dict[str, Callable[[Beat], Motion]] = {
    "drift": lambda b: Motion(dx=b.frame[0] * b.speed * b.t),
    "wave": _wave,
    "sway": _sway,
    "bob": _bob,
    "flicker": _flicker,
    "burn": _burn,
    "shimmer": _shimmer,
}
"""Ambient motions of whole sheets; twinkling is drawn star by star, rain and snow drop by drop."""


def travel(seconds: float, speed: float, reach: float | None) -> float:
    """Way gone after `seconds` at `speed` a second, starting softly; with a reach it eases out there and stays.

    Below half the reach it is within 1.5 per cent of the unbounded way.
    """
    way = speed * (seconds - 0.5 * (1 - math.exp(-seconds / 0.5)))
    if reach is None or way == 0:
        return way
    return float(way / (1 + abs(way / reach) ** 4) ** 0.25)


def wraps(plate: Plate) -> bool:
    """Whether a sheet may travel for ever: clouds and drifting sheets come in again, sheets without ends have no end."""
    return plate.kind == "cloud" or plate.ambient.kind == "drift" or (plate.extend[0] and plate.extend[2])


def ambient_motion(plate: Plate, index: int, rig: Rig, t: float) -> Motion:
    """What the sheet does by itself at second `t`; water sheets next to each other go in counter phase."""
    kind = plate.ambient.kind
    if kind not in AMBIENTS or plate.ambient.amount <= 0:
        return RESTING
    speed = plate.ambient.speed or SPEEDS[kind]
    phase = plate.ambient.phase + (0.5 * (index % 2) if kind == "wave" else 0)
    beat = Beat(
        angle=2 * math.pi * (speed * t + phase),
        t=t,
        speed=speed,
        amount=plate.ambient.amount,
        frame=rig.frame[2:],
        plate=plate,
        seed=rig.seed + 31 * index,
    )
    return AMBIENTS[kind](beat)


def stroke_motion(plate: Plate, index: int, rig: Rig, t: float) -> Motion:
    """What the motion strokes on the sheet have done by second `t`."""
    push, (width, height) = plate.push, rig.frame[2:]
    if push == UNPUSHED:
        return RESTING
    grown = math.exp(travel(t, push.proximity * math.log(1.6) / 5, math.log(2.2)))
    foot = max(plate.pivot[1] - rig.horizon, 0) * (grown - 1) * 0.35 if plate.kind not in ("sky", "celestial", "cloud") else 0
    swing = math.sin(2 * math.pi * (0.23 * t + 0.13 * index))
    soft = 1 - math.exp(-t / 0.6)
    return Motion(
        dx=travel(t, push.horizontal * TRAVEL * width, None if wraps(plate) else REACH * width)
        + _wobble(push.ambient, t, index, width),
        dy=-travel(t, push.vertical * TRAVEL * height, REACH * height) + foot + 0.012 * height * push.ambient * swing * soft,
        sx=grown,
        sy=grown,
        lean=0.04 * plate.height * push.ambient * soft * math.sin(2 * math.pi * 0.31 * t),
    )


def _wobble(amount: float, t: float, index: int, width: float) -> float:
    return 0.012 * width * amount * (1 - math.exp(-t / 0.6)) * math.sin(2 * math.pi * (0.17 * t + 0.37 * index))


def wrapped(plate: Plate, rig: Rig, dx: float) -> float:
    """A cloud that has left on one side comes in again on the other, out of sight; endless sheets need no such care."""
    if not wraps(plate) or (plate.extend[0] and plate.extend[2]) or dx == 0:
        return dx
    left, _, width, _ = rig.frame
    low, period = left - 0.5 * width - plate.width, 2 * width + plate.width
    return (plate.x + dx - low) % period + low - plate.x


def motion(plate: Plate, index: int, rig: Rig, t: float) -> Motion:
    """All of a sheet's own motion at second `t` of the shot."""
    own, pushed = ambient_motion(plate, index, rig, t), stroke_motion(plate, index, rig, t)
    both = own if pushed is RESTING else own + pushed
    return replace(both, dx=wrapped(plate, rig, both.dx)) if both.dx else both
