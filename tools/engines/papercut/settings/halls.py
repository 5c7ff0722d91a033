"""The hall of a castle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out, stack
from tools.engines.papercut.settings.kit import (
    FIRE,
    arch,
    around,
    candle,
    disc,
    flames,
    lamp_on,
    piece,
    pillars_near,
    rect,
    shape,
    soft,
)  # fmt: skip
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def hall(w: World) -> None:
    """The hall of a castle: tall pointed windows, banners, a hearth with fire, a long table, shields."""
    side = w.side
    xs = w.pick("bays", (0.5,), (0.4, 0.62), (0.3, 0.5, 0.7))
    xs = [w.far_x(1 - t) for t in xs]
    holes = [arch(x - 0.075, 0.05, x + 0.075, 0.5, 0.9) for x in xs]
    hearth = w.far_x(0.9)
    w.lights.append((hearth, 0.66, FIRE, 0.8))
    tint = w.pick("arms", "crimson", "navy", "leaf", "amber")
    lamp_on(w, hearth, 0.66, 0.5, FIRE)
    furnish(w, Chamber((xs[0], 0.25), lambda c: look_out(c, w, (min(xs) - 0.1, 0.03, max(xs) + 0.1, 0.52), 0.85),
        lambda c: _hall_wall(c, w, holes), lambda c: _hall_things(c, w, hearth, tint), "stone", stack(lambda c: boards(c, w,
        across=True), lambda c: _runner(c, w, tint, side)), lambda c: pillars_near(c, w, w.rgb("stone", 0.9, -0.12)), ("hall",
        "castle", "banners", "hearth", "table"), 0.26))  # fmt: skip


def _hall_things(c: skia.Canvas, w: World, hearth: float, tint: str) -> None:
    stone, wood = w.rgb("stone", 0.45, -0.06, 0.5), w.rgb("wood", 0.45, -0.05, 0.6)
    for i in range(-1, 4):
        x = w.a * (i / 2.6 + 0.1)
        piece(c, w, soft(x - 0.5, -0.3, x - 0.03, -0.05, x, 0.1, x + 0.03, -0.05, x + 0.5, -0.3, x, -0.4), wood, 1.2)
    for x in (w.far_x(0.06), w.far_x(0.26)):
        cloth = w.rgb(tint, 0.45, 0.0, 0.8)
        piece(c, w, shape(x - 0.07, 0.1, x + 0.07, 0.1, x + 0.07, 0.48, x, 0.55, x - 0.07, 0.48), cloth, 1.0)
        c.drawPath(disc(x, 0.28, 0.036), ink(w.rgb("gold", 0.45, 0.05, 0.8)))
        c.drawPath(shape(x - 0.07, 0.42, x + 0.07, 0.42, x + 0.07, 0.44, x - 0.07, 0.44), ink(w.rgb("gold", 0.45, 0.0, 0.8)))
    piece(c, w, shape(hearth - 0.2, 0.78, hearth - 0.2, 0.46, hearth - 0.15, 0.43, hearth - 0.1, -0.3, hearth + 0.1, -0.3,
        hearth + 0.15, 0.43, hearth + 0.2, 0.46, hearth + 0.2, 0.78), stone, 1.3)  # fmt: skip
    c.drawPath(arch(hearth - 0.12, 0.5, hearth + 0.12, 0.775), ink((0.09, 0.04, 0.05)))
    flames(c, hearth, 0.765, 0.16)
    glow(c, hearth, 0.68, 0.42, FIRE, 0.7)
    x = w.far_x(0.5)
    piece(c, w, rect(x - 0.34, 0.64, x + 0.34, 0.665), shade(wood, 0.06), 1.0)
    for dx in (-0.3, 0.28):
        piece(c, w, rect(x + dx, 0.66, x + dx + 0.03, 0.79), wood, 0.6)
    for i, dx in enumerate(np.linspace(-0.27, 0.27, 7)):
        metal = w.rgb("gold", 0.45, 0.02, 0.8)
        if i % 3 == 1:
            candle(c, w, x + dx, 0.64, 0.05)
        else:
            c.drawPath(soft(x + dx - 0.02, 0.595, x + dx + 0.02, 0.595, x + dx + 0.004, 0.625, x + dx + 0.012, 0.64,
                x + dx - 0.012, 0.64, x + dx - 0.004, 0.625), ink(metal))  # fmt: skip


def _hall_wall(c: skia.Canvas, w: World, holes: list[skia.Path]) -> None:
    tone = w.rgb("stone", 0.32, -0.12, 0.5)
    c.drawPath(around(w, *holes), wash(shade(tone, -0.12), tone, -0.1, 0.75))
    rng = w.sub("blocks")
    for _ in range(120):
        x, y = rng.uniform(-0.4, w.a + 0.4), rng.integers(0, 13) * 0.06 - 0.04
        c.drawPath(rect(x, y, x + rng.uniform(0.06, 0.12), y + 0.052, 0.006), ink(shade(tone, rng.uniform(-0.05, 0.04)), 0.6))
    for hole in holes:
        c.drawPath(hole, stroke(shade(tone, 0.07), 0.028))
        b = hole.getBounds()
        c.drawLine(b.centerX(), b.top(), b.centerX(), b.bottom(), stroke(shade(tone, -0.12), 0.008))
        c.drawLine(b.left(), 0.26, b.right(), 0.26, stroke(shade(tone, -0.12), 0.008))


def _runner(c: skia.Canvas, w: World, tint: str, side: int) -> None:
    x = w.main_x
    rug = w.rgb(tint, 0.55, -0.02, 0.75)
    c.drawPath(shape(x - 0.14, 0.75, x + 0.14, 0.75, x + 0.34 + 0.02 * side, 1.2, x - 0.34, 1.2), ink(rug))
    for f in (-1, 1):
        c.drawLine(x + f * 0.125, 0.75, x + f * 0.3, 1.2, stroke(w.rgb("gold", 0.55, 0.0, 0.7), 0.007))
