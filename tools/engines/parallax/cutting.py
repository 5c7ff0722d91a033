"""Cutting: from a still's stage to a rig of plates that cover the frame wherever the camera goes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from memory.film import Stroke
from memory.masks import is_mask
from tools.engines import ClipRequest
from tools.engines.parallax.living import Place, named, replaced, stirring, swarms, visible
from tools.engines.parallax.model import Plate, Push, Rig, Weather
from tools.engines.parallax.painted import cut_painted
from tools.engines.parallax.plates import Bytes, read_bgra
from tools.engines.parallax.targets import find
from tools.stage import Layer, Stage

NOTHING: Mapping[str, Any] = {}
FALLING = ("rain", "snow")
NEAR = 0.035
"""Depth between two sheets that no camera move here shows as more than a few pixels."""
Drawn = tuple[Plate, Bytes]
"""A plate and its picture, BGRA with straight alpha."""
SHEETS = ("far", "ground", "water", "interior", "sky")
"""Kinds whose straight lower edge, hidden at rest, must stay hidden when the camera climbs."""


def pushes(
    strokes: Sequence[Stroke], layers: Sequence[Any], names: Sequence[str], painted: Mapping[str, Sequence[int]] = NOTHING
) -> tuple[list[Push], list[str]]:
    """The sum of the strokes on each layer, and a note for every stroke whose target is not there.

    `painted` says which layers a painted mask moves.
    """
    sums = [Push() for _ in layers]
    notes = []
    for stroke in strokes:
        hits = painted.get(stroke.target, ()) if is_mask(stroke.target) else find(stroke.target, layers)
        if not hits and is_mask(stroke.target):
            notes.append("Nothing that could move was under a painted stroke.")
        elif not hits:
            known = ", ".join(names) or "no named elements"
            notes.append(f"There is no element called {stroke.target!r} to move in this picture; there are: {known}.")
        for i in hits:
            sums[i] = added(sums[i], stroke)
    return sums, notes


def added(push: Push, stroke: Stroke) -> Push:
    """A stroke laid on top of those that are there."""
    return Push(
        horizontal=push.horizontal + stroke.horizontal,
        vertical=push.vertical + stroke.vertical,
        proximity=push.proximity + stroke.proximity,
        ambient=push.ambient + stroke.ambient,
    )


def names_of(layers: Sequence[Any]) -> list[str]:
    """What a person may call the things in the picture, each once, in order of distance."""
    return list(dict.fromkeys(name for layer in layers for name in (layer.elements or (layer.name,))))


def fitted(frame: tuple[float, float, float, float], width: int, height: int) -> tuple[float, float, float, float]:
    """The largest part of the frame, about its middle, that has the asked proportions."""
    x, y, w, h = frame
    view = max(width / w, height / h)
    return x + (w - width / view) / 2, y + (h - height / view) / 2, width / view, height / view


def cut_stage(
    stage: Stage, request: ClipRequest, source: Path, folder: Path, masks: Mapping[str, Path] = NOTHING
) -> tuple[Rig, list[str]]:
    """Copy the layers' pictures into `folder` and describe them as plates; notes say which strokes found nothing.

    `masks` are the files of the painted masks that strokes name.
    """
    layers = stage.layers
    if all(layer.ambient.kind in FALLING for layer in layers):
        raise TakeError("The still's stage has no layer to show. The film is kept; render the still again.")
    pictures = [read_bgra(source / layer.file) for layer in layers]
    alive = swarms(Place(stage, pictures, visible(stage, pictures), request.seed))
    known = names_of((*layers, *map(named, alive)))
    sheets = cut_painted(stage, pictures, masks, fill)
    layers, pictures = tuple(sheet.layer for sheet in sheets), [sheet.picture for sheet in sheets]
    painted = {mask: [i for i, sheet in enumerate(sheets) if mask in sheet.masks] for mask in masks}
    sums, notes = pushes(request.strokes, (*layers, *map(named, alive)), known, painted)
    cover = np.zeros((stage.height, stage.width), np.uint8)
    skirts = [False] * len(layers)
    for i in reversed(range(len(layers))):
        skirts[i] = _hidden_hem(layers[i], pictures[i], cover)
        _lay(cover, layers[i], pictures[i])
    plates, weather = [], []
    for i, sheet in enumerate(sheets):
        layer, picture = sheet.layer, sheet.picture
        if layer.ambient.kind in FALLING:
            fall, color = layer.ambient, _mean_color(picture)
            weather.append(Weather(kind=fall.kind, amount=fall.amount, speed=fall.speed, color=color, push=sums[i]))
            continue
        if replaced(layer, alive):
            continue
        plate = _plate(stage, layer, picture, sums[i], skirts[i])
        plates.append((plate if sheet.own else plate.model_copy(update={"file": ""}), picture))
    rig = Rig(
        width=request.width,
        height=request.height,
        frame=fitted(stage.frame, request.width, request.height),
        focus=_focus(stage),
        horizon=stage.horizon,
        subject_depth=_subject_depth(stage),
        camera=request.camera,
        seed=request.seed,
        clear=_mean_color(pictures[0]),
        plates=tuple(_stored(_backed(plates), source, folder)),
        weather=tuple(weather),
        swarms=tuple(x.model_copy(update={"push": push}) for x, push in zip(alive, sums[len(layers) :], strict=True)),
    )
    return rig, notes


def _plate(stage: Stage, layer: Layer, picture: Bytes, push: Push, skirt: bool) -> Plate:
    extend = _open_sides(stage, layer, picture)
    if skirt:
        extend = (*extend[:3], True)
    pivot = layer.pivot if layer.pivot != (0, 0) else (layer.x + picture.shape[1] / 2, float(layer.y + picture.shape[0]))
    return Plate(
        name=layer.name,
        file=layer.file,
        kind=layer.kind,
        x=layer.x,
        y=layer.y,
        width=picture.shape[1],
        height=picture.shape[0],
        depth=layer.depth,
        ambient=stirring(layer),
        pivot=pivot,
        glows=layer.blend != "over",
        extend=extend,
        solid_from=_solid_from(layer, picture, extend),
        push=push,
        puppet=layer.puppet,
        names=frozenset(word.lower() for word in layer.elements) if layer.puppet else frozenset(),
    )


def _backed(plates: list[Drawn]) -> list[Drawn]:
    """The backmost sheet made to cover everything, and what hangs still upon it (a sun, a haze) drawn into it for speed."""
    back, picture = plates[0]
    height, width = picture.shape[:2]
    picture = np.dstack([fill(picture[..., :3], picture[..., 3] < 250), np.full((height, width), 255, np.uint8)])
    rest = plates[1:]
    while rest and _hangs(rest[0][0], back):
        plate, upper = rest.pop(0)
        _paste(picture, upper, plate.x - back.x, plate.y - back.y)
        back = back.model_copy(update={"name": f"{back.name}, {plate.name}"})
    return [(back.model_copy(update={"file": "", "extend": (True,) * 4, "solid_from": float(back.y)}), picture), *rest]


def _hangs(plate: Plate, back: Plate) -> bool:
    """Whether a sheet never moves against the one behind it by more than a few pixels."""
    still = plate.push == back.push == Push() and plate.ambient.kind == back.ambient.kind == "none"
    return still and not plate.glows and not plate.puppet and abs(plate.depth - back.depth) <= NEAR


def _paste(under: Bytes, upper: Bytes, x: int, y: int) -> None:
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + upper.shape[0], under.shape[0]), min(x + upper.shape[1], under.shape[1])
    if bottom > top and right > left:
        part = upper[top - y : bottom - y, left - x : right - x].astype(np.float32)
        share = part[..., 3:] / 255
        place = under[top:bottom, left:right, :3]
        place[:] = (part[..., :3] * share + place * (1 - share)).round()


def _stored(plates: list[Drawn], source: Path, folder: Path) -> list[Plate]:
    """The plates with their pictures in the take; a picture that is the still's own is copied, not encoded again."""
    import cv2

    quickly = [cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]
    (folder / "plates").mkdir()
    kept = []
    for number, (plate, picture) in enumerate(plates):
        file = f"plates/{number:02d}.png"
        if plate.file:
            shutil.copyfile(source / plate.file, folder / file)
        elif not cv2.imwrite(str(folder / file), picture, quickly):
            raise TakeError(f"{file} could not be written. Earlier takes are kept; is the disk full?")
        puppet = plate.puppet
        if puppet is not None:
            acts = f"plates/{number:02d}-acts.png"
            shutil.copyfile(source / puppet.file, folder / acts)
            puppet = puppet.model_copy(update={"file": acts})
        kept.append(plate.model_copy(update={"file": file, "puppet": puppet}))
    return kept


def fill(picture: Bytes, hole: NDArray[np.bool_], there: NDArray[np.float32] | None = None) -> Bytes:
    """Paint a hole in from its rim (Telea, 2004), at a quarter of the size since what lies hidden is soft.

    `there` says how much of each pixel there is, 0..1: beyond a sheet's edge lies no colour that could run into the hole.
    """
    import cv2

    if not hole.any() or hole.all():
        return picture
    height, width = hole.shape
    small = (max(width // 4, 8), max(height // 4, 8))
    mask = cv2.dilate(cv2.resize(hole.astype(np.uint8), small, interpolation=cv2.INTER_AREA), np.ones((3, 3), np.uint8))
    outside = (~hole).astype(np.float32)
    solid = outside if there is None else outside * there
    known, weight = (cv2.resize(each, small, interpolation=cv2.INTER_AREA) for each in (picture * solid[..., None], solid))
    base = known / np.maximum(weight, 1e-3)[..., None]
    if there is not None:
        near = cv2.GaussianBlur(known, (0, 0), 4) / np.maximum(cv2.GaussianBlur(weight, (0, 0), 4), 1e-3)[..., None]
        base = np.where((weight < 0.5)[..., None], near, base)
    unknown = (cv2.resize(outside, small, interpolation=cv2.INTER_AREA) < 0.5) | (mask > 0)
    painted = cv2.inpaint(np.clip(base, 0, 255).astype(np.uint8), unknown.astype(np.uint8), 4, cv2.INPAINT_TELEA)
    large = cv2.GaussianBlur(cv2.resize(painted, (width, height), interpolation=cv2.INTER_LINEAR), (0, 0), 2)
    blend = cv2.GaussianBlur(cv2.dilate(hole.astype(np.float32), np.ones((5, 5), np.uint8)), (0, 0), 1.5)[..., None]
    return np.asarray((picture * (1 - blend) + large * blend).round().astype(np.uint8))


def _open_sides(stage: Stage, layer: Layer, picture: Bytes) -> tuple[bool, bool, bool, bool]:
    """Sides at which a layer is cut by the canvas' edge with paint on it, and therefore goes on beyond."""
    alpha = picture[..., 3]
    height, width = alpha.shape
    return (
        layer.x <= 1 and bool((alpha[:, 0] > 8).any()),
        layer.y <= 1 and bool((alpha[0] > 8).any()),
        layer.x + width >= stage.width - 1 and bool((alpha[:, -1] > 8).any()),
        layer.y + height >= stage.height - 1 and bool((alpha[-1] > 8).any()),
    )


def _solid_from(layer: Layer, picture: Bytes, extend: tuple[bool, bool, bool, bool]) -> float | None:
    """First canvas row from which an endless sheet is opaque over its whole width down to the bottom, or None."""
    if layer.blend != "over" or not (extend[0] and extend[2] and extend[3]):
        return None
    solid = (picture[..., 3] == 255).all(axis=1)
    open_rows = np.flatnonzero(~solid)
    first = int(open_rows[-1]) + 1 if open_rows.size else 0
    return float(layer.y + first) if first < len(solid) else None


def _window(layer: Layer, picture: Bytes, shape: tuple[int, int]) -> tuple[slice, slice, Bytes]:
    top, left = max(layer.y, 0), max(layer.x, 0)
    bottom, right = min(layer.y + picture.shape[0], shape[0]), min(layer.x + picture.shape[1], shape[1])
    part = picture[top - layer.y : max(bottom, top) - layer.y, left - layer.x : max(right, left) - layer.x, 3]
    return slice(top, max(bottom, top)), slice(left, max(right, left)), part


def _lay(cover: Bytes, layer: Layer, picture: Bytes) -> None:
    if layer.blend == "over":
        rows, cols, alpha = _window(layer, picture, cover.shape)
        cover[rows, cols] = np.maximum(cover[rows, cols], alpha)


def _hidden_hem(layer: Layer, picture: Bytes, cover: Bytes) -> bool:
    """Whether a sheet ends in a straight hem that nearer sheets hide at rest, so that it must hang lower."""
    rows, cols, alpha = _window(layer, picture, cover.shape)
    if layer.kind not in SHEETS or not alpha.size or rows.stop >= cover.shape[0]:
        return False
    hem = alpha[-1] > 200
    return bool(hem.mean() > 0.3 and (cover[min(rows.stop, cover.shape[0] - 1), cols][hem] > 200).mean() > 0.97)


def _mean_color(picture: Bytes) -> tuple[int, int, int]:
    import cv2

    seen = (picture[..., 3] > 40).astype(np.uint8)
    blue, green, red = (int(c) for c in cv2.mean(picture, seen)[:3]) if seen.any() else (225, 225, 225)
    return red, green, blue


def _focus(stage: Stage) -> tuple[float, float]:
    x, y, width, height = stage.frame
    return stage.focus if stage.focus != (0, 0) else (x + width / 2, y + height / 2)


def _subject_depth(stage: Stage) -> float:
    """Depth of what the shot is about: its subjects, else what stands at the focus, else the middle."""
    subjects = sorted(layer.depth for layer in stage.layers if layer.kind == "subject")
    if subjects:
        return subjects[len(subjects) // 2]
    fx, fy = _focus(stage)
    there = [
        s.depth
        for s in stage.layers
        if s.x <= fx <= s.x + s.width and s.y <= fy <= s.y + s.height and s.kind not in ("foreground", "glow")
    ]
    return there[-1] if there else 0.5
