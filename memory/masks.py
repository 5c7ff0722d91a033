"""Painted masks: small grey pictures that say where a motion stroke was painted, kept in the film under their hash.

A stroke's target is a thing's name ("clouds") or such a mask ("lent/ab12....png"), bright where it was painted. The mask
lies over the still, whatever the still's size; the name is its content, so that a clip's key tells one from another.
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
LARGEST = 2**20
"""Bytes that a mask may have."""
_NAME = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})\.png")
_PNG = b"\x89PNG\r\n\x1a\n"
_GREY = (8, 0)
"""Bits and colour type of a grey PNG."""


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
    if len(png) > LARGEST or png[:8] != _PNG or len(png) < 33 or tuple(png[24:26]) != _GREY:
        raise FilmError("What was painted could not be kept: it is no small grey PNG. The film is unchanged.")
    if not all(0 < side <= SIDE for side in struct.unpack(">II", png[16:24])):
        raise FilmError(f"What was painted is larger than {SIDE} pixels a side. The film is unchanged.")
    name = f"{FOLDER}/{hashlib.sha256(png).hexdigest()}.png"
    with plainly("Keeping what was painted"):
        path = contained(root, name)
        make_folder(path.parent)
        if not path.is_file() or path.read_bytes() != png:
            write_atomically(path, png)
    return name


def mask_take(root: Path, name: str) -> Take:
    """A painted mask as a take, for the engine that moves what is under it; TakeError when it is gone or was changed."""
    found = _NAME.fullmatch(name)
    return take_of(root, name, found[1] if found else "")
