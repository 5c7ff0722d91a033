"""What leaves the studio: the finished film, its captions and its stems, copied into exports/ under the film's name."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from pathlib import Path

from memory.errors import TakeError
from memory.files import make_folder, plainly, sync_file, sync_folder
from memory.film import Film
from memory.project import Project
from memory.takes import Take
from tools.provenance import signed_copy


def slug(title: str, longest: int = 60) -> str:
    """A file name for a title: ASCII letters, digits and hyphens; "film" when nothing is left."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_title.lower()).strip("-")[:longest].strip("-") or "film"


def publish(project: Project, film_key: str, mix_key: str, film_made: Film | None = None) -> Path:
    """Copy the film, its captions and the mix's stems into exports/; returns the path of the .mp4, signed as the last step.

    Takes are copied, never linked, so that editing an export cannot damage a take. `film_made` is the document that was
    rendered, where it may have been edited since.
    """
    film, sound = _take(project, film_key), _take(project, mix_key)
    name = slug(project.film.title)
    target = project.path(f"exports/{name}.mp4")
    with plainly("Copying the film into exports"):
        signed_copy(film.main, target, film_made or project.film)
        for captions in sorted(p for p in film.folder.iterdir() if p.suffix in (".srt", ".vtt")):
            copy_whole(captions, target.with_suffix(captions.suffix))
        for stem in sorted(sound.folder.glob("*.flac")):
            copy_whole(stem, project.path(f"exports/{name}-stems/{stem.name}"))
    return target


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file, whole or not at all: the copy takes the name only when it is complete; OSError when the disk will not."""
    make_folder(target.parent)
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with source.open("rb") as whole, partial.open("xb") as copy:
            shutil.copyfileobj(whole, copy, 1 << 20)
        sync_file(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)


def _take(project: Project, key: str) -> Take:
    take = project.takes.find(key)
    if take is None:
        raise TakeError("The finished film was damaged on disk before it could be copied out. Render again to make it anew.")
    return take
