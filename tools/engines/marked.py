"""Looking for the marks in a file that may be anything: a picture, a film of any length, a sound, or none of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import FilmError
from tools.engines import mark, watermark
from tools.engines.enhance.frames import MOST_PIXELS, UNCHANGED, Source, frames, survey
from tools.ffmpeg import probe

_PLACES = 14
"""Frames looked at in a film: some of the beginning and the end, where cards are, and some between."""
_TOGETHER = 4
_LONGEST = 1200.0
"""Seconds of sound that are looked at, all at once."""


@dataclass(frozen=True)
class Looked:
    """What was found of the marks: in the picture, how strongly, in how many frames looked at; in the voice, if looked for."""

    picture: bool = False
    strength: float = 0.0
    frames: int = 0
    voice: bool | None = None
    surely: float = 0.0
    """How sure Perth is of the voice's mark, 0..1 (watermark.FOUND, watermark.LIKELY)."""
    why: str = ""
    """Why the picture was not looked at, as a sentence; "" when it was."""


def look(path: Path) -> Looked:
    """Look for the marks; what cannot be looked at is said in `why`, never raised. Reads a bounded number of frames."""
    surely = _voice(path)
    voice = None if surely is None else surely >= watermark.LIKELY
    strength, seen = 0.0, 0
    try:
        for group in _still(path) if _is_still(path) else _film(path):
            strength, seen = max(strength, mark.found(group)), seen + len(group)
            if strength >= mark.FOUND:
                break
    except FilmError as error:
        return Looked(voice=voice, surely=round(surely or 0, 2), why=f"The picture could not be looked at: {_said(error)}")
    return Looked(strength >= mark.FOUND, round(strength, 1), seen, voice, round(surely or 0, 2))


def _said(error: FilmError) -> str:
    """Why, without that nothing was written: nobody thought that anything would be."""
    return str(error).replace(f" {UNCHANGED}", "")


def _voice(path: Path) -> float | None:
    """How surely the sound holds marked speech, 0..1; None where nobody can say: no Perth, no sound, or hours of it."""
    if _is_still(path) or not watermark.can_mark():
        return None
    with contextlib.suppress(FilmError):
        return watermark.strength(path) if probe(path).seconds <= _LONGEST else None
    return None


def _is_still(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(12)
    return head.startswith((b"\x89PNG", b"\xff\xd8\xff")) or head[8:12] == b"WEBP"


def _still(path: Path) -> Iterator[list[mark.Luma]]:
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FilmError(f"it is {picture.width} x {picture.height}, and at most {MOST_PIXELS:,} pixels are read.")
            yield [np.asarray(picture.convert("L"))]
    except Image.DecompressionBombError as error:
        raise FilmError(f"it is larger than the {MOST_PIXELS:,} pixels that are read.") from error
    except (OSError, ValueError) as error:
        raise FilmError("it is damaged or cut short.") from error


def _film(path: Path) -> Iterator[list[mark.Luma]]:
    """Frames in groups that may show the same card: from the first seconds, the last, and single places between."""
    source = survey(path)
    yield _at(source, [0.7, 1.2, 1.7, 2.2])
    if source.seconds > 4:
        yield _at(source, [source.seconds - back for back in (3.0, 2.5, 2.0, 1.5)])
    between = _PLACES - 2 * _TOGETHER if source.seconds > 10 else 0
    for place in range(between):
        yield _at(source, [source.seconds * (place + 1) / (between + 1)])


def _at(source: Source, times: list[float]) -> list[Any]:
    found = []
    for time in times:
        inside = min(time, max(source.seconds - 1, 0) * 0.9) if source.seconds < 3 else time
        found += [frame.y.copy() for frame in frames(source, max(inside, 0), 1)]
    return found
