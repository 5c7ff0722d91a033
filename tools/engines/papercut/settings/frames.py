"""The nearest sheet: out-of-focus plants or rocks at the edges of the picture that lead the eye in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.palette import mix, shade
from tools.engines.papercut.settings.motifs import grass
from tools.engines.papercut.world import Sheet, World, ink
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia

NEAR = 0.97


def foreground(w: World, material: str = "leaf", style: str = "leaves", top: bool = False, joins: bool = False) -> None:
    """Add the framing sheet: `style` leaves, grass or fronds; `top` hangs a branch from above; `joins`: see Sheet."""
    tone = mix(w.rgb(material, 1.0, -0.05, 0.42), w.pal.shadow, 0.38)

    def paint(c: skia.Canvas) -> None:
        rng = w.sub("frame")
        for corner in (-1, 1):
            heavy = corner == -w.side
            x = (0.0 if corner < 0 else w.a) + corner * 0.02
            if style == "grass":
                for _ in range(9 if heavy else 5):
                    px = x - corner * abs(rng.normal(0, 0.13)) * w.k
                    high = rng.uniform(0.16, 0.34 if heavy else 0.24) * w.k
                    grass(c, px, 1.12, high, shade(tone, rng.uniform(-0.03, 0.02)), rng, 9)
            else:
                for i in range(5 if heavy else 3):
                    turn = -corner * (0.15 + 0.3 * i) + rng.uniform(-0.1, 0.1)
                    _spray(c, rng, (x, 1.13), turn, rng.uniform(0.3, 0.46 if heavy else 0.34) * w.k, tone, style == "fronds")
        if top:
            side = -w.side
            x = 0.0 if side < 0 else w.a
            for i in range(4):
                _spray(
                    c,
                    rng,
                    (x + side * 0.04, -0.1),
                    np.pi + side * (0.35 + 0.28 * i),
                    rng.uniform(0.26, 0.42) * w.k,
                    tone,
                    False,
                )

    sway = Ambient(kind="sway", amount=0.3, speed=0.16)
    w.sheet(
        Sheet(
            "foreground",
            "foreground",
            NEAR,
            paint,
            ("foreground", "plants"),
            sway,
            0.7,
            0.55,
            0.006,
            pivot=(w.a / 2, 1.1),
            joins=joins,
        )
    )


def _spray(
    c: skia.Canvas,
    rng: np.random.Generator,
    root: tuple[float, float],
    turn: float,
    length: float,
    tone: tuple[float, float, float],
    thin: bool,
) -> None:
    """A stem with leaves on both sides, bending under its weight."""
    import skia

    x, y, bend = root[0], root[1], rng.uniform(-0.5, 0.5)
    steps, leaf = 9, length * (0.2 if not thin else 0.27)
    for i in range(steps):
        t = i / steps
        heading = turn + bend * t
        x2, y2 = x + length / steps * np.sin(heading), y - length / steps * np.cos(heading)
        pen = ink(tone)
        pen.setStrokeWidth(length * 0.016 * (1.2 - t))
        c.drawLine(x, y, x2, y2, pen)
        if i > 1:
            for side in (-1, 1):
                size = leaf * (1 - 0.55 * t) * rng.uniform(0.85, 1.1)
                path = skia.Path()
                path.moveTo(0, 0)
                wide = 0.2 if thin else 0.36
                path.quadTo(size * wide, -size * 0.5, 0, -size)
                path.quadTo(-size * wide, -size * 0.5, 0, 0)
                c.save()
                c.translate(float(x2), float(y2))
                c.rotate(float(np.degrees(heading + side * rng.uniform(0.7, 1.05))))
                c.drawPath(path, ink(shade(tone, float(rng.uniform(-0.025, 0.035)))))
                c.restore()
        x, y = x2, y2
