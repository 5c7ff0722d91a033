"""Places that travel: spaceship, submarine, train, and the deck of a ship."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out
from tools.engines.papercut.settings.kit import WARM, Box, around, disc, lamp_on, lantern, piece, rect, row, shape, soft
from tools.engines.papercut.settings.lines import level, waves
from tools.engines.papercut.settings.water import open_water, water
from tools.engines.papercut.shears import combine
from tools.engines.papercut.sky import spark
from tools.engines.papercut.world import Sheet, Stand, World, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

CYAN: Rgb = (0.42, 0.93, 1.0)


def spaceship(w: World) -> None:
    """The bridge of a ship: ribs of the hull, a great window on stars and a world, consoles alight."""
    box = w.pick("window", (0.22, 0.1, 0.78, 0.52), (0.12, 0.16, 0.88, 0.46), (0.3, 0.06, 0.7, 0.58))
    x0, y0, x1, y1 = box[0] * w.a, box[1], box[2] * w.a, box[3]
    hole = w.pick("form", rect(x0, y0, x1, y1, 0.16), disc((x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2),
        shape(x0 + 0.12, y0, x1 - 0.12, y0, x1, (y0 + y1) / 2, x1 - 0.12, y1, x0 + 0.12, y1, x0, (y0 + y1) / 2))  # fmt: skip
    for x in (0.16, 0.84):
        w.lights.append((x * w.a, 0.62, CYAN, 0.7))
    furnish(w, Chamber(((x0 + x1) / 2, (y0 + y1) / 2), lambda c: _cosmos(c, w, (x0 + x1) / 2, (y0 + y1) / 2),
        lambda c: _spaceship_wall(c, w, hole), lambda c: _consoles(c, w), "metal", lambda c: _deck_plates(c, w),
        lambda c: _hull(c, w), ("spaceship", "hull", "console", "stars"), 0.0))  # fmt: skip


def _spaceship_wall(c: skia.Canvas, w: World, hole: skia.Path) -> None:
    tone = w.rgb("metal", 0.4, -0.05, 0.6)
    c.drawPath(around(w, hole), wash(shade(tone, -0.12), shade(tone, 0.02), -0.1, 0.8))
    for i in range(4):
        inset = 0.055 + 0.085 * i
        for f in (-1, 1):
            x = w.a / 2 + f * (w.a / 2 - inset * w.a * 0.36)
            edge = shape(x, -0.2, x + f * 0.045, -0.2, x + f * 0.09, 0.45, x + f * 0.045, 0.8, x, 0.8, x + f * 0.04, 0.45)
            piece(c, w, edge, shade(tone, 0.03 - 0.025 * i), 1.0)
    c.drawPath(hole, stroke(shade(tone, 0.08), 0.03))
    c.drawPath(hole, stroke(CYAN, 0.005, 0.8))
    c.drawLine(-0.5, 0.645, w.a + 0.5, 0.645, stroke(CYAN, 0.006, 0.7))


def _cosmos(c: skia.Canvas, w: World, x: float, y: float) -> None:
    """Stars, a glowing cloud and a world."""
    c.drawPaint(wash((0.03, 0.03, 0.12), (0.2, 0.1, 0.36), 0.0, 0.7))
    rng = w.sub("cosmos")
    for i in range(5):
        glow(c, x + rng.normal(0, 0.3), y + rng.normal(0, 0.12), rng.uniform(0.2, 0.5), ((0.5, 0.25, 0.8), (0.2, 0.5,
            0.9))[i % 2], 0.35)  # fmt: skip
    for _ in range(120):
        c.drawPath(spark(rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.1, 0.7), rng.uniform(0.002, 0.009)), ink((1, 1, 1), 0.85))
    px, py, r = x + 0.16 * w.side, y + 0.06, rng.uniform(0.09, 0.2)
    tone = w.pick("world", (0.85, 0.5, 0.35), (0.3, 0.62, 0.85), (0.55, 0.78, 0.5), (0.9, 0.75, 0.45))
    glow(c, px, py, r * 1.8, tone, 0.5)
    c.drawPath(disc(px, py, r), wash(shade(tone, 0.08), shade(tone, -0.22), py - r, py + r))
    for i in range(4):
        c.drawOval(disc(px, py - 0.6 * r + 0.4 * r * i, r * (0.6, 0.9, 0.95, 0.7)[i], r * 0.08).getBounds(), ink(shade(tone,
            0.07), 0.35))  # fmt: skip


def _consoles(c: skia.Canvas, w: World) -> None:
    rng, tone = w.sub("consoles"), w.rgb("metal", 0.45, -0.12, 0.55)
    for f in (-1, 1):
        x = w.a / 2 + f * 0.36 * w.a
        desk = shape(x - 0.22, 0.56, x + 0.22, 0.56, x + 0.27, 0.645, x + 0.24, 0.77, x - 0.24, 0.77, x - 0.27, 0.645)
        piece(c, w, desk, tone, 1.2)
        screen = shape(x - 0.19, 0.58, x + 0.19, 0.58, x + 0.225, 0.635, x - 0.225, 0.635)
        glow(c, x, 0.6, 0.24, CYAN, 0.35)
        c.drawPath(screen, ink((0.03, 0.14, 0.22)))
        for _ in range(16):
            tint = ((0.4, 0.95, 1.0), (1.0, 0.72, 0.3), (0.95, 0.4, 0.45), (0.5, 1.0, 0.6))[int(rng.integers(4))]
            px, py = x - 0.18 + 0.36 * rng.random(), 0.59 + 0.036 * rng.random()
            c.drawRect(rect(px, py, px + rng.uniform(0.006, 0.03), py + 0.006).getBounds(), ink(tint, 0.95))
        for i in range(6):
            c.drawCircle(x - 0.18 + 0.072 * i, 0.69, 0.008, ink(((1.0, 0.75, 0.35), (0.45, 0.95, 1.0))[i % 2], 0.9))
    seat = w.rgb("cloth", 0.45, -0.06, 0.6)
    x = w.far_x(0.62)
    piece(c, w, soft(x - 0.07, 0.78, x - 0.075, 0.56, x, 0.5, x + 0.075, 0.56, x + 0.07, 0.78), seat, 1.0)


def _deck_plates(c: skia.Canvas, w: World) -> None:
    boards(c, w, across=True, alpha=0.35)
    for f in (-1, 1):
        strip = shape(w.a / 2 + f * 0.3, 0.75, w.a / 2 + f * 0.31, 0.75, w.a / 2 + f * 0.66, 1.3, w.a / 2 + f * 0.62, 1.3)
        c.drawPath(strip, ink(CYAN, 0.55))


def _hull(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb("metal", 0.95, -0.16, 0.4), w.pal.shadow, 0.45)
    for f in (-1, 1):
        x = w.a / 2 + f * w.a / 2
        piece(c, w, soft(x + f * 0.3, -0.3, x - f * 0.2, -0.25, x - f * 0.035, 0.2, x - f * 0.03, 0.75, x - f * 0.16, 1.3,
            x + f * 0.3, 1.3), tone)  # fmt: skip
        c.drawLine(x - f * 0.045, 0.25, x - f * 0.045, 0.75, stroke(CYAN, 0.006, 0.6))


def submarine(w: World) -> None:
    """Inside a submarine: riveted walls, portholes on the deep, pipes, brass and wheels."""
    count = w.pick("ports", 1, 2, 3)
    xs = [w.a * (0.5 + 0.27 * (i - (count - 1) / 2)) for i in range(count)]
    radius = {1: 0.24, 2: 0.17, 3: 0.13}[count]
    y = 0.34
    furnish(w, Chamber((xs[0], y), lambda c: _deep_view(c, w, y), lambda c: _submarine_wall(c, w, radius, xs, y),
        lambda c: _pipes(c, w), "metal", lambda c: boards(c, w, across=True), lambda c: _hatch(c, w), ("submarine",
        "porthole", "pipes", "sea"), 0.16))  # fmt: skip
    lamp_on(w, 0.12 * w.a, 0.2, 0.7, always=True)


def _submarine_wall(c: skia.Canvas, w: World, radius: float, xs: list[float], y: float) -> None:
    tone = w.rgb(w.pick("paint", "metal", "moss", "clay"), 0.4, -0.12, 0.5)
    c.drawPath(around(w, *(disc(x, y, radius) for x in xs)), wash(shade(tone, -0.1), shade(tone, 0.02), -0.1, 0.8))
    for x in row(-0.4, w.a + 0.4, 0.3):
        c.drawLine(x, -0.3, x, 0.8, stroke(shade(tone, -0.1), 0.012, 0.7))
        for py in row(-0.1, 0.75, 0.07):
            c.drawCircle(x + 0.02, py, 0.005, ink(shade(tone, 0.08)))
    brass = w.rgb("gold", 0.42, -0.12, 0.75)
    for x in xs:
        c.drawPath(disc(x, y, radius + 0.012), stroke(brass, 0.045))
        for t in np.linspace(0, 6.28, 10, endpoint=False):
            c.drawCircle(float(x + (radius + 0.013) * np.cos(t)), float(y + (radius + 0.013) * np.sin(t)), 0.008,
                ink(shade(brass, -0.2)))  # fmt: skip


def _deep_view(c: skia.Canvas, w: World, y: float) -> None:
    c.drawPaint(wash((0.2, 0.62, 0.72), (0.02, 0.13, 0.28), 0.0, 0.75))
    rng = w.sub("deep view")
    for i in range(14):
        x, s = rng.uniform(0, w.a), rng.uniform(0.012, 0.03)
        py, tint = y + rng.normal(0, 0.1), ((1.0, 0.7, 0.3), (0.95, 0.5, 0.55), (0.7, 0.95, 0.9))[i % 3]
        c.drawPath(soft(x - s, py, x, py - 0.6 * s, x + s, py, x, py + 0.6 * s), ink(tint, 0.9))
        c.drawPath(shape(x + 0.7 * s, py, x + 1.5 * s, py - 0.5 * s, x + 1.5 * s, py + 0.5 * s), ink(tint, 0.9))
    for x in row(0, w.a, 0.07):
        h = rng.uniform(0.05, 0.2)
        c.drawPath(soft(x - 0.01, 0.75, x + 0.02, 0.7 - h * 0.5, x, 0.6 - h, x + 0.025, 0.7), ink((0.05, 0.32, 0.36)))
    for _ in range(30):
        c.drawCircle(rng.uniform(0, w.a), rng.uniform(0, 0.7), rng.uniform(0.003, 0.009), stroke((0.8, 1, 1), 0.002, 0.7))


def _pipes(c: skia.Canvas, w: World) -> None:
    rng, brass = w.sub("pipes"), w.rgb("gold", 0.45, -0.1, 0.7)
    for i, y in enumerate((0.03, 0.075, 0.60, 0.655)):
        c.drawLine(-0.5, y, w.a + 0.5, y, stroke((brass, w.rgb("clay", 0.45, -0.08, 0.7))[i % 2], 0.026))
        c.drawLine(-0.5, y - 0.006, w.a + 0.5, y - 0.006, stroke(w.pal.light, 0.004, 0.35))
    for t in (0.07, 0.93):
        x = w.a * t
        c.drawLine(x, -0.2, x, 0.8, stroke(brass, 0.035))
    for t in (0.2, 0.32, 0.68, 0.8):
        x, r = w.a * t, rng.uniform(0.03, 0.05)
        piece(c, w, disc(x, 0.62, r), brass, 0.8)
        c.drawCircle(x, 0.62, r * 0.75, ink(w.rgb("paper", 0.45, 0.05, 0.7)))
        turn = rng.uniform(2.4, 6.9)
        c.drawLine(x, 0.62, x + r * 0.6 * np.cos(turn), 0.62 + r * 0.6 * np.sin(turn), stroke((0.8, 0.15, 0.1), 0.005))
    x, y = w.far_x(0.93), 0.47
    for t in range(3):
        c.drawLine(x - 0.07 * np.cos(t * 1.05), y - 0.07 * np.sin(t * 1.05), x + 0.07 * np.cos(t * 1.05),
            y + 0.07 * np.sin(t * 1.05), stroke((0.72, 0.2, 0.16), 0.012))  # fmt: skip
    c.drawCircle(x, y, 0.07, stroke((0.78, 0.24, 0.18), 0.018))
    x = 0.12 * w.a
    glow(c, x, 0.2, 0.3, WARM, 0.6)
    piece(c, w, rect(x - 0.03, 0.15, x + 0.03, 0.23, 0.03), mix(WARM, (1, 1, 1), 0.3), 0.5)


def _hatch(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb("metal", 0.95, -0.14, 0.4), w.pal.shadow, 0.4)
    frame = combine(rect(-0.9, -0.9, w.a + 0.9, 1.9), rect(0.06 * w.a, -0.09, 0.94 * w.a, 1.14, 0.3), "difference")
    piece(c, w, frame, tone, 1.0)


def train(w: World) -> None:
    """A railway carriage: windows in a row with the country passing, seats of plush, racks with bags."""
    n = w.pick("windows", 2, 3)
    wide = 0.74 / n * w.a
    boxes = [(0.13 * w.a + i * wide + 0.035, 0.14, 0.13 * w.a + (i + 1) * wide - 0.035, 0.5) for i in range(n)]
    plush = w.pick("plush", "cloth", "leaf", "water", "gold")
    lit = w.dark or w.wet
    for i in range(n if lit else 0):
        w.lights.append((0.13 * w.a + (i + 0.5) * wide, 0.5, WARM, 0.6))
    mid = boxes[n // 2]
    furnish(w, Chamber(((mid[0] + mid[2]) / 2, 0.3), lambda c: look_out(c, w, (0, 0.1, w.a, 0.52), 0.75),
        lambda c: _train_wall(c, w, boxes), lambda c: _train_seats(c, w, lit, n, plush, wide), "wood", lambda c: boards(c, w),
        lambda c: _curtains(c, w, plush), ("train", "window", "seats", "carriage"), 0.14, sway=0.12))  # fmt: skip


def _train_seats(c: skia.Canvas, w: World, lit: bool, n: int, plush: str, wide: float) -> None:
    tone = w.rgb(plush, 0.45, -0.05, 0.7)
    for i in range(n + 1):
        x = 0.13 * w.a + i * wide
        piece(c, w, rect(x - 0.055, 0.38, x + 0.055, 0.78, 0.04), tone, 1.1)
        piece(c, w, rect(x - 0.05, 0.38, x + 0.05, 0.45, 0.025), w.rgb("paper", 0.45, 0.02, 0.7), 0.4)
        for f in (-1, 1):
            piece(c, w, rect(min(x, x + f * 0.16), 0.625, max(x, x + f * 0.16), 0.69, 0.02), shade(tone, 0.04), 0.8)
            piece(c, w, rect(min(x, x + f * 0.15), 0.69, max(x, x + f * 0.15), 0.79), shade(tone, -0.12), 0.4)
    for i in range(n):
        x = 0.13 * w.a + (i + 0.5) * wide
        piece(c, w, rect(x - 0.07, 0.545, x + 0.07, 0.562), w.rgb("wood", 0.45, 0.04, 0.6), 0.8)
        if lit:
            lantern(c, w, x, 0.535, 0.016, WARM, True)


def _train_wall(c: skia.Canvas, w: World, boxes: list[Box]) -> None:
    tone = w.rgb(w.pick("wall", "wood", "plaster", "wall"), 0.4, 0.0, 0.6)
    c.drawPath(around(w, *(rect(*b, 0.03) for b in boxes)), wash(shade(tone, -0.08), tone, -0.1, 0.75))
    brass = w.rgb("gold", 0.42, -0.08, 0.7)
    for x0, y0, x1, y1 in boxes:
        c.drawPath(rect(x0, y0, x1, y1, 0.03), stroke(shade(tone, -0.15), 0.02))
        c.drawLine(x0, y0 + 0.11, x1, y0 + 0.11, stroke(shade(tone, -0.15), 0.008))
    for y in (0.085, 0.1):
        c.drawLine(-0.3, y, w.a + 0.3, y, stroke(brass, 0.006))
    rng = w.sub("bags")
    for x in row(0.05, w.a, 0.24):
        bag = w.rgb(str(rng.choice(["clay", "wood", "leaf", "cloth"])), 0.42, -0.05, 0.7)
        piece(c, w, rect(x, 0.0, x + rng.uniform(0.1, 0.17), 0.082, 0.015), bag, 0.8)
    piece(c, w, rect(-0.8, 0.6, w.a + 0.8, 0.9), shade(tone, -0.1), 0.6)


def _curtains(c: skia.Canvas, w: World, cloth: str) -> None:
    tone = mix(w.rgb(cloth, 0.95, -0.08, 0.5), w.pal.shadow, 0.35)
    for f in (-1, 1):
        x = w.a / 2 + f * w.a / 2
        piece(c, w, soft(x + f * 0.3, -0.3, x - f * 0.16, -0.25, x - f * 0.03, 0.5, x - f * 0.09, 0.56, x - f * 0.1, 1.3,
            x + f * 0.3, 1.3), tone)  # fmt: skip
        c.drawLine(x + f * 0.1, 0.53, x - f * 0.06, 0.53, stroke(w.rgb("gold", 0.9, -0.1, 0.6), 0.016))


def deck(w: World) -> None:
    """On board: planks, a mast with its ropes and sail, a rail, and the sea all round."""
    open_water(w)
    for i, y in enumerate((0.59, 0.635, 0.68)):
        water(w, f"waves {i + 1}", waves(w, f"deck wave{i}", y, 0.008 + 0.004 * i, 0.16 + 0.06 * i), 0.36 + 0.06 * i)
    sail = w.rgb(w.pick("sail", "paper", "cloth", "straw"), 0.5, 0.05, 0.7)
    wood = w.rgb("wood", 0.55, 0.0, 0.6)
    mast = w.far_x(w.pick("mast", 0.62, 0.7, 0.78))
    lamp_on(w, w.far_x(0.93), 0.5, 0.7)
    w.sheet(Sheet("rigging", "prop", 0.55, lambda c: _deck_rig(c, w, mast, sail, wood), ("mast", "sail", "rail", "ropes"),
        Ambient(kind="sway", amount=0.06, speed=0.12), pivot=(w.a / 2, 0.8)))  # fmt: skip
    floor = level(w, 0.76)
    land(w, "deck", floor, "wood", 0.6, own=0.62, elements=("deck", "ship", "ground", "planks"), deco=lambda c: boards(c, w,
        0.76))  # fmt: skip
    w.stand(Stand("ground", 0.61, level(w, 0.875), 0.08 * w.a, 0.92 * w.a, 1.15))
    w.stand(Stand("ground", 0.605, level(w, 0.80), 0.08 * w.a, 0.92 * w.a, 0.9, big=True))
    w.stand(Stand("water", 0.45, level(w, 0.65), 0.1 * w.a, 0.9 * w.a, 0.6))
    w.sheet(Sheet("barrel", "foreground", 0.9, lambda c: _deck_near(c, w), ("barrel", "rope"), shadow=0.9, rim=0.5, blur=0.003))


def _deck_near(c: skia.Canvas, w: World) -> None:
    dark = mix(w.rgb("wood", 0.9, -0.12, 0.5), w.pal.shadow, 0.35)
    x = w.far_x(0.96)
    piece(c, w, soft(x - 0.11, 1.2, x - 0.12, 0.86, x - 0.09, 0.8, x + 0.09, 0.8, x + 0.12, 0.86, x + 0.11, 1.2), dark, 1.0)
    for y in (0.86, 1.0):
        c.drawLine(x - 0.115, y, x + 0.115, y, stroke(w.pal.shadow, 0.012, 0.7))
    x = w.far_x(0.02)
    for i in range(4):
        c.drawOval(disc(x, 1.0 - 0.022 * i, 0.12 - 0.008 * i, 0.035).getBounds(), stroke(shade(w.rgb("straw", 0.9, -0.15,
            0.5), 0.02 * i), 0.02))  # fmt: skip


def _deck_rig(c: skia.Canvas, w: World, mast: float, sail: Rgb, wood: Rgb) -> None:
    for x in row(-0.6, w.a + 0.6, 0.09):
        piece(c, w, rect(x, 0.665, x + 0.018, 0.78), wood, 0.5)
    piece(c, w, rect(-0.8, 0.645, w.a + 0.8, 0.672), shade(wood, 0.05), 0.8)
    piece(c, w, shape(mast - 0.02, 0.8, mast - 0.013, -0.4, mast + 0.013, -0.4, mast + 0.02, 0.8), shade(wood, -0.03), 1.0)
    f = w.side
    body = soft(mast + f * 0.02, -0.3, mast + f * 0.5, -0.2, mast + f * 0.42, 0.3, mast + f * 0.36, 0.47, mast + f * 0.03, 0.42)
    piece(c, w, body, sail, 1.4, 0.1)
    for i in range(3):
        y = 0.0 + 0.14 * i
        c.drawLine(mast + f * 0.03, y, mast + f * 0.4, y + 0.01, stroke(shade(sail, -0.1), 0.004, 0.7))
    c.drawLine(mast, -0.3, w.far_x(1.05), 0.66, stroke(shade(wood, -0.16), 0.004))
    c.drawLine(mast, -0.3, w.far_x(0.1), 0.66, stroke(shade(wood, -0.16), 0.004))
    for i in range(8):
        t = i / 8
        a, b = mast + (w.far_x(1.05) - mast) * (0.4 + 0.6 * t), mast + (w.far_x(1.2) - mast) * (0.4 + 0.6 * t)
        c.drawLine(a, -0.3 + 0.96 * (0.4 + 0.6 * t), b, -0.3 + 0.96 * (0.4 + 0.6 * t), stroke(shade(wood, -0.16), 0.003))
    x = w.far_x(0.93)
    lantern(c, w, x, 0.5, 0.026)
    c.drawLine(x, 0.53, x, 0.66, stroke(shade(wood, -0.1), 0.008))
