"""Places on the way: railway station and bridge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.kit import (
    CALM,
    WARM,
    disc,
    lamp_on,
    lantern,
    piece,
    rect,
    row,
    scattered,
    shape,
    snowed,
    soft,
)  # fmt: skip
from tools.engines.papercut.settings.lines import hills, level, waves
from tools.engines.papercut.settings.motifs import street_lamp
from tools.engines.papercut.settings.paving import paving
from tools.engines.papercut.settings.streets import towers
from tools.engines.papercut.settings.water import water
from tools.engines.papercut.world import Line, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def station(w: World) -> None:
    """A railway station: rails to a point far off, a roof of glass and iron on columns, a clock, a signal, platforms."""
    vx, vy = w.far_x(w.pick("point", 0.66, 0.6, 0.72)), 0.6
    land(w, "far hills", hills(w, "far", 0.57, 0.02, 0.7), "pine", 0.12, elements=("hills", "trees"), before=towers(w, "town",
        0.6, 0.12, (0.05, 0.14), (0.05, 0.09)))  # fmt: skip
    bed = level(w, vy)
    land(w, "tracks", bed, "moss", 0.4, kind="ground", own=0.5, steps=False, elements=("tracks", "rails", "railway",
        "signal"), deco=lambda c: _station_rails(c, w, vx, vy))  # fmt: skip
    w.stand(Stand("ground", 0.42, level(w, 0.72), vx - 0.05, vx + 0.05, 0.9, big=True))
    lamps = [w.far_x(t) for t in (0.1, 0.36)]
    for x in lamps:
        lamp_on(w, x, 0.32, 0.45)
    w.sheet(Sheet("roof", "prop", 0.52, lambda c: _station_roof(c, w, lamps), ("roof", "clock", "columns", "lamps",
        "station"), Ambient(kind="flicker", amount=0.06, speed=0.5) if w.dark else CALM, 1.0, 0.8))  # fmt: skip
    line = Line(np.array([-0.75, w.a + 0.75]), np.array([0.775, 0.775]))
    w.sheet(Sheet("platform", "ground", 0.58, lambda c: _station_deck(c, w, vx), ("platform", "ground"), shadow=0.8, rim=0.8))
    x0, x1 = sorted((w.far_x(0.02), w.far_x(0.4)))
    w.stand(Stand("ground", 0.59, line.moved(0.1), x0, x1))
    w.stand(Stand("ground", 0.585, line.moved(0.0), x0, x1, 0.9))
    w.sheet(Sheet("weeds", "foreground", 0.9, lambda c: _station_bench(c, w), ("grass", "weeds"), Ambient(kind="sway",
        amount=0.2, speed=0.14), 0.7, 0.5, 0.003, pivot=(w.a / 2, 1.1)))  # fmt: skip


def _station_bench(c: skia.Canvas, w: World) -> None:
    x = w.far_x(0.93)
    tone = mix(w.rgb("grass", 0.85, -0.1, 0.5), w.pal.shadow, 0.3)
    scattered(w, "weeds", 30, lambda rng, px, t: (c.drawPath(soft(px, 1.1, px - 0.01, 0.98, px + rng.uniform(-0.04, 0.04),
        0.9, px + 0.015, 1.0), ink(shade(tone, rng.uniform(-0.03, 0.05)))) if abs(px - x) < 0.4 else None))  # fmt: skip


def _station_deck(c: skia.Canvas, w: World, vx: float) -> None:
    tone = w.rgb("stone", 0.58, 0.0, 0.5)
    path = _station_platform(w, vx)
    piece(c, w, path, tone, 1.2, 0.12)
    c.save()
    c.clipPath(path, True)
    f = -w.side
    c.drawPath(shape(vx, 0.62, vx - f * 0.02, 0.62, vx - f * 0.72, 1.5, vx - f * 0.6, 1.5), ink(w.rgb("amber", 0.58, 0.0, 0.8)))
    for k in range(9):
        t = (k / 9) ** 1.7
        c.drawLine(-0.7, 0.66 + 0.4 * t, w.a + 0.7, 0.66 + 0.4 * t, stroke(w.pal.shadow, 0.002, 0.28))
    c.restore()


def _station_platform(w: World, vx: float) -> skia.Path:
    f = -w.side
    a, b = vx - 0.06 * f, w.far_x(-0.6)
    return shape(a - f * 0.06, 0.63, b, 0.66, b, 1.5, vx - f * 0.62, 1.5, vx - f * 0.62 + f * 0.02, 1.3)


def _station_roof(c: skia.Canvas, w: World, lamps: list[float]) -> None:
    iron, cream = w.rgb(w.pick("iron", "teal", "crimson", "navy"), 0.5, -0.08, 0.7), w.rgb("paper", 0.5, 0.03, 0.6)
    for t, base, wide in ((0.48, 0.7, 0.012), (0.3, 0.75, 0.016), (0.08, 0.82, 0.022)):
        x = w.far_x(t)
        piece(c, w, rect(x - wide, 0.1, x + wide, base), iron, 0.9)
        piece(c, w, rect(x - wide * 1.7, base - 0.03, x + wide * 1.7, base), iron, 0.6)
        for s in (-1, 1):
            c.drawPath(soft(x, 0.28, x + s * 0.02, 0.16, x + s * 0.12, 0.11, x + s * 0.03, 0.2), stroke(iron, 0.008))
    edge = w.far_x(0.58)
    out = w.far_x(-0.4)
    piece(c, w, shape(out, -0.4, edge, 0.08, edge, 0.125, out, 0.12), iron, 1.2)
    for k in range(26):
        t = k / 26
        x = edge + (out - edge) * t
        c.drawPath(shape(x, 0.12, x + 0.02, 0.12, x + 0.01, 0.15), ink(cream))
    x = w.far_x(0.42)
    c.drawLine(x, 0.1, x, 0.19, stroke(iron, 0.006))
    piece(c, w, disc(x, 0.24, 0.056), iron, 0.9)
    c.drawCircle(x, 0.24, 0.046, ink(mix(cream, WARM, 0.4 if w.dark else 0.0)))
    c.drawLine(x, 0.24, x, 0.205, stroke(w.pal.shadow, 0.005))
    c.drawLine(x, 0.24, x + 0.024, 0.252, stroke(w.pal.shadow, 0.005))
    for lx in lamps:
        c.drawLine(lx, 0.1, lx, 0.29, stroke(iron, 0.004))
        lantern(c, w, lx, 0.32, 0.024)


def _station_rails(c: skia.Canvas, w: World, vx: float, vy: float) -> None:
    c.drawPath(shape(vx - 0.01, vy, vx + 0.01, vy, vx + 0.95, 1.3, vx - 0.95, 1.3), ink(w.rgb("earth", 0.45, -0.06, 0.5)))
    for k in range(24):
        t = (k / 24) ** 2.2
        y, half = vy + 0.006 + 0.5 * t, 0.012 + 0.5 * t
        c.drawLine(vx - half, y, vx + half, y, stroke(w.rgb("wood", 0.45, -0.12, 0.5), 0.002 + 0.03 * t))
    for dx in (-0.5, 0.5):
        c.drawPath(shape(vx + dx * 0.01, vy, vx + dx * 1.1, 1.3, vx + dx * 1.1 + 0.035, 1.3, vx + dx * 0.012, vy),
            ink(w.rgb("metal", 0.5, 0.1, 0.5)))  # fmt: skip
    x = vx + 0.17 * w.side
    c.drawLine(x, vy + 0.07, x, vy - 0.12, stroke(w.pal.shadow, 0.008))
    for k, tint in enumerate(((1.0, 0.25, 0.2), (0.3, 0.95, 0.45))):
        on = (w.seed + k) % 2 == 0
        if on:
            glow(c, x, vy - 0.12 + 0.03 * k, 0.06, tint, 0.7)
        c.drawCircle(x, vy - 0.12 + 0.03 * k, 0.011, ink(tint if on else shade(tint, -0.4)))


def bridge(w: World) -> None:
    """On a bridge: a stone or iron bridge to stand on over a river, the banks of a town or of trees beyond."""
    town = w.pick("bank", True, False)
    land(w, "far hills", hills(w, "far", 0.48, 0.04, 0.9), "pine", 0.1, elements=("hills",))
    land(w, "far bank", level(w, 0.58), "stone" if town else "grass", 0.22, elements=("bank", "houses", "town"), own=0.5,
        before=towers(w, "bank", 0.59, 0.22, (0.08, 0.18), (0.07, 0.12)) if town else None)  # fmt: skip
    lines = [waves(w, f"flow{i}", y, 0.005 + 0.003 * i, 0.2 + 0.06 * i) for i, y in enumerate((0.605, 0.67, 0.74))]
    for i, line in enumerate(lines):
        water(w, f"river {i + 1}", line, 0.3 + 0.07 * i, 0.0, 0.4)
    w.stand(Stand("water", 0.4, lines[1], 0.1 * w.a, 0.9 * w.a, 0.7))
    w.stand(Stand("water", 0.33, lines[0], 0.1 * w.a, 0.9 * w.a, 0.6, big=True))
    kind = w.pick("bridge", "stone", "iron", "wood")
    tone = w.rgb({"stone": "stone", "iron": "teal", "wood": "crimson"}[kind], 0.56, -0.02, 0.65)
    for t in (0.04, 0.94):
        if kind != "wood":
            lamp_on(w, w.far_x(t), 0.4, 0.4)
    w.sheet(Sheet("railing", "prop", 0.56, lambda c: _bridge_rail(c, w, kind, tone), ("bridge", "railing", "lamps"), CALM,
        0.9, 0.8))  # fmt: skip
    near = level(w, 0.81)
    material = "wood" if kind == "wood" else "stone"
    land(w, "bridge", near, material, 0.6, own=0.55, steps=False, elements=("bridge", "ground"), deco=lambda c: _bridge_way(c,
        w, kind))  # fmt: skip
    w.stand(Stand("ground", 0.61, near.moved(0.09), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.605, near.moved(0.03), 0.05 * w.a, 0.95 * w.a, 0.85, big=True))


def _bridge_way(c: skia.Canvas, w: World, kind: str) -> None:
    if kind != "wood":
        paving(c, w, 0.81)
    else:
        for x in row(-1.0, w.a + 1.0, 0.08):
            c.drawLine(x, 0.81, w.a / 2 + (x - w.a / 2) * 1.7, 1.3, stroke(w.pal.shadow, 0.003, 0.4))


def _bridge_rail(c: skia.Canvas, w: World, kind: str, tone: Rgb) -> None:
    if kind == "stone":
        piece(c, w, rect(-0.8, 0.715, w.a + 0.8, 0.86), tone, 1.1)
        rng = w.sub("blocks")
        for y in (0.735, 0.775):
            for x in row(-0.4 + 0.06 * (y > 0.75), w.a + 0.4, 0.12):
                c.drawPath(rect(x, y, x + 0.112, y + 0.034, 0.004), ink(shade(tone, rng.uniform(-0.05, 0.05)), 0.7))
        top = rect(-0.8, 0.7, w.a + 0.8, 0.725, 0.006)
        piece(c, w, top, shade(tone, 0.05), 0.8)
        snowed(c, w, top, 0.56)
    else:
        for x in row(-0.5, w.a + 0.5, 0.1 if kind == "iron" else 0.14):
            piece(c, w, rect(x, 0.69, x + 0.012, 0.83), tone, 0.5)
            if kind == "iron":
                c.drawPath(disc(x + 0.056, 0.76, 0.04), stroke(tone, 0.006))
        for y in (0.685, 0.73):
            piece(c, w, rect(-0.8, y, w.a + 0.8, y + 0.016), tone, 0.7)
    for t in (0.04, 0.5, 0.94):
        x = w.far_x(t)
        if kind == "wood":
            piece(c, w, shape(x - 0.02, 0.83, x - 0.02, 0.6, x, 0.57, x + 0.02, 0.6, x + 0.02, 0.83), shade(tone, -0.05), 0.9)
            c.drawCircle(x, 0.58, 0.016, ink(w.rgb("gold", 0.56, 0.0, 0.8)))
        else:
            street_lamp(c, w, x, 0.72, 0.34, 0.56)
