"""Towns with a face of their own: old city of gables and spires, medina, city of temples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.kit import WARM, Rng, arch, piece, rect, row, shape, snowed, soft
from tools.engines.papercut.settings.leaves import palm
from tools.engines.papercut.settings.lines import hills, level
from tools.engines.papercut.settings.motifs import window
from tools.engines.papercut.settings.paving import lamp_post, square
from tools.engines.papercut.world import Line, Sheet, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def _gable(c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float) -> None:
    """A tall old house on (x, y): plaster of a colour of its own, a stepped, curved or steep gable, a door below."""
    x, y, wide, h = box
    tone = w.rgb(str(rng.choice(["plaster", "rose", "amber", "sage", "wall", "clay", "teal"])), depth, rng.uniform(-0.04,
        0.04), 0.7)  # fmt: skip
    half, top = wide / 2, y - h
    kind = int(rng.integers(3))
    if kind == 0:
        head = [v for i in range(4) for v in (x - half + i * half / 4, top - i * 0.3 * wide / 4 * 1.4,
            x - half + i * half / 4, top - (i + 1) * 0.3 * wide / 4 * 1.4)]  # fmt: skip
        mirrored = [v for i in range(len(head) - 2, -1, -2) for v in (2 * x - head[i], head[i + 1])]
        body = shape(x - half, y + 0.03, x - half, top, *head, *mirrored, x + half, top, x + half, y + 0.03)
    elif kind == 1:
        body = shape(x - half, y + 0.03, x - half, top, x, top - wide * 0.75, x + half, top, x + half, y + 0.03)
    else:
        body = shape(x - half, y + 0.03, x - half, top, x - 0.3 * wide, top - 0.06 * wide, x - 0.26 * wide, top - 0.26 * wide,
            x, top - 0.42 * wide, x + 0.26 * wide, top - 0.26 * wide, x + 0.3 * wide, top - 0.06 * wide, x + half, top,
            x + half, y + 0.03)  # fmt: skip
    piece(c, w, body, tone, 0.9, 0.07)
    snowed(c, w, body, depth)
    if kind == 1:
        roof = w.rgb("roof", depth, rng.uniform(-0.06, 0.04), 0.7)
        tiles = shape(x - half * 1.1, top + 0.01, x, top - wide * 0.83, x + half * 1.1, top + 0.01, x + half * 0.9,
            top + 0.01, x, top - wide * 0.66, x - half * 0.9, top + 0.01)  # fmt: skip
        piece(c, w, tiles, roof, 0.6)
        snowed(c, w, tiles, depth)
    cols, rows = (2 if wide < 0.11 else 3), max(2, int(h / 0.095))
    trim = shade(tone, 0.09)
    for j in range(rows):
        for i in range(cols):
            wx, wy = x + (i - (cols - 1) / 2) * wide / (cols + 0.35), top + 0.045 + j * (h - 0.11) / rows
            c.drawPath(rect(wx - wide * 0.085, wy - 0.028, wx + wide * 0.085, wy + 0.034), ink(trim))
            window(c, w, wx, wy, wide * 0.12, 0.05, w.dark and rng.random() < 0.5)
    c.drawPath(rect(x - half, y - 0.075, x + half, y + 0.03), ink(shade(tone, -0.1)))
    c.drawPath(arch(x - wide * 0.13, y - 0.07, x + wide * 0.1, y + 0.03), ink(w.rgb("wood", depth, -0.12, 0.6)))
    window(c, w, x + wide * 0.3, y - 0.03, wide * 0.2, 0.045, w.dark)


def oldcity(w: World) -> None:
    """An old city of Europe: spires and a castle on a hill, a bridge tower, gabled houses round a square."""
    far = hills(w, "castle hill", 0.5, 0.05, 1.2)
    crown = w.far_x(w.pick("crown", 0.5, 0.66, 0.36))
    land(w, "castle hill", far, "pine", 0.12, before=lambda c: _oldcity_castle(c, w, crown, far), elements=("castle", "hill",
        "spires"))  # fmt: skip
    land(w, "roofs", level(w, 0.62), "stone", 0.28, before=lambda c: _oldcity_roofs(c, w), elements=("roofs", "spires",
        "houses", "old city"), own=0.4)  # fmt: skip
    land(w, "houses", level(w, 0.735), "stone", 0.44, kind="ground", before=lambda c: _oldcity_fronts(c, w),
        elements=("houses", "windows", "gables"), own=0.4)  # fmt: skip
    square(w, 0.75)
    lamp_post(w, 0.93)


def _oldcity_fronts(c: skia.Canvas, w: World) -> None:
    rng = w.sub("fronts")
    for f in (-1, 1):
        x = w.a / 2 + f * w.a * 0.5
        edge = (0.2 if f == w.side else 0.3) * w.a
        while abs(x - w.a / 2) > w.a / 2 - edge:
            wide = rng.uniform(0.13, 0.18)
            _gable(c, w, rng, (x - f * wide / 2, 0.745, wide, rng.uniform(0.32, 0.44)), 0.44)
            x -= f * wide
        x = w.a / 2 + f * w.a * 0.5 + f * 0.09
        _gable(c, w, rng, (x, 0.745, 0.18, 0.46), 0.44)


def _oldcity_roofs(c: skia.Canvas, w: World) -> None:
    rng = w.sub("roofs")
    for x in row(-0.2, w.a + 0.2, 0.1):
        if abs(x - w.light[0]) < 0.09:
            continue
        px, h, wide = x + rng.uniform(-0.02, 0.02), rng.uniform(0.1, 0.2), rng.uniform(0.09, 0.13)
        _gable(c, w, rng, (px, 0.62, wide, h * 0.75), 0.26)
    for t in w.pick("spires", (0.2, 0.8), (0.7,), (0.35, 0.92)):
        _spire(c, w, w.far_x(t), 0.62, w.sub(f"spire{t}").uniform(0.34, 0.44), 0.28)


def _oldcity_castle(c: skia.Canvas, w: World, crown: float, far: Line) -> None:
    tone, roof = w.rgb("skyline", 0.12, 0.0, 0.5), w.rgb("teal", 0.12, 0.0, 0.5)
    y = far.at(crown) + 0.02
    piece(c, w, rect(crown - 0.2, y - 0.1, crown + 0.2, y + 0.05), tone, 0.5)
    for dx, h, wide in (
        (-0.15, 0.16, 0.03),
        (-0.03, 0.3, 0.022),
        (0.04, 0.27, 0.022),
        (0.15, 0.18, 0.03),
        (0.22, 0.1, 0.02),
    ):
        piece(c, w, rect(crown + dx - wide, y - h, crown + dx + wide, y + 0.03), tone, 0.4)
        piece(c, w, shape(crown + dx - wide * 1.2, y - h, crown + dx, y - h - wide * 3.4, crown + dx + wide * 1.2, y - h),
            roof, 0.4)  # fmt: skip


def _spire(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    """A church tower with a green or slated spire, a clock and little turrets."""
    tone, roof = w.rgb("stone", depth, -0.03, 0.55), w.rgb(w.pick(f"roof{x:.2f}", "teal", "navy", "roof"), depth, 0.0, 0.65)
    half = h * 0.11
    piece(c, w, rect(x - half, y - h * 0.62, x + half, y + 0.02), tone, 0.8, 0.08)
    for dx in (-half, half):
        piece(c, w, shape(x + dx - half * 0.3, y - h * 0.6, x + dx, y - h * 0.8, x + dx + half * 0.3, y - h * 0.6), roof, 0.5)
    top = shape(x - half, y - h * 0.61, x - half * 0.42, y - h * 0.75, x, y - h, x + half * 0.42, y - h * 0.75, x + half,
        y - h * 0.61)  # fmt: skip
    piece(c, w, top, roof, 0.7)
    c.drawLine(x, y - h, x, y - h * 1.06, stroke(w.rgb("gold", depth, 0.0, 0.8), 0.004))
    c.drawPath(arch(x - half * 0.4, y - h * 0.34, x + half * 0.4, y - h * 0.2, 0.6), ink(w.pal.shadow, 0.5))
    c.drawCircle(x, y - h * 0.48, half * 0.5, ink(mix(w.rgb("paper", depth, 0.06, 0.7), WARM, 0.5 if w.dark else 0.0)))
    c.drawLine(x, y - h * 0.48, x, y - h * 0.48 - half * 0.36, stroke(w.pal.shadow, 0.003))


def medina(w: World) -> None:
    """A city of the south: flat roofs, domes, minarets, arches, awnings, palms over walls."""
    sand = w.pick("plaster", ("wall", "sand", "plaster"), ("clay", "rose", "sand"), ("plaster", "paper", "wall"))
    land(w, "domes", level(w, 0.615), sand[0], 0.16, before=lambda c: _medina_skyline(c, w, sand), elements=("domes",
        "minarets", "city", "roofs"), own=0.5)  # fmt: skip
    land(w, "houses", level(w, 0.69), sand[1], 0.32, before=lambda c: _medina_houses(c, w, sand), elements=("houses",
        "windows", "old city"), own=0.5)  # fmt: skip
    land(w, "gates", level(w, 0.75), sand[2], 0.46, kind="ground", before=lambda c: _medina_gates(c, w, sand),
        elements=("gate", "awning", "arches"), own=0.5)  # fmt: skip
    square(w, 0.765, "sand")
    w.sheet(Sheet("palm", "foreground", 0.84, lambda c: _medina_near(c, w), ("palm", "jars"), Ambient(kind="sway",
        amount=0.08, speed=0.12), 0.8, 0.6, 0.0015, pivot=(w.far_x(0.95), 1.04)))  # fmt: skip


def _medina_near(c: skia.Canvas, w: World) -> None:
    palm(c, w, w.sub("palm"), (w.far_x(0.95), 1.04), 0.95, 0.84)
    for i, t in enumerate((0.02, 0.09)):
        x, tone = w.far_x(t), mix(w.rgb("clay", 0.85, -0.05, 0.7), w.pal.shadow, 0.2)
        r = 0.05 - 0.012 * i
        piece(c, w, soft(x - 0.4 * r, 0.92, x + 0.4 * r, 0.92, x + 1.2 * r, 0.97, x + 0.7 * r, 1.06, x - 0.7 * r, 1.06,
            x - 1.2 * r, 0.97), tone, 0.8)  # fmt: skip


def _medina_gates(c: skia.Canvas, w: World, sand: tuple[str, ...]) -> None:
    rng = w.sub("gates")
    for f in (-1, 1):
        x = w.a / 2 + f * w.a * 0.5
        for wide, h in ((0.3, 0.62), (0.2, 0.42))[: 2 if f != w.side else 1]:
            _cube(c, w, rng, (x - wide / 2 - (wide * 0.12 if f > 0 else -wide * 0.12), 0.76, wide, h), 0.46, sand)
            tint = w.rgb(str(rng.choice(["crimson", "teal", "amber", "navy"])), 0.46, 0.0, 0.8)
            mid = x - f * wide * 0.12
            for i in range(6):
                px = mid - 0.11 + 0.036 * i
                c.drawPath(shape(px, 0.585, px + 0.036, 0.585, px + 0.04 - 0.004 * f, 0.64, px - 0.004 * f, 0.64),
                    ink(tint if i % 2 else w.rgb("paper", 0.46, 0.04, 0.7)))  # fmt: skip
            x -= f * wide


def _medina_houses(c: skia.Canvas, w: World, sand: tuple[str, ...]) -> None:
    rng = w.sub("cubes")
    x = -0.2
    while x < w.a + 0.2:
        wide, h = rng.uniform(0.14, 0.22), rng.uniform(0.14, 0.24)
        if abs(x - w.light[0]) < 0.14:
            h *= 0.6
        _cube(c, w, rng, (x, 0.7, wide, h), 0.3, sand)
        x += wide * 0.94


def _medina_skyline(c: skia.Canvas, w: World, sand: tuple[str, ...]) -> None:
    rng = w.sub("domes")
    for x in row(-0.2, w.a + 0.2, 0.11):
        px, h = x + rng.uniform(-0.02, 0.02), rng.uniform(0.05, 0.12)
        tone = w.rgb(sand[int(rng.integers(3))], 0.14, rng.uniform(-0.03, 0.03), 0.6)
        piece(c, w, rect(px - 0.06, 0.6 - h, px + 0.06, 0.63), tone, 0.5)
        if rng.random() < 0.35:
            piece(c, w, arch(px - 0.04, 0.6 - h - 0.05, px + 0.04, 0.6 - h + 0.005, 0.3), w.rgb(str(rng.choice(["teal",
                "gold", sand[0]])), 0.14, 0.0, 0.7), 0.5)  # fmt: skip
    for t in w.pick("minarets", (0.3, 0.82), (0.5,), (0.2, 0.62, 0.9)):
        _minaret(c, w, w.far_x(t), 0.62, rng.uniform(0.34, 0.42), 0.18, sand[0])


def _minaret(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float, material: str) -> None:
    tone = w.rgb(material, depth, 0.02, 0.6)
    half = h * 0.06
    piece(c, w, shape(x - half, y, x - half * 0.85, y - 0.6 * h, x + half * 0.85, y - 0.6 * h, x + half, y), tone, 0.7)
    piece(c, w, rect(x - half * 1.5, y - 0.64 * h, x + half * 1.5, y - 0.6 * h), shade(tone, -0.05), 0.5)
    piece(c, w, rect(x - half * 0.6, y - 0.83 * h, x + half * 0.6, y - 0.63 * h), tone, 0.5)
    piece(c, w, arch(x - half * 0.9, y - h, x + half * 0.9, y - 0.82 * h, 0.5), w.rgb("teal", depth, 0.0, 0.75), 0.5)
    c.drawLine(x, y - h, x, y - 1.05 * h, stroke(w.rgb("gold", depth, 0.0, 0.8), 0.004))
    if w.dark:
        glow(c, x, y - 0.7 * h, 0.07, WARM, 0.6)


def _cube(
    c: skia.Canvas, w: World, rng: Rng, box: tuple[float, float, float, float], depth: float, sand: tuple[str, ...]
) -> None:
    """A house of plaster with battlements or a dome, small arched windows with shutters, a horseshoe door."""
    x, y, wide, h = box
    tone = w.rgb(sand[int(rng.integers(3))], depth, rng.uniform(-0.05, 0.04), 0.62)
    body = rect(x - wide / 2, y - h, x + wide / 2, y + 0.03)
    piece(c, w, body, tone, 1.0, 0.08)
    snowed(c, w, body, depth)
    for px in row(x - wide / 2, x + wide / 2 - 0.02, 0.028):
        c.drawPath(rect(px, y - h - 0.014, px + 0.015, y - h + 0.002), ink(tone))
    for j in range(max(1, int((h - 0.14) / 0.11))):
        for dx in (-0.27, 0.0, 0.27):
            wy = y - h + 0.05 + 0.105 * j
            on = w.dark and rng.random() < 0.5
            hole = arch(x + dx * wide - 0.015, wy, x + dx * wide + 0.015, wy + 0.05, 0.3)
            if on:
                glow(c, x + dx * wide, wy + 0.025, 0.07, WARM, 0.35)
            c.drawPath(hole, ink(WARM if on else mix(w.pal.shadow, tone, 0.3)))
    door = arch(x - wide * 0.16, y - 0.12, x + wide * 0.16, y + 0.03, 0.25)
    c.drawPath(door, ink(w.rgb(str(rng.choice(["teal", "navy", "wood", "crimson"])), depth, -0.06, 0.7)))
    c.drawPath(door, stroke(shade(tone, 0.08), 0.008))
