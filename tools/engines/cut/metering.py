"""Loudness while sound goes by: ITU-R BS.1770-4 worked out on the spectrum of every tenth of a second.

It is within a tenth of a LU of the meter in ffmpeg for all but rumble, costs a fraction of it, and needs no file. What a mix
promises is measured by the other one (`tools.loudness`).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from tools.engines.cut.streams import RATE, Audio
from tools.loudness import SILENCE

TENTH = RATE // 10
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""The two filters of the recommendation at 48 kHz: numerator and denominator in z^-1."""
_OFFSET = -0.691
"""dB by which loudness is less than the power of two channels together (the recommendation's own constant)."""


class Gauge:
    """Takes sound block by block at 48 kHz; one channel counts as two alike."""

    def __init__(self) -> None:
        self._tenths: list[NDArray[np.float64]] = []

    def add(self, block: Audio) -> None:
        """Hear (frames, channels); blocks but the last are whole tenths of a second long, what is left over is not heard."""
        whole = block[: len(block) // TENTH * TENTH].reshape(-1, TENTH, block.shape[1])
        # this norm keeps power, and keeps numpy from going by way of double floats
        spectrum = np.fft.rfft(np.ascontiguousarray(whole.transpose(0, 2, 1)), norm="ortho")
        power = (np.square(spectrum.real) + np.square(spectrum.imag)) @ _weights()
        self._tenths.append(power.mean(axis=1, dtype=np.float64) * 2)

    @property
    def loudness(self) -> float:
        """Integrated loudness in LUFS of what was heard so far, gated; -70 for silence."""
        tenths = np.concatenate([np.zeros(0), *self._tenths])
        blocks = np.convolve(tenths, np.full(4, 0.25), "valid") if len(tenths) >= 4 else tenths[:0]
        heard = blocks[_lufs(blocks) > SILENCE]
        if len(heard):
            heard = heard[_lufs(heard) > _lufs(heard.mean()) - 10]
        return float(_lufs(heard.mean())) if len(heard) else SILENCE


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(power, 1e-12)))


@cache
def _weights() -> NDArray[np.float32]:
    """What the power of each tone of a tenth of a second counts, so that all together are its mean square as ears hear it."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(TENTH))
    gain = np.prod([np.abs(np.polyval(over[::-1], turn) / np.polyval(under[::-1], turn)) for over, under in (_SHELF, _PASS)], 0)
    return np.asarray(2 * gain**2 / TENTH, np.float32)
