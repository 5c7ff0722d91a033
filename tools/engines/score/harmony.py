"""Keys, chords and voice leading: which notes sound together, and how one chord moves to the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

MODES: dict[str, tuple[int, ...]] = {
    "ionian": (0, 2, 4, 5, 7, 9, 11),
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic": (0, 2, 3, 5, 7, 8, 11),
}
"""Semitones of each scale degree above the tonic."""
NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
TOKEN = re.compile(r"^(b?)([1-7])([Mm]?)(add9|sus4|7|)$")


@dataclass(frozen=True)
class Chord:
    """A chord as pitch classes 0..11: its root, then its third (or fourth), fifth, and what is added."""

    tones: tuple[int, ...]

    @property
    def root(self) -> int:
        """Pitch class of the root."""
        return self.tones[0]


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class 0..11) and a mode of `MODES`."""

    tonic: int
    mode: str

    @property
    def name(self) -> str:
        """The key as people write it, e.g. "D dorian"."""
        return f"{NAMES[self.tonic]} {'harmonic minor' if self.mode == 'harmonic' else self.mode}"

    def chord(self, token: str) -> Chord:
        """Read a chord token such as "1", "4add9", "5M" (major third), "b7", "2m"; ValueError when it is none."""
        match = TOKEN.match(token)
        if match is None:
            raise ValueError(f"{token!r} is not a chord")
        flat, degree, quality, extra = match.groups()
        steps = MODES[self.mode]
        at = int(degree) - 1
        root = (MODES["ionian"][at] - 1) if flat else steps[at]
        third = {"M": 4, "m": 3, "": 4 if flat else (steps[(at + 2) % 7] - root) % 12}[quality]
        fifth = 7 if flat or quality else (steps[(at + 4) % 7] - root) % 12
        if extra == "sus4":
            third = 5
        added = {"add9": (2,), "7": ((steps[(at + 6) % 7] - root) % 12,)}.get(extra, ())
        return Chord(tuple((self.tonic + root + tone) % 12 for tone in (0, third, fifth, *added)))

    def ladder(self, chord: Chord, low: int, high: int) -> list[int]:
        """Scale pitches from low to high, bent where the chord has an altered tone, so that a tune fits the chord."""
        scale = {(self.tonic + step) % 12 for step in MODES[self.mode]}
        for tone in chord.tones:
            if tone not in scale:
                scale = {pc for pc in scale if (pc - tone) % 12 not in (1, 11)} | {tone}
        return [pitch for pitch in range(low, high + 1) if pitch % 12 in scale]


def chord_pitches(chord: Chord, low: int, high: int) -> list[int]:
    """All pitches of the chord from low to high, rising."""
    return [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones]


def _movement(voicing: Sequence[int], previous: Sequence[int] | None, centre: float) -> float:
    if previous is None:
        return abs(sum(voicing) / len(voicing) - centre)
    leaps = [abs(a - b) for a, b in zip(voicing, previous, strict=True)]
    drift = abs(sum(voicing) / len(voicing) - centre)
    return sum(leaps) + 0.5 * max(leaps) + 0.6 * drift


def voice(chord: Chord, previous: Sequence[int] | None, low: int = 53, high: int = 74, size: int = 4) -> tuple[int, ...]:
    """Place a chord as `size` rising pitches, each voice moving as little as it can from `previous`.

    The measure is the summed size of voice movements (D. Tymoczko, "The Geometry of Musical Chords", Science 313,
    2006), with a pull to the middle of the register; thirds are never left out, and low voices stand apart.
    """
    centre = (low + high) / 2

    def cost(voicing: tuple[int, ...]) -> float:
        missing = set(chord.tones) - {pitch % 12 for pitch in voicing}
        crowd = sum(3.0 for a, b in itertools.pairwise(voicing) if b - a < (4 if a < 57 else 2))
        return _movement(voicing, previous, centre) + 4 * len(missing) + (30 if chord.tones[1] in missing else 0) + crowd

    return min(itertools.combinations(chord_pitches(chord, low, high), size), key=lambda v: (cost(v), v))
