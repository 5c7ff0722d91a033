"""Playing a book to the picture: run after run, each ringing on in its hall while the next begins, as a stream of blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

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


def write(book: Book, spans: Sequence[Span]) -> Iterator[tuple[tuple[Span, ...], bytes, np.random.Generator]]:
    """Every run with its MIDI file and the chance it goes on with."""
    phrases, found = divide(spans), runs(spans)
    for first, end in found:
        cue, into = spans[first].cue, spans[end] if end < len(spans) else None
        rng = np.random.default_rng([cue.seed, first])
        run = tuple(spans[first:end])
        parts = Arranger(book, cue, rng).write(run, phrases[first:end], into if into and into.cue.mood != cue.mood else None)
        yield run, perform(parts, run, rng), rng


def play(book: Book, reel: Reel) -> Iterator[Audio]:
    """Play the score to the film: float32 (frames, 2) at 48 kHz in blocks, exactly the film's seconds long."""
    total, done = round(reel.seconds * RATE), 0
    ringing = np.zeros((0, 2), np.float32)
    for run, midi, rng in write(book, plan(book, reel)):
        wave = _heard(run, midi, rng)
        wave[: len(ringing)] += ringing[: len(wave)]
        ringing = np.concatenate([wave, ringing[len(wave) :]]) if len(ringing) > len(wave) else wave
        end = round(run[-1].end * RATE)
        out, ringing = ringing[: end - done], ringing[end - done :]
        done = end
        yield _dying(out) if end >= total else out


def _heard(run: Sequence[Span], midi: bytes, rng: np.random.Generator) -> Audio:
    """The run played in its hall at its level, with a tail in which it rings out."""
    mood = run[0].cue.data
    seconds = run[-1].end - run[0].start + mood.hall
    weights = [span.end - span.start for span in run]
    full = float(np.average([np.mean(span.force) for span in run], weights=weights))
    wanted = LOUD + RANGE * (full - 0.5)
    frames = round(run[-1].end * RATE) - round(run[0].start * RATE) + round(mood.hall * RATE)
    return hall(render(midi, frames), Hall(mood.hall, mood.wet, mood.air, wanted), seconds - mood.hall, rng)


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
