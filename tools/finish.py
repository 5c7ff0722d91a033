"""Finishing: the same film at another size, shape or rate. Pictures are painted or enlarged once, never frame by frame.

A variant goes through the same call sheet as the film, in the same project: what does not depend on size and rate is the
take that is there already, and a second export at that size makes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film
from memory.parts import Aspect

SMALLEST, LARGEST = 64, 7680
MOST_FPS = 120
NAMED = {"4k": 2160, "uhd": 2160, "8k": 4320, "2k": 1440, "qhd": 1440, "full hd": 1080, "fullhd": 1080, "fhd": 1080, "hd": 720}
"""The shorter side of sizes that have a name."""


@dataclass(frozen=True)
class Frame:
    """Width and height in pixels, frames a second, and the name of the shape."""

    width: int
    height: int
    fps: int
    aspect: str


class Painted(NamedTuple):
    """The size that flat pictures are made in, and whether a net enlarges them where the film is finished larger."""

    width: int
    height: int
    span: bool = False

    def scale_for(self, film: Film) -> Literal[0, 2, 4]:
        """How many times the net has to enlarge them for a film; 0 where they are large enough, or no net is there."""
        wanted = max(film.width / self.width, film.height / self.height)
        return 0 if wanted <= 1.2 or not self.span else 2 if wanted <= 2.2 else 4


def frame_for(film: Film, aspect: str = "", size: str | int = "", fps: int = 0) -> Frame:
    """The frame that is asked for; what is left out is the film's own. FilmError says what cannot be.

    size: "4k", "1080p", a number of pixels for the shorter side, or "1920x1080".
    """
    said = str(size).strip().lower().replace("×", "x")
    if exact := re.fullmatch(r"(\d{1,6}) ?x ?(\d{1,6})", said):
        width, height = int(exact[1]), int(exact[2])
        if aspect and abs(width / max(height, 1) / _ratio(_shape(aspect)) - 1) > 0.02:
            raise FilmError(f"{said} is not {aspect}. Give the size or the aspect alone. {UNCHANGED}")
    else:
        width, height = _sized(_ratio(_shape(aspect)) if aspect else film.width / film.height, _shorter(said, film))
    return _checked(Frame(width, height, fps or film.fps, _shape(aspect) if aspect else _nearest(width / max(height, 1))))


def variant(film: Film, frame: Frame, *, burn_in: bool | None = None) -> Film:
    """The film in that frame; `burn_in` paints captions into the picture or not, None leaves that as the film has it.

    In an upright one they stand above what the apps of phones write over the picture's foot.
    """
    change: dict[str, Any] = {"width": frame.width, "height": frame.height, "fps": frame.fps, "aspect": frame.aspect}
    high = frame.height > 1.3 * frame.width
    if burn_in is not None:
        change["captions"] = film.captions.model_copy(update={"burn_in": burn_in, "high": burn_in and high})
    return film.model_copy(update=change)


def _shape(aspect: str) -> str:
    said = aspect.strip().lower().replace(" ", "").replace("x", ":").replace("/", ":")
    if said not in get_args(Aspect):
        raise FilmError(f"{aspect[:40]!r} is not an aspect. Choose one of: {', '.join(get_args(Aspect))}. {UNCHANGED}")
    return said


def _ratio(aspect: str) -> float:
    wide, _, high = aspect.partition(":")
    return int(wide) / int(high)


def _nearest(ratio: float) -> str:
    return str(min(get_args(Aspect), key=lambda name: abs(_ratio(name) / ratio - 1)))


def _shorter(said: str, film: Film) -> int:
    if said in ("", "0"):
        return min(film.width, film.height)
    number = re.fullmatch(r"(\d{1,6}) ?p?", said)
    if not number and said not in NAMED:
        raise FilmError(
            f"{said[:40]!r} is not a size. Say 4k, 1080p, 720p or a width and height such as 1920x1080. {UNCHANGED}"
        )
    return int(number[1]) if number else NAMED[said]


def _sized(ratio: float, shorter: int) -> tuple[int, int]:
    """Width and height, both even, whose shorter side is `shorter`."""
    longer = 2 * round(shorter * max(ratio, 1 / ratio) / 2)
    even = 2 * round(shorter / 2)
    return (longer, even) if ratio >= 1 else (even, longer)


def _checked(frame: Frame) -> Frame:
    sides = (frame.width, frame.height)
    if min(sides) < SMALLEST or max(sides) > LARGEST or any(side % 2 for side in sides):
        raise FilmError(
            f"A film of {frame.width}x{frame.height} cannot be made: sides are even numbers from {SMALLEST} to {LARGEST}. "
            f"Choose another size. {UNCHANGED}"
        )
    if not 1 <= frame.fps <= MOST_FPS:
        raise FilmError(f"A film runs at 1 to {MOST_FPS} frames a second, not {frame.fps}. Choose another rate. {UNCHANGED}")
    return frame
