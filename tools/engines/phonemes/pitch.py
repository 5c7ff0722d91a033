"""The pitch of a recorded voice: its middle and its spread, by autocorrelation (no library of the base does it)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LOWEST, HIGHEST = 60.0, 420.0
"""Hz between which people speak."""
VOICED = 0.55
"""Share of a frame's energy that must come back after one period."""
_EARLY = 0.9
"""A shorter period is taken when it is this good against the best one: twice a period fits as well as the period."""
_QUIET = 10 ** (-32 / 20)


@dataclass(frozen=True)
class Pitch:
    """Hz at the middle (median) of what is voiced, its spread in semitones (standard deviation), and the voiced share."""

    middle: float
    spread: float
    voiced: float


def measure_pitch(samples: NDArray[np.float32], rate: int) -> Pitch:
    """The pitch of mono sound; middle and spread are 0 when nothing in it is voiced."""
    curve = track(samples, rate)
    voiced = curve[curve > 0]
    if not len(voiced):
        return Pitch(0.0, 0.0, 0.0)
    middle = float(np.median(voiced))
    steps = 12 * np.log2(voiced / middle)
    return Pitch(middle, float(np.std(steps[np.abs(steps) < 12])), len(voiced) / len(curve))


def track(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Hz every 10 ms where there is sound; 0 where it has no pitch. Silent frames are left out."""
    width, hop = int(0.04 * rate), rate // 100
    if len(samples) < 2 * width:
        return np.zeros(0)
    frames = np.lib.stride_tricks.sliding_window_view(samples.astype(np.float64), width)[::hop]
    power = np.sqrt((frames**2).mean(axis=1))
    frames = frames[power > _QUIET * power.max()] if power.max() > 0 else frames[:0]
    window = np.hanning(width)
    shape = _autocorrelation(window[None])[0]
    shortest, longest = int(rate / HIGHEST), int(rate / LOWEST)
    found = [_periods(part * window, shape, shortest, longest) for part in np.array_split(frames, len(frames) // 500 + 1)]
    lags = np.concatenate(found)
    return np.divide(rate, lags, out=np.zeros(len(lags)), where=lags > 0)


def _autocorrelation(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    size = 2 * frames.shape[1]
    power = np.abs(np.fft.rfft(frames, size, axis=1)) ** 2
    values: NDArray[np.float64] = np.fft.irfft(power, size, axis=1)[:, : frames.shape[1]]
    return values / np.maximum(values[:, :1], 1e-12)


def _periods(frames: NDArray[np.float64], shape: NDArray[np.float64], shortest: int, longest: int) -> NDArray[np.float64]:
    """Samples in one period of every frame, refined by a parabola; 0 for a frame without pitch."""
    if not len(frames):
        return np.zeros(0)
    values = (_autocorrelation(frames - frames.mean(axis=1, keepdims=True)) / np.maximum(shape, 1e-6))[:, : longest + 2]
    inner = values[:, shortest : longest + 1]
    peaks = (inner >= values[:, shortest - 1 : longest]) & (inner >= values[:, shortest + 1 : longest + 2])
    heights = np.where(peaks, inner, 0)
    best = heights.max(axis=1, initial=0)
    first = np.argmax(heights >= _EARLY * np.maximum(best, 1e-9)[:, None], axis=1) + shortest
    rows = np.arange(len(values))
    left, mid, right = values[rows, first - 1], values[rows, first], values[rows, first + 1]
    bend = left - 2 * mid + right
    shift = np.divide(left - right, 2 * bend, out=np.zeros(len(mid)), where=np.abs(bend) > 1e-9)
    return np.where(best > VOICED, first + np.clip(shift, -0.5, 0.5), 0.0)
