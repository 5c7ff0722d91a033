"""Settings of the city: its skyline from a roof, and a street between house fronts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.built import WALLS
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.lines import level
from tools.engines.papercut.settings.motifs import polygon, street_lamp, window
from tools.engines.papercut.world import Painter, Stand, World, cut, ink, land, stroke, wash

if TYPE_CHECKING:
    import skia


def towers(w: World, name: str, base: float, depth: float, heights: tuple[float, float], wide: tuple[float, float]) -> Painter:
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
        top = [
            (x - half, y - h * 0.92),
            (x - half * 0.55, y - h * 0.92),
            (x - half * 0.55, y - h),
            (x + half * 0.55, y - h),
            (x + half * 0.55, y - h * 0.92),
            (x + half, y - h * 0.92),
        ]
    elif crown == 2:
        top = [(x - half, y - h * 0.94), (x + half, y - h)]
    cut(
        c,
        w,
        polygon([(x - half, y + 0.03), *top, (x + half, y + 0.03)]),
        wash(shade(tone, 0.03), shade(tone, -0.05), y - h, y),
        0.9,
    )
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
    land(
        w,
        "far towers",
        level(w, 0.66),
        "skyline",
        0.14,
        before=towers(w, "far", 0.66, 0.14, (0.16, 0.42), (0.05, 0.1)),
        elements=("skyline", "towers", "city"),
    )
    land(
        w,
        "towers",
        level(w, 0.72),
        "skyline",
        0.3,
        before=towers(w, "mid", 0.72, 0.3, (0.18, 0.46), (0.08, 0.14)),
        elements=("towers", "buildings", "windows"),
    )
    land(
        w,
        "near towers",
        level(w, 0.79),
        "skyline",
        0.45,
        kind="ground",
        before=towers(w, "near", 0.79, 0.45, (0.07, 0.22), (0.13, 0.2)),
        elements=("buildings", "windows"),
    )
    w.stand(Stand("ground", 0.44, level(w, 0.72), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    roof = level(w, 0.785)

    land(w, "roof", roof, "stone", 0.58, own=0.35, elements=("roof", "ground", "terrace"), deco=lambda c: _terrace(c, w))
    w.stand(Stand("ground", 0.59, level(w, 0.885), 0.06 * w.a, 0.94 * w.a))
    foreground(w, "leaf", "leaves")


def _terrace(c: skia.Canvas, w: World) -> None:
    for i in range(9):
        y = 0.81 + 0.022 * i * (1 + 0.2 * i)
        c.drawLine(-0.7, y, w.a + 0.7, y, stroke(w.pal.shadow, 0.0018, 0.25))
    for i in range(-10, 24):
        x = i * 0.16
        c.drawLine(x, 0.80, w.a / 2 + (x - w.a / 2) * 2.2, 1.3, stroke(w.pal.shadow, 0.0018, 0.2))
    cut(
        c,
        w,
        polygon([(-0.8, 0.785), (-0.8, 0.768), (w.a + 0.8, 0.768), (w.a + 0.8, 0.785)]),
        ink(w.rgb("stone", 0.6, 0.04)),
        0.6,
    )


def street(w: World) -> None:
    """A street between house fronts, lamps along it, the pavement in front."""
    land(
        w,
        "far street",
        level(w, 0.66),
        "skyline",
        0.16,
        before=towers(w, "end", 0.66, 0.16, (0.14, 0.34), (0.07, 0.12)),
        elements=("skyline", "city"),
    )
    for i, (reach, y, depth) in enumerate(((0.36, 0.69, 0.28), (0.24, 0.73, 0.4))):
        land(
            w,
            f"houses {i + 1}",
            level(w, y),
            "stone",
            depth,
            kind="far",
            joins=i == 0,
            before=_fronts(w, i, reach, y, depth),
            elements=("houses", "shops", "windows"),
            own=0.35,
        )
    road = level(w, 0.755)

    land(
        w,
        "street",
        road,
        "skyline",
        0.58,
        own=0.35,
        lift=-0.03,
        elements=("street", "road", "ground"),
        deco=lambda c: _marks(c, w),
    )
    w.stand(Stand("ground", 0.59, level(w, 0.86), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.57, level(w, 0.79), 0.1 * w.a, 0.9 * w.a, 0.8, big=True))
    kerb = level(w, 0.965)

    def lamp(c: skia.Canvas) -> None:
        street_lamp(c, w, w.far_x(0.9), 1.0, 0.78 * w.k, 0.8)

    land(w, "pavement", kerb, "stone", 0.82, lift=-0.06, own=0.35, before=lamp, elements=("street lamp", "lamp", "pavement"))
    if w.dark:
        w.lights.append((w.far_x(0.9), 0.25, (1.0, 0.78, 0.42), 0.8))


def _marks(c: skia.Canvas, w: World) -> None:
    mid = w.a / 2
    for i in range(-4, 5):
        x0, x1 = mid + i * 0.07, mid + i * 0.3
        c.drawPath(
            polygon([(x0 - 0.012, 0.80), (x0 + 0.012, 0.80), (x1 + 0.06, 0.96), (x1 - 0.06, 0.96)]),
            ink(w.rgb("paper", 0.6, 0.02, 0.6), 0.5),
        )
    cut(
        c,
        w,
        polygon([(-0.8, 0.755), (-0.8, 0.775), (w.a + 0.8, 0.775), (w.a + 0.8, 0.755)]),
        ink(w.rgb("stone", 0.55, 0.05)),
        0.7,
    )


def _fronts(w: World, i: int, reach: float, base: float, depth: float) -> Painter:
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
    cut(
        c,
        w,
        polygon([(x - wide / 2, y + 0.03), (x - wide / 2, y - h), (x + wide / 2, y - h), (x + wide / 2, y + 0.03)]),
        wash(shade(tone, 0.02), shade(tone, -0.07), y - h, y),
        1.0,
    )
    cut(
        c,
        w,
        polygon(
            [
                (x - wide * 0.53, y - h),
                (x - wide * 0.53, y - h - 0.02),
                (x + wide * 0.53, y - h - 0.02),
                (x + wide * 0.53, y - h),
            ]
        ),
        ink(shade(tone, 0.05)),
        0.5,
    )
    rows = max(2, int(h / 0.115))
    for j in range(rows):
        for dx in (-0.28, 0.0, 0.28):
            window(c, w, x + dx * wide, y - h + 0.06 + j * 0.105, wide * 0.16, 0.058, w.dark and rng.random() < 0.55)
    shop = w.rgb(str(rng.choice(["cloth", "leaf", "gold", "water"])), depth, -0.02, 0.6)
    cut(
        c,
        w,
        polygon(
            [(x - wide * 0.44, y - 0.125), (x + wide * 0.44, y - 0.125), (x + wide * 0.5, y - 0.09), (x - wide * 0.5, y - 0.09)]
        ),
        ink(shop),
        0.8,
    )
    window(c, w, x - wide * 0.14, y - 0.045, wide * 0.46, 0.07, w.dark)
    window(c, w, x + wide * 0.3, y - 0.035, wide * 0.16, 0.1, False)
