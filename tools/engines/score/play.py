"""Playing a book to the picture: run after run, each ringing on in its hall while the next begins, as a stream of blocks.

A run is played as if the film began with it, and from nothing but its own notes, so that one which was played before for the
film (`tools.keeping`) need not be played again, whatever has become of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import numpy as np

from tools import keeping
from tools.engines.score.arrange import Arranger
from tools.engines.score.book import Book
from tools.engines.score.form import Reel, Span, plan
from tools.engines.score.hall import Hall, hall
from tools.engines.score.perform import RATE, Audio, perform, render
from tools.engines.score.phrases import divide

LONGEST = 120.0
"""Seconds that are played in one go at most, so that memory does not grow with the film (a single span may be longer)."""
DYING = 0.9
"""Seconds over which the very end falls to silence."""
LOUD, RANGE = -20.0, 9.0
"""dB of a run of middling fullness, weighted as ears hear, and how far the fullest lies above the emptiest."""
STEPS = 32_767
"""Steps up to a run's peak in which its samples are counted: the instruments themselves have no more."""
PLAYING = "1"
"""Raised whenever the same notes would sound otherwise, so that nothing is heard of what was played before."""


def runs(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """(first, end) of the spans that are played in one go: those of one cue that follow each other, two minutes at most."""
    found: list[tuple[int, int]] = []
    for index, span in enumerate(spans):
        if found:
            first = spans[found[-1][0]]
            if first.cue.mood == span.cue.mood and span.end - first.start <= LONGEST:
                found[-1] = (found[-1][0], index + 1)
                continue
        found.append((index, index + 1))
    return found


def write(book: Book, spans: Sequence[Span]) -> Iterator[tuple[tuple[Span, ...], bytes]]:
    """Every run with its MIDI file."""
    phrases, found = divide(spans), runs(spans)
    for first, end in found:
        cue, into = spans[first].cue, spans[end] if end < len(spans) else None
        rng = np.random.default_rng([cue.seed, first])
        run = tuple(spans[first:end])
        parts = Arranger(book, cue, rng).write(run, phrases[first:end], into if into and into.cue.mood != cue.mood else None)
        yield run, perform(parts, _from_zero(run), rng)


def _from_zero(run: Sequence[Span]) -> list[Span]:
    """The run as if the film began with it."""
    at = run[0].start
    return [replace(span, start=round(span.start - at, 6), end=round(span.end - at, 6)) for span in run]


def play(book: Book, reel: Reel) -> Iterator[Audio]:
    """Play the score to the film: float32 (frames, 2) at 48 kHz in blocks, exactly the film's seconds long."""
    total, done = round(reel.seconds * RATE), 0
    ringing = np.zeros((0, 2), np.float32)
    for run, midi in write(book, plan(book, reel)):
        wave = _heard(run, midi)
        wave[: len(ringing)] += ringing[: len(wave)]
        ringing = np.concatenate([wave, ringing[len(wave) :]]) if len(ringing) > len(wave) else wave
        end = round(run[-1].end * RATE)
        out, ringing = ringing[: end - done], ringing[end - done :]
        done = end
        yield _dying(out) if end >= total else out


def _heard(run: Sequence[Span], midi: bytes) -> Audio:
    """The run in its hall at its level, with a tail in which it rings out: as it was kept, else played."""
    mood, frames = run[0].cue.data, round(run[-1].end * RATE) - round(run[0].start * RATE)
    place, total = Hall(mood.hall, mood.wet, mood.air, _level(run)), frames + round(mood.hall * RATE)
    described = f"run {PLAYING} {version('midirenderer')} {place} {frames}\n".encode() + midi
    kept: bytes | memoryview | None = keeping.find(described)
    if kept is None or len(kept) != 4 + 4 * total:
        kept = _counted(hall(render(midi, total), place, frames / RATE))
        keeping.keep(described, kept)
    peak = np.frombuffer(kept, np.float32, 1)[0]
    return np.frombuffer(kept, np.int16, offset=4).reshape(-1, 2) * np.float32(peak / STEPS)


def _level(run: Sequence[Span]) -> float:
    """The dB of a run, by how full it is."""
    full = np.average([np.mean(span.force) for span in run], weights=[span.beats * span.pace for span in run])
    return round(LOUD + RANGE * (float(full) - 0.5), 3)


def _counted(wave: Audio) -> bytes:
    """A wave as it is kept: its peak, and its samples in steps up to it."""
    peak = np.array([np.abs(wave).max(initial=1e-6)], np.float32)
    return peak.tobytes() + np.rint(wave * (STEPS / peak)).astype(np.int16).tobytes()


def _dying(wave: Audio) -> Audio:
    """Let the last moments fall to silence."""
    fade = min(int(DYING * RATE), len(wave))
    out = wave.copy()
    out[len(wave) - fade :] *= np.cos(np.linspace(0, np.pi / 2, fade, dtype=np.float32))[:, None] ** 2
    return out


def facts(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """What is played where, for people and for later stages: role, mood, tempo, start and end in seconds, bars."""
    return [
        {
            "role": span.role, "mood": span.cue.mood, "key": span.cue.key.name, "tempo": round(60 / span.pace, 2),
            "start": span.start, "end": span.end, "bars": len(span.units), "fullness": [round(f, 2) for f in span.force],
        }
        for span in spans
    ]  # fmt: skip


def joined(blocks: Iterator[Audio]) -> Audio:
    """All blocks as one piece, for those who look at the whole."""
    return np.concatenate(list(blocks))
