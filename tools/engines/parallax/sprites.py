"""The sprites of small life: premultiplied pictures of one particle, each look in as many phases as it needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tools.engines.parallax.plates import Bytes

Rgb = tuple[int, int, int]
"""Red, green, blue."""
PHASES = {"bird": 20, "leaf": 48, "petal": 48}
"""Looks that turn or flap; the others have one phase."""


def sprite(look: str, size: int, color: Rgb, phase: float, angle: float = 0.0) -> Bytes:
    """One sprite, `size` pixels wide (height, width, 4; premultiplied BGRA), at a phase 0..1 of its turn.

    `angle`, in radians from the right downwards, is the way that a trail flies. KeyError for a look that is not drawn here.
    """
    size = max(size, 3)
    if look in FIELDS:
        y, x = (np.mgrid[0:size, 0:size] + 0.5) / size * 2 - 1
        if look == "trail":
            x, y = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
        mask = np.clip(FIELDS[look](x, y, 2 / size), 0, 1)
        return np.asarray(np.stack([*(mask * c for c in reversed(color)), mask * 255], axis=2).round(), np.uint8)
    return _drawn(look, size, color, phase)


def _edge(distance: Any, pixel: float) -> Any:
    """1 within, 0 beyond, one pixel of soft edge."""
    return 0.5 - distance / pixel


def _foam(x: Any, y: Any, pixel: float) -> Any:
    arc = np.abs(y - 0.05 * np.cos(3.1 * x) + 0.03 * np.sin(7 * x))
    return np.clip(1 - arc / max(0.028, pixel), 0, 1) * np.clip(1 - x * x, 0, 1) ** 0.7


def _net(x: Any, y: Any, _pixel: float) -> Any:
    wave = np.abs(np.sin(5 * x + 1.7 * np.sin(9 * y)) * np.cos(9 * y + 1.3 * np.sin(5 * x)))
    return (1 - np.clip(wave / 0.35, 0, 1)) * np.clip(1 - x * x - (2.6 * y) ** 2, 0, 1)


FIELDS: dict[str, Callable[[Any, Any, float], Any]] = {
    "glow": lambda x, y, p: np.clip(1 - np.hypot(x, y), 0, 1) ** 2.2 * 0.85 + np.clip(_edge(np.hypot(x, y) - 0.2, p * 2), 0, 1),
    "disc": lambda x, y, p: np.clip((1 - np.hypot(x, y)) * 1.6, 0, 1),
    "puff": lambda x, y, p: np.clip(1 - np.hypot(x, y) ** 2, 0, 1) ** 1.5,
    "bubble": lambda x, y, p: (
        np.clip(1 - np.abs(np.hypot(x, y) - 0.8) / max(0.16, p), 0, 1) * 0.8
        + np.clip(1 - np.hypot(x + 0.32, y + 0.34) / 0.28, 0, 1)
        + 0.12 * (np.hypot(x, y) < 0.8)
    ),
    "ring": lambda x, y, p: np.clip(1 - np.abs(np.hypot(x, 2.8 * y) - 0.75) / max(0.2, 1.5 * p), 0, 1),
    "wisp": lambda x, y, p: np.clip(1 - x * x, 0, 1) ** 1.5 * np.clip(1 - np.abs(y) / max(0.05, 1.2 * p), 0, 1),
    "spark": lambda x, y, p: (
        np.clip(1 - np.hypot(x, y) / 0.35, 0, 1) ** 1.5
        + np.maximum(
            np.clip(1 - np.abs(x), 0, 1) ** 2 * np.clip(1 - np.abs(y) / max(0.08, p), 0, 1),
            np.clip(1 - np.abs(y), 0, 1) ** 2 * np.clip(1 - np.abs(x) / max(0.08, p), 0, 1),
        )
    ),
    "trail": lambda x, y, p: (
        np.clip((x + 1) / 2, 0, 1) ** 1.8 * np.clip(1 - np.abs(y) / max(0.028, 1.4 * p), 0, 1) * np.clip((1 - x) / 0.06, 0, 1)
    ),
    "drop": lambda x, y, p: np.clip(1 - np.hypot(x / 0.3, y / 0.95), 0, 1),
    "foam": _foam,
    "net": _net,
}
"""Looks as brightness 0..1 of x and y, -1..1, and the width of a pixel there."""


def _drawn(look: str, size: int, color: Rgb, phase: float) -> Bytes:
    import skia

    pixels = np.zeros((size, size, 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(
        skia.ImageInfo.Make(size, size, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType), pixels, size * 4
    )
    canvas = surface.getCanvas()
    canvas.translate(size / 2, size / 2)
    canvas.scale(size / 2, size / 2)
    {"bird": _bird, "leaf": _leaf, "petal": _petal}[look](canvas, color, phase)
    return pixels


def _ink(color: Rgb, lift: float = 1.0) -> Any:
    import skia

    red, green, blue = (min(round(c * lift), 255) for c in color)
    return skia.Paint(AntiAlias=True, Color=skia.ColorSetRGB(red, green, blue))


def _bird(canvas: Any, color: Rgb, phase: float) -> None:
    """A gull cut from paper, seen from the side and a little below: two bent wings that beat, and a body."""
    import skia

    beat = math.sin(2 * math.pi * phase)
    tip, bend = -0.3 - 0.42 * beat, -0.34 - 0.12 * beat
    path = skia.Path()
    for side in (-1, 1):
        path.moveTo(0, 0.02)
        path.quadTo(side * 0.3, bend, side * 0.96, tip)
        path.quadTo(side * 0.4, bend + 0.17, 0, 0.17)
        path.close()
    path.addOval(skia.Rect.MakeLTRB(-0.13, -0.04, 0.13, 0.18))
    canvas.drawPath(path, _ink(color))


def _leaf(canvas: Any, color: Rgb, phase: float) -> None:
    """A leaf that tumbles: it turns in the plane and, twice as fast, about its own length; its back is darker."""
    import skia

    turn = math.cos(4 * math.pi * phase)
    canvas.rotate(360 * phase)
    canvas.scale(1, max(abs(turn), 0.12))
    path = skia.Path()
    path.moveTo(-0.9, 0)
    path.cubicTo(-0.5, -0.62, 0.35, -0.6, 0.9, 0)
    path.cubicTo(0.35, 0.6, -0.5, 0.62, -0.9, 0)
    canvas.drawPath(path, _ink(color, 1.0 if turn > 0 else 0.78))
    vein = _ink(color, 0.7)
    vein.setStyle(skia.Paint.kStroke_Style)
    vein.setStrokeWidth(0.09)
    canvas.drawLine(-0.95, 0, 0.6, 0, vein)


def _petal(canvas: Any, color: Rgb, phase: float) -> None:
    import skia

    turn = math.sin(4 * math.pi * phase)
    canvas.rotate(360 * phase)
    canvas.scale(1, 0.25 + 0.75 * abs(turn))
    path = skia.Path()
    path.moveTo(0.85, 0)
    path.cubicTo(0.4, -0.75, -0.6, -0.7, -0.75, -0.12)
    path.lineTo(-0.55, 0)
    path.lineTo(-0.75, 0.12)
    path.cubicTo(-0.6, 0.7, 0.4, 0.75, 0.85, 0)
    canvas.drawPath(path, _ink(color, 1.0 if turn > 0 else 0.88))
