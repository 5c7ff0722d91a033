"""Whether a cast member looks the same in every scene, and whether the light falls on everything from where it is.

    python -m bench.likeness [--width 480]

Every member of a small cast is drawn in every scene and framing below. Same cast: for each drawing the most alike of all other
drawings is looked for, by colour and outline; it should be the same member. Light: on the side of the light a figure's edge
should be the brighter one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.depicted import pixels_of
from memory.film import CastMember
from memory.parts import Framing
from tools.engines import StillRequest, load_engine
from tools.stage import Stage, read_stage

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

CAST = tuple(
    CastMember(id=f"c{i}", name=name, description=description)
    for i, (name, description) in enumerate(
        [
            ("Ines", "a girl of seven with curly red hair, pale skin and a green dress"),
            ("Runa", "a girl of eight with straight red hair, pale skin and a blue dress"),
            ("Babak", "an old man with brown skin, a white beard and a blue coat"),
            ("Mei", "a young woman with long black hair, light skin and a red jacket"),
            ("Kofi", "a boy of ten with dark skin, short black hair and a yellow shirt"),
            ("Dr Sand", "a scientist with grey hair, glasses and a white coat"),
            ("Tin", "a small copper robot"),
            ("Bramble", "a fox"),
            ("Mother Ash", "an old woman with dark skin, white hair and a purple shawl"),
        ],
        start=1,
    )
)

SCENES: tuple[tuple[str, Framing], ...] = (
    ("{} stands on a green meadow by day.", "wide"),
    ("{} in a forest at dusk.", "medium"),
    ("{} on a beach in the morning.", "close"),
    ("{} in a kitchen, a lamp on the table.", "medium"),
    ("{} in a city street at night in the rain.", "wide"),
    ("{} in the snow at dawn.", "close"),
)

ASIDE = 0.12
"""How far a light must be to one side of a figure, in frame widths, for its sides to differ."""


@dataclass(frozen=True)
class Portrait:
    """One member in one scene: colours, outline, and (edge towards the light minus edge away from it) in levels of 255."""

    member: str
    colours: Floats
    outline: Floats
    lit: float | None


def portrait(member: CastMember, scene: str, framing: Framing, width: int) -> Portrait | None:
    """Draw the member in the scene; None when nothing there bears its name."""
    cv2.setNumThreads(1)
    size = (width, round(width * 9 / 16 / 2) * 2)
    words = scene.format(member.name)
    request = StillRequest(width=size[0], height=size[1], description=words, framing=framing, cast=(member,), seed=5)
    with TemporaryDirectory(prefix="onereel-likeness-") as name:
        load_engine("stills", "papercut")(request, {}, Path(name))
        stage = read_stage(Path(name))
        found = _paint(stage, member.name.lower(), Path(name)) if stage else None
    if found is None or stage is None:
        return None
    pixels, left = found
    return Portrait(member.name, _colours(pixels), _outline(pixels[..., 3]), _lit(pixels, left, stage))


def _paint(stage: Stage, name: str, folder: Path) -> tuple[Bytes, int] | None:
    """All subjects of that name over one another, cropped to their opaque paint, and where its left edge is on the canvas."""
    whole = np.zeros((stage.height, stage.width, 4), np.uint8)
    for layer in stage.layers:
        if layer.kind != "subject" or not {name, *name.split()} & set(layer.elements):
            continue
        part = pixels_of(folder / layer.file)
        y, x = max(0, layer.y), max(0, layer.x)
        target = whole[y : y + part.shape[0], x : x + part.shape[1]]
        part = part[: target.shape[0], : target.shape[1]]
        solid = part[..., 3] > 200
        target[solid] = part[solid]
    rows, columns = np.flatnonzero(whole[..., 3].any(1)), np.flatnonzero(whole[..., 3].any(0))
    if not rows.size:
        return None
    return whole[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], int(columns[0])


def _colours(pixels: Bytes) -> Floats:
    """Square roots of the shares of 8 x 8 chroma bins, so that distances are Hellinger's; lightness follows the hour."""
    lab = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_BGR2LAB)[pixels[..., 3] > 0].astype(np.float32)
    middle = np.median(lab, axis=0)
    shares, _ = np.histogramdd(lab - middle, bins=(6, 8, 8), range=((-120, 120), (-60, 60), (-60, 60)))
    return np.asarray(np.sqrt(shares / shares.sum()), np.float32).ravel()


def _outline(alpha: Bytes) -> Floats:
    """The upper part of the outline, which every framing shows: as wide as it is high, 24 by 24."""
    top = alpha[: min(alpha.shape[0], alpha.shape[1])]
    return np.asarray(cv2.resize((top > 0).astype(np.float32), (24, 24), interpolation=cv2.INTER_AREA), np.float32)


def _lit(pixels: Bytes, left: int, stage: Stage) -> float | None:
    """Edge towards the light minus edge away from it, in levels; None where the light is not to one side."""
    middle = left + pixels.shape[1] / 2
    if abs(stage.light.x - middle) < ASIDE * stage.frame[2]:
        return None
    solid = pixels[..., 3] > 0
    grey = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_BGR2GRAY).astype(np.float32)
    reach = max(1, round(stage.frame[3] / 120))
    away_left, away_right = solid & ~_shifted(solid, reach), solid & ~_shifted(solid, -reach)
    if away_left.sum() < 8 or away_right.sum() < 8:
        return None
    difference = float(grey[away_left].mean() - grey[away_right].mean())
    return difference if stage.light.x < middle else -difference


def _shifted(solid: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """The mask moved by so many pixels to the right; what comes in is empty."""
    moved = np.zeros_like(solid)
    if by > 0:
        moved[:, by:] = solid[:, :-by]
    else:
        moved[:, :by] = solid[:, -by:]
    return moved


def distance(a: Portrait, b: Portrait) -> float:
    """0 (alike) to 1: half of it colour, half outline."""
    colour = float(np.linalg.norm(a.colours - b.colours)) / 2**0.5
    return 0.5 * colour + 0.5 * float(np.abs(a.outline - b.outline).mean())


def likeness(portraits: Sequence[Portrait]) -> tuple[float, float, float]:
    """(mean distance within members, mean between members, share whose nearest other portrait is of the same member)."""
    n = len(portraits)
    far = np.array([[distance(a, b) for b in portraits] for a in portraits])
    same = np.array([[a.member == b.member for b in portraits] for a in portraits])
    other = ~np.eye(n, dtype=bool)
    nearest = np.where(other, far, np.inf).argmin(1)
    return float(far[same & other].mean()), float(far[~same].mean()), float(same[np.arange(n), nearest].mean())


def main() -> None:
    """Draw the cast and print both rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=480)
    width = parser.parse_args().width
    jobs = [(member, scene, framing, width) for member in CAST for scene, framing in SCENES]
    with ProcessPoolExecutor(2) as workers:
        found = list(workers.map(portrait, *zip(*jobs, strict=True)))
    portraits = [p for p in found if p is not None]
    within, between, named = likeness(portraits)
    print(
        "not drawn: " + (", ".join(sorted({m.name for (m, *_), p in zip(jobs, found, strict=True) if p is None})) or "nobody")
    )
    print(f"same cast: {len(CAST)} members, {len(portraits)} of {len(jobs)} drawn; distance within {within:.3f}, "
          f"between {between:.3f}; nearest is the same member {named:.1%}")  # fmt: skip
    lit = [p.lit for p in portraits if p.lit is not None]
    agree = sum(value > 0 for value in lit) / max(1, len(lit))
    print(f"light: the edge towards it is the brighter one in {agree:.1%} of {len(lit)}; {np.mean(lit):+.1f} levels on average")


if __name__ == "__main__":
    main()
