"""A city of temples, with pagoda, red gate, and roofs whose eaves turn up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.kit import WARM, Rng, disc, lantern, piece, rect, row, shape, snowed, soft
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.motifs import broadleaf
from tools.engines.papercut.settings.paving import square
from tools.engines.papercut.world import Line, Sheet, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def kyoto(w: World) -> None:
    """A city of temples: a pagoda on its hill, roofs with turned-up eaves, a red gate, paper lanterns, maples or cherries."""
    far = hills(w, "far", 0.48, 0.06, 0.8)
    x = w.far_x(w.pick("pagoda", 0.55, 0.7, 0.4))
    land(w, "hills", far, "pine", 0.1, elements=("hills", "mountains"))
    tree = {"spring": "blossom", "autumn": "crimson"}.get(w.plan.season, "leaf")
    second = hills(w, "second", 0.57, 0.03, 0.9)
    land(w, "pagoda hill", second, "moss", 0.26, before=lambda c: _kyoto_pagoda(c, w, second, tree, x), elements=("pagoda",
        "trees", "hill"), own=0.5)  # fmt: skip
    land(w, "houses", level(w, 0.735), "wood", 0.42, kind="ground", before=lambda c: _kyoto_houses(c, w), elements=("houses",
        "tea house", "lanterns"), own=0.5)  # fmt: skip
    square(w, 0.75, "stone", -0.02)
    gate = w.far_x(w.pick("gate", 0.78, 0.6))
    big = w.pick("torii", True, False)
    if w.dark:
        w.lights += [(w.far_x(0.1), 0.5, WARM, 0.5), (gate, 0.5, WARM, 0.45)]
    w.sheet(Sheet("gate", "prop", 0.5, lambda c: _kyoto_torii(c, w, big, gate), ("torii", "gate", "lanterns"),
        Ambient(kind="sway", amount=0.03, speed=0.1), pivot=(gate, 0.79)))  # fmt: skip
    w.sheet(Sheet("bough", "foreground", 0.88, lambda c: _kyoto_bough(c, w, tree), ("bough", "blossom", "maple", "tree"),
        Ambient(kind="sway", amount=0.14, speed=0.12), 0.8, 0.5, 0.002, pivot=(w.far_x(1.0), 0.0)))  # fmt: skip


def _kyoto_bough(c: skia.Canvas, w: World, tree: str) -> None:
    _bough(c, w, tree)


def _kyoto_torii(c: skia.Canvas, w: World, big: bool, gate: float) -> None:
    red, h = w.rgb("crimson", 0.5, 0.02, 0.85), 0.42
    if big:
        for f in (-1, 1):
            piece(c, w, shape(gate + f * 0.15 - 0.016, 0.79, gate + f * 0.135 - 0.014, 0.79 - h, gate + f * 0.135 + 0.014,
                0.79 - h, gate + f * 0.15 + 0.016, 0.79), red, 1.0)  # fmt: skip
        piece(c, w, rect(gate - 0.18, 0.79 - h + 0.07, gate + 0.18, 0.79 - h + 0.095), red, 0.9)
        bar = soft(gate - 0.26, 0.79 - h - 0.04, gate - 0.2, 0.79 - h - 0.01, gate, 0.79 - h + 0.005, gate + 0.2,
            0.79 - h - 0.01, gate + 0.26, 0.79 - h - 0.04, gate + 0.2, 0.79 - h + 0.03, gate - 0.2,
            0.79 - h + 0.03)  # fmt: skip
        piece(c, w, bar, shade(red, -0.04), 1.0)
        snowed(c, w, bar, 0.5)
    for i, t in enumerate((0.03, 0.12, 0.2)):
        px = w.far_x(t)
        lantern(c, w, px, 0.5 + 0.01 * i, 0.026, (1.0, 0.62, 0.3))


def _kyoto_houses(c: skia.Canvas, w: World) -> None:
    rng = w.sub("machiya")
    for f in (-1, 1):
        for i, (t, wide, h) in enumerate(((0.44, 0.16, 0.2), (0.3, 0.2, 0.28))):
            px = w.a / 2 + f * t * w.a
            if f == -w.side or i == 0:
                _machiya(c, w, rng, (px, 0.745, wide, h), 0.42)
    px = w.far_x(0.1)
    _machiya(c, w, rng, (px, 0.745, 0.26, 0.3), 0.42)


def _kyoto_pagoda(c: skia.Canvas, w: World, second: Line, tree: str, x: float) -> None:
    rng = w.sub("trees")
    for px in row(-0.2, w.a + 0.2, 0.1):
        _cloudtree(c, w, rng, (px + rng.uniform(-0.03, 0.03), second.at(px) + 0.02, rng.uniform(0.1, 0.16)), 0.24, tree)
    y = second.at(x) + 0.02
    for i in range(5):
        half = 0.1 - 0.014 * i
        _eaves(c, w, (x, y - 0.075 * i - 0.03, half, 0.052), 0.26)
    c.drawLine(x, y - 0.4, x, y - 0.47, stroke(w.rgb("gold", 0.26, 0.0, 0.7), 0.006))


def _bough(c: skia.Canvas, w: World, tree: str) -> None:
    """A bough of maple or cherry that hangs into the picture."""
    rng, f, edge = w.sub("bough"), -w.side, w.far_x(1.0)
    bark = mix(w.rgb("wood", 0.85, -0.12, 0.4), w.pal.shadow, 0.35)
    for dy, reach in ((0.02, 0.62), (0.12, 0.4)):
        c.drawPath(soft(edge + f * 0.1, dy - 0.04, edge - f * 0.5 * reach, dy + 0.03, edge - f * reach, dy + 0.02,
            edge - f * 0.5 * reach, dy + 0.05, edge + f * 0.1, dy + 0.03), ink(bark))  # fmt: skip
        tone = mix(w.rgb("snow" if w.snowy else tree, 0.85, 0.0, 0.8), w.pal.shadow, 0.12)
        for _ in range(70):
            px, py = edge - f * rng.uniform(-0.05, reach), dy + rng.normal(0.03, 0.035)
            r = rng.uniform(0.008, 0.02)
            for k in np.linspace(0, 5.03, 5):
                c.drawCircle(float(px + 0.6 * r * np.cos(k)), float(py + 0.6 * r * np.sin(k)), 0.5 * r, ink(shade(tone,
                    float(rng.uniform(-0.05, 0.06)))))  # fmt: skip


def _cloudtree(c: skia.Canvas, w: World, rng: Rng, at: tuple[float, float, float], depth: float, material: str) -> None:
    x, y, h = at
    if material == "leaf" or w.snowy:
        broadleaf(c, w, rng, x, y, h, depth)
        return
    c.drawLine(x, y, x, y - 0.5 * h, stroke(w.rgb("wood", depth, -0.08, 0.4), 0.05 * h))
    tone = w.rgb(material, depth, 0.03, 0.75)
    for i in range(6):
        dx, dy, r = rng.uniform(-0.3, 0.3) * h, rng.uniform(0.5, 0.95) * h, rng.uniform(0.15, 0.24) * h
        piece(c, w, disc(x + dx, y - dy, r, r * 0.72), shade(tone, 0.02 * (i % 3 - 1)), 0.5)


def _eaves(c: skia.Canvas, w: World, box: tuple[float, float, float, float], depth: float) -> None:
    """One storey under a roof with turned-up corners; foot at (x, y)."""
    x, y, half, h = box
    wall, roof = w.rgb("plaster", depth, 0.0, 0.6), w.rgb("navy", depth, -0.02, 0.5)
    piece(c, w, rect(x - half * 0.62, y - h, x + half * 0.62, y + 0.02), wall, 0.6)
    for dx in (-0.55, -0.2, 0.2, 0.55):
        c.drawLine(x + dx * half, y - h, x + dx * half, y + 0.02, stroke(w.rgb("crimson", depth, -0.04, 0.8), half * 0.07))
    if w.dark:
        glow(c, x, y - h * 0.4, half, WARM, 0.25)
    top = soft(x - half * 1.35, y - h - 0.022, x - half * 0.8, y - h - 0.012, x - half * 0.45, y - h - 0.05, x + half * 0.45,
        y - h - 0.05, x + half * 0.8, y - h - 0.012, x + half * 1.35, y - h - 0.022, x + half * 0.8, y - h + 0.012,
        x - half * 0.8, y - h + 0.012)  # fmt: skip
    piece(c, w, top, roof, 0.8)
    snowed(c, w, top, depth)


def _machiya(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float) -> None:
    """A town house of dark wood with lattices and lit paper, under tiled roofs."""
    x, y, wide, h = box
    wood = w.rgb("wood", depth, rng.uniform(-0.14, -0.06), 0.6)
    paper = mix(WARM, w.rgb("paper", depth, 0.05, 0.6), 0.25 if w.dark else 0.85)
    piece(c, w, rect(x - wide / 2, y - h, x + wide / 2, y + 0.03), wood, 0.9)
    for top, low in ((y - h + 0.03, y - h * 0.55), (y - h * 0.42, y - 0.012)):
        if w.dark:
            glow(c, x, (top + low) / 2, wide * 0.6, WARM, 0.3)
        c.drawPath(rect(x - wide * 0.42, top, x + wide * 0.42, low), ink(paper))
        for px in row(x - wide * 0.42, x + wide * 0.42, 0.016):
            c.drawLine(px, top, px, low, stroke(wood, 0.004))
        c.drawLine(x - wide * 0.42, (top + low) / 2, x + wide * 0.42, (top + low) / 2, stroke(wood, 0.005))
    roof = w.rgb("navy", depth, -0.05, 0.45)
    for at, half in ((y - h * 0.49, wide * 0.6), (y - h, wide * 0.66)):
        top = soft(x - half * 1.05, at - 0.012, x - half * 0.7, at - 0.012, x - half * 0.5, at - 0.06, x + half * 0.5,
            at - 0.06, x + half * 0.7, at - 0.012, x + half * 1.05, at - 0.012, x + half * 0.7, at + 0.018, x - half * 0.7,
            at + 0.018)  # fmt: skip
        piece(c, w, top, roof, 0.9)
        snowed(c, w, top, depth)
