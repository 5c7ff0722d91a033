"""The renderer: a rig filmed frame by frame by Skia's raster, sub-pixel exact, straight into the caller's pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines import Speaking
from tools.engines.parallax import weather as sky
from tools.engines.parallax.camera import Moment, Pose, ease, pose
from tools.engines.parallax.draw import Brush
from tools.engines.parallax.flow import Flow
from tools.engines.parallax.lens import Lens
from tools.engines.parallax.life import motion
from tools.engines.parallax.model import Plate, Rig, nearness
from tools.engines.parallax.plates import Bytes, Sheet, load_sheet, straight
from tools.engines.parallax.puppets import Cast, Instant
from tools.engines.parallax.swarms import Flight
from tools.engines.planes import Planes, film_color, to_film

SHUTTER = 0.5
"""Share of a frame's time that the shutter is open when fast moves are smeared."""
SMEAR = 10
"""Exposures summed for a smeared frame."""


@dataclass(frozen=True)
class Span:
    """Which frames of a shot are drawn: its length in frames, frames a second, the first and the one after the last."""

    total: int
    fps: int
    start: int
    stop: int
    film: bool = False
    """Whether they are drawn in the film's luma and chroma."""
    speaking: Sequence[Speaking] = ()
    """Who speaks in it, and when."""


class RigFootage:
    """A prepared shot, ready to be seen at any length. Plates are decoded once, on the first frame asked for."""

    def __init__(self, rig: Rig, folder: Path, clear: tuple[int, int, int] | None = None) -> None:
        self.rig, self.folder = rig, folder
        self._clear = clear or rig.clear
        self._brushes: dict[bool, tuple[Brush, Cast]] = {}

    def frames(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """Frames `start` to `start+count` of the shot played over `total` frames; each height*width*4 bytes, BGRA, opaque.

        The view is of one buffer that the next frame overwrites: use it (write it to the pipe, copy it) before asking
        for the next. Frame i is the same bytes however the shot is divided. Raises ValueError for a span outside the shot.
        """
        stop = total if count is None else start + count
        return (pixels.reshape(-1).data.cast("B") for pixels in self._frames(Span(total, fps, start, stop, speaking=speaking)))

    def planes(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """The same frames as yuv420p, BT.709 in limited range: height*width*3/2 bytes, drawn so and never converted."""
        stop = total if count is None else start + count
        planes = Planes(self.rig.width, self.rig.height)
        return (planes.take(pixels) for pixels in self._frames(Span(total, fps, start, stop, True, speaking)))

    def _frames(self, span: Span) -> Iterator[Any]:
        if span.total < 1 or span.fps < 1 or not 0 <= span.start <= span.stop <= span.total:
            raise ValueError(f"frames {span.start} to {span.stop} are not in a shot of {span.total} at {span.fps} a second")
        return self._drawn(span)

    def _drawn(self, span: Span) -> Iterator[Any]:
        pixels = np.zeros((self.rig.height, self.rig.width, 4), np.uint8)
        with self._open(span.film)[0].onto(pixels) as canvas:
            for index in range(span.start, span.stop):
                self._draw(canvas, pixels, index, span)
                yield pixels

    def _open(self, film: bool) -> tuple[Brush, Cast]:
        if film not in self._brushes:
            soft = self.rig.camera.move == "rack_focus" and self.rig.camera.amount > 0
            turn = to_film if film else straight
            folder, width = self.folder, self.rig.frame[2]

            def make(plate: Plate, picture: Bytes | None = None) -> Sheet:
                return load_sheet(plate, folder, width, soft, turn, picture)  # without self: a cycle would keep the shot

            sheets = [make(plate) for plate in self.rig.plates]
            tiers = [t for w in self.rig.weather for t in sky.tiers(w, self.rig, turn)]
            flights = [Flight(swarm, self.rig, turn) for swarm in self.rig.swarms]
            flows = {plate.file: Flow(plate, self.folder) for plate in self.rig.plates if plate.fields}
            brush = Brush(self.rig, sheets, (*tiers, *flights), flows)
            self._brushes = {film: (brush, Cast(sheets, make, self.folder))}
        return self._brushes[film]

    def _draw(self, canvas: Any, pixels: Any, index: int, span: Span) -> None:
        """One frame into the buffer; where the picture turns fast, the mean of several exposures."""
        now = self.pose_at(index, span)
        ahead = self.pose_at(index + SHUTTER, span)
        if abs(now.turn_x - ahead.turn_x) * self.rig.width < 3:
            self._expose(canvas, index, span, now)
            return
        total = np.zeros(pixels.shape, np.uint16)
        for step in range(SMEAR):
            part = index + SHUTTER * step / SMEAR
            self._expose(canvas, part, span, self.pose_at(part, span))
            total += pixels
        pixels[:] = total // SMEAR

    def pose_at(self, index: float, span: Span) -> Pose:
        """Where the camera is at frame `index` of the shot, which may lie between two frames."""
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
        (brush, cast), rig, t = self._open(span.film), self.rig, index / span.fps
        lens = Lens(rig, at)
        red, green, blue = film_color(self._clear) if span.film else self._clear
        canvas.clear(0xFF000000 | red << 16 | green << 8 | blue)
        moves = [motion(plate, i, rig, t) for i, plate in enumerate(rig.plates)]
        brush.sheets, moves = cast.at(Instant(t, span.total / span.fps, span.speaking), moves)
        brush.paint(canvas, lens, moves, t)
