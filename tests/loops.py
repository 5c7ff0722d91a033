"""What the tests of sounds measure of a loop: its spectrum, its colour and how its loudness moves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Wave = NDArray[np.float64]


def spectrum(wave: Wave, at: int, size: int = 4096) -> Wave:
    """Power (dB) in 16 bands of a short window that begins at sample `at`, around the loop."""
    window = wave[(at + np.arange(size)) % len(wave)].mean(axis=1) * np.hanning(size)
    bands = np.array_split(np.abs(np.fft.rfft(window)) ** 2, 16)
    return np.array([10 * np.log10(band.sum() + 1e-9) for band in bands])


def centre(wave: Wave) -> float:
    """Spectral centroid in hertz."""
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    return float((np.fft.rfftfreq(len(wave), 1 / RATE) * power).sum() / power.sum())


def features(wave: Wave) -> Wave:
    """Twelve bands of its spectrum, how its loudness moves, how much of it is peaks, and how it repeats."""
    power = np.abs(np.fft.rfft(wave.mean(axis=1))) ** 2
    edges = np.geomspace(40, 18_000, 13)
    hertz = np.fft.rfftfreq(len(wave), 1 / RATE)
    bands = [np.log10(power[(hertz >= low) & (hertz < high)].sum() / power.sum() + 1e-7) for low, high in pairwise(edges)]
    blocks = np.log10(loudness_curve(wave, 0.02) + 1e-5)
    return np.array(
        [*bands, blocks.std() * 3, np.abs(np.diff(blocks)).mean() * 6, np.log10(np.abs(wave).max() / wave.std()) * 2]
    )


def loudness_curve(wave: Wave, seconds: float = 0.05) -> Wave:
    """RMS of short blocks."""
    size = int(seconds * RATE)
    return np.asarray(np.sqrt((wave[: len(wave) // size * size].reshape(-1, size, 2) ** 2).mean(axis=(1, 2))))
