"""The colours of a picture: a palette for a film that should look like it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from memory.errors import FilmError

COUNT = 5
_SIDE = 96
_LARGEST = 40_000_000
_UNREADABLE = "That picture cannot be read (PNG, JPEG and WebP can). Nothing was changed."


def palette_of(file: Path, count: int = COUNT) -> list[str]:
    """The picture's main colours as #rrggbb, dark to light, each once. FilmError when it is none, or has too many pixels."""
    import cv2
    from PIL import Image

    try:
        with Image.open(file, formats=["PNG", "JPEG", "WEBP"]) as opened:
            if opened.width * opened.height > _LARGEST:
                raise FilmError("That picture has too many pixels. Nothing was changed. Send a smaller one.")
            opened.draft("RGB", (_SIDE, _SIDE))
            small = np.asarray(opened.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX))
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise FilmError(_UNREADABLE) from error
    pixels = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    cv2.setRNGSeed(7)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 30, 0.1)
    _, _, centres = cv2.kmeans(pixels, count, np.empty((0,), np.int32), criteria, 3, cv2.KMEANS_PP_CENTERS)
    ordered = centres[np.argsort(centres[:, 0])].reshape(1, -1, 3)
    colours = (255 * cv2.cvtColor(ordered, cv2.COLOR_LAB2RGB).reshape(-1, 3)).round().clip(0, 255).astype(int)
    return list(dict.fromkeys("#{:02x}{:02x}{:02x}".format(*colour) for colour in colours.tolist()))
