"""Which shots a scene gets: cut on what it means, sizes and subjects in turn, the camera's move from mood and content."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from memory.film import Camera, Scene, Shot
from memory.parts import Framing, Move
from tools.engines.authored.words import table

SHORT, LONG = 6.5, 13.0
"""Seconds: a scene up to the first is one shot, beyond the second it is three."""
SHARES = {"wide": 1.0, "medium": 0.95, "close": 0.85, "detail": 0.65}
"""How long a shot of a framing is seen, against the others of its scene."""


@dataclass(frozen=True)
class SetUp:
    """One shot before it has a picture: how near, and at whom or what."""

    framing: Framing
    subject: str
    """all, one, other, thing or place."""


@dataclass(frozen=True)
class Cutting:
    """What a scene's cut depends on: its stage and mood, its length, how many people and things there are, what was before."""

    stage: str
    mood: str
    seconds: float
    people: int
    things: int
    before: Sequence[Scene]
    known: bool
    """Whether the scene before was in the same place."""

    @property
    def shots(self) -> list[Shot]:
        """The shots before this scene, in order."""
        return [shot for scene in self.before for shot in scene.shots]


def set_ups(cut: Cutting, rng: random.Random) -> tuple[SetUp, ...]:
    """The scene's set-ups in order: neighbours, the last of the scene before included, are not one subject in one size."""
    data = table("shooting")
    named = [name for name in data["stages"][cut.stage] if not (cut.known and name == "establish")] or ["approach", "reveal"]
    fitting: list[tuple[SetUp, ...]] = []
    for count in range(1 if cut.seconds <= SHORT else 2 if cut.seconds <= LONG else 3, 0, -1):
        fitting = fitting or _fitting(named, count, cut) or _fitting(list(data["cuts"]), count, cut)
    used = tuple(shot.framing for shot in cut.before[-1].shots) if cut.before else ("", "")
    fitting = [p for p in fitting if p[0].framing != used[-1]] or fitting
    fitting = [p for p in fitting if tuple(s.framing for s in p) != used] or fitting
    if cut.stage != "close":
        fitting = [p for p in fitting if p[-1].framing != used[-1]] or fitting
    return rng.choice(fitting)


def _fitting(names: Sequence[str], count: int, cut: Cutting) -> list[tuple[SetUp, ...]]:
    plans = [_read(plan) for name in names for plan in table("shooting")["cuts"][name]]
    return [p for p in plans if len(p) == count and _there(p, cut)]


def _read(plan: Sequence[str]) -> tuple[SetUp, ...]:
    pairs = [said.split() for said in plan]
    return tuple(SetUp(cast(Framing, framing), subject) for framing, subject in pairs)


def _there(plan: Sequence[SetUp], cut: Cutting) -> bool:
    """Whether what a plan looks at is in the scene; one who is alone is seen with one size after the other."""
    there = {"all": True, "place": True, "one": cut.people > 0, "other": cut.people > 1, "thing": cut.things > 0}
    if not all(there[s.subject] for s in plan):
        return False
    alike = [(s.framing, s.subject if cut.people > 1 else "") for s in plan]
    return all(a != b for a, b in pairwise(alike))


def camera(set_up: SetUp, at: tuple[int, int], cut: Cutting, made: Sequence[Shot], rng: random.Random) -> Camera:
    """The move of shot number at[0] of the scene's at[1]: what its framing allows and its place and mood ask for.

    It does not repeat the way of the shot before, and what is rare stays so.
    """
    data = table("shooting")
    history = [shot.camera.move for shot in (*cut.shots, *made)]
    allowed = [m for m in data["moves"][set_up.framing] if m not in history[-1:] and _spared(m, history)]
    if set_up.subject in ("place", "all") and cut.people == 0:
        allowed = [m for m in allowed if m not in ("dolly_zoom", "handheld")] or allowed
    if at[0] or cut.mood not in ("playful", "joyful"):
        allowed = [m for m in allowed if m != "whip_pan"] or allowed
    turned = [m for m in allowed if not _same_way(m, history)] or allowed
    moods = data["moods"].get(cut.mood, data["moods"]["calm"])
    wished = [m for m in moods if m in turned]
    placed = [m for m in data["places"].get(_place(set_up, at, cut), ()) if m in turned]
    move = rng.choice([m for m in placed if m in wished] or placed or wished or turned)
    low, high = data["amounts"].get(move, data["amounts"][set_up.framing])
    easing = data["easings"].get(move, "ease_in_out")
    return Camera(move=cast(Move, move), amount=round(rng.uniform(low, high), 2), easing=easing)


def _place(set_up: SetUp, at: tuple[int, int], cut: Cutting) -> str:
    if not cut.before and at[0] == 0:
        return "first"
    if set_up.framing != "wide":
        return ""
    if cut.stage == "close" and at[0] == at[1] - 1:
        return "last"
    return "reveal" if at[0] > 0 else ""


def _spared(move: str, history: Sequence[str]) -> bool:
    """Whether a rare move was not seen too lately."""
    rare: dict[str, int] = table("shooting")["rare"]
    return move not in history[-rare[move] :] if move in rare else True


def _same_way(move: str, history: Sequence[str]) -> bool:
    ways: dict[str, str] = table("shooting")["ways"]
    return bool(history) and move in ways and ways.get(history[-1]) == ways[move]


def share(set_up: SetUp, rng: random.Random) -> float:
    """The shot's weight in its scene's time."""
    return round(SHARES[set_up.framing] * rng.uniform(0.92, 1.08), 2)
