"""Faces in a picture, found and told apart by dlib. Speed bumps both: profiles and drawings are missed, people look alike.

Finding needs dlib alone; telling whose face it is needs two networks from the shelf (`onereel fetch faces`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from memory.errors import EngineError
from tools.ffmpeg import FENCE

INSTALL = "pip install dlib-bin==20.0.1.post1"
_LARGEST = 800
"""Pixels of the longer side at which a picture is searched."""
_FILMS = (".mp4", ".mov", ".mkv", ".webm")
_GLANCES = (0.05, 0.5, 0.95)
"""Where a clip is looked at, of its length."""

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


def face_numbers(picture: Path, weights: Path) -> tuple[tuple[float, ...], ...]:
    """128 numbers for every face in a picture, or in three frames of a clip; faces of one person lie near each other.

    King, 2017: a ResNet of 29 layers trained so that faces of one person lie within 0.6 (Euclidean). `weights` is the shelf's
    folder. EngineError when the picture cannot be read or dlib is missing.
    """
    dlib = _dlib()
    detector = dlib.get_frontal_face_detector()
    place, tell = _networks(weights)
    found: list[tuple[float, ...]] = []
    for pixels in _glances(picture):
        boxes = detector(pixels, 1)
        found += [tuple(float(x) for x in tell.compute_face_descriptor(pixels, place(pixels, box))) for box in boxes]
    return tuple(found)


@cache
def _networks(weights: Path) -> tuple[Any, Any]:
    dlib = _dlib()
    try:
        place = dlib.shape_predictor(str(weights / "landmarks.dat"))
        return place, dlib.face_recognition_model_v1(str(weights / "face.dat"))
    except RuntimeError as error:
        raise EngineError(
            f"The networks that tell faces apart cannot be read ({error}). Nothing was compared. Get them anew: "
            "onereel fetch faces"
        ) from error


def _glances(picture: Path) -> Iterator[Any]:
    if picture.suffix.lower() not in _FILMS:
        yield _pixels(picture)[0]
        return
    import av

    try:
        with av.open(f"file:{picture.absolute()}", options=FENCE) as film:
            for part in _GLANCES:
                film.seek(int((film.duration or 0) * part))
                frame = next(film.decode(video=0), None)
                if frame is not None:
                    yield _small(frame.to_image())[0]
    except (OSError, ValueError, av.error.FFmpegError) as error:
        raise EngineError(f"{picture.name} cannot be read as a clip ({error}). Nothing was made of it.") from error


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
    from PIL import Image, ImageOps

    try:
        with Image.open(picture) as opened:
            return _small(ImageOps.exif_transpose(opened).convert("RGB"))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise EngineError(f"{picture.name} cannot be read as a picture ({error}). Nothing was made of it.") from error


def _small(image: Any) -> tuple[Any, float]:
    import numpy as np

    scale = min(1.0, _LARGEST / max(image.size))
    image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    return np.asarray(image), scale
