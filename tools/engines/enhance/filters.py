"""What is done to one frame after another: noise measured and taken away, enlarging by Lanczos, sharpening without halos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np

from memory.errors import FilmError
from tools.engines.enhance.frames import Frame, Plane, from_packed, to_packed
from tools.ffmpeg import filter_frames

CLEAN = 1.2
"""Noise (standard deviation in levels of 8 bits) below which denoising would only blur."""
_SHARPEN = 0.8
_SPACE, _TIME = 1.8, 2.5
"""hqdn3d's strengths for a noise of one level: the best of eight pairs on two clips with noise of 4 and 8 levels put in."""


def noise_of(samples: Sequence[Frame]) -> float:
    """Standard deviation of the noise in levels of 8 bits: the median over 16 x 16 blocks that hold little else.

    Immerkaer's second derivative (1996) sees no slopes and no straight edges; the quietest quarter of the blocks counts.
    """
    found = [_noise(frame.y) for frame in samples]
    return float(np.median(found)) if found else 0.0


def _noise(luma: Plane) -> float:
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    seen = np.abs(cv2.filter2D(luma.astype(np.float32), -1, kernel))[1:-1, 1:-1] * np.sqrt(np.pi / 2) / 6
    rows, columns = seen.shape[0] // 16, seen.shape[1] // 16
    if not rows or not columns:
        return float(seen.mean())
    means = cv2.resize(seen[: rows * 16, : columns * 16], (columns, rows), interpolation=cv2.INTER_AREA)
    lit = cv2.resize(luma[1:-1, 1:-1][: rows * 16, : columns * 16], (columns, rows), interpolation=cv2.INTER_AREA)
    open_ = means[(lit > 20) & (lit < 230)]
    return float(np.quantile(open_ if open_.size else means, 0.25))


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
