"""The arrangement: who plays what in each span of a run, written as notes in beats from the run's beginning."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.engines.score.accents import Placed, lead_in, strike
from tools.engines.score.book import Book, Cue
from tools.engines.score.figures import bass_notes, figure_notes, perc_notes
from tools.engines.score.form import Span
from tools.engines.score.harmony import Chord, Laid, Range, chord_pitches, voice
from tools.engines.score.melody import Line, Note, Singer, harmonise
from tools.engines.score.moods import Mood, tables
from tools.engines.score.phrases import Phrase, harmony, lines, rhythm

if TYPE_CHECKING:
    import numpy as np

THIN, PLAIN, BEATEN, SECOND, COUNTER, FULL = 0.22, 0.4, 0.42, 0.5, 0.62, 0.78
"""Fullness (0..1) from which figure and both pads play, the bass moves, the drums beat, a second and a counter voice sing,
and the tune is doubled at the octave."""


@dataclass
class Part:
    """One player: General MIDI program (-1 is the drum kit), level 0..1, place from -1 (left) to 1, and the notes."""

    name: str
    program: int
    level: float
    pan: float
    sustained: bool = False
    notes: list[Note] = field(default_factory=list)


def percussion(mood: Mood) -> dict[str, Any]:
    """What a mood's drums play; nothing where it names none, KeyError where it names what moods.toml does not have."""
    row: dict[str, Any] = tables()["percs"][mood.perc] if mood.perc else {"program": 47, "level": 0.0, "hits": []}
    return row


def orchestra(book: Book, cue: Cue) -> dict[str, Part]:
    """The players of a cue, in their places."""
    mood = cue.data
    perc = percussion(mood)
    double = 48 if cue.lead[0] != 48 else 60
    counter = 60 if mood.energy > 0.4 and cue.second[0] != 60 else 42
    parts = [
        Part("figure", cue.figure[0], cue.figure[2], -0.35),
        Part("bass", cue.bass[0], cue.bass[2], 0.08, sustained=cue.bass[1] == "hold"),
        Part("lead", *cue.lead, 0.12, sustained=cue.lead[0] > 15),
        Part("second", *cue.second, 0.38, sustained=cue.second[0] > 15),
        Part("solo", *book.solo, -0.12, sustained=book.solo[0] > 15),
        Part("double", double, 0.46, -0.3, sustained=True),
        Part("counter", counter, 0.46, 0.3, sustained=True),
        Part("perc", perc["program"], perc["level"], -0.1),
    ]
    parts += [Part(f"pad{i}", p, level, (-0.25, 0.25)[i % 2], sustained=True) for i, (p, level) in enumerate(mood.pad)]
    return {part.name: part for part in parts}


class Arranger:
    """Writes one run: spans that follow each other with the same cue. Call `write` once."""

    def __init__(self, book: Book, cue: Cue, rng: np.random.Generator) -> None:
        self.book, self.cue, self.mood, self.rng = book, cue, cue.data, rng
        self.parts = orchestra(book, cue)
        self.singer = Singer(cue.key, self.mood.centre)
        self.laid: Laid | None = None
        self.counter: int | None = None
        self.drums = percussion(self.mood)["hits"]

    def write(self, spans: Sequence[Span], phrases: Sequence[Sequence[Phrase]], into: Span | None) -> list[Part]:
        """All parts with their notes, silent ones left out; `into` is the span of the next cue, which is led into."""
        at = 0.0
        for span, divided in zip(spans, phrases, strict=True):
            first = self.cue.chords("A")[0]
            if span.hit > 0.2:
                self._place(strike(self.cue, first, at, span.hit))
            for touch in span.touches:
                self._place(strike(self.cue, first, at + touch, 0.2))
            if span.role == "title":
                self._title(span, at)
            elif span.role == "ending":
                self._ending(span, at)
            for phrase in divided:
                self._phrase(span, phrase, at + sum(span.units[: phrase.first]))
            at += span.beats
        if into is not None and spans[-1].role != "ending" and self.laid is not None:
            room = spans[-1].units[-1]
            self._place(lead_in(into.cue, self.laid.chord, at, into.hit, room))
        return [part for part in self.parts.values() if part.notes and part.level > 0]

    def _force(self, fullness: float) -> float:
        soft, loud = self.mood.force
        return soft + (loud - soft) * fullness

    def _add(self, part: str, notes: Sequence[Note]) -> None:
        self.parts[part].notes.extend(notes)

    def _place(self, placed: Sequence[Placed]) -> None:
        """Hits have players of their own, one for each program, so that they never cut off what the others play."""
        for program, level, notes in placed:
            name = f"hit{program}"
            part = self.parts.setdefault(name, Part(name, program, level, -0.05))
            scaled = [Note(n.start, n.length, n.pitch, n.force * (level / part.level) ** 0.5) for n in notes]
            part.notes.extend(scaled)

    def _title(self, span: Span, at: float) -> None:
        """The home chord, and a solo that sings the theme's head for the first time, before the story has begun."""
        force, home = self._force(span.force[0]), self.cue.chords("A")[0]
        starts = _starts(span.units, at)
        self._pads([home] * len(starts), starts, at + span.beats, force, both=False)
        if span.beats >= self.mood.metre:
            head, _ = rhythm(self.cue, "medium", self.book.theme.gait)
            self._add("solo", self.singer.sing(Line(self.book.theme.head, head), [home], [at], force * 0.85))
        for start, beats in zip(starts[1:], span.units[1:], strict=True):
            self._add("figure", figure_notes(self.cue, home, start, beats, force * 0.8, self.rng))

    def _phrase(self, span: Span, phrase: Phrase, at: float) -> None:
        units = span.units[phrase.first : phrase.first + phrase.size]
        fullness = span.force[phrase.first : phrase.first + phrase.size]
        chords, starts, end = harmony(self.cue, phrase), _starts(units, at), at + sum(units)
        full = max(fullness)
        self._pads(chords, starts, end, self._force(full), both=full >= THIN)
        for chord, start, beats, fill in zip(chords, starts, units, fullness, strict=True):
            force = self._force(fill)
            if fill >= THIN:
                self._add("figure", figure_notes(self.cue, chord, start, beats, force, self.rng))
            self._add("bass", bass_notes(self.cue, chord, start, beats, force, plain=fill < PLAIN))
            if fill >= BEATEN:
                self._add("perc", perc_notes(self.drums, self.mood.metre, start, beats, force))
        if phrase.sings:
            self._tune(phrase, chords, starts, end, full)

    def _tune(self, phrase: Phrase, chords: Sequence[Chord], starts: Sequence[float], end: float, full: float) -> None:
        """The phrase's lines and its cadence, with as many voices beside them as the moment is full."""
        force, tune = self._force(full), list[Note]()
        for sung in lines(self.book.theme, self.cue, phrase):
            swell = force * (0.92 + 0.05 * sung.unit)
            tune += self.singer.sing(sung.line, chords[sung.unit :], starts[sung.unit :], swell)
        tune += self.singer.cadence(chords[-1], starts[-1], end - starts[-1], force * 0.92, phrase.closes)
        self._add("solo" if phrase.letter == "C" else "lead", tune)
        if full >= SECOND and phrase.letter != "C":
            self._add("second", harmonise(tune, chords, starts))
        if full >= COUNTER:
            self._counter(chords, starts, end, force)
        if full >= FULL and phrase.letter != "C":
            shift = -12 if self.mood.centre >= 70 else 12
            self._add("double", [Note(n.start, n.length, n.pitch + shift, n.force * 0.9) for n in tune])

    def _counter(self, chords: Sequence[Chord], starts: Sequence[float], end: float, force: float) -> None:
        """A middle voice in long notes, each the nearest note of the chord that is not the last one."""
        for chord, start, stop in zip(chords, starts, [*starts[1:], end], strict=True):
            last = self.counter or 57
            near = [p for p in chord_pitches(chord, 50, 66) if p != last] or [last]
            self.counter = min(near, key=lambda p: (abs(p - last) - (1 if p % 12 == chord.tones[1] else 0), p))
            self._add("counter", [Note(start, stop - start, self.counter, force * 0.85)])

    def _ending(self, span: Span, at: float) -> None:
        """The arrival: the final chord on the first beat, the theme's head once more above it, and the chord to the end."""
        final, force, beats = self.cue.key.chord(self.mood.final), self._force(span.force[0]), span.beats
        self._pads([final], [at], at + beats, force, both=True)
        self._add("bass", bass_notes(self.cue, final, at, beats, force, plain=True))
        low = 50 + self.mood.lift
        roll = chord_pitches(final, low, low + 30)[:6]
        self._add("figure", [Note(at + 0.12 * i, beats - 0.12 * i, p, force * (0.85 + 0.02 * i)) for i, p in enumerate(roll)])
        self._add("lead", self.singer.cadence(final, at, min(beats, 2) - 0.1, force, home=True)[-1:])
        head, _ = rhythm(self.cue, "medium", self.book.theme.gait)
        room = beats - 1
        if room >= self.mood.metre:
            echo = self.singer.sing(Line(self.book.theme.head, head), [final], [at + room - self.mood.metre], force * 0.7)
            held = Note(echo[-1].start, at + beats - echo[-1].start, echo[-1].pitch, echo[-1].force)
            self._add("solo", [*echo[:-1], held])

    def _pads(self, chords: Sequence[Chord], starts: Sequence[float], end: float, force: float, both: bool) -> None:
        """Voice-led chords; a pitch that two neighbours share is held, never struck again."""
        held: dict[int, float] = {}
        place = Range(53 + self.mood.lift, 76 + self.mood.lift)
        for chord, start in zip(chords, starts, strict=True):
            self.laid = voice(self.cue.key, chord, self.laid, place)
            for pitch in [p for p in held if p not in self.laid.pitches]:
                self._pad_note(pitch, held.pop(pitch), start, force, both)
            for pitch in self.laid.pitches:
                held.setdefault(pitch, start)
        for pitch, start in held.items():
            self._pad_note(pitch, start, end, force, both)

    def _pad_note(self, pitch: int, start: float, end: float, force: float, both: bool) -> None:
        for name in ("pad0", "pad1") if both else ("pad0",):
            if name in self.parts:
                self._add(name, [Note(start, end - start, pitch, force)])


def _starts(units: Sequence[int], at: float) -> list[float]:
    """The beat at which each unit begins."""
    return [at + before for before in itertools.accumulate(units[:-1], initial=0)]
