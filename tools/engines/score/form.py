"""The form: the film's scenes as spans of music, each a whole number of beats long, with the story's arc over them.

Scenes of one mood that follow each other are one span, so that their music keeps its pace. The arc goes by scenes and not by
seconds: a sentence more in one of them leaves the music of all others as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from tools.engines.score.book import Book, Cue

PHRASE = 4
"""Units in a phrase; a unit is a bar (of two bars' length where the tempo is quick)."""
ENDING = 3.6
"""Seconds of the last chord where the film has no credits to sing it under."""
HALF, ODD = 0.18, 0.36
"""What a bar cut to its half, and one cut anywhere, are held against in the choice of beats: as so many beats amiss."""
FREE = 0.02
"""By what share of the tempo a span may go quicker or slower, to meet its picture; what is left its last beats take up."""
LINGER, SLOWING = 0.4, 12
"""Beats by which the end of the last scene is drawn out, before the ending, where it has so many beats at least."""
HELD = 0.35
"""Share of a beat by which the held beat of a title or an ending may be too short, at most."""
BEFORE, AT, AFTER = 0.55, 1.0, 0.5
"""How full the music is when the story has set out, at its peak, and when it has come to rest."""
OPENING, CLOSING = 0.3, 0.5
"""How much of the story title and ending are, where a scene is 1."""

Role = Literal["title", "scene", "ending"]


@dataclass(frozen=True)
class Moment:
    """A scene as the music sees it: the second at which it takes over the screen, and its mood in words."""

    start: float
    mood: str


@dataclass(frozen=True)
class Reel:
    """The film's clock for the music: its scenes, when the last of them ends, and how long the film lasts, in seconds."""

    scenes: tuple[Moment, ...]
    end: float
    seconds: float


@dataclass(frozen=True)
class Span:
    """A stretch of film with one cue: seconds, the beats that fill it, and the fullness (0..1) at its units' beginnings."""

    cue: Cue
    role: Role
    start: float
    end: float
    units: tuple[int, ...]
    """Beats of each unit; the last one may be shorter or longer than a bar, so that the next span begins on its bar."""
    force: tuple[float, ...]
    hit: float = 0.0
    """How strongly its first beat is struck, 0..1."""
    touches: tuple[int, ...] = ()
    """Beats nearest to the scenes that begin inside it, which are touched lightly."""
    slows: bool = False
    """Whether its last beats are drawn out into the ending."""

    @property
    def beats(self) -> int:
        """All beats of the span."""
        return sum(self.units)

    @property
    def pace(self) -> float:
        """Seconds of a beat, of all but the few that take up what is left of the span's time (`tools.engines.score.clock`)."""
        seconds = _length(self.start, self.end)
        if self.beats == 1 or (self.role == "scene" and len(self.units) == 1):
            return seconds / self.beats
        wanted = float(np.clip(seconds / (self.beats + LINGER * self.slows), *(self.cue.beat * np.array([1 - FREE, 1 + FREE]))))
        return min(wanted, seconds / self.beats) if self.slows else wanted


def plan(book: Book, reel: Reel) -> tuple[Span, ...]:
    """Lay the cues out over the film: title, scenes, and an ending whose last event is the film's last frame."""
    edges = _edges(book, reel)
    story = _story(edges, reel)
    peak = _peak(edges, story)
    spans: list[Span] = []
    for index, (role, cue, start, end) in enumerate(edges):
        exact = _length(start, end) / cue.beat
        slows = role == "scene" and edges[index + 1][0] == "ending" and exact >= SLOWING + LINGER
        units = _units(exact - LINGER * slows, cue, role)
        at = [start + (end - start) * sum(units[:i]) / sum(units) for i in range(len(units))]
        force = tuple(0.4 if role == "ending" else _arc(_told(story, t), peak, cue) for t in at)
        changes = bool(spans) and spans[-1].cue.mood != cue.mood
        hit = 0.0 if not spans else (0.45 + 0.55 * force[0] if changes else 0.3 * force[0])
        span = Span(cue, role, start, end, units, force, 0.7 if role == "ending" and spans else hit, slows=slows)
        inside = [_length(start, scene.start) for scene in reel.scenes if start + 1 < scene.start < end - 1]
        spans.append(replace(span, touches=tuple(min(round(after / span.pace), span.beats - 1) for after in inside)))
    return tuple(spans)


def _edges(book: Book, reel: Reel) -> list[tuple[Role, Cue, float, float]]:
    """(role, cue, start, end) of title, scenes and ending; what is too short to sing joins what follows."""
    tail = reel.seconds - reel.end
    last = reel.end if tail >= 1.5 else max(reel.seconds - min(ENDING, reel.seconds / 2), 0.0)
    edges: list[tuple[Role, Cue, float, float]] = []
    marks = [scene for scene in reel.scenes if scene.start < last - 0.5]
    if marks and marks[0].start >= 1.0:
        edges.append(("title", book.cue(marks[0].mood), 0.0, marks[0].start))
    for index, scene in enumerate(marks):
        start, cue = scene.start if index or edges else 0.0, book.cue(scene.mood)
        following = marks[index + 1].start if index + 1 < len(marks) else last
        if edges and edges[-1][0] == "scene" and edges[-1][1] is cue:
            start = edges.pop()[2]
        edges.append(("scene", cue, start, following))
    closing = book.cue(reel.scenes[-1].mood) if reel.scenes else book.cue("")
    return [*edges, ("ending", closing, edges[-1][3] if edges else 0.0, reel.seconds)]


def _units(exact: float, cue: Cue, role: Role) -> tuple[int, ...]:
    """Beats of each unit of a span that lasts `exact` beats: near that number, whole bars before half ones before any.

    Title and ending are held on one chord, and only the length of that one moves.
    """
    metre = cue.data.metre

    def cost(beats: int) -> float:
        return abs(beats - exact) + (0 if beats % metre == 0 else HALF if metre == 4 and beats % 2 == 0 else ODD)

    near = range(max(int(exact) - metre, 1), int(exact) + metre + 2)
    beats = min(near, key=lambda n: (cost(n), n)) if role == "scene" else max(int(exact + HELD), 1)
    bars, rest = divmod(beats, metre)
    if rest == 0 or bars == 0:
        return (metre,) * bars or (rest,)
    return ((metre,) * (bars - 1) + (metre + 1,)) if rest == 1 else ((metre,) * bars + (rest,))


def _length(start: float, end: float) -> float:
    """Seconds between two moments, the same to the last bit wherever in the film they lie."""
    return round(end - start, 6)


Story = tuple[Sequence[float], Sequence[float]]
"""Seconds, and how much of the story has been told by then, 0..1."""


def _story(edges: Sequence[tuple[Role, Cue, float, float]], reel: Reel) -> Story:
    """Every scene is as much of the story as any other, however long it is."""
    closing, titled = edges[-1][2], edges[0][0] == "title"
    marks = [scene.start for scene in reel.scenes if scene.start < closing - 0.5]
    seconds = [0.0, *marks] if titled else [0.0, *marks[1:]] if marks else []
    weights = [OPENING] * titled + [1.0] * len(marks) + [CLOSING]
    return [*seconds, closing, reel.seconds], [0.0, *(np.cumsum(weights) / sum(weights)).tolist()]


def _told(story: Story, second: float) -> float:
    """How much of the story has been told by then, 0..1."""
    return round(float(np.interp(second, *story)), 9)


def _peak(edges: Sequence[tuple[Role, Cue, float, float]], story: Story) -> float:
    """Where the story is most stirred, as a share of it: the most energetic scene of its later part."""
    scenes = [(_told(story, start), _told(story, end), cue.data.energy) for role, cue, start, end in edges if role == "scene"]
    middles = [(round((start + end) / 2, 9), energy) for start, end, energy in scenes if end - start < 0.5]
    late = [(at, energy) for at, energy in middles if 0.4 <= at <= 0.88]
    return max(late, key=lambda each: (each[1], each[0]))[0] if late else 0.72


def _arc(at: float, peak: float, cue: Cue) -> float:
    """How full the music is at a share of the story: it sets out, grows to the peak, lets go and comes to rest."""
    arc = np.interp(at, [0, 0.06, 0.6 * peak, peak, peak + 0.6 * (1 - peak), 1], [0.18, 0.3, BEFORE, AT, AFTER, 0.4])
    return float(np.clip(arc + 0.3 * (cue.data.energy - 0.45), 0.05, 1.0))
