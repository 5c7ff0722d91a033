"""Places behind glass: greenhouse and the lamp room of a lighthouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.chamber import Chamber, boards, furnish, look_out
from tools.engines.papercut.settings.kit import WARM, Rng, arch, disc, lamp_on, piece, rect, row, shape, soft
from tools.engines.papercut.settings.lines import waves
from tools.engines.papercut.settings.motifs import grass
from tools.engines.papercut.sky import spark
from tools.engines.papercut.world import World, ink, stroke, wash

if TYPE_CHECKING:
    import skia


def greenhouse(w: World) -> None:
    """Under a roof of glass: iron ribs, beds and pots, vines overhead, great leaves near by."""
    mid, iron = w.a / 2, w.rgb(w.pick("iron", "paper", "teal", "metal"), 0.35, -0.02, 0.6)
    form = w.pick("form", "vault", "gable")
    lamp_on(w, mid, 0.14, 0.8)
    furnish(w, Chamber((w.a * (0.5 - 0.15 * w.side), 0.1), lambda c: look_out(c, w, (0, -0.1, w.a, 0.7), 0.82),
        lambda c: _greenhouse_frame(c, w, form, iron, mid), lambda c: _greenhouse_beds(c, w, iron, mid), "earth",
        lambda c: _path(c, w), lambda c: _greenhouse_near(c, w, mid), ("greenhouse", "glass", "plants", "flowers"), 0.26,
        sway=0.16))  # fmt: skip


def _greenhouse_near(c: skia.Canvas, w: World, mid: float) -> None:
    rng = w.sub("near leaves")
    dark = mix(w.rgb("leaf", 0.95, -0.08, 0.55), w.pal.shadow, 0.3)
    for f in (-1, 1):
        for i in range(5 if f == -w.side else 3):
            x = mid + f * (w.a / 2 + 0.03)
            _broad(c, x, 1.08, rng.uniform(0.3, 0.5), -f * (0.2 + 0.33 * i) + rng.uniform(-0.1, 0.1), shade(dark,
                rng.uniform(-0.03, 0.05)))  # fmt: skip


def _greenhouse_beds(c: skia.Canvas, w: World, iron: Rgb, mid: float) -> None:
    rng = w.sub("beds")
    for x in row(-0.05 * w.a, 1.05 * w.a, 0.105):
        if abs(x - w.light[0]) < 0.06 and x != 0:
            continue
        _plant(c, w, rng, x + rng.uniform(-0.02, 0.02), 0.67, rng.uniform(0.16, 0.4), 0.44)
    wood = w.rgb("wood", 0.45, -0.02, 0.6)
    for f in (-1, 1):
        x0, x1 = sorted((mid + f * 0.14 * w.a, mid + f * 0.8 * w.a))
        piece(c, w, rect(x0, 0.665, x1, 0.77), wood, 1.1)
        for x in row(x0 + 0.05, x1, 0.1):
            c.drawLine(x, 0.67, x, 0.77, stroke(shade(wood, -0.1), 0.004))
    for x in row(0.05 * w.a, w.a, 0.3):
        c.drawLine(x, -0.3, x, 0.08, stroke(iron, 0.003))
        _hanging(c, w, rng, x, 0.08)
        if w.dark:
            glow(c, mid, 0.14, 0.6, WARM, 0.2)


def _greenhouse_frame(c: skia.Canvas, w: World, form: str, iron: Rgb, mid: float) -> None:
    c.drawPath(rect(-0.8, 0.6, w.a + 0.8, 0.9), wash(shade(w.rgb("brick", 0.35), 0.02), w.rgb("brick", 0.35, -0.06), 0.6, 0.8))
    for i in range(3):
        half, top = (0.2 + 0.19 * i) * w.a, 0.16 - 0.12 * i
        pen = stroke(shade(iron, -0.03 * i), 0.007 + 0.006 * i)
        rib = (arch(mid - half, top, mid + half, 0.78, 0.2) if form == "vault" else shape(mid - half, 0.78, mid - half,
            top + 0.22, mid, top, mid + half, top + 0.22, mid + half, 0.78))  # fmt: skip
        c.drawPath(rib, pen)
    for x in row(-0.2, w.a + 0.2, 0.11):
        top = 0.12 + 0.12 * ((x - mid) / (0.5 * w.a)) ** 2
        c.drawLine(x, top, x, 0.62, stroke(iron, 0.004))
        c.drawLine(x, top, mid + (x - mid) * 2.1, -0.3, stroke(iron, 0.004))
    for y in (0.24, 0.42):
        c.drawLine(-0.5, y, w.a + 0.5, y, stroke(iron, 0.005))
    c.drawPath(shape(0.1 * w.a, -0.1, 0.2 * w.a, -0.1, 0.02 * w.a, 0.6, -0.08 * w.a, 0.6), ink((1, 1, 1), 0.09))
    c.drawPath(shape(0.72 * w.a, -0.1, 0.78 * w.a, -0.1, 0.62 * w.a, 0.6, 0.56 * w.a, 0.6), ink((1, 1, 1), 0.07))


def _plant(c: skia.Canvas, w: World, rng: Rng, x: float, y: float, h: float, depth: float) -> None:
    """One of four kinds of plant: palm, flowering stems, a bush with fruit, blades."""
    green = w.rgb(str(rng.choice(["leaf", "weed", "pine", "moss"])), depth, rng.uniform(-0.04, 0.05), 0.75)
    kind = int(rng.integers(4))
    if kind == 0:
        for t in np.linspace(-1.3, 1.3, 7):
            _broad(c, x, y - 0.4 * h, 0.6 * h, float(t), shade(green, float(rng.uniform(-0.04, 0.04))))
        c.drawLine(x, y, x, y - 0.42 * h, stroke(w.rgb("wood", depth), 0.03 * h))
    elif kind == 1:
        tint = w.rgb(str(rng.choice(["flower", "gold", "coral", "blossom", "amber"])), depth, 0.06, 0.9)
        for _ in range(5):
            dx, q = rng.uniform(-0.18, 0.18) * h, h * rng.uniform(0.55, 1.0)
            c.drawLine(x, y, x + dx, y - q, stroke(green, 0.012))
            for t in np.linspace(0, 5.0, 5):
                c.drawCircle(float(x + dx + 0.022 * np.cos(t)), float(y - q + 0.022 * np.sin(t)), 0.016, ink(tint))
            c.drawCircle(x + dx, y - q, 0.011, ink(mix(tint, (1, 0.9, 0.5), 0.7)))
    elif kind == 2:
        for _ in range(9):
            c.drawCircle(x + rng.normal(0, 0.12) * h, y - h * rng.uniform(0.15, 0.62), 0.16 * h, ink(shade(green,
                rng.uniform(-0.04, 0.03))))  # fmt: skip
        for _ in range(6):
            c.drawCircle(x + rng.normal(0, 0.12) * h, y - h * rng.uniform(0.15, 0.62), 0.014, ink(w.rgb("coral", depth, 0.02,
                0.9)))  # fmt: skip
    else:
        grass(c, x, y, h * 0.9, green, rng, 9)


def _broad(c: skia.Canvas, x: float, y: float, h: float, turn: float, tone: tuple[float, float, float]) -> None:
    """A broad leaf from its foot, leaning by `turn` radians, with its rib."""
    c.save()
    c.translate(x, y)
    c.rotate(float(np.degrees(turn)))
    c.drawPath(soft(0, 0, -0.2 * h, -0.3 * h, -0.17 * h, -0.75 * h, 0, -1.08 * h, 0.17 * h, -0.75 * h, 0.2 * h, -0.3 * h),
        ink(tone))  # fmt: skip
    c.drawLine(0, 0, 0, -0.92 * h, stroke(shade(tone, 0.06), 0.012 * h))
    for t in (0.25, 0.45, 0.65):
        for f in (-1, 1):
            c.drawLine(0, -t * h, f * 0.13 * h, -(t + 0.14) * h, stroke(shade(tone, 0.045), 0.008 * h))
    c.restore()


def _hanging(c: skia.Canvas, w: World, rng: Rng, x: float, y: float) -> None:
    green = w.rgb("leaf", 0.5, -0.02, 0.7)
    for _ in range(9):
        dx, drop = rng.uniform(-0.07, 0.07), rng.uniform(0.05, 0.17)
        c.drawPath(soft(x, y + 0.02, x + dx, y + 0.02, x + dx * 1.2, y + drop, x + dx * 0.8, y + 0.05), ink(shade(green,
            rng.uniform(-0.05, 0.05))))  # fmt: skip
    piece(c, w, shape(x - 0.04, y, x + 0.04, y, x + 0.026, y + 0.05, x - 0.026, y + 0.05), w.rgb("clay", 0.5, 0.02, 0.75), 0.6)


def _path(c: skia.Canvas, w: World) -> None:
    mid = w.a / 2
    c.drawPath(shape(mid - 0.16, 0.745, mid + 0.16, 0.745, mid + 0.62, 1.3, mid - 0.62, 1.3), ink(w.rgb("stone", 0.55, 0.03,
        0.55)))  # fmt: skip
    rng = w.sub("slabs")
    for _ in range(60):
        t = rng.random() ** 0.8
        half = 0.15 + 0.2 * t
        x, y = mid + rng.uniform(-half, half), 0.76 + 0.24 * t
        c.drawPath(disc(x, y, 0.02 + 0.03 * t, 0.007 + 0.01 * t), ink(shade(w.rgb("stone", 0.55), float(rng.uniform(-0.06,
            0.05))), 0.6))  # fmt: skip


def lamproom(w: World) -> None:
    """The lamp room of a lighthouse: panes all round, the sea below, the great lens alight."""
    x = w.far_x(0.62)
    color = mix(WARM, (1, 1, 1), 0.25)
    w.lights.append((x, 0.42, WARM, 0.7))
    furnish(w, Chamber((x, 0.4), lambda c: _lamproom_view(c, w), lambda c: _lamproom_panes(c, w), lambda c: _lamproom_lens(c,
        w, color, x), "wood", lambda c: boards(c, w), lambda c: _lamproom_near(c, w), ("lamp room", "lens", "lamp", "sea",
        "window"), 0.0))  # fmt: skip


def _lamproom_near(c: skia.Canvas, w: World) -> None:
    """The rail of the gallery along the lower edge: posts at the sides would look like bars."""
    dark = mix(w.rgb("metal", 0.95, -0.2, 0.4), w.pal.shadow, 0.4)
    piece(c, w, rect(-0.8, 0.965, w.a + 0.8, 1.4), dark, 1.2)
    piece(c, w, rect(-0.8, 0.955, w.a + 0.8, 0.97), shade(dark, 0.08), 0.6)


def _lamproom_lens(c: skia.Canvas, w: World, color: Rgb, x: float) -> None:
    if any(s.drawing == "built:greatlamp" for s in w.plan.subjects):
        return
    brass = w.rgb("gold", 0.45, -0.05, 0.8)
    glow(c, x, 0.4, 0.75, color, 0.6)
    piece(c, w, soft(x - 0.05, 0.78, x - 0.04, 0.62, x - 0.13, 0.58, x + 0.13, 0.58, x + 0.04, 0.62, x + 0.05, 0.78), brass,
        1.0)  # fmt: skip
    body = soft(x - 0.06, 0.6, x - 0.155, 0.5, x - 0.165, 0.33, x - 0.07, 0.21, x + 0.07, 0.21, x + 0.165, 0.33, x + 0.155,
        0.5, x + 0.06, 0.6)  # fmt: skip
    c.drawPath(body, wash((0.98, 0.78, 0.46), (0.9, 0.56, 0.26), 0.2, 0.6))
    c.save()
    c.clipPath(body, True)
    for i in range(9):
        y = 0.22 + 0.045 * i
        c.drawPath(disc(x, y + 0.03, 0.18, 0.05), stroke((1.0, 0.93, 0.7), 0.006, 0.8))
        c.drawPath(disc(x, y + 0.045, 0.18, 0.05), stroke(shade(brass, -0.05), 0.003, 0.5))
    c.restore()
    c.drawPath(spark(x, 0.4, 0.15), ink((1, 0.98, 0.9), 0.9))
    c.drawPath(body, stroke(brass, 0.01))
    piece(c, w, soft(x - 0.1, 0.22, x, 0.13, x + 0.1, 0.22), brass, 0.8)


def _lamproom_panes(c: skia.Canvas, w: World) -> None:
    iron = w.rgb(w.pick("iron", "metal", "crimson", "teal"), 0.36, -0.16, 0.6)
    for x0 in row(-0.3, w.a + 0.3, w.pick("pane", 0.22, 0.3)):
        c.drawLine(x0, -0.3, x0, 0.64, stroke(iron, 0.014))
    if w.pick("lattice", True, False):
        for x0 in row(-0.8, w.a + 0.5, 0.3):
            c.drawLine(x0, 0.62, x0 + 0.45, -0.05, stroke(iron, 0.007))
            c.drawLine(x0 + 0.45, 0.62, x0, -0.05, stroke(iron, 0.007))
    for y in (-0.02, 0.3):
        c.drawLine(-0.5, y, w.a + 0.5, y, stroke(iron, 0.012))
    piece(c, w, rect(-0.8, 0.6, w.a + 0.8, 0.9), w.rgb("plaster", 0.38, -0.03, 0.6), 0.9)
    piece(c, w, rect(-0.8, 0.58, w.a + 0.8, 0.615), iron, 0.7)


def _lamproom_view(c: skia.Canvas, w: World) -> None:
    look_out(c, w, (0, -0.1, w.a, 0.75), 0.78)
    for i in range(4):
        line = waves(w, f"below{i}", 0.48 + 0.05 * i, 0.006 + 0.003 * i, 0.14 + 0.05 * i)
        c.drawPath(line.path(), ink(w.rgb("water", 0.15 + 0.1 * i, 0.0, 0.6)))
