"""Speed and memory, side by side in one run: our render against the film's length, x264 alone, the moviepy way, and edits.

    python -m bench.speed [--seconds 60] [--long 300] [--only film,edits,memory,large]

Prints one row per bar with both sides and the ratio; the README quotes the ratios. Nothing here decides pass or fail.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.measure import Usage, run
from memory import edits
from memory.film import Film
from memory.project import Project
from tools.callsheet import call_sheet
from tools.engines.cut.encode import CRF, profile
from tools.ffmpeg import ffmpeg_path, probe
from tools.settings import load_settings

PREMISE = "an old lighthouse keeper and a small robot learn to answer the sea"


def main() -> None:
    """Measure what --only names, or everything."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--long", type=int, default=300)
    parser.add_argument("--only", default="film,edits,memory")
    said = parser.parse_args()
    print(f"{os.cpu_count()} cores, {load_settings().workers} workers, 1280x720 at 30 frames a second", flush=True)
    parts: dict[str, Callable[[Path], None]] = {
        "film": lambda work: film_bars(work, said.seconds),
        "edits": edit_bars,
        "memory": lambda work: memory_bar(work, said.seconds, said.long),
        "large": lambda work: large_bar(work, said.long),
    }
    for name in said.only.split(","):
        with tempfile.TemporaryDirectory(prefix="onereel-bench-") as work:
            parts[name](Path(work))


def film_bars(work: Path, seconds: int) -> None:
    """A whole film: against its own length, against x264 alone, and put together the moviepy way."""
    whole = make(work / "film", seconds)
    project = Project.open(work / "film")
    film = next(project.root.glob("exports/*.mp4"))
    row("render", whole.wall, "film's length", probe(film).seconds, "bar 1.0")
    row("render", whole.wall, "x264 alone, the same frames", x264_alone(film, work), "bar 3")
    row("put together by stream copy", ours_together(project), "by moviepy, encoded again", moviepy_together(project, work))


def edit_bars(work: Path) -> None:
    """A twelve-scene film: a look edit and narration edits of a middling and the longest scene against the full render."""
    whole = make(work / "film", 120, scenes=12)
    changes = {
        "look edit": darker,
        "narration edit": partial(longer, rank=6),
        "narration of the longest": partial(longer, rank=11),
    }
    for name, change in changes.items():
        project = Project.open(work / "film")
        project.save(change(project.film), name)
        again = run(onereel("render", str(project.root)))
        row(name, again.wall, "full render of 12 scenes", whole.wall, "bar 0.10")


def memory_bar(work: Path, short: int, long: int) -> None:
    """Peak memory of a long film's render against a short one's."""
    small, large = make(work / "short", short), make(work / "long", long)
    film = next((work / "long" / "exports").glob("*.mp4"))
    row(f"render of {long} s", large.wall, "film's length", probe(film).seconds, "bar 1.0")
    ratio = large.peak / small.peak
    sizes = f"{long} s film {large.peak / 1e6:.0f} MB, {short} s film {small.peak / 1e6:.0f} MB"
    print(f"peak memory, all processes: {sizes}, ratio {ratio:.3f} (bar 1.15)")


def large_bar(work: Path, seconds: int) -> None:
    """A film at 1920x1080 against its length."""
    run(onereel("new", PREMISE, "--seconds", str(seconds), "--out", str(work / "film")))
    project = Project.open(work / "film")
    project.save(project.film.model_copy(update={"width": 1920, "height": 1080}), "1080p")
    whole = run(onereel("render", str(project.root)))
    row("render at 1920x1080", whole.wall, "film's length", probe(next(project.root.glob("exports/*.mp4"))).seconds, "bar 1.5")
    print(f"{whole.cpu:.1f} CPU-s, peak {whole.peak / 1e6:.0f} MB", flush=True)


def onereel(*args: str) -> list[str]:
    return [sys.executable, "-m", "ui", *args]


def make(folder: Path, seconds: int, scenes: int | None = None) -> Usage:
    extra = ["--scenes", str(scenes)] if scenes else []
    used = run(onereel("make", PREMISE, "--seconds", str(seconds), "--out", str(folder), *extra))
    film = next((folder / "exports").glob("*.mp4"))
    length = probe(film).seconds
    print(f"{length:.1f} s of film made in {used.wall:.1f} s, {used.cpu:.1f} CPU-s, peak {used.peak / 1e6:.0f} MB", flush=True)
    return used


def row(ours: str, left: float, theirs: str, right: float, bar: str = "") -> None:
    print(f"{ours:28} {left:8.1f} s   {theirs:28} {right:8.1f} s   ratio {left / right:6.3f}  {bar and f'({bar})'}", flush=True)


def x264_alone(film: Path, work: Path) -> float:
    """The film's very frames, raw on disk, through the segments' own encoder settings, as many processes as workers."""
    workers, half = load_settings().workers, probe(film).seconds / load_settings().workers
    raws = [work / f"raw-{n}.y4m" for n in range(workers)]
    for n, raw in enumerate(raws):
        cut = ["-ss", f"{n * half:.3f}", "-t", f"{half:.3f}", "-i", str(film), "-an", "-pix_fmt", "yuv420p", str(raw)]
        subprocess.run([ffmpeg_path(), "-loglevel", "error", "-y", *cut], check=True)
    began = time.monotonic()
    alone = [[ffmpeg_path(), "-loglevel", "error", "-y", "-i", str(raw), *profile(30), f"{raw}.mp4"] for raw in raws]
    codes = [process.wait() for process in [subprocess.Popen(command) for command in alone]]
    if any(codes):
        raise SystemExit(f"x264 alone ended with {codes}: there is no time to compare with.")
    wall = time.monotonic() - began
    for raw in raws:
        raw.unlink()
    return wall


def ours_together(project: Project) -> float:
    """Make the film take alone again, from its segments and its mix."""
    job = call_sheet(project.film)[-1]
    folder = project.takes.place(job.key)
    folder.rename(project.root / "film-set-aside")
    return run(onereel("render", str(project.root))).wall


def moviepy_together(project: Project, work: Path) -> float:
    """The same segments and mix, composed by moviepy and encoded again with the same preset and quality."""
    film = call_sheet(project.film)[-1]
    keys = dict(film.inputs)
    pieces = [project.takes.find(keys[name]) for name in film.request.order]  # type: ignore[attr-defined]
    mix = project.takes.find(keys["mix"])
    began = time.monotonic()
    from moviepy import AudioFileClip, VideoFileClip, concatenate_videoclips

    clips = [VideoFileClip(str(piece.main)) for piece in pieces if piece]
    whole = concatenate_videoclips(clips, method="compose").with_audio(AudioFileClip(str(mix.main)))  # type: ignore[union-attr]
    whole.write_videofile(
        str(work / "moviepy.mp4"), fps=30, codec="libx264", preset="veryfast", ffmpeg_params=["-crf", f"{CRF:.0f}"], logger=None
    )
    return time.monotonic() - began


def darker(film: Film) -> Film:
    return edits.set_look(film, film.scenes[5].id, brightness=-0.2)


def longer(film: Film, rank: int) -> Film:
    """Four words more in the scene that is `rank`-th by the length of its narration, from the shortest at 0."""
    scene = sorted(film.scenes, key=lambda each: len(each.narration))[rank]
    return edits.set_narration(film, scene.id, f"{scene.narration} Nobody said a word.")


if __name__ == "__main__":
    main()
