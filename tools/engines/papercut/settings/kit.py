"""The scissors: short ways to cut the shapes that places are built of."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import World, cut, ink, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

Rng = np.random.Generator
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in units."""
WARM: Rgb = (1.0, 0.80, 0.46)
"""The light of lamps, candles and windows."""
FIRE: Rgb = (1.0, 0.58, 0.24)
NEON: tuple[Rgb, ...] = ((1.0, 0.3, 0.62), (0.3, 0.92, 1.0), (1.0, 0.78, 0.3), (0.66, 0.46, 1.0))
CALM = Ambient(kind="sway", amount=0.02, speed=0.1)


def shape(*xy: float) -> skia.Path:
    """A closed path with straight sides, its corners as x, y, x, y ..."""
    import skia

    path = skia.Path()
    path.addPoly([skia.Point(float(x), float(y)) for x, y in zip(xy[::2], xy[1::2], strict=True)], True)
    return path


def soft(*xy: float) -> skia.Path:
    """A closed path that bends through the middles between its corners, given as x, y, x, y ..."""
    import skia

    points = list(zip(xy[::2], xy[1::2], strict=True))
    middle = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in zip(points, points[1:] + points[:1], strict=True)]
    path = skia.Path()
    path.moveTo(*(float(v) for v in middle[-1]))
    for (x, y), (mx, my) in zip(points, middle, strict=True):
        path.quadTo(float(x), float(y), float(mx), float(my))
    path.close()
    return path


def rect(x0: float, y0: float, x1: float, y1: float, round_: float = 0.0) -> skia.Path:
    """A rectangle by its edges, its corners rounded."""
    import skia

    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeLTRB(float(x0), float(y0), float(x1), float(y1)), round_, round_)
    return path


def disc(x: float, y: float, rx: float, ry: float = 0.0) -> skia.Path:
    """A circle, or an oval when `ry` is given."""
    import skia

    path, ry = skia.Path(), ry or rx
    path.addOval(skia.Rect.MakeLTRB(float(x - rx), float(y - ry), float(x + rx), float(y + ry)))
    return path


def arch(x0: float, y0: float, x1: float, y1: float, point: float = 0.0) -> skia.Path:
    """A doorway: straight jambs below a head of two arcs, round at `point` 0, more pointed above."""
    bend = bow(x0, y0, x1, point)
    return shape(x0, y1, *(v for xy in bend for v in xy), x1, y1)


def bow(x0: float, y0: float, x1: float, point: float, out: float = 0.0, n: int = 24) -> list[tuple[float, float]]:
    """The head of an arch from left to right whose top is at y0, or a curve that lies `out` outside of it."""
    r, mid = (x1 - x0) / 2, (x0 + x1) / 2
    spring = y0 + r * float(np.sqrt(1 + 2 * point))
    far, last = r * (1 + point) + out, float(np.arccos(point * r / (r * (1 + point) + out)))
    right = [(mid - point * r + far * np.cos(t), spring - far * np.sin(t)) for t in np.linspace(0, last, n // 2)]
    left = [(2 * mid - x, y) for x, y in right]
    return [(float(x), float(y)) for x, y in [*left, *reversed(right)]]


def around(w: World, *holes: skia.Path) -> skia.Path:
    """A sheet that covers everything but its holes."""
    sheet = rect(-0.9, -0.9, w.a + 0.9, 1.9)
    for hole in holes:
        sheet = combine(sheet, hole, "difference")
    return sheet


def piece(c: skia.Canvas, w: World, path: skia.Path, color: Rgb, lift: float = 0.8, deep: float = 0.06) -> None:
    """Lay a piece of paper, lighter at its top and darker by `deep` at its foot."""
    box = path.getBounds()
    cut(c, w, path, wash(shade(color, 0.4 * deep), shade(color, -deep), box.top(), box.bottom()), lift)


def snowed(c: skia.Canvas, w: World, path: skia.Path, depth: float, thick: float = 0.012) -> None:
    """Snow on everything of `path` that faces up, where there is snow."""
    if not w.snowy:
        return
    import skia

    low = skia.Path()
    path.transform(skia.Matrix.Translate(0, thick), low)
    c.drawPath(combine(path, low, "difference"), ink(w.rgb("snow", depth, 0.03, 0.8)))


def row(start: float, stop: float, step: float) -> list[float]:
    """Places from start to stop, `step` apart."""
    return [start + i * step for i in range(max(0, int((stop - start) / step) + 1))]


def lamp_on(w: World, x: float, y: float, radius: float, color: Rgb = WARM, always: bool = False) -> bool:
    """Whether a lamp at (x, y) is lit; a lit one becomes a light of the scene. Call it while the place is being built."""
    on = always or w.dark
    if on:
        w.lights.append((x, y, color, radius))
    return on


def lantern(c: skia.Canvas, w: World, x: float, y: float, r: float, color: Rgb = WARM, lit: bool | None = None) -> None:
    """A paper lantern around (x, y), glowing when lit."""
    on = w.dark if lit is None else lit
    if on:
        glow(c, x, y, r * 5, color, 0.5)
    face = mix(color, (1, 1, 1), 0.25) if on else mix(w.rgb("cloth", 0.6, 0.05, 0.7), color, 0.25)
    piece(c, w, disc(x, y, r, r * 1.15), face, 0.4, 0.09)
    for dy in (-1.15, 1.15):
        c.drawLine(x - r * 0.4, y + dy * r, x + r * 0.4, y + dy * r, stroke(w.rgb("wood", 0.6, -0.1), r * 0.25))
    for dx in (-0.45, 0.45):
        c.drawOval(disc(x, y, r * abs(dx), r * 1.1).getBounds(), stroke(shade(face, -0.1), r * 0.06, 0.7))


def garland(c: skia.Canvas, w: World, x0: float, x1: float, y: float, sag: float, bulbs: bool = False) -> None:
    """A string from x0 to x1 with pennants, or with bulbs that are lit in the dark."""
    n = max(5, int(abs(x1 - x0) / 0.05))
    at = [(x0 + (x1 - x0) * i / n, y + sag * 4 * (i / n) * (1 - i / n)) for i in range(n + 1)]
    for (ax, ay), (bx, by) in pairwise(at):
        c.drawLine(ax, ay, bx, by, stroke(w.rgb("wood", 0.7, -0.12), 0.0028))
    for i, (x, py) in enumerate(at[1:-1]):
        tone = w.rgb(("cloth", "gold", "water", "leaf", "flower")[i % 5], 0.6, 0.06, 0.85)
        if bulbs:
            if w.dark:
                glow(c, x, py + 0.012, 0.05, WARM, 0.5)
            c.drawCircle(x, py + 0.012, 0.008, ink(mix(WARM, (1, 1, 1), 0.4) if w.dark else tone))
        else:
            c.drawPath(shape(x - 0.014, py, x + 0.014, py, x, py + 0.036), ink(tone))


def beams(c: skia.Canvas, w: World, at: tuple[float, float], count: int, power: float, spread: float = 0.5) -> None:
    """Shafts of light that fall from a point, fading; for glow sheets."""
    import skia

    rng, (x, y) = w.sub("beams"), at
    for _ in range(count):
        lean, wide = rng.uniform(-spread, spread), rng.uniform(0.03, 0.08)
        ray = shape(x - wide * 0.4, y, x + wide * 0.4, y, x + lean + wide * 1.6, y + 0.9, x + lean - wide * 1.6, y + 0.9)
        paint = skia.Paint(AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.012))
        colors = [skia.Color4f(*w.pal.light, a).toColor() for a in (power, 0.0)]
        paint.setShader(skia.GradientShader.MakeLinear([(0, y), (0, y + 0.85)], colors))
        c.drawPath(ray, paint)


def scattered(w: World, name: str, count: int, draw: Callable[[Rng, float, float], None]) -> None:
    """Call `draw(rng, x, t)` for places over the frame's width; t grows from 0 far to 1 near, in that order."""
    rng = w.sub(name)
    places = sorted((float(rng.random() ** 0.8), float(rng.uniform(-0.15, w.a + 0.15))) for _ in range(count))
    for t, x in places:
        draw(rng, x, t)


def flames(c: skia.Canvas, x: float, y: float, h: float) -> None:
    """A fire on its logs, foot at (x, y)."""
    for dx, t, color in (
        (-0.3, 0.62, (1.0, 0.45, 0.12)),
        (0.28, 0.7, (1.0, 0.5, 0.14)),
        (0.0, 1.0, (1.0, 0.6, 0.18)),
        (-0.05, 0.55, (1.0, 0.86, 0.45)),
    ):
        px, q = x + dx * h, h * t
        c.drawPath(soft(px - 0.24 * q, y, px - 0.26 * q, y - 0.4 * q, px + 0.03 * q, y - 1.2 * q, px + 0.1 * q, y - 0.62 * q,
            px + 0.27 * q, y - 0.4 * q, px + 0.22 * q, y), ink(color))  # fmt: skip
    for dy in (0.0, 0.012):
        c.drawLine(x - 0.5 * h, y - dy, x + 0.5 * h, y - 0.012 + dy, stroke((0.24, 0.12, 0.09), 0.02))


def folds(c: skia.Canvas, w: World, x0: float, x1: float, y1: float, tone: Rgb) -> None:
    """A curtain from above the picture down to y1, in folds."""
    n = max(2, int(abs(x1 - x0) / 0.045))
    step = (x1 - x0) / n
    for i in range(n):
        a = x0 + i * step
        piece(c, w, rect(min(a, a + step * 1.1), -0.3, max(a, a + step * 1.1), y1, 0.012), shade(tone,
            0.03 if i % 2 else -0.03), 0.7, 0.1)  # fmt: skip


def candle(c: skia.Canvas, w: World, x: float, y: float, h: float) -> None:
    """A burning candle of height `h`, its foot at (x, y)."""
    c.drawPath(rect(x - 0.009, y - h, x + 0.009, y), ink(w.rgb("paper", 0.5, 0.06, 0.7)))
    glow(c, x, y - h - 0.015, 0.16, WARM, 0.75)
    c.drawPath(soft(x - 0.008, y - h - 0.004, x, y - h - 0.04, x + 0.008, y - h - 0.004, x, y - h), ink((1.0, 0.93, 0.65)))


def pillars_near(c: skia.Canvas, w: World, tone: Rgb) -> None:
    """Dark pillars at both edges of the picture, the heavier one far from the main subject."""
    dark = mix(shade(tone, -0.12), w.pal.shadow, 0.45)
    for t, r in ((-0.0, 0.03), (1.0, 0.06)):
        x = w.far_x(t)
        piece(c, w, rect(x - r, -0.4, x + r, 1.4), dark, 1.4)
