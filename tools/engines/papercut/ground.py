"""What season and weather leave on the ground: snow along every edge, fallen leaves, petals, puddles that mirror lamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import Rgb, mix
from tools.engines.papercut.shears import combine

if TYPE_CHECKING:
    import skia

    from tools.engines.papercut.world import Line, World

UNDER_SNOW = {"grass": 0.8, "leaf": 0.8, "moss": 0.75, "straw": 0.75, "pine": 0.6, "stone": 0.5, "sand": 0.55, "earth": 0.6,
              "roof": 0.55, "wood": 0.35, "rock": 0.3, "skyline": 0.25, "metal": 0.25, "clay": 0.3}  # fmt: skip
"""How much of each material's sheet lies under snow, 0..1."""

WARM: Rgb = (1.0, 0.80, 0.46)


def covered(w: World, material: str, color: Rgb, depth: float) -> Rgb:
    """The colour of ground with what the season has laid on it."""
    if not w.snowy or material not in UNDER_SNOW:
        return color
    return mix(color, w.rgb("snow", depth, 0.0, 0.7), UNDER_SNOW[material])


def weathered(c: skia.Canvas, w: World, line: Line, material: str, depth: float) -> None:
    """Paint season and weather on a sheet of ground below `line`."""
    c.save()
    c.clipPath(line.path(), True)
    if w.snowy and material in UNDER_SNOW:
        _snow_edge(c, w, line, depth)
    if depth >= 0.5 and material in UNDER_SNOW:
        if w.wet:
            _wet(c, w, line, depth)
        elif not w.snowy and w.plan.season in ("autumn", "spring"):
            _litter(c, w, line, depth)
    c.restore()


def _snow_edge(c: skia.Canvas, w: World, line: Line, depth: float) -> None:
    """A brim of fresh snow along the edge, uneven at its foot."""
    from tools.engines.papercut.world import Line, ink

    thick = (0.006 + 0.02 * depth) * (0.8 + 0.3 * np.sin(line.xs * 17) * np.sin(line.xs * 5.3 + 1))
    brim = combine(line.path(), Line(line.xs, line.ys + thick).path(), "difference")
    c.drawPath(brim, ink(mix(w.rgb("snow", depth, 0.05, 0.8), w.pal.light, 0.2), 0.92))


def _litter(c: skia.Canvas, w: World, line: Line, depth: float) -> None:
    """Fallen leaves in autumn, petals in spring."""
    from tools.engines.papercut.world import ink

    rng, autumn = w.sub(f"litter{depth:.2f}"), w.plan.season == "autumn"
    tints = [w.rgb(m, depth, 0.04, 0.9) for m in (("amber", "crimson", "clay") if autumn else ("blossom", "paper"))]
    for _ in range(120 if autumn else 46):
        x, t = rng.uniform(-0.2, w.a + 0.2), rng.random()
        size = (0.0035 + 0.0075 * t) * (1.0 if autumn else 0.6)
        c.save()
        c.translate(float(x), float(line.at(x) + 0.012 + 0.3 * t))
        c.rotate(float(rng.uniform(-40, 40)))
        c.scale(1.0, 0.5)
        c.drawCircle(0, 0, size, ink(tints[int(rng.integers(len(tints)))], 0.9))
        c.restore()


LIT = frozenset(
    {"street", "city", "village", "oldcity", "medina", "kyoto", "futurecity", "rooftop", "market", "fairground", "station"}
    | {"bridge", "harbour"}
)
"""Settings where lamps that are not in the picture lie on the wet ground: nobody lights a savanna."""


def _wet(c: skia.Canvas, w: World, line: Line, depth: float) -> None:
    """Puddles in which the sky lies, and every lamp drawn long on the wet ground."""
    from tools.engines.papercut.world import ink, stroke, wash

    rng, top = w.sub(f"wet{depth:.2f}"), float(line.ys.mean())
    sheen = wash(mix(w.pal.sky[2], w.pal.haze, 0.4), w.pal.shadow, top, top + 0.3)
    sheen.setAlphaf(0.34)
    c.drawPath(line.path(), sheen)
    sky = mix(w.pal.sky[2], (1, 1, 1), 0.12)
    for _ in range(9):
        x, t = rng.uniform(-0.1, w.a + 0.1), rng.random()
        y, wide = top + 0.03 + 0.24 * t, rng.uniform(0.04, 0.1) * (0.5 + t)
        pool = _oval(x, y, wide, wide * 0.2)
        c.drawPath(pool, ink(sky, 0.55))
        c.drawPath(pool, stroke(w.pal.light, 0.0016, 0.35))
        for k in range(2):
            c.drawPath(
                _oval(x + wide * 0.2 * k, y, wide * (0.2 + 0.2 * k), wide * (0.04 + 0.04 * k)), stroke((1, 1, 1), 0.001, 0.35)
            )
    lamps = [(x, color, 0.66, 0.02 + 0.03 * r) for x, _, color, r in w.lights]
    if w.dark and w.plan.setting in LIT:
        lamps += [(float(rng.uniform(0, w.a)), WARM, 0.22, float(rng.uniform(0.006, 0.014))) for _ in range(12)]
    for x, color, power, half in lamps:
        _streak(c, rng, (x, top), color, power, half)


def _oval(x: float, y: float, rx: float, ry: float) -> skia.Path:
    import skia

    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry))
    return path


def _streak(c: skia.Canvas, rng: np.random.Generator, at: tuple[float, float], color: Rgb, power: float, half: float) -> None:
    """A light's reflection: a column broken into short waves, fading toward the eye."""
    from tools.engines.papercut.world import stroke

    x, y = at
    for i in range(16):
        t = i / 16
        wide = half * (0.7 + 0.9 * t) * rng.uniform(0.5, 1.2)
        px = x + rng.normal(0, 0.25 * half)
        c.drawLine(
            px - wide,
            y + 0.008 + 0.26 * t,
            px + wide,
            y + 0.008 + 0.26 * t,
            stroke(color, 0.0045 + 0.004 * t, power * (1 - t) ** 0.7),
        )
