"""The brush: sheets and weather onto the frame, back to front, leaving out what nearer sheets hide."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import numpy as np

from tools.engines.parallax.camera import Pose
from tools.engines.parallax.flow import Flow
from tools.engines.parallax.lens import Fit, Floats, Lens, band, copies
from tools.engines.parallax.life import SPEEDS, Motion
from tools.engines.parallax.model import Plate, Rig, nearness
from tools.engines.parallax.plates import BLURS, Bytes, Sheet
from tools.engines.parallax.shifts import Shifts, grown

Copy = tuple[int, int]
Piece = tuple[Any, Any, int]
"""Source and target rectangle, and the number of the sheet's box."""


@dataclass(frozen=True)
class Seen:
    """A sheet at second t: through which lens, its own motion, where it lands as a whole, the row from which it is hidden."""

    lens: Lens
    move: Motion
    fit: Fit
    t: float
    floor: int


class Particles(Protocol):
    """What is drawn particle by particle between the sheets."""

    @property
    def depth(self) -> float:
        """How near it is, as of a sheet."""
        ...

    def paint(self, canvas: Any, lens: Any, t: float) -> None:
        """Draw it as it is at second `t`."""
        ...


class Brush:
    """Paints a rig's sheets, back to front, onto a Skia canvas."""

    def __init__(self, rig: Rig, sheets: Sequence[Sheet], tiers: Sequence[Particles], flows: Mapping[str, Flow]) -> None:
        import skia

        self._flows = flows
        self._mixed = np.empty(max((sheet.rasters[0].size for sheet in sheets if len(sheet.rasters) > 1), default=0), np.uint8)
        self.rig, self.sheets = rig, sheets
        self.tiers = sorted(tiers, key=lambda tier: tier.depth)
        self._skia, self._rect, self._shifts = skia, skia.Rect.MakeLTRB, Shifts()
        self._linear, self._nearest = skia.SamplingOptions(skia.FilterMode.kLinear), skia.SamplingOptions()
        self._fast = skia.Canvas.SrcRectConstraint.kFast_SrcRectConstraint

    @contextmanager
    def onto(self, pixels: Any) -> Iterator[Any]:
        """A canvas that draws straight into `pixels` (height x width x 4, BGRA)."""
        skia = self._skia
        info = skia.ImageInfo.Make(self.rig.width, self.rig.height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
        surface = skia.Surface.MakeRasterDirect(info, pixels, self.rig.width * 4)
        yield surface.getCanvas()

    def paint(self, canvas: Any, lens: Lens, moves: Sequence[Motion], t: float) -> None:
        """Draw every sheet and the weather between them; rows hidden behind a solid sheet are not drawn."""
        fits = [lens.plain(sheet.plate, move) for sheet, move in zip(self.sheets, moves, strict=True)]
        hidden = [self._cores(*each) for each in zip(self.sheets, moves, fits, strict=True)]
        floors = self._floors(moves, fits, lens.pose.blur)
        waiting = list(self.tiers)
        for index, sheet in enumerate(self.sheets):
            while waiting and waiting[0].depth < sheet.plate.depth:
                waiting.pop(0).paint(canvas, lens, t)
            seen = Seen(lens, moves[index], fits[index], t, floors[index])
            if seen.move.alpha > 0.002 and seen.floor > 0:
                canvas.save()
                canvas.clipRect(self._rect(0, 0, self.rig.width, seen.floor))
                for core in chain.from_iterable(hidden[index + 1 :]):
                    canvas.clipRect(core, self._skia.ClipOp.kDifference)
                self._sheet(canvas, sheet, seen)
                if sheet.plate.file in self._flows:
                    self._flowing(canvas, sheet, lens, t)
                canvas.restore()
        for tier in waiting:
            tier.paint(canvas, lens, t)

    def _floors(self, moves: Sequence[Motion], fits: Sequence[Fit], blur: float) -> list[int]:
        """Per sheet, the frame row below which nearer solid sheets hide it."""
        floors, floor = [], self.rig.height
        room = 2.5 * BLURS[-1] * self.rig.frame[2] if blur else 0
        for sheet, move, (_, _, ay, by) in zip(reversed(self.sheets), reversed(moves), reversed(fits), strict=True):
            floors.append(floor)
            if sheet.plate.solid_from is not None and move.alpha >= 1:
                floor = min(floor, max(math.ceil(ay * (sheet.plate.solid_from + room) + by) + 2, 0))
        return floors[::-1]

    def _cores(self, sheet: Sheet, move: Motion, fit: Fit) -> list[Any]:
        """Frame rectangles that a sheet of no endless width hides for certain, those large enough to be worth a clip."""
        if not sheet.cores or move.alpha < 1 or sheet.plate.solid_from is not None or sheet.plate.floor_depth is not None:
            return []
        ax, bx, ay, by = fit
        bent = ax * (abs(move.lean) * 1.5 + abs(move.ripple)) + 2
        rects = []
        for left, top, right, bottom in sheet.cores:
            x0, x1 = math.ceil(ax * (sheet.x + left) + bx + bent), math.floor(ax * (sheet.x + right) + bx - bent)
            y0, y1 = math.ceil(ay * (sheet.y + top) + by + 2), math.floor(ay * (sheet.y + bottom) + by - 2)
            x0, x1, y0, y1 = max(x0, 0), min(x1, self.rig.width), max(y0, 0), min(y1, self.rig.height)
            if x1 > x0 and y1 > y0 and (x1 - x0) * (y1 - y0) > 0.01 * self.rig.width * self.rig.height:
                rects.append(self._rect(x0, y0, x1, y1))
        return rects

    def _sheet(self, canvas: Any, sheet: Sheet, seen: Seen) -> None:
        """One sheet, down to the row from which it is hidden."""
        paint, sampling = self._skia.Paint(), self._nearest if sheet.smooth else self._linear
        step = band(sheet.plate, seen.move)
        shown = copies(seen.lens, sheet.plate, seen.move, (sheet.x, sheet.y, sheet.width, sheet.height), seen.fit)
        if not step and self._moved(canvas, sheet, seen, shown):
            return
        image = self._focused(sheet, seen.lens.pose)
        paint.setAlphaf(seen.move.alpha)
        for copy in shown:
            _flip(canvas, copy)
            for source, target, number in self._pieces(sheet, seen, copy, step):
                if sheet.sparks:
                    paint.setAlphaf(seen.move.alpha * _spark(sheet.plate, number, seen.t))
                canvas.drawImageRect(image, source, target, sampling, paint, self._fast)
            canvas.restore()

    def _flowing(self, canvas: Any, sheet: Sheet, lens: Lens, t: float) -> None:
        """What strokes move within a sheet, over the sheet itself: at its edges the two are the same."""
        part, left, top = self._flows[sheet.plate.file].draw(self._soft(sheet, lens.pose), lens, t)
        image = self._skia.Image.fromarray(part, self._skia.kBGRA_8888_ColorType, self._skia.kOpaque_AlphaType, copy=True)
        canvas.drawImage(image, left, top)

    def _moved(self, canvas: Any, sheet: Sheet, seen: Seen, shown: Sequence[Copy]) -> bool:
        """Draw a sheet that is only moved, by whole pixels of a copy moved by the rest; False where that cannot be."""
        taken = [self._shifts.take(sheet, _folded(seen.fit, sheet, copy), shown) for copy in shown]
        if not all(taken):
            return False
        paint = self._skia.Paint()
        paint.setAlphaf(seen.move.alpha)
        for copy, (image, fit) in zip(shown, filter(None, taken), strict=True):
            _flip(canvas, copy)
            for box in sheet.boxes if image is sheet.images[0] else grown(sheet):
                canvas.drawImageRect(image, self._rect(*box), self._placed(fit, box), self._linear, paint, self._fast)
            canvas.restore()
        return True

    def _focused(self, sheet: Sheet, at: Pose) -> Any:
        """The sheet's image as soft as its distance from the focus asks for."""
        raster = self._soft(sheet, at)
        for image, known in zip(sheet.images, sheet.rasters, strict=True):
            if raster is known:
                return image
        return self._skia.Image.fromarray(
            raster, self._skia.kBGRA_8888_ColorType, sheet.images[0].imageInfo().alphaType(), copy=False
        )

    def _soft(self, sheet: Sheet, at: Pose) -> Bytes:
        """One of a sheet's blurred copies, or two of them mixed.

        Mixed as pictures and not by laying one over the other, which would let go of the sharp edges all at once; the next
        mixture overwrites this one.
        """
        import cv2

        if at.focus_w is None or len(sheet.rasters) == 1:
            return sheet.rasters[0]
        wanted = at.blur * min(abs(nearness(sheet.plate.depth) - at.focus_w) * 1.6, 1.0) * BLURS[-1]
        level = float(np.interp(wanted, BLURS, range(len(BLURS))))
        low = min(int(level), len(BLURS) - 1)
        share = level - low
        if share < 1 / 512:
            return sheet.rasters[low]
        sharper, softer = sheet.rasters[low : low + 2]
        mixed = self._mixed[: sharper.size].reshape(sharper.shape)
        cv2.addWeighted(sharper, 1 - share, softer, share, 0, dst=mixed)
        return mixed

    def _pieces(self, sheet: Sheet, seen: Seen, copy: Copy, step: int) -> Iterator[Piece]:
        """What to draw of one copy, in the coordinates of a canvas that is flipped where the copy is mirrored."""
        if step:
            yield from self._bands(sheet, seen, copy, step)
            return
        ax, bx, ay, by = _folded(seen.fit, sheet, copy)
        rect = self._rect
        for number, (left, top, right, bottom) in enumerate(sheet.boxes):
            yield rect(left, top, right, bottom), rect(ax * left + bx, ay * top + by, ax * right + bx, ay * bottom + by), number

    def _placed(self, fit: Fit, box: tuple[float, float, float, float]) -> Any:
        ax, bx, ay, by = fit
        return self._rect(ax * box[0] + bx, ay * box[1] + by, ax * box[2] + bx, ay * box[3] + by)

    def _bands(self, sheet: Sheet, seen: Seen, copy: Copy, step: int) -> Iterator[Piece]:
        (ix, iy), lens = copy, seen.lens
        flip_x, flip_y = (-1 if ix % 2 else 1), (-1 if iy % 2 else 1)
        cuts = np.append(np.arange(0, sheet.height, step, dtype=np.float64), float(sheet.height))
        rows = _along(cuts, sheet.y, sheet.height, iy)
        _, _, ys = lens.rows(sheet.plate, seen.move, rows, seen.t)
        ax, bx, _ = lens.rows(sheet.plate, seen.move, (rows[1:] + rows[:-1]) / 2, seen.t)
        shown = set(np.flatnonzero((np.maximum(ys[1:], ys[:-1]) > 0) & (np.minimum(ys[1:], ys[:-1]) < seen.floor)).tolist())
        y, q = (flip_y * ys).tolist(), cuts.tolist()
        for number, (left, top, right, bottom) in enumerate(sheet.boxes):
            ends = _along(np.array([left, right], np.float64), sheet.x, sheet.width, ix)
            x0, x1 = (flip_x * (ax * ends[0] + bx)).tolist(), (flip_x * (ax * ends[1] + bx)).tolist()
            for k in range(top // step, -(-bottom // step)):
                if k in shown:
                    yield self._rect(left, q[k], right, q[k + 1]), self._rect(x0[k], y[k], x1[k], y[k + 1]), number


def _spark(plate: Plate, number: int, t: float) -> float:
    """Brightness of one twinkling light: each at its own pace and moment, by its number."""
    speed = plate.ambient.speed or SPEEDS[plate.ambient.kind]
    turn = (number * 0.618034 + plate.ambient.phase) % 1
    wave = math.sin(2 * math.pi * (speed * (0.6 + 0.8 * ((number * 0.381966) % 1)) * t + turn))
    return 1 - 0.75 * plate.ambient.amount * max(0.0, 0.5 + 0.5 * wave) ** 2


def _flip(canvas: Any, copy: Copy) -> None:
    """Save the canvas, and mirror it where the copy is."""
    canvas.save()
    if copy[0] % 2 or copy[1] % 2:
        canvas.scale(-1 if copy[0] % 2 else 1, -1 if copy[1] % 2 else 1)


def _folded(fit: Fit, sheet: Sheet, copy: Copy) -> Fit:
    """The mapping of an unbent copy from the sheet's own pixels to the (flipped) canvas."""
    ax, bx, ay, by = fit
    ix, iy = copy
    x = -(ax * (sheet.x + (ix + 1) * sheet.width) + bx) if ix % 2 else ax * (sheet.x + ix * sheet.width) + bx
    y = -(ay * (sheet.y + (iy + 1) * sheet.height) + by) if iy % 2 else ay * (sheet.y + iy * sheet.height) + by
    return ax, x, ay, y


def _along(places: Floats, start: float, size: float, copy: int) -> Floats:
    """Canvas coordinates of places on copy number `copy` of a sheet that begins at `start`; odd copies run backwards."""
    return start + (copy + 1) * size - places if copy % 2 else start + copy * size + places
