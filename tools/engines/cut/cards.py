"""Title card and credits, composed by moviepy: text that fades in over a slowly moving ground of torn paper.

Both carry the mark that outlasts re-encoding (tools/engines/mark.py); as they are pieces of their own, no scene changes for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import CardRequest, EngineSpec, Made
from tools.engines.cut.backdrop import Ink, Picture, blend, hex_of, inks, paint
from tools.engines.cut.encode import MAIN, Develop, check_frames, encode
from tools.engines.cut.fonts import SANS, SERIF, writable
from tools.engines.cut.typeset import Placed, Type, draw, fit, wrap
from tools.engines.mark import mark
from tools.engines.planes import Planes, to_film

if TYPE_CHECKING:
    from moviepy import Effect, VideoClip

DRIFT = 0.025
"""How much nearer the ground comes while a card is shown."""
FADE = 0.6
"""Seconds of each fade, at most a quarter of the card."""


class Card:
    """Makes the title card and the credits."""

    spec = EngineSpec(
        name="card",
        version="7",
        role="cut",
        licence="Apache-2.0",
        credit="Titles: moviepy (MIT), set in Source Serif, Source Sans and Noto (SIL OFL)",
        needs=(
            "moviepy",
            "cv2",
            "resvg_py",
            "skia",
            "font_source_serif_pro",
            "font_source_sans_pro",
            "manimgx_fonts",
            "noto_cjk_sans_jp_regular",
        ),
        capabilities={"kinds": ("title", "credits")},
    )

    def __call__(self, request: CardRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write segment.mp4 of round(seconds * fps) frames. data: frames, fps, seconds, scene (the card's kind).

        Characters that no font has are left out and noted. Raises EngineError for a card without a frame.
        """
        frames = round(request.seconds * request.fps)
        if frames < 1:
            raise EngineError(f"A card of {request.seconds} seconds has no frames. Give it at least one frame's time.")
        family = SERIF if request.kind == "title" else SANS
        shown = [writable(line, family) for line in request.lines]
        lost = "".join(dict.fromkeys("".join(gone for _, gone in shown)))
        layout = _title if request.kind == "title" else _credits
        lines = [line for line, _ in shown if line] or ["Untitled"]
        size = (request.width, request.height)
        ink = inks(request.palette)
        ground = paint(ink, size, 0.30 if request.kind == "title" else 0.10)
        film = _compose(ground, layout(lines, ink, size), request, frames)
        encode(film, (*size, request.fps), Develop(), folder / MAIN)
        check_frames(folder / MAIN, frames)
        notes = (f"No installed font can show {lost}, so the {request.kind} leaves it out.",) if lost else ()
        data = {"frames": frames, "fps": request.fps, "seconds": frames / request.fps, "scene": request.kind}
        return Made(MAIN, notes, data)


def _compose(ground: Picture, words: Sequence[Placed], request: CardRequest, frames: int) -> Iterator[memoryview]:
    """Let moviepy write the words over the moving ground, in the film's own planes; the credits go out to black."""
    from moviepy import VideoClip

    seconds = frames / request.fps
    fade = min(FADE, seconds / 4)
    moving = VideoClip(frame_function=_drift(ground, seconds), duration=seconds).with_fps(request.fps)
    card = moving.with_effects([_written(draw(words, (request.width, request.height)), fade)])
    planes = Planes(request.width, request.height)
    for index in range(frames):
        planes.take(card.get_frame((index + 0.5) / request.fps))
        light = _light(index, frames, round(fade * request.fps), out=request.kind == "credits")
        planes.dim(light)
        mark(planes.luma, round(light, 1))
        yield planes.view


def _written(drawing: Picture, fade: float) -> Effect:
    """Write a drawing over a clip as a moviepy effect that fades in after `fade` seconds, over as many.

    Only the drawing's own rectangle is mixed, in bytes: a tenth of what laying clips over one another costs.
    """
    import cv2
    from moviepy import Effect

    text, (left, top) = _cropped(drawing)
    ink = cv2.cvtColor(cv2.cvtColor(text, cv2.COLOR_RGBA2mRGBA), cv2.COLOR_RGBA2BGRA)
    to_film(ink, ((0, 0, ink.shape[1], ink.shape[0]),))
    alpha = cv2.merge([ink[..., 3]] * 4)

    class Written(Effect):  # type: ignore[misc]
        def apply(self, clip: VideoClip) -> VideoClip:
            def shown(get_frame: Callable[[float], Picture], t: float) -> Picture:
                share = min(max(t / max(fade, 1e-6) - 0.5, 0), 1)
                frame = get_frame(t)
                under = frame[top : top + ink.shape[0], left : left + ink.shape[1]]
                kept = cv2.multiply(under, 255 - cv2.convertScaleAbs(alpha, alpha=share), scale=1 / 255)
                under[:] = cv2.add(kept, cv2.convertScaleAbs(ink, alpha=share))
                return frame

            return clip.transform(shown, keep_duration=True)

    return Written()


def _light(index: int, frames: int, fade: int, *, out: bool) -> float:
    """How much of a frame's light is let through: the card comes from black, the credits also go there."""
    coming = min((index + 1) / max(fade, 1), 1)
    going = min((frames - 1 - index) / max(fade, 1), 1) if out else 1
    return max(min(coming, going), 0)


def _drift(ground: Picture, seconds: float) -> Callable[[float], Picture]:
    """Frames (height x width x 4: Y, Cb, Cr, 255) of the ground coming slowly nearer, between pixels so that nothing steps."""
    import cv2

    height, width = ground.shape[:2]
    sheet = cv2.cvtColor(ground, cv2.COLOR_RGB2BGRA)
    to_film(sheet, ((0, 0, width, height),))

    def frame_at(t: float) -> Picture:
        near = 1 + DRIFT * t / seconds
        matrix = np.array([[near, 0, (1 - near) * width / 2], [0, near, (1 - near) * height * 0.6]])
        return np.asarray(cv2.warpAffine(sheet, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)

    return frame_at


def _cropped(picture: Picture) -> tuple[Picture, tuple[int, int]]:
    """Cut a drawing to what is not transparent; returns it with its place (left, top)."""
    rows, columns = np.flatnonzero(picture[..., 3].any(1)), np.flatnonzero(picture[..., 3].any(0))
    if not len(rows):
        return picture[:1, :1], (0, 0)
    top, left = int(rows[0]), int(columns[0])
    return np.ascontiguousarray(picture[top : rows[-1] + 1, left : columns[-1] + 1]), (left, top)


def _sizes(largest: float, smallest: float) -> list[float]:
    count = 24
    return [largest * (smallest / largest) ** (i / (count - 1)) for i in range(count)]


def _stack(lines: Sequence[str], at: tuple[float, float], size: float, kind: Type, anchor: str = "middle") -> list[Placed]:
    """Place lines under one another, the first one's top at `at`."""
    x, top = at
    return [Placed(line, x, top + size * (0.95 + kind.leading * i), size, kind, anchor) for i, line in enumerate(lines)]


def _title(lines: Sequence[str], ink: Ink, size: tuple[int, int]) -> list[Placed]:
    """Set the title large and centred, a short rule of accent under it, any further lines in italics below."""
    width, height = size
    unit = min(width * 0.75, height)
    head = Type(SERIF, hex_of(ink.text), "Regular", 0.012, 1.14)
    small = Type(SERIF, hex_of(blend(ink.text, ink.accent, 0.35)), "It", 0.01, 1.3)
    rule = Type(SERIF, hex_of(ink.accent))
    big, title = fit(lines[0], (width * 0.8, height * 0.5), _sizes(unit * 0.145, unit * 0.036), head)
    below: list[str] = []
    size_below = unit * 0.042
    for line in lines[1:]:
        below += wrap(line, width * 0.68, size_below, small)
    tall = len(title) * big * head.leading + unit * 0.085 + len(below) * size_below * small.leading
    top = max(height * 0.43 - tall / 2, height * 0.06)
    after = top + len(title) * big * head.leading
    mark = Placed("—", width / 2, after + unit * 0.05, unit * 0.06, rule)
    return [
        *_stack(title, (width / 2, top), big, head),
        mark,
        *_stack(below, (width / 2, after + unit * 0.085), size_below, small),
    ]


def _credits(lines: Sequence[str], ink: Ink, size: tuple[int, int]) -> list[Placed]:
    """Set the film's title at the head, every further line as an entry, in as many columns as keep the letters largest."""
    width, height = size
    unit = min(width * 0.75, height)
    head = Type(SERIF, hex_of(ink.text), "Regular", 0.012, 1.2)
    big, title = fit(lines[0], (width * 0.8, height * 0.14), _sizes(unit * 0.072, unit * 0.034), head)
    top = height * 0.075
    placed = _stack(title, (width / 2, top), big, head)
    body_top = top + len(title) * big * head.leading + unit * 0.055
    return placed + _entries(lines[1:], ink, (width, height), body_top, unit)


def _entries(lines: Sequence[str], ink: Ink, size: tuple[int, int], top: float, unit: float) -> list[Placed]:
    label = Type(SANS, hex_of(ink.accent), "Semibold", 0.09, 1.3)
    body = Type(SANS, hex_of(ink.text), "Regular", 0.005, 1.3)
    room = size[1] * 0.88 - top
    best: tuple[float, int, list[list[Placed]]] | None = None
    for columns in (1, 2, 3):
        if columns > max(len(lines), 1) or size[0] / columns < unit * 0.5:
            continue
        found = _columns(lines, (label, body), (size[0], top, room), columns, unit)
        if best is None or found[0] > best[0] * 1.05:
            best = (found[0], columns, [found[1]])
    return best[2][0] if best else []


def _columns(
    lines: Sequence[str], kinds: tuple[Type, Type], box: tuple[float, float, float], columns: int, unit: float
) -> tuple[float, list[Placed]]:
    """Set the entries in columns at the largest size that fits; returns that size and the lines."""
    width, top, room = box
    column = width * 0.88 / columns
    for size in _sizes(unit * 0.04, unit * 0.011):
        blocks = [_entry(line, column * 0.92, size, kinds) for line in lines]
        spread = _dealt([sum(step for _, _, step in block) + size * 0.75 for block in blocks], columns)
        tallest = max((sum(h for _, h in group) for group in spread), default=0)
        if tallest <= room:
            break
    placed: list[Placed] = []
    for index, group in enumerate(spread):
        y, x = top + max((room - tallest) * 0.35, 0), width * 0.06 + column * (index + 0.5)
        for number, tall in group:
            at = y
            for text, kind, step in blocks[number]:
                scale = size * 0.74 if kind is kinds[0] else size
                placed.append(Placed(text.upper() if kind is kinds[0] else text, x, at + step * 0.75, scale, kind))
                at += step
            y += tall
    return size, placed


def _entry(line: str, room: float, size: float, kinds: tuple[Type, Type]) -> list[tuple[str, Type, float]]:
    """One credit as lines with their heights: what is before a colon stands above it as a label."""
    label, colon, rest = line.partition(": ")
    if not colon or len(label) > 32 or not rest.strip():
        label, rest = "", line
    lines: list[tuple[str, Type, float]] = [(label, kinds[0], size * 1.05)] if label else []
    return lines + [(text, kinds[1], size * kinds[1].leading) for text in wrap(rest, room, size, kinds[1])]


def _dealt(heights: Sequence[float], columns: int) -> list[list[tuple[int, float]]]:
    """Deal entries into columns in order, as evenly as their heights allow."""
    groups: list[list[tuple[int, float]]] = [[] for _ in range(columns)]
    total, used = sum(heights), 0.0
    for index, tall in enumerate(heights):
        column = min(int((used + tall / 2) / max(total, 1e-9) * columns), columns - 1)
        groups[column].append((index, tall))
        used += tall
    return groups
