"""How a line is spoken: pace, pauses, pitch, energy and breath, from the pace and the tone that were asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.tables import read_table
from tools.engines import SpeechRequest

UNVOICED = 40.0
"""Hz below which a voice's curve of pitch means: no pitch here."""


Lengths = tuple[tuple[float, float], ...]
"""How many times as long sentences became, and the speed that a model was asked for, rising in the first."""


@dataclass(frozen=True)
class Manner:
    """One way of speaking. All defaults leave the voice as its model has it, bit by bit."""

    speed: float = 1.0
    """0.5..2.0, 1 is the voice's own."""
    pauses: float = 1.0
    """Factor on the silences between sentences and pieces."""
    span: float = 1.0
    """Factor on the spread of the pitch around its middle, in semitones: below 1 is flatter, above it livelier."""
    height: float = 0.0
    """Semitones by which the whole voice is raised."""
    energy: float = 0.0
    """dB against the other lines of the film."""
    whispered: bool = False
    """Breath instead of voice."""

    def drive(self, lengths: Lengths) -> float:
        """The speed to ask a model for: it counts in whole units and hardly moves near 1, so that more must be asked of it."""
        longer, speeds = zip(*lengths, strict=True)
        return 1.0 if self.speed == 1 else float(np.interp(1 / self.speed, longer, speeds))

    def bend(self, middle: float) -> tuple[float, float]:
        """Power and gain that bend a curve f of pitch with that middle (Hz): f * max(f, UNVOICED) ** power * gain."""
        if self.whispered:
            return 0.0, 0.0
        power = self.span - 1
        return power, float(2 ** (self.height / 12) * middle**-power)

    def bent(self, pitch: NDArray[np.float32], middle: float) -> NDArray[np.float32]:
        """A curve of pitch (Hz) in this manner; where there is none, there is none afterwards."""
        power, gain = self.bend(middle)
        return (
            pitch if (power, gain) == (0.0, 1.0) else (pitch * np.maximum(pitch, UNVOICED) ** power * gain).astype(np.float32)
        )


@cache
def tones() -> dict[str, dict[str, Any]]:
    """Kinds of tone, each with its words and what it does to the manner (tones.toml)."""
    return read_table(Path(__file__).with_name("tones.toml"))


def manner(request: SpeechRequest) -> tuple[Manner, tuple[str, ...]]:
    """The manner of a request, and notes for people: of several words of tone the middle is taken; a pace slows pauses too."""
    words = set(request.tone.lower().replace(",", " ").replace(";", " ").split())
    kinds = [kind for kind in tones().values() if words & set(kind["words"])]
    unknown = f"The tone {request.tone!r} changes nothing here; this voice knows: {', '.join(tones())}"
    speed = request.pace * _middle([kind["pace"] for kind in kinds])
    found = Manner(
        speed=min(max(speed, 0.5), 2.0),
        pauses=_middle([kind["pauses"] for kind in kinds]) / request.pace,
        span=_middle([kind["span"] for kind in kinds]),
        height=_mean([kind.get("height", 0.0) for kind in kinds]),
        energy=_mean([kind.get("energy", 0.0) for kind in kinds]),
        whispered=any(kind.get("whispered") for kind in kinds),
    )
    return found, (unknown,) if words and not kinds else ()


def _middle(factors: Sequence[float]) -> float:
    """Geometric mean; 1 when there are none."""
    return math.prod(factors) ** (1 / len(factors)) if factors else 1.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
