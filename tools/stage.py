"""The stage: what a layered still hands to the camera. Written as stage.json beside the still's layers.

Coordinates are pixels of the canvas, which is larger than the frame by a margin on every side so that the camera can move.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

AmbientKind = Literal["none", "drift", "wave", "sway", "bob", "flicker", "burn", "twinkle", "rain", "snow", "shimmer"]
LayerKind = Literal[
    "sky", "celestial", "cloud", "far", "ground", "water", "subject", "prop", "foreground", "glow", "weather", "interior",
]  # fmt: skip


LARGEST = 16_384
"""Pixels a side that a canvas or a layer may have."""
INSIDE = r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?\.png$"
"""Pattern of a picture's name that cannot lead out of its take."""
Size = Annotated[int, Field(ge=1, le=LARGEST)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Ambient(_Frozen):
    """Motion that a layer has without being asked: kind, amount 0..1, speed, phase 0..1.

    Speed is cycles a second; for drift frame widths a second (below 0 to the left); for rain and snow frame heights a
    second, and such a layer's picture is not shown in motion: its mean colour is, drop by drop. 0 is the kind's usual speed.
    """

    kind: AmbientKind = "none"
    amount: float = 0
    speed: float = 0
    phase: float = 0


class Cell(_Frozen):
    """A piece of a puppet's sheet: pixels at (x, y) of the sheet that take the place of those at (left, top) of the layer."""

    x: int
    y: int
    width: Annotated[int, Field(ge=0, le=LARGEST)]
    height: Annotated[int, Field(ge=0, le=LARGEST)]
    left: int
    top: int


class Puppet(_Frozen):
    """How a layer acts in character time, pose by pose, as paper animation does: each pose is held until the next.

    Pose 0 is the layer's own picture, pose k > 0 is that picture with cell k - 1 laid in. `order` tells which pose follows
    which, at `rate` poses a second, round and round. A walker (with `steps`) moves by steps[i] canvas pixels when entry i of
    the order begins, from reach[0] pixels before its place to reach[1] beyond it, and there goes on in `rest`.
    """

    file: Annotated[str, Field(pattern=INSIDE)]
    cells: tuple[Cell, ...]
    order: Annotated[tuple[int, ...], Field(min_length=1)]
    rate: Annotated[float, Field(gt=0, le=60)]
    steps: tuple[float, ...] = ()
    reach: tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]] = (0, 0)
    rest: tuple[int, ...] = ()
    mouths: tuple[int, ...] = ()
    """Poses in which it speaks, the mouth ever farther open; empty for who shows no mouth."""


class Layer(_Frozen):
    """One sheet of paper: an RGBA PNG (straight alpha) cropped to its content, at (x, y) on the canvas."""

    name: str
    file: Annotated[str, Field(pattern=INSIDE)]
    """Relative to the still's folder and never outside it, e.g. "layers/03-whale.png"."""
    kind: LayerKind
    x: int
    y: int
    width: Size
    height: Size
    depth: Annotated[float, Field(ge=0, le=1)]
    """0 is infinitely far (the sky), 1 nearest to the lens."""
    elements: tuple[str, ...] = ()
    """Words by which a person may name what is on this layer; the motion brush finds its target by them."""
    ambient: Ambient = Ambient()
    pivot: tuple[float, float] = (0, 0)
    """Canvas point that stays put when the layer sways or bobs (the foot of a tree, the waterline of a boat)."""
    blend: Literal["over", "screen", "plus"] = "over"
    puppet: Puppet | None = None
    """How it acts, where somebody is on the layer."""


class Light(_Frozen):
    """Where the scene's light is (canvas pixels), its colour and what it is."""

    x: float
    y: float
    color: str = "#ffffff"
    kind: str = "sky"


class Vent(_Frozen):
    """Where something rises from (a chimney's mouth): canvas point, depth of what it is part of, width in canvas pixels."""

    x: float
    y: float
    depth: float
    width: float
    kind: str = "smoke"


class Stage(_Frozen):
    """A layered still: canvas and frame in pixels, horizon, light, and the layers from back to front."""

    width: Size
    height: Size
    frame: tuple[int, int, Size, Size]
    """(x, y, width, height) of what the camera sees at rest, on the canvas."""
    horizon: float
    light: Light
    layers: tuple[Layer, ...]
    focus: tuple[float, float] = (0, 0)
    """Canvas point the composition leads to; cameras push in toward it."""
    setting: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    vents: tuple[Vent, ...] = ()


def write_stage(stage: Stage, folder: Path) -> None:
    """Write stage.json into a still's folder."""
    (folder / "stage.json").write_text(stage.model_dump_json(indent=1), encoding="utf-8")


def read_stage(folder: Path) -> Stage | None:
    """The stage of a still, or None when the still is a flat picture without layers."""
    path = folder / "stage.json"
    return Stage.model_validate_json(path.read_text(encoding="utf-8")) if path.exists() else None
