"""The accompaniment: the figure, the bass and the drums of one unit, from the patterns in moods.toml."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.engines.score.book import Cue
from tools.engines.score.harmony import Chord, bass_pitch, chord_pitches
from tools.engines.score.melody import Note
from tools.engines.score.moods import tables

if TYPE_CHECKING:
    import numpy as np

LONG = 0.85
"""Seconds of a beat from which on the accompaniment goes in whole beats: between them people would begin to count halves."""
BETWEEN, SLOWER = 1.12, 0.65
"""Force of a figure's notes between the beats, the first of the bar being 1, and what a second more to the beat takes from it:
the longer a beat, the easier its half is taken for it."""


def figure_notes(cue: Cue, chord: Chord, at: float, beats: float, force: float, rng: np.random.Generator) -> list[Note]:
    """The cue's figure over a chord for that many beats from `at`."""
    figure = _figure(cue)
    low = figure["low"] + cue.data.lift
    ladder, notes = chord_pitches(chord, low, low + 36), list[Note]()
    for beat, length, tones in _figure_hits(figure, cue.data.metre, beats):
        on = beat % cue.pulse == 0
        chance = figure.get("chance", 1.0)
        if rng.random() < (chance if on else figure.get("between", chance)):
            accent = 1.0 if beat == 0 else 0.92 if on else BETWEEN - SLOWER * cue.beat * cue.pulse
            notes += [Note(at + beat, length, ladder[int(tone)], force * accent) for tone in tones]
    return notes


def _figure(cue: Cue) -> dict[str, Any]:
    """The cue's figure, or its slow counterpart: where beats are long, a note between them would be taken for one."""
    figures = tables()["figures"]
    chosen: dict[str, Any] = figures[cue.figure[1]]
    return figures[chosen["slow"]] if cue.beat >= LONG and "slow" in chosen else chosen


def _figure_hits(figure: dict[str, object], metre: int, beats: float) -> list[tuple[float, float, Sequence[int]]]:
    """(beat, length, tones) of a figure that goes round in each bar and is cut off where the unit ends."""
    step, order, ring, hits = (figure.get(name) for name in ("step", "order", "ring", "hits"))
    if isinstance(order, list) and isinstance(step, float) and isinstance(ring, float):
        pattern: list[tuple[float, float, Sequence[int]]] = [(i * step, ring, [tone]) for i, tone in enumerate(order)]
    else:
        pattern = [(float(b), float(n), tones) for b, n, tones in hits] if isinstance(hits, list) else []
    return [
        (bar + beat, min(length, max(beats - bar - beat, 0.25)) if hits else length, tones)
        for bar in range(0, round(beats), metre)
        for beat, length, tones in pattern
        if beat < metre and bar + beat < beats
    ]


def bass_notes(cue: Cue, chord: Chord, at: float, beats: float, force: float, plain: bool) -> list[Note]:
    """The cue's bass under a chord; `plain` is one long root."""
    metre = cue.data.metre
    pattern = tables()["basses"][cue.bass[1]] if not plain and cue.bass[1] != "hold" else [[0, beats, 0]]
    bars = range(0, round(beats), metre) if pattern[0][1] < beats else [0]
    return [
        Note(
            at + bar + beat, min(length, beats - bar - beat), bass_pitch(chord, int(tone)), force * (1.0 if beat == 0 else 0.88)
        )
        for bar in bars
        for beat, length, tone in pattern
        if beat < metre and bar + beat < beats
    ]


def perc_notes(hits: Sequence[Sequence[float]], metre: int, at: float, beats: float, force: float) -> list[Note]:
    """The drums of a unit."""
    return [
        Note(at + bar + beat, 0.9, int(pitch), force * weight)
        for bar in range(0, round(beats), metre)
        for beat, pitch, weight in hits
        if beat < metre and bar + beat < beats
    ]
