"""The performance: written notes become MIDI with a human hand, sampled instruments play it, and a hall answers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tools.engines.score.arrange import Part
from tools.engines.score.form import Form
from tools.engines.score.melody import Note
from tools.engines.score.moods import tables

if TYPE_CHECKING:
    import pretty_midi

RATE = 48_000
LINGER = 1.22
"""How much slower the last cadence is than the piece: a ritardando toward the final chord."""
HEADROOM = 0.42
"""Keeps every player's channel volume below its stop after calibration; the master brings the loudness back."""
Audio = NDArray[np.float32]


class Clockwork:
    """Turns beats into seconds: steady, with a ritardando in the first unit of the ending."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.slow = form.sections[-1].start * form.beats
        self.end = self.slow + form.sections[-1].units * form.beats

    def seconds(self, beat: float) -> float:
        """Seconds at which a beat falls."""
        held = min(max(beat - self.slow, 0), self.form.beats)
        extra = (LINGER - 1) * held * held / (2 * self.form.beats) * 2
        return (beat + extra) * self.form.beat_seconds

    @property
    def total(self) -> float:
        """Seconds of the whole piece."""
        return self.seconds(self.end)


def perform(parts: Sequence[Part], form: Form, tempo: int, rng: np.random.Generator) -> bytes:
    """Write the parts as a MIDI file: timing and force of every note a little off, as people play; returns its bytes."""
    import pretty_midi

    clock = Clockwork(form)
    midi = pretty_midi.PrettyMIDI(resolution=960, initial_tempo=float(tempo))
    for part in parts:
        player = pretty_midi.Instrument(max(part.program, 0), is_drum=part.program < 0, name=part.name)
        player.notes = _released([_play(n, part, clock, rng) for n in sorted(part.notes, key=lambda n: (n.start, n.pitch))])
        player.control_changes = _controls(part, form, clock)
        midi.instruments.append(player)
    buffer = io.BytesIO()
    midi.write(buffer)
    return buffer.getvalue()


def _play(note: Note, part: Part, clock: Clockwork, rng: np.random.Generator) -> pretty_midi.Note:
    import pretty_midi

    early = 0.012 if part.sustained and part.name.startswith("pad") else 0.0
    start = max(clock.seconds(note.start) + float(np.clip(rng.normal(0, 0.007), -0.018, 0.018)) - early, 0.0)
    overlap = 0.05 if part.sustained else 0.0
    end = max(clock.seconds(note.start + note.length) + overlap, start + 0.06)
    force = note.force * float(np.clip(rng.normal(1, 0.05), 0.85, 1.15))
    return pretty_midi.Note(int(np.clip(round(127 * force), 8, 127)), note.pitch, start, end)


def _released(notes: list[pretty_midi.Note]) -> list[pretty_midi.Note]:
    """Let a key go before it is struck again: MIDI's note-off would otherwise silence the new note as well."""
    sounding: dict[int, pretty_midi.Note] = {}
    for note in sorted(notes, key=lambda n: n.start):
        before = sounding.get(note.pitch)
        if before is not None and before.end > note.start - 0.01:
            before.end = max(note.start - 0.01, before.start + 0.005)
        sounding[note.pitch] = note
    return notes


def _controls(part: Part, form: Form, clock: Clockwork) -> list[pretty_midi.ControlChange]:
    """Level, place, no built-in reverb; players of long notes swell through each phrase and die away at the end."""
    import pretty_midi

    gain = HEADROOM * part.level * 10 ** (tables()["calibration"].get(str(part.program), 0.0) / 20)
    fixed = [(7, 127 * np.sqrt(gain)), (10, 64 + 63 * part.pan), (91, 0), (93, 0)]
    changes = [pretty_midi.ControlChange(number, int(np.clip(value, 0, 127)), 0.0) for number, value in fixed]
    if part.sustained:
        changes += [pretty_midi.ControlChange(11, int(value), clock.seconds(beat)) for beat, value in _swells(form)]
    silence = pretty_midi.ControlChange(11, 0, clock.total + 0.5)
    return [*changes, silence]


def _swells(form: Form) -> list[tuple[float, float]]:
    """(beat, expression 0..127) twice a beat: an arch over every section, a long fall over the last chord."""
    points: list[tuple[float, float]] = []
    for section in form.sections:
        span = section.units * form.beats
        for step in range(span * 2):
            where = step / (span * 2)
            arch = 0.80 + 0.20 * np.sin(np.pi * where)
            if section.name == "intro":
                arch = 0.55 + 0.25 * where
            if section.name == "ending":
                arch = 0.85 - 0.55 * max(where - 1 / section.units, 0)
            points.append((section.start * form.beats + step / 2, 127 * float(arch)))
    return points


def render(midi: bytes, seconds: float) -> Audio:
    """Play a MIDI file with TimGM6mb through midirenderer; returns (frames, 2) at 48 kHz, exactly `seconds` long."""
    import midirenderer
    import pretty_midi
    import soundfile

    font = (Path(pretty_midi.__file__).parent / "TimGM6mb.sf2").read_bytes()
    wave, rate = soundfile.read(io.BytesIO(midirenderer.render_wave_from(font, midi)), dtype="float32", always_2d=True)
    if rate != RATE:
        raise ValueError(f"midirenderer played at {rate} Hz, not {RATE}")
    frames = round(seconds * RATE)
    out = np.zeros((frames, 2), np.float32)
    out[: min(frames, len(wave))] = wave[:frames]
    return out


def master(wave: Audio) -> Audio:
    """Let the last moments die to silence and bring the loudest peak to -1.5 dBFS."""
    fade = int(0.9 * RATE)
    wave[-fade:] *= np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None] ** 2
    peak = float(np.abs(wave).max())
    return np.asarray(wave * (10 ** (-1.5 / 20) / peak), np.float32) if peak > 0 else wave
