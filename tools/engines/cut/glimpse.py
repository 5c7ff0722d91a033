"""A glimpse of a scene: its still, small, with the scene's look laid on it as the cut would, for cards and history."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import TakeError
from memory.film import Look
from tools.engines.cut.look import GRAIN_STRENGTH, graded
from tools.engines.planes import MATRIX, Planes

QUALITY = 86
"""JPEG quality of a glimpse."""
_SEED = 7321


def write_glimpse(still: Path, look: Look, size: tuple[int, int], target: Path) -> None:
    """Write the still at `size` (width, height, both even) under the look as a JPEG; TakeError when it is no picture."""
    import cv2

    picture = cv2.imread(str(still), cv2.IMREAD_COLOR)
    if picture is None:
        raise TakeError(f"{still.name} is not a picture that can be read. Render again to make it anew.")
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    done, code = cv2.imencode(".jpg", _developed(small, look), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not done:
        raise TakeError("The picture could not be written.")
    target.write_bytes(code.tobytes())


def _developed(picture: Any, look: Look) -> Any:
    """The picture (BGR) through the film's own planes and the look's curves, and back."""
    import cv2

    height, width = picture.shape[:2]
    planes = Planes(width, height)
    frame = planes.take(cv2.transform(cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA), MATRIX))
    seen = next(iter(graded(iter([frame]), look, (width, height, 30))))
    raw = np.frombuffer(seen, np.uint8)
    luma, quarter = width * height, width * height // 4
    chroma = [raw[luma + part * quarter :][:quarter].reshape(height // 2, width // 2) for part in (0, 1)]
    full = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in chroma]
    toned = _grained(raw[:luma].reshape(height, width), look.grain)
    return _to_bgr(toned, full)


def _to_bgr(luma: Any, chroma: list[Any]) -> Any:
    """Y, Cb and Cr (limited range) as B, G and R."""
    import cv2

    back = np.linalg.inv(MATRIX[:3, :3].astype(np.float64))
    merged = cv2.merge([luma, *chroma]).astype(np.float32) - np.array([16, 128, 128], np.float32)
    return cv2.transform(merged, back.astype(np.float32)).round().clip(0, 255).astype(np.uint8)


def _grained(luma: NDArray[np.uint8], amount: float) -> Any:
    """Softened noise over the midtones, about as the film's grain looks when it stands still."""
    import cv2

    if amount <= 0:
        return luma
    noise = np.random.default_rng(_SEED).normal(0, 1, luma.shape).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 0.8)
    tone = luma.astype(np.float32) / 255
    strength = 0.45 * GRAIN_STRENGTH * amount**1.25 * 4 * tone * (1 - tone)
    return (luma + soft * strength).round().clip(16, 235).astype(np.uint8)
