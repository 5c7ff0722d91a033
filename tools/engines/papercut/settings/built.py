"""Settings that people built, outdoors: village, city, street."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.palette import shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import grove, tufts
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import house, oval, polygon, street_lamp, window
from tools.engines.papercut.world import Line, Painter, Stand, World, cut, ink, land, wash

if TYPE_CHECKING:
    import skia

WALLS = ("wall", "plaster", "brick", "clay", "stone")


def village(w: World) -> None:
    """Gabled houses up a hill, a spire, a square in front."""
    land(w, "hills", hills(w, "far", 0.47, 0.05, 0.9), "pine", 0.12, elements=("hills",))
    upper, middle = hills(w, "upper", 0.58, 0.022, 0.9), hills(w, "middle", 0.655, 0.014, 1.2)
    land(
        w,
        "upper village",
        upper,
        "grass",
        0.27,
        elements=("houses", "village", "church"),
        before=_houses(w, "upper", upper, 0.27, 0.085, True),
    )
    land(
        w,
        "village",
        middle,
        "grass",
        0.43,
        kind="ground",
        elements=("houses", "village", "windows"),
        before=_houses(w, "middle", middle, 0.42, 0.135, False),
    )
    near = hills(w, "near", 0.755, 0.008, 1.6)

    land(w, "square", near, "stone", 0.58, own=0.52, elements=("square", "ground", "street"), deco=lambda c: _cobbles(c, w))
    w.stand(Stand("ground", 0.59, near.moved(0.085), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.568, near.moved(0.025), 0.05 * w.a, 0.95 * w.a, 0.8, big=True))
    front = hills(w, "front", 0.975, 0.008, 1.2)

    def lamp(c: skia.Canvas) -> None:
        street_lamp(c, w, w.far_x(0.93), 1.0, 0.68 * w.k, 0.8)

    land(
        w,
        "edge",
        front,
        "moss",
        0.82,
        lift=-0.05,
        before=lamp,
        deco=lambda c: tufts(c, w, front, 0.82, 60, 0.07, 10),
        elements=("street lamp", "grass"),
    )
    if w.dark:
        w.lights.append((w.far_x(0.93), 0.36, (1.0, 0.78, 0.42), 0.7))
    foreground(w, "leaf", "leaves", top=True)


def _cobbles(c: skia.Canvas, w: World) -> None:
    rng = w.sub("cobbles")
    for _ in range(230):
        t = rng.random() ** 0.7
        x, y = rng.uniform(-0.2, w.a + 0.2), 0.775 + 0.4 * t
        r = 0.006 + 0.022 * t
        c.drawOval(oval(x, y, r, r * 0.38), ink(shade(w.rgb("stone", 0.6), float(rng.uniform(-0.05, 0.03))), 0.55))


def _houses(w: World, name: str, line: Line, depth: float, size: float, church: bool) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub("houses " + name)
        grove(w, "trees " + name, line, depth, 9, (size * 0.8, size * 1.5), ("leaf", "pine"))(c)
        if church:
            _church(c, w, w.far_x(0.62), line.at(w.far_x(0.62)) + 0.01, 0.27 * w.k, depth)
        x = -0.15
        while x < w.a + 0.15:
            wide = size * rng.uniform(0.85, 1.35) * w.k
            if abs(x - w.light[0]) > 0.05 * w.a and not (church and abs(x - w.far_x(0.62)) < 0.13):
                house(
                    c, w, rng, (x, line.at(x) + 0.012, wide, wide * rng.uniform(0.55, 0.85)), depth, str(rng.choice(WALLS[:4]))
                )
            x += wide * rng.uniform(1.2, 2.1)

    return paint


def _church(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    tone, roof = w.rgb("plaster", depth, 0.0, 0.6), w.rgb("roof", depth, -0.07, 0.55)
    wide = 0.11 * h
    cut(
        c,
        w,
        polygon(
            [
                (x, y + 0.02),
                (x, y - 0.36 * h),
                (x + 0.24 * h, y - 0.52 * h),
                (x + 0.48 * h, y - 0.36 * h),
                (x + 0.48 * h, y + 0.02),
            ]
        ),
        wash(tone, shade(tone, -0.06), y - h, y),
        0.7,
    )
    cut(
        c,
        w,
        polygon(
            [
                (x - 0.02 * h, y - 0.34 * h),
                (x + 0.24 * h, y - 0.55 * h),
                (x + 0.5 * h, y - 0.34 * h),
                (x + 0.24 * h, y - 0.47 * h),
            ]
        ),
        ink(roof),
        0.5,
    )
    cut(
        c,
        w,
        polygon([(x - wide, y + 0.02), (x - wide, y - 0.62 * h), (x + wide, y - 0.62 * h), (x + wide, y + 0.02)]),
        wash(tone, shade(tone, -0.08), y - h, y),
        0.8,
    )
    cut(c, w, polygon([(x - wide * 1.2, y - 0.6 * h), (x, y - h), (x + wide * 1.2, y - 0.6 * h)]), ink(roof), 0.6)
    window(c, w, x, y - 0.47 * h, wide * 0.6, wide * 1.1, w.dark)
