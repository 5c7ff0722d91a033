"""Work on those parts of pictures that changed beyond a bound: what did not keeps its result.

After the idea of skip-convolutions (Habibian et al., 2021), outside the net instead of inside. Every block is compared with
what its kept result was made of, never merely with the last frame, so that small changes cannot add up unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.enhance.frames import Plane

BLOCK = 32
MARGIN = 16
"""Pixels around a region that its result depends on; SPAN sees 21, and the outermost of them weigh nothing in 8 bits."""
_CELL = 4
"""Side of the squares whose means are compared: noise falls to a quarter in them, movement does not."""
_REACH = 2
"""Cells around a change that count as changed with it, as the net looks around."""
_START = 8000
"""What beginning a piece costs, in pixels worked on: measured with SPAN in ncnn on pieces of 64 x 64 to 320 x 180."""
_MOST = 16
"""Blocks along the longest side of a piece, so that memory does not grow with the picture."""
Work = Callable[[Plane], Plane]
"""A picture (height x width x 3) to one `scale` times as large."""


class Box(NamedTuple):
    """Rows and columns of blocks, the ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        starts, ends = map(min, self[:2], other[:2]), map(max, self[2:], other[2:])
        return Box(*starts, *ends)

    @property
    def cost(self) -> int:
        """Pixels that the work on it takes, its margin and its beginning among them."""
        height, width = ((end - start) * BLOCK + 2 * MARGIN for start, end in zip(self[:2], self[2:], strict=True))
        return height * width + _START


class Regions:
    """Applies `work` to pictures of one size; a block that changed by no more than `bound` keeps its result.

    The change is that of means over 4 x 4 pixels, in levels of 8 bits. None keeps nothing. `made` and `reused` count blocks.
    """

    def __init__(self, work: Work, scale: int, bound: float | None) -> None:
        self._work, self._scale, self._bound = work, scale, bound
        self._seen: Plane = np.empty((0, 0, 3), np.uint8)
        self._result = self._seen
        self.made = self.reused = 0

    def __call__(self, picture: Plane) -> Plane:
        """The whole picture worked on."""
        changed = self._changed(picture)
        for box in boxes(changed):
            self.made += (box.bottom - box.top) * (box.right - box.left)
            self._renew(picture, box)
        self.reused = self.reused + changed.size - int(changed.sum())
        return self._result.copy()

    def _changed(self, picture: Plane) -> NDArray[np.bool_]:
        height, width = picture.shape[:2]
        if self._bound is not None and self._seen.shape == picture.shape:
            return changed(self._seen, picture, self._bound)
        self._seen = picture.copy()
        self._result = np.empty((height * self._scale, width * self._scale, 3), np.uint8)
        return np.ones((-(-height // BLOCK), -(-width // BLOCK)), bool)

    def _renew(self, picture: Plane, box: Box) -> None:
        top, left, bottom, right = (side * BLOCK for side in box)
        above, before, scale = min(top, MARGIN), min(left, MARGIN), self._scale
        seen = picture[top - above : bottom + MARGIN, left - before : right + MARGIN]
        whole = self._work(np.ascontiguousarray(seen))[above * scale :, before * scale :]
        kept = self._result[top * scale : bottom * scale, left * scale : right * scale]
        kept[:] = whole[: kept.shape[0], : kept.shape[1]]
        self._seen[top:bottom, left:right] = picture[top:bottom, left:right]


def changed(one: Plane, other: Plane, bound: float) -> NDArray[np.bool_]:
    """Which blocks of two pictures of a size differ by more than the bound (levels), in themselves or close by."""
    import cv2

    height, width = one.shape[:2]
    moved = cv2.subtract(one, other, dtype=cv2.CV_32F)
    moved = cv2.copyMakeBorder(moved, 0, -height % BLOCK, 0, -width % BLOCK, cv2.BORDER_REPLICATE)
    rows, columns = moved.shape[0] // BLOCK, moved.shape[1] // BLOCK
    means = cv2.resize(moved, (moved.shape[1] // _CELL, moved.shape[0] // _CELL), interpolation=cv2.INTER_AREA)
    beyond = (np.abs(means).max(axis=2) > bound).astype(np.uint8)
    reached = cv2.dilate(beyond, np.ones((2 * _REACH + 1,) * 2, np.uint8))
    each = BLOCK // _CELL
    return np.asarray(reached.reshape(rows, each, columns, each).max(axis=(1, 3)) > 0)


def boxes(wanted: NDArray[np.bool_]) -> Iterator[Box]:
    """Few boxes that hold every wanted block, joined where one costs less than two; none larger than a piece may be."""
    found: list[Box] = []
    for run in _runs(wanted):
        box, other = run, _near(found, run)
        while other:
            found.remove(other)
            box = box.around(other)
            other = _near(found, box)
        found.append(box)
    whole = Box(0, 0, *wanted.shape)
    for box in found if sum(box.cost for box in found) < whole.cost else [whole]:
        yield from _pieces(box)


def _near(found: list[Box], box: Box) -> Box | None:
    return next((other for other in found if box.around(other).cost <= box.cost + other.cost), None)


def _runs(wanted: NDArray[np.bool_]) -> Iterator[Box]:
    """The wanted blocks, row by row, those side by side together."""
    for row, blocks in enumerate(wanted):
        edges = np.flatnonzero(np.diff(np.pad(blocks.astype(np.int8), 1)))
        for left, right in edges.reshape(-1, 2).tolist():
            yield Box(row, left, row + 1, right)


def _pieces(box: Box) -> Iterator[Box]:
    for top in range(box.top, box.bottom, _MOST):
        for left in range(box.left, box.right, _MOST):
            yield Box(top, left, min(top + _MOST, box.bottom), min(left + _MOST, box.right))
