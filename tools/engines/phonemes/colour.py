"""The colour of a voice: the long-term spectrum, in bands, and a filter that gives one sound the colour of another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]

BANDS = tuple(round(100 * 2 ** (step / 3), 1) for step in range(20))
"""Middles of the bands in Hz, a third of an octave apart, 100 Hz to 8 kHz."""
MOST = 8.0
"""dB by which a band is raised or lowered at the most."""
_FFT = 2048
_TAPS = 1024


def spectrum(samples: Sound, rate: int) -> NDArray[np.float64]:
    """Mean level of the loud frames in every band, in dB; the sound must be longer than a tenth of a second."""
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), _FFT)[:: _FFT // 4]
    loud = frames[(power := (frames**2).mean(axis=1)) > 0.05 * power.max()]
    power = (np.abs(np.fft.rfft(loud * np.hanning(_FFT), axis=1)) ** 2).mean(axis=0)
    hertz = np.fft.rfftfreq(_FFT, 1 / rate)
    half = 2 ** (1 / 6)
    bands = [power[(hertz >= middle / half) & (hertz < middle * half)] for middle in BANDS]
    return np.array([10 * np.log10(band.mean() + 1e-12) if len(band) else -120.0 for band in bands])


def difference(wanted: Sound, own: Sound, rate: int, strength: float) -> list[float]:
    """DB a band that move the colour of `own` that share of the way to `wanted`'s, smoothed, in sum nought."""
    step = spectrum(wanted, rate) - spectrum(own, rate)
    step = np.convolve(np.pad(step - np.median(step), 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    return [round(float(each), 2) for each in np.clip(strength * step, -MOST, MOST)]


def coloured(samples: Sound, gains: Sequence[float], rate: int) -> Sound:
    """The sound with its bands raised and lowered by those dB; as long as before, nothing delayed."""
    if not len(samples) or not any(gains):
        return samples
    hertz = np.fft.rfftfreq(_TAPS, 1 / rate)
    curve = 10 ** (np.interp(np.log(np.maximum(hertz, 1)), np.log(BANDS), gains) / 20)
    kernel = np.roll(np.fft.irfft(curve, _TAPS), _TAPS // 2) * np.hanning(_TAPS)
    size = len(samples) + _TAPS
    shaped = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(kernel, size), size)
    return shaped[_TAPS // 2 : _TAPS // 2 + len(samples)].astype(np.float32)
