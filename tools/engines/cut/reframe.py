"""A flat picture in another frame: cut around what it shows, never stretched, and enlarged once, before the camera moves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError, TakeError
from memory.takes import Take
from tools.engines import EngineSpec, Made
from tools.engines.deliveries import ReframeRequest

Picture = NDArray[np.uint8]
SMALL = 160
"""Pixels of the longer side at which the picture is looked at."""


class Reframe:
    """Cuts a picture to a shape and brings it to a size."""

    spec = EngineSpec(
        name="reframe",
        version="1",
        role="cut",
        licence="Apache-2.0",
        credit="Reframing: Onereel with OpenCV (Apache-2.0)",
        needs=("cv2",),
    )

    def __call__(self, request: ReframeRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write still.png of the request's size; data: the cut as x, y, width, height of the picture it was made from."""
        import cv2

        if "still" not in inputs:
            raise EngineError("There is no picture to cut to another shape. Render the still first; nothing was made.")
        picture = cv2.imread(str(inputs["still"].main), cv2.IMREAD_COLOR)
        if picture is None:
            raise TakeError("The picture cannot be read. The film is kept; render the still again.")
        x, y, width, height = cut_for(np.asarray(picture, np.uint8), request.width / request.height)
        part = picture[y : y + height, x : x + width]
        smaller = request.width < width
        done = cv2.resize(
            part, (request.width, request.height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
        )
        cv2.imwrite(str(folder / "still.png"), done)
        return Made("still.png", data={"x": x, "y": y, "width": width, "height": height})


def cut_for(picture: Picture, aspect: float) -> tuple[int, int, int, int]:
    """The part (x, y, width, height) of that aspect that holds most of what the picture shows; the whole where it fits."""
    height, width = picture.shape[:2]
    if width / height > aspect:
        wanted = max(round(height * aspect), 1)
        return _best(interest(picture).sum(axis=0), width, wanted), 0, wanted, height
    wanted = min(max(round(width / aspect), 1), height)
    return 0, _best(interest(picture).sum(axis=1), height, wanted), width, wanted


def interest(picture: Picture) -> NDArray[np.float64]:
    """How much there is to see at each place: detail and strong colour, more towards the middle; SMALL at the longer side."""
    import cv2

    height, width = picture.shape[:2]
    scale = SMALL / max(height, width)
    small = cv2.resize(picture, (max(round(width * scale), 8), max(round(height * scale), 8)), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine = np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 3))
    edges = cv2.GaussianBlur(fine, (0, 0), 2.5)
    colour = cv2.cvtColor(small, cv2.COLOR_BGR2HSV)[..., 1].astype(np.float32) / 255
    rows, columns = np.mgrid[-1 : 1 : small.shape[0] * 1j, -1 : 1 : small.shape[1] * 1j]
    middle = np.exp(-(rows**2 + columns**2) / 1.6)
    return np.asarray((edges / max(float(edges.max()), 1e-6) + 0.25 * colour) * middle, np.float64)


def _best(profile: NDArray[np.float64], length: int, wanted: int) -> int:
    """Where a window of `wanted` of `length` pixels holds most of the profile; of equals the one nearest the middle."""
    scale = len(profile) / length
    window = max(min(round(wanted * scale), len(profile)), 1)
    total = np.concatenate(([0.0], np.cumsum(profile)))
    sums = total[window:] - total[:-window]
    middle = (len(sums) - 1) / 2
    nearness = 1e-3 * float(total[-1]) * (1 - np.abs(np.arange(len(sums)) - middle) / max(middle, 1))
    return int(min(max(round(int(np.argmax(sums + nearness)) / scale), 0), length - wanted))
