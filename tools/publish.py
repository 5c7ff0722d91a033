"""What leaves the studio: the finished film, its captions and its stems, copied into exports/ under the film's name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from memory.errors import TakeError
from memory.files import copy_atomic
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Take


def slug(title: str, longest: int = 60) -> str:
    """A file name for a title: ASCII letters, digits and hyphens; "film" when nothing is left."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_title.lower()).strip("-")[:longest].strip("-") or "film"


def publish(project: Project, film_key: str, store: TakeStore, mix: str) -> Path:
    """Copy the film, its captions and the mix's stems into exports/; returns the path of the .mp4.

    Takes are copied, never linked, so that editing an export cannot damage a take.
    """
    film, sound = _take(store, film_key), _take(store, mix)
    name = slug(project.film.title)
    target = project.exports / f"{name}.mp4"
    copy_atomic(film.main, target)
    for file in film.folder.iterdir():
        if file.suffix in (".srt", ".vtt"):
            copy_atomic(file, project.exports / f"{name}{file.suffix}")
    for stem in sorted(sound.folder.glob("*.flac")):
        copy_atomic(stem, project.exports / f"{name}-stems" / stem.name)
    return target


def _take(store: TakeStore, key: str) -> Take:
    take = store.find(key)
    if take is None:
        raise TakeError("The finished film was damaged on disk before it could be copied out. Render again to make it anew.")
    return take
