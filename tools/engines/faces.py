"""Faces in a picture, found by dlib's detector (no weights to fetch). A speed bump: it misses profiles and drawings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from memory.errors import EngineError

INSTALL = "pip install dlib-bin==20.0.1.post1"
_LARGEST = 800
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
