"""A room's wall: its pattern, the window cut into it, and the world outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import polygon
from tools.engines.papercut.settings.rooms import Room
from tools.engines.papercut.shears import combine
from tools.engines.papercut.sky import cloud_path, spark
from tools.engines.papercut.world import World, cut, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def window_box(w: World, room: Room) -> tuple[float, float, float, float]:
    """Give the window's edges: x0, y0, x1, y1 in units."""
    wide = {"wide": 0.62, "arch": 0.27, "grid": 0.46, "cross": 0.36}[room.window] * w.k
    x = w.a * (0.5 - 0.17 * w.side)
    return x - wide / 2, 0.13 if room.window != "arch" else 0.08, x + wide / 2, 0.50 if room.window != "arch" else 0.54


def outside_view(c: skia.Canvas, w: World, sky: tuple[Rgb, ...], light: Rgb, box: tuple[float, float, float, float]) -> None:
    """Paint the world outside: its sky, sun or moon, hills."""
    import skia

    paint = skia.Paint(Dither=True)
    colors = [skia.Color4f(*s, 1).toColor() for s in sky]
    paint.setShader(skia.GradientShader.MakeLinear([(0, box[1] - 0.05), (0, box[3])], colors, [0, 0.4, 0.75, 1]))
    c.drawPaint(paint)
    x, y, rng = box[0] + 0.68 * (box[2] - box[0]), box[1] + 0.3 * (box[3] - box[1]), w.sub("outside")
    glow(c, x, y, 0.3, light, 0.7)
    c.drawCircle(x, y, 0.032, ink(mix(light, (1, 1, 1), 0.4)))
    if w.dark:
        for _ in range(26):
            c.drawPath(
                spark(rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]), rng.uniform(0.003, 0.008)), ink((1, 1, 1), 0.8)
            )
    else:
        c.drawPath(cloud_path(rng, box[0] + 0.1, box[1] + 0.15, 0.16), ink((1, 1, 1), 0.75))
    for i in range(2):
        line = hills(w, f"view{i}", box[3] - 0.07 + 0.04 * i, 0.018, 0.4)
        tone = mix(w.pal.materials["pine"], sky[2], 0.6 - 0.25 * i)
        c.drawPath(line.path(), ink(shade(tone, -0.3 * (1 - w.pal.bright))))


def _hole(room: Room, box: tuple[float, float, float, float]) -> skia.Path:
    import skia

    path, (x0, y0, x1, y1) = skia.Path(), box
    if room.window == "arch":
        r = (x1 - x0) / 2
        path.addRoundRect(skia.Rect.MakeLTRB(x0, y0, x1, y1), r, r)
        low = skia.Path()
        low.addRect(skia.Rect.MakeLTRB(x0, y0 + r, x1, y1))
        return combine(path, low, "union")
    path.addRoundRect(skia.Rect.MakeLTRB(x0, y0, x1, y1), 0.012, 0.012)
    return path


def wall_sheet(c: skia.Canvas, w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    """Paint the wall with the window cut out of it."""
    import skia

    hole, tone = _hole(room, box), w.rgb(room.wall, 0.34, 0.0, 0.62)
    sheet = skia.Path()
    sheet.addRect(skia.Rect.MakeLTRB(-0.9, -0.9, w.a + 0.9, 1.4))
    c.drawPath(combine(sheet, hole, "difference"), wash(shade(tone, -0.05), shade(tone, 0.03), -0.1, 0.75))
    _pattern(c, w, room, tone, hole)
    frame = stroke(w.rgb("wood", 0.42, 0.05 if room.wall == "wood" else -0.02, 0.6), 0.022)
    frame.setStrokeJoin(skia.Paint.kMiter_Join)
    c.drawPath(hole, frame)
    x0, y0, x1, y1 = box
    bars = {"cross": (1, 1), "grid": (3, 2), "wide": (2, 0), "arch": (1, 2)}[room.window]
    thin = stroke(frame_color(w), 0.009)
    c.save()
    c.clipPath(hole, True)
    for i in range(bars[0]):
        x = x0 + (i + 1) * (x1 - x0) / (bars[0] + 1)
        c.drawLine(x, y0, x, y1, thin)
    for i in range(bars[1]):
        y = y0 + (i + 1) * (y1 - y0) / (bars[1] + 1)
        c.drawLine(x0, y, x1, y, thin)
    c.restore()
    cut(
        c,
        w,
        polygon([(x0 - 0.035, y1 + 0.028), (x0 - 0.03, y1), (x1 + 0.03, y1), (x1 + 0.035, y1 + 0.028)]),
        ink(shade(frame_color(w), 0.05)),
        0.8,
    )


def frame_color(w: World) -> Rgb:
    """The colour of window bars and sills."""
    return w.rgb("wood", 0.42, -0.02, 0.6)


def _pattern(c: skia.Canvas, w: World, room: Room, tone: Rgb, hole: skia.Path) -> None:
    """What covers the wall: boards, blocks, panels or paper with stripes."""
    import skia

    c.save()
    c.clipPath(hole, skia.ClipOp.kDifference, True)
    step = {"wood": 0.1, "stone": 0.0, "metal": 0.24}.get(room.wall, 0.075)
    pen = stroke(shade(tone, -0.07), 0.003, 0.6)
    if step:
        x, i = -0.6, 0
        while x < w.a + 0.6:
            if room.wall in ("wood", "metal"):
                c.drawLine(x, -0.5, x, 1.0, pen)
            elif i % 2:
                c.drawRect(skia.Rect.MakeXYWH(x, -0.5, step, 2), ink(shade(tone, -0.025), 0.55))
            x, i = x + step, i + 1
    else:
        for j in range(-4, 12):
            y = j * 0.085
            c.drawLine(-0.6, y, w.a + 0.6, y, pen)
            for i in range(-6, 30):
                x = i * 0.15 + (j % 2) * 0.075
                c.drawLine(x, y, x, y + 0.085, pen)
    panel = shade(w.rgb(room.wall, 0.4, -0.06, 0.6), 0.0)
    cut(c, w, polygon([(-0.8, 0.64), (w.a + 0.8, 0.64), (w.a + 0.8, 0.9), (-0.8, 0.9)]), ink(panel), 0.5)
    c.restore()
