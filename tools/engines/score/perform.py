"""The performance: written notes become MIDI with a human hand, on a clock that meets the picture; sampled instruments play."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.score.arrange import Part
from tools.engines.score.clock import Clock
from tools.engines.score.form import Span
from tools.engines.score.melody import Note
from tools.engines.score.midi import Player, Struck, file_bytes
from tools.engines.score.moods import tables

RATE = 48_000
HEADROOM = 0.3
"""Keeps every player's channel volume below its stop after calibration; the level is set afterwards."""
Audio = NDArray[np.float32]


def perform(parts: Sequence[Part], spans: Sequence[Span], rng: np.random.Generator) -> bytes:
    """Write a run as a MIDI file: timing and force of every note a little off, as people play; returns its bytes."""
    clock = Clock(spans)
    players = [
        Player(
            part.name, part.program,
            _released([_play(n, part, clock, rng) for n in sorted(part.notes, key=lambda n: (n.start, n.pitch))]),
            _controls(part, spans, clock),
        )
        for part in _kit(parts)
    ]  # fmt: skip
    return file_bytes(players)


def _play(note: Note, part: Part, clock: Clock, rng: np.random.Generator) -> Struck:
    early = 0.012 if part.name.startswith("pad") else 0.0
    start = max(clock.seconds(note.start) + min(max(float(rng.normal(0, 0.007)), -0.018), 0.018) - early, 0.0)
    overlap = 0.05 if part.sustained else 0.0
    end = max(min(clock.seconds(note.start + note.length) + overlap, clock.total), start + 0.06)
    force = note.force * min(max(float(rng.normal(1, 0.05)), 0.85), 1.15)
    return Struck(start, end, note.pitch, min(max(round(127 * force), 8), 127))


def _released(notes: Sequence[Struck]) -> list[Struck]:
    """Let a key go before it is struck again: MIDI's note-off would otherwise silence the new note as well."""
    done, sounding = list[Struck](), dict[int, int]()
    for note in sorted(notes, key=lambda n: n.start):
        index = sounding.get(note.pitch)
        if index is not None and done[index].end > note.start - 0.01:
            done[index] = replace(done[index], end=max(note.start - 0.01, done[index].start + 0.005))
        sounding[note.pitch] = len(done)
        done.append(note)
    return done


def _controls(part: Part, spans: Sequence[Span], clock: Clock) -> list[tuple[float, int, int]]:
    """Level, place, no built-in reverb; players of long notes swell through each phrase and die away at the end."""
    fixed = [(7, 127 * math.sqrt(_gain(part))), (10, 64 + 63 * part.pan), (91, 0), (93, 0)]
    changes = [(0.0, number, min(max(int(value), 0), 127)) for number, value in fixed]
    if part.sustained:
        changes += [(clock.seconds(beat), 11, int(value)) for beat, value in _swells(spans)]
    return changes


def _gain(part: Part) -> float:
    """How loud a player's channel is, by its level, its role and its instrument."""
    share = tables()["balance"].get("hit" if part.name.startswith("hit") else part.name, 1.0)
    return float(HEADROOM * part.level * share * 10 ** (tables()["calibration"].get(str(part.program), 0.0) / 20))


def _kit(parts: Sequence[Part]) -> list[Part]:
    """The players, those of the drum kit brought to one level and place: they share a channel, and so its controls.

    What a player is quieter than the loudest of them goes into the force of its notes, which counts squared as a level does.
    """
    drums = [part for part in parts if part.program < 0]
    if len(drums) < 2:
        return list(parts)
    loudest = max(drums, key=_gain)
    return [_beside(part, loudest) if part.program < 0 else part for part in parts]


def _beside(part: Part, loudest: Part) -> Part:
    ratio = _gain(part) / _gain(loudest)
    notes = [replace(note, force=note.force * math.sqrt(ratio)) for note in part.notes]
    return replace(part, level=part.level / ratio, pan=loudest.pan, notes=notes)


def _swells(spans: Sequence[Span]) -> list[tuple[float, float]]:
    """(beat, expression 0..127) twice a beat: an arch over every four units, rising into a strong hit, falling at the end."""
    points: list[tuple[float, float]] = []
    at = 0.0
    for span, following in itertools.zip_longest(spans, spans[1:]):
        for step in range(span.beats * 2):
            beat = step / 2
            where = beat / span.beats
            arch = 0.80 + 0.20 * np.sin(np.pi * (beat / (span.units[0] * 4) % 1))
            if span.role == "title":
                arch = 0.55 + 0.30 * where
            elif span.role == "ending":
                arch = 0.95 - 0.6 * where
            elif following is None and where > 0.75:
                arch = max(arch, 0.8 + 0.8 * (where - 0.75))
            points.append((at + beat, 127 * float(min(arch, 1.0))))
        at += span.beats
    return points


def render(midi: bytes, frames: int) -> Audio:
    """Play a MIDI file with TimGM6mb through midirenderer; returns (frames, 2) at 48 kHz, cut or filled to `frames`."""
    import midirenderer
    import soundfile

    font = _font()
    wave, rate = soundfile.read(io.BytesIO(midirenderer.render_wave_from(font, midi)), dtype="float32", always_2d=True)
    if rate != RATE:
        raise ValueError(f"midirenderer played at {rate} Hz, not {RATE}")
    out = np.zeros((frames, 2), np.float32)
    out[: min(frames, len(wave))] = wave[:frames]
    return out


@cache
def _font() -> bytes:
    """TimGM6mb, which pretty_midi carries; only its file is needed, so the package is found and not imported."""
    found = find_spec("pretty_midi")
    if found is None or found.origin is None:
        raise ImportError("pretty_midi is not installed", name="pretty_midi")
    return (Path(found.origin).parent / "TimGM6mb.sf2").read_bytes()
