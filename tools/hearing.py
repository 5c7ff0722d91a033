"""From where a sound is heard: its side and distance by the scene's words and framing, its room by where the scene stands.

The same film gives the same requests, and an ambience heard alike in two scenes gives one: it is shared as a take.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from memory.film import Film, Scene, Sound
from memory.tables import read_table
from tools.engines import SoundRequest
from tools.engines.synth.choosing import Kind, find_all, kinds, look_up, words_in

FRAMED = {"wide": 0.5, "medium": 0.25, "close": 0.0, "detail": 0.0}
"""How far a thing in the picture is heard, by how near the camera is."""
DISTANT = 0.7
"""How far something is that the words put into the distance."""
ASIDE = 0.6
"""Where something is that the words put on the left or right."""
REACH = 5
"""Words beside a thing's name in which its side and distance are looked for."""
ECHOING = ("hall", "church", "cave", "tunnel", "underwater")
"""Places that change what an ambience sounds like; a room only muffles what is outside."""


@cache
def _table() -> dict[str, Any]:
    return read_table(Path(__file__).with_name("hearing.toml"))


def heard(film: Film, scene: Scene, sound: Sound) -> SoundRequest:
    """The request for a sound as it is heard in its scene; what the film says of pan and distance is taken as it is."""
    kind = kinds().get(look_up(sound.kind)) if not sound.file else None
    beside = _beside(scene.description, kind.name) if kind else ""
    words = set(re.findall(r"[a-z]+", f"{sound.kind.lower()} {beside}"))
    place = room_of(scene.description) if kind else ""
    wide = kind is None or kind.wide
    return SoundRequest(
        kind=sound.kind,
        seed=film.seed,
        pan=_pan(words) if sound.pan is None else sound.pan,
        far=_far(words, scene, wide) if sound.far is None else sound.far,
        room="" if kind is None or not _matters(kind, place) else place,
        at=sound.at,
        file=sound.file,
    )


def _matters(kind: Kind, place: str) -> bool:
    """Whether a place changes a sound, so that takes are shared where it does not."""
    if not kind.wide:
        return place != kind.within
    return place != kind.within and (place in ECHOING or (kind.outside and place == "room"))


def room_of(description: str) -> str:
    """Within what a scene stands: room, hall, church, cave, tunnel, street, forest, underwater; "" in the open."""
    said = description.lower()
    if re.search(r"\bunder ?water\b|\bunder the (?:sea|waves|surface)\b|\bsea ?bed\b", said):
        return "underwater"
    other = r"(?!(?:with|of|near|by|on|and|beside|under)\b)"
    inside = rf"\b(?:in|inside|into|within|through|aboard|at)\s+(?:{other}[\w'-]+\s+){{0,4}}?"
    found = [
        (match.start(), name)
        for name, words in _table()["rooms"].items()
        if (match := re.search(inside + rf"(?:{'|'.join(words)})\b", said))
    ]
    return min(found, key=lambda each: each[0])[1] if found else ""


def _beside(description: str, kind: str) -> str:
    """The words about the first thing in a description that makes this sound; "" when none is named."""
    for clause in re.split(r"[,.;]", description.lower()):
        hit = next((each for each in find_all(clause) if each.kind == kind), None)
        if hit:
            words = words_in(clause)
            return " ".join(words[max(hit.start - REACH, 0) : hit.stop + REACH])
    return ""


def _pan(words: set[str]) -> float:
    sides = _table()["sides"]
    left, right = bool(words & set(sides["left"])), bool(words & set(sides["right"]))
    return 0.0 if left == right else -ASIDE if left else ASIDE


def _far(words: set[str], scene: Scene, wide: bool) -> float:
    """Distance by the words; a thing in the picture is as far as the shots show it on the whole, in steps of a quarter."""
    if words & set(_table()["distance"]["far"]):
        return DISTANT
    if wide or words & set(_table()["distance"]["near"]):
        return 0.0
    whole = sum(shot.share for shot in scene.shots)
    return round(4 * sum(FRAMED[shot.framing] * shot.share for shot in scene.shots) / whole) / 4
