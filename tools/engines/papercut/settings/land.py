"""Settings on open land: meadow, field, forest, mountain, desert, snowfield, road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.lines import dunes, hills, mirrored, peaks, slope
from tools.engines.papercut.settings.motifs import bare_tree, broadleaf, flower, grass, pine, polygon, rock, trunk_path
from tools.engines.papercut.world import Line, Stand, World, cut, ink, land, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

BREEZE = Ambient(kind="sway", amount=0.08, speed=0.12)


def ground_stands(w: World, near: Line, depth: float, behind: Line | None = None, far_depth: float = 0.0, scale: float = 0.8) -> None:
    """Where people stand on the nearest sheet, and where large things rise from behind its edge or the one before."""
    w.stand(Stand("ground", depth + 0.008, near.moved(0.075), 0.06 * w.a, 0.94 * w.a))
    line, at = (near, depth) if behind is None else (behind, far_depth)
    w.stand(Stand("ground", at - 0.012, line.moved(0.022), 0.05 * w.a, 0.95 * w.a, scale, big=True))


def tufts(c: skia.Canvas, w: World, line: Line, depth: float, count: int, size: float, flowers: int = 0) -> None:
    """Grass along an edge and over the sheet, with flowers among it."""
    rng = w.sub(f"tufts{depth}")
    green = w.rgb("grass", depth, 0.0, 0.6)
    for i in range(count):
        x, down = rng.uniform(-0.15, w.a + 0.15), 0.0 if i % 3 else rng.uniform(0.02, 0.28)
        grass(c, x, line.at(x) + 0.006 + down, size * rng.uniform(0.6, 1.1) * w.k * (1 + down), shade(green, rng.uniform(-0.06, 0.015)), rng, 5)
    tints = [w.rgb(m, depth, 0.05, 0.85) for m in ("flower", "gold", "snow")]
    if w.plan.season == "winter":
        return
    for _ in range(flowers):
        x, down = rng.uniform(-0.1, w.a + 0.1), rng.uniform(0.015, 0.3)
        flower(c, x, line.at(x) + down, rng.uniform(0.022, 0.038) * w.k * (0.8 + 1.6 * down), tints[int(rng.integers(3))], shade(green, -0.06))


def grove(w: World, name: str, line: Line, depth: float, count: int, size: tuple[float, float], kinds: tuple[str, ...]) -> object:
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
    land(w, "hills", second, "leaf", 0.24, elements=("hills",), before=grove(w, "far trees", second, 0.24, 14, (0.05, 0.09), ("leaf",)))
    third = hills(w, "third", 0.625, 0.035, 1.1)
    trees = grove(w, "trees", third, 0.4, 6, (0.17, 0.27), ("leaf", "leaf", "pine"))
    land(w, "hill", third, "grass", 0.42, elements=("hill", "trees", "grass"), before=trees, own=0.58, kind="ground", ambient=BREEZE)
    near = hills(w, "near", 0.73, 0.026, 1.5)
    land(w, "meadow", near, "grass", 0.6, own=0.62, elements=("meadow", "grass", "ground", "flowers"),
         deco=lambda c: tufts(c, w, near, 0.6, 110, 0.04, 42), ambient=BREEZE)  # fmt: skip
    ground_stands(w, near, 0.6, third, 0.42, 0.72)
    front = hills(w, "front", 0.955, 0.02, 1.2)
    land(w, "front meadow", front, "grass", 0.82, own=0.5, lift=-0.05, elements=("grass", "flowers"),
         deco=lambda c: tufts(c, w, front, 0.82, 60, 0.075, 14), ambient=BREEZE)  # fmt: skip
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
    land(w, "edge", near, "straw", 0.6, own=0.58, lift=-0.03, elements=("wheat", "grass", "ground"), deco=lambda c: _wheat(c, w, near, 0.6, 0.05))
    ground_stands(w, near, 0.6, third, 0.45, 0.74)
    front = hills(w, "front", 0.965, 0.012, 1.2)
    land(w, "wheat", front, "straw", 0.83, own=0.5, lift=-0.07, elements=("wheat",), before=lambda c: _wheat(c, w, front, 0.83, 0.1), ambient=BREEZE)


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
            c.drawOval(_oval(x + lean * t + 0.03 * h * (-1) ** i, y - h * t, 0.035 * h, 0.075 * h), ink(color))


def _oval(x: float, y: float, rx: float, ry: float) -> skia.Rect:
    import skia

    return skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry)


def forest(w: World) -> None:
    """Trunks behind trunks toward a bright clearing, canopy above, ferns below."""
    for i, (y, depth, count) in enumerate(((0.6, 0.12, 17), (0.645, 0.24, 13), (0.69, 0.38, 9))):
        line = hills(w, f"floor{i}", y, 0.014, 0.8)
        land(w, f"trees {i + 1}", line, "moss", depth, kind="far" if i < 2 else "ground", elements=("trees", "forest", "trunks"),
             before=_stems(w, i, line, depth, count), own=0.5, ambient=BREEZE)  # fmt: skip
    near = hills(w, "near", 0.765, 0.018, 1.1)

    def undergrowth(c: skia.Canvas) -> None:
        rng = w.sub("under")
        tufts(c, w, near, 0.6, 70, 0.045, 10)
        for _ in range(5):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, near.at(x) + 0.012, rng.uniform(0.04, 0.09) * w.k, rng.uniform(0.02, 0.04) * w.k), w.rgb("rock", 0.6))

    land(w, "forest floor", near, "moss", 0.6, own=0.58, elements=("ground", "forest floor", "grass"), deco=undergrowth)
    ground_stands(w, near, 0.6, hills(w, "floor2", 0.69, 0.014, 0.8), 0.38, 0.72)

    def trunks(c: skia.Canvas) -> None:
        rng = w.sub("near trunks")
        bark = mix(w.rgb("wood", 0.85, -0.1, 0.4), w.pal.shadow, 0.3)
        for x, thick in ((w.far_x(-0.01), 0.05), (w.far_x(0.965), 0.075), (w.far_x(0.86), 0.028)):
            lean = rng.uniform(-0.03, 0.03)
            cut(c, w, trunk_path(x, 1.06, 1.3, thick * w.k, lean), wash(shade(bark, 0.03), bark, 0.0, 1.0), 1.4)
        _canopy(c, w, rng, 0.86, 0.05)

    land(w, "near trees", hills(w, "front", 0.97, 0.016, 0.9), "moss", 0.84, lift=-0.08, own=0.45, before=trunks, elements=("near trees", "trees", "canopy"), ambient=BREEZE)
    foreground(w, "leaf", "fronds")


def _stems(w: World, i: int, line: Line, depth: float, count: int) -> object:
    firs = w.sub("kind").random() < 0.5

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"stems{i}")
        for j in range(count):
            x = w.a * ((j + rng.uniform(0.15, 0.85)) / count * 1.3 - 0.15)
            if abs(x - w.light[0]) < (0.1 - 0.01 * i) * w.a:
                continue
            if firs:
                pine(c, w, rng, x, line.at(x) + 0.02, rng.uniform(0.34, 0.6) * (0.8 + 0.2 * i) * w.k, depth)
                continue
            thick = (0.008 + 0.007 * i) * rng.uniform(0.8, 1.5) * w.k
            tone = w.rgb("wood", depth, rng.uniform(-0.06, 0.0), 0.4)
            cut(c, w, trunk_path(x, line.at(x) + 0.02, 1.1, thick, rng.uniform(-0.03, 0.03)), ink(tone), 0.7)
        if not firs:
            _canopy(c, w, rng, depth, 0.20 - 0.055 * i)

    return paint


def _canopy(c: skia.Canvas, w: World, rng: np.random.Generator, depth: float, y: float) -> None:
    """Leaves hanging in from above, opening where the light comes in."""
    import skia

    if w.plan.season == "winter":
        return
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(-0.8, -0.9, w.a + 0.8, y - 0.12))
    x = -0.7
    while x < w.a + 0.7:
        gap = np.exp(-(((x - w.light[0]) / (0.3 * w.a)) ** 2))
        r = rng.uniform(0.045, 0.085) * w.k
        path.addCircle(float(x), float(y - 0.14 * gap - rng.uniform(0.01, 0.09)), float(r))
        x += r * 0.8
    tone = w.rgb("leaf", depth, -0.02, 0.55)
    cut(c, w, skia.Simplify(path), wash(shade(tone, -0.05), shade(tone, 0.03), -0.05, y + 0.06), 1.0)


def mountain(w: World) -> None:
    """Peaks with snow and facets, firs below, a ledge to stand on."""
    for i, (y, amp, depth) in enumerate(((0.34, 0.17, 0.1), (0.47, 0.13, 0.22))):
        line = peaks(w, f"range{i}", y, amp)
        land(w, f"mountains {i + 1}", line, "rock", depth, elements=("mountains", "peaks", "snow"), deco=_snowcaps(w, line, depth), own=0.42)
    valley = hills(w, "valley", 0.62, 0.03, 0.7)
    land(w, "firs", valley, "pine", 0.4, elements=("trees", "firs", "valley"), kind="ground", before=grove(w, "firs", valley, 0.4, 44, (0.07, 0.17), ("pine",)))
    edge = [(-0.4, 0.70), (0.0, 0.715), (0.3, 0.725), (0.5, 0.76), (0.66, 0.82), (0.85, 0.90), (1.5, 0.99)]
    ledge = slope(w, "ledge", mirrored(w, edge), 0.006)

    def stones(c: skia.Canvas) -> None:
        rng = w.sub("stones")
        tufts(c, w, ledge, 0.6, 60, 0.035, 12)
        for _ in range(7):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, ledge.at(x) + 0.02, rng.uniform(0.03, 0.11) * w.k, rng.uniform(0.02, 0.05) * w.k), w.rgb("rock", 0.6))

    land(w, "ledge", ledge, "moss", 0.6, own=0.5, deco=stones, elements=("ground", "ledge", "rock", "grass"))
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.66)))
    w.stand(Stand("ground", 0.608, ledge.moved(0.05), x0, x1, 0.92))
    w.stand(Stand("ground", 0.388, valley.moved(0.015), 0.06 * w.a, 0.94 * w.a, 0.6, big=True))
    foreground(w, "pine", "fronds")


def _snowcaps(w: World, line: Line, depth: float) -> object:
    """Snow above a jagged line, and the shaded side of every peak."""

    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub(f"caps{depth}")
        body = line.path()
        c.save()
        c.clipPath(body, True)
        top, mean = float(line.ys.min()), float(line.ys.mean())
        snowline = top + (mean - top) * (0.95 if w.plan.season != "winter" else 1.6)
        jag = snowline + 0.022 * np.sin(line.xs * 60 + 3 * np.sin(line.xs * 17)) + 0.35 * (line.ys - snowline)
        jag = jag + rng.normal(0, 0.006, len(jag))
        cap = Line(line.xs, jag)
        above = skia.Op(body, cap.path(), skia.kDifference_PathOp)
        c.drawPath(above, ink(mix(w.rgb("snow", depth, 0.0, 0.75), w.pal.light, 0.16), 0.94))
        lit = 1 if w.light[0] > w.a / 2 else -1
        smooth = np.convolve(np.pad(line.ys, 12, mode="edge"), np.ones(25) / 25, mode="valid")
        for i in np.flatnonzero((smooth[1:-1] < smooth[:-2]) & (smooth[1:-1] <= smooth[2:])):
            x, y = float(line.xs[i + 1]), float(line.ys[i + 1]) - 0.01
            run = [(x, y), (x + lit * 0.015, y + 0.06), (x - lit * 0.012, y + 0.12), (x + lit * 0.03, y + 0.24), (x - lit * 0.2, y + 0.5), (x - lit * 0.5, y + 0.5)]
            c.drawPath(polygon(run), ink(w.pal.shadow, 0.15))
        c.restore()

    return paint


def desert(w: World) -> None:
    """Table mountains far off, dunes toward the eye."""
    mesa = peaks(w, "mesa", 0.52, 0.05)
    flat = Line(mesa.xs, np.where(mesa.ys < 0.5, 0.445 + 0.01 * np.sin(mesa.xs * 9), np.maximum(mesa.ys, 0.53)))
    land(w, "mesas", flat, "clay", 0.12, elements=("mesas", "rocks"))
    for i, (y, amp, depth) in enumerate(((0.60, 0.05, 0.24), (0.67, 0.06, 0.38))):
        line = dunes(w, f"dune{i}", y, amp, 0.9 - 0.1 * i)
        land(w, f"dunes {i + 1}", line, "sand", depth, elements=("dunes", "sand"), own=0.58, deco=_lee(w, line), kind="far" if i == 0 else "ground")
    near = dunes(w, "near", 0.79, 0.045, 1.5)
    land(w, "sand", near, "sand", 0.6, own=0.6, elements=("sand", "ground", "dune"), deco=_lee(w, near))
    ground_stands(w, near, 0.6, dunes(w, "dune1", 0.67, 0.06, 0.8), 0.38, 0.7)

    def cacti(c: skia.Canvas) -> None:
        x = w.far_x(0.93)
        _cactus(c, w, x, 0.99, 0.34 * w.k, 0.84)
        _cactus(c, w, w.far_x(0.02), 0.99, 0.16 * w.k, 0.84)

    front = dunes(w, "front", 0.985, 0.03, 1.1)
    land(w, "near dune", front, "sand", 0.84, lift=-0.08, own=0.5, before=cacti, elements=("cactus", "sand"))


def _lee(w: World, line: Line) -> object:
    """The shaded side of dunes: where the edge falls, shade runs down in a curve."""

    def paint(c: skia.Canvas) -> None:
        c.save()
        c.clipPath(line.path(), True)
        lit = 1 if w.light[0] > w.a / 2 else -1
        for i in range(6, len(line.ys) - 6):
            if line.ys[i] < line.ys[i - 1] and line.ys[i] <= line.ys[i + 1] and line.ys[i] < line.ys[i - 6] - 0.0005:
                x, y = float(line.xs[i]), float(line.ys[i])
                curve = [(x, y - 0.01), (x + 0.03 * lit, y + 0.05), (x - 0.01 * lit, y + 0.11), (x + 0.06 * lit, y + 0.2), (x - 0.25 * lit, y + 0.3), (x - 0.6 * lit, y + 0.12)]
                c.drawPath(polygon(curve), ink(w.pal.shadow, 0.12))
        c.restore()

    return paint


def _cactus(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    import skia

    tone = mix(w.rgb("weed", depth, -0.06, 0.55), w.pal.shadow, 0.2)
    r = 0.075 * h
    path = skia.Path()
    for box in ((x - r, y - h, x + r, y + 0.1), (x - 0.34 * h, y - 0.74 * h, x - 0.34 * h + 1.5 * r, y - 0.42 * h), (x - 0.34 * h, y - 0.5 * h, x, y - 0.5 * h + 1.5 * r),
                (x + 0.32 * h - 1.5 * r, y - 0.86 * h, x + 0.32 * h, y - 0.52 * h), (x, y - 0.6 * h, x + 0.32 * h, y - 0.6 * h + 1.5 * r)):  # fmt: skip
        piece = skia.Path()
        piece.addRoundRect(skia.Rect.MakeLTRB(*box), r, r)
        path = skia.Op(path, piece, skia.kUnion_PathOp)
    cut(c, w, path, wash(shade(tone, 0.03), shade(tone, -0.03), y - h, y), 1.0)


def snowfield(w: World) -> None:
    """Snow and ice to the horizon, bare trees and firs."""
    land(w, "ice mountains", peaks(w, "ice", 0.46, 0.09), "ice", 0.12, elements=("mountains", "ice"), own=0.5)
    second = hills(w, "second", 0.56, 0.03, 0.8)
    land(w, "far snow", second, "snow", 0.25, elements=("snow", "hills"), own=0.55, before=grove(w, "far firs", second, 0.25, 20, (0.05, 0.1), ("pine",)))
    third = hills(w, "third", 0.64, 0.03, 1.0)
    trees = grove(w, "firs", third, 0.42, 8, (0.15, 0.26), ("pine", "pine", "bare"))
    land(w, "snow hill", third, "snow", 0.42, kind="ground", elements=("snow", "trees"), own=0.6, before=trees)
    near = hills(w, "near", 0.745, 0.024, 1.4)
    land(w, "snow", near, "snow", 0.6, own=0.62, elements=("snow", "ground"))
    ground_stands(w, near, 0.6, third, 0.42, 0.72)
    w.stand(Stand("water", 0.58, near.moved(0.06), 0.1 * w.a, 0.9 * w.a))
    front = hills(w, "front", 0.955, 0.022, 1.1)
    land(w, "near snow", front, "snow", 0.82, own=0.5, lift=-0.04, elements=("snow",))
    foreground(w, "pine", "fronds", top=True)


def road(w: World) -> None:
    """A road that winds to the horizon between low hills."""
    land(w, "mountains", peaks(w, "range", 0.47, 0.07), "rock", 0.12, elements=("mountains",))
    second = hills(w, "second", 0.55, 0.028, 1.0)
    land(w, "hills", second, "leaf", 0.26, elements=("hills", "trees"), before=grove(w, "trees", second, 0.26, 12, (0.05, 0.11), ("pine", "leaf")))
    near = hills(w, "near", 0.64, 0.016, 1.7)

    def lane(c: skia.Canvas) -> None:
        x0 = w.a * (0.5 - 0.12 * w.side)
        ys = np.linspace(0.60, 1.5, 40)
        t = (ys - 0.60) / 0.9
        mid = x0 + 0.16 * w.side * np.sin(t**0.6 * 5.2) * t**0.5
        half = 0.012 + 0.42 * t**1.25
        edge = [*zip(mid - half, ys, strict=True), *zip(mid[::-1] + half[::-1], ys[::-1], strict=True)]
        c.save()
        c.clipPath(near.path(), True)
        cut(c, w, polygon([(float(x), float(y)) for x, y in edge]), ink(w.rgb("stone", 0.55, -0.02, 0.45)), 0.8)
        for i in range(0, 38, 3):
            c.drawOval(_oval(float(mid[i]), float(ys[i]), float(half[i]) * 0.05, 0.003 + 0.012 * float(t[i])), ink(w.rgb("paper", 0.6, 0.05), 0.8))
        c.restore()
        tufts(c, w, near, 0.56, 60, 0.03)

    land(w, "road", near, "grass", 0.56, own=0.55, deco=lane, elements=("road", "ground", "grass"))
    ground_stands(w, near.moved(0.08), 0.56, near, 0.56, 0.72)
    front = hills(w, "front", 0.965, 0.018, 1.2)
    land(w, "verge", front, "grass", 0.82, own=0.48, lift=-0.06, deco=lambda c: tufts(c, w, front, 0.82, 70, 0.08, 8), elements=("grass",), ambient=BREEZE)
    foreground(w, "leaf", "grass")
