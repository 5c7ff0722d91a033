"""Settings without ordinary ground or sky: underwater, sky, space, another planet, cave, ruins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import ground_stands, tufts
from tools.engines.papercut.settings.lines import hills, peaks, slope
from tools.engines.papercut.settings.motifs import polygon, rock
from tools.engines.papercut.sky import spark
from tools.engines.papercut.world import Line, Sheet, Stand, World, cut, ink, land, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

SWAY = Ambient(kind="sway", amount=0.25, speed=0.1)


def level(w: World, y: float) -> Line:
    """A flat line at `y`."""
    return Line(np.array([-0.8, w.a + 0.8]), np.array([y, y]))


def backdrop(w: World, name: str, painter: object, words: tuple[str, ...]) -> None:
    """The farthest sheet of a place that has no sky: `painter` covers all of it."""
    w.open_sky = False
    w.sheet(Sheet(name, "sky", 0.0, painter, words, shadow=0, rim=0, wash=0))  # type: ignore[arg-type]


def fill(c: skia.Canvas, w: World, stops: tuple[float, ...]) -> None:
    """The palette's sky colours from the top down, one at each stop."""
    import skia

    paint = skia.Paint(Dither=True)
    colors = [skia.Color4f(*col, 1).toColor() for col in w.pal.sky]
    paint.setShader(skia.GradientShader.MakeLinear([(0, 0), (0, 1)], colors, list(stops)))
    c.drawPaint(paint)


def underwater(w: World) -> None:
    """Under the surface: shafts of light, reefs behind reefs, weed, bubbles."""

    def deep(c: skia.Canvas) -> None:
        import skia

        fill(c, w, (0.0, 0.22, 0.6, 1.0))
        for i in range(4, 0, -1):
            path = skia.Path()
            path.addOval(skia.Rect.MakeLTRB(w.light[0] - 0.28 * i, -0.5, w.light[0] + 0.28 * i, 0.16 * i))
            shadowy = ink(w.pal.sky[2], 0.25)
            shadowy.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.02))
            c.drawPath(path, shadowy)
            c.drawPath(path, ink(w.pal.light, 0.10))

    backdrop(w, "water", deep, ("water", "sea"))

    def shafts(c: skia.Canvas) -> None:
        import skia

        rng = w.sub("shafts")
        for _ in range(7):
            x, wide, lean = w.light[0] + rng.normal(0, 0.22), rng.uniform(0.02, 0.07), rng.uniform(-0.1, 0.35) * w.side
            ray = polygon([(x - wide, -0.2), (x + wide, -0.2), (x + lean + wide * 3, 0.95), (x + lean - wide * 3, 0.95)])
            paint = skia.Paint(AntiAlias=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.014))
            colors = [skia.Color4f(*w.pal.light, a).toColor() for a in (0.26, 0.0)]
            paint.setShader(skia.GradientShader.MakeLinear([(0, -0.1), (0, 0.85)], colors))
            c.drawPath(ray, paint)

    shimmer = Ambient(kind="flicker", amount=0.4, speed=0.12)
    w.sheet(Sheet("light shafts", "glow", 0.3, shafts, ("light", "rays"), shimmer, 0, 0, wash=0, blend="screen"))
    for i, (y, depth) in enumerate(((0.68, 0.14), (0.745, 0.27), (0.80, 0.42))):
        line = peaks(w, f"reef{i}", y, 0.07 - 0.012 * i, 0.46)
        land(w, f"reef {i + 1}", line, "rock", depth, elements=("reef", "rocks", "coral"), before=_reef(w, line, depth, 7 + 2 * i), kind="far" if i < 2 else "ground", own=0.4, ambient=SWAY)
    near = hills(w, "bed", 0.85, 0.02, 1.2)
    land(w, "seabed", near, "sand", 0.6, own=0.5, elements=("seabed", "sand", "ground"), before=_reef(w, near, 0.58, 8))
    for place, lift in (("ground", 0.04), ("under", -0.30), ("water", -0.36)):
        w.stand(Stand(place, 0.61 if place == "ground" else 0.56, level(w, 0.87 + lift), 0.08 * w.a, 0.92 * w.a, 1.0 if place == "ground" else 1.15))
    w.stand(Stand("under", 0.34, level(w, 0.52), 0.08 * w.a, 0.92 * w.a, 0.9, big=True))
    w.stand(Stand("air", 0.5, level(w, 0.36), 0.1 * w.a, 0.9 * w.a, 0.9))

    def bubbles(c: skia.Canvas) -> None:
        rng = w.sub("bubbles")
        for _ in range(40):
            x, y, r = rng.uniform(0, w.a), rng.uniform(0, 1), 0.003 + 0.011 * rng.random() ** 3
            c.drawCircle(x, y, r, stroke(w.pal.light, r * 0.3, 0.55))
            c.drawCircle(x - r * 0.3, y - r * 0.3, r * 0.25, ink((1, 1, 1), 0.7))

    w.sheet(Sheet("bubbles", "weather", 0.7, bubbles, ("bubbles",), Ambient(kind="drift", amount=0.2, speed=0.01), 0, 0, wash=0))
    foreground(w, "weed", "fronds")


def _reef(w: World, line: Line, depth: float, count: int) -> object:
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


def _weed(c: skia.Canvas, w: World, rng: np.random.Generator, x: float, y: float, h: float, tone: tuple[float, float, float]) -> None:
    phase, n = rng.uniform(0, 6.28), 12
    left, right = [], []
    for i in range(n + 1):
        t = i / n
        px, half = x + 0.1 * h * np.sin(phase + 5 * t) * (0.3 + t), 0.05 * h * (1 - t) ** 0.7
        left.append((float(px - half), float(y - h * t)))
        right.append((float(px + half), float(y - h * t)))
    cut(c, w, polygon([*left, *reversed(right)]), ink(tone), 0.5)


def _coral(c: skia.Canvas, rng: np.random.Generator, at: tuple[float, float], turn: float, length: float, thick: float, tone: tuple[float, float, float]) -> None:
    if thick < 0.0022:
        return
    x, y = at[0] + length * np.sin(turn), at[1] - length * np.cos(turn)
    c.drawLine(*at, float(x), float(y), stroke(tone, thick))
    for side in (-1, 1):
        _coral(c, rng, (float(x), float(y)), turn + side * rng.uniform(0.25, 0.6), length * 0.68, thick * 0.72, shade(tone, 0.008))


def sky(w: World) -> None:
    """High in the air: a sea of clouds, islands of cloud nearer by."""
    for i, (y, depth) in enumerate(((0.62, 0.16), (0.72, 0.32), (0.83, 0.55), (0.99, 0.86))):
        drift = Ambient(kind="drift", amount=0.5, speed=(0.004 + 0.008 * i) * w.side)
        w.sheet(Sheet(f"clouds {i + 1}", "cloud", depth, _bank(w, i, y, depth), ("clouds", "cloud sea", "cloud"), drift, 0.7, 0.7))
    w.stand(Stand("air", 0.5, level(w, 0.44), 0.1 * w.a, 0.9 * w.a, 1.2))
    w.stand(Stand("air", 0.45, level(w, 0.46), 0.1 * w.a, 0.9 * w.a, 1.0, big=True))
    w.stand(Stand("ground", 0.54, level(w, 0.80), 0.1 * w.a, 0.9 * w.a))
    w.stand(Stand("ground", 0.53, level(w, 0.84), 0.1 * w.a, 0.9 * w.a, 0.75, big=True))


def _bank(w: World, i: int, y: float, depth: float) -> object:
    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub(f"bank{i}")
        path = skia.Path()
        path.addRect(skia.Rect.MakeLTRB(-0.8, y + 0.05, w.a + 0.8, 1.8))
        x = -0.8
        while x < w.a + 0.8:
            r = rng.uniform(0.05, 0.115) * (0.7 + 0.7 * depth) * w.k
            path.addCircle(float(x), float(y + 0.05 - r * rng.uniform(0.1, 0.75)), float(r))
            x += r * 1.15
        top = mix(mix(w.pal.light, (1, 1, 1), 0.35), w.pal.depth_tone(depth), 0.12 + 0.5 * depth + 0.25 * (1 - w.pal.bright))
        low = mix(w.pal.depth_tone(depth), w.pal.haze, 0.45 * (1 - depth))
        c.drawPath(skia.Simplify(path), wash(top, low, y - 0.08, y + 0.3))

    return paint


def space(w: World) -> None:
    """Deep space: nebula cut in rings, stars, a great planet with its ring, a ground of rock when someone stands."""

    def deep(c: skia.Canvas) -> None:
        import skia

        rng = w.sub("nebula")
        fill(c, w, (0.0, 0.35, 0.75, 1.1))
        for i in range(7, 0, -1):
            x, y = w.light[0] + 0.05 * i * w.side, w.light[1] + 0.035 * i
            turns = np.linspace(0, 2 * np.pi, 110, endpoint=False)
            phase = rng.uniform(0, 6.28, 3)
            r = 0.13 * i * (1 + 0.16 * np.sin(2 * turns + phase[0]) + 0.09 * np.sin(5 * turns + phase[1]) + 0.05 * np.sin(9 * turns + phase[2]))
            path = polygon([(float(x + 1.35 * q * np.cos(t)), float(y + 0.72 * q * np.sin(t + 0.25))) for q, t in zip(r, turns, strict=True)])
            dark = ink(w.pal.shadow, 0.3)
            dark.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.02))
            c.drawPath(path, dark)
            hue = mix(w.pal.materials["flower"], w.pal.materials["crystal"], (i / 7) ** 1.4)
            tint = ink(mix(hue, w.pal.light, 0.5 - 0.07 * i), 0.24 - 0.014 * i)
            tint.setBlendMode(skia.BlendMode.kScreen)
            c.drawPath(path, tint)
        for _ in range(420):
            x, y, r = rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.15, 1.15), 0.0005 + 0.0019 * rng.random() ** 4
            c.drawCircle(x, y, r, ink((1, 1, 1), 0.25 + 0.65 * rng.random()))

    backdrop(w, "space", deep, ("space", "nebula", "sky"))

    def stars(c: skia.Canvas) -> None:
        rng = w.sub("stars")
        for _ in range(46):
            x, y, s = rng.uniform(0, w.a), rng.uniform(-0.02, 0.95), 0.005 + 0.013 * rng.random() ** 3
            glow(c, x, y, s * 2.6, w.pal.light, 0.3)
            c.drawPath(spark(x, y, s), ink(mix((1, 1, 1), w.pal.light, 0.4)))

    w.sheet(Sheet("stars", "sky", 0.02, stars, ("stars", "star"), Ambient(kind="twinkle", amount=0.6, speed=0.3), 0, 0, wash=0))
    w.sheet(Sheet("planet", "celestial", 0.08, _planet(w), ("planet",), shadow=0.4, rim=1.2))
    w.sheet(Sheet("asteroids", "far", 0.34, _asteroids(w), ("asteroids", "rocks"), Ambient(kind="drift", amount=0.3, speed=0.004)))
    for place, y in (("air", 0.44), ("sky", 0.3)):
        w.stand(Stand(place, 0.5, level(w, y), 0.1 * w.a, 0.9 * w.a, 1.15))
    w.stand(Stand("air", 0.46, level(w, 0.48), 0.1 * w.a, 0.9 * w.a, 0.85, big=True))
    if w.has("ground", "floor", "water"):
        _moonscape(w, 0.79)


def _planet(w: World) -> object:
    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub("planet")
        x, y, r = w.a * (0.5 - 0.21 * w.side), 0.42, 0.2 * w.k
        tone = w.rgb("planet", 0.4, 0.08, 0.85)
        ring = stroke(mix(tone, w.pal.light, 0.5), 0.026 * w.k, 0.9)

        def half(lower: bool) -> None:
            c.save()
            c.translate(x, y)
            c.rotate(-17.0 * w.side)
            c.clipRect(skia.Rect.MakeLTRB(-2, 0 if lower else -2, 2, 2 if lower else 0))
            c.drawOval(skia.Rect.MakeLTRB(-1.75 * r, -0.4 * r, 1.75 * r, 0.4 * r), ring)
            c.restore()

        half(False)
        body = skia.Path()
        body.addCircle(x, y, r)
        c.drawPath(body, wash(shade(tone, 0.06), shade(tone, -0.09), y - r, y + r))
        c.save()
        c.clipPath(body, True)
        for i in range(5):
            band = slope(w, f"band{i}", [(0, y - r + 0.4 * r * i + rng.uniform(-0.02, 0.02)), (w.a, y - r + 0.4 * r * i + 0.1)], 0.004)
            c.drawPath(band.path(y - r + 0.4 * r * i + 0.2 * r), ink(shade(tone, -0.05 + 0.1 * (i % 2)), 0.6))
        dark = ink(w.pal.shadow, 0.62)
        dark.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.03))
        dx, dy = x - w.light[0], y - w.light[1]
        far = float(np.hypot(dx, dy))
        c.drawCircle(x + dx / far * r * 0.95, y + dy / far * r * 0.95, r * 1.05, dark)
        c.restore()
        half(True)

    return paint


def _asteroids(w: World) -> object:
    def paint(c: skia.Canvas) -> None:
        rng = w.sub("asteroids")
        for _ in range(11):
            x, y, s = rng.uniform(0, w.a), rng.uniform(0.1, 0.9), rng.uniform(0.008, 0.03) * w.k
            turns = np.linspace(0, 2 * np.pi, 9, endpoint=False)
            shape = [(float(x + s * np.cos(t) * rng.uniform(0.75, 1.15)), float(y + s * np.sin(t) * rng.uniform(0.6, 0.95))) for t in turns]
            cut(c, w, polygon(shape), ink(w.rgb("rock", 0.4, rng.uniform(-0.05, 0.05))), 0.7)

    return paint


def _moonscape(w: World, y: float) -> None:
    far = peaks(w, "rim", y - 0.07, 0.035)
    land(w, "crater rim", far, "moon", 0.45, elements=("mountains", "crater"), kind="ground")
    near = hills(w, "surface", y, 0.018, 1.2)

    def craters(c: skia.Canvas) -> None:
        rng = w.sub("craters")
        for _ in range(12):
            x, down = rng.uniform(0, w.a), rng.uniform(0.04, 0.3)
            r = (0.02 + 0.12 * down) * rng.uniform(0.5, 1.2)
            cy = near.at(x) + down
            c.drawOval(_oval(x, cy, r, r * 0.3), ink(w.pal.shadow, 0.4))
            c.drawOval(_oval(x, cy + r * 0.07, r * 0.93, r * 0.24), ink(w.rgb("moon", 0.6, -0.03)))
        for _ in range(8):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, near.at(x) + 0.01, rng.uniform(0.02, 0.07), rng.uniform(0.012, 0.035)), w.rgb("moon", 0.6, -0.04))

    land(w, "surface", near, "moon", 0.6, own=0.5, elements=("ground", "surface", "moon"), deco=craters)
    ground_stands(w, near.moved(-0.02), 0.6, near, 0.6, 0.8)


def _oval(x: float, y: float, rx: float, ry: float) -> skia.Rect:
    import skia

    return skia.Rect.MakeLTRB(x - rx, y - ry, x + rx, y + ry)


def planet(w: World) -> None:
    """The ground of another world under a sky of stars."""
    space(w)
    if not w.has("ground", "floor", "water"):
        _moonscape(w, 0.79)


def cave(w: World) -> None:
    """A cave seen from inside: frames of rock around a bright mouth, crystals, a floor."""
    w.light = (w.a * (0.5 - 0.08 * w.side), 0.38)

    def daylight(c: skia.Canvas) -> None:
        fill(c, w, (0.12, 0.3, 0.5, 0.7))
        glow(c, w.light[0], w.light[1] - 0.08, 0.5, w.pal.light, 0.95)
        for i in range(2):
            line = hills(w, f"view{i}", 0.47 + 0.05 * i, 0.025, 0.5)
            c.drawPath(line.path(), ink(mix(w.rgb("leaf", 0.2 + 0.1 * i), w.pal.light, 0.35 - 0.15 * i)))

    backdrop(w, "daylight", daylight, ("light", "cave mouth"))
    for i, (depth, size) in enumerate(((0.12, 0.25), (0.26, 0.35), (0.4, 0.46))):
        w.sheet(Sheet(f"rock {i + 1}", "far", depth, _mouth(w, i, depth, size), ("cave", "rock", "walls"), shadow=1.3, rim=1.2))
    near = hills(w, "floor", 0.785, 0.018, 0.9)

    def crystals(c: skia.Canvas) -> None:
        rng = w.sub("crystals")
        for _ in range(4):
            x = w.far_x(rng.choice([rng.uniform(0.02, 0.2), rng.uniform(0.62, 0.98)]))
            glow(c, x, near.at(x) - 0.03, 0.16 * w.k, w.rgb("crystal", 0.7, 0.1, 0.9), 0.3)
            for _ in range(4):
                h, lean = rng.uniform(0.04, 0.13) * w.k, rng.uniform(-0.35, 0.35)
                px, py = x + rng.uniform(-0.03, 0.03), near.at(x) + 0.02
                tip, half = (px + lean * h, py - h), 0.13 * h
                tone = w.rgb("crystal", 0.6, rng.uniform(0.0, 0.12), 0.85)
                cut(c, w, polygon([(px - half, py), (px - half + lean * h * 0.7, py - 0.75 * h), tip, (px + half + lean * h * 0.7, py - 0.7 * h), (px + half, py)]), wash(shade(tone, 0.1), shade(tone, -0.12), py - h, py), 0.6)
        for _ in range(7):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, near.at(x) + 0.015, rng.uniform(0.04, 0.11), rng.uniform(0.02, 0.05)), w.rgb("rock", 0.6, -0.03))

    land(w, "cave floor", near, "rock", 0.6, own=0.4, elements=("ground", "floor", "crystals", "cave floor"), deco=crystals)
    ground_stands(w, near, 0.6, near, 0.6, 0.85)
    w.stand(Stand("water", 0.6, near.moved(0.06), 0.1 * w.a, 0.9 * w.a))
    w.stand(Stand("air", 0.5, level(w, 0.36), 0.2 * w.a, 0.8 * w.a, 0.85))
    w.sheet(Sheet("near rock", "foreground", 0.9, _mouth(w, 4, 0.95, 0.7), ("rock", "stalactites"), shadow=1.2, rim=0.5, blur=0.003, wash=0.3))


def _mouth(w: World, i: int, depth: float, size: float) -> object:
    """A sheet of rock with an irregular opening around the light, stalactites at its upper edge."""

    def paint(c: skia.Canvas) -> None:
        import skia

        rng = w.sub(f"mouth{i}")
        x, y = w.light[0] + rng.uniform(-0.04, 0.04), 0.42 + 0.07 * size
        turns = np.linspace(0, 2 * np.pi, 72, endpoint=False)
        spikes = np.where((np.sin(turns) < -0.2) & (np.arange(72) % 5 == 0), rng.uniform(0.68, 0.9, 72), 1.0)
        r = size * (1 + 0.09 * np.sin(3 * turns + rng.uniform(0, 6)) + 0.05 * np.sin(7 * turns + rng.uniform(0, 6)) + rng.normal(0, 0.022, 72)) * spikes
        wide = 1.28 * max(0.75, w.a / 1.78)
        hole = polygon([(float(x + wide * q * np.cos(t)), float(y + 0.92 * q * np.sin(t))) for q, t in zip(r, turns, strict=True)])
        sheet = skia.Path()
        sheet.addRect(skia.Rect.MakeLTRB(-0.9, -0.9, w.a + 0.9, 1.9))
        tone = w.rgb("rock", depth, -0.01, 0.35)
        c.drawPath(skia.Op(sheet, hole, skia.kDifference_PathOp), wash(shade(tone, -0.02), shade(tone, -0.08), 0.0, 1.0))

    return paint


def ruins(w: World) -> None:
    """Broken columns and arches on a hill, grass growing over them."""
    land(w, "far hills", hills(w, "far", 0.5, 0.05, 0.9), "pine", 0.12, elements=("hills",))
    second = hills(w, "second", 0.6, 0.03, 1.0)

    def columns(c: skia.Canvas) -> None:
        rng = w.sub("columns")
        for j in range(8):
            x, h = w.a * (j + rng.uniform(0.3, 0.7)) / 8, rng.uniform(0.1, 0.32) * w.k
            if abs(x - w.light[0]) > 0.08 * w.a:
                _column(c, w, rng, x, second.at(x) + 0.02, h, 0.4)

    land(w, "ruins", second, "moss", 0.42, kind="ground", before=columns, elements=("ruins", "columns", "hill"))
    near = hills(w, "near", 0.735, 0.024, 1.3)

    def stones(c: skia.Canvas) -> None:
        rng = w.sub("fallen")
        tufts(c, w, near, 0.6, 90, 0.04, 14)
        for _ in range(6):
            x = rng.uniform(0, w.a)
            rock(c, w, rng, (x, near.at(x) + 0.02, rng.uniform(0.05, 0.12) * w.k, rng.uniform(0.025, 0.05) * w.k), w.rgb("stone", 0.6))

    land(w, "ground", near, "grass", 0.6, own=0.5, elements=("ground", "grass", "stones"), deco=stones)
    ground_stands(w, near, 0.6, second, 0.42, 0.72)

    def near_columns(c: skia.Canvas) -> None:
        rng = w.sub("near columns")
        _column(c, w, rng, w.far_x(0.95), 1.02, 0.92 * w.k, 0.84)

    land(w, "near ruins", hills(w, "front", 0.97, 0.014, 1.0), "moss", 0.84, lift=-0.07, before=near_columns, elements=("column", "ruins"))
    foreground(w, "leaf", "leaves")


def _column(c: skia.Canvas, w: World, rng: np.random.Generator, x: float, y: float, h: float, depth: float) -> None:
    half, tone = 0.022 * w.k * (0.6 + depth), w.rgb("stone", depth, 0.0, 0.5)
    top = [(x - half, y - h * rng.uniform(0.9, 1.0)), (x - half * 0.2, y - h * rng.uniform(0.82, 1)), (x + half * 0.5, y - h * 0.98), (x + half, y - h * rng.uniform(0.8, 1.0))]
    cut(c, w, polygon([(x - half * 1.1, y), *top, (x + half * 1.1, y)]), wash(shade(tone, 0.03), shade(tone, -0.06), y - h, y), 0.9)
    for dx in (-0.5, 0.0, 0.5):
        c.drawLine(x + dx * half, y - 0.05 * h, x + dx * half, y - 0.78 * h, stroke(w.pal.shadow, half * 0.16, 0.22))
    cut(c, w, polygon([(x - half * 1.6, y), (x - half * 1.4, y - 0.02), (x + half * 1.4, y - 0.02), (x + half * 1.6, y)]), ink(shade(tone, -0.03)), 0.6)


