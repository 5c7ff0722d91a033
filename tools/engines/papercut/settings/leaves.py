"""Broad leaves and palms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import Rgb, shade
from tools.engines.papercut.settings.kit import Rng, soft
from tools.engines.papercut.world import World, ink, stroke

if TYPE_CHECKING:
    import skia


def leaf(c: skia.Canvas, at: tuple[float, float], h: float, turn: float, tone: Rgb, slits: bool = False) -> None:
    """A broad leaf of length `h` from its foot, leaning by `turn` radians, with ribs, or slit like a monstera's."""
    c.save()
    c.translate(*at)
    c.rotate(float(np.degrees(turn)))
    c.drawPath(soft(0, 0, -0.26 * h, -0.26 * h, -0.24 * h, -0.72 * h, 0, -1.1 * h, 0.24 * h, -0.72 * h, 0.26 * h, -0.26 * h),
        ink(tone))  # fmt: skip
    dark, light = shade(tone, -0.09), shade(tone, 0.05)
    c.drawLine(0, 0, 0, -0.92 * h, stroke(light, 0.014 * h))
    for t in (0.22, 0.4, 0.58, 0.74):
        for f in (-1, 1):
            end = (f * 0.17 * h * (1.2 - 0.5 * t), -(t + 0.12) * h)
            if slits:
                c.drawPath(soft(f * 0.05 * h, -t * h, f * 0.24 * h, -(t + 0.1) * h, f * 0.24 * h, -(t + 0.145) * h), ink(dark,
                    0.8))  # fmt: skip
            else:
                c.drawLine(0, -t * h, *end, stroke(light, 0.008 * h))
    c.restore()


def palm(c: skia.Canvas, w: World, rng: Rng, at: tuple[float, float], h: float, depth: float) -> None:
    """A palm with a bending ringed trunk and a crown of feathered fronds, its foot at `at`."""
    (x, y), lean = at, rng.uniform(-0.22, 0.22) * h
    bark, green = w.rgb("wood", depth, 0.0, 0.5), w.rgb("leaf", depth, -0.02, 0.7)
    steps = [(x + lean * t**1.7, y - h * 0.8 * t) for t in np.linspace(0, 1, 12)]
    for i, ((ax, ay), (bx, by)) in enumerate(pairwise(steps)):
        c.drawLine(ax, ay, bx, by, stroke(shade(bark, -0.04 * (i % 2)), h * (0.05 - 0.0022 * i)))
    tx, ty = steps[-1]
    for turn in np.linspace(-1.9, 1.9, 8):
        t = float(turn + rng.uniform(-0.15, 0.15))
        size = h * rng.uniform(0.36, 0.46)
        ex, ey = tx + size * np.sin(t), ty - size * 0.55 * np.cos(t) + size * 0.16 * abs(t)
        mx, my = tx + 0.5 * size * np.sin(t), ty - 0.62 * size * np.cos(t) - 0.06 * size
        tone = shade(green, float(rng.uniform(-0.05, 0.06)))
        c.drawPath(soft(tx, ty, mx, my - 0.05 * size, ex, ey, mx * 0.6 + ex * 0.4, my * 0.5 + ey * 0.5 + 0.09 * size, tx,
            ty + 0.03 * size), ink(tone))  # fmt: skip
        c.drawLine(tx, ty, mx, my, stroke(shade(tone, 0.06), 0.008 * h))
    for dx in (-0.02, 0.025):
        c.drawCircle(tx + dx * h, ty + 0.03 * h, 0.026 * h, ink(w.rgb("clay", depth, -0.06, 0.7)))
