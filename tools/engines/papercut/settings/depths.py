"""Settings under the surface: the sea's floor and caves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import ground_stands
from tools.engines.papercut.settings.lines import hills, level, peaks
from tools.engines.papercut.settings.motifs import polygon, rock
from tools.engines.papercut.settings.realms import backdrop, fill
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Line, Painter, Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

SWAY = Ambient(kind="sway", amount=0.25, speed=0.1)


def underwater(w: World) -> None:
    """Under the surface: shafts of light, reefs behind reefs, weed, bubbles."""
    backdrop(w, "water", lambda c: _deep(c, w), ("water", "sea"))

    shimmer = Ambient(kind="flicker", amount=0.4, speed=0.12)
    w.sheet(
        Sheet("light shafts", "glow", 0.3, lambda c: _shafts(c, w), ("light", "rays"), shimmer, 0, 0, wash=0, blend="screen")
    )
    for i, (y, depth) in enumerate(((0.68, 0.14), (0.745, 0.27), (0.80, 0.42))):
        line = peaks(w, f"reef{i}", y, 0.07 - 0.012 * i, 0.46)
        words, kind, grown = ("reef", "rocks", "coral"), "far" if i < 2 else "ground", _reef(w, line, depth, 7 + 2 * i)
        land(
            w,
            f"reef {i + 1}",
            line,
            "rock",
            depth,
            elements=words,
            before=grown,
            kind=kind,
            own=0.4,
            ambient=SWAY,
            joins=i == 1,
        )
    near = hills(w, "bed", 0.85, 0.02, 1.2)
    land(w, "seabed", near, "sand", 0.6, own=0.5, elements=("seabed", "sand", "ground"), before=_reef(w, near, 0.58, 8))
    for place, lift in (("ground", 0.04), ("under", -0.30), ("water", -0.36)):
        depth, scale = (0.62, 1.0) if place == "ground" else (0.61, 1.15)
        w.stand(Stand(place, depth, level(w, 0.87 + lift), 0.08 * w.a, 0.92 * w.a, scale))
    w.stand(Stand("under", 0.34, level(w, 0.52), 0.08 * w.a, 0.92 * w.a, 0.9, big=True))
    w.stand(Stand("air", 0.5, level(w, 0.36), 0.1 * w.a, 0.9 * w.a, 0.9))

    w.sheet(
        Sheet(
            "bubbles",
            "weather",
            0.7,
            lambda c: _bubbles(c, w),
            ("bubbles",),
            Ambient(kind="drift", amount=0.2, speed=0.01),
            0,
            0,
            wash=0,
        )
    )
    foreground(w, "weed", "fronds")


def _bubbles(c: skia.Canvas, w: World) -> None:
    rng = w.sub("bubbles")
    for _ in range(40):
        x, y, r = rng.uniform(0, w.a), rng.uniform(0, 1), 0.003 + 0.011 * rng.random() ** 3
        c.drawCircle(x, y, r, stroke(w.pal.light, r * 0.3, 0.55))
        c.drawCircle(x - r * 0.3, y - r * 0.3, r * 0.25, ink((1, 1, 1), 0.7))


def _shafts(c: skia.Canvas, w: World) -> None:
    import skia

    rng = w.sub("shafts")
    for _ in range(5):
        x, wide, lean = w.light[0] + rng.normal(0, 0.18), rng.uniform(0.02, 0.06), rng.uniform(-0.05, 0.25) * w.side
        ray = polygon([(x - wide, -0.2), (x + wide, -0.2), (x + lean + wide * 2.6, 0.8), (x + lean - wide * 2.6, 0.8)])
        paint = skia.Paint(AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.014))
        colors = [skia.Color4f(*w.pal.light, a).toColor() for a in (0.26, 0.0)]
        paint.setShader(skia.GradientShader.MakeLinear([(0, -0.1), (0, 0.72)], colors))
        c.drawPath(ray, paint)


def _deep(c: skia.Canvas, w: World) -> None:
    import skia

    fill(c, w, (0.0, 0.22, 0.6, 1.0))
    for i in range(4, 0, -1):
        path = skia.Path()
        path.addOval(skia.Rect.MakeLTRB(w.light[0] - 0.28 * i, -0.5, w.light[0] + 0.28 * i, 0.16 * i))
        shadowy = ink(w.pal.sky[2], 0.25)
        shadowy.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.02))
        c.drawPath(path, shadowy)
        c.drawPath(path, ink(w.pal.light, 0.10))


def _reef(w: World, line: Line, depth: float, count: int) -> Painter:
    """A painter of weed, branching coral and fans behind `line`."""

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"coral{depth}")
        for _ in range(count):
            x, h = rng.uniform(-0.1, w.a + 0.1), rng.uniform(0.08, 0.22) * (0.6 + depth) * w.k
            kind, y = int(rng.integers(3)), line.at(x) + 0.02
            if kind == 0:
                tone = w.rgb("weed", depth, rng.uniform(-0.04, 0.06), 0.6)
                for i in range(3):
                    _weed(c, w, rng, x + 0.03 * i, y, h * rng.uniform(0.8, 1.3), tone)
            else:
                tone = w.rgb(str(rng.choice(["coral", "flower", "gold"])), depth, rng.uniform(-0.05, 0.03), 0.62)
                _coral(c, rng, (x, y), rng.uniform(-0.2, 0.2), h * 0.5, h * 0.085, tone)

    return paint


def _weed(
    c: skia.Canvas, w: World, rng: np.random.Generator, x: float, y: float, h: float, tone: tuple[float, float, float]
) -> None:
    phase, n = rng.uniform(0, 6.28), 12
    left, right = [], []
    for i in range(n + 1):
        t = i / n
        px, half = x + 0.1 * h * np.sin(phase + 5 * t) * (0.3 + t), 0.05 * h * (1 - t) ** 0.7
        left.append((float(px - half), float(y - h * t)))
        right.append((float(px + half), float(y - h * t)))
    cut(c, w, polygon([*left, *reversed(right)]), ink(tone), 0.5)


def _coral(
    c: skia.Canvas,
    rng: np.random.Generator,
    at: tuple[float, float],
    turn: float,
    length: float,
    thick: float,
    tone: tuple[float, float, float],
) -> None:
    if thick < 0.0022:
        return
    x, y = at[0] + length * np.sin(turn), at[1] - length * np.cos(turn)
    c.drawLine(*at, float(x), float(y), stroke(tone, thick))
    for side in (-1, 1):
        _coral(
            c, rng, (float(x), float(y)), turn + side * rng.uniform(0.25, 0.6), length * 0.68, thick * 0.72, shade(tone, 0.008)
        )


def cave(w: World) -> None:
    """A cave seen from inside: frames of rock around a bright mouth, crystals, a floor."""
    w.light = (w.a * (0.5 - 0.08 * w.side), 0.38)

    backdrop(w, "daylight", lambda c: _daylight(c, w), ("light", "cave mouth"))
    for i, (depth, size) in enumerate(((0.12, 0.25), (0.26, 0.35), (0.4, 0.46))):
        w.sheet(
            Sheet(
                f"rock {i + 1}",
                "far",
                depth,
                _mouth(w, i, depth, size),
                ("cave", "rock", "walls"),
                shadow=1.3,
                rim=1.2,
                joins=i == 1,
            )
        )
    near = hills(w, "floor", 0.785, 0.018, 0.9)

    land(
        w,
        "cave floor",
        near,
        "rock",
        0.6,
        own=0.4,
        elements=("ground", "floor", "crystals", "cave floor"),
        deco=lambda c: _crystals(c, w, near),
    )
    ground_stands(w, near, 0.6, near, 0.6, 0.85)
    slow = Ambient(kind="flicker", amount=0.3, speed=0.1)
    w.sheet(Sheet("daylight rays", "glow", 0.5, lambda c: _rays(c, w), ("light", "rays"), slow, 0, 0, wash=0, blend="screen"))
    w.stand(Stand("water", 0.6, near.moved(0.06), 0.1 * w.a, 0.9 * w.a))
    w.stand(Stand("air", 0.5, level(w, 0.36), 0.2 * w.a, 0.8 * w.a, 0.85))
    w.sheet(
        Sheet(
            "near rock",
            "foreground",
            0.9,
            _mouth(w, 4, 0.95, 0.82),
            ("rock", "stalactites"),
            shadow=1.2,
            rim=0.5,
            blur=0.003,
            wash=0.3,
        )
    )


def _crystals(c: skia.Canvas, w: World, near: Line) -> None:
    rng = w.sub("crystals")
    for _ in range(4):
        x = w.far_x(rng.choice([rng.uniform(0.02, 0.2), rng.uniform(0.62, 0.98)]))
        glow(c, x, near.at(x) - 0.03, 0.16 * w.k, w.rgb("crystal", 0.7, 0.1, 0.9), 0.3)
        for _ in range(4):
            h, lean = rng.uniform(0.04, 0.13) * w.k, rng.uniform(-0.35, 0.35)
            px, py = x + rng.uniform(-0.03, 0.03), near.at(x) + 0.02
            tip, half = (px + lean * h, py - h), 0.13 * h
            tone = w.rgb("crystal", 0.6, rng.uniform(0.0, 0.12), 0.85)
            cut(
                c,
                w,
                polygon(
                    [
                        (px - half, py),
                        (px - half + lean * h * 0.7, py - 0.75 * h),
                        tip,
                        (px + half + lean * h * 0.7, py - 0.7 * h),
                        (px + half, py),
                    ]
                ),
                wash(shade(tone, 0.1), shade(tone, -0.12), py - h, py),
                0.6,
            )
    for _ in range(7):
        x = rng.uniform(0, w.a)
        rock(c, w, rng, (x, near.at(x) + 0.015, rng.uniform(0.04, 0.11), rng.uniform(0.02, 0.05)), w.rgb("rock", 0.6, -0.03))


def _daylight(c: skia.Canvas, w: World) -> None:
    fill(c, w, (0.12, 0.3, 0.5, 0.7))
    glow(c, w.light[0], w.light[1] - 0.06, 0.9, mix(w.pal.light, (1, 1, 1), 0.3), 1.0)
    for i in range(2):
        line = hills(w, f"view{i}", 0.47 + 0.05 * i, 0.025, 0.5)
        c.drawPath(line.path(), ink(mix(w.rgb("leaf", 0.2 + 0.1 * i), w.pal.light, 0.35 - 0.15 * i)))


def _mouth(w: World, i: int, depth: float, size: float) -> Painter:
    """A sheet of rock with an irregular opening around the light, stalactites at its upper edge."""

    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub(f"mouth{i}")
        x, y = w.light[0] + rng.uniform(-0.04, 0.04), 0.42 + 0.07 * size
        turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        spikes = np.where((np.sin(turns) < -0.2) & (np.arange(72) % 5 == 0), rng.uniform(0.68, 0.9, 72), 1.0)
        r = (
            size
            * (
                1
                + 0.09 * np.sin(3 * turns + rng.uniform(0, 6))
                + 0.05 * np.sin(7 * turns + rng.uniform(0, 6))
                + rng.normal(0, 0.022, 72)
            )
            * spikes
        )
        wide = 1.28 * max(0.75, w.a / 1.78)
        hole = polygon(
            [(float(x + wide * q * np.cos(t)), float(y + 0.92 * q * np.sin(t))) for q, t in zip(r, turns, strict=True)]
        )
        sheet = skia.Path()
        sheet.addRect(skia.Rect.MakeLTRB(-0.9, -0.9, w.a + 0.9, 1.9))
        tone = w.rgb("rock", depth, -0.01, 0.35)
        c.drawPath(combine(sheet, hole, "difference"), wash(shade(tone, -0.02), shade(tone, -0.08), 0.0, 1.0))

    return paint


def _rays(c: skia.Canvas, w: World) -> None:
    """Daylight that falls in through the mouth, with dust in it."""
    import skia

    rng, (x, y) = w.sub("rays"), w.light
    for _ in range(5):
        lean, wide = rng.uniform(-0.5, 0.5), rng.uniform(0.03, 0.08)
        ray = polygon(
            [(x - wide * 0.4, y - 0.12), (x + wide * 0.4, y - 0.12), (x + lean + wide, 0.95), (x + lean - wide, 0.95)]
        )
        paint = skia.Paint(AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.012))
        colors = [skia.Color4f(*w.pal.light, a).toColor() for a in (0.2, 0.0)]
        paint.setShader(skia.GradientShader.MakeLinear([(0, y), (0, 0.92)], colors))
        c.drawPath(ray, paint)
    for _ in range(40):
        c.drawCircle(x + rng.normal(0, 0.28), rng.uniform(0.3, 0.85), 0.0012 + 0.0022 * rng.random(), ink(w.pal.light, 0.5))
