"""Rooms with a life of their own: bedroom, attic, library, shop, tavern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out, paned, pool, stack
from tools.engines.papercut.settings.furniture import load
from tools.engines.papercut.settings.kit import WARM, arch, around, disc, lamp_on, lantern, piece, rect, row, shape, soft
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def bedroom(w: World) -> None:
    """A bed under a window, a quilt of patches, a bedside lamp, stars on strings."""
    x = w.far_x(0.72)
    window = w.pick("window", rect(x - 0.17, 0.1, x + 0.17, 0.44, 0.01), arch(x - 0.13, 0.06, x + 0.13, 0.46), disc(x, 0.28,
        0.17))  # fmt: skip
    paper = w.rgb(w.pick("paper", "navy", "rose", "sage", "teal", "amber"), 0.35, 0.03, 0.6)
    bed = w.far_x(0.62)
    lamp = bed - w.side * 0.34
    lamp_on(w, lamp, 0.5, 0.75)
    furnish(w, Chamber((x, 0.28), lambda c: look_out(c, w, (x - 0.2, 0.06, x + 0.2, 0.48)), lambda c: _bedroom_wall(c, w,
        paper, window, x), lambda c: _bedroom_things(c, w, bed, lamp), "wood", stack(lambda c: boards(c, w), lambda c: _rug(c,
        w), lambda c: pool(c, w, x, 0.3)), lambda c: _canopy(c, w), ("bedroom", "bed", "window", "quilt"), 0.2,
        sway=0.12))  # fmt: skip


def _bedroom_things(c: skia.Canvas, w: World, bed: float, lamp: float) -> None:
    _bed(c, w, bed)
    wood = w.rgb("wood", 0.45, -0.03, 0.6)
    piece(c, w, rect(lamp - 0.07, 0.62, lamp + 0.07, 0.78), wood, 0.9)
    piece(c, w, rect(lamp - 0.085, 0.605, lamp + 0.085, 0.625), shade(wood, 0.05), 0.6)
    c.drawLine(lamp, 0.6, lamp, 0.53, stroke(w.rgb("gold", 0.45, -0.05), 0.01))
    if w.dark:
        glow(c, lamp, 0.49, 0.5, WARM, 0.7)
    piece(c, w, shape(lamp - 0.03, 0.45, lamp + 0.03, 0.45, lamp + 0.06, 0.54, lamp - 0.06, 0.54), mix(WARM, (1, 1, 1),
        0.3) if w.dark else w.rgb("paper", 0.45, 0.04, 0.6), 0.5)  # fmt: skip
    px = w.far_x(0.12)
    piece(c, w, rect(px - 0.14, 0.44, px + 0.14, 0.78), shade(wood, 0.02), 1.0)
    for i in range(3):
        piece(c, w, rect(px - 0.125, 0.46 + 0.1 * i, px + 0.125, 0.55 + 0.1 * i), shade(wood, 0.06), 0.5)
        c.drawCircle(px, 0.505 + 0.1 * i, 0.009, ink(w.rgb("gold", 0.45, 0.0)))
    load(c, w, w.sub("books"), px - 0.12, px + 0.05, 0.44, "books")


def _bedroom_wall(c: skia.Canvas, w: World, paper: Rgb, window: skia.Path, x: float) -> None:
    c.drawPath(around(w, window), wash(shade(paper, -0.06), paper, -0.1, 0.75))
    motif = w.pick("motif", "stars", "dots", "stripes")
    c.save()
    c.clipPath(around(w, window), True)
    for j, y in enumerate(row(0.0, 0.7, 0.075)):
        for px in row(-0.3 + 0.05 * (j % 2), w.a + 0.3, 0.1):
            tint = ink(shade(paper, 0.07), 0.7)
            if motif == "stripes":
                c.drawPath(rect(px, -0.3, px + 0.04, 0.8), ink(shade(paper, 0.02), 0.12))
            elif motif == "dots":
                c.drawCircle(px, y, 0.008, tint)
            else:
                c.drawPath(shape(px, y - 0.012, px + 0.004, y - 0.004, px + 0.012, y, px + 0.004, y + 0.004, px, y + 0.012,
                    px - 0.004, y + 0.004, px - 0.012, y, px - 0.004, y - 0.004), tint)  # fmt: skip
    c.restore()
    paned(c, w, window, (1, 1), w.rgb("paper", 0.42, 0.0, 0.6))
    piece(c, w, rect(-0.8, 0.7, w.a + 0.8, 0.9), w.rgb("paper", 0.38, -0.04, 0.6), 0.5)
    for f in (-1, 1):
        tone = w.rgb(w.pick("drape", "blossom", "paper", "amber"), 0.42, 0.0, 0.6)
        piece(c, w, soft(x + f * 0.24, 0.05, x + f * 0.16, 0.06, x + f * 0.13, 0.3, x + f * 0.2, 0.4, x + f * 0.18, 0.56,
            x + f * 0.26, 0.56, x + f * 0.27, 0.1), tone, 0.9)  # fmt: skip
    c.drawLine(x - 0.29, 0.05, x + 0.29, 0.05, stroke(w.rgb("wood", 0.42, -0.08), 0.01))
    fx = w.far_x(0.12)
    for i in range(3):
        piece(c, w, rect(fx - 0.09 + 0.07 * i, 0.2 + 0.06 * (i % 2), fx - 0.02 + 0.07 * i, 0.29 + 0.06 * (i % 2)),
            w.rgb(("gold", "wood", "teal")[i], 0.42, -0.02, 0.6), 0.7)  # fmt: skip
        c.drawPath(rect(fx - 0.08 + 0.07 * i, 0.21 + 0.06 * (i % 2), fx - 0.03 + 0.07 * i, 0.28 + 0.06 * (i % 2)),
            ink(w.rgb(("leaf", "coral", "paper")[i], 0.42, 0.05, 0.7)))  # fmt: skip


def _bed(c: skia.Canvas, w: World, x: float) -> None:
    wood, f = w.rgb("wood", 0.45, -0.07, 0.6), w.side
    head, foot = x - f * 0.26, x + f * 0.26
    piece(c, w, arch(head - 0.03, 0.42, head + 0.03, 0.79), wood, 1.0)
    piece(c, w, arch(foot - 0.025, 0.55, foot + 0.025, 0.79), wood, 1.0)
    piece(c, w, rect(min(head, foot), 0.68, max(head, foot), 0.75), wood, 0.8)
    piece(c, w, soft(head, 0.61, head + f * 0.02, 0.55, head + f * 0.12, 0.54, head + f * 0.15, 0.61), w.rgb("paper", 0.45,
        0.08, 0.6), 0.7)  # fmt: skip
    quilt = soft(head + f * 0.1, 0.73, head + f * 0.11, 0.6, x, 0.565, foot - f * 0.03, 0.6, foot - f * 0.015, 0.74)
    piece(c, w, quilt, w.rgb("cloth", 0.45, 0.02, 0.7), 1.2)
    rng = w.sub("quilt")
    c.save()
    c.clipPath(quilt, True)
    for j, y in enumerate(row(0.56, 0.76, 0.045)):
        for px in row(min(head, foot), max(head, foot), 0.055):
            tone = w.rgb(str(rng.choice(["crimson", "navy", "amber", "sage", "rose", "paper", "teal"])), 0.45, 0.03, 0.7)
            c.drawPath(shape(px, y, px + 0.055, y + 0.004 * (j % 2), px + 0.055, y + 0.047, px, y + 0.045), ink(tone))
    c.restore()


def _rug(c: skia.Canvas, w: World) -> None:
    tone = w.rgb(w.pick("rug", "rose", "teal", "amber"), 0.55, -0.02, 0.7)
    for size, lift in ((1.0, 0.0), (0.84, 0.07), (0.66, 0.0), (0.44, 0.07)):
        c.drawPath(disc(w.main_x, 0.885, 0.36 * size, 0.075 * size), ink(shade(tone, lift)))


def _canopy(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb(w.pick("drape", "blossom", "paper", "amber"), 0.95, -0.12, 0.5), w.pal.shadow, 0.45)
    x, f = w.far_x(1.0), -w.side
    piece(c, w, soft(x + f * 0.3, -0.4, x - f * 0.2, -0.3, x - f * 0.1, 0.12, x - f * 0.015, 0.5, x - f * 0.07, 1.3,
        x + f * 0.3, 1.3), tone)  # fmt: skip


def attic(w: World) -> None:
    """Under the roof: slanted boards, beams, a round window, trunks, a rocking horse, cobwebs."""
    x, wood = w.a * (0.5 - 0.08 * w.side), w.rgb("wood", 0.35, 0.0, 0.6)
    hole = w.pick("window", disc(x, 0.3, 0.13), rect(x - 0.12, 0.18, x + 0.12, 0.42), arch(x - 0.1, 0.14, x + 0.1, 0.44, 0.5))
    peak = w.a / 2
    bulb = w.far_x(0.4)
    lamp_on(w, bulb, 0.2, 0.8)
    furnish(w, Chamber((x, 0.3), lambda c: look_out(c, w, (x - 0.16, 0.12, x + 0.16, 0.46)), lambda c: _attic_wall(c, w, hole,
        peak, wood), lambda c: _attic_things(c, w, bulb), "wood", stack(lambda c: boards(c, w), lambda c: pool(c, w, x,
        0.26)), lambda c: _beam_near(c, w, wood), ("attic", "beams", "trunks", "window"), 0.3))  # fmt: skip


def _attic_things(c: skia.Canvas, w: World, bulb: float) -> None:
    rng = w.sub("trunks")
    for t in w.pick("order", (0.08, 0.27, 0.84), (0.14, 0.7, 0.92)):
        px, tone = w.far_x(t), w.rgb(str(rng.choice(["clay", "leaf", "navy", "crimson"])), 0.45, -0.08, 0.6)
        wide, high = rng.uniform(0.1, 0.14), rng.uniform(0.1, 0.15)
        piece(c, w, rect(px - wide, 0.78 - high, px + wide, 0.78, 0.01), tone, 1.0)
        piece(c, w, soft(px - wide, 0.79 - high, px - wide, 0.74 - high, px + wide, 0.74 - high, px + wide, 0.79 - high),
            shade(tone, 0.05), 0.8)  # fmt: skip
        for dx in (-0.6, 0.6):
            c.drawLine(px + dx * wide, 0.76 - high, px + dx * wide, 0.78, stroke(w.rgb("gold", 0.45, -0.1), 0.012))
        if rng.random() < 0.7:
            load(c, w, rng, px - wide * 0.7, px + wide * 0.6, 0.755 - high, str(rng.choice(["books", "jars"])))
    _horse(c, w, w.far_x(0.6), 0.78)
    c.drawLine(bulb, -0.3, bulb, 0.17, stroke(w.pal.shadow, 0.003))
    lantern(c, w, bulb, 0.2, 0.02)
    web = stroke((1, 1, 1), 0.0016, 0.35)
    for i in range(5):
        c.drawLine(0.02, 0.62 - 0.14 * 4, 0.04 + 0.05 * i, 0.3 - 0.05 * i, web)
        c.drawPath(soft(0.02, 0.1, 0.06 + 0.03 * i, 0.14 + 0.02 * i, 0.03 + 0.012 * i, 0.2 + 0.02 * i), web)


def _attic_wall(c: skia.Canvas, w: World, hole: skia.Path, peak: float, wood: Rgb) -> None:
    c.drawPath(around(w, hole), wash(shade(wood, -0.02), shade(wood, -0.07), 0, 0.75))
    for px in row(-0.4, w.a + 0.4, 0.075):
        c.drawLine(px, -0.3, px, 0.8, stroke(shade(wood, -0.13), 0.004))
    paned(c, w, hole, (1, 1), shade(wood, 0.06))
    for f in (-1, 1):
        roof = shape(peak, -0.3, peak + f * 0.1, -0.3, peak + f * 0.52 * w.a, 0.55, peak + f * 0.52 * w.a, 0.62, peak + f * 2,
            0.62, peak + f * 2, -0.3)  # fmt: skip
        piece(c, w, roof, shade(wood, -0.07), 1.4)
        for i in range(7):
            y = 0.62 - 0.12 * i
            c.drawLine(peak + f * (0.52 * w.a - 0.1 * i * w.a * 0.62), y, peak + f * 2, y + 0.1, stroke(shade(wood, -0.13),
                0.004))  # fmt: skip
        piece(c, w, shape(peak + f * 0.02, -0.3, peak + f * 0.1, -0.3, peak + f * 0.55 * w.a, 0.6, peak + f * 0.5 * w.a, 0.6),
            shade(wood, -0.12), 1.0)  # fmt: skip
    piece(c, w, rect(-0.5, 0.055, w.a + 0.5, 0.1), shade(wood, -0.1), 1.2)


def _horse(c: skia.Canvas, w: World, x: float, y: float) -> None:
    tone, f = w.rgb(w.pick("horse", "paper", "amber", "rose"), 0.45, 0.0, 0.65), w.side
    for dx in (-0.06, 0.055):
        c.drawLine(x + dx * 0.8, y - 0.1, x + dx * 1.3, y - 0.02, stroke(tone, 0.018))
    piece(c, w, soft(x - f * 0.1, y - 0.17, x - f * 0.05, y - 0.18, x + f * 0.04, y - 0.17, x + f * 0.07, y - 0.28,
        x + f * 0.15, y - 0.26, x + f * 0.15, y - 0.21, x + f * 0.1, y - 0.2, x + f * 0.1, y - 0.09, x - f * 0.1, y - 0.09),
        tone, 0.8)  # fmt: skip
    c.drawPath(soft(x - 0.13, y - 0.03, x, y + 0.012, x + 0.13, y - 0.03, x, y - 0.006), ink(w.rgb("crimson", 0.45, -0.03,
        0.7)))  # fmt: skip


def _beam_near(c: skia.Canvas, w: World, wood: Rgb) -> None:
    dark = mix(shade(wood, -0.16), w.pal.shadow, 0.45)
    x, f = w.far_x(1.0), -w.side
    piece(c, w, shape(x - f * 0.06, 1.3, x + f * 0.06, 1.3, x + f * 0.06, -0.3, x - f * 0.06, -0.3), dark, 1.2)
    piece(c, w, shape(x, 0.3, x + f * 0.35, -0.1, x + f * 0.5, -0.1, x, 0.5), dark, 1.0)
