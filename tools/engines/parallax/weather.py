"""Rain and snow, particle by particle: seeded, endless, at several depths, smeared as a shutter would."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.camera import Pose
from tools.engines.parallax.model import Rig, Weather, nearness
from tools.engines.parallax.plates import Bytes, Turn, straight

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tier:
    """Particles at one depth: its sprite, and per particle a place 0..1, a speed factor and phases."""

    depth: float
    sprite: Any
    size: tuple[int, int]
    speed: float
    """Frame heights a second."""
    slant: float
    flutter: float
    """Frame widths that a flake swings to each side."""
    places: Floats

    def positions(self, t: float, shift: tuple[float, float], frame: tuple[int, int]) -> Floats:
        """Pixel positions (n x 2, the sprite's top left) at second `t`; the camera has shifted the tier by `shift`."""
        width, height = frame
        room_x, room_y = width * 0.1 + self.size[0], height * 0.05 + self.size[1]
        x0, y0, pace, phase = self.places.T
        fallen = (y0 + self.speed * pace * t) * height
        swing = self.flutter * width * np.sin(2 * math.pi * (0.35 * pace * t + phase))
        x = x0 * width * 1.2 + self.slant * self.speed * pace * t * height + swing + shift[0]
        y = fallen + shift[1]
        return np.stack([x % (width + 2 * room_x) - room_x, y % (height + 2 * room_y) - room_y], axis=1)

    def paint(self, canvas: Any, lens: Any, t: float) -> None:
        """Draw the particles as the camera sees them at second `t`."""
        import skia

        size, linear, paint = (lens.rig.width, lens.rig.height), skia.SamplingOptions(skia.FilterMode.kLinear), skia.Paint()
        for x, y in self.positions(t, drift_of(self, lens.pose, size), size).tolist():
            canvas.drawImage(self.sprite, x, y, linear, paint)


def _sprite(width: float, length: float, slant: float, color: tuple[int, int, int], alpha: float) -> Bytes:
    """A soft streak (or, where length equals width, a soft disc) as a premultiplied BGRA picture."""
    w, h = math.ceil(width * 2 + abs(slant) * length) + 2, math.ceil(length + width) + 2
    y, x = np.mgrid[0:h, 0:w].astype(np.float64)
    along = np.clip((y - h / 2) / max(length - width, 1e-6), -0.5, 0.5) * (length - width)
    gap = np.hypot(x + 0.5 - w / 2 - slant * along, y + 0.5 - h / 2 - along)
    fade = 1 - 0.7 * np.clip(0.5 - along / max(length, 1e-6), 0, 1) * (length > 2 * width)
    mask = np.clip(width * 0.5 - gap + 0.5, 0, 1) if width < 3 else np.clip(1.15 - gap / (width * 0.5), 0, 1)
    strength = mask * fade * alpha
    return np.asarray(np.stack([*(strength * c for c in reversed(color)), strength * 255], axis=2).round(), np.uint8)


def tiers(weather: Weather, rig: Rig, turn: Turn = straight) -> list[Tier]:
    """The weather's particles at three depths, far to near: smaller, slower and more of them in the distance."""
    import skia

    rain = weather.kind == "rain"
    made = []
    unit = min(rig.width, rig.height) / 720
    for number, (depth, share, size) in enumerate(((0.2, 0.5, 0.55), (0.55, 0.32, 1.0), (0.9, 0.18, 1.8))):
        dice = np.random.default_rng([rig.seed, number, 1 if rain else 2])
        count = max(round((90 + 190 * weather.amount) * share * (1.0 if rain else 1.25)), 6)
        speed = (weather.speed or (1.5 if rain else 0.13)) * (0.75 + 0.25 * size if rain else 0.5 + 0.5 * size)
        slant = -0.14 + 0.3 * weather.push.horizontal
        width = (1.0 + 0.45 * size) * unit if rain else 3.4 * size * unit
        length = speed * rig.height * 0.034 if rain else width
        pixels = _sprite(width, length, slant if rain else 0.0, weather.color, (0.5 if rain else 0.62) + 0.12 * number)
        turn(pixels, ((0, 0, pixels.shape[1], pixels.shape[0]),))
        sprite = skia.Image.fromarray(pixels, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType, copy=True)
        places = np.stack([dice.random(count), dice.random(count), 0.85 + 0.3 * dice.random(count), dice.random(count)], axis=1)
        flutter = 0.0 if rain else 0.008 * size
        drift = slant if rain else slant * 2.2
        made.append(Tier(depth, sprite, (sprite.width(), sprite.height()), speed, drift, flutter, places))
    return made


def drift_of(tier: Tier, pose: Pose, size: tuple[int, int]) -> tuple[float, float]:
    """Pixels by which the camera's own motion shifts a tier."""
    w = nearness(tier.depth)
    return (
        -(pose.truck_x * w * pose.scale(w) + pose.turn_x) * size[0],
        -(pose.truck_y * w * pose.scale(w) + pose.turn_y) * size[1],
    )
