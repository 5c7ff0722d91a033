"""What each platform wants beside the file, as dated data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.tables import read_table


class Disclosure(BaseModel):
    """The field by which a platform is told that a film was made with artificial intelligence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    """As its API or form calls it."""
    value: bool
    shown: str
    """As a person finds it on the page."""


class Platform(BaseModel):
    """What a platform takes: lengths in signs, the thumbnail's size in pixels, and what a person does there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    preset: str
    title: int
    description: int
    tags: int
    hashtags: int
    thumbnail: tuple[int, int]
    chapters: bool
    chapter: float
    """Seconds that a chapter lasts at least."""
    disclosure: Disclosure
    checklist: tuple[str, ...]
    checked: str
    source: str


@cache
def platforms() -> tuple[Platform, ...]:
    """All platforms, in the order of the table."""
    table = read_table(Path(__file__).with_name("platforms.toml"))
    return tuple(Platform(name=name, **values) for name, values in table.items())


def platform(name: str) -> Platform:
    """The platform of that name; FilmError lists the names when there is none."""
    said = name.strip().lower()
    found = next((each for each in platforms() if said in (each.name, each.name.removesuffix("s"))), None)
    if found is None:
        names = ", ".join(each.name for each in platforms())
        raise FilmError(f"There is no platform called {name[:60]!r}. Choose among: {names}. {UNCHANGED}")
    return found
