"""The people of a film document: who is meant, whom open words show, and how the film says that a program made it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from memory.parts import Id, Line, Part, Weight


class Declared(Part):
    """What the person said once of a name in the film, so that it is not asked again."""

    name: Line
    meant: Literal["fictional", "style"] = "fictional"
    """Somebody made up, or an artist's manner that the person answers for."""


class Shares(Part):
    """What share of the people whom words leave open shall be who, each list relative to its own sum; empty leaves it open."""

    gender: dict[Literal["woman", "man", "person"], Weight] = Field(default_factory=dict)
    tone: Annotated[tuple[Weight, ...], Field(max_length=10)] = ()
    """Monk's skin tones 1 (lightest) to 10."""
    age: dict[Literal["young", "middle", "old"], Weight] = Field(default_factory=dict)


class People(Part):
    """Who people are whom the words leave open: drawn from the shares by the seed while `ground` is on."""

    ground: bool = False
    shares: Shares = Shares()
    """Empty ones are the usual: tools/guards/fairness.toml."""
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0
    left: tuple[Id, ...] = ()
    """Cast members who are left to the painter."""


class Label(Part):
    """How the film says at its beginning that a program made it; the file's own data always says so."""

    shown: Line = ""
    """A line under the title; empty shows none."""
    spoken: Line = ""
    """A sentence before the first scene's words; empty speaks none."""
    off: bool = False
    """Whether the person wants none even where a film could be taken for a recording."""
