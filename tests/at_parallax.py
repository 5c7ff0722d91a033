"""What tests of clips share: small stills with and without layers, clips of them, and frames of those."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from memory.takes import Manifest, Take
from tools.engines import ClipRequest
from tools.engines.parallax import Parallax
from tools.engines.parallax.footage import RigFootage
from tools.engines.parallax.model import read_rig
from tools.stage import Ambient, Layer, Light, Stage, write_stage

MAGENTA = (255, 0, 255)
SIZES = {"16:9": (320, 180), "9:16": (180, 320)}


def take(folder: Path, main: str) -> Take:
    return Take(folder, Manifest(key="k", role="x", engine="x", version="1", licence="x", request={}, main=main, files={}))


def paint(height: int, width: int, color: tuple[int, int, int], alpha: np.ndarray | None = None) -> np.ndarray:
    picture = np.full((height, width, 4), (*color, 255), np.uint8)
    picture[..., :3] += np.random.default_rng(height).integers(0, 14, (height, width, 1)).astype(np.uint8)
    if alpha is not None:
        picture[..., 3] = alpha
    return picture


def disc(size: int) -> np.ndarray:
    y, x = np.mgrid[0:size, 0:size] - size / 2 + 0.5
    return np.asarray((np.clip(size / 2 - 1 - np.hypot(x, y), 0, 1) * 255).astype(np.uint8))


def staged(folder: Path, size: tuple[int, int] = (320, 180), quiet: bool = False) -> Take:
    """A still by the sea: sky, stars, cloud, hills that end behind the water, two waters, a boat, leaves, snow."""
    (folder / "layers").mkdir(parents=True)
    w, h = size
    mx, my = w // 20, h // 20
    width, height = w + 2 * mx, h + 2 * my
    stars = np.zeros((height // 3, width), np.uint8)
    stars[5::12, 7::31] = 255
    unit = min(w, h) // 6
    layers: list[Layer] = []

    def put(name: str, kind: str, picture: np.ndarray, at: tuple[int, int], depth: float, **more: object) -> None:
        file = f"layers/{len(layers)}.png"
        cv2.imwrite(str(folder / file), picture)
        if quiet:
            more.pop("ambient", None)
        size = {"width": picture.shape[1], "height": picture.shape[0]}
        layers.append(Layer(name=name, file=file, kind=kind, x=at[0], y=at[1], depth=depth, **size, **more))  # type: ignore[arg-type]

    put("sky", "sky", paint(height * 6 // 10, width, (120, 60, 40)), (0, 0), 0.0)
    put(
        "stars",
        "celestial",
        paint(*stars.shape, (240, 240, 240), stars),
        (0, 0),
        0.02,
        ambient=Ambient(kind="twinkle", amount=0.8),
    )
    puff = paint(unit, unit, (200, 200, 210), disc(unit))
    put("puff", "cloud", puff, (w // 3, my), 0.1, elements=("clouds", "a fluffy cloud"),
        ambient=Ambient(kind="drift", amount=0.5, speed=0.02))  # fmt: skip
    put("ridge", "far", paint(height // 20 + 3, width, (90, 70, 60)), (0, height // 2), 0.2, elements=("hills",))
    for i in (0, 1):
        top = height * (11 + 3 * i) // 20
        put(f"water-{i}", "water", paint(height - top, width, (160 - 40 * i, 90, 30)), (0, top), 0.35 + 0.2 * i,
            elements=("sea",), ambient=Ambient(kind="wave", amount=0.8, phase=0.2 * i))  # fmt: skip
    put("boat", "subject", paint(unit, unit, (30, 40, 220), disc(unit)), (width // 2, height // 2), 0.5, elements=("the boat",),
        ambient=Ambient(kind="bob", amount=0.6))  # fmt: skip
    put("leaves", "foreground", paint(unit, unit, (20, 90, 20), disc(unit)), (width - unit, height - unit), 0.95,
        ambient=Ambient(kind="sway", amount=0.5))  # fmt: skip
    put("flurry", "weather", paint(4, 4, (230, 230, 230)), (0, 0), 0.5, ambient=Ambient(kind="snow", amount=0.5))
    if quiet:
        layers.pop()
    light = Light(x=0, y=0)
    stage = Stage(width=width, height=height, frame=(mx, my, w, h), horizon=height * 0.55, light=light, layers=tuple(layers))
    write_stage(stage, folder)
    return take(folder, "layers/0.png")


def flat(folder: Path) -> Take:
    """A photograph-like picture without layers: a bright thing on a field under a sky."""
    folder.mkdir(parents=True)
    picture = np.ascontiguousarray(paint(200, 360, (200, 150, 120))[..., :3])
    picture[110:] = paint(90, 360, (40, 110, 60))[..., :3]
    cv2.circle(picture, (190, 120), 34, (40, 50, 230), -1)
    cv2.imwrite(str(folder / "picture.png"), picture)
    return take(folder, "picture.png")


def clip(still: Take, folder: Path, **request: object) -> tuple[Take, tuple[str, ...]]:
    folder.mkdir(parents=True)
    made = Parallax()(ClipRequest(**{"width": 320, "height": 180, **request}), {"still": still}, folder)  # type: ignore[arg-type]
    return take(folder, made.main), made.notes


def seen(shot: Take, total: int, fps: int, *at: int, clear: tuple[int, int, int] | None = None) -> list[np.ndarray]:
    rig = read_rig(shot.main)
    film = RigFootage(rig, shot.folder, clear)
    shape = (rig.height, rig.width, 4)
    return [np.frombuffer(next(film.frames(total, fps, i, 1)), np.uint8).reshape(shape).copy() for i in at]


def middle(frame: np.ndarray, color: tuple[int, int, int]) -> tuple[float, float, int]:
    """Where a colour is, (x, y), and on how many pixels."""
    hit = (np.abs(frame[..., :3].astype(int) - np.array(color)) < 40).all(axis=2)
    ys, xs = np.nonzero(hit)
    return float(xs.mean()), float(ys.mean()), int(hit.sum())


def holes(frame: np.ndarray) -> bool:
    """Whether anything of the magenta behind all sheets is seen."""
    blue, green, red = (frame[..., c].astype(int) for c in range(3))
    return bool(((red > 150) & (blue > 150) & (green < 90)).any())
