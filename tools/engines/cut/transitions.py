"""How a scene ends, composed by moviepy over the transition's own seconds and no others.

Clips here show frames as the profile stores them, planes of yuv420p, so that a transition costs no change of colours:
a mix of two pictures is the same mix of their planes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from tools.engines.cut.encode import SIZED
from tools.ffmpeg import Frame

if TYPE_CHECKING:
    from moviepy import VideoClip

Planes = NDArray[np.uint8]
"""One frame as yuv420p: height * 1.5 rows of width bytes."""
Blend = Callable[[Planes, Planes, float], Planes]
"""(own frame, other frame, progress 0..1) to the frame shown."""
EDGE = 0.12
"""Width of the wipe's soft edge, in widths of the frame."""


def compose(kind: str, own: Iterable[Frame], other: Iterable[Frame] | None, sized: SIZED, count: int) -> Iterator[memoryview]:
    """Make the `count` frames of a transition from graded frames (yuv420p) of the scene and, where shown, of the next.

    crossfade and wipe need `other`; fade_to_black ends on a black frame. Raises TakeError for another kind.
    """
    fps = sized[2]
    clip = _clip(own, sized, count)
    if kind == "fade_to_black":
        film = _blended(clip, _clip(_black(sized, count), sized, count), _mix, count / (count + 1))
    elif kind in ("crossfade", "wipe") and other is not None:
        film = _blended(clip, _clip(other, sized, count), _mix if kind == "crossfade" else _wipe, 1)
    else:
        raise TakeError(
            f"There is no transition called {kind!r}; the scene was not cut. Choose cut, crossfade, wipe or fade_to_black."
        )
    for index in range(count):
        yield np.ascontiguousarray(film.get_frame((index + 0.5) / fps)).data.cast("B")


def _clip(frames: Iterable[Frame], sized: SIZED, count: int) -> VideoClip:
    """Wrap in a moviepy clip frames that come one after another; it can be seen once, forwards."""
    from moviepy import VideoClip

    width, height, fps = sized
    source, at = iter(frames), -1
    shown = np.zeros((height * 3 // 2, width), np.uint8)

    def frame_at(t: float) -> Planes:
        nonlocal at, shown
        while at < min(int(t * fps), count - 1):
            raw = next(source, None)
            if raw is None:
                raise TakeError(f"A transition needs {count} frames and got {at + 1}. The scene was not cut; render again.")
            at, shown = at + 1, np.frombuffer(raw, np.uint8).reshape(height * 3 // 2, width)
        return shown

    return VideoClip(frame_function=frame_at, duration=count / fps).with_fps(fps)


def _black(sized: SIZED, count: int) -> Iterator[bytes]:
    width, height, _ = sized
    frame = bytes([16]) * (width * height) + bytes([128]) * (width * height // 2)
    return iter([frame] * count)


def _blended(clip: VideoClip, other: VideoClip, blend: Blend, stretch: float) -> VideoClip:
    """`clip` with the other clip blended in over its whole length, as one moviepy effect."""
    from moviepy import Effect

    class Blended(Effect):  # type: ignore[misc]
        def apply(self, clip: Any) -> Any:
            frames = clip.duration * clip.fps

            def shown(get_frame: Callable[[float], Planes], t: float) -> Planes:
                at = (int(t * clip.fps) + 1) / (frames + 1) / stretch
                return blend(get_frame(t), other.get_frame(t), min(at, 1.0))

            return clip.transform(shown, keep_duration=True)

    return clip.with_effects([Blended()])


def _mix(own: Planes, other: Planes, at: float) -> Planes:
    import cv2

    weight = at * at * (3 - 2 * at)
    return np.asarray(cv2.addWeighted(own, 1 - weight, other, weight, 0), np.uint8)


def _wipe(own: Planes, other: Planes, at: float) -> Planes:
    """Bring the next scene in from the left behind a soft upright edge."""
    shown = own.copy()
    height, width = own.shape[0] * 2 // 3, own.shape[1]
    flat, new, luma = shown.reshape(-1), other.reshape(-1), height * width
    quarter = luma // 4
    parts = [(0, height, width), (luma, height // 2, width // 2), (luma + quarter, height // 2, width // 2)]
    for start, rows, columns in parts:
        plane = slice(start, start + rows * columns)
        _wipe_plane(flat[plane].reshape(rows, columns), new[plane].reshape(rows, columns), at)
    return shown


def _wipe_plane(own: Planes, new: Planes, at: float) -> None:
    """Wipe one plane in place; only the columns of the soft edge are mixed."""
    columns = own.shape[1]
    edge = max(EDGE * columns, 1)
    front = at * (columns + edge)
    left, right = int(np.clip(front - edge, 0, columns)), int(np.clip(np.ceil(front), 0, columns))
    own[:, :left] = new[:, :left]
    share = np.clip((front - np.arange(left, right) - 0.5) / edge, 0, 1).astype(np.float32)
    band = own[:, left:right].astype(np.float32)
    own[:, left:right] = np.rint(band + (new[:, left:right] - band) * share).astype(np.uint8)
