"""Where the beats of a recording are: onset strength, tempo, and the steady grid that fits them best.

Onset strength by band-wise spectral flux, tempo by its autocorrelation (after D. P. W. Ellis, "Beat Tracking by Dynamic
Programming", Journal of New Music Research 36(1), 2007); period and phase are then refined on the whole piece by the
Fourier sum of the onsets at the beat's own frequency.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
HOP = 480
LAG = 3
"""Hops over which a rise is measured: 30 ms."""
EARLY = 0.02
"""Seconds by which an onset is seen before it is heard: its window begins to hold it."""
LIKED = 110
"""Beats a minute that people hear most readily: between the 100 of R. Parncutt (Music Perception 11, 1994) and the 120 of
D. Moelants (Proc. 7th Int. Conf. on Music Perception and Cognition, 2002)."""
STEADY = 0.12
"""Share of the onsets' strength that must fall together on a steady grid, for cuts to be put on it."""
Audio = NDArray[np.float32]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Beats:
    """A steady grid: seconds of a beat, of the first one, of the first bar, and how well the onsets keep to it, 0..1."""

    beat: float
    first: float
    bar: float
    steadiness: float

    @property
    def steady(self) -> bool:
        """Whether cuts can be put on it."""
        return self.steadiness >= STEADY


def spectrogram(wave: Audio, size: int = 2048, hop: int = HOP) -> Numbers:
    """Magnitudes (frames, size/2+1) of the mean of both sides, Hann windows of `size` every `hop` samples."""
    mono = np.pad(wave.mean(axis=1), (0, max(size - len(wave), 0)))
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[::hop]
    return np.abs(np.fft.rfft(frames * np.hanning(size).astype(np.float32), axis=1)).astype(np.float64)


def bands(wave: Audio, count: int = 28) -> Numbers:
    """Loudness (hops, count) in dB of bands from 60 Hz to 9 kHz, not more than 40 dB under each band's loudest."""
    edges = np.searchsorted(np.fft.rfftfreq(2048, 1 / RATE), np.geomspace(60, 9000, count + 1))
    rows, hops = [], 3000
    for start in range(0, max((len(wave) - 2048) // HOP + 1, 1), hops):
        part = wave[start * HOP : (start + hops - 1) * HOP + 2048]
        rows.append(np.add.reduceat(spectrogram(part) ** 2, edges, axis=1)[:, :-1])
    power = np.concatenate(rows)
    return np.asarray(10 * np.log10(power + 1e-4 * power.max(axis=0) + 1e-12))


def onsets(loud: Numbers) -> Numbers:
    """Onset strength at each hop: how many dB the bands rose in 30 ms, summed, its slow drift taken away."""
    flux = np.maximum(loud[LAG:] - loud[:-LAG], 0).sum(axis=1)
    drift = np.convolve(flux, np.ones(100) / 100, "same")
    return np.asarray(np.maximum(flux - drift, 0))


def tempo(strength: Numbers) -> float:
    """Beats a minute from 40 to 220: the strongest regular pulse, itself and its first dozen multiples taken together.

    The mean is taken away and no multiple left out, so that a pulse whose every second stroke is missing counts against
    itself; what is compared is the mean over all that overlaps, or else short lags would count for more.
    """
    moved, size = strength - strength.mean(), 1 << max(2 * len(strength) - 1, 2).bit_length()
    echo = np.fft.irfft(np.abs(np.fft.rfft(moved, size)) ** 2)[: max(len(strength) // 2, 2)]
    echo = echo / np.arange(len(strength), len(strength) - len(echo), -1)
    tempos = np.arange(40, 220, 0.1)
    lags, steps = 60 / tempos * RATE / HOP, np.arange(len(echo))
    score = sum(np.interp(lags * k, steps, echo) / k**0.5 for k in range(1, 13))
    weight = np.exp(-0.5 * (np.log2(tempos / LIKED) / 0.9) ** 2)
    return float(tempos[np.argmax(score * weight)])


def track(loud: Numbers) -> Beats:
    """Find the steady grid of a recording from its `bands`, some ten seconds at least."""
    strength = onsets(loud)
    times = (np.arange(len(strength)) + LAG) * HOP / RATE
    coarse = tempo(strength) / 60
    step = 1 / (40 * max(times[-1], 1.0))
    tried = np.arange(coarse * 0.98, coarse * 1.02 + step, step)
    sums = [_sum(strength, times, hertz) for hertz in tried]
    halves = [abs(_sum(strength, times, 2 * hertz)) for hertz in tried]
    best = int(np.argmax([abs(one) + 0.5 * two for one, two in zip(sums, halves, strict=True)]))
    beat = float(1 / tried[best])
    first = float((EARLY - np.angle(sums[best]) / (2 * np.pi) * beat) % beat)
    share = float(abs(sums[best]) / (strength.sum() + 1e-9))
    return Beats(beat, first, _bar(loud, beat, first), share)


def _sum(strength: Numbers, times: Numbers, hertz: float) -> complex:
    return complex(np.sum(strength * np.exp(-2j * np.pi * times * hertz)))


def _bar(loud: Numbers, beat: float, first: float) -> float:
    """The beat of four on which the bass rises most: the first of the bar."""
    bass = np.maximum(loud[LAG:, :8] - loud[:-LAG, :8], 0).sum(axis=1)
    at = np.round((np.arange(first, len(bass) * HOP / RATE - 0.05, beat)) * RATE / HOP).astype(int) - LAG
    rise = np.array([bass[max(i - 2, 0) : max(i, 0) + 4].max(initial=0) for i in at])
    start = int(np.argmax([rise[k::4].mean() if len(rise) > k else 0.0 for k in range(4)]))
    return first + start * beat


def loop_points(loud: Numbers, seconds: float, beats: Beats) -> tuple[float, float]:
    """(start, end) in seconds, both on a bar: going back from the end to the start is where the music is most alike.

    Compared are the two beats before and the four after each pair of bars, as the bands' loudness.
    """
    bar = 4 * beats.beat
    marks = np.arange(beats.bar, seconds - bar, bar)
    if len(marks) < 3:
        return 0.0, seconds
    feature = [_around(loud, mark, beats.beat) for mark in marks]
    pairs = [(i, j) for i in range(len(marks)) for j in range(i + 1, len(marks)) if marks[j] - marks[i] >= 0.55 * seconds]
    pairs = pairs or [(0, len(marks) - 1)]
    start, end = min(pairs, key=lambda p: (float(np.abs(feature[p[0]] - feature[p[1]]).mean()) - 2e-3 * (p[1] - p[0]), p))
    return float(marks[start]), float(marks[end])


def _around(loud: Numbers, mark: float, beat: float) -> Numbers:
    at = (np.arange(-2, 4, 0.5) * beat + mark) * RATE / HOP
    rows = np.clip(np.round(at).astype(int), 0, len(loud) - 1)
    return np.asarray(loud[rows])
