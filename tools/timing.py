"""The film's clock: how long scenes last once their words are measured. Narration comes first; pictures follow.

Everything is counted in whole frames, so that picture, sound and captions agree to the frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from memory.film import Transition

LEAD = 0.5
"""Seconds of picture before a scene's first word."""
SILENT = 4.0
"""Seconds that a scene without words lasts at least."""
OVERLAPPING = ("crossfade", "wipe")
"""Transitions that show the next scene while this one is still there."""


@dataclass(frozen=True)
class Timed:
    """What the clock needs of one scene: seconds of speech, the pause after it, and how it ends."""

    id: str
    speech: float
    pause: float
    transition: Transition
    beat: float = 0
    """Seconds of a beat on which the next scene shall begin; 0 for none."""


@dataclass(frozen=True)
class Slot:
    """A scene on the film's clock, in frames: where it begins, how long it is, where its words begin."""

    id: str
    start: int
    frames: int
    words_at: int
    enter: int
    """Frames at its beginning that belong to the transition of the scene before."""
    leave: int
    """Frames of its own transition at its end; they overlap the next scene only for `OVERLAPPING` kinds."""
    overlap: int

    @property
    def end(self) -> int:
        """The first frame after the scene."""
        return self.start + self.frames


def leave_seconds(transition: Transition) -> float:
    """Seconds that a transition takes at the end of its scene; a cut takes none."""
    return 0.0 if transition.kind == "cut" else transition.seconds


def scene_frames(timed: Timed, enter: float, fps: int) -> tuple[int, int]:
    """(frames of the scene, frame at which its words begin); transitions lengthen pauses, never cut words."""
    lead = max(LEAD, enter)
    tail = max(timed.pause, leave_seconds(timed.transition))
    words_at = math.ceil(lead * fps)
    if timed.speech <= 0:
        frames = words_at + max(math.ceil(max(SILENT - LEAD, tail) * fps), 1)
    else:
        frames = words_at + math.ceil((timed.speech + tail) * fps)
    return (_on_beat(frames, timed, fps) if timed.beat > 0 else frames), words_at


def beat_grid(beat: float, fps: int) -> tuple[int, int]:
    """(frames, beats): the fewest beats whose time is a whole number of frames within 0.8 %, so that cuts never drift off.

    Music played at beats * beat * fps / frames of its speed has its beats exactly on that grid.
    """
    exact = beat * fps
    beats = next((n for n in (1, 2, 4) if round(n * exact) >= 1 and abs(round(n * exact) / (n * exact) - 1) <= 0.008), 8)
    return max(round(beats * exact), 1), beats


def _on_beat(frames: int, timed: Timed, fps: int) -> int:
    """Lengthen a scene until the next one begins on the grid."""
    grid, _ = beat_grid(timed.beat, fps)
    overlap = round(leave_seconds(timed.transition) * fps) if timed.transition.kind in OVERLAPPING else 0
    return frames + (overlap - frames) % grid


def clock(scenes: Sequence[Timed], fps: int, offset: float = 0) -> list[Slot]:
    """Place the scenes one after another, beginning at `offset` seconds (the title card's length)."""
    slots: list[Slot] = []
    at, enter = round(offset * fps), 0
    for index, timed in enumerate(scenes):
        frames, words_at = scene_frames(timed, enter / fps, fps)
        leave = round(leave_seconds(timed.transition) * fps)
        last = index == len(scenes) - 1
        overlap = leave if timed.transition.kind in OVERLAPPING and not last else 0
        slots.append(Slot(timed.id, at, frames, words_at, enter, leave, overlap))
        at, enter = at + frames - overlap, overlap
    return slots


def share_frames(total: int, shares: Sequence[float]) -> list[int]:
    """Divide `total` frames by the shares, every shot at least one frame, the sum exact (largest remainder)."""
    if total < len(shares):
        raise ValueError(f"{total} frames cannot hold {len(shares)} shots")
    spare, whole = total - len(shares), sum(shares)
    exact = [spare * share / whole for share in shares]
    counts = [1 + int(x) for x in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (int(exact[i]) - exact[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts
