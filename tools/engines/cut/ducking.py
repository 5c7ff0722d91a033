"""Making room for words: how much music and effects give way, from the power of the voice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.cut.streams import RATE, Audio

STEP = RATE // 200
"""Samples for which the voice has one power."""
ATTACK, RELEASE = 0.105, 0.155
"""Seconds in which what is heard of the voice rises, and falls, by the better part of the way."""
AHEAD = 40
"""Steps by which the key runs ahead of the voice, so that the music has made room when the word comes."""
MUSIC, EFFECTS = 0.315, 0.123
"""dB by which they give way for every dB of the voice above the threshold."""


class Ducking:
    """Takes the voice block by block, then says how much room it needs."""

    def __init__(self) -> None:
        self._powers: list[NDArray[np.float64]] = []
        self._over = np.zeros(0)

    def add(self, block: Audio) -> None:
        """Hear (frames, 1); all blocks but the last are whole steps long."""
        padded = np.concatenate([block[:, 0], np.zeros(-len(block) % STEP, np.float32)])
        self._powers.append((padded.reshape(-1, STEP) ** 2).mean(axis=1, dtype=np.float64))

    def listen(self, threshold: float) -> None:
        """Follow the voice from its beginning to its end; `threshold` is in dB of its RMS, before any gain."""
        rise, fall = (1 - np.exp(-STEP / RATE / seconds) for seconds in (ATTACK, RELEASE))
        heard, followed = 0.0, []
        for power in np.concatenate([*self._powers, np.zeros(2 * AHEAD)]).tolist():
            heard += (power - heard) * (rise if power > heard else fall)
            followed.append(heard)
        level = 10 * np.log10(np.maximum(followed, 1e-12))
        self._over = np.maximum(level[AHEAD:] - threshold, 0.0)

    def gains(self, start: int, frames: int, share: float) -> Audio:
        """(frames, 1) factors from sample `start` on, itself a whole step, for what gives way by `share` dB for every dB."""
        first, count = start // STEP, -(-frames // STEP)
        edges = (10 ** (-share / 20 * self._over[first : first + count + 1])).astype(np.float32)
        slope = np.arange(STEP, dtype=np.float32) / STEP
        return np.asarray(edges[:-1, None] + np.diff(edges)[:, None] * slope, np.float32).reshape(-1, 1)[:frames]
