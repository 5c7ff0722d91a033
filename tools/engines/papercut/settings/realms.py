"""Settings without ordinary ground or sky: underwater, sky, space, another planet, cave, ruins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import ground_stands, tufts
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.motifs import polygon, rock
from tools.engines.papercut.shears import outline
from tools.engines.papercut.world import Painter, Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def backdrop(w: World, name: str, painter: Painter, words: tuple[str, ...]) -> None:
    """The farthest sheet of a place that has no sky: `painter` covers all of it."""
    w.open_sky = False
    w.sheet(Sheet(name, "sky", 0.0, painter, words, shadow=0, rim=0, wash=0))


def fill(c: skia.Canvas, w: World, stops: tuple[float, ...]) -> None:
    """The palette's sky colours from the top down, one at each stop."""
    import skia

    paint = skia.Paint(Dither=True)
    colors = [skia.Color4f(*col, 1).toColor() for col in w.pal.sky]
    paint.setShader(skia.GradientShader.MakeLinear([(0, 0), (0, 1)], colors, list(stops)))
    c.drawPaint(paint)


def sky(w: World) -> None:
    """High in the air: a sea of clouds, islands of cloud nearer by."""
    for i, (y, depth) in enumerate(((0.62, 0.16), (0.72, 0.32), (0.83, 0.55), (0.99, 0.86))):
        drift = Ambient(kind="drift", amount=0.5, speed=(0.004 + 0.008 * i) * w.side)
        w.sheet(
            Sheet(f"clouds {i + 1}", "cloud", depth, _bank(w, i, y, depth), ("clouds", "cloud sea", "cloud"), drift, 0.7, 0.7)
        )
    w.stand(Stand("air", 0.5, level(w, 0.44), 0.1 * w.a, 0.9 * w.a, 1.2))
    w.stand(Stand("air", 0.45, level(w, 0.46), 0.1 * w.a, 0.9 * w.a, 1.0, big=True))
    w.stand(Stand("ground", 0.54, level(w, 0.80), 0.1 * w.a, 0.9 * w.a))
    w.stand(Stand("ground", 0.53, level(w, 0.84), 0.1 * w.a, 0.9 * w.a, 0.75, big=True))


def _bank(w: World, i: int, y: float, depth: float) -> Painter:
    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub(f"bank{i}")
        path = skia.Path()
        path.addRect(skia.Rect.MakeLTRB(-0.8, y + 0.05, w.a + 0.8, 1.8))
        x = -0.8
        while x < w.a + 0.8:
            r = rng.uniform(0.05, 0.115) * (0.7 + 0.7 * depth) * w.k
            path.addCircle(float(x), float(y + 0.05 - r * rng.uniform(0.1, 0.75)), float(r))
            x += r * 1.15
        top = mix(mix(w.pal.light, (1, 1, 1), 0.35), w.pal.depth_tone(depth), 0.12 + 0.5 * depth + 0.25 * (1 - w.pal.bright))
        low = mix(w.pal.depth_tone(depth), w.pal.haze, 0.45 * (1 - depth))
        c.drawPath(outline(path), wash(top, low, y - 0.08, y + 0.3))

    return paint


def ruins(w: World) -> None:
    """Broken columns and arches on a hill, grass growing over them."""
    land(w, "far hills", hills(w, "far", 0.5, 0.05, 0.9), "pine", 0.12, elements=("hills",))
    second = hills(w, "second", 0.6, 0.03, 1.0)

    def columns(c: skia.Canvas) -> None:
        rng = w.sub("columns")
        for j in range(8):
            x, h = w.a * (j + rng.uniform(0.3, 0.7)) / 8, rng.uniform(0.1, 0.32) * w.k
            if abs(x - w.light[0]) > 0.08 * w.a:
                _column(c, w, rng, x, second.at(x) + 0.02, h, 0.4)

    land(w, "ruins", second, "moss", 0.42, kind="ground", before=columns, elements=("ruins", "columns", "hill"))
    near = hills(w, "near", 0.735, 0.024, 1.3)

    def stones(c: skia.Canvas) -> None:
        rng = w.sub("fallen")
        tufts(c, w, near, 0.6, 90, 0.04, 14)
        for _ in range(6):
            x = rng.uniform(0, w.a)
            rock(
                c,
                w,
                rng,
                (x, near.at(x) + 0.02, rng.uniform(0.05, 0.12) * w.k, rng.uniform(0.025, 0.05) * w.k),
                w.rgb("stone", 0.6),
            )

    land(w, "ground", near, "grass", 0.6, own=0.5, elements=("ground", "grass", "stones"), deco=stones)
    ground_stands(w, near, 0.6, second, 0.42, 0.72)

    def near_columns(c: skia.Canvas) -> None:
        rng = w.sub("near columns")
        _column(c, w, rng, w.far_x(0.95), 1.02, 0.92 * w.k, 0.84)

    land(
        w,
        "near ruins",
        hills(w, "front", 0.97, 0.014, 1.0),
        "moss",
        0.84,
        lift=-0.07,
        before=near_columns,
        elements=("column", "ruins"),
    )
    foreground(w, "leaf", "leaves")


def _column(c: skia.Canvas, w: World, rng: np.random.Generator, x: float, y: float, h: float, depth: float) -> None:
    half, tone = 0.022 * w.k * (0.6 + depth), w.rgb("stone", depth, 0.0, 0.5)
    top = [
        (x - half, y - h * rng.uniform(0.9, 1.0)),
        (x - half * 0.2, y - h * rng.uniform(0.82, 1)),
        (x + half * 0.5, y - h * 0.98),
        (x + half, y - h * rng.uniform(0.8, 1.0)),
    ]
    cut(
        c,
        w,
        polygon([(x - half * 1.1, y), *top, (x + half * 1.1, y)]),
        wash(shade(tone, 0.03), shade(tone, -0.06), y - h, y),
        0.9,
    )
    for dx in (-0.5, 0.0, 0.5):
        c.drawLine(x + dx * half, y - 0.05 * h, x + dx * half, y - 0.78 * h, stroke(w.pal.shadow, half * 0.16, 0.22))
    cut(
        c,
        w,
        polygon([(x - half * 1.6, y), (x - half * 1.4, y - 0.02), (x + half * 1.4, y - 0.02), (x + half * 1.6, y)]),
        ink(shade(tone, -0.03)),
        0.6,
    )
