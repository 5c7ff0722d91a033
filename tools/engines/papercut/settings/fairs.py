"""Where people come together outdoors: market and fairground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.kit import (
    CALM,
    NEON,
    WARM,
    Rng,
    arch,
    disc,
    garland,
    piece,
    rect,
    row,
    scattered,
    shape,
    snowed,
    soft,
)  # fmt: skip
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.paving import paving
from tools.engines.papercut.settings.streets import towers
from tools.engines.papercut.world import Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def market(w: World) -> None:
    """Stalls in two rows under striped awnings, heaped with fruit and cloth, bunting overhead, lamps at night."""
    land(w, "far houses", level(w, 0.6), "wall", 0.16, before=towers(w, "houses", 0.6, 0.16, (0.1, 0.2), (0.08, 0.13)),
        elements=("houses", "town"))  # fmt: skip
    for i, (y, depth, size) in enumerate(((0.665, 0.28, 0.62), (0.755, 0.44, 1.0))):
        land(w, f"stalls {i + 1}", level(w, y), "stone", depth, kind="far" if i == 0 else "ground", before=_stalls(w, i, y,
            depth, size), elements=("stalls", "market", "awning", "fruit"), own=0.4)  # fmt: skip
    if w.dark:
        w.lights += [(w.a * t, 0.5, WARM, 0.5) for t in (0.2, 0.8)]
    near = hills(w, "near", 0.765, 0.003, 1.6)
    land(w, "square", near, "stone", 0.58, own=0.5, steps=False, elements=("square", "ground", "street"),
        deco=lambda c: paving(c, w, 0.765))  # fmt: skip
    w.stand(Stand("ground", 0.59, near.moved(0.1), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.568, near.moved(0.03), 0.05 * w.a, 0.95 * w.a, 0.85, big=True))
    w.sheet(Sheet("bunting", "prop", 0.66, lambda c: _market_strings(c, w), ("bunting", "flags", "lights"),
        Ambient(kind="sway", amount=0.12, speed=0.2), 0.4, 0.5, pivot=(w.a / 2, 0.0)))  # fmt: skip
    w.sheet(Sheet("baskets", "foreground", 0.88, lambda c: _market_near_stall(c, w), ("baskets", "fruit"), CALM, 0.9, 0.5,
        0.002))  # fmt: skip


def _market_near_stall(c: skia.Canvas, w: World) -> None:
    rng, x = w.sub("baskets"), w.far_x(0.95)
    for dx, tint in ((-0.16, "amber"), (0.0, "crimson"), (0.15, "leaf")):
        base = mix(w.rgb("straw", 0.85, -0.12, 0.5), w.pal.shadow, 0.28)
        for _ in range(14):
            c.drawCircle(x + dx + rng.normal(0, 0.035), 0.93 + rng.uniform(-0.03, 0.02), 0.024, ink(shade(mix(w.rgb(tint,
                0.85, 0.0, 0.85), w.pal.shadow, 0.12), rng.uniform(-0.05, 0.05))))  # fmt: skip
        piece(c, w, soft(x + dx - 0.1, 0.935, x + dx + 0.1, 0.935, x + dx + 0.075, 1.2, x + dx - 0.075, 1.2), base, 0.9)


def _market_strings(c: skia.Canvas, w: World) -> None:
    garland(c, w, -0.2, 0.55 * w.a, 0.06, 0.05, bulbs=w.dark)
    garland(c, w, 0.45 * w.a, w.a + 0.2, 0.1, 0.05, bulbs=w.dark)
    garland(c, w, 0.2 * w.a, 0.9 * w.a, 0.0, 0.07)


def _stalls(w: World, i: int, y: float, depth: float, size: float) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"stalls{i}")
        step = 0.34 * size
        for x in row(-0.1 - 0.1 * i, w.a + 0.2, step):
            if i and abs(x - w.a / 2) < 0.16:
                continue
            _stall(c, w, rng, (x, y, 0.29 * size, 0.3 * size), depth)

    return paint


def _stall(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float) -> None:
    x, y, wide, h = box
    pair = (("crimson", "paper"), ("teal", "paper"), ("amber", "plaster"), ("navy", "gold"), ("leaf",
        "paper"))[int(rng.integers(5))]  # fmt: skip
    for f in (-1, 1):
        c.drawLine(x + f * wide * 0.44, y, x + f * wide * 0.44, y - h, stroke(w.rgb("wood", depth, -0.06, 0.6), 0.008))
    c.drawPath(rect(x - wide * 0.44, y - h * 0.85, x + wide * 0.44, y - 0.1 * h), ink(mix(w.pal.shadow, WARM,
        0.35 if w.dark else 0.1), 0.55))  # fmt: skip
    if w.dark:
        glow(c, x, y - h * 0.62, wide * 0.6, WARM, 0.5)
        c.drawCircle(x, y - h * 0.66, 0.01, ink((1.0, 0.92, 0.7)))
    for level_ in (0.42, 0.34):
        tint = str(rng.choice(["amber", "crimson", "leaf", "gold", "rose", "clay", "teal"]))
        for px in row(x - wide * 0.42, x + wide * 0.4, wide * 0.075):
            c.drawCircle(px, y - h * level_ + rng.uniform(-0.004, 0.004), wide * 0.05, ink(w.rgb(tint, depth,
                rng.uniform(-0.03, 0.06), 0.85)))  # fmt: skip
    piece(c, w, rect(x - wide * 0.5, y - h * 0.34, x + wide * 0.5, y + 0.03), w.rgb("wood", depth, rng.uniform(-0.04, 0.04),
        0.6), 0.8)  # fmt: skip
    for px in row(x - wide * 0.42, x + wide * 0.42, wide * 0.16):
        c.drawLine(px, y - h * 0.3, px, y, stroke(w.rgb("wood", depth, -0.1, 0.6), 0.003))
    n = 8
    for k in range(n):
        a, b = x - wide * 0.58 + k * wide * 1.16 / n, x - wide * 0.58 + (k + 1) * wide * 1.16 / n
        ta, tb = x + (a - x) * 0.82, x + (b - x) * 0.82
        c.drawPath(shape(ta, y - h * 1.12, tb, y - h * 1.12, b, y - h * 0.82, (a + b) / 2, y - h * 0.76, a, y - h * 0.82),
            ink(w.rgb(pair[k % 2], depth, 0.02, 0.8)))  # fmt: skip
    snowed(c, w, rect(x - wide * 0.48, y - h * 1.13, x + wide * 0.48, y - h), depth)


def fairground(w: World) -> None:
    """A fair: a great wheel, striped tents, a carousel, strings of lamps."""
    land(w, "far trees", hills(w, "far", 0.57, 0.02, 0.6), "pine", 0.12, elements=("trees", "hills"))
    x, y, r = w.far_x(w.pick("wheel", 0.62, 0.7, 0.5)), 0.36, 0.25 * w.k
    if w.dark:
        w.lights += [(x, y, NEON[w.seed % 4], 0.6), (w.far_x(0.15), 0.55, WARM, 0.5)]
    w.sheet(Sheet("wheel", "far", 0.28, lambda c: _fairground_wheel(c, w, r, x, y), ("ferris wheel", "wheel"),
        Ambient(kind="flicker", amount=0.1 if w.dark else 0.0, speed=0.6), 0.5, 0.7))  # fmt: skip
    land(w, "meadow", hills(w, "meadow", 0.64, 0.008, 1.0), "grass", 0.34, before=lambda c: _tents(c, w, 0.65, 0.32, 0.75),
        elements=("tents", "fair", "flags"))  # fmt: skip
    land(w, "fair", hills(w, "fair", 0.735, 0.006, 1.0), "grass", 0.44, kind="ground", before=lambda c: _carousel(c, w),
        elements=("carousel", "tents", "fair"))  # fmt: skip
    near = hills(w, "near", 0.765, 0.008, 1.5)
    land(w, "ground", near, "sand", 0.58, own=0.55, elements=("ground", "path"), deco=lambda c: _fairground_straw(c, w))
    w.stand(Stand("ground", 0.59, near.moved(0.09), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.568, near.moved(0.03), 0.05 * w.a, 0.95 * w.a, 0.85, big=True))
    w.sheet(Sheet("bunting", "prop", 0.8, lambda c: _fairground_strings(c, w), ("bunting", "lamps", "lights"),
        Ambient(kind="sway", amount=0.08, speed=0.2), 0.5, 0.5, pivot=(w.a / 2, 0.0)))  # fmt: skip


def _fairground_strings(c: skia.Canvas, w: World) -> None:
    post = w.far_x(0.95)
    piece(c, w, rect(post - 0.014, -0.2, post + 0.014, 1.2), mix(w.rgb("wood", 0.85, -0.1, 0.5), w.pal.shadow, 0.3), 0.9)
    garland(c, w, post, w.far_x(-0.1), 0.05, 0.06, bulbs=True)
    garland(c, w, post, w.far_x(0.3), 0.0, 0.08)


def _fairground_straw(c: skia.Canvas, w: World) -> None:
    def one(rng: Rng, px: float, t: float) -> None:
        tint = w.rgb(str(rng.choice(["crimson", "gold", "teal", "paper", "flower"])), 0.6, 0.05, 0.85)
        c.drawPath(disc(px, 0.78 + 0.25 * t, 0.004 + 0.004 * t, 0.002 + 0.002 * t), ink(tint, 0.8))

    scattered(w, "confetti", 90, one)


def _fairground_wheel(c: skia.Canvas, w: World, r: float, x: float, y: float) -> None:
    iron = w.rgb("metal", 0.28, -0.1, 0.5)
    for f in (-1, 1):
        c.drawLine(x, y, x + f * 0.13, 0.7, stroke(iron, 0.012))
    for q in (r, r * 0.9):
        c.drawCircle(x, y, q, stroke(iron, 0.006))
    for k in range(16):
        t = k * np.pi / 8 + 0.1 * w.seed
        px, py = x + r * np.cos(t), y + r * np.sin(t)
        c.drawLine(x, y, px, py, stroke(iron, 0.003))
        tint = NEON[k % 4]
        if w.dark:
            glow(c, px, py, 0.045, tint, 0.6)
            c.drawCircle(px, py, 0.007, ink(tint))
        piece(c, w, soft(px - 0.022, py + 0.01, px + 0.022, py + 0.01, px + 0.016, py + 0.045, px - 0.016, py + 0.045),
            mix(tint, w.rgb("paper", 0.28), 0.35), 0.5)  # fmt: skip


def _tents(c: skia.Canvas, w: World, y: float, depth: float, size: float) -> None:
    rng = w.sub("tents")
    for x in row(-0.1, w.a + 0.1, 0.3 * size):
        pair = (("crimson", "paper"), ("teal", "paper"), ("amber", "navy"), ("rose", "plaster"))[int(rng.integers(4))]
        wide, h = 0.26 * size, 0.26 * size * rng.uniform(0.8, 1.1)
        for k in range(8):
            a, b = x - wide / 2 + k * wide / 8, x - wide / 2 + (k + 1) * wide / 8
            tone = w.rgb(pair[k % 2], depth, 0.0, 0.8)
            c.drawPath(shape(x, y - h, x, y - h, b, y - h * 0.5, a, y - h * 0.5), ink(tone))
            c.drawPath(rect(a, y - h * 0.5, b, y + 0.02), ink(shade(tone, -0.05)))
        c.drawPath(arch(x - wide * 0.1, y - h * 0.4, x + wide * 0.1, y + 0.02, 0.6), ink(mix(w.pal.shadow, WARM,
            0.6 if w.dark else 0.0), 0.8))  # fmt: skip
        c.drawLine(x, y - h, x, y - h * 1.22, stroke(w.pal.shadow, 0.003))
        c.drawPath(shape(x, y - h * 1.22, x + 0.04 * size, y - h * 1.17, x, y - h * 1.12), ink(w.rgb(pair[0], depth, 0.05,
            0.85)))  # fmt: skip


def _carousel(c: skia.Canvas, w: World) -> None:
    x, gold = w.far_x(0.14), w.rgb("gold", 0.44, 0.0, 0.8)
    if w.dark:
        glow(c, x, 0.55, 0.34, WARM, 0.5)
    piece(c, w, rect(x - 0.2, 0.71, x + 0.2, 0.76), w.rgb("crimson", 0.44, -0.02, 0.8), 0.9)
    piece(c, w, rect(x - 0.03, 0.46, x + 0.03, 0.72), w.rgb("rose", 0.44, 0.02, 0.7), 0.8)
    for k, dx in enumerate((-0.15, -0.07, 0.07, 0.15)):
        c.drawLine(x + dx, 0.46, x + dx, 0.72, stroke(gold, 0.005))
        hy = 0.6 + 0.02 * (-1) ** k
        tone = w.rgb(("paper", "teal", "amber", "rose")[k], 0.44, 0.04, 0.7)
        piece(c, w, soft(x + dx - 0.032, hy, x + dx + 0.02, hy - 0.005, x + dx + 0.036, hy - 0.045, x + dx + 0.05, hy - 0.02,
            x + dx + 0.028, hy + 0.03, x + dx - 0.03, hy + 0.025), tone, 0.5)  # fmt: skip
    for k in range(10):
        a, b = x - 0.22 + 0.044 * k, x - 0.176 + 0.044 * k
        tone = w.rgb(("crimson", "paper")[k % 2], 0.44, 0.02, 0.8)
        c.drawPath(shape(x, 0.32, b, 0.44, a, 0.44), ink(tone))
        c.drawPath(soft(a, 0.44, b, 0.44, b, 0.475, (a + b) / 2, 0.49, a, 0.475), ink(shade(tone, -0.04)))
    c.drawCircle(x, 0.315, 0.014, ink(gold))
