"""Pictures that a person paints or names, for the film to keep: masks for brush and retouch, references to draw after."""

from __future__ import annotations

from pathlib import Path

from memory.errors import FilmError
from memory.film import Stroke
from memory.lending import find_file
from memory.masks import keep_mask, keep_picture

COLOURS = {"red": "#e5484d", "gold": "#f2b541", "green": "#30a46c", "blue": "#3e8fe0", "violet": "#a66bd8"}
"""The brush's five colours, one for each motion."""
PICTURES = (".png", ".jpg", ".jpeg", ".webp")
LARGEST = 24 * 2**20
"""Bytes of a painted picture."""


def painted_strokes(root: Path, paint: Path, moves: dict[str, Stroke]) -> tuple[Stroke, ...]:
    """Paint in the brush's colours as strokes on masks that the film keeps; `moves` says, by colour, what each does.

    A colour that was not used, or that moves nothing, is left out.
    """
    from tools.engines.brush import masks_by_colour

    wanted = {colour: move for colour, move in moves.items() if _moves(move)}
    masks = masks_by_colour(paint, tuple(COLOURS.values()))
    return tuple(
        move.model_copy(update={"target": keep_mask(root, masks[COLOURS[colour]])})
        for colour, move in wanted.items()
        if COLOURS[colour] in masks
    )


def _moves(stroke: Stroke) -> bool:
    return any((stroke.horizontal, stroke.vertical, stroke.proximity, stroke.ambient))


def borrow_mask(root: Path, said: str) -> str:
    """A picture file that somebody names, in which what should move or change is painted, as a mask that the film keeps."""
    from tools.engines.brush import mask_of

    return keep_mask(root, mask_of(_picture(root, said)))


def borrow_picture(root: Path, said: str) -> str:
    """A picture file that somebody names, to be drawn after, as a picture that the film keeps."""
    from tools.engines.brush import reference_of

    return keep_picture(root, reference_of(_picture(root, said)))


def _picture(root: Path, said: str) -> Path:
    path = find_file(root, said)
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise FilmError(
            f"{path.name[:80]} is no picture that can be used (up to {LARGEST // 2**20} MB). The film is unchanged."
        )
    return path


def names_picture(target: str) -> bool:
    """Whether a stroke's target is said as a picture file's name."""
    return target.strip().lower().endswith(PICTURES)
