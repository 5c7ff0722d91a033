"""The frame of every place under a roof: what is outside, wall, furniture, floor, light that falls in, and what is near."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, make_palette, mix, shade
from tools.engines.papercut.settings.kit import Box, beams, piece, rect, shape
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.motifs import pine_path
from tools.engines.papercut.sky import cloud_path, spark
from tools.engines.papercut.world import Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

FLOOR_Y = 0.745


@dataclass(frozen=True)
class Chamber:
    """A place under a roof; `light` is where the day, or its main lamp, comes from."""

    light: tuple[float, float]
    back: Painter
    wall: Painter
    furniture: Painter
    floor: str
    deco: Painter | None = None
    near: Painter | None = None
    words: tuple[str, ...] = ()
    shafts: float = 0.2
    """Strength of the light that falls in, 0 for none."""
    floor_y: float = FLOOR_Y
    sway: float = 0.0
    """How much what is near swings; curtains and leaves do, pillars do not."""


def furnish(w: World, room: Chamber) -> None:
    """Add the chamber's sheets and its places: floor, wall and air."""
    w.open_sky = False
    w.light = room.light
    w.sheet(Sheet("outside", "sky", 0.0, room.back, ("sky", "window", "outside"), shadow=0, rim=0, wash=0))
    w.sheet(Sheet("wall", "interior", 0.3, room.wall, ("wall", *room.words), shadow=1.3, rim=1.0, wash=1.1))
    w.sheet(Sheet("furniture", "interior", 0.42, room.furniture, ("furniture", *room.words), shadow=1.1, rim=0.8))
    floor = level(w, room.floor_y)
    land(w, "floor", floor, room.floor, 0.55, kind="interior", own=0.6, elements=("floor", "ground"), deco=room.deco)
    if room.shafts:
        slow = Ambient(kind="flicker", amount=0.15, speed=0.1)
        fall = lambda c: beams(c, w, room.light, 4, room.shafts * w.pal.light_power * (1.0 if w.plan.time != "night" else 0.5))  # noqa: E731
        w.sheet(Sheet("light", "glow", 0.6, fall, ("light", "rays"), slow, 0, 0, wash=0, blend="screen"))
    else:
        w.sheet(Sheet("dust", "glow", 0.6, lambda c: _dust(c, w), ("dust", "light"), Ambient(kind="twinkle", amount=0.4,
            speed=0.2), 0, 0, wash=0, blend="screen"))  # fmt: skip
    if room.near:
        swing = Ambient(kind="sway", amount=room.sway, speed=0.1) if room.sway else Ambient()
        w.sheet(Sheet("near", "foreground", 0.93, room.near, ("foreground",), swing, 0.9, 0.5, 0.004, 0.4, pivot=(w.a / 2,
            -0.1)))  # fmt: skip
    w.stand(Stand("floor", 0.57, floor.moved(0.125), 0.08 * w.a, 0.92 * w.a, 1.35))
    w.stand(Stand("floor", 0.56, floor.moved(0.05), 0.08 * w.a, 0.92 * w.a, 1.0, big=True))
    w.stand(Stand("wall", 0.44, floor.moved(-0.40), 0.1 * w.a, 0.9 * w.a, 0.9))
    w.stand(Stand("air", 0.5, floor.moved(-0.36), 0.15 * w.a, 0.85 * w.a, 1.0))


def stack(*painters: Painter) -> Painter:
    """One painter that calls several in turn."""

    def paint(c: skia.Canvas) -> None:
        for painter in painters:
            painter(c)

    return paint


def _dust(c: skia.Canvas, w: World) -> None:
    rng = w.sub("dust")
    for _ in range(46):
        c.drawCircle(rng.uniform(0, w.a), rng.uniform(0.1, 0.85), 0.001 + 0.002 * rng.random(), ink(w.pal.light, 0.4))


def look_out(c: skia.Canvas, w: World, box: Box, ground: float = 0.8) -> None:
    """The world outside a window in `box`: sky, sun or moon, weather and season, hills with trees at `ground` 0..1."""
    import skia

    pal = make_palette(w.plan.time, w.plan.weather, w.plan.season, w.plan.mood, w.pal.film)
    x0, y0, x1, y1 = box
    paint = skia.Paint(Dither=True)
    colors = [skia.Color4f(*s, 1).toColor() for s in pal.sky]
    paint.setShader(skia.GradientShader.MakeLinear([(0, y0 - 0.05), (0, y0 + (y1 - y0) * ground)], colors, [0, 0.4, 0.75, 1]))
    c.drawPaint(paint)
    rng = w.sub("outside")
    if w.plan.weather not in ("rain", "storm", "fog", "snow"):
        x, y = x0 + 0.68 * (x1 - x0), y0 + 0.28 * (y1 - y0)
        glow(c, x, y, 0.3, pal.light, 0.7)
        c.drawCircle(x, y, 0.03, ink(mix(pal.light, (1, 1, 1), 0.3)))
    for _ in range(26 if w.dark and not w.wet else 0):
        c.drawPath(spark(rng.uniform(x0, x1), rng.uniform(y0, y1), rng.uniform(0.003, 0.008)), ink((1, 1, 1), 0.8))
    for i in range(0 if w.dark else 2):
        c.drawPath(cloud_path(rng, x0 + (0.2 + 0.45 * i) * (x1 - x0), y0 + 0.13 + 0.05 * i, 0.15), ink(mix(pal.sky[3], (1, 1,
            1), 0.5), 0.8))  # fmt: skip
    _country(c, w, pal.sky[2], (x0, y0 + (y1 - y0) * ground, x1, y1))
    _falling(c, w, box)


def _country(c: skia.Canvas, w: World, air: Rgb, box: Box) -> None:
    """Hills and trees of the season."""
    x0, y, x1, _ = box
    rng = w.sub("country")
    for i, (drop, amp) in enumerate(((-0.05, 0.02), (0.0, 0.015))):
        line = hills(w, f"view{i}", y + drop, amp, 0.5)
        mine = w.pal.materials["snow" if w.snowy else ("pine", "leaf")[i]]
        tone = shade(mix(mine, air, 0.5 - 0.25 * i), -0.3 * (1 - w.pal.bright))
        for _ in range(9 * i):
            x, h = rng.uniform(x0, x1), rng.uniform(0.04, 0.1)
            tree = shade(mix(w.pal.materials["pine"], air, 0.2), -0.25 * (1 - w.pal.bright))
            if i and rng.random() < 0.5:
                c.drawPath(pine_path(rng, x, line.at(x) + 0.01, h), ink(tree))
            else:
                leaf = shade(mix(w.pal.materials["leaf"], air, 0.15), -0.25 * (1 - w.pal.bright))
                c.drawCircle(x, line.at(x) - 0.3 * h, 0.36 * h, ink(leaf))
        c.drawPath(line.path(), ink(tone))


def _falling(c: skia.Canvas, w: World, box: Box) -> None:
    """Rain or snow outside."""
    x0, y0, x1, y1 = box
    rng = w.sub("falling")
    for _ in range(90 if w.wet else 0):
        x, y = rng.uniform(x0, x1), rng.uniform(y0, y1)
        c.drawLine(x, y, x + 0.008 * w.side, y + 0.04, stroke((0.85, 0.93, 1.0), 0.0016, 0.5))
    for _ in range(70 if w.plan.weather == "snow" else 0):
        c.drawCircle(rng.uniform(x0, x1), rng.uniform(y0, y1), rng.uniform(0.002, 0.006), ink((1, 1, 1), 0.9))


def boards(c: skia.Canvas, w: World, top: float = FLOOR_Y, across: bool = False, alpha: float = 0.26) -> None:
    """A floor of boards running away from the eye, or of slabs when `across`."""
    pen = stroke(w.pal.shadow, 0.002, alpha)
    for i in range(-14, 15):
        c.drawLine(w.a / 2 + i * 0.16, top, w.a / 2 + i * 0.42, 1.3, pen)
    for i in range(6 if across else 0):
        y = top + 0.03 * (i + 1) * (1 + 0.25 * i)
        c.drawLine(-0.7, y, w.a + 0.7, y, pen)
    c.drawPath(rect(-0.8, top, w.a + 0.8, top + 0.008), ink(w.pal.shadow, 0.35))


def chequers(c: skia.Canvas, w: World, top: float, dark: Rgb) -> None:
    """A floor of dark and light tiles toward a point behind the wall."""
    ys = [top, top + 0.035, top + 0.085, top + 0.155, top + 0.255, top + 0.4]
    mid = w.a / 2
    for j, (y0, y1) in enumerate(pairwise(ys)):
        a, b = 0.1 * (1 + 3.4 * (y0 - top)), 0.1 * (1 + 3.4 * (y1 - top))
        for i in range(-14, 14):
            if (i + j) % 2:
                c.drawPath(shape(mid + i * a, y0, mid + (i + 1) * a, y0, mid + (i + 1) * b, y1, mid + i * b, y1), ink(dark,
                    0.55))  # fmt: skip


def pool(c: skia.Canvas, w: World, x: float, wide: float, top: float = FLOOR_Y) -> None:
    """Light from a window at x lying on the floor."""
    import skia

    if w.plan.time == "night" or w.pal.light_power < 0.5:
        return
    dx = 0.2 * w.side
    lit = ink(w.pal.light, 0.32 * w.pal.light_power)
    lit.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.005))
    y0, y1, half = top + 0.045, top + 0.2, wide / 2
    c.drawPath(shape(x - half + dx, y0, x + half + dx, y0, x + 1.1 * half + 1.8 * dx, y1, x - 1.1 * half + 1.8 * dx, y1), lit)


def paned(c: skia.Canvas, w: World, hole: skia.Path, bars: tuple[int, int], color: Rgb) -> None:
    """A window's frame and its bars."""
    b = hole.getBounds()
    c.save()
    c.clipPath(hole, True)
    for i in range(1, bars[0] + 1):
        x = b.left() + i * b.width() / (bars[0] + 1)
        c.drawLine(x, b.top(), x, b.bottom(), stroke(color, 0.009))
    for i in range(1, bars[1] + 1):
        y = b.top() + i * b.height() / (bars[1] + 1)
        c.drawLine(b.left(), y, b.right(), y, stroke(color, 0.009))
    c.restore()
    c.drawPath(hole, stroke(color, 0.02))
    piece(c, w, rect(b.left() - 0.03, b.bottom(), b.right() + 0.03, b.bottom() + 0.024), shade(color, 0.03), 0.8)
