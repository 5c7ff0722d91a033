"""Settings in the wild: forest, mountain, desert, snowfield."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.land import BREEZE, ground_stands, grove, tufts
from tools.engines.papercut.settings.lines import dunes, hills, mirrored, peaks, slope
from tools.engines.papercut.settings.motifs import pine, polygon, rock, trunk_path
from tools.engines.papercut.shears import combine, outline
from tools.engines.papercut.world import Line, Painter, Stand, World, cut, ink, land, wash

if TYPE_CHECKING:
    import skia


def forest(w: World) -> None:
    """Trunks behind trunks toward a bright clearing, canopy above, ferns below."""
    for i, (y, depth, count) in enumerate(((0.6, 0.12, 17), (0.645, 0.24, 13), (0.69, 0.38, 9))):
        line = hills(w, f"floor{i}", y, 0.014, 0.8)
        words, kind = ("trees", "forest", "trunks"), "far"
        stems = _stems(w, i, line, depth, count)
        land(w, f"trees {i + 1}", line, "moss", depth, kind=kind, elements=words, before=stems, own=0.5, ambient=BREEZE,
             joins=i > 0)  # fmt: skip
    near = hills(w, "near", 0.765, 0.018, 1.1)

    def undergrowth(c: skia.Canvas) -> None:
        rng = w.sub("under")
        tufts(c, w, near, 0.6, 70, 0.045, 10)
        for _ in range(5):
            x = rng.uniform(0, w.a)
            rock(
                c,
                w,
                rng,
                (x, near.at(x) + 0.012, rng.uniform(0.04, 0.09) * w.k, rng.uniform(0.02, 0.04) * w.k),
                w.rgb("rock", 0.6),
            )

    land(w, "forest floor", near, "moss", 0.6, own=0.58, elements=("ground", "forest floor", "grass"), deco=undergrowth)
    ground_stands(w, near, 0.6, hills(w, "floor2", 0.69, 0.014, 0.8), 0.38, 0.72)

    def trunks(c: skia.Canvas) -> None:
        rng = w.sub("near trunks")
        bark = mix(w.rgb("wood", 0.85, -0.1, 0.4), w.pal.shadow, 0.3)
        for x, thick in ((w.far_x(-0.01), 0.05), (w.far_x(0.965), 0.075)):
            lean = rng.uniform(-0.03, 0.03)
            cut(c, w, trunk_path(x, 1.06, 1.3, thick * w.k, lean), wash(shade(bark, 0.03), bark, 0.0, 1.0), 1.4)
        _canopy(c, w, rng, 0.86, 0.05)

    land(
        w,
        "near trees",
        hills(w, "front", 0.97, 0.016, 0.9),
        "moss",
        0.84,
        lift=-0.08,
        own=0.45,
        before=trunks,
        elements=("near trees", "trees", "canopy"),
        ambient=BREEZE,
    )
    foreground(w, "leaf", "fronds", joins=True)


def _stems(w: World, i: int, line: Line, depth: float, count: int) -> Painter:
    firs = w.sub("kind").random() < 0.5

    def paint(c: skia.Canvas) -> None:
        rng = w.sub(f"stems{i}")
        for j in range(count):
            x = w.a * ((j + rng.uniform(0.15, 0.85)) / count * 1.3 - 0.15)
            if abs(x - w.light[0]) < (0.1 - 0.01 * i) * w.a:
                continue
            if firs:
                pine(c, w, rng, x, line.at(x) + 0.02, rng.uniform(0.34, 0.6) * (0.8 + 0.2 * i) * w.k, depth)
                continue
            thick = (0.008 + 0.007 * i) * rng.uniform(0.8, 1.5) * w.k
            tone = w.rgb("wood", depth, rng.uniform(-0.06, 0.0), 0.4)
            cut(c, w, trunk_path(x, line.at(x) + 0.02, 1.1, thick, rng.uniform(-0.03, 0.03)), ink(tone), 0.7)
        if not firs:
            _canopy(c, w, rng, depth, 0.20 - 0.055 * i)

    return paint


def _canopy(c: skia.Canvas, w: World, rng: np.random.Generator, depth: float, y: float) -> None:
    """Leaves hanging in from above, opening where the light comes in."""
    import skia

    if w.plan.season == "winter":
        return
    path = skia.Path()
    path.addRect(skia.Rect.MakeLTRB(-0.8, -0.9, w.a + 0.8, y - 0.12))
    x = -0.7
    while x < w.a + 0.7:
        gap = np.exp(-(((x - w.light[0]) / (0.3 * w.a)) ** 2))
        r = rng.uniform(0.045, 0.085) * w.k
        path.addCircle(float(x), float(y - 0.14 * gap - rng.uniform(0.01, 0.09)), float(r))
        x += r * 0.8
    tone = w.rgb("leaf", depth, -0.02, 0.55)
    cut(c, w, outline(path), wash(shade(tone, -0.05), shade(tone, 0.03), -0.05, y + 0.06), 1.0)


def mountain(w: World) -> None:
    """Peaks with snow and facets, firs below, a ledge to stand on."""
    for i, (y, amp, depth) in enumerate(((0.34, 0.17, 0.1), (0.47, 0.13, 0.22))):
        line = peaks(w, f"range{i}", y, amp)
        land(
            w,
            f"mountains {i + 1}",
            line,
            "rock",
            depth,
            elements=("mountains", "peaks", "snow"),
            deco=_snowcaps(w, line, depth),
            own=0.42,
        )
    valley = hills(w, "valley", 0.62, 0.03, 0.7)
    land(
        w,
        "firs",
        valley,
        "pine",
        0.4,
        elements=("trees", "firs", "valley"),
        kind="ground",
        before=grove(w, "firs", valley, 0.4, 44, (0.07, 0.17), ("pine",)),
    )
    edge = [(-0.4, 0.70), (0.0, 0.715), (0.3, 0.725), (0.5, 0.76), (0.66, 0.82), (0.85, 0.90), (1.5, 0.99)]
    ledge = slope(w, "ledge", mirrored(w, edge), 0.006)

    def stones(c: skia.Canvas) -> None:
        rng = w.sub("stones")
        tufts(c, w, ledge, 0.6, 60, 0.035, 12)
        for _ in range(7):
            x = rng.uniform(0, w.a)
            rock(
                c,
                w,
                rng,
                (x, ledge.at(x) + 0.02, rng.uniform(0.03, 0.11) * w.k, rng.uniform(0.02, 0.05) * w.k),
                w.rgb("rock", 0.6),
            )

    land(w, "ledge", ledge, "moss", 0.6, own=0.5, deco=stones, elements=("ground", "ledge", "rock", "grass"))
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.66)))
    w.stand(Stand("ground", 0.608, ledge.moved(0.05), x0, x1, 0.92))
    w.stand(Stand("ground", 0.388, valley.moved(0.015), 0.06 * w.a, 0.94 * w.a, 0.6, big=True))
    foreground(w, "pine", "fronds")


def _snowcaps(w: World, line: Line, depth: float) -> Painter:
    """Snow above a jagged line, and the shaded side of every peak."""

    def paint(c: skia.Canvas) -> None:

        rng = w.sub(f"caps{depth}")
        body = line.path()
        c.save()
        c.clipPath(body, True)
        top, mean = float(line.ys.min()), float(line.ys.mean())
        snowline = top + (mean - top) * (0.95 if w.plan.season != "winter" else 1.6)
        jag = snowline + 0.022 * np.sin(line.xs * 60 + 3 * np.sin(line.xs * 17)) + 0.35 * (line.ys - snowline)
        jag = jag + rng.normal(0, 0.006, len(jag))
        cap = Line(line.xs, jag)
        above = combine(body, cap.path(), "difference")
        c.drawPath(above, ink(mix(w.rgb("snow", depth, 0.0, 0.75), w.pal.light, 0.16), 0.94))
        lit = 1 if w.light[0] > w.a / 2 else -1
        smooth = np.convolve(np.pad(line.ys, 12, mode="edge"), np.ones(25) / 25, mode="valid")
        for i in np.flatnonzero((smooth[1:-1] < smooth[:-2]) & (smooth[1:-1] <= smooth[2:])):
            x, y = float(line.xs[i + 1]), float(line.ys[i + 1]) - 0.01
            run = [
                (x, y),
                (x + lit * 0.015, y + 0.06),
                (x - lit * 0.012, y + 0.12),
                (x + lit * 0.03, y + 0.24),
                (x - lit * 0.2, y + 0.5),
                (x - lit * 0.5, y + 0.5),
            ]
            c.drawPath(polygon(run), ink(w.pal.shadow, 0.15))
        c.restore()

    return paint


def desert(w: World) -> None:
    """Table mountains far off, dunes toward the eye."""
    mesa = peaks(w, "mesa", 0.52, 0.05)
    flat = Line(mesa.xs, np.where(mesa.ys < 0.5, 0.445 + 0.01 * np.sin(mesa.xs * 9), np.maximum(mesa.ys, 0.53)))
    land(w, "mesas", flat, "clay", 0.12, elements=("mesas", "rocks"))
    for i, (y, amp, depth) in enumerate(((0.60, 0.05, 0.24), (0.67, 0.06, 0.38))):
        line = dunes(w, f"dune{i}", y, amp, 0.9 - 0.1 * i)
        land(
            w,
            f"dunes {i + 1}",
            line,
            "sand",
            depth,
            elements=("dunes", "sand"),
            own=0.58,
            deco=_lee(w, line),
            kind="far" if i == 0 else "ground",
        )
    near = dunes(w, "near", 0.79, 0.045, 1.5)
    land(w, "sand", near, "sand", 0.6, own=0.6, elements=("sand", "ground", "dune"), deco=_lee(w, near))
    ground_stands(w, near, 0.6, dunes(w, "dune1", 0.67, 0.06, 0.8), 0.38, 0.7)

    def cacti(c: skia.Canvas) -> None:
        x = w.far_x(0.93)
        _cactus(c, w, x, 0.99, 0.34 * w.k, 0.84)
        _cactus(c, w, w.far_x(0.02), 0.99, 0.16 * w.k, 0.84)

    front = dunes(w, "front", 0.985, 0.03, 1.1)
    land(w, "near dune", front, "sand", 0.84, lift=-0.08, own=0.5, before=cacti, elements=("cactus", "sand"))


def _lee(w: World, line: Line) -> Painter:
    """The shaded side of dunes: where the edge falls, shade runs down in a curve."""

    def paint(c: skia.Canvas) -> None:
        c.save()
        c.clipPath(line.path(), True)
        lit = 1 if w.light[0] > w.a / 2 else -1
        for i in range(6, len(line.ys) - 6):
            if line.ys[i] < line.ys[i - 1] and line.ys[i] <= line.ys[i + 1] and line.ys[i] < line.ys[i - 6] - 0.0005:
                x, y = float(line.xs[i]), float(line.ys[i])
                curve = [
                    (x, y - 0.01),
                    (x + 0.03 * lit, y + 0.05),
                    (x - 0.01 * lit, y + 0.11),
                    (x + 0.06 * lit, y + 0.2),
                    (x - 0.25 * lit, y + 0.3),
                    (x - 0.6 * lit, y + 0.12),
                ]
                c.drawPath(polygon(curve), ink(w.pal.shadow, 0.12))
        c.restore()

    return paint


def _cactus(c: skia.Canvas, w: World, x: float, y: float, h: float, depth: float) -> None:
    import skia

    tone = mix(w.rgb("weed", depth, -0.06, 0.55), w.pal.shadow, 0.2)
    r = 0.075 * h
    path = skia.Path()
    left, right = x - 0.34 * h, x + 0.32 * h
    arms = (
        (left, y - 0.74 * h, left + 1.5 * r, y - 0.42 * h),
        (left, y - 0.5 * h, x, y - 0.5 * h + 1.5 * r),
        (right - 1.5 * r, y - 0.86 * h, right, y - 0.52 * h),
        (x, y - 0.6 * h, right, y - 0.6 * h + 1.5 * r),
    )
    for box in ((x - r, y - h, x + r, y + 0.1), *arms):
        piece = skia.Path()
        piece.addRoundRect(skia.Rect.MakeLTRB(*box), r, r)
        path = combine(path, piece, "union")
    cut(c, w, path, wash(shade(tone, 0.03), shade(tone, -0.03), y - h, y), 1.0)


def snowfield(w: World) -> None:
    """Snow and ice to the horizon, bare trees and firs."""
    land(w, "ice mountains", peaks(w, "ice", 0.46, 0.09), "ice", 0.12, elements=("mountains", "ice"), own=0.5)
    second = hills(w, "second", 0.56, 0.03, 0.8)
    land(
        w,
        "far snow",
        second,
        "snow",
        0.25,
        elements=("snow", "hills"),
        own=0.55,
        before=grove(w, "far firs", second, 0.25, 20, (0.05, 0.1), ("pine",)),
    )
    third = hills(w, "third", 0.64, 0.03, 1.0)
    trees = grove(w, "firs", third, 0.42, 8, (0.15, 0.26), ("pine", "pine", "bare"))
    land(w, "snow hill", third, "snow", 0.42, kind="ground", elements=("snow", "trees"), own=0.6, before=trees)
    near = hills(w, "near", 0.745, 0.024, 1.4)
    land(w, "snow", near, "snow", 0.6, own=0.62, elements=("snow", "ground"))
    ground_stands(w, near, 0.6, third, 0.42, 0.72)
    w.stand(Stand("water", 0.58, near.moved(0.06), 0.1 * w.a, 0.9 * w.a))
    front = hills(w, "front", 0.955, 0.022, 1.1)
    land(w, "near snow", front, "snow", 0.82, own=0.5, lift=-0.04, elements=("snow",))
    foreground(w, "pine", "fronds", top=True)
