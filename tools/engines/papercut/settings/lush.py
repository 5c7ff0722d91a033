"""Places where much grows: jungle, swamp, garden, savanna."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.kit import Rng, beams, piece, row, scattered, shape, soft
from tools.engines.papercut.settings.land import BREEZE, ground_stands
from tools.engines.papercut.settings.leaves import leaf, palm
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import broadleaf, grass, trunk_path
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def jungle(w: World) -> None:
    """Green behind green: giant trees with buttress roots, palms, lianas, great leaves, and light falling in."""
    feature = w.pick("feature", "fall", "open", "open")
    wall = hills(w, "canopy", 0.34, 0.05, 0.35)
    land(w, "far canopy", wall, "pine", 0.2, elements=("jungle", "canopy"), own=0.6, lift=-0.03)
    ridges = [hills(w, f"green{i}", y, 0.02, 0.7) for i, y in enumerate((0.62, 0.68, 0.72))]
    land(w, "far jungle", ridges[0], "leaf", 0.26, lift=-0.03, before=lambda c: _jungle_far(c, w, feature, ridges),
        elements=("jungle", "trees", "palms"), own=0.55, joins=True)  # fmt: skip
    land(w, "jungle", ridges[1], "pine", 0.36, before=lambda c: _jungle_giants(c, w), elements=("jungle", "trees", "lianas"),
        own=0.6, kind="ground", ambient=BREEZE)  # fmt: skip
    slow = Ambient(kind="flicker", amount=0.2, speed=0.1)
    w.sheet(Sheet("light shafts", "glow", 0.4, lambda c: beams(c, w, (w.light[0], -0.05), 5, 0.24 * w.pal.light_power),
        ("light", "rays"), slow, 0, 0, wash=0, blend="screen"))  # fmt: skip
    near = hills(w, "near", 0.775, 0.02, 1.0)
    land(w, "jungle floor", near, "moss", 0.6, own=0.6, lift=-0.02, elements=("ground", "ferns", "jungle floor"),
        deco=lambda c: _jungle_ferns(c, w, near))  # fmt: skip
    ground_stands(w, near, 0.6, ridges[1], 0.36, 0.72)
    w.stand(Stand("water", 0.59, near.moved(0.05), 0.1 * w.a, 0.9 * w.a, 0.8))
    w.sheet(Sheet("great leaves", "foreground", 0.95, lambda c: _jungle_front(c, w), ("leaves", "foreground"),
        Ambient(kind="sway", amount=0.25, speed=0.14), 0.8, 0.6, 0.004, pivot=(w.a / 2, 1.1)))  # fmt: skip


def _jungle_front(c: skia.Canvas, w: World) -> None:
    rng, dark = w.sub("front"), mix(w.rgb("leaf", 0.95, -0.06, 0.6), w.pal.shadow, 0.35)
    for f in (-1, 1):
        heavy = f == (1 if w.far_x(1) > w.far_x(0) else -1)
        x = w.a / 2 + f * (w.a / 2 + 0.04)
        for i in range(6 if heavy else 3):
            leaf(c, (x, 1.08), rng.uniform(0.32, 0.52 if heavy else 0.38), -f * (0.15 + 0.27 * i), shade(dark,
                rng.uniform(-0.03, 0.06)), i % 2 == 0)  # fmt: skip
        if heavy:
            for i in range(4):
                leaf(c, (x, -0.1), rng.uniform(0.3, 0.45), np.pi + f * (0.3 + 0.3 * i), shade(dark, rng.uniform(-0.03, 0.05)),
                    i % 2 == 1)  # fmt: skip


def _jungle_ferns(c: skia.Canvas, w: World, near: Line) -> None:
    def one(rng: Rng, x: float, t: float) -> None:
        y, tone = near.at(x) + 0.01 + 0.24 * t, w.rgb("leaf", 0.6, rng.uniform(-0.08, 0.04), 0.7)
        for turn in np.linspace(-1.1, 1.1, 5):
            leaf(c, (x, y), (0.05 + 0.05 * t) * rng.uniform(0.8, 1.2), float(turn), shade(tone, float(rng.uniform(-0.03,
                0.04))))  # fmt: skip
        if rng.random() < 0.35:
            c.drawCircle(x, y - 0.05, 0.014, ink(w.rgb(str(rng.choice(["coral", "flower", "gold"])), 0.6, 0.05, 0.9)))

    scattered(w, "ferns", 22, one)


def _jungle_giants(c: skia.Canvas, w: World) -> None:
    rng = w.sub("giants")
    for t in w.pick("giants", (0.05, 0.34, 0.62), (0.16, 0.5, 0.97), (0.0, 0.28, 0.9)):
        x = w.far_x(t)
        if abs(x - w.light[0]) < 0.08:
            continue
        tone, wide = w.rgb("wood", 0.36, rng.uniform(-0.05, 0.03), 0.5), rng.uniform(0.035, 0.06)
        piece(c, w, trunk_path(x, 0.74, 1.3, wide, rng.uniform(-0.03, 0.03)), tone, 1.1, 0.1)
        for f in (-1, 0, 1):
            piece(c, w, soft(x + f * wide, 0.5, x + f * wide * 2.4, 0.7, x + f * wide * 3.4, 0.76, x + f * wide, 0.76),
                shade(tone, -0.02), 0.7)  # fmt: skip
    for _ in range(9):
        x, sag = rng.uniform(0, w.a), rng.uniform(0.15, 0.5)
        c.drawPath(soft(x, -0.2, x + 0.03, sag * 0.7, x + rng.uniform(0.1, 0.3), -0.2, x + 0.05, sag), stroke(w.rgb("moss",
            0.38, -0.08, 0.6), 0.006))  # fmt: skip
    _roof(c, w, rng, 0.38, 0.1)


def _jungle_far(c: skia.Canvas, w: World, feature: str, ridges: list[Line]) -> None:
    rng, line = w.sub("far trees"), ridges[0]
    if feature == "fall":
        x = w.light[0]
        c.drawPath(shape(x - 0.035, 0.2, x + 0.035, 0.2, x + 0.06, 0.7, x - 0.06, 0.7), wash(w.rgb("foam", 0.15, 0.02, 0.8),
            w.rgb("foam", 0.2, 0.0, 0.6), 0.2, 0.7))  # fmt: skip
        for f in (-1, 1):
            piece(c, w, soft(x + f * 0.04, 0.17, x + f * 0.3, 0.12, x + f * 0.5, 0.3, x + f * 0.5, 0.8, x + f * 0.06, 0.8),
                w.rgb("rock", 0.14, -0.04, 0.5), 1.0)  # fmt: skip
    for x in row(-0.3, w.a + 0.3, 0.13):
        if abs(x - w.light[0]) > 0.12:
            px, h = x + rng.uniform(-0.04, 0.04), rng.uniform(0.26, 0.5)
            if rng.random() < 0.4:
                palm(c, w, rng, (px, line.at(px) + 0.02), h, 0.15)
            else:
                broadleaf(c, w, rng, px, line.at(px) + 0.02, h * 1.1, 0.15)


def _roof(c: skia.Canvas, w: World, rng: Rng, depth: float, y: float) -> None:
    """Leaves hanging in from above."""
    tone = w.rgb("leaf", depth, -0.04, 0.65)
    for x in row(-0.3, w.a + 0.3, 0.075):
        gap = float(np.exp(-(((x - w.light[0]) / (0.2 * w.a)) ** 2)))
        leaf(c, (x + rng.uniform(-0.03, 0.03), y - 0.2 - 0.12 * gap), rng.uniform(0.14, 0.24), np.pi + rng.uniform(-0.5, 0.5),
            shade(tone, rng.uniform(-0.06, 0.05)))  # fmt: skip


def savanna(w: World) -> None:
    """Gold grass to the horizon, umbrella trees, far blue hills, termite mounds."""
    land(w, "far hills", hills(w, "far", 0.52, 0.03, 0.7), "skyline", 0.1, elements=("hills",))
    for i, (y, depth, n) in enumerate(((0.57, 0.22, 6), (0.64, 0.4, 3))):
        line = hills(w, f"plain{i}", y, 0.01, 1.4)
        land(w, f"plain {i + 1}", line, "straw", depth, own=0.62, kind="far" if i == 0 else "ground", before=_umbrellas(w, i,
            line, depth, n), elements=("trees", "acacia", "savanna", "grass"))  # fmt: skip
    near = hills(w, "near", 0.745, 0.014, 1.5)
    land(w, "savanna", near, "straw", 0.6, own=0.62, lift=-0.01, elements=("grass", "ground", "savanna"),
        deco=lambda c: _savanna_blades(c, w, near), ambient=BREEZE)  # fmt: skip
    ground_stands(w, near, 0.6, hills(w, "plain1", 0.64, 0.01, 1.4), 0.4, 0.75)
    w.stand(Stand("water", 0.59, near.moved(0.05), 0.1 * w.a, 0.9 * w.a, 0.8))
    land(w, "near tree", hills(w, "front", 0.975, 0.012, 1.0), "straw", 0.84, own=0.5, lift=-0.1,
        before=lambda c: _savanna_bough(c, w), elements=("tree", "acacia", "grass"), ambient=BREEZE)  # fmt: skip
    foreground(w, "straw", "grass")


def _savanna_bough(c: skia.Canvas, w: World) -> None:
    rng = w.sub("near tree")
    _acacia(c, w, rng, w.far_x(w.pick("tree", 0.93, 1.0)), 1.02, 0.98, 0.85)


def _savanna_blades(c: skia.Canvas, w: World, near: Line) -> None:
    def one(rng: Rng, x: float, t: float) -> None:
        tone = w.rgb(str(rng.choice(["straw", "amber", "grass"])), 0.6, rng.uniform(-0.1, 0.02), 0.7)
        grass(c, x, near.at(x) + 0.01 + 0.24 * t, (0.035 + 0.04 * t) * rng.uniform(0.7, 1.2), tone, rng, 6)

    scattered(w, "blades", 90, one)


def _umbrellas(w: World, i: int, line: Line, depth: float, count: int) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"umbrellas{i}")
        for _ in range(count):
            x = rng.uniform(0, w.a)
            if abs(x - w.light[0]) > 0.12:
                _acacia(c, w, rng, x, line.at(x) + 0.012, rng.uniform(0.13, 0.2) * (1 + 0.5 * i), depth)
        for _ in range(3 * i):
            x, h = rng.uniform(0, w.a), rng.uniform(0.05, 0.09)
            piece(c, w, soft(x - 0.4 * h, line.at(x) + 0.02, x - 0.1 * h, line.at(x) - h, x + 0.15 * h, line.at(x) - 0.7 * h,
                x + 0.45 * h, line.at(x) + 0.02), w.rgb("clay", depth, -0.03, 0.6), 0.6)  # fmt: skip

    return paint


def _acacia(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, h: float, depth: float) -> None:
    bark, green = w.rgb("wood", depth, -0.1, 0.45), w.rgb("leaf", depth, -0.03, 0.6)
    c.drawLine(x, y, x + 0.03 * h, y - 0.45 * h, stroke(bark, 0.05 * h))
    for f in (-0.42, -0.16, 0.14, 0.4):
        c.drawLine(x + 0.03 * h, y - 0.42 * h, x + f * h, y - 0.83 * h, stroke(bark, 0.024 * h))
    for dx, dy, r in ((-0.3, 0.8, 0.3), (0.28, 0.83, 0.32), (0.0, 0.92, 0.4)):
        blob = soft(*(v for t in np.linspace(0, 6.28, 11,
            endpoint=False) for v in (x + dx * h + r * h * np.cos(t) * rng.uniform(0.85, 1.1),
            y - dy * h + 0.28 * r * h * np.sin(t) * rng.uniform(0.7, 1.3))))  # fmt: skip
        piece(c, w, blob, shade(green, rng.uniform(-0.03, 0.03)), 0.8)
