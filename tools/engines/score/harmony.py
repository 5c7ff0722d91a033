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
    degrees: tuple[int, ...] = ()
    """The scale degree (0..6) that each tone is written on, so that a tune knows which notes the chord bends."""

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
        added = {"add9": ((2, 1),), "7": (((steps[(at + 6) % 7] - root) % 12, 6),)}.get(extra, ())
        above = [(0, 0), (third, 3 if extra == "sus4" else 2), (fifth, 4), *added]
        tones = tuple((self.tonic + root + tone) % 12 for tone, _ in above)
        return Chord(tones, tuple((at + step) % 7 for _, step in above))

    def scale(self, chord: Chord) -> list[int]:
        """Semitones of the seven degrees above the tonic, those bent that the chord bends."""
        steps = list(MODES[self.mode])
        for tone, degree in zip(chord.tones, chord.degrees, strict=True):
            steps[degree] += (tone - self.tonic - steps[degree] + 6) % 12 - 6
        return steps

    def pitch(self, place: int, chord: Chord) -> int:
        """MIDI pitch of a place on the endless scale (0 is the tonic in octave 0, 7 an octave above it), over a chord."""
        octave, degree = divmod(place, 7)
        return self.tonic + 12 * octave + self.scale(chord)[degree]

    def place(self, pitch: int, chord: Chord) -> int:
        """The place on the scale whose pitch over the chord is nearest; the lower of two."""
        guess = 7 * ((pitch - self.tonic) // 12)
        return min(range(guess - 1, guess + 9), key=lambda place: (abs(self.pitch(place, chord) - pitch), place))


def chord_pitches(chord: Chord, low: int, high: int) -> list[int]:
    """All pitches of the chord from low to high, rising."""
    return [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones]


def parallel(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether two voices (low, high) move the same way from one octave or fifth into another, which sounds hollow."""
    low, high = after[0] - before[0], after[1] - before[1]
    first, second = (before[1] - before[0]) % 12, (after[1] - after[0]) % 12
    return first == second and second in (0, 7) and low * high > 0


def _movement(voicing: Sequence[int], previous: Sequence[int] | None, centre: float) -> float:
    drift = abs(sum(voicing) / len(voicing) - centre)
    if previous is None:
        return drift
    leaps = [abs(a - b) for a, b in zip(voicing, previous, strict=True)]
    return sum(leaps) + 0.5 * max(leaps) + 0.6 * drift


def bass_pitch(chord: Chord, tone: int = 0) -> int:
    """Where the bass plays a chord: 0 its root between G1 and F#2, 1 the fifth near it, 2 the octave above."""
    root = 31 + (chord.root - 31) % 12
    fifth = root + (chord.tones[2] - chord.root) % 12
    return (root, fifth if fifth <= 45 else fifth - 12, root + 12)[tone]


@dataclass(frozen=True)
class Range:
    """Where a chord is laid: lowest and highest MIDI pitch, and in how many voices."""

    low: int = 53
    high: int = 76
    size: int = 4


@dataclass(frozen=True)
class Laid:
    """A chord and where its voices lie, rising; what the next chord is led from."""

    chord: Chord
    pitches: tuple[int, ...]


def voice(key: Key, chord: Chord, before: Laid | None, place: Range = Range()) -> Laid:
    """Lay out a chord, each voice moving as little as it can from the chord before.

    The measure is the summed size of voice movements (D. Tymoczko, "The Geometry of Musical Chords", Science 313,
    2006), with a pull to the middle of the register; thirds are never left out, low voices stand apart. The rules of
    the common practice are kept: no fifths or octaves in parallel between outer voices, the tonic above a dominant's
    leading tone follows it, and the leading tone is never doubled (W. Piston, "Harmony", 1941, chapters 2 and 9).
    """
    previous = before.pitches if before and len(before.pitches) == place.size else None
    leading = (key.tonic - 1) % 12

    def cost(voicing: tuple[int, ...]) -> float:
        missing = set(chord.tones) - {pitch % 12 for pitch in voicing}
        crowd = sum(3.0 for a, b in itertools.pairwise(voicing) if b - a < (4 if a < 57 else 2))
        leadings = [pitch for pitch in voicing if pitch % 12 == leading]
        doubled = 200.0 if len(leadings) > 1 or place.high in leadings else 0.0
        broken = _broken(key, before, chord, voicing) if before and previous else 0
        return (
            _movement(voicing, previous, (place.low + place.high) / 2)
            + 4 * len(missing) + (30 if chord.tones[1] in missing else 0) + crowd + doubled + 80 * broken
        )  # fmt: skip

    options = itertools.combinations(chord_pitches(chord, place.low, place.high), place.size)
    return Laid(chord, min(options, key=lambda v: (cost(v), v)))


def _broken(key: Key, before: Laid, chord: Chord, voicing: tuple[int, ...]) -> float:
    """How much the step from `before` to `voicing` breaks the rules: outer voices count in full, inner ones an eighth."""
    bass = (bass_pitch(before.chord), bass_pitch(chord))
    hollow = [parallel((bass[0], a), (bass[1], b)) for a, b in zip(before.pitches, voicing, strict=True)]
    outer = hollow[-1] + parallel((before.pitches[0], before.pitches[-1]), (voicing[0], voicing[-1]))
    leading = (key.tonic - 1) % 12
    resolves = leading in before.chord.tones and chord.root == key.tonic
    stuck = sum(resolves and a % 12 == leading and a + 1 not in voicing for a in before.pitches)
    return outer + stuck + sum(hollow[:-1]) / 8
