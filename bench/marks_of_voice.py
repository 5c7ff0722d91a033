"""The mark of synthetic speech, looked for in finished films: under music and sounds, as exported, and encoded again.

    python -m bench.marks_of_voice [--films 8] [--into FOLDER]

Every film is made twice, with its lines marked and not, drawn small (the picture is not what is looked at), with its own music
and sounds at their usual levels. Both are looked at as the render leaves them, as two presets export them, and as copies in
which nothing but the sound is left, encoded again. Needs the neural extra; kokoro's voices where they are on the shelf.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from memory.film import Engines
from memory.project import Project
from tools import shelf
from tools.build import render
from tools.engines import Brief, watermark
from tools.exporting import Wish, export
from tools.ffmpeg import run_ffmpeg
from tools.settings import load_settings
from tools.studio import draft

PREMISES = (
    "an old lighthouse keeper and a small robot learn to answer the sea", "a baker and a ghost share an oven",
    "two otters open a bakery by the river", "how rain is made", "a noir about a stolen violin",
    "a dragon who is afraid of fire", "a letter from a grandmother in the mountains", "a storm in the city and a lost dog",
)  # fmt: skip
VOICES = ("heart", "george", "heart", "bella", "heart", "michael", "heart", "heart")
COPIES = {
    "aac 96 kbit/s": ["-c:a", "aac", "-b:a", "96k", "{}.m4a"],
    "mp3 64 kbit/s": ["-c:a", "libmp3lame", "-b:a", "64k", "{}.mp3"],
    "opus 32 kbit/s": ["-c:a", "libopus", "-b:a", "32k", "{}.ogg"],
    "3 % faster": ["-af", "atempo=1.03", "-c:a", "aac", "-b:a", "96k", "{}-faster.m4a"],
}


def films(count: int, root: Path) -> Iterator[tuple[bool, str, Path]]:
    """Whether it is marked, which kind of file it is, and the file."""
    kokoro = shelf.fetched("kokoro", load_settings().shelf_dir) is not None
    for number, premise in enumerate(PREMISES[:count]):
        voice = VOICES[number % len(VOICES)] if kokoro else "heart"
        film = draft(Brief(text=premise, seconds=24))
        engines = Engines(speech="hibari" if voice == "heart" else "kokoro")
        film = film.model_copy(update={"engines": engines, "width": 320, "height": 180, "fps": 10})
        project = Project.create(root / f"film-{number}", film, "drafted")
        for marked in (False, True):
            narrator = film.narrator.model_copy(update={"voice": voice, "marked": marked})
            project.save(film.model_copy(update={"narrator": narrator}), "told")
            made = render(project, 1, lambda step: None)
            kept = made.film.rename(root / f"film-{number}-{'marked' if marked else 'plain'}.mp4")
            yield marked, "film", kept
            for name, size in (("youtube", "320x180"), ("shorts", "180x320")):
                yield marked, name, export(project, Wish(preset=name, size=size), workers=1).main
            for name, how in COPIES.items():
                out = how[-1].format(kept.with_suffix(""))
                run_ffmpeg(["-i", str(kept), "-vn", *how[:-1], out])
                yield marked, name, Path(out)


def main() -> None:
    """Make, look, count."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--films", type=int, default=8)
    parser.add_argument("--into", type=Path, help="where the films go and stay")
    wanted = parser.parse_args()
    found: dict[tuple[str, bool], list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as work:
        for marked, kind, path in films(wanted.films, wanted.into or Path(work)):
            found[kind, marked].append(watermark.strength(path))
            print(f"  {path.name} {kind} {found[kind, marked][-1]:.3f}", flush=True)
    for (kind, marked), strengths in found.items():
        over = sum(strength >= watermark.LIKELY for strength in strengths)
        print(f"{kind}, {'marked' if marked else 'unmarked'}: found in {over} of {len(strengths)} "
              f"({min(strengths):.2f} to {max(strengths):.2f})")  # fmt: skip


if __name__ == "__main__":
    main()
