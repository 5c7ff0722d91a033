"""Settings on open land: meadow, field, forest, mountain, desert, snowfield, road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.lines import hills, peaks
from tools.engines.papercut.settings.motifs import bare_tree, broadleaf, flower, grass, oval, pine, polygon
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

BREEZE = Ambient(kind="sway", amount=0.08, speed=0.12)


def ground_stands(
    w: World, near: Line, depth: float, behind: Line | None = None, far_depth: float = 0.0, scale: float = 0.8
) -> None:
    """Where people stand on the nearest sheet, and where large things rise from behind its edge or the one before."""
    w.stand(Stand("ground", depth + 0.008, near.moved(0.075), 0.06 * w.a, 0.94 * w.a))
    line, at = (near, depth) if behind is None else (behind, far_depth)
    w.stand(Stand("ground", at - 0.012, line.moved(0.022), 0.05 * w.a, 0.95 * w.a, scale, big=True))


def tufts(c: skia.Canvas, w: World, line: Line, depth: float, count: int, size: float, flowers: int = 0) -> None:
    """Grass along an edge and over the sheet, with flowers among it."""
    rng = w.sub(f"tufts{depth}")
    green = w.rgb("grass", depth, 0.045, 0.66)
    for i in range(count):
        x, down = rng.uniform(-0.15, w.a + 0.15), 0.0 if i % 3 else rng.uniform(0.02, 0.28)
        grass(c, x, line.at(x) + 0.006 + down, size * rng.uniform(0.6, 1.1) * w.k * (1 + down), shade(green,
            rng.uniform(-0.06, 0.015)), rng, 5)  # fmt: skip
    tints = [w.rgb(m, depth, 0.05, 0.85) for m in ("flower", "gold", "snow")]
    if w.plan.season == "winter":
        return
    for _ in range(flowers):
        x, down = rng.uniform(-0.1, w.a + 0.1), rng.uniform(0.015, 0.3)
        flower(c, x, line.at(x) + down, rng.uniform(0.022, 0.038) * w.k * (0.8 + 1.6 * down), tints[int(rng.integers(3))],
            shade(green, -0.06))  # fmt: skip


def grove(
    w: World, name: str, line: Line, depth: float, count: int, size: tuple[float, float], kinds: tuple[str, ...]
) -> Painter:
    """A painter of trees that rise from behind `line`, sparse toward the light."""

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(name)
        for _ in range(count):
            x, h = rng.uniform(-0.25, w.a + 0.25), rng.uniform(*size) * w.k
            if abs(x - w.light[0]) < 0.1 * w.a and rng.random() < 0.8:
                continue
            kind = kinds[int(rng.integers(len(kinds)))]
            {"pine": pine, "leaf": broadleaf, "bare": bare_tree}[kind](c, w, rng, x, line.at(x) + 0.012, h, depth)

    return paint


def meadow(w: World) -> None:
    """Rolling hills, round trees, flowers in the grass."""
    land(w, "far hills", hills(w, "far", 0.49, 0.045, 0.9), "pine", 0.12, elements=("hills", "far hills"))
    second = hills(w, "second", 0.55, 0.04, 0.8)
    land(w, "hills", second, "leaf", 0.24, elements=("hills",), before=grove(w, "far trees", second, 0.24, 14, (0.05, 0.09),
        ("leaf",)))  # fmt: skip
    third = hills(w, "third", 0.625, 0.035, 1.1)
    trees = grove(w, "trees", third, 0.4, 6, (0.17, 0.27), ("leaf", "leaf", "pine"))
    land(w, "hill", third, "grass", 0.42, elements=("hill", "trees", "grass"), before=trees, own=0.58, kind="ground",
        ambient=BREEZE)  # fmt: skip
    near = hills(w, "near", 0.73, 0.026, 1.5)
    land(w, "meadow", near, "grass", 0.6, own=0.62, elements=("meadow", "grass", "ground", "flowers"), deco=lambda c: tufts(c,
        w, near, 0.6, 110, 0.04, 42), ambient=BREEZE)  # fmt: skip
    ground_stands(w, near, 0.6, third, 0.42, 0.72)
    front = hills(w, "front", 0.955, 0.02, 1.2)
    land(w, "front meadow", front, "grass", 0.82, own=0.5, lift=-0.05, elements=("grass", "flowers"), deco=lambda c: tufts(c,
        w, front, 0.82, 60, 0.075, 14), ambient=BREEZE)  # fmt: skip
    foreground(w, "leaf", "leaves", top=True)


def field(w: World) -> None:
    """Farmland: furrows that run to the horizon, a barn's line of trees."""
    land(w, "far hills", hills(w, "far", 0.5, 0.035, 1.0), "pine", 0.13, elements=("hills",))
    second = hills(w, "second", 0.555, 0.02, 1.2)
    trees = grove(w, "rows", second, 0.28, 16, (0.06, 0.12), ("leaf", "pine"))
    land(w, "tree line", second, "leaf", 0.3, elements=("trees", "hills"), before=trees)
    third = hills(w, "third", 0.62, 0.016, 1.6)
    near = hills(w, "near", 0.745, 0.016, 1.8)

    def furrows(c: skia.Canvas) -> None:
        x0, y0 = w.a * (0.5 - 0.1 * w.side), 0.5
        c.save()
        c.clipPath(third.path(), True)
        for i in range(-15, 16, 2):
            band = [(x0 + i * 0.035, y0), (x0 + (i + 1) * 0.035, y0), (x0 + (i + 1) * 0.34, 1.3), (x0 + i * 0.34, 1.3)]
            c.drawPath(polygon(band), ink(w.rgb("earth", 0.45, 0.0, 0.6), 0.42))
        c.restore()

    land(w, "field", third, "straw", 0.45, own=0.62, elements=("field", "furrows", "ground"), deco=furrows)
    land(w, "edge", near, "straw", 0.6, own=0.58, lift=-0.03, elements=("wheat", "grass", "ground"), deco=lambda c: _wheat(c,
        w, near, 0.6, 0.05))  # fmt: skip
    ground_stands(w, near, 0.6, third, 0.45, 0.74)
    front = hills(w, "front", 0.965, 0.012, 1.2)
    land(w, "wheat", front, "straw", 0.83, own=0.5, lift=-0.07, elements=("wheat",), before=lambda c: _wheat(c, w, front,
        0.83, 0.1), ambient=BREEZE)  # fmt: skip


def _wheat(c: skia.Canvas, w: World, line: Line, depth: float, size: float) -> None:
    rng = w.sub(f"wheat{depth}")
    gold = w.rgb("straw", depth, -0.02, 0.7)
    for _ in range(150):
        x, h = rng.uniform(-0.15, w.a + 0.15), size * rng.uniform(0.6, 1.15) * w.k
        y, lean, color = line.at(x) + 0.015, rng.uniform(-0.2, 0.2) * h, shade(gold, rng.uniform(-0.07, 0.04))
        pen = ink(color)
        pen.setStrokeWidth(h * 0.035)
        c.drawLine(x, y, x + lean, y - h, pen)
        for i in range(4):
            t = 0.62 + 0.1 * i
            c.drawOval(oval(x + lean * t + 0.03 * h * (-1) ** i, y - h * t, 0.035 * h, 0.075 * h), ink(color))


def road(w: World) -> None:
    """A road that winds to the horizon between low hills, with a fence, a row of poles or of poplars along it."""
    land(w, "mountains", peaks(w, "range", 0.47, 0.07), "rock", 0.12, elements=("mountains",))
    second = hills(w, "second", 0.55, 0.028, 1.0)
    trees = grove(w, "trees", second, 0.26, 14, (0.05, 0.12), ("pine", "leaf"))
    land(w, "hills", second, "leaf", 0.26, elements=("hills", "trees"), before=trees)
    near = hills(w, "near", 0.64, 0.01, 1.7)
    x0 = w.a * (0.5 - 0.1 * w.side)
    bends = w.pick("bends", (0.05, -0.16, 0.1), (-0.06, 0.14, -0.3), (0.0, 0.05, 0.16))
    way = [(x0 + w.side * dx, y, half) for dx, y, half in zip((0.0, *bends, 1.4 * bends[-1]), (0.632, 0.665, 0.73, 0.85, 1.3),
        (0.004, 0.02, 0.06, 0.17, 0.62), strict=True)]  # fmt: skip
    land(w, "road", near, "grass", 0.56, own=0.58, deco=lambda c: _lane(c, w, near, way), elements=("road", "ground", "grass"))
    w.sheet(Sheet("roadside", "prop", 0.565, lambda c: _roadside(c, w, way), ("fence", "poles", "trees"), BREEZE, pivot=(x0,
        0.8)))  # fmt: skip
    ground_stands(w, near.moved(0.08), 0.57, near, 0.56, 0.72)
    front = hills(w, "front", 0.965, 0.018, 1.2)
    blades = lambda c: tufts(c, w, front, 0.82, 70, 0.08, 8)  # noqa: E731
    land(w, "verge", front, "grass", 0.82, own=0.48, lift=-0.06, deco=blades, elements=("grass",), ambient=BREEZE)
    foreground(w, "leaf", "grass")


def _lane(c: skia.Canvas, w: World, near: Line, way: list[tuple[float, float, float]]) -> None:
    """The road's face, its edges and its dashes, through (middle, y, half width) from far to near."""
    import skia

    tone = w.rgb(w.pick("surface", "sand", "stone", "earth"), 0.55, 0.02, 0.55)
    ys = np.linspace(way[0][1], way[-1][1], 60)
    at = [p[1] for p in way]
    smooth = np.hanning(9) / np.hanning(9).sum()
    mid, half = (np.convolve(np.pad(np.interp(ys, at, [p[k] for p in way]), 4, mode="edge"), smooth, "valid") for k in (0, 2))
    path = skia.Path()
    edge = [*zip(mid - half, ys, strict=True), *zip(mid[::-1] + half[::-1], ys[::-1], strict=True)]
    path.addPoly([skia.Point(float(x), float(y)) for x, y in edge], True)
    c.save()
    c.clipPath(near.path(), True)
    cut(c, w, path, wash(tone, shade(tone, -0.1), 0.64, 1.0), 0.8)
    for f in (-0.62, 0.62):
        for i in range(0, 59):
            a, b = (float(mid[i] + f * half[i]), float(ys[i])), (float(mid[i + 1] + f * half[i + 1]), float(ys[i + 1]))
            c.drawLine(*a, *b, stroke(shade(tone, -0.07), 0.01 * float(half[i]) / 0.1, 0.5))
    c.restore()
    tufts(c, w, near, 0.56, 60, 0.03)


def _roadside(c: skia.Canvas, w: World, way: list[tuple[float, float, float]]) -> None:
    """What follows the road on its far side, smaller with distance."""
    kind, at = w.pick("roadside", "fence", "poles", "poplars"), [p[1] for p in way]
    wood, rng = w.rgb("wood", 0.56, -0.05, 0.5), w.sub("roadside")
    last: tuple[float, float, float] | None = None
    for t in np.linspace(0.0, 1.0, 9) ** 2.0:
        y = 0.655 + 0.3 * float(t)
        x = float(np.interp(y, at, [p[0] for p in way])) - w.side * (float(np.interp(y, at,
            [p[2] for p in way])) + 0.02 + 0.1 * t)  # fmt: skip
        size = 0.03 + 0.4 * float(t)
        if kind == "poplars":
            tall = 1.0 if t < 0.7 else 0.0
            broadleaf(c, w, rng, x, y, size * tall * 1.3, 0.5) if tall else None
            continue
        high = size * (0.42 if kind == "fence" else 1.1)
        c.drawLine(x, y, x, y - high, stroke(wood, 0.05 * size))
        if kind == "poles":
            c.drawLine(x - 0.12 * size, y - 0.95 * high, x + 0.12 * size, y - 0.95 * high, stroke(wood, 0.035 * size))
        if last:
            for share in (0.9, 0.5) if kind == "fence" else (0.95,):
                c.drawLine(last[0], last[1] - share * last[2], x, y - share * high, stroke(wood,
                    0.025 * size if kind == "fence" else 0.002))  # fmt: skip
        last = (x, y, high)
