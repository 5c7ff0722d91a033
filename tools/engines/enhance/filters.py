"""What is done to one frame after another: noise measured and taken away, enlarging by Lanczos, sharpening without halos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from memory.errors import FilmError
from tools.engines.enhance.frames import Frame, from_packed, to_packed
from tools.ffmpeg import filter_frames

CLEAN = 1.2
"""Noise (standard deviation in levels of 8 bits) below which denoising would only blur."""
_DARK, _BRIGHT = 20, 230
"""Levels beyond which noise is cut off."""
_FROZEN = 0.02
"""Levels below which a block was copied from the frame before by its encoder, and says nothing of noise."""
_ENOUGH = 0.25
"""Share of the blocks that must not be frozen for the difference of two frames to count."""
_SHARPEN = 0.8
_SPACE, _TIME = 1.8, 2.5
"""hqdn3d's strengths for a noise of one level: the best of eight pairs on two clips with noise of 4 and 8 levels put in."""


def noise_of(runs: Sequence[Sequence[Frame]]) -> float:
    """Standard deviation of the noise in levels of 8 bits, from runs of consecutive frames: the median over the runs.

    Immerkaer's second derivative (1996) sees no slopes and no straight edges, but leaves and cloth; noise is what stands in
    one frame and in its difference from the frame before. The quietest quarter of the blocks of 16 x 16 counts.
    """
    found = [_noise(*run[max(len(run) // 2 - 1, 0) :][:2]) for run in runs if run]
    return float(np.median(found)) if found else 0.0


def _noise(one: Frame, other: Frame | None = None) -> float:
    import cv2

    seen = _fine(one.y.astype(np.float32))
    lit = cv2.resize(one.y[1:-1, 1:-1], seen.shape[::-1], interpolation=cv2.INTER_AREA)
    open_ = (lit > _DARK) & (lit < _BRIGHT)
    if other is not None:
        moved = _fine(cv2.subtract(other.y, one.y, dtype=cv2.CV_32F)) / np.sqrt(2)
        live = moved > _FROZEN
        if live.mean() > _ENOUGH:
            seen, open_ = np.minimum(seen, moved), open_ & live
    return float(np.quantile(seen[open_] if open_.any() else seen, 0.25))


def _fine(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """The standard deviation of what is no slope and no edge, block by block."""
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    seen = np.abs(cv2.filter2D(picture, -1, kernel))[1:-1, 1:-1] * (np.sqrt(np.pi / 2) / 6)
    rows, columns = max(seen.shape[0] // 16, 1), max(seen.shape[1] // 16, 1)
    return np.asarray(cv2.resize(seen[: rows * 16, : columns * 16], (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def denoised(frames: Iterator[Frame], noise: float) -> Iterator[Frame]:
    """Take noise of that strength away in space and time by ffmpeg's hqdn3d; every frame keeps its time."""
    first = next(frames, None)
    if first is None:
        return
    height, width = first.y.shape
    times: list[Fraction] = []

    def feed() -> Iterator[memoryview]:
        frame: Frame | None = first
        while frame is not None:
            times.append(frame.time)
            yield np.ascontiguousarray(to_packed(frame)).data.cast("B")
            frame = next(frames, None)

    space, time = min(noise * _SPACE, 20), min(noise * _TIME, 30)
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", "25"]
    strength = f"hqdn3d={space:.2f}:{space * 0.75:.2f}:{time:.2f}:{time * 0.75:.2f}"
    args = [
        *raw,
        "-i",
        "pipe:0",
        "-vf",
        strength,
        "-fps_mode",
        "passthrough",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "pipe:1",
    ]
    for data in filter_frames(args, feed(), width * height * 3 // 2):
        yield from_packed(np.frombuffer(data, np.uint8), (width, height), times.pop(0))
    if times:
        raise FilmError("The denoiser gave back fewer frames than it was given. Nothing was written.")


def by_lanczos(frame: Frame, scale: int) -> Frame:
    """The frame enlarged by Lanczos's kernel, every plane."""
    import cv2

    planes = (
        cv2.resize(plane, None, fx=scale, fy=scale, interpolation=cv2.INTER_LANCZOS4) for plane in (frame.y, frame.cb, frame.cr)
    )
    return Frame(frame.time, *planes)


def sharpened(frame: Frame, radius: float) -> Frame:
    """Luma made crisper, never beyond what lies around: no value leaves the range of its neighbours, so there are no halos.

    `radius` is that of the blur that is taken away, in pixels.
    """
    import cv2

    blurred = cv2.GaussianBlur(frame.y, (0, 0), radius)
    crisp = cv2.addWeighted(frame.y, 1 + _SHARPEN, blurred, -_SHARPEN, 0)
    around = np.ones((3, 3) if radius < 1.5 else (5, 5), np.uint8)
    luma = np.minimum(np.maximum(crisp, cv2.erode(frame.y, around)), cv2.dilate(frame.y, around))
    return Frame(frame.time, luma, frame.cb, frame.cr)
