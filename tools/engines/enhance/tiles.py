"""Work on pictures tile by tile on a fixed grid, so that a tile that equals the one before has the very same result.

For footage whose still parts are the same to the last bit; `regions` is for what is only nearly the same, and saves more.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tools.engines.enhance.frames import Plane
from tools.engines.enhance.regions import Work, side_by_side

SIDE = 128
MARGIN = 16
"""Pixels around a tile that its result depends on; SPAN sees 21, and the outermost of them weigh nothing in 8 bits."""


class Tiles:
    """Applies `work` to pictures of one size; with `reuse`, a tile whose pixels all equal the last ones keeps its result.

    The result is the very one that working on every tile gives. `workers` tiles are worked on side by side; `made` and
    `reused` count them.
    """

    def __init__(self, work: Work, scale: int, *, reuse: bool, workers: int = 1) -> None:
        self._work, self._scale, self._reuse, self._workers = work, scale, reuse, workers
        self._last: Plane = np.empty((0, 0, 3), np.uint8)
        self._result = self._last
        self.made = self.reused = 0

    def __call__(self, picture: Plane) -> Plane:
        """The whole picture worked on."""
        height, width = picture.shape[:2]
        known = self._reuse and self._last.shape == picture.shape
        if not known:
            self._result = np.empty((height * self._scale, width * self._scale, 3), np.uint8)
        corners = list(_corners(height, width))
        wanted = [
            corner
            for corner in corners
            if not (known and np.array_equal(_around(self._last, corner), _around(picture, corner)))
        ]
        parts = (np.ascontiguousarray(_around(picture, corner)) for corner in wanted)
        for corner, made in zip(wanted, side_by_side(self._work, parts, self._workers), strict=True):
            self._place(corner, made)
        self.made, self.reused = self.made + len(wanted), self.reused + len(corners) - len(wanted)
        if not self._reuse:
            return self._result
        self._last = picture.copy()
        return self._result.copy()

    def _place(self, corner: tuple[int, int], made: Plane) -> None:
        top, left = corner
        scale = self._scale
        whole = made[min(top, MARGIN) * scale :, min(left, MARGIN) * scale :]
        place = self._result[top * scale : (top + SIDE) * scale, left * scale : (left + SIDE) * scale]
        place[:] = whole[: place.shape[0], : place.shape[1]]


def _around(picture: Plane, corner: tuple[int, int]) -> Plane:
    """A tile and what its result depends on."""
    top, left = corner
    return picture[max(top - MARGIN, 0) : top + SIDE + MARGIN, max(left - MARGIN, 0) : left + SIDE + MARGIN]


def _corners(height: int, width: int) -> Iterator[tuple[int, int]]:
    return ((top, left) for top in range(0, height, SIDE) for left in range(0, width, SIDE))
