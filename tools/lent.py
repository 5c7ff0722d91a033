"""Files lent to the film, heard before they are taken: one door for the sounds and the music that a person brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from memory.errors import FilmError, TakeError
from memory.film import Film, Scene
from memory.lending import LARGEST, find_file, is_lent, lend, sound_kind
from memory.project import Project
from tools.ffmpeg import probe

SOUND_LONGEST = 120.0
"""Seconds that a sound may last; longer ones are music or whole recordings."""
MUSIC_LONGEST = 900.0
"""Seconds that a recording may last that is the film's music."""
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
    return Lent(lend(root, source), source.stem[:60], seconds)


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


def adopt(project: Project) -> Film:
    """Take in the files that somebody named by hand in film.json, and keep the film that names them by their content.

    FilmError says which file is wrong; nothing is saved then.
    """
    film = project.film
    scenes, music = tuple(_adopted(project.root, scene) for scene in film.scenes), film.music
    if music.file and not is_lent(music.file):
        music = music.model_copy(update={"file": borrow(project.root, music.file, MUSIC_LONGEST).name})
    if scenes == film.scenes and music == film.music:
        return film
    return project.save(film.model_copy(update={"scenes": scenes, "music": music}), "Sound files were taken into the film.")


def _adopted(root: Path, scene: Scene) -> Scene:
    if all(not sound.file or is_lent(sound.file) for sound in scene.sounds):
        return scene
    sounds = [
        sound if not sound.file or is_lent(sound.file)
        else sound.model_copy(update={"file": borrow(root, sound.file, SOUND_LONGEST).name})
        for sound in scene.sounds
    ]  # fmt: skip
    return scene.model_copy(update={"sounds": tuple(sounds)})
