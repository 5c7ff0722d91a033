"""Furniture of work rooms and halls: benches, machines, tools, banners, ovens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.furniture import (
    DEPTH,
    Rng,
    board,
    books,
    chest,
    clock,
    jars,
    load,
    panel,
    picture,
    plant,
    shelf,
    table,
    wood,
)
from tools.engines.papercut.settings.motifs import polygon
from tools.engines.papercut.world import World, cut, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def bench(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A long work bench with things on it."""
    half = 0.27 * w.k
    for dx in (-0.9, 0.84):
        board(c, w, (x + dx * half, y - 0.16, x + dx * half + 0.022, y + 0.02), wood(w, -0.06), 0.6)
    if w.plan.setting == "laboratory":
        _glassware(c, w, rng, x, y - 0.178, half)
    else:
        load(c, w, rng, x - half * 0.7, x + half * 0.2, y - 0.178, "jars")
    board(
        c,
        w,
        (x - half, y - 0.18, x + half, y - 0.155),
        wood(w, 0.03) if w.plan.setting != "laboratory" else w.rgb("metal", DEPTH, 0.05, 0.6),
    )


def _glassware(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, half: float) -> None:
    for i in range(6):
        px, h = x - half * 0.8 + i * half * 0.32, rng.uniform(0.05, 0.085)
        color = w.rgb(str(rng.choice(["crystal", "weed", "flower", "gold"])), DEPTH, 0.08, 0.85)
        r = h * rng.uniform(0.3, 0.42)
        flask = polygon(
            [
                (px - r * 0.25, y - h),
                (px + r * 0.25, y - h),
                (px + r * 0.25, y - h * 0.6),
                (px + r, y),
                (px - r, y),
                (px - r * 0.25, y - h * 0.6),
            ]
        )
        c.drawPath(flask, ink(w.rgb("ice", DEPTH, 0.1, 0.7), 0.55))
        c.drawPath(
            polygon([(px - r * 0.62, y - h * 0.36), (px + r * 0.62, y - h * 0.36), (px + r, y), (px - r, y)]), ink(color, 0.95)
        )
        glow(c, px, y - h * 0.2, h * 1.2, color, 0.35 if w.dark else 0.12)


def machine(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A cabinet with dials, lamps and a round screen."""
    half, tone = 0.115 * w.k, w.rgb("metal", DEPTH, -0.03, 0.6)
    board(c, w, (x - half, 0.26, x + half, y + 0.02), tone, 1.2)
    board(c, w, (x - half * 0.8, 0.3, x + half * 0.8, 0.44), shade(tone, -0.12), 0.5)
    screen = w.rgb("crystal", DEPTH, 0.1, 0.9)
    glow(c, x, 0.37, 0.14, screen, 0.4)
    for i in range(12):
        t = i / 12
        c.drawLine(
            x - half * 0.7 + t * half * 1.4,
            0.37 + 0.04 * np.sin(i * 1.3),
            x - half * 0.7 + (t + 1 / 12) * half * 1.4,
            0.37 + 0.04 * np.sin(i * 1.3 + 1.3),
            stroke(screen, 0.004),
        )
    for i in range(4):
        for j in range(3):
            lamp_color = w.rgb(str(rng.choice(["gold", "coral", "weed", "crystal"])), DEPTH, 0.1, 0.9)
            c.drawCircle(x - half * 0.66 + i * half * 0.44, 0.5 + 0.055 * j, 0.009, ink(lamp_color))


def chart(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A drawing pinned on the wall, with a cabinet under it."""
    half = 0.1 * w.k
    board(c, w, (x - half, 0.2, x + half, 0.46), mix(w.rgb("water", DEPTH, -0.03, 0.6), w.pal.shadow, 0.15))
    pen = stroke(w.rgb("paper", DEPTH, 0.08, 0.7), 0.0028, 0.85)
    for r in (0.02, 0.045, 0.068):
        c.drawCircle(x, 0.33, r * w.k, pen)
    c.drawLine(x - half * 0.8, 0.33, x + half * 0.8, 0.33, pen)
    c.drawLine(x, 0.22, x, 0.44, pen)
    chest(c, w, rng, x, y)


def tools(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """Hammers and saws on a board."""
    half = 0.13 * w.k
    board(c, w, (x - half, 0.2, x + half, 0.5), wood(w, -0.07))
    for i in range(5):
        px, h = x - half * 0.78 + i * half * 0.39, rng.uniform(0.1, 0.17)
        c.drawLine(px, 0.25, px, 0.25 + h, stroke(wood(w, 0.07), 0.011))
        c.drawPath(
            panel(px - 0.022, 0.237, px + 0.022, 0.262)
            if i % 2
            else polygon([(px - 0.012, 0.24), (px + 0.03, 0.24), (px + 0.012, 0.31), (px - 0.012, 0.31)]),
            ink(w.rgb("metal", DEPTH, 0.05, 0.6)),
        )
    chest(c, w, rng, x, y)


def gears(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """Wheels with teeth on the wall."""
    for dx, dy, r, tint in ((0.0, 0.36, 0.085, "gold"), (0.1, 0.26, 0.05, "metal"), (-0.09, 0.5, 0.06, "clay")):
        teeth, color = int(r * 200), w.rgb(tint, DEPTH, -0.04, 0.62)
        turns = np.linspace(0, 2 * np.pi, teeth * 4, endpoint=False)
        radius = r * w.k * np.where(np.arange(teeth * 4) % 4 < 2, 1.0, 0.84)
        cx, cy = x + dx * w.k, dy
        cut(
            c,
            w,
            polygon([(float(cx + q * np.cos(t)), float(cy + q * np.sin(t))) for q, t in zip(radius, turns, strict=True)]),
            ink(color),
            1.0,
        )
        c.drawCircle(cx, cy, r * 0.55 * w.k, ink(shade(color, -0.09)))
        c.drawCircle(cx, cy, r * 0.2 * w.k, ink(shade(color, 0.06)))
    chest(c, w, rng, x, y)


def banner(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A long banner with a star."""
    half, tone = 0.062 * w.k, w.rgb(str(rng.choice(["cloth", "water"])), DEPTH, -0.02, 0.65)
    cut(
        c,
        w,
        polygon([(x - half, 0.06), (x + half, 0.06), (x + half, 0.5), (x, 0.56), (x - half, 0.5)]),
        wash(shade(tone, 0.03), shade(tone, -0.05), 0.06, 0.56),
        1.0,
    )
    star = [
        (
            float(x + half * (0.62 if i % 2 == 0 else 0.26) * np.sin(i * np.pi / 5)),
            float(0.26 - half * (0.62 if i % 2 == 0 else 0.26) * np.cos(i * np.pi / 5)),
        )
        for i in range(10)
    ]
    c.drawPath(polygon(star), ink(w.rgb("gold", DEPTH, 0.05, 0.7)))


def pillar(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A round pillar."""
    half, tone = 0.045 * w.k, w.rgb("stone", DEPTH, 0.03, 0.55)
    board(c, w, (x - half, -0.3, x + half, y), tone, 1.4)
    for dx in (-0.5, 0.0, 0.5):
        c.drawLine(x + dx * half, -0.2, x + dx * half, y - 0.05, stroke(w.pal.shadow, 0.006, 0.2))
    board(c, w, (x - half * 1.5, y - 0.045, x + half * 1.5, y + 0.02), tone, 0.8)


def pots(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """Pans on a rail over a counter."""
    half = 0.13 * w.k
    c.drawLine(x - half, 0.25, x + half, 0.25, stroke(w.rgb("metal", DEPTH, -0.1, 0.5), 0.006))
    for i in range(3):
        px, r = x + (i - 1) * half * 0.68, rng.uniform(0.028, 0.04)
        c.drawLine(px, 0.25, px, 0.3, stroke(w.rgb("metal", DEPTH, -0.08, 0.5), 0.006))
        c.drawCircle(px, 0.31 + r, r, ink(w.rgb(str(rng.choice(["clay", "metal", "gold"])), DEPTH, -0.02, 0.65)))
        c.drawCircle(px - r * 0.2, 0.31 + r * 0.85, r * 0.66, ink(w.pal.light, 0.16))
    shelf_y = 0.5
    load(c, w, rng, x - half, x + half, shelf_y, "jars")
    board(c, w, (x - half - 0.01, shelf_y, x + half + 0.01, shelf_y + 0.014), wood(w, 0.03))
    chest(c, w, rng, x, y)


def oven(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A brick oven with a fire in it."""
    import skia

    half, tone = 0.14 * w.k, w.rgb("brick", DEPTH, -0.02, 0.6)
    cut(
        c,
        w,
        polygon(
            [
                (x - half, y + 0.02),
                (x - half, 0.5),
                (x - half * 0.45, 0.4),
                (x - half * 0.4, -0.2),
                (x + half * 0.4, -0.2),
                (x + half * 0.45, 0.4),
                (x + half, 0.5),
                (x + half, y + 0.02),
            ]
        ),
        wash(tone, shade(tone, -0.07), 0.2, y),
        1.2,
    )
    mouth = skia.Rect.MakeLTRB(x - half * 0.52, 0.54, x + half * 0.52, 0.8)
    c.drawRoundRect(mouth, half * 0.5, half * 0.5, ink(w.pal.shadow, 0.85))
    glow(c, x, 0.67, 0.26, (1.0, 0.55, 0.2), 0.75)
    for dx, h, color in ((-0.03, 0.07, (1.0, 0.5, 0.15)), (0.025, 0.085, (1.0, 0.62, 0.2)), (0.0, 0.055, (1.0, 0.86, 0.45))):
        c.drawPath(
            polygon(
                [
                    (x + dx - 0.022, 0.73),
                    (x + dx - 0.012, 0.73 - h * 0.6),
                    (x + dx, 0.73 - h),
                    (x + dx + 0.014, 0.73 - h * 0.55),
                    (x + dx + 0.022, 0.73),
                ]
            ),
            ink(color),
        )
    w.lights.append((x, 0.66, (1.0, 0.6, 0.28), 0.5))


PIECES: dict[str, Callable[[skia.Canvas, World, Rng, float, float], None]] = {
    "shelf": shelf, "jars": jars, "books": books, "picture": picture, "plant": plant, "clock": clock, "chest": chest,
    "bench": bench, "machine": machine, "chart": chart, "tools": tools, "gears": gears, "banner": banner, "pillar": pillar,
    "pots": pots, "oven": oven, "table": table,
}  # fmt: skip
