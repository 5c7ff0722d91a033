"""Sheets moved by parts of a pixel, kept: a pan draws the same eight of each over and over, and whole pixels draw fast.

Skia copies an image to whole pixels about ten times as fast as it interpolates it (0.4 against 4 ms a frame of 1280x720).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from tools.engines.parallax.lens import Fit
from tools.engines.parallax.plates import Box, Bytes, Sheet

PHASES = 8
"""Positions within a pixel; none is farther than a sixteenth of a pixel from the true one."""
BUDGET = 160_000_000
"""Bytes of moved copies that are kept; beyond it the one not used for longest goes."""
_UNMOVED = 1e-9


class Shifts:
    """Moved copies of sheets. What is drawn never depends on which copies happen to be kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int, int], Any] = OrderedDict()
        self._bytes = 0

    def take(self, sheet: Sheet, fit: Fit, seen: Sequence[tuple[int, int]]) -> tuple[Any, Fit] | None:
        """The picture to draw and its mapping in whole pixels; None for a sheet that is scaled, or moves along both axes.

        None for puppets, whose poses change before a moved copy would be seen again.

        None also when mirrored copies (`seen`: column, row) meet along the way it moves and their seam can be seen through:
        there they overlap by a pixel.
        """
        ax, bx, ay, by = fit
        if (
            sheet.plate.puppet
            or sheet.smooth
            or abs(ax - 1) > _UNMOVED
            or abs(ay - 1) > _UNMOVED
            or len(sheet.images) > 1
            or sheet.sparks
        ):
            return None
        (x, right), (y, down) = _split(bx), _split(by)
        columns, rows = ({copy[axis] for copy in seen} for axis in (0, 1))
        meet = (right and len(columns) > 1) or (down and len(rows) > 1)
        if (right and down) or (meet and not sheet.sealed):
            return None
        image = self._moved(sheet, right, down) if right or down else sheet.images[0]
        return image, (1.0, x, 1.0, y)

    def _moved(self, sheet: Sheet, right: int, down: int) -> Any:
        key = (id(sheet), right, down)
        if key not in self._kept:
            self._keep(key, _moved(sheet, right, down))
        self._kept.move_to_end(key)
        return self._kept[key]

    def _keep(self, key: tuple[int, int, int], image: Any) -> None:
        self._kept[key] = image
        self._bytes += image.imageInfo().computeMinByteSize()
        while self._bytes > BUDGET and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.imageInfo().computeMinByteSize()


def _split(place: float) -> tuple[float, int]:
    """Whole pixels, and eighths of one beyond them, of the nearest eighth."""
    eighths = math.floor(place * PHASES + 0.5)
    return float(eighths // PHASES), eighths % PHASES


def _moved(sheet: Sheet, right: int, down: int) -> Any:
    """The picture moved by that many eighths of a pixel to the right or down, and that pixel larger, as sampling shows it."""
    import cv2
    import skia

    image: Bytes = sheet.images[0].toarray(alphaType=skia.kPremul_AlphaType, colorType=skia.kBGRA_8888_ColorType)
    x, y = int(right > 0), int(down > 0)
    wide = cv2.copyMakeBorder(image, y, y, x, x, cv2.BORDER_REPLICATE)
    part = (right + down) / PHASES
    mixed = cv2.addWeighted(wide[y:, x:], 1 - part, wide[: wide.shape[0] - y, : wide.shape[1] - x], part, 0)
    kind = sheet.images[0].imageInfo().alphaType()
    return skia.Image.fromarray(np.ascontiguousarray(mixed), skia.kBGRA_8888_ColorType, kind, copy=True)


def grown(sheet: Sheet) -> list[Box]:
    """The sheet's painted boxes with the pixel by which a moved picture is larger."""
    width, height = sheet.width, sheet.height
    return [(left, top, right + (right == width), bottom + (bottom == height)) for left, top, right, bottom in sheet.boxes]
