"""A mark that eyes do not see and that stays through re-encoding, rescaling and cropping: a faint pattern in the luma.

The pattern is one square of 64 x 64 cells, light or dark, laid side by side; a cell is a ninetieth of the picture's
shorter side. It is found again by laying a picture's squares over one another, at every size that the picture may have come
to, and looking for the pattern in the sum: what the picture shows averages out, the pattern does not. It says only that
Onereel made this; it holds no number and no name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
CELLS = 64
"""Cells along a side of the pattern."""
SHORT = 90
"""Cells along a picture's shorter side."""
STRENGTH = 1.0
"""Levels of 8 bits by which a cell is lighter or darker, at most."""
FOUND = 8.0
"""How far the pattern must stand out (in standard deviations of all places it could have been at) to count as found."""
_FINE = 2
"""Pixels of a cell when it is looked for."""
_SIZES = tuple(float(size) for size in np.geomspace(0.45, 2.2, 320))
"""How much larger a cell may be than in an untouched picture of the same size: from enlarged crops to added borders."""
_CLIP = 12.0
"""Levels at which what is no pattern (edges, letters) is cut off."""


@cache
def _pattern() -> NDArray[np.float32]:
    """The square of cells, -1 or 1 and as many of each: the bits of a fixed text's hashes, so that no library changes it."""
    hashes = (hashlib.sha256(f"Onereel's mark {number}".encode()).digest() for number in range(CELLS * CELLS // 256))
    bits = np.unpackbits(np.frombuffer(b"".join(hashes), np.uint8)).reshape(CELLS, CELLS)
    cells = bits.astype(np.float32) * 2 - 1
    return np.asarray(cells - cells.mean(), np.float32)


@cache
def plane(width: int, height: int) -> NDArray[np.int8]:
    """What is added to the luma of a picture of that size, in levels."""
    import cv2

    cell = min(width, height) / SHORT
    side = max(round(cell * CELLS), CELLS)
    square = cv2.resize(_pattern(), (side, side), interpolation=cv2.INTER_CUBIC)
    whole = np.tile(square, (-(-height // side), -(-width // side)))[:height, :width]
    return np.clip(np.rint(whole * STRENGTH), -3, 3).astype(np.int8)


def mark(luma: Luma, share: float = 1.0) -> None:
    """Put the mark into a picture's luma (height x width), in place; `share` weakens it where the picture itself is faded."""
    import cv2

    height, width = luma.shape
    added = plane(width, height) if share == 1 else np.rint(plane(width, height) * share).astype(np.int8)
    cv2.add(luma, added, dst=luma, dtype=cv2.CV_8U)


def found(pictures: Iterable[Luma]) -> float:
    """How far the mark stands out of pictures of one size, taken together, at the size where it does most; see FOUND."""
    total: NDArray[np.float32] | None = None
    for picture in pictures:
        flat = _flat(picture)
        total = flat if total is None else total + flat
    if total is None or min(total.shape) < SHORT:
        return 0.0
    return max(_stands_out(_fold(total, size)) for size in _SIZES)


def _flat(picture: Luma) -> NDArray[np.float32]:
    """A picture without what is larger than the pattern, its strong edges cut off; at most 720 pixels along its short side."""
    import cv2

    short = min(picture.shape)
    if short > SHORT * 8:
        picture = cv2.resize(picture, None, fx=SHORT * 8 / short, fy=SHORT * 8 / short, interpolation=cv2.INTER_AREA)
    seen = picture.astype(np.float32)
    cell = min(picture.shape) / SHORT
    fine = np.clip(seen - cv2.GaussianBlur(seen, (0, 0), max(2 * cell, 1)), -_CLIP, _CLIP)
    return np.asarray(fine, np.float32)


def _fold(flat: NDArray[np.float32], size: float) -> NDArray[np.float32]:
    import cv2

    factor = _FINE * SHORT / (min(flat.shape) * size)
    how: Any = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    seen = cv2.resize(flat, None, fx=factor, fy=factor, interpolation=how)
    side = CELLS * _FINE
    total = np.zeros((side, side), np.float32)
    for part in _squares(seen, side):
        total[: part.shape[0], : part.shape[1]] += part
    return total


def _squares(seen: NDArray[np.float32], side: int) -> Iterator[NDArray[np.float32]]:
    for top in range(0, seen.shape[0], side):
        for left in range(0, seen.shape[1], side):
            yield seen[top : top + side, left : left + side]


@cache
def _sought() -> tuple[NDArray[np.complexfloating[Any]], ...]:
    """The pattern and its mirror image, as frequencies."""
    import cv2

    square = cv2.resize(_pattern(), (CELLS * _FINE, CELLS * _FINE), interpolation=cv2.INTER_CUBIC)
    return tuple(np.conj(np.fft.rfft2(each)) for each in (square, np.fliplr(square)))


def _stands_out(total: NDArray[np.float32]) -> float:
    """The pattern's best place, in standard deviations of all places; frequencies count alike, whatever the picture holds."""
    seen = np.fft.rfft2(total - total.mean())
    whitened = seen / (np.abs(seen) + 1e-6)
    best = 0.0
    for sought in _sought():
        places = np.fft.irfft2(whitened * sought)
        deviation = float(places.std())
        best = max(best, float((places.max() - places.mean()) / deviation) if deviation else 0.0)
    return best
