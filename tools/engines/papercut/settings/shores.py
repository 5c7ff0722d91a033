"""Settings at the water's edge: beach and harbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.settings.frames import foreground
from tools.engines.papercut.settings.lines import hills, mirrored, peaks, slope, waves
from tools.engines.papercut.settings.motifs import house, oval, polygon
from tools.engines.papercut.settings.water import HORIZON, open_water, water
from tools.engines.papercut.world import Line, Stand, World, cut, ink, land, stroke

if TYPE_CHECKING:
    import skia


def beach(w: World) -> None:
    """Sand that slopes to the water, foam at its edge, dune grass near."""
    land(w, "headland", peaks(w, "point", HORIZON - 0.005, 0.045), "moss", 0.15, elements=("hills", "coast"))
    open_water(w)
    for i, (y, depth) in enumerate(((0.625, 0.36), (0.675, 0.44))):
        line = waves(w, f"surf{i}", y, 0.009 + 0.004 * i, 0.2 + 0.05 * i)
        water(w, f"waves {i + 1}", line, depth, 0.03)
        w.stand(Stand("water", depth - 0.02, line, 0.06 * w.a, 0.94 * w.a, 0.6 + 0.1 * i, big=i == 0))
    w.stand(Stand("under", 0.45, waves(w, "surf1", 0.7, 0.004, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    shore = slope(
        w, "shore", mirrored(w, [(-0.4, 0.69), (0.0, 0.70), (0.4, 0.735), (0.75, 0.79), (1.0, 0.80), (1.4, 0.82)]), 0.004
    )

    def wet(c: skia.Canvas) -> None:
        c.drawPath(shore.moved(-0.012).path(), ink(w.rgb("foam", 0.5, 0.02, 0.8)))
        c.drawPath(shore.moved(0.004).path(), ink(w.rgb("sand", 0.5, -0.09, 0.6)))

    def pebbles(c: skia.Canvas) -> None:
        rng = w.sub("pebbles")
        for _ in range(60):
            x, t = rng.uniform(-0.1, w.a + 0.1), rng.random()
            y = shore.at(x) + 0.04 + 0.28 * t
            c.drawOval(
                oval(x, y, 0.004 + 0.007 * t, 0.002 + 0.0035 * t), ink(w.rgb("rock", 0.6, rng.uniform(-0.06, 0.1), 0.5), 0.55)
            )

    land(w, "sand", shore.moved(0.022), "sand", 0.56, elements=("sand", "beach", "ground"), own=0.62, before=wet, deco=pebbles)
    w.stand(Stand("ground", 0.57, shore.moved(0.115), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.562, shore.moved(0.045), 0.04 * w.a, 0.96 * w.a, 0.85, big=True))
    near = hills(w, "dune", 0.965, 0.035, 1.3)
    land(w, "dune", near, "sand", 0.8, elements=("dune",), own=0.55, lift=-0.03)
    foreground(w, "grass", "grass")


def harbour(w: World) -> None:
    """Houses across the water, masts, a quay to stand on."""
    land(w, "hills", hills(w, "behind", 0.44, 0.05, 1.0), "moss", 0.13, elements=("hills",))
    quay = Line(np.array([-0.75, w.a + 0.75]), np.array([0.585, 0.585]))

    def town(c: skia.Canvas) -> None:
        rng = w.sub("town")
        for row, depth in ((0, 0.26), (1, 0.33)):
            x = -0.2
            while x < w.a + 0.2:
                wide = rng.uniform(0.085, 0.13) * w.k
                wall = str(rng.choice(["wall", "plaster", "brick", "clay"]))
                house(c, w, rng, (x, 0.585 - 0.035 * (1 - row), wide, rng.uniform(0.07, 0.14) * w.k), depth, wall)
                x += wide * rng.uniform(1.0, 1.35) + 0.03 * row

    land(w, "town", quay, "stone", 0.33, kind="far", elements=("town", "houses", "harbour"), before=town, own=0.4)
    lines = [waves(w, f"wave{i}", y, 0.005 + 0.003 * i, 0.16 + 0.05 * i) for i, y in enumerate((0.625, 0.70, 0.775))]
    for i, line in enumerate(lines):
        water(w, f"water {i + 1}", line, 0.38 + 0.09 * i, 0.0, 0.4)
    w.stand(Stand("water", 0.54, lines[2], 0.1 * w.a, 0.9 * w.a, 0.95))
    w.stand(Stand("water", 0.45, lines[1], 0.1 * w.a, 0.9 * w.a, 0.85, big=True))
    w.stand(Stand("under", 0.57, lines[2].moved(0.05, 0.3), 0.1 * w.a, 0.9 * w.a, 0.5))
    edge = [(-0.4, 0.80), (0.0, 0.80), (0.62, 0.80), (0.66, 0.815), (0.68, 0.93), (1.5, 0.95)]
    line = slope(w, "pier", mirrored(w, edge), 0.0008)

    land(
        w,
        "quay",
        line,
        "wood",
        0.62,
        elements=("quay", "pier", "dock", "ground"),
        deco=lambda c: _planks(c, w),
        own=0.55,
        lift=-0.02,
    )
    x0, x1 = sorted((w.far_x(0.04), w.far_x(0.6)))
    for big in (False, True):
        w.stand(Stand("ground", 0.63, line.moved(0.045), x0, x1, 0.95 if big else 1.0, big=big))


def _planks(c: skia.Canvas, w: World) -> None:
    for i in range(7):
        c.drawLine(
            -0.7,
            0.835 + 0.035 * i * (1 + 0.1 * i),
            w.a + 0.7,
            0.835 + 0.035 * i * (1 + 0.1 * i),
            stroke(w.pal.shadow, 0.0022, 0.3),
        )
    for t in (0.12, 0.36, 0.58):
        x = w.far_x(t)
        cut(
            c,
            w,
            polygon([(x - 0.018, 0.89), (x - 0.015, 0.805), (x + 0.015, 0.805), (x + 0.018, 0.89)]),
            ink(w.rgb("metal", 0.65, -0.2, 0.3)),
            0.7,
        )
        cut(
            c,
            w,
            polygon([(x - 0.026, 0.812), (x - 0.022, 0.795), (x + 0.022, 0.795), (x + 0.026, 0.812)]),
            ink(w.rgb("metal", 0.65, -0.12, 0.3)),
            0.5,
        )
