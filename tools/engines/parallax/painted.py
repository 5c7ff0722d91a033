"""Painted masks: which sheets a painted stroke moves, and how a part of a sheet that was painted is cut out of it.

Whoever paints over a thing means the thing, however rough the paint: a sheet that is mostly painted moves whole. Where only
a part of a sheet is painted, that part becomes a sheet of its own, soft at its edges, and what it hid is painted in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.living import STEP, visible
from tools.engines.parallax.plates import Bytes, read_bgra
from tools.stage import Layer, Stage

Mask = NDArray[np.float32]
WHOLE = 0.6
"""Share of what is seen of a thing that must be painted for the thing to be meant."""
PART = 0.3
"""Share of the paint that must lie on a sheet for a part of it to be cut out."""
SLIPPED = 0.12
"""Share of the paint below which a thing was only brushed in passing."""
SOFT = 0.006
"""Softness of a cut edge, as a share of the frame's width."""
Fill = Callable[[Bytes, NDArray[np.bool_], NDArray[np.float32]], Bytes]


@dataclass
class Sheet:
    """A layer and its picture on the way to the camera; `own` while the picture is the still's, `masks` that move it."""

    layer: Layer
    picture: Bytes
    own: bool = True
    masks: set[str] = field(default_factory=set)


def read_mask(path: Path, size: tuple[int, int]) -> Mask:
    """A painted mask at (width, height), 0..1; TakeError when it cannot be read."""
    import cv2

    grey = cv2.resize(read_bgra(path)[..., 1], size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey / 255, np.float32)


def softened(mask: Mask, width: float) -> Mask:
    """The mask with soft edges, for a frame of that width."""
    import cv2

    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(SOFT * width, 0.8)), np.float32)


def is_thing(mask: Mask) -> bool:
    """Whether paint means a thing that can go its way; what is large or runs out of the picture (a sea) flows instead."""
    edges = sum(float(edge.mean()) > 0.3 for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))
    return float(mask.mean()) < 0.2 and edges == 0


def cut_painted(stage: Stage, pictures: Sequence[Bytes], masks: Mapping[str, Path], fill: Fill) -> list[Sheet]:
    """The stage's sheets, back to front, with what each mask moves marked by its name, cut out where it is a part."""
    sheets = [Sheet(layer, picture) for layer, picture in zip(stage.layers, pictures, strict=True)]
    x, y, width, height = stage.frame
    for name, path in masks.items():
        mask = np.zeros((stage.height, stage.width), np.float32)
        mask[y : y + height, x : x + width] = read_mask(path, (width, height))
        things, parts = _meant(stage, sheets, mask)
        for i in things:
            sheets[i].masks.add(name)
        for i in sorted(parts, reverse=True):
            sheets[i : i + 1] = _parted(sheets[i], softened(mask, width), name, fill)
    return sheets


def _meant(stage: Stage, sheets: Sequence[Sheet], mask: Mask) -> tuple[list[int], list[int]]:
    """The sheets that are painted as a whole, or, where there are none, those of which a part is."""
    whole = stage.model_copy(update={"layers": tuple(sheet.layer for sheet in sheets)})
    seen = visible(whole, [sheet.picture for sheet in sheets])
    paint = mask[::STEP, ::STEP] > 0.5
    solid = [i for i, sheet in enumerate(sheets) if sheet.layer.blend == "over" and sheet.layer.kind not in ("weather", "glow")]
    under = {i: int((seen[i] & paint).sum()) for i in solid}
    total = max(sum(under.values()), 1)
    things = [i for i in solid if under[i] > SLIPPED * total and under[i] > WHOLE * seen[i].sum()]
    large = [] if things else [i for i in solid if under[i] > PART * total]
    return [*things, *(i for i in large if sheets[i].layer.puppet)], [i for i in large if not sheets[i].layer.puppet]


def _parted(sheet: Sheet, soft: Mask, name: str, fill: Fill) -> list[Sheet]:
    """A sheet with the painted part filled in from around it, and the part itself just before it."""
    layer, picture = sheet.layer, sheet.picture
    height, width = picture.shape[:2]
    share = np.zeros((height, width), np.float32)
    top, left = max(layer.y, 0), max(layer.x, 0)
    part = soft[top : layer.y + height, left : layer.x + width]
    share[top - layer.y : top - layer.y + part.shape[0], left - layer.x : left - layer.x + part.shape[1]] = part
    alpha = (picture[..., 3] * share).round().astype(np.uint8)
    ys, xs = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(ys):
        return [sheet]
    box = slice(int(ys[0]), int(ys[-1]) + 1), slice(int(xs[0]), int(xs[-1]) + 1)
    there = picture[..., 3].astype(np.float32) / np.float32(255)
    under = np.dstack([fill(np.ascontiguousarray(picture[..., :3]), share > 0.25, there), picture[..., 3]])
    piece = np.ascontiguousarray(np.dstack([picture[..., :3], alpha])[box])
    aloft = layer.kind in ("sky", "cloud", "celestial")
    own = layer.model_copy(
        update={
            "name": f"{layer.name}, painted",
            "kind": "cloud" if aloft else "prop",
            "elements": (),
            "x": layer.x + box[1].start,
            "y": layer.y + box[0].start,
            "width": piece.shape[1],
            "height": piece.shape[0],
            "pivot": (0.0, 0.0),
        }
    )
    return [Sheet(layer, under, own=False, masks=sheet.masks), Sheet(own, piece, own=False, masks={*sheet.masks, name})]
