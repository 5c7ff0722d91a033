"""Where things are made by hand and by wit: workshop and laboratory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, chequers, furnish, look_out, paned, pool, stack
from tools.engines.papercut.settings.kit import WARM, arch, around, disc, lamp_on, piece, rect, row, shape, soft
from tools.engines.papercut.settings.works import cog
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def workshop(w: World) -> None:
    """A workshop: a bench under a long window, tools on the wall, half-made things, a wheel, shavings on the floor."""
    x = w.far_x(0.64)
    hole = w.pick("window", rect(x - 0.34, 0.12, x + 0.34, 0.44, 0.008), arch(x - 0.2, 0.08, x + 0.2, 0.46), rect(x - 0.26,
        0.06, x + 0.26, 0.46, 0.008))  # fmt: skip
    lamp = w.far_x(0.3)
    lamp_on(w, lamp, 0.2, 0.85)
    furnish(w, Chamber((x, 0.28), lambda c: look_out(c, w, (x - 0.36, 0.05, x + 0.36, 0.48)), lambda c: _shed(c, w, hole),
        lambda c: _bench(c, w, x, lamp), "wood", stack(lambda c: boards(c, w), lambda c: pool(c, w, x, 0.5),
        lambda c: _shavings(c, w)), lambda c: _hung(c, w), ("workshop", "bench", "tools", "gears", "window"), 0.26,
        sway=0.08))  # fmt: skip


def _shed(c: skia.Canvas, w: World, hole: skia.Path) -> None:
    tone = w.rgb(w.pick("wall", "wood", "brick", "sage"), 0.33, -0.06, 0.55)
    c.drawPath(around(w, hole), wash(shade(tone, -0.08), tone, -0.1, 0.75))
    for y in row(-0.1, 0.75, 0.055):
        c.drawLine(-0.5, y, w.a + 0.5, y, stroke(shade(tone, -0.07), 0.003))
    paned(c, w, hole, (4, 2), w.rgb("wood", 0.42, -0.1, 0.6))
    board_x, wood = w.far_x(0.16), w.rgb("wood", 0.42, -0.02, 0.6)
    piece(c, w, rect(board_x - 0.22, 0.16, board_x + 0.22, 0.5), wood, 0.9)
    rng, steel = w.sub("tools"), w.rgb("metal", 0.42, 0.06, 0.6)
    for k in range(7):
        px, h = board_x - 0.185 + 0.062 * k, rng.uniform(0.12, 0.22)
        c.drawLine(px, 0.22, px, 0.22 + h, stroke(w.rgb(("clay", "amber", "crimson")[k % 3], 0.42, -0.04, 0.7), 0.012))
        head = (rect(px - 0.024, 0.205, px + 0.024, 0.235), shape(px - 0.008, 0.24, px - 0.018, 0.2, px + 0.018, 0.2,
            px + 0.008, 0.24), disc(px, 0.215, 0.019), shape(px - 0.006, 0.22, px + 0.03, 0.2 + h, px + 0.03, 0.3, px + 0.006,
            0.2))[int(rng.integers(4))]  # fmt: skip
        piece(c, w, head, steel, 0.4)


def _bench(c: skia.Canvas, w: World, x: float, lamp: float) -> None:
    wood, rng = w.rgb("wood", 0.45, -0.03, 0.6), w.sub("made")
    for dx in (-0.36, 0.33):
        piece(c, w, rect(x + dx, 0.6, x + dx + 0.035, 0.79), shade(wood, -0.08), 0.7)
    piece(c, w, rect(x - 0.36, 0.69, x + 0.36, 0.71), shade(wood, -0.06), 0.6)
    piece(c, w, rect(x - 0.4, 0.575, x + 0.4, 0.61), shade(wood, 0.05), 1.1)
    made = w.pick("made", "clock", "ship", "robot")
    if made == "clock":
        piece(c, w, shape(x - 0.06, 0.575, x - 0.06, 0.47, x, 0.42, x + 0.06, 0.47, x + 0.06, 0.575), w.rgb("clay", 0.45, 0.0,
            0.7), 0.8)  # fmt: skip
        c.drawCircle(x, 0.5, 0.04, ink(w.rgb("paper", 0.45, 0.08, 0.6)))
        c.drawLine(x, 0.5, x, 0.472, stroke(w.pal.shadow, 0.004))
        c.drawLine(x, 0.5, x + 0.018, 0.508, stroke(w.pal.shadow, 0.004))
    elif made == "ship":
        piece(c, w, soft(x - 0.14, 0.54, x + 0.15, 0.53, x + 0.1, 0.578, x - 0.1, 0.578), w.rgb("crimson", 0.45, -0.02, 0.7),
            0.7)  # fmt: skip
        for dx, h in ((-0.05, 0.13), (0.04, 0.16)):
            c.drawLine(x + dx, 0.55, x + dx, 0.55 - h, stroke(shade(wood, -0.1), 0.005))
            piece(c, w, soft(x + dx - 0.035, 0.56 - h, x + dx + 0.035, 0.56 - h, x + dx + 0.045, 0.53, x + dx - 0.03, 0.53),
                w.rgb("paper", 0.45, 0.05, 0.6), 0.5)  # fmt: skip
    else:
        steel = w.rgb("teal", 0.45, 0.04, 0.6)
        piece(c, w, rect(x - 0.045, 0.5, x + 0.045, 0.575, 0.012), steel, 0.8)
        piece(c, w, rect(x - 0.035, 0.43, x + 0.035, 0.49, 0.014), shade(steel, 0.05), 0.7)
        for dx in (-0.015, 0.015):
            c.drawCircle(x + dx, 0.46, 0.008, ink((1.0, 0.85, 0.45)))
    for k in range(5):
        px = x - 0.33 + 0.11 * rng.random() + 0.14 * k
        if abs(px - x) > 0.16:
            cog(c, w, (px, 0.55), rng.uniform(0.02, 0.034), w.rgb(("gold", "metal", "clay")[k % 3], 0.45, 0.0, 0.7))
    cog(c, w, (w.far_x(0.93), 0.34), 0.11 * w.k, w.rgb("gold", 0.45, -0.06, 0.7))
    cog(c, w, (w.far_x(0.99), 0.5), 0.075 * w.k, w.rgb("clay", 0.45, -0.04, 0.7))
    c.drawLine(lamp, -0.3, lamp, 0.16, stroke(w.pal.shadow, 0.004))
    if w.dark:
        glow(c, lamp, 0.21, 0.6, WARM, 0.6)
    piece(c, w, soft(lamp - 0.08, 0.215, lamp - 0.025, 0.15, lamp + 0.025, 0.15, lamp + 0.08, 0.215), w.rgb("teal", 0.5,
        -0.02, 0.7), 0.7)  # fmt: skip
    stool = w.far_x(0.4)
    piece(c, w, rect(stool - 0.06, 0.66, stool + 0.06, 0.68, 0.008), shade(wood, 0.03), 0.7)
    for f in (-1, 1):
        c.drawLine(stool + f * 0.035, 0.68, stool + f * 0.055, 0.79, stroke(shade(wood, -0.05), 0.01))


def _shavings(c: skia.Canvas, w: World) -> None:
    rng = w.sub("shavings")
    for _ in range(46):
        x, y, s = rng.uniform(0, w.a), rng.uniform(0.78, 1.0), rng.uniform(0.006, 0.014)
        c.drawPath(soft(x - s, y, x, y - 0.6 * s, x + s, y, x, y - 0.1 * s), ink(w.rgb("straw", 0.58, rng.uniform(-0.06,
            0.06), 0.6), 0.8))  # fmt: skip


def _hung(c: skia.Canvas, w: World) -> None:
    dark, f = mix(w.rgb("metal", 0.95, -0.16, 0.5), w.pal.shadow, 0.45), -w.side
    x = w.far_x(0.96)
    for k in range(11):
        c.drawPath(disc(x, -0.02 + 0.032 * k, 0.009, 0.017), stroke(dark, 0.006))
    c.drawPath(soft(x - 0.02, 0.34, x + 0.03, 0.34, x + 0.05, 0.4, x, 0.45, x - 0.05, 0.41, x - 0.03, 0.4, x, 0.42, x + 0.024,
        0.395, x + 0.01, 0.37), ink(dark))  # fmt: skip
    y = w.far_x(0.03)
    for k, h in enumerate((0.2, 0.15)):
        c.drawLine(y + f * -0.05 * k, -0.3, y + f * -0.05 * k, h, stroke(dark, 0.006))
        piece(c, w, rect(y - f * 0.05 * k - 0.02, h, y - f * 0.05 * k + 0.02, h + 0.14, 0.008), dark, 0.6)


def laboratory(w: World) -> None:
    """A laboratory: glassware that glows, tanks with green things, a board of lamps, coils, a window or a great dial."""
    x = w.far_x(0.68)
    hole = w.pick("window", rect(x - 0.3, 0.1, x + 0.3, 0.42, 0.02), disc(x, 0.28, 0.17), rect(x - 0.16, 0.04, x + 0.16, 0.46,
        0.02))  # fmt: skip
    tint = w.pick("glow", (0.35, 1.0, 0.75), (0.45, 0.8, 1.0), (0.95, 0.55, 1.0))
    tank = w.far_x(0.12)
    w.lights += [(tank, 0.5, tint, 0.6), (x, 0.5, tint, 0.35)]
    furnish(w, Chamber((x, 0.26), lambda c: look_out(c, w, (x - 0.32, 0.03, x + 0.32, 0.48)), lambda c: _tiled(c, w, hole),
        lambda c: _apparatus(c, w, x, tank, tint), "metal", lambda c: chequers(c, w, 0.745, w.rgb("teal", 0.55, -0.06, 0.4)),
        lambda c: _flasks_near(c, w, tint), ("laboratory", "glass", "flasks", "tank", "machine"), 0.16))  # fmt: skip


def _tiled(c: skia.Canvas, w: World, hole: skia.Path) -> None:
    tone = w.rgb(w.pick("tiles", "ice", "sage", "metal"), 0.33, -0.04, 0.5)
    c.drawPath(around(w, hole), wash(shade(tone, -0.08), tone, -0.1, 0.75))
    c.save()
    c.clipPath(around(w, hole), True)
    pen = stroke(shade(tone, -0.06), 0.0025)
    for v in row(-0.4, w.a + 0.4, 0.07):
        c.drawLine(v, -0.3, v, 0.8, pen)
    for v in row(-0.1, 0.75, 0.07):
        c.drawLine(-0.5, v, w.a + 0.5, v, pen)
    c.restore()
    paned(c, w, hole, (2, 1), w.rgb("metal", 0.42, -0.12, 0.5))


def _apparatus(c: skia.Canvas, w: World, x: float, tank: float, tint: Rgb) -> None:
    steel, rng = w.rgb("metal", 0.45, -0.04, 0.55), w.sub("apparatus")
    for dx in (0.0, 0.16):
        px = tank + dx * w.side
        glow(c, px, 0.5, 0.3, tint, 0.5)
        piece(c, w, rect(px - 0.065, 0.26, px + 0.065, 0.3, 0.01), shade(steel, -0.08), 0.8)
        c.drawPath(rect(px - 0.058, 0.3, px + 0.058, 0.72, 0.02), wash(mix(tint, (1, 1, 1), 0.25), mix(tint, (0, 0.1, 0.2),
            0.45), 0.3, 0.72))  # fmt: skip
        for _ in range(9):
            c.drawCircle(px + rng.uniform(-0.045, 0.045), rng.uniform(0.33, 0.7), rng.uniform(0.004, 0.011), stroke((1, 1, 1),
                0.002, 0.7))  # fmt: skip
        c.drawPath(soft(px, 0.72, px - 0.03, 0.6, px + 0.01, 0.5, px - 0.02, 0.4, px + 0.03, 0.5, px + 0.02, 0.62), ink((0.1,
            0.4, 0.32), 0.7))  # fmt: skip
        c.drawPath(rect(px - 0.05, 0.31, px - 0.036, 0.7), ink((1, 1, 1), 0.3))
        piece(c, w, rect(px - 0.075, 0.71, px + 0.075, 0.79, 0.01), shade(steel, -0.08), 0.9)
    px = w.far_x(0.4)
    piece(c, w, rect(px - 0.13, 0.2, px + 0.13, 0.79, 0.012), shade(steel, -0.05), 1.2)
    c.drawPath(rect(px - 0.105, 0.24, px + 0.105, 0.4, 0.01), ink((0.04, 0.13, 0.16)))
    for k in range(24):
        ax, bx = px - 0.095 + 0.0079 * k, px - 0.095 + 0.0079 * (k + 1)
        c.drawLine(ax, 0.32 + 0.05 * np.sin(k * 0.9 + w.seed), bx, 0.32 + 0.05 * np.sin((k + 1) * 0.9 + w.seed), stroke(tint,
            0.004))  # fmt: skip
    for j in range(4):
        for k in range(5):
            lamp = ((1.0, 0.75, 0.3), tint, (1.0, 0.4, 0.4))[int(rng.integers(3))]
            c.drawCircle(px - 0.09 + 0.045 * k, 0.47 + 0.06 * j, 0.01, ink(lamp if rng.random() < 0.75 else shade(steel, -0.2)))
    _glassware(c, w, x, tint)


def _glassware(c: skia.Canvas, w: World, x: float, tint: Rgb) -> None:
    """A long table with flasks, tubes and a coil between them."""
    steel, rng = w.rgb("metal", 0.45, -0.1, 0.55), w.sub("glassware")
    piece(c, w, rect(x - 0.34, 0.585, x + 0.34, 0.61), w.rgb("paper", 0.45, 0.02, 0.5), 1.0)
    piece(c, w, rect(x - 0.31, 0.61, x + 0.31, 0.79), w.rgb("teal", 0.45, -0.1, 0.5), 0.9)
    for px in row(x - 0.28, x + 0.2, 0.15):
        piece(c, w, rect(px, 0.635, px + 0.12, 0.77, 0.005), w.rgb("teal", 0.45, -0.05, 0.5), 0.4)
    for k in range(6):
        px, h = x - 0.27 + 0.108 * k, rng.uniform(0.07, 0.13)
        fluid = (tint, (1.0, 0.7, 0.3), (0.95, 0.45, 0.6), (0.5, 0.6, 1.0))[int(rng.integers(4))]
        r = h * rng.uniform(0.34, 0.46)
        glow(c, px, 0.56, h * 1.1, fluid, 0.35 if w.dark else 0.15)
        glass = soft(px - 0.2 * r, 0.585 - h, px - 0.2 * r, 0.585 - 0.6 * h, px - r, 0.575, px - 0.9 * r, 0.587, px + 0.9 * r,
            0.587, px + r, 0.575, px + 0.2 * r, 0.585 - 0.6 * h, px + 0.2 * r, 0.585 - h)  # fmt: skip
        c.drawPath(glass, ink((0.9, 1.0, 1.0), 0.4))
        c.drawPath(soft(px - 0.6 * r, 0.56, px - 0.95 * r, 0.58, px - 0.8 * r, 0.586, px + 0.8 * r, 0.586, px + 0.95 * r,
            0.58, px + 0.6 * r, 0.56), ink(fluid, 0.95))  # fmt: skip
        if k % 2 == 0 and k < 5:
            c.drawPath(soft(px, 0.585 - h, px + 0.02, 0.44, px + 0.06, 0.5, px + 0.09, 0.43, px + 0.108, 0.53, px + 0.088,
                0.44, px + 0.06, 0.51, px + 0.025, 0.45), stroke((0.85, 0.97, 1.0), 0.005, 0.8))  # fmt: skip
    c.drawLine(x + 0.3, 0.585, x + 0.3, 0.4, stroke(steel, 0.008))
    c.drawLine(x + 0.3, 0.43, x + 0.2, 0.43, stroke(steel, 0.006))


def _flasks_near(c: skia.Canvas, w: World, tint: Rgb) -> None:
    dark, x = mix(w.rgb("metal", 0.95, -0.14, 0.5), w.pal.shadow, 0.4), w.far_x(0.95)
    glass = mix(tint, w.pal.shadow, 0.55)
    for dx, h in ((-0.07, 0.3), (0.05, 0.22)):
        piece(c, w, soft(x + dx - 0.02, 1.0 - h, x + dx - 0.02, 0.95 - 0.4 * h, x + dx - 0.09, 1.08, x + dx + 0.09, 1.08,
            x + dx + 0.02, 0.95 - 0.4 * h, x + dx + 0.02, 1.0 - h), glass, 0.8)  # fmt: skip
    piece(c, w, rect(x - 0.3, 0.985, x + 0.3, 1.3), dark, 1.0)
