"""ffmpeg by argument list, never a shell: the build that imageio-ffmpeg ships, fenced and with errors in sentences."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import IO, TypeAlias

from memory.errors import TakeError

Frame: TypeAlias = bytes | memoryview
READ = (
    "mov,matroska,avi,flv,ogg,mpeg,mpegts,mpegvideo,gif,asf,wav,w64,aiff,caf,au,flac,mp3,aac,ac3,eac3,amr,ape,wv,h264,hevc,ivf,"
    "yuv4mpegpipe,png_pipe,jpeg_pipe,webp_pipe,srt,webvtt,ass"
)
"""What ffmpeg takes a file for by its content: what holds itself whole, never a playlist or a list that names other files."""
FENCE = {"protocol_whitelist": "file", "format_whitelist": READ}
"""PyAV's options for a file that may be anything."""


@dataclass(frozen=True)
class Place:
    """Where ffmpeg runs: its working folder, so that filters can name files without escapes, and its environment."""

    folder: Path | None = None
    env: Mapping[str, str] | None = None


HERE = Place()


@cache
def ffmpeg_path() -> str:
    """Path of the ffmpeg program that comes with imageio-ffmpeg."""
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _command(args: Sequence[str]) -> list[str]:
    """Give the whole command; every input is limited to local files and pipes, and to READ where its format is not named."""
    fenced, named = list[str](), False
    for arg in args:
        if arg == "-i":
            fenced += ["-protocol_whitelist", "file,pipe", *([] if named else ["-format_whitelist", READ])]
        named = arg == "-f" or (named and arg != "-i")
        fenced.append(arg)
    return [ffmpeg_path(), "-hide_banner", "-nostats", "-y", *fenced]


@contextlib.contextmanager
def _running(args: Sequence[str], pipes: tuple[int, int], place: Place, heard: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start ffmpeg, hand it over, wait for it and note in `heard` what it said; killed when we fail."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            _command(args), stdin=pipes[0], stdout=pipes[1], stderr=said, cwd=place.folder, env=place.env
        )
        try:
            yield process
            status = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        said.seek(0)
        heard.append(said.read().decode("utf-8", "replace"))
    if status != 0:
        words = heard[-1]
        tail = " / ".join(line.strip() for line in words.strip().splitlines()[-3:])
        raise TakeError(f"ffmpeg could not make this take and said: {tail or f'status {status}'}. Earlier takes are kept.")


def _feed(pipe: IO[bytes], frames: Iterable[Frame]) -> None:
    """Write the frames and close the pipe; a program that stopped reading says why in its status."""
    _widen(pipe)
    with contextlib.suppress(BrokenPipeError), pipe:
        for frame in frames:
            pipe.write(frame)


def _widen(pipe: IO[bytes]) -> None:
    """Where the system can (Linux), let the pipe hold a good part of a frame: fewer turns between the two programs."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)


def run_ffmpeg(args: Sequence[str], frames: Iterable[Frame] | None = None, place: Place = HERE) -> str:
    """Run ffmpeg with `args`, feeding `frames` to its standard input; returns what it said on standard error.

    Inputs are limited to local files and pipes. Raises TakeError with ffmpeg's last words when it fails.
    """
    heard: list[str] = []
    stdin = subprocess.DEVNULL if frames is None else subprocess.PIPE
    with _running(args, (stdin, subprocess.DEVNULL), place, heard) as process:
        if frames is not None and process.stdin is not None:
            _feed(process.stdin, frames)
    return heard[-1]


def filter_frames(args: Sequence[str], frames: Iterable[Frame], size: int, place: Place = HERE) -> Iterator[bytes]:
    """Send raw frames through ffmpeg and yield the raw frames of `size` bytes that it writes to standard output.

    The frames are drawn on a second thread, one pipe ahead; what goes wrong there is raised here.
    """
    wrong: list[BaseException] = []

    def draw(pipe: IO[bytes]) -> None:
        try:
            _feed(pipe, frames)
        except BaseException as error:
            wrong.append(error)

    with _running(args, (subprocess.PIPE, subprocess.PIPE), place, []) as process:
        if process.stdin is None or process.stdout is None:
            raise TakeError("ffmpeg was started without pipes. Earlier takes are kept.")
        feeder = threading.Thread(target=draw, args=(process.stdin,), daemon=True)
        feeder.start()
        with process.stdout as out:
            while len(frame := out.read(size)) == size:
                yield frame
        feeder.join()
        if wrong:
            raise wrong[0]


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
        with av.open(f"file:{path.absolute()}", options=FENCE) as file:
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
