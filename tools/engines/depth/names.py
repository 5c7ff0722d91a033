"""What the sheets of a drawn picture are called: what the painted layout, whose composition it keeps, has at their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.neural.masks import frame_mask
from tools.stage import LayerKind, Stage

Mask = NDArray[np.bool_]
MOSTLY = 0.4
"""Share of a thing of the layout that has to lie on a sheet for the sheet to have its name."""


@dataclass(frozen=True)
class Thing:
    """What a layout has on one of its layers: its names, its kind, and where its frame shows it (0..1)."""

    elements: tuple[str, ...]
    kind: LayerKind
    mask: NDArray[np.float32]


@dataclass(frozen=True)
class Named:
    """What a sheet is called, the largest thing first, and what kind that is; nothing where the layout has nothing there."""

    elements: tuple[str, ...] = ()
    kind: LayerKind | None = None


def things_in(layout: tuple[Stage | None, Path] | None, size: tuple[int, int]) -> list[Thing]:
    """What a layered still shows that has a name, back to front, at a size; of what falls or glows nothing."""
    stage, folder = layout or (None, Path())
    layers = enumerate(stage.layers if stage else ())
    named = [(i, x) for i, x in layers if x.kind not in ("weather", "glow") and x.blend == "over" and x.elements]
    return [Thing(x.elements, x.kind, frame_mask(stage, [i], folder, size)) for i, x in named if stage]


def named_in(masks: Sequence[Mask], things: Sequence[Thing]) -> list[Named]:
    """The names of the sheets that are seen at `masks`; each thing names the one sheet that most of it lies on, if one does."""
    found: list[list[tuple[float, Thing]]] = [[] for _ in masks]
    for thing in things:
        total = float(thing.mask.sum())
        shares = [float(thing.mask[mask].sum()) / max(total, 1e-6) for mask in masks]
        best = int(np.argmax(shares))
        if shares[best] >= MOSTLY:
            found[best].append((total, thing))
    return [_joined([thing for _, thing in sorted(each, key=lambda one: -one[0])]) for each in found]


def _joined(things: Sequence[Thing]) -> Named:
    elements = tuple(dict.fromkeys(name for thing in things for name in thing.elements))
    return Named(elements, things[0].kind if things else None)
