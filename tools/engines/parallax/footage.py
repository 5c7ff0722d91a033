"""The renderer: a rig filmed frame by frame by Skia's raster, sub-pixel exact, straight into the caller's pipe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.parallax import weather as sky
from tools.engines.parallax.camera import Moment, Pose, ease, pose
from tools.engines.parallax.draw import Brush
from tools.engines.parallax.lens import Lens
from tools.engines.parallax.life import motion
from tools.engines.parallax.model import Rig, nearness
from tools.engines.parallax.plates import load_sheet

SHUTTER = 0.5
"""Share of a frame's time that the shutter is open when fast moves are smeared."""
SMEAR = 10
"""Exposures summed for a smeared frame."""


@dataclass(frozen=True)
class Span:
    """A shot's length: frames and frames a second."""

    total: int
    fps: int


class RigFootage:
    """A prepared shot, ready to be seen at any length. Plates are decoded once, on the first frame asked for."""

    def __init__(self, rig: Rig, folder: Path, clear: tuple[int, int, int] | None = None) -> None:
        self.rig, self.folder = rig, folder
        self._clear = clear or rig.clear
        self._brush: Brush | None = None

    def frames(self, total: int, fps: int, start: int = 0, count: int | None = None) -> Iterator[memoryview]:
        """Frames `start` to `start+count` of the shot played over `total` frames; each height*width*4 bytes, BGRA, opaque.

        The view is of one buffer that the next frame overwrites: use it (write it to the pipe, copy it) before asking
        for the next. Frame i is the same bytes however the shot is divided. Raises ValueError for a span outside the shot.
        """
        stop = total if count is None else start + count
        if total < 1 or fps < 1 or not 0 <= start <= stop <= total:
            raise ValueError(f"frames {start} to {stop} are not in a shot of {total} at {fps} a second")
        return self._frames(Span(total, fps), start, stop)

    def _frames(self, span: Span, start: int, stop: int) -> Iterator[memoryview]:
        brush = self._open()
        pixels = np.zeros((self.rig.height, self.rig.width, 4), np.uint8)
        view = pixels.reshape(-1).data.cast("B")
        with brush.onto(pixels) as canvas:
            for index in range(start, stop):
                self._draw(canvas, pixels, index, span)
                yield view

    def _open(self) -> Brush:
        if self._brush is None:
            soft = self.rig.camera.move == "rack_focus" and self.rig.camera.amount > 0
            sheets = [load_sheet(plate, self.folder, self.rig.frame[2], soft) for plate in self.rig.plates]
            self._brush = Brush(self.rig, sheets, [t for w in self.rig.weather for t in sky.tiers(w, self.rig)])
        return self._brush

    def _draw(self, canvas: Any, pixels: Any, index: int, span: Span) -> None:
        """One frame into the buffer; where the picture turns fast, the mean of several exposures."""
        now = self._pose(index, span)
        ahead = self._pose(index + SHUTTER, span)
        if abs(now.turn_x - ahead.turn_x) * self.rig.width < 3:
            self._expose(canvas, index, span, now)
            return
        total = np.zeros(pixels.shape, np.uint16)
        for step in range(SMEAR):
            part = index + SHUTTER * step / SMEAR
            self._expose(canvas, part, span, self._pose(part, span))
            total += pixels
        pixels[:] = total // SMEAR

    def _pose(self, index: float, span: Span) -> Pose:
        rig = self.rig
        progress = index / (span.total - 1) if span.total > 1 else 0.0
        depths = [plate.depth for plate in rig.plates]
        other = max(depths, key=lambda d: abs(d - rig.subject_depth)) if depths else 0.0
        x, y, width, height = rig.frame
        moment = Moment(
            eased=ease(progress, rig.camera.easing),
            t=index / span.fps,
            length=span.total / span.fps,
            amount=rig.camera.amount,
            margin=(max(x, 0) / width, max(y, 0) / height),
            subject_w=nearness(rig.subject_depth),
            other_w=nearness(other),
            seed=rig.seed,
        )
        return pose(rig.camera.move, moment)

    def _expose(self, canvas: Any, index: float, span: Span, at: Pose) -> None:
        brush, rig, t = self._open(), self.rig, index / span.fps
        lens = Lens(rig, at)
        canvas.clear(0xFF000000 | self._clear[0] << 16 | self._clear[1] << 8 | self._clear[2])
        moves = [motion(plate, i, rig, t) for i, plate in enumerate(rig.plates)]
        brush.paint(canvas, lens, moves, t)
