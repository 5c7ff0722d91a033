"""Places where much grows in order or in water: swamp and garden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import mist
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.kit import Rng, arch, disc, lantern, piece, rect, row, scattered, shape, soft
from tools.engines.papercut.settings.land import BREEZE, ground_stands, tufts
from tools.engines.papercut.settings.leaves import leaf
from tools.engines.papercut.settings.lines import hills, level, waves
from tools.engines.papercut.settings.motifs import broadleaf, reed
from tools.engines.papercut.settings.water import water
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def swamp(w: World) -> None:
    """Still dark water, dead and mossy trees on stilts of root, lily pads, mist, lights that wander."""
    for i, (y, depth) in enumerate(((0.56, 0.14), (0.6, 0.26))):
        line = hills(w, f"isle{i}", y, 0.012, 0.5)
        land(w, f"far trees {i + 1}", line, "moss", depth, before=_mossy(w, i, line, depth, 9 - 2 * i), elements=("trees",
            "swamp"), joins=i > 0)  # fmt: skip
    lines = [waves(w, f"still{i}", y, 0.0025 + 0.001 * i, 0.34) for i, y in enumerate((0.635, 0.71, 0.79))]
    for i, line in enumerate(lines):
        water(w, f"water {i + 1}", line, 0.36 + 0.09 * i, -0.05, 0.2)
    trees = w.pick("near trees", (0.12, 0.9), (0.75, 0.97), (0.02, 0.6, 0.95))
    w.sheet(Sheet("trees", "prop", 0.5, lambda c: _swamp_near_trees(c, w, trees), ("trees", "moss", "roots"), BREEZE,
        pivot=(w.a / 2, 0.83)))  # fmt: skip
    w.stand(Stand("water", 0.53, lines[2], 0.1 * w.a, 0.9 * w.a, 0.85))
    w.stand(Stand("water", 0.44, lines[1], 0.1 * w.a, 0.9 * w.a, 0.75, big=True))
    bank = hills(w, "bank", 0.865, 0.016, 0.9)
    w.sheet(Sheet("lily pads", "water", 0.55, lambda c: _swamp_pads(c, w), ("lily pads", "lilies"), Ambient(kind="bob",
        amount=0.12, speed=0.15)))  # fmt: skip
    land(w, "bank", bank, "moss", 0.6, own=0.55, lift=-0.03, deco=lambda c: _swamp_growth(c, w, bank), elements=("ground",
        "bank", "reeds"))  # fmt: skip
    w.stand(Stand("ground", 0.61, bank.moved(0.05), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.25, hills(w, "isle1", 0.6, 0.012, 0.5).moved(0.015), 0.1 * w.a, 0.9 * w.a, 0.55, big=True))
    mist = Ambient(kind="drift", amount=0.4, speed=0.006 * w.side)
    w.sheet(Sheet("mist", "weather", 0.48, lambda c: _mist(c, w), ("mist", "fog"), mist, 0, 0, wash=0))
    foreground(w, "moss", "fronds", top=True)


def _swamp_pads(c: skia.Canvas, w: World) -> None:
    def one(rng: Rng, x: float, t: float) -> None:
        y, r = 0.73 + 0.12 * t, 0.02 + 0.028 * t
        piece(c, w, soft(x - r, y, x - 0.7 * r, y - 0.3 * r, x + 0.7 * r, y - 0.32 * r, x + r, y, x + 0.7 * r, y + 0.3 * r,
            x - 0.7 * r, y + 0.3 * r), w.rgb("leaf", 0.5, rng.uniform(-0.05, 0.03), 0.7), 0.3)  # fmt: skip
        if rng.random() < 0.35:
            for k in np.linspace(-0.9, 0.9, 5):
                leaf(c, (x, y - 0.1 * r), 0.7 * r, float(k), w.rgb("blossom", 0.55, 0.05, 0.9))

    scattered(w, "pads", 15, one)


def _swamp_growth(c: skia.Canvas, w: World, bank: Line) -> None:
    rng = w.sub("growth")
    for _ in range(16):
        x = rng.uniform(-0.1, w.a + 0.1)
        reed(c, x, bank.at(x) + 0.02, rng.uniform(0.09, 0.2), w.rgb("moss", 0.6, rng.uniform(-0.08, 0.0), 0.6), rng)
    tufts(c, w, bank, 0.6, 70, 0.05)


def _swamp_near_trees(c: skia.Canvas, w: World, trees: list[float]) -> None:
    rng = w.sub("stilts")
    for t in trees:
        _stilt(c, w, rng, w.far_x(t), 0.83, 0.05)


def _mossy(w: World, i: int, line: Line, depth: float, count: int) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"mossy{i}")
        for j in range(count):
            x = w.a * (j + rng.uniform(0.1, 0.9)) / count
            if abs(x - w.light[0]) > 0.1:
                _stilt(c, w, rng, x, line.at(x) + 0.02, 0.018 + 0.008 * i, depth)

    return paint


def _stilt(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, wide: float, depth: float = 0.5) -> None:
    """A tree on roots, its boughs hung with moss."""
    bark, moss = w.rgb("wood", depth, -0.1, 0.4), w.rgb("moss", depth, -0.02, 0.65)
    h = wide * rng.uniform(12, 17)
    piece(c, w, soft(x - 1.9 * wide, y, x - 0.6 * wide, y - 0.14 * h, x - 0.4 * wide, y - h, x + 0.4 * wide, y - h,
        x + 0.6 * wide, y - 0.14 * h, x + 1.9 * wide, y, x + 0.6 * wide, y - 0.04 * h, x, y + 0.01, x - 0.6 * wide,
        y - 0.04 * h), bark, 0.9)  # fmt: skip
    for f in (-1, 1, -0.55, 0.6):
        t, reach = rng.uniform(0.55, 0.95), f * wide * rng.uniform(3, 5)
        by = y - h * t
        c.drawPath(soft(x, by, x + 0.5 * reach, by - 0.3 * wide, x + reach, by - 1.2 * wide, x + 0.5 * reach,
            by + 0.3 * wide), ink(bark))  # fmt: skip
        for k in np.linspace(0.35, 1.0, 5):
            mx, my, drop = x + reach * k, by - 0.9 * wide * k, wide * rng.uniform(1.5, 3.5)
            c.drawPath(soft(mx - 0.3 * wide, my, mx + 0.3 * wide, my, mx + 0.1 * wide, my + drop, mx - 0.1 * wide,
                my + drop * 0.8), ink(shade(moss, float(rng.uniform(-0.06, 0.03))), 0.9))  # fmt: skip
    if not w.snowy:
        crown = disc(x, y - h, 2.4 * wide, 1.3 * wide)
        piece(c, w, crown, w.rgb("leaf", depth, -0.07, 0.55), 0.7)


def _mist(c: skia.Canvas, w: World) -> None:
    rng, color = w.sub("swamp mist"), mix(w.pal.haze, (1, 1, 1), 0.15 * w.pal.bright)
    for _ in range(9):
        x, y, r = rng.uniform(-0.1, w.a + 0.1), rng.uniform(0.58, 0.75), rng.uniform(0.2, 0.42)
        mist(c, (x, y), r, 0.16, color, (0.34, 0.15, 0.0))


def garden(w: World) -> None:
    """Hedges and beds in order: a path to an arch of roses, a fountain or a pond, lanterns in trees."""
    land(w, "far trees", hills(w, "far", 0.5, 0.03, 0.9), "pine", 0.12, elements=("hills", "trees"))
    hedge, middle = level(w, 0.56), level(w, 0.6)
    x = w.far_x(w.pick("arch", 0.4, 0.5, 0.62))
    heart = w.pick("heart", "fountain", "arch", "pavilion")
    land(w, "hedge", hedge, "leaf", 0.3, before=lambda c: _garden_hedges(c, w), elements=("hedge", "trees", "garden"), own=0.6)
    land(w, "beds", middle, "grass", 0.42, own=0.62, kind="ground", deco=lambda c: _garden_beds(c, w, heart, x),
        elements=("flowers", "garden", "fountain", "arch", "path"))  # fmt: skip
    near = hills(w, "near", 0.755, 0.01, 1.5)
    land(w, "lawn", near, "grass", 0.6, own=0.64, elements=("grass", "ground", "lawn", "path"), deco=lambda c: _garden_lawn(c,
        w, near, x), ambient=BREEZE)  # fmt: skip
    ground_stands(w, near, 0.6, middle.moved(0.05), 0.42, 0.72)
    w.stand(Stand("water", 0.415, middle.moved(0.08), x - 0.1, x + 0.1, 0.5))
    lamp = w.far_x(0.93)
    if w.dark:
        w.lights.append((lamp, 0.2, (1.0, 0.78, 0.42), 0.6))
    w.sheet(Sheet("bough", "foreground", 0.86, lambda c: _garden_bough(c, w), ("bough", "lanterns", "tree"),
        Ambient(kind="sway", amount=0.12, speed=0.12), 0.8, 0.5, 0.002, pivot=(w.far_x(1.0), 0.0)))  # fmt: skip
    foreground(w, "leaf", "leaves")


def _garden_bough(c: skia.Canvas, w: World) -> None:
    rng = w.sub("bough")
    f = -w.side
    bark = mix(w.rgb("wood", 0.85, -0.1, 0.4), w.pal.shadow, 0.3)
    edge = w.far_x(1.0)
    c.drawPath(soft(edge + f * 0.1, 0.05, edge - f * 0.3, 0.06, edge - f * 0.62, 0.02, edge - f * 0.3, 0.03, edge + f * 0.1,
        -0.02), ink(bark))  # fmt: skip
    green = mix(w.rgb("blossom" if w.plan.season == "spring" else "leaf", 0.85, -0.03, 0.6), w.pal.shadow, 0.22)
    for _ in range(0 if w.snowy else 34):
        leaf(c, (edge - f * rng.uniform(-0.05, 0.62), rng.uniform(-0.04, 0.08)), rng.uniform(0.04, 0.075), rng.uniform(0,
            6.28), shade(green, rng.uniform(-0.05, 0.06)))  # fmt: skip
    for t, drop in ((0.15, 0.1), (0.36, 0.15)):
        px = edge - f * t
        c.drawLine(px, 0.03, px, 0.03 + drop, stroke(bark, 0.003))
        lantern(c, w, px, 0.06 + drop, 0.028)


def _garden_lawn(c: skia.Canvas, w: World, near: Line, x: float) -> None:
    c.drawPath(soft(x - 0.2, 0.74, x + 0.2, 0.74, x + 0.2 + 0.2 * w.side, 0.85, x + 0.7, 1.3, x - 0.5, 1.3,
        x - 0.12 + 0.2 * w.side, 0.87), ink(w.rgb("sand", 0.58, 0.03, 0.55)))  # fmt: skip
    tufts(c, w, near, 0.6, 80, 0.035, 34)


def _garden_beds(c: skia.Canvas, w: World, heart: str, x: float) -> None:
    for j, (y, size) in enumerate(((0.615, 0.016), (0.655, 0.022), (0.7, 0.03))):
        rng = w.sub(f"bed{j}")
        for f in (-1, 1):
            tints = [w.rgb(str(rng.choice(["flower", "gold", "blossom", "coral", "amber", "rose", "navy"])), 0.45, 0.04,
                0.9) for _ in range(2)]  # fmt: skip
            for k in range(0 if w.snowy else 46):
                px = x + f * (0.13 + 0.07 * j + rng.uniform(0, 0.9))
                py = y + rng.uniform(-0.006, 0.012)
                c.drawCircle(px, py, size * 0.75, ink(w.rgb("leaf", 0.45, rng.uniform(-0.09, 0.0), 0.7)))
                c.drawCircle(px + 0.006, py - size * 0.55, size * 0.42, ink(tints[k % 2]))
    c.drawPath(shape(x - 0.04, 0.6, x + 0.04, 0.6, x + 0.2, 0.78, x - 0.2, 0.78), ink(w.rgb("sand", 0.45, 0.04, 0.6)))
    _heart(c, w, heart, x)


def _garden_hedges(c: skia.Canvas, w: World) -> None:
    rng = w.sub("hedges")
    for px in row(-0.2, w.a + 0.2, 0.24):
        broadleaf(c, w, rng, px + rng.uniform(-0.05, 0.05), 0.57, rng.uniform(0.2, 0.34), 0.25)
    green = w.rgb("pine", 0.3, 0.0, 0.65)
    for px in row(-0.5, w.a + 0.5, 0.1):
        piece(c, w, rect(px, 0.5 + 0.016 * (int(px * 10 + 90) % 3), px + 0.1, 0.66, 0.016), shade(green,
            0.025 * (int(px * 10 + 90) % 3)), 0.6)  # fmt: skip


def _heart(c: skia.Canvas, w: World, kind: str, x: float) -> None:
    """What the garden leads to."""
    stone = w.rgb("stone", 0.45, 0.05, 0.5)
    if kind == "fountain":
        blue = w.rgb("water", 0.45, 0.08, 0.7)
        piece(c, w, soft(x - 0.16, 0.65, x + 0.16, 0.65, x + 0.14, 0.71, x - 0.14, 0.71), stone, 1.0)
        c.drawPath(disc(x, 0.658, 0.125, 0.014), ink(blue))
        piece(c, w, rect(x - 0.014, 0.52, x + 0.014, 0.655), stone, 0.7)
        piece(c, w, soft(x - 0.075, 0.545, x + 0.075, 0.545, x + 0.03, 0.585, x - 0.03, 0.585), stone, 0.8)
        for k in np.linspace(-1, 1, 9):
            c.drawPath(soft(x, 0.52, x + 0.05 * k, 0.4 + 0.03 * abs(k), x + 0.1 * k, 0.53, x + 0.12 * k, 0.65, x + 0.06 * k,
                0.5), stroke(mix(blue, (1, 1, 1), 0.6), 0.004, 0.9))  # fmt: skip
    elif kind == "arch":
        piece(c, w, outline_arch(x), w.rgb("leaf", 0.45, -0.06, 0.7), 0.9)
        rng = w.sub("roses")
        for t in np.linspace(0, np.pi, 16):
            r = 0.128 + rng.uniform(-0.012, 0.012)
            c.drawCircle(float(x + r * np.cos(t)), float(0.49 - r * np.sin(t)), 0.014, ink(w.rgb("flower", 0.45, 0.05, 0.9)))
        for f in (-1, 1):
            for y in row(0.5, 0.66, 0.035):
                c.drawCircle(x + f * 0.128 + rng.uniform(-0.01, 0.01), y, 0.011, ink(w.rgb("flower", 0.45, 0.03, 0.9)))
    else:
        for dx in (-0.12, -0.04, 0.04, 0.12):
            piece(c, w, rect(x + dx - 0.01, 0.45, x + dx + 0.01, 0.67), stone, 0.7)
        piece(c, w, rect(x - 0.16, 0.655, x + 0.16, 0.68), stone, 0.6)
        piece(c, w, soft(x - 0.19, 0.46, x - 0.1, 0.36, x, 0.27, x + 0.1, 0.36, x + 0.19, 0.46), w.rgb("teal", 0.45, 0.0,
            0.7), 1.0)  # fmt: skip


def outline_arch(x: float) -> skia.Path:
    """The band of a garden arch around x."""
    return combine(arch(x - 0.155, 0.335, x + 0.155, 0.68), arch(x - 0.1, 0.39, x + 0.1, 0.7), "difference")
