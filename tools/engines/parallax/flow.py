"""What strokes move in a flat picture: the picture itself is drawn out softly, so that nothing tears or is seen twice.

A region goes its way, eases out before its soft edge would fold, and stays. Water flows: it is shown as two drawings half a
period apart, each drawn out from behind to ahead of its place and faded in and out in turn, so that it goes on for ever
while no part of it is ever moved far (as by flow maps; Holynski et al., Animating Pictures with Eulerian Motion Fields, 2021).
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.life import TRAVEL, Motion, travel
from tools.engines.parallax.model import Plate, Push
from tools.engines.parallax.plates import Bytes, read_bgra

Map = NDArray[np.float32]
CELL = 4
"""Frame pixels between the points at which the drawing out is worked out; between them it is even."""
FARTHEST = 0.02
"""Of the picture's width: how far what flows is drawn out to each side of its place."""
LARGEST = 1.3
"""Growth of a region that comes nearer, at most."""


class Flow:
    """The moving regions of one plate, ready to be drawn."""

    def __init__(self, plate: Plate, folder: Path) -> None:
        import cv2

        self._plate = plate
        masks = [read_bgra(folder / field.file)[..., 2] for field in plate.fields]
        self._masks = [cv2.resize(m, None, fx=1 / CELL, fy=1 / CELL, interpolation=cv2.INTER_AREA) for m in masks]
        self._middles = [_middle(mask) for mask in masks]
        self._flowing = any(field.reach == (0, 0) for field in plate.fields)
        speed = max((math.hypot(*self._speed(f.push)) for f in plate.fields if f.reach == (0, 0)), default=0.0)
        self._period = min(max(2 * FARTHEST * plate.width / max(speed, 1e-6), 0.9), 4.0)

    def _speed(self, push: Push) -> tuple[float, float]:
        """Canvas pixels a second."""
        return push.horizontal * TRAVEL * self._plate.width, -push.vertical * TRAVEL * self._plate.height

    def draw(self, raster: Bytes, lens: Any, t: float) -> tuple[Bytes, int, int]:
        """The part of the frame that moves as it is at second `t` (height, width, 4), and where its corner is: x, y."""
        import cv2

        places, (left, top) = self._places(lens)
        phase = t / self._period
        shares = {half: 1 - abs(2 * ((phase + half) % 1) - 1) for half in (0, 0.5)} if self._flowing else {0.0: 1.0}
        drawn = []
        for half in shares:
            across, down = _enlarged(self._drawn_out(places, ((phase + half) % 1 - 0.5) * self._period, t))
            drawn.append(cv2.remap(raster, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))
        if len(drawn) == 2:
            drawn[0] = cv2.addWeighted(drawn[0], shares[0], drawn[1], shares[0.5], 0)
        return np.asarray(drawn[0], np.uint8), left, top

    def _places(self, lens: Any) -> tuple[tuple[Map, Map], tuple[int, int]]:
        """Picture coordinates of the frame's points, every CELL pixels and one cell around, where regions are; the corner."""
        plate, rig = self._plate, lens.rig
        rows = np.arange(-0.5 * plate.height, 1.5 * plate.height, CELL)
        _, _, landed = lens.rows(plate, Motion(), rows + plate.y, 0.0)
        v = np.arange(-CELL, rig.height + 2 * CELL, CELL) + CELL / 2
        y = np.interp(v, landed, rows)
        ax, bx, _ = lens.rows(plate, Motion(), y + plate.y, 0.0)
        u = np.arange(-CELL, rig.width + 2 * CELL, CELL) + CELL / 2
        x = (u[None, :] - bx[:, None]) / ax[:, None] - plate.x
        both = x.astype(np.float32), np.repeat(y[:, None], len(u), axis=1).astype(np.float32)
        moving = np.max([self._share(mask, both) for mask in self._masks], axis=0) > 0
        down, across = np.flatnonzero(moving.any(axis=1)), np.flatnonzero(moving.any(axis=0))
        if not len(down):
            down, across = np.array([1]), np.array([1])
        top, bottom = max(int(down[0]) - 1, 0), min(int(down[-1]) + 2, len(v))
        left, right = max(int(across[0]) - 1, 0), min(int(across[-1]) + 2, len(u))
        x, y = (m[top:bottom, left:right] for m in both)
        return (x, y), (left * CELL, top * CELL)

    def _share(self, mask: Bytes, at: tuple[Map, Map]) -> Map:
        """How much of a region, 0..1, is at picture coordinates."""
        import cv2

        part = cv2.remap(mask, at[0] / CELL - 0.5, at[1] / CELL - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        return np.asarray(part.astype(np.float32) / 255, np.float32)

    def _drawn_out(self, at: tuple[Map, Map], seconds: float, t: float) -> tuple[Map, Map]:
        """Where the picture is taken from; regions that flow have gone for `seconds` (below 0: have yet to go)."""
        x, y = at[0].copy(), at[1].copy()
        for field, mask, middle in zip(self._plate.fields, self._masks, self._middles, strict=True):
            share, push = self._share(mask, at), field.push
            across, down = self._speed(push)
            if field.reach == (0, 0):
                across, down = across * seconds, down * seconds
            else:
                across = travel(t, across, field.reach[0] * self._plate.width)
                down = travel(t, down, field.reach[1] * self._plate.height)
            wave = 0.006 * self._plate.width * push.ambient * (1 - math.exp(-t / 0.6))
            shrunk = 1 - 1 / math.exp(travel(t, push.proximity * math.log(1.6) / 5, math.log(LARGEST)))
            ripple = wave * np.sin(at[1] * (40 / self._plate.height) + 2 * math.pi * 0.35 * t)
            x -= share * (across + shrunk * (at[0] - middle[0]) + ripple)
            y -= share * (down + shrunk * (at[1] - middle[1]) + 0.4 * wave * math.sin(2 * math.pi * 0.23 * t))
        return x, y


def _enlarged(at: tuple[Map, Map]) -> list[Map]:
    """Maps of every pixel from those of every CELL-th; pixel coordinates, in which a pixel's middle is a whole number."""
    import cv2

    height, width = at[0].shape
    large = [cv2.resize(m, (width * CELL, height * CELL), interpolation=cv2.INTER_LINEAR) for m in at]
    return [np.asarray(m[CELL:-CELL, CELL:-CELL] - 0.5, np.float32) for m in large]


def _middle(mask: Bytes) -> tuple[float, float]:
    ys, xs = np.nonzero(mask > 127)
    return (float(xs.mean()), float(ys.mean())) if len(xs) else (mask.shape[1] / 2, mask.shape[0] / 2)
