"""Settings under a roof: one construction of wall, window, furniture and floor, furnished by what the room is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, make_palette, mix, shade
from tools.engines.papercut.settings import furniture as f
from tools.engines.papercut.settings.gear import PIECES
from tools.engines.papercut.settings.lines import level
from tools.engines.papercut.settings.motifs import polygon
from tools.engines.papercut.settings.rooms import ROOMS, Room
from tools.engines.papercut.settings.walls import outside_view, wall_sheet, window_box
from tools.engines.papercut.world import Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

FLOOR_Y = 0.745


def interior(w: World) -> None:
    """The room that the setting names: the world outside its window, wall, furniture, floor, and a curtain near by."""
    room = ROOMS.get(w.plan.setting, ROOMS["room"])
    w.open_sky = False
    box = window_box(w, room)
    w.light = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    _sheets(w, room, box)
    floor = level(w, FLOOR_Y)
    words = ("floor", "ground")
    land(w, "floor", floor, room.floor, 0.55, kind="interior", own=0.6, elements=words, deco=lambda c: _floor(c, w, room, box))
    w.stand(Stand("floor", 0.57, floor.moved(0.125), 0.08 * w.a, 0.92 * w.a, 1.35))
    w.stand(Stand("floor", 0.56, floor.moved(0.05), 0.08 * w.a, 0.92 * w.a, 1.0, big=True))
    w.stand(Stand("wall", 0.44, floor.moved(-0.40), 0.1 * w.a, 0.9 * w.a, 0.9))
    w.stand(Stand("air", 0.5, floor.moved(-0.36), 0.15 * w.a, 0.85 * w.a, 1.0))
    _lamp(w, room)


def _sheets(w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    """The sheets from what is outside to the curtain."""
    outside = make_palette(w.plan.time, w.plan.weather, w.plan.season, w.plan.mood, ())
    view = lambda c: outside_view(c, w, outside.sky, outside.light, box)  # noqa: E731
    w.sheet(Sheet("outside", "sky", 0.0, view, ("sky", "window", "outside"), shadow=0, rim=0, wash=0))
    wall = lambda c: wall_sheet(c, w, room, box)  # noqa: E731
    w.sheet(Sheet("wall", "interior", 0.3, wall, ("wall", "window"), shadow=1.3, rim=1.1, wash=1.1))
    pieces = ("furniture", *dict.fromkeys(room.furniture))
    w.sheet(Sheet("furniture", "interior", 0.42, lambda c: _furnish(c, w, room, box), pieces, shadow=1.1, rim=0.8))
    if w.plan.time != "night":
        slow = Ambient(kind="flicker", amount=0.15, speed=0.1)
        w.sheet(Sheet("light", "glow", 0.6, lambda c: _beam(c, w, box), ("light", "rays"), slow, 0, 0, wash=0, blend="screen"))
    sway, cloth, top = Ambient(kind="sway", amount=0.15, speed=0.1), ("curtain", "foreground"), (w.a / 2, -0.1)
    w.sheet(Sheet("curtain", "foreground", 0.93, lambda c: _curtain(c, w, room), cloth, sway, 0.9, 0.5, 0.005, 0.4, pivot=top))


def _furnish(c: skia.Canvas, w: World, room: Room, box: tuple[float, float, float, float]) -> None:
    rng = w.sub("furnish")
    free = [x for x in (w.far_x(0.06), w.far_x(0.255), w.far_x(0.45), w.far_x(0.93)) if x < box[0] - 0.1 or x > box[2] + 0.1]
    for i, x in enumerate(free):
        PIECES[room.furniture[i % len(room.furniture)]](c, w, rng, x, FLOOR_Y)
    if room.window in ("wide", "grid", "cross"):
        PIECES["bench" if room.window != "cross" else "chest"](c, w, rng, (box[0] + box[2]) / 2, FLOOR_Y)


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
            c.drawOval(
                skia.Rect.MakeLTRB(
                    w.main_x - 0.44 * size * w.k, 0.875 - 0.07 * size, w.main_x + 0.44 * size * w.k, 0.875 + 0.07 * size
                ),
                ink(tint),
            )
    if w.plan.time != "night":
        dx, wide = 0.2 * w.side, box[2] - box[0]
        pool = polygon(
            [
                (box[0] + dx, 0.79),
                (box[0] + wide * 0.47 + dx, 0.79),
                (box[0] + wide * 0.42 + 1.6 * dx, 0.96),
                (box[0] - 0.1 * wide + 1.6 * dx, 0.96),
            ]
        )
        other = polygon(
            [
                (box[0] + wide * 0.53 + dx, 0.79),
                (box[2] + dx, 0.79),
                (box[2] + 0.06 * wide + 1.6 * dx, 0.96),
                (box[0] + wide * 0.52 + 1.6 * dx, 0.96),
            ]
        )
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
