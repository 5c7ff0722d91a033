"""Work on pictures tile by tile on a fixed grid, so that a tile that equals the one before has the very same result.

For footage whose still parts are the same to the last bit; `regions` is for what is only nearly the same, and saves more.
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
    """Applies `work` to pictures of one size; with `reuse`, a tile whose pixels all equal the last ones keeps its result.

    The result is the very one that working on every tile gives.
    """

    def __init__(self, work: Work, scale: int, *, reuse: bool) -> None:
        self._work, self._scale, self._reuse = work, scale, reuse
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
        if kept is not None and np.array_equal(kept.seen, seen):
            self.reused += 1
            return kept.made
        self.made += 1
        scale = self._scale
        whole = self._work(np.ascontiguousarray(seen))
        made = whole[above * scale : (above + bottom - top) * scale, before * scale : (before + right - left) * scale]
        if self._reuse:
            self._kept[top, left] = _Kept(seen.copy(), made.copy())
        return made


def _corners(height: int, width: int) -> Iterator[tuple[int, int]]:
    return ((top, left) for top in range(0, height, SIDE) for left in range(0, width, SIDE))
