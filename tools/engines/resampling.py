"""Sound at another rate, for models that listen at 16 kHz to voices that speak at 24."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]


def at_rate(samples: Sound, rate: int, wanted: int) -> Sound:
    """Mono float32 sound at the wanted rate, as long in seconds as before: its spectrum cut off or continued with silence."""
    if rate == wanted or not len(samples):
        return samples
    frames = round(len(samples) * wanted / rate)
    spectrum = np.fft.rfft(np.pad(samples, (0, -len(samples) % 64)))
    longer = round((len(samples) + -len(samples) % 64) * wanted / rate)
    out = np.fft.irfft(spectrum, longer)[:frames] * (longer / (2 * (len(spectrum) - 1)))
    return out.astype(np.float32)
