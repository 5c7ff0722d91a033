"""Recordings that people bring, of any kind and any condition: read as plain samples, or refused by a sentence.

A file is opened by the bundled ffmpeg with a closed list of containers and never by its name's ending. Memory stays that of
the longest recording that is taken, however large or long the file is.
"""

from __future__ import annotations

import stat
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import FilmError, TakeError
from memory.files import plainly, whole_path
from tools.ffmpeg import run_ffmpeg

LARGEST = 2**30
"""Bytes that a recording's file may have."""
SHORTEST, LONGEST = 10.0, 900.0
"""Seconds that a reference may last."""
CONTAINERS = "wav,w64,aiff,au,caf,flac,ogg,mp3,aac,amr,mov,mp4,m4a,3gp,matroska,webm,asf"
"""Kinds of file that are opened, by ffmpeg's names."""
SILENCE = 10 ** (-50 / 20)
"""Loudness (RMS of the loudest tenth of a second) below which nothing is heard."""
_PATIENCE = 20
"""Seconds of computing after which a file is given up: a quarter of an hour of sound takes three."""
_KEPT = "Nothing was kept."


@dataclass(frozen=True)
class Recording:
    """Sound as float32 samples, mono, `rate` a second; 1.0 is full scale, and a damaged file may go beyond."""

    samples: NDArray[np.float32]
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate


def read_recording(path: Path, rate: int = 24_000, shortest: float = SHORTEST, longest: float = LONGEST) -> Recording:
    """The sound of a file; FilmError with a sentence for what is no recording, too large, too short, too long, or silent."""
    path = whole_path(path)
    _look_at(path)
    samples = _decoded(path, rate, longest + 1)
    seconds, name = len(samples) / rate, path.name[:80]
    if seconds > longest:
        raise FilmError(
            f"{name} lasts longer than {_long(longest)}, which is more than is listened to. {_KEPT} Bring a part of it."
        )
    if seconds < shortest:
        raise FilmError(f"{name} lasts {seconds:.1f} s, and at least {_long(shortest)} are needed. {_KEPT} Record it longer.")
    if loudest(samples, rate) < SILENCE:
        raise FilmError(f"There is only silence in {name}. {_KEPT} Look whether the microphone was on, and record it again.")
    return Recording(samples, rate)


def loudest(samples: NDArray[np.float32], rate: int) -> float:
    """The RMS of the loudest tenth of a second; 0 for less than that."""
    span = rate // 10
    whole = samples[: len(samples) // span * span].reshape(-1, span)
    return float(np.sqrt(np.max(np.mean(np.square(whole), axis=1)))) if len(whole) else 0.0


def _look_at(path: Path) -> None:
    with plainly(f"Reading {path.name[:80]!r}"):
        if not path.exists():
            raise FilmError(f"There is no file {path}. {_KEPT}")
        about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise FilmError(f"{path.name[:80]} is not a file. {_KEPT} Name a recording.")
    if about.st_size == 0:
        raise FilmError(f"{path.name[:80]} is empty. {_KEPT}")
    if about.st_size > LARGEST:
        size = f"{about.st_size / 1e6:,.0f} MB; at most {LARGEST / 1e6:,.0f} MB are read"
        raise FilmError(f"{path.name[:80]} has {size}. {_KEPT} Bring a shorter recording.")


def _decoded(path: Path, rate: int, most: float) -> NDArray[np.float32]:
    """Up to `most` seconds of the file's first sound; what is no number in it becomes 0."""
    with tempfile.TemporaryDirectory() as work:
        raw = Path(work) / "sound.f32"
        source = [
            "-timelimit",
            str(_PATIENCE),
            "-format_whitelist",
            CONTAINERS,
            "-i",
            f"file:{path}",
            "-map",
            "0:a:0",
            "-vn",
            "-sn",
            "-dn",
        ]
        try:
            run_ffmpeg([*source, "-t", f"{most:g}", "-ac", "1", "-ar", str(rate), "-f", "f32le", str(raw)])
        except TakeError as error:
            raise FilmError(
                f"{path.name[:80]} is not a recording that can be read. {_KEPT} Bring a WAV, FLAC, MP3, M4A, Ogg or video file."
            ) from error
        samples = np.fromfile(raw, np.float32)
    samples[~np.isfinite(samples)] = 0
    return samples


def _long(seconds: float) -> str:
    return f"{seconds / 60:g} minutes" if seconds >= 120 else f"{seconds:g} s"


def write_wav(path: Path, recording: Recording) -> None:
    """Write a recording as a plain WAV file, mono, 16 bit; OSError when the disk will not."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(recording.rate)
        file.writeframes((np.clip(recording.samples, -1, 1) * 32767).astype("<i2").tobytes())
