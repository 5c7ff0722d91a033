"""Places of work: factory and barn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out, pool, stack
from tools.engines.papercut.settings.kit import (
    FIRE,
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
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def cog(c: skia.Canvas, w: World, at: tuple[float, float], r: float, tone: Rgb) -> None:
    """A toothed wheel with spokes."""
    teeth = max(8, int(r * 130))
    turns = np.linspace(0, 2 * np.pi, teeth * 4, endpoint=False)
    radius = r * np.where(np.arange(teeth * 4) % 4 < 2, 1.0, 0.87)
    x, y = at
    wheel = shape(*(float(v) for q, t in zip(radius, turns, strict=True) for v in (x + q * np.cos(t), y + q * np.sin(t))))
    for t in np.linspace(0, 2 * np.pi, 5, endpoint=False):
        hole = disc(x + 0.47 * r * np.cos(t), y + 0.47 * r * np.sin(t), 0.19 * r)
        wheel = combine(wheel, hole, "difference")
    piece(c, w, wheel, tone, 1.1)
    piece(c, w, disc(x, y, 0.17 * r), shade(tone, 0.06), 0.6)


def factory(w: World) -> None:
    """A hall of machines: great wheels, boilers and pipes, a belt with crates, windows in the roof."""
    count = w.pick("bays", 3, 4)
    boxes = [(w.a * (k + 0.12) / count, -0.12, w.a * (k + 0.88) / count, 0.17) for k in range(count)]
    furnace = w.far_x(0.9)
    w.lights.append((furnace, 0.62, FIRE, 0.8))
    holes = [shape(x0, y1, x0 + 0.08, y0, x1, y0, x1, y1) for x0, y0, x1, y1 in boxes]
    furnish(w, Chamber((boxes[count // 2][0] + 0.1, 0.02), lambda c: look_out(c, w, (0, -0.15, w.a, 0.3), 1.3),
        lambda c: _brick_wall(c, w, holes), lambda c: _machines(c, w, furnace), "metal", stack(lambda c: boards(c, w,
        across=True), lambda c: _belt(c, w)), lambda c: _pipes_near(c, w), ("factory", "machines", "gears", "pipes",
        "furnace"), 0.3))  # fmt: skip


def _brick_wall(c: skia.Canvas, w: World, holes: list[skia.Path]) -> None:
    tone = w.rgb("brick", 0.32, -0.1, 0.55)
    c.drawPath(around(w, *holes), wash(shade(tone, -0.1), tone, -0.1, 0.75))
    rng = w.sub("bricks")
    for _ in range(150):
        x, y = float(rng.uniform(-0.4, w.a + 0.4)), 0.03 * float(rng.integers(7, 26))
        c.drawPath(rect(x, y, x + 0.055, y + 0.024), ink(shade(tone, float(rng.uniform(-0.06, 0.05))), 0.6))
    iron = w.rgb("metal", 0.36, -0.18, 0.5)
    for hole in holes:
        c.drawPath(hole, stroke(iron, 0.012))
        b = hole.getBounds()
        for k in range(1, 4):
            x = b.left() + k * b.width() / 4
            c.drawLine(x, b.top(), x, b.bottom(), stroke(iron, 0.005))
    for k in range(9):
        x = w.a * k / 8
        c.drawLine(x, 0.19, x + w.a / 16, 0.27, stroke(iron, 0.007))
        c.drawLine(x + w.a / 16, 0.27, x + w.a / 8, 0.19, stroke(iron, 0.007))
    for y in (0.19, 0.27):
        c.drawLine(-0.5, y, w.a + 0.5, y, stroke(iron, 0.012))


def _machines(c: skia.Canvas, w: World, furnace: float) -> None:
    rng, copper, iron = w.sub("machines"), w.rgb("clay", 0.45, -0.04, 0.7), w.rgb("metal", 0.45, -0.1, 0.55)
    few = ((0.3, 0.44, 0.15, "gold"), (0.5, 0.56, 0.1, "metal"), (0.13, 0.6, 0.09, "clay"))
    great = ((0.22, 0.5, 0.19, "metal"), (0.45, 0.4, 0.08, "gold"), (0.58, 0.58, 0.09, "clay"))
    for t, y, r, tint in w.pick("wheels", few, great):
        cog(c, w, (w.far_x(t), y), r * w.k, w.rgb(tint, 0.45, -0.05, 0.7))
    for t in (0.38, 0.66):
        x, half, top = w.far_x(t), 0.075, rng.uniform(0.44, 0.52)
        piece(c, w, rect(x - half, top, x + half, 0.78, 0.06), copper, 1.2, 0.12)
        for y in (top + 0.07, 0.7):
            c.drawLine(x - half, y, x + half, y, stroke(shade(copper, -0.1), 0.008))
        piece(c, w, disc(x, top + 0.14, 0.028), w.rgb("gold", 0.45, 0.0, 0.7), 0.5)
        c.drawCircle(x, top + 0.14, 0.021, ink(w.rgb("paper", 0.45, 0.08, 0.6)))
        c.drawLine(x, top + 0.14, x + 0.012, top + 0.128, stroke((0.75, 0.15, 0.1), 0.004))
        c.drawLine(x, top, x, 0.31, stroke(copper, 0.03))
        c.drawLine(x, 0.32, w.far_x(t + 0.22), 0.32, stroke(copper, 0.03))
    piece(c, w, shape(furnace - 0.17, 0.79, furnace - 0.17, 0.42, furnace - 0.09, 0.36, furnace - 0.07, -0.2, furnace + 0.07,
        -0.2, furnace + 0.09, 0.36, furnace + 0.17, 0.42, furnace + 0.17, 0.79), iron, 1.3)  # fmt: skip
    c.drawPath(arch(furnace - 0.1, 0.52, furnace + 0.1, 0.74), ink((0.12, 0.04, 0.03)))
    glow(c, furnace, 0.66, 0.4, FIRE, 0.85)
    flames(c, furnace, 0.735, 0.14)


def _belt(c: skia.Canvas, w: World) -> None:
    rng, rubber = w.sub("belt"), w.rgb("metal", 0.55, -0.2, 0.4)
    c.drawPath(rect(-0.8, 0.8, w.a + 0.8, 0.822), ink(rubber))
    for x in row(-0.1, w.a + 0.1, 0.06):
        c.drawCircle(x, 0.824, 0.012, ink(shade(rubber, 0.08)))
    for x in row(0.0, w.a, 0.33):
        s = rng.uniform(0.035, 0.055)
        piece(c, w, rect(x, 0.8 - s, x + 1.3 * s, 0.8), w.rgb(str(rng.choice(["wood", "amber", "teal", "crimson"])), 0.55,
            0.0, 0.65), 0.7)  # fmt: skip


def _pipes_near(c: skia.Canvas, w: World) -> None:
    dark, f, x = mix(w.rgb("metal", 0.95, -0.14, 0.5), w.pal.shadow, 0.45), -w.side, w.far_x(1.0)
    for k, r in ((0.0, 0.05), (0.1, 0.026)):
        piece(c, w, rect(x - f * k - r, -0.3, x - f * k + r, 1.3), dark, 1.0)
        for y in (0.25, 0.7):
            piece(c, w, rect(x - f * k - r * 1.35, y, x - f * k + r * 1.35, y + 0.03), shade(dark, 0.03), 0.7)


def barn(w: World) -> None:
    """A barn: boards with light between them, a great open door on fields, hay in bales and heaps, beams, tools."""
    x = w.far_x(w.pick("door", 0.6, 0.7, 0.5))
    door = w.pick("gate", rect(x - 0.2, 0.24, x + 0.2, 0.76), shape(x - 0.21, 0.76, x - 0.21, 0.36, x, 0.2, x + 0.21, 0.36,
        x + 0.21, 0.76))  # fmt: skip
    lamp = w.far_x(0.26)
    lamp_on(w, lamp, 0.26, 0.8)
    furnish(w, Chamber((x, 0.4), lambda c: look_out(c, w, (0, 0.1, w.a, 0.78), 0.82), lambda c: _planks(c, w, door),
        lambda c: _hay(c, w, x, lamp), "straw", lambda c: _straw(c, w, x), lambda c: _fork(c, w), ("barn", "hay", "door",
        "beams"), 0.34))  # fmt: skip


def _planks(c: skia.Canvas, w: World, door: skia.Path) -> None:
    tone = w.rgb(w.pick("boards", "wood", "clay", "wood"), 0.32, -0.12, 0.55)
    c.drawPath(around(w, door), wash(shade(tone, -0.08), tone, -0.1, 0.75))
    rng = w.sub("boards")
    c.save()
    c.clipPath(around(w, door), True)
    for x in row(-0.4, w.a + 0.4, 0.062):
        c.drawPath(rect(x, -0.3, x + 0.058, 0.9), ink(shade(tone, float(rng.uniform(-0.045, 0.045))), 0.8))
        if rng.random() < 0.3 and not w.dark:
            c.drawLine(x + 0.06, rng.uniform(0.0, 0.3), x + 0.06, rng.uniform(0.4, 0.7), stroke(w.pal.light, 0.0035,
                0.7 * w.pal.light_power))  # fmt: skip
    c.restore()
    c.drawPath(door, stroke(shade(tone, -0.1), 0.03))
    beam = w.rgb("wood", 0.38, -0.18, 0.55)
    mid = w.a / 2
    for f in (-1, 1):
        piece(c, w, shape(mid, -0.22, mid + f * 0.05, -0.22, mid + f * 0.62 * w.a, 0.2, mid + f * 0.62 * w.a, 0.28), beam, 1.2)
        piece(c, w, rect(mid + f * 0.4 * w.a - 0.022, 0.08, mid + f * 0.4 * w.a + 0.022, 0.8), beam, 1.0)
    piece(c, w, rect(-0.8, 0.09, w.a + 0.8, 0.13), beam, 1.2)


def _hay(c: skia.Canvas, w: World, door: float, lamp: float) -> None:
    rng, gold = w.sub("hay"), w.rgb("straw", 0.45, 0.02, 0.75)
    for t in (0.02, 0.16, 0.09, 0.93, 1.0):
        x = w.far_x(t)
        y = 0.79 if t != 0.09 else 0.675
        if abs(x - door) < 0.3:
            continue
        piece(c, w, rect(x - 0.11, y - 0.115, x + 0.11, y, 0.01), shade(gold, rng.uniform(-0.05, 0.03)), 1.0, 0.1)
        for _ in range(26):
            px, py = x + rng.uniform(-0.1, 0.1), y - rng.uniform(0.01, 0.11)
            c.drawLine(px, py, px + rng.uniform(-0.02, 0.02), py + rng.uniform(-0.01, 0.01), stroke(shade(gold,
                rng.uniform(-0.1, 0.09)), 0.0026))  # fmt: skip
        for dx in (-0.05, 0.05):
            c.drawLine(x + dx, y - 0.115, x + dx, y, stroke(shade(gold, -0.2), 0.004))
    c.drawLine(lamp, 0.12, lamp, 0.23, stroke(w.pal.shadow, 0.004))
    lantern(c, w, lamp, 0.26, 0.026)
    x = w.far_x(0.36)
    piece(c, w, disc(x, 0.68, 0.1), w.rgb("wood", 0.45, -0.1, 0.6), 0.9)
    piece(c, w, disc(x, 0.68, 0.078), w.rgb("wood", 0.4, -0.2, 0.5), 0.4)
    for t in np.linspace(0, np.pi, 5)[:-1]:
        c.drawLine(x - 0.09 * np.cos(t), 0.68 - 0.09 * np.sin(t), x + 0.09 * np.cos(t), 0.68 + 0.09 * np.sin(t),
            stroke(w.rgb("wood", 0.45, -0.06, 0.6), 0.01))  # fmt: skip


def _straw(c: skia.Canvas, w: World, x: float) -> None:
    rng, gold = w.sub("straw"), w.rgb("straw", 0.58, 0.0, 0.7)
    for _ in range(240):
        px, t = rng.uniform(-0.2, w.a + 0.2), rng.random()
        py = 0.76 + 0.26 * t
        c.drawLine(px, py, px + rng.uniform(-0.03, 0.03), py + rng.uniform(-0.008, 0.008), stroke(shade(gold,
            rng.uniform(-0.12, 0.08)), 0.0024 + 0.002 * t))  # fmt: skip
    pool(c, w, x, 0.36)


def _fork(c: skia.Canvas, w: World) -> None:
    dark, x, f = mix(w.rgb("wood", 0.95, -0.14, 0.5), w.pal.shadow, 0.4), w.far_x(0.97), -w.side
    piece(c, w, rect(min(x + f * 0.02, x + f * 0.2), -0.3, max(x + f * 0.02, x + f * 0.2), 1.3), dark, 1.2)
    c.drawLine(x - f * 0.05, 1.2, x - f * 0.01, 0.5, stroke(shade(dark, 0.08), 0.014))
    for k in (-1, 0, 1):
        c.drawPath(soft(x - f * 0.01, 0.5, x - f * 0.01 + 0.03 * k, 0.47, x + 0.032 * k, 0.36, x - f * 0.01 + 0.036 * k,
            0.47), stroke(shade(dark, 0.12), 0.007))  # fmt: skip
