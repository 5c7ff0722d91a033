"""Pictures and regions for models: opened, fitted to a size, painted where a mask says, set into a larger canvas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from memory.masks import is_mask
from memory.takes import Take
from tools.engines.asked import RetouchRequest
from tools.engines.parallax.plates import read_bgra
from tools.engines.parallax.targets import find, tables, words
from tools.stage import Stage, read_stage

Mask = NDArray[np.float32]
SEAM = 0.02
"""Share of the frame's width over which what is painted anew gives way to what was there."""
OVER = 0.04
"""Share of its width by which a still that is set into a larger canvas is painted over at its edges, so that no seam shows."""


def opened(path: Path, size: tuple[int, int] | None) -> Any:
    """A picture file as RGB, at a size where one is given; EngineError when it cannot be read."""
    from PIL import Image

    try:
        with Image.open(path) as picture:
            plain = picture.convert("RGB")
    except (OSError, ValueError) as error:
        raise EngineError(f"{path.name} cannot be read as a picture. Nothing was drawn. Render the still again.") from error
    return plain if size is None else fitted(plain, size)


def fitted(picture: Any, size: tuple[int, int]) -> Any:
    """A picture brought to a size: scaled until it covers it, and cut evenly at its sides."""
    from PIL import Image, ImageOps

    return picture if picture.size == size else ImageOps.fit(picture, size, Image.Resampling.LANCZOS)


def shown(request: RetouchRequest, inputs: Mapping[str, Take], size: tuple[int, int]) -> dict[str, Any]:
    """What a model that paints regions is shown: the picture, the mask (white is painted), and how freely it paints."""
    from PIL import Image

    picture, mask = _below(request, inputs), region(request, inputs)
    white = Image.fromarray((mask > 0.02).astype(np.uint8) * 255)
    strength = 1.0 if request.what == "expand" else max(request.change, 0.02)
    return {"image": fitted(picture, size), "mask_image": white.resize(size), "strength": strength}


def kept_outside(drawn: Any, request: RetouchRequest, inputs: Mapping[str, Take]) -> Any:
    """The drawn picture inside the region and the picture below outside it, pixel for pixel, softly joined."""
    from PIL import Image

    mask = region(request, inputs)[..., None]
    below, anew = np.asarray(_below(request, inputs), np.float32), np.asarray(drawn, np.float32)
    return Image.fromarray((below + (anew - below) * mask).round().astype(np.uint8))


def _below(request: RetouchRequest, inputs: Mapping[str, Take]) -> Any:
    """The picture that is retouched, at the request's size; for a larger canvas set into it, its edges drawn out."""
    if "still" not in inputs:
        raise EngineError("A retouch is made over a still, and none was given. The film is kept; make the still first.")
    picture = opened(inputs["still"].main, None)
    if request.what == "paint":
        return fitted(picture, (request.width, request.height))
    return _drawn_out(picture, request)


def _place(picture: Any, request: RetouchRequest) -> tuple[int, int, int, int]:
    """Where a still lies in a larger canvas: as large as fits, in the middle (left, top, width, height)."""
    scale = min(request.width / picture.width, request.height / picture.height)
    width, height = round(picture.width * scale), round(picture.height * scale)
    return (request.width - width) // 2, (request.height - height) // 2, width, height


def _drawn_out(picture: Any, request: RetouchRequest) -> Any:
    import cv2
    from PIL import Image

    left, top, width, height = _place(picture, request)
    small = np.asarray(picture.resize((width, height), Image.Resampling.LANCZOS))
    sides = (top, request.height - top - height, left, request.width - left - width)
    return Image.fromarray(cv2.copyMakeBorder(small, *sides, cv2.BORDER_REFLECT_101))


def region(request: RetouchRequest, inputs: Mapping[str, Take]) -> Mask:
    """What is painted, as a soft mask of the request's size (1 inside); EngineError names what can be pointed at."""
    if request.what == "expand":
        return _round(request, inputs)
    if is_mask(request.target):
        return _softened(_painted(inputs, request))
    stage = read_stage(inputs["layout"].folder) if "layout" in inputs else None
    hits = find(request.target, stage.layers) if stage else []
    areas = tables()["regions"]
    if stage and hits:
        return _softened(frame_mask(stage, hits, inputs["layout"].folder, (request.width, request.height)))
    area = next((areas[word] for word in words(request.target) if word in areas), None)
    if area is None:
        known = sorted({name for layer in stage.layers for name in layer.elements} if stage else set())
        raise EngineError(
            f"There is no {request.target!r} to be seen in this picture's layout. Nothing was painted. It holds: "
            f"{', '.join(known[:24]) or 'nothing that has a name'}; or name a side ({', '.join(list(areas)[:6])})."
        )
    return _softened(_box(area, request))


def _round(request: RetouchRequest, inputs: Mapping[str, Take]) -> Mask:
    picture = opened(inputs["still"].main, None) if "still" in inputs else None
    if picture is None:
        raise EngineError("A larger canvas is painted round a still, and none was given. The film is kept.")
    left, top, width, height = _place(picture, request)
    mask, over = np.ones((request.height, request.width), np.float32), max(round(OVER * width), 1)
    inset = (over if left else 0, over if top else 0)
    mask[top + inset[1] : top + height - inset[1], left + inset[0] : left + width - inset[0]] = 0
    return _softened(mask)


def _painted(inputs: Mapping[str, Take], request: RetouchRequest) -> Mask:
    if request.target not in inputs:
        raise EngineError("A region was painted, and its mask was not given. Nothing was painted; the film is kept.")
    grey = opened(inputs[request.target].main, None).convert("L").resize((request.width, request.height))
    mask: Mask = np.asarray(grey, np.float32) / np.float32(255)
    if not mask.any():
        raise EngineError("The painted region is empty. Nothing was painted; paint over what shall change.")
    return mask


def frame_mask(stage: Stage, hits: list[int], folder: Path, size: tuple[int, int]) -> Mask:
    """The paint of some layers of a stage, as the frame shows it at a size; `folder` is the still's."""
    import cv2

    x, y, width, height = stage.frame
    canvas = np.zeros((stage.height, stage.width), np.float32)
    for index in hits:
        layer = stage.layers[index]
        alpha = read_bgra(folder / layer.file)[..., 3].astype(np.float32) / 255
        left, top = max(layer.x, 0), max(layer.y, 0)
        part = alpha[top - layer.y :, left - layer.x :][: stage.height - top, : stage.width - left]
        spot = canvas[top : top + part.shape[0], left : left + part.shape[1]]
        np.maximum(spot, part, out=spot)
    frame = canvas[y : y + height, x : x + width]
    return np.asarray(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), np.float32)


def _box(area: tuple[float, float, float, float], request: RetouchRequest) -> Mask:
    mask = np.zeros((request.height, request.width), np.float32)
    left, top, right, bottom = area
    mask[
        round(top * request.height) : round(bottom * request.height), round(left * request.width) : round(right * request.width)
    ] = 1
    return mask


def _softened(mask: Mask) -> Mask:
    """A region grown a little and let down softly at its edges, so that no line shows where it ends."""
    import cv2

    reach = max(round(SEAM * mask.shape[1]), 1)
    grown = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    return np.asarray(np.clip(cv2.GaussianBlur(grown, (0, 0), reach / 2), 0, 1), np.float32)
