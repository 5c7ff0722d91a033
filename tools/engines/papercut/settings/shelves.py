"""What stands on shelves: books and jars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.papercut.palette import Rgb, mix, shade
from tools.engines.papercut.settings.kit import Rng
from tools.engines.papercut.world import World, ink, wash

if TYPE_CHECKING:
    import skia

DEPTH = 0.45


def wood(w: World, lift: float = 0.0) -> Rgb:
    """Give the colour of this room's wood."""
    return w.rgb("wood", DEPTH, lift, 0.62)


def load(c: skia.Canvas, w: World, rng: Rng, x0: float, x1: float, y: float, kind: str) -> None:
    """A shelf's load from x0 to x1, standing on y: books or jars."""
    import skia

    x = x0
    while x < x1 - 0.016:
        wide, h = ((rng.uniform(0.009, 0.019), rng.uniform(0.05, 0.082)) if kind == "books" else (rng.uniform(0.022, 0.034),
            rng.uniform(0.034, 0.062)))  # fmt: skip
        color = w.rgb(str(rng.choice(["cloth", "leaf", "water", "gold", "clay", "paper", "brick"])), DEPTH, rng.uniform(-0.08,
            0.03), 0.6)  # fmt: skip
        if kind == "books":
            c.drawRect(skia.Rect.MakeLTRB(x, y - h, x + wide, y), wash(shade(color, 0.03), shade(color, -0.06), y - h, y))
            c.drawRect(skia.Rect.MakeLTRB(x, y - h * 0.82, x + wide, y - h * 0.76), ink(w.pal.light, 0.35))
            x += wide + 0.0012
        else:
            c.drawRoundRect(skia.Rect.MakeLTRB(x, y - h, x + wide, y), 0.006, 0.006, ink(mix(color, w.pal.light, 0.25), 0.85))
            c.drawRect(skia.Rect.MakeLTRB(x + 0.004, y - h - 0.008, x + wide - 0.004, y - h), ink(wood(w, -0.05)))
            c.drawRect(skia.Rect.MakeLTRB(x + 0.004, y - h * 0.9, x + 0.0075, y - h * 0.2), ink((1, 1, 1), 0.45))
            x += wide + rng.uniform(0.008, 0.02)
