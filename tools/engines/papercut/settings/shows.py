"""Places of show: theatre and circus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish
from tools.engines.papercut.settings.kit import WARM, arch, around, disc, folds, garland, piece, rect, row, shape, soft
from tools.engines.papercut.settings.motifs import pine_path
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def theatre(w: World) -> None:
    """A stage: painted scenery under the arch of a proscenium, red curtains, footlights, heads of the audience."""
    velvet = w.rgb(w.pick("velvet", "cloth", "cloth", "navy", "crimson"), 0.45, -0.03, 0.75)
    gold = w.rgb("gold", 0.42, -0.03, 0.75)
    w.lights.append((w.main_x, 0.1, (1.0, 0.93, 0.75), 0.9))
    hole = combine(rect(0.15 * w.a, 0.12, 0.85 * w.a, 1.0), disc(w.a / 2, 0.19, 0.35 * w.a, 0.13), "union")
    furnish(w, Chamber((w.main_x, 0.05), lambda c: _scenery(c, w), lambda c: _theatre_wall(c, w, gold, hole),
        lambda c: _theatre_scene(c, w, gold, velvet), "wood", lambda c: _theatre_stage(c, w, gold, velvet),
        lambda c: _audience(c, w), ("theatre", "stage", "curtain"), 0.26, 0.74))  # fmt: skip


def _theatre_stage(c: skia.Canvas, w: World, gold: Rgb, velvet: Rgb) -> None:
    boards(c, w, 0.74)
    c.drawOval(disc(w.main_x, 0.87, 0.3, 0.06).getBounds(), ink((1.0, 0.95, 0.8), 0.3))
    piece(c, w, rect(-0.8, 0.985, w.a + 0.8, 1.4), shade(velvet, -0.12), 1.0)
    for x in row(0.04, w.a, 0.13):
        glow(c, x, 0.975, 0.09, WARM, 0.7)
        c.drawPath(arch(x - 0.024, 0.955, x + 0.024, 0.99), ink(mix(gold, WARM, 0.5)))


def _theatre_scene(c: skia.Canvas, w: World, gold: Rgb, velvet: Rgb) -> None:
    folds(c, w, 0.14 * w.a, 0.26 * w.a, 0.76, velvet)
    folds(c, w, 0.86 * w.a, 0.74 * w.a, 0.76, velvet)
    for i in range(6):
        x = w.a * (0.2 + 0.12 * i)
        piece(c, w, soft(x - 0.08 * w.a, -0.1, x + 0.08 * w.a, -0.1, x + 0.07 * w.a, 0.17, x, 0.24, x - 0.07 * w.a, 0.17),
            shade(velvet, 0.02), 0.8)  # fmt: skip
    c.drawLine(0.1 * w.a, 0.185, 0.9 * w.a, 0.185, stroke(gold, 0.006))


def _theatre_wall(c: skia.Canvas, w: World, gold: Rgb, hole: skia.Path) -> None:
    tone = w.rgb("cloth", 0.35, -0.1, 0.6)
    c.drawPath(around(w, hole), wash(shade(tone, -0.06), tone, -0.1, 0.8))
    c.drawPath(hole, stroke(gold, 0.035))
    c.drawPath(hole, stroke(shade(gold, 0.1), 0.008))
    for f in (-1, 1):
        x = w.a / 2 + f * 0.43 * w.a
        piece(c, w, rect(x - 0.045, 0.05, x + 0.045, 0.8), shade(gold, -0.12), 1.0)
        for y in row(0.1, 0.7, 0.12):
            c.drawCircle(x, y, 0.022, ink(shade(gold, 0.02)))


def _scenery(c: skia.Canvas, w: World) -> None:
    """A painted cloth: a moonlit wood, a castle by day, or a sea of card waves."""
    kind, rng = w.pick("scenery", "wood", "castle", "sea"), w.sub("cloth")
    top, low = {"wood": ((0.12, 0.16, 0.42), (0.45, 0.42, 0.66)), "castle": ((0.38, 0.62, 0.82), (0.98, 0.82, 0.6)),
        "sea": ((0.22, 0.4, 0.62), (0.9, 0.75, 0.62))}[kind]  # fmt: skip
    c.drawPaint(wash(top, low, 0.1, 0.7))
    x = w.a * (0.5 - 0.14 * w.side)
    c.drawCircle(x, 0.33, 0.07, ink((1.0, 0.95, 0.75)))
    for i in range(3):
        tone = mix({"wood": (0.1, 0.25, 0.3), "castle": (0.3, 0.5, 0.35), "sea": (0.1, 0.35, 0.5)}[kind], low, 0.5 - 0.22 * i)
        y = 0.55 + 0.07 * i
        if kind == "wood":
            for px in row(0.1 * w.a, 0.9 * w.a, 0.1):
                c.drawPath(pine_path(rng, px + rng.uniform(-0.03, 0.03), y + 0.05, rng.uniform(0.16, 0.3)), ink(tone))
        elif kind == "castle" and i == 0:
            for px, h in ((0.42, 0.22), (0.47, 0.3), (0.53, 0.26), (0.58, 0.2)):
                c.drawPath(rect(px * w.a - 0.03, y - h + 0.06, px * w.a + 0.03, y + 0.1), ink(tone))
                c.drawPath(shape(px * w.a - 0.042, y - h + 0.06, px * w.a, y - h - 0.04, px * w.a + 0.042, y - h + 0.06),
                    ink(shade(tone, -0.1)))  # fmt: skip
        else:
            for px in row(-0.1, w.a + 0.1, 0.12):
                c.drawPath(disc(px + 0.06 * (i % 2), y + 0.05, 0.075), ink(tone))
        c.drawPath(rect(-0.5, y + 0.04, w.a + 0.5, 1.0), ink(tone))


def _audience(c: skia.Canvas, w: World) -> None:
    rng, tone = w.sub("audience"), mix(w.pal.shadow, w.rgb("cloth", 0.9, -0.1), 0.25)
    for x in row(-0.1, w.a + 0.1, 0.15):
        px, y, r = x + rng.uniform(-0.03, 0.03), 1.02 + rng.uniform(-0.015, 0.03), rng.uniform(0.036, 0.046)
        c.drawPath(soft(px - 2.2 * r, 1.3, px - 2 * r, y + 1.1 * r, px, y + 0.7 * r, px + 2 * r, y + 1.1 * r, px + 2.2 * r,
            1.3), ink(tone))  # fmt: skip
        c.drawCircle(px, y, r, ink(shade(tone, 0.015)))


def circus(w: World) -> None:
    """Under the big top: stripes that run together overhead, a ring of sawdust, lamps on strings."""
    a, b = w.pick("stripes", ("cloth", "paper"), ("navy", "gold"), ("teal", "paper"), ("crimson", "amber"))
    top = (w.a / 2, -0.12)
    w.lights += [(w.main_x, 0.12, (1.0, 0.92, 0.7), 0.9)]
    furnish(w, Chamber((w.main_x, 0.0), lambda c: _circus_canvas(c, w, a, b, top), lambda c: _circus_stalls(c, w),
        lambda c: _circus_poles(c, w), "straw", lambda c: _circus_ring(c, w, a), lambda c: _audience(c, w), ("circus", "tent",
        "ring", "crowd"), 0.3))  # fmt: skip


def _circus_ring(c: skia.Canvas, w: World, a: str) -> None:
    piece(c, w, disc(w.a / 2, 0.95, 0.52 * w.a, 0.2), w.rgb(a, 0.55, 0.0, 0.75), 1.0)
    c.drawPath(disc(w.a / 2, 0.965, 0.5 * w.a, 0.185), ink(w.rgb("straw", 0.6, 0.04, 0.7)))
    c.drawPath(disc(w.main_x, 0.88, 0.28, 0.06), ink((1.0, 0.96, 0.8), 0.35))


def _circus_poles(c: skia.Canvas, w: World) -> None:
    for f in (-1, 1):
        x = w.a / 2 + f * 0.3 * w.a
        piece(c, w, rect(x - 0.012, -0.3, x + 0.012, 0.77), w.rgb("gold", 0.45, -0.06, 0.7), 0.9)
        garland(c, w, x, w.a / 2 + f * 0.75 * w.a, 0.1, 0.06)
    garland(c, w, 0.2 * w.a, 0.8 * w.a, 0.1, 0.05, bulbs=True)


def _circus_stalls(c: skia.Canvas, w: World) -> None:
    rng = w.sub("crowd")
    for j in range(4):
        y = 0.52 + 0.055 * j
        for x in row(-0.2 + 0.03 * (j % 2), w.a + 0.2, 0.058):
            tone = shade(w.rgb(str(rng.choice(["cloth", "leaf", "water", "gold", "clay", "navy", "flower"])), 0.35, -0.1,
                0.6), -0.06)  # fmt: skip
            c.drawPath(soft(x - 0.024, y + 0.07, x - 0.022, y + 0.03, x, y + 0.02, x + 0.022, y + 0.03, x + 0.024, y + 0.07),
                ink(tone))  # fmt: skip
            c.drawCircle(x, y + 0.014, 0.0145, ink(mix(w.rgb("clay", 0.35), tone, 0.3)))
        piece(c, w, rect(-0.8, y + 0.05, w.a + 0.8, y + 0.075), w.rgb("wood", 0.35, -0.05, 0.6), 0.5)


def _circus_canvas(c: skia.Canvas, w: World, a: str, b: str, top: tuple[float, float]) -> None:
    for i in range(-16, 17):
        tone = w.rgb((a, b)[i % 2], 0.2, 0.0, 0.8)
        c.drawPath(shape(*top, w.a / 2 + i * 0.2, 0.5, w.a / 2 + (i + 1) * 0.2, 0.5), wash(shade(tone, -0.16), tone, -0.1, 0.5))
        c.drawPath(rect(w.a / 2 + i * 0.2, 0.5, w.a / 2 + (i + 1) * 0.2 + 0.002, 0.9), ink(shade(tone, -0.05)))
