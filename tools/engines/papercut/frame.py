"""A figure's bones: where head, shoulders, hips, hands and feet are for each age, build and pose, on a field 1000 high."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tools.engines.papercut.ink import Point


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
    near_arm: tuple[Point, Point, Point]
    far_arm: tuple[Point, Point, Point]
    near_leg: tuple[Point, Point, Point]
    far_leg: tuple[Point, Point, Point]
    limb: float
    """Width of a sleeve; legs are a third wider."""
    lean: float = 0.0
    """Degrees by which head and trunk bend forward about the hips."""
    seat: bool = False


_HEADS = {"child": 138.0, "teen": 112.0, "adult": 100.0, "old": 103.0}
_WIDTHS = {"": 1.0, "stout": 1.24, "thin": 0.88}
_LEGS: dict[str, tuple[tuple[float, float, float, float], tuple[float, float, float, float]]] = {
    # near (knee x, knee share of the way down, foot x, foot lift), far likewise
    "stand": ((0.42, 0.5, 0.46, 0.0), (-0.42, 0.5, -0.46, 0.0)),
    "walk": ((0.95, 0.48, 1.35, 0.0), (-0.35, 0.52, -1.25, 0.05)),
    "run": ((1.55, 0.36, 1.75, 0.16), (-0.75, 0.52, -2.05, 0.34)),
    "reach": ((0.5, 0.5, 0.7, 0.0), (-0.45, 0.5, -0.55, 0.0)),
}
_ARMS: dict[str, tuple[tuple[float, float, float, float], tuple[float, float, float, float]]] = {
    # near (elbow x, elbow y, hand x, hand y) from the shoulder in sleeve lengths, far likewise
    "stand": ((0.10, 0.5, 0.06, 0.98), (-0.10, 0.5, -0.04, 0.98)),
    "walk": ((-0.12, 0.48, -0.26, 0.94), (0.34, 0.44, 0.72, 0.72)),
    "run": ((-0.30, 0.40, -0.02, 0.72), (0.42, 0.36, 0.86, 0.16)),
    "reach": ((0.40, 0.27, 0.80, -0.02), (-0.12, 0.5, -0.02, 0.98)),
    "sit": ((0.14, 0.46, 0.52, 0.72), (0.22, 0.46, 0.62, 0.66)),
}


def bones(traits: Mapping[str, str]) -> Bones:
    """The bones of a figure from its traits: age, build and pose (stand, walk, run, sit, reach)."""
    age, pose = traits.get("age", "adult"), traits.get("pose", "stand")
    pose = pose if pose in _ARMS else "stand"
    head = _HEADS.get(age, 100.0)
    wide = _WIDTHS.get(traits.get("build", ""), 1.0) * (1.08 if traits.get("gender") == "m" and age != "child" else 1.0)
    shoulder, waist = 98 * wide, 84 * wide
    chest, hip = 2.24 * head, 560.0
    arm = (hip - chest) * 1.06
    drop = 190.0 if pose == "sit" else 0.0
    near, far = _arms(pose, shoulder * 0.86, chest + 26 + drop, arm)
    near_leg, far_leg = _legs(pose, waist * 0.52, hip + drop)
    lean = {"run": 10.0, "walk": 2.5, "reach": 2.0}.get(pose, 0.0) + (6.0 if age == "old" else 0.0)
    return Bones(
        head=head, face=(6.0, 1.06 * head + drop), neck=(0.0, 1.95 * head + drop), shoulder=shoulder, chest=chest + drop,
        hip=hip + drop, waist=waist, near_arm=near, far_arm=far, near_leg=near_leg, far_leg=far_leg,
        limb=52 * wide**0.6, lean=lean, seat=pose == "sit",
    )  # fmt: skip


def _arms(pose: str, x: float, y: float, length: float) -> tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]:
    near, far = _ARMS[pose]

    def arm(side: float, shape: tuple[float, float, float, float]) -> tuple[Point, Point, Point]:
        ex, ey, hx, hy = (v * length for v in shape)
        return (side * x, y), (side * x + ex, y + ey), (side * x + hx, y + hy)

    return arm(1, near), arm(-1, far)


def _legs(pose: str, x: float, hip: float) -> tuple[tuple[Point, Point, Point], tuple[Point, Point, Point]]:
    ground = 962.0
    if pose == "sit":
        return ((x, hip), (x + 150, hip + 22), (x + 168, ground)), ((x - 40, hip), (x + 92, hip + 22), (x + 96, ground))
    length = ground - hip
    unit = 90.0

    def leg(side: float, shape: tuple[float, float, float, float]) -> tuple[Point, Point, Point]:
        kx, ky, fx, lift = shape
        return (side * x, hip), (kx * unit, hip + ky * length), (fx * unit, ground - lift * length)

    near, far = _LEGS[pose]
    return leg(1, near), leg(-1, far)
