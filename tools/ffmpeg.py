"""ffmpeg by argument list, never a shell: the build that imageio-ffmpeg ships, fenced and with errors in sentences."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from memory.errors import TakeError


@cache
def ffmpeg_path() -> str:
    """Path of the ffmpeg program that comes with imageio-ffmpeg."""
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run_ffmpeg(args: Sequence[str], frames: Iterable[bytes | memoryview] | None = None) -> str:
    """Run ffmpeg with `args`, feeding `frames` to its standard input; returns what it said on standard error.

    Inputs are limited to local files and pipes. Raises TakeError with ffmpeg's last words when it fails.
    """
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-y", "-protocol_whitelist", "file,pipe", *args]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE if frames is not None else subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            if frames is not None and process.stdin is not None:
                with contextlib.suppress(BrokenPipeError), process.stdin as pipe:
                    for frame in frames:
                        pipe.write(frame)
            status = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    if status != 0:
        tail = " / ".join(line.strip() for line in words.strip().splitlines()[-3:])
        raise TakeError(f"ffmpeg could not make this take and said: {tail or f'status {status}'}. Earlier takes are kept.")
    return words


@dataclass(frozen=True)
class Probe:
    """What a media file holds: picture size, exact frame count and rate, sound, subtitle streams, seconds."""

    seconds: float
    width: int = 0
    height: int = 0
    fps: Fraction = Fraction(0)
    frames: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    sample_rate: int = 0
    channels: int = 0
    subtitles: int = 0


def probe(path: Path) -> Probe:
    """Read a media file's streams and count its video packets; TakeError when it cannot be read."""
    import av

    try:
        with av.open(str(path)) as file:
            seconds = float(file.duration or 0) / 1_000_000
            video = file.streams.video[0] if file.streams.video else None
            audio = file.streams.audio[0] if file.streams.audio else None
            frames = sum(1 for packet in file.demux(video) if packet.size) if video else 0
            return Probe(
                seconds=seconds,
                width=video.codec_context.width if video else 0,
                height=video.codec_context.height if video else 0,
                fps=Fraction(video.average_rate or 0) if video else Fraction(0),
                frames=frames,
                video_codec=video.codec_context.name if video else "",
                audio_codec=audio.codec_context.name if audio else "",
                sample_rate=audio.codec_context.sample_rate if audio else 0,
                channels=audio.codec_context.channels if audio else 0,
                subtitles=len(file.streams.subtitles),
            )
    except (av.error.FFmpegError, OSError, IndexError) as error:
        raise TakeError(f"{path.name} is not a media file that can be read ({error}).") from error
