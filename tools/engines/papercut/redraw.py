"""A finished layer drawn anew in another hand: tones, colours, drawn lines, hatching, pigment and tooth, its alpha kept.

Every step works in place on one layer and in the canvas's coordinates, so that neighbouring layers agree and the camera may
still move them apart.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

import numpy as np

from tools.engines.papercut.palette import hex_rgb
from tools.engines.papercut.paper import TILE, Pixels, fibre_tile
from tools.engines.papercut.styles import Hand

Plane = np.ndarray[Any, np.dtype[Any]]
"""(height, width) or (height, width, 3), 0..1, floats."""
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
READABLE = 0.72
"""Power by which figures are lightened, so that a face stays a face in few tones."""
FLAT = ("glow", "weather", "celestial")
"""Kinds of layer without lines of their own."""


def redraw(pixels: Pixels, hand: Hand, kind: str, offset: tuple[int, int], unit: float) -> None:
    """Draw a layer (premultiplied RGBA, in place) in `hand`; `offset` is its place on the canvas, `unit` pixels a height."""
    if hand.plain:
        return
    if hand.wobble and kind not in FLAT and kind != "sky":
        _stray(pixels, hand.wobble * unit, offset)
    alpha = pixels[..., 3].astype(np.float32) / 255
    color = pixels[..., :3].astype(np.float32) / np.maximum(pixels[..., 3:], 1)
    tone = np.clip((color @ LUMA - hand.black) / (hand.white - hand.black), 0, 1) ** hand.gamma
    if kind == "subject":
        tone = tone**READABLE
    where = _Where(pixels.shape[:2], offset, unit)
    if hand.bloom:
        tone = np.clip(tone + hand.bloom * 0.5 * (_cloud(where, 0.16) * 0.65 + _cloud(where, 0.045) * 0.35), 0, 1)
    drawn = _colored(color, _stepped(tone, hand, where), hand)
    if hand.halo and kind == "celestial":
        drawn += (color - drawn) * 0.7
    if kind not in FLAT:
        _lines(drawn, color, alpha, hand, where, kind)
    if hand.hatch and kind not in FLAT:
        _hatch(drawn, tone, hand, where, kind)
    if hand.grain:
        drawn *= 1 + hand.grain * 4 * _tooth(where)[..., None]
    if kind == "glow":
        alpha = np.minimum(1, alpha * hand.glow)
    np.clip(drawn, 0, 1, out=drawn)
    pixels[..., :3] = np.rint(drawn * alpha[..., None] * 255)
    pixels[..., 3] = np.rint(alpha * 255)


class _Where:
    """A layer's place on the canvas."""

    def __init__(self, shape: tuple[int, ...], offset: tuple[int, int], unit: float) -> None:
        self.height, self.width, self.x, self.y, self.unit = shape[0], shape[1], offset[0], offset[1], unit


@lru_cache(maxsize=8)
def _noise(size: int) -> Plane:
    """Soft noise -1..1 that repeats every `size` cells of a coarse grid, 8 samples a cell."""
    import cv2

    rng = np.random.default_rng(77)
    coarse = np.pad(rng.uniform(-1, 1, (size, size)).astype(np.float32), 2, mode="wrap")
    fine = cv2.resize(coarse, None, fx=8, fy=8, interpolation=cv2.INTER_CUBIC)
    return np.asarray(fine[16:-16, 16:-16], np.float32)


def _cloud(where: _Where, scale: float) -> Plane:
    """Noise whose lumps are `scale` frame heights, anchored to the canvas."""
    import cv2

    tile = _noise(24)
    step = 8 / max(1.0, scale * where.unit)
    matrix = np.array([[step, 0, where.x * step], [0, step, where.y * step]], np.float32)
    size = (where.width, where.height)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(tile, matrix, size, flags=flags, borderMode=cv2.BORDER_WRAP), np.float32)


def _tooth(where: _Where) -> Plane:
    """The paper's tooth, -0.25..0.25, anchored to the canvas."""
    tile = fibre_tile()
    rows, cols = (np.arange(where.height) + where.y) % TILE, (np.arange(where.width) + where.x) % TILE
    return (tile[np.ix_(rows, cols)].astype(np.float32) - 128) / 128


def _stray(pixels: Pixels, reach: float, offset: tuple[int, int]) -> None:
    """Move outlines a little, as a hand does."""
    import cv2

    where = _Where(pixels.shape[:2], offset, reach * 30)
    dx, dy = _cloud(where, 0.9), _cloud(_Where(pixels.shape[:2], (offset[0] + 911, offset[1] + 517), reach * 30), 0.9)
    ys, xs = np.indices(pixels.shape[:2], np.float32)
    pixels[:] = cv2.remap(pixels, xs + dx * reach, ys + dy * reach, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _stepped(tone: Plane, hand: Hand, where: _Where) -> Plane:
    if not hand.steps:
        return tone
    level = tone * (hand.steps - 1) + 0.1 * _cloud(where, 0.09)
    low = np.floor(level)
    part = np.clip((level - low - 0.5) * 9 + 0.5, 0, 1)
    return np.clip((low + part) / (hand.steps - 1), 0, 1).astype(np.float32)


def _colored(color: Plane, tone: Plane, hand: Hand) -> Plane:
    """The hand's ramp at each tone, with the scene's own colour over it."""
    stops = np.linspace(0, 1, len(hand.ramp))
    ramp = np.array([hex_rgb(c) for c in hand.ramp])
    table = np.stack([np.interp(np.linspace(0, 1, 256), stops, ramp[:, i]) for i in range(3)], axis=1).astype(np.float32)
    base = table[np.rint(tone * 255).astype(np.uint8)]
    hue = (color - (color @ LUMA)[..., None]) * (hand.own * hand.vivid)
    room = np.minimum(1, 0.35 + 2.6 * np.minimum(tone, 1.12 - tone))[..., None]
    return np.asarray(base + hue * room, np.float32)


def _lines(drawn: Plane, color: Plane, alpha: Plane, hand: Hand, where: _Where, kind: str) -> None:
    """Outlines along the layer's edge and, fainter, within it; pigment gathered along them."""
    import cv2

    solid = (alpha > 0.55).astype(np.float32)
    luma = cv2.GaussianBlur(color @ LUMA * solid, (0, 0), max(0.8, 0.0016 * where.unit))
    width = max(1.0, hand.line * where.unit)
    outer = 1 - cv2.erode(solid, _brush(width), borderType=cv2.BORDER_REPLICATE) if kind != "sky" else np.zeros_like(solid)
    slope = np.hypot(cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1))
    inner = np.clip((slope - 0.10) * 4.5, 0, 1) * hand.inner * (0.35 if kind == "sky" else 1.0)
    if width > 2.2:
        inner = cv2.dilate(inner, _brush(width * 0.5))
    press = np.clip(0.72 + 0.55 * _cloud(where, 0.05), 0, 1)
    mark = cv2.GaussianBlur(np.maximum(outer * solid, inner), (0, 0), 0.6) * press
    if hand.pool:
        wet = cv2.GaussianBlur(outer, (0, 0), max(1.0, 0.007 * where.unit)) * solid
        drawn *= (1 - hand.pool * 0.6 * wet)[..., None]
    pen = _pen(color, hand)
    if hand.halo:
        light = cv2.GaussianBlur(mark, (0, 0), max(1.0, 0.010 * where.unit))
        drawn += pen * (hand.halo * 1.5 * light)[..., None]
    drawn += (pen - drawn) * np.clip(mark, 0, 1)[..., None]


def _brush(width: float) -> Any:
    import cv2

    size = 2 * max(1, round(width / 2)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))


def _pen(color: Plane, hand: Hand) -> Plane:
    """The colour of lines: one ink, or each place's own hue at full brightness."""
    import cv2

    if hand.ink:
        return np.broadcast_to(np.array(hex_rgb(hand.ink), np.float32), color.shape)
    soft = cv2.GaussianBlur(color, (0, 0), 3)
    hue = soft - soft.min(axis=2, keepdims=True)
    bright = hue / np.maximum(hue.max(axis=2, keepdims=True), 0.03)
    return np.asarray(0.12 + 0.88 * bright, np.float32)


def _hatch(drawn: Plane, tone: Plane, hand: Hand, where: _Where, kind: str) -> None:
    """Drawn lines that swell with the dark, waving a little; in another direction for each kind of layer."""
    pitch = max(2.6, hand.hatch * where.unit * (0.62 if kind == "subject" else 1.0))
    cover = np.clip((1 - tone - hand.begin) / (hand.close - hand.begin), 0, 1)
    cover = cover * (0.72 if kind == "subject" else 1.0)
    turns = [hand.angle + (zlib.crc32(kind.encode()) % 3 - 1) * 16]
    turns += [turns[0] + 74] if hand.cross else []
    ink = np.array(hex_rgb(hand.ink), np.float32)
    ys = (np.arange(where.height, dtype=np.float32) + where.y)[:, None]
    xs = (np.arange(where.width, dtype=np.float32) + where.x)[None, :]
    wave = _cloud(where, 0.12) * pitch * 0.8
    for i, turn in enumerate(turns):
        part = np.clip(cover * 1.6 - 0.7 * i, 0, 1) if hand.cross else cover
        across = ys * float(np.cos(np.radians(turn))) - xs * float(np.sin(np.radians(turn))) + wave
        screen = 0.5 + 0.5 * np.cos(across * (2 * np.pi / pitch))
        mark = np.clip((part - screen) * (pitch * 0.9) + 0.5, 0, 1) * (part > 0.02)
        drawn += (ink - drawn) * (mark * (0.62 if hand.cross else 0.94))[..., None]
