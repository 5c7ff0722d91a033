"""What falls or drifts before everything: rain, snow, fog, leaves in the wind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import mist
from tools.engines.papercut.palette import mix
from tools.engines.papercut.world import Sheet, World, ink, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def build_weather(w: World) -> None:
    """Add what falls or drifts before everything: rain, snow, fog, leaves in the wind."""
    if w.plan.weather in ("rain", "storm"):
        fall = Ambient(kind="rain", amount=1, speed=1.4)
        w.sheet(Sheet("rain", "weather", 0.9, lambda c: _rain(c, w), ("rain",), fall, 0, 0, wash=0))
    if w.plan.weather == "snow":
        fall = Ambient(kind="snow", amount=1, speed=0.12)
        w.sheet(Sheet("snow", "weather", 0.9, lambda c: _snow(c, w), ("snow", "snowflakes"), fall, 0, 0, wash=0))
    if w.plan.weather == "fog":
        drift = Ambient(kind="drift", amount=0.6, speed=0.006)
        w.sheet(Sheet("fog", "weather", 0.5, lambda c: _fog(c, w, 0.58, 0.55), ("fog", "mist"), drift, 0, 0, wash=0))
    if w.plan.weather == "wind":
        drift = Ambient(kind="drift", amount=1, speed=0.12 * w.side)
        w.sheet(Sheet("leaves", "prop", 0.88, lambda c: _leaves(c, w), ("leaves", "wind"), drift, 0.3, 0.4))


def _tall(rng: np.random.Generator, margin: float = 0.08) -> tuple[float, float]:
    """A y on the canvas and the height after which the sheet repeats."""
    return float(rng.uniform(-margin, 1 + margin)), 1 + 2 * margin


def _rain(c: skia.Canvas, w: World) -> None:
    rng = w.sub("rain")
    color = mix(w.pal.haze, (1, 1, 1), 0.55)
    for _ in range(330):
        x, near = rng.uniform(-0.2, w.a + 0.2), rng.random() ** 2
        y, period = _tall(rng)
        length = 0.03 + 0.06 * near
        pen = stroke(color, 0.0011 + 0.0018 * near, 0.2 + 0.32 * near)
        for dy in (-period, 0, period):
            if -0.2 < y + dy < 1.2:
                c.drawLine(x, y + dy, x + length * 0.14 * w.side, y + dy + length, pen)


def _snow(c: skia.Canvas, w: World) -> None:
    rng = w.sub("snow")
    for _ in range(210):
        x, near = rng.uniform(-0.2, w.a + 0.2), rng.random() ** 3
        y, period = _tall(rng)
        radius = (0.0018 + 0.0085 * near) * w.k
        for dy in (-period, 0, period):
            if -0.2 < y + dy < 1.2:
                c.drawCircle(x, y + dy, radius, ink((1, 1, 1), 0.9 - 0.4 * near))


def _fog(c: skia.Canvas, w: World, y: float, power: float) -> None:
    rng, tint = w.sub("fog"), mix(w.pal.haze, (1, 1, 1), 0.2 * w.pal.bright)
    for _ in range(16):
        cx, cy = rng.uniform(-0.3, w.a + 0.3), y + rng.normal(0, 0.07)
        flat, radius = rng.uniform(0.16, 0.28), rng.uniform(0.3, 0.6)
        mist(c, (cx, cy), radius, flat, tint, [power * share for share in (0.8, 0.4, 0.0)])


def _leaves(c: skia.Canvas, w: World) -> None:
    import skia

    rng = w.sub("leaves")
    for _ in range(16):
        x, y, size = rng.uniform(0, w.a), rng.uniform(0.25, 0.95), rng.uniform(0.008, 0.017) * w.k
        leaf = skia.Path()
        leaf.moveTo(-size, 0)
        leaf.quadTo(0, -size * 0.8, size, 0)
        leaf.quadTo(0, size * 0.8, -size, 0)
        c.save()
        c.translate(x, y)
        c.rotate(float(rng.uniform(0, 360)))
        c.drawPath(leaf, ink(w.rgb("leaf", 0.6, rng.uniform(-0.05, 0.12), 0.8)))
        c.restore()
