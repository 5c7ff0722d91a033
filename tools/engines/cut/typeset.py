"""Typesetting for cards: text broken into even lines at the largest size that fits, drawn by resvg with real shaping."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.engines.cut.fonts import family_name, files_for, runs, width

_NO_SPACES = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
"""Scripts whose lines break between any two letters."""
_NOT_FIRST = "。、，．！？：；）」』》〉・ー々ぁぃぅぇぉっゃゅょ"


@dataclass(frozen=True)
class Type:
    """How a line is set: family, style (Regular, It, Semibold), colour, letter spacing in ems, leading in ems."""

    family: str
    color: str
    style: str = "Regular"
    spacing: float = 0
    leading: float = 1.25


@dataclass(frozen=True)
class Placed:
    """One line of text on a card: baseline position in pixels, size, and how it is set."""

    text: str
    x: float
    y: float
    size: float
    type: Type
    anchor: str = "middle"


def _tokens(text: str) -> list[str]:
    """Split a text into unbreakable pieces; a piece keeps the space before it."""
    tokens: list[str] = []
    for character in text:
        wide = any(low <= ord(character) <= high for low, high in _NO_SPACES)
        after_wide = bool(tokens) and any(low <= ord(tokens[-1][-1]) <= high for low, high in _NO_SPACES)
        if not tokens or character == " " or ((wide or after_wide) and character not in _NOT_FIRST and tokens[-1] != " "):
            tokens.append(character)
        else:
            tokens[-1] += character
    return tokens


def _pieces(text: str, room: float, size: float, kind: Type) -> list[tuple[str, float]]:
    """Tokens with their widths; one that is wider than the line is cut where it must be."""
    cut: list[tuple[str, float]] = []
    for token in _tokens(text):
        rest = token
        while (wide := _width(rest, size, kind)) > room and len(rest) > 1:
            keep = max(1, int(len(rest) * room / wide) - 1)
            cut.append((rest[:keep], _width(rest[:keep], size, kind)))
            rest = rest[keep:]
        cut.append((rest, _width(rest, size, kind)))
    return cut


def _width(text: str, size: float, kind: Type) -> float:
    return width(text, kind.family, size, kind.style, kind.spacing * size)


def _even(pieces: Sequence[tuple[str, float]], room: float, count: int) -> list[str]:
    """Break into exactly `count` lines with the least sum of squared gaps at their ends (dynamic programming)."""
    ends = np.cumsum([0.0, *(wide for _, wide in pieces)])
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for _ in range(count):
        step: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, breaks) in best.items():
            for stop in range(start + 1, len(pieces) + 1):
                gap = room - float(ends[stop] - ends[start])
                if gap < 0 and stop > start + 1:
                    break
                if stop not in step or cost + gap * gap < step[stop][0]:
                    step[stop] = (cost + gap * gap, [*breaks, stop])
        best = step
    breaks = best[len(pieces)][1]
    return ["".join(text for text, _ in pieces[a:b]).strip() for a, b in zip([0, *breaks], breaks, strict=False)]


def _greedy(pieces: Iterable[tuple[str, float]], room: float) -> list[str]:
    lines, used = [""], 0.0
    for token, wide in pieces:
        if lines[-1] and used + wide > room:
            lines.append("")
            used = 0
        lines[-1] += token if lines[-1] else token.lstrip()
        used += wide
    return [line for line in lines if line]


def wrap(text: str, room: float, size: float, kind: Type) -> list[str]:
    """Break a text into as few lines as fit into `room` pixels, and those as even as they can be."""
    pieces = _pieces(text, room, size, kind)
    count = len(_greedy(pieces, room))
    return _greedy(pieces, room) if count == 1 else _even(pieces, room, count)


def fit(text: str, box: tuple[float, float], sizes: Sequence[float], kind: Type) -> tuple[float, list[str]]:
    """Find the largest of `sizes` (falling) at which the text fits into the box of width and height.

    Returns that size and the lines; at the smallest size the text is cut off with an ellipsis where it must be.
    """
    for size in sizes:
        lines = wrap(text, box[0], size, kind)
        if len(lines) * size * kind.leading <= box[1]:
            return size, lines
    room = max(int(box[1] / (sizes[-1] * kind.leading)), 1)
    return sizes[-1], [*lines[: room - 1], lines[room - 1].rstrip(" .,") + "…"]


def _svg(line: Placed) -> str:
    """Write one line as SVG; where its font changes each run is set by itself, since resvg shapes a text as one script."""
    pieces = runs(line.text, line.type.family)
    if unicodedata.bidirectional(line.text[0]) in ("R", "AL"):
        pieces = pieces[::-1]
    if len(pieces) == 1:
        return _svg_run(line, *pieces[0], line.x, line.anchor)
    widths = [_width(text, line.size, line.type) for _, text in pieces]
    at, parts = line.x - sum(widths) * {"start": 0, "middle": 0.5, "end": 1}[line.anchor], []
    for (path, text), wide in zip(pieces, widths, strict=True):
        parts.append(_svg_run(line, path, text, at, "start"))
        at += wide
    return "".join(parts)


def _svg_run(line: Placed, path: Path, text: str, x: float, anchor: str) -> str:
    kind = line.type
    style = {"It": 'font-style="italic"', "Semibold": 'font-weight="600"', "Regular": ""}[kind.style]
    return (
        f'<text x="{x:.2f}" y="{line.y:.2f}" text-anchor="{anchor}" font-family="{family_name(path)}" {style} '
        f'font-size="{line.size:.2f}" letter-spacing="{kind.spacing * line.size:.2f}" fill="{kind.color}" '
        f'xml:space="preserve">{html.escape(text)}</text>'
    )


def draw(placed: Sequence[Placed], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw lines on a transparent picture of (width, height): RGBA, straight alpha, shape (height, width, 4)."""
    import cv2
    import resvg_py

    body = "".join(_svg(line) for line in placed)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}">{body}</svg>'
    fonts = [
        str(path) for family in ("Source Serif Pro", "Source Sans Pro") for path in files_for([p.text for p in placed], family)
    ]
    png = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=list(dict.fromkeys(fonts)))
    picture = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGRA2RGBA), np.uint8)
