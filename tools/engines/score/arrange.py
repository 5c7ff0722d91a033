"""The arrangement: who plays what in each section, written as notes in beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.engines.score.form import Form, Section
from tools.engines.score.harmony import Chord, Key, chord_pitches, voice
from tools.engines.score.melody import Note, Singer, Theme, harmonise, theme
from tools.engines.score.moods import Mood, tables

if TYPE_CHECKING:
    import numpy as np


@dataclass
class Part:
    """One player: General MIDI program (-1 is the drum kit), level 0..1, place from -1 (left) to 1, and the notes."""

    name: str
    program: int
    level: float
    pan: float
    sustained: bool = False
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Cast:
    """What the seed chose for this piece: its key, players, patterns, progressions and themes."""

    key: Key
    parts: dict[str, Part]
    figure: dict[str, Any]
    bass: Sequence[Sequence[float]]
    perc: Sequence[Sequence[float]]
    chords: dict[str, list[Chord]]
    themes: dict[str, Theme]


def _pick(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    return options[int(rng.integers(len(options)))]


def choose(mood: Mood, rng: np.random.Generator) -> Cast:
    """Let the seed choose key, players, patterns, progressions and themes from what the mood offers."""
    key = Key(int(_pick(rng, mood.tonics)), str(_pick(rng, mood.modes)))
    lead, figure, bass = _pick(rng, mood.lead), _pick(rng, mood.figure), _pick(rng, mood.bass)
    second = _pick(rng, [option for option in mood.second if option[0] != lead[0]] or mood.second)
    perc = tables()["percs"].get(mood.perc, {"program": 47, "level": 0.0, "hits": []})
    parts = {
        "figure": Part("figure", figure[0], figure[2], -0.35),
        "bass": Part("bass", bass[0], bass[2], 0.08, sustained=bass[1] == "hold"),
        "lead": Part("lead", lead[0], lead[1], 0.12, sustained=lead[0] > 15),
        "second": Part("second", second[0], second[1], 0.38, sustained=second[0] > 15),
        "perc": Part("perc", perc["program"], perc["level"], -0.1),
    }
    for index, (program, level) in enumerate(mood.pad):
        parts[f"pad{index}"] = Part(f"pad{index}", program, level, (-0.25, 0.25)[index % 2], sustained=True)
    cells = tables()["cells"][str(mood.metre)]
    a, b = (
        [key.chord(token) for token in _pick(rng, mood.a).split()],
        [key.chord(token) for token in _pick(rng, mood.b).split()],
    )
    themes = {
        "A": theme(rng, cells[mood.activity], 0),
        "B": theme(rng, cells[mood.activity], 3),
        "C": theme(rng, cells["slow"], -1),
    }
    return Cast(
        key,
        parts,
        tables()["figures"][figure[1]],
        tables()["basses"][bass[1]],
        perc["hits"],
        {"A": a, "B": b, "C": [*b[:2], *a[2:]]},
        themes,
    )


class Arranger:
    """Writes a whole piece for a cast; call `write` once."""

    def __init__(self, mood: Mood, form: Form, cast: Cast, rng: np.random.Generator) -> None:
        self.mood, self.form, self.cast, self.rng = mood, form, cast, rng
        self.singer = Singer(cast.key, mood.centre)
        self.voicing: tuple[int, ...] | None = None
        self.home = [self.cast.chords["A"][0]]

    def write(self) -> list[Part]:
        """All parts with their notes; parts that stay silent are left out."""
        intro, *phrases, ending = self.form.sections
        self._intro(intro)
        for index, section in enumerate(phrases):
            self._phrase(section, last=index == len(phrases) - 1)
        self._ending(ending)
        return [part for part in self.cast.parts.values() if part.notes and part.level > 0]

    def _force(self, section: Section) -> float:
        soft, loud = self.mood.force
        return soft + (loud - soft) * section.intensity

    def _add(self, part: str, notes: Sequence[Note]) -> None:
        self.cast.parts[part].notes.extend(notes)

    def _intro(self, section: Section) -> None:
        beats, force = self.form.beats, self._force(section)
        chords = self.home * section.units
        self._pads(chords, section.start * beats, force)
        for unit, chord in enumerate(chords):
            self._figure(chord, (section.start + unit) * beats, force)
        self._bass(chords[-1:], (section.start + section.units - 1) * beats, force * 0.9, plain=True)

    def _phrase(self, section: Section, last: bool) -> None:
        beats, force, letter = self.form.beats, self._force(section), section.name[0]
        chords, at = self.cast.chords[letter], section.start * self.form.beats
        self._pads(chords, at, force)
        for unit, chord in enumerate(chords):
            self._figure(chord, at + unit * beats, force * (0.9 if letter == "B" else 1.0))
        tune = self.singer.phrase(self.cast.themes[letter], chords, at, beats, force, close=last or "'" in section.name)
        if letter == "C":
            self._add("second", [Note(n.start, n.length, n.pitch, n.force * 0.9) for n in tune])
            return
        self._add("lead", tune)
        self._bass(chords, at, force, plain=section.intensity < 0.4)
        if section.intensity >= 0.45 or letter == "B":
            self._add("second", harmonise(tune, chords, at, beats))
        if section.intensity >= 0.4:
            self._perc(at, section.units, force)

    def _ending(self, section: Section) -> None:
        """Half a unit on each cadence chord, then the last chord, rolled upward, ringing to the end."""
        beats, force = self.form.beats, self._force(section)
        at, half = section.start * beats, (beats + 1) // 2
        first, second = (self.cast.key.chord(token) for token in self.mood.cadence.split())
        final = self.cast.key.chord(self.mood.final)
        ring = (section.units - 1) * beats - 0.25
        for chord, start, length in ((first, at, half), (second, at + half, beats - half), (final, at + beats, ring)):
            self._chord(chord, start, length, force)
            self._bass_note(chord, start, length, force)
        for chord, start in ((first, at), (second, at + half)):
            self._figure(chord, start, force * 0.9, half if start == at else beats - half)
        roll = chord_pitches(final, self.cast.figure["low"], self.cast.figure["low"] + 30)[:6]
        self._add(
            "figure", [Note(at + beats + 0.12 * i, ring - 0.12 * i, p, force * (0.85 + 0.02 * i)) for i, p in enumerate(roll)]
        )
        self._farewell(at, first, final, force)

    def _farewell(self, at: float, first: Chord, final: Chord, force: float) -> None:
        """Sing the last words: a chord tone, a step, and home."""
        beats, last = self.form.beats, self.singer.last
        goals = [p for p in chord_pitches(final, last - 7, last + 7) if p % 12 == self.cast.key.tonic]
        goal = min(goals, key=lambda p: (abs(p - last), p)) if goals else last
        opening = min(chord_pitches(first, goal - 6, goal + 7), key=lambda p: (abs(p - goal - 4), p))
        step = self.cast.key.ladder(first, goal + 1, goal + 4)[0]
        self._add("lead", [Note(at, beats / 2, opening, force), Note(at + beats / 2, beats / 2, step, force * 0.92)])
        self._add("lead", [Note(at + beats, beats * 0.9, goal, force * 0.9)])

    def _pads(self, chords: Sequence[Chord], at: float, force: float) -> None:
        """Voice-led chords; a pitch that two neighbours share is held, never struck again."""
        held: dict[int, float] = {}
        beats = self.form.beats
        for index, chord in enumerate(chords):
            self.voicing = voice(chord, self.voicing)
            start = at + index * beats
            for pitch in [p for p in held if p not in self.voicing]:
                self._pad_note(pitch, held.pop(pitch), start, force)
            for pitch in self.voicing:
                held.setdefault(pitch, start)
        for pitch, start in held.items():
            self._pad_note(pitch, start, at + len(chords) * beats, force)

    def _pad_note(self, pitch: int, start: float, end: float, force: float) -> None:
        for name in ("pad0", "pad1"):
            if name in self.cast.parts:
                self._add(name, [Note(start, end - start, pitch, force)])

    def _chord(self, chord: Chord, start: float, length: float, force: float) -> None:
        self.voicing = voice(chord, self.voicing)
        for pitch in self.voicing:
            self._pad_note(pitch, start, start + length, force)

    def _figure(self, chord: Chord, at: float, force: float, beats: int | None = None) -> None:
        figure, room = self.cast.figure, beats or self.form.beats
        ladder = chord_pitches(chord, figure["low"], figure["low"] + 36)
        if "order" in figure:
            step = figure["step"]
            hits = [(i * step, figure["ring"], [tone]) for i, tone in enumerate(figure["order"]) if i * step < room]
        else:
            hits = [(beat, min(length, room - beat), tones) for beat, length, tones in figure["hits"] if beat < room]
        for beat, length, tones in hits:
            if self.rng.random() >= figure.get("chance", 1.0):
                continue
            accent = 1.0 if beat == 0 else 0.92 if beat % 1 == 0 else 0.82
            self._add("figure", [Note(at + beat, length, ladder[tone], force * accent) for tone in tones])

    def _bass(self, chords: Sequence[Chord], at: float, force: float, plain: bool) -> None:
        beats = self.form.beats
        for unit, chord in enumerate(chords):
            pattern = [(0.0, float(beats), 0)] if plain else [hit for hit in self.cast.bass if hit[0] < beats]
            for beat, length, tone in pattern:
                accent = 1.0 if beat == 0 else 0.88
                self._bass_note(chord, at + unit * beats + beat, min(length, beats - beat), force * accent, int(tone))

    def _bass_note(self, chord: Chord, start: float, length: float, force: float, tone: int = 0) -> None:
        root = 31 + (chord.root - 31) % 12
        fifth = root + (chord.tones[2] - chord.root) % 12
        pitch = (root, fifth if fifth <= 45 else fifth - 12, root + 12)[tone]
        self._add("bass", [Note(start, length, pitch, force)])

    def _perc(self, at: float, units: int, force: float) -> None:
        for unit in range(units):
            for beat, pitch, weight in self.cast.perc:
                if beat < self.form.beats:
                    self._add("perc", [Note(at + unit * self.form.beats + beat, 0.9, int(pitch), force * weight)])
