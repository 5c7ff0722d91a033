"""The kitchen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.chamber import Chamber, chequers, furnish, look_out, paned, pool, stack
from tools.engines.papercut.settings.kit import FIRE, WARM, arch, around, disc, flames, lamp_on, piece, rect, row, shape, soft
from tools.engines.papercut.settings.leaves import leaf
from tools.engines.papercut.settings.shelves import load
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def kitchen(w: World) -> None:
    """A kitchen: a stove or an oven with fire, shelves of jars and plates, hanging pans, a table, herbs, tiles."""
    x = w.far_x(0.66)
    window = w.pick("window", rect(x - 0.18, 0.12, x + 0.18, 0.46, 0.01), arch(x - 0.14, 0.08, x + 0.14, 0.47), rect(x - 0.13,
        0.1, x + 0.13, 0.47, 0.01))  # fmt: skip
    oven = w.far_x(0.1)
    w.lights.append((oven, 0.66, FIRE, 0.75))
    lamp = w.far_x(0.48)
    lamp_on(w, lamp, 0.2, 0.85)
    floor = lambda c: chequers(c, w, 0.745, w.rgb(w.pick("tiles", "crimson", "teal", "wood"), 0.55, -0.06, 0.6))  # noqa: E731
    furnish(w, Chamber((x, 0.3), lambda c: look_out(c, w, (x - 0.2, 0.06, x + 0.2, 0.5)), lambda c: _tiles(c, w, window),
        lambda c: _stove(c, w, oven, lamp), "stone", stack(floor, lambda c: pool(c, w, x, 0.3)), lambda c: _herbs(c, w),
        ("kitchen", "oven", "stove", "window", "jars", "pans"), 0.2, sway=0.1))  # fmt: skip


def _tiles(c: skia.Canvas, w: World, window: skia.Path) -> None:
    tone = w.rgb(w.pick("wall", "plaster", "amber", "sage", "rose", "teal"), 0.34, 0.02, 0.55)
    c.drawPath(around(w, window), wash(shade(tone, -0.06), tone, -0.1, 0.75))
    rng, glaze = w.sub("tiles"), w.rgb(w.pick("glaze", "water", "teal", "paper"), 0.38, 0.06, 0.55)
    for j, y in enumerate((0.49, 0.54)):
        for px in row(-0.3, w.a + 0.3, 0.05):
            c.drawPath(rect(px, y, px + 0.047, y + 0.047, 0.004), ink(shade(glaze, float(rng.uniform(-0.04, 0.04)))))
            if (int(px * 20) + j) % 3 == 0:
                c.drawPath(soft(px + 0.024, y + 0.008, px + 0.04, y + 0.024, px + 0.024, y + 0.04, px + 0.008, y + 0.024),
                    ink(shade(glaze, -0.12)))  # fmt: skip
    paned(c, w, window, (1, 1), w.rgb("paper", 0.42, 0.0, 0.6))
    box = window.getBounds()
    cloth = w.rgb(w.pick("cloth", "crimson", "teal", "amber"), 0.42, 0.04, 0.7)
    for k in range(6):
        px = box.left() + k * box.width() / 6
        piece(c, w, soft(px, 0.06, px + box.width() / 6, 0.06, px + box.width() / 6, 0.16, px + box.width() / 12, 0.18, px,
            0.16), shade(cloth, 0.05 * (k % 2)), 0.6)  # fmt: skip


def _stove(c: skia.Canvas, w: World, oven: float, lamp: float) -> None:
    brick, wood = w.rgb(w.pick("oven", "brick", "clay", "teal"), 0.45, -0.03, 0.6), w.rgb("wood", 0.45, -0.03, 0.6)
    hood = shape(oven - 0.07, -0.3, oven + 0.07, -0.3, oven + 0.09, 0.32, oven + 0.19, 0.44, oven + 0.19, 0.79, oven - 0.19,
        0.79, oven - 0.19, 0.44, oven - 0.09, 0.32)  # fmt: skip
    piece(c, w, hood, brick, 1.3)
    c.drawPath(arch(oven - 0.1, 0.53, oven + 0.1, 0.74), ink((0.11, 0.04, 0.04)))
    glow(c, oven, 0.66, 0.34, FIRE, 0.8)
    flames(c, oven, 0.735, 0.13)
    piece(c, w, rect(oven - 0.21, 0.435, oven + 0.21, 0.46), shade(brick, -0.08), 0.8)
    counter = w.rgb(w.pick("counter", "teal", "sage", "paper", "amber"), 0.45, -0.02, 0.6)
    x0, x1 = sorted((w.far_x(0.3), w.far_x(1.12)))
    piece(c, w, rect(x0, 0.605, x1, 0.79), counter, 1.0)
    for px in row(x0 + 0.02, x1 - 0.1, 0.15):
        piece(c, w, rect(px, 0.64, px + 0.13, 0.77, 0.006), shade(counter, 0.05), 0.4)
        c.drawCircle(px + 0.115, 0.7, 0.006, ink(w.rgb("gold", 0.45, 0.0, 0.7)))
    piece(c, w, rect(x0 - 0.015, 0.585, x1, 0.608), shade(wood, 0.08), 0.9)
    rng = w.sub("ware")
    load(c, w, rng, w.far_x(0.92) - 0.1, w.far_x(0.92) + 0.1, 0.585, "jars")
    bowl = w.far_x(0.43)
    for dx, tint in ((-0.03, "crimson"), (0.0, "amber"), (0.03, "leaf")):
        c.drawCircle(bowl + dx, 0.555 - 0.01 * (dx == 0.0), 0.018, ink(w.rgb(tint, 0.45, 0.04, 0.85)))
    piece(c, w, soft(bowl - 0.065, 0.557, bowl + 0.065, 0.557, bowl + 0.04, 0.587, bowl - 0.04, 0.587), w.rgb("water", 0.45,
        0.02, 0.7), 0.6)  # fmt: skip
    _rail(c, w, w.far_x(0.31))
    shelf = w.far_x(0.92)
    for y in (0.2, 0.34):
        load(c, w, rng, shelf - 0.13, shelf + 0.13, y, "jars")
        piece(c, w, rect(shelf - 0.15, y, shelf + 0.15, y + 0.014), wood, 0.7)
    c.drawLine(lamp, -0.3, lamp, 0.15, stroke(w.pal.shadow, 0.004))
    if w.dark:
        glow(c, lamp, 0.2, 0.6, WARM, 0.6)
    piece(c, w, soft(lamp - 0.075, 0.2, lamp - 0.03, 0.14, lamp + 0.03, 0.14, lamp + 0.075, 0.2), w.rgb("amber", 0.5, 0.0,
        0.7), 0.7)  # fmt: skip


def _rail(c: skia.Canvas, w: World, x: float) -> None:
    """Pans and ladles on a rail."""
    rng, iron = w.sub("rail"), w.rgb("metal", 0.45, -0.14, 0.5)
    c.drawLine(x - 0.16, 0.2, x + 0.16, 0.2, stroke(iron, 0.007))
    for k in range(5):
        px, r = x - 0.13 + 0.065 * k, rng.uniform(0.02, 0.034)
        c.drawLine(px, 0.2, px, 0.27, stroke(iron, 0.006))
        tone = w.rgb(str(rng.choice(["clay", "metal", "gold"])), 0.45, 0.0, 0.7)
        piece(c, w, disc(px, 0.27 + r, r, r * rng.uniform(0.8, 1.1)), tone, 0.7)
        c.drawCircle(px - 0.3 * r, 0.27 + 0.7 * r, 0.3 * r, ink((1, 1, 1), 0.2))


def _herbs(c: skia.Canvas, w: World) -> None:
    """Bunches that hang into the picture, and the edge of a table with a loaf."""
    rng, f, edge = w.sub("herbs"), -w.side, w.far_x(1.0)
    for k in range(4):
        x, h = edge - f * (0.03 + 0.075 * k), rng.uniform(0.1, 0.19)
        tone = mix(w.rgb(("leaf", "crimson", "straw", "moss")[k], 0.95, -0.08, 0.7), w.pal.shadow, 0.35)
        c.drawLine(x, -0.3, x, 0.02, stroke(tone, 0.004))
        for t in np.linspace(-0.5, 0.5, 6):
            leaf(c, (x, 0.01), h * rng.uniform(0.7, 1.0), float(np.pi + t), shade(tone, float(rng.uniform(-0.03, 0.04))))
    dark = mix(w.rgb("wood", 0.95, -0.1, 0.5), w.pal.shadow, 0.35)
    piece(c, w, rect(min(edge - f * 0.34, edge + f * 0.2), 0.95, max(edge - f * 0.34, edge + f * 0.2), 1.3, 0.01), dark, 1.0)
    x = edge - f * 0.14
    loaf = soft(x - 0.1, 0.955, x - 0.09, 0.89, x, 0.87, x + 0.09, 0.89, x + 0.1, 0.955)
    piece(c, w, loaf, mix(w.rgb("amber", 0.95, -0.1, 0.7), w.pal.shadow, 0.2), 0.8)
