"""Moods: what a free word for a feeling means in music, read from moods.toml."""

from __future__ import annotations

import difflib
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from memory.tables import read_table

DEFAULT = "calm"
"""The mood of a film that names none, or none that is known."""


class Mood(BaseModel):
    """One mood as musical data; moods.toml explains each field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[str, ...]
    modes: tuple[str, ...]
    tonics: tuple[int, ...]
    metre: int
    a: tuple[str, ...]
    b: tuple[str, ...]
    cadence: str
    final: str
    pad: tuple[tuple[int, float], ...]
    lead: tuple[tuple[int, float], ...]
    second: tuple[tuple[int, float], ...]
    tempo: Annotated[int, Field(ge=40, le=220)]
    energy: Annotated[float, Field(ge=0, le=1)]
    lift: Annotated[int, Field(ge=-12, le=12)]
    air: Annotated[float, Field(ge=0, le=2)]
    hit: str
    centre: int
    figure: tuple[tuple[int, str, float], ...]
    bass: tuple[tuple[int, str, float], ...]
    perc: str = ""
    activity: str = "medium"
    force: tuple[float, float]
    hall: Annotated[float, Field(gt=0, le=6)]
    wet: Annotated[float, Field(ge=0, le=1)]


@cache
def tables() -> dict[str, Any]:
    """Read the whole of moods.toml: moods, figures, basses, percs, rhythms and hits."""
    return read_table(Path(__file__).parent / "moods.toml")


@cache
def moods() -> dict[str, Mood]:
    """All moods by name."""
    return {name: Mood.model_validate(entry) for name, entry in tables()["moods"].items()}


@cache
def _known() -> dict[str, str]:
    """Every word to its mood, the first named where two share one."""
    return {word: name for name, mood in reversed(moods().items()) for word in mood.words}


def _vote(word: str) -> str | None:
    """Find the mood that knows the word: as it stands, else one close in spelling (tensely, hopefull, joyfully)."""
    known = _known()
    if word in known:
        return known[word]
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.8) if len(word) > 3 else []
    return known[close[0]] if close else None


def find_mood(text: str) -> tuple[str, str]:
    """(name of the mood that most of the words speak for, a note when none is known and the default was taken)."""
    votes = [mood for word in re.findall(r"[a-z]+", text.lower()) if (mood := _vote(word))]
    if votes:
        return max(votes, key=lambda name: (votes.count(name), -votes.index(name))), ""
    if not text.strip():
        return DEFAULT, f"The film names no mood for its music, so it is {DEFAULT}."
    return DEFAULT, f"The mood {text.strip()[:60]!r} is not one the score knows ({', '.join(moods())}); it plays {DEFAULT}."
