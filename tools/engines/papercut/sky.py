"""The sky: gradient with cut rings of light, stars, sun or moon, clouds, and the weather that falls from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.light import glow
from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Sheet, World, cut, ink, stroke, wash
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

VEILED = ("rain", "storm", "snow", "fog", "cloudy")


def build_sky(w: World) -> None:
    """Add sky, stars, sun or moon and clouds, as hour and weather have them."""
    w.sheet(Sheet("sky", "sky", 0.0, lambda c: _sky(c, w), ("sky",), shadow=0, rim=0, wash=0))
    starry = w.plan.weather == "starry" or (w.plan.time in ("night", "dusk") and w.plan.weather not in VEILED)
    if starry:
        w.sheet(
            Sheet(
                "stars",
                "sky",
                0.02,
                lambda c: _stars(c, w),
                ("stars", "star"),
                Ambient(kind="twinkle", amount=0.6, speed=0.35),
                0,
                0,
            )
        )
    if w.sun and w.plan.weather not in ("storm", "rain"):
        name = "moon" if w.plan.time in ("night", "dusk") else "sun"
        w.sheet(Sheet(name, "celestial", 0.012, lambda c: _disc(c, w, name), (name, "light"), shadow=0, rim=0, wash=0))
    if w.plan.weather == "storm":
        flash = Ambient(kind="flicker", amount=0.9, speed=0.15)
        w.sheet(
            Sheet("lightning", "celestial", 0.05, lambda c: _bolt(c, w), ("lightning",), flash, 0, 0, wash=0, blend="screen")
        )
    _clouds(w)


def _sky(c: skia.Canvas, w: World) -> None:
    import skia

    paint = skia.Paint(Dither=True)
    stops = [0.0, 0.2, 0.39, 0.56]
    colors = [skia.Color4f(*col, 1).toColor() for col in w.pal.sky]
    paint.setShader(skia.GradientShader.MakeLinear([(0, 0), (0, 1)], colors, stops))
    c.drawPaint(paint)
    power = w.pal.light_power if w.sun else 0.4
    x, y = w.light
    rng = w.sub("rings")
    for i in range(5, 0, -1):
        radius = (0.16 + 0.155 * i**1.18) * (0.92 + 0.16 * rng.random())
        ring = _blob(rng, x, y, radius, 0.008 + 0.004 * i)
        under = ink(w.pal.sky[0], 0.16 * power)
        under.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.02))
        c.drawPath(ring, under)
        tint = ink(mix(mix(w.pal.light, w.pal.sky[3], 0.55), w.pal.sky[2], 0.16 * i), (0.2 - 0.018 * i) * power)
        tint.setBlendMode(skia.BlendMode.kScreen)
        c.drawPath(ring, tint)
    if w.sun and w.plan.weather not in ("storm", "rain"):
        moon = w.plan.time in ("night", "dusk")
        tint = w.pal.light if moon else mix(w.pal.light, w.pal.sky[3], 0.4)
        glow(c, x, y, disc_radius(w) * (7 if moon else 8.5), tint, 0.55 * w.pal.light_power)
    if w.plan.time in ("night", "dusk") and w.plan.weather not in VEILED:
        for _ in range(260):
            px, py = rng.uniform(-0.2, w.a + 0.2), rng.uniform(-0.12, 0.5)
            c.drawCircle(
                px, py, 0.0006 + 0.0011 * rng.random() ** 3, ink((1, 1, 1), 0.5 * rng.random() * (1 - max(0, py) / 0.55))
            )


def disc_radius(w: World) -> float:
    """Radius of the sun or the moon at this hour, in units."""
    return {"dawn": 0.062, "day": 0.055, "sunset": 0.085, "dusk": 0.05, "night": 0.07}[w.plan.time] * w.k


def _blob(rng: np.random.Generator, x: float, y: float, radius: float, wobble: float) -> skia.Path:
    """A circle cut by hand."""
    import skia

    phase, path = rng.uniform(0, 6.28, 3), skia.Path()
    turns = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    r = radius + wobble * (0.6 * np.sin(3 * turns + phase[0]) + 0.4 * np.sin(5 * turns + phase[1]))
    points = [skia.Point(float(x + q * np.cos(t)), float(y + q * np.sin(t))) for q, t in zip(r, turns, strict=True)]
    path.addPoly(points, True)
    return path


def _stars(c: skia.Canvas, w: World) -> None:
    rng = w.sub("stars")
    for _ in range(46):
        x, y = rng.uniform(-0.1, w.a + 0.1), 0.52 * rng.random() ** 1.2 - 0.06
        if (x - w.light[0]) ** 2 + (y - w.light[1]) ** 2 < 0.03:
            continue
        size = (0.0022 + 0.0065 * rng.random() ** 3) * w.k
        c.drawPath(spark(x, y, size * 1.7), ink(mix((1, 1, 1), w.pal.light, 0.4), 0.92))
        glow(c, x, y, size * 4, w.pal.light, 0.28)


def spark(x: float, y: float, size: float) -> skia.Path:
    """A four-pointed star."""
    import skia

    path = skia.Path()
    path.moveTo(x, y - size)
    for dx, dy in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        path.quadTo(x, y, x + dx * size, y + dy * size)
    path.close()
    return path


def _disc(c: skia.Canvas, w: World, name: str) -> None:
    import skia

    x, y = w.light
    radius = disc_radius(w)
    power = w.pal.light_power
    glow(c, x, y, radius * 2.6, mix(w.pal.light, w.pal.sky[3], 0.4 if name == "sun" else 0.0), 0.4 * power)
    if power < 0.55 and name == "sun":
        c.drawCircle(x, y, radius, ink(mix(w.pal.light, w.pal.sky[2], 0.35), 0.75))
        return
    face = mix(w.pal.light, (1, 1, 1), 0.5 if name == "sun" else 0.25)
    body = skia.Path()
    body.addCircle(x, y, radius)
    rng = w.sub("moon")
    if name == "moon" and (w.plan.time == "dusk" or rng.random() < 0.3):
        bite = skia.Path()
        bite.addCircle(x + 0.42 * radius * w.side, y - 0.12 * radius, radius * 0.86)
        body = combine(body, bite, "difference")
        c.drawPath(body, wash(face, mix(face, w.pal.light, 0.6), y - radius, y + radius))
        return
    c.drawPath(body, wash(face, mix(face, w.pal.light, 0.8), y - radius, y + radius))
    if name == "moon":
        for dx, dy, r in ((-0.35, -0.2, 0.26), (0.3, 0.28, 0.2), (0.28, -0.42, 0.12), (-0.2, 0.45, 0.13), (0.55, -0.05, 0.08)):
            c.drawCircle(x + dx * radius, y + dy * radius, r * radius, ink(w.pal.sky[2], 0.2))


def _bolt(c: skia.Canvas, w: World) -> None:
    import skia

    rng = w.sub("bolt")
    x, y = w.light[0] + rng.uniform(-0.05, 0.05), 0.12
    path = skia.Path()
    path.moveTo(x, y)
    while y < 0.55:
        x, y = x + rng.uniform(-0.055, 0.05), y + rng.uniform(0.03, 0.07)
        path.lineTo(x, y)
    glow(c, x, 0.3, 0.5, w.pal.light, 0.5)
    soft = stroke(w.pal.light, 0.02, 0.5)
    soft.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.012))
    c.drawPath(path, soft)
    c.drawPath(path, stroke((1, 1, 1), 0.006))


def cloud_path(rng: np.random.Generator, x: float, y: float, width: float, flat: bool = True) -> skia.Path:
    """A cloud of round puffs over a soft flat base, centred on x with its base at y."""
    import skia

    path, puffs = skia.Path(), int(rng.integers(4, 7))
    for i in range(puffs):
        t = (i + 0.5) / puffs
        radius = width * (0.10 + 0.15 * np.sin(np.pi * t)) * rng.uniform(0.85, 1.2)
        path.addCircle(float(x + (t - 0.5) * width * 0.82), float(y - radius * 0.55), float(radius))
    base = skia.Path()
    base.addRoundRect(
        skia.Rect.MakeLTRB(x - width * 0.5, y - width * 0.11, x + width * 0.5, y + width * 0.03), width * 0.07, width * 0.07
    )
    path = combine(path, base, "union")
    if flat:
        clip = skia.Path()
        clip.addRect(skia.Rect.MakeLTRB(x - width, y - width, x + width, y + width * 0.03))
        path = combine(path, clip, "intersect")
    return path


def _cloud_color(w: World, depth: float) -> tuple[Rgb, Rgb]:
    top = mix(w.pal.sky[2], (1, 1, 1), 0.62 * w.pal.bright * (0.5 + 0.5 * w.pal.light_power) + 0.04)
    top = mix(top, w.pal.light, 0.22)
    low = mix(w.pal.sky[1], w.pal.sky[2], 0.45 + 0.3 * depth)
    if w.plan.weather in ("storm", "rain"):
        top, low = mix(w.pal.sky[1], w.pal.sky[2], 0.4), shade(w.pal.sky[0], -0.03)
    return top, low


def _clouds(w: World) -> None:
    rng = w.sub("clouds")
    heavy = w.plan.weather in ("storm", "rain", "cloudy", "snow")
    count = {"clear": 4, "starry": 2, "fog": 2, "wind": 6}.get(w.plan.weather, 7)
    places = []
    for i in range(count):
        x = w.a * ((i + rng.uniform(0.1, 0.9)) / count * 1.2 - 0.1)
        y = rng.uniform(0.07, 0.2) if heavy else rng.uniform(0.1, 0.36)
        width = rng.uniform(0.2, 0.42) * w.k * (1.5 if heavy else 1.0)
        if not heavy and abs(x - w.light[0]) < 0.5 * width + 0.07 and -0.1 < y - w.light[1] < 0.24:
            y = w.light[1] - 0.11 if w.light[1] > 0.3 else w.light[1] + 0.25
            width *= 0.6
        places.append((x, y, width))
    top, low = _cloud_color(w, 0.1)

    def paint(c: skia.Canvas) -> None:
        draw = w.sub("puffs")
        if heavy:
            _ceiling(c, w, draw)
        for x, y, width in sorted(places, key=lambda p: p[1], reverse=not heavy):
            cut(c, w, cloud_path(draw, x, y, width), wash(top, low, y - width * 0.34, y + width * 0.04), 1.6)

    fast = 0.03 if w.plan.weather in ("wind", "storm") else 0.008
    drift = Ambient(kind="drift", amount=0.5, speed=fast * w.side)
    w.sheet(Sheet("clouds", "cloud", 0.08, paint, ("clouds", "cloud"), drift, 0.55, 0.6, wash=0.7))


def _ceiling(c: skia.Canvas, w: World, rng: np.random.Generator) -> None:
    """Heavy cloud hanging from the top of the picture in scallops."""
    import skia

    top, low = _cloud_color(w, 0.0)
    for row, y in ((0, 0.11), (1, 0.035)):
        path = skia.Path()
        path.addRect(skia.Rect.MakeLTRB(-0.7, -0.7, w.a + 0.7, y))
        x = -0.7
        while x < w.a + 0.7:
            r = rng.uniform(0.06, 0.12) * w.k
            path.addCircle(x, y, r)
            x += r * 1.25
        cut(c, w, path, wash(mix(low, top, 0.25 * row), mix(low, top, 0.7), -0.1, y + 0.12), 1.8)
