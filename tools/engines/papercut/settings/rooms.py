"""What makes one room differ from another, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Room:
    """What makes one room differ from another: materials, the window's form, and what stands along the wall."""

    wall: str
    floor: str
    window: str
    furniture: tuple[str, ...]
    hanging: str = "lamp"
    curtain: str = "cloth"
    cool: float = 0.0


ROOMS: dict[str, Room] = {
    "room": Room("wall", "wood", "cross", ("shelf", "picture", "plant", "clock"), "lamp"),
    "hall": Room("stone", "stone", "arch", ("banner", "pillar", "banner", "pillar"), "chandelier"),
    "laboratory": Room("metal", "metal", "wide", ("jars", "chart", "machine", "jars"), "tube", "metal", 0.5),
    "workshop": Room("wood", "wood", "grid", ("tools", "gears", "bench", "shelf"), "lamp", "wood"),
    "kitchen": Room("plaster", "brick", "cross", ("pots", "oven", "jars", "plant"), "lamp", "flower"),
    "library": Room("wood", "wood", "arch", ("books", "books", "books", "clock"), "lamp", "cloth"),
}
