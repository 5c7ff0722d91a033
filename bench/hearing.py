"""A listener made of numbers: tempo, key and the colour of a piece of music, from its sound alone.

Tempo: onset strength by spectral flux and its autocorrelation, weighted toward usual tempos (D. P. W. Ellis, "Beat
Tracking by Dynamic Programming", Journal of New Music Research 36(1), 2007). Key: the correlation of pitch classes with
the probe-tone profiles of C. L. Krumhansl and E. J. Kessler (Psychological Review 89, 1982), as in the algorithm of
Krumhansl and Schmuckler (C. L. Krumhansl, "Cognitive Foundations of Musical Pitch", 1990).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
HOP = 480
Audio = NDArray[np.float32]
Numbers = NDArray[np.float64]
MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


@dataclass(frozen=True)
class Heard:
    """Beats a minute, tonic 0..11, whether it is major, and the piece's colour as numbers (see `COLOURS`)."""

    tempo: float
    tonic: int
    major: bool
    colour: Numbers


COLOURS = ("tempo", "majorness", "onsets a second", "brightness", "register", "low share", "roughness", "swing of level")


def spectrogram(wave: Audio, size: int = 2048, hop: int = HOP) -> Numbers:
    """Magnitudes (frames, size/2+1) of the mean of both sides, Hann windows of `size` every `hop` samples."""
    mono = wave.mean(axis=1)
    frames = np.lib.stride_tricks.sliding_window_view(mono, size)[::hop]
    return np.asarray(np.abs(np.fft.rfft(frames * np.hanning(size), axis=1)))


def onsets(magnitudes: Numbers) -> Numbers:
    """Onset strength at each hop: how many dB each of 28 bands rose in 30 ms, summed, its slow drift taken away."""
    hertz = np.fft.rfftfreq(2 * (magnitudes.shape[1] - 1), 1 / RATE)
    edges = np.searchsorted(hertz, np.geomspace(60, 9000, 29))
    bands: Numbers = np.add.reduceat(magnitudes**2, edges, axis=1)[:, :-1]
    loud: Numbers = 10 * np.log10(bands + 1e-4 * bands.max(axis=0) + 1e-12)
    flux = np.maximum(loud[3:] - loud[:-3], 0).sum(axis=1)
    drift = np.convolve(flux, np.ones(100) / 100, "same")
    return np.asarray(np.maximum(flux - drift, 0))


def tempo(strength: Numbers) -> float:
    """Beats a minute from 40 to 220: the strongest regular pulse, itself and its multiples taken together."""
    spectrum = np.fft.rfft(strength, 1 << 17)
    echo = np.fft.irfft(np.abs(spectrum) ** 2)[: len(strength) // 2]
    tempos = np.arange(40, 220, 0.1)
    lags = 60 / tempos * RATE / HOP
    steps = np.arange(len(echo))
    score = sum(np.interp(lags * k, steps, echo) / k**0.5 for k in (1, 2, 3, 4, 8)) + np.interp(lags * 16, steps, echo)
    weight = np.exp(-0.5 * (np.log2(tempos / 100) / 0.9) ** 2)
    return float(tempos[np.argmax(score * weight)])


def chroma(wave: Audio) -> Numbers:
    """How strong each pitch class is from 60 to 1600 Hz; the last four seconds, which confirm a key, count as much as all.

    A tone's third and fifth partial sound like its fifth and its major third, and every minor chord would be heard as
    a major one: a fifth of what lies under a pitch class at those distances is taken from it (after E. Gómez, "Tonal
    Description of Polyphonic Audio", INFORMS Journal on Computing 18(3), 2006).
    """
    magnitudes = spectrogram(wave, 16384, 8192)
    hertz = np.fft.rfftfreq(16384, 1 / RATE)
    pitch = 12 * np.log2(np.maximum(hertz, 1) / 440) + 69
    near = (hertz > 60) & (hertz < 1600) & (np.abs(pitch - np.round(pitch)) < 0.35)
    power = np.sqrt(magnitudes[:, near])
    peaks = power * (power > np.percentile(power, 80, axis=1, keepdims=True))
    classes = np.round(pitch[near]).astype(int) % 12
    return _share(peaks, classes) + _share(peaks[-round(4 * RATE / 8192) :], classes)


def _share(peaks: Numbers, classes: NDArray[np.int64]) -> Numbers:
    found = np.bincount(classes, peaks.sum(axis=0), 12)
    found = np.maximum(found - 0.2 * np.roll(found, 4) - 0.2 * np.roll(found, 7), 0)
    return np.asarray(found / found.sum())


def key(pitches: Numbers) -> tuple[int, bool, float]:
    """(tonic, whether major, correlation of the best major key minus that of the best minor one)."""
    fits = np.array(
        [[np.corrcoef(np.roll(profile, tonic), pitches)[0, 1] for tonic in range(12)] for profile in (MAJOR, MINOR)]
    )
    mode, tonic = np.unravel_index(np.argmax(fits), fits.shape)
    return int(tonic), mode == 0, float(fits[0].max() - fits[1].max())


def listen(wave: Audio) -> Heard:
    """Listen to a whole piece: float32 (frames, 2) at 48 kHz, at least some ten seconds."""
    magnitudes = spectrogram(wave)
    strength = onsets(magnitudes)
    beat = tempo(strength)
    tonic, major, majorness = key(chroma(wave))
    return Heard(beat, tonic, major, _colour(wave, magnitudes, strength, beat, majorness))


def _colour(wave: Audio, magnitudes: Numbers, strength: Numbers, beat: float, majorness: float) -> Numbers:
    hertz = np.fft.rfftfreq(2048, 1 / RATE)
    power = (magnitudes**2).sum(axis=0)
    threshold = strength.mean() + 1.2 * strength.std()
    peaks = (strength[1:-1] > strength[:-2]) & (strength[1:-1] >= strength[2:]) & (strength[1:-1] > threshold)
    loud = 10 * np.log10((wave[: len(wave) // RATE * RATE].reshape(-1, RATE * 2) ** 2).mean(axis=1) + 1e-9)
    centre = np.exp((np.log(hertz[1:]) * power[1:]).sum() / power[1:].sum())
    mid = (hertz > 60) & (hertz < 1500)
    total = magnitudes.sum(axis=0)
    bright = (hertz * total).sum() / total.sum()
    return np.array([
        np.log2(beat), majorness, peaks.sum() / (len(wave) / RATE), np.log2(bright), np.log2(centre),
        power[hertz < 180].sum() / power.sum(), -np.log(power[mid].max() / power[mid].mean()), loud.std(),
    ])  # fmt: skip
