"""Settings under a roof: one construction of wall, window, furniture and floor, furnished by what the room is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, make_palette, mix, shade
from tools.engines.papercut.settings import furniture as f
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import polygon
from tools.engines.papercut.sky import cloud_path, spark
from tools.engines.papercut.world import Line, Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

FLOOR_Y = 0.745


@dataclass(frozen=True)
class Room:
    """What makes one room differ from another: materials, the window's form, and what stands along the wall."""

    wall: str
    floor: str
    window: str
    furniture: tuple[str, ...]
    hanging: str = "lamp"
    curtain: str = "cloth"
    cool: float = 0.0


ROOMS: dict[str, Room] = {
    "room": Room("wall", "wood", "cross", ("shelf", "picture", "plant", "clock"), "lamp"),
    "hall": Room("stone", "stone", "arch", ("banner", "pillar", "banner", "pillar"), "chandelier"),
    "laboratory": Room("metal", "metal", "wide", ("jars", "chart", "machine", "jars"), "tube", "metal", 0.5),
    "workshop": Room("wood", "wood", "grid", ("tools", "gears", "bench", "shelf"), "lamp", "wood"),
    "kitchen": Room("plaster", "brick", "cross", ("pots", "oven", "jars", "plant"), "lamp", "flower"),
    "library": Room("wood", "wood", "arch", ("books", "books", "books", "clock"), "lamp", "cloth"),
}


def interior(w: World) -> None:
    """The room that the setting names: the world outside its window, wall, furniture, floor, and a curtain near by."""
    room = ROOMS.get(w.plan.setting, ROOMS["room"])
    w.open_sky = False
    box = _window_box(w, room)
    w.light = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    outside = make_palette(w.plan.time, w.plan.weather, w.plan.season, w.plan.mood, ())
    w.sheet(Sheet("outside", "sky", 0.0, lambda c: _outside(c, w, outside.sky, outside.light, box), ("sky", "window", "outside"), shadow=0, rim=0, wash=0))
    w.sheet(Sheet("wall", "interior", 0.3, lambda c: _wall(c, w, room, box), ("wall", "window"), shadow=1.3, rim=1.1, wash=1.1))
    w.sheet(Sheet("furniture", "interior", 0.42, lambda c: _furnish(c, w, room, box), ("furniture", *room.furniture), shadow=1.1, rim=0.8))
    floor = Line(np.array([-0.8, w.a + 0.8]), np.array([FLOOR_Y, FLOOR_Y]))
    land(w, "floor", floor, room.floor, 0.55, kind="interior", own=0.6, elements=("floor", "ground"), deco=lambda c: _floor(c, w, room, box))
    w.stand(Stand("floor", 0.57, floor.moved(0.125), 0.08 * w.a, 0.92 * w.a, 1.35))
    w.stand(Stand("floor", 0.56, floor.moved(0.05), 0.08 * w.a, 0.92 * w.a, 1.0, big=True))
    w.stand(Stand("wall", 0.44, floor.moved(-0.40), 0.1 * w.a, 0.9 * w.a, 0.9))
    w.stand(Stand("air", 0.5, floor.moved(-0.36), 0.15 * w.a, 0.85 * w.a, 1.0))
    _lamp(w, room)
    shafts = Ambient(kind="flicker", amount=0.15, speed=0.1)
    if w.plan.time not in ("night",):
        w.sheet(Sheet("light", "glow", 0.6, lambda c: _beam(c, w, box), ("light", "rays"), shafts, 0, 0, wash=0, blend="screen"))
    w.sheet(Sheet("curtain", "foreground", 0.93, lambda c: _curtain(c, w, room), ("curtain", "foreground"), Ambient(kind="sway", amount=0.15, speed=0.1), 0.9, 0.5, 0.005, 0.4, pivot=(w.a / 2, -0.1)))


def _window_box(w: World, room: Room) -> tuple[float, float, float, float]:
    wide = {"wide": 0.62, "arch": 0.27, "grid": 0.46, "cross": 0.36}[room.window] * w.k
    x = w.a * (0.5 - 0.17 * w.side)
    return x - wide / 2, 0.13 if room.window != "arch" else 0.08, x + wide / 2, 0.50 if room.window != "arch" else 0.54


def _outside(c: skia.Canvas, w: World, sky: tuple[Rgb, ...], light: Rgb, box: tuple[float, float, float, float]) -> None:
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
            c.drawPath(spark(rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]), rng.uniform(0.003, 0.008)), ink((1, 1, 1), 0.8))
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
        return skia.Op(path, low, skia.kUnion_PathOp)
    path.addRoundRect(skia.Rect.MakeLTRB(x0, y0, x1, y1), 0.012, 0.012)
    return path


def _wall(c: skia.Canvas, w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    import skia

    hole, tone = _hole(room, box), w.rgb(room.wall, 0.34, 0.0, 0.62)
    sheet = skia.Path()
    sheet.addRect(skia.Rect.MakeLTRB(-0.9, -0.9, w.a + 0.9, 1.4))
    c.drawPath(skia.Op(sheet, hole, skia.kDifference_PathOp), wash(shade(tone, -0.05), shade(tone, 0.03), -0.1, 0.75))
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
    cut(c, w, polygon([(x0 - 0.035, y1 + 0.028), (x0 - 0.03, y1), (x1 + 0.03, y1), (x1 + 0.035, y1 + 0.028)]), ink(shade(frame_color(w), 0.05)), 0.8)


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


def _furnish(c: skia.Canvas, w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    rng = w.sub("furnish")
    free = [x for x in (w.far_x(0.06), w.far_x(0.255), w.far_x(0.45), w.far_x(0.93)) if x < box[0] - 0.1 or x > box[2] + 0.1]
    for i, x in enumerate(free):
        f.PIECES[room.furniture[i % len(room.furniture)]](c, w, rng, x, FLOOR_Y)
    if room.window in ("wide", "grid", "cross"):
        f.PIECES["bench" if room.window != "cross" else "chest"](c, w, rng, (box[0] + box[2]) / 2, FLOOR_Y)


def _floor(c: skia.Canvas, w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    import skia

    mid, pen = w.a / 2, stroke(w.pal.shadow, 0.002, 0.28)
    for i in range(-14, 15):
        c.drawLine(mid + i * 0.16, FLOOR_Y, mid + i * 0.42, 1.3, pen)
    if room.floor in ("stone", "brick", "metal"):
        for i in range(6):
            y = FLOOR_Y + 0.03 * (i + 1) * (1 + 0.25 * i)
            c.drawLine(-0.7, y, w.a + 0.7, y, pen)
    c.drawRect(skia.Rect.MakeLTRB(-0.8, FLOOR_Y, w.a + 0.8, FLOOR_Y + 0.008), ink(w.pal.shadow, 0.35))
    if room.wall not in ("metal", "wood") or w.plan.setting == "library":
        rug = w.rgb(room.curtain, 0.55, -0.02, 0.62)
        for size, tint in ((1.0, rug), (0.88, shade(rug, 0.07)), (0.82, rug)):
            c.drawOval(skia.Rect.MakeLTRB(w.main_x - 0.44 * size * w.k, 0.875 - 0.07 * size, w.main_x + 0.44 * size * w.k, 0.875 + 0.07 * size), ink(tint))
    if w.plan.time != "night":
        dx, wide = 0.2 * w.side, box[2] - box[0]
        pool = polygon([(box[0] + dx, 0.79), (box[0] + wide * 0.47 + dx, 0.79), (box[0] + wide * 0.42 + 1.6 * dx, 0.96), (box[0] - 0.1 * wide + 1.6 * dx, 0.96)])
        other = polygon([(box[0] + wide * 0.53 + dx, 0.79), (box[2] + dx, 0.79), (box[2] + 0.06 * wide + 1.6 * dx, 0.96), (box[0] + wide * 0.52 + 1.6 * dx, 0.96)])
        soft = ink(w.pal.light, 0.34 * w.pal.light_power)
        soft.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.005))
        c.drawPath(pool, soft)
        c.drawPath(other, soft)


def _beam(c: skia.Canvas, w: World, box: tuple[float, float, float, float]) -> None:
    """Light that falls in from the window."""
    import skia

    dx = 0.42 * w.side
    ray = polygon([(box[0], box[1]), (box[2], box[1]), (box[2] + dx, 1.0), (box[0] + dx * 0.8, 1.0)])
    paint = skia.Paint(AntiAlias=True, Dither=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.03))
    colors = [skia.Color4f(*w.pal.light, a * w.pal.light_power).toColor() for a in (0.30, 0.0)]
    paint.setShader(skia.GradientShader.MakeLinear([(0, box[1]), (0, 0.95)], colors))
    c.drawPath(ray, paint)


def _lamp(w: World, room: Room) -> None:
    """A lamp from the ceiling; lit at dusk and night it becomes the light of the room."""
    x, y = w.a * (0.5 + 0.06 * w.side), 0.2
    warm: Rgb = (1.0, 0.80, 0.48) if room.cool < 0.3 else (0.72, 0.93, 1.0)
    lit = w.dark or w.plan.time in ("sunset", "dawn")

    def paint(c: skia.Canvas) -> None:
        if lit:
            glow(c, x, y + 0.02, 0.62 * w.k, warm, 0.62)
        f.lamp(c, w, (x, y), room.hanging, warm if lit else None)

    flicker = Ambient(kind="flicker", amount=0.12 if lit else 0.0, speed=0.6)
    w.sheet(Sheet("lamp", "prop", 0.5, paint, ("lamp", "light"), flicker, 0.3, 0, wash=0))
    if lit:
        w.lights.append((x, y, warm, 0.95))


def _curtain(c: skia.Canvas, w: World, room: Room) -> None:
    tone = mix(w.rgb(room.curtain, 0.95, -0.04, 0.5), w.pal.shadow, 0.3)
    for side, reach in ((w.side, 0.07), (-w.side, 0.125)):
        edge = 0.0 if side < 0 else w.a
        points = [(edge + side * 0.3, -0.2)]
        for i in range(25):
            t = i / 24
            pull = reach * w.a * (1.25 - 0.75 * np.sin(np.pi * min(1.0, t * 0.9)) ** 2)
            points.append((float(edge - side * pull), -0.2 + 1.5 * t))
        points.append((edge + side * 0.3, 1.3))
        cut(c, w, polygon(points), wash(shade(tone, 0.02), shade(tone, -0.05), 0, 1), 1.2)
        for i in range(4):
            x = edge - side * reach * w.a * (0.1 + 0.23 * i)
            c.drawLine(x, -0.2, x - side * 0.012 * i, 1.2, stroke(w.pal.shadow, 0.012, 0.22))
