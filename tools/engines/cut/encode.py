"""The one intermediate profile: every piece of film is encoded once, alike, so that pieces join by stream copy.

veryfast at a low crf is nearer to the source than faster at a higher one, for half the work; crf 16 because the pieces are
the master from which every export is made; aq-mode 3 gives dark gradients the bits they need; b-adapt 0 and subme 1 with
trellis 1 cost a quarter less than the preset's own at the same SSIM and 8 % more bits (576 frames of film, x264 of ffmpeg 9).
One thread, because pieces are encoded side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from memory.errors import TakeError
from tools.ffmpeg import HERE, Frame, Place, probe, run_ffmpeg

SIZED = tuple[int, int, int]
"""Width and height in pixels, frames a second."""
MAIN = "segment.mp4"
CRF = 16.0
AS_VIDEO = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
"""Filter that says of raw yuv420p frames what they are."""
BARE = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
"""Output options that keep dates and program versions out of files."""


def source(sized: SIZED) -> list[str]:
    """Input options for raw frames (yuv420p) on standard input."""
    width, height, fps = sized
    return [
        "-f",
        "rawvideo",
        "-pixel_format",
        "yuv420p",
        "-video_size",
        f"{width}x{height}",
        "-framerate",
        str(fps),
        "-i",
        "pipe:0",
    ]


def frame_bytes(sized: SIZED) -> int:
    """Bytes of one raw frame."""
    return sized[0] * sized[1] * 3 // 2


def profile(fps: int, crf: float = CRF) -> list[str]:
    """List the encoder options of the intermediate profile; a keyframe every two seconds, every group of pictures closed."""
    groups = f"open-gop=0:stitchable=1:keyint={2 * fps}:min-keyint=1"
    x264 = f"threads=1:lookahead-threads=1:{groups}:aq-mode=3:b-adapt=0:subme=1:trellis=1"
    colours = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    return [
        "-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", f"{crf:.1f}", "-profile:v", "high", "-pix_fmt", "yuv420p",
        "-threads", "1", "-x264-params", x264, *colours, "-video_track_timescale", str(1000 * fps), *BARE, "-f", "mp4",
    ]  # fmt: skip


@dataclass(frozen=True)
class Develop:
    """How raw frames become a piece: filters that end in the profile's colours, quality, where ffmpeg runs."""

    filters: str = AS_VIDEO
    crf: float = CRF
    place: Place = HERE


def encode(frames: Iterable[Frame], sized: SIZED, develop: Develop, path: Path) -> None:
    """Encode raw frames into one piece of the profile at `path`; TakeError when ffmpeg fails."""
    args = [*source(sized), "-filter_threads", "1", "-vf", develop.filters, *profile(sized[2], develop.crf)]
    run_ffmpeg([*args, str(path.resolve())], frames, develop.place)


def concat_list(pieces: Sequence[Path], path: Path) -> Path:
    """Write the list by which ffmpeg's concat demuxer reads the pieces one after another."""
    quoted = (str(piece.resolve()).replace("'", "'\\''") for piece in pieces)
    path.write_text("ffconcat version 1.0\n" + "".join(f"file '{name}'\n" for name in quoted), encoding="utf-8")
    return path


def join(pieces: Sequence[Path], path: Path, work: Path) -> None:
    """Join pieces of the profile by stream copy; a single piece is moved."""
    if len(pieces) == 1:
        pieces[0].replace(path)
        return
    listed = concat_list(pieces, work / "pieces.txt")
    args = ["-f", "concat", "-safe", "0", "-i", str(listed), "-map", "0:v", "-c", "copy"]
    run_ffmpeg([*args, "-video_track_timescale", _timescale(pieces[0]), *BARE, "-f", "mp4", str(path)])


def _timescale(piece: Path) -> str:
    return str(1000 * round(probe(piece).fps))


def check_frames(path: Path, frames: int) -> None:
    """Count the frames of a piece; TakeError when they are not exactly as many as planned."""
    found = probe(path).frames
    if found != frames:
        raise TakeError(f"{path.name} holds {found} frames where {frames} were drawn. It was not kept; render again.")
