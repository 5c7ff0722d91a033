"""Paved ground in towns, and the lamp at its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.palette import shade
from tools.engines.papercut.settings.kit import rect, row
from tools.engines.papercut.settings.lines import hills
from tools.engines.papercut.settings.motifs import street_lamp
from tools.engines.papercut.world import Stand, World, ink, land
from tools.stage import Ambient

if TYPE_CHECKING:
    import skia


def paving(c: skia.Canvas, w: World, top: float, material: str = "stone") -> None:
    """Cobbles that grow toward the eye."""
    rng = w.sub("paving")
    tone = w.rgb(material, 0.58)
    for j in range(10):
        t = j / 10
        y, size = top + 0.012 + 0.3 * t**1.5, 0.018 + 0.06 * t
        for x in row(-0.3 + size * 0.5 * (j % 2), w.a + 0.3, size * 1.06):
            c.drawPath(rect(x, y, x + size, y + size * 0.36, size * 0.12), ink(shade(tone, float(rng.uniform(-0.055, 0.05))),
                0.6))  # fmt: skip


def square(w: World, top: float, material: str = "stone", lift: float = 0.0) -> None:
    """A paved place to stand on, from `top` down."""
    near = hills(w, "near", top, 0.004, 1.6)
    land(w, "square", near, material, 0.58, own=0.5, lift=lift, steps=False, elements=("square", "ground", "street"),
        deco=lambda c: paving(c, w, top, material))  # fmt: skip
    w.stand(Stand("ground", 0.59, near.moved(0.1), 0.06 * w.a, 0.94 * w.a))
    w.stand(Stand("ground", 0.568, near.moved(0.03), 0.05 * w.a, 0.95 * w.a, 0.85, big=True))
    w.stand(Stand("water", 0.585, near.moved(0.07), 0.1 * w.a, 0.9 * w.a, 0.8))


def lamp_post(w: World, t: float) -> None:
    """A lamp in the foreground at the far side, on a strip of pavement."""
    x = w.far_x(t)
    if w.dark:
        w.lights.append((x, 0.33, (1.0, 0.78, 0.42), 0.7))
    edge = hills(w, "edge", 0.98, 0.006, 1.2)
    land(w, "edge", edge, "stone", 0.82, lift=-0.1, own=0.35, before=lambda c: street_lamp(c, w, x, 1.0, 0.7 * w.k, 0.8),
        elements=("street lamp", "lamp"), ambient=Ambient(kind="flicker", amount=0.05,
        speed=0.6) if w.dark else Ambient(kind="sway", amount=0.01, speed=0.1))  # fmt: skip
