"""How a shot moves: jumps, jitter, tearing, cost, per camera move, per place's ambient life, per stroke on a flat picture.

    python -m bench.motion [--size 1280x720] [--seconds 4] [--only moves,life,strokes] [--strips FOLDER]

Columns: `jump` is the largest change between neighbouring frames over the median change (1 is perfectly even); `jitter` is how
far points that are followed through the shot are off a smooth path (standard deviation, 95th percentile, pixels at 720p) and
`accel` the largest second difference of their place; `tear` is how steep the border of what strokes moved is
over what it is without them (1: as it was); `holes` is the
share of pixels at which nothing was drawn; `CPU ms` is user and system time a frame, drawn as planes. --strips also writes,
for every row, twelve frames of the shot and twelve neighbouring differences, amplified, to be looked at.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from memory.film import Camera, Stroke
from memory.takes import Manifest, Take
from tools.engines import ClipRequest, StillRequest, load_engine
from tools.engines.parallax.camera import MOVES
from tools.engines.parallax.footage import RigFootage, Span
from tools.engines.parallax.lens import Lens
from tools.engines.parallax.life import motion
from tools.engines.parallax.model import Plate, Push, Rig, read_rig
from tools.engines.parallax.plates import read_bgra

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]
FPS = 30
MAGENTA = (255, 0, 255)
SCENE = "an old lighthouse keeper and a small robot on a cliff at sunset, clouds drifting, a boat on the sea"
PLACES = (
    "waves on a beach by day", "a river in autumn at dawn", "a village in the snow at night", "a street in the rain at night",
    "a kitchen with a stove by morning light", "an old library with a lamp in the evening", "underwater, a coral reef and fish",
    "a meadow in summer at dusk", "a forest in autumn, windy", "a camp fire in the desert at night", "deep space, a planet",
    "a harbour at dawn with boats", "a factory city with smoke at sunset", "a cave with torches",
)  # fmt: skip
STROKES = {
    "subject across": Stroke(target="subject", horizontal=0.5),
    "subject nearer": Stroke(target="subject", proximity=0.6),
    "left side drifts": Stroke(target="the left side", horizontal=0.4, ambient=0.4),
    "sky drifts": Stroke(target="the sky", horizontal=-0.4),
    "water flows": Stroke(target="the water", horizontal=0.3, ambient=0.3),
}


@dataclass(frozen=True)
class Measured:
    """One row of the table; see the module."""

    name: str
    jump: float
    jitter: float
    accel: float
    tear: float
    holes: float
    cost: float


def main() -> None:
    """Measure what --only names and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--only", default="moves,life,strokes")
    parser.add_argument("--names", default="", help="only rows whose name holds one of these, by commas")
    parser.add_argument("--strips", type=Path)
    said = parser.parse_args()
    width, height = (int(n) for n in said.size.split("x"))
    cv2.setNumThreads(1)
    names = [n for n in said.names.split(",") if n]
    print(f"{'':34}{'jump':>7}{'jitter':>8}{'accel':>8}{'tear':>7}{'holes':>9}{'CPU ms':>8}")
    with tempfile.TemporaryDirectory(prefix="onereel-motion-") as work:
        for kind in said.only.split(","):
            for name, shot in {"moves": moves, "life": life, "strokes": strokes}[kind](Path(work), (width, height)):
                if names and not any(n in name for n in names):
                    continue
                row = measure(name, shot, round(said.seconds * FPS), said.strips)
                print(
                    f"{row.name[:33]:34}{row.jump:7.2f}{row.jitter:8.3f}{row.accel:8.3f}{row.tear:7.2f}{row.holes:9.4%}"
                    f"{row.cost:8.1f}",
                    flush=True,
                )


@dataclass(frozen=True)
class Shot:
    """A clip to be made when its turn comes: its still's maker, its request and its folder."""

    still: Callable[[], Take]
    request: ClipRequest
    folder: Path

    def take(self) -> Take:
        """The clip, made once."""
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            load_engine("clips", "parallax")(self.request, {"still": self.still()}, self.folder)
        return _take(self.folder, "rig.json")


Shots = Iterator[tuple[str, Shot]]


def moves(work: Path, size: tuple[int, int]) -> Shots:
    """Every camera move over one scene with near and far things."""
    for move in MOVES:
        camera = Camera(move=move, amount=0.5)  # type: ignore[arg-type]
        request = ClipRequest(width=size[0], height=size[1], camera=camera, seed=5)
        yield move, Shot(partial(_drawn, SCENE, size, work / "still"), request, work / move)


def life(work: Path, size: tuple[int, int]) -> Shots:
    """What moves by itself in several places, before a camera that stands as still as it ever does."""
    for number, words in enumerate(PLACES):
        request = ClipRequest(width=size[0], height=size[1], camera=Camera(move="static", amount=0), seed=5)
        yield words, Shot(partial(_drawn, words, size, work / f"place-{number}"), request, work / f"life-{number}")


def strokes(work: Path, size: tuple[int, int]) -> Shots:
    """Motion strokes over a flat picture: the drawn scene without its layers."""
    for number, (name, stroke) in enumerate(STROKES.items()):
        request = ClipRequest(width=size[0], height=size[1], camera=Camera(move="push_in"), strokes=(stroke,), seed=5)
        yield f"flat: {name}", Shot(partial(_flattened, size, work), request, work / f"stroke-{number}")


def _drawn(words: str, size: tuple[int, int], folder: Path) -> Take:
    if not folder.exists():
        folder.mkdir(parents=True)
        asked = StillRequest(width=size[0], height=size[1], description=words, seed=3)
        load_engine("stills", "papercut")(asked, {}, folder)
    return _take(folder, "still.png")


def _flattened(size: tuple[int, int], work: Path) -> Take:
    picture = _drawn(SCENE, size, work / "still").main
    (work / "flat").mkdir(exist_ok=True)
    shutil.copyfile(picture, work / "flat" / "still.png")
    return _take(work / "flat", "still.png")


def _take(folder: Path, main: str) -> Take:
    return Take(folder, Manifest(key="k", role="x", engine="x", version="1", licence="x", request={}, main=main, files={}))


def measure(name: str, shot: Shot, total: int, strips: Path | None) -> Measured:
    """Draw the shot twice: as planes for its cost, as pictures for everything else."""
    clip = shot.take()
    rig = read_rig(clip.main)
    footage = RigFootage(rig, clip.folder)
    next(footage.planes(total, FPS, 0, 1))
    start = time.process_time()
    drawn = sum(1 for _ in footage.planes(total, FPS))
    cost = (time.process_time() - start) / drawn * 1000
    film = RigFootage(rig, clip.folder, MAGENTA)
    shape = (rig.height, rig.width, 4)
    greys: list[Pixels] = []
    shown: list[Pixels] = []
    holes = 0.0
    for index, raw in enumerate(film.frames(total, FPS)):
        frame = np.frombuffer(raw, np.uint8).reshape(shape)[..., :3]
        holes = max(holes, float((frame == np.array(MAGENTA[::-1], np.uint8)).all(axis=2).mean()))
        greys.append(np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), np.uint8))
        if strips and (index in _spread(total, 12) or total // 2 <= index < total // 2 + 13):
            shown.append(frame.copy())
    if strips:
        strips.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(strips / f"{name.replace(' ', '-').replace(',', '').replace(':', '')}.png"), strip(shown, total))
    jitter, accel = unevenness(greys, 720 / rig.height)
    return Measured(name, jump(greys), jitter, accel, tearing(greys[-1], rig, clip.folder, total), holes, cost)


def _spread(total: int, count: int) -> list[int]:
    return np.linspace(0, total - 1, count).round().astype(int).tolist()  # type: ignore[no-any-return]


def jump(greys: Sequence[Pixels]) -> float:
    """Largest mean change between neighbouring frames over the median one."""
    changes = [float(cv2.absdiff(a, b).mean()) for a, b in pairwise(greys)]
    return max(changes) / max(float(np.median(changes)), 1e-6)


def unevenness(greys: Sequence[Pixels], unit: float) -> tuple[float, float]:
    """How far followed points are off a smooth path, and how hard they are pulled; both at the 95th percentile, `unit` times.

    Noise of one place against the next adds up twentyfold, squared, in third differences, and a smooth path hardly at all:
    their root mean square over the root of twenty is the standard deviation of the jitter.
    """
    paths = followed(greys)
    if len(paths) < 8:
        return 0.0, 0.0
    third, second = (np.linalg.norm(np.diff(paths, n, axis=1), axis=2) for n in (3, 2))
    jitter = np.sqrt((third**2).mean(axis=1) / 20)
    return float(np.percentile(jitter, 95)) * unit, float(np.percentile(second.max(axis=1), 95)) * unit


def followed(greys: Sequence[Pixels]) -> Floats:
    """Places (points, frames, 2) of corners that pyramidal Lucas-Kanade follows through the whole shot, there and back."""
    start = cv2.goodFeaturesToTrack(greys[0], 300, 0.02, 12)
    if start is None:
        return np.zeros((0, len(greys), 2))
    path, alive = [start.reshape(-1, 2)], np.ones(len(start), bool)
    options: dict[str, Any] = {"winSize": (21, 21), "maxLevel": 3, "criteria": (3, 40, 0.003)}
    for before, after in pairwise(greys):
        here = path[-1].reshape(-1, 1, 2)
        there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, here, None, **options)
        back, again, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, **options)
        near = np.linalg.norm((back - here).reshape(-1, 2), axis=1) < 0.15
        alive &= (found.ravel() == 1) & (again.ravel() == 1) & near
        path.append(there.reshape(-1, 2))
    return np.asarray(np.stack(path, axis=1)[alive], np.float64)


def tearing(last: Pixels, rig: Rig, folder: Path, total: int) -> float:
    """Steepness along the borders of what strokes moved, in the last frame, over that along the same borders without strokes.

    The 99th percentile of each; 1 is as it was, more is a border torn open, 0 where no stroke is.
    """
    moved = [i for i, plate in enumerate(rig.plates) if plate.push != Push() or plate.fields]
    if not moved:
        return 0.0
    still = {"push": Push(), "fields": ()}
    quiet = rig.model_copy(update={"plates": tuple(p.model_copy(update=still) for p in rig.plates)})
    raw = next(RigFootage(quiet, folder).frames(total, FPS, total - 1, 1))
    rest = cv2.cvtColor(np.frombuffer(raw, np.uint8).reshape(*last.shape, 4)[..., :3], cv2.COLOR_BGR2GRAY)
    edges = []
    for grey, at in ((last, rig), (rest, quiet)):
        steep = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
        band = np.any([_border(at, i, rig.plates[i], folder, total) for i in moved], axis=0)
        edges.append(float(np.percentile(steep[band], 99)) if band.any() else 0.0)
    return edges[0] / max(edges[1], 1e-6)


def _border(rig: Rig, index: int, named: Plate, folder: Path, total: int) -> NDArray[np.bool_]:
    """Where the half-way line of a plate's alpha (or of its regions' masks) lies in the last frame, five pixels wide."""
    plate = rig.plates[index]
    masks = [read_bgra(folder / f.file)[..., 2] for f in named.fields] or [read_bgra(folder / plate.file)[..., 3]]
    lens = Lens(rig, RigFootage(rig, folder).pose_at(total - 1, Span(total, FPS, total - 1, total)))
    ax, bx, ay, by = lens.plain(plate, motion(plate, index, rig, (total - 1) / FPS))
    matrix = np.array([[ax, 0, ax * plate.x + bx], [0, ay, ay * plate.y + by]])
    reach, found = np.ones((5, 5), np.uint8), np.zeros((rig.height, rig.width), bool)
    for mask in masks:
        inside = (cv2.warpAffine(np.ascontiguousarray(mask), matrix, (rig.width, rig.height)) > 127).astype(np.uint8)
        found |= cv2.dilate(inside, reach) != cv2.erode(inside, reach)
    return found


def strip(shown: Sequence[Pixels], total: int) -> Pixels:
    """Twelve frames over the shot, then the differences of thirteen neighbours, eight times amplified, each 426 wide."""
    small = [cv2.resize(f, (426, round(426 * f.shape[0] / f.shape[1])), interpolation=cv2.INTER_AREA) for f in shown]
    middle = [i for i in sorted({*_spread(total, 12), *range(total // 2, total // 2 + 13)}) if i < total]
    by = dict(zip(middle, small, strict=True))
    frames = [by[i] for i in _spread(total, 12)]
    near = [by[i] for i in range(total // 2, total // 2 + 13)]
    changes = [np.clip(cv2.absdiff(a, b).astype(np.int32) * 8, 0, 255).astype(np.uint8) for a, b in pairwise(near)]
    rows = [np.hstack(part[i : i + 4]) for part in (frames, changes) for i in range(0, 12, 4)]
    return np.asarray(np.vstack(rows), np.uint8)


if __name__ == "__main__":
    main()
