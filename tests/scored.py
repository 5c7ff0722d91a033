"""What the music's tests share: films as the score sees them, and the notes it writes for them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pretty_midi

from tools.engines.score.arrange import Arranger, Part
from tools.engines.score.book import Book, compose
from tools.engines.score.form import Moment, Reel, Span, plan
from tools.engines.score.phrases import Phrase, divide
from tools.engines.score.play import runs, write

STORY = (("calm", 3.0), ("hopeful", 11.3), ("curious", 19.0), ("tense", 28.5), ("joyful", 36.2), ("warm", 44.7))


def reel(scenes: Sequence[tuple[str, float]] = STORY, end: float = 56.0, seconds: float = 60.0) -> Reel:
    """A film of scenes (mood, start)."""
    return Reel(tuple(Moment(at, mood) for mood, at in scenes), end, seconds)


def story(mood: str = "warm", tempo: int = 84, seed: int = 7) -> tuple[Book, tuple[Span, ...]]:
    """A minute's book and its spans."""
    book, _ = compose(mood, tempo, seed, [said for said, _ in STORY])
    return book, plan(book, reel())


@dataclass(frozen=True)
class Run:
    """One run as it is written: its spans, its parts with their notes in beats, and the phrases of each span."""

    spans: tuple[Span, ...]
    parts: dict[str, Part]
    phrases: tuple[tuple[Phrase, ...], ...]


def written(book: Book, spans: Sequence[Span]) -> list[Run]:
    """Every run's parts, before the performance."""
    phrases, found = divide(spans), []
    for first, end in runs(spans):
        cue = spans[first].cue
        arranger = Arranger(book, cue, np.random.default_rng([cue.seed, first]))
        parts = arranger.write(spans[first:end], phrases[first:end], spans[end] if end < len(spans) else None)
        divided = tuple(tuple(each) for each in phrases[first:end])
        found.append(Run(tuple(spans[first:end]), {part.name: part for part in parts}, divided))
    return found


def played(book: Book, film: Reel) -> list[tuple[float, float, int, str]]:
    """(start, end, pitch, player) of every note, in the film's seconds, as the MIDI files say."""
    notes = []
    for run, midi in write(book, plan(book, film)):
        for player in pretty_midi.PrettyMIDI(io.BytesIO(midi)).instruments:
            notes += [(run[0].start + n.start, run[0].start + n.end, n.pitch, player.name) for n in player.notes]
    return sorted(notes)
