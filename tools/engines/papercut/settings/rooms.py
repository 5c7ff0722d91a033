"""The living room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out, paned, pool, stack
from tools.engines.papercut.settings.kit import FIRE, WARM, arch, around, disc, flames, lamp_on, piece, rect, row, shape, soft
from tools.engines.papercut.settings.leaves import leaf
from tools.engines.papercut.settings.shelves import load
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def room(w: World) -> None:
    """A living room: a window with curtains, a hearth or a piano, a sofa, pictures, plants, a lamp, a rug."""
    x = w.far_x(0.7)
    forms = (rect(x - 0.2, 0.1, x + 0.2, 0.5, 0.01), arch(x - 0.15, 0.06, x + 0.15, 0.52), rect(x - 0.3, 0.12, x + 0.3, 0.48,
        0.01))  # fmt: skip
    window = w.pick("window", *forms)
    paper = w.rgb(w.pick("paper", "sage", "wall", "rose", "teal", "navy", "amber", "crimson"), 0.35, 0.03, 0.55)
    lamp = w.far_x(0.36)
    lamp_on(w, lamp, 0.44, 0.85)
    heart = w.pick("heart", "hearth", "shelves", "piano")
    place = w.far_x(0.13)
    if heart == "hearth":
        w.lights.append((place, 0.66, FIRE, 0.6))
    floor = stack(lambda c: boards(c, w), lambda c: _rug(c, w), lambda c: pool(c, w, x, 0.34))
    furnish(w, Chamber((x, 0.3), lambda c: look_out(c, w, (x - 0.32, 0.05, x + 0.32, 0.54)), lambda c: _papered(c, w, window,
        paper, x), lambda c: _parlour(c, w, heart, lamp), "wood", floor, lambda c: _near_curtain(c, w), ("room", "window",
        "sofa", "lamp", "pictures"), 0.2, sway=0.12))  # fmt: skip


def _papered(c: skia.Canvas, w: World, window: skia.Path, paper: Rgb, x: float) -> None:
    c.drawPath(around(w, window), wash(shade(paper, -0.08), paper, -0.1, 0.75))
    c.save()
    c.clipPath(around(w, window), True)
    kind = w.pick("pattern", "stripes", "panels", "sprigs", "plain")
    for i, px in enumerate(row(-0.4, w.a + 0.4, 0.075)):
        if kind == "stripes" and i % 2:
            c.drawPath(rect(px, -0.3, px + 0.075, 0.9), ink(shade(paper, -0.03), 0.6))
        elif kind == "sprigs":
            for y in row(0.02 + 0.045 * (i % 2), 0.6, 0.09):
                c.drawPath(soft(px, y + 0.014, px - 0.009, y, px, y - 0.016, px + 0.009, y), ink(shade(paper, 0.07), 0.7))
    for px in row(-0.3, w.a + 0.2, 0.42) if kind == "panels" else ():
        c.drawPath(rect(px, 0.05, px + 0.36, 0.56), stroke(shade(paper, 0.06), 0.007))
    c.restore()
    paned(c, w, window, w.pick("bars", (1, 1), (2, 1), (1, 2)), w.rgb("paper", 0.42, -0.02, 0.6))
    piece(c, w, rect(-0.8, 0.645, w.a + 0.8, 0.9), w.rgb("paper", 0.38, -0.06, 0.55), 0.5)
    box, tone = window.getBounds(), w.rgb(w.pick("drape", "crimson", "amber", "teal", "rose", "navy"), 0.42, 0.0, 0.7)
    for f in (-1, 1):
        e = x + f * (box.width() / 2 + 0.02)
        drape = soft(e + f * 0.07, 0.02, e - f * 0.05, 0.03, e - f * 0.07, 0.24, e + f * 0.02, 0.42, e - f * 0.01, 0.62,
            e + f * 0.09, 0.62)  # fmt: skip
        piece(c, w, drape, tone, 1.0, 0.1)
        c.drawLine(e - f * 0.02, 0.42, e + f * 0.07, 0.42, stroke(w.rgb("gold", 0.42, 0.0, 0.8), 0.012))
    c.drawLine(box.left() - 0.11, 0.035, box.right() + 0.11, 0.035, stroke(w.rgb("gold", 0.42, -0.06, 0.7), 0.012))


def _parlour(c: skia.Canvas, w: World, heart: str, lamp: float) -> None:
    x, wood = w.far_x(0.13), w.rgb("wood", 0.45, -0.05, 0.6)
    if heart == "hearth":
        stone = w.rgb(w.pick("stone", "brick", "stone", "plaster"), 0.45, -0.04, 0.55)
        piece(c, w, shape(x - 0.12, -0.3, x + 0.12, -0.3, x + 0.12, 0.42, x + 0.19, 0.46, x + 0.19, 0.79, x - 0.19, 0.79,
            x - 0.19, 0.46, x - 0.12, 0.42), stone, 1.2)  # fmt: skip
        c.drawPath(arch(x - 0.11, 0.54, x + 0.11, 0.785), ink((0.11, 0.05, 0.05)))
        glow(c, x, 0.7, 0.36, FIRE, 0.7)
        flames(c, x, 0.775, 0.13)
        piece(c, w, rect(x - 0.22, 0.43, x + 0.22, 0.458), wood, 0.9)
        load(c, w, w.sub("mantel"), x - 0.17, x + 0.15, 0.43, "jars")
    elif heart == "shelves":
        piece(c, w, rect(x - 0.2, 0.08, x + 0.2, 0.79), wood, 1.1)
        for i in range(5):
            y = 0.2 + 0.13 * i
            c.drawPath(rect(x - 0.18, y - 0.11, x + 0.18, y), ink(w.pal.shadow, 0.45))
            load(c, w, w.sub(f"shelf{i}"), x - 0.175, x + 0.17, y, ("books", "books", "jars")[i % 3])
    else:
        piece(c, w, rect(x - 0.22, 0.46, x + 0.22, 0.79), shade(wood, -0.06), 1.2)
        piece(c, w, rect(x - 0.25, 0.59, x + 0.25, 0.63), shade(wood, -0.02), 0.9)
        c.drawPath(rect(x - 0.21, 0.592, x + 0.21, 0.61), ink(w.rgb("paper", 0.45, 0.08, 0.6)))
        for k in row(x - 0.2, x + 0.19, 0.026):
            c.drawPath(rect(k, 0.592, k + 0.01, 0.602), ink((0.08, 0.07, 0.09)))
        piece(c, w, shape(x - 0.08, 0.585, x - 0.07, 0.5, x + 0.07, 0.5, x + 0.08, 0.585), w.rgb("paper", 0.45, 0.05, 0.6), 0.5)
    _sofa(c, w, w.far_x(0.52))
    _pictures(c, w, w.far_x(0.4))
    c.drawLine(lamp, 0.78, lamp, 0.42, stroke(w.rgb("gold", 0.45, -0.06, 0.7), 0.009))
    piece(c, w, disc(lamp, 0.782, 0.04, 0.01), w.rgb("gold", 0.45, -0.06, 0.7), 0.5)
    if w.dark:
        glow(c, lamp, 0.42, 0.6, WARM, 0.7)
    shade_color = mix(WARM, (1, 1, 1), 0.25) if w.dark else w.rgb("paper", 0.45, 0.03, 0.6)
    piece(c, w, shape(lamp - 0.034, 0.36, lamp + 0.034, 0.36, lamp + 0.066, 0.45, lamp - 0.066, 0.45), shade_color, 0.6)
    plant = w.far_x(0.95)
    for k in np.linspace(-1.0, 1.0, 7):
        leaf(c, (plant, 0.7), 0.2 - 0.05 * abs(k), float(k), w.rgb("leaf", 0.45, 0.03 * k, 0.7))
    piece(c, w, shape(plant - 0.05, 0.69, plant + 0.05, 0.69, plant + 0.036, 0.79, plant - 0.036, 0.79), w.rgb("clay", 0.45,
        0.0, 0.7), 0.8)  # fmt: skip


def _sofa(c: skia.Canvas, w: World, x: float) -> None:
    tone = w.rgb(w.pick("sofa", "teal", "crimson", "amber", "sage", "navy"), 0.45, 0.0, 0.7)
    for f in (-1, 1):
        c.drawLine(x + f * 0.17, 0.75, x + f * 0.175, 0.79, stroke(w.rgb("wood", 0.45, -0.1), 0.012))
    piece(c, w, rect(x - 0.2, 0.55, x + 0.2, 0.72, 0.05), tone, 1.1)
    piece(c, w, rect(x - 0.19, 0.66, x + 0.19, 0.75, 0.025), shade(tone, 0.04), 0.8)
    for f in (-1, 1):
        piece(c, w, rect(min(x + f * 0.18, x + f * 0.24), 0.61, max(x + f * 0.18, x + f * 0.24), 0.76, 0.03), shade(tone,
            -0.03), 0.9)  # fmt: skip
    for dx, tint in ((-0.1, "gold"), (0.09, "rose")):
        piece(c, w, soft(x + dx - 0.05, 0.67, x + dx - 0.04, 0.59, x + dx + 0.04, 0.59, x + dx + 0.05, 0.67), w.rgb(tint,
            0.45, 0.03, 0.7), 0.6)  # fmt: skip


def _pictures(c: skia.Canvas, w: World, x: float) -> None:
    rng = w.sub("pictures")
    group = ((-0.07, 0.2, 0.1, 0.13), (0.06, 0.17, 0.13, 0.1), (0.05, 0.3, 0.09, 0.09))
    row_of = tuple((dx, 0.18, 0.08, 0.1) for dx in (-0.09, 0.0, 0.09))
    for dx, y, wide, high in w.pick("hanging", group, ((0.0, 0.16, 0.22, 0.16),), row_of):
        box = rect(x + dx - wide / 2, y, x + dx + wide / 2, y + high)
        piece(c, w, rect(x + dx - wide / 2 - 0.01, y - 0.01, x + dx + wide / 2 + 0.01, y + high + 0.01), w.rgb("gold", 0.45,
            -0.06, 0.7), 0.7)  # fmt: skip
        c.drawPath(box, wash(w.rgb(str(rng.choice(["water", "amber", "rose"])), 0.45, 0.08, 0.7), w.rgb("paper", 0.45, 0.05,
            0.6), y, y + high))  # fmt: skip
        c.save()
        c.clipPath(box, True)
        c.drawPath(disc(x + dx - 0.2 * wide, y + high, 0.5 * wide, 0.4 * high), ink(w.rgb("leaf", 0.45, 0.0, 0.7)))
        c.drawPath(disc(x + dx + 0.3 * wide, y + high, 0.5 * wide, 0.3 * high), ink(w.rgb("pine", 0.45, 0.0, 0.7)))
        c.restore()


def _rug(c: skia.Canvas, w: World) -> None:
    rug = w.rgb(w.pick("rug", "crimson", "teal", "amber", "navy"), 0.55, -0.03, 0.7)
    for size, lift in ((1.0, 0.0), (0.9, 0.08), (0.82, 0.0), (0.5, 0.06), (0.42, 0.0)):
        c.drawPath(disc(w.main_x, 0.885, 0.46 * size, 0.08 * size), ink(shade(rug, lift)))


def _near_curtain(c: skia.Canvas, w: World) -> None:
    tone = mix(w.rgb(w.pick("drape", "crimson", "amber", "teal", "rose", "navy"), 0.95, -0.1, 0.6), w.pal.shadow, 0.42)
    x, f = w.far_x(1.0), -w.side
    piece(c, w, soft(x + f * 0.3, -0.4, x - f * 0.22, -0.3, x - f * 0.1, 0.14, x - f * 0.01, 0.5, x - f * 0.06, 1.3,
        x + f * 0.3, 1.3), tone, 1.2)  # fmt: skip
