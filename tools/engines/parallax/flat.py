"""A flat picture given depth: a receding plane with a horizon, the subject cut from it, and what it hid painted in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from memory.film import Stroke
from memory.masks import is_mask
from tools.engines import ClipRequest
from tools.engines.parallax.cutting import NOTHING, added, fill, fitted
from tools.engines.parallax.guessing import Mask, horizon_row, matted, subject_mask
from tools.engines.parallax.model import Field, Plate, Push, Rig
from tools.engines.parallax.painted import is_thing, read_mask, softened
from tools.engines.parallax.plates import Bytes, read_bgra
from tools.engines.parallax.targets import find, tables, words
from tools.stage import LayerKind


@dataclass(frozen=True)
class Guess:
    """A sheet guessed in a flat picture: what to call it, its kind and soft mask (0..1, the picture's size)."""

    name: str
    kind: LayerKind
    elements: tuple[str, ...]
    mask: Mask | None = None


def cut_flat(request: ClipRequest, source: Path, folder: Path, masks: Mapping[str, Path] = NOTHING) -> tuple[Rig, list[str]]:
    """Give a flat picture depth: plates into `folder`, and notes on strokes that found nothing; `masks` as for `cut_stage`."""
    picture = np.ascontiguousarray(read_bgra(source)[..., :3])
    height, width = picture.shape[:2]
    if min(height, width) < 16:
        raise TakeError(f"The picture {source.name} is only {width}x{height} pixels, too small to film. Choose a larger one.")
    horizon, subject = horizon_row(picture), subject_mask(picture)
    paint = {name: read_mask(path, (width, height)) for name, path in masks.items()}
    guesses = [Guess("background", "sky", ("background", "backdrop")), *_things(picture, subject, paint)]
    if subject is not None:
        guesses.append(Guess("subject", "subject", ("subject", "foreground", "figure"), subject))
    found = _resolve(request.strokes, guesses, (width, height), horizon, paint)
    (folder / "plates").mkdir()
    cut = np.max([g.mask for g in guesses if g.mask is not None] or [np.zeros((height, width), np.float32)], axis=0)
    ground = fill(picture, _grown(cut > 0.02))
    fields = []
    for number, (mask, push, reach) in enumerate(found.regions):
        free = mask if subject is None else mask * (1 - subject)
        file = f"plates/field-{number}.png"
        _store(folder / file, (_feathered(free, subject) * 255).round().astype(np.uint8))
        fields.append(Field(file=file, push=push, reach=reach))
    plates = []
    for number, (guess, push) in enumerate(zip(guesses, found.sums, strict=True)):
        alpha = np.ones((height, width), np.float32) if guess.mask is None else guess.mask
        image = np.dstack([ground if guess.mask is None else picture, (alpha * 255).round().astype(np.uint8)])
        plate = _write(guess, push, image, horizon, folder / f"plates/{number:02d}.png")
        plates.append(plate if number else plate.model_copy(update={"fields": tuple(fields)}))
    frame = (0.05 * width, 0.05 * height, 0.9 * width, 0.9 * height)
    red, green, blue = (int(c) for c in picture.reshape(-1, 3).mean(axis=0)[::-1])
    return Rig(
        width=request.width,
        height=request.height,
        frame=fitted(frame, request.width, request.height),
        focus=_centre(subject, (width, height)),
        horizon=horizon,
        subject_depth=plates[-1].depth if subject is not None else 0.3,
        camera=request.camera,
        seed=request.seed,
        clear=(red, green, blue),
        plates=tuple(plates),
    ), found.notes


def _things(picture: Bytes, subject: Mask | None, paint: Mapping[str, Mask]) -> list[Guess]:
    """What was painted and can go its way, cut to the picture's own edges; the subject is never cut into."""
    free = np.float32(1) if subject is None else 1 - subject
    apart = [
        (name, mask) for name, mask in paint.items() if is_thing(mask) and (subject is None or _inside(subject, mask) <= 0.6)
    ]
    return [Guess(name, "prop", (), matted(picture, softened(mask, mask.shape[1])) * free) for name, mask in apart]


def _store(path: Path, image: Bytes) -> None:
    import cv2

    if not cv2.imwrite(str(path), image):
        raise TakeError(f"{path.name} could not be written. Earlier takes are kept; is the disk full?")


def _write(guess: Guess, push: Push, image: Bytes, horizon: float, path: Path) -> Plate:
    """Store one sheet, cropped to its paint, and describe it."""
    full = image.shape[0]
    ys, xs = np.flatnonzero(image[..., 3].any(axis=1)), np.flatnonzero(image[..., 3].any(axis=0))
    x, y, right, bottom = int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1
    part = image[y:bottom, x:right]
    _store(path, part)
    back = guess.mask is None
    foot = min(max((bottom - horizon) / max(full - horizon, 1), 0.0), 1.0)
    return Plate(
        name=guess.name,
        file=f"plates/{path.name}",
        kind=guess.kind,
        x=x,
        y=y,
        width=right - x,
        height=bottom - y,
        depth=0.05 if back else 0.05 + 0.5 * foot,
        floor_depth=0.55 if back else None,
        crease=horizon,
        pivot=((x + right) / 2, float(bottom)),
        extend=(True,) * 4 if back else (x <= 1, y <= 1, right >= image.shape[1] - 1, bottom >= full - 1),
        push=push,
    )


@dataclass
class Found:
    """What strokes do to a flat picture: their sum on each guess, soft regions with push and reach, notes on the rest."""

    sums: list[Push]
    regions: list[tuple[Mask, Push, tuple[float, float]]]
    notes: list[str]


def _resolve(
    strokes: tuple[Stroke, ...], guesses: Sequence[Guess], size: tuple[int, int], horizon: float, paint: Mapping[str, Mask]
) -> Found:
    """The strokes by what they name: a guessed sheet, or a region, which is the subject's where that fills it."""
    found = Found([Push() for _ in guesses], [], [])
    places = {**tables()["regions"], **_by_horizon(horizon / size[1])}
    for stroke in strokes:
        if is_mask(stroke.target):
            _painted(found, stroke, guesses, paint)
            continue
        area = next((places[w] for w in words(stroke.target) if w in places), None)
        hits = find(stroke.target, guesses) if area is None else []
        if area is not None:
            mask = _region_mask(area, size)
            hits = [i for i, g in enumerate(guesses) if g.mask is not None and _inside(g.mask, mask) > 0.6 and _is_side(area)]
            if not hits:
                found.regions.append((mask, added(Push(), stroke), _reach(area, stroke.target)))
        if not hits and area is None:
            known = ", ".join([*(g.name for g in guesses), *places])
            found.notes.append(f"There is no element called {stroke.target!r} in this flat picture; it can move: {known}.")
        for i in hits:
            found.sums[i] = added(found.sums[i], stroke)
    return found


def _painted(found: Found, stroke: Stroke, guesses: Sequence[Guess], paint: Mapping[str, Mask]) -> None:
    """A painted stroke moves the thing that was cut out for it, else the subject it covers, else it is a region that flows."""
    mask = paint.get(stroke.target)
    if mask is None:
        return found.notes.append("Nothing that could move was under a painted stroke.")
    own = [i for i, g in enumerate(guesses) if g.name == stroke.target]
    covered = [i for i, g in enumerate(guesses) if g.name == "subject" and g.mask is not None and _inside(g.mask, mask) > 0.6]
    for i in own or covered:
        found.sums[i] = added(found.sums[i], stroke)
    if not own and not covered:
        found.regions.append((softened(mask, 4 * mask.shape[1]), added(Push(), stroke), (0.0, 0.0)))
    return None


Area = tuple[float, float, float, float]


def _by_horizon(share: float) -> dict[str, Area]:
    """What lies above and below the horizon, which is `share` of the height down, by the words for it."""
    named = tables()["by_horizon"]
    above, below = (0.0, 0.0, 1.0, share + 0.04), (0.0, share - 0.02, 1.0, 1.0)
    return {**dict.fromkeys(named["above"], above), **dict.fromkeys(named["below"], below)}


def _reach(area: Area, target: str) -> tuple[float, float]:
    """How far a region may go before its soft edges fold; one without an edge on its way may go far, and water for ever."""
    if set(words(target)) & set(tables()["by_horizon"]["flowing"]):
        return 0.0, 0.0
    edges = ((area[0] > 0 or area[2] < 1), (area[1] > 0 or area[3] < 1))
    return 0.035 if edges[0] else 0.25, 0.035 if edges[1] else 0.25


def _is_side(area: Area) -> bool:
    """Whether a region means a thing that stands there, and not the whole width of sky or water."""
    return (area[0], area[2]) != (0.0, 1.0)


def _region_mask(area: Area, size: tuple[int, int]) -> Mask:
    """A soft-edged mask of a part of the picture; sides on the picture's edge stay hard."""
    width, height = size
    left, top, right, bottom = area

    def ramp(count: int, low: float, high: float) -> Mask:
        at = (np.arange(count) + 0.5) / count
        rise = np.ones(count) if low <= 0 else np.clip((at - low) / 0.12, 0, 1)
        fall = np.ones(count) if high >= 1 else np.clip((high - at) / 0.12, 0, 1)
        edge = np.minimum(rise, fall)
        return np.asarray(edge * edge * (3 - 2 * edge), np.float32)

    return np.asarray(np.outer(ramp(height, top, bottom), ramp(width, left, right)), np.float32)


def _feathered(mask: Mask, subject: Mask | None) -> Mask:
    """The mask let down softly to nothing round what stands in front, so that nothing is drawn out from behind it."""
    import cv2

    if subject is None:
        return mask
    reach = mask.shape[1] * 0.03
    near = cv2.GaussianBlur(cv2.dilate(subject, np.ones((3, 3), np.uint8)), (0, 0), reach)
    return np.asarray(mask * np.clip(1 - 1.6 * near, 0, 1), np.float32)


def _inside(mask: Mask, area: Mask) -> float:
    return float((mask * area).sum() / max(float(mask.sum()), 1e-6))


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    import cv2

    reach = max(mask.shape[1] // 160, 2)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))) > 0


def _centre(mask: Mask | None, size: tuple[int, int]) -> tuple[float, float]:
    if mask is None:
        return size[0] / 2, size[1] / 2
    ys, xs = np.nonzero(mask > 0.5)
    return float(xs.mean()), float(ys.mean())
