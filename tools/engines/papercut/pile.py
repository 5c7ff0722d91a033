"""The pile: finished layers, trimmed to what is seen, joined where they are many, laid over each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.paper import Pixels, canvas_on, image
from tools.engines.papercut.world import Sheet

if TYPE_CHECKING:
    import skia

FAINT = 3
"""Alpha below which paint is not seen, and is left out."""


@dataclass(frozen=True)
class Leaves:
    """The poses of a layer beside its first: (left, top, pixels) each, and what the stage says of them, yet without file."""

    cuts: tuple[tuple[int, int, Pixels], ...]
    order: tuple[int, ...]
    rate: float
    steps: tuple[float, ...] = ()
    reach: tuple[float, float] = (0.0, 0.0)
    rest: tuple[int, ...] = ()
    mouths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Laid:
    """A finished layer: premultiplied pixels at (x, y) on the canvas."""

    sheet: Sheet
    pixels: Pixels
    x: int
    y: int
    pivot: tuple[float, float]
    leaves: Leaves | None = None
    """The other poses of somebody who acts."""


def compose_layer(canvas: skia.Canvas, laid: Laid) -> None:
    """Lay a layer on an opaque picture the way its `blend` says."""
    import skia

    mode = {"over": skia.BlendMode.kSrcOver, "screen": skia.BlendMode.kScreen, "plus": skia.BlendMode.kPlus}
    paint = skia.Paint(BlendMode=mode[laid.sheet.blend])
    canvas.drawImage(image(laid.pixels), laid.x, laid.y, skia.SamplingOptions(), paint)


def trimmed(laid: Laid) -> Laid | None:
    """The layer without paint too faint to be seen, cropped to the rest; None when nothing is left."""
    import cv2

    if laid.sheet.kind == "weather":
        return laid
    alpha = np.ascontiguousarray(laid.pixels[..., 3])
    seen = alpha >= FAINT
    if not seen.all():
        laid.pixels.view(np.uint32)[..., 0] *= seen
    x, y, width, height = cv2.boundingRect(seen.view(np.uint8))
    if width == 0:
        return None
    return replace(laid, pixels=laid.pixels[y : y + height, x : x + width].copy(), x=laid.x + x, y=laid.y + y)


def joined(a: Laid, b: Laid) -> Laid:
    """Two neighbours as one layer at the nearer one's depth, with the names of both; a subject keeps its name and pivot."""
    x0, y0 = min(a.x, b.x), min(a.y, b.y)
    x1 = max(a.x + a.pixels.shape[1], b.x + b.pixels.shape[1])
    y1 = max(a.y + a.pixels.shape[0], b.y + b.pixels.shape[0])
    pixels = np.zeros((y1 - y0, x1 - x0, 4), np.uint8)
    canvas = canvas_on(pixels)
    for part in (a, b):
        canvas.drawImage(image(part.pixels), part.x - x0, part.y - y0)
    main = a if a.sheet.kind == "subject" or b.sheet.kind != "subject" else b
    elements = tuple(dict.fromkeys((*a.sheet.elements, *b.sheet.elements)))
    return Laid(replace(main.sheet, elements=elements, depth=b.sheet.depth), pixels, x0, y0, main.pivot)
