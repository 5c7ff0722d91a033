"""Faces in a picture, found by dlib's detector (gradients, no weights to fetch). A speed bump: it misses profiles and drawings.

With the two files of the shelf's `faces` a face becomes 128 numbers, near to each other for pictures of one person.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from memory.errors import EngineError

INSTALL = "pip install dlib-bin==20.0.1.post1"
SAME = 0.6
"""Distance of the numbers below which two faces are taken for one person's, as dlib's author measured on other pictures."""
_LARGEST = 1600
"""Pixels of the longer side at which a picture is searched."""

Box = tuple[int, int, int, int]


def can_search() -> bool:
    """Whether dlib is installed."""
    from importlib.util import find_spec

    return find_spec("dlib") is not None


def find_faces(picture: Path) -> tuple[Box, ...]:
    """(left, top, right, bottom) of every face in pixels of the picture; EngineError when it cannot be read or searched."""
    pixels, scale = _pixels(picture)
    detector = _dlib().get_frontal_face_detector()
    found = detector(pixels, 1)
    boxes = ((each.left(), each.top(), each.right(), each.bottom()) for each in found)
    return tuple((round(a / scale), round(b / scale), round(c / scale), round(d / scale)) for a, b, c, d in boxes)


def describe(picture: Path, weights: Path) -> tuple[tuple[float, ...], ...]:
    """Every face as 128 numbers, by the two files in `weights` (5-point landmarks, recognition); EngineError as above."""
    pixels, _ = _pixels(picture)
    dlib = _dlib()
    landmarks = dlib.shape_predictor(str(weights / "shape_predictor_5_face_landmarks.dat"))
    network = dlib.face_recognition_model_v1(str(weights / "dlib_face_recognition_resnet_model_v1.dat"))
    found = dlib.get_frontal_face_detector()(pixels, 1)
    return tuple(tuple(network.compute_face_descriptor(pixels, landmarks(pixels, each))) for each in found)


def apart(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """How far two faces are apart: below `SAME` they are taken for one person's."""
    return math.dist(one, other)


def _dlib() -> Any:
    try:
        import dlib
    except ImportError as error:
        raise EngineError(
            f"Searching a picture for faces needs dlib, which is not installed. Install it with: {INSTALL}"
        ) from error
    return dlib


def _pixels(picture: Path) -> tuple[Any, float]:
    """The picture as RGB, turned as its EXIF says and no larger than needed, and the scale that made it so."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        with Image.open(picture) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
            scale = min(1.0, _LARGEST / max(image.size))
            image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
            return np.asarray(image), scale
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise EngineError(f"{picture.name} cannot be read as a picture ({error}). Nothing was made of it.") from error
