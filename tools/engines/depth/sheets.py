"""From a picture and how near its parts are to sheets of a stage, each going on a little way behind what is before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from tools.engines.depth.names import MOSTLY, Named, Thing, named_in, things_in
from tools.engines.parallax.cutting import fill
from tools.engines.parallax.guessing import horizon_row, matted
from tools.engines.parallax.plates import Bytes
from tools.stage import Layer, LayerKind, Light, Stage

Near = NDArray[np.float32]
BANDS = 4
"""Distances that a picture is sorted into at most."""
APART = 0.09
"""Nearness between two distances below which they are one."""
PIECE, CRUMB = 0.012, 0.002
"""Shares of the picture: a larger piece of a distance is a sheet of its own, a smaller one goes to what lies behind."""
MOST_PIECES = 4
"""Sheets that one distance is cut into, beside what is left of it and the things in it."""
LARGEST_THING = 0.25
"""Share of the picture above which what the layout has as a thing is no thing but its ground."""
REACH = 0.06
"""Share of the width by which a sheet goes on behind what is nearer: as far as a camera here ever looks round an edge."""
INSET = 0.05
"""Share of each side that lies outside the frame at rest, for the camera to move over."""


Ranks = NDArray[np.int64]
"""Which sheet is before which, pixel by pixel: twice the distance's number, and one more where a thing stands there."""


@dataclass(frozen=True)
class Part:
    """One sheet to be cut: where it is seen, its rank (0 the farthest), and how near it is on the whole."""

    mask: NDArray[np.bool_]
    rank: int
    near: float


def cut(picture: Bytes, near: Near, folder: Path, layout: tuple[Stage | None, Path] | None) -> Stage:
    """Cut a picture (BGR) into layers/*.png and describe them; things and names come from a still of the same composition."""
    height, width = near.shape
    near = sharpened(near)
    things = things_in(layout, (width, height))
    ranks = 2 * sorted_into(near)
    parts = _parts(ranks, near, things)
    names = named_in([part.mask for part in parts], things)
    grounds = {rank: fill(picture, _grown(ranks > rank)) for rank in {part.rank for part in parts}}
    (folder / "layers").mkdir()
    layers = tuple(
        _layer(number, part, _painted(picture, part, ranks, grounds[part.rank]), names[number], folder)
        for number, part in enumerate(parts)
    )
    red, green, blue = (int(value) for value in picture.reshape(-1, 3).mean(axis=0)[::-1])
    return Stage(
        width=width, height=height, horizon=horizon_row(picture), layers=layers,
        frame=(round(INSET * width), round(INSET * height), round((1 - 2 * INSET) * width), round((1 - 2 * INSET) * height)),
        light=Light(x=width / 2, y=0, color=f"#{red:02x}{green:02x}{blue:02x}"), focus=_focus(parts, (width, height)),
    )  # fmt: skip


def sharpened(near: Near) -> Near:
    """Nearness whose slopes at the rims of things are steps: each pixel goes to the extreme about it that it is like.

    Models see rims softly; cut by distance they would leave a rim of each thing on the sheets between it and what is behind.
    This is the toggle map of Kramer and Bruckner (1975), at steep places alone.
    """
    import cv2

    reach = max(near.shape[1] // 320, 1)
    about = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
    for _ in range(3):
        low, high = cv2.erode(near, about), cv2.dilate(near, about)
        stepped = np.where(near - low < high - near, low, high)
        near = np.where(high - low > APART / 3, stepped, near).astype(np.float32)
    return near


def sorted_into(near: Near) -> NDArray[np.int64]:
    """The distance that each pixel belongs to, 0 the farthest, by where the picture's nearness gathers (Lloyd, 1982)."""
    levels = np.sort(near.reshape(-1)[:: max(near.size // 20_000, 1)])
    centres = np.quantile(levels, (np.arange(BANDS) + 0.5) / BANDS)
    for _ in range(20):
        nearest = np.abs(levels[:, None] - centres).argmin(axis=1)
        centres = np.array([levels[nearest == i].mean() if (nearest == i).any() else c for i, c in enumerate(centres)])
    kept = [float(centres[0])]
    for centre in centres[1:]:
        if centre - kept[-1] >= APART:
            kept.append(float(centre))
    edges = (np.array(kept[1:]) + np.array(kept[:-1])) / 2
    return np.asarray(np.digitize(near, edges), np.int64)


def _parts(ranks: Ranks, near: Near, things: Sequence[Thing]) -> list[Part]:
    """The sheets, back to front; `ranks` loses what is too small to be a sheet, and gains what the layout has as a thing."""
    import cv2

    for rank in range(int(ranks.max()), 0, -2):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((ranks == rank).astype(np.uint8), connectivity=8)
        crumbs = [i for i in range(1, count) if stats[i, cv2.CC_STAT_AREA] < CRUMB * ranks.size]
        ranks[np.isin(labels, crumbs)] = rank - 2
    found = [Part(mask, rank, _mean(near, mask)) for mask, rank in _stood_out(ranks, things)]
    found.append(Part(ranks == 0, 0, _mean(near, ranks == 0)))
    for rank in range(2, int(ranks.max()) + 1, 2):
        found += [Part(mask, rank, _mean(near, mask)) for mask in _pieces(ranks == rank)]
    return sorted(found, key=lambda part: (part.rank, part.near))


def _stood_out(ranks: Ranks, things: Sequence[Thing]) -> list[tuple[NDArray[np.bool_], int]]:
    """Things that are only a part of what lies at their distance, each to be a sheet of its own; they are marked in `ranks`."""
    found = []
    for thing in things:
        seen = thing.mask > 0.5
        share = seen.mean()
        if thing.kind not in ("subject", "prop") or not CRUMB <= share <= LARGEST_THING:
            continue
        rank = int(np.median(ranks[seen])) // 2 * 2
        own = seen & (ranks == rank)
        if rank and own.sum() >= MOSTLY * seen.sum() and own.sum() < 0.8 * (ranks == rank).sum():
            ranks[own] = rank + 1
            found.append((own, rank + 1))
    return found


def _pieces(mask: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """What hangs together of a distance: its largest pieces each for itself, and the rest."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    areas = stats[:, cv2.CC_STAT_AREA]
    large = sorted((i for i in range(1, count) if areas[i] >= PIECE * mask.size), key=lambda i: -areas[i])[:MOST_PIECES]
    rest = mask & ~np.isin(labels, large)
    return [labels == i for i in large] + ([rest] if rest.any() else [])


def _mean(near: Near, mask: NDArray[np.bool_]) -> float:
    return float(near[mask].mean()) if mask.any() else 0.0


def _painted(picture: Bytes, part: Part, ranks: Ranks, ground: Bytes) -> Bytes:
    """A sheet's paint on the whole canvas, BGRA: the picture where it is seen, filled in behind what is nearer."""
    import cv2

    if part.rank == 0:
        return np.dstack([ground, np.full(ranks.shape, 255, np.uint8)])
    soft = _soft(picture, part.mask)
    reach = 2 * max(round(REACH * ranks.shape[1]), 2) + 1
    about = cv2.dilate(part.mask.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))) > 0
    behind = cv2.GaussianBlur((about & (ranks > part.rank)).astype(np.float32), (0, 0), 1.0)
    return np.dstack([ground, (np.maximum(soft, behind) * 255).round().astype(np.uint8)])


def _soft(picture: Bytes, mask: NDArray[np.bool_]) -> Near:
    """A mask drawn to the picture's edges near its own; what is too thin for that is only softened."""
    import cv2

    hard = mask.astype(np.float32)
    soft = matted(picture, hard) * cv2.dilate(hard, np.ones((7, 7), np.uint8))
    return np.asarray(soft if soft.sum() > 0.7 * hard.sum() else cv2.GaussianBlur(hard, (0, 0), 0.6), np.float32)


def _layer(number: int, part: Part, paint: Bytes, named: Named, folder: Path) -> Layer:
    """Store a sheet, cropped to its paint."""
    import cv2

    x, y, width, height = cv2.boundingRect((paint[..., 3] > 2).astype(np.uint8))
    file = f"layers/{number:02d}.png"
    if not cv2.imwrite(str(folder / file), paint[y : y + height, x : x + width]):
        raise TakeError(f"{file} could not be written. Earlier takes are kept; is the disk full?")
    kind: LayerKind = named.kind or ("far" if part.rank == 0 else "prop")
    name = named.elements[0] if named.elements else "background" if part.rank == 0 else f"part {number}"
    own = ("background", "backdrop") if part.rank == 0 else ()
    return Layer(
        name=name, file=file, kind=kind, x=x, y=y, width=width, height=height, depth=0.04 + 0.7 * part.near,
        elements=(*named.elements, *own), pivot=(x + width / 2, float(y + height)),
    )  # fmt: skip


def _focus(parts: list[Part], size: tuple[int, int]) -> tuple[float, float]:
    """The middle of the largest thing that stands before the rest and does not reach across, else the picture's."""
    width, height = size
    things = [part for part in parts if part.rank and not (part.mask[:, 0].any() and part.mask[:, -1].any())]
    if not things:
        return width / 2, height / 2
    ys, xs = np.nonzero(max(things, key=lambda part: int(part.mask.sum())).mask)
    return float(xs.mean()), float(ys.mean())


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A mask with its rim, where two distances are mixed in the picture's own pixels."""
    import cv2

    reach = max(mask.shape[1] // 128, 1)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))) > 0
