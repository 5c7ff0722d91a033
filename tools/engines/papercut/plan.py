"""What the painter understood of a scene's words, before anything is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Place = Literal["ground", "water", "air", "sky", "floor", "under", "wall"]
"""Where a thing belongs: standing on ground or floor, floating in water, flying, a body in the sky, under water, hung."""


@dataclass(frozen=True)
class Subject:
    """One named thing of the scene, found among the drawings."""

    word: str
    """As the scene's words call it ("keeper", "boat"); the element name on the stage."""
    drawing: str
    """Id in the catalogue of drawings, e.g. "twemoji:1f40b", "built:lighthouse", "person"."""
    place: Place
    metres: float
    """Height in the real world, so that sizes agree with each other."""
    count: int = 1
    relation: str = ""
    """Empty, or how it stands to another subject X: "left of", "right of", "behind", "in front of", "on", "in", "beside",
    "above", "under", "held by" or "between" X, or "between X and Y"; or in the picture: "at left", "at right", "far off",
    "up front"."""
    glows: str = ""
    """Colour of its light as #rrggbb when it is a source (lamp, fire, lighthouse), else empty."""
    importance: float = 0.5
    """0..1: 1 is whom the scene is about; close framings look at the most important."""
    traits: tuple[tuple[str, str], ...] = ()
    """What is known of how it looks: ("hair", "white"), ("skin", "#8d5524"), ("age", "old"), ("seed", "123")."""


TO_ANOTHER = ("left of", "right of", "behind", "in front of", "on", "in", "beside", "above", "under", "held by", "between")
"""Relations of a subject to another one."""


def split_relation(relation: str) -> tuple[str, tuple[str, ...]]:
    """A relation as its kind and the words of the subjects it is to: ("between", ("boat", "whale"))."""
    for kind in TO_ANOTHER:
        if relation.startswith(f"{kind} "):
            to = relation[len(kind) + 1 :]
            return kind, tuple(to.split(" and ", 1)) if kind == "between" else (to,)
    return relation, ()


@dataclass(frozen=True)
class Tie:
    """Mention `to` is what the relation `kind` is to; `and_to` is the second of two that something is between; -1 is none."""

    kind: str
    to: int = -1
    and_to: int = -1


@dataclass(frozen=True)
class ScenePlan:
    """Setting, hour, weather, season, and the subjects in order of importance; `notes` names what could not be drawn."""

    setting: str
    time: Literal["dawn", "day", "sunset", "dusk", "night"]
    weather: Literal["clear", "cloudy", "rain", "storm", "snow", "fog", "wind", "starry"]
    season: Literal["spring", "summer", "autumn", "winter"]
    mood: str
    subjects: tuple[Subject, ...] = ()
    notes: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Drawing:
    """A cut-out: straight-alpha RGBA uint8 array (height, width, 4), trimmed to its content."""

    pixels: object
    foot: float = 1.0
    """Where it touches the ground or waterline, as a fraction of its height from the top (a boat's waterline: about 0.85)."""
    waterline_only: bool = False
    """True when what lies below `foot` must be hidden by the wave in front."""
    stature: float = 1.0
    """Its height against the same one standing: below 1 for who sits or lies, above for a raised arm."""
    paint: Callable[[object], None] | None = None
    """What paints it on a Skia canvas at its size in pixels, for a puppet: then `pixels` has its shape, and nothing in it."""
    inset: tuple[int, int, int, int] | None = None
    """Where in the pixels (x, y, width, height) the first pose lies by which size and place go; None for all of them."""
