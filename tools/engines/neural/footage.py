"""A model's clip on the film's clock: its few frames at its own rate become the film's, as long as the words last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from tools.engines import Speaking
from tools.engines.planes import Planes, to_film
from tools.ffmpeg import filter_frames, probe, run_ffmpeg

Bytes = NDArray[np.uint8]
SLOWEST = 2.0
"""How many times slower than it was made a clip may be shown; a shot longer than that goes back and forth."""
_EXACT = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]


def store(pictures: Bytes, fps: float, path: Path) -> None:
    """Write frames (count x height x width x 3, red first) as a video that is all but lossless; same frames, same file."""
    _, height, width, _ = pictures.shape
    source = [
        "-f",
        "rawvideo",
        "-pixel_format",
        "rgb24",
        "-video_size",
        f"{width}x{height}",
        "-framerate",
        f"{fps:g}",
        "-i",
        "pipe:0",
    ]
    coded = ["-c:v", "libx264", "-preset", "medium", "-crf", "6", "-pix_fmt", "yuv444p", "-threads", "1"]
    frames = (picture.tobytes() for picture in pictures)
    run_ffmpeg([*source, *coded, "-x264-params", "threads=1:lookahead-threads=1", *_EXACT, str(path)], frames)


def when(index: int, total: int, fps: int, made: tuple[int, float]) -> float:
    """Which of the clip's frames (`made`: how many, and how many a second) is seen at a frame of the shot; between two, a part.

    As fast as it was made when it is long enough, else slower, and back and forth when even that does not reach.
    """
    count, rate = made
    longer = ((total - 1) / fps) / ((count - 1) / rate) if total > 1 else 0.0
    at = index / fps * rate / min(max(longer, 1.0), SLOWEST)
    turn = 2.0 * (count - 1)
    return (turn - at % turn) if at % turn > count - 1 else at % turn


class ModelFootage:
    """Frames of a model's clip, those between two of them by following what moved (DIS optical flow); read when asked for."""

    def __init__(self, path: Path, count: int, rate: float, size: tuple[int, int]) -> None:
        self.path, self.made, self.size = path, (count, rate), size
        self._read: Bytes | None = None
        self._pair: tuple[int, tuple[Any, Any]] | None = None

    def frames(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """Frames `start` to `start+count` of the shot played over `total`; each height*width*4 bytes, BGRA, opaque."""
        return (pixels.reshape(-1).data.cast("B") for pixels in self._drawn(total, fps, start, count))

    def planes(
        self, total: int, fps: int, start: int = 0, count: int | None = None, speaking: Sequence[Speaking] = ()
    ) -> Iterator[memoryview]:
        """The same frames as yuv420p, BT.709 in limited range."""
        planes, whole = Planes(*self.size), ((0, 0, *self.size),)
        for pixels in self._drawn(total, fps, start, count):
            to_film(pixels, whole)
            yield planes.take(pixels)

    def _drawn(self, total: int, fps: int, start: int, count: int | None) -> Iterator[Bytes]:
        stop = total if count is None else start + count
        if total < 1 or fps < 1 or not 0 <= start <= stop <= total:
            raise ValueError(f"frames {start} to {stop} are not in a shot of {total} at {fps} a second")
        return (self._framed(self._at(when(i, total, fps, self.made))) for i in range(start, stop))

    def _framed(self, picture: Bytes) -> Bytes:
        """A picture of the model brought to the film's size, cut evenly, with an alpha of 255."""
        import cv2

        width, height = self.size
        scale = max(width / picture.shape[1], height / picture.shape[0])
        grown = (max(round(picture.shape[1] * scale), width), max(round(picture.shape[0] * scale), height))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        large = picture if grown == (picture.shape[1], picture.shape[0]) else cv2.resize(picture, grown, interpolation=how)
        left, top = (grown[0] - width) // 2, (grown[1] - height) // 2
        return np.asarray(cv2.cvtColor(large[top : top + height, left : left + width], cv2.COLOR_BGR2BGRA), np.uint8)

    def _at(self, moment: float) -> Bytes:
        before = min(int(moment), self.made[0] - 1)
        share = moment - before
        clip = self._clip()
        if share < 0.02 or before + 1 >= self.made[0]:
            return np.asarray(clip[before])
        if share > 0.98:
            return np.asarray(clip[before + 1])
        if self._pair is None or self._pair[0] != before:
            self._pair = before, _flows(clip[before], clip[before + 1])
        return _between(clip[before], clip[before + 1], self._pair[1], share)

    def _clip(self) -> Bytes:
        """All frames of the clip, decoded once into a file that vanishes with this footage."""
        if self._read is None:
            found = probe(self.path)
            size = found.width * found.height * 3
            with tempfile.TemporaryFile() as raw:
                args = ["-i", str(self.path), "-pix_fmt", "bgr24", "-f", "rawvideo", "pipe:1"]
                for frame in filter_frames(args, (), size):
                    raw.write(frame)
                raw.flush()
                held = raw.tell() // max(size, 1)
                if held != self.made[0]:
                    raise TakeError(
                        f"{self.path.name} holds {held} frames where {self.made[0]} were made. Render the shot again."
                    )
                self._read = np.memmap(raw, np.uint8, "r", shape=(held, found.height, found.width, 3))
        return self._read


def _flows(one: Bytes, other: Bytes) -> tuple[Any, Any]:
    """Where each pixel of one picture goes to in the other, and back, in pixels."""
    import cv2

    finder: Any = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [cv2.cvtColor(np.asarray(picture), cv2.COLOR_BGR2GRAY) for picture in (one, other)]
    return finder.calc(grey[0], grey[1], None), finder.calc(grey[1], grey[0], None)


def _between(one: Bytes, other: Bytes, flows: tuple[Any, Any], share: float) -> Bytes:
    """The picture a share of the way from one to the other: both follow their flow to it, and the nearer one counts more."""
    import cv2

    height, width = one.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))

    def follow(picture: Bytes, flow: Any, way: float) -> Any:
        return cv2.remap(
            np.asarray(picture), x - way * flow[..., 0], y - way * flow[..., 1], cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE
        )

    seen = cv2.addWeighted(follow(one, flows[0], share), 1 - share, follow(other, flows[1], 1 - share), share, 0)
    return np.asarray(seen, np.uint8)
