"""Posters and thumbnails: a picture of the film, darkened where the title stands, the title set in its own type."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError, TakeError
from memory.takes import Take
from tools.engines import EngineSpec, Made
from tools.engines.cut.backdrop import hex_of, inks
from tools.engines.cut.fonts import SERIF, writable
from tools.engines.cut.typeset import Placed, Type, draw, fit
from tools.engines.deliveries import PosterRequest

Picture = NDArray[np.float32]
EDGE = 0.07
"""Share of the shorter side that stays free of letters."""
DARKEST = 0.72
"""How much light is taken away where the title stands."""


class Poster:
    """Sets a title on a picture."""

    spec = EngineSpec(
        name="poster",
        version="1",
        role="cut",
        licence="Apache-2.0",
        credit="Poster: Onereel, set in Source Serif (SIL OFL)",
        needs=("cv2", "resvg_py", "skia", "font_source_serif_pro"),
    )

    def __call__(self, request: PosterRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write poster.jpg (quality 92); notes name letters that no font has."""
        import cv2

        if "still" not in inputs:
            raise EngineError("There is no picture to put the title on. Render the still first; nothing was made.")
        picture = cv2.imread(str(inputs["still"].main), cv2.IMREAD_COLOR)
        if picture is None or picture.shape[:2] != (request.height, request.width):
            raise TakeError("The poster's picture cannot be read at its size. The film is kept; export the poster again.")
        title, lost = writable(request.title, SERIF)
        placed, top = _letters(title or "Untitled", writable(request.below, SERIF)[0], request)
        ground = _shaded(np.asarray(picture, np.float32), top)
        letters = cv2.cvtColor(draw(placed, (request.width, request.height)), cv2.COLOR_RGBA2BGRA).astype(np.float32)
        share = letters[..., 3:] / 255
        done = ground * (1 - share) + letters[..., :3] * share
        cv2.imwrite(str(folder / "poster.jpg"), np.clip(done + 0.5, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 92])
        notes = (f"No installed font can show {lost}, so the poster leaves it out.",) if lost else ()
        return Made("poster.jpg", notes, {"width": request.width, "height": request.height})


def _letters(title: str, below: str, request: PosterRequest) -> tuple[list[Placed], float]:
    """The title at the foot, as large as a third of the picture allows, and the height at which the letters begin."""
    width, height = request.width, request.height
    edge, ink = EDGE * min(width, height), inks(request.palette)
    head = Type(SERIF, hex_of(ink.text), "Regular", 0.005, 1.08)
    small = Type(SERIF, hex_of(ink.accent), "It", 0.01, 1.3)
    largest = min(0.2 * height, 0.19 * width) if width <= height else 0.19 * height
    sizes = [largest * 0.93**step for step in range(24)]
    size, lines = fit(title, (width - 2 * edge, height * 0.36), sizes, head)
    under = 0.30 * size if below else 0.0
    foot = height - edge - (under * small.leading * 1.15 if below else 0)
    first = foot - 0.22 * size - (len(lines) - 1) * size * head.leading
    placed = [Placed(line, edge, first + row * size * head.leading, size, head, "start") for row, line in enumerate(lines)]
    if below:
        fitted, words = fit(below, (width - 2 * edge, under * small.leading * 1.1), [under * 0.94**n for n in range(16)], small)
        placed += [Placed(words[0], edge, height - edge - 0.1 * fitted, fitted, small, "start")]
    return placed, first - size


def _shaded(picture: Picture, top: float) -> Picture:
    """The picture with light taken away towards the foot, beginning well above `top`, where the letters begin."""
    height = picture.shape[0]
    start = max(top - 0.18 * height, 0)
    share = np.clip((np.arange(height, dtype=np.float32) - start) / max(0.55 * (height - start), 1), 0, 1)
    smooth = share * share * (3 - 2 * share)
    return np.asarray(picture * (1 - DARKEST * smooth)[:, None, None], np.float32)
