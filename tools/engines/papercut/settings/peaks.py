"""Waters of the wild: lake, waterfall, island."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import mist
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.kit import disc, lantern, piece, rect, row, shape, soft
from tools.engines.papercut.settings.land import grove, tufts
from tools.engines.papercut.settings.leaves import leaf, palm
from tools.engines.papercut.settings.lines import hills, mirrored, peaks, slope, waves
from tools.engines.papercut.settings.motifs import reed, rock
from tools.engines.papercut.settings.water import HORIZON, glitter, open_water, water
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def lake(w: World) -> None:
    """A still lake that mirrors the mountains behind it, a jetty or a boathouse, reeds in front."""
    ridge = peaks(w, "mirror", 0.4, 0.1)
    land(w, "mountains", ridge, "rock", 0.1, elements=("mountains", "peaks"), deco=_caps(w, ridge, 0.1))
    shore = hills(w, "shore", 0.535, 0.012, 0.7)
    trees = grove(w, "shore trees", shore, 0.24, 34, (0.06, 0.14), ("pine", "pine", "leaf"))
    land(w, "far shore", shore, "pine", 0.24, elements=("trees", "shore"), before=trees)
    open_water(w, 0.565, "lake")
    w.sheet(Sheet("reflection", "water", 0.245, lambda c: _mirror(c, w, ridge, 0.565), ("reflection", "water"),
        Ambient(kind="shimmer", amount=0.25, speed=0.12), 0, 0, wash=0))  # fmt: skip
    lines = [waves(w, f"still{i}", y, 0.0025, 0.4) for i, y in enumerate((0.68, 0.755))]
    for i, line in enumerate(lines):
        water(w, f"water {i + 1}", line, 0.42 + 0.08 * i, 0.01, 0.25)
    w.stand(Stand("water", 0.48, lines[1].moved(-0.01), 0.1 * w.a, 0.9 * w.a, 0.85))
    w.stand(Stand("water", 0.4, lines[0], 0.1 * w.a, 0.9 * w.a, 0.7, big=True))
    w.stand(Stand("under", 0.51, lines[1].moved(0.05, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    near = slope(w, "bank", mirrored(w, [(-0.4, 0.77), (0.0, 0.785), (0.35, 0.81), (0.6, 0.86), (0.8, 0.93), (1.5, 0.97)]),
        0.005)  # fmt: skip
    pier = w.pick("pier", True, True, False)
    w.sheet(Sheet("jetty", "prop", 0.55, lambda c: _jetty(c, w) if pier else _stones(c, w), ("jetty", "pier", "stones")))
    land(w, "bank", near, "grass", 0.6, own=0.6, deco=lambda c: _lake_growth(c, w, near), elements=("ground", "bank", "grass",
        "reeds"))  # fmt: skip
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.58)))
    w.stand(Stand("ground", 0.61, near.moved(0.045), x0, x1))
    w.stand(Stand("ground", 0.23, shore.moved(0.012), 0.05 * w.a, 0.95 * w.a, 0.5, big=True))
    foreground(w, "leaf", "leaves", top=True)


def _lake_growth(c: skia.Canvas, w: World, near: Line) -> None:
    rng = w.sub("growth")
    tufts(c, w, near, 0.6, 80, 0.035, 10)
    for _ in range(18):
        x = w.far_x(rng.uniform(0.66, 1.0))
        reed(c, x, near.at(x) + 0.02, rng.uniform(0.1, 0.2), w.rgb("moss", 0.6, rng.uniform(-0.08, 0.0), 0.6), rng)


def _caps(w: World, line: Line, depth: float) -> Painter:
    """Snow on the peaks."""

    def paint(c: skia.Canvas) -> None:
        c.save()
        c.clipPath(line.path(), True)
        level_ = float(line.ys.min()) + (0.06 if not w.snowy else 0.14)
        jag = level_ + 0.018 * np.sin(line.xs * 55 + 3 * np.sin(line.xs * 17)) + 0.35 * (line.ys - level_)
        above = combine(line.path(), Line(line.xs, jag).path(), "difference")
        c.drawPath(above, ink(mix(w.rgb("snow", depth, 0.0, 0.8), w.pal.light, 0.14), 0.94))
        c.restore()

    return paint


def _mirror(c: skia.Canvas, w: World, ridge: Line, top: float) -> None:
    """Mountains upside down in the water, broken by lines of light."""
    import skia

    path = skia.Path()
    points = [skia.Point(float(x), float(2 * top - y - 0.03)) for x, y in zip(ridge.xs, ridge.ys, strict=True)]
    path.addPoly([skia.Point(points[0].x(), top), *points, skia.Point(points[-1].x(), top)], True)
    c.drawPath(path, wash(w.rgb("pine", 0.25, -0.05, 0.5), w.rgb("rock", 0.2, 0.0, 0.5), top, top + 0.2))
    rng = w.sub("mirror")
    for _ in range(60):
        x, y = rng.uniform(-0.2, w.a + 0.2), rng.uniform(top + 0.004, 0.72)
        wide = rng.uniform(0.05, 0.22)
        c.drawLine(x - wide, y, x + wide, y, stroke(w.rgb("water", 0.26, 0.05, 0.6), 0.0022 + 0.004 * (y - top), 0.75))
    glitter(c, w, top, 0.72, "mirror light", 0.8)


def _jetty(c: skia.Canvas, w: World) -> None:
    wood = w.rgb("wood", 0.55, -0.03, 0.6)
    x0, x1 = w.far_x(0.5), w.far_x(0.78)
    for x in row(min(x0, x1), max(x0, x1), 0.1):
        piece(c, w, rect(x, 0.75, x + 0.016, 0.9), shade(wood, -0.08), 0.5)
    piece(c, w, rect(min(x0, x1) - 0.25, 0.765, max(x0, x1), 0.788), wood, 0.9)
    for x in row(min(x0, x1), max(x0, x1), 0.024):
        c.drawLine(x, 0.766, x, 0.787, stroke(shade(wood, -0.08), 0.003))
    lantern(c, w, x1, 0.7, 0.02)
    c.drawLine(x1, 0.72, x1, 0.77, stroke(wood, 0.008))


def _stones(c: skia.Canvas, w: World) -> None:
    rng = w.sub("stones")
    for t in (0.52, 0.6, 0.7, 0.82):
        rock(c, w, rng, (w.far_x(t), 0.8, rng.uniform(0.06, 0.13), rng.uniform(0.03, 0.06)), w.rgb("rock", 0.55))


def waterfall(w: World) -> None:
    """Water that falls from high cliffs into a pool, mist at its foot, firs and ferns around."""
    x = w.far_x(w.pick("fall", 0.58, 0.66, 0.5))
    wide = w.pick("wide", 0.07, 0.13, 0.045)
    land(w, "far hills", hills(w, "far", 0.4, 0.06, 0.9), "pine", 0.1, elements=("hills",))
    cliffs = [_wall(w, i, x, wide) for i in range(2)]
    for i, line in enumerate(cliffs):
        crown = grove(w, f"crown{i}", line, 0.2 + 0.12 * i, 14, (0.06, 0.14), ("pine", "pine", "leaf"))
        land(w, f"cliff {i + 1}", line, "rock", 0.2 + 0.12 * i, own=0.6, lift=-0.09, before=crown, deco=_strata(w, i, line),
            kind="far", elements=("cliff", "rock", "trees"))  # fmt: skip
    rush = Ambient(kind="wave", amount=0.4, speed=0.5)
    w.sheet(Sheet("waterfall", "water", 0.34, lambda c: _fall(c, w, x, wide), ("waterfall", "water"), rush, 0.4, 0.3))
    lines = [waves(w, f"pool{i}", y, 0.004 + 0.002 * i, 0.24) for i, y in enumerate((0.68, 0.75))]
    for i, line in enumerate(lines):
        water(w, f"pool {i + 1}", line, 0.42 + 0.07 * i, 0.02, 0.5)
    w.stand(Stand("water", 0.48, lines[1], 0.1 * w.a, 0.9 * w.a, 0.8))
    w.stand(Stand("under", 0.5, lines[1].moved(0.05, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    drift = Ambient(kind="drift", amount=0.3, speed=0.004)
    w.sheet(Sheet("mist", "weather", 0.46, lambda c: _spray(c, w, x), ("mist", "spray"), drift, 0, 0, wash=0))
    near = slope(w, "bank", mirrored(w, [(-0.4, 0.79), (0.0, 0.80), (0.4, 0.81), (0.62, 0.87), (1.0, 0.93), (1.5, 0.95)]),
        0.006)  # fmt: skip
    land(w, "bank", near, "moss", 0.6, own=0.58, deco=lambda c: _waterfall_growth(c, w, near), elements=("ground", "bank",
        "rocks", "grass"))  # fmt: skip
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.6)))
    w.stand(Stand("ground", 0.61, near.moved(0.045), x0, x1))
    w.stand(Stand("ground", 0.31, cliffs[1].moved(0.02), 0.05 * w.a, 0.95 * w.a, 0.5, big=True))
    foreground(w, "leaf", "fronds", top=True)


def _waterfall_growth(c: skia.Canvas, w: World, near: Line) -> None:
    tufts(c, w, near, 0.6, 80, 0.04, 14)
    rng = w.sub("boulders")
    for t in (0.56, 0.7, 0.86):
        px = w.far_x(t)
        rock(c, w, rng, (px, near.at(px) + 0.03, rng.uniform(0.08, 0.17), rng.uniform(0.05, 0.09)), w.rgb("rock", 0.6, -0.04))


def _wall(w: World, i: int, x: float, wide: float) -> Line:
    """The top of a cliff with a notch for the water."""
    high = 0.27 + 0.14 * i
    gap = wide * (1.0 + 2.4 * i)
    edge = [(-1.0, high - 0.08), (x - gap * 2.2, high - 0.02), (x - gap, high + 0.01), (x - gap * 0.72,
        high + 0.06 + 0.5 * i), (x + gap * 0.72, high + 0.06 + 0.5 * i), (x + gap, high), (x + gap * 2.4, high - 0.03),
        (w.a + 1.0, high - 0.1)]  # fmt: skip
    return slope(w, f"wall{i}", edge, 0.012)


def _strata(w: World, i: int, line: Line) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng, body = w.sub(f"strata{i}"), line.path()
        c.save()
        c.clipPath(body, True)
        for _ in range(46):
            px, py = rng.uniform(-0.2, w.a + 0.2), rng.uniform(0.3, 0.75)
            h, half = rng.uniform(0.04, 0.14), rng.uniform(0.02, 0.05)
            face = shape(px - half, py, px + half * 0.7, py - 0.02, px + half, py + h, px - half * 0.6, py + h)
            c.drawPath(face, ink(shade(w.rgb("rock", 0.25 + 0.1 * i, -0.09, 0.6), float(rng.uniform(-0.05, 0.03))), 0.45))
        turf = combine(body, line.moved(0.02).path(), "difference")
        c.drawPath(turf, ink(w.rgb("snow" if w.snowy else "moss", 0.3, 0.0, 0.65)))
        c.restore()

    return paint


def _fall(c: skia.Canvas, w: World, x: float, wide: float) -> None:
    rng, top = w.sub("fall"), 0.33
    foam, blue = w.rgb("foam", 0.36, 0.02, 0.8), w.rgb("water", 0.36, 0.06, 0.6)
    body = soft(x - wide * 0.7, top, x + wide * 0.7, top, x + wide * 0.85, 0.5, x + wide * 1.15, 0.72, x - wide * 1.15, 0.72,
        x - wide * 0.85, 0.5)  # fmt: skip
    piece(c, w, body, blue, 0.8)
    c.save()
    c.clipPath(body, True)
    for _ in range(46):
        px, y = x + rng.uniform(-1.1, 1.1) * wide, rng.uniform(top, 0.66)
        lean = (px - x) * 0.3
        c.drawLine(px, y, px + lean, y + rng.uniform(0.06, 0.2), stroke(foam, rng.uniform(0.003, 0.012), 0.75))
    c.restore()


def _spray(c: skia.Canvas, w: World, x: float) -> None:
    rng, color = w.sub("spray"), mix(w.rgb("foam", 0.4, 0.0, 0.6), w.pal.haze, 0.3)
    for _ in range(8):
        px, y, r = x + rng.normal(0, 0.12), rng.uniform(0.64, 0.72), rng.uniform(0.1, 0.22)
        mist(c, (px, y), r, 0.4, color, (0.4, 0.16, 0.0))


def island(w: World) -> None:
    """A small island in a warm sea: sand, palms, a lagoon, another island far off."""
    far = hills(w, "far", HORIZON + 0.006, 0.02, 0.5)
    land(w, "far islands", far, "moss", 0.12, elements=("islands",))
    open_water(w)
    for i, (y, depth) in enumerate(((0.6, 0.32), (0.65, 0.38))):
        water(w, f"waves {i + 1}", waves(w, f"swell{i}", y, 0.006 + 0.003 * i, 0.16 + 0.05 * i), depth, 0.03)
    line = waves(w, "swell1", 0.65, 0.009, 0.21)
    w.stand(Stand("water", 0.36, line, 0.06 * w.a, 0.94 * w.a, 0.65, big=True))
    w.stand(Stand("water", 0.37, line, 0.06 * w.a, 0.94 * w.a, 0.7))
    mid = w.a * (0.5 + 0.06 * w.side)
    hump = [(-1.0, 0.86), (mid - 0.75, 0.84), (mid - 0.52, 0.775), (mid - 0.2, 0.715), (mid + 0.15, 0.705), (mid + 0.5, 0.76),
        (mid + 0.78, 0.84), (w.a + 1.0, 0.87)]  # fmt: skip
    sand = slope(w, "sand", hump, 0.003)
    spots = w.pick("palms", (-0.42, 0.3), (-0.3, -0.16, 0.44), (0.34, 0.5))
    land(w, "island", sand, "sand", 0.55, own=0.64, before=lambda c: _island_palms(c, w, mid, sand, spots),
        deco=lambda c: _island_beach(c, w, sand), kind="ground", elements=("island", "palms", "sand", "ground",
        "beach"))  # fmt: skip
    w.stand(Stand("ground", 0.56, sand.moved(0.06), mid - 0.42, mid + 0.42))
    w.stand(Stand("ground", 0.556, sand.moved(0.03), mid - 0.4, mid + 0.4, 0.8, big=True))
    front = waves(w, "front", 0.925, 0.01, 0.3)
    water(w, "near water", front, 0.66, 0.05, 0.6)
    w.stand(Stand("under", 0.67, front.moved(0.05, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    foreground(w, "leaf", "fronds", top=True)


def _island_beach(c: skia.Canvas, w: World, sand: Line) -> None:
    rng = w.sub("shells")
    for _ in range(50):
        x, t = rng.uniform(0, w.a), rng.random()
        c.drawPath(disc(x, sand.at(x) + 0.03 + 0.25 * t, 0.004 + 0.006 * t, 0.002 + 0.003 * t), ink(w.rgb("coral", 0.6,
            rng.uniform(-0.05, 0.12), 0.5), 0.6))  # fmt: skip


def _island_palms(c: skia.Canvas, w: World, mid: float, sand: Line, spots: tuple[float, ...]) -> None:
    c.drawPath(sand.moved(-0.012).path(), ink(w.rgb("foam", 0.5, 0.02, 0.8), 0.8))
    rng = w.sub("palms")
    for t in spots:
        x = mid - t * w.side
        palm(c, w, rng, (x, sand.at(x) + 0.03), rng.uniform(0.42, 0.58), 0.5)
    for _ in range(26):
        x = mid + rng.normal(0, 0.22)
        leaf(c, (x, sand.at(x) + 0.015), rng.uniform(0.04, 0.09), rng.uniform(-0.9, 0.9), w.rgb("leaf", 0.5,
            rng.uniform(-0.07, 0.04), 0.7))  # fmt: skip
