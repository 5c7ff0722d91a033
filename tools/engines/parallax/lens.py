"""The lens: where on the frame a sheet lands, as a whole or, where it bends or recedes, row by row."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.camera import Pose
from tools.engines.parallax.life import Motion
from tools.engines.parallax.model import Plate, Rig, nearness

Floats = NDArray[np.float64]
Fit = tuple[float, float, float, float]
"""(ax, bx, ay, by): frame x = ax * canvas x + bx, frame y = ay * canvas y + by."""


@dataclass(frozen=True)
class Lens:
    """Maps canvas points of a given nearness to frame pixels, for one pose of the camera."""

    rig: Rig
    pose: Pose

    def fit(self, w: float, move: Motion, pivot: tuple[float, float]) -> Fit:
        """The mapping of an unbent sheet of nearness w that has moved by `move` about `pivot`."""
        rig, at = self.rig, self.pose
        x, y, width, height = rig.frame
        view, s = rig.width / width, at.scale(w)
        vx = x + width / 2 + (rig.focus[0] - x - width / 2) * at.toward_focus
        vy = y + height / 2 + (rig.focus[1] - y - height / 2) * at.toward_focus
        shift_x = -(at.truck_x * w * s + at.turn_x) * width
        shift_y = -(at.truck_y * w * s + at.turn_y) * height
        bx = vx - x + shift_x - vx * s + s * (pivot[0] * (1 - move.sx) + move.dx)
        by = vy - y + shift_y - vy * s + s * (pivot[1] * (1 - move.sy) + move.dy)
        return view * s * move.sx, view * bx, view * s * move.sy, view * by

    def plain(self, plate: Plate, move: Motion) -> Fit:
        """The mapping of a sheet as a whole: its upper edge's where it recedes, without its bend."""
        return self.fit(nearness(plate.depth), move, plate.pivot)

    def rows(self, plate: Plate, move: Motion, rows: Floats, t: float) -> tuple[Floats, Floats, Floats]:
        """For canvas rows of a sheet that bends or recedes: ax, bx, and the frame row each lands on."""
        if plate.floor_depth is None:
            fits = np.repeat(np.array(self.plain(plate, move))[:, None], len(rows), axis=1)
        else:
            fits = _receding(self, plate, move, rows)
        return fits[0], fits[1] + fits[0] * bend(plate, move, rows, t), fits[2] * rows + fits[3]


def _receding(lens: Lens, plate: Plate, move: Motion, rows: Floats) -> Floats:
    """Fits (4 x rows) of a receding sheet: nearness grows evenly from the crease to its lower edge."""
    near, low = nearness(plate.depth), nearness(plate.floor_depth or plate.depth)
    down = np.clip((rows - plate.crease) / max(plate.y + plate.height - plate.crease, 1), 0, 1)
    return np.array([lens.fit(near + (low - near) * d, move, plate.pivot) for d in down.tolist()]).T


def bend(plate: Plate, move: Motion, rows: Floats, t: float) -> Floats:
    """Sideways bend of each canvas row, in canvas pixels: none at the pivot, growing away from it; ripples travel down."""
    away = np.abs(rows - plate.pivot[1]) / max(abs(plate.pivot[1] - plate.y), abs(plate.y + plate.height - plate.pivot[1]), 1)
    bent = move.lean * away**1.5
    if move.ripple:
        bent = bent + move.ripple * np.sin(rows / 11 + 2.1 * t) * np.minimum(away * 3, 1)
    return np.asarray(bent)


def band(plate: Plate, move: Motion) -> int:
    """Rows, a power of two up to 32, drawn as one band so that no step can be seen; 0 for a sheet drawn as a whole."""
    if plate.floor_depth is not None:
        return 4
    slope = max(abs(move.lean) * 1.5 / max(plate.height, 1), abs(move.ripple) / 11)
    return 0 if slope < 1e-6 else 2 ** int(min(max(math.log2(0.4 / slope), 1), 5))


def copies(lens: Lens, plate: Plate, move: Motion, box: tuple[float, float, float, float], plain: Fit) -> list[tuple[int, int]]:
    """Which copies (column, row; odd ones mirrored) of the sheet in canvas box (x, y, width, height) reach the frame.

    `plain` is where the sheet lands as a whole.
    """
    if not any(plate.extend):
        return [(0, 0)]
    ends = [plain]
    if plate.floor_depth is not None:
        ends.append(lens.fit(nearness(plate.floor_depth), move, plate.pivot))
    spare = abs(move.lean) + abs(move.ripple) + 1
    lefts, rights = [-bx / ax - spare for ax, bx, _, _ in ends], [(lens.rig.width - bx) / ax + spare for ax, bx, _, _ in ends]
    tops, bottoms = [-by / ay for _, _, ay, by in ends], [(lens.rig.height - by) / ay for _, _, ay, by in ends]
    left, top, right, bottom = plate.extend
    columns = _span((min(lefts), max(rights)), box[0], box[2], (left, right))
    rows = _span((min(tops), max(bottoms)), box[1], box[3], (top, bottom))
    return [(ix, iy) for iy in rows for ix in columns]


def _span(seen: tuple[float, float], start: float, size: float, ends: tuple[bool, bool]) -> range:
    """Copies that touch what is seen: endless when both ends go on, one mirrored copy beyond a single such end."""
    first, last = math.floor((seen[0] - start) / size), math.floor((seen[1] - start) / size)
    if ends != (True, True):
        first, last = max(first, -1 if ends[0] else 0), min(last, 1 if ends[1] else 0)
    return range(first, last + 1)
