"""The hit points: what leads into a scene in the beats before it, and what strikes on its first frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.engines.score.book import Cue
from tools.engines.score.harmony import Chord, chord_pitches
from tools.engines.score.melody import Note
from tools.engines.score.moods import tables

LEAD_BEATS = 2.0
STRONG = 0.5
"""Hits below this strength come without a lead-in."""
Placed = tuple[int, float, list[Note]]
"""Program, level and notes."""


def strike(cue: Cue, chord: Chord, at: float, strength: float) -> list[Placed]:
    """What sounds on the first beat of a scene with that cue."""
    placed: list[Placed] = []
    for program, part, octave, level, beats in _hits(cue)["strike"]:
        pitch = -part if part < 0 else 12 * (octave + 1) + chord.tones[(0, 2, 1)[part]]
        placed.append((program, level, [Note(at, beats, pitch, 0.35 + 0.6 * strength)]))
    return placed


def lead_in(cue: Cue, chord: Chord, at: float, strength: float, room: float) -> list[Placed]:
    """What leads into the first beat `at` of that cue over the `room` beats before it, on the chord that sounds there."""
    hits: list[Any] = _hits(cue)["lead"]
    if not hits or strength < STRONG:
        return []
    program, pattern, level = hits
    length = min(LEAD_BEATS, room)
    steps = _pitches(cue, chord, pattern, length)
    size = length / len(steps)
    notes = [
        Note(
            at - length + i * size,
            size * (3.0 if pattern in ("gliss", "up") else 1.2),
            pitch,
            _growing(i / len(steps), strength),
        )
        for i, pitch in enumerate(steps)
    ]
    return [(program, level, notes)]


def _growing(where: float, strength: float) -> float:
    return float((0.18 + 0.62 * where**1.5) * (0.6 + 0.4 * strength))


def _pitches(cue: Cue, chord: Chord, pattern: str, length: float) -> Sequence[int]:
    if pattern == "roll":
        return [36 + (cue.tonic + 7 - 36) % 12] * round(8 * length)
    if pattern == "swell":
        return [49] * round(5 * length)
    if pattern == "up":
        return chord_pitches(chord, 60, 96)[: max(round(4 * length), 2)]
    first = cue.key.place(57, chord)
    return [cue.key.pitch(first + step, chord) for step in range(max(round(7 * length), 3))]


def _hits(cue: Cue) -> dict[str, Any]:
    found: dict[str, Any] = tables()["hits"][cue.data.hit]
    return found
