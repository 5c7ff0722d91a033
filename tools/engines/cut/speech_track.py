"""The voice in a mix: every line at one level, through one chain, and louder or softer only where its tone asks for that."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from memory.takes import Take
from tools.engines.cut.streams import load

SPOKEN = -20.0
"""dB RMS each line of speech is brought to before the compressor, so that scenes sound alike."""
_FINELY = "asetnsamples=n=240:p=0"
"""So that a level changes within 10 ms of where it should."""
MOST = 24.0
"""dB: the most a line is lifted."""
CHAIN = (
    "highpass=f=70", "equalizer=f=240:t=q:w=1.0:g=-1.5", "equalizer=f=3400:t=q:w=0.9:g=2",
    "acompressor=threshold=-21dB:ratio=2.4:attack=6:release=140:knee=4",
)  # fmt: skip


def even(take: Take, rate: int) -> float:
    """The gain that brings a line's louder half to SPOKEN: scenes are spoken apart and must sound together."""
    wave = load(take.main, rate, 1)[:, 0]
    size = max(rate // 10, 1)
    power = np.sort((wave[: len(wave) // size * size].reshape(-1, size) ** 2).mean(axis=1))
    loud = float(power[len(power) // 2 :].mean()) if len(power) else 0.0
    return float(10 ** (min(SPOKEN - 10 * math.log10(loud), MOST) / 20)) if loud > 1e-9 else 1.0


def toned(lines: Sequence[tuple[Take, float]]) -> list[str]:
    """The filters that give lines, with the seconds at which they begin, their tones' `energy` (dB); none where none asks.

    They stand behind the compressor, which would take more than half of it away again: a whisper stays below a shout.
    """
    asked = [(float(take.data.get("energy", 0.0)), start, start + float(take.data["seconds"])) for take, start in lines]
    found = [f"volume={energy:g}dB:enable='between(t,{start:.4f},{end:.4f})'" for energy, start, end in asked if energy]
    return [_FINELY, *found] if found else []
