"""A scene's words as a picture or sound model wants them: short, the thing first, then how it is seen, lit and drawn."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table
from tools.engines import MusicRequest, SoundRequest, StillRequest
from tools.engines.asked import FilmedRequest


@cache
def table() -> dict[str, Any]:
    """The words of words.toml."""
    return read_table(Path(__file__).with_name("words.toml"))


def picture(request: StillRequest) -> str:
    """The prompt of a still: what the shot shows, who is in it, framing, mood and the style's words."""
    who = [f"{member.name}: {member.description}" for member in request.cast if member.description.strip()]
    seen = table()["framing"][request.framing]
    mood = f"{request.mood} mood" if request.mood.strip() else ""
    return joined([request.prompt, request.description, *who, seen, mood, request.style.prompt])


def change(request: StillRequest) -> str:
    """The prompt of a retouch: what the region shall be, in the style of the picture round it."""
    return joined([request.prompt, request.style.prompt])


def unwanted() -> str:
    """What no picture shall hold, for models that take such words."""
    return str(table()["unwanted"]["picture"])


def clip(request: FilmedRequest) -> str:
    """The prompt of a clip: its words, what the camera does, and what the strokes move."""
    move = table()["camera"][request.camera.move] if request.camera.amount > 0 else table()["camera"]["static"]
    return joined([request.prompt, move, *(_stroke(stroke) for stroke in request.strokes)])


def _stroke(stroke: Any) -> str:
    ways = table()["strokes"]
    signs = {"horizontal": stroke.horizontal, "vertical": stroke.vertical, "proximity": stroke.proximity}
    told = [ways[name][0 if value < 0 else 1] for name, value in signs.items() if value]
    return f"the {stroke.target} {' and '.join(told or [ways['ambient']])}"


def music(request: MusicRequest) -> str:
    """The prompt of a film's music."""
    moods = ", ".join(dict.fromkeys([request.mood, *request.scenes][:4]))
    return f"{moods} {table()['sound']['music']}, {request.tempo} bpm"


def sound(request: SoundRequest) -> str:
    """The prompt of an effect or ambience."""
    once = table()["sound"]["once" if request.at is not None else "ambience"]
    return joined([f"{request.kind}, {once}", request.room])


def joined(parts: list[str]) -> str:
    """Parts as one prompt, empty ones left out, each without the full stop at its end."""
    return ", ".join(part.strip().rstrip(".").strip() for part in parts if part.strip(" ."))
