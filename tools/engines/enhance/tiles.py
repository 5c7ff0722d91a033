"""Work on pictures tile by tile, and only on the tiles that changed: what did not change keeps its result.

After the idea of skip-convolutions (Habibian et al., 2021), outside the net instead of inside. A tile is compared with the one
its kept result was made of, never merely with the last frame, so that small changes cannot add up unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tools.engines.enhance.frames import Plane

SIDE = 128
MARGIN = 16
"""Pixels around a tile that its result depends on; SPAN sees 21, and the outermost of them weigh nothing in 8 bits."""
Work = Callable[[Plane], Plane]
"""A picture (height x width x 3) to one `scale` times as large."""


@dataclass
class _Kept:
    seen: Plane
    made: Plane


class Tiles:
    """Applies `work` to pictures of one size; `bound` is the change in levels of 8 bits below which a tile is reused.

    With a bound of 0 the result is the very one that working on every tile gives. Above 0 the change is that of means over
    4 x 4 pixels, in which noise falls to a quarter and movement does not. None reuses nothing.
    """

    def __init__(self, work: Work, scale: int, bound: float | None = 0) -> None:
        self._work, self._scale, self._bound = work, scale, bound
        self._kept: dict[tuple[int, int], _Kept] = {}
        self.made = self.reused = 0

    def __call__(self, picture: Plane) -> Plane:
        """The whole picture worked on."""
        height, width = picture.shape[:2]
        out = np.empty((height * self._scale, width * self._scale, 3), np.uint8)
        for top, left in _corners(height, width):
            bottom, right = min(top + SIDE, height), min(left + SIDE, width)
            made = self._tile(picture, (top, left, bottom, right))
            out[top * self._scale : bottom * self._scale, left * self._scale : right * self._scale] = made
        return out

    def _tile(self, picture: Plane, box: tuple[int, int, int, int]) -> Plane:
        top, left, bottom, right = box
        above, before = min(top, MARGIN), min(left, MARGIN)
        seen = picture[top - above : bottom + MARGIN, left - before : right + MARGIN]
        kept = self._kept.get((top, left))
        if kept is not None and self._same(kept.seen, seen):
            self.reused += 1
            return kept.made
        self.made += 1
        scale = self._scale
        whole = self._work(np.ascontiguousarray(seen))
        made = whole[above * scale : (above + bottom - top) * scale, before * scale : (before + right - left) * scale]
        if self._bound is not None:
            self._kept[top, left] = _Kept(seen.copy(), made.copy())
        return made

    def _same(self, one: Plane, other: Plane) -> bool:
        if self._bound is None or one.shape != other.shape:
            return False
        return np.array_equal(one, other) if self._bound == 0 else change(one, other) <= self._bound


def change(one: Plane, other: Plane) -> float:
    """The largest change between two pictures of a size, of means over 4 x 4 pixels, in levels."""
    import cv2

    moved = cv2.subtract(one, other, dtype=cv2.CV_16S)
    height, width = moved.shape[:2]
    small = cv2.resize(moved, (max(width // 4, 1), max(height // 4, 1)), interpolation=cv2.INTER_AREA)
    return float(np.abs(small).max())


def _corners(height: int, width: int) -> Iterator[tuple[int, int]]:
    return ((top, left) for top in range(0, height, SIDE) for left in range(0, width, SIDE))
