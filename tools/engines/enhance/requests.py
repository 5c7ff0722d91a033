"""What can be asked of the finishing engines."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tools.engines import Request

Interpolate = Literal["motion", "flow", "rife", "rife-hd", "hold", "blend"]
Enlarge = Literal["lanczos", "span"]


class EnlargeRequest(Request):
    """A still, two or four times as large: inputs["still"]."""

    scale: Literal[2, 4] = 2


class EnhanceRequest(Request):
    """A video file of the person's own and what shall be done to it."""

    source: str
    scale: Literal[1, 2, 4] = 1
    fps: Annotated[float, Field(ge=0, le=240)] = 0
    """Frames a second; 0 keeps every frame and its time."""
    denoise: bool = False
    sharpen: bool = False
    interpolate: Interpolate = "motion"
    enlarge: Enlarge = "lanczos"
    bound: Annotated[float, Field(ge=0, le=16)] = 6
    """How far a part may change, in levels of 8 bits, and still keep what a net made of it; 0 reuses only what is equal."""
    suffix: Literal[".mp4", ".mov", ".mkv"] = ".mp4"
