"""Requests of engines that are models: what the plain ones ask, the model that does it, and how far it may go.

They are kinds of the plain requests, so that the keys of takes that no model makes stay as they are.
"""

from __future__ import annotations

from typing import Literal

from tools.engines import ClipRequest, MusicRequest, Request, SoundRequest, StillRequest


class Model(Request):
    """Which model: the choice as the film names it, its identity, and the steps and guidance that it is run with."""

    choice: str
    identity: str
    steps: int = 0
    guidance: float = 0
    licence: str = ""


class DrawnRequest(StillRequest):
    """A picture by a model. inputs: "layout", a still whose composition is kept, where there is one.

    `change` is how far the picture may leave the layout: 0 not at all, 1 altogether.
    """

    model: Model
    change: float = 1.0
    file: str = ""
    """A reference picture lent to the film, inputs["lent"]: its style and its people guide the drawing."""


class RetouchRequest(DrawnRequest):
    """A part of a picture drawn anew: inputs "still", and "layout" where its elements can be named.

    paint: `target` (an element's name, a side, or a painted mask, the input of that name) becomes what `prompt` says.
    expand: the still is set into the larger frame and what is missing round it is painted.
    """

    what: Literal["paint", "expand"] = "paint"
    target: str = ""


class DepthRequest(Request):
    """A picture taken apart by depth: inputs "still", and "layout" where there is one whose things lend their names."""

    model: Model


class FilmedRequest(ClipRequest):
    """A clip by a model: its words, and how many stretches of the model's own length follow each other.

    inputs: "still"; "motion", the same shot by parallax, where the model follows the camera's move, left by `change` at most.
    """

    model: Model
    prompt: str = ""
    parts: int = 1
    change: float = 0.6


class ComposedRequest(MusicRequest):
    """Music by a model."""

    model: Model


class SoundedRequest(SoundRequest):
    """An effect or ambience by a model."""

    model: Model


MODEL_REQUESTS = (DrawnRequest, DepthRequest, FilmedRequest, ComposedRequest, SoundedRequest)
"""Every kind of request that names a model."""
