"""Places of fire and red rock: volcano and canyon."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.kit import disc, piece, soft
from tools.engines.papercut.settings.land import ground_stands
from tools.engines.papercut.settings.lines import hills, mirrored, peaks, slope
from tools.engines.papercut.settings.motifs import grass, rock
from tools.engines.papercut.settings.water import water
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def volcano(w: World) -> None:
    """A volcano with a glowing mouth and smoke, streams of lava through black rock."""
    x, top = w.far_x(w.pick("cone", 0.56, 0.66, 0.48)), 0.24
    red = (1.0, 0.42, 0.14)
    w.lights.append((x, top + 0.05, red, 0.75))
    w.sheet(Sheet("smoke", "cloud", 0.09, lambda c: _smoke(c, w, x, top), ("smoke", "ash"), Ambient(kind="drift", amount=0.3,
        speed=0.006 * w.side), 0.5, 0.6))  # fmt: skip
    cone = slope(w, "cone", [(-1.0, 0.66), (x - 0.75, 0.62), (x - 0.32, 0.44), (x - 0.085, top + 0.01), (x - 0.04,
        top + 0.022), (x + 0.04, top + 0.02), (x + 0.09, top), (x + 0.36, 0.45), (x + 0.8, 0.63), (w.a + 1.0, 0.66)],
        0.006)  # fmt: skip
    land(w, "volcano", cone, "earth", 0.2, own=0.5, lift=-0.1, deco=lambda c: _lava_runs(c, w, x, top, red),
        elements=("volcano", "lava", "mountain"), kind="far")  # fmt: skip
    w.sheet(Sheet("glow", "glow", 0.21, lambda c: glow(c, x, top, 0.34, red, 0.8), ("glow", "lava"), Ambient(kind="flicker",
        amount=0.4, speed=0.5), 0, 0, wash=0, blend="screen"))  # fmt: skip
    ridge = peaks(w, "black", 0.645, 0.045, 0.5)
    land(w, "black rock", ridge, "night", 0.4, own=0.5, lift=-0.04, kind="ground", elements=("rocks", "lava field"))
    near = hills(w, "near", 0.765, 0.016, 1.0)
    land(w, "ground", near, "night", 0.6, own=0.45, deco=lambda c: _volcano_cracks(c, w, near, red), elements=("ground",
        "lava", "rock"))  # fmt: skip
    ground_stands(w, near, 0.6, ridge, 0.4, 0.7)
    rise = Ambient(kind="snow", amount=0.3, speed=0.05)
    w.sheet(Sheet("embers", "weather", 0.85, lambda c: _embers(c, w, red), ("embers", "ash"), rise, 0, 0, wash=0))


def _volcano_cracks(c: skia.Canvas, w: World, near: Line, red: Rgb) -> None:
    rng = w.sub("cracks")
    for _ in range(9):
        px, y = rng.uniform(0, w.a), rng.uniform(0.8, 0.97)
        pts = [(px, y)]
        for _ in range(6):
            pts.append((pts[-1][0] + rng.uniform(0.02, 0.06), pts[-1][1] + rng.uniform(-0.016, 0.016)))
        for (ax, ay), (bx, by) in pairwise(pts):
            glow(c, ax, ay, 0.05, red, 0.3)
            c.drawLine(ax, ay, bx, by, stroke(mix(red, (1, 0.85, 0.4), 0.4), 0.006))
    for _ in range(9):
        px = rng.uniform(0, w.a)
        rock(c, w, rng, (px, near.at(px) + 0.02, rng.uniform(0.04, 0.12), rng.uniform(0.02, 0.05)), w.rgb("night", 0.6, -0.02))


def _lava_runs(c: skia.Canvas, w: World, x: float, top: float, red: Rgb) -> None:
    rng = w.sub("runs")
    for k in range(4):
        px, y = x + (k - 1.5) * 0.03, top + 0.012
        while y < 0.66:
            nx, ny = px + rng.normal((k - 1.5) * 0.012, 0.012), y + 0.03
            c.drawLine(px, y, nx, ny, stroke(mix(red, (1.0, 0.82, 0.35), max(0.0, 0.9 - 2.2 * (y - top))),
                0.01 + 0.01 * (y - top)))  # fmt: skip
            px, y = nx, ny
    c.drawPath(soft(x - 0.09, top + 0.01, x, top + 0.05, x + 0.09, top + 0.005, x, top + 0.015), ink((1.0, 0.85, 0.4)))


def _smoke(c: skia.Canvas, w: World, x: float, top: float) -> None:
    rng = w.sub("smoke")
    dark, lit = mix(w.pal.shadow, w.rgb("rock", 0.1), 0.5), (0.95, 0.5, 0.3)
    for k in range(26):
        t = k / 26
        px, y, r = x + w.side * 0.34 * t**1.5 + rng.normal(0, 0.02 + 0.05 * t), top - 0.36 * t, 0.03 + 0.1 * t
        piece(c, w, disc(px, y, r * rng.uniform(0.8, 1.15), r * 0.8), mix(lit, dark, min(1.0, 0.35 + 1.5 * t)), 0.9, 0.1)


def _embers(c: skia.Canvas, w: World, red: Rgb) -> None:
    rng = w.sub("embers")
    for _ in range(70):
        px, y, r = rng.uniform(-0.1, w.a + 0.1), rng.uniform(-0.08, 1.08), 0.0012 + 0.003 * rng.random() ** 2
        for dy in (-1.16, 0, 1.16):
            if -0.2 < y + dy < 1.2:
                c.drawCircle(px, y + dy, r, ink(mix(red, (1, 0.85, 0.45), rng.random()), 0.85))


def canyon(w: World) -> None:
    """Red walls in layers on both sides of a gorge, tables of rock, a river far below, a ledge to stand on."""
    rows = ((0.5, 0.12, 0.36), (0.42, 0.24, 0.27), (0.36, 0.4, 0.18))
    tints = w.pick("rock", ("clay", "rose", "brick"), ("amber", "clay", "crimson"), ("clay", "sand", "clay"))
    for i, (top, depth, open_) in enumerate(rows):
        line = _gorge(w, i, top, open_)
        land(w, f"walls {i + 1}", line, tints[i], depth, own=0.6, deco=_bands(w, i, line, tints[i], depth),
            kind="far" if i < 2 else "ground", elements=("canyon", "walls", "rock"))  # fmt: skip
    river = Line(np.array([-0.75, w.a + 0.75]), np.array([0.72, 0.72]))
    water(w, "river", river, 0.44, 0.0, 0.3)
    w.stand(Stand("water", 0.43, river, 0.3 * w.a, 0.7 * w.a, 0.5))
    ledge = slope(w, "ledge", mirrored(w, [(-0.4, 0.755), (0.0, 0.76), (0.45, 0.775), (0.6, 0.8), (0.67, 0.9), (0.8, 0.98),
        (1.5, 1.0)]), 0.004)  # fmt: skip
    land(w, "ledge", ledge, tints[0], 0.6, own=0.6, steps=False, deco=lambda c: _canyon_stones(c, w, ledge, tints),
        elements=("ground", "ledge", "rock"))  # fmt: skip
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.56)))
    w.stand(Stand("ground", 0.61, ledge.moved(0.06), x0, x1))
    w.stand(Stand("ground", 0.39, _gorge(w, 2, 0.36, 0.18).moved(0.02), 0.0, 0.25 * w.a, 0.6, big=True))
    foreground(w, "straw", "grass")


def _canyon_stones(c: skia.Canvas, w: World, ledge: Line, tints: tuple[str, ...]) -> None:
    rng = w.sub("stones")
    _bands(w, 5, ledge, tints[0], 0.6)(c)
    for _ in range(8):
        x = w.far_x(rng.uniform(0, 0.6))
        rock(c, w, rng, (x, ledge.at(x) + 0.03, rng.uniform(0.03, 0.08), rng.uniform(0.015, 0.035)), w.rgb(tints[1], 0.6,
            -0.03))  # fmt: skip
        grass(c, w.far_x(rng.uniform(0, 0.62)), ledge.at(x) + 0.012, rng.uniform(0.03, 0.05), w.rgb("straw", 0.6, -0.05, 0.6),
            rng, 5)  # fmt: skip


def _gorge(w: World, i: int, top: float, open_: float) -> Line:
    """A skyline of flat tables that fall off to the gorge in the middle."""
    mid, rng = w.a * (0.5 - 0.1 * w.side), w.sub(f"gorge{i}")
    half = open_ * w.a * 0.5
    left = [(-1.0, top - 0.05), (mid - half - 0.5, top - rng.uniform(0, 0.06)), (mid - half - 0.16, top), (mid - half - 0.14,
        top + 0.09), (mid - half - 0.03, top + 0.1), (mid - half, 0.66)]  # fmt: skip
    right = [(mid + half, 0.66), (mid + half + 0.04, top + 0.06), (mid + half + 0.2, top + 0.05), (mid + half + 0.22,
        top - 0.04), (mid + half + 0.6, top - rng.uniform(0.02, 0.09)), (w.a + 1.0, top - 0.06)]  # fmt: skip
    return slope(w, f"gorge{i}", [*left, (mid, 0.74), *right], 0.004)


def _bands(w: World, i: int, line: Line, tint: str, depth: float) -> Painter:
    """Layers of rock that run level through the walls."""

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"bands{i}")
        c.save()
        c.clipPath(line.path(), True)
        y = float(line.ys.min())
        while y < float(line.ys.max()) + 0.3:
            h = rng.uniform(0.012, 0.04)
            band = hills(w, f"band{i}{y:.2f}", y, 0.004, 0.5)
            c.drawPath(band.path(y + h), ink(shade(w.rgb(tint, depth, 0.0, 0.62), float(rng.uniform(-0.08, 0.07))), 0.75))
            y += h * rng.uniform(1.2, 2.4)
        for _ in range(18):
            x, y0 = rng.uniform(-0.1, w.a + 0.1), rng.uniform(float(line.ys.min()), 0.8)
            c.drawLine(x, y0, x + rng.uniform(-0.01, 0.01), y0 + rng.uniform(0.05, 0.16), stroke(w.pal.shadow, 0.004, 0.18))
        c.restore()

    return paint
