"""The tune: one theme of four notes that is stated, answered, turned upside down and brought back over every cue's chords."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from tools.engines.score.harmony import Chord, Key, bass_pitch, parallel

if TYPE_CHECKING:
    import numpy as np

Rhythm = Sequence[Sequence[float]]
"""(start, length) of each note, in beats from the unit's beginning."""
AMBIT = 9
"""Scale steps between the lowest and the highest note that a tune may sing around its centre, to each side."""


@dataclass(frozen=True)
class Note:
    """A written note: start and length in beats, MIDI pitch, force 0..1."""

    start: float
    length: float
    pitch: int
    force: float


class Theme(BaseModel):
    """The film's theme as scale steps from note to note: its head (four notes) and the tail that answers (six)."""

    model_config = ConfigDict(frozen=True)

    head: tuple[int, ...]
    tail: tuple[int, ...]
    gait: int
    """Which family of rhythms it goes in: 0 even, 1 dotted, 2 pressing on."""

    @property
    def turned(self) -> tuple[int, ...]:
        """The head upside down, for the contrast."""
        return tuple(-step for step in self.head)


def _steady(steps: Sequence[int]) -> bool:
    """Whether first, third and last note can belong to one chord, and the line turns without wandering off."""
    places = [0, *itertools.accumulate(steps)]
    strong = (places[0], places[2], places[-1])
    chordal = any(all((place + root) % 7 in (0, 2, 4) for place in strong) for root in range(7))
    return chordal and max(places) - min(places) <= 6 and places[-1] != 0


def invent(rng: np.random.Generator) -> Theme:
    """Invent a theme: one leap, answered by steps, so that it is remembered and can be sung over any chord."""
    while True:
        sense = int(rng.choice([-1, 1], p=[0.3, 0.7]))
        leap, at = int(rng.choice([2, 3, 4, 5], p=[0.3, 0.3, 0.25, 0.15])), int(rng.integers(0, 2))
        head = [int(rng.choice([-1, 1, -2], p=[0.6, 0.25, 0.15])) * sense for _ in range(2)]
        head.insert(at, sense * leap)
        tail = [int(rng.choice([-1, 1, 2, -2], p=[0.45, 0.3, 0.1, 0.15])) for _ in range(5)]
        if _steady(head) and _steady(tail[:3]) and abs(sum(tail)) <= 4 and max(map(abs, head)) > max(map(abs, tail)):
            return Theme(head=tuple(head), tail=tuple(tail), gait=int(rng.integers(3)))


@dataclass(frozen=True)
class Line:
    """What is to be sung: scale steps from note to note, its rhythm, and how high it should lie, in scale steps."""

    steps: tuple[int, ...]
    rhythm: Rhythm
    lift: float = 0.0


class Singer:
    """Sings lines over chords in one register; remembers its last note, so that lines join without wild leaps."""

    def __init__(self, key: Key, centre: int) -> None:
        self.key, self.centre = key, centre
        self.last = centre
        self._outer: tuple[int, int] | None = None

    def sing(self, line: Line, chords: Sequence[Chord], starts: Sequence[float], force: float) -> list[Note]:
        """Sing a line over chords that begin at the beats `starts`; the steps are kept, only the first note is chosen."""
        steps = [0, *line.steps, *[0] * len(line.rhythm)][: len(line.rhythm)]
        under = [chords[max(i for i, at in enumerate(starts) if starts[0] + b >= at)] for b, _ in line.rhythm]
        offsets = list(itertools.accumulate(steps))
        middle = self.key.place(self.centre, chords[0])
        first = min(
            range(middle - AMBIT, middle + AMBIT + 1),
            key=lambda place: (self._cost(place, offsets, under, line, middle), place),
        )
        pitches = [self.key.pitch(first + offset, chord) for offset, chord in zip(offsets, under, strict=True)]
        self.last, self._outer = pitches[-1], (bass_pitch(under[-1]), pitches[-1])
        weights = [1.05 if beat % 2 == 0 else 0.93 for beat, _ in line.rhythm]
        return [
            Note(starts[0] + beat, length, pitch, force * weight)
            for (beat, length), pitch, weight in zip(line.rhythm, pitches, weights, strict=True)
        ]

    def _cost(self, first: int, offsets: Sequence[int], under: Sequence[Chord], line: Line, middle: int) -> float:
        """How ill a first note suits: foreign long notes, far from where it should lie or from the last note, hollow steps."""
        pitches = [self.key.pitch(first + offset, chord) for offset, chord in zip(offsets, under, strict=True)]
        foreign = sum(
            _foreign(pitch, chord) * (2.6 * length if beat % 2 == 0 or length >= 1 else 0.4 * length)
            for (beat, length), pitch, chord in zip(line.rhythm, pitches, under, strict=True)
        )
        mean = sum(offsets) / len(offsets) + first - middle
        leap = abs(pitches[0] - self.last)
        out = sum(max(abs(first + offset - middle) - AMBIT, 0) for offset in offsets)
        arrival = _foreign(pitches[0], under[0]) * 1.5
        hollow = self._outer is not None and parallel(self._outer, (bass_pitch(under[0]), pitches[0]))
        return foreign + arrival + 0.4 * abs(mean - line.lift) + 0.12 * leap + 0.5 * max(leap - 7, 0) + 6 * out + 20 * hollow

    def cadence(self, chord: Chord, start: float, beats: float, force: float, home: bool) -> list[Note]:
        """Come to rest on the chord, from the note beside; `home` rests on the tonic where the chord has it."""
        tones = [self.key.tonic] if home and self.key.tonic in chord.tones else chord.tones
        near = [p for p in range(self.centre - 10, self.centre + 12) if p % 12 in tones]
        before = self._outer
        goal = min(near, key=lambda p: (abs(p - self.last) + 20 * _hollow(before, chord, p), p))
        place = self.key.place(goal, chord)
        beside = self.key.pitch(place + (1 if self.last >= goal else -1), chord)
        self.last, self._outer = goal, (bass_pitch(chord), goal)
        if beats < 2:
            return [Note(start, beats * 0.9, goal, force)]
        return [Note(start, 1, beside, force * 0.96), Note(start + 1, beats - 1.25, goal, force)]


def _hollow(outer: tuple[int, int] | None, chord: Chord, pitch: int) -> bool:
    return outer is not None and parallel(outer, (bass_pitch(chord), pitch))


def _foreign(pitch: int, chord: Chord) -> float:
    """0 for a note of the chord, 1 for one beside it, more where it grates a semitone above a note of the chord."""
    if pitch % 12 in chord.tones:
        return 0.0
    return 2.0 if (pitch - 1) % 12 in chord.tones else 1.0


def harmonise(tune: Sequence[Note], chords: Sequence[Chord], starts: Sequence[float]) -> list[Note]:
    """Lead a second voice a third to a sixth under the longer notes of a tune, always on the chord sounding there."""
    lower: list[Note] = []
    for note in tune:
        chord = chords[max((i for i, at in enumerate(starts) if note.start >= at - 1e-6), default=0)]
        under = [p for p in range(note.pitch - 9, note.pitch - 2) if p % 12 in chord.tones]
        if note.length >= 1 and under:
            lower.append(Note(note.start, note.length, under[-1], note.force * 0.86))
    return lower
