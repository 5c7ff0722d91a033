"""Subjects drawn: `draw` gives the cut-out of any subject that `read` names, rendered by resvg and kept for the process."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from memory.errors import EngineError
from tools.engines.papercut import twemoji
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.recolour import recolour

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PROBE = 240
_VIEWBOX = re.compile(r'viewBox="([^"]+)"')
_FLAGS = re.compile(r'data-foot="([0-9.]+)"')


@dataclass(frozen=True)
class Art:
    """A drawing as SVG, with where it touches ground or water (fraction of the trimmed height)."""

    svg: str
    foot: float = 1.0
    waterline: bool = False


PUPPETS = ("person", "built:robot")
"""Drawings with joints, that are drawn pose by pose."""


def draw(subject: Subject, height: int) -> Drawing:
    """The cut-out of a subject: straight-alpha RGBA uint8 (height, w, 4), trimmed, exactly `height` pixels high.

    Deterministic in drawing id, traits and height. EngineError when the id is not in the catalogue or height is below 1.
    """
    if height < 1:
        raise EngineError(f"A drawing must be at least one pixel high, not {height}. Nothing was drawn.")
    if subject.drawing in PUPPETS:
        from tools.engines.papercut.puppet import standing

        return standing(subject, height)
    art = _art(subject.drawing, subject.traits)
    return Drawing(pixels=_cut(art.svg, height), foot=art.foot, waterline_only=art.waterline)


def copies(subject: Subject) -> tuple[Subject, ...]:
    """A subject that stands for several as that many single ones, each with a seed of its own; people get their own looks."""
    return tuple(_copy(subject, k) for k in range(max(1, subject.count)))


def _copy(subject: Subject, k: int) -> Subject:
    traits = dict(subject.traits)
    if k and "seed" in traits:
        traits["seed"] = str(int(traits["seed"]) + 7919 * k)
        if subject.drawing == "person":
            from tools.engines.papercut.looks import another_look

            traits = another_look(traits)
    return replace(subject, count=1, traits=tuple(sorted(traits.items())))


@lru_cache(maxsize=512)
def _art(drawing: str, traits: tuple[tuple[str, str], ...]) -> Art:
    kind, _, name = drawing.partition(":")
    known = dict(traits)
    if kind == "twemoji":
        foot = float(data("clean")["foot"].get(name, 1.0))
        return Art(_coloured(twemoji.load(name), known), foot, foot < 1.0)
    if kind == "built":
        return _built(name, known)
    raise EngineError(f"There is no drawing called {drawing!r}. The film is unchanged; the scene is painted without it.")


def _built(name: str, traits: dict[str, str]) -> Art:
    path = Path(__file__).parent / "built" / f"{name}.svg"
    if not re.fullmatch(r"[a-z0-9]+", name) or not path.exists():
        raise EngineError(f"There is no drawing called 'built:{name}'. The film is unchanged; the scene is painted without it.")
    svg = path.read_text(encoding="utf-8")
    foot = _FLAGS.search(svg)
    return Art(_coloured(svg, traits), float(foot.group(1)) if foot else 1.0, 'data-waterline="1"' in svg)


def _coloured(svg: str, traits: dict[str, str]) -> str:
    wanted = traits.get("colour", "#a4592f" if traits.get("wear") == "rusty" else "")
    return recolour(svg, wanted, render(svg, 64)) if wanted else svg


def render(svg: str, height: int) -> NDArray[np.uint8]:
    """An SVG as straight-alpha RGBA, `height` pixels high, untrimmed."""
    import cv2
    import resvg_py

    encoded = bytes(resvg_py.svg_to_bytes(svg_string=svg, height=height))
    pixels = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_UNCHANGED)
    return np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), dtype=np.uint8)


def _extent(alpha: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(alpha.max(1) > 8), np.flatnonzero(alpha.max(0) > 8)
    if not rows.size:
        raise EngineError("A drawing came out empty: its SVG shows nothing. The film is unchanged.")
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@cache
def _closely(svg: str) -> str:
    """The SVG with its view box drawn in to what is visible, so that any height can be rendered at its own sharpness."""
    found = _VIEWBOX.search(svg)
    if found is None:
        raise EngineError("A drawing has no viewBox and cannot be scaled. The film is unchanged.")
    x, y, _, height = (float(v) for v in found.group(1).replace(",", " ").split())
    probe = render(svg, _PROBE)
    k = height / probe.shape[0]
    x0, y0, x1, y1 = _extent(probe[..., 3])
    box = (x + (x0 - 1) * k, y + (y0 - 1) * k, (x1 - x0 + 2) * k, (y1 - y0 + 2) * k)
    near = svg[: found.start()] + f'viewBox="{" ".join(f"{v:.4f}" for v in box)}"' + svg[found.end() :]
    head, tag_end = near.split(">", 1)
    return re.sub(r'\s(?:width|height)="[^"]*"', "", head) + ">" + tag_end


@lru_cache(maxsize=16)  # what one picture asks for again and again; a film's own would be a megabyte each
def _cut(svg: str, height: int) -> NDArray[np.uint8]:
    import cv2

    margin = 1 + 2 / _PROBE
    pixels = render(_closely(svg), max(1, round(height * margin)))
    x0, y0, x1, y1 = _extent(pixels[..., 3])
    cut = pixels[y0:y1, x0:x1]
    if cut.shape[0] != height:
        size = (max(1, round(cut.shape[1] * height / cut.shape[0])), height)
        cut = _resize(cut, size, cv2.INTER_AREA if cut.shape[0] > height else cv2.INTER_CUBIC)
    cut = np.ascontiguousarray(cut)
    cut.setflags(write=False)
    return cut


def _resize(pixels: NDArray[np.uint8], size: tuple[int, int], how: int) -> NDArray[np.uint8]:
    """Resize straight-alpha pixels without dark fringes: colours are weighed by alpha."""
    import cv2

    alpha = pixels[..., 3:].astype(np.float32) / 255
    weighed = np.concatenate([pixels[..., :3] * alpha, alpha], axis=2).astype(np.float32)
    small = cv2.resize(weighed, size, interpolation=how)
    shade = np.clip(small[..., 3:], 0, 1)
    colour = small[..., :3] / np.maximum(shade, 1e-4)
    return np.concatenate([np.clip(colour, 0, 255), shade * 255], axis=2).round().astype(np.uint8)
