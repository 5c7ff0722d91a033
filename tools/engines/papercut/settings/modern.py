"""Built outdoors in a newer world: future city, rooftop, market, fairground."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.kit import NEON, WARM, Box, Rng, disc, piece, rect, row, shape, snowed, soft
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.motifs import window
from tools.engines.papercut.settings.streets import towers
from tools.engines.papercut.world import Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def futurecity(w: World) -> None:
    """Towers that curve and taper, rings and bridges between them, lanes of lights in the air, gardens on terraces."""
    for i, (y, depth, n) in enumerate(((0.7, 0.12, 11), (0.74, 0.28, 7), (0.78, 0.42, 5))):
        land(w, f"towers {i + 1}", level(w, y), "skyline", depth, kind="far" if i < 2 else "ground", before=_spires(w, i, y,
            depth, n), elements=("towers", "skyline", "city", "windows"), own=0.4)  # fmt: skip
    w.lights += [(w.far_x(0.8), 0.5, NEON[0], 0.5), (w.far_x(0.2), 0.4, NEON[1], 0.5)] if w.dark else []
    traffic = Ambient(kind="drift", amount=0.5, speed=0.03 * w.side)
    w.sheet(Sheet("traffic", "prop", 0.36, lambda c: _traffic(c, w), ("traffic", "flying cars", "drones"), traffic, 0.4, 0.4))
    w.stand(Stand("ground", 0.41, level(w, 0.75), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    land(w, "terrace", level(w, 0.78), "metal", 0.58, own=0.4, steps=False, elements=("terrace", "ground", "plaza"),
        deco=lambda c: _futurecity_plaza(c, w))  # fmt: skip
    w.stand(Stand("ground", 0.59, level(w, 0.88), 0.06 * w.a, 0.94 * w.a))
    w.sheet(Sheet("near tower", "foreground", 0.9, lambda c: _futurecity_near(c, w), ("sign", "neon", "tower"),
        Ambient(kind="flicker", amount=0.08, speed=0.7), 0.9, 0.6, 0.002))  # fmt: skip


def _futurecity_near(c: skia.Canvas, w: World) -> None:
    dark, f, x = mix(w.rgb("metal", 0.9, -0.14, 0.4), w.pal.shadow, 0.4), -w.side, w.far_x(1.0)
    piece(c, w, soft(x + f * 0.2, -0.3, x - f * 0.16, -0.3, x - f * 0.02, 0.1, x - f * 0.03, 0.7, x - f * 0.12, 1.3,
        x + f * 0.2, 1.3), dark, 1.2)  # fmt: skip
    for i in range(5):
        tint = NEON[(i + w.seed) % 4]
        y = 0.16 + 0.12 * i
        if w.dark:
            glow(c, x - f * 0.02, y, 0.12, tint, 0.5)
        c.drawPath(rect(min(x, x - f * 0.03), y - 0.03, max(x, x - f * 0.03), y + 0.03, 0.006),
            ink(tint if w.dark else mix(tint, dark, 0.5)))  # fmt: skip
    rng = w.sub("planter")
    green = mix(w.rgb("leaf", 0.9, -0.05, 0.6), w.pal.shadow, 0.3)
    for _ in range(26):
        px = w.far_x(rng.uniform(-0.02, 0.16))
        c.drawCircle(px, 1.02 - rng.uniform(0, 0.06), rng.uniform(0.02, 0.035), ink(shade(green, rng.uniform(-0.03, 0.04))))


def _futurecity_plaza(c: skia.Canvas, w: World) -> None:
    pen = stroke(NEON[w.seed % 4] if w.dark else w.rgb("paper", 0.58, 0.06), 0.004, 0.8)
    for r in (0.1, 0.22, 0.36, 0.52):
        c.drawOval(disc(w.main_x, 0.9, r * 1.2, r * 0.28).getBounds(), pen)
    for k in np.linspace(0, np.pi, 9):
        c.drawLine(w.main_x, 0.9, w.main_x + 1.6 * np.cos(k), 0.9 + 0.4 * np.sin(k), stroke(w.pal.shadow, 0.002, 0.3))
    piece(c, w, rect(-0.8, 0.772, w.a + 0.8, 0.79), shade(w.rgb("metal", 0.58), 0.06), 0.7)
    for x in row(-0.3, w.a + 0.3, 0.12):
        piece(c, w, rect(x, 0.715, x + 0.008, 0.78), w.rgb("metal", 0.58, 0.02), 0.4)
    c.drawLine(-0.5, 0.715, w.a + 0.5, 0.715, stroke(w.rgb("metal", 0.58, 0.08), 0.008))


def _spires(w: World, i: int, y: float, depth: float, count: int) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"spires{i}")
        spots = []
        for j in range(count):
            x = w.a * (j + rng.uniform(0.2, 0.8)) / count
            near = float(np.exp(-(((x - w.light[0]) / (0.16 * w.a)) ** 2)))
            main = float(np.exp(-(((x - w.main_x) / (0.14 * w.a)) ** 2))) if i == 2 else 0.0
            h = rng.uniform(0.34, 0.62) * (1 - 0.45 * near) * (1 - 0.5 * main)
            _spire(c, w, rng, (x, y, rng.uniform(0.035, 0.055) * (1 + 0.3 * i), h), depth)
            spots.append((x, h))
        for (ax, ah), (bx, bh) in list(pairwise(spots))[::2]:
            by = y - min(ah, bh) * rng.uniform(0.45, 0.7)
            c.drawPath(soft(ax, by, (ax + bx) / 2, by - 0.03, bx, by, bx, by + 0.012, (ax + bx) / 2, by - 0.012, ax,
                by + 0.012), ink(w.rgb("metal", depth, 0.05, 0.5)))  # fmt: skip

    return paint


def _spire(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float) -> None:
    """One tower of the future on (x, y): tapered, twisted, a needle with rings, or a stack of terraces with green."""
    x, y, half, h = box
    tone, kind = (w.rgb(str(rng.choice(["skyline", "metal", "ice", "rose", "teal"])), depth, rng.uniform(-0.04, 0.05), 0.5),
        int(rng.integers(4)))  # fmt: skip
    body = _tower(kind, box)
    piece(c, w, body, tone, 0.9, 0.08)
    _storeys(c, w, rng, box, body)
    if kind == 2:
        for t in (0.45, 0.62, 0.78):
            ring = disc(x, y - h * t, half * (2.0 - 1.2 * t), half * 0.4)
            c.drawPath(ring, stroke(NEON[int(rng.integers(4))] if w.dark else shade(tone, 0.08), 0.007))
    elif kind == 3:
        for k in range(1, 4):
            for px in row(x - half * (1 - 0.2 * k), x + half * (1 - 0.2 * k), 0.014):
                c.drawCircle(px, y - h * 0.25 * k, 0.009, ink(w.rgb("leaf", depth, rng.uniform(-0.04, 0.04), 0.7)))
    elif w.dark:
        c.drawPath(body, stroke(NEON[int(rng.integers(4))], 0.003, 0.7))


def _tower(kind: int, box: Box) -> skia.Path:
    """The outline of a tower: leaning sail, waist, needle, or terraces."""
    x, y, half, h = box
    if kind == 0:
        sail = (x - half, y - 0.4 * h, x - half * 0.2, y - h * 1.04, x + half * 0.9, y - 0.5 * h)
        return soft(x - half, y + 0.05, *sail, x + half, y + 0.05)
    if kind == 1:
        left = [(1.3, -0.05 / h), (0.5, 0.5), (0.7, 1.0)]
        return soft(*(v for s, t in left for v in (x - s * half, y - t * h)), *(v for s,
            t in reversed(left) for v in (x + s * half, y - t * h * 0.97)))  # fmt: skip
    if kind == 2:
        needle = (x - half * 0.3, y - 0.5 * h, x, y - 1.15 * h, x + half * 0.3, y - 0.5 * h)
        return soft(x - half * 0.6, y + 0.05, *needle, x + half * 0.6, y + 0.05)
    right = [(half * (1 - 0.2 * k), h * 0.25 * q) for k in range(4) for q in (k, k + 1)]
    sides = [*((x + dx, y - dy) for dx, dy in right), *((x - dx, y - dy) for dx, dy in reversed(right))]
    return shape(x - half, y + 0.05, x + half, y + 0.05, *(v for xy in sides for v in xy))


def _storeys(c: skia.Canvas, w: World, rng: Rng, box: Box, body: skia.Path) -> None:
    """Windows all over a tower, half of them lit in the dark."""
    x, y, half, h = box
    c.save()
    c.clipPath(body, True)
    lit = 0.5 if w.dark else 0.0
    for py in row(y - h, y - 0.02, 0.017):
        for px in row(x - half, x + half, 0.013):
            on = rng.random() < lit
            tint = (WARM, NEON[1], (0.9, 0.95, 1.0))[int(rng.integers(3))]
            if on or rng.random() < 0.5:
                c.drawRect(rect(px, py, px + 0.007, py + 0.009).getBounds(), ink(tint if on else w.pal.sky[2],
                    0.85 if on else 0.3))  # fmt: skip
    c.restore()


def _traffic(c: skia.Canvas, w: World) -> None:
    rng = w.sub("traffic")
    for lane in range(3):
        y0, slope = rng.uniform(0.22, 0.6), rng.uniform(-0.06, 0.06)
        for x in row(-0.5, w.a + 0.5, 0.19):
            px = x + rng.uniform(-0.05, 0.05)
            py, s = y0 + slope * px, 0.011 + 0.004 * lane
            tint = NEON[int(rng.integers(4))]
            if w.dark:
                glow(c, px, py, 0.05, tint, 0.5)
            c.drawPath(soft(px - 1.8 * s, py, px - s, py - 0.6 * s, px + s, py - 0.6 * s, px + 1.8 * s, py, px + s,
                py + 0.4 * s, px - s, py + 0.4 * s), ink(mix(tint, w.rgb("metal", 0.4),
                0.2 if w.dark else 0.65)))  # fmt: skip


def rooftop(w: World) -> None:
    """Over the roofs: chimneys, skylights, aerials and washing lines, the town below to the horizon."""
    land(w, "far town", level(w, 0.6), "skyline", 0.14, before=towers(w, "far", 0.6, 0.14, (0.08, 0.26), (0.05, 0.1)),
        elements=("skyline", "city"))  # fmt: skip
    for i, (y, depth) in enumerate(((0.66, 0.26), (0.74, 0.4))):
        land(w, f"roofs {i + 1}", level(w, y), "roof", depth, kind="far" if i == 0 else "ground", before=_roofs(w, i, y,
            depth), elements=("roofs", "chimneys", "windows", "houses"), own=0.5)  # fmt: skip
    ridge = hills(w, "ridge", 0.79, 0.004, 2.0)
    land(w, "roof", ridge, "roof", 0.58, own=0.6, steps=False, elements=("roof", "ground", "tiles"),
        deco=lambda c: _rooftop_tiles(c, w), before=lambda c: _chimneys(c, w))  # fmt: skip
    w.stand(Stand("ground", 0.59, ridge.moved(0.075), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.39, level(w, 0.72), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    w.sheet(Sheet("washing", "foreground", 0.84, lambda c: _rooftop_washing(c, w), ("washing line", "clothes"),
        Ambient(kind="sway", amount=0.2, speed=0.2), 0.8, 0.6, 0.0015, pivot=(w.a / 2, 0.16)))  # fmt: skip


def _rooftop_washing(c: skia.Canvas, w: World) -> None:
    rng, y0 = w.sub("washing"), 0.2
    c.drawPath(soft(-0.5, y0 - 0.04, w.a / 2, y0 + 0.06, w.a + 0.5, y0 - 0.04, w.a / 2, y0 + 0.065), ink(w.pal.shadow, 0.6))
    for t in (0.62, 0.71, 0.8, 0.88, 0.96):
        x, y, h = w.far_x(t), y0 + 0.012, rng.uniform(0.1, 0.16)
        tone = mix(w.rgb(str(rng.choice(["paper", "crimson", "teal", "amber", "rose"])), 0.8, -0.02, 0.7), w.pal.shadow, 0.16)
        piece(c, w, soft(x - 0.05, y, x + 0.05, y, x + 0.055, y + h, x + 0.02, y + h * 1.06, x - 0.03, y + h * 0.96,
            x - 0.055, y + h), tone, 1.0)  # fmt: skip


def _rooftop_tiles(c: skia.Canvas, w: World) -> None:
    rng, tone = w.sub("tiles"), w.rgb("roof", 0.58, -0.02, 0.65)
    for j in range(8):
        y, size = 0.8 + 0.022 * j * (1 + 0.12 * j), 0.045 + 0.007 * j
        for x in row(-0.4 + size * 0.5 * (j % 2), w.a + 0.4, size):
            c.drawPath(soft(x, y, x + size, y, x + size * 0.95, y + size * 0.7, x + size * 0.5, y + size * 0.85,
                x + size * 0.05, y + size * 0.7), ink(shade(tone, float(rng.uniform(-0.06, 0.05)))))  # fmt: skip
    piece(c, w, rect(-0.8, 0.772, w.a + 0.8, 0.802, 0.012), shade(tone, 0.05), 0.9)
    snowed(c, w, rect(-0.8, 0.772, w.a + 0.8, 0.802, 0.012), 0.6, 0.016)


def _roofs(w: World, i: int, y: float, depth: float) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"roofs{i}")
        x = -0.3
        while x < w.a + 0.3:
            wide, h = rng.uniform(0.16, 0.26) * (1 + 0.2 * i), rng.uniform(0.08, 0.15) * (1 + 0.3 * i)
            roof, wall = (w.rgb(str(rng.choice(["roof", "brick", "navy", "clay"])), depth, rng.uniform(-0.06, 0.05), 0.65),
                w.rgb(str(rng.choice(["plaster", "amber", "rose", "wall"])), depth, 0.0, 0.6))  # fmt: skip
            base = y - h * 0.45
            piece(c, w, rect(x, base, x + wide, y + 0.05), wall, 0.7)
            for px in row(x + 0.03, x + wide - 0.03, 0.05):
                window(c, w, px, base + 0.034, 0.02, 0.032, w.dark and rng.random() < 0.55)
            cx = x + wide * rng.uniform(0.2, 0.8)
            piece(c, w, rect(cx - 0.014, base - h * 0.95, cx + 0.014, base), w.rgb("brick", depth, -0.06, 0.6), 0.5)
            top = shape(x - 0.012, base, x + wide * 0.2, base - h * 0.7, x + wide * 0.8, base - h * 0.7, x + wide + 0.012, base)
            piece(c, w, top, roof, 0.8)
            snowed(c, w, top, depth)
            if rng.random() < 0.4:
                c.drawPath(rect(x + wide * 0.42, base - h * 0.5, x + wide * 0.58, base - h * 0.2),
                    ink(WARM if w.dark else w.pal.sky[2]))  # fmt: skip
            x += wide * rng.uniform(0.86, 1.0)

    return paint


def _chimneys(c: skia.Canvas, w: World) -> None:
    rng, tone = w.sub("chimneys"), w.rgb("brick", 0.56, -0.04, 0.6)
    for t in w.pick("stacks", (0.62, 0.9), (0.78,), (0.52, 0.94)):
        x, h, half = w.far_x(t), rng.uniform(0.16, 0.26), rng.uniform(0.045, 0.06)
        stack = rect(x - half, 0.8 - h, x + half, 0.82)
        piece(c, w, stack, tone, 1.1)
        for y in row(0.82 - h, 0.8, 0.026):
            c.drawLine(x - half, y, x + half, y, stroke(shade(tone, -0.07), 0.003))
        lip = rect(x - half * 1.2, 0.785 - h, x + half * 1.2, 0.805 - h)
        piece(c, w, lip, shade(tone, 0.05), 0.7)
        snowed(c, w, lip, 0.56)
        for dx in (-0.5, 0.35):
            piece(c, w, rect(x + dx * half - 0.012, 0.745 - h, x + dx * half + 0.012, 0.79 - h), w.rgb("clay", 0.56, 0.0,
                0.7), 0.5)  # fmt: skip
