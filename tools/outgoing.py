"""How files leave the studio: whole, under a name that nothing else has, and never over something that is not ours."""

from __future__ import annotations

import itertools
import json
import secrets
from collections.abc import Callable
from pathlib import Path

from memory.canonical import file_digest
from memory.editing import UNCHANGED
from memory.errors import FilmError, Refused
from memory.files import make_folder, plainly, whole_path, write_atomically
from memory.film import Film
from memory.project import Project
from tools.publish import copy_whole, slug

WRITTEN = ".exported.json"
"""What this project wrote where: the file's own digest and that of what it was made from."""
Seal = Callable[[Path, Path], None]
"""Copies a file (source, target), whole or not at all, and seals it; `copy_whole` for what carries no credentials."""


def export_folder(root: Path, folder: str) -> Path:
    """The folder an export goes to, absolute. Inside the project only exports/ and below may be one; Refused for the rest."""
    home = root.resolve() / "exports"
    if not folder.strip():
        return home
    with plainly("Finding the folder to export to"):
        target = whole_path(folder.strip()).resolve()
    if target.is_relative_to(root.resolve()) and not target.is_relative_to(home):
        raise Refused(
            f"{folder.strip()[:200]!r} is where the project keeps its own files. Export to another folder. {UNCHANGED}"
        )
    return target


def leaves_project(root: Path, folder: str) -> bool:
    """Whether an export to that folder writes outside the project, which needs the person's approval."""
    return not export_folder(root, folder).is_relative_to(root.resolve())


def seal_for(film: Film) -> Seal:
    """How a finished film or picture is copied, as the very last step: with a content credential, if its kind can hold one."""

    def seal(source: Path, target: Path) -> None:
        from tools.provenance import signed_copy

        if sealable(target):
            signed_copy(source, target, film)
        else:
            copy_whole(source, target)

    return seal


def sealable(path: Path) -> bool:
    """Whether a kind of file can hold a content credential; Matroska cannot."""
    return path.suffix.lower() in (".mp4", ".mov", ".jpg", ".png")


def publish(project: Project, film: Film, joined: Path, mix: Path) -> Path:
    """Copy a rendered film, its captions and the mix's stems (the takes' folders) into exports/; returns the .mp4's path.

    Takes are copied, never linked, so that editing an export cannot damage a take. What stood there is replaced.
    """
    name = slug(film.title)
    target = project.path(f"exports/{name}.mp4")
    with plainly("Copying the film into exports"):
        _write_over(project, joined / "film.mp4", target, seal_for(film))
        for captions in sorted(p for p in joined.iterdir() if p.suffix in (".srt", ".vtt")):
            copy_whole(captions, target.with_suffix(captions.suffix))
        for stem in sorted(mix.glob("*.flac")):
            copy_whole(stem, project.path(f"exports/{name}-stems/{stem.name}"))
    return target


def _write_over(project: Project, source: Path, target: Path, seal: Seal) -> None:
    """Put the film where it belongs, unless the file there is the one that was written from the same take."""
    row, made_from = _written(project).get(str(target)), file_digest(source)
    if row and row["source"] == made_from and target.is_file() and file_digest(target) == row["file"]:
        return
    seal(source, target)
    _note(project, target, made_from)


def bring(project: Project, source: Path, target: Path, seal: Seal = copy_whole) -> Path:
    """Copy a file to `target`, sealed as the last step; returns where it is.

    One that this project wrote there from the same source is left, an older one of ours is replaced, and beside anything
    else the copy gets a number. FilmError with a sentence when the folder cannot be written.
    """
    with plainly(f"Copying {source.name} to {target.parent}"):
        made_from, known = file_digest(source), _written(project)
        for number in itertools.count(1):
            place = target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")
            there = file_digest(place) if place.is_file() else ""
            row = known.get(str(place), {})
            ours = bool(there) and row.get("file") == there
            if (there == made_from and seal is copy_whole) or (ours and row.get("source") == made_from):
                return place
            if ours or there == made_from or not (place.exists() or place.is_symlink()):
                seal(source, place)
                _note(project, place, made_from)
                return place
    raise FilmError(f"{source.name} could not be copied to {target.parent}.")


def made_from(project: Project, path: Path) -> str:
    """The digest of what an exported file was made from, before it was sealed; its own where that is not known."""
    row = _written(project).get(str(path))
    return row["source"] if row else file_digest(path)


def put(project: Project, content: bytes, target: Path) -> Path:
    """Write a small file of ours to `target`, by the same rules as `bring`."""
    with plainly(f"Writing {target.name} to {target.parent}"):
        make_folder(target.parent)
        draft = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
        try:
            draft.write_bytes(content)
            return bring(project, draft, target)
        finally:
            draft.unlink(missing_ok=True)


def _written(project: Project) -> dict[str, dict[str, str]]:
    try:
        found = json.loads(project.path(WRITTEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    return {str(path): row for path, row in rows if isinstance(row, dict) and {"file", "source"} <= row.keys()}


def _note(project: Project, place: Path, made_from: str) -> None:
    make_folder(project.path(WRITTEN).parent)
    known = {path: row for path, row in _written(project).items() if Path(path).is_file()}
    known[str(place)] = {"file": file_digest(place), "source": made_from}
    write_atomically(project.path(WRITTEN), json.dumps(known, indent=1, sort_keys=True).encode())
