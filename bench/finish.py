"""Finishing at 4K and 120 frames a second: pictures painted once at that size, against enlarging every frame with a net.

`python -m bench.finish` measures both on a sample of frames and scales to a film of 20 seconds, in seconds of processor time.
Both sides draw with the same camera and encode with the same encoder; the other side draws at half the size and enlarges
each frame two times by SPAN (fetched with `onereel fetch span`).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memory.film import Film
from memory.project import Project
from memory.takes import Take
from tools.callsheet import Job, call_sheet
from tools.engines.cut.encode import Develop, encode
from tools.ffmpeg import probe
from tools.finish import Frame, variant
from tools.studio import footage
from tools.work import Task, perform

SECONDS = 20
LARGE, SMALL = Frame(3840, 2160, 120, "16:9"), Frame(1920, 1080, 120, "16:9")
SEEN = (
    ("An old keeper stands beside a lighthouse at night.", "push_in"),
    ("A small boat on the sea in a storm.", "pan_left"),
    ("A market street at noon with people.", "pull_out"),
)


def film_of(shots: int) -> Film:
    """A film of so many shots, at most three."""
    scenes = [
        {"id": f"s{n}", "description": seen, "shots": [{"id": f"h{n}", "seed": n, "camera": {"move": move}}]}
        for n, (seen, move) in enumerate(SEEN[:shots])
    ]
    return Film.model_validate({"title": "The finish", "width": 1280, "height": 720, "fps": 30, "scenes": scenes})


@dataclass
class Cost:
    """Seconds of processor time: pictures and rigs made once, and one frame drawn, enlarged and encoded."""

    once: float
    drawn: float
    enlarged: float
    encoded: float

    def film(self, frames: int) -> float:
        """Of a film of so many frames."""
        return self.once + frames * (self.drawn + self.enlarged + self.encoded)


def spent() -> float:
    """Seconds of processor time of this process, its threads and the programs that it ran."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gave, and what it cost."""
    began = spent()
    done = work()
    return done, spent() - began


def clips(project: Project, frame: Frame) -> tuple[list[Take], float]:
    """Every shot painted and prepared at a size; returns the clips and the cost."""
    jobs = [job for job in call_sheet(variant(project.film, frame)) if job.role in ("still", "clip")]

    def make(job: Job) -> None:
        perform(Task(project.takes.root, job))

    _, cost = timed(lambda: [make(job) for job in jobs])
    takes = [project.takes.find(job.key) for job in jobs if job.role == "clip"]
    return [take for take in takes if take is not None], cost


def planes(takes: list[Take], frame: Frame, sample: int) -> Iterator[bytes]:
    """Frames spread over all shots, in runs of four as a film has them one after another."""
    total = SECONDS * frame.fps // len(takes)
    for take in takes:
        opened = footage(take)
        for start in np.linspace(0, total - 5, max(sample // len(takes) // 4, 1)).astype(int):
            yield from (bytes(plane) for plane in opened.planes(total, frame.fps, int(start), 4))


def measure(project: Project, frame: Frame, sample: int) -> tuple[float, float, list[bytes]]:
    """What pictures and rigs cost once at a size, what drawing one frame costs, and the frames drawn."""
    takes, once = clips(project, frame)
    drawn, drawing = timed(lambda: list(planes(takes, frame, sample)))
    return once, drawing / len(drawn), drawn


def encoding(frames: list[bytes], path: Path) -> float:
    """What encoding one frame of LARGE costs."""
    _, cost = timed(lambda: encode(frames, (LARGE.width, LARGE.height, LARGE.fps), Develop(), path))
    assert probe(path).frames == len(frames)
    return cost / len(frames)


def enlarging(plane: bytes) -> float:
    """What enlarging a frame of SMALL two times by the net costs: measured on a sixteenth of its area, and scaled."""
    import cv2

    from tools.engines.enhance.enlarge import enlarge

    flat = np.frombuffer(plane, np.uint8).reshape(SMALL.height * 3 // 2, SMALL.width)
    part = np.ascontiguousarray(cv2.cvtColor(flat, cv2.COLOR_YUV2RGB_I420)[: SMALL.height // 4, : SMALL.width // 4])
    enlarge(part, 2)
    _, cost = timed(lambda: enlarge(part, 2))
    return cost * 16


def main() -> None:
    """Measure both ways and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, default=24, help="Frames that are drawn at each size.")
    parser.add_argument("--shots", type=int, default=3, choices=(1, 2, 3), help="Shots that the film has.")
    asked = parser.parse_args()
    sample = asked.sample
    frames = SECONDS * LARGE.fps
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "film", film_of(asked.shots), "bench")
        once, drawn, kept = measure(project, LARGE, sample)
        ours = Cost(once, drawn, 0, encoding(kept, Path(folder) / "large.mp4"))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"painted once at 3840x2160: {ours}", flush=True)
        print(f"  {ours.film(frames):.0f} s of processor time for {frames} frames; peak memory {memory:.0f} MB", flush=True)
        once, drawn, kept = measure(project, SMALL, sample)
        other = Cost(once, drawn, enlarging(kept[0]), ours.encoded)
    print(f"every frame enlarged from 1920x1080: {other}")
    print(f"  {other.film(frames):.0f} s for {frames} frames (drawing measured on {sample}, the net on a sixteenth of one)")
    bare = (other.film(frames) - frames * other.encoded) / (ours.film(frames) - frames * ours.encoded)
    print(f"ratio {other.film(frames) / ours.film(frames):.1f}; without the encoder, which both need, {bare:.1f}")


if __name__ == "__main__":
    main()
