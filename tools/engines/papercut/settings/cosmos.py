"""Deep space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.lines import level, slope
from tools.engines.papercut.settings.motifs import polygon
from tools.engines.papercut.settings.realms import backdrop, fill
from tools.engines.papercut.settings.worlds import bare_ground
from tools.engines.papercut.sky import spark
from tools.engines.papercut.world import Painter, Sheet, Stand, World, cut, ink, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def space(w: World) -> None:
    """Deep space: nebula cut in rings, stars, a great planet with its ring, a ground of rock when someone stands."""
    backdrop(w, "space", lambda c: _deep(c, w), ("space", "nebula", "sky"))

    w.sheet(
        Sheet(
            "stars",
            "sky",
            0.02,
            lambda c: _stars(c, w),
            ("stars", "star"),
            Ambient(kind="twinkle", amount=0.6, speed=0.3),
            0,
            0,
            wash=0,
        )
    )
    if not w.has("sky"):
        w.sheet(Sheet("planet", "celestial", 0.08, _planet(w), ("planet",), shadow=0.4, rim=1.2))
    w.sheet(
        Sheet("asteroids", "far", 0.34, _asteroids(w), ("asteroids", "rocks"), Ambient(kind="drift", amount=0.3, speed=0.004))
    )
    for place, y in (("air", 0.44), ("sky", 0.3)):
        w.stand(Stand(place, 0.5, level(w, y), 0.1 * w.a, 0.9 * w.a, 1.15))
    w.stand(Stand("air", 0.46, level(w, 0.48), 0.1 * w.a, 0.9 * w.a, 0.85, big=True))
    if w.has("ground", "floor", "water"):
        bare_ground(w, 0.79)


def _stars(c: skia.Canvas, w: World) -> None:
    rng = w.sub("stars")
    for _ in range(46):
        x, y, s = rng.uniform(0, w.a), rng.uniform(-0.02, 0.95), 0.005 + 0.013 * rng.random() ** 3
        glow(c, x, y, s * 2.6, w.pal.light, 0.3)
        c.drawPath(spark(x, y, s), ink(mix((1, 1, 1), w.pal.light, 0.4)))


def _deep(c: skia.Canvas, w: World) -> None:
    import skia

    rng = w.sub("nebula")
    fill(c, w, (0.0, 0.35, 0.75, 1.1))
    for i in range(7, 0, -1):
        x, y = w.light[0] + 0.05 * i * w.side, w.light[1] + 0.035 * i
        turns = np.linspace(0, 2 * np.pi, 110, endpoint=False)
        phase = rng.uniform(0, 6.28, 3)
        r = (
            0.13
            * i
            * (
                1
                + 0.16 * np.sin(2 * turns + phase[0])
                + 0.09 * np.sin(5 * turns + phase[1])
                + 0.05 * np.sin(9 * turns + phase[2])
            )
        )
        path = polygon(
            [(float(x + 1.35 * q * np.cos(t)), float(y + 0.72 * q * np.sin(t + 0.25))) for q, t in zip(r, turns, strict=True)]
        )
        dark = ink(w.pal.shadow, 0.3)
        dark.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.02))
        c.drawPath(path, dark)
        a, b = w.pick("nebula", ("flower", "crystal"), ("amber", "rose"), ("teal", "navy"), ("coral", "gold"))
        hue = mix(w.pal.materials[a], w.pal.materials[b], (i / 7) ** 1.4)
        tint = ink(mix(shade(hue, -0.04, 1.25), w.pal.light, max(0.0, 0.36 - 0.08 * i)), 0.27 - 0.016 * i)
        tint.setBlendMode(skia.BlendMode.kScreen)
        c.drawPath(path, tint)
    for _ in range(420):
        x, y, r = rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.15, 1.15), 0.0005 + 0.0019 * rng.random() ** 4
        c.drawCircle(x, y, r, ink((1, 1, 1), 0.25 + 0.65 * rng.random()))


def _planet(w: World) -> Painter:
    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub("planet")
        x, y, r = w.a * (0.5 - 0.21 * w.side), 0.42, 0.2 * w.k
        tone = w.rgb(w.pick("world", "planet", "teal", "amber", "rose", "ice"), 0.4, 0.08, 0.85)
        ring = stroke(mix(tone, w.pal.light, 0.5), 0.026 * w.k, 0.9)

        def half(lower: bool) -> None:
            c.save()
            c.translate(x, y)
            c.rotate(-17.0 * w.side)
            c.clipRect(skia.Rect.MakeLTRB(-2, 0 if lower else -2, 2, 2 if lower else 0))
            if w.pick("ring", True, True, False):
                c.drawOval(skia.Rect.MakeLTRB(-1.75 * r, -0.4 * r, 1.75 * r, 0.4 * r), ring)
            c.restore()

        half(False)
        body = skia.Path()
        body.addCircle(x, y, r)
        c.drawPath(body, wash(shade(tone, 0.06), shade(tone, -0.09), y - r, y + r))
        c.save()
        c.clipPath(body, True)
        for i in range(5):
            band = slope(
                w, f"band{i}", [(0, y - r + 0.4 * r * i + rng.uniform(-0.02, 0.02)), (w.a, y - r + 0.4 * r * i + 0.1)], 0.004
            )
            c.drawPath(band.path(y - r + 0.4 * r * i + 0.2 * r), ink(shade(tone, -0.05 + 0.1 * (i % 2)), 0.6))
        dark = ink(w.pal.shadow, 0.62)
        dark.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.03))
        dx, dy = x - w.light[0], y - w.light[1]
        far = float(np.hypot(dx, dy))
        c.drawCircle(x + dx / far * r * 0.95, y + dy / far * r * 0.95, r * 1.05, dark)
        c.restore()
        half(True)

    return paint


def _asteroids(w: World) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub("asteroids")
        for _ in range(11):
            x, y, s = rng.uniform(0, w.a), rng.uniform(0.1, 0.9), rng.uniform(0.008, 0.03) * w.k
            turns = np.linspace(0, 2 * np.pi, 9, endpoint=False)
            shape = [
                (float(x + s * np.cos(t) * rng.uniform(0.75, 1.15)), float(y + s * np.sin(t) * rng.uniform(0.6, 0.95)))
                for t in turns
            ]
            cut(c, w, polygon(shape), ink(w.rgb("rock", 0.4, rng.uniform(-0.05, 0.05))), 0.7)

    return paint
