"""Settings that people built, outdoors: village, city, street."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import grove, tufts
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import house, polygon, street_lamp, window
from tools.engines.papercut.world import Line, Stand, World, cut, ink, land, stroke, wash

if TYPE_CHECKING:
    import skia

WALLS = ("wall", "plaster", "brick", "clay", "stone")


def flat(w: World, y: float) -> Line:
    """A level edge."""
    return Line(np.array([-0.8, w.a + 0.8]), np.array([y, y]))


def village(w: World) -> None:
    """Gabled houses up a hill, a spire, a square in front."""
    land(w, "hills", hills(w, "far", 0.47, 0.05, 0.9), "pine", 0.12, elements=("hills",))
    upper, middle = hills(w, "upper", 0.58, 0.022, 0.9), hills(w, "middle", 0.655, 0.014, 1.2)
    land(w, "upper village", upper, "grass", 0.27, elements=("houses", "village", "church"), before=_houses(w, "upper", upper, 0.27, 0.085, True))
    land(w, "village", middle, "grass", 0.43, kind="ground", elements=("houses", "village", "windows"), before=_houses(w, "middle", middle, 0.42, 0.135, False))
    near = hills(w, "near", 0.755, 0.008, 1.6)

    def cobbles(c: skia.Canvas) -> None:
        rng = w.sub("cobbles")
        for _ in range(230):
            t = rng.random() ** 0.7
            x, y = rng.uniform(-0.2, w.a + 0.2), 0.775 + 0.4 * t
            r = 0.006 + 0.022 * t
            c.drawOval(_oval(x, y, r, r * 0.38), ink(shade(w.rgb("stone", 0.6), float(rng.uniform(-0.05, 0.03))), 0.55))

    land(w, "square", near, "stone", 0.58, own=0.52, elements=("square", "ground", "street"), deco=cobbles)
    w.stand(Stand("ground", 0.59, near.moved(0.085), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.568, near.moved(0.025), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    front = hills(w, "front", 0.975, 0.008, 1.2)

    def lamp(c: skia.Canvas) -> None:
        street_lamp(c, w, w.far_x(0.93), 1.0, 0.68 * w.k, 0.8)

    land(w, "edge", front, "moss", 0.82, lift=-0.05, before=lamp, deco=lambda c: tufts(c, w, front, 0.82, 60, 0.07, 10), elements=("street lamp", "grass"))
    if w.dark:
        w.lights.append((w.far_x(0.93), 0.36, (1.0, 0.78, 0.42), 0.7))
    foreground(w, "leaf", "leaves", top=True)


def _houses(w: World, name: str, line: Line, depth: float, size: float, church: bool) -> object:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub("houses " + name)
        grove(w, "trees " + name, line, depth, 9, (size * 0.8, size * 1.5), ("leaf", "pine"))(c)  # type: ignore[operator]
        if church:
            _church(c, w, w.far_x(0.62), line.at(w.far_x(0.62)) + 0.01, 0.27 * w.k, depth)
        x = -0.15
        while x < w.a + 0.15:
            wide = size * rng.uniform(0.85, 1.35) * w.k
            if abs(x - w.light[0]) > 0.05 * w.a and not (church and abs(x - w.far_x(0.62)) < 0.13):
                house(c, w, rng, (x, line.at(x) + 0.012, wide, wide * rng.uniform(0.55, 0.85)), depth, str(rng.choice(WALLS[:4])))
            x += wide * rng.uniform(1.2, 2.1)

    return paint


def _church(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    tone, roof = w.rgb("plaster", depth, 0.0, 0.6), w.rgb("roof", depth, -0.07, 0.55)
    wide = 0.11 * h
    cut(c, w, polygon([(x, y + 0.02), (x, y - 0.36 * h), (x + 0.24 * h, y - 0.52 * h), (x + 0.48 * h, y - 0.36 * h), (x + 0.48 * h, y + 0.02)]), wash(tone, shade(tone, -0.06), y - h, y), 0.7)
    cut(c, w, polygon([(x - 0.02 * h, y - 0.34 * h), (x + 0.24 * h, y - 0.55 * h), (x + 0.5 * h, y - 0.34 * h), (x + 0.24 * h, y - 0.47 * h)]), ink(roof), 0.5)
    cut(c, w, polygon([(x - wide, y + 0.02), (x - wide, y - 0.62 * h), (x + wide, y - 0.62 * h), (x + wide, y + 0.02)]), wash(tone, shade(tone, -0.08), y - h, y), 0.8)
    cut(c, w, polygon([(x - wide * 1.2, y - 0.6 * h), (x, y - h), (x + wide * 1.2, y - 0.6 * h)]), ink(roof), 0.6)
    window(c, w, x, y - 0.47 * h, wide * 0.6, wide * 1.1, w.dark)


def _oval(x: float, y: float, rx: float, ry: float) -> skia.Rect:
    import skia

    return skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry)


def _towers(w: World, name: str, base: float, depth: float, heights: tuple[float, float], wide: tuple[float, float]) -> object:
    """A painter of a row of towers whose windows are lit in the dark."""

    def paint(c: skia.Canvas) -> None:
        rng = w.sub("towers " + name)
        x = -0.4
        while x < w.a + 0.4:
            half, h = rng.uniform(*wide) * w.k / 2, rng.uniform(*heights) * (0.75 + 0.25 * w.k)
            h *= 1 - 0.42 * np.exp(-(((x + half - w.light[0]) / (0.17 * w.a)) ** 2))
            _tower(c, w, rng, (x + half, base, half, float(h)), depth)
            x += 2 * half * rng.uniform(0.88, 1.12)

    return paint


def _tower(c: skia.Canvas, w: World, rng: np.random.Generator, box: tuple[float, float, float, float], depth: float) -> None:
    x, y, half, h = box
    tone = w.rgb(str(rng.choice(["skyline", "skyline", "brick", "stone"])), depth, rng.uniform(-0.05, 0.04), 0.42)
    crown = int(rng.integers(4))
    top = [(x - half, y - h), (x + half, y - h)]
    if crown == 1:
        top = [(x - half, y - h * 0.92), (x - half * 0.55, y - h * 0.92), (x - half * 0.55, y - h), (x + half * 0.55, y - h), (x + half * 0.55, y - h * 0.92), (x + half, y - h * 0.92)]
    elif crown == 2:
        top = [(x - half, y - h * 0.94), (x + half, y - h)]
    cut(c, w, polygon([(x - half, y + 0.03), *top, (x + half, y + 0.03)]), wash(shade(tone, 0.03), shade(tone, -0.05), y - h, y), 0.9)
    if crown == 3:
        c.drawLine(x, y - h, x, y - h * 1.14, stroke(tone, half * 0.09))
    cols, rows, lit = max(2, int(half * 2 / 0.021)), max(3, int(h / 0.03)), 0.42 if w.dark else 0.0
    warm = mix((1.0, 0.83, 0.48), w.pal.light, 0.2)
    import skia

    for i in range(cols):
        for j in range(rows):
            px, py = x - half + (i + 0.5) * 2 * half / cols, y - h * 0.9 + (j + 0.5) * h * 0.9 / rows
            on = rng.random() < lit
            if on or rng.random() < 0.75:
                paint = ink(warm, 0.95 * rng.uniform(0.6, 1)) if on else ink(w.pal.sky[2] if not w.dark else w.pal.shadow, 0.3)
                c.drawRect(skia.Rect.MakeXYWH(px - 0.0042, py - 0.007, 0.0084, 0.014), paint)


def city(w: World) -> None:
    """A skyline in three depths and a roof terrace to stand on."""
    land(w, "far towers", flat(w, 0.66), "skyline", 0.14, before=_towers(w, "far", 0.66, 0.14, (0.16, 0.42), (0.05, 0.1)), elements=("skyline", "towers", "city"))
    land(w, "towers", flat(w, 0.72), "skyline", 0.3, before=_towers(w, "mid", 0.72, 0.3, (0.18, 0.46), (0.08, 0.14)), elements=("towers", "buildings", "windows"))
    land(w, "near towers", flat(w, 0.79), "skyline", 0.45, kind="ground", before=_towers(w, "near", 0.79, 0.45, (0.07, 0.22), (0.13, 0.2)), elements=("buildings", "windows"))
    w.stand(Stand("ground", 0.44, flat(w, 0.72), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    roof = flat(w, 0.785)

    def terrace(c: skia.Canvas) -> None:
        for i in range(9):
            y = 0.81 + 0.022 * i * (1 + 0.2 * i)
            c.drawLine(-0.7, y, w.a + 0.7, y, stroke(w.pal.shadow, 0.0018, 0.25))
        for i in range(-10, 24):
            x = i * 0.16
            c.drawLine(x, 0.80, w.a / 2 + (x - w.a / 2) * 2.2, 1.3, stroke(w.pal.shadow, 0.0018, 0.2))
        cut(c, w, polygon([(-0.8, 0.785), (-0.8, 0.768), (w.a + 0.8, 0.768), (w.a + 0.8, 0.785)]), ink(w.rgb("stone", 0.6, 0.04)), 0.6)

    land(w, "roof", roof, "stone", 0.58, own=0.35, elements=("roof", "ground", "terrace"), deco=terrace)
    w.stand(Stand("ground", 0.59, flat(w, 0.885), 0.06 * w.a, 0.94 * w.a))
    foreground(w, "leaf", "leaves")


def street(w: World) -> None:
    """A street between house fronts, lamps along it, the pavement in front."""
    land(w, "far street", flat(w, 0.66), "skyline", 0.16, before=_towers(w, "end", 0.66, 0.16, (0.14, 0.34), (0.07, 0.12)), elements=("skyline", "city"))
    for i, (reach, y, depth) in enumerate(((0.36, 0.69, 0.28), (0.24, 0.73, 0.4))):
        land(w, f"houses {i + 1}", flat(w, y), "stone", depth, kind="ground", before=_fronts(w, i, reach, y, depth), elements=("houses", "shops", "windows"), own=0.35)
    road = flat(w, 0.755)

    def marks(c: skia.Canvas) -> None:
        mid = w.a / 2
        for i in range(-4, 5):
            x0, x1 = mid + i * 0.07, mid + i * 0.3
            c.drawPath(polygon([(x0 - 0.012, 0.80), (x0 + 0.012, 0.80), (x1 + 0.06, 0.96), (x1 - 0.06, 0.96)]), ink(w.rgb("paper", 0.6, 0.02, 0.6), 0.5))
        cut(c, w, polygon([(-0.8, 0.755), (-0.8, 0.775), (w.a + 0.8, 0.775), (w.a + 0.8, 0.755)]), ink(w.rgb("stone", 0.55, 0.05)), 0.7)

    land(w, "street", road, "skyline", 0.58, own=0.35, lift=-0.03, elements=("street", "road", "ground"), deco=marks)
    w.stand(Stand("ground", 0.59, flat(w, 0.86), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.57, flat(w, 0.79), 0.1 * w.a, 0.9 * w.a, 0.8, big=True))
    kerb = flat(w, 0.965)

    def lamp(c: skia.Canvas) -> None:
        street_lamp(c, w, w.far_x(0.9), 1.0, 0.78 * w.k, 0.8)

    land(w, "pavement", kerb, "stone", 0.82, lift=-0.06, own=0.35, before=lamp, elements=("street lamp", "lamp", "pavement"))
    if w.dark:
        w.lights.append((w.far_x(0.9), 0.25, (1.0, 0.78, 0.42), 0.8))


def _fronts(w: World, i: int, reach: float, base: float, depth: float) -> object:
    """House fronts at both sides of the street that leave the middle open."""

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"fronts{i}")
        for side in (-1, 1):
            x = (0.0 if side < 0 else w.a) - side * (reach * w.a)
            while -0.3 < x < w.a + 0.3:
                wide, h = rng.uniform(0.14, 0.2) * (1 + 0.3 * i) * w.k, rng.uniform(0.34, 0.52) * (1 + 0.24 * i)
                _front(c, w, rng, (x + side * wide / 2, base, wide, h), depth)
                x += side * wide * 1.0

    return paint


def _front(c: skia.Canvas, w: World, rng: np.random.Generator, box: tuple[float, float, float, float], depth: float) -> None:
    x, y, wide, h = box
    tone = w.rgb(str(rng.choice(WALLS)), depth, rng.uniform(-0.05, 0.03), 0.55)
    cut(c, w, polygon([(x - wide / 2, y + 0.03), (x - wide / 2, y - h), (x + wide / 2, y - h), (x + wide / 2, y + 0.03)]), wash(shade(tone, 0.02), shade(tone, -0.07), y - h, y), 1.0)
    cut(c, w, polygon([(x - wide * 0.53, y - h), (x - wide * 0.53, y - h - 0.02), (x + wide * 0.53, y - h - 0.02), (x + wide * 0.53, y - h)]), ink(shade(tone, 0.05)), 0.5)
    rows = max(2, int(h / 0.115))
    for j in range(rows):
        for dx in (-0.28, 0.0, 0.28):
            window(c, w, x + dx * wide, y - h + 0.06 + j * 0.105, wide * 0.16, 0.058, w.dark and rng.random() < 0.55)
    shop = w.rgb(str(rng.choice(["cloth", "leaf", "gold", "water"])), depth, -0.02, 0.6)
    cut(c, w, polygon([(x - wide * 0.44, y - 0.125), (x + wide * 0.44, y - 0.125), (x + wide * 0.5, y - 0.09), (x - wide * 0.5, y - 0.09)]), ink(shop), 0.8)
    window(c, w, x - wide * 0.14, y - 0.045, wide * 0.46, 0.07, w.dark)
    window(c, w, x + wide * 0.3, y - 0.035, wide * 0.16, 0.1, False)
