"""Old stone outdoors, and the deep: castle, graveyard, and the floor of the deep sea."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.kit import WARM, Rng, arch, disc, piece, rect, row, shape, snowed, soft
from tools.engines.papercut.settings.land import BREEZE, ground_stands, grove, tufts
from tools.engines.papercut.settings.lines import hills, level, peaks
from tools.engines.papercut.settings.motifs import bare_tree, pine
from tools.engines.papercut.settings.realms import backdrop, fill
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def castle(w: World) -> None:
    """A castle on its hill: towers with cones or battlements, a gate, flags, a wood below."""
    land(w, "mountains", peaks(w, "range", 0.46, 0.07), "rock", 0.1, elements=("mountains",))
    hill = hills(w, "hill", 0.57, 0.04, 1.4)
    x = w.far_x(w.pick("keep", 0.6, 0.68, 0.5))
    land(w, "castle", hill, "moss", 0.3, own=0.52, before=lambda c: _keep(c, w, x, hill.at(x) + 0.03), elements=("castle",
        "towers", "flags", "hill"), kind="far")  # fmt: skip
    middle = hills(w, "middle", 0.65, 0.02, 1.0)
    trees = grove(w, "wood", middle, 0.42, 26, (0.06, 0.14), ("leaf", "pine", "leaf"))
    land(w, "wood", middle, "grass", 0.42, own=0.56, kind="ground", before=trees, deco=lambda c: _castle_track(c, w, x),
        elements=("trees", "wood", "path"))  # fmt: skip
    near = hills(w, "near", 0.755, 0.016, 1.5)
    land(w, "meadow", near, "grass", 0.6, own=0.6, deco=lambda c: tufts(c, w, near, 0.6, 100, 0.04, 26), elements=("grass",
        "ground", "flowers"), ambient=BREEZE)  # fmt: skip
    ground_stands(w, near, 0.6, middle, 0.42, 0.72)
    w.stand(Stand("water", 0.59, near.moved(0.05), 0.1 * w.a, 0.9 * w.a, 0.8))
    w.sheet(Sheet("near wall", "foreground", 0.88, lambda c: _castle_wall(c, w), ("wall", "banner"), Ambient(kind="sway",
        amount=0.03, speed=0.1), 0.9, 0.6, 0.002, pivot=(w.far_x(1.0), 0.3)))  # fmt: skip
    foreground(w, "leaf", "leaves")


def _castle_wall(c: skia.Canvas, w: World) -> None:
    dark, f, edge = mix(w.rgb("stone", 0.88, -0.16, 0.5), w.pal.shadow, 0.35), -w.side, w.far_x(1.0)
    piece(c, w, rect(min(edge + f * 0.2, edge - f * 0.09), 0.3, max(edge + f * 0.2, edge - f * 0.09), 1.3), dark, 1.2)
    for k in range(3):
        bx = edge - f * (0.09 - 0.075 * k)
        piece(c, w, rect(min(bx, bx + f * 0.045), 0.25, max(bx, bx + f * 0.045), 0.32), dark, 0.8)
    px = edge - f * 0.045
    banner = mix(w.rgb(w.pick("arms", "crimson", "navy", "amber"), 0.88, -0.04, 0.8), w.pal.shadow, 0.15)
    piece(c, w, shape(px - 0.04, 0.4, px + 0.04, 0.4, px + 0.04, 0.66, px, 0.71, px - 0.04, 0.66), banner, 0.9)


def _castle_track(c: skia.Canvas, w: World, x: float) -> None:
    c.drawPath(soft(x - 0.03, 0.62, x + 0.03, 0.62, x + 0.1 * w.side + 0.07, 0.7, x + 0.3, 0.85, x - 0.25, 0.85,
        x + 0.1 * w.side - 0.06, 0.72), ink(w.rgb("sand", 0.45, 0.0, 0.55)))  # fmt: skip


def _keep(c: skia.Canvas, w: World, x: float, y: float) -> None:
    rng, tone = w.sub("keep"), w.rgb(w.pick("stone", "stone", "plaster", "skyline"), 0.3, -0.02, 0.55)
    roof, cones = w.rgb(w.pick("cones", "navy", "roof", "teal"), 0.3, -0.02, 0.7), w.pick("tops", True, False, True)
    piece(c, w, rect(x - 0.26, y - 0.13, x + 0.26, y + 0.05), shade(tone, -0.03), 0.8)
    for px in row(x - 0.26, x + 0.25, 0.035):
        piece(c, w, rect(px, y - 0.15, px + 0.018, y - 0.125), shade(tone, -0.03), 0.3)
    spots = ((-0.15, 0.3, 0.034), (0.14, 0.27, 0.03), (0.0, 0.38, 0.05), (-0.26, 0.2, 0.036), (0.26, 0.21, 0.036), (0.07, 0.3,
        0.02))  # fmt: skip
    for dx, usual, half in spots:
        h = usual * rng.uniform(0.9, 1.1)
        px = x + dx * w.side
        piece(c, w, rect(px - half, y - h, px + half, y + 0.05), tone, 0.9, 0.08)
        if cones:
            top = shape(px - half * 1.35, y - h, px, y - h - half * 3.1, px + half * 1.35, y - h)
            piece(c, w, top, roof, 0.7)
            snowed(c, w, top, 0.3)
            peak = y - h - half * 3.1
        else:
            for k in (-1.0, -0.3, 0.4):
                piece(c, w, rect(px + k * half * 1.1, y - h - 0.025, px + k * half * 1.1 + half * 0.5, y - h + 0.004), tone,
                    0.4)  # fmt: skip
            peak = y - h - 0.02
        c.drawLine(px, peak, px, peak - 0.05, stroke(w.pal.shadow, 0.003))
        flag = w.rgb(w.pick("arms", "crimson", "navy", "amber"), 0.3, 0.04, 0.85)
        c.drawPath(soft(px, peak - 0.05, px + 0.05 * w.side, peak - 0.045, px + 0.06 * w.side, peak - 0.03, px, peak - 0.024),
            ink(flag))  # fmt: skip
        for k in range(2):
            wy = y - h + 0.05 + 0.07 * k
            on = w.dark and rng.random() < 0.75
            if on:
                glow(c, px, wy, 0.06, WARM, 0.5)
            c.drawPath(arch(px - 0.008, wy - 0.016, px + 0.008, wy + 0.016, 0.5), ink(WARM if on else w.pal.shadow, 0.9))
    c.drawPath(arch(x - 0.036, y - 0.075, x + 0.036, y + 0.04, 0.4), ink(mix(w.pal.shadow, WARM, 0.5 if w.dark else 0.0)))


def graveyard(w: World) -> None:
    """Leaning stones on a hill, bare trees, an iron gate, a chapel with one lit window, mist."""
    land(w, "hills", hills(w, "far", 0.52, 0.045, 0.8), "pine", 0.12, elements=("hills",))
    rise = hills(w, "rise", 0.6, 0.03, 1.1)
    x = w.far_x(w.pick("chapel", 0.62, 0.75, 0.45))
    land(w, "chapel hill", rise, "moss", 0.28, own=0.5, before=lambda c: _chapel(c, w, x, rise), elements=("chapel", "trees",
        "hill"))  # fmt: skip
    middle = hills(w, "middle", 0.665, 0.02, 0.9)
    land(w, "graves", middle, "moss", 0.42, own=0.52, kind="ground", before=lambda c: _graves(c, w, middle, 0.42, 11, 0.07),
        elements=("gravestones", "graves", "grass"))  # fmt: skip
    near = hills(w, "near", 0.755, 0.02, 1.3)
    land(w, "grass", near, "moss", 0.6, own=0.55, before=lambda c: _graves(c, w, near, 0.58, 5, 0.12),
        deco=lambda c: _graveyard_growth(c, w, near), elements=("ground", "grass", "gravestones"))  # fmt: skip
    ground_stands(w, near, 0.6, middle, 0.42, 0.75)
    w.sheet(Sheet("gate", "foreground", 0.88, lambda c: _graveyard_gate(c, w), ("gate", "iron gate", "branches"),
        Ambient(kind="sway", amount=0.03, speed=0.1), 0.8, 0.6, 0.002, pivot=(w.far_x(1.0), 1.0)))  # fmt: skip


def _graveyard_gate(c: skia.Canvas, w: World) -> None:
    iron, edge, f = mix(w.rgb("metal", 0.88, -0.25, 0.3), w.pal.shadow, 0.5), w.far_x(1.0), -w.side
    piece(c, w, rect(min(edge, edge - f * 0.06), 0.46, max(edge, edge - f * 0.06), 1.3), iron, 1.0)
    for k in range(9):
        px = edge - f * (0.09 + 0.042 * k)
        top = 0.62 + 0.02 * k
        c.drawLine(px, top, px, 1.2, stroke(iron, 0.008))
        c.drawPath(shape(px - 0.01, top, px, top - 0.034, px + 0.01, top), ink(iron))
    for y in (0.72, 0.98):
        c.drawLine(edge, y, edge - f * 0.44, y + 0.1, stroke(iron, 0.007))
    rng = w.sub("bough")
    for k in range(3):
        _bough(c, rng, edge + f * 0.05, 0.02 + 0.04 * k, -f, iron)


def _graveyard_growth(c: skia.Canvas, w: World, near: Line) -> None:
    tufts(c, w, near, 0.6, 90, 0.045, 5)


def _bough(c: skia.Canvas, rng: Rng, x: float, y: float, f: int, tone: Rgb) -> None:
    """A bare branch growing from the picture's edge."""
    for k in range(9):
        nx, ny = x + f * rng.uniform(0.03, 0.06), y + rng.normal(0.006, 0.018)
        c.drawLine(x, y, nx, ny, stroke(tone, 0.014 * (1 - k / 10)))
        c.drawLine(nx, ny, nx + f * rng.uniform(0.02, 0.06), ny + rng.uniform(-0.06, 0.07), stroke(tone, 0.006 * (1 - k / 12)))
        x, y = nx, ny


def _graves(c: skia.Canvas, w: World, line: Line, depth: float, count: int, size: float) -> None:
    rng = w.sub(f"graves{depth}")
    for k in range(count):
        x, h, lean = w.a * (k + rng.uniform(0.1, 0.9)) / count, size * rng.uniform(0.75, 1.2), rng.uniform(-8, 8)
        if depth > 0.5 and abs(x - w.main_x) < 0.14:
            continue
        tone, y = w.rgb("stone", depth, rng.uniform(-0.1, 0.0), 0.45), line.at(x) + 0.015
        c.save()
        c.translate(x, y)
        c.rotate(float(lean))
        kind = int(rng.integers(3))
        if kind == 0:
            stone = arch(-0.32 * h, -h, 0.32 * h, 0.05)
        elif kind == 1:
            stone = combine(rect(-0.09 * h, -1.15 * h, 0.09 * h, 0.05), rect(-0.34 * h, -0.85 * h, 0.34 * h, -0.66 * h),
                "union")  # fmt: skip
        else:
            stone = shape(-0.26 * h, 0.05, -0.2 * h, -0.9 * h, 0, -1.1 * h, 0.2 * h, -0.9 * h, 0.26 * h, 0.05)
        piece(c, w, stone, tone, 0.9, 0.1)
        snowed(c, w, stone, depth)
        for dy in (0.6, 0.48):
            c.drawLine(-0.14 * h, -dy * h, 0.14 * h, -dy * h, stroke(w.pal.shadow, 0.004, 0.4))
        c.restore()


def _chapel(c: skia.Canvas, w: World, x: float, line: Line) -> None:
    rng, y = w.sub("yews"), line.at(x) + 0.02
    for px in row(-0.1, w.a + 0.1, 0.14):
        if abs(px - x) > 0.12:
            (bare_tree if rng.random() < 0.6 else pine)(c, w, rng, px + rng.uniform(-0.03, 0.03), line.at(px) + 0.02,
                rng.uniform(0.14, 0.26), 0.28)  # fmt: skip
    tone, roof = w.rgb("stone", 0.28, -0.05, 0.5), w.rgb("navy", 0.28, -0.05, 0.6)
    piece(c, w, rect(x - 0.07, y - 0.1, x + 0.1, y + 0.03), tone, 0.8)
    top = shape(x - 0.085, y - 0.095, x - 0.02, y - 0.18, x + 0.06, y - 0.18, x + 0.115, y - 0.095)
    piece(c, w, top, roof, 0.7)
    snowed(c, w, top, 0.28)
    piece(c, w, rect(x - 0.115, y - 0.19, x - 0.06, y + 0.03), tone, 0.8)
    piece(c, w, shape(x - 0.125, y - 0.185, x - 0.0875, y - 0.33, x - 0.05, y - 0.185), roof, 0.7)
    for px in (x - 0.0875, x + 0.02, x + 0.065):
        if w.dark:
            glow(c, px, y - 0.05, 0.08, WARM, 0.5)
        c.drawPath(arch(px - 0.011, y - 0.08, px + 0.011, y - 0.03, 0.7), ink(WARM if w.dark else w.pal.shadow, 0.85))


def deepsea(w: World) -> None:
    """Far below the light: black water, vents that smoke, creatures and corals that shine of themselves, marine snow."""
    backdrop(w, "deep water", lambda c: _abyss(c, w), ("water", "sea", "dark"))
    glows: list[tuple[float, float, Rgb]] = []
    for i, (y, depth) in enumerate(((0.62, 0.14), (0.7, 0.28), (0.77, 0.42))):
        line = peaks(w, f"ridge{i}", y, 0.07 - 0.01 * i, 0.5)
        rng = w.sub(f"shine{i}")
        found = [(float(rng.uniform(0, w.a)), SHINE[int(rng.integers(4))]) for _ in range(4 + 2 * i)]
        glows += [(x, line.at(x), tint) for x, tint in found]
        land(w, f"ridge {i + 1}", line, "deep", depth, own=0.4, before=_shining(w, i, line, depth, found),
            kind="far" if i < 2 else "ground", elements=("rocks", "vents", "corals"), ambient=Ambient(kind="sway", amount=0.1,
            speed=0.08))  # fmt: skip
    w.lights += [(x, y - 0.03, tint, 0.35) for x, y, tint in glows[-3:]]
    drifting = Ambient(kind="drift", amount=0.3, speed=0.004 * w.side)
    w.sheet(Sheet("jellyfish", "prop", 0.36, lambda c: _jellies(c, w), ("jellyfish", "lights"), drifting, 0, 0, wash=0))
    near = hills(w, "bed", 0.85, 0.02, 1.1)
    land(w, "seabed", near, "deep", 0.6, own=0.4, lift=-0.02, before=_shining(w, 7, near, 0.58, [(w.far_x(0.75), SHINE[1]),
        (w.far_x(0.9), SHINE[0])]), elements=("seabed", "ground"))  # fmt: skip
    float_stands(w)
    fall = Ambient(kind="snow", amount=0.4, speed=0.03)
    w.sheet(Sheet("marine snow", "weather", 0.7, lambda c: _marine_snow(c, w), ("marine snow",), fall, 0, 0, wash=0))
    foreground(w, "deep", "fronds")


SHINE: tuple[Rgb, ...] = ((0.35, 1.0, 0.9), (0.95, 0.45, 0.95), (0.45, 0.65, 1.0), (1.0, 0.8, 0.4))


def float_stands(w: World, bed: float = 0.87) -> None:
    """Places under water: the bed for what lies and walks, free water at two heights and depths for what swims or floats."""
    mid = (0.08 * w.a, 0.92 * w.a)
    w.stand(Stand("ground", 0.62, level(w, bed + 0.04), *mid))
    w.stand(Stand("under", 0.61, level(w, bed - 0.30), *mid, 1.15))
    w.stand(Stand("water", 0.61, level(w, bed - 0.36), *mid, 1.15))
    w.stand(Stand("under", 0.34, level(w, bed - 0.35), *mid, 0.9, big=True))
    w.stand(Stand("water", 0.34, level(w, bed - 0.4), *mid, 0.9, big=True))
    w.stand(Stand("air", 0.5, level(w, bed - 0.51), 0.1 * w.a, 0.9 * w.a, 0.9))


def _abyss(c: skia.Canvas, w: World) -> None:
    fill(c, w, (0.0, 0.35, 0.7, 1.0))
    glow(c, w.light[0], -0.25, 0.95, w.rgb("water", 0.1, 0.1, 0.5), 0.5)
    rng = w.sub("far lights")
    for _ in range(34):
        x, y, tint = rng.uniform(0, w.a), rng.uniform(0.12, 0.75), SHINE[int(rng.integers(4))]
        glow(c, x, y, rng.uniform(0.012, 0.035), tint, 0.35)
        c.drawCircle(x, y, 0.0018, ink(tint, 0.9))


def _shining(w: World, i: int, line: Line, depth: float, spots: list[tuple[float, Rgb]]) -> Painter:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"vents{i}")
        for k, (x, tint) in enumerate(spots):
            y, h = line.at(x) + 0.02, rng.uniform(0.07, 0.15) * (0.6 + depth)
            glow(c, x, y - 0.5 * h, 0.9 * h, tint, 0.35)
            if k % 3 == 0:
                chimney = soft(x - 0.32 * h, y, x - 0.2 * h, y - 0.6 * h, x - 0.1 * h, y - 1.1 * h, x + 0.1 * h, y - 1.05 * h,
                    x + 0.22 * h, y - 0.5 * h, x + 0.36 * h, y)  # fmt: skip
                piece(c, w, chimney, w.rgb("rock", depth, -0.12, 0.4), 0.8, 0.1)
                for j in range(9):
                    t = j / 9
                    c.drawPath(disc(x + rng.normal(0, 0.02) + 0.05 * t * w.side, y - 1.1 * h - 0.25 * t, 0.014 + 0.03 * t),
                        ink(w.pal.shadow, 0.4))  # fmt: skip
            elif k % 3 == 1:
                for turn in np.linspace(-0.8, 0.8, 7):
                    px, py = x + h * np.sin(turn), y - h * np.cos(turn)
                    c.drawPath(soft(x, y, x + 0.3 * h * np.sin(turn * 1.6), y - 0.6 * h, px, py, x + 0.2 * h * np.sin(turn),
                        y - 0.4 * h), stroke(mix(tint, w.pal.shadow, 0.35), 0.006))  # fmt: skip
                    c.drawCircle(float(px), float(py), 0.007, ink(mix(tint, (1, 1, 1), 0.4)))
            else:
                for _ in range(6):
                    px, q = x + rng.normal(0, 0.03), h * rng.uniform(0.5, 1.0)
                    c.drawLine(px, y, px, y - q, stroke(w.rgb("paper", depth, -0.1, 0.4), 0.012))
                    c.drawCircle(px, y - q, 0.011, ink(tint))

    return paint


def _jellies(c: skia.Canvas, w: World) -> None:
    rng = w.sub("jellies")
    for _ in range(w.pick("jellies", 3, 5, 7)):
        x, y, r, tint = (rng.uniform(0.05, w.a - 0.05), rng.uniform(0.14, 0.55), rng.uniform(0.018, 0.045),
            SHINE[int(rng.integers(4))])  # fmt: skip
        glow(c, x, y, r * 3.4, tint, 0.35)
        for k in np.linspace(-0.7, 0.7, 5):
            sway = rng.uniform(-0.5, 0.5) * r
            c.drawPath(soft(x + k * r, y, x + k * r + sway, y + 1.6 * r, x + k * r - sway, y + 2.8 * r, x + k * r + sway,
                y + 1.5 * r), stroke(tint, r * 0.07, 0.7))  # fmt: skip
        c.drawPath(soft(x - r, y + 0.25 * r, x - 0.95 * r, y - 0.7 * r, x, y - 1.15 * r, x + 0.95 * r, y - 0.7 * r, x + r,
            y + 0.25 * r, x, y + 0.05 * r), ink(mix(tint, (1, 1, 1), 0.2), 0.72))  # fmt: skip


def _marine_snow(c: skia.Canvas, w: World) -> None:
    rng = w.sub("marine snow")
    for _ in range(110):
        x, y, r = rng.uniform(-0.1, w.a + 0.1), rng.uniform(-0.08, 1.08), 0.0008 + 0.0022 * rng.random() ** 2
        for dy in (-1.16, 0, 1.16):
            if -0.2 < y + dy < 1.2:
                c.drawCircle(x, y + dy, r, ink((0.8, 0.95, 1.0), 0.55))
