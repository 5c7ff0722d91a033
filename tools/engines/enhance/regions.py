"""Work on those parts of pictures that changed beyond a bound; a smaller change is enlarged plainly and added to what is there.

After the idea of skip-convolutions (Habibian et al., 2021), outside the net instead of inside: what a net makes of a small
change is nearly what a kernel makes of it, so that grain, coding errors and slow light cost no work and yet are all in the
result. Every block is compared with what its kept result was made of, never merely with the last frame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.enhance.frames import Plane

BLOCK = 16
MARGIN = 8
"""Pixels around a region that its result depends on; SPAN sees 21, of which those beyond 8 weigh 0.1 levels (rms)."""
_CELL = 4
"""Side of the squares whose means are compared: noise falls to a quarter in them, movement does not."""
_DETAIL = 3
"""How much less the pixels of a cell weigh than its mean: what moves inside a cell leaves the mean as it is."""
_REACH = 1
"""Cells around a change that count as changed with it, as the net looks around."""
_START = 500
"""What beginning a piece costs, in pixels worked on: measured with SPAN in ncnn on one thread."""
_MOST = 16
"""Blocks along the longest side of a piece: memory does not grow with the picture, and pieces can be worked on side by side."""
_MOVING = 0.5
"""Share of changed blocks from which on the whole picture is worked on: pieces would cost as much."""
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
    """Applies `work` to pictures of one size; a block that changed by no more than `bound` keeps its result, the change added.

    The change is that of means over 4 x 4 pixels, or a third of that of the pixels in them (rms), in levels of 8 bits. None
    keeps nothing. `workers` pieces are worked on side by side. `made` and `reused` count blocks.
    """

    def __init__(self, work: Work, scale: int, bound: float | None, workers: int = 1) -> None:
        self._work, self._scale, self._bound, self._workers = work, scale, bound, workers
        self._seen: Plane = np.empty((0, 0, 3), np.uint8)
        self._result = self._seen
        self.made = self.reused = 0

    def __call__(self, picture: Plane) -> Plane:
        """The whole picture worked on."""
        changed = self._changed(picture)
        pieces = list(boxes(changed))
        parts = (self._with_margin(picture, box) for box in pieces)
        for box, made in zip(pieces, side_by_side(self._work, parts, self._workers), strict=True):
            self._renew(picture, box, made)
        made_now = sum((box.bottom - box.top) * (box.right - box.left) for box in pieces)
        self.made, self.reused = self.made + made_now, self.reused + changed.size - made_now
        return self._with_changes(picture)

    def _changed(self, picture: Plane) -> NDArray[np.bool_]:
        height, width = picture.shape[:2]
        if self._bound is not None and self._seen.shape == picture.shape:
            return changed(self._seen, picture, self._bound)
        self._seen = picture.copy()
        self._result = np.empty((height * self._scale, width * self._scale, 3), np.uint8)
        return np.ones((-(-height // BLOCK), -(-width // BLOCK)), bool)

    @staticmethod
    def _with_margin(picture: Plane, box: Box) -> Plane:
        top, left, bottom, right = (side * BLOCK for side in box)
        seen = picture[max(top - MARGIN, 0) : bottom + MARGIN, max(left - MARGIN, 0) : right + MARGIN]
        return np.ascontiguousarray(seen)

    def _renew(self, picture: Plane, box: Box, made: Plane) -> None:
        top, left, bottom, right = (side * BLOCK for side in box)
        scale = self._scale
        whole = made[min(top, MARGIN) * scale :, min(left, MARGIN) * scale :]
        kept = self._result[top * scale : bottom * scale, left * scale : right * scale]
        kept[:] = whole[: kept.shape[0], : kept.shape[1]]
        self._seen[top:bottom, left:right] = picture[top:bottom, left:right]

    def _with_changes(self, picture: Plane) -> Plane:
        """The kept results, and on top of them what changed since they were made, enlarged by a cubic kernel."""
        import cv2

        change = cv2.subtract(picture, self._seen, dtype=cv2.CV_16S)
        if not change.any():
            return self._result.copy()
        large = cv2.resize(change, self._result.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        return np.asarray(cv2.add(self._result, large, dtype=cv2.CV_8U), np.uint8)


def side_by_side(work: Work, parts: Iterable[Plane], workers: int) -> Iterator[Plane]:
    """`work` on every part, in order, in so many threads."""
    if workers < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from pool.map(work, parts)


def changed(one: Plane, other: Plane, bound: float) -> NDArray[np.bool_]:
    """Which blocks of two pictures of a size differ by more than the bound (levels), in themselves or close by."""
    import cv2

    height, width = one.shape[:2]
    moved = cv2.subtract(one, other, dtype=cv2.CV_32F)
    moved = cv2.copyMakeBorder(moved, 0, -height % BLOCK, 0, -width % BLOCK, cv2.BORDER_REPLICATE)
    cells = (moved.shape[1] // _CELL, moved.shape[0] // _CELL)
    means = np.abs(cv2.resize(moved, cells, interpolation=cv2.INTER_AREA)).max(axis=2)
    power = cv2.resize(cv2.multiply(moved, moved), cells, interpolation=cv2.INTER_AREA).max(axis=2)
    beyond = ((means > bound) | (power > (_DETAIL * bound) ** 2)).astype(np.uint8)
    reached = cv2.dilate(beyond, np.ones((2 * _REACH + 1,) * 2, np.uint8))
    each = BLOCK // _CELL
    return np.asarray(reached.reshape(cells[1] // each, each, cells[0] // each, each).max(axis=(1, 3)) > 0)


def boxes(wanted: NDArray[np.bool_]) -> Iterator[Box]:
    """Few boxes that hold every wanted block, joined where one costs less than two; none larger than a piece may be."""
    whole = Box(0, 0, *wanted.shape)
    found = [whole] if wanted.mean() > _MOVING else _joined(_runs(wanted))
    for box in found if sum(box.cost for box in found) < whole.cost else [whole]:
        yield from _pieces(box)


def _joined(runs: Iterable[Box]) -> list[Box]:
    found: list[Box] = []
    for run in runs:
        box, other = run, _near(found, run)
        while other is not None:
            box = box.around(found.pop(other))
            other = _near(found, box)
        found.append(box)
    return found


def _near(found: Sequence[Box], box: Box) -> int | None:
    """Which of the boxes would cost less together with this one than by itself."""
    if not found:
        return None
    rows = np.array(found)
    ends = np.maximum(rows[:, 2:], box[2:]) - np.minimum(rows[:, :2], box[:2])
    together = np.prod(ends * BLOCK + 2 * MARGIN, axis=1)
    alone = np.prod((rows[:, 2:] - rows[:, :2]) * BLOCK + 2 * MARGIN, axis=1) + box.cost
    better = np.flatnonzero(together <= alone)
    return int(better[0]) if better.size else None


def _runs(wanted: NDArray[np.bool_]) -> Iterator[Box]:
    """The wanted blocks, row by row, those side by side together."""
    for row, blocks in enumerate(wanted):
        edges = np.flatnonzero(np.diff(np.pad(blocks.astype(np.int8), 1)))
        for left, right in edges.reshape(-1, 2).tolist():
            yield Box(row, left, row + 1, right)


def _pieces(box: Box) -> Iterator[Box]:
    """The box in parts of about one size."""
    for top, bottom in _parts(box.top, box.bottom):
        for left, right in _parts(box.left, box.right):
            yield Box(top, left, bottom, right)


def _parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    count = -(-(end - start) // _MOST)
    edges = [start + (end - start) * number // count for number in range(count + 1)]
    return pairwise(edges)
