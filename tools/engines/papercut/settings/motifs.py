"""Things that grow or stand in a setting, drawn as pieces of paper: trees, grass, rocks, flowers, houses, lamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.shears import outline
from tools.engines.papercut.world import World, cut, ink, stroke, wash

if TYPE_CHECKING:
    import skia

Rng = np.random.Generator


def polygon(points: list[tuple[float, float]]) -> skia.Path:
    """A closed path through points."""
    import skia

    path = skia.Path()
    path.addPoly([skia.Point(float(x), float(y)) for x, y in points], True)
    return path


def pine_path(rng: Rng, x: float, y: float, h: float) -> skia.Path:
    """A fir in tiers, its foot at (x, y)."""
    import skia

    path, tiers = skia.Path(), int(rng.integers(4, 6))
    width = h * rng.uniform(0.19, 0.25)
    path.moveTo(x, y - h)
    right, left = [], []
    for i in range(tiers):
        t = (i + 1) / tiers
        out, level = width * (0.30 + 0.70 * t), y - h * (1 - 0.88 * t)
        right.append((x + out, level, x + out * 0.46, level - h * 0.03))
        left.append((x - out, level, x - out * 0.46, level - h * 0.03))
    for ox, oy, ix, iy in right:
        path.quadTo(x + (ox - x) * 0.42, oy - h * 0.07, ox, oy)
        path.lineTo(ix, iy)
    path.lineTo(x + h * 0.02, y - h * 0.13)
    path.lineTo(x + h * 0.02, y + h * 0.03)
    path.lineTo(x - h * 0.02, y + h * 0.03)
    path.lineTo(x - h * 0.02, y - h * 0.13)
    for (ox, oy, ix, iy), above in zip(reversed(left), [*reversed(left[:-1]), (x, y - h, x, y - h)], strict=True):
        path.lineTo(ix, iy)
        path.lineTo(ox, oy)
        path.quadTo(x + (ox - x) * 0.42, oy - h * 0.07, above[2], above[3])
    path.close()
    return path


def pine(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, h: float, depth: float) -> None:
    """A fir with its own shade, snow on it in winter."""
    color = w.rgb("pine", depth, rng.uniform(-0.025, 0.03), 0.6)
    cut(c, w, pine_path(rng, x, y, h), wash(shade(color, 0.05), shade(color, -0.05), y - h, y), 0.8)
    if w.plan.season == "winter" or w.plan.weather == "snow":
        snow = ink(w.rgb("snow", depth, 0.0, 0.7), 0.9)
        for t in (0.16, 0.36, 0.56, 0.76):
            r = h * 0.2 * (0.3 + 0.6 * t)
            top, low, mid = y - h * (1.02 - t * 0.9), y - h * (0.93 - t * 0.9), y - h * (0.955 - t * 0.9)
            c.drawPath(polygon([(x, top), (x + r * 0.62, low), (x, mid), (x - r * 0.62, low)]), snow)


def trunk_path(x: float, y: float, h: float, thick: float, lean: float = 0.0) -> skia.Path:
    """A trunk that widens to its root."""
    import skia

    path = skia.Path()
    path.moveTo(x - thick * 1.7, y)
    path.quadTo(x - thick * 0.6, y - h * 0.14, x - thick * 0.55 + lean, y - h)
    path.lineTo(x + thick * 0.45 + lean, y - h)
    path.quadTo(x + thick * 0.6, y - h * 0.14, x + thick * 1.7, y)
    path.close()
    return path


def broadleaf(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, h: float, depth: float) -> None:
    """A tree with a round crown in three cut sheets; bare in winter."""
    import skia

    wood = w.rgb("wood", depth, -0.06, 0.45)
    if w.plan.season == "winter":
        bare_tree(c, w, rng, x, y, h, depth)
        return
    cut(c, w, trunk_path(x, y + 0.01 * h, h * 0.6, h * 0.035), ink(wood), 0.6)
    base = w.rgb("leaf", depth, 0.0, 0.6)
    for i in range(3):
        crown = skia.Path()
        cx, cy, r = x + rng.uniform(-0.05, 0.05) * h, y - h * (0.58 + 0.07 * i), h * (0.27 - 0.055 * i)
        for j in range(7):
            turn = j * 0.9 + rng.uniform(-0.2, 0.2)
            crown.addCircle(
                float(cx + r * 0.72 * np.cos(turn)), float(cy + r * 0.5 * np.sin(turn)), float(r * rng.uniform(0.5, 0.64))
            )
        crown.addCircle(cx, cy, r * 0.8)
        crown = outline(crown)
        color = shade(base, 0.028 * (i - 1) + rng.uniform(-0.012, 0.012))
        cut(c, w, crown, wash(shade(color, 0.04), shade(color, -0.05), cy - r, cy + r), 0.9)


def bare_tree(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, h: float, depth: float) -> None:
    """Branches without leaves."""
    pen = w.rgb("wood", depth, -0.08, 0.4)

    def grow(px: float, py: float, turn: float, length: float, thick: float, level: int) -> None:
        qx, qy = px + length * np.sin(turn), py - length * np.cos(turn)
        c.drawLine(px, py, qx, qy, stroke(pen, thick))
        if level:
            for side in (-1, 1):
                grow(qx, qy, turn + side * rng.uniform(0.28, 0.62), length * rng.uniform(0.62, 0.8), thick * 0.62, level - 1)

    grow(x, y + 0.01 * h, rng.uniform(-0.06, 0.06), h * 0.34, h * 0.042, 4)


def grass(c: skia.Canvas, x: float, y: float, h: float, color: Rgb, rng: Rng, blades: int = 7) -> None:
    """A tuft of blades with its foot at (x, y)."""
    import skia

    for i in range(blades):
        t = (i + 0.5) / blades - 0.5
        tip, high = x + t * h * 1.5 + rng.uniform(-0.1, 0.1) * h, y - h * rng.uniform(0.55, 1.0) * (1 - abs(t) * 0.6)
        root = x + t * h * 0.42
        blade = skia.Path()
        blade.moveTo(root - h * 0.035, y + 0.02 * h)
        blade.quadTo(root - h * 0.02, (y + high) / 2, tip, high)
        blade.quadTo(root + h * 0.06, (y + high) / 2, root + h * 0.045, y + 0.02 * h)
        blade.close()
        c.drawPath(blade, ink(shade(color, float(rng.uniform(-0.03, 0.04)))))


def rock(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], color: Rgb) -> None:
    """A boulder on its base: box is centre x, base y, width, height; two facets, lit from the light's side."""
    x, y, wide, high = box
    n, turns = 9, np.linspace(np.pi, 2 * np.pi, 9)
    rim = [
        (float(x + 0.5 * wide * np.cos(t) * rng.uniform(0.86, 1.05)), float(y + high * np.sin(t) * rng.uniform(0.82, 1.04)))
        for t in turns
    ]
    body = [(x - wide * 0.54, y + 0.02), *rim, (x + wide * 0.54, y + 0.02)]
    cut(c, w, polygon(body), wash(shade(color, 0.045), shade(color, -0.07), y - high, y), 0.8)
    lit = -1 if w.light[0] < x else 1
    crest = rim[n // 2]
    half = [p for p in rim if (p[0] - x) * lit <= 0.02 * wide]
    facet = [crest, (x + 0.05 * wide, y - 0.45 * high), (x - 0.05 * lit * wide, y + 0.02), *sorted(half, key=lambda p: -p[1])]
    c.drawPath(polygon(facet), ink(w.pal.shadow, 0.13))


def flower(c: skia.Canvas, x: float, y: float, h: float, petal: Rgb, stem: Rgb) -> None:
    """A flower on its stem."""
    c.drawLine(x, y, x + 0.04 * h, y - h, stroke(stem, h * 0.06))
    for i in range(5):
        turn = i * 1.2566 - 1.57
        c.drawCircle(
            float(x + 0.04 * h + 0.16 * h * np.cos(turn)), float(y - h + 0.16 * h * np.sin(turn)), 0.12 * h, ink(petal)
        )
    c.drawCircle(x + 0.04 * h, y - h, 0.09 * h, ink(mix(petal, (1, 0.85, 0.4), 0.75)))


def window(c: skia.Canvas, w: World, x: float, y: float, wide: float, high: float, lit: bool) -> None:
    """A small window; lit ones glow."""
    import skia

    warm = mix((1.0, 0.80, 0.42), w.pal.light, 0.15)
    if lit:
        glow(c, x, y, high * 1.9, warm, 0.34)
        c.drawRect(skia.Rect.MakeLTRB(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2), ink(warm))
    else:
        c.drawRect(
            skia.Rect.MakeLTRB(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2),
            ink(mix(w.pal.shadow, w.pal.sky[1], 0.5), 0.75),
        )


def house(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float, wall: str = "wall") -> None:
    """A gabled house on (x, y) of a width and wall height, with windows, door and chimney."""
    import skia

    x, y, wide, high = box
    tint = w.rgb(wall, depth, rng.uniform(-0.05, 0.04), 0.6)
    roof = w.rgb("roof", depth, rng.uniform(-0.06, 0.05), 0.62)
    peak = high + wide * rng.uniform(0.42, 0.62)
    if rng.random() < 0.7:
        cx = x + wide * rng.choice([-0.28, 0.26])
        cut(
            c,
            w,
            polygon([(cx, y - high), (cx, y - peak * 0.98), (cx + 0.1 * wide, y - peak * 0.98), (cx + 0.1 * wide, y - high)]),
            ink(shade(roof, -0.08)),
            0.5,
        )
        w.vents.append((cx + 0.05 * wide, y - peak * 0.98, depth, 0.1 * wide))
    body = polygon(
        [
            (x - wide / 2, y + 0.02),
            (x - wide / 2, y - high),
            (x, y - peak * 0.96),
            (x + wide / 2, y - high),
            (x + wide / 2, y + 0.02),
        ]
    )
    cut(c, w, body, wash(shade(tint, 0.03), shade(tint, -0.07), y - peak, y), 0.8)
    eave = wide * 0.1
    out, low = wide / 2 + eave, y - high + eave * 0.9
    inner = [(x + out - eave * 0.4, low + eave), (x, y - peak + 0.13 * wide), (x - out + eave * 0.4, low + eave)]
    top = polygon([(x - out, low), (x, y - peak - 0.05 * wide), (x + out, low), *inner])
    cut(c, w, top, ink(roof), 0.7)
    on = w.dark and rng.random() < 0.85
    for dx in (-0.24, 0.24):
        window(c, w, x + dx * wide, y - high * 0.62, wide * 0.17, high * 0.26, on)
    door = skia.Rect.MakeLTRB(x - wide * 0.085, y - high * 0.42, x + wide * 0.085, y + 0.02)
    c.drawRect(door, ink(w.rgb("wood", depth, -0.07, 0.6)))
    window(c, w, x, y - high - (peak - high) * 0.32, wide * 0.12, wide * 0.13, on)


def street_lamp(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    """A street lamp; lit when it is dark, and then a light of the scene."""
    iron = w.rgb("metal", depth, -0.22, 0.3)
    c.drawLine(x, y, x, y - h * 0.9, stroke(iron, h * 0.028))
    c.drawLine(x - h * 0.05, y, x + h * 0.05, y, stroke(iron, h * 0.05))
    c.drawPath(
        polygon(
            [
                (x - h * 0.045, y - h * 0.99),
                (x + h * 0.045, y - h * 0.99),
                (x + h * 0.03, y - h * 0.88),
                (x - h * 0.03, y - h * 0.88),
            ]
        ),
        ink((1.0, 0.86, 0.55) if w.dark else w.rgb("paper", depth)),
    )
    c.drawPath(polygon([(x - h * 0.06, y - h * 0.985), (x, y - h * 1.05), (x + h * 0.06, y - h * 0.985)]), ink(iron))
    if w.dark:
        glow(c, x, y - h * 0.93, h * 0.55, (1.0, 0.78, 0.42), 0.55)


def reed(c: skia.Canvas, x: float, y: float, h: float, color: Rgb, rng: Rng) -> None:
    """A reed with its brown head."""
    lean = rng.uniform(-0.14, 0.14) * h
    c.drawLine(x, y, x + lean, y - h, stroke(color, h * 0.022))
    c.drawLine(x + lean * 0.8, y - h * 0.8, x + lean * 0.97, y - h * 0.97, stroke(shade(color, -0.06), h * 0.055))


def oval(x: float, y: float, rx: float, ry: float) -> skia.Rect:
    """The box of an oval around (x, y)."""
    import skia

    return skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry)
