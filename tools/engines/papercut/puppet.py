"""Puppets: figures with joints drawn pose by pose on one scale, so that the poses of an act fit over each other exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from tools.engines.papercut.frame import pushes
from tools.engines.papercut.ink import Box, Sheet
from tools.engines.papercut.joints import IDLE, MOUTHS, Act, Pose, act
from tools.engines.papercut.paper import Pixels, canvas_on, unpremultiplied
from tools.engines.papercut.people import figure
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.robot import robot

FLIGHT = 0.6
"""Share of a runner's pushes that it is seen to move by, evenly, so that it does not leave the picture at once."""
MANY = 6
"""Poses from which on a group shows every second one."""
SURFACE = 0.62
"""How far down a swimmer the water reaches, as a share of the height."""


@dataclass(frozen=True)
class Book:
    """The poses of a subject that acts, in the order in which they are kept, and what each of them is for."""

    poses: tuple[Pose, ...]
    blink: int
    """Index of the first pose with eyes closed."""
    mouths: tuple[int, ...]
    """Indices of the first pose with the mouth ever farther open; empty where no mouth is seen."""
    rest: tuple[int, int]
    """Indices of standing still and of standing with eyes closed, for who walks and arrives; (0, blink) for the others."""


def act_of(subject: Subject) -> Act:
    """What the subject does."""
    traits = dict(subject.traits)
    doing = act(traits.get("pose", IDLE))
    return act("sit") if "wheels" in traits and not doing.poses[0].seat else doing


def act_of_many(subject: Subject) -> Act:
    """The same for a group: of a round of many poses every second one, held twice as long, since each shows them all."""
    doing = act_of(subject)
    if len(doing.poses) < MANY or doing.order != tuple(range(len(doing.poses))):
        return doing
    poses = doing.poses[::2]
    return replace(doing, poses=poses, order=tuple(range(len(poses))), rate=doing.rate / 2)


def book(doing: Act, near: bool) -> Book:
    """The poses in which a puppet that does this is drawn; with mouths where the picture is `near` enough to see them."""
    poses = [*doing.poses, replace(doing.poses[0], eyes="closed")]
    blink, rest = len(poses) - 1, (0, len(poses) - 1)
    if doing.travels:
        first = act(IDLE).poses[0]
        rest = (len(poses), len(poses) + 1)
        poses += [first, replace(first, eyes="closed")]
    mouths = tuple(range(len(poses), len(poses) + MOUTHS)) if near else ()
    poses += [replace(poses[rest[0]], mouth=k + 1) for k in range(len(mouths))]
    return Book(tuple(poses), blink, mouths, rest)


@lru_cache(maxsize=512)
def _sheet(drawing: str, traits: tuple[tuple[str, str], ...], pose: Pose) -> Sheet:
    known: Mapping[str, str] = dict(traits)
    return figure(known, pose) if drawing == "person" else robot(known, pose)


def standing(subject: Subject, height: int) -> Drawing:
    """The cut-out of a puppet in the first pose of its act, trimmed, `height` pixels high."""
    doing = act_of(subject)
    sheet = _sheet(subject.drawing, subject.traits, doing.poses[0])
    _, top, _, bottom = sheet.box()
    _, upright, _, ground = _sheet(subject.drawing, subject.traits, act(IDLE).poses[0]).box()
    floats = doing.place == "water"
    return Drawing(
        pixels=_raster(sheet, sheet.box(), height / (bottom - top)),
        foot=SURFACE if floats else 1.0,
        waterline_only=floats,
        stature=(bottom - top) / (ground - upright),
    )


def turned(subject: Subject, height: int, poses: tuple[Pose, ...]) -> list[Drawing]:
    """The cut-outs in these poses, at the scale at which `standing` draws the first one `height` pixels high.

    Each says in `inset` where that first one lies in its pixels.
    """
    first = standing(subject, height)
    box = _sheet(subject.drawing, subject.traits, act_of(subject).poses[0]).box()
    scale = height / (box[3] - box[1])
    tall, wide = first.pixels.shape[:2]  # type: ignore[attr-defined]
    result = []
    for pose in poses:
        sheet = _sheet(subject.drawing, subject.traits, pose)
        left, top, right, bottom = sheet.box()
        x, y = math.ceil(max(0.0, box[0] - left) * scale), math.ceil(max(0.0, box[1] - top) * scale)
        around = (box[0] - x / scale, box[1] - y / scale, max(right, box[2]), max(bottom, box[3]))
        shape = (round((around[3] - around[1]) * scale), math.ceil((around[2] - around[0]) * scale), 4)
        shown = replace(first, pixels=np.broadcast_to(np.uint8(0), shape), inset=(x, y, wide, tall))
        result.append(replace(shown, paint=partial(_paint, sheet, around, scale)))
    return result


def _raster(sheet: Sheet, box: Box, scale: float) -> Pixels:
    """What a box of a sheet shows, as straight-alpha pixels; whole pixels from its left and top."""
    left, top, right, bottom = box
    size = (max(1, round((bottom - top) * scale)), max(1, math.ceil((right - left) * scale)))
    pixels: Pixels = np.zeros((*size, 4), np.uint8)
    _paint(sheet, box, scale, canvas_on(pixels))
    flat = unpremultiplied(pixels)
    flat.setflags(write=False)
    return flat


def _paint(sheet: Sheet, box: Box, scale: float, canvas: Any) -> None:
    canvas.save()
    canvas.scale(scale, scale)
    canvas.translate(-box[0], -box[1])
    sheet.paint(canvas)
    canvas.restore()


def strides(subject: Subject, doing: Act) -> tuple[float, ...]:
    """How far forward each pose of an act takes a puppet, as a share of the height it is drawn at; 0 for who stays."""
    if not doing.travels:
        return (0.0,) * len(doing.poses)
    _, top, _, bottom = _sheet(subject.drawing, subject.traits, doing.poses[0]).box()
    steps = [step / (bottom - top) for step in pushes(dict(subject.traits), doing.poses)]
    flying = any(pose.lift for pose in doing.poses)
    return (FLIGHT * sum(steps) / len(steps),) * len(steps) if flying else tuple(steps)
