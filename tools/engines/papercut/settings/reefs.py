"""What makes one reef differ from another, and one ruin: kelp, wreck, rock arch, shoals; temple front, aqueduct, great head."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import shade
from tools.engines.papercut.settings.kit import Rng, arch, disc, piece, rect, row, shape, soft
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import World, ink, stroke

if TYPE_CHECKING:
    import skia


def reef_feature(c: skia.Canvas, w: World) -> None:
    """By the seed a kelp forest, a wreck, an arch of rock or sea mounts; shoals of fish before it."""
    kind, x = w.pick("feature", "kelp", "wreck", "arch", "mounts"), w.far_x(0.64)
    rng, rock_tone = w.sub("feature"), w.rgb("rock", 0.2, -0.04, 0.4)
    if kind == "kelp":
        for px in row(-0.1, w.a + 0.1, 0.14):
            if abs(px - w.light[0]) > 0.1:
                _kelp(c, w, rng, px + rng.uniform(-0.04, 0.04))
    elif kind == "wreck":
        hull = soft(x - 0.36, 0.56, x - 0.3, 0.6, x + 0.24, 0.56, x + 0.34, 0.45, x + 0.3, 0.72, x - 0.28, 0.76)
        piece(c, w, hull, w.rgb("wood", 0.2, -0.06, 0.45), 0.9, 0.1)
        for dx, h, lean in ((-0.12, 0.28, -0.05), (0.1, 0.22, 0.06)):
            c.drawLine(x + dx, 0.6, x + dx + lean, 0.6 - h, stroke(w.rgb("wood", 0.2, -0.1, 0.4), 0.014))
            c.drawLine(x + dx + lean - 0.07, 0.64 - h, x + dx + lean + 0.07, 0.62 - h, stroke(w.rgb("wood", 0.2, -0.1, 0.4),
                0.008))  # fmt: skip
        for px in row(x - 0.22, x + 0.2, 0.08):
            c.drawPath(disc(px, 0.655, 0.012), ink(w.pal.shadow, 0.5))
    elif kind == "arch":
        body = soft(x - 0.34, 0.8, x - 0.32, 0.4, x - 0.1, 0.26, x + 0.2, 0.3, x + 0.36, 0.5, x + 0.34, 0.8)
        piece(c, w, combine(body, disc(x - 0.02, 0.66, 0.17, 0.22), "difference"), rock_tone, 1.0, 0.08)
    else:
        for t, h in ((0.5, 0.3), (0.72, 0.46), (0.95, 0.36)):
            px = w.far_x(t)
            crest = (px - 0.12, 0.74 - 0.6 * h, px - 0.03, 0.74 - h, px + 0.06, 0.76 - h, px + 0.13, 0.74 - 0.5 * h)
            mount = soft(px - 0.2, 0.8, *crest, px + 0.22, 0.8)
            piece(c, w, mount, shade(rock_tone, float(rng.uniform(-0.03, 0.03))), 0.9, 0.08)
    _shoal(c, w)


def _kelp(c: skia.Canvas, w: World, rng: Rng, x: float) -> None:
    """One ribbon of kelp from the floor toward the light, with its leaves."""
    tone, sway, top = w.rgb("weed", 0.22, rng.uniform(-0.06, 0.05), 0.6), rng.uniform(0.02, 0.05), rng.uniform(0.0, 0.3)
    at = [(x + sway * np.sin(t * 7 + x * 9), 0.78 - (0.78 - top) * t) for t in np.linspace(0, 1, 15)]
    for (ax, ay), (bx, by) in pairwise(at):
        c.drawLine(float(ax), float(ay), float(bx), float(by), stroke(tone, 0.008))
    for k, (px, py) in enumerate(at[1:]):
        f = (-1) ** k
        leafy = soft(px, py, px + f * 0.03, py - 0.034, px + f * 0.062, py - 0.02, px + f * 0.03, py + 0.004)
        c.drawPath(leafy, ink(shade(tone, float(rng.uniform(-0.03, 0.06)))))


def _shoal(c: skia.Canvas, w: World) -> None:
    """A shoal of small fish that turn together."""
    rng, f = w.sub("shoal"), w.side
    tone = w.rgb(w.pick("fish", "gold", "coral", "ice", "crystal"), 0.3, 0.1, 0.85)
    cx, cy = w.far_x(0.42), float(rng.uniform(0.26, 0.42))
    for _ in range(w.pick("shoal", 14, 24)):
        x, y, s = cx + rng.normal(0, 0.14), cy + rng.normal(0, 0.05), rng.uniform(0.007, 0.013)
        fish = soft(x - 1.6 * s, y, x, y - 0.8 * s, x + 1.6 * s, y, x, y + 0.8 * s)
        c.drawPath(fish, ink(shade(tone, float(rng.uniform(-0.06, 0.06)))))
        c.drawPath(shape(x - f * 1.2 * s, y, x - f * 2.4 * s, y - 0.8 * s, x - f * 2.4 * s, y + 0.8 * s), ink(tone))


def ruin_feature(c: skia.Canvas, w: World, y: float) -> None:
    """By the seed the front of a temple, an aqueduct, or a great stone head half in the ground."""
    kind, x, tone = w.pick("ruin", "temple", "aqueduct", "head"), w.far_x(0.62), w.rgb("stone", 0.4, -0.02, 0.5)
    if kind == "temple":
        for k in range(5):
            px, h = x - 0.2 + 0.1 * k, 0.24 if k not in (1,) else 0.13
            piece(c, w, rect(px - 0.016, y - h, px + 0.016, y + 0.04), tone, 0.8, 0.1)
        piece(c, w, shape(x - 0.04, y - 0.27, x + 0.24, y - 0.27, x + 0.24, y - 0.235, x - 0.05, y - 0.235), tone, 0.9)
        piece(c, w, shape(x + 0.0, y - 0.275, x + 0.1, y - 0.35, x + 0.24, y - 0.275), shade(tone, -0.03), 0.8)
        piece(c, w, rect(x - 0.27, y - 0.005, x + 0.27, y + 0.05), shade(tone, -0.05), 0.7)
    elif kind == "aqueduct":
        wall = rect(-0.3, y - 0.26, w.a + 0.3, y + 0.05)
        for px in row(-0.2, w.a + 0.3, 0.19):
            wall = combine(wall, arch(px, y - 0.22, px + 0.14, y + 0.1), "difference")
        broken = (x + 0.24, y - 0.3, x + 0.2, y - 0.1, x + 0.16, y + 0.1, x - 0.1, y + 0.1, x - 0.12, y - 0.15)
        gap = shape(x - 0.16, y - 0.3, *broken)
        piece(c, w, combine(wall, gap, "difference"), tone, 1.0, 0.1)
    else:
        brow = (x - 0.15, y - 0.2, x - 0.05, y - 0.34, x + 0.1, y - 0.31, x + 0.14, y - 0.14)
        piece(c, w, soft(x - 0.13, y + 0.06, *brow, x + 0.12, y + 0.06), tone, 1.1, 0.12)
        f = -w.side
        piece(c, w, soft(x + f * 0.02, y - 0.2, x + f * 0.07, y - 0.08, x - f * 0.01, y - 0.07), shade(tone, 0.03), 0.6)
        for dx in (-0.055, 0.06):
            c.drawPath(disc(x + dx, y - 0.19, 0.026, 0.011), ink(w.pal.shadow, 0.5))
        c.drawPath(soft(x - 0.05, y - 0.03, x, y - 0.045, x + 0.055, y - 0.03, x, y - 0.02), ink(w.pal.shadow, 0.45))
