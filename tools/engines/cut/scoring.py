"""The music of a film as a stream: a composed score performed to the picture, or a piece of sound fitted to its length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from memory.takes import Take
from tools.engines.cut.fit import fit_score
from tools.engines.cut.streams import RATE, score_blocks
from tools.timing import Slot


@dataclass(frozen=True)
class Track:
    """Stereo float32 blocks at `rate`, as long as the film when played at 48 kHz, and what is in them, for the take's data."""

    blocks: Iterator[bytes]
    rate: int
    facts: dict[str, Any]


def music_track(take: Take, slots: Sequence[Slot], moods: Sequence[str], fps: int, seconds: float) -> Track:
    """The take of a film's music on the film's clock: `moods` in words, one a slot; `seconds` the whole film's."""
    if take.main.suffix == ".json":
        return _performed(take, slots, moods, fps, seconds)
    fitted = fit_score(take.data, seconds)
    facts = {"pieces": [list(p) for p in fitted.pieces], "head": fitted.head, "speed": fitted.speed}
    return Track(score_blocks(take.main, fitted), round(RATE * fitted.speed), facts)


def _performed(take: Take, slots: Sequence[Slot], moods: Sequence[str], fps: int, seconds: float) -> Track:
    """A book of cues, each beginning in the middle of the transition that brings its scene."""
    from tools.engines.score.book import Book
    from tools.engines.score.form import Moment, Reel, plan
    from tools.engines.score.play import facts, play

    book = Book.model_validate_json(take.main.read_text(encoding="utf-8"))
    scenes = tuple(
        Moment((slot.start + slot.enter / 2) / fps, mood) for slot, mood in zip(slots, moods, strict=True)
    )  # fmt: skip
    reel = Reel(scenes, slots[-1].end / fps if slots else 0.0, seconds)
    blocks = (block.tobytes() for block in play(book, reel))
    return Track(blocks, RATE, {"cues": facts(plan(book, reel))})
