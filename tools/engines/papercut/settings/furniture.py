"""Pieces of furniture as cut paper, each drawn at x with its foot on the floor y."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.motifs import grass, polygon
from tools.engines.papercut.world import World, cut, ink, stroke, wash

if TYPE_CHECKING:
    import skia

DEPTH = 0.45
Rng = np.random.Generator


def panel(x0: float, y0: float, x1: float, y1: float) -> skia.Path:
    """Give a rectangle by its edges."""
    return polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def board(c: skia.Canvas, w: World, box: tuple[float, float, float, float], color: Rgb, lift: float = 0.8) -> None:
    """Lay a rectangular piece, lighter at its top."""
    cut(c, w, panel(*box), wash(shade(color, 0.02), shade(color, -0.05), box[1], box[3]), lift)


def wood(w: World, lift: float = 0.0) -> Rgb:
    """Give the colour of this room's wood."""
    return w.rgb("wood", DEPTH, lift, 0.62)


def load(c: skia.Canvas, w: World, rng: Rng, x0: float, x1: float, y: float, kind: str) -> None:
    """A shelf's load from x0 to x1, standing on y: books or jars."""
    import skia

    x = x0
    while x < x1 - 0.016:
        wide, h = (
            (rng.uniform(0.009, 0.019), rng.uniform(0.05, 0.082))
            if kind == "books"
            else (rng.uniform(0.022, 0.034), rng.uniform(0.034, 0.062))
        )
        color = w.rgb(
            str(rng.choice(["cloth", "leaf", "water", "gold", "clay", "paper", "brick"])), DEPTH, rng.uniform(-0.08, 0.03), 0.6
        )
        if kind == "books":
            c.drawRect(skia.Rect.MakeLTRB(x, y - h, x + wide, y), wash(shade(color, 0.03), shade(color, -0.06), y - h, y))
            c.drawRect(skia.Rect.MakeLTRB(x, y - h * 0.82, x + wide, y - h * 0.76), ink(w.pal.light, 0.35))
            x += wide + 0.0012
        else:
            c.drawRoundRect(skia.Rect.MakeLTRB(x, y - h, x + wide, y), 0.006, 0.006, ink(mix(color, w.pal.light, 0.25), 0.85))
            c.drawRect(skia.Rect.MakeLTRB(x + 0.004, y - h - 0.008, x + wide - 0.004, y - h), ink(wood(w, -0.05)))
            c.drawRect(skia.Rect.MakeLTRB(x + 0.004, y - h * 0.9, x + 0.0075, y - h * 0.2), ink((1, 1, 1), 0.45))
            x += wide + rng.uniform(0.008, 0.02)


def shelf(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, kind: str = "books") -> None:
    """Two boards on the wall with books or jars."""
    half = 0.125 * w.k
    for level in (0.36, 0.52):
        load(c, w, rng, x - half + 0.01, x + half - 0.01, level, kind if level > 0.4 else "jars")
        board(c, w, (x - half, level, x + half, level + 0.014), wood(w, 0.02))


def jars(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """Boards full of jars."""
    shelf(c, w, rng, x, y, "jars")


def books(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A bookcase from the floor up."""
    half, top = 0.145 * w.k, 0.1
    board(c, w, (x - half - 0.014, top - 0.02, x + half + 0.014, y), wood(w, -0.06), 1.2)
    for i in range(6):
        low = top + (i + 1) * (y - top) / 6 - 0.012
        c.drawPath(panel(x - half, low - 0.094, x + half, low), ink(w.pal.shadow, 0.45))
        load(c, w, rng, x - half + 0.003, x + half * rng.uniform(0.75, 0.97), low, "books")
    board(c, w, (x - half - 0.03, top - 0.04, x + half + 0.03, top - 0.016), wood(w, 0.0), 0.7)


def picture(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A framed landscape over a small table with a bowl."""
    high, half = 0.15, 0.085 * w.k
    board(c, w, (x - half, 0.24, x + half, 0.24 + high), w.rgb("gold", DEPTH, -0.06, 0.6))
    c.drawPath(panel(x - half + 0.014, 0.254, x + half - 0.014, 0.226 + high), ink(w.rgb("water", DEPTH, 0.1)))
    c.drawPath(
        polygon(
            [
                (x - half + 0.014, 0.226 + high),
                (x - 0.02, 0.285),
                (x + 0.025, 0.33),
                (x + half - 0.014, 0.3),
                (x + half - 0.014, 0.226 + high),
            ]
        ),
        ink(w.rgb("leaf", DEPTH)),
    )
    table(c, w, rng, x, y)


def table(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A small table with a bowl on it."""
    half = 0.1 * w.k
    for dx in (-0.8, 0.72):
        board(c, w, (x + dx * half, y - 0.15, x + dx * half + 0.014, y + 0.02), wood(w, -0.05), 0.5)
    board(c, w, (x - half, y - 0.165, x + half, y - 0.145), wood(w, 0.03))
    bowl = w.rgb("clay", DEPTH, 0.03, 0.65)
    cut(
        c,
        w,
        polygon([(x - 0.04, y - 0.2), (x + 0.04, y - 0.2), (x + 0.022, y - 0.166), (x - 0.022, y - 0.166)]),
        ink(bowl),
        0.5,
    )


def plant(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A plant in its pot on the floor."""
    green = w.rgb("leaf", DEPTH, 0.0, 0.65)
    for i in range(3):
        grass(c, x, y - 0.07, (0.2 - 0.03 * i) * w.k, shade(green, 0.03 * (i - 1)), rng, 9)
    pot = w.rgb("clay", DEPTH, 0.0, 0.65)
    cut(
        c,
        w,
        polygon([(x - 0.042, y - 0.085), (x + 0.042, y - 0.085), (x + 0.03, y + 0.02), (x - 0.03, y + 0.02)]),
        wash(pot, shade(pot, -0.08), y - 0.08, y),
        0.9,
    )


def clock(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A tall clock."""
    half = 0.055 * w.k
    cut(
        c,
        w,
        polygon([(x - half, y + 0.02), (x - half, 0.27), (x, 0.22), (x + half, 0.27), (x + half, y + 0.02)]),
        wash(wood(w), wood(w, -0.08), 0.2, y),
        1.1,
    )
    c.drawCircle(x, 0.325, half * 0.72, ink(w.rgb("paper", DEPTH, 0.04, 0.7)))
    c.drawLine(x, 0.325, x, 0.325 - half * 0.5, stroke(w.pal.shadow, 0.005))
    c.drawLine(x, 0.325, x + half * 0.34, 0.34, stroke(w.pal.shadow, 0.005))
    c.drawPath(panel(x - half * 0.55, 0.42, x + half * 0.55, y - 0.06), ink(w.pal.shadow, 0.4))
    c.drawLine(x, 0.42, x, 0.56, stroke(w.rgb("gold", DEPTH, 0.0, 0.7), 0.004))
    c.drawCircle(x, 0.57, 0.018, ink(w.rgb("gold", DEPTH, 0.05, 0.7)))


def chest(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    """A chest of drawers under the window."""
    half = 0.13 * w.k
    board(c, w, (x - half, y - 0.13, x + half, y + 0.02), wood(w, -0.02), 1.0)
    for row in (0.115, 0.06):
        for side in (-1, 1):
            box = (x + (side - 1) * half / 2 + 0.008, y - row, x + (side + 1) * half / 2 - 0.008, y - row + 0.045)
            c.drawPath(panel(*box), ink(shade(wood(w), 0.03)))
            c.drawCircle((box[0] + box[2]) / 2, y - row + 0.022, 0.006, ink(w.rgb("gold", DEPTH, 0.0, 0.7)))
    board(c, w, (x - half - 0.012, y - 0.145, x + half + 0.012, y - 0.128), wood(w, 0.03), 0.6)


def lamp(c: skia.Canvas, w: World, at: tuple[float, float], kind: str, lit: Rgb | None) -> None:
    """What hangs from the ceiling: a shade, a tube or a chandelier; `lit` is the colour of its light."""
    import skia

    x, y = at
    iron, bright = w.rgb("metal", 0.5, -0.2, 0.4), lit or w.rgb("paper", 0.5, 0.02)
    c.drawLine(x, -0.4, x, y - 0.03, stroke(iron, 0.005))
    if kind == "chandelier":
        c.drawOval(skia.Rect.MakeLTRB(x - 0.16, y - 0.02, x + 0.16, y + 0.025), stroke(w.rgb("gold", 0.5, -0.02, 0.65), 0.01))
        for i in range(7):
            px = x + 0.155 * np.sin((i - 3) / 3 * 1.5)
            c.drawPath(panel(px - 0.005, y - 0.045, px + 0.005, y), ink(w.rgb("paper", 0.5, 0.05)))
            c.drawCircle(float(px), y - 0.056, 0.009, ink(bright))
    elif kind == "tube":
        c.drawPath(panel(x - 0.16, y - 0.03, x + 0.16, y - 0.01), ink(iron))
        c.drawPath(panel(x - 0.15, y - 0.01, x + 0.15, y + 0.006), ink(bright))
    else:
        c.drawCircle(x, y + 0.012, 0.022, ink(bright))
        shade_color = w.rgb("gold", 0.5, -0.04, 0.65)
        cut(
            c,
            w,
            polygon([(x - 0.022, y - 0.05), (x + 0.022, y - 0.05), (x + 0.075, y + 0.008), (x - 0.075, y + 0.008)]),
            ink(shade_color),
            0.6,
        )
