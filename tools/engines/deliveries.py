"""Requests of the finishing room: pictures brought to another frame, the film as a delivered file, posters."""

from __future__ import annotations

from typing import Literal

from tools.engines import Request

Codec = Literal["h264", "h265", "av1", "prores", "ffv1"]
Container = Literal["mp4", "mov", "mkv"]


class ReframeRequest(Request):
    """A flat picture, inputs["still"], cut to the shape of width x height around what it shows, and enlarged to it once."""

    width: int
    height: int


class DeliverRequest(Request):
    """The film as one file. inputs: "film", whose pictures are copied where they are in the codec already, and "mix"."""

    codec: Codec = "h264"
    container: Container = "mp4"
    lufs: float = -14
    """Integrated loudness of the sound."""
    peak: float = -1
    """dBTP that the sound never passes."""
    captions: bool = True
    """Whether the file carries the captions as a track that can be switched on."""


class PosterRequest(Request):
    """A picture with the film's title on it. inputs: "still", painted at width x height."""

    width: int
    height: int
    title: str
    below: str = ""
    """A smaller line under the title."""
    palette: tuple[str, ...] = ()
