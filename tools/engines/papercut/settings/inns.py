"""Rooms that are open to guests: library, shop, tavern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out, paned, pool, stack
from tools.engines.papercut.settings.furniture import load
from tools.engines.papercut.settings.kit import (
    FIRE,
    WARM,
    Rng,
    arch,
    around,
    disc,
    flames,
    lamp_on,
    lantern,
    piece,
    rect,
    row,
    shape,
    soft,
)  # fmt: skip
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def library(w: World) -> None:
    """An alley of bookcases toward a tall window, a gallery above, a ladder, green lamps."""
    mid = w.a * (0.5 - 0.06 * w.side)
    window = w.pick("window", arch(mid - 0.13, 0.03, mid + 0.13, 0.6), arch(mid - 0.1, 0.0, mid + 0.1, 0.62, 0.9), disc(mid,
        0.26, 0.15))  # fmt: skip
    wood = w.rgb(w.pick("wood", "wood", "clay", "brick"), 0.4, -0.1, 0.6)
    for f in (-1, 1):
        lamp_on(w, mid + f * 0.32, 0.5, 0.5, always=True)
    furnish(w, Chamber((mid, 0.25), lambda c: look_out(c, w, (mid - 0.16, 0.0, mid + 0.16, 0.62), 0.85),
        lambda c: _library_wall(c, w, mid, window, wood), lambda c: _library_cases(c, w, mid, wood), "wood",
        stack(lambda c: boards(c, w), lambda c: _carpet(c, w, mid)), lambda c: _desk(c, w, wood), ("library", "books",
        "bookshelves", "ladder", "window"), 0.32))  # fmt: skip


def _library_cases(c: skia.Canvas, w: World, mid: float, wood: Rgb) -> None:
    for f in (-1, 1):
        for j, (a, b) in enumerate(((0.36, 0.62), (0.64, 1.15))):
            x0, x1 = sorted((mid + f * a, mid + f * b))
            _case(c, w, w.sub(f"case{f}{j}"), (x0, -0.2 - 0.1 * j, x1, 0.79), 8, shade(wood, -0.03 * j))
        y = 0.27
        x0, x1 = sorted((mid + f * 0.33, mid + f * 1.4))
        piece(c, w, rect(x0, y, x1, y + 0.026), shade(wood, 0.06), 1.2)
        for x in row(x0, x1, 0.034):
            c.drawLine(x, y - 0.075, x, y, stroke(shade(wood, 0.08), 0.006))
        piece(c, w, rect(x0, y - 0.085, x1, y - 0.07), shade(wood, 0.1), 0.6)
        x = mid + f * 0.32
        glow(c, x, 0.5, 0.22, WARM, 0.6)
        piece(c, w, soft(x - 0.035, 0.5, x - 0.025, 0.465, x + 0.025, 0.465, x + 0.035, 0.5), (0.2, 0.52, 0.38), 0.6)
    x, f = w.far_x(0.8), w.side
    for dx in (0.0, 0.06):
        c.drawLine(x + dx, 0.8, x + dx + f * 0.07, -0.2, stroke(shade(wood, 0.16), 0.011))
    for i in range(10):
        c.drawLine(x + f * 0.007 * i, 0.76 - 0.1 * i, x + 0.06 + f * 0.007 * i, 0.76 - 0.1 * i, stroke(shade(wood, 0.16),
            0.009))  # fmt: skip


def _library_wall(c: skia.Canvas, w: World, mid: float, window: skia.Path, wood: Rgb) -> None:
    c.drawPath(around(w, window), wash(shade(wood, 0.05), wood, -0.1, 0.75))
    paned(c, w, window, (2, 3), shade(wood, 0.12))
    for f in (-1, 1):
        x0, x1 = sorted((mid + f * 0.17, mid + f * 0.34))
        _case(c, w, w.sub(f"far{f}"), (x0, 0.0, x1, 0.78), 7, wood)


def _case(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], shelves: int, wood: Rgb) -> None:
    x0, y0, x1, y1 = box
    piece(c, w, rect(x0 - 0.012, y0, x1 + 0.012, y1), wood, 1.0)
    for i in range(shelves):
        low = y0 + (i + 1) * (y1 - y0) / shelves - 0.01
        c.drawPath(rect(x0, low - 0.088, x1, low), ink(w.pal.shadow, 0.55))
        load(c, w, rng, x0 + 0.003, x1 - rng.uniform(0, 0.05), low, "books")


def _carpet(c: skia.Canvas, w: World, mid: float) -> None:
    tone = w.rgb(w.pick("carpet", "crimson", "teal", "navy"), 0.55, -0.04, 0.75)
    c.drawPath(shape(mid - 0.13, 0.745, mid + 0.13, 0.745, mid + 0.5, 1.3, mid - 0.5, 1.3), ink(tone))
    for f in (-1, 1):
        c.drawLine(mid + f * 0.115, 0.745, mid + f * 0.45, 1.3, stroke(w.rgb("gold", 0.55, -0.02, 0.7), 0.008))


def _desk(c: skia.Canvas, w: World, wood: Rgb) -> None:
    dark = mix(shade(wood, -0.08), w.pal.shadow, 0.4)
    x, f = w.far_x(1.0), -w.side
    piece(c, w, shape(x - f * 0.1, 0.93, x + f * 0.34, 0.93, x + f * 0.38, 0.97, x + f * 0.38, 1.3, x - f * 0.1, 1.3), dark,
        1.0)  # fmt: skip
    for i, tint in enumerate(("crimson", "amber", "teal", "navy")):
        tone = mix(w.rgb(tint, 0.9, -0.06, 0.7), w.pal.shadow, 0.25)
        a = x + f * (0.04 + 0.012 * (i % 2))
        piece(c, w, rect(min(a, a + f * 0.17), 0.9 - 0.03 * i, max(a, a + f * 0.17), 0.93 - 0.03 * i, 0.004), tone, 0.7)


def shop(w: World) -> None:
    """A shop: a counter, shelves full of wares to the ceiling, a window on the street, bunting, a scale."""
    x = w.far_x(0.78)
    window = rect(x - 0.24, 0.1, x + 0.24, 0.54, 0.02)
    paint = w.rgb(w.pick("paint", "teal", "rose", "sage", "amber", "navy"), 0.35, 0.02, 0.6)
    counter = w.far_x(0.34)
    lamp_on(w, counter, 0.2, 0.8)
    furnish(w, Chamber((x, 0.3), lambda c: look_out(c, w, (x - 0.26, 0.08, x + 0.26, 0.56)), lambda c: _shop_wall(c, w, paint,
        window, x), lambda c: _shop_wares(c, w, counter), "wood", stack(lambda c: boards(c, w), lambda c: pool(c, w, x, 0.4)),
        lambda c: _shop_near(c, w), ("shop", "counter", "shelves", "window"), 0.2))  # fmt: skip


def _shop_near(c: skia.Canvas, w: World) -> None:
    dark = mix(w.rgb("straw", 0.95, -0.14, 0.5), w.pal.shadow, 0.35)
    px = w.far_x(0.95)
    piece(c, w, soft(px - 0.17, 0.93, px + 0.17, 0.93, px + 0.13, 1.3, px - 0.13, 1.3), dark, 1.0)
    for i in range(7):
        tone = mix(w.rgb(("crimson", "amber", "leaf")[i % 3], 0.9, -0.05, 0.8), w.pal.shadow, 0.2)
        piece(c, w, disc(px - 0.12 + 0.04 * i, 0.92 - 0.014 * (i % 2), 0.034), tone, 0.6)


def _shop_wares(c: skia.Canvas, w: World, counter: float) -> None:
    rng, wood = w.sub("wares"), w.rgb("wood", 0.45, -0.04, 0.6)
    x0, x1 = sorted((w.far_x(-0.06), w.far_x(0.55)))
    piece(c, w, rect(x0, -0.1, x1, 0.6), shade(wood, -0.09), 0.9)
    for y in (0.13, 0.25, 0.37, 0.49):
        c.drawPath(rect(x0 + 0.015, y - 0.1, x1 - 0.015, y), ink(w.pal.shadow, 0.3))
        load(c, w, rng, x0 + 0.02, x1 - 0.02, y, str(rng.choice(["jars", "jars", "books"])))
        piece(c, w, rect(x0, y, x1, y + 0.014), shade(wood, 0.05), 0.6)
    piece(c, w, rect(x0 - 0.05, 0.6, x1 + 0.03, 0.79), w.rgb(w.pick("bar", "teal", "clay", "sage"), 0.45, -0.05, 0.6), 1.1)
    for px in row(x0, x1 - 0.1, 0.17):
        piece(c, w, rect(px, 0.635, px + 0.14, 0.765, 0.006), w.rgb(w.pick("bar", "teal", "clay", "sage"), 0.45, 0.0, 0.6), 0.5)
    piece(c, w, rect(x0 - 0.07, 0.575, x1 + 0.05, 0.605), shade(wood, 0.08), 1.0)
    for i in range(3):
        px = x0 + 0.12 + 0.06 * i
        piece(c, w, disc(px, 0.56 - 0.012 * (i % 2), 0.032, 0.026), w.rgb(("amber", "clay", "straw")[i], 0.45, 0.03, 0.8), 0.5)
    px = x1 - 0.12
    c.drawLine(px, 0.575, px, 0.46, stroke(w.rgb("gold", 0.45, -0.05, 0.8), 0.01))
    c.drawLine(px - 0.07, 0.47, px + 0.07, 0.48, stroke(w.rgb("gold", 0.45, -0.05, 0.8), 0.007))
    for dx, y in ((-0.07, 0.53), (0.07, 0.54)):
        piece(c, w, soft(px + dx - 0.035, y, px + dx + 0.035, y, px + dx + 0.02, y + 0.02, px + dx - 0.02, y + 0.02),
            w.rgb("gold", 0.45, 0.0, 0.8), 0.5)  # fmt: skip
    c.drawLine(counter, -0.3, counter, 0.16, stroke(w.pal.shadow, 0.004))
    if w.dark:
        glow(c, counter, 0.2, 0.55, WARM, 0.6)
    piece(c, w, soft(counter - 0.075, 0.21, counter - 0.03, 0.15, counter + 0.03, 0.15, counter + 0.075, 0.21),
        w.rgb("crimson", 0.5, 0.0, 0.7), 0.7)  # fmt: skip


def _shop_wall(c: skia.Canvas, w: World, paint: Rgb, window: skia.Path, x: float) -> None:
    c.drawPath(around(w, window), wash(shade(paint, -0.06), paint, -0.1, 0.75))
    paned(c, w, window, (2, 0), w.rgb("wood", 0.42, 0.0, 0.6))
    for i in range(8):
        px = x - 0.26 + 0.065 * i
        tone = w.rgb(("paper", "crimson")[i % 2], 0.42, 0.03, 0.75)
        piece(c, w, soft(px, 0.06, px + 0.065, 0.06, px + 0.065, 0.15, px + 0.0325, 0.17, px, 0.15), tone, 0.6)


def tavern(w: World) -> None:
    """An inn: beams and plaster, barrels, a bar with bottles, a great fireplace, candles on tables."""
    hearth, bar = w.far_x(0.86), w.far_x(0.24)
    window = rect(w.a / 2 - 0.1, 0.16, w.a / 2 + 0.1, 0.42, 0.01)
    w.lights += [(hearth, 0.66, FIRE, 0.9), (bar, 0.3, WARM, 0.6)]
    furnish(w, Chamber((hearth, 0.6), lambda c: look_out(c, w, (w.a / 2 - 0.12, 0.14, w.a / 2 + 0.12, 0.44)),
        lambda c: _tavern_wall(c, w, window), lambda c: _tavern_things(c, w, bar, hearth), "wood", stack(lambda c: boards(c,
        w), lambda c: c.drawPath(disc(hearth, 0.83, 0.34, 0.05), ink(FIRE, 0.22))), lambda c: _tavern_near(c, w), ("tavern",
        "inn", "fireplace", "barrels", "bar"), 0.0))  # fmt: skip


def _tavern_near(c: skia.Canvas, w: World) -> None:
    dark = mix(w.rgb("wood", 0.95, -0.14, 0.5), w.pal.shadow, 0.4)
    px = w.far_x(0.02)
    piece(c, w, soft(px - 0.12, 1.3, px - 0.15, 1.05, px - 0.12, 0.88, px + 0.12, 0.88, px + 0.15, 1.05, px + 0.12, 1.3),
        dark, 1.0)  # fmt: skip
    for y in (0.93, 1.04):
        c.drawLine(px - 0.15, y, px + 0.15, y, stroke(w.pal.shadow, 0.014, 0.8))


def _tavern_things(c: skia.Canvas, w: World, bar: float, hearth: float) -> None:
    rng, wood, stone = w.sub("tavern"), w.rgb("wood", 0.45, -0.1, 0.6), w.rgb("stone", 0.45, -0.12, 0.5)
    for x in row(-0.1, w.a, 0.3):
        piece(c, w, shape(x, -0.3, x + 0.07, -0.3, x + 0.06, 0.06, x + 0.01, 0.06), wood, 1.2)
    piece(c, w, rect(-0.8, 0.04, w.a + 0.8, 0.085), wood, 1.2)
    piece(c, w, shape(hearth - 0.21, 0.79, hearth - 0.21, 0.42, hearth - 0.14, 0.38, hearth - 0.12, -0.3, hearth + 0.12, -0.3,
        hearth + 0.14, 0.38, hearth + 0.21, 0.42, hearth + 0.21, 0.79), stone, 1.3)  # fmt: skip
    for _ in range(26):
        x, y = hearth + rng.uniform(-0.19, 0.15), rng.uniform(0.42, 0.74)
        c.drawPath(rect(x, y, x + rng.uniform(0.03, 0.06), y + 0.03, 0.01), ink(shade(stone, rng.uniform(-0.06, 0.06)), 0.7))
    c.drawPath(arch(hearth - 0.13, 0.49, hearth + 0.13, 0.78), ink((0.1, 0.04, 0.04)))
    glow(c, hearth, 0.68, 0.5, FIRE, 0.8)
    flames(c, hearth, 0.77, 0.18)
    piece(c, w, rect(hearth - 0.24, 0.395, hearth + 0.24, 0.425), wood, 0.9)
    for i in range(3):
        for dy in (0, 1)[: 2 - i // 2]:
            x, y = bar - 0.14 + 0.13 * i + 0.06 * dy, 0.42 - 0.115 * dy
            piece(c, w, disc(x, y, 0.06), shade(wood, 0.07), 0.8)
            c.drawPath(disc(x, y, 0.045), stroke(shade(wood, -0.04), 0.006))
            c.drawCircle(x, y, 0.009, ink(w.rgb("gold", 0.45)))
    load(c, w, rng, bar - 0.2, bar + 0.24, 0.55, "jars")
    piece(c, w, rect(bar - 0.3, 0.55, bar + 0.3, 0.58), shade(wood, 0.1), 1.0)
    piece(c, w, rect(bar - 0.28, 0.58, bar + 0.28, 0.79), wood, 0.9)
    for px in row(bar - 0.26, bar + 0.2, 0.11):
        c.drawLine(px, 0.58, px, 0.79, stroke(shade(wood, -0.08), 0.006))
    lantern(c, w, bar, 0.27, 0.03, WARM, True)
    c.drawLine(bar, 0.05, bar, 0.235, stroke(w.pal.shadow, 0.005))
    x = w.far_x(0.56)
    piece(c, w, disc(x, 0.68, 0.13, 0.022), shade(wood, 0.12), 1.0)
    piece(c, w, shape(x - 0.02, 0.69, x + 0.02, 0.69, x + 0.05, 0.79, x - 0.05, 0.79), wood, 0.6)
    glow(c, x, 0.63, 0.16, WARM, 0.6)
    c.drawPath(soft(x - 0.008, 0.65, x, 0.61, x + 0.008, 0.65), ink((1.0, 0.9, 0.6)))
    for dx in (-0.07, 0.06):
        piece(c, w, rect(x + dx - 0.015, 0.64, x + dx + 0.015, 0.68, 0.004), w.rgb("metal", 0.45, 0.02, 0.6), 0.5)


def _tavern_wall(c: skia.Canvas, w: World, window: skia.Path) -> None:
    tone, wood = w.rgb("plaster", 0.34, -0.1, 0.6), w.rgb("wood", 0.38, -0.14, 0.6)
    c.drawPath(around(w, window), wash(shade(tone, -0.12), tone, -0.1, 0.75))
    for x in row(-0.2, w.a + 0.2, 0.36):
        piece(c, w, rect(x, -0.2, x + 0.035, 0.8), wood, 0.9)
    piece(c, w, rect(-0.8, 0.5, w.a + 0.8, 0.53), wood, 0.8)
    c.drawPath(window, stroke(wood, 0.024))
    for i in range(-6, 7):
        c.save()
        c.clipPath(window, True)
        c.drawLine(w.a / 2 + i * 0.04 - 0.2, 0.1, w.a / 2 + i * 0.04 + 0.2, 0.5, stroke(wood, 0.004))
        c.drawLine(w.a / 2 + i * 0.04 + 0.2, 0.1, w.a / 2 + i * 0.04 - 0.2, 0.5, stroke(wood, 0.004))
        c.restore()
