"""Speed and memory, side by side in one run: our render against the film's length, x264 alone, the moviepy way, and edits.

    python -m bench.speed [--seconds 60] [--work DIR]

Prints one row per bar with both sides and the ratio. Nothing here decides pass or fail; the README quotes the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from memory import edits
from memory.film import Look
from memory.project import Project
from tools.engines import load_engine
from tools.ffmpeg import ffmpeg_path, probe
from tools.settings import load_settings

PREMISE = "an old lighthouse keeper and a small robot learn to answer the sea"


def timed(command: list[str]) -> tuple[float, float]:
    """(wall seconds, CPU seconds of all processes) of a command that must succeed."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def onereel(*args: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli", *args]


def row(name: str, ours: float, other: str, value: float, bar: str = "") -> None:
    print(f"{name:46} {ours:8.1f} s   {other:28} {value:8.1f} s   ratio {ours / value:6.3f}  {bar}", flush=True)


def make(folder: Path, seconds: int, scenes: int | None = None) -> tuple[float, Path]:
    extra = ["--scenes", str(scenes)] if scenes else []
    wall, cpu = timed(onereel("make", PREMISE, "--seconds", str(seconds), "--out", str(folder), *extra))
    film = next((folder / "exports").glob("*.mp4"))
    print(f"made {film.name}: {probe(film).seconds:.1f} s of film in {wall:.1f} s ({cpu:.1f} CPU-s)", flush=True)
    return wall, film


def x264_alone(film: Path, work: Path) -> float:
    """Encode the film's very frames with the segments' own settings, from raw video on disk, on as many threads as workers."""
    from tools.engines.cut.encode import encoder_args

    raw = work / "raw.y4m"
    subprocess.run([ffmpeg_path(), "-loglevel", "error", "-y", "-i", str(film), "-an", "-pix_fmt", "yuv420p", str(raw)], check=True)
    args = [a if a != "1" or encoder_args(30)[i - 1] != "-threads" else str(load_settings().workers) for i, a in enumerate(encoder_args(30))]
    wall, _ = timed([ffmpeg_path(), "-loglevel", "error", "-y", "-i", str(raw), *args, str(work / "alone.mp4")])
    raw.unlink()
    return wall


def edit(folder: Path, change: str) -> float:
    project = Project.open(folder)
    scene = project.film.scenes[len(project.film.scenes) // 2].id
    if change == "look":
        film = edits.set_look(project.film, scene, Look(brightness=-0.2))
    else:
        film = edits.set_narration(project.film, scene, project.film.scene(scene).narration + " And nobody said a word.")
    project.save(film, f"{change} of {scene}")
    return timed(onereel("render", str(folder)))[0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=Path)
    said = parser.parse_args()
    work = said.work or Path(tempfile.mkdtemp(prefix="onereel-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    print(f"{os.cpu_count()} cores, {said.seconds} s film, 1280x720 at 30 frames a second")
    wall, film = make(work / "film", said.seconds)
    row("render", wall, "film's length", probe(film).seconds, "(bar 1.0)")
    row("render", wall, "x264 alone, same frames", x264_alone(film, work), "(bar 3)")
    if not said.work:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
