"""How well it went: frames held out and made again, compared with the real ones by ffmpeg; and a sheet to look at."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.enhance.between import LONGEST_GAP
from tools.engines.enhance.filters import by_lanczos
from tools.engines.enhance.frames import Frame, Plane, Source, frames, to_colours
from tools.ffmpeg import run_ffmpeg

WINDOWS = 3
_MOST = 96_000_000
"""Bytes of frames held for measuring."""
_SHEET = 480
"""Width of one picture on the sheet."""

Interpolate = Callable[[Iterator[Frame], Fraction], Iterator[Frame]]
Enlarge = Callable[[Frame], Frame]


@dataclass(frozen=True)
class Score:
    """How near pictures are to the real ones: PSNR in dB and SSIM of luma, over how many frames."""

    what: str
    psnr: float
    ssim: float
    frames: int


def windows(source: Source) -> list[list[Frame]]:
    """A few runs of consecutive frames, spread over the video, few enough to be held at once."""
    each = max(min(9, _MOST // (source.width * source.height * 3 // 2) // WINDOWS), 3)
    starts = [max(source.seconds * share, 0) for share in (0.15, 0.5, 0.85)][:WINDOWS]
    found = [list(frames(source, start, each)) for start in (starts if source.seconds > 3 else [0.0])]
    return [run for run in found if run] or [list(frames(source, 0, each))]


def held_out(runs: Sequence[Sequence[Frame]], how: Interpolate, what: str) -> Score | None:
    """Leave out every second frame, make it again between its neighbours, and compare; None where there are too few.

    Frames that lie further apart than anything is made between are no measure of it.
    """
    made, real = list[Frame](), list[Frame]()
    for run in runs:
        gap = (run[-1].time - run[0].time) / max(len(run) - 1, 1)
        if len(run) < 3 or not 0 < gap <= LONGEST_GAP:
            continue
        gap = min(gap, LONGEST_GAP / 2)
        even = [frame.at(index * 2 * gap) for index, frame in enumerate(run[::2])]
        for frame in how(iter(even), 1 / gap):
            number = round(frame.time / gap)
            if number % 2 and number < len(run) - 1:
                made.append(frame)
                real.append(run[number])
    return compare(made, real, what)


def shrunk_and_back(runs: Sequence[Sequence[Frame]], scale: int, how: Enlarge, what: str) -> Score | None:
    """Shrink the middle frame of every run by `scale`, enlarge it again, and compare with the real one."""
    made, real = list[Frame](), list[Frame]()
    for run in runs:
        frame = _cropped(run[len(run) // 2], scale * 2)
        if min(frame.y.shape) >= 16 * scale:
            made.append(how(shrunk(frame, scale)))
            real.append(frame)
    return compare(made, real, what)


def _cropped(frame: Frame, multiple: int) -> Frame:
    """The middle of a frame, at most 960 x 540, its sides multiples of a number."""
    height, width = (min(side, most) // multiple * multiple for side, most in zip(frame.y.shape, (540, 960), strict=True))
    top, left = ((have - want) // 4 * 2 for have, want in zip(frame.y.shape, (height, width), strict=True))
    half = (slice(top // 2, (top + height) // 2), slice(left // 2, (left + width) // 2))
    return Frame(frame.time, frame.y[top : top + height, left : left + width], frame.cb[half], frame.cr[half])


def shrunk(frame: Frame, scale: int) -> Frame:
    """As a good camera or PIL's bicubic filter would have seen it smaller."""
    from PIL import Image

    def small(plane: Plane) -> Plane:
        size = (plane.shape[1] // scale, plane.shape[0] // scale)
        return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BICUBIC))

    return Frame(frame.time, small(frame.y), small(frame.cb), small(frame.cr))


def lanczos_score(runs: Sequence[Sequence[Frame]], scale: int) -> Score | None:
    """What Lanczos's kernel makes of the same frames, to compare a net with."""
    return shrunk_and_back(runs, scale, lambda frame: by_lanczos(frame, scale), "enlarging by lanczos")


def compare(made: Sequence[Frame], real: Sequence[Frame], what: str) -> Score | None:
    """PSNR and SSIM of luma by ffmpeg's filters; None without frames."""
    if not made:
        return None
    height, width = real[0].y.shape
    with tempfile.TemporaryDirectory() as work:
        names = [Path(work) / name for name in ("made.raw", "real.raw")]
        for path, row in zip(names, (made, real), strict=True):
            path.write_bytes(b"".join(frame.y.tobytes() for frame in row))
        raw = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}", "-r", "25"]
        args = [part for path in names for part in (*raw, "-i", str(path))]
        said = [run_ffmpeg([*args, "-lavfi", name, "-f", "null", "-"]) for name in ("psnr", "ssim")]
    return Score(what, _number(r"PSNR.*average:(\S+)", said[0]), _number(r"SSIM.*All:(\S+)", said[1]), len(made))


def _number(pattern: str, said: str) -> float:
    found = re.findall(pattern, said)
    return min(float(found[-1]), 100.0) if found else 0.0


def sheet(source: Source, after: Source, path: Path) -> None:
    """Write a picture that shows places of the source left and the same places of what was made of it right, all at one size.

    Each row is another moment: the middle third of the frame, enlarged without any smoothing, so that pixels are seen.
    """
    from PIL import Image, ImageDraw

    rows = []
    for share in (0.2, 0.5, 0.8):
        pairs = [next(frames(each, max(each.seconds, 0.0) * share, 1), None) for each in (source, after)]
        if pairs[0] and pairs[1]:
            rows.append([_middle(frame, source.rotation) for frame in pairs if frame])
    if not rows:
        return
    height = rows[0][0].height
    whole = Image.new("RGB", (_SHEET * 2 + 12, (height + 8) * len(rows) + 28), "white")
    draw = ImageDraw.Draw(whole)
    for column, word in enumerate((f"before ({source.width} x {source.height})", f"after ({after.width} x {after.height})")):
        draw.text((column * (_SHEET + 8) + 6, 8), word, fill="black")
    for number, row in enumerate(rows):
        for column, picture in enumerate(row):
            whole.paste(picture, (column * (_SHEET + 8) + 2, 28 + number * (height + 8)))
    whole.save(path, format="PNG")


def _middle(frame: Frame, rotation: int) -> Any:
    from PIL import Image

    top, left = (round(side / 3) for side in frame.y.shape)
    colours = to_colours(frame)[top:-top, left:-left]
    turned = np.rot90(colours, -rotation // 90 if rotation % 90 == 0 else 0)
    tall = max(round(_SHEET * turned.shape[0] / turned.shape[1]), 1)
    return Image.fromarray(np.ascontiguousarray(turned)).resize((_SHEET, tall), Image.Resampling.NEAREST)
