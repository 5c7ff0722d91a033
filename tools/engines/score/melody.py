"""The tune: a motif of rhythm and contour that is stated, answered, varied and brought back over each phrase's chords."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.engines.score.harmony import Chord, Key, chord_pitches

if TYPE_CHECKING:
    import numpy as np

Cell = Sequence[Sequence[float]]
"""A rhythm: (start, length) of each note, in beats from the unit's beginning."""


@dataclass(frozen=True)
class Note:
    """A written note: start and length in beats, MIDI pitch, force 0..1."""

    start: float
    length: float
    pitch: int
    force: float


@dataclass(frozen=True)
class Motif:
    """A rhythm cell and its contour: scale steps from each note to the next."""

    cell: Cell
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Theme:
    """What a phrase sings: one motif a unit (None is the cadence), and how high each unit lies, in scale steps."""

    motifs: tuple[Motif | None, ...]
    arc: tuple[int, ...]


def _motif(rng: np.random.Generator, cells: Sequence[Cell]) -> Motif:
    cell = cells[int(rng.integers(len(cells)))]
    sense = int(rng.choice([-1, 1]))
    leap = int(rng.choice([2, 2, 3, 4]))
    steps = [sense * leap, *(int(rng.choice([-1, -1, 1, -2])) * sense for _ in range(len(cell) - 2))]
    return Motif(cell, tuple(steps[: len(cell) - 1]))


def theme(rng: np.random.Generator, cells: Sequence[Cell], lift: int) -> Theme:
    """Invent a phrase of four units from two motifs, `lift` scale steps above the tune's centre; the fourth unit rests."""
    first, second = _motif(rng, cells), _motif(rng, cells)
    order = [(first, second, first, None), (first, first, second, None), (first, second, second, None)]
    arcs = [(0, 1, 3, 0), (0, 2, 1, -1), (1, 3, 2, 0)]
    arc = arcs[int(rng.integers(len(arcs)))]
    return Theme(order[int(rng.integers(len(order)))], tuple(step + lift for step in arc))


class Singer:
    """Sings themes over chords in one register, remembering its last pitch so that phrases join without wild leaps."""

    def __init__(self, key: Key, centre: int) -> None:
        self.key, self.centre, self.last = key, centre, centre

    def phrase(self, theme: Theme, chords: Sequence[Chord], at: float, beats: int, force: float, close: bool) -> list[Note]:
        """Sing a phrase that begins at beat `at`; `close` lands its cadence on the tonic where the chord allows it."""
        notes: list[Note] = []
        for index, (motif, chord) in enumerate(zip(theme.motifs, chords, strict=True)):
            start, swell = at + index * beats, force * (0.94 + 0.08 * min(index, 2) - (0.1 if motif is None else 0))
            if motif is None:
                notes += self._cadence(chord, start, beats, swell, close)
            else:
                notes += self._unit(motif, chord, theme.arc[index], start, swell)
        return notes

    def _first(self, chord: Chord, lift: int) -> int:
        aim = self.centre + lift * 12 / 7
        near = chord_pitches(chord, self.centre - 10, self.centre + 12)
        return min(near, key=lambda p: (abs(p - aim) + (0.5 * abs(p - self.last) if abs(p - self.last) > 7 else 0), p))

    def _unit(self, motif: Motif, chord: Chord, lift: int, start: float, force: float) -> list[Note]:
        ladder = self.key.ladder(chord, self.centre - 10, self.centre + 13)
        pitch = self._first(chord, lift)
        notes: list[Note] = []
        for (offset, length), step in zip(motif.cell, (0, *motif.steps), strict=True):
            if step:
                index = min(max(ladder.index(pitch) + step, 0), len(ladder) - 1)
                pitch = ladder[index]
            if length >= 1.5 or offset % 2 == 0:
                pitch = self._settle(pitch, step, chord, ladder)
            notes.append(Note(start + offset, length, pitch, force * (1.05 if offset % 2 == 0 else 0.93)))
        self.last = pitch
        return notes

    def _settle(self, pitch: int, step: int, chord: Chord, ladder: list[int]) -> int:
        """Move to the nearest chord tone, the way the contour was going: long and strong notes belong to the chord."""
        near = [p for p in ladder if p % 12 in chord.tones]
        return min(near, key=lambda p: (abs(p - pitch) - (0.5 if (p - pitch) * step > 0 else 0), p))

    def _cadence(self, chord: Chord, start: float, beats: int, force: float, close: bool) -> list[Note]:
        near = chord_pitches(chord, self.centre - 8, self.centre + 9)
        home = [p for p in near if p % 12 == self.key.tonic] if close else []
        goal = min(home or near, key=lambda p: (abs(p - self.last), p))
        ladder = self.key.ladder(chord, self.centre - 12, self.centre + 14)
        above = min(p for p in ladder if p > goal) if self.last >= goal else max(p for p in ladder if p < goal)
        self.last = goal
        return [Note(start, 1, above, force * 0.96), Note(start + 1, beats - 1.75, goal, force)]


def harmonise(tune: Sequence[Note], chords: Sequence[Chord], at: float, beats: int) -> list[Note]:
    """Lead a second voice a third to a sixth under the longer notes of a tune, always on the chord sounding there."""
    lower: list[Note] = []
    for note in tune:
        chord = chords[min(int((note.start - at) // beats), len(chords) - 1)]
        under = chord_pitches(chord, note.pitch - 9, note.pitch - 3)
        if note.length >= 1 and under:
            lower.append(Note(note.start, note.length, under[-1], note.force * 0.86))
    return lower
