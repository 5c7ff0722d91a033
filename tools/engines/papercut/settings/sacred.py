"""High halls of stone: church, temple, mosque, and the hall of a castle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, chequers, furnish, look_out, stack
from tools.engines.papercut.settings.kit import (
    FIRE,
    WARM,
    arch,
    around,
    bow,
    candle,
    disc,
    lantern,
    piece,
    pillars_near,
    rect,
    row,
    shape,
    soft,
)  # fmt: skip
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia

GLASS: tuple[Rgb, ...] = ((0.86, 0.25, 0.28), (0.2, 0.42, 0.82), (0.98, 0.76, 0.3), (0.22, 0.62, 0.5), (0.6, 0.32, 0.72))


def temple(w: World) -> None:
    """A house of prayer: by the seed a church with a rose window, a temple of red columns, or a mosque of many arches."""
    w.pick("faith", _church, _church, _shrine, _mosque)(w)


def church(w: World) -> None:
    """A church: arches behind arches, a window of coloured glass, candles and pews."""
    _church(w)


def _church(w: World) -> None:
    mid, y = w.a / 2, 0.27
    tall = w.pick("glass", False, True)
    window = arch(mid - 0.13, 0.0, mid + 0.13, 0.56, 0.8) if tall else disc(mid, y, 0.19)
    for x in (0.36, 0.64):
        w.lights.append((x * w.a, 0.58, WARM, 0.5))
    furnish(w, Chamber((mid, y), lambda c: _panes(c, w, mid, y), lambda c: _church_wall(c, w, mid, window, y),
        lambda c: _church_nave(c, w, mid), "stone", stack(lambda c: chequers(c, w, 0.745, w.rgb("rock", 0.5, -0.1)),
        lambda c: _stain(c, w, mid)), lambda c: _pew(c, w), ("church", "arches", "window", "candles"), 0.34))  # fmt: skip


def _church_nave(c: skia.Canvas, w: World, mid: float) -> None:
    tone = w.rgb("stone", 0.42, -0.07, 0.5)
    for i, (wide, top) in enumerate(((0.6, -0.02), (0.82, -0.12))):
        gate = arch(mid - wide / 2 * w.a, top, mid + wide / 2 * w.a, 1.9, 0.9)
        shell = around(w, gate)
        piece(c, w, shell, shade(tone, -0.04 - 0.05 * i), 1.3)
        for f in (-1, 1):
            x = mid + f * (wide / 2 * w.a + 0.018)
            piece(c, w, rect(x - 0.03, 0.2, x + 0.03, 0.8), shade(tone, 0.03 - 0.04 * i), 1.0)
            piece(c, w, rect(x - 0.042, 0.18, x + 0.042, 0.215), shade(tone, 0.05 - 0.04 * i), 0.7)
    wood = w.rgb("wood", 0.45, -0.02, 0.6)
    piece(c, w, rect(mid - 0.16, 0.62, mid + 0.16, 0.76), w.rgb("paper", 0.45, 0.03, 0.6), 1.0)
    piece(c, w, rect(mid - 0.18, 0.6, mid + 0.18, 0.625), w.rgb("gold", 0.45, 0.0, 0.7), 0.6)
    for x in (mid - 0.1, mid + 0.1, 0.36 * w.a, 0.64 * w.a):
        base = 0.6 if abs(x - mid) < 0.12 else 0.76
        candle(c, w, x, base, 0.07 if base == 0.6 else 0.16)
    for f in (-1, 1):
        for j in range(3):
            x = mid + f * (0.24 + 0.16 * j) * w.a * 0.8
            piece(c, w, rect(x - 0.1, 0.66 + 0.02 * j, x + 0.1, 0.79), shade(wood, -0.03 * j), 0.8)


def _church_wall(c: skia.Canvas, w: World, mid: float, window: skia.Path, y: float) -> None:
    tone = w.rgb("stone", 0.3, -0.08, 0.5)
    c.drawPath(around(w, window), wash(shade(tone, -0.12), tone, -0.1, 0.75))
    c.drawPath(window, stroke(shade(tone, 0.06), 0.03))
    lead = stroke(shade(w.pal.shadow, 0.08), 0.006)
    c.clipPath(window, True)
    for i in range(3):
        c.drawPath(disc(mid, y, 0.065 * (i + 1)), lead)
    for t in np.linspace(0, np.pi, 7)[:-1]:
        c.drawLine(mid - 0.19 * np.cos(t), y - 0.3 * np.sin(t), mid + 0.19 * np.cos(t), y + 0.3 * np.sin(t), lead)


def _panes(c: skia.Canvas, w: World, x: float, y: float) -> None:
    """Coloured glass, bright by day and deep by night."""
    dim = -0.16 if w.plan.time == "night" else 0.06
    c.drawPaint(ink(shade((0.3, 0.38, 0.66), dim)))
    for ring in range(4):
        n = (1, 6, 12, 18)[ring]
        for i in range(n):
            t = 6.283 * (i + 0.5 * (ring % 2)) / n
            r, far = 0.043, 0.075 * ring
            tint = shade(GLASS[(i + ring + w.seed) % 5], dim)
            c.drawPath(disc(x + far * np.cos(t), y + far * np.sin(t) * 1.3, r * 1.15, r * 1.4), ink(tint))
    glow(c, x, y, 0.24, (1.0, 0.95, 0.8), 0.1 if w.plan.time == "night" else 0.35)


def _stain(c: skia.Canvas, w: World, mid: float) -> None:
    """What the coloured window throws on the floor."""
    import skia

    if w.plan.time == "night":
        return
    for i in range(14):
        rng = w.sub(f"stain{i}")
        x, y = mid + rng.normal(0.1 * w.side, 0.16), rng.uniform(0.8, 0.97)
        paint = ink(GLASS[i % 5], 0.22)
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.012))
        c.drawPath(disc(x, y, 0.06, 0.022), paint)


def _pew(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb("wood", 0.95, -0.12, 0.5), w.pal.shadow, 0.45)
    x, f = w.far_x(1.0), -w.side
    piece(c, w, soft(x - f * 0.02, 1.3, x + f * 0.26, 1.3, x + f * 0.27, 0.9, x + f * 0.2, 0.83, x + f * 0.12, 0.86,
        x + f * 0.1, 0.95), tone)  # fmt: skip


def _shrine(w: World) -> None:
    """A temple of the east: red columns, a gilded figure in shadow, lanterns, incense."""
    mid = w.a / 2
    red = w.rgb("crimson", 0.42, 0.02, 0.8)
    spots = [w.a * t for t in (0.14, 0.32, 0.68, 0.86)]
    for x in spots[1:3]:
        w.lights.append((x, 0.24, FIRE, 0.6))
    furnish(w, Chamber((mid, 0.3), lambda c: c.drawPaint(wash(shade(w.pal.shadow, 0.06), w.rgb("crimson", 0.1, -0.2, 0.6),
        0.1, 0.7)), lambda c: _shrine_wall(c, w, mid), lambda c: _shrine_columns(c, w, mid, red, spots), "stone",
        lambda c: boards(c, w, across=True), lambda c: pillars_near(c, w, red), ("temple", "columns", "lanterns", "incense"),
        0.0))  # fmt: skip


def _shrine_columns(c: skia.Canvas, w: World, mid: float, red: Rgb, spots: list[float]) -> None:
    for y, tint in ((0.02, "teal"), (0.055, "gold"), (0.085, "crimson")):
        piece(c, w, rect(-0.8, y - 0.5 if y == 0.02 else y - 0.03, w.a + 0.8, y + 0.03), w.rgb(tint, 0.42, -0.08, 0.7), 0.8)
    for x in spots:
        piece(c, w, rect(x - 0.04, 0.1, x + 0.04, 0.765), red, 1.2)
        c.drawPath(rect(x - 0.03, 0.1, x - 0.02, 0.765), ink(w.pal.light, 0.14))
        piece(c, w, shape(x - 0.08, 0.1, x + 0.08, 0.1, x + 0.045, 0.15, x - 0.045, 0.15), w.rgb("gold", 0.42, -0.04, 0.8), 0.7)
        piece(c, w, rect(x - 0.05, 0.73, x + 0.05, 0.775), w.rgb("stone", 0.42, -0.04), 0.6)
    for i, x in enumerate((spots[0] + spots[1], spots[1] + mid * 0.86, mid * 1.14 + spots[2], spots[2] + spots[3])):
        lantern(c, w, x / 2, 0.21 + 0.03 * (i % 2), 0.042, FIRE, True)
        c.drawLine(x / 2, -0.1, x / 2, 0.16, stroke(w.rgb("gold", 0.45, -0.1), 0.004))
    piece(c, w, soft(mid - 0.1, 0.7, mid - 0.075, 0.77, mid + 0.075, 0.77, mid + 0.1, 0.7, mid + 0.08, 0.69, mid - 0.08,
        0.69), w.rgb("gold", 0.45, -0.14, 0.7), 0.9)  # fmt: skip
    for dx in (-0.03, 0.0, 0.035):
        c.drawPath(soft(mid + dx, 0.69, mid + dx + 0.03, 0.56, mid + dx - 0.025, 0.44, mid + dx + 0.02, 0.32, mid + dx - 0.02,
            0.45, mid + dx + 0.02, 0.57), ink((1, 1, 1), 0.22))  # fmt: skip


def _shrine_wall(c: skia.Canvas, w: World, mid: float) -> None:
    tone = w.rgb("wood", 0.3, -0.14, 0.6)
    hole = rect(mid - 0.26, 0.1, mid + 0.26, 0.8)
    c.drawPath(around(w, hole), wash(shade(tone, -0.05), tone, -0.1, 0.75))
    for x in row(-0.4, w.a + 0.4, 0.055):
        if abs(x - mid) > 0.28:
            c.drawLine(x, 0.14, x, 0.62, stroke(w.rgb("gold", 0.3, -0.16, 0.6), 0.004))
    for y in (0.14, 0.3, 0.46, 0.62):
        for f in (-1, 1):
            c.drawLine(mid + f * 0.27, y, mid + f * 2, y, stroke(w.rgb("gold", 0.3, -0.16, 0.6), 0.004))
    gold = w.rgb("gold", 0.36, 0.02, 0.85)
    glow(c, mid, 0.4, 0.4, (1.0, 0.8, 0.4), 0.55)
    c.drawPath(disc(mid, 0.31, 0.135), stroke(gold, 0.012))
    piece(c, w, soft(mid - 0.19, 0.62, mid - 0.13, 0.52, mid - 0.1, 0.42, mid, 0.37, mid + 0.1, 0.42, mid + 0.13, 0.52,
        mid + 0.19, 0.62), gold, 1.0, 0.12)  # fmt: skip
    piece(c, w, disc(mid, 0.31, 0.055, 0.065), gold, 0.7, 0.1)
    piece(c, w, disc(mid, 0.24, 0.025, 0.022), gold, 0.4)
    for i in range(9):
        x = mid + (i - 4) * 0.05
        piece(c, w, soft(x - 0.035, 0.66, x, 0.57, x + 0.035, 0.66), w.rgb("rose", 0.36, 0.02, 0.7), 0.4)


def _mosque(w: World) -> None:
    """Arches of two colours behind arches, lamps on long chains, a carpet."""
    mid = w.a / 2
    a, b = w.pick("bands", ("cloth", "plaster"), ("teal", "plaster"), ("clay", "paper"))
    n = w.pick("arches", 3, 5)
    wide = 0.98 * w.a / n
    for i in range(n):
        w.lights.append((mid + (i - (n - 1) / 2) * wide, 0.3, WARM, 0.45))
    bands = (a, b)
    furnish(w, Chamber((mid, 0.3), lambda c: look_out(c, w, (0, 0.1, w.a, 0.8), 0.85), lambda c: _arcade(c, w, bands, (0.26,
        wide * 0.62, 0.2, 0.03)), lambda c: _mosque_lamps(c, w, bands, n, wide), "stone", lambda c: _mosque_carpet(c, w, a),
        lambda c: pillars_near(c, w, w.rgb("stone", 0.9, -0.05)), ("mosque", "arches", "lamps"), 0.3))  # fmt: skip


def _mosque_lamps(c: skia.Canvas, w: World, bands: tuple[str, str], n: int, wide: float) -> None:
    _arcade(c, w, bands, (0.42, wide, 0.08, -0.04))
    for i in range(n):
        x = w.a / 2 + (i - (n - 1) / 2) * wide
        c.drawLine(x, -0.3, x, 0.27, stroke(w.rgb("gold", 0.45, -0.1), 0.004))
        glow(c, x, 0.3, 0.2, WARM, 0.6)
        bulb = soft(x - 0.02, 0.265, x - 0.038, 0.3, x - 0.014, 0.345, x + 0.014, 0.345, x + 0.038, 0.3, x + 0.02, 0.265)
        piece(c, w, bulb, mix(WARM, (1, 1, 1), 0.25), 0.5)


def _mosque_carpet(c: skia.Canvas, w: World, tint: str) -> None:
    rug = w.rgb(tint, 0.55, -0.04, 0.75)
    c.drawPath(rect(-0.8, 0.745, w.a + 0.8, 1.4), wash(rug, shade(rug, -0.1), 0.74, 1.0))
    pen = stroke(w.rgb("gold", 0.55, 0.0, 0.7), 0.004, 0.7)
    for j, y in enumerate((0.775, 0.83, 0.91)):
        for x in row(-0.6, w.a + 0.6, 0.09 + 0.05 * j):
            c.drawPath(arch(x, y - 0.02 - 0.012 * j, x + 0.06 + 0.034 * j, y + 0.02 + 0.02 * j, 0.6), pen)


def _arcade(c: skia.Canvas, w: World, bands: tuple[str, str], how: tuple[float, float, float, float]) -> None:
    """A wall of arches in two colours of stone; `how` is its depth, an arch's width, the top of the arches, and its lift."""
    depth, wide, top, lift = how
    a, b = bands
    tone = w.rgb(b, depth, lift, 0.5)
    spots = [w.a / 2 + i * wide for i in range(-4, 5)]
    holes = [arch(x - 0.42 * wide, top, x + 0.42 * wide, 1.9, 0.2) for x in spots]
    piece(c, w, around(w, *holes), tone, 1.3)
    for x in spots:
        inner, outer = (bow(x - 0.42 * wide, top, x + 0.42 * wide, 0.2, out) for out in (0.004, 0.06))
        for i in range(0, len(inner) - 1, 2):
            c.drawPath(shape(*inner[i], *outer[i], *outer[i + 1], *inner[i + 1]), ink(w.rgb(a, depth, lift, 0.75), 0.9))
        spring = inner[0][1]
        piece(c, w, rect(x + wide / 2 - 0.03, spring - 0.02, x + wide / 2 + 0.03, 0.9), shade(w.rgb("stone", depth, 0.05),
            lift), 0.8)  # fmt: skip
