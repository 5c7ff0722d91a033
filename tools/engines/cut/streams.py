"""Sound as streams of blocks: speech in its places, ambiences that loop under scenes, a score cut on its bars.

No stream holds more than a few seconds of film, so memory does not grow with the film's length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.cut.fit import Fit

RATE = 48_000
SPLICE = 0.15
"""Seconds before a bar line over which one stretch of the score gives way to another, at equal power."""
Audio = NDArray[np.float32]


def load(path: Path, rate: int = RATE, channels: int = 2) -> Audio:
    """Read a whole sound file as (frames, channels) at `rate`; mono becomes two like channels, stereo one mean."""
    import soundfile

    data, found = soundfile.read(path, dtype="float32", always_2d=True)
    wave: Audio = data
    if found != rate:
        wave = _at_rate(wave, found, rate)
    if wave.shape[1] != channels:
        wave = np.repeat(wave.mean(axis=1, keepdims=True), channels, axis=1)
    return wave


def _at_rate(wave: Audio, found: int, rate: int) -> Audio:
    """The wave at another rate, band-limited: its spectrum cut off or continued with silence."""
    frames, wanted = len(wave), round(len(wave) * rate / found)
    spectrum = np.fft.rfft(wave, axis=0)
    return np.asarray(np.fft.irfft(spectrum, wanted, axis=0) * (wanted / max(frames, 1)), np.float32)


@dataclass(frozen=True)
class Line:
    """A speech take in its place: the sample (at the stream's rate) of its first word's file, and a gain."""

    path: Path
    at: int
    gain: float


def speech_blocks(lines: Sequence[Line], rate: int, total: int) -> Iterator[bytes]:
    """Mono float32 at `rate`: every line exactly at its sample, silence between, `total` samples in all."""
    at = 0
    for line in lines:
        yield from _silence(line.at - at, 1)
        wave = load(line.path, rate, 1)[: max(total - line.at, 0)]
        yield from _blocks(wave * np.float32(line.gain))
        at = line.at + len(wave)
    yield from _silence(total - at, 1)


def _silence(frames: int, channels: int) -> Iterator[bytes]:
    for start in range(0, frames, RATE):
        yield np.zeros((min(RATE, frames - start), channels), np.float32).tobytes()


def _blocks(wave: Audio) -> Iterator[bytes]:
    for start in range(0, len(wave), RATE):
        yield wave[start : start + RATE].astype(np.float32).tobytes()


@dataclass
class Bed:
    """An ambience under a scene: where it begins and ends (samples of the film), its fades, its gain and its phase."""

    path: Path
    start: int
    end: int
    fade_in: int
    fade_out: int
    gain: float
    phase: float = 0.0
    """Where in the loop it begins, 0..1, so that neighbours with the same sound do not beat against each other."""
    _tile: Audio | None = field(default=None, repr=False)

    def add(self, out: Audio, at: int) -> None:
        """Add what sounds of it to a block that begins at sample `at`; lets its samples go once it is over."""
        first, last = max(at, self.start), min(at + len(out), self.end)
        if first < last:
            if self._tile is None:
                self._tile = load(self.path)
            heard = _turned(self._tile, first - self.start + int(self.phase * len(self._tile)), last - first)
            if first < self.start + self.fade_in or last > self.end - self.fade_out:
                heard = heard * self._envelope(first, last)[:, None]
            else:
                heard = heard * np.float32(self.gain)
            out[first - at : last - at] += heard
        if at + len(out) >= self.end:
            self._tile = None

    def _envelope(self, first: int, last: int) -> Audio:
        """The gain at every sample from `first` to `last`."""
        time = np.arange(first - self.start, last - self.start, dtype=np.float32)
        rise = np.minimum(time / np.float32(max(self.fade_in, 1)), 1)
        fall = np.minimum((self.end - self.start - time) / np.float32(max(self.fade_out, 1)), 1)
        quarter = np.float32(np.pi / 2)
        return np.asarray(np.float32(self.gain) * np.sin(rise * quarter) * np.sin(fall * quarter))


def _turned(loop: Audio, start: int, frames: int) -> Audio:
    """That many frames of a loop, which goes round and round, from `start` on."""
    start %= len(loop)
    found = loop[start : start + frames]
    return found if len(found) == frames else np.take(loop, np.arange(start, start + frames), axis=0, mode="wrap")


def bed_blocks(beds: Sequence[Bed], total: int) -> Iterator[Audio]:
    """(frames, 2) at 48 kHz, a second at a time: all ambiences of the film together, `total` samples."""
    for at in range(0, total, RATE):
        out = np.zeros((min(RATE, total - at), 2), np.float32)
        for bed in beds:
            bed.add(out, at)
        yield out


def file_blocks(path: Path, channels: int, total: int) -> Iterator[Audio]:
    """(frames, channels) from a file of raw float32, a second at a time; silence where it ends before `total` frames."""
    with path.open("rb") as file:
        for at in range(0, total, RATE):
            block = np.zeros((min(RATE, total - at), channels), np.float32)
            found = np.fromfile(file, np.float32, block.size)
            block.reshape(-1)[: len(found)] = found
            yield block


def score_blocks(path: Path, fit: Fit) -> Iterator[bytes]:
    """Stereo float32: the score's pieces one after another, each giving way to the next just before the bar line.

    The rate to play it at is 48 kHz times `fit.speed`.
    """
    wave = load(path)
    yield from _silence(round(fit.head * fit.speed * RATE), 2)
    pieces = [(round(start * RATE), min(round(end * RATE), len(wave))) for start, end in fit.pieces]
    for index, (start, end) in enumerate(pieces):
        if index == 0 and fit.fade_in:
            rise = min(int(fit.fade_in * RATE), end - start)
            yield from _blocks(wave[start : start + rise] * _quarter(rise))
            start += rise  # noqa: PLW2901
        tail = _splice(wave, start, end, pieces[index + 1][0]) if index + 1 < len(pieces) else wave[end:end]
        yield from _blocks(wave[start : end - len(tail)])
        yield from _blocks(tail)


def _quarter(frames: int) -> Audio:
    return np.sin(np.linspace(0, np.pi / 2, frames, dtype=np.float32))[:, None]


def _splice(wave: Audio, start: int, end: int, following: int) -> Audio:
    """Fade the end of a piece into what comes before the next one's beginning; a short fade where nothing does."""
    frames = min(int(SPLICE * RATE), following, end - start)
    if frames < RATE // 100:
        frames = min(RATE // 40, end - start)
        return wave[end - frames : end] * _quarter(frames)[::-1]
    rise = _quarter(frames)
    return wave[end - frames : end] * rise[::-1] + wave[following - frames : following] * rise
