"""The ground of other worlds: the Moon, Mars, and planets nobody has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.kit import CALM, WARM, Rng, disc, piece, rect, row, scattered, shape, soft
from tools.engines.papercut.settings.land import ground_stands
from tools.engines.papercut.settings.lines import hills, level, peaks
from tools.engines.papercut.settings.motifs import oval, rock
from tools.engines.papercut.settings.realms import backdrop, fill
from tools.engines.papercut.shears import combine
from tools.engines.papercut.sky import spark
from tools.engines.papercut.world import Line, Sheet, Stand, World, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def bare_ground(w: World, y: float) -> None:
    """Grey ground with craters, below `y`."""
    far = peaks(w, "rim", y - 0.07, 0.035)
    land(w, "crater rim", far, "moon", 0.45, elements=("mountains", "crater"), kind="ground")
    near = hills(w, "surface", y, 0.018, 1.2)

    def craters(c: skia.Canvas) -> None:
        rng = w.sub("craters")
        for _ in range(12):
            x, down = rng.uniform(0, w.a), rng.uniform(0.04, 0.3)
            r = (0.02 + 0.12 * down) * rng.uniform(0.5, 1.2)
            cy = near.at(x) + down
            c.drawOval(oval(x, cy, r, r * 0.3), ink(w.pal.shadow, 0.4))
            c.drawOval(oval(x, cy + r * 0.07, r * 0.93, r * 0.24), ink(w.rgb("moon", 0.6, -0.03)))
        for _ in range(8):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, near.at(x) + 0.01, rng.uniform(0.02, 0.07), rng.uniform(0.012, 0.035)), w.rgb("moon", 0.6,
                -0.04))  # fmt: skip

    land(w, "surface", near, "moon", 0.6, own=0.5, elements=("ground", "surface", "moon"), deco=craters)
    ground_stands(w, near.moved(-0.02), 0.6, near, 0.6, 0.8)


def moon(w: World) -> None:
    """The Moon: grey dust and craters, a black sky, the Earth over the rim, a lander or domes far off."""
    backdrop(w, "space", lambda c: _black(c, w), ("space", "sky", "stars"))
    w.sheet(Sheet("earth", "celestial", 0.06, lambda c: _earth(c, w), ("earth",), shadow=0, rim=0, wash=0))
    rim = peaks(w, "far rim", 0.62, 0.05)
    land(w, "mountains", rim, "moon", 0.3, elements=("mountains",), lift=0.02, before=lambda c: _base(c, w))
    bare_ground(w, 0.775)
    w.stand(Stand("air", 0.5, level(w, 0.4), 0.1 * w.a, 0.9 * w.a))
    w.sheet(Sheet("dust", "glow", 0.7, lambda c: _twinkles(c, w), ("dust",), Ambient(kind="twinkle", amount=0.4, speed=0.3),
        0, 0, wash=0, blend="screen"))  # fmt: skip


def _black(c: skia.Canvas, w: World) -> None:
    c.drawPaint(wash((0.015, 0.015, 0.045), (0.07, 0.07, 0.16), 0.0, 0.7))
    rng = w.sub("stars")
    for _ in range(260):
        c.drawCircle(rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.1, 0.75), 0.0006 + 0.0018 * rng.random() ** 3, ink((1, 1,
            1), rng.uniform(0.3, 0.95)))  # fmt: skip
    for _ in range(16):
        c.drawPath(spark(rng.uniform(0, w.a), rng.uniform(0, 0.55), rng.uniform(0.005, 0.012)), ink((1, 0.97, 0.9), 0.9))


def _earth(c: skia.Canvas, w: World) -> None:
    x, y, r = w.a * (0.5 - 0.2 * w.side), 0.27, w.pick("near", 0.1, 0.13, 0.17)
    glow(c, x, y, r * 2.2, (0.4, 0.65, 1.0), 0.55)
    body = disc(x, y, r)
    c.drawPath(body, wash((0.28, 0.6, 0.92), (0.1, 0.3, 0.66), y - r, y + r))
    c.save()
    c.clipPath(body, True)
    rng = w.sub("lands")
    for _ in range(6):
        px, py, q = x + rng.normal(0, 0.5) * r, y + rng.normal(0, 0.5) * r, r * rng.uniform(0.18, 0.4)
        c.drawPath(soft(px - q, py, px - 0.4 * q, py - q, px + 0.6 * q, py - 0.7 * q, px + q, py + 0.2 * q, px, py + q),
            ink((0.36, 0.6, 0.36), 0.9))  # fmt: skip
    for _ in range(7):
        py, px = y + rng.normal(0, 0.5) * r, x + rng.normal(0, 0.4) * r
        c.drawPath(disc(px, py, r * rng.uniform(0.2, 0.5), r * 0.06), ink((1, 1, 1), 0.75))
    lit = 1 if w.light[0] > x else -1
    c.drawPath(disc(x - lit * r * 0.85, y + 0.2 * r, r * 1.2), ink((0.01, 0.02, 0.08), 0.55))
    c.restore()


def _base(c: skia.Canvas, w: World) -> None:
    kind, x = w.pick("base", "domes", "lander", "none"), w.far_x(0.66)
    if kind == "none":
        return
    steel = w.rgb("metal", 0.35, 0.1, 0.5)
    if kind == "domes":
        for dx, r in ((-0.12, 0.05), (0.0, 0.08), (0.13, 0.06)):
            glow(c, x + dx, 0.6, r * 1.6, WARM, 0.4)
            piece(c, w, soft(x + dx - r, 0.66, x + dx - r, 0.6, x + dx, 0.6 - 1.1 * r, x + dx + r, 0.6, x + dx + r, 0.66),
                mix(steel, WARM, 0.25), 0.8)  # fmt: skip
            c.drawPath(rect(x + dx - 0.012, 0.6, x + dx + 0.012, 0.62, 0.004), ink(WARM))
        piece(c, w, rect(x - 0.16, 0.605, x + 0.17, 0.63), steel, 0.6)
        return
    piece(c, w, shape(x - 0.05, 0.58, x - 0.03, 0.5, x + 0.03, 0.5, x + 0.05, 0.58), w.rgb("gold", 0.35, 0.0, 0.7), 0.8)
    piece(c, w, rect(x - 0.035, 0.45, x + 0.035, 0.505, 0.012), steel, 0.7)
    for f in (-1, 1):
        c.drawLine(x + f * 0.03, 0.57, x + f * 0.085, 0.64, stroke(steel, 0.007))
    c.drawLine(x + 0.02, 0.45, x + 0.05, 0.4, stroke(steel, 0.004))


def _twinkles(c: skia.Canvas, w: World) -> None:
    rng = w.sub("twinkles")
    for _ in range(36):
        c.drawCircle(rng.uniform(0, w.a), rng.uniform(0.6, 0.95), 0.001 + 0.0016 * rng.random(), ink(w.pal.light, 0.4))


def mars(w: World) -> None:
    """Mars: rust-red plains and tables of rock under a sky of dust, two small moons, tracks of wheels."""
    for i, (y, amp, depth) in enumerate(((0.52, 0.07, 0.12), (0.6, 0.05, 0.26))):
        ridge = peaks(w, f"mesa{i}", y, amp)
        flat = Line(ridge.xs, np.maximum(ridge.ys, float(ridge.ys.min()) + 0.3 * float(np.ptp(ridge.ys))))
        land(w, f"mesas {i + 1}", flat, ("clay", "brick")[i], depth, own=0.7, elements=("mesas", "mountains", "rocks"))
    middle = hills(w, "plain", 0.68, 0.02, 1.1)
    land(w, "plain", middle, "clay", 0.42, own=0.72, kind="ground", elements=("plain", "dunes"), before=lambda c: _base(c, w))
    near = hills(w, "near", 0.765, 0.014, 1.4)
    land(w, "ground", near, "clay", 0.6, own=0.72, lift=-0.02, deco=lambda c: _rubble(c, w, near), elements=("ground",
        "rocks", "dust"))  # fmt: skip
    ground_stands(w, near, 0.6, middle, 0.42, 0.75)
    drift = Ambient(kind="drift", amount=0.4, speed=0.02 * w.side)
    w.sheet(Sheet("dust", "prop", 0.5, lambda c: _dust(c, w), ("dust", "wind"), drift, 0, 0, wash=0))
    _boulders(w, "brick")


def _rubble(c: skia.Canvas, w: World, near: Line) -> None:
    def one(rng: Rng, x: float, t: float) -> None:
        size = (0.01 + 0.05 * t) * rng.uniform(0.5, 1.2)
        rock(c, w, rng, (x, near.at(x) + 0.02 + 0.22 * t, size * 1.6, size * 0.7), w.rgb("brick", 0.6, rng.uniform(-0.08,
            0.03), 0.7))  # fmt: skip

    scattered(w, "rubble", 24, one)
    if w.pick("tracks", True, False):
        for dx in (0.0, 0.05):
            x = w.far_x(0.5) + dx
            c.drawPath(soft(x, 0.78, x + 0.1 * w.side, 0.85, x + 0.02, 0.93, x + 0.25 * w.side, 1.2, x + 0.03, 0.93,
                x + 0.11 * w.side, 0.85), stroke(w.pal.shadow, 0.012, 0.22))  # fmt: skip


def _dust(c: skia.Canvas, w: World) -> None:
    rng = w.sub("dust")
    for _ in range(7):
        x, y, wide = rng.uniform(0, w.a), rng.uniform(0.55, 0.72), rng.uniform(0.12, 0.3)
        c.drawPath(soft(x - wide, y, x, y - 0.016, x + wide, y, x, y + 0.012), ink(w.rgb("sand", 0.4, 0.08, 0.6), 0.24))


def _boulders(w: World, material: str) -> None:
    """Great stones at the edges of the picture."""

    def paint(c: skia.Canvas) -> None:
        rng, dark = w.sub("boulders"), mix(w.rgb(material, 0.95, -0.12, 0.6), w.pal.shadow, 0.4)
        for t, size in ((1.0, 0.3), (0.86, 0.14), (0.0, 0.16)):
            rock(c, w, rng, (w.far_x(t), 1.06, size, size * 0.62), dark)

    w.sheet(Sheet("boulders", "foreground", 0.9, paint, ("boulders", "rocks"), CALM, 0.9, 0.6, 0.003))


def planet(w: World) -> None:
    """A world nobody has seen: rock spires or domes of stone, plants that glow, a great ringed neighbour in the sky."""
    backdrop(w, "space", lambda c: _alien_sky(c, w), ("space", "sky", "nebula"))
    tint = w.pick("soil", "rose", "teal", "amber", "navy", "moss")
    w.sheet(Sheet("planet", "celestial", 0.08, lambda c: _neighbour(c, w), ("planet", "moons"), shadow=0.4, rim=1.2))
    far = peaks(w, "spires", 0.56, 0.06)
    land(w, "spires", far, tint, 0.2, own=0.6, before=lambda c: _spires(c, w, far, tint), elements=("mountains", "spires",
        "rocks"))  # fmt: skip
    middle = hills(w, "middle", 0.665, 0.025, 0.8)
    land(w, "hills", middle, tint, 0.42, own=0.6, kind="ground", before=lambda c: _flora(c, w, middle, 0.4, 9),
        elements=("plants", "hills"))  # fmt: skip
    near = hills(w, "near", 0.77, 0.018, 1.2)
    land(w, "ground", near, tint, 0.6, own=0.6, lift=-0.03, deco=lambda c: _rubble_of(c, w, near, tint),
        before=lambda c: _flora(c, w, near, 0.58, 4), elements=("ground", "surface", "plants"))  # fmt: skip
    ground_stands(w, near.moved(-0.01), 0.6, middle, 0.42, 0.75)
    w.stand(Stand("air", 0.5, level(w, 0.4), 0.1 * w.a, 0.9 * w.a))
    spores = Ambient(kind="twinkle", amount=0.6, speed=0.25)
    w.sheet(Sheet("spores", "glow", 0.7, lambda c: _spores(c, w), ("spores", "lights"), spores, 0, 0, wash=0, blend="screen"))
    _boulders(w, tint)


def _alien_sky(c: skia.Canvas, w: World) -> None:
    fill(c, w, (0.0, 0.3, 0.55, 0.75))
    a, b = w.pick("air", ("teal", "blossom"), ("rose", "amber"), ("weed", "gold"), ("navy", "coral"))
    rng = w.sub("air")
    glow(c, w.light[0], 0.5, 0.9, w.pal.materials[a], 0.55)
    glow(c, w.a - w.light[0], 0.6, 0.7, w.pal.materials[b], 0.4)
    for _ in range(160):
        c.drawCircle(rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.1, 0.6), 0.0006 + 0.0016 * rng.random() ** 3, ink((1, 1, 1),
            rng.uniform(0.3, 0.9)))  # fmt: skip


def _neighbour(c: skia.Canvas, w: World) -> None:
    x, y, r = w.a * (0.5 - 0.2 * w.side), 0.26, w.pick("size", 0.1, 0.15, 0.2)
    tone = w.rgb(w.pick("neighbour", "amber", "ice", "rose", "teal"), 0.3, 0.08, 0.8)
    piece(c, w, disc(x, y, r), tone, 0.8, 0.16)
    for k in range(3):
        c.drawPath(disc(x, y - 0.4 * r + 0.35 * r * k, r * (0.85, 0.98, 0.86)[k], r * 0.07), ink(shade(tone, 0.06), 0.4))
    if w.pick("rings", True, False):
        c.drawPath(disc(x, y, 1.8 * r, 0.34 * r), stroke(mix(tone, w.pal.light, 0.5), 0.014, 0.85))
    for k in range(w.pick("moons", 1, 2, 3)):
        piece(c, w, disc(x + w.side * (0.34 + 0.16 * k), y - 0.1 + 0.09 * k, 0.03 - 0.007 * k), w.rgb("moon", 0.3, 0.05 * k),
            0.5, 0.12)  # fmt: skip


def _spires(c: skia.Canvas, w: World, line: Line, tint: str) -> None:
    rng, kind = w.sub("spires"), w.pick("rocks", "needles", "arches", "domes")
    for x in row(-0.1, w.a + 0.1, 0.16):
        px, h = x + rng.uniform(-0.05, 0.05), rng.uniform(0.1, 0.26)
        tone, y = w.rgb(tint, 0.2, rng.uniform(-0.05, 0.04), 0.6), line.at(px) + 0.03
        if kind == "needles":
            piece(c, w, soft(px - 0.3 * h, y, px - 0.1 * h, y - 0.5 * h, px + 0.05 * h, y - 1.3 * h, px + 0.14 * h,
                y - 0.5 * h, px + 0.3 * h, y), tone, 0.8)  # fmt: skip
        elif kind == "arches":
            piece(c, w, combine(soft(px - 0.6 * h, y, px - 0.5 * h, y - h, px + 0.5 * h, y - h, px + 0.6 * h, y), disc(px, y,
                0.24 * h, 0.55 * h), "difference"), tone, 0.8)  # fmt: skip
        else:
            piece(c, w, soft(px - 0.5 * h, y, px - 0.5 * h, y - 0.5 * h, px, y - 0.9 * h, px + 0.5 * h, y - 0.5 * h,
                px + 0.5 * h, y), tone, 0.8)  # fmt: skip


def _flora(c: skia.Canvas, w: World, line: Line, depth: float, count: int) -> None:
    """Plants with lamps of their own."""
    rng, shine = w.sub(f"flora{depth}"), w.pick("shine", (0.4, 1.0, 0.85), (1.0, 0.55, 0.9), (1.0, 0.85, 0.4))
    for k in range(count):
        x, h = w.a * (k + rng.uniform(0.1, 0.9)) / count, rng.uniform(0.07, 0.15) * (0.7 + depth)
        if depth > 0.5 and abs(x - w.main_x) < 0.16:
            continue
        y, stem, kind = line.at(x) + 0.02, w.rgb("weed", depth, -0.05, 0.6), int(rng.integers(3))
        if kind == 0:
            c.drawPath(soft(x - 0.02 * h, y, x - 0.2 * h, y - 0.6 * h, x + 0.1 * h, y - h, x - 0.16 * h, y - 0.6 * h),
                stroke(stem, 0.07 * h))  # fmt: skip
            glow(c, x + 0.1 * h, y - h, 0.7 * h, shine, 0.5)
            piece(c, w, disc(x + 0.08 * h, y - h, 0.2 * h, 0.16 * h), mix(shine, (1, 1, 1), 0.2), 0.5)
        elif kind == 1:
            c.drawLine(x, y, x, y - 0.8 * h, stroke(w.rgb("paper", depth, -0.06, 0.5), 0.12 * h))
            piece(c, w, soft(x - 0.5 * h, y - 0.72 * h, x - 0.3 * h, y - 1.05 * h, x + 0.3 * h, y - 1.05 * h, x + 0.5 * h,
                y - 0.72 * h), w.rgb("coral", depth, 0.0, 0.8), 0.8)  # fmt: skip
            for dx in (-0.2, 0.05, 0.22):
                c.drawCircle(x + dx * h, y - 0.87 * h, 0.045 * h, ink(shine))
        else:
            for t in np.linspace(-1.0, 1.0, 6):
                px, py = x + 0.6 * h * np.sin(t), y - h * np.cos(t)
                c.drawLine(x, y, float(px), float(py), stroke(stem, 0.05 * h))
                c.drawCircle(float(px), float(py), 0.05 * h, ink(shine))


def _rubble_of(c: skia.Canvas, w: World, near: Line, tint: str) -> None:
    def one(rng: Rng, x: float, t: float) -> None:
        r = (0.01 + 0.06 * t) * rng.uniform(0.5, 1.1)
        y = near.at(x) + 0.03 + 0.24 * t
        c.drawPath(disc(x, y, r, r * 0.3), ink(w.pal.shadow, 0.3))
        c.drawPath(disc(x, y + 0.06 * r, 0.92 * r, 0.24 * r), ink(w.rgb(tint, 0.6, rng.uniform(-0.06, 0.02), 0.6)))

    scattered(w, "hollows", 14, one)


def _spores(c: skia.Canvas, w: World) -> None:
    rng, shine = w.sub("spores"), w.pick("shine", (0.4, 1.0, 0.85), (1.0, 0.55, 0.9), (1.0, 0.85, 0.4))
    for _ in range(40):
        x, y = rng.uniform(0, w.a), rng.uniform(0.3, 0.95)
        glow(c, x, y, 0.014, shine, 0.5)
        c.drawCircle(x, y, 0.0016, ink(mix(shine, (1, 1, 1), 0.4), 0.9))
