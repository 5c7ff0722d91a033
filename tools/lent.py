"""Files lent to the film, heard before they are taken: one door for the sounds and the music that a person brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from memory.errors import FilmError, TakeError
from memory.lending import LARGEST, find_file, is_lent, lend, sound_kind
from tools.ffmpeg import probe

SHORTEST = 0.05
"""Seconds below which a file is a click and not a sound."""


@dataclass(frozen=True)
class Lent:
    """A file that was taken in: its name in the project, what the person called it, and its length in seconds."""

    name: str
    title: str
    seconds: float


def borrow(root: Path, said: str, longest: float) -> Lent:
    """Take a sound file into the project at `root`; FilmError with a sentence when it is none or plays over `longest` seconds.

    `said` is a path as a person types it. The file is played in part to find what is in it, and then copied.
    """
    source = find_file(root, said)
    seconds = _seconds(source)
    if seconds > longest:
        raise FilmError(
            f"{source.name[:80]} lasts {seconds / 60:.1f} minutes; at most {longest / 60:g} can be used here. "
            "The film is unchanged. Cut it shorter and lend that."
        )
    name = said.strip() if is_lent(said.strip()) else lend(root, source)
    return Lent(name, source.stem[:60], seconds)


def _seconds(source: Path) -> float:
    """How long a file plays, 0 when that is not said; what does not begin as a sound file does is left to `lend` to refuse."""
    if not source.is_file() or not 0 < source.stat().st_size <= LARGEST:
        return 0.0
    with source.open("rb") as file:
        if not sound_kind(file.read(16)):
            return 0.0
    try:
        found = probe(source)
    except TakeError as error:
        raise FilmError(f"{source.name[:80]} is damaged and cannot be played. The film is unchanged.") from error
    if not found.audio_codec or 0 < found.seconds < SHORTEST:
        raise FilmError(f"There is no sound in {source.name[:80]}. The film is unchanged.")
    return found.seconds
