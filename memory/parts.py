"""What the parts of a film document are made of: numbers in their ranges, names, and the base of every part."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Unit = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Decibel = Annotated[float, Field(ge=-60, le=12, allow_inf_nan=False)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
Weight = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
Hex = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Text = Annotated[str, Field(max_length=20_000)]
Line = Annotated[str, Field(max_length=500)]
Side = Annotated[int, Field(ge=64, le=7680, multiple_of=2)]

Framing = Literal["wide", "medium", "close", "detail"]
Move = Literal[
    "static", "push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down",
    "orbit", "handheld", "rack_focus", "crane_up", "crane_down", "dolly_zoom", "whip_pan",
]  # fmt: skip
Easing = Literal["linear", "ease_in", "ease_out", "ease_in_out"]
Department = Literal["stills", "clips", "speech", "sounds"]
"""Roles whose engine a scene may choose for itself; the music's is the film's."""
TransitionKind = Literal["cut", "crossfade", "fade_to_black", "wipe"]
Aspect = Literal["16:9", "9:16", "1:1", "4:5", "4:3", "21:9"]


class Part(BaseModel):
    """The base of everything in a film: frozen, checked, and keeping fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="allow")
