"""Paper itself: fibre and grain, and the way between skia's canvas, numpy's arrays and PNG files."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from memory.errors import EngineError

if TYPE_CHECKING:
    import skia

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
"""(height, width, 4) RGBA, or (height, width) for a mask."""

TILE = 512
_UP = 2
"""PNG's filter by the row above."""
_COLOURS = {3: 2, 4: 6}
"""PNG's colour type by channels: RGB, RGB with alpha."""


@lru_cache(maxsize=1)
def fibre_tile() -> Pixels:
    """A tile that repeats without a seam, TILE square: how light the paper is, 128 being as painted.

    Grain in three sizes, plus short curved fibres as in hand-made paper.
    """
    import cv2

    rng = np.random.default_rng(1234)
    field = np.zeros((TILE, TILE), np.float32)
    for sigma, weight in ((0.7, 0.42), (2.0, 0.34), (22.0, 0.15)):
        noise = np.pad(rng.standard_normal((TILE, TILE)).astype(np.float32), 72, mode="wrap")
        soft = cv2.GaussianBlur(noise, (0, 0), sigma)[72:-72, 72:-72]
        field += weight * soft / soft.std()
    field += 1.5 * _fibres(rng)
    return np.asarray(np.clip(128 + field * 4.6, 96, 160), np.uint8)


@lru_cache(maxsize=2)
def fibre_sheet(width: int, height: int, percent: int) -> Pixels:
    """Fibre for a whole canvas as a gain in RGBA (128 leaves the picture alone), at `percent` of the tile's size."""
    import cv2

    tile = fibre_tile()
    size = max(16, round(TILE * percent / 100))
    if size != TILE:
        tile = cv2.resize(tile, (size, size), interpolation=cv2.INTER_AREA if size < TILE else cv2.INTER_LINEAR)
    gray = np.tile(tile, (height // size + 1, width // size + 1))[:height, :width]
    sheet = cv2.cvtColor(np.ascontiguousarray(gray), cv2.COLOR_GRAY2RGBA)
    sheet[..., 3] = 128
    return np.asarray(sheet, np.uint8)


def _fibres(rng: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float32]]:
    import cv2

    sheet = np.zeros((TILE + 128, TILE + 128), np.float32)
    for _ in range(260):
        x, y, turn = rng.uniform(0, TILE + 128), rng.uniform(0, TILE + 128), rng.uniform(0, 6.28)
        points = []
        for _ in range(int(rng.integers(5, 13))):
            points.append((x * 8, y * 8))
            turn += rng.normal(0, 0.35)
            x, y = x + 3.2 * np.cos(turn), y + 3.2 * np.sin(turn)
        line = np.round(np.array(points)).astype(np.int32)
        cv2.polylines(sheet, [line], False, float(rng.choice([-1.0, 1.0, 1.0])), 1, cv2.LINE_AA, 3)
    middle = sheet[64:-64, 64:-64]
    return np.asarray(cv2.GaussianBlur(middle, (0, 0), 0.6, borderType=cv2.BORDER_REFLECT), np.float32)


def canvas_on(pixels: Pixels) -> skia.Canvas:
    """A skia canvas that draws into `pixels` (premultiplied RGBA, contiguous)."""
    import skia

    return skia.Canvas(pixels, colorType=skia.kRGBA_8888_ColorType, alphaType=skia.kPremul_AlphaType)


def image(pixels: Pixels, straight: bool = False) -> skia.Image:
    """A skia image of RGBA pixels, premultiplied unless `straight`."""
    import skia

    kind = skia.kUnpremul_AlphaType if straight else skia.kPremul_AlphaType
    height, width = pixels.shape[:2]
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, kind)
    return skia.Image.MakeRasterCopy(skia.Pixmap(info, np.ascontiguousarray(pixels), width * 4))


def mask_image(mask: Pixels) -> skia.Image:
    """An alpha-only skia image, to be drawn in the paint's colour."""
    import skia

    height, width = mask.shape
    return skia.Image.MakeRasterCopy(skia.Pixmap(skia.ImageInfo.MakeA8(width, height), np.ascontiguousarray(mask), width))


def unpremultiplied(pixels: Pixels) -> Pixels:
    """Straight-alpha RGBA of premultiplied pixels."""
    import skia

    height, width = pixels.shape[:2]
    out = np.empty_like(pixels)
    info = skia.ImageInfo.Make(width, height, skia.kRGBA_8888_ColorType, skia.kUnpremul_AlphaType)
    if not image(pixels).readPixels(info, out, width * 4, 0, 0):
        raise EngineError("A sheet could not be read back from the canvas; the film is unchanged. Try a smaller frame.")
    return out


def write_png(pixels: Pixels, path: Path) -> None:
    """Write RGBA (straight) or RGB pixels as PNG (ISO/IEC 15948): rows as differences from the row above, lightly compressed.

    Image libraries pack by zlib, which took a fifth of a still's time; igzip makes the same format four times as fast.
    """
    from isal import isal_zlib

    height, width, channels = pixels.shape
    plain, rows = pixels.reshape(height, width * channels), np.empty((height, 1 + width * channels), np.uint8)
    rows[:, 0] = _UP
    rows[0, 1:] = plain[0]
    np.subtract(plain[1:], plain[:-1], out=rows[1:, 1:])
    head = struct.pack(">IIBBBBB", width, height, 8, _COLOURS[channels], 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", isal_zlib.compress(rows, 1)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
