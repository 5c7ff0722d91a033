"""SVG path data as Skia paths: the commands that the figures' shapes are written in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import skia

_TOKEN = re.compile(r"[MmLlHhVvCcQqAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "A": 7, "Z": 0}


@lru_cache(maxsize=4096)
def path(d: str) -> skia.Path:
    """Path data (M L H V C Q A Z and their relative forms) as a Skia path; ValueError for any other command."""
    import skia

    made = skia.Path()
    tokens = _TOKEN.findall(d)
    at, command = 0, ""
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        takes = _TAKES.get(command.upper())
        if takes is None:
            raise ValueError(f"path data begins without a command: {d[:40]!r}")
        _draw(made, command, [float(v) for v in tokens[at : at + takes]])
        at += takes
        command = {"M": "L", "m": "l"}.get(command, command)
    return made


def _draw(made: skia.Path, command: str, v: list[float]) -> None:
    import skia

    large = skia.Path.ArcSize.kLarge_ArcSize
    small = skia.Path.ArcSize.kSmall_ArcSize
    turns = (skia.PathDirection.kCCW, skia.PathDirection.kCW)
    last = made.getPoint(made.countPoints() - 1) if made.countPoints() else skia.Point(0, 0)
    match command:
        case "Z" | "z":
            made.close()
        case "H":
            made.lineTo(v[0], last.y())
        case "h":
            made.rLineTo(v[0], 0)
        case "V":
            made.lineTo(last.x(), v[0])
        case "v":
            made.rLineTo(0, v[0])
        case "A":
            made.arcTo(v[0], v[1], v[2], large if v[3] else small, turns[int(v[4])], v[5], v[6])
        case "a":
            made.rArcTo(v[0], v[1], v[2], large if v[3] else small, turns[int(v[4])], v[5], v[6])
        case _:
            names = {"M": "moveTo", "L": "lineTo", "C": "cubicTo", "Q": "quadTo"}
            names |= {"m": "rMoveTo", "l": "rLineTo", "c": "rCubicTo", "q": "rQuadTo"}
            getattr(made, names[command])(*v)
