"""The music of a film as a stream: a composed score performed to the picture, or a piece of sound fitted to its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from memory.takes import Take
from tools.engines.cut.fit import Fit, fit_score, fit_song
from tools.engines.cut.streams import RATE, score_blocks
from tools.timing import Slot, beat_grid


@dataclass(frozen=True)
class Track:
    """Stereo float32 blocks at `rate`, as long as the film when played at 48 kHz, and what is in them, for the take's data."""

    blocks: Iterator[bytes]
    rate: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Played:
    """The film as its music needs it: slots and their moods in words, frames a second, seconds, and the beat it is cut to."""

    slots: Sequence[Slot]
    moods: Sequence[str]
    fps: int
    seconds: float
    beat: float = 0


def music_track(take: Take, film: Played) -> Track:
    """The take of a film's music on the film's clock."""
    if take.main.suffix == ".json":
        return _performed(take, film)
    fitted = _song(take, film) if take.data.get("song") else fit_score(take.data, film.seconds)
    facts = {"pieces": [list(p) for p in fitted.pieces], "head": fitted.head, "speed": fitted.speed}
    blocks = score_blocks(take.main, fitted)
    fading = _fading(blocks, round(film.seconds * fitted.speed * RATE), round(fitted.fade_out * RATE))
    return Track(fading if fitted.fade_out else blocks, round(RATE * fitted.speed), facts)


def _song(take: Take, film: Played) -> Fit:
    """A lent song, with a beat of it on the first scene's first frame when the film is cut to it."""
    if not film.beat or not take.data["beat"]:
        return fit_song(take.data, film.seconds)
    frames, beats = beat_grid(film.beat, film.fps)
    speed = beats * film.beat * film.fps / frames
    first = film.slots[0].start / film.fps if film.slots else 0.0
    skipped = (float(take.data["first"]) - first * speed) % float(take.data["beat"])
    return fit_song(take.data, film.seconds, skipped, speed)


def _fading(blocks: Iterator[bytes], total: int, fade: int) -> Iterator[bytes]:
    """Let the end of `total` frames of stereo float32 fall to silence over `fade` frames."""
    at = 0
    for block in blocks:
        wave = np.frombuffer(block, np.float32).reshape(-1, 2)
        left = total - (at + np.arange(len(wave)))
        gain = np.sin(np.clip(left / max(fade, 1), 0, 1) * np.pi / 2).astype(np.float32)
        yield (wave * gain[:, None]).tobytes()
        at += len(wave)


def _performed(take: Take, film: Played) -> Track:
    """A book of cues, each beginning in the middle of the transition that brings its scene."""
    from tools.engines.score.book import Book
    from tools.engines.score.form import Moment, Reel, plan
    from tools.engines.score.play import facts, play

    book = Book.model_validate_json(take.main.read_text(encoding="utf-8"))
    starts = [(slot.start + slot.enter / 2) / film.fps for slot in film.slots]
    scenes = tuple(Moment(start, mood) for start, mood in zip(starts, film.moods, strict=True))
    reel = Reel(scenes, film.slots[-1].end / film.fps if film.slots else 0.0, film.seconds)
    blocks = (block.tobytes() for block in play(book, reel))
    return Track(blocks, RATE, {"cues": facts(plan(book, reel))})
