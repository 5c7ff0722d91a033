"""The cards' ground: a sheet of paper in the film's darkest colours, and torn sheets of its others along the foot."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DEFAULT = ("#141b33", "#2a2f5a", "#5a4a78", "#c9788a", "#f4d9b0")
"""Night to candlelight: the palette of films that name none."""
PAPER = "#fbf3e4"
Color = tuple[float, float, float]
Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Ink:
    """A card's colours: ground above and below, sheets from far to near, text and accent, all as 0..1 RGB."""

    top: Color
    bottom: Color
    sheets: tuple[Color, ...]
    text: Color
    accent: Color


def rgb(value: str) -> Color:
    """Read "#rrggbb" as three numbers 0..1."""
    return int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255


def hex_of(color: Color) -> str:
    """Write a colour as "#rrggbb"."""
    return "#" + "".join(f"{round(255 * min(max(c, 0), 1)):02x}" for c in color)


def luma(color: Color) -> float:
    """Perceived lightness of a colour, 0..1 (BT.709 weights)."""
    return 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]


def blend(a: Color, b: Color, share: float) -> Color:
    """Mix `share` of b into a."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def _toned(color: Color, target: float) -> Color:
    """Bring a colour to a lightness by a gamma, which keeps it rich, or by mixing paper in."""
    light = luma(color)
    if light > target:
        depth = min(math.log(target) / math.log(min(light, 0.99)), 2.0)
        rich = (color[0] ** depth, color[1] ** depth, color[2] ** depth)
        return blend((0, 0, 0), rich, min(target / luma(rich), 1.0))
    return blend(color, rgb(PAPER), (target - light) / max(luma(rgb(PAPER)) - light, 1e-6))


def inks(palette: Sequence[str]) -> Ink:
    """Choose a card's colours from the palette so that text stays readable whatever the palette is."""
    colors = sorted((rgb(c) for c in palette or DEFAULT), key=luma)
    dark = _toned(colors[0], min(luma(colors[0]), 0.09))
    second = colors[min(1, len(colors) - 1)]
    bottom = _toned(second, min(max(luma(second), 0.1), 0.2))
    lively = max(colors, key=lambda c: colorsys.rgb_to_hsv(*c)[1] * (0.3 + luma(c)))
    spread = [colors[round(i * (len(colors) - 1) / 3)] for i in (2, 1, 0)]
    sheets = tuple(_toned(c, tone) for c, tone in zip(spread, (0.27, 0.17, 0.08), strict=True))
    return Ink(dark, bottom, sheets, _toned(colors[-1], max(luma(colors[-1]), 0.88)), _toned(lively, max(luma(lively), 0.6)))


def paint(ink: Ink, size: tuple[int, int], foot: float) -> Picture:
    """Paint the ground: RGB, shape (height, width, 3); `foot` is the share of the height that the torn sheets reach up."""
    import cv2

    width, height = size
    rng = np.random.default_rng(1895)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None] ** 1.4
    ground = _tint(ink.top) * (1 - rows) + _tint(ink.bottom) * rows + np.zeros((height, width, 3), np.float32)
    across, down = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    glow = np.exp(-(across**2 / 0.5 + (down + 0.15) ** 2 / 0.45))[..., None]
    ground = ground + glow * _tint(ink.accent) * 0.10
    for index, sheet in enumerate(ink.sheets):
        edge = _torn(width, height * (1 - foot * (1 - 0.27 * index)), height * foot * 0.20, rng)
        _lay(ground, edge, _tint(sheet), height)
    ground *= (1 - 0.28 * np.clip(across**2 * 0.6 + down**2 * 0.6, 0, 1) ** 1.5)[..., None]
    fibre = cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0), 0.8)
    fibre += 0.9 * cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0), sigmaX=3.2, sigmaY=1.0)
    ground *= (1 + 0.045 * fibre)[..., None]
    return np.asarray(np.clip(ground * 255 + 0.5, 0, 255), np.uint8)


def _tint(color: Color) -> Plane:
    return np.array(color, np.float32)


def _torn(width: int, middle: float, swing: float, rng: np.random.Generator) -> Plane:
    """Tear the upper edge of a sheet, one height (pixels from the top) for every column."""
    across = np.linspace(0, 1, width)
    edge = np.full(width, middle)
    for octave in range(1, 4):
        edge += swing / octave**1.3 * np.sin(2 * np.pi * (across * octave * rng.uniform(0.6, 1.1) + rng.uniform()))
    ragged = np.convolve(rng.standard_normal(width + 8), np.ones(9) / 9, "valid")
    return np.asarray(edge + ragged * swing * 0.05, np.float32)


def _lay(ground: Plane, edge: Plane, color: Plane, height: int) -> None:
    """Lay a sheet on the ground in place: its shadow, its colour, and the pale fibres of its torn edge."""
    import cv2

    below = np.arange(height, dtype=np.float32)[:, None] - edge[None, :]
    sheet = np.clip(below + 0.5, 0, 1)
    shadow = cv2.GaussianBlur(sheet, (0, 0), height / 60)
    ground *= (1 - 0.5 * np.roll(shadow, -height // 120, axis=0) * (1 - sheet))[..., None]
    tone = color * (1.12 - 0.35 * np.clip(below / height / 0.35, 0, 1))[..., None]
    rim = np.exp(-np.clip(below, 0, None) / (height / 300))[..., None]
    tone = tone + (np.float32(1) - tone) * 0.22 * rim
    ground += (tone - ground) * sheet[..., None]
