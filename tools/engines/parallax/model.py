"""The rig: a still taken apart for the camera. Written as rig.json; it knows nothing of the shot's length."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic import Field as Checked

from memory.errors import TakeError
from memory.film import Camera
from tools.stage import INSIDE, Ambient, LayerKind, Puppet, Size

FAR = 0.03
"""Nearness of the sky: not nothing, so that even the farthest sheet answers the camera a little."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Push(_Frozen):
    """The sum of the strokes laid on one plate; the same signs and ranges as a film's stroke, but unbounded sums."""

    horizontal: float = 0
    vertical: float = 0
    proximity: float = 0
    ambient: float = 0


class Field(_Frozen):
    """A region of a plate that strokes move: a picture of its soft mask (bright is in it; the plate's size), and the push."""

    file: Annotated[str, Checked(pattern=INSIDE)]
    push: Push
    reach: tuple[float, float] = (0.0, 0.0)
    """Shares of the plate's width and height that it goes at most; (0, 0): it flows on for ever, as water does."""


class Plate(_Frozen):
    """One sheet in the rig: a PNG (straight alpha) at (x, y) on the canvas, in canvas pixels, and how it lives."""

    name: str
    file: Annotated[str, Checked(pattern=rf"^$|{INSIDE}")]
    """Relative to the clip's folder; empty while the picture is not stored yet."""
    kind: LayerKind
    x: int
    y: int
    width: int
    height: int
    depth: float
    floor_depth: float | None = None
    """Depth of the lowest row where the sheet is a receding plane; rows between `crease` and it are graded."""
    crease: float = 0
    ambient: Ambient = Ambient()
    pivot: tuple[float, float]
    glows: bool = False
    """Its light adds to what lies behind."""
    extend: tuple[bool, bool, bool, bool] = (False, False, False, False)
    """Left, top, right, bottom: sides where the sheet goes on, mirrored, beyond its edge."""
    solid_from: float | None = None
    """Canvas row from which the sheet hides everything behind it, at its full width and down to the bottom."""
    push: Push = Push()
    puppet: Puppet | None = None
    names: frozenset[str] = frozenset()
    """Lower-case words that name who is on it; kept for puppets alone."""
    fields: tuple[Field, ...] = ()
    """Regions within the plate that flow by themselves; only the backmost plate of a flat picture has any."""


class Weather(_Frozen):
    """Rain or snow drawn particle by particle: density 0..1, fall in frame heights a second (0: as usual), colour (RGB)."""

    kind: str
    amount: float
    speed: float = 0
    color: tuple[int, int, int] = (225, 235, 245)
    push: Push = Push()


class Swarm(_Frozen):
    """Small things that live in the picture, of a kind in swarms.toml: canvas points where they begin, and how large all is."""

    kind: str
    depth: float
    spots: tuple[tuple[float, float], ...]
    unit: float
    """Canvas pixels that sizes and ways are shares of."""
    amount: float = 1
    """Share of the kind's number."""
    wind: float = 0
    """-1..1, to the right above 0."""
    light: tuple[int, int, int] = (255, 240, 210)
    haze: tuple[int, int, int] = (225, 225, 225)
    ink: tuple[int, int, int] = (40, 45, 60)
    seed: int = 0
    push: Push = Push()


class Rig(_Frozen):
    """A shot ready to be filmed. `frame` is what the camera sees at rest on the canvas (x, y, width, height)."""

    width: Size
    height: Size
    frame: tuple[float, float, float, float]
    focus: tuple[float, float]
    horizon: float
    subject_depth: float
    camera: Camera
    seed: int
    clear: tuple[int, int, int]
    """Red, green, blue behind everything; never seen unless a sheet is missing."""
    plates: tuple[Plate, ...]
    weather: tuple[Weather, ...] = ()
    swarms: tuple[Swarm, ...] = ()


def nearness(depth: float) -> float:
    """Inverse distance, FAR..1, of a depth 0..1: what shift and growth are proportional to."""
    return FAR + (1 - FAR) * min(max(depth, 0.0), 1.0)


def read_rig(path: Path) -> Rig:
    """Read rig.json; TakeError when it is missing or is not a rig."""
    try:
        return Rig.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise TakeError(f"The clip {path.parent.name} has no readable {path.name}. The still is kept; render again.") from error
