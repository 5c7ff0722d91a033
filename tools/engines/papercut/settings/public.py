"""Halls where people gather: theatre, circus, classroom, hospital, museum, temple, castle hall."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, chequers, furnish, look_out, pool, stack
from tools.engines.papercut.settings.kit import WARM, Box, arch, around, disc, folds, lamp_on, piece, rect, row, shape, soft
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def classroom(w: World) -> None:
    """A schoolroom: blackboard with writing, tall windows at the side, desks in rows."""
    x0 = w.far_x(0.32) - 0.32
    lit = w.rgb(w.pick("paint", "sage", "wall", "teal", "rose"), 0.35, 0.06, 0.55)
    boxes = [(x, 0.1, x + 0.17, 0.52) for x in (w.far_x(0.83) - 0.2, w.far_x(0.83) + 0.03)]
    lamp_on(w, 0.5 * w.a, 0.05, 0.9)
    furnish(w, Chamber(((boxes[0][0] + boxes[1][2]) / 2, 0.28), lambda c: look_out(c, w, (0, 0.08, w.a, 0.54)),
        lambda c: _classroom_wall(c, w, boxes, lit), lambda c: _classroom_board(c, w, x0), "wood", stack(lambda c: boards(c,
        w), lambda c: pool(c, w, boxes[0][2], 0.34)), lambda c: _classroom_near(c, w), ("classroom", "blackboard", "desks",
        "window")))  # fmt: skip


def _classroom_near(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb("wood", 0.95, -0.1, 0.5), w.pal.shadow, 0.35)
    x = w.far_x(0.95)
    piece(c, w, shape(x - 0.24, 0.98, x - 0.2, 0.92, x + 0.3, 0.92, x + 0.34, 0.98, x + 0.34, 1.3, x - 0.24, 1.3), tone, 1.0)
    for i, tint in enumerate(("cloth", "gold", "teal")):
        piece(c, w, rect(x - 0.12, 0.895 - 0.026 * i, x + 0.02 - 0.01 * i, 0.921 - 0.026 * i), mix(w.rgb(tint, 0.9, -0.06,
            0.6), w.pal.shadow, 0.25), 0.6)  # fmt: skip


def _classroom_board(c: skia.Canvas, w: World, x0: float) -> None:
    rng = w.sub("chalk")
    piece(c, w, rect(x0, 0.16, x0 + 0.64, 0.52, 0.006), w.rgb("wood", 0.45, 0.03, 0.65), 1.0)
    c.drawPath(rect(x0 + 0.015, 0.175, x0 + 0.625, 0.505), wash((0.12, 0.25, 0.21), (0.16, 0.31, 0.26), 0.17, 0.5))
    chalk = stroke((0.93, 0.95, 0.9), 0.004, 0.75)
    for i in range(4):
        c.drawLine(x0 + 0.05, 0.23 + 0.055 * i, x0 + 0.05 + rng.uniform(0.15, 0.27), 0.23 + 0.055 * i + rng.uniform(-0.005,
            0.005), chalk)  # fmt: skip
    x, y = x0 + 0.47, 0.34
    cat = soft(x - 0.09, y + 0.08, x - 0.07, y - 0.08, x, y - 0.02, x + 0.07, y - 0.08, x + 0.09, y + 0.08)
    cone = shape(x - 0.1, y + 0.08, x + 0.1, y + 0.08, x - 0.02, y - 0.1)
    orbits = (disc(x, y, 0.09), disc(x, y, 0.05), disc(x, y, 0.016))
    for path in w.pick("lesson", orbits, (cone, disc(x, y, 0.03)), (cat, disc(x, y + 0.03, 0.02))):
        c.drawPath(path, chalk)
    x = w.far_x(0.06)
    piece(c, w, rect(x - 0.1, 0.2, x + 0.1, 0.44), w.rgb("water", 0.45, 0.06, 0.6), 0.8)
    for _ in range(5):
        px, py = x + rng.uniform(-0.07, 0.07), rng.uniform(0.24, 0.4)
        c.drawPath(soft(px - 0.03, py, px, py - 0.025, px + 0.03, py, px, py + 0.025), ink(w.rgb("leaf", 0.45, 0.03, 0.8)))
    for x in row(0.02 * w.a, w.a, 0.34):
        tone = w.rgb("wood", 0.45, 0.05, 0.65)
        for dx in (-0.085, 0.075):
            piece(c, w, rect(x + dx, 0.665, x + dx + 0.012, 0.78), shade(tone, -0.15), 0.4)
        piece(c, w, shape(x - 0.1, 0.67, x - 0.085, 0.635, x + 0.085, 0.635, x + 0.1, 0.67), tone, 0.9)
        book = w.rgb(str(rng.choice(["cloth", "teal", "gold"])), 0.45, 0.0, 0.7)
        c.drawPath(shape(x - 0.04, 0.648, x + 0.02, 0.648, x + 0.025, 0.66, x - 0.045, 0.66), ink(book))
    if w.dark:
        glow(c, 0.5 * w.a, 0.05, 0.6, WARM, 0.5)


def _classroom_wall(c: skia.Canvas, w: World, boxes: list[Box], lit: Rgb) -> None:
    c.drawPath(around(w, *(rect(*b) for b in boxes)), wash(shade(lit, -0.05), lit, -0.1, 0.75))
    piece(c, w, rect(-0.8, 0.62, w.a + 0.8, 0.9), w.rgb("wood", 0.38, -0.05, 0.6), 0.5)
    for b in boxes:
        c.drawPath(rect(*b), stroke(w.rgb("paper", 0.42, 0.0, 0.6), 0.018))
        c.drawLine((b[0] + b[2]) / 2, b[1], (b[0] + b[2]) / 2, b[3], stroke(w.rgb("paper", 0.42, 0.0, 0.6), 0.008))
        for y in (0.24, 0.38):
            c.drawLine(b[0], y, b[2], y, stroke(w.rgb("paper", 0.42, 0.0, 0.6), 0.008))


def hospital(w: World) -> None:
    """A ward: iron beds in a row, curtains on rails, tall windows, pale green and clean."""
    paint = w.rgb(w.pick("paint", "sage", "ice", "rose"), 0.35, 0.08, 0.5)
    xs = [w.a * t for t in w.pick("beds", (0.15, 0.5, 0.85), (0.3, 0.72), (0.1, 0.37, 0.63, 0.9))]
    boxes = [((a + b) / 2 - 0.08, 0.08, (a + b) / 2 + 0.08, 0.46) for a, b in zip([xs[0] - 0.5, *xs], [*xs, xs[-1] + 0.5],
        strict=True)]  # fmt: skip
    lamp_on(w, 0.5 * w.a, 0.05, 0.9, (0.86, 0.97, 1.0))
    white = w.rgb("paper", 0.45, 0.1, 0.55)
    furnish(w, Chamber(((boxes[0][0] + boxes[0][2]) / 2, 0.26), lambda c: look_out(c, w, (0, 0.06, w.a, 0.5)),
        lambda c: _hospital_wall(c, w, boxes, paint, white), lambda c: _hospital_beds(c, w, white, xs), "stone",
        lambda c: chequers(c, w, 0.745, w.rgb("teal", 0.55, -0.02, 0.4)), lambda c: _screen(c, w), ("hospital", "beds",
        "ward", "curtain"), 0.2, sway=0.1))  # fmt: skip


def _hospital_beds(c: skia.Canvas, w: World, white: Rgb, xs: list[float]) -> None:
    iron = w.rgb("metal", 0.45, -0.12, 0.5)
    c.drawLine(-0.5, 0.09, w.a + 0.5, 0.09, stroke(iron, 0.005))
    for i, x in enumerate(xs):
        folds(c, w, x - 0.2, x - 0.13, 0.63, w.rgb(w.pick("drape", "teal", "sage", "rose"), 0.45, 0.05, 0.5))
        for f in (-1, 1):
            c.drawLine(x + f * 0.115, 0.47, x + f * 0.115, 0.77, stroke(iron, 0.009))
        c.drawPath(arch(x - 0.115, 0.43, x + 0.115, 0.6), stroke(iron, 0.009))
        piece(c, w, rect(x - 0.07, 0.535, x + 0.07, 0.6, 0.025), white, 0.6)
        blanket = w.rgb(("teal", "rose", "sage", "amber")[(i + w.seed) % 4], 0.45, 0.03, 0.6)
        piece(c, w, soft(x - 0.125, 0.72, x - 0.13, 0.585, x + 0.13, 0.585, x + 0.125, 0.72), blanket, 1.0)
        piece(c, w, rect(x - 0.122, 0.6, x + 0.122, 0.625, 0.01), white, 0.5)
        piece(c, w, rect(x + 0.145, 0.6, x + 0.22, 0.77), shade(white, -0.05), 0.7)
        c.drawLine(x + 0.18, 0.6, x + 0.19, 0.54, stroke(w.rgb("leaf", 0.45), 0.004))
        c.drawCircle(x + 0.19, 0.535, 0.014, ink(w.rgb("flower", 0.5, 0.05, 0.8)))


def _hospital_wall(c: skia.Canvas, w: World, boxes: list[Box], paint: Rgb, white: Rgb) -> None:
    c.drawPath(around(w, *(arch(*b) for b in boxes)), wash(shade(paint, -0.04), paint, -0.1, 0.75))
    c.drawPath(rect(-0.8, 0.56, w.a + 0.8, 0.9), ink(shade(paint, -0.09)))
    for b in boxes:
        c.drawPath(arch(*b), stroke(white, 0.014))
        c.drawLine((b[0] + b[2]) / 2, b[1], (b[0] + b[2]) / 2, b[3], stroke(white, 0.006))


def _screen(c: skia.Canvas, w: World) -> None:
    f = -w.side
    x = w.a / 2 + f * w.a / 2
    folds(c, w, x + f * 0.2, x - f * 0.1, 1.1, mix(w.rgb("teal", 0.9, -0.1, 0.4), w.pal.shadow, 0.3))


def museum(w: World) -> None:
    """A gallery: skylight, framed pictures, and on a plinth a great skeleton, a vase, or a statue."""
    paint = w.rgb(w.pick("paint", "crimson", "navy", "sage", "plaster"), 0.35, -0.02, 0.6)
    hole = shape(0.25 * w.a, -0.2, 0.75 * w.a, -0.2, 0.68 * w.a, 0.1, 0.32 * w.a, 0.1)
    furnish(w, Chamber((w.a / 2, 0.0), lambda c: look_out(c, w, (0, -0.25, w.a, 0.4), 1.4), lambda c: _museum_wall(c, w, hole,
        paint), lambda c: _exhibit(c, w), "wood", lambda c: boards(c, w), lambda c: _rope(c, w), ("museum", "gallery",
        "pictures"), 0.24))  # fmt: skip


def _museum_wall(c: skia.Canvas, w: World, hole: skia.Path, paint: Rgb) -> None:
    c.drawPath(around(w, hole), wash(shade(paint, -0.06), paint, 0.0, 0.75))
    piece(c, w, combine(rect(-0.8, -0.3, w.a + 0.8, 0.13), hole, "difference"), w.rgb("plaster", 0.4, 0.02, 0.5), 0.9)
    for i in range(1, 4):
        c.drawLine(w.a * (0.25 + 0.125 * i), -0.2, w.a * (0.32 + 0.09 * i), 0.1, stroke(w.rgb("paper", 0.4), 0.007))
    rng = w.sub("pictures")
    x = 0.03 * w.a
    while x < 0.95 * w.a:
        wide, high = rng.uniform(0.13, 0.26), rng.uniform(0.16, 0.26)
        _canvas(c, w, rng, (x, 0.36 - high / 2, x + wide, 0.36 + high / 2))
        x += wide + rng.uniform(0.05, 0.12)
    piece(c, w, rect(-0.8, 0.69, w.a + 0.8, 0.9), w.rgb("wood", 0.4, -0.1, 0.6), 0.5)


def _canvas(c: skia.Canvas, w: World, rng: np.random.Generator, box: tuple[float, float, float, float]) -> None:
    """A painting in a gold frame: land, sea or a face."""
    x0, y0, x1, y1 = box
    piece(c, w, rect(x0 - 0.014, y0 - 0.014, x1 + 0.014, y1 + 0.014), w.rgb("gold", 0.45, -0.06, 0.7), 0.9)
    tone = w.rgb(str(rng.choice(["water", "amber", "teal", "rose", "navy"])), 0.4, 0.04, 0.75)
    c.drawPath(rect(*box), wash(shade(tone, 0.1), shade(tone, -0.1), y0, y1))
    c.save()
    c.clipPath(rect(*box))
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    if rng.random() < 0.35:
        c.drawPath(disc(mx, y1, 0.4 * (x1 - x0), 0.36 * (y1 - y0)), ink(w.rgb("navy", 0.4, -0.05, 0.7)))
        c.drawPath(disc(mx, my - 0.02, 0.16 * (x1 - x0), 0.2 * (y1 - y0)), ink(w.rgb("clay", 0.4, 0.12, 0.6)))
    else:
        c.drawCircle(x0 + 0.7 * (x1 - x0), my - 0.03, 0.02, ink((1.0, 0.93, 0.75)))
        c.drawPath(disc(x0 + 0.3 * (x1 - x0), y1, 0.5 * (x1 - x0), 0.4 * (y1 - y0)), ink(w.rgb("leaf", 0.4, -0.04, 0.7)))
        c.drawPath(disc(x1, y1, 0.6 * (x1 - x0), 0.28 * (y1 - y0)), ink(w.rgb("pine", 0.4, -0.06, 0.7)))
    c.restore()


def _exhibit(c: skia.Canvas, w: World) -> None:
    x, bone = w.far_x(0.66), w.rgb("paper", 0.45, 0.06, 0.7)
    piece(c, w, rect(x - 0.26, 0.7, x + 0.26, 0.79), w.rgb("stone", 0.45, 0.02, 0.5), 1.0)
    f, kind = w.side, w.pick("exhibit", "bones", "vase", "bones")
    if kind == "vase":
        body = soft(x - 0.05, 0.7, x - 0.12, 0.56, x - 0.05, 0.46, x - 0.06, 0.42, x + 0.06, 0.42, x + 0.05, 0.46, x + 0.12,
            0.56, x + 0.05, 0.7)  # fmt: skip
        piece(c, w, body, w.rgb("clay", 0.45, 0.0, 0.8), 1.1)
        for y in (0.5, 0.54, 0.62):
            c.drawLine(x - 0.085, y, x + 0.085, y, stroke(w.rgb("navy", 0.45, -0.1), 0.006))
        return
    pen = stroke(bone, 0.016)
    spine = [(x - f * (0.3 - 0.075 * i), 0.6 - 0.13 * np.sin(i / 8 * 2.6) - (0.1 if i > 6 else 0)) for i in range(9)]
    for (ax, ay), (bx, by) in pairwise(spine):
        c.drawLine(ax, ay, bx, by, pen)
    for i in range(2, 6):
        ax, ay = spine[i]
        for t in (0, 0.035):
            c.drawPath(soft(ax + t, ay, ax + t - 0.03, ay + 0.09, ax + t + 0.01, ay + 0.13, ax + t - 0.018, ay + 0.09),
                stroke(bone, 0.006))  # fmt: skip
    for i in (2, 5):
        ax, ay = spine[i]
        for dx in (-0.03, 0.03):
            c.drawLine(ax, ay, ax + dx, ay + 0.12, stroke(bone, 0.012))
            c.drawLine(ax + dx, ay + 0.12, ax + dx * 0.4, 0.7, stroke(bone, 0.01))
    hx, hy = spine[-1]
    piece(c, w, soft(hx - f * 0.03, hy - 0.04, hx + f * 0.05, hy - 0.05, hx + f * 0.13, hy + 0.0, hx + f * 0.12, hy + 0.035,
        hx - f * 0.02, hy + 0.045), bone, 0.8)  # fmt: skip
    c.drawCircle(hx + f * 0.03, hy - 0.012, 0.011, ink(w.pal.shadow))


def _rope(c: skia.Canvas, w: World) -> None:
    brass, red = (mix(w.rgb("gold", 0.9, -0.1, 0.6), w.pal.shadow, 0.25), mix(w.rgb("crimson", 0.9, -0.06, 0.7), w.pal.shadow,
        0.25))  # fmt: skip
    posts = [w.far_x(0.52), w.far_x(0.76), w.far_x(1.0)]
    for x in posts:
        piece(c, w, rect(x - 0.012, 0.86, x + 0.012, 1.2), brass, 0.8)
        piece(c, w, disc(x, 0.855, 0.024), brass, 0.6)
    for a, b in pairwise(posts):
        for t in np.linspace(0, 1, 12, endpoint=False):
            s = t + 1 / 12
            c.drawLine(a + (b - a) * t, 0.88 + 0.28 * t * (1 - t), a + (b - a) * s, 0.88 + 0.28 * s * (1 - s), stroke(red,
                0.022))  # fmt: skip
