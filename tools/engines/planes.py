"""The film's own colours, Y, Cb and Cr of BT.709 in limited range: what is drawn in them is never converted again.

Laying one picture over another is linear in its colours, and so is the way from RGB to Y, Cb and Cr. Sheets whose three
colours are Y, Cb and Cr (premultiplied, with what limited range adds) come to the very frame that conversion afterwards would.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom."""
KR, KB = 0.2126, 0.0722
_LUMA, _CHROMA = 219 / 255, 224 / 255
"""BT.709 weights of red and blue (ITU-R BT.709-6, 3.2); the limited range's share of the full one for luma and chroma."""


def _matrix() -> NDArray[np.float32]:
    """From premultiplied B, G, R, alpha to Y, Cb, Cr, alpha; what limited range adds is added by alpha."""
    weights = np.array([KB, 1 - KB - KR, KR])
    blue, red = np.array([1.0, 0, 0]), np.array([0, 0, 1.0])
    rows = [_LUMA * weights, _CHROMA * (blue - weights) / (2 - 2 * KB), _CHROMA * (red - weights) / (2 - 2 * KR)]
    full = np.zeros((4, 4))
    full[:3, :3] = rows
    full[:3, 3] = [16 / 255, 128 / 255, 128 / 255]
    full[3, 3] = 1
    return full.astype(np.float32)


MATRIX = _matrix()


def to_film(image: Bytes, boxes: tuple[Box, ...]) -> None:
    """Turn a premultiplied BGRA picture to Y, Cb, Cr, alpha in place, within the boxes that hold its paint."""
    import cv2

    for left, top, right, bottom in boxes:
        image[top:bottom, left:right] = cv2.transform(image[top:bottom, left:right], MATRIX)


def film_color(color: tuple[int, int, int]) -> tuple[int, int, int]:
    """An opaque RGB colour such that the canvas, cleared to it, holds its Y, Cb and Cr in the places of B, G and R."""
    y, cb, cr, _ = (MATRIX @ np.array([*reversed(color), 255], np.float32)).round().astype(int).tolist()
    return cr, cb, y


class Planes:
    """A frame as yuv420p: its Y, then its Cb and its Cr at half the width and height, in one buffer used again and again."""

    def __init__(self, width: int, height: int) -> None:
        whole = np.empty(width * height * 3 // 2, np.uint8)
        luma, quarter = width * height, width * height // 4
        self._luma = whole[:luma].reshape(height, width)
        self._chroma = [
            whole[luma + part * quarter : luma + (part + 1) * quarter].reshape(height // 2, width // 2) for part in (0, 1)
        ]
        self._half = np.empty((height // 2, width // 2, 4), np.uint8)
        self.view = whole.data.cast("B")
        """The bytes of all three; the next frame overwrites them."""

    @property
    def luma(self) -> Bytes:
        """The frame's Y (height x width), to be changed in place."""
        return self._luma

    def take(self, pixels: Any) -> memoryview:
        """Write the planes of a drawn frame (height x width x 4: Y, Cb, Cr, alpha)."""
        import cv2

        cv2.extractChannel(pixels, 0, self._luma)
        cv2.resize(pixels, self._half.shape[1::-1], dst=self._half, interpolation=cv2.INTER_AREA)
        cv2.mixChannels([self._half], self._chroma, [1, 0, 2, 1])
        return self.view

    def dim(self, light: float) -> None:
        """Let only part of the frame's light through: 1 leaves it, 0 is black."""
        import cv2

        if light < 1:
            for plane, black in ((self._luma, 16), *((plane, 128) for plane in self._chroma)):
                cv2.convertScaleAbs(plane, dst=plane, alpha=light, beta=black * (1 - light))
