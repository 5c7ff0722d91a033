"""Plates as the renderer wants them: premultiplied images, the parts of them that hold paint, and their blurred copies."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from tools.engines.parallax.model import Plate

CELL = 32
"""Pixels of the grid by which empty parts of a sheet are left out."""
BLURS = (0.0, 0.002, 0.0045, 0.009)
"""Blur levels of a focus rack: standard deviation as a share of the frame's width."""
SMOOTH = 9
"""Of 255: what two neighbouring pixels of a sheet that is drawn without interpolation may differ by at most."""

MOST_PIXELS = 80_000_000
"""Pixels that a picture may say it has before it is decoded."""
_PNG = b"\x89PNG\r\n\x1a\n"

Box = tuple[int, int, int, int]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Sheet:
    """A loaded plate: images (sharp first, then ever softer), its place on the canvas and its painted boxes (l, t, r, b)."""

    plate: Plate
    images: tuple[Any, ...]
    rasters: tuple[Bytes, ...]
    """The premultiplied pixels that the images show."""
    x: float
    y: float
    width: int
    height: int
    boxes: tuple[Box, ...]
    cores: tuple[Box, ...]
    """Large boxes that are opaque all over: what lies behind them need not be drawn."""
    sparks: bool = False
    """Each box is a light of its own that twinkles."""
    sealed: bool = False
    """Opaque all along the edges beyond which it goes on, so that mirrored copies may overlap there."""
    smooth: bool = False
    """No neighbours differ by more than SMOOTH: mist and glows, which look the same moved by half a pixel."""


def read_bgra(path: Path) -> Bytes:
    """An image file as height x width x 4 BGRA with straight alpha; TakeError when it cannot be read."""
    import cv2

    raw = np.fromfile(path, np.uint8) if path.is_file() else np.zeros(0, np.uint8)
    if raw.size > 24 and raw[:8].tobytes() == _PNG and math.prod(struct.unpack(">II", raw[16:24].tobytes())) > MOST_PIXELS:
        raise TakeError(
            f"{path.name} has more than {MOST_PIXELS // 10**6} million pixels. It was not opened; give a smaller picture."
        )
    image = cv2.imdecode(raw, cv2.IMREAD_UNCHANGED) if raw.size else None
    if image is None:
        raise TakeError(f"{path.name} is missing or is not a picture. The film is kept; render again to make it anew.")
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA))
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2BGRA) if image.shape[2] == 3 else image)


def premultiply(image: Bytes, glows: bool = False) -> Bytes:
    """Straight to premultiplied alpha; a glowing sheet's alpha becomes its brightest channel, which is a screen blend.

    s + d * (1 - max(s)) is the screen s + d * (1 - s) for white light and a little warmer for coloured light; the
    renderer draws it by its fast path, ten times as fast as a true screen.
    """
    import cv2

    out = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGBA2mRGBA))
    if glows:
        out[..., 3] = out[..., :3].max(axis=2)
    return out


def painted(alpha: Bytes) -> tuple[Box, ...]:
    """Boxes that together hold every pixel with paint, without overlap; one box when little would be saved."""
    height, width = alpha.shape
    rows, cols = -(-height // CELL), -(-width // CELL)
    grid = np.zeros((rows * CELL, cols * CELL), np.uint8)
    grid[:height, :width] = alpha
    full = grid.reshape(rows, CELL, -1).max(axis=1).reshape(rows, cols, CELL).max(axis=2) > 0
    if not full.any():
        return ()
    if full.mean() > 0.92:
        return ((0, 0, width, height),)
    open_runs: dict[tuple[int, int], int] = {}
    boxes: list[Box] = []
    for row in range(rows + 1):
        runs = _runs(full[row]) if row < rows else []
        for run in [r for r in open_runs if r not in runs]:
            boxes.append(_box(run, open_runs.pop(run), row, (width, height)))
        for run in runs:
            open_runs.setdefault(run, row)
    return tuple(sorted(boxes))


def _reach(alpha: Bytes) -> Bytes:
    """Where a sheet has paint when it is moved by less than a pixel to the right or down."""
    reached = alpha.copy()
    reached[:, 1:] |= alpha[:, :-1]
    reached[1:] |= alpha[:-1]
    return reached


def _is_sealed(alpha: Bytes, extend: tuple[bool, bool, bool, bool]) -> bool:
    edges = (alpha[:, 0], alpha[0], alpha[:, -1], alpha[-1])
    return all(int(edge.min()) == 255 for edge, goes_on in zip(edges, extend, strict=True) if goes_on)


def _is_smooth(pixels: Bytes) -> bool:
    import cv2

    along = cv2.absdiff(pixels[:, 1:], pixels[:, :-1])
    return int(along.max(initial=0)) <= SMOOTH and int(cv2.absdiff(pixels[1:], pixels[:-1]).max(initial=0)) <= SMOOTH


def opaque_cores(alpha: Bytes, most: int = 5) -> tuple[Box, ...]:
    """Up to `most` boxes of grid cells that are opaque all over, apart from each other, the largest first.

    A wall with a window gives the parts around it. Each is found by the histogram method; small ones are not worth having.
    """
    rows, cols = alpha.shape[0] // CELL, alpha.shape[1] // CELL
    if not rows or not cols:
        return ()
    lines = alpha[: rows * CELL].reshape(rows, CELL, -1).min(axis=1)[:, : cols * CELL]
    solid = lines.reshape(rows, cols, CELL).min(axis=2) == 255
    cores: list[Box] = []
    while len(cores) < most:
        area, left, top, right, bottom = _largest(solid)
        if area < max(4, rows * cols // 60):
            break
        solid[top:bottom, left:right] = False
        cores.append((left * CELL, top * CELL, right * CELL, bottom * CELL))
    return tuple(cores)


def _largest(solid: NDArray[np.bool_]) -> tuple[int, int, int, int, int]:
    """The largest box of true cells: its area, left, top, right and bottom in cells."""
    heights, best = np.zeros(solid.shape[1], np.int64), (0, 0, 0, 0, 0)
    for row in range(len(solid)):
        heights = np.where(solid[row], heights + 1, 0)
        for tall in np.unique(heights[heights > 0]).tolist():
            for first, last in _runs(heights >= tall):
                best = max(best, (tall * (last - first), first, row + 1 - tall, last, row + 1))
    return best


def _box(run: tuple[int, int], top: int, bottom: int, size: tuple[int, int]) -> Box:
    return run[0] * CELL, top * CELL, min(run[1] * CELL, size[0]), min(bottom * CELL, size[1])


def _runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], row.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def sparks(alpha: Bytes, most: int = 220) -> tuple[Box, ...]:
    """Boxes of the separate lights in a sparse sheet (stars, lit windows), never overlapping; () when it is no such sheet."""
    import cv2

    mask = (alpha > 0).astype(np.uint8)
    if mask.mean() > 0.25:
        return ()
    for reach in (3, 7, 15, 31):
        grown = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
        boxes = _disjoint_boxes(grown)
        if len(boxes) <= most:
            return tuple(boxes) if len(boxes) >= 3 else ()
    return ()


def _disjoint_boxes(mask: Bytes) -> list[Box]:
    import cv2

    while True:
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        filled = mask.copy()
        for x, y, w, h, _ in stats[1:]:
            filled[y : y + h, x : x + w] = 1
        if np.array_equal(filled, mask):
            return [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
        mask = filled


def _padded(image: Bytes, plate: Plate, pad: int) -> Bytes:
    import cv2

    left, top, right, bottom = plate.extend
    out = image
    for sides, kind in ((plate.extend, cv2.BORDER_REFLECT), ((not left, not top, not right, not bottom), cv2.BORDER_CONSTANT)):
        l, t, r, b = (pad if side else 0 for side in sides)  # noqa: E741
        out = np.asarray(cv2.copyMakeBorder(out, t, b, l, r, kind, value=(0, 0, 0, 0)))
    return out


def _blurred(image: Bytes, plate: Plate, sigma: float) -> Bytes:
    """Blurred as if the sheet went on where it does; free sides have been given room by the caller."""
    import cv2

    pad = round(3 * sigma) + 1
    wide = _padded(image, plate, pad)
    soft = np.asarray(cv2.GaussianBlur(wide, (0, 0), sigma))
    return np.ascontiguousarray(soft[pad:-pad, pad:-pad])


Turn = Callable[[Bytes, tuple[Box, ...]], None]


def straight(_image: Bytes, _boxes: tuple[Box, ...]) -> None:
    """The colours as they are."""


def load_sheet(
    plate: Plate, folder: Path, frame_width: float, soft: bool = False, turn: Turn = straight, picture: Bytes | None = None
) -> Sheet:
    """Load a plate from its take's folder; `soft` also makes the blurred copies a focus rack needs.

    `picture` (BGRA, straight alpha) is shown instead of the plate's own, of the same size: a puppet in another pose.
    `turn` turns the premultiplied picture, in place and within its painted boxes, to the colours that it is drawn in.
    """
    import cv2
    import skia

    image = premultiply(read_bgra(folder / plate.file) if picture is None else picture, plate.glows)
    sigmas = [s * frame_width for s in (BLURS if soft else BLURS[:1])]
    room = 1 + round(3 * sigmas[-1])
    free = [0 if side else room for side in plate.extend]
    padded = np.asarray(cv2.copyMakeBorder(image, free[1], free[3], free[0], free[2], cv2.BORDER_CONSTANT, value=(0, 0, 0, 0)))
    alpha = np.asarray(cv2.extractChannel(padded, 3), np.uint8)
    height, width = padded.shape[:2]
    lights = sparks(alpha) if plate.ambient.kind in ("twinkle", "shimmer") and not soft else ()
    opaque = int(alpha.min(initial=255)) == 255
    kind = skia.kOpaque_AlphaType if opaque else skia.kPremul_AlphaType
    whole = ((0, 0, width, height),)
    turn(padded, whole if opaque else painted(alpha))
    rasters = tuple(np.ascontiguousarray(i) for i in (padded, *(_blurred(padded, plate, s) for s in sigmas[1:])))
    return Sheet(
        plate=plate,
        images=tuple(skia.Image.fromarray(raster, skia.kBGRA_8888_ColorType, kind, copy=False) for raster in rasters),
        rasters=rasters,
        x=plate.x - free[0],
        y=plate.y - free[1],
        width=width,
        height=height,
        boxes=lights or (whole if opaque else painted(_reach(np.ascontiguousarray(rasters[-1][..., 3])))),
        cores=() if plate.glows or soft or plate.puppet else opaque_cores(alpha),
        sparks=bool(lights),
        sealed=_is_sealed(alpha, plate.extend),
        smooth=_is_smooth(padded),
    )
