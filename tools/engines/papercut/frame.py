"""A figure's bones: where head, shoulders, hips, hands and feet are for its age, build and pose, on a field 1000 high."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from tools.engines.papercut.ink import Point
from tools.engines.papercut.joints import Pose

Limb = tuple[Point, Point, Point]

GROUND = 962.0
"""y of an ankle on the ground."""


@dataclass(frozen=True)
class Bones:
    """Joints in field units: x = 0 is the middle, y grows downward, 1000 is the ground; the figure looks to the right."""

    head: float
    """Half the head's height."""
    face: Point
    neck: Point
    shoulder: float
    """Half the width of the shoulders."""
    chest: float
    """y of the shoulder line."""
    hip: float
    """y of the hips."""
    waist: float
    """Half the width at the hips."""
    middle: float
    """Half the width where the trunk is slimmest, or stoutest."""
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb
    limb: float
    """Width of a sleeve; legs are a third wider."""
    pose: Pose
    lean: float = 0.0
    """Degrees by which head and trunk bend forward about the hips."""
    nod: float = 0.0
    """Degrees by which the head bends forward on the trunk."""

    @property
    def seat(self) -> bool:
        """Whether the figure sits."""
        return self.pose.seat


_HEADS = {"child": 138.0, "teen": 114.0, "adult": 100.0, "old": 103.0}
_WIDTHS = {"": 1.0, "stout": 1.26, "thin": 0.87}
_STOOP = {"old": 5.0}
_SAT = 190.0
"""How much lower the hips of somebody who sits are."""


def _varied(traits: Mapping[str, str], salt: str) -> float:
    """A number from -1 to 1 that belongs to the person."""
    return zlib.crc32(f"{salt}:{traits.get('seed', '')}".encode()) % 2001 / 1000 - 1 if traits.get("seed") else 0.0


def _middle(traits: Mapping[str, str]) -> float:
    """How slim the middle of a trunk is against the hips."""
    if traits.get("build") == "stout":
        return 1.16
    return 0.98 if traits.get("age") == "child" else 0.82 if traits.get("gender") == "f" else 0.94


def bones(traits: Mapping[str, str], pose: Pose) -> Bones:
    """The bones of a figure: age, build and seed give its proportions, the pose its joints."""
    age = traits.get("age", "adult")
    head = _HEADS.get(age, 100.0) * (1 + 0.03 * _varied(traits, "head"))
    wide = _WIDTHS.get(traits.get("build", ""), 1.0) * (1.08 if traits.get("gender") == "m" and age != "child" else 1.0)
    shoulder = 90 * wide * (1 + 0.05 * _varied(traits, "shoulder"))
    waist = 74 * wide * (1 + 0.07 * _varied(traits, "waist"))
    chest, hip = 2.24 * head, 560.0 + 10 * _varied(traits, "legs")
    near, far = _legs(pose, waist, hip)
    drop = _SAT if pose.seat else GROUND - _lowest(near, far, pose) - pose.lift
    arm = (hip - chest) * 1.04
    near_arm = _arm((shoulder * 0.86, chest + 38 + drop), arm, pose.near_arm, pose.near_elbow)
    far_arm = _arm((-shoulder * 0.86, chest + 38 + drop), arm, pose.far_arm, pose.far_elbow)
    stoop = _STOOP.get(age, 0.0)
    return Bones(
        head=head, face=(6.0, 1.06 * head + drop), neck=(0.0, 1.95 * head + drop), shoulder=shoulder, chest=chest + drop,
        hip=hip + drop, waist=waist, middle=waist * _middle(traits), near_arm=near_arm, far_arm=far_arm,
        near_leg=_seated(waist * 0.52, hip + drop, 0) if pose.seat else _lowered(near, drop),
        far_leg=_seated(waist * 0.52, hip + drop, 1) if pose.seat else _lowered(far, drop),
        limb=47 * wide**0.6, pose=pose, lean=pose.lean + stoop, nod=pose.head - 0.5 * stoop,
    )  # fmt: skip


def _bent(start: Point, first: tuple[float, float], second: tuple[float, float]) -> Limb:
    """A limb of two bones from where it hangs: length and angle of each, 0 hanging down and 90 forward."""
    x, y = start
    mid = (x + first[0] * math.sin(math.radians(first[1])), y + first[0] * math.cos(math.radians(first[1])))
    end = (mid[0] + second[0] * math.sin(math.radians(second[1])), mid[1] + second[0] * math.cos(math.radians(second[1])))
    return start, mid, end


def _arm(shoulder: Point, length: float, swing: float, elbow: float) -> Limb:
    return _bent(shoulder, (0.5 * length, swing), (0.49 * length, swing + elbow))


def _legs(pose: Pose, waist: float, hip: float) -> tuple[Limb, Limb]:
    half = (GROUND - hip) / 2
    at = waist * pose.stance
    near = _bent((at, hip), (half, pose.near_leg), (half, pose.near_leg - pose.near_knee))
    return near, _bent((-at, hip), (half, pose.far_leg), (half, pose.far_leg - pose.far_knee))


def _lowest(near: Limb, far: Limb, pose: Pose) -> float:
    """The y of what carries the figure: a foot, or a knee on the ground."""
    knees = max(near[1][1], far[1][1]) - 6
    return max(near[2][1], far[2][1], knees)


def _lowered(limb: Limb, drop: float) -> Limb:
    (ax, ay), (bx, by), (cx, cy) = limb
    return (ax, ay + drop), (bx, by + drop), (cx, cy + drop)


def _seated(x: float, hip: float, far: int) -> Limb:
    return ((x - 40, hip), (x + 92, hip + 22), (x + 96, GROUND)) if far else ((x, hip), (x + 150, hip + 22), (x + 168, GROUND))


def pushes(traits: Mapping[str, str], poses: tuple[Pose, ...]) -> tuple[float, ...]:
    """By how much a walker has gone forward at each pose since the one before, in field units: its standing foot stays."""
    frames = [bones(traits, pose) for pose in poses]
    steps = []
    for before, now in zip([frames[-1], *frames[:-1]], frames, strict=True):
        feet = [(before.near_leg[2], now.near_leg[2]), (before.far_leg[2], now.far_leg[2])]
        pushing = [pair for pair in feet if pair[0][0] > pair[1][0]]
        (x0, _), (x1, _) = max(pushing, key=lambda pair: pair[0][1] + pair[1][1], default=feet[0])
        steps.append(max(0.0, x0 - x1))
    return tuple(steps)
