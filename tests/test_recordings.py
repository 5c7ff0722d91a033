"""Recordings of any kind and condition: read, or refused by a sentence, and never a danger to the memory."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from memory.errors import FilmError
from tools.ffmpeg import run_ffmpeg
from tools.recordings import LARGEST, Recording, read_recording, write_wav


def noise(path: Path, seconds: float, level: float = 0.1, rate: int = 16_000) -> Path:
    """A file of noise."""
    sound = np.random.default_rng(1).normal(0, level, round(seconds * rate)).astype(np.float32)
    write_wav(path, Recording(sound, rate))
    return path


@pytest.mark.parametrize("kind", ["wav", "mp3", "m4a", "ogg", "opus", "flac", "webm", "mov", "aiff"])
def test_any_container_is_read(kind: str, tmp_path: Path) -> None:
    """Twelve seconds in whatever file, also under another ending, are twelve seconds of mono sound."""
    source = noise(tmp_path / "source.wav", 12)
    run_ffmpeg(["-i", str(source), str(tmp_path / f"noise.{kind}")])
    named = (tmp_path / f"noise.{kind}").rename(tmp_path / "recording.dat")
    read = read_recording(named, 16_000)
    assert abs(read.seconds - 12) < 0.2 and read.rate == 16_000 and read.samples.dtype == np.float32


def long(path: Path) -> None:
    run_ffmpeg(["-f", "lavfi", "-i", "anoisesrc=a=0.1:r=8000:d=3600", str(path)])


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 * 2**30)


def hollow(path: Path) -> None:
    """A header that is right, and megabytes of nothing behind it."""
    path.write_bytes(noise(path.with_suffix(".one"), 1).read_bytes()[:44])
    os.truncate(path, LARGEST // 512)


WRONG = {
    "a fifth of a second": (lambda path: noise(path, 0.2), "lasts 0.2 s"),
    "an hour": (long, "longer than 15 minutes"),
    "silence": (lambda path: noise(path, 12, 0.0), "only silence"),
    "a text": (lambda path: path.write_text("hello\n" * 500), "not a recording"),
    "a list of other files": (lambda path: path.write_text("ffconcat version 1.0\nfile '/etc/passwd'\n"), "not a recording"),
    "a playlist": (lambda path: path.write_text("#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"), "not a recording"),
    "ten sparse gigabytes": (sparse, "has 10,737 MB"),
    "a hollow file": (hollow, r"lasts 1\.0 s|not a recording|silence"),
    "nothing in it": (lambda path: path.touch(), "is empty"),
    "no file": (lambda path: None, "There is no file"),
    "a folder": (lambda path: path.mkdir(), "is not a file"),
    "a pipe": (lambda path: os.mkfifo(path), "is not a file"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_no_recording_is_said(case: str, tmp_path: Path) -> None:
    """Each has its sentence, that says what happened and that nothing was kept."""
    make, sentence = WRONG[case]
    make(tmp_path / "recording.wav")
    with pytest.raises(FilmError, match=sentence) as error:
        read_recording(tmp_path / "recording.wav")
    assert "Nothing was kept" in str(error.value)
