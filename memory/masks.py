"""Pictures that the film keeps under their hash: painted masks, which are grey, and references for drawing, in colour.

A stroke's or a retouch's target is a thing's name ("clouds") or such a mask ("lent/ab12....png"), bright where it was painted.
The mask lies over the still, whatever the still's size; the name is its content, so that a take's key tells one from another.
"""

from __future__ import annotations

import hashlib
import re
import struct
from pathlib import Path

from memory.errors import FilmError
from memory.files import contained, make_folder, plainly, write_atomically
from memory.lending import FOLDER, take_of
from memory.takes import Take

SIDE = 1024
"""Pixels that a mask's longer side may have; what is painted is soft at its edges anyway."""
LARGEST = 4 * 2**20
"""Bytes that a mask or a reference may have."""
_NAME = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})\.png")
_PNG = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = (8, 0), (8, 2)
"""Bits and colour type of a PNG in grey and in red, green and blue."""


def is_mask(target: str) -> bool:
    """Whether a stroke's target is a painted mask and not a name."""
    return bool(_NAME.fullmatch(target))


def called(target: str) -> str:
    """A stroke's target as a person would say it."""
    return "what was painted" if is_mask(target) else target


def keep_mask(root: Path, png: bytes) -> str:
    """Keep a mask in the project and return its name; the same mask twice is one file.

    FilmError for what is no grey PNG of 8 bits with sides up to SIDE and at most LARGEST bytes.
    """
    if not _is_png(png, _GREY):
        raise FilmError("What was painted could not be kept: it is no small grey PNG. The film is unchanged.")
    return _keep(root, png)


def keep_picture(root: Path, png: bytes) -> str:
    """Keep a reference picture in the project as `keep_mask` keeps a mask; FilmError for what is no such PNG in colour."""
    if not _is_png(png, _COLOUR):
        raise FilmError("The picture could not be kept: it is no small PNG in colour. The film is unchanged.")
    return _keep(root, png)


def _is_png(png: bytes, kind: tuple[int, int]) -> bool:
    return 33 <= len(png) <= LARGEST and png[:8] == _PNG and tuple(png[24:26]) == kind


def _keep(root: Path, png: bytes) -> str:
    if not all(0 < side <= SIDE for side in struct.unpack(">II", png[16:24])):
        raise FilmError(f"The picture is larger than {SIDE} pixels a side. The film is unchanged.")
    name = f"{FOLDER}/{hashlib.sha256(png).hexdigest()}.png"
    with plainly("Keeping a picture"):
        path = contained(root, name)
        make_folder(path.parent)
        if not path.is_file() or path.read_bytes() != png:
            write_atomically(path, png)
    return name


def mask_take(root: Path, name: str) -> Take:
    """A kept picture as a take, for the engine that works with it; TakeError when it is gone or was changed."""
    found = _NAME.fullmatch(name)
    return take_of(root, name, found[1] if found else "")
