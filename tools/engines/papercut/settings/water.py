"""Settings by the water: sea, cliff, beach, harbour, river."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix
from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.lines import hills, mirrored, peaks, slope, waves
from tools.engines.papercut.settings.motifs import broadleaf, grass, pine, reed, rock
from tools.engines.papercut.shears import combine
from tools.engines.papercut.world import Line, Stand, World, ink, land, stroke
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

HORIZON = 0.55


def glitter(c: skia.Canvas, w: World, y0: float, y1: float, name: str, power: float = 1.0) -> None:
    """The path of light on water below the source: dashes that widen toward the eye."""
    rng, x = w.sub(name), w.light[0]
    power *= 0.35 + 0.65 * w.pal.light_power
    for _ in range(int(170 * (y1 - y0) / 0.4)):
        t = rng.random()
        y = y0 + (y1 - y0) * t
        spread = (0.02 + 0.42 * (y - HORIZON)) * w.k
        px, size = x + rng.normal(0, spread), (0.012 + 0.06 * (y - HORIZON)) * rng.uniform(0.4, 1.4) * w.k
        near = np.exp(-(((px - x) / (spread * 1.4)) ** 2))
        pen = stroke(mix(w.pal.light, (1, 1, 1), 0.15), 0.0018 + 0.008 * (y - HORIZON), float((0.18 + 0.55 * near) * power))
        c.drawLine(px - size, y, px + size, y, pen)


def water(w: World, name: str, line: Line, depth: float, lift: float = 0.0, foam: float = 0.5) -> None:
    """A sheet of water below `line`, with a crest of foam and light on it."""

    def deco(c: skia.Canvas) -> None:
        import skia

        crest = skia.Path()
        for x, y in zip(line.xs, line.ys, strict=True):
            (crest.lineTo if not crest.isEmpty() else crest.moveTo)(float(x), float(y))
        c.save()
        c.clipPath(line.path(), True)
        light = mix(w.rgb("foam", depth, 0.0, 0.75), w.pal.light, 0.25)
        for i, (drop, alpha) in enumerate(((0.004, 0.85), (0.020, 0.30), (0.040, 0.16))):
            c.save()
            c.translate(0.02 * i, drop * (0.5 + depth))
            c.drawPath(crest, stroke(light, (0.006 - 0.0014 * i) * (0.4 + depth), alpha * foam))
            c.restore()
        glitter(c, w, float(line.ys.mean()) + 0.015, float(line.ys.mean()) + 0.16, name, 0.75)
        c.restore()

    swell = Ambient(kind="wave", amount=0.25 + 0.5 * depth, speed=0.12 + 0.05 * depth, phase=depth % 1)
    words = ("water", "waves", "sea", name)
    land(
        w,
        name,
        line,
        "water" if depth < 0.6 else "deep",
        depth,
        kind="water",
        elements=words,
        ambient=swell,
        deco=deco,
        lift=lift,
        own=0.6,
        wash=0.6,
    )


def open_water(w: World, top: float = HORIZON, name: str = "far water") -> None:
    """The flat sheet of water that meets the sky."""
    line = Line(np.array([-0.75, w.a + 0.75]), np.array([top, top]))
    land(
        w, name, line, "water", 0.24, kind="water", elements=("water", "sea"), own=0.55, shadow=0.25, lift=0.03,
        deco=lambda c: glitter(c, w, top + 0.004, top + 0.14, name), ambient=Ambient(kind="shimmer", amount=0.3, speed=0.2),
    )  # fmt: skip


def sea_waves(w: World, levels: tuple[float, ...] = (0.645, 0.735, 0.83, 0.935), open_from: float = 0.05) -> None:
    """Waves toward the eye and the stands for what swims among them; land covers the water up to `open_from`."""
    rough = 1.9 if w.plan.weather in ("storm", "wind") else 1.0
    lines = [waves(w, f"wave{i}", y, (0.011 + 0.006 * i) * rough, 0.16 + 0.075 * i) for i, y in enumerate(levels)]
    depths = (0.4, 0.52, 0.64, 0.82)
    for i, line in enumerate(lines):
        water(w, f"waves {i + 1}", line, depths[i], 0.0, 0.55 if rough == 1 else 0.9)
    x0, x1 = sorted((w.far_x(open_from), w.far_x(0.95)))
    w.stand(Stand("water", depths[2] - 0.025, lines[2], x0, x1))
    w.stand(Stand("water", depths[1] - 0.025, lines[1], x0, x1, 0.8, big=True))
    w.stand(Stand("under", depths[2] + 0.02, lines[2].moved(0.085, 0.3), 0.1 * w.a, 0.9 * w.a, 0.75))


def headland(w: World, depth: float = 0.58, reach: float = 0.46, height: float = 0.61) -> Line:
    """Rock with grass on it at the main subject's side; things on the ground stand there."""
    edge = [
        (-0.4, height - 0.02),
        (0.0, height),
        (reach * 0.45, height + 0.012),
        (reach * 0.8, height + 0.035),
        (reach * 0.96, height + 0.08),
        (reach * 1.02, height + 0.22),
        (reach * 1.09, height + 0.36),
        (reach * 1.16, 1.4),
        (1.6, 1.7),
    ]
    line = slope(w, "headland", mirrored(w, edge), 0.004)

    def deco(c: skia.Canvas) -> None:
        rng, body = w.sub("headland deco"), line.path()
        c.save()
        c.clipPath(body, True)
        for i in range(7):
            low = slope(
                w, f"strata{i}", mirrored(w, [(x, y + 0.06 + 0.075 * i + 0.02 * np.sin(9 * x + i)) for x, y in edge]), 0.01
            )
            c.drawPath(low.path(), ink(w.pal.shadow, 0.11))
            c.drawPath(low.path(), stroke(w.pal.light, 0.002, 0.10 * w.pal.light_power))
        turf = mix(w.rgb("grass", depth, -0.01, 0.6), w.rgb("moss", depth), 0.4)
        under = line.moved(0.022)
        sod = combine(line.path(), under.path(), "difference")
        c.drawPath(sod, ink(turf))
        c.restore()
        for _ in range(46):
            x = w.far_x(rng.uniform(-0.1, reach * 0.9))
            grass(c, x, line.at(x) + 0.008, rng.uniform(0.015, 0.04) * w.k, turf, rng, 5)

    land(
        w,
        "cliff",
        line,
        "rock",
        depth,
        elements=("cliff", "rock", "headland", "ground"),
        deco=deco,
        own=0.5,
        steps=False,
        lift=0.05,
    )
    x0, x1 = sorted((w.far_x(0.03), w.far_x(reach * 0.92)))
    w.stand(Stand("ground", depth + 0.005, line.moved(0.014), x0, x1))
    w.stand(Stand("ground", depth + 0.002, line.moved(0.01), x0, x1, 0.92, big=True))
    return line


def sea(w: World) -> None:
    """Open sea; a rock to stand on only when someone needs one."""
    land(w, "islands", hills(w, "islands", HORIZON + 0.012, 0.03, 0.9), "rock", 0.14, elements=("islands", "coast"))
    open_water(w)
    ashore = w.has("ground", "floor")
    sea_waves(w, open_from=0.4 if ashore else 0.05)
    if ashore:
        headland(w, 0.7, 0.4, 0.64)


def cliff(w: World) -> None:
    """A high coast: headlands behind each other, the nearest to stand on, the sea below."""
    for i, (reach, top, depth) in enumerate(((0.86, 0.44, 0.13), (0.7, 0.40, 0.2))):
        edge = [
            (-0.4, top - 0.03),
            (0.0, top),
            (reach * 0.6, top + 0.02),
            (reach * 0.86, top + 0.04),
            (reach, 0.6),
            (1.5, 0.62),
        ]
        land(
            w, f"far cliff {i + 1}", slope(w, f"far{i}", mirrored(w, edge), 0.012), "rock", depth, elements=("cliffs", "coast"),
            joins=i == 1,
        )  # fmt: skip
    open_water(w, HORIZON + 0.01)
    sea_waves(w, (0.67, 0.765, 0.865, 0.955), 0.5)
    headland(w, 0.7, 0.5, 0.575)
    foreground(w, "grass", "grass")


def river(w: World) -> None:
    """A river between banks, hills behind, reeds in front."""
    land(w, "mountains", peaks(w, "range", 0.42, 0.085), "rock", 0.12, elements=("mountains",))
    land(w, "hills", hills(w, "hills", 0.50, 0.03, 0.9), "pine", 0.22, elements=("hills",), joins=True)
    bank = hills(w, "bank", 0.575, 0.014, 1.0)

    def trees(c: skia.Canvas) -> None:
        rng = w.sub("bank trees")
        for _ in range(17):
            x = rng.uniform(-0.2, w.a + 0.2)
            if abs(x - w.light[0]) > 0.14 * w.a:
                (pine if rng.random() < 0.45 else broadleaf)(
                    c, w, rng, x, bank.at(x) + 0.01, rng.uniform(0.13, 0.24) * w.k, 0.36
                )

    land(w, "far bank", bank, "grass", 0.36, before=trees, elements=("bank", "trees", "far bank"), own=0.55, joins=True)
    lines = [waves(w, f"flow{i}", y, 0.004 + 0.003 * i, 0.3) for i, y in enumerate((0.625, 0.69, 0.76))]
    for i, line in enumerate(lines):
        water(w, f"river {i + 1}", line, 0.4 + 0.07 * i, 0.02, 0.35)
    w.stand(Stand("water", 0.52, lines[2], 0.1 * w.a, 0.9 * w.a, 0.85))
    w.stand(Stand("water", 0.45, lines[1], 0.1 * w.a, 0.9 * w.a, 0.75, big=True))
    w.stand(Stand("under", 0.55, lines[2].moved(0.05, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    edge = [(-0.4, 0.77), (0.0, 0.785), (0.3, 0.80), (0.55, 0.835), (0.72, 0.90), (1.0, 0.965), (1.5, 0.97)]
    near = slope(w, "near bank", mirrored(w, edge), 0.005)

    def growth(c: skia.Canvas) -> None:
        rng = w.sub("growth")
        for _ in range(70):
            x = rng.uniform(-0.1, w.a + 0.1)
            grass(
                c,
                x,
                near.at(x) + 0.006,
                rng.uniform(0.02, 0.045) * w.k,
                w.rgb("grass", 0.6, rng.uniform(-0.06, 0.02), 0.6),
                rng,
                5,
            )
        for _ in range(12):
            x = w.far_x(rng.uniform(0.62, 0.92))
            reed(c, x, near.at(x) + 0.01, rng.uniform(0.09, 0.17) * w.k, w.rgb("moss", 0.6, -0.03, 0.6), rng)
        rock(c, w, rng, (w.far_x(0.60), near.at(w.far_x(0.60)) + 0.015, 0.09 * w.k, 0.045 * w.k), w.rgb("rock", 0.6))

    land(w, "near bank", near, "grass", 0.6, deco=growth, elements=("grass", "bank", "ground", "reeds"), own=0.58)
    x0, x1 = sorted((w.far_x(0.05), w.far_x(0.62)))
    w.stand(Stand("ground", 0.61, near.moved(0.04), x0, x1))
    w.stand(Stand("ground", 0.345, bank.moved(0.012), 0.05 * w.a, 0.95 * w.a, 0.5, big=True))
    foreground(w, "leaf", "leaves", top=True)
