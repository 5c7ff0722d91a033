"""The motion brush's pictures: paint taken apart by colour into masks, and what lies under a point of a still."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import FilmError
from memory.masks import SIDE
from tools.engines.parallax.plates import Bytes, read_bgra
from tools.stage import Layer, read_stage

SPECK = 0.0004
"""Share of the picture below which paint is a slip of the hand."""
_SEEN = 96
"""Opacity, of 255, from which a sheet is hit by a click."""
REFERENCE = 640
"""Pixels that a reference keeps: models look at it far smaller still."""
UNNAMED = ("weather", "glow")


def masks_by_colour(paint: Path, colours: Sequence[str]) -> dict[str, bytes]:
    """Paint (a picture with transparency) as a mask for each of `colours` ("#rrggbb") that was used: grey PNGs.

    Each painted point goes to the nearest colour. TakeError when the picture cannot be read.
    """
    picture = read_bgra(paint)
    wanted = np.array([[int(colour[i : i + 2], 16) for i in (5, 3, 1)] for colour in colours], np.int32)
    away = np.abs(picture[..., None, :3].astype(np.int32) - wanted).sum(axis=3)
    nearest, opaque = away.argmin(axis=2), picture[..., 3] > 64
    found = {colour: opaque & (nearest == number) for number, colour in enumerate(colours)}
    return {colour: _png(mask) for colour, mask in found.items() if mask.mean() > SPECK}


def mask_of(picture: Path) -> bytes:
    """A picture in which what should move is bright on dark, or painted on nothing, as a grey PNG.

    FilmError when nothing is painted in it, TakeError when it cannot be read.
    """
    bgra = read_bgra(picture)
    clear = bool((bgra[..., 3] < 250).any())
    painted = bgra[..., 3] > 64 if clear else bgra[..., :3].mean(axis=2) > 127
    if not painted.mean() > SPECK:
        raise FilmError(
            f"Nothing is painted in {picture.name[:80]}: paint white on black what should move. The film is unchanged."
        )
    return _png(painted)


def reference_of(picture: Path) -> bytes:
    """A picture to draw after, as a PNG in colour of at most REFERENCE pixels a side; TakeError as for `mask_of`."""
    import cv2

    shown = read_bgra(picture)[..., :3]
    share = min(REFERENCE / max(shown.shape[:2]), 1.0)
    small = cv2.resize(np.ascontiguousarray(shown), None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".png", small)
    if not done:
        raise FilmError("The picture could not be kept. The film is unchanged.")
    return bytes(data)


def _png(mask: NDArray[np.bool_]) -> bytes:
    import cv2

    height, width = mask.shape
    share = min(SIDE / max(height, width), 1.0)
    size = max(round(width * share), 1), max(round(height * share), 1)
    grey = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".png", grey)
    if not done:
        raise FilmError("What was painted could not be kept as a picture. The film is unchanged.")
    return bytes(data)


def names_in(still: Path) -> tuple[str, ...]:
    """What in a still's folder can be moved by name, nearest first; () for a picture without layers."""
    stage = read_stage(still)
    layers = stage.layers if stage else ()
    return tuple(dict.fromkeys(_name(layer) for layer in reversed(layers) if layer.kind not in UNNAMED))


def name_at(still: Path, x: float, y: float) -> str:
    """The name of what lies at a point of a layered still, as shares of its width and height; "" for nothing there."""
    stage = read_stage(still)
    if stage is None:
        return ""
    left, top, width, height = stage.frame
    at = int(left + x * width), int(top + y * height)
    nearest = (layer for layer in reversed(stage.layers) if layer.kind not in UNNAMED and _hit(still, layer, at))
    return next((_name(layer) for layer in nearest), "")


def _name(layer: Layer) -> str:
    return layer.elements[0] if layer.elements else layer.name


def _hit(still: Path, layer: Layer, at: tuple[int, int]) -> bool:
    column, row = at[0] - layer.x, at[1] - layer.y
    if not (0 <= column < layer.width and 0 <= row < layer.height):
        return False
    picture: Bytes = read_bgra(still / layer.file)
    return row < picture.shape[0] and column < picture.shape[1] and bool(picture[row, column, 3] > _SEEN)


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels."""
    from PIL import Image

    with Image.open(picture) as opened:
        return int(opened.width), int(opened.height)
