"""Presets: what each platform, broadcaster or archive wants of a file, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.tables import read_table
from tools.engines.deliveries import Codec, Container


class Preset(BaseModel):
    """What a file for somebody must be; 0 and "" leave a value as the film has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    aspect: str
    size: int
    """The shorter side in pixels."""
    fps: int
    most_fps: int
    codec: Codec
    container: Container
    lufs: float
    peak: float
    """dBTP."""
    longest: int
    """Seconds."""
    captions: Literal["track", "burned", "file"]
    checked: str
    """The day on which the source was looked at."""
    source: str


@cache
def presets() -> tuple[Preset, ...]:
    """All presets, in the order of the table."""
    table = read_table(Path(__file__).with_name("presets.toml"))
    return tuple(Preset(name=name, **values) for name, values in table.items())


def preset(name: str) -> Preset:
    """The preset of that name; FilmError lists the names when there is none."""
    said = name.strip().lower()
    found = next((p for p in presets() if said in (p.name, p.name.removesuffix("s"), p.title.lower())), None)
    if found is None:
        names = ", ".join(each.name for each in presets())
        raise FilmError(f"There is no preset called {name[:60]!r}. Choose one of: {names}. {UNCHANGED}")
    return found
